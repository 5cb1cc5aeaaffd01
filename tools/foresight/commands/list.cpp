#include <algorithm>
#include <cctype>
#include <filesystem>
#include <iostream>

#include "engine/io/text_file.hpp"
#include "engine/modules/catalogue.hpp"
#include "engine/scenario/scenario.hpp"
#include "outputs/tally/table_definition.hpp"
#include "tools/foresight/commands.hpp"
#include "tools/foresight/questions.hpp"
#include "tools/foresight/run_catalogue.hpp"
#include "tools/foresight/shipped.hpp"
#include "tools/foresight/sound_scenario.hpp"
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

/// The words of a text, in small letters.
std::vector<std::string> words_in(std::string const& text)
{
    std::vector<std::string> words{{}};
    for (char const c : text) {
        auto const letter = static_cast<unsigned char>(c);
        if (std::isalnum(letter)) words.back() += static_cast<char>(std::tolower(letter));
        else if (!words.back().empty()) words.emplace_back();
    }
    if (words.back().empty()) words.pop_back();
    return words;
}

/// Without the endings in which words of one stem differ: "insulated" and "insulation", "walls" and "wall".
std::string stem_of(std::string word)
{
    for (std::string_view const ending : {"ation", "ated", "ating", "ing", "ed", "es", "s", "e"})
        if (word.size() > ending.size() + 3 && word.ends_with(ending)) {
            word.resize(word.size() - ending.size());
            break;
        }
    return word;
}

/// Whether each of these words, or one of its stem, is in a parameter's name, label, source or codes.
bool speaks_of(std::vector<std::string> const& wanted, std::string const& name, Parameter const& parameter,
               DimensionCodes const& known)
{
    auto text = name + " " + parameter.label + " " + parameter.source;
    for (std::size_t i = 0; i != parameter.codes.size(); ++i) {
        text += " " + parameter.dimensions[i];
        for (auto const& code : parameter.codes[i]) text += " " + code;
        if (auto const found = known.find(parameter.dimensions[i]); found != known.end())
            for (auto const& label : found->second.labels) text += " " + label;
    }
    auto const words = words_in(text);
    for (auto const& said : wanted)
        for (auto const& word : words_in(said))
            if (std::none_of(words.begin(), words.end(),
                             [stem = stem_of(word)](auto const& one) { return one.starts_with(stem); }))
                return false;
    return true;
}

void list_scenarios(Arguments const&)
{
    std::vector<std::pair<std::string, std::string>> rows;
    for (auto const& name : shipped_scenarios())
        rows.emplace_back(name, name_in(shipped_library().scenarios + "/" + name + ".yaml"));
    print_rows(rows);
}

/// Refuses a word that no parameter has, with the nearest that one of them has.
[[noreturn]] void refuse_unspoken(std::string const& word, Parameters const& parameters)
{
    std::vector<std::string> spoken;
    for (auto const& [name, parameter] : parameters.all())
        for (auto const& one : words_in(name + " " + parameter.label)) spoken.push_back(one);
    refuse("no parameter has " + in_quotes(word) + " in its name, label, source or codes", {},
           did_you_mean(nearest(word, spoken), "see foresight list parameters"));
}

void list_parameters(Arguments const& arguments)
{
    auto const path = find_scenario(arguments.value<std::string>("of", "essex/baseline"));
    auto const vocabulary = vocabulary_for(path);
    auto const scenario = read_scenario(path, vocabulary);
    std::vector<std::string> const wanted{arguments.words.begin() + (arguments.words.empty() ? 0 : 1),
                                          arguments.words.end()};
    std::vector<std::pair<std::string, std::string>> rows;
    for (auto const& [name, parameter] : scenario.parameters.all()) {
        if (!speaks_of(wanted, name, parameter, vocabulary.dimensions)) continue;
        std::string dimensions;
        for (auto const& dimension : parameter.dimensions)
            dimensions += (dimensions.empty() ? " by " : " x ") + dimension;
        rows.emplace_back(name, parameter.label + " [" + parameter.unit + "]" + dimensions);
    }
    if (rows.empty()) refuse_unspoken(wanted.front(), scenario.parameters);
    print_rows(rows);
}

constexpr std::size_t codes_shown = 16;

void list_tables(Arguments const&)
{
    std::vector<std::pair<std::string, std::string>> rows;
    for (auto const& table : read_tables({shipped_library().tables}, {})) {
        rows.emplace_back(table.name, table.label);
        std::string cells{name_of(table.every)}, measures;
        for (auto const& dimension : table.by) cells += " x " + dimension.name;
        for (auto const& measure : table.measures) measures += (measures.empty() ? "" : " ") + measure.measure.name;
        rows.emplace_back("", "by " + cells);
        rows.emplace_back("", "measures " + measures);
    }
    print_rows(rows);
}

