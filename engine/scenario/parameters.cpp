#include "engine/scenario/parameters.hpp"

#include <algorithm>
#include <cctype>

#include "engine/io/hash.hpp"
#include "engine/random/elementary.hpp"

namespace foresight {
namespace {

/// Makes a slice begin at `month` and tells which it is. The first slice begins with time.
std::size_t split(std::vector<Parameter::Slice>& slices, Month month)
{
    if (month.value <= 0) return 0;
    std::size_t i = 0;
    while (i + 1 < slices.size() && slices[i + 1].from <= month) ++i;
    if (i > 0 && slices[i].from == month) return i;
    auto copy = slices[i];
    copy.from = month;
    slices.insert(slices.begin() + static_cast<std::ptrdiff_t>(i) + 1, std::move(copy));
    return i + 1;
}

double adjusted(Adjustment::Kind kind, double value, double amount, double share)
{
    switch (kind) {
    case Adjustment::Kind::value: return share == 1 ? amount : value + share * (amount - value);
    case Adjustment::Kind::scale: return share == 1 ? value * amount : value * (1 + share * (amount - 1));
    case Adjustment::Kind::add: return value + share * amount;
    }
    return value;
}

/// The uncertain values of one parameter: its own, and those of its changes. A change without uncertainty has no place.
struct OfOneParameter {
    std::optional<UncertainValue> own{};
    std::vector<std::optional<UncertainValue>> changes{};  ///< one for every adjustment
};

OfOneParameter uncertain_of(std::string const& name, Parameter const& parameter)
{
    OfOneParameter all;
    if (parameter.uncertain) all.own = UncertainValue{name, name, *parameter.uncertain};
    for (auto const& adjustment : parameter.adjustments) {
        all.changes.emplace_back();
        if (!adjustment.uncertain) continue;
        all.changes.back() = UncertainValue{name, address_of(name, adjustment), *adjustment.uncertain};
    }
    return all;
}

void draw(std::string const& name, Parameter& parameter, Parameters::DrawFor const& draw_for)
{
    auto const uncertain = uncertain_of(name, parameter);
    auto slices = parameter.adjustments.empty() ? parameter.slices : parameter.as_given;
    if (auto const drawn = uncertain.own ? draw_for(*uncertain.own) : std::nullopt)
        for (auto& slice : slices)
            for (auto& value : slice.values) value = with_draw(value, *drawn, parameter.uncertain->as);
    for (std::size_t i = 0; i != parameter.adjustments.size(); ++i) {
        auto const& adjustment = parameter.adjustments[i];
        auto const drawn = uncertain.changes[i] ? draw_for(*uncertain.changes[i]) : std::nullopt;
        if (drawn) impose(adjustment, slices, *drawn, adjustment.uncertain->multiplies());
        else impose(adjustment, slices);
    }
    for (auto& slice : slices)
        for (auto& value : slice.values) value = std::clamp(value, parameter.low, parameter.high);
    parameter.slices = std::move(slices);
}

bool is_uncertain(Parameter const& parameter)
{
    return parameter.uncertain
           || std::any_of(parameter.adjustments.begin(), parameter.adjustments.end(),
                          [](auto const& adjustment) { return adjustment.uncertain.has_value(); });
}

void add_uncertainty(Hash& hash, std::optional<Uncertainty> const& uncertain)
{
    hash.add(std::uint64_t{uncertain.has_value()});
    if (uncertain)
        hash.add(static_cast<std::uint64_t>(uncertain->shape))
            .add(uncertain->first)
            .add(uncertain->second)
            .add(static_cast<std::uint64_t>(uncertain->as));
}

}  // namespace

std::string address_of(std::string const& parameter, Adjustment const& change)
{
    return parameter + " from " + to_string(change.from) + " #" + std::to_string(change.ordinal);
}

double with_draw(double value, double drawn, Uncertainty::As as)
{
    switch (as) {
    case Uncertainty::As::value: return drawn;
    case Uncertainty::As::factor: return value * drawn;
    case Uncertainty::As::exponent: return value > 0 ? exponential_of(drawn * logarithm(value)) : value;
    }
    return value;
}

std::vector<double> const& Parameter::at(Month month) const
{
    std::size_t i = 0;
    while (i + 1 < slices.size() && slices[i + 1].from <= month) ++i;
    return slices[i].values;
}

void Parameter::adjust(Adjustment adjustment)
{
    if (adjustments.empty()) as_given = slices;
    impose(adjustment, slices);
    if (adjustment.uncertain && adjustment.ordinal < 0)
        adjustment.ordinal =
            static_cast<int>(std::count_if(adjustments.begin(), adjustments.end(), [&](Adjustment const& other) {
                return other.uncertain && other.from == adjustment.from;
            }));
    adjustments.push_back(std::move(adjustment));
}

std::string Parameter::cell_name(std::size_t cell) const
{
    std::string text;
    for (std::size_t i = dimensions.size(); i-- != 0;) {
        auto const code = cell % sizes[i];
        cell /= sizes[i];
        auto const name = i < codes.size() && code < codes[i].size() ? codes[i][code] : std::to_string(code);
        text = name + (text.empty() ? "" : ", ") + text;
    }
    return text;
}

void impose(Adjustment const& adjustment, std::vector<Parameter::Slice>& slices, double draw, bool multiplies)
{
    auto const first = adjustment.from;
    split(slices, first);
    if (adjustment.until.value > 0) split(slices, adjustment.until);
    for (int month = 1; month < adjustment.phase_in; ++month)
        if (adjustment.until.value == 0 || first + month < adjustment.until) split(slices, first + month);

    for (std::size_t i = 0; i != slices.size(); ++i) {
        auto& slice = slices[i];
        if ((first.value > 0 && (i == 0 || slice.from < first))
            || (adjustment.until.value > 0 && i > 0 && slice.from >= adjustment.until))
            continue;
        auto const done = adjustment.phase_in > 0 ? slice.from - first + 1 : 0;
        double const share = done < adjustment.phase_in ? static_cast<double>(done) / adjustment.phase_in : 1.0;
        auto const change = [&](std::size_t cell) {
            auto const amount = adjustment.amounts[adjustment.amounts.size() == 1 ? 0 : cell];
            slice.values[cell] =
                adjusted(adjustment.kind, slice.values[cell], multiplies ? amount * draw : draw, share);
        };
        if (adjustment.cells.empty())
            for (std::size_t cell = 0; cell != slice.values.size(); ++cell) change(cell);
        else
            for (auto const cell : adjustment.cells) change(cell);
    }
}

Parameter constant(double value)
{
    Parameter made;
    made.slices.push_back({Month{0}, {value}});
    made.unit = "none";
    return made;
}

std::string nearest_code(DimensionCodes const& dimensions, std::string_view dimension,
                         std::vector<std::string> const& codes, std::string_view word)
{
    std::vector<Labelled> known;
    auto const found = dimensions.find(dimension);
    for (std::size_t i = 0; i != codes.size(); ++i) {
        bool const labelled =
            found != dimensions.end() && found->second.keys.size() == codes.size() && i < found->second.labels.size();
        known.push_back({codes[i], labelled ? found->second.labels[i] : std::string{}});
    }
    return nearest_by_label(word, known);
}

std::string code_labelled(DimensionCodes const& dimensions, std::string_view dimension, std::string_view word)
{
    auto const same = [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); };
    auto const found = dimensions.find(dimension);
    std::string code;
    if (found == dimensions.end()) return code;
    auto const& [keys, labels] = found->second;
    for (std::size_t i = 0; i != std::min(keys.size(), labels.size()); ++i) {
        if (!std::equal(word.begin(), word.end(), labels[i].begin(), labels[i].end(), same)) continue;
        if (!code.empty()) return {};
        code = keys[i];
    }
    return code;
}

