#include "tools/foresight/studies.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iostream>

#include "engine/io/hash.hpp"
#include "engine/parallel/parallel.hpp"
#include "outputs/answers/study_answers.hpp"
#include "outputs/view/headlines.hpp"
#include "tools/foresight/commands.hpp"
#include "tools/foresight/machine.hpp"
#include "tools/foresight/place_to_write.hpp"
#include "tools/foresight/settings.hpp"
#include "tools/foresight/shell.hpp"
#include "tools/foresight/shipped.hpp"
#include "tools/foresight/study_format.hpp"

namespace foresight {
namespace {

using Json = nlohmann::ordered_json;

constexpr auto sample_of_a_study = "1/10";
constexpr std::uint32_t replicates_of_a_study = 8;
constexpr std::size_t rows_of_a_tornado = 15;

/// Person-months that one thread of an ordinary machine lives in a second; for a rough estimate only.
constexpr double pace = 1.5e7;

std::string file_of_study(Arguments const& arguments, Scenario const& scenario, Study const& study)
{
    if (arguments.has("output")) return arguments.value<std::string>("output");
    return "runs/" + std::filesystem::path{scenario.file}.stem().string() + "-" + std::string{name_of(study.kind)}
           + ".h5";
}

void tell_budget(Projection const& projection, std::string const& spoken)
{
    auto const& scenario = projection.scenario;
    auto const lives = projection.variants.size() * scenario.replicates.count();
    auto const persons = projection.base.persons.rows();
    auto const seconds = static_cast<double>(lives) * persons * (scenario.end - scenario.start) / pace
                         / static_cast<double>(Threads::in_use());
    std::fprintf(stderr, "%s\n%s x %s of %s people (1 household in %u): %s lives, roughly %s s\n", spoken.c_str(),
                 shown(static_cast<double>(projection.variants.size()), 0).c_str(),
                 (std::to_string(scenario.replicates.count())
                  + (scenario.replicates.count() == 1 ? " replicate" : " replicates"))
                     .c_str(),
                 shown(persons, 0).c_str(), scenario.sample, shown(static_cast<double>(lives), 0).c_str(),
                 shown(seconds, 0).c_str());
}

/// The same for programs, on stdout.
void print_budget(Projection const& projection)
{
    auto const& scenario = projection.scenario;
    auto const replicates = scenario.replicates.count();
    Json const answer{{"dry_run", true},
                      {"kind", name_of(projection.study.kind)},
                      {"scenario", scenario.name},
                      {"variants", projection.variants.size()},
                      {"replicates", replicates},
                      {"lives", projection.variants.size() * replicates},
                      {"persons", projection.base.persons.rows()},
                      {"weight", scenario.sample}};
    std::cout << answer.dump(2) << "\n";
}

View answer_of(RunReader const& run, Study const& study, std::string const& words, Periods periods)
{
    auto const result = result_named(run, words);
    switch (study.kind) {
    case Study::Kind::sensitivity: return tornado_of(run, study, result);
    case Study::Kind::attribution: return attribution_of(run, study, result, periods);
    case Study::Kind::sweep: break;
    }
    return periods == Periods::last ? sweep_effects_of(run, study, result, periods)
                                    : sweep_of(run, study, result, periods);
}

View first_rows(View view, std::size_t most)
{
    auto& rows = view.dimensions[0].codes;
    if (view.dimensions[1].codes.size() != 1 || rows.size() <= most) return view;
    view.notes.push_back("and " + std::to_string(rows.size() - most) + " more that move it less: see --format csv");
    rows.resize(most);
    for (auto& values : view.values) values.resize(most * view.replicates());
    return view;
}

/// Whether a setting is said by its option, or by --set.
bool says(Arguments const& arguments, char const* option, std::string_view setting)
{
    auto const set = arguments.value<std::vector<std::string>>("set");
    return arguments.has(option)
           || std::any_of(set.begin(), set.end(), [&](auto const& words) { return words.starts_with(setting); });
}

ScenarioSource scenarios_on_the_disk()
{
    return {shipped_library(), find_scenario, [](std::string const& path) { return vocabulary_for(path); }};
}

/// Of each kind of study, which command makes it and how.
struct StudyMaker {
    Command (*command)();
    PlanStudy plan;
};

StudyMaker const& maker_of(Study::Kind kind)
{
    static constexpr StudyMaker makers[]{
        {sensitivity_command, plan_sensitivity}, {sweep_command, plan_sweep}, {attribute_command, plan_attribution}};
    return makers[static_cast<std::size_t>(kind)];
}

/// With the tables that its results are of, and nobody there yet.
Projection projection_of(StudyPlan planned, Library const& library)
{
    EXPECTS(planned.study.variants.size() == planned.variants.size());
    auto projection = plan(std::move(planned.scenario), library);
    // Whoever lives it again must find all tables that the scenario names.
    auto& inputs = projection.scenario.inputs;
    auto const named = projection.scenario.tables.empty() ? std::vector<TableDefinition>{} : projection.tables;
    keep_tables_of(projection, planned.study.results);
    for (auto const& table : named)
        if (std::none_of(projection.tables.begin(), projection.tables.end(),
                         [&](auto const& kept) { return kept.name == table.name; }))
            inputs.push_back({"tables/" + table.name + ".yaml", table.text, hash_of(table.text)});
    projection.study = std::move(planned.study);
    projection.variants = std::move(planned.variants);
    return projection;
}

}  // namespace

void add_study_options(po::options_description_easy_init options)
{
    options("result", po::value<std::vector<std::string>>(),
            "what to look at, as social_care.gross_cost/2029-30; may be repeated");
    options("output,o", po::value<std::string>(), "the file of the study; in runs/ if not said");
    options("force", "overwrite it");
    options("resume", "go on with an unfinished study of this name");
    add_setting_options(options);
    options("threads", po::value<std::uint32_t>(), "how many threads; no number depends on it");
    options("dry-run", "say what it would take, and live nothing");
    options("quiet,q", "no talk");
    options("format", po::value<std::string>()->value_name("F"), "text, csv or json");
}

std::vector<std::string> study_settings_said(Arguments const& arguments)
{
    auto words = settings_said(arguments);
    if (!says(arguments, "sample", "population.sample=")) words.push_back(std::string{"--sample "} + sample_of_a_study);
    if (!says(arguments, "replicates", "replicates="))
        words.push_back("--replicates " + std::to_string(replicates_of_a_study));
    return words;
}

std::vector<std::string> results_asked(Arguments const& arguments)
{
    auto asked = arguments.value<std::vector<std::string>>("result");
    if (asked.empty()) asked = {"social_care.gross_cost", "fuel_poverty.lilee", "school_readiness.good_level"};
    return asked;
}

Scenario scenario_of_study(Arguments const& arguments, ScenarioSource const& source, std::string const& word)
{
    auto const path = source.find(word);
    auto overrides = overrides_of(arguments);
    if (!says(arguments, "sample", "population.sample="))
        overrides.set.push_back(std::string{"population.sample="} + sample_of_a_study);
    if (!says(arguments, "replicates", "replicates=")) overrides.replicates = replicates_of_a_study;
    return read_sound_scenario(path, overrides, source.vocabulary(path), source.library);
}

Parameter const& parameter_to_vary(Parameters const& parameters, std::string const& name)
{
    if (name.starts_with("population/"))
        refuse("a study cannot vary '" + name + "'",
               "it says who there is, and the variants of a study share their people",
               "run the scenario twice with --set " + name + "=..., and compare the two");
    return parameters.at(name);
}

void keep_what_was_asked(Study& study, std::string const& command, Arguments const& arguments,
                         std::vector<char const*> const& options)
{
    study.asked = {command};
    for (auto const* const option : options) {
        if (!arguments.has(option)) continue;
        auto const& value = arguments.options[option].value();
        auto const keep = [&](std::string const& words) {
            study.asked.push_back(std::string{"--"} + option + " " + words);
        };
        if (auto const* const several = boost::any_cast<std::vector<std::string>>(&value))
            for (auto const& words : *several) keep(words);
        else if (auto const* const number = boost::any_cast<std::uint32_t>(&value)) keep(std::to_string(*number));
        else keep(boost::any_cast<std::string>(value));
    }
}

int live_study(Arguments const& arguments, PlanStudy plan_study)
{
    Threads const threads{arguments.value<std::uint32_t>("threads")};
    bool const quiet = arguments.has("quiet");
    auto const format = format_of(arguments);
    auto planned = plan_study(arguments, scenarios_on_the_disk());
    planned.study.results = results_asked(arguments);
    auto const spoken = planned.spoken;
    auto const file = file_of_study(arguments, planned.scenario, planned.study);
    if (std::filesystem::exists(file) && !arguments.has("force"))
        refuse(file + " is there already", "a study is never overwritten by accident",
               "give another name with -o, or --force");
    refuse_if_unwritable(file);
    refuse_if_read(file, files_behind(planned.scenario));
    auto projection = projection_of(std::move(planned), shipped_library());
    check_size(projection, file);
    settle_people(projection, quiet, arguments.has("dry-run") ? Cache::only_read : Cache::kept);
    if (!quiet || arguments.has("dry-run")) tell_budget(projection, spoken);
    if (arguments.has("dry-run")) {
        if (format == Format::json) print_budget(projection);
        return exit_code::done;
    }
    Timing timing;
    Interruptible const interruptible;
    RunWriter writer{file, provenance_of(projection, study_settings_said(arguments)),
                     arguments.has("resume")  ? RunWriter::IfThere::resume
                     : arguments.has("force") ? RunWriter::IfThere::replace
                                              : RunWriter::IfThere::refuse};
    if (!writer.note().empty() && !quiet) std::fprintf(stderr, "%s\n", writer.note().c_str());
    if (!live(projection, writer, quiet, timing)) {
        std::fprintf(stderr, "interrupted; what was finished is in %s\nresume with the same command and --resume\n",
                     writer.partial().c_str());
        return exit_code::interrupted;
    }
    writer.finish();
    std::cout << answers_of(RunReader{file}, format);
    if (!quiet) std::fprintf(stderr, "wrote %s\nnext  foresight show %s\n", file.c_str(), shell_quoted(file).c_str());
    return exit_code::done;
}

Projection study_again(RunReader const& run, StoredInputs const& inputs, bool quiet)
{
    auto const& then = run.provenance();
    auto const study = study_of(run);
    auto const& maker = maker_of(study.kind);
    auto const command = maker.command();
    if (study.asked.empty() || study.asked.front() != command.name)
        refuse(run.path() + " is a study that cannot be lived again",
               "its file does not keep what was asked, as those of an older program",
               "make it anew with foresight " + command.name);
    auto said = then.command_line;
    std::erase_if(said, [](auto const& words) { return words.starts_with("--replicates "); });
    said.insert(said.end(), study.asked.begin() + 1, study.asked.end());
    for (auto const& words : study.results) said.push_back("--result " + words);
    std::vector<std::string> line{then.inputs.front().path};
    for (auto& words : said) {
        if (auto const blank = words.find(' '); blank != std::string::npos) words[blank] = '=';
        line.push_back(std::move(words));
    }
    auto const path_of = [&inputs](std::string const& word) { return inputs.place(word); };
    auto const words_of = [&inputs](std::string const& path) { return inputs.vocabulary(path); };
    auto planned = maker.plan(parse(command, line), {inputs.library(), path_of, words_of});
    planned.study.results = study.results;
    planned.study.asked = study.asked;  // by the names of then, as places are
    for (auto& axis : planned.study.axes) axis.place = inputs.called_then(axis.place);
    auto projection = projection_of(std::move(planned), inputs.library());
    projection.scenario.replicates = inputs.ensemble(projection.scenario.replicates.design);
    settle_people(projection, quiet);
    return projection;
}

std::string answers_of(RunReader const& run, Format format)
{
    auto const study = study_of(run);
    if (format == Format::json) {
        Json all{{"kind", name_of(study.kind)}, {"scenario", run.provenance().name}, {"results", Json::array()}};
        for (auto const& words : study.results) {
            auto one = json_of(answer_of(run, study, words, Periods::all));
            one["result"] = words;
            all["results"].push_back(std::move(one));
        }
        return all.dump(2) + "\n";
    }
    if (format == Format::csv) {
        std::string text;
        for (auto const& words : study.results)
            text += (text.empty() ? "" : "\n") + csv_of(answer_of(run, study, words, Periods::all));
        return text;
    }
    std::string text;
    for (auto const& words : study.results) {
        auto const view = first_rows(answer_of(run, study, words, Periods::last), rows_of_a_tornado);
        text += (text.empty() ? "" : "\n") + study_text(run, study, view, words);
        for (auto const& note : view.notes) text += note + "\n";
    }
    if (run.provenance().replicates.size() == 1)
        text += "\nOne replicate has no interval: more of them with --replicates.\n";
    return text;
}

}  // namespace foresight
