#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>

#include "engine/parallel/parallel.hpp"
#include "outputs/view/named_result.hpp"
#include "tools/foresight/commands.hpp"
#include "tools/foresight/mixed_inputs.hpp"
#include "tools/foresight/projection.hpp"
#include "tools/foresight/questions.hpp"
#include "tools/foresight/stored_inputs.hpp"

namespace foresight {
namespace {

using Json = nlohmann::ordered_json;

/// The numbers of one result in one run, replicate by replicate.
struct Numbers {
    std::vector<double> values;
    std::vector<ReplicateAddress> addresses;
    std::uint32_t seed = 0;
    std::uint32_t weight = 1;

    Estimate estimate() const { return Replication{addresses}.of_mean(values.data()); }
    std::size_t independent() const { return Replication{addresses}.independent(); }
    /// Those of the first replicates alone.
    Numbers first(std::size_t count) const
    {
        auto made = *this;
        made.values.resize(count);
        made.addresses.resize(count);
        return made;
    }
};

/// Whether one run extends the other by further replicates, or is as long as it.
bool are_nested(Numbers const& one, Numbers const& other)
{
    auto const shared = std::min(one.addresses.size(), other.addresses.size());
    return one.seed == other.seed && one.weight == other.weight
           && one.first(shared).addresses == other.first(shared).addresses;
}

/// A mean with intervals of so many degrees of freedom.
Estimate with_intervals(double mean, double error, std::size_t freedom)
{
    auto const around = [&](double share) {
        auto const reach = student_t(static_cast<double>(freedom), share) * error;
        return Band{mean - reach, mean + reach};
    };
    return {mean, error, around(0.9), around(0.975), true};
}

/// How much the mean of the longer of two nested runs differs from that of its first `count` replicates: of variance
/// s^2 (1/n - 1/N), n and N being independent replicates, since the mean of the first is part of that of all.
double error_of_further_replicates(Numbers const& longer, std::size_t count)
{
    auto const all = static_cast<double>(longer.independent());
    auto const part = static_cast<double>(longer.first(count).independent());
    return longer.estimate().error * std::sqrt(std::max(0.0, all / part - 1));
}

/// The mean difference of two runs: replicate by replicate as far as they have the same replicates.
Estimate change_between(Numbers const& before, Numbers const& after)
{
    auto const old = before.estimate(), now = after.estimate();
    double const change = now.mean - old.mean;
    if (!are_nested(before, after)) {
        if (!old.has_bands || !now.has_bands) return {change};
        return with_intervals(change, std::hypot(old.error, now.error),
                              std::min(before.independent(), after.independent()) - 1);
    }
    bool const fewer = after.values.size() < before.values.size();
    auto const& longer = fewer ? before : after;
    auto const& shorter = fewer ? after : before;
    auto const shared = shorter.values.size();
    auto differences = after.first(shared).values;
    for (std::size_t r = 0; r != shared; ++r) differences[r] -= before.values[r];
    auto const paired = Replication{shorter.addresses}.of_mean(differences.data());
    if (longer.values.size() == shared) return paired;
    bool const only_more = longer.first(shared).values == shorter.values;
    if (!longer.estimate().has_bands || (!only_more && !paired.has_bands)) return {change};
    return with_intervals(change, std::hypot(paired.error, error_of_further_replicates(longer, shared)),
                          (only_more ? longer : shorter).independent() - 1);
}

/// A run with the inputs of the old one and some of the new, lived today.
struct Stage {
    std::string name;
    std::string label;
    std::vector<std::string> because;
    Provenance origin;  ///< whose inputs these are; it must stay where it is
    std::unique_ptr<StoredInputs> inputs{};
    std::string file{};                ///< what was lived, or a file that is there
    std::vector<std::string> fresh{};  ///< files that only the new one has, and that are to be told of here
    std::set<std::string> read{};      ///< which files its scenario did read
};

/// Files of an ingredient that the old forecast had not.
std::vector<std::string> fresh_files(Ingredient ingredient, Provenance const& old, Provenance const& now)
{
    std::vector<std::string> all;
    for (auto const& input : now.inputs)
        if (ingredient_of(input, now) == ingredient
            && std::none_of(old.inputs.begin(), old.inputs.end(),
                            [&](auto const& there) { return there.path == input.path; }))
            all.push_back(input.path);
    return all;
}

/// Whether a stage has files to tell of that its scenario did not read.
bool waits(Stage const& stage)
{
    return std::any_of(stage.fresh.begin(), stage.fresh.end(),
                       [&](auto const& path) { return !stage.read.contains(path); });
}

bool same_inputs(Provenance const& one, Provenance const& other)
{
    auto const same_file = [](InputFile const& a, InputFile const& b) { return a.path == b.path && a.hash == b.hash; };
    auto const sorted = [](std::vector<InputFile> inputs) {
        std::sort(inputs.begin(), inputs.end(), [](auto const& a, auto const& b) { return a.path < b.path; });
        return inputs;
    };
    auto const a = sorted(one.inputs), b = sorted(other.inputs);
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), same_file) && one.command_line == other.command_line
           && one.seed == other.seed && one.weight == other.weight && one.replicates == other.replicates
           && one.inputs.front().path == other.inputs.front().path;
}

