#include "outputs/answers/variance_parts.hpp"

#include <algorithm>
#include <cmath>

#include "outputs/answers/influence.hpp"
#include "outputs/view/view_format.hpp"

namespace foresight {

double VarianceParts::share_of(std::string const& group) const
{
    auto const found = groups.find(group);
    return found == groups.end() ? 0 : found->second;
}

double VarianceParts::rest() const
{
    double rest = std::isnan(luck) ? 1 : 1 - luck;
    for (auto const& [group, share] : groups) rest -= share;
    return deviation > 0 ? std::max(0.0, rest) : no_number;
}

VarianceParts variance_parts(View const& view, Provenance const& provenance, std::size_t measure, std::size_t row)
{
    auto const* const values = view.cell(measure, row);
    auto const split = view.replication.split(values);
    VarianceParts parts{row, measure, view.replication.deviation(values), share_of_luck(split), split.share_of_luck};
    double named = 0;
    for (auto const& one : influences(values, provenance, view.table)) {
        parts.groups[group_of(one.parameter)] += one.share;
        named += one.share;
    }
    // Estimates of parts may be more together than the whole that they are parts of.
    double const room = std::isnan(parts.luck) ? 1 : 1 - parts.luck;
    if (named > room)
        for (auto& [group, share] : parts.groups) share *= room / named;
    return parts;
}

std::vector<std::string> groups_in(std::vector<VarianceParts> const& all)
{
    std::map<std::string, double> most;
    for (auto const& parts : all)
        for (auto const& [group, share] : parts.groups) most[group] += share;
    std::vector<std::string> names;
    for (auto const& [group, share] : most) names.push_back(group);
    std::stable_sort(names.begin(), names.end(), [&](auto const& a, auto const& b) { return most[a] > most[b]; });
    return names;
}

}  // namespace foresight
