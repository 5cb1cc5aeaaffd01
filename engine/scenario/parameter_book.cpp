#include "engine/scenario/parameter_book.hpp"

#include <algorithm>

#include "engine/io/csv.hpp"
#include "engine/io/literal.hpp"
#include "engine/scenario/changes.hpp"
#include "engine/scenario/grammar.hpp"
#include "engine/scenario/key_advice.hpp"
#include "engine/scenario/parameter_table.hpp"
#include "engine/scenario/population_base.hpp"
#include "engine/scenario/synonyms.hpp"

namespace foresight {
namespace {

std::vector<std::string> const certainties{"read", "derived", "inferred", "recalled", "assumed", "definition"};

/// Reads one entry of a book.
class EntryReader {
public:
    EntryReader(YamlReader const& reader, YamlValue::Entry const& entry, Inputs& inputs,
                DimensionCodes const& dimensions, Mistakes& mistakes)
        : reader_{reader},
          key_{entry.key},
          map_{entry.value},
          inputs_{inputs},
          dimensions_{dimensions},
          mistakes_{mistakes}
    {
    }

    std::optional<Parameter> read()
    {
        auto const before = mistakes_.count();
        if (!reader_.check_map(map_, keys_of("parameter"), "a parameter", synonyms_of("parameter"))) return {};
        check_name();
        made_.set_by = {reader_.source().path() + ":" + std::to_string(key_.line)};
        made_.said = reader_.place(key_);
        made_.label = required("label");
        made_.unit = required("unit");
        made_.source = required("source");
        made_.certainty = required("certainty");
        check_certainty();
        read_range();
        auto const shaped = read_dimensions();
        read_words();
        if (shaped) read_values();
        read_uncertain();
        if (mistakes_.count() != before) return {};
        return std::move(made_);
    }

private:
    void check_name() const
    {
        auto const& name = key_.text;
        auto const allowed = std::all_of(name.begin(), name.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '/';
        });
        if (!allowed || name.find('/') == std::string::npos || name.starts_with('/') || name.ends_with('/')
            || name.find("//") != std::string::npos)
            reader_.refuse(key_, "the name " + in_quotes(name) + " is not of the form module/process/name",
                           "small letters, digits and _ only", "write it as demography/fertility/scale");
    }

    std::string required(char const* key)
    {
        auto const* value = map_.find(key);
        if (!value) {
            reader_.refuse(key_, "parameter " + in_quotes(key_.text) + " has no `" + key + "`",
                           "nobody could judge the number without it",
                           "add it, as " + advice_on_book(std::string{"`"} + key + "`").suggestion);
            return {};
        }
        return reader_.word(*value, std::string{"`"} + key + "`").value_or("");
    }

    void check_certainty() const
    {
        auto const& said = made_.certainty;
        if (said.empty() || std::find(certainties.begin(), certainties.end(), said) != certainties.end()) return;
        auto const near = nearest(said, certainties);
        reader_.refuse(*map_.find("certainty"), "unknown certainty " + in_quotes(said),
                       "it is read, derived, inferred, recalled, assumed or definition",
                       did_you_mean(near, "write one of these"));
    }

    void read_range()
    {
        if (made_.unit == "probability" || made_.unit == "share") {
            made_.low = 0;
            made_.high = 1;
        }
        auto const* range = map_.find("range");
        if (!range) return;
        if (!range->is_list() || range->items.size() != 2) {
            reader_.refuse(*range, "`range` must be a list of two numbers", "it is the least value and the greatest",
                           "write range: [0, 1]");
            return;
        }
        auto const low = reader_.number(range->items[0], "the least value"),
                   high = reader_.number(range->items[1], "the greatest value");
        if (!low || !high) return;
        if (*low > *high) {
            reader_.refuse(*range, "`range` ends before it begins", "it is the least value and the greatest",
                           "write the least value first");
            return;
        }
        if (made_.high == 1 && (*low < 0 || *high > 1))
            reader_.refuse(*range, "the range of a " + made_.unit + " lies in 0 to 1",
                           "what is below 0 or above 1 is no " + made_.unit, "write range: [0, 1], or delete it");
        made_.low = *low;
        made_.high = *high;
    }

    bool read_dimensions()
    {
        auto const* said = map_.find("dimensions");
        if (!said) return true;
        if (!said->is_list()) {
            reader_.refuse(*said, "`dimensions` must be a list", "a parameter may have several",
                           "write dimensions: [sex, age]");
            return false;
        }
        auto good = true;
        for (auto const& item : said->items) good = read_dimension(item) && good;
        return good;
    }

