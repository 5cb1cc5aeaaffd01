#include "engine/scenario/changes.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>

#include "engine/io/csv.hpp"
#include "engine/io/literal.hpp"
#include "engine/scenario/grammar.hpp"
#include "engine/scenario/key_advice.hpp"
#include "engine/scenario/parameter_table.hpp"
#include "engine/scenario/population_base.hpp"
#include "engine/scenario/synonyms.hpp"

namespace foresight {

std::string Change::in_words() const
{
    std::string words;
    if (!table.empty()) words = "as in " + std::filesystem::path{table}.filename().string();
    else words = (kind == Kind::scale ? "x " : kind == Kind::add ? "+ " : "= ") + number_text(amount);
    if (phase_in > 0) words += " phased in";
    if (from.value > 0) words += " from " + to_string(from);
    if (until.value > 0) words += " until " + to_string(until);
    if (phase_in > 0) words += " over " + std::to_string(phase_in) + " months";
    for (auto const& [dimension, code] : where) words += ", " + dimension + " " + code;
    return words;
}

namespace {

void read_where(YamlReader const& reader, YamlValue const& said, Change& change)
{
    if (!said.is_map() || said.entries.empty()) {
        reader.refuse(said, "`where` must be a map of dimensions to codes",
                      "it says which cells of the parameter are changed", "write where: {sex: female}");
        return;
    }
    for (auto const& [dimension, codes] : said.entries) {
        if (codes.is_list() && codes.items.empty())
            reader.refuse(codes, "`where` names no code of " + in_quotes(dimension.text), "nothing would be changed",
                          "name a code, or delete the dimension: without it, all are changed");
        if (codes.is_list())
            for (auto const* code : reader.words(codes, "codes")) change.where.emplace_back(dimension.text, code->text);
        else if (auto const code = reader.word(codes, "a code of `where`"))
            change.where.emplace_back(dimension.text, *code);
    }
}

/// Where one is not, it was meant for one that seems to be missing.
bool all_keys_known(YamlValue const& said)
{
    auto const keys = keys_of("change");
    return std::all_of(said.entries.begin(), said.entries.end(), [&](auto const& entry) {
        return std::find(keys.begin(), keys.end(), entry.key.text) != keys.end();
    });
}

/// Which of value, scale, add and table it is.
bool read_amount(YamlReader const& reader, YamlValue const& said, SaidChange& made)
{
    static constexpr std::pair<std::string_view, Change::Kind> kinds[]{{"value", Change::Kind::value},
                                                                       {"scale", Change::Kind::scale},
                                                                       {"add", Change::Kind::add},
                                                                       {"table", Change::Kind::value}};
    YamlValue const* amount = nullptr;
    std::string_view name;
    for (auto const& [key, kind] : kinds) {
        auto const* value = said.find(key);
        if (!value) continue;
        if (amount) {
            reader.refuse(said.entry(key)->key, "`" + std::string{key} + "` beside `" + std::string{name} + "`",
                          "a change does one thing", "make it two changes");
            return false;
        }
        amount = value;
        name = key;
        made.change.kind = kind;
    }
    if (!amount) {
        if (all_keys_known(said))
            reader.refuse(said, "a change needs one of `value`, `scale`, `add` and `table`",
                          "it says what becomes of the parameter",
                          "write scale: 1.1 for a tenth more, or value: and a number");
        return false;
    }
    if (name == "table") {
        made.change.table = reader.word(*amount, "`table`").value_or("");
        return !made.change.table.empty();
    }
    if (name == "value" && amount->is_word() && !amount->text.empty()) {
        made.amount_text = amount->text;  // perhaps one of the parameter's words: it is looked up when that is known
        if (amount->plain) return true;
    }
    if (name == "add" && amount->is_word() && amount->plain && read_per_cent(amount->text)) {
        made.amount_text = amount->text;  // what to write instead depends on the parameter's unit
        return true;
    }
    if (auto const meant = name == "scale" ? factor_meant(amount->text) : std::string{}; !meant.empty()) {
        reader.refuse(*amount, "`scale` must be a number: " + in_quotes(amount->text) + " is not a number",
                      "what it changes is multiplied by it", meant);
        return false;
    }
    auto const number = reader.number(*amount, "`" + std::string{name} + "`");
    if (number) {
        made.change.amount = *number;
        made.amount_text = amount->text;
    }
    return number.has_value();
}

/// The value of a key of a change; of "where:sex" the dimension, of "where:sex:male" the code; else all of the change.
YamlValue const& value_at(YamlValue const& said, std::string_view key)
{
    if (!key.starts_with("where:")) {
        auto const* value = said.find(key);
        return value ? *value : said;
    }
    key.remove_prefix(6);
    auto const colon = key.find(':');
    auto const* where = said.find("where");
    auto const* dimension = where ? where->entry(key.substr(0, colon)) : nullptr;
    if (!dimension) return said;
    if (colon == std::string_view::npos) return dimension->key;
    for (auto const& code : dimension->value.items)
        if (code.text == key.substr(colon + 1)) return code;
    return dimension->value;
}

/// "3", "0.5", "33": as it is said in a sentence.
std::string rounded(double number)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.3g", number);
    return text;
}

/// "1.03", of 3 per cent more.
std::string factor_of(double per_cent_more, std::string_view sign)
{
    return std::string{sign} + number_text(std::round((100 + per_cent_more) * 1e4) / 1e6);
}

/// Factors for so many per cent, from 0.
std::string factors_of(double per_cent, std::string_view sign = {})
{
    auto const share = number_text(per_cent) + " per cent";
    auto const more = "write " + factor_of(per_cent, sign) + " for " + share + " more, ";
    // From a half on, per cent of the whole are as likely to be meant.
    if (per_cent >= 50) return more + factor_of(per_cent - 100, sign) + " for " + share + " of what it is";
    return more + factor_of(-per_cent, sign) + " for " + share + " less";
}

/// "write *1.2 for 20 per cent more".
std::string factor_of_more(double per_cent, std::string_view sign)
{
    return "write " + factor_of(per_cent, sign) + " for " + number_text(std::abs(per_cent))
           + (per_cent < 0 ? " per cent less" : " per cent more");
}

/// Whether a value of that unit may itself be told in per cent.
bool is_share(std::string_view unit)
{
    return unit.starts_with("share") || unit.starts_with("probability") || unit.starts_with("proportion");
}

/// Takes a change through everything that the parameter must agree with.
class Application {
public:
    Application(SaidChange& said, Shelf& shelf, Inputs& inputs, DimensionCodes const& dimensions, Mistakes& mistakes)
        : said_{said},
          change_{said.change},
          shelf_{shelf},
          inputs_{inputs},
          dimensions_{dimensions},
          mistakes_{mistakes}
    {
    }