/// Codes one a line, or unless all are wanted the first and the last of many.
void add_codes(std::vector<TableCode> const& codes, bool all, std::vector<std::pair<std::string, std::string>>& rows)
{
    auto const row = [&](TableCode const& code) {
        auto const text = code.label == code.key ? code.official : code.label;
        rows.emplace_back("", padded(code.key, 22) + text);
    };
    if (all || codes.size() <= codes_shown) {
        for (auto const& code : codes) row(code);
        return;
    }
    row(codes.front());
    rows.emplace_back("", "... " + std::to_string(codes.size() - 2) + " more; --all shows them");
    row(codes.back());
}

std::string measure_text(Measure const& measure)
{
    auto text = padded(std::string{name_of(measure.kind)}, 7) + measure.label + " [" + measure.unit + "]";
    if (measure.kind == MeasureKind::ratio) text += " = " + measure.numerator + " / " + measure.denominator;
    return text;
}

/// One table: its dimensions with their codes, its measures with their units.
void print_table(std::string const& name, std::string const& path, bool all)
{
    auto const scenario = read_scenario(path, vocabulary_for(path));
    Library const library{shipped_library()};
    auto const beside = std::filesystem::path{path}.parent_path() / "tables";
    auto const tables = read_tables({library.tables, beside.string()}, {name});
    Mistakes mistakes;
    auto const trial = try_out(scenario, tables, library, mistakes);
    mistakes.refuse_if_any();
    if (trial.sizes.empty()) refuse("no process of " + path + " fills the table '" + name + "'");
    auto const& table = trial.sizes.front().schema;
    std::cout << table.name << "\n  " << table.label << "\n";
    if (!table.note.empty()) std::cout << "  " << table.note << "\n";
    std::cout << "\ndimensions\n";
    std::vector<std::pair<std::string, std::string>> rows;
    rows.emplace_back(name_of(table.every), label_of(table.every));
    for (auto const& dimension : table.dimensions) {
        rows.emplace_back(dimension.name, dimension.label);
        add_codes(dimension.codes, all, rows);
    }
    print_rows(rows);
    std::cout << "\nmeasures\n";
    rows.clear();
    for (auto const& measure : table.measures) rows.emplace_back(measure.name, measure_text(measure));
    print_rows(rows);
    auto const& control = table.disclosure;
    if (control.any()) std::cout << "\n" << text_of(control) << "\n";
    std::cout << "\nwritten in " << tables.front().path << "\n";
}

void list_fields(Arguments const&)
{
    std::vector<std::pair<std::string, std::string>> rows;
    for (auto const& field : known_fields()) {
        rows.emplace_back(field.name, field.label);
        std::size_t widest = 0;
        for (auto const& [key, label] : field.codes) widest = std::max(widest, key.size());
        if (field.codes.size() > codes_shown)
            rows.emplace_back("", field.codes.front().first + " to " + field.codes.back().first);
        else
            for (auto const& [key, label] : field.codes) rows.emplace_back("", padded(key, widest + 2) + label);
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
    auto const& topic = arguments.words[0];
    auto const found = std::find(topics.begin(), topics.end(), topic);
    if (found == topics.end()) {
        auto const near = nearest(topic, topics);
        auto const tables = tables_in(shipped_library().tables);
        bool const is_table = std::find(tables.begin(), tables.end(), topic) != tables.end();
        refuse("nothing is listed as " + in_quotes(topic),
               "there are scenarios, parameters, tables, fields, modules, keys and runs",
               is_table ? "write foresight list tables " + topic : did_you_mean(near));
    }
    auto const most = topic == "parameters"                  ? std::size_t{8}
                      : topic == "tables" || topic == "runs" ? std::size_t{2}
                                                             : 1;
    if (arguments.words.size() > most)
        refuse("unexpected " + in_quotes(arguments.words[most]),
               "list " + topic + (most > 1 ? " takes no more words" : " takes no further word"),
               "write foresight list " + topic);
    if (arguments.words.size() == 2 && topic == "tables")
        print_table(arguments.words[1], find_scenario(arguments.value<std::string>("of", "essex/baseline")),
                    arguments.has("all"));
    else lists[found - topics.begin()](arguments);
    return exit_code::done;
}

void list_options(po::options_description_easy_init add)
{
    add("of", po::value<std::string>()->value_name("SCENARIO"),
        "whose parameters or tables; essex/baseline if not said")("format", po::value<std::string>()->value_name("F"),
                                                                  "of runs: text, csv or json")(
        "all", "of a table: every code of a dimension");
}

}  // namespace

Command list_command()
{
    return {
        "list",
        "say what there is: scenarios, parameters, tables, fields with their codes, modules, keys of a scenario, runs",
        "[scenarios|parameters [WORD...]|tables [NAME]|fields|modules|keys|runs [DIR]]",
        0,
        8,
        Command::Word::one_of,
        topics,
        "foresight list parameters\nforesight list parameters loft insulation\nforesight list tables "
        "care_clients\nforesight list runs runs",
        list_options,
        list};
}

}  // namespace foresight
