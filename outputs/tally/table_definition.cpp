#include "outputs/tally/table_definition.hpp"

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "engine/io/literal.hpp"
#include "engine/io/yaml.hpp"

namespace foresight {
namespace {

using Is = Condition::Is;

constexpr std::string_view table_schema = "foresight-table/1";

std::string joined(std::vector<std::string> const& words)
{
    std::string text;
    for (auto const& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

/// Takes one table out of its file.
class TableFile {
public:
    TableFile(YamlFile const& file, Mistakes& mistakes)
        : reader_{file.source, mistakes}, mistakes_{mistakes}, root_{file.root}
    {
        table_.path = file.source.path();
        table_.text = file.source.text();
    }

    TableDefinition read()
    {
        static std::vector<std::string> const keys{"table", "label", "note",           "of", "event",    "where",
                                                   "every", "base",  "decisive_month", "by", "measures", "disclosure",
                                                   "schema"};
        if (!reader_.check_map(root_, keys, "a table")) return table_;
        if (auto const* const schema = root_.find("schema"); schema && schema->text != table_schema)
            reader_.refuse(*schema, "unknown schema " + in_quotes(schema->text),
                           "this program reads " + std::string{table_schema},
                           "write schema: " + std::string{table_schema});
        table_.name = need_word("table");
        table_.label = need_word("label");
        if (auto const* const note = root_.find("note")) table_.note = reader_.word(*note, "the note").value_or("");
        if (auto const* const name = root_.find("table")) table_.place = reader_.place(*name);
        read_subject();
        read_time();
        if (auto const* const where = root_.find("where")) table_.where = conditions(*where);
        read_dimensions();
        read_measures();
        read_disclosure();
        check_names();
        return table_;
    }

private:
    std::string need_word(std::string const& key)
    {
        if (auto const* const value = root_.find(key)) return reader_.word(*value, "'" + key + "'").value_or("");
        reader_.refuse(root_, "a table needs '" + key + "'", "nobody could ask for it, or read it, without",
                       "write " + key + ": and a word");
        return {};
    }

    void read_subject()
    {
        if (auto const* const event = root_.find("event")) {
            table_.of = TableDefinition::Of::event;
            table_.event = reader_.word(*event, "'event'").value_or("");
            if (auto const* const of = root_.find("of"))
                reader_.refuse(*of, "a table is of persons, of households or of an event", "'event' is given too",
                               "leave one out");
            return;
        }
        auto const of = need_word("of");
        if (of == "household") table_.of = TableDefinition::Of::household;
        else if (of != "person" && !of.empty())
            reader_.refuse(*root_.find("of"), "'of' is person or household", "it says what is counted",
                           "for events write 'event: social_care.flow'");
    }

    void read_time()
    {
        auto const every = need_word("every");
        if (!every.empty() && !every_named(every, table_.every))
            reader_.refuse(*root_.find("every"), "'every' is month, quarter, year, financial_year or school_year",
                           "it says how often the table is filled", "write every: year");
        if (auto const* const base = root_.find("base")) {
            auto const word = reader_.word(*base, "'base'").value_or("");
            table_.with_base = word == "true";
            if (word != "true" && word != "false")
                reader_.refuse(*base, "'base' is true or false",
                               "it says whether the state before the first month is a row, too", "write base: true");
            else if (table_.with_base && table_.of == TableDefinition::Of::event)
                reader_.refuse(*base, "'base' in a table of events", "nothing has happened yet in the base itself",
                               "delete it");
        }
        if (auto const* const month = root_.find("decisive_month"))
            table_.decisive_month = static_cast<int>(reader_.integer(*month, "the decisive month", 1, 12).value_or(0));
    }

    void read_dimensions()
    {
        auto const* const by = root_.find("by");
        if (!by) return;
        if (!by->is_list())
            return reader_.refuse(*by, "'by' is a list of dimensions", "there may be several",
                                  "write '[district, {sex: person.sex}]'");
        for (auto const& item : by->items) {
            DimensionDefinition dimension;
            dimension.place = reader_.place(item);
            if (item.is_word()) {
                dimension.field = item.text;
                dimension.name = item.text.substr(item.text.find_last_of('.') + 1);
            } else if (item.is_map() && item.entries.size() == 1) {
                dimension.name = item.entries[0].key.text;
                read_dimension(item.entries[0].value, dimension);
            } else {
                reader_.refuse(item, "a dimension is a field, or a name with a field",
                               "it says by what is counted apart", "write '{sex: person.sex}'");
                continue;
            }
            if (std::any_of(table_.by.begin(), table_.by.end(),
                            [&](auto const& other) { return other.name == dimension.name; }))
                reader_.refuse(item, "two dimensions are called " + in_quotes(dimension.name),
                               "nobody could say which is meant",
                               "leave one out, or give it another name: {name: field}");
            table_.by.push_back(std::move(dimension));
        }
    }

    void read_dimension(YamlValue const& value, DimensionDefinition& dimension)
    {
        if (value.is_word()) {
            dimension.field = value.text;
            return;
        }
        if (value.is_list()) {
            dimension.field = dimension.name;
            dimension.bins = bins(value);
            return;
        }
        if (!reader_.check_map(value, {"field", "label", "bins", "except"}, "a dimension")) return;
        dimension.field = dimension.name;
        if (auto const* const field = value.find("field"))
            dimension.field = reader_.word(*field, "'field'").value_or("");
        if (auto const* const label = value.find("label"))
            dimension.label = reader_.word(*label, "the label").value_or("");
        if (auto const* const ends = value.find("bins")) dimension.bins = bins(*ends);
        if (auto const* const except = value.find("except"))
            for (auto const* const code : reader_.words(*except, "'except'")) dimension.except.push_back(code->text);
    }

    std::vector<std::int64_t> bins(YamlValue const& list)
    {
        std::vector<std::int64_t> ends;
        for (auto const* const word : reader_.words(list, "the lower ends of the bins")) {
            auto const end = reader_.integer(*word, "the lower end of a bin", 0, 1'000'000'000);
            if (end && !ends.empty() && *end <= ends.back())
                reader_.refuse(*word, "the lower ends of bins must rise", "each bin reaches up to the next one",
                               "write them from the least to the greatest");
            if (end) ends.push_back(*end);
        }
        return ends;
    }

    void read_measures()
    {
        auto const* const measures = root_.find("measures");
        if (!measures)
            return reader_.refuse(root_, "a table needs 'measures'", "they say what is counted",
                                  "write 'measures: {people: count}'");
        // A map of names, or a list of such maps.
        auto const take = [&](YamlValue const& map) {
            if (!map.is_map())
                return reader_.refuse(map, "'measures' is a map of names", "each measure has its own",
                                      "write 'clients: count'");
            for (auto const& entry : map.entries) table_.measures.push_back(measure(entry));
        };
        if (measures->is_list())
            for (auto const& item : measures->items) take(item);
        else take(*measures);
        if (table_.measures.empty() && (measures->is_list() || measures->is_map()))
            reader_.refuse(*measures, "a table needs a measure", "it says what is counted", "write 'people: count'");
        for (auto const& one : table_.measures)
            if (one.measure.kind == MeasureKind::ratio)
                for (auto const& part : {one.measure.numerator, one.measure.denominator})
                    if (!has_sum(part))
                        reader_.refuse(*measures,
                                       "the ratio '" + one.measure.name + "' is of '" + part
                                           + "', which is no measure of this table",
                                       "a ratio is of two measures of its table", "add the measure, or name another");
    }

    /// A run file has the dimensions and measures of a table side by side, with others that every table has.
    void check_names()
    {
        check_name(table_.name, table_.place, "a table");
        for (auto const& dimension : table_.by) check_name(dimension.name, dimension.place, "a dimension");
        for (auto one = table_.measures.begin(); one != table_.measures.end(); ++one) {
            auto const& name = one->measure.name;
            check_name(name, one->place, "a measure");
            auto const alike = [&](auto const& other) { return other.measure.name == name; };
            if (std::any_of(table_.measures.begin(), one, alike))
                refuse_name(one->place, "two measures are called " + in_quotes(name), "nobody could say which is meant",
                            "give one another name");
            for (auto const& dimension : table_.by)
                if (name == dimension.name || name == dimension.name + "_label" || name == dimension.name + "_code")
                    refuse_name(one->place, "a measure is called " + in_quotes(name) + " as the dimension is",
                                "a run file has both side by side", "give the measure another name");
        }
    }

    void check_name(std::string const& name, Mistake const& place, std::string const& what)
    {
        if (name.empty()) return;  // which has been noted
        auto const fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
        if (!std::all_of(name.begin(), name.end(), fits) || name.front() == '_'
            || (name.front() >= '0' && name.front() <= '9') || name.size() > 60)
            return refuse_name(place, what + " cannot be called " + in_quotes(name),
                               "it is a name in the run file, for other programs too",
                               "use up to 60 small letters, digits and underscores, and begin with a letter");
        if (what == "a table") return;
        static std::vector<std::string> const own{"replicate", "luck", "point", std::string{variant_dimension}};
        auto stem = name;
        for (std::string_view const ending : {"_start", "_months"})
            if (name.ends_with(ending)) stem.resize(name.size() - ending.size());
        Every cadence{};
        if (every_named(stem, cadence) || std::find(own.begin(), own.end(), name) != own.end())
            refuse_name(place, what + " cannot be called " + in_quotes(name),
                        "every table has a " + name + " of its own", "give it another name");
    }

    void refuse_name(Mistake const& place, std::string problem, std::string reason, std::string suggestion)
    {
        mistakes_.add(place.saying(std::move(problem), std::move(reason), std::move(suggestion)));
    }

    bool has_sum(std::string const& name) const
    {
        return std::any_of(table_.measures.begin(), table_.measures.end(), [&](auto const& one) {
            return one.measure.name == name && one.measure.kind != MeasureKind::ratio;
        });
    }

    MeasureDefinition measure(YamlValue::Entry const& entry)
    {
        MeasureDefinition made;
        made.measure.name = entry.key.text;
        made.measure.label = entry.key.text;
        made.measure.kind = table_.of == TableDefinition::Of::event ? MeasureKind::flow : MeasureKind::stock;
        made.place = reader_.place(entry.key);
        made.measure.unit = table_.of == TableDefinition::Of::household ? "households" : "persons";
        if (entry.value.is_word()) {
            if (entry.value.text != "count")
                reader_.refuse(entry.value, "a measure is 'count', or a map", "it says what is counted or summed",
                               "write '{sum: field, unit: GBP}'");
            return made;
        }
        if (!reader_.check_map(
                entry.value,
                {"count", "sum", "minus", "ratio", "label", "unit", "kind", "times", "per", "weekly", "where"},
                "a measure"))
            return made;
        read_measure(entry.value, made);
        return made;
    }

    void read_measure(YamlValue const& value, MeasureDefinition& made)
    {
        if (auto const* const sum = value.find("sum")) made.sum = reader_.word(*sum, "'sum'").value_or("");
        if (auto const* const minus = value.find("minus")) made.minus = reader_.word(*minus, "'minus'").value_or("");
        if (!made.minus.empty() && made.sum.empty())
            reader_.refuse(value, "'minus' is taken off a sum", "there is none here", "add 'sum: field'");
        if (auto const* const label = value.find("label"))
            made.measure.label = reader_.word(*label, "the label").value_or("");
        if (auto const* const unit = value.find("unit"))
            made.measure.unit = reader_.word(*unit, "the unit").value_or("");
        if (auto const* const times = value.find("times"))
            made.measure.times = reader_.integer(*times, "'times'", 1, 1'000'000'000).value_or(1);
        if (auto const* const per = value.find("per"))
            made.measure.per = reader_.integer(*per, "'per'", 1, 1'000'000'000).value_or(1);
        if (auto const* const weekly = value.find("weekly"))
            made.by_days = reader_.word(*weekly, "'weekly'").value_or("") == "true";
        if (auto const* const where = value.find("where")) made.where = conditions(*where);
        if (auto const* const kind = value.find("kind")) {
            auto const word = reader_.word(*kind, "'kind'").value_or("");
            if (word == "stock" && table_.of == TableDefinition::Of::event)
                reader_.refuse(*kind, "events are counted as a flow",
                               "of a stock only what happens in the last month would be seen", "delete 'kind'");
            else if (word == "stock") made.measure.kind = MeasureKind::stock;
            else if (word == "flow") made.measure.kind = MeasureKind::flow;
            else
                reader_.refuse(*kind, "'kind' is stock or flow",
                               "what there is on a day is a stock, what happens in a month a flow",
                               "a ratio is written 'ratio: [numerator, denominator]'");
        }
        if (made.by_days && made.measure.kind != MeasureKind::flow)
            reader_.refuse(*value.find("weekly"), "a weekly amount that is no flow",
                           "a month has its days: only a flow has", "add 'kind: flow'");
        if (auto const* const ratio = value.find("ratio")) {
            if (!made.sum.empty() || value.find("count"))
                return reader_.refuse(*ratio, "'ratio' beside 'sum' or 'count'", "a ratio is of two other measures",
                                      "make them two measures");
            auto const parts = reader_.words(*ratio, "'ratio'");
            if (parts.size() != 2)
                return reader_.refuse(*ratio, "a ratio is of two measures", "one is divided by the other",
                                      "write '[numerator, denominator]'");
            made.measure.kind = MeasureKind::ratio;
            made.measure.numerator = parts[0]->text;
            made.measure.denominator = parts[1]->text;
            if (!value.find("unit")) made.measure.unit = "share";
        }
    }

    std::vector<Condition> conditions(YamlValue const& value)
    {
        std::vector<Condition> all;
        if (value.is_word()) add_condition(value, all);
        else
            for (auto const* const word : reader_.words(value, "'where'")) add_condition(*word, all);
        return all;
    }

    void add_condition(YamlValue const& value, std::vector<Condition>& all)
    {
        static std::vector<std::pair<std::string, Is>> const signs{
            {"=", Is::any_of},   {"in", Is::any_of}, {"!=", Is::none_of},  {"<", Is::below},
            {"<=", Is::at_most}, {">", Is::above},   {">=", Is::at_least}, {"has", Is::has}};
        auto text = value.text;
        std::replace(text.begin(), text.end(), ',', ' ');
        std::istringstream words{text};
        Condition made;
        std::string sign;
        words >> made.field >> sign;
        for (std::string word; words >> word;) made.values.push_back(word);
        if (sign == "=" && made.values.size() > 1) made.values = {joined(made.values)};  // perhaps a label
        auto const found =
            std::find_if(signs.begin(), signs.end(), [&](auto const& known) { return known.first == sign; });
        if (found == signs.end() || made.values.empty() || (made.values.size() > 1 && sign != "in" && sign != "!="))
            return reader_.refuse(value, "a condition is a field, a sign and a value",
                                  "the signs are = != < <= > >= in has", "write 'social_care.setting != none'");
        made.is = found->second;
        made.place = reader_.place(value);
        all.push_back(std::move(made));
    }

    /// Below a district a table is controlled, and stays so unless it says expressly that it is not to be.
    void read_disclosure()
    {
        Disclosure control;
        if (speaks_of_small_places()) control = {5, 5};
        if (auto const* const disclosure = root_.find("disclosure")) {
            if (disclosure->is_word() && disclosure->text == "none") {
                control = {};
            } else if (!reader_.check_map(*disclosure, {"suppress_below", "round_to"}, "disclosure control")) {
                return;
            } else {
                if (auto const* const below = disclosure->find("suppress_below"))
                    control.suppress_below = reader_.integer(*below, "'suppress_below'", 0, 1000).value_or(0);
                if (auto const* const to = disclosure->find("round_to"))
                    control.round_to = reader_.integer(*to, "'round_to'", 0, 1000).value_or(0);
            }
            table_.disclosure = control;
        } else if (control.any()) {
            table_.disclosure = control;
        }
    }

    bool speaks_of_small_places() const
    {
        auto const fine = [](auto const& one) { return is_below_district(one.field); };
        auto const asks = [&](auto const& conditions) {
            return std::any_of(conditions.begin(), conditions.end(), fine);
        };
        return std::any_of(table_.by.begin(), table_.by.end(), fine) || asks(table_.where)
               || std::any_of(table_.measures.begin(), table_.measures.end(),
                              [&](auto const& one) { return asks(one.where); });
    }

    YamlReader reader_;
    Mistakes& mistakes_;
    YamlValue const& root_;
    TableDefinition table_;
};

}  // namespace

bool is_below_district(std::string_view field) { return field == "lsoa" || field.ends_with(".area"); }

bool TableDefinition::all_stocks() const
{
    return std::none_of(measures.begin(), measures.end(),
                        [](auto const& one) { return one.measure.kind == MeasureKind::flow; });
}

std::vector<Period> TableDefinition::periods(Month start, Month end) const
{
    return whole_periods(every, {start, end, all_stocks(), with_base, decisive_month});
}

TableDefinition read_table(std::string const& path, Mistakes& mistakes)
{
    return read_table(TextFile::read(path, yaml_bytes_at_most), mistakes);
}

TableDefinition read_table(TextFile source, Mistakes& mistakes)
{
    auto const file = read_yaml(std::move(source), mistakes);
    return TableFile{file, mistakes}.read();
}

std::vector<std::string> tables_in(std::string const& folder)
{
    std::vector<std::string> names;
    std::error_code none;
    for (auto const& entry : std::filesystem::directory_iterator{folder, none})
        if (entry.path().extension() == ".yaml") names.push_back(entry.path().stem().string());
    std::sort(names.begin(), names.end());
    return names;
}

std::vector<TableDefinition> read_tables(std::vector<std::string> const& folders, std::vector<std::string> const& names,
                                         Mistakes& mistakes)
{
    auto wanted = names;
    if (wanted.empty() && !folders.empty()) wanted = tables_in(folders.front());
    std::vector<TableDefinition> tables;
    for (auto const& name : wanted) {
        auto const has = [&](std::string const& folder) {
            return std::filesystem::exists(folder + "/" + name + ".yaml");
        };
        auto const folder = std::find_if(folders.begin(), folders.end(), has);
        if (folder == folders.end()) {
            std::vector<std::string> known;
            for (auto const& each : folders)
                for (auto& one : tables_in(each)) known.push_back(std::move(one));
            mistakes.add({"unknown table '" + name + "'",
                          "neither one that ships nor one in tables/ beside the scenario is called so",
                          did_you_mean(nearest(name, known), "see 'foresight list tables'"),
                          {},
                          {}});
            continue;
        }
        try {
            auto const before = mistakes.count();
            auto table = read_table(*folder + "/" + name + ".yaml", mistakes);
            if (mistakes.count() == before && table.name != name)
                mistakes.add(table.place.saying("the table in " + name + ".yaml is called " + in_quotes(table.name),
                                                "it is asked for by the name of its file", "write table: " + name));
            if (std::any_of(folder + 1, folders.end(), has))
                mistakes.add(table.place.saying("there are two tables " + in_quotes(name),
                                                "one lies beside the scenario, and one ships with the program",
                                                "give yours another name"));
            if (mistakes.count() == before) tables.push_back(std::move(table));
        } catch (InputError const& error) {
            mistakes.add(error);
        }
    }
    return tables;
}

std::vector<TableDefinition> read_tables(std::vector<std::string> const& folders, std::vector<std::string> const& names)
{
    Mistakes mistakes;
    auto tables = read_tables(folders, names, mistakes);
    mistakes.refuse_if_any();
    return tables;
}

}  // namespace foresight
