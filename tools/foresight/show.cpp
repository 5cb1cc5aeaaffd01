#include <algorithm>
#include <cmath>
#include <iostream>

#include <nlohmann/json.hpp>

#include "outputs/headlines.hpp"
#include "outputs/view.hpp"
#include "tools/foresight/commands.hpp"
#include "tools/foresight/questions.hpp"
#include "tools/foresight/variance.hpp"

namespace foresight {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t columns_of_a_screen = 6;

std::string subject(RunReader const& run)
{
    auto const& origin = run.provenance();
    auto const count = run.replicates();
    std::string text = (origin.name.empty() ? run.path() : origin.name) + "\n";
    text += to_string(origin.start) + " to " + to_string(origin.end - 1) + ", " + std::to_string(count)
            + (count == 1 ? " replicate" : " replicates") + ", seed " + std::to_string(origin.seed);
    if (origin.weight > 1) text += ", a sample of 1 in " + std::to_string(origin.weight);
    text += "\n";
    if (!origin.question.empty()) text += origin.question + (origin.question.back() == '\n' ? "" : "\n");
    return text;
}

/// The numbers of a headline, period by period.
View headline_view(RunReader const& run, Headline const& line)
{
    return view_of(run, run.table(line.table), {{std::string{name_of(line.by)}}, {}});
}

std::string summary_text(RunReader const& run)
{
    std::string text = subject(run);
    std::vector<std::vector<std::string>> rows;
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
            if (several)
                rows.back().insert(rows.back().end(), {"error of the last", "80% of the last", "95% of the last"});
        }
        rows.push_back({"  " + line.label});
        for (auto const row : chosen)
            rows.back().push_back(shown(view.estimate(measure, row).mean * line.times, line.decimals) + line.unit);
        rows.back().resize(1 + columns);
        if (!several) continue;
        auto const last = view.estimate(measure, chosen.back());
        rows.back().insert(rows.back().end(), {shown(last.error * line.times, line.decimals + 2) + line.unit,
                                               shown(last.eighty, line.decimals, line.times) + line.unit,
                                               shown(last.ninety_five, line.decimals, line.times) + line.unit});
    }
    if (rows.empty()) text += "\nIt has none of the tables of the summary. Its tables:\n";
    else text += "\n" + aligned(rows, 1);
    text += several ? "\n80% and 95% of futures fall within; the error is that of the mean, from "
                          + std::to_string(run.replicates()) + " replicates.\n"
                    : "\nOne replicate has no interval: more of them with --replicates, or in the scenario.\n";
    text += "\nTables: ";
    std::string names;
    for (auto const& table : run.tables()) names += (names.empty() ? "" : ", ") + table.name;
    text += names + "\nnext    foresight show " + run.path() + " --table "
            + (run.tables().empty() ? "T" : run.tables().front().name) + "\n";
    return text;
}

Json number_of(double number) { return std::isnan(number) ? Json{} : Json(number); }

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
                     {"mean", number_of(of.mean)}};
            for (auto const& [suffix, number] : uncertainty_fields(of)) one[suffix] = number_of(number);
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

std::string table_text(RunReader const& run, View const& view)
{
    auto const several = view.replication.independent() > 1;
    auto const split = view.replication.independent() < view.replicates();
    std::vector<std::vector<std::string>> rows{{}};
    for (auto const& dimension : view.dimensions) rows[0].push_back(dimension.name);
    for (auto const& measure : view.measures) {
        rows[0].push_back(measure.name);
        if (several) rows[0].insert(rows[0].end(), {"error", "80%", "95%"});
        if (split) rows[0].push_back("luck's part");
    }
    for (std::size_t row = 0; row != view.rows(); ++row) {
        rows.push_back(row_labels(view, row));
        for (std::size_t m = 0; m != view.measures.size(); ++m) {
            auto const& measure = view.measures[m];
            auto const of = view.estimate(m, row);
            rows.back().push_back(shown(of.mean, measure));
            if (several)
                rows.back().insert(rows.back().end(), {shown(of.error, measure), shown(of.eighty, measure),
                                                       shown(of.ninety_five, measure)});
            if (!split) continue;
            auto const part = share_of_luck(view.replication.split(view.cell(m, row)));
            rows.back().push_back(std::isnan(part) ? "-" : shown(100 * part, 0) + "%");
        }
    }
    return view.label + "\n" + run.provenance().name + "\n\n" + aligned(rows, view.dimensions.size());
}

