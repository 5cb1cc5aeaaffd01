#include "outputs/answers/why.hpp"

#include <cmath>
#include <iostream>
#include <optional>

#include <nlohmann/json.hpp>

#include "outputs/answers/study.hpp"
#include "outputs/run_file/run_reader.hpp"
#include "outputs/view/headlines.hpp"
#include "outputs/view/view_format.hpp"
#include "tools/foresight/commands.hpp"
#include "tools/foresight/questions.hpp"

namespace foresight {
namespace {

using Json = nlohmann::ordered_json;

/// A share as per cent, a change of it as points: one more decimal than a level has.
std::string figure_of(double number, Measure const& measure, bool change)
{
    if (measure.unit != "share") return shown(number, measure);
    return std::isnan(number) ? "-" : shown(number * 100, 2) + (change ? " points" : "%");
}

std::string section_text(WhySection const& section, bool intervals)
{
    auto text = "\n" + section.title + "\n";
    std::vector<std::vector<std::string>> rows;
    for (auto const& line : section.lines) {
        rows.push_back({"  " + line.what, figure_of(line.of.mean, line.measure, line.change)});
        if (intervals)
            rows.back().push_back(line.of.has_bands
                                      ? figure_of(line.of.ninety_five.low, line.measure, line.change) + " to "
                                            + figure_of(line.of.ninety_five.high, line.measure, line.change)
                                      : "-");
    }
    if (!rows.empty()) text += aligned(rows, 1);
    for (auto const& note : section.notes) text += "  " + note + "\n";
    return text;
}

std::string influences_text(Why const& answer)
{
    std::string text = "\nWhich uncertain parameters matter\n";
    if (answer.influences.empty()) return text + "  " + answer.no_influences + "\n";
    std::vector<std::vector<std::string>> rows{{"  parameter", "share of its variance", "one standard deviation more"}};
    double told = 0;
    for (auto const& one : answer.influences) {
        told += one.share;
        rows.push_back({"  " + (one.address.empty() ? one.parameter : one.address), shown(100 * one.share, 0) + "%",
                        (one.slope > 0 ? "+" : "") + figure_of(one.slope, answer.measure, true)});
    }
    rows.push_back({"  luck, or not told apart", shown(100 * (1 - told), 0) + "%"});
    return text + aligned(rows, 1);
}

std::string why_text(Why const& answer, RunReader const& run)
{
    bool const several = run.replicates() > 1;
    auto text =
        run.provenance().name + "\n" + answer.cell + ", " + answer.period
        + (answer.before.empty() ? std::string{} : " after " + answer.before) + "\n" + answer.measure.label
        + (answer.measure.unit.empty() || answer.measure.unit == "share" ? std::string{} : ", " + answer.measure.unit)
        + "\n";
    for (auto const& section : answer.sections) text += section_text(section, several);
    text += influences_text(answer);
    return text
           + (several ? "\nBehind each number the interval that holds 95 futures of 100; behind a mean of a difference "
                        "the one\nthat holds what infinitely many replicates would give, at 95 per cent.\n"
                      : "\nOne replicate has no interval: more of them with --replicates, or in the scenario.\n");
}

std::string why_csv(Why const& answer)
{
    std::string text = "section,what,measure,mean,error,low80,high80,low95,high95\n";
    for (auto const& section : answer.sections)
        for (auto const& line : section.lines) {
            text += csv_field(section.title) + "," + csv_field(line.what) + "," + line.measure.name + ","
                    + csv_number(line.of.mean);
            for (auto const& field : uncertainty_fields(line.of)) text += "," + csv_number(field.second);
            text += "\n";
        }
    return text;
}

Json why_json(Why const& answer)
{
    Json all{{"cell", answer.cell},         {"period", answer.period},   {"before", answer.before},
             {"unit", answer.measure.unit}, {"sections", Json::array()}, {"influences", Json::array()}};
    for (auto const& section : answer.sections) {
        Json one{{"title", section.title}, {"lines", Json::array()}, {"notes", section.notes}};
        for (auto const& line : section.lines) {
            Json of{{"what", line.what}, {"measure", line.measure.name}, {"mean", json_number(line.of.mean)}};
            for (auto const& [name, number] : uncertainty_fields(line.of)) of[name] = json_number(number);
            one["lines"].push_back(std::move(of));
        }
        all["sections"].push_back(std::move(one));
    }
    for (auto const& one : answer.influences)
        all["influences"].push_back(
            {{"parameter", one.parameter}, {"address", one.address}, {"share", one.share}, {"slope", one.slope}});
    if (answer.influences.empty()) all["no_influences"] = answer.no_influences;
    return all;
}

void refuse_study(RunReader const& run)
{
    if (is_study(run))
        refuse(run.path() + " is a study of " + std::to_string(study_of(run).variants.size()) + " variants",
               "its tables tell no places or people apart", "ask a run; see foresight show of the study");
}

int tell_why(Arguments const& arguments)
{
    if (!arguments.has("table"))
        refuse("which number?", {}, "name its table, such as --table care_clients --where setting=residential");
    RunReader const run{arguments.words.front()};
    refuse_study(run);
    auto const format = format_of(arguments);
    std::optional<RunReader> other;
    if (arguments.has("against")) {
        other.emplace(arguments.value<std::string>("against"));
        refuse_study(*other);
    }
    auto const answer = why(run, {arguments.value<std::string>("table"), question_of(arguments).where,
                                  arguments.value<std::string>("period"), arguments.value<std::string>("measure"),
                                  other ? &*other : nullptr});
    if (format == Format::text) std::cout << why_text(answer, run);
    else if (format == Format::csv) std::cout << why_csv(answer);
    else std::cout << why_json(answer).dump(2) << "\n";
    return exit_code::done;
}

}  // namespace

Command why_command()
{
    Command command;
    command.name = "why";
    command.summary = "name what drives one number of a run: who came in and left, which parameters matter";
    command.words = "RUN";
    command.least = command.most = 1;
    command.word = Command::Word::run;
    command.example =
        "foresight why runs/baseline.h5 --table care_clients --where setting=residential --period 2027-28\n"
        "foresight why runs/price_cap_2022.h5 --table fuel_poverty --against runs/baseline_2021.h5";
    command.options = [](po::options_description_easy_init add) {
        add("table", po::value<std::string>()->value_name("T"), "its table");
        add("where", po::value<std::vector<std::string>>()->value_name("field=value"),
            "its place; may be given several times");
        add("measure", po::value<std::string>()->value_name("M"), "which of the table's measures");
        add("period", po::value<std::string>()->value_name("P"), "when; the last period if not said");
        add("against", po::value<std::string>()->value_name("RUN"), "how it differs from another run");
        add("format", po::value<std::string>()->value_name("F"), "text, csv or json");
    };
    command.run = tell_why;
    return command;
}

}  // namespace foresight