    bool read_dimension(YamlValue const& item)
    {
        if (item.is_map()) return read_own_dimension(item);
        auto const name = reader_.word(item, "a dimension");
        if (!name) return false;
        auto const known = dimensions_.find(*name);
        if (known == dimensions_.end()) {
            std::vector<std::string> names;
            for (auto const& [dimension, codes] : dimensions_) names.push_back(dimension);
            auto const near = nearest(*name, names);
            reader_.refuse(item, "unknown dimension " + in_quotes(*name), "no field of any module has that name",
                           near.empty() ? "a dimension that is no field brings its codes: {" + *name + ": [code, code]}"
                                        : "did you mean '" + near + "'?");
            return false;
        }
        return add_dimension(item, *name, known->second.keys);
    }

    bool read_own_dimension(YamlValue const& item)
    {
        if (item.entries.size() != 1 || !item.entries[0].value.is_list() || item.entries[0].value.items.empty()) {
            reader_.refuse(item, "a dimension with its codes is one name and a list",
                           "the codes say of what there is a value", "write {outcome: [home, care_home]}");
            return false;
        }
        auto const& name = item.entries[0].key.text;
        std::vector<std::string> codes;
        for (auto const* code : reader_.words(item.entries[0].value, "codes")) {
            if (std::find(codes.begin(), codes.end(), code->text) != codes.end()) {
                reader_.refuse(*code, "the code " + in_quotes(code->text) + " stands there twice",
                               "each code has one value", "delete one of the two");
                return false;
            }
            codes.push_back(code->text);
        }
        auto const known = dimensions_.find(name);
        if (known != dimensions_.end() && known->second.keys != codes) {
            reader_.refuse(item, "the codes of " + in_quotes(name) + " are fixed", "it is a field of the population",
                           "write its name alone, or choose another");
            return false;
        }
        return add_dimension(item, name, std::move(codes));
    }

    bool add_dimension(YamlValue const& item, std::string const& name, std::vector<std::string> codes)
    {
        if (std::find(made_.dimensions.begin(), made_.dimensions.end(), name) != made_.dimensions.end()) {
            reader_.refuse(item, "the dimension " + in_quotes(name) + " stands there twice",
                           "a value is by each dimension once", "delete one of the two");
            return false;
        }
        made_.dimensions.push_back(name);
        made_.sizes.push_back(codes.size());
        made_.codes.push_back(std::move(codes));
        return true;
    }

    void read_words()
    {
        auto const* words = map_.find("words");
        if (!words) return;
        if (!words->is_map())
            reader_.refuse(*words, "`words` must be a map of words to numbers",
                           "each word may be written for its number", "write words: {twelve: 12, fourteen: 14}");
        for (auto const& [word, value] : words->entries)
            if (auto const number = reader_.number(value, "the number of a word"))
                made_.words.emplace(word.text, *number);
    }

    void read_values()
    {
        auto const* value = map_.find("value");
        auto const* dated = map_.find("dated");
        auto const* table = map_.find("table");
        if ((value != nullptr) + (dated != nullptr) + (table != nullptr) != 1) {
            bool const none = !value && !dated && !table;
            reader_.refuse(key_,
                           "parameter " + in_quotes(key_.text) + " needs exactly one of `value`, `dated` and `table`",
                           none ? "it has none of them" : "which of them holds cannot be told",
                           none ? "add one, as value: 3.2" : "delete all but one");
            return;
        }
        if (map_.find("column") && !table)
            reader_.refuse(map_.entry("column")->key, "`column` without `table`", "it names a column of the table",
                           "delete it, or write table: and a CSV file");
        if (value) add_slice(Month{0}, *value);
        if (dated) read_dated(*dated);
        if (table) read_table(*table);
    }

    void add_slice(Month from, YamlValue const& said)
    {
        auto number = said.is_word() && made_.words.count(said.text) != 0 ? std::optional{made_.words[said.text]}
                                                                          : reader_.number(said, "the value");
        if (!number) return;
        if (*number < made_.low || *number > made_.high) {
            reader_.refuse(said, "the value " + said.text + " is out of range",
                           "it must lie in " + number_text(made_.low) + " to " + number_text(made_.high),
                           made_.high == 1 && *number > 1 && *number <= 100
                               ? "write " + number_text(*number / 100) + " if per cent were meant"
                               : write_a_number_within(made_.low, made_.high) + ", or widen `range`");
            return;
        }
        std::size_t cells = 1;
        for (auto const size : made_.sizes) cells *= size;
        made_.slices.push_back({made_.slices.empty() ? Month{0} : from, std::vector<double>(cells, *number)});
    }