    void run()
    {
        if (shelf_.broken.count(change_.parameter) != 0) return;
        if (!shelf_.parameters.has(change_.parameter)) {
            if (shelf_.complete) refuse_unknown();
            return;
        }
        auto const before = mistakes_.count();
        auto& parameter = shelf_.parameters.change(change_.parameter);
        Adjustment made{change_.kind, {}, change_.from, change_.until, change_.phase_in, {}, change_.uncertain};
        check_unit(parameter);
        check_dates(parameter);
        take_labels_for_codes(parameter);
        find_cells(parameter, made);
        if (!said_.understood) return;
        find_amounts(parameter, made);
        if (mistakes_.count() != before) return;
        check_uncertainty(parameter);
        if (mistakes_.count() != before) return;
        auto changed = parameter;
        changed.adjust(std::move(made));
        if (!check_range(changed)) return;
        changed.set_by.push_back(said_.spot);
        if (!said_.setting) tell_of_change(changed);
        parameter = std::move(changed);
    }

private:
    void tell_of_change(Parameter& changed) const
    {
        changed.source = change_.in_words() + " (" + (change_.source.empty() ? "no source is stated" : change_.source)
                         + "); before: " + changed.source
                         + (changed.certainty == certainty_of_a_change ? "" : " (" + changed.certainty + ")");
        changed.certainty = certainty_of_a_change;
    }

    void refuse(std::string_view key, std::string problem, std::string reason = {}, std::string suggestion = {}) const
    {
        said_.refuse(key, std::move(problem), std::move(reason), std::move(suggestion));
    }

