#include "outputs/assurance/assumptions.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <set>

#include "outputs/answers/influence.hpp"
#include "outputs/view/named_result.hpp"

namespace foresight {
namespace {

constexpr std::array<char const*, 3> asked{"social_care.gross_cost", "fuel_poverty.lilee",
                                           "school_readiness.good_level"};
/// What the scenario changes, then the least sure first.
constexpr std::array<char const*, 7> certainties{certainty_of_a_change, "assumed",   "recalled", "inferred", "derived",
                                                 "published",           "definition"};

std::string six_digits(double value)
{
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%.6g", value);
    return text.data();
}

std::string value_of(Parameter const& parameter, Month month)
{
    auto const& values = parameter.at(month);
    auto const [least, greatest] = std::minmax_element(values.begin(), values.end());
    auto text = six_digits(*least);
    if (*least != *greatest) text += " to " + six_digits(*greatest);
    if (values.size() > 1) text += " (" + std::to_string(values.size()) + " values)";
    if (parameter.slices.size() > 1) text += ", " + std::to_string(parameter.slices.size()) + " dates";
    return text;
}

std::string distribution_of(Parameter const& parameter)
{
    static constexpr std::array shapes{"normal", "lognormal", "beta", "uniform"};
    static constexpr std::array readings{"", ", a factor", ", an exponent"};
    auto const text = [](Uncertainty const& of) {
        return std::string{shapes[static_cast<std::size_t>(of.shape)]} + " (" + six_digits(of.first) + ", "
               + six_digits(of.second) + ")" + readings[static_cast<std::size_t>(of.as)];
    };
    return parameter.uncertain ? text(*parameter.uncertain) : std::string{};
}

std::size_t order_of(std::string const& certainty)
{
    return static_cast<std::size_t>(std::find(certainties.begin(), certainties.end(), certainty) - certainties.begin());
}

}  // namespace

Sensitivities sensitivities_of(RunReader const& run)
{
    Sensitivities all;
    auto const& origin = run.provenance();
    std::set<std::uint32_t> points;
    for (auto const& replicate : origin.replicates) points.insert(replicate.point);
    all.points = origin.drawn.empty() ? 0 : points.size();
    auto const names = result_names(run);
    for (auto const* const name : asked) {
        if (std::find(names.begin(), names.end(), name) == names.end()) continue;
        auto const result = result_named(run, name);
        auto const& table = run.table(result.line.table);
        auto const view = view_of(run, table, result.question());
        if (view.rows() == 0) continue;
        all.results.push_back(std::string{name} + "/" + view.dimensions[0].codes.back().label);
        double told = 0;
        for (auto const& one :
             influences(view.cell(table.measure(result.line.measure), view.rows() - 1), origin, table.name)) {
            all.found.push_back({one.parameter, all.results.back(), one.share});
            told += one.share;
        }
        all.told_apart.push_back(told);
    }
    std::stable_sort(all.found.begin(), all.found.end(),
                     [](auto const& a, auto const& b) { return a.share > b.share; });
    return all;
}

std::vector<Assumption> assumptions_of(RunReader const& run, Sensitivities const& sensitivities)
{
    auto const& origin = run.provenance();
    std::vector<std::string> ranked;
    for (auto const& one : sensitivities.found)
        if (std::find(ranked.begin(), ranked.end(), one.parameter) == ranked.end()) ranked.push_back(one.parameter);
    std::set<std::string> varied;
    for (auto const& drawn : origin.drawn) varied.insert(drawn.parameter);
    std::vector<Assumption> all;
    for (auto const& [name, parameter] : origin.parameters.all()) {
        auto const rank = std::find(ranked.begin(), ranked.end(), name);
        all.push_back({name, parameter.label, value_of(parameter, origin.start), parameter.unit, parameter.source,
                       parameter.certainty == "read" ? "published" : parameter.certainty, distribution_of(parameter),
                       parameter.set_by.size() > 1 ? parameter.set_by.back() : std::string{},
                       rank == ranked.end() ? 0 : static_cast<std::size_t>(rank - ranked.begin()) + 1,
                       varied.contains(name)});
    }
    std::stable_sort(all.begin(), all.end(), [](Assumption const& a, Assumption const& b) {
        auto const place = [](Assumption const& of) {
            return std::tuple{order_of(of.certainty), of.rank == 0, of.rank, !of.varied};
        };
        return place(a) < place(b);
    });
    return all;
}

}  // namespace foresight