/// Exchanges the ingredients of an old forecast for those of a new one, one after the other.
class Bridge {
public:
    Bridge(RunReader const& old, RunReader const& now, std::vector<std::string> results, bool quiet)
        : old_{old}, now_{now}, results_{std::move(results)}, quiet_{quiet}
    {
        for (auto const* const run : {&old_, &now_})
            if (!run->provenance().study.empty())
                refuse(run->path() + " is a study", "a bridge is between two forecasts", "name the runs");
    }

    /// False if it was interrupted.
    bool live_all()
    {
        add("old", "The old forecast", {}, {}).file = old_.path();
        std::set<Ingredient> renewed;
        if (!live(add("code", "Code: its inputs lived today", program_differences(), renewed))) return false;
        std::string merged_name, merged_label;
        std::vector<std::string> because, fresh;
        for (auto const ingredient : ingredients) {
            renewed.insert(ingredient);
            auto const files = fresh_files(ingredient, old_.provenance(), now_.provenance());
            fresh.insert(fresh.end(), files.begin(), files.end());
            auto const more = differences_in(ingredient, old_.provenance(), now_.provenance());
            because.insert(because.end(), more.begin(), more.end());
            merged_name += (merged_name.empty() ? "" : " and ") + std::string{name_of(ingredient)};
            merged_label += (merged_label.empty() ? "" : " and ") + std::string{label_of(ingredient)};
            auto& stage = add(merged_name, merged_label, because, renewed);
            stage.fresh = fresh;
            try {
                if (!live(stage)) return false;
            } catch (InputError const& error) {
                // These go together only: a scenario may speak of what only its own books have.
                if (ingredient == ingredients.back()) throw;
                notes_.push_back(merged_name
                                 + " cannot be renewed without what follows: " + error.mistakes().front().problem);
                stages_.pop_back();
                continue;
            }
            merged_name.clear();
            merged_label.clear();
            because.clear();
            fresh.clear();
        }
        if (!gives_the_new_forecast(*stages_.back()))
            add("program", "The new forecast's program, which is not this one", program_of(now_), renewed).file =
                now_.path();
        return true;
    }

    std::vector<std::unique_ptr<Stage>> const& stages() const { return stages_; }
    std::vector<std::string> const& notes() const { return notes_; }
    std::vector<std::string> const& results() const { return results_; }

    /// The period of which a result is told: as named, or the last that both have.
    NamedResult result(std::string const& words) const
    {
        auto result = result_named(old_, words);
        result_named(now_, words);
        if (!result.period.empty()) return result;
        result.period = last_in_common(result);
        if (result.period.empty()) refuse("the two runs have no period of " + words + " in common");
        return result;
    }