    void read_dated(YamlValue const& dated)
    {
        if (!dated.is_map() || dated.entries.empty()) {
            reader_.refuse(dated, "`dated` must be a map of months to numbers", "each value holds from its month on",
                           "write dated: {2024-04: 100, 2025-04: 110}");
            return;
        }
        std::optional<Month> last;
        for (auto const& [key, value] : dated.entries) {
            auto const month = reader_.month(key, "a date of `dated`");
            if (!month) continue;
            if (last && *month <= *last)
                reader_.refuse(key, "the dates are not in their order", "each must be later than the one before",
                               "put it before " + to_string(*last) + ", or write a later month");
            last = month;
            add_slice(*month, value);
        }
    }

    void read_table(YamlValue const& said)
    {
        auto const name = reader_.word(said, "`table`");
        if (!name) return;
        auto const path = inputs_.path_named(folder_of(reader_.source().path()), *name);
        auto text = inputs_.read(path, csv_bytes_at_most, [&](auto problem, auto reason, auto suggestion) {
            reader_.refuse(said, problem, reason, suggestion);
        });
        if (!text) return;
        auto column = std::string{};
        if (auto const* named = map_.find("column")) column = reader_.word(*named, "`column`").value_or("");
        if (!path.ends_with(".csv")) {
            reader_.refuse(said, in_quotes(*name) + " is not a CSV file", "a table's file ends in .csv",
                           "name a file that ends in .csv, of commas and lines");
            return;
        }
        Mistakes found;
        auto file = read_csv(std::move(*text), found);
        if (file.column(column.empty() ? "value" : column) < 0)
            found = {};  // perhaps no table at all: only its header is wrong
        auto slices = read_parameter_table(file, made_, column, dimensions_, found);
        if (found.none() && slices) made_.slices = std::move(*slices);
        for (auto const& mistake : found.all()) mistakes_.add(mistake);
    }

    void read_uncertain()
    {
        auto const* said = map_.find("uncertain");
        auto const* as = map_.find("uncertain_as");
        if (!said && as)
            reader_.refuse(map_.entry("uncertain_as")->key, "`uncertain_as` without `uncertain`",
                           "it says what the draw of `uncertain` is",
                           "add uncertain: {normal: [1, 0.1]}, or delete it");
        if (!said) return;
        made_.uncertain = read_uncertainty(reader_, *said, as, made_.dimensions.empty() && made_.slices.size() <= 1);
        if (made_.certainty == "definition")
            reader_.refuse(*said, "what holds by definition is not uncertain", "its `certainty` is definition",
                           "say `assumed`, or leave `uncertain` out");
        if (made_.uncertain && made_.uncertain->as == Uncertainty::As::exponent && made_.low < 0)
            reader_.refuse(*as, "what may be negative has no powers", "the range begins below nought",
                           "give a range: [0, ...], or draw a factor");
    }

    YamlReader const& reader_;
    YamlValue const& key_;
    YamlValue const& map_;
    Inputs& inputs_;
    DimensionCodes const& dimensions_;
    Mistakes& mistakes_;
    Parameter made_{};
};

/// What the two numbers of a distribution are.
char const* numbers_of(Uncertainty::Shape shape)
{
    switch (shape) {
    case Uncertainty::Shape::normal: return "its numbers are the mean and the standard deviation";
    case Uncertainty::Shape::lognormal: return "its numbers are the median and the standard deviation of the logarithm";
    case Uncertainty::Shape::beta: return "its numbers are the two parameters of a beta distribution";
    case Uncertainty::Shape::uniform: return "its numbers are the lower end and the upper end";
    }
    return "";
}

char const* example_of(Uncertainty::Shape shape)
{
    switch (shape) {
    case Uncertainty::Shape::normal: return "write {normal: [1, 0.1]}";
    case Uncertainty::Shape::lognormal: return "write {lognormal: [1, 0.1]}";
    case Uncertainty::Shape::beta: return "write {beta: [8, 2]}, which has the mean 0.8";
    case Uncertainty::Shape::uniform: return "write {uniform: [0.9, 1.1]}";
    }
    return "";
}

/// Whether the two numbers of a distribution make sense; else why not.
std::string improper(Uncertainty const& uncertainty)
{
    auto const [first, second] = std::pair{uncertainty.first, uncertainty.second};
    switch (uncertainty.shape) {
    case Uncertainty::Shape::normal: return second < 0 ? "a standard deviation is not negative" : "";
    case Uncertainty::Shape::lognormal:
        return first <= 0   ? "a median must be above 0"
               : second < 0 ? "a standard deviation is not negative"
               : second > 5 ? "a standard deviation of the logarithm above 5 is no knowledge at all"
                            : "";
    case Uncertainty::Shape::beta:
        return first <= 0 || second <= 0 || first > 1e6 || second > 1e6
                   ? "both numbers of a beta distribution lie above 0, and up to a million"
                   : "";
    case Uncertainty::Shape::uniform: return first > second ? "the lower end stands first" : "";
    }
    return {};
}

}  // namespace

