#include "tools/foresight/studies.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iostream>

#include "engine/parallel/parallel.hpp"
#include "outputs/answers/study_answers.hpp"
#include "outputs/view/headlines.hpp"
#include "tools/foresight/machine.hpp"
#include "tools/foresight/settings.hpp"
#include "tools/foresight/shell.hpp"
#include "tools/foresight/shipped.hpp"

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

std::string what_it_is(RunReader const& run, Study const& study)
{
    auto const& origin = run.provenance();
    std::string const subject = study.kind == Study::Kind::sensitivity ? "one standard deviation of one value at a time"
                                : study.kind == Study::Kind::sweep     ? "difference to the scenario as it is"
                                : study.order.empty()                  ? "shares of the effect over all orders"
                                                                       : "shares of the effect in the order given";
    std::string text = origin.name + ": " + subject + ", " + std::to_string(run.replicates())
                       + (run.replicates() == 1 ? " replicate" : " replicates");
    if (origin.weight > 1) text += ", a sample of 1 in " + std::to_string(origin.weight);
    return text;
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
    if (!arguments.has("sample")) words.push_back(std::string{"--sample "} + sample_of_a_study);
    if (!arguments.has("replicates")) words.push_back("--replicates " + std::to_string(replicates_of_a_study));
    return words;
}

std::vector<std::string> results_asked(Arguments const& arguments)
{
    auto asked = arguments.value<std::vector<std::string>>("result");
    if (asked.empty()) asked = {"social_care.gross_cost", "fuel_poverty.lilee", "school_readiness.good_level"};
    return asked;
}

Scenario scenario_of_study(Arguments const& arguments, std::string const& word)
{
    auto const path = find_scenario(word);
    auto overrides = overrides_of(arguments);
    if (!arguments.has("sample"))
        overrides.set.insert(overrides.set.begin(), std::string{"population.sample="} + sample_of_a_study);
    if (!arguments.has("replicates")) overrides.set.push_back("replicates=" + std::to_string(replicates_of_a_study));
    return read_sound_scenario(path, overrides);
}

Parameter const& parameter_to_vary(Parameters const& parameters, std::string const& name)
{
    if (name.starts_with("population/"))
        refuse("a study cannot vary '" + name + "'",
               "it says who there is, and the variants of a study share their people",
               "run the scenario twice with --set " + name + "=..., and compare the two");
    return parameters.at(name);
}

int live_study(Arguments const& arguments, Scenario scenario, Study study, std::vector<Parameters> variants,
               std::string const& spoken)
{
    EXPECTS(study.variants.size() == variants.size());
    Threads const threads{arguments.value<std::uint32_t>("threads")};
    bool const quiet = arguments.has("quiet");
    auto const format = format_of(arguments);
    study.results = results_asked(arguments);
    auto const file = file_of_study(arguments, scenario, study);
    if (std::filesystem::exists(file) && !arguments.has("force") && !arguments.has("dry-run"))
        refuse(file + " is there already", "a study is never overwritten by accident",
               "give another name with -o, or --force");
    refuse_if_unwritable(file);
    auto projection = plan(std::move(scenario));
    keep_tables_of(projection, study.results);
    projection.study = std::move(study);
    projection.variants = std::move(variants);
    check_size(projection, file);
    settle_people(projection, quiet);
    if (!quiet || arguments.has("dry-run")) tell_budget(projection, spoken);
    if (arguments.has("dry-run")) {
        if (format == Format::json) print_budget(projection);
        return exit_code::done;
    }
    Timing timing;
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
        text += (text.empty() ? "" : "\n") + text_of(view, what_it_is(run, study));
        for (auto const& note : view.notes) text += note + "\n";
    }
    if (run.provenance().replicates.size() == 1)
        text += "\nOne replicate has no interval: more of them with --replicates.\n";
    return text;
}

}  // namespace foresight
