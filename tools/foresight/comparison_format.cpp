#include "tools/foresight/comparison_format.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <optional>

#include "outputs/view/view_format.hpp"

namespace foresight {
namespace {

constexpr std::size_t years_shown = 6;
constexpr std::size_t inputs_shown = 12;

/// How the numbers of a measure are written, and differences of them.
struct Figures {
    double times = 1;
    int decimals = 0;
    int decimals_of_differences = 0;
    std::string unit{};                 ///< behind a number
    std::string unit_of_differences{};  ///< behind a difference

    std::string level(double number) const
    {
        return std::isnan(number) ? hidden() : shown(number * times, decimals) + unit;
    }
    std::string change(double number) const
    {
        return std::isnan(number) ? "-" : signed_number(number * times, decimals_of_differences) + unit_of_differences;
    }
    std::string levels(Band band) const { return shown(band, decimals, times); }
    std::string changes(Band band) const
    {
        if (std::isnan(band.low)) return "-";
        return signed_number(band.low * times, decimals_of_differences) + " to "
               + signed_number(band.high * times, decimals_of_differences);
    }
    /// A Monte Carlo error, in two digits at least: one digit less would say of most that there is none.
    std::string error(double number) const
    {
        auto const size = std::abs(number * times);
        int const needed = size > 0 && size < 10 ? 1 - static_cast<int>(std::floor(std::log10(size))) : 0;
        return shown(size, std::max(decimals_of_differences, std::min(needed, decimals_of_differences + 2)));
    }
    /// Whether a difference is nought in the digits that are written.
    bool is_nought(double number) const
    {
        return std::abs(number * times) < 0.5 * std::pow(10.0, -decimals_of_differences);
    }

private:
    std::string hidden() const { return unit == "%" ? "-" : "hidden"; }
};

Figures figures_of(Headline const& line)
{
    bool const share = line.unit == "%";
    return {line.times, line.decimals, share ? 2 : line.decimals, line.unit, share ? " points" : ""};
}

/// Large sums of pounds are written in millions.
bool in_millions(View const& view, std::size_t measure)
{
    constexpr double large = 1e7;
    auto const& values = view.values[measure];
    return view.measures[measure].unit == "GBP"
           && std::any_of(values.begin(), values.end(), [](double value) { return std::abs(value) >= large; });
}

bool is_nought(View const& view, std::size_t measure)
{
    auto const& values = view.values[measure];
    return std::all_of(values.begin(), values.end(), [](double value) { return value == 0; });
}

Figures figures_of(View const& view, std::size_t measure)
{
    auto const& of = view.measures[measure];
    if (of.unit == "share") return {100, 1, 2, "%", " points"};
    if (in_millions(view, measure)) return {1e-6, 1, 2, {}, {}};
    int const decimals = of.kind == MeasureKind::ratio ? 2 : 0;
    return {1, decimals, decimals, {}, {}};
}

bool has_interval(View const& view) { return view.replication.independent() > 1; }

std::vector<std::string> row_heads(Comparison const& made)
{
    std::vector<std::string> heads;
    for (auto const& dimension : made.base.dimensions) heads.push_back("  " + dimension.name);
    return heads;
}

std::vector<std::string> indented_labels(Comparison const& made, std::size_t row)
{
    auto labels = row_labels(made.base, row);
    if (!labels.empty()) labels.front().insert(0, "  ");
    return labels;
}

/// One measure in these rows, of runs that have one replicate each: both numbers and their difference.
std::string bare_block(Comparison const& made, std::size_t measure, std::vector<std::size_t> const& rows,
                       Figures const& figures)
{
    std::vector<std::vector<std::string>> lines{row_heads(made)};
    lines[0].insert(lines[0].end(), {"baseline", "changed", "difference"});
    for (auto const row : rows) {
        lines.push_back(indented_labels(made, row));
        for (View const* const view : {&made.base, &made.other})
            lines.back().push_back(figures.level(view->estimate(measure, row).mean));
        lines.back().push_back(figures.change(made.difference(measure, row).mean));
    }
    return aligned(lines, made.base.dimensions.size());
}

/// One measure in these rows: of both runs and of their difference the mean, its error, and what futures it lies in.
std::string block_of(Comparison const& made, std::size_t measure, std::vector<std::size_t> const& rows,
                     Figures const& figures)
{
    if (!has_interval(made.base) && !has_interval(made.other)) return bare_block(made, measure, rows, figures);
    std::vector<std::vector<std::string>> lines{row_heads(made)};
    lines[0].insert(lines[0].end(),
                    {"", "mean", "error", "95% of the mean", "80% of futures", "95% of futures", "error if unpaired"});
    std::vector<std::string> const below(made.base.dimensions.size());
    for (auto const row : rows) {
        auto const labels = indented_labels(made, row);
        for (View const* const view : {&made.base, &made.other}) {
            auto const of = view->estimate(measure, row);
            lines.push_back(view == &made.base ? labels : below);
            lines.back().insert(lines.back().end(),
                                {view == &made.base ? "baseline" : "changed", figures.level(of.mean),
                                 of.has_bands ? figures.error(of.error) : "-", "",
                                 of.has_bands ? figures.levels(of.eighty) : "-",
                                 of.has_bands ? figures.levels(of.ninety_five) : "-", ""});
        }
        auto const difference = made.difference(measure, row), effect = made.effect(measure, row);
        auto const in_futures = [&](Band band) {
            return !made.paired ? "not paired" : effect.has_bands ? figures.changes(band) : "-";
        };
        auto const gain = made.gain_of_pairing(measure, row);
        lines.push_back(below);
        lines.back().insert(lines.back().end(),
                            {"difference", figures.change(difference.mean),
                             difference.has_bands ? figures.error(difference.error) : "-",
                             difference.has_bands ? figures.changes(difference.ninety_five) : "-",
                             in_futures(effect.eighty), in_futures(effect.ninety_five),
                             std::isnan(gain) ? "-" : figures.error(difference.error * std::sqrt(gain))});
    }
    return aligned(lines, made.base.dimensions.size() + 1);
}

/// What the heads of a block mean.
std::string legend_of(Comparison const& made)
{
    char const* const none = "\nOne replicate has no interval: more of them with --replicates, or in the scenario.\n";
    if (!has_interval(made.base) && !has_interval(made.other)) return none;
    std::string const without = has_interval(made.base) && has_interval(made.other) ? "" : none;
    return without
           + "\nError: the Monte Carlo error of the mean; unpaired, with seeds that have nothing to do with each "
             "other.\n"
             "95% of the mean: between these lies, with that confidence, what infinitely many replicates would give. "
             "In 80\n"
             "and 95 of 100 futures a number, and the difference, lies in the intervals beside it.\n";
}

/// "Pairing makes its variance 66 to 998 times smaller": of the rows in which there is a difference.
std::string pairing_text(Comparison const& made, std::size_t measure, std::vector<std::size_t> const& rows,
                         Figures const& figures)
{
    constexpr double beyond_telling = 1e6;
    double least = HUGE_VAL, greatest = 0;
    for (auto const row : rows) {
        auto const gain = made.gain_of_pairing(measure, row);
        if (std::isnan(gain) || figures.is_nought(made.difference(measure, row).mean)) continue;
        least = std::min(least, gain);
        greatest = std::max(greatest, gain);
    }
    if (greatest == 0) return {};
    auto const times = [&](double gain) {
        return gain > beyond_telling ? std::string{"over a million"} : shown(gain, gain < 10 ? 1 : 0);
    };
    auto const from = times(least), to = times(greatest);
    return "  Shared luck makes its variance " + (from == to ? from : from + " to " + to) + " times smaller.\n";
}

/// Whether a difference stands in the digits that are written, and is not known to be next to nothing: nought lies within
/// its interval, and all of that within half a per cent of what it is a difference of.
bool changes_measurably(Comparison const& made, std::size_t measure, Figures const& figures)
{
    auto const stands_out = [&](std::size_t row) {
        auto const of = made.difference(measure, row);
        if (figures.is_nought(of.mean)) return false;
        auto const [low, high] = of.ninety_five;
        auto const next_to_nothing = 0.005 * std::abs(made.base.estimate(measure, row).mean);
        return !of.has_bands || low > 0 || high < 0 || std::max(-low, high) > next_to_nothing;
    };
    for (std::size_t row = 0; row != made.rows(); ++row)
        if (stands_out(row)) return true;
    return false;
}

/// The year in which a medium-term plan begins: the first whole financial year, by its first year; of other cadences the
/// year that ends with or just after it.
int first_year_shown(Month start, Every every)
{
    auto const financial = start.month() <= 4 ? start.year() : start.year() + 1;
    return every == Every::financial_year || every == Every::school_year ? financial : financial + 1;
}

/// The rows of a plan's years, or where there are fewer of them the last ones that there are.
std::vector<std::size_t> years_of_plan(View const& view, Every every, Month start)
{
    auto const& codes = view.dimensions[0].codes;
    auto const first = std::to_string(first_year_shown(start, every));
    std::size_t from = 0;
    while (from != codes.size() && codes[from].label.substr(0, 4) < first) ++from;
    if (codes.size() - from < years_shown) from = codes.size() - std::min(codes.size(), years_shown);
    std::vector<std::size_t> rows;
    for (auto row = from; row != codes.size() && rows.size() != years_shown; ++row) rows.push_back(row);
    return rows;
}

std::string small_first(std::string text)
{
    bool const acronym = text.size() > 1 && std::isupper(static_cast<unsigned char>(text[1]));
    if (!text.empty() && !acronym) text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
    return text;
}

/// Of a section: which of its lines.
using Unchanged = std::map<std::string, std::vector<std::string>>;

std::string unchanged_text(char const* heading, Unchanged const& unchanged,
                           std::map<std::string, std::size_t> const& lines_of_section, bool after_others)
{
    if (unchanged.empty()) return {};
    auto text = std::string{after_others ? "\n" : ""} + heading + "\n";
    for (auto const& [section, names] : unchanged) {
        text += "  " + section + ": ";
        if (names.size() > 1 && names.size() == lines_of_section.at(section)) text += "by every measure";
        else
            for (std::size_t i = 0; i != names.size(); ++i) text += (i == 0 ? "" : "; ") + names[i];
        text += "\n";
    }
    return text;
}

}  // namespace

std::string signed_number(double number, int decimals)
{
    auto const text = shown(number, decimals);
    bool const nought = text.find_first_not_of("-0.,") == std::string::npos;
    return (number > 0 && !nought ? "+" : "") + text;
}

std::string inputs_text(RunReader const& base, RunReader const& other)
{
    auto const differences = parameter_differences(base.provenance(), other.provenance());
    if (differences.empty()) return "What was asked differs in no parameter.\n";
    std::vector<std::string> names;
    for (auto const& one : differences)
        if (std::find(names.begin(), names.end(), one.parameter) == names.end()) names.push_back(one.parameter);
    auto text = "What was asked differs in " + std::to_string(names.size())
                + (names.size() == 1 ? " parameter:\n" : " parameters:\n");
    for (std::size_t i = 0; i != std::min(differences.size(), inputs_shown); ++i) {
        auto const& one = differences[i];
        text += "  " + one.parameter + ": " + one.what + "\n";
        auto const from = one.set_by + (one.set_by.empty() || one.source.empty() ? "" : ": ") + one.source;
        if (!from.empty()) text += "      " + from + "\n";
    }
    if (differences.size() > inputs_shown)
        text += "  and " + std::to_string(differences.size() - inputs_shown) + " more: see --format json\n";
    return text;
}

std::optional<Comparison> headline_in_common(RunReader const& base, RunReader const& other, Headline const& line)
{
    if (!other.has(line.table)) return {};
    return views_in_common(base, other, base.table(line.table), {{std::string{name_of(line.by)}}, {}});
}

std::string headline_text(RunReader const& base, RunReader const& other)
{
    std::string text;
    Unchanged same_in_every_cell, not_measurable;
    std::map<std::string, std::size_t> lines_of_section;
    std::map<std::string, bool> known;  // whether a table is the same
    auto const same = [&](std::string const& table) {
        auto const [at, is_new] = known.emplace(table, false);
        if (is_new) at->second = same_where_shared(base, other, base.table(table));
        return at->second;
    };
    std::string section;
    std::string legend;
    std::string left_out;  // of which table years are
    auto const start = std::max(base.provenance().start, other.provenance().start);
    for (auto const& line : headlines_of(base)) {
        auto const made = headline_in_common(base, other, line);
        if (!made) continue;
        ++lines_of_section[line.section];
        auto const measure = base.table(line.table).measure(line.measure);
        auto const rows = years_of_plan(made->base, line.by, start);
        auto const figures = figures_of(line);
        if (!changes_measurably(*made, measure, figures)) {
            (same(line.table) ? same_in_every_cell : not_measurable)[line.section].push_back(small_first(line.label));
            continue;
        }
        if (section != line.section) text += (text.empty() ? "" : "\n") + (section = line.section) + "\n";
        text += "  " + line.label + "\n" + block_of(*made, measure, rows, figures)
                + pairing_text(*made, measure, rows, figures);
        legend = legend_of(*made);
        if (rows.size() < made->rows()) left_out = line.table;
    }
    if (text.empty() && !known.empty() && exact_differences(base, other).empty())
        return "Identical: every cell of every table is the same in both\n";
    for (auto const& [heading, unchanged] :
         {std::pair{"The same in every cell", &same_in_every_cell}, std::pair{"No measurable change", &not_measurable}})
        text += unchanged_text(heading, *unchanged, lines_of_section, !text.empty());
    if (!left_out.empty())
        text += "\nAt most six years of each are shown. --table NAME, such as --table " + left_out
                + ", shows every period that both runs hold.\n";
    return text + legend;
}

std::string comparison_text(Comparison const& made)
{
    auto text = made.base.label + "\n";
    std::vector<std::size_t> rows(made.rows());
    for (std::size_t row = 0; row != rows.size(); ++row) rows[row] = row;
    std::string nought;
    for (std::size_t m = 0; m != made.base.measures.size(); ++m) {
        auto const& measure = made.base.measures[m];
        if (made.base.measures.size() > 1 && is_nought(made.base, m) && is_nought(made.other, m)) {
            nought += (nought.empty() ? "" : ", ") + measure.name;
            continue;
        }
        auto const unit = measure.unit.empty() || measure.unit == "share" ? std::string{} : ", " + measure.unit;
        text += "\n  " + measure.label + unit + (in_millions(made.base, m) ? " million" : "") + " (" + measure.name
                + ")\n" + block_of(made, m, rows, figures_of(made.base, m));
    }
    if (!nought.empty()) text += "\n  Nought in both runs: " + nought + "\n";
    return text + legend_of(made);
}

std::vector<std::pair<std::string, double>> comparison_fields(Comparison const& made, std::size_t measure,
                                                              std::size_t row)
{
    std::vector<std::pair<std::string, double>> fields;
    auto const add = [&](std::string const& name, Estimate const& of) {
        fields.emplace_back(name, of.mean);
        for (auto const& [suffix, number] : uncertainty_fields(of)) fields.emplace_back(name + "_" + suffix, number);
    };
    add("base", made.base.estimate(measure, row));
    add("other", made.other.estimate(measure, row));
    add("difference", made.effect(measure, row));
    for (auto const& [suffix, number] : uncertainty_fields(made.difference(measure, row)))
        if (suffix == "error") fields[fields.size() - 5].second = number;
        else fields.emplace_back("difference_mean_" + suffix, number);
    auto const [paired, independent] = made.spread(measure, row);
    fields.emplace_back("difference_deviation", paired);
    fields.emplace_back("difference_deviation_independent", independent);
    fields.emplace_back("pairing_gain", made.gain_of_pairing(measure, row));
    return fields;
}

nlohmann::ordered_json comparison_json(Comparison const& made)
{
    auto rows = nlohmann::ordered_json::array();
    for (std::size_t row = 0; row != made.rows(); ++row)
        for (std::size_t m = 0; m != made.base.measures.size(); ++m) {
            nlohmann::ordered_json line;
            auto const at = made.base.positions(row);
            for (std::size_t d = 0; d != at.size(); ++d)
                line[made.base.dimensions[d].name] = made.base.dimensions[d].codes[at[d]].key;
            line["measure"] = made.base.measures[m].name;
            for (auto const& [name, number] : comparison_fields(made, m, row)) line[name] = json_number(number);
            rows.push_back(std::move(line));
        }
    return rows;
}

}  // namespace foresight