std::optional<Uncertainty> read_uncertainty(YamlReader const& reader, YamlValue const& said, YamlValue const* as,
                                            bool single)
{
    static constexpr std::pair<std::string_view, Uncertainty::Shape> shapes[]{
        {"normal", Uncertainty::Shape::normal},
        {"lognormal", Uncertainty::Shape::lognormal},
        {"beta", Uncertainty::Shape::beta},
        {"uniform", Uncertainty::Shape::uniform}};
    static constexpr std::pair<std::string_view, Uncertainty::As> readings[]{{"value", Uncertainty::As::value},
                                                                             {"factor", Uncertainty::As::factor},
                                                                             {"exponent", Uncertainty::As::exponent}};
    if (!reader.check_map(said, {"normal", "lognormal", "beta", "uniform"}, "a distribution")) return {};
    Uncertainty made;
    if (said.entries.size() != 1 || !said.entries[0].value.is_list() || said.entries[0].value.items.size() != 2) {
        reader.refuse(said, "a distribution is one name and a list of two numbers", "its numbers say where it lies",
                      "write uncertain: {normal: [1, 0.1]}");
        return {};
    }
    auto const& key = said.entries[0].key;
    auto const& numbers = said.entries[0].value;
    auto const* const shape =
        std::find_if(std::begin(shapes), std::end(shapes), [&](auto const& known) { return known.first == key.text; });
    if (shape == std::end(shapes)) return {};
    made.shape = shape->second;
    auto const first = reader.number(numbers.items[0], "the first number of a distribution"),
               second = reader.number(numbers.items[1], "the second number of a distribution");
    if (!first || !second) return {};
    made.first = *first;
    made.second = *second;
    if (auto const why = improper(made); !why.empty()) {
        reader.refuse(numbers, "this is no distribution: " + why, numbers_of(made.shape), example_of(made.shape));
        return {};
    }
    if (as) {
        auto const word = reader.word(*as, "`uncertain_as`");
        if (!word) return {};
        auto const known = std::find_if(std::begin(readings), std::end(readings),
                                        [&](auto const& reading) { return reading.first == *word; });
        if (known == std::end(readings)) {
            reader.refuse(*as, "`uncertain_as` is `factor`, `value` or `exponent`, not " + in_quotes(*word),
                          "it says what the draw of `uncertain` is",
                          did_you_mean(nearest(*word, {"factor", "value", "exponent"}), "write one of these"));
            return {};
        }
        made.as = known->second;
        if (made.as == Uncertainty::As::value && !single) {
            reader.refuse(*as, "a drawn value cannot stand for many", "the parameter has dimensions or dates",
                          "draw a factor: {normal: [1, 0.1]}");
            return {};
        }
    }
    if (made.as != Uncertainty::As::value && !(mean_of(made) >= 0.75 && mean_of(made) <= 1.25)) {
        reader.refuse(numbers,
                      std::string{"the distribution of "} + (made.multiplies() ? "a factor" : "an exponent")
                          + " has the mean " + number_text(mean_of(made)) + ", not 1",
                      made.multiplies() ? "the draw multiplies the value" : "the value is raised to the draw",
                      "give one with mean 1, or say `uncertain_as: value`");
        return {};
    }
    return made;
}