    /// All headlines of which the two have a period in common; of the others it is said that they are left out.
    void take_headlines()
    {
        auto const there = result_names(now_);
        for (auto const& name : result_names(old_))
            if (std::find(there.begin(), there.end(), name) != there.end()) {
                if (!last_in_common(result_named(old_, name)).empty()) results_.push_back(name);
                else notes_.push_back(name + " is left out: the two have no whole period of it in common");
            }
        if (results_.empty())
            refuse(old_.path() + " and " + now_.path() + " have no headline with a period in common",
                   "a year counts where it is there whole", "name a result of both, as --result population.persons");
    }

    Numbers numbers(Stage const& stage, NamedResult const& result) const
    {
        RunReader const run{stage.file};
        auto const& table = run.table(result.line.table);
        auto const view = view_of(run, table, result.question());
        auto const* const cell = view.cell(table.measure(result.line.measure), 0);
        return {{cell, cell + view.replicates()},
                run.provenance().replicates,
                run.provenance().seed,
                run.provenance().weight};
    }

private:
    /// The last period of a result that both have; empty if there is none.
    std::string last_in_common(NamedResult const& result) const
    {
        std::string last;
        auto const mine = view_of(old_, old_.table(result.line.table), result.question()).dimensions[0];
        auto const theirs = view_of(now_, now_.table(result.line.table), result.question()).dimensions[0];
        for (auto const& code : mine.codes)
            if (theirs.find(code.key) != theirs.codes.size()) last = code.key;
        return last;
    }

    bool gives_the_new_forecast(Stage const& stage) const
    {
        Stage const told{"new", {}, {}, {}, {}, now_.path()};
        return std::all_of(results_.begin(), results_.end(), [&](auto const& words) {
            return numbers(stage, result(words)).values == numbers(told, result(words)).values;
        });
    }

    static std::vector<std::string> program_of(RunReader const& run)
    {
        return {run.provenance().version + ", " + run.provenance().compiler};
    }

    std::vector<std::string> program_differences() const
    {
        auto const was = old_.provenance().version;
        return was == FORESIGHT_VERSION ? std::vector<std::string>{}
                                        : std::vector<std::string>{"version " + was + " is " + FORESIGHT_VERSION};
    }

    Stage& add(std::string name, std::string label, std::vector<std::string> because,
               std::set<Ingredient> const& renewed)
    {
        stages_.push_back(std::make_unique<Stage>(Stage{std::move(name), std::move(label), std::move(because),
                                                        mixed(old_.provenance(), now_.provenance(), renewed)}));
        return *stages_.back();
    }

    /// The replicates of a provenance as a scenario says them.
    static Replicates ensemble_of(Provenance const& origin, Replicates const& as_read)
    {
        auto made = as_read;
        if (made.count() != origin.replicates.size())
            refuse("a forecast of " + std::to_string(origin.replicates.size()) + " replicates cannot be lived again",
                   "its inputs say another number");
        return made;
    }

    bool live(Stage& stage)
    {
        for (auto const& before : stages_)
            if (before.get() != &stage && before->inputs && same_inputs(before->origin, stage.origin)) {
                stage.file = before->file;  // nothing differs: it need not be lived again
                stage.read = before->read;
                return true;
            }
        stage.inputs = std::make_unique<StoredInputs>(stage.origin);
        auto scenario = stage.inputs->scenario();
        scenario.seed = stage.origin.seed;
        scenario.sample = stage.origin.weight;
        scenario.replicates = ensemble_of(stage.origin, noise_of(stage.origin));
        auto projection = prepare(std::move(scenario), quiet_, stage.inputs->library());
        keep_tables_of(projection, results_);
        stage.file = stage.inputs->folder() + "/" + std::to_string(stages_.size()) + ".h5";
        check_size(projection, stage.file);
        Interruptible const interruptible;
        auto const lived = provenance_of(projection, stage.origin.command_line);
        for (auto const& input : lived.inputs) stage.read.insert(stage.inputs->called_then(input.path));
        RunWriter writer{stage.file, lived, RunWriter::IfThere::refuse};
        Timing timing;
        if (!foresight::live(projection, writer, quiet_, timing)) return false;
        writer.finish();
        return true;
    }

