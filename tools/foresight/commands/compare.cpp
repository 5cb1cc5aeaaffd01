#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <optional>

#include <nlohmann/json.hpp>

#include "outputs/answers/study.hpp"
#include "outputs/view/comparison.hpp"
#include "outputs/view/headlines.hpp"
#include "outputs/view/lineage.hpp"
#include "outputs/view/named_result.hpp"
#include "tools/foresight/commands.hpp"
#include "tools/foresight/comparison_format.hpp"
#include "tools/foresight/questions.hpp"
#include "tools/foresight/shell.hpp"

namespace foresight {
namespace {

using Json = nlohmann::ordered_json;

std::string name_of_run(RunReader const& run)
{
    return run.provenance().name.empty() ? run.path() : run.provenance().name;
}

/// "2023-07 to 2025-06"
std::string months_of(RunReader const& run)
{
    return to_string(run.provenance().start) + " to " + to_string(run.provenance().end - 1);
}

/// The headlines of the first run that cannot be compared. Throws an InputError where none can.
std::vector<std::string> headlines_left_out(RunReader const& base, RunReader const& other)
{
    std::vector<std::string> left_out;
    auto const lines = headlines_of(base);
    for (auto const& line : lines)
        if (!headline_in_common(base, other, line)) left_out.push_back(line.name);
    if (left_out.size() == lines.size())
        refuse(base.path() + " and " + other.path() + " have no headline with a period in common",
               base.path() + " has " + months_of(base) + ", " + other.path() + " has " + months_of(other)
                   + "; a year counts where it is there whole",
               "compare one of their tables, as --table population; foresight show RUN names them");
    return left_out;
}

/// A study is compared with a study of the same variants, or not at all: its first variant is not what its title says.
void refuse_other_variants(RunReader const& base, RunReader const& other)
{
    if (!is_study(base) && !is_study(other)) return;
    auto const& one = is_study(base) ? base : other;
    auto const study = study_of(one);
    if (is_study(base) && is_study(other)) {
        auto const there = study_of(other);
        auto const same = std::equal(study.variants.begin(), study.variants.end(), there.variants.begin(),
                                     there.variants.end(), [](auto const& a, auto const& b) { return a.key == b.key; });
        if (same && study.kind == there.kind) return;
    }
    refuse(one.path() + " is a study of " + std::to_string(study.variants.size()) + " variants",
           "a run is compared with a run, and a study with one of the same variants",
           "ask the study itself: foresight show " + one.path());
}

/// One line for every cell and measure.
std::string comparison_csv_rows(Comparison const& made, std::string const& first_fields)
{
    std::string text;
    for (std::size_t row = 0; row != made.rows(); ++row)
        for (std::size_t m = 0; m != made.base.measures.size(); ++m) {
            text += first_fields;
            auto const at = made.base.positions(row);
            for (std::size_t d = 0; d != at.size(); ++d)
                text += csv_field(made.base.dimensions[d].codes[at[d]].key) + ",";
            text += made.base.measures[m].name;
            for (auto const& field : comparison_fields(made, m, row)) text += "," + csv_number(field.second);
            text += "\n";
        }
    return text;
}

/// What is to be known of both runs' numbers, hidden cells above all.
void tell_notes(Comparison const& made)
{
    for (auto const& note : made.base.notes) std::cerr << "note: " << note << "\n";
}

/// A table of both runs, of the measures that are asked for.
Comparison table_compared(RunReader const& base, RunReader const& other, TableSchema const& table,
                          Question const& question, Arguments const& arguments)
{
    auto made = compare_views(base, other, table, with_kinds_apart(table, question));
    if (auto const measures = measures_asked(arguments); !measures.empty()) {
        keep_measures(made.base, measures);
        keep_measures(made.other, measures);
    }
    return made;
}

/// The question of `--table`, or each headline by its own cadence.
std::vector<std::pair<std::string, Comparison>> comparisons(RunReader const& base, RunReader const& other,
                                                            Arguments const& arguments)
{
    std::vector<std::pair<std::string, Comparison>> all;
    if (arguments.has("table")) {
        auto const& table = base.table(arguments.value<std::string>("table"));
        all.emplace_back(table.name, table_compared(base, other, table, question_of(arguments), arguments));
        return all;
    }
    for (auto const& line : headlines_of(base))
        if (all.empty() || all.back().first != line.table)
            if (auto made = headline_in_common(base, other, line)) all.emplace_back(line.table, *std::move(made));
    return all;
}

Json pair_json(RunReader const& base, RunReader const& other, Arguments const& arguments)
{
    Json all{{"base", base.path()},         {"other", other.path()},     {"cautions", cautions(base, other)},
             {"parameters", Json::array()}, {"left_out", Json::array()}, {"tables", Json::object()}};
    if (!arguments.has("table")) all["left_out"] = headlines_left_out(base, other);
    for (auto const& one : parameter_differences(base.provenance(), other.provenance())) {
        Json line{{"parameter", one.parameter}, {"what", one.what}, {"set_by", one.set_by}};
        if (!one.source.empty()) line["source"] = one.source;
        all["parameters"].push_back(std::move(line));
    }
    for (auto const& [name, made] : comparisons(base, other, arguments)) {
        all["replicates"] = made.replicates();
        all["paired"] = made.paired;
        all["tables"][name] = comparison_json(made);
        if (arguments.has("table")) all["notes"] = made.base.notes;
    }
    return all;
}

/// All rows of all pairs; a table's own dimensions as columns, or of several tables only the period.
std::string pairs_csv(RunReader const& base, std::vector<RunReader> const& others, Arguments const& arguments)
{
    std::string text;
    for (auto const& other : others)
        for (auto const& [name, made] : comparisons(base, other, arguments)) {
            if (arguments.has("table")) tell_notes(made);
            if (text.empty()) {
                text = "base_run,other_run,table,";
                if (!arguments.has("table")) text += "period,";
                else
                    for (auto const& dimension : made.base.dimensions) text += dimension.name + ",";
                text += "measure";
                for (auto const& field : comparison_fields(made, 0, 0)) text += "," + field.first;
                text += "\n";
            }
            text +=
                comparison_csv_rows(made, csv_field(base.path()) + "," + csv_field(other.path()) + "," + name + ",");
        }
    return text;
}

/// What the scenarios say that their results leave out.
std::string caveats_text(RunReader const& base, RunReader const& other)
{
    std::string text;
    for (RunReader const* const run : {&base, &other}) {
        auto const& caveat = run->provenance().caveat;
        if (!caveat.empty() && text.find(caveat) == std::string::npos)
            text += "\ncaveat of " + name_of_run(*run) + ": " + caveat + "\n";
    }
    return text;
}

std::string pair_text(RunReader const& base, RunReader const& other, Arguments const& arguments)
{
    auto const name_of = [&](RunReader const& run) {
        bool const alike = name_of_run(base) == name_of_run(other);
        return name_of_run(run) + (alike ? " (" + std::filesystem::path{run.path()}.stem().string() + ")" : "");
    };
    auto text = name_of(other) + ", compared with " + name_of(base) + "\n\n" + inputs_text(base, other) + "\n";
    if (!arguments.has("table")) return text + headline_text(base, other) + caveats_text(base, other);
    auto const& table = base.table(arguments.value<std::string>("table"));
    auto const answer = [&](Question const& question) {
        return table_compared(base, other, table, question, arguments).base;
    };
    std::string left_out;
    auto const question = for_a_screen(table, question_of(arguments), answer, left_out);
    auto const made = table_compared(base, other, table, question, arguments);
    tell_notes(made);
    if (!left_out.empty()) std::cerr << "note: " << left_out << "\n";
    return text + comparison_text(made) + caveats_text(base, other);
}

/// Of every table, or of the one that is asked for.
int compare_exactly(RunReader const& base, std::vector<RunReader> const& others, Arguments const& arguments)
{
    for (auto const* const option : {"by", "where", "measure", "fail-on"})
        if (arguments.has(option))
            refuse("--exact asks after every cell of a table, and heeds no --" + std::string{option}, {},
                   "leave out one of the two");
    auto const format = format_of(arguments);
    auto const only = arguments.has("table") ? base.table(arguments.value<std::string>("table")).name : std::string{};
    bool same = true;
    Json all = Json::array();
    if (format == Format::csv) std::cout << "base_run,other_run,table,difference\n";
    for (auto const& other : others) {
        auto differences = exact_differences(base, other);
        std::erase_if(differences, [&](auto const& one) { return !only.empty() && one.table != only; });
        same = same && differences.empty();
        if (format == Format::csv)
            for (auto const& one : differences)
                std::cout << csv_field(base.path()) << ',' << csv_field(other.path()) << ',' << one.table << ','
                          << csv_field(one.what) << '\n';
        if (format == Format::csv) continue;
        if (format == Format::json) {
            Json tables = Json::object();
            for (auto const& one : differences) tables[one.table] = one.what;
            all.push_back({{"base", base.path()},
                           {"other", other.path()},
                           {"same", differences.empty()},
                           {"differences", tables}});
            continue;
        }
        if (differences.empty())
            std::cout << base.path() << " and " << other.path() << ": every cell of "
                      << (only.empty() ? "every table" : "the table " + only) << " is the same\n";
        for (auto const& one : differences) std::cout << other.path() << ": " << one.table << ": " << one.what << "\n";
    }
    if (format == Format::json) std::cout << all.dump(2) << "\n";
    return same ? exit_code::done : exit_code::unmet;
}

/// Says of each limit whether it is kept, and returns whether all are.
bool keeps_limits(RunReader const& base, RunReader const& other, std::vector<Limit> const& limits)
{
    bool kept = true;
    for (auto const& limit : limits) {
        auto const& line = limit.result.line;
        auto const& table = base.table(line.table);
        auto const made = compare_views(base, other, table, limit.result.question());
        auto const measure = table.measure(line.measure);
        for (std::size_t row = 0; row != made.rows(); ++row) {
            auto const difference = made.difference(measure, row);
            if (std::isnan(difference.mean)) {
                kept = false;
                std::cerr << "not kept: " << limit.words << ": the difference to " << other.path() << " in "
                          << made.base.dimensions[0].codes[row].label << " is not known\n";
                continue;
            }
            double const unit = limit.relative ? made.base.estimate(measure, row).mean / 100 : 1 / line.times;
            double const amount = limit.relative ? limit.amount * 100 : limit.amount * line.times;
            auto const is_beyond = [&](double of) { return limit.above ? of > amount : of < amount; };
            if (!is_beyond(difference.mean / unit)) continue;
            kept = false;
            int const decimals = limit.relative ? 2 : line.decimals + 1;
            std::cerr << "not kept: " << limit.words << ": " << other.path() << " differs in "
                      << made.base.dimensions[0].codes[row].label << " by "
                      << signed_number(difference.mean / unit, decimals) << (limit.relative ? "%" : line.unit);
            if (difference.has_bands)
                std::cerr << " (95%: " << shown(difference.ninety_five, decimals, 1 / unit) << ")";
            std::cerr << "\n";
        }
    }
    return kept;
}

int compare(Arguments const& arguments)
{
    RunReader const base{arguments.words[0]};
    std::vector<RunReader> others;
    for (std::size_t i = 1; i != arguments.words.size(); ++i) others.emplace_back(arguments.words[i]);
    auto const format = format_of(arguments);
    std::vector<Limit> limits;
    for (auto const& words : arguments.value<std::vector<std::string>>("fail-on"))
        limits.push_back(limit_of(base, words));
    if (!arguments.has("table") && (arguments.has("by") || arguments.has("where") || arguments.has("measure")))
        throw InputError{{Mistake{
            "--by, --where and --measure need a table", {}, "add --table, such as --table population", {}, {}}}};
    for (auto const& other : others) refuse_other_variants(base, other);
    for (auto const& other : others)
        for (auto const& caution : cautions(base, other))
            std::cerr << "caution: " << other.path() << ": " << caution << "\n";
    for (auto const& other : others)
        if (builds_on(base, other))
            std::cerr << "caution: " << base.path() << " builds on what " << other.path()
                      << " asked, so that differences have the wrong sign: the baseline comes first, as in foresight "
                         "compare "
                      << shell_quoted(other.path()) << " " << shell_quoted(base.path()) << "\n";
    if (arguments.has("exact")) return compare_exactly(base, others, arguments);
    if (!arguments.has("table"))
        for (auto const& other : others)
            for (auto const& name : headlines_left_out(base, other))
                std::cerr << "note: " << name << " is left out: " << other.path() << " and " << base.path()
                          << " have no whole period of it in common\n";
    if (format == Format::csv) std::cout << pairs_csv(base, others, arguments);
    else if (format == Format::json) {
        Json all = Json::array();
        for (auto const& other : others) all.push_back(pair_json(base, other, arguments));
        std::cout << all.dump(2) << "\n";
    } else
        for (std::size_t i = 0; i != others.size(); ++i)
            std::cout << (i == 0 ? "" : "\n") << pair_text(base, others[i], arguments);
    bool kept = true;
    for (auto const& other : others) kept = keeps_limits(base, other, limits) && kept;
    return kept ? exit_code::done : exit_code::unmet;
}

void compare_options(po::options_description_easy_init options)
{
    add_question_options(options);
    options("exact", "whether the tables are the same to the last bit; exit code 3 if not")(
        "fail-on", po::value<std::vector<std::string>>()->value_name("LIMIT"),
        "a difference that is too much, as 'social_care.gross_cost>+2%'; exit code 3; may be repeated");
}

}  // namespace

Command compare_command()
{
    Command command;
    command.name = "compare";
    command.summary = "say what a change did, replicate by replicate";
    command.words = "BASELINE OTHER...";
    command.least = 2;
    command.most = 100;
    command.word = Command::Word::run;
    command.example = "foresight compare runs/baseline_2021.h5 runs/price_cap_2022.h5\nforesight compare "
                      "runs/baseline_2021.h5 runs/price_cap_2022.h5 --table fuel_poverty --by quarter,tenure";
    command.options = compare_options;
    command.run = compare;
    return command;
}

}  // namespace foresight