/// Name and number of every field of a measure: its mean, what is known of its uncertainty, and luck's part of its variance.
std::vector<std::pair<std::string, double>> fields_of(View const& view, std::size_t measure, std::size_t row)
{
    auto const of = view.estimate(measure, row);
    auto const& name = view.measures[measure].name;
    std::vector<std::pair<std::string, double>> fields{{name, of.mean}};
    if (view.replication.independent() > 1)
        for (auto const& [suffix, number] : uncertainty_fields(of)) fields.emplace_back(name + "_" + suffix, number);
    if (view.replication.independent() < view.replicates())
        fields.emplace_back(name + "_luck_share", share_of_luck(view.replication.split(view.cell(measure, row))));
    return fields;
}

std::string table_csv(View const& view)
{
    std::string text;
    auto const add = [&](std::string const& field) {
        text += (text.empty() || text.back() == '\n' ? "" : ",") + csv_field(field);
    };
    auto const has_official = [](TableDimension const& dimension) {
        return !dimension.codes.empty() && !dimension.codes[0].official.empty();
    };
    for (auto const& dimension : view.dimensions) {
        add(dimension.name);
        if (has_official(dimension)) add(dimension.name + "_code");
    }
    for (std::size_t m = 0; m != view.measures.size() && view.rows() > 0; ++m)
        for (auto const& field : fields_of(view, m, 0)) add(field.first);
    text += "\n";
    for (std::size_t row = 0; row != view.rows(); ++row) {
        auto const at = view.positions(row);
        for (std::size_t d = 0; d != at.size(); ++d) {
            auto const& code = view.dimensions[d].codes[at[d]];
            add(code.key);
            if (has_official(view.dimensions[d])) add(code.official);
        }
        for (std::size_t m = 0; m != view.measures.size(); ++m)
            for (auto const& field : fields_of(view, m, row))
                // Not by `add`: a hidden number at the beginning of a line is an empty field.
                text += (text.back() == '\n' ? "" : ",") + csv_number(field.second);
        text += "\n";
    }
    return text;
}

Json table_json(View const& view)
{
    Json all{{"table", view.table},        {"label", view.label},   {"replicates", view.replicates()},
             {"measures", Json::object()}, {"rows", Json::array()}, {"notes", view.notes}};
    for (auto const& measure : view.measures)
        all["measures"][measure.name] = {
            {"label", measure.label}, {"unit", measure.unit}, {"kind", std::string{name_of(measure.kind)}}};
    for (std::size_t row = 0; row != view.rows(); ++row) {
        Json line;
        auto const at = view.positions(row);
        for (std::size_t d = 0; d != at.size(); ++d) {
            auto const& code = view.dimensions[d].codes[at[d]];
            line[view.dimensions[d].name] = code.key;
            if (!code.official.empty()) line[view.dimensions[d].name + "_code"] = code.official;
        }
        for (std::size_t m = 0; m != view.measures.size(); ++m)
            for (auto const& [name, number] : fields_of(view, m, row)) line[name] = number_of(number);
        all["rows"].push_back(std::move(line));
    }
    return all;
}

int show(Arguments const& arguments)
{
    RunReader const run{arguments.words[0]};
    auto const format = format_of(arguments);
    auto const question = question_of(arguments);
    if (!arguments.has("table")) {
        if (!question.by.empty() || !question.where.empty() || arguments.has("variance"))
            throw InputError{
                {Mistake{"--by, --where and --variance need a table",
                         {},
                         "add --table, such as --table " + (run.tables().empty() ? "T" : run.tables().front().name),
                         {},
                         {}}}};
        if (format == Format::text) std::cout << summary_text(run);
        else if (format == Format::csv) std::cout << summary_csv(run);
        else std::cout << summary_json(run).dump(2) << "\n";
        return exit_code::done;
    }
    auto const view = view_of(run, run.table(arguments.value<std::string>("table")), question);
    if (arguments.has("variance")) std::cout << variance_of(view, run.provenance(), format);
    else if (format == Format::text) std::cout << table_text(run, view);
    else if (format == Format::csv) std::cout << table_csv(view);
    else std::cout << table_json(view).dump(2) << "\n";
    if (format != Format::json)
        for (auto const& note : view.notes) std::cerr << "note: " << note << "\n";
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
        options("variance", "where the variance of each cell comes from: luck, and groups of uncertain parameters");
    };
    command.run = show;
    return command;
}

}  // namespace foresight