namespace {

void read_people(YamlReader const& reader, YamlValue const& people, Shelf& shelf)
{
    if (!reader.check_map(people, keys_of("people"), "`people`")) return;
    for (auto const& entry : people.entries) {
        auto const& setting = entry.key.text;
        bool const of_base = setting == "base", of_areas = setting == "areas";
        auto const value = reader.integer(entry.value, "`" + setting + "`",
                                          of_base    ? population_bases.front()
                                          : of_areas ? 12
                                                     : 0,
                                          of_base    ? population_bases.back()
                                          : of_areas ? 14
                                                     : 1);
        if (!value) continue;
        if (of_base && !is_population_base(static_cast<double>(*value)))
            reader.refuse(entry.value, "there are no people of " + std::to_string(*value),
                          "there are those of " + population_bases_in_words("and"), "write one of these years");
        shelf.people["population/" + setting] = {setting, static_cast<double>(*value), reader.place(entry.value)};
    }
}

}  // namespace

std::optional<Mistake> warning_of_other_people(PeopleOfBook const& of, Parameters const& parameters,
                                               SaidChange const* set)
{
    auto const name = "population/" + of.setting;
    if (!parameters.has(name)) return {};
    auto const lives = parameters.at(name).at(Month{0})[0];
    if (lives == of.value) return {};
    auto warning = set && set->place ? set->place("value") : of.place;
    warning.problem +=
        "the people are those of " + name + " " + number_text(lives) + ", the rates those of " + number_text(of.value);
    warning.reason = "they come from the book " + of.place.place.file + ", which says so under `people`";
    warning.suggestion = "under `parameters`, name after it a book that is made for these people";
    return warning;
}

void read_parameter_book(std::string const& path, Inputs& inputs, DimensionCodes const& dimensions, Shelf& shelf,
                         Mistakes& mistakes, Inputs::Refuse const& refuse)
{
    auto text = inputs.read(path, yaml_bytes_at_most, refuse);
    if (!text) {
        shelf.complete = false;
        return;
    }
    auto const declared = declares_schema(*text);
    Mistakes found;
    std::optional<YamlFile> file;
    try {
        file = read_yaml(std::move(*text), found);
    } catch (InputError const& error) {
        found.add(error);
    }
    auto const* schema = file ? file->root.find("schema") : nullptr;
    if (!declared && !(schema && schema->text.starts_with("foresight-"))) {
        shelf.complete = false;
        refuse(in_quotes(path) + " is not a parameter book",
               "its first line is not `schema: " + std::string{parameters_schema} + "`",
               "name a parameter book, as those of scenarios/england/parameters");
        return;
    }
    for (auto const& mistake : found.all()) mistakes.add(mistake);
    if (!file) {
        shelf.complete = false;
        return;
    }
    YamlReader const reader{file->source, mistakes, advice_on_book};
    if (!schema || schema->text != parameters_schema) {
        shelf.complete = false;
        refuse(in_quotes(path) + " is not a parameter book",
               "its schema is " + (schema ? in_quotes(schema->text) : "missing") + ", not "
                   + std::string{parameters_schema},
               schema && schema->text == scenario_schema ? "name it under `extends:`"
                                                         : "name a parameter book, as those of "
                                                           "scenarios/england/parameters");
        return;
    }
    reader.check_map(file->root, keys_of("book"), "a parameter book", synonyms_of("book"));
    if (auto const* people = file->root.find("people")) read_people(reader, *people, shelf);
    if (auto const* caution = file->root.find("caution"))
        if (auto const said = reader.word(*caution, "`caution`"))
            shelf.cautions.push_back(
                reader.place(*caution).saying(*said, "the book says so of a run that stands alone",
                                              "name what is to be lived beside it: beside: essex/baseline"));
    auto const* entries = file->root.find("parameters");
    if (!entries || !entries->is_map()) {
        shelf.complete = false;
        reader.refuse(entries ? *entries : file->root, "a parameter book needs `parameters`, a map of names",
                      "the book holds nothing else", "write " + advice_on_book("`parameters`").suggestion);
        return;
    }
    for (auto const& entry : entries->entries) {
        auto made = EntryReader{reader, entry, inputs, dimensions, mistakes}.read();
        if (!made) {
            shelf.broken.insert(entry.key.text);
            continue;
        }
        if (shelf.parameters.has(entry.key.text)) {
            auto earlier = shelf.parameters.at(entry.key.text).set_by;
            made->set_by.insert(made->set_by.begin(), earlier.begin(), earlier.end());
        }
        shelf.parameters.add(entry.key.text, std::move(*made));
    }
}

}  // namespace foresight