    void refuse_unknown() const
    {
        auto const near = nearest_by_label(change_.parameter, shelf_.parameters.labelled());
        refuse("parameter", "unknown parameter " + in_quotes(change_.parameter),
               "no parameter book of the scenario has it",
               near.empty() ? "see `foresight list parameters`" : "did you mean '" + near + "'?");
    }

    void check_unit(Parameter const& parameter) const
    {
        auto const& unit = change_.unit;
        if (unit.empty() || unit == parameter.unit || (change_.kind == Change::Kind::scale && unit == "ratio")) return;
        refuse("unit", "the unit is " + in_quotes(parameter.unit) + ", not " + in_quotes(unit),
               "a figure in another unit would be another figure", "convert the figure to " + parameter.unit);
    }

    void check_dates(Parameter const&) const
    {
        auto const [from, until] = std::pair{change_.from, change_.until};
        auto const dated = from.value > 0 || until.value > 0;
        if (dated && change_.parameter.starts_with("population/")) {
            refuse(from.value > 0 ? "from" : "until", "a dated change under population/",
                   "the people are made once, before the first month", "delete the date");
            return;
        }
        auto const clock = "the clock runs from " + to_string(said_.start) + " to " + to_string(said_.end - 1);
        if (said_.end.value > 0) {
            if (from.value > 0 && (from < said_.start || from >= said_.end))
                refuse("from", "the date " + to_string(from) + " is outside the clock", clock,
                       "write a month from " + to_string(said_.start) + " to " + to_string(said_.end - 1));
            if (until.value > 0 && (until <= said_.start || until > said_.end))
                refuse("until", "the date " + to_string(until) + " is outside the clock", clock,
                       "write a month from " + to_string(said_.start + 1) + " to " + to_string(said_.end));
        }
        if (from.value > 0 && until.value > 0 && until <= from)
            refuse("until", "it ends before it begins", "`until` is the first month in which it no longer holds",
                   "write a month after " + to_string(from));
        if (change_.phase_in > 0 && from.value == 0)
            refuse("phase_in", "`phase_in` without `from`", "it must be said when it begins to grow",
                   said_.end.value > 0
                       ? "add from: and a month from " + to_string(said_.start) + " to " + to_string(said_.end - 1)
                       : "add from: and a month");
    }

    /// Who writes "Tendring" means E07000076.
    void take_labels_for_codes(Parameter const& parameter)
    {
        for (auto& [dimension, code] : change_.where) {
            auto const at = std::find(parameter.dimensions.begin(), parameter.dimensions.end(), dimension);
            if (at == parameter.dimensions.end()) continue;
            auto const& codes = parameter.codes[static_cast<std::size_t>(at - parameter.dimensions.begin())];
            if (std::find(codes.begin(), codes.end(), code) != codes.end()) continue;
            auto const labelled = code_labelled(dimensions_, dimension, code);
            if (std::find(codes.begin(), codes.end(), labelled) != codes.end()) code = labelled;
        }
    }

    void find_cells(Parameter const& parameter, Adjustment& made) const
    {
        if (change_.where.empty()) return;
        std::vector<std::vector<bool>> wanted;
        for (auto const size : parameter.sizes) wanted.emplace_back(size, false);
        std::vector<bool> named(parameter.dimensions.size(), false);
        auto good = true;
        for (auto const& [dimension, code] : change_.where) {
            auto const at = std::find(parameter.dimensions.begin(), parameter.dimensions.end(), dimension);
            if (at == parameter.dimensions.end()) {
                refuse_dimension(parameter, dimension);
                good = false;
                continue;
            }
            auto const i = static_cast<std::size_t>(at - parameter.dimensions.begin());
            named[i] = true;
            auto const& codes = parameter.codes[i];
            auto const found = std::find(codes.begin(), codes.end(), code);
            if (found == codes.end()) {
                auto const near = nearest_code(dimensions_, dimension, codes, code);
                refuse("where:" + dimension + ":" + code, in_quotes(code) + " is not a code of '" + dimension + "'",
                       "its codes are " + list_of_codes(dimension, codes), did_you_mean_code(dimension, near));
                good = false;
            } else wanted[i][static_cast<std::size_t>(found - codes.begin())] = true;
        }
        if (!good) return;
        auto const cells = parameter.slices.front().values.size();
        for (std::size_t cell = 0; cell != cells; ++cell) {
            auto rest = cell;
            auto all = true;
            for (std::size_t i = parameter.dimensions.size(); i-- != 0;) {
                all = all && (!named[i] || wanted[i][rest % parameter.sizes[i]]);
                rest /= parameter.sizes[i];
            }
            if (all) made.cells.push_back(cell);
        }
    }

