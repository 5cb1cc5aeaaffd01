#include "outputs/view/tidy_tables.hpp"

#include <cmath>
#include <filesystem>

#include <nlohmann/json.hpp>

#include "engine/io/whole_file.hpp"
#include "outputs/view/view_format.hpp"

namespace foresight {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

bool has_official_codes(TableDimension const& dimension)
{
    return !dimension.codes.empty() && !dimension.codes[0].official.empty();
}

/// Every dimension of a table, time first.
Question everything(TableSchema const& table)
{
    Question question{{std::string{name_of(table.every)}}};
    for (auto const& dimension : table.dimensions) question.by.push_back(dimension.name);
    return question;
}

/// Why a number, or its interval, is missing.
char const* status_of(TableSchema const& table, Estimate const& of)
{
    if (std::isnan(of.mean)) return table.disclosure.any() ? "[c]" : "[z]";
    return of.has_bands ? "" : "[x]";
}

std::string tidy_csv(RunReader const& run, TableSchema const& table)
{
    auto const view = view_of(run, table, everything(table));
    std::string text = "period";
    for (auto const& dimension : table.dimensions) {
        text += "," + dimension.name + "," + dimension.name + "_label";
        if (has_official_codes(dimension)) text += "," + dimension.name + "_code";
    }
    text += ",measure,mean,error,low80,high80,low95,high95,replicates,unit,status\n";
    auto const replicates = "," + std::to_string(run.replicates()) + ",";
    std::vector<std::string> units;
    for (auto const& measure : view.measures) units.push_back(csv_field(measure.unit));
    for (std::size_t row = 0; row != view.rows(); ++row) {
        auto const at = view.positions(row);
        std::string head = csv_field(view.dimensions[0].codes[at[0]].key);
        for (std::size_t d = 1; d != at.size(); ++d) {
            auto const& code = view.dimensions[d].codes[at[d]];
            head += "," + csv_field(code.key) + "," + csv_field(code.label);
            if (has_official_codes(view.dimensions[d])) head += "," + csv_field(code.official);
        }
        for (std::size_t m = 0; m != view.measures.size(); ++m) {
            auto const of = view.estimate(m, row);
            text += head + "," + view.measures[m].name + "," + csv_number(of.mean);
            for (auto const& field : uncertainty_fields(of)) text += "," + csv_number(field.second);
            text += replicates + units[m] + "," + status_of(table, of) + "\n";
        }
    }
    return text;
}

Json column(std::string const& name, std::string const& title, char const* type, std::string const& description)
{
    return {{"name", name}, {"titles", name}, {"datatype", type}, {"dc:title", title}, {"dc:description", description}};
}

Json columns_of(TableSchema const& table)
{
    Json all = Json::array();
    all.push_back(column("period", std::string{label_of(table.every)}, "string",
                         "The period, by its " + std::string{name_of(table.every)}));
    for (auto const& dimension : table.dimensions) {
        all.push_back(column(dimension.name, dimension.label, "string", "The key by which it is asked for"));
        all.push_back(column(dimension.name + "_label", dimension.label, "string", "How it is shown"));
        if (has_official_codes(dimension))
            all.push_back(column(dimension.name + "_code", dimension.label, "string",
                                 "The official code, as published by the ONS"));
    }
    std::string measures;
    for (auto const& measure : table.measures)
        measures += (measures.empty() ? "" : "; ") + measure.name + ": " + measure.label + " (" + measure.unit + ", "
                    + std::string{name_of(measure.kind)} + ")";
    all.push_back(column("measure", "Measure", "string", measures));
    all.push_back(column("mean", "Mean", "number", "The mean of all replicates, in the unit of the row"));
    all.push_back(
        column("error", "Monte Carlo error", "number", "The standard error of the mean; empty for one replicate"));
    all.push_back(
        column("low80", "80 per cent, low", "number", "80 per cent of futures fall between low80 and high80"));
    all.push_back(
        column("high80", "80 per cent, high", "number", "80 per cent of futures fall between low80 and high80"));
    all.push_back(
        column("low95", "95 per cent, low", "number", "95 per cent of futures fall between low95 and high95"));
    all.push_back(
        column("high95", "95 per cent, high", "number", "95 per cent of futures fall between low95 and high95"));
    all.push_back(column("replicates", "Replicates", "integer", "How many replicates the numbers are of"));
    all.push_back(
        column("unit", "Unit", "string", "The unit of the mean, its error and its bands; of a share, a part of one"));
    all.push_back(
        column("status", "Status", "string",
               "[c]: suppressed by disclosure control; [x]: one replicate has no interval; [z]: not applicable"));
    return all;
}

std::string metadata_of(RunReader const& run)
{
    auto const& origin = run.provenance();
    auto const digest = run.digest();
    Json tables = Json::array();
    for (auto const& table : run.tables()) {
        Json key = Json::array({"period"});
        for (auto const& dimension : table.dimensions) key.push_back(dimension.name);
        key.push_back("measure");
        tables.push_back({{"url", table.name + ".csv"},
                          {"dc:title", table.label},
                          {"dc:description", table.note},
                          {"dc:source", origin.name},
                          {"dc:identifier", digest},
                          {"tableSchema", {{"columns", columns_of(table)}, {"primaryKey", key}}}});
    }
    Json all{{"@context", "http://www.w3.org/ns/csvw"},
             {"dc:title", origin.name},
             {"dc:description", origin.question},
             {"dc:source", origin.scenario_file},
             {"dc:identifier", digest},
             {"dc:creator", "Foresight " + origin.version},
             {"dc:temporal", to_string(origin.start) + " to " + to_string(origin.end - 1)},
             {"schema:seed", origin.seed},
             {"schema:replicates", run.replicates()},
             {"schema:oneHouseholdIn", origin.weight},
             {"tables", tables}};
    return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

bool holds_tidy_tables(std::string const& folder)
{
    if (!fs::is_directory(folder)) return false;
    bool const ours = fs::exists(fs::path{folder} / tidy_metadata);
    for (auto const& entry : fs::directory_iterator{folder})
        if (!ours || !entry.is_regular_file()
            || (entry.path().extension() != ".csv" && entry.path().filename() != tidy_metadata))
            return false;
    return true;
}

void write_tidy_tables(RunReader const& run, std::string const& folder)
{
    WholeFolder made{folder};
    auto const file = [&](std::string const& name) { return made.partial() + "/" + name; };
    for (auto const& table : run.tables()) write_whole(file(table.name + ".csv"), tidy_csv(run, table));
    write_whole(file(tidy_metadata), metadata_of(run));
    made.keep();
}

}  // namespace foresight