    /// How the run from which a stage has its noise spreads its replicates.
    Replicates noise_of(Provenance const& stage) const
    {
        for (auto const* const run : {&old_, &now_})
            if (run->provenance().replicates == stage.replicates && run->provenance().seed == stage.seed)
                return StoredInputs{run->provenance()}.scenario().replicates;
        return {};
    }

    RunReader const& old_;
    RunReader const& now_;
    std::vector<std::string> results_;
    bool quiet_;
    std::vector<std::unique_ptr<Stage>> stages_{};
    std::vector<std::string> notes_{};
};

/// One line of a bridge: the old forecast, what each ingredient changes, the new forecast.
struct Line {
    std::string name;
    std::string label;
    Estimate of;
    std::vector<std::string> because;
    std::string told_with{};  ///< the line that tells what this one cannot: only its scenario reads the new files
};

/// The name of the stage that first reads what another waits for; empty if none does.
std::string first_to_read(Stage const& waiting, std::vector<std::unique_ptr<Stage>> const& stages)
{
    for (auto const& stage : stages)
        if (std::any_of(waiting.fresh.begin(), waiting.fresh.end(),
                        [&](auto const& path) { return stage->read.contains(path) && !waiting.read.contains(path); }))
            return stage->name;
    return {};
}

std::vector<Line> lines_of(Bridge const& bridge, NamedResult const& result)
{
    std::vector<Line> lines;
    std::optional<Numbers> before;
    for (auto const& stage : bridge.stages()) {
        auto numbers = bridge.numbers(*stage, result);
        if (!before) lines.push_back({stage->name, stage->label, numbers.estimate(), {}});
        else {
            bool const waiting = waits(*stage) && before->values == numbers.values;
            lines.push_back({stage->name, stage->label, change_between(*before, numbers), stage->because,
                             waiting ? first_to_read(*stage, bridge.stages()) : std::string{}});
        }
        before = std::move(numbers);
    }
    lines.push_back({"new", "The new forecast", before->estimate(), {}});
    return lines;
}

constexpr std::size_t reasons_told = 3;

std::string text_of(std::vector<Line> const& lines, NamedResult const& result, Measure const& measure)
{
    bool const several = lines.front().of.has_bands || lines.back().of.has_bands;
    auto const share = measure.kind == MeasureKind::ratio && measure.unit == "share";
    auto const unit = share                    ? "per cent; changes in points"
                      : result.line.times == 1 ? measure.unit
                                               : measure.unit + " million";
    std::vector<std::vector<std::string>> rows{{result.line.label + ", " + result.period, unit}};
    if (several) rows[0].insert(rows[0].end(), {"error", "95% interval of the mean"});
    for (auto const& line : lines) {
        auto const factor = share ? 100.0 : result.line.times;
        auto const decimals = share ? 2 : result.line.decimals + (factor == 1 ? 0 : 2);
        auto const scaled = [&](double number) { return shown(number * factor, decimals); };
        rows.push_back({line.label, line.told_with.empty() ? scaled(line.of.mean) : "with " + line.told_with});
        if (!several) continue;
        if (!line.of.has_bands || !line.told_with.empty()) rows.back().insert(rows.back().end(), {"-", "-"});
        else
            rows.back().insert(rows.back().end(), {scaled(line.of.error), scaled(line.of.ninety_five.low) + " to "
                                                                              + scaled(line.of.ninety_five.high)});
    }
    return aligned(rows, 1);
}