    /// All of a few codes, with what people call them; of many the first and the last, or how many more there are.
    std::string list_of_codes(std::string const& dimension, std::vector<std::string> const& codes) const
    {
        constexpr std::size_t most = 12;
        bool const numbers =
            std::all_of(codes.begin(), codes.end(), [](auto const& code) { return bool{read_integer(code)}; });
        if (codes.size() > most && numbers) return "the numbers " + codes.front() + " to " + codes.back();
        std::string all;
        for (std::size_t i = 0; i != std::min(codes.size(), most); ++i)
            all += (i == 0 ? "" : ", ") + codes[i] + label_in_brackets(dimension, codes[i]);
        return codes.size() > most ? all + ", and " + std::to_string(codes.size() - most) + " more" : all;
    }

    /// " (Tendring)", or nothing where the label says no more than the code.
    std::string label_in_brackets(std::string const& dimension, std::string const& code) const
    {
        auto const label = label_of(dimensions_, dimension, code);
        return label.empty() || label == code ? std::string{} : " (" + label + ")";
    }

    std::string did_you_mean_code(std::string const& dimension, std::string const& near) const
    {
        return near.empty() ? "write one of its codes"
                            : "did you mean '" + near + "'" + label_in_brackets(dimension, near) + "?";
    }

    void refuse_dimension(Parameter const& parameter, std::string const& dimension) const
    {
        if (parameter.dimensions.empty()) {
            refuse("where", "the parameter is a single number", "it has no dimension " + in_quotes(dimension),
                   "delete `where`");
            return;
        }
        std::string have;
        for (auto const& name : parameter.dimensions) have += (have.empty() ? "" : ", ") + name;
        auto const near = nearest(dimension, parameter.dimensions);
        refuse("where:" + dimension, "the parameter has no dimension " + in_quotes(dimension), "it has " + have,
               did_you_mean(near, "write one of these, or delete it"));
    }

    /// What may be written for a value of the parameter.
    static std::string write_a_value(std::string const& name, Parameter const& parameter)
    {
        if (name == population_base) return "write " + population_bases_in_words("or");
        auto const number = write_a_number_within(parameter.low, parameter.high);
        return parameter.words.empty() ? number : "write one of these words, or its number";
    }

    void find_amounts(Parameter const& parameter, Adjustment& made)
    {
        if (!change_.table.empty()) {
            read_table(parameter, made);
            return;
        }
        if (change_.kind == Change::Kind::value) {
            auto const word = parameter.words.find(said_.amount_text);
            auto const number = read_number(said_.amount_text);
            if (word != parameter.words.end()) change_.amount = word->second;
            else if (number) change_.amount = *number.value;
            else {
                std::vector<std::string> words;
                std::string known;
                for (auto const& [name, value] : parameter.words) {
                    words.push_back(name);
                    known += (known.empty() ? "it is one of " : ", ") + name;
                }
                auto const near = nearest(said_.amount_text, words);
                auto advice = read_per_cent(said_.amount_text) ? per_cent_meant(parameter) : number.suggestion;
                if (advice.empty()) advice = write_a_value(change_.parameter, parameter);
                if (known.empty()) known = "it is a value in " + parameter.unit;
                refuse("value", "`value` must be a number: " + number.problem, known, did_you_mean(near, advice));
                return;
            }
            if (change_.amount < parameter.low || change_.amount > parameter.high) {
                auto const percent = parameter.high == 1 && change_.amount > 1 && change_.amount <= 100;
                refuse("value", "the value " + said_.amount_text + " is out of range",
                       "it must lie in " + number_text(parameter.low) + " to " + number_text(parameter.high),
                       percent
                           ? "write " + number_text(std::round(change_.amount * 1e4) / 1e6) + " if per cent were meant"
                           : write_a_value(change_.parameter, parameter));
                return;
            }
        }
        if (change_.kind == Change::Kind::add && read_per_cent(said_.amount_text)) {
            refuse("add", "`add` must be a number: " + in_quotes(said_.amount_text) + " is not a number",
                   "it is added to a value in " + parameter.unit, per_cent_meant(parameter));
            return;
        }
        made.amounts = {change_.amount};
    }

