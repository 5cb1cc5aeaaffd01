#include <algorithm>
#include <iostream>

#include "engine/io/text_file.hpp"
#include "engine/modules/catalogue.hpp"
#include "engine/scenario/scenario.hpp"
#include "outputs/table_definition.hpp"
#include "tools/foresight/commands.hpp"
#include "tools/foresight/questions.hpp"
#include "tools/foresight/run_catalogue.hpp"
#include "tools/foresight/shipped.hpp"
#include "tools/foresight/terminal.hpp"

namespace foresight {
namespace {

std::vector<std::string> const topics{"scenarios", "parameters", "tables", "fields", "modules", "keys", "runs"};

void print_rows(std::vector<std::pair<std::string, std::string>> const& rows)
{
    std::size_t width = 0;
    for (auto const& [name, text] : rows) width = std::max(width, name.size() + 2);
    for (auto const& [name, text] : rows) std::cout << "  " << padded(name, width) << text << "\n";
}

/// What a scenario's file says in `scenario:`.
std::string name_in(std::string const& path)
{
    try {
        auto const file = TextFile::read(path, yaml_bytes_at_most);
        for (int number = 1; number <= file.lines(); ++number)
            if (auto const line = file.line(number); line.starts_with("scenario: ")) {
                auto const name = line.substr(10, line.find(" #") - std::min<std::size_t>(10, line.find(" #")));
                return std::string{name.substr(0, name.find_last_not_of(' ') + 1)};
            }
    } catch (InputError const&) {
        return "cannot be read";
    }
    return {};
}

void list_scenarios(Arguments const&)
{
    std::vector<std::pair<std::string, std::string>> rows;
    for (auto const& name : shipped_scenarios())
        rows.emplace_back(name, name_in(shipped_library().scenarios + "/" + name + ".yaml"));
    print_rows(rows);
}

void list_parameters(Arguments const& arguments)
{
    auto const path = find_scenario(arguments.value<std::string>("of", "essex/baseline"));
    auto const scenario = read_scenario(path, vocabulary_for(path));
    std::vector<std::pair<std::string, std::string>> rows;
    for (auto const& [name, parameter] : scenario.parameters.all()) {
        std::string dimensions;
        for (auto const& dimension : parameter.dimensions)
            dimensions += (dimensions.empty() ? " by " : " x ") + dimension;
        rows.emplace_back(name, parameter.label + " [" + parameter.unit + "]" + dimensions);
    }
    print_rows(rows);
}

void list_tables(Arguments const&)
{
    std::vector<std::pair<std::string, std::string>> rows;
    for (auto const& table : read_tables({shipped_library().tables}, {})) {
        auto text = table.label + ": " + std::string{name_of(table.every)};
        for (auto const& dimension : table.by) text += " x " + dimension.name;
        text += ";";
        for (auto const& measure : table.measures) text += " " + measure.measure.name;
        rows.emplace_back(table.name, text);
    }
    print_rows(rows);
}

void list_fields(Arguments const&)
{
    constexpr std::size_t codes_at_most = 16;
    std::vector<std::pair<std::string, std::string>> rows;
    for (auto const& field : known_fields()) {
        rows.emplace_back(field.name, field.label);
        if (field.codes.size() > codes_at_most)
            rows.emplace_back("", field.codes.front().first + " to " + field.codes.back().first);
        else
            for (auto const& [key, label] : field.codes) rows.emplace_back("", padded(key, 18) + label);
    }
    print_rows(rows);
}

void list_modules(Arguments const&)
{
    std::vector<std::pair<std::string, std::string>> rows;
    for (auto const& process : catalogue()) rows.emplace_back(process.name, process.label);
    print_rows(rows);
}

void list_keys(Arguments const&) { std::cout << scenario_reference(); }

void list_runs(Arguments const& arguments)
{
    std::cout << catalogue_of_runs(arguments.words.size() > 1 ? arguments.words[1] : "runs", format_of(arguments));
}

int list(Arguments const& arguments)
{
    static constexpr void (*lists[])(Arguments const&){list_scenarios, list_parameters, list_tables, list_fields,
                                                       list_modules,   list_keys,       list_runs};
    constexpr std::size_t listed_unasked = 5;
    if (arguments.words.empty()) {
        for (std::size_t i = 0; i != listed_unasked; ++i) {
            std::cout << (i ? "\n" : "") << topics[i] << "\n";
            lists[i](arguments);
        }
        return exit_code::done;
    }
    auto const found = std::find(topics.begin(), topics.end(), arguments.words[0]);
    if (found == topics.end()) {
        auto const near = nearest(arguments.words[0], topics);
        throw InputError{{Mistake{"nothing is listed as '" + arguments.words[0] + "'",
                                  "there are scenarios, parameters, tables, fields, modules, keys and runs",
                                  near.empty() ? std::string{} : "did you mean '" + near + "'?",
                                  {},
                                  {},
                                  1}}};
    }
    if (arguments.words.size() > 1 && *found != "runs")
        refuse("unexpected '" + arguments.words[1] + "'", "only runs are of a folder", "see foresight list --help");
    lists[found - topics.begin()](arguments);
    return exit_code::done;
}

void list_options(po::options_description_easy_init add)
{
    add("of", po::value<std::string>()->value_name("SCENARIO"), "whose parameters; essex/baseline if not said")(
        "format", po::value<std::string>()->value_name("F"), "of runs: text, csv or json");
}

}  // namespace

Command list_command()
{
    return {"list",
            "What there is: scenarios, parameters, tables, fields with their codes, modules, keys of a scenario, runs",
            "[scenarios|parameters|tables|fields|modules|keys|runs [DIR]]",
            0,
            2,
            Command::Word::one_of,
            topics,
            "foresight list parameters\nforesight list fields\nforesight list runs runs",
            list_options,
            list};
}

}  // namespace foresight