std::string label_of(DimensionCodes const& dimensions, std::string_view dimension, std::string_view code)
{
    auto const found = dimensions.find(dimension);
    if (found == dimensions.end()) return {};
    auto const& [keys, labels] = found->second;
    auto const at = static_cast<std::size_t>(std::find(keys.begin(), keys.end(), code) - keys.begin());
    return at < labels.size() ? labels[at] : std::string{};
}

std::vector<Labelled> Parameters::labelled() const
{
    std::vector<Labelled> known;
    for (auto const& [name, parameter] : all_) known.push_back({name, parameter.label});
    return known;
}

Parameter const& Parameters::at(std::string_view name) const
{
    auto const found = all_.find(name);
    if (found != all_.end()) return found->second;
    auto const near = nearest_by_label(name, labelled());
    throw InputError{{Mistake{"unknown parameter '" + std::string{name} + "'",
                              "no parameter book of the scenario has it",
                              did_you_mean(near, "see `foresight list parameters`"),
                              {},
                              {},
                              1}}};
}

std::string Parameters::hash() const
{
    Hash hash;
    for (auto const& [name, parameter] : all_) {
        hash.add_word(name).add(std::uint64_t{parameter.dimensions.size()});
        for (std::size_t i = 0; i != parameter.dimensions.size(); ++i)
            hash.add_word(parameter.dimensions[i]).add(std::uint64_t{parameter.sizes[i]});
        hash.add(std::uint64_t{parameter.slices.size()});
        for (auto const& slice : parameter.slices) {
            hash.add(static_cast<std::uint64_t>(slice.from.value));
            for (auto const value : slice.values) hash.add(value);
        }
        add_uncertainty(hash, parameter.uncertain);
        for (auto const& adjustment : parameter.adjustments) add_uncertainty(hash, adjustment.uncertain);
    }
    return hash.text();
}

bool Parameters::uncertain() const
{
    return std::any_of(all_.begin(), all_.end(), [](auto const& entry) { return is_uncertain(entry.second); });
}

Parameters Parameters::drawn(DrawFor const& draw_for) const
{
    auto made = *this;
    for (auto& [name, parameter] : made.all_)
        if (is_uncertain(parameter)) draw(name, parameter, draw_for);
    return made;
}

std::vector<UncertainValue> Parameters::uncertain_values() const
{
    std::vector<UncertainValue> all;
    for (auto const& [name, parameter] : all_) {
        auto const found = uncertain_of(name, parameter);
        if (found.own) all.push_back(*found.own);
        for (auto const& change : found.changes)
            if (change) all.push_back(*change);
    }
    return all;
}

}  // namespace foresight