    /// What to write where a value, or what is added to one, is said in per cent: a factor, and of a share a share.
    std::string per_cent_meant(Parameter const& parameter) const
    {
        auto const& text = said_.amount_text;
        auto const per_cent = *read_per_cent(text);
        bool const adds = change_.kind == Change::Kind::add;
        auto advice = adds ? factor_of_more(per_cent, said_.factor_sign) : factor_meant(text, said_.factor_sign);
        if (!is_share(parameter.unit)) return advice;
        auto const share = number_text(per_cent / 100);
        return advice
               + (adds ? ", " + share + " for " + number_text(std::abs(per_cent)) + " points "
                             + (per_cent < 0 ? "less" : "more")
                       : ", " + share + " for a share of " + number_text(per_cent) + " per cent");
    }

    void read_table(Parameter const& parameter, Adjustment& made)
    {
        if (!change_.where.empty())
            refuse("where", "`where` beside `table`", "a table gives every cell",
                   "delete `where`, or change only these cells by `value`, `scale` or `add`");
        auto const path = inputs_.path_named(said_.folder, change_.table);
        if (!path.ends_with(".csv")) {
            refuse("table", in_quotes(change_.table) + " is not a CSV file", "a table's file ends in .csv",
                   "name a file that ends in .csv, of commas and lines");
            return;
        }
        auto text = inputs_.read(path, csv_bytes_at_most, [&](auto problem, auto reason, auto suggestion) {
            refuse("table", problem, reason, suggestion);
        });
        if (!text) return;
        Mistakes found;
        auto file = read_csv(std::move(*text), found);
        if (file.column("value") < 0) found = {};
        auto const slices = read_parameter_table(file, parameter, {}, dimensions_, found);
        for (auto const& mistake : found.all()) mistakes_.add(mistake);
        if (!slices) return;
        if (slices->size() > 1)
            refuse("table", "a change's table is not dated", "`from` says when it begins",
                   "make it one change for each date");
        made.amounts = slices->front().values;
    }

    void check_uncertainty(Parameter const& parameter) const
    {
        if (!change_.uncertain || change_.uncertain->multiplies()) return;
        if (change_.uncertain->as == Uncertainty::As::exponent) {
            refuse("uncertain_as", "the amount of a change is a factor or a value, no exponent",
                   "only a parameter itself is raised to a draw, in its book", "write uncertain_as: factor");
            return;
        }
        if (change_.table.empty() && parameter.dimensions.empty()) return;
        if (!change_.table.empty())
            refuse("uncertain", "a drawn value cannot stand for a table", "each of its cells has a value of its own",
                   "draw a factor: {normal: [1, 0.1]}");
    }

    /// Nothing may leave its range, at any date: a probability that is scaled stays one.
    bool check_range(Parameter const& parameter) const
    {
        for (auto const& slice : parameter.slices)
            for (std::size_t cell = 0; cell != slice.values.size(); ++cell) {
                auto const value = slice.values[cell];
                if (value >= parameter.low && value <= parameter.high) continue;
                auto const where = parameter.cell_name(cell);
                auto const key = change_.kind == Change::Kind::scale ? "scale"
                                 : change_.kind == Change::Kind::add ? "add"
                                                                     : "value";
                refuse(key,
                       "it takes " + change_.parameter + (where.empty() ? "" : " (" + where + ")") + " to "
                           + number_text(value)
                           + (slice.from.value > 0 ? " from " + to_string(slice.from) : std::string{}),
                       "it must lie in " + number_text(parameter.low) + " to " + number_text(parameter.high),
                       where.empty() ? "change it less" : "change less, or fewer cells, with `where`");
                return false;
            }
        return true;
    }

    SaidChange& said_;
    Change& change_;
    Shelf& shelf_;
    Inputs& inputs_;
    DimensionCodes const& dimensions_;
    Mistakes& mistakes_;
};

constexpr double least_factor = 0.5;
constexpr double greatest_factor = 2;

}  // namespace

