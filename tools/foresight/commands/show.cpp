#include <algorithm>
#include <cmath>
#include <iostream>
#include <map>
#include <sstream>

#include <nlohmann/json.hpp>

#include "engine/io/text_file.hpp"
#include "outputs/view/headlines.hpp"
#include "outputs/view/view.hpp"
#include "outputs/view/view_format.hpp"
#include "tools/foresight/commands.hpp"
#include "tools/foresight/questions.hpp"
#include "tools/foresight/shell.hpp"
#include "tools/foresight/studies.hpp"
#include "tools/foresight/variance_format.hpp"

namespace foresight {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t columns_of_a_screen = 6;
constexpr std::size_t widest_line = 120;

std::string subject(RunReader const& run)
{
    auto const& origin = run.provenance();
    auto const count = run.replicates();
    std::string text = (origin.name.empty() ? run.path() : origin.name) + "\n";
    text += to_string(origin.start) + " to " + to_string(origin.end - 1) + ", " + std::to_string(count)
            + (count == 1 ? " replicate" : " replicates") + ", seed " + std::to_string(origin.seed);
    if (origin.weight > 1) text += ", a sample of 1 in " + std::to_string(origin.weight);
    text += "\n";
    std::string changed;
    for (auto const& word : origin.command_line)
        if (word.starts_with("--set")) changed += " " + word;
    if (!changed.empty()) text += "changed on the command line:" + changed + "\n";
    if (!origin.question.empty()) text += origin.question + (origin.question.back() == '\n' ? "" : "\n");
    return text;
}

/// The numbers of a headline, period by period.
View headline_view(RunReader const& run, Headline const& line)
{
    return view_of(run, run.table(line.table), {{std::string{name_of(line.by)}}, {}});
}

/// By how much chance moves the numbers of a sample: twice the standard deviation of the care clients that are in it.
std::string noise_of_a_sample(RunReader const& run)
{
    std::string text = "A sample: figures of districts and small figures are noise.";
    for (auto const& line : headlines_of(run)) {
        if (line.name != "social_care.clients") continue;
        auto const view = headline_view(run, line);
        if (view.rows() == 0) break;
        auto const clients = view.estimate(run.table(line.table).measure(line.measure), view.rows() - 1).mean;
        auto const in_the_sample = clients / run.provenance().weight;
        if (in_the_sample < 1) break;
        text += "\nTotals of care are within about " + shown(200 / std::sqrt(in_the_sample), 0)
                + " per cent of those of all households.";
    }
    return text + "\n";
}

/// Words one after the other, in lines that fit a screen; all but the first begin under the first word.
std::string folded(std::string const& head, std::vector<std::string> const& words)
{
    std::string text, line = head;
    for (std::size_t i = 0; i != words.size(); ++i) {
        auto const word = words[i] + (i + 1 == words.size() ? "" : ",");
        bool first = line.size() == head.size();
        if (!first && line.size() + 1 + word.size() > widest_line) {
            text += line + "\n";
            line = std::string(head.size(), ' ');
            first = true;
        }
        line += (first ? "" : " ") + word;
    }
    return text + line + "\n";
}

/// What is known of a number besides its mean: "2033: 80% 0.9 to 1.1, 95% 0.8 to 1.2, error of the mean 0.02".
std::string interval_text(std::string const& period, Estimate const& of, Headline const& line)
{
    return "    " + period + ": 80% " + shown(of.eighty, line.decimals, line.times) + line.unit + ", 95% "
           + shown(of.ninety_five, line.decimals, line.times) + line.unit + ", error of the mean "
           + shown(of.error * line.times, line.decimals + 2) + line.unit;
}

std::string summary_text(RunReader const& run)
{
    std::string text = subject(run);
    std::vector<std::vector<std::string>> rows;
    std::map<std::size_t, std::string> below;  // a row of the table: its interval
    std::string section;
    std::vector<std::string> periods;
    auto const several = run.replicates() > 1;
    auto const lines = headlines_of(run);
    std::size_t columns = 0;
    for (auto const& line : lines)
        columns = std::max(columns, std::min(headline_view(run, line).rows(), columns_of_a_screen));
    for (auto const& line : lines) {
        auto const view = headline_view(run, line);
        auto const measure = run.table(line.table).measure(line.measure);
        auto const chosen = picked(view.rows(), columns_of_a_screen);
        if (chosen.empty()) continue;
        std::vector<std::string> labels;
        for (auto const row : chosen) labels.push_back(view.dimensions[0].codes[row].label);
        // A table that has other periods than the one above, a whole year less perhaps, gets a head of its own.
        if (section != line.section || periods != labels) {
            if (!rows.empty()) rows.push_back({});
            section = line.section;
            periods = labels;
            rows.push_back({section});
            rows.back().insert(rows.back().end(), labels.begin(), labels.end());
            rows.back().resize(1 + columns);
        }
        rows.push_back({"  " + line.label});
        for (auto const row : chosen)
            rows.back().push_back(shown(view.estimate(measure, row).mean * line.times, line.decimals) + line.unit);
        rows.back().resize(1 + columns);
        if (several) below[rows.size() - 1] = interval_text(labels.back(), view.estimate(measure, chosen.back()), line);
    }
    if (run.provenance().weight > 1) text += noise_of_a_sample(run);
    if (rows.empty()) text += "\nIt has none of the tables of the summary. Its tables:\n";
    else {
        std::istringstream table{aligned(rows, 1)};
        std::string one;
        text += "\n";
        for (std::size_t row = 0; std::getline(table, one); ++row) {
            text += one + "\n";
            if (auto const found = below.find(row); found != below.end()) text += found->second + "\n";
        }
    }
    text += several ? "\n80% and 95% of futures fall within; the error is that of the mean, from "
                          + std::to_string(run.replicates()) + " replicates.\nThe intervals of every year: --table T.\n"
                    : "\nOne replicate has no interval: more of them with --replicates, or in the scenario.\n";
    if (auto const& caveat = run.provenance().caveat; !caveat.empty()) text += "\ncaveat  " + caveat + "\n";
    std::vector<std::string> names;
    for (auto const& table : run.tables()) names.push_back(table.name);
    text += "\n" + folded("tables  ", names) + "next    "
            + shell_command("show", {run.path(), "--table", run.tables().empty() ? "T" : run.tables().front().name})
            + "\n";
    return text;
}

/// "GBP: gross, net; GBP per week: unit_cost", of what does not say by its name or its sign what it is in.
std::string units_text(View const& view)
{
    std::vector<std::pair<std::string, std::string>> of;
    for (auto const& measure : view.measures) {
        if (measure.unit.empty() || measure.unit == "share" || measure.unit == measure.name) continue;
        auto const found =
            std::find_if(of.begin(), of.end(), [&](auto const& one) { return one.first == measure.unit; });
        if (found == of.end()) of.emplace_back(measure.unit, measure.name);
        else found->second += ", " + measure.name;
    }
    std::string text;
    for (auto const& [unit, names] : of) text += (text.empty() ? "\n" : "; ") + unit + ": " + names;
    return text.empty() ? text : text + "\n";
}

/// A table as columns beside each other, or where these are wider than a screen one measure after the other.
std::string table_text(View const& view, std::string const& name)
{
    auto const text = text_of(view, name);
    bool wide = false;
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line);)
        wide = wide || static_cast<std::size_t>(characters(line)) > widest_line;
    if (!wide || view.measures.size() < 2) return text + units_text(view);
    auto all = view.label + "\n" + name + "\n";
    for (auto const& measure : view.measures) {
        auto one = view;
        keep_measures(one, {measure.name});
        auto const unit = measure.unit.empty() || measure.unit == "share" ? std::string{} : ", " + measure.unit;
        auto const columns = text_of(one, name);
        all += "\n" + measure.label + unit + "\n" + columns.substr(columns.find("\n\n") + 2);
    }
    return all;
}