std::string why_text(std::vector<Line> const& lines)
{
    std::string text;
    for (auto const& line : lines) {
        if (line.because.empty()) continue;
        text += line.label + "\n";
        for (std::size_t i = 0; i != std::min(reasons_told, line.because.size()); ++i)
            text += "  " + line.because[i] + "\n";
        if (line.because.size() > reasons_told)
            text += "  and " + std::to_string(line.because.size() - reasons_told) + " more: see --format json\n";
    }
    return text;
}

void tell(Bridge const& bridge, RunReader const& now, Format format)
{
    Json json = Json::array();
    std::string text = format == Format::csv ? "result,period,line,value,error,low80,high80,low95,high95\n" : "";
    std::string why;
    for (auto const& words : bridge.results()) {
        auto const result = bridge.result(words);
        auto const& table = now.table(result.line.table);
        auto const& measure = table.measures[table.measure(result.line.measure)];
        auto const lines = lines_of(bridge, result);
        if (format == Format::text) text += (text.empty() ? "" : "\n") + text_of(lines, result, measure);
        why = why_text(lines);
        Json one{{"result", words}, {"period", result.period}, {"unit", measure.unit}, {"lines", Json::array()}};
        for (auto const& line : lines) {
            if (format == Format::csv) {
                text += csv_field(words) + "," + result.period + "," + csv_field(line.name) + ","
                        + csv_number(line.of.mean);
                for (auto const& field : uncertainty_fields(line.of)) text += "," + csv_number(field.second);
                text += "\n";
            }
            Json row{{"line", line.name}, {"label", line.label}, {"value", json_number(line.of.mean)}};
            for (auto const& [name, number] : uncertainty_fields(line.of)) row[name] = json_number(number);
            row["because"] = line.because;
            if (!line.told_with.empty()) row["told_with"] = line.told_with;
            one["lines"].push_back(std::move(row));
        }
        json.push_back(std::move(one));
    }
    if (format == Format::json) text = json.dump(2) + "\n";
    else if (format == Format::text) {
        if (!why.empty()) text += "\n" + why;
        for (auto const& note : bridge.notes()) text += "note: " + note + "\n";
    }
    if (format != Format::text)
        for (auto const& note : bridge.notes()) std::cerr << "note: " << note << "\n";
    std::cout << text;
}

int bridge(Arguments const& arguments)
{
    Threads const threads{arguments.value<std::uint32_t>("threads")};
    RunReader const old{arguments.words[0]};
    RunReader const now{arguments.words[1]};
    auto const format = format_of(arguments);
    auto const results = arguments.value<std::vector<std::string>>("result");
    Bridge all{old, now, results, arguments.has("quiet") || format != Format::text};
    if (results.empty()) all.take_headlines();
    for (auto const& words : results) all.result(words);
    if (!all.live_all()) {
        std::fprintf(stderr, "interrupted; nothing was written\n");
        return exit_code::interrupted;
    }
    tell(all, now, format);
    return exit_code::done;
}

}  // namespace

Command bridge_command()
{
    Command command;
    command.name = "bridge";
    command.summary = "say why a forecast changed: code, data, parameters, scenario, noise";
    command.words = "OLD NEW";
    command.least = command.most = 2;
    command.word = Command::Word::run;
    command.example = "foresight bridge runs/last_year.h5 runs/baseline.h5 --result social_care.gross_cost/2026-27";
    command.options = [](po::options_description_easy_init options) {
        options("result", po::value<std::vector<std::string>>(),
                "what to look at, as social_care.gross_cost/2029-30; all headlines if not said; may be repeated");
        options("threads", po::value<std::uint32_t>(), "how many threads; no number depends on it");
        options("quiet,q", "no talk");
        options("format", po::value<std::string>()->value_name("F"), "text, csv or json");
    };
    command.run = bridge;
    return command;
}

}  // namespace foresight