std::string factor_meant(std::string_view text, std::string_view sign)
{
    auto const per_cent = read_per_cent(text);
    if (!per_cent) return {};
    bool const has_sign = !text.empty() && (text.front() == '+' || text.front() == '-');
    return has_sign ? factor_of_more(*per_cent, sign) : factors_of(*per_cent, sign);
}

std::optional<Mistake> warning_of(SaidChange const& said)
{
    auto const factor = said.change.amount;
    if (!said.understood || said.change.kind != Change::Kind::scale
        || (factor >= least_factor && factor <= greatest_factor))
        return {};
    auto warning = said.place ? said.place("scale") : said.change.place;
    auto const& name = said.change.parameter;
    if (factor == 0) {
        warning.problem += "it makes " + name + " nought";
        warning.suggestion = "to leave it as it is, write 1; if nought is meant, all is well";
        return warning;
    }
    if (factor < 0) {
        warning.problem += "it turns the sign of " + name;
        warning.suggestion = "`scale` multiplies; to take something away, write `add` with a minus";
        return warning;
    }
    warning.problem += factor < 1 ? "it divides " + name + " by " + rounded(1 / factor)
                                  : "it multiplies " + name + " by " + rounded(factor);
    warning.reason = "`scale` is what the value is multiplied by: 1 leaves it as it is";
    warning.suggestion = "if per cent were meant, " + factors_of(factor < 1 ? 100 * factor : factor);
    return warning;
}

std::optional<SaidChange> read_change(YamlReader const& reader, YamlValue const& said)
{
    if (!reader.check_map(said, keys_of("change"), "a change", synonyms_of("change"))) return {};
    SaidChange made;
    auto& change = made.change;
    change.place = reader.place(said);
    made.folder = folder_of(reader.source().path());
    made.spot = reader.source().path() + ":" + std::to_string(said.line);
    made.refuse = [reader, said](std::string_view key, std::string problem, std::string reason,
                                 std::string suggestion) {
        reader.refuse(value_at(said, key), std::move(problem), std::move(reason), std::move(suggestion));
    };
    made.place = [reader, said](std::string_view key) { return reader.place(value_at(said, key)); };
    auto good = read_amount(reader, said, made);
    if (auto const* name = said.find("parameter")) change.parameter = reader.word(*name, "`parameter`").value_or("");
    else if (all_keys_known(said))
        reader.refuse(said, "a change needs `parameter`", "it says what is changed",
                      "write parameter: and a name of `foresight list parameters`");
    auto begins = true;
    if (auto const* from = said.find("from")) {
        auto const month = reader.month(*from, "`from`");
        begins = month.has_value();
        change.from = month.value_or(Month{});
    }
    if (auto const* until = said.find("until")) {
        auto const month = reader.month(*until, "`until`");
        good = good && month;
        change.until = month.value_or(Month{});
    }
    if (auto const* months = said.find("phase_in")) {
        auto const number = reader.integer(*months, "`phase_in`", 1, 1200);
        good = good && number;
        if (begins) change.phase_in = static_cast<int>(number.value_or(0));
    }
    if (auto const* where = said.find("where")) read_where(reader, *where, change);
    if (auto const* unit = said.find("unit")) change.unit = reader.word(*unit, "`unit`").value_or("");
    if (auto const* source = said.find("source")) change.source = reader.word(*source, "`source`").value_or("");
    if (auto const* uncertain = said.find("uncertain"))
        change.uncertain = read_uncertainty(reader, *uncertain, said.find("uncertain_as"), true);
    else if (said.find("uncertain_as"))
        reader.refuse(said.entry("uncertain_as")->key, "`uncertain_as` without `uncertain`",
                      "it says what the draw of `uncertain` is", "add uncertain: {normal: [1, 0.1]}, or delete it");
    if (change.parameter.empty()) return {};
    made.understood = good && begins;
    return made;
}

void apply_change(SaidChange& said, Shelf& shelf, Inputs& inputs, DimensionCodes const& dimensions, Mistakes& mistakes)
{
    Application{said, shelf, inputs, dimensions, mistakes}.run();
}

}  // namespace foresight