Json summary_json(RunReader const& run)
{
    auto const& origin = run.provenance();
    Json all{{"run", run.path()},
             {"scenario", origin.name},
             {"start", to_string(origin.start)},
             {"end", to_string(origin.end - 1)},
             {"replicates", run.replicates()},
             {"seed", origin.seed},
             {"weight", origin.weight},
             {"tables", Json::array()},
             {"headlines", Json::array()}};
    for (auto const& table : run.tables()) all["tables"].push_back(table.name);
    for (auto const& line : headlines_of(run)) {
        auto const view = headline_view(run, line);
        auto const measure = run.table(line.table).measure(line.measure);
        for (std::size_t row = 0; row != view.rows(); ++row) {
            auto const of = view.estimate(measure, row);
            Json one{{"table", line.table},
                     {"measure", line.measure},
                     {"label", line.label},
                     {std::string{name_of(line.by)}, view.dimensions[0].codes[row].key},
                     {"mean", json_number(of.mean)}};
            for (auto const& [suffix, number] : uncertainty_fields(of)) one[suffix] = json_number(number);
            all["headlines"].push_back(std::move(one));
        }
    }
    return all;
}

std::string summary_csv(RunReader const& run)
{
    std::string text = "table,measure,period,mean,error,low80,high80,low95,high95\n";
    for (auto const& line : headlines_of(run)) {
        auto const view = headline_view(run, line);
        auto const measure = run.table(line.table).measure(line.measure);
        for (std::size_t row = 0; row != view.rows(); ++row) {
            auto const of = view.estimate(measure, row);
            text += line.table + "," + line.measure + "," + csv_field(view.dimensions[0].codes[row].key) + ","
                    + csv_number(of.mean);
            for (auto const& field : uncertainty_fields(of)) text += "," + csv_number(field.second);
            text += "\n";
        }
    }
    return text;
}

int show(Arguments const& arguments)
{
    RunReader const run{arguments.words[0]};
    auto const format = format_of(arguments);
    auto const question = question_of(arguments);
    if (arguments.has("log")) {
        if (run.file().has("/log/lines"))
            for (auto const& line : run.file().read_strings("/log/lines")) std::cout << line << "\n";
        return exit_code::done;
    }
    if (!arguments.has("table")) {
        if (!question.by.empty() || !question.where.empty() || arguments.has("measure") || arguments.has("variance"))
            throw InputError{
                {Mistake{"--by, --where, --measure and --variance need a table",
                         {},
                         "add --table, such as --table " + (run.tables().empty() ? "T" : run.tables().front().name),
                         {},
                         {}}}};
        if (is_study(run)) std::cout << answers_of(run, format);
        else if (format == Format::text) std::cout << summary_text(run);
        else if (format == Format::csv) std::cout << summary_csv(run);
        else std::cout << summary_json(run).dump(2) << "\n";
        return exit_code::done;
    }
    auto const& table = run.table(arguments.value<std::string>("table"));
    refuse_if_without_period(table, run);
    auto const answer = [&](Question const& asked) {
        auto made = view_of(run, table, with_kinds_apart(table, asked));
        if (auto const measures = measures_asked(arguments); !measures.empty()) keep_measures(made, measures);
        return made;
    };
    std::string left_out;
    bool const on_a_screen = format == Format::text && !arguments.has("variance");
    auto view = answer(on_a_screen ? for_a_screen(table, question, answer, left_out) : question);
    if (arguments.has("variance")) std::cout << variance_of(view, run.provenance(), format);
    else if (format == Format::text) std::cout << table_text(view, run.provenance().name);
    else if (format == Format::csv) std::cout << csv_of(view);
    else std::cout << json_of(view).dump(2) << "\n";
    // What numbers leave out stands on the page with them; a table for programs has no room for it, and how to ask for more
    // is talk.
    for (auto const& note : view.notes) {
        if (format == Format::text) std::cout << "\nnote: " << note << "\n";
        if (format == Format::csv) std::cerr << "note: " << note << "\n";
    }
    if (!left_out.empty()) std::cerr << "note: " << left_out << "\n";
    return exit_code::done;
}

}  // namespace

Command show_command()
{
    Command command;
    command.name = "show";
    command.summary = "say what came out of a run";
    command.words = "RUN";
    command.least = command.most = 1;
    command.word = Command::Word::run;
    command.example = "foresight show runs/baseline.h5\nforesight show runs/baseline.h5 --table care_cost --by "
                      "financial_year,setting --where district=Basildon --format csv";
    command.options = [](po::options_description_easy_init options) {
        add_question_options(options);
        options("log", "what is told of the run beside its numbers: who was lived, where a draw was cut at its range");
        options("variance", "where the variance of each cell comes from: luck, and groups of uncertain parameters");
    };
    command.run = show;
    return command;
}

}  // namespace foresight
