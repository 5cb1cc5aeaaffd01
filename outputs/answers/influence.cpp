#include "outputs/answers/influence.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "outputs/view/replication.hpp"

namespace foresight {
namespace {

constexpr std::size_t points_at_least = 8;
constexpr double by_chance = 0.01;

using Numbers = std::vector<double>;

double product(Numbers const& a, Numbers const& b) { return std::inner_product(a.begin(), a.end(), b.begin(), 0.0); }

void centre(Numbers& column)
{
    double const mean = std::accumulate(column.begin(), column.end(), 0.0) / static_cast<double>(column.size());
    for (auto& value : column) value -= mean;
}

void subtract(Numbers& from, Numbers const& what, double times)
{
    for (std::size_t i = 0; i != from.size(); ++i) from[i] -= times * what[i];
}

std::size_t points_of(Provenance const& provenance)
{
    std::set<std::uint32_t> points;
    for (auto const& replicate : provenance.replicates) points.insert(replicate.point);
    return points.size();
}

}  // namespace

std::string group_of(std::string const& parameter)
{
    auto const first = parameter.find('/');
    return first == std::string::npos ? parameter : parameter.substr(0, parameter.find('/', first + 1));
}

std::vector<Influence> influences(double const* values, Provenance const& provenance)
{
    std::vector<Influence> found;
    auto const points = points_of(provenance);
    if (provenance.drawn.empty() || points < points_at_least) return found;
    Numbers rest(values, values + provenance.replicates.size());
    centre(rest);
    double const all = product(rest, rest);
    if (!(all > 0)) return found;

    std::vector<Numbers> columns;
    std::vector<double> deviation;
    for (auto const& drawn : provenance.drawn) {
        columns.push_back(drawn.values);
        centre(columns.back());
        deviation.push_back(std::sqrt(product(columns.back(), columns.back()) / static_cast<double>(rest.size() - 1)));
    }
    std::vector<bool> taken(columns.size());
    while (found.size() + 3 < points) {
        std::size_t best = columns.size();
        double most = 0;
        for (std::size_t i = 0; i != columns.size(); ++i) {
            auto const square = product(columns[i], columns[i]);
            if (taken[i] || !(square > 1e-12 * deviation[i] * deviation[i])) continue;
            auto const explained = product(columns[i], rest) * product(columns[i], rest) / square;
            if (explained > most) best = i, most = explained;
        }
        if (best == columns.size()) break;
        // Points are what is independent; replicates at one point repeat what was drawn.
        auto const degrees = points - found.size() - 2;
        auto const left = columns.size() - found.size();
        auto const t =
            std::sqrt(most / (std::max(product(rest, rest) - most, 1e-12 * all) / static_cast<double>(degrees)));
        if (t < student_t(degrees, 1 - by_chance / 2 / static_cast<double>(left))) break;
        taken[best] = true;
        auto const column = columns[best];
        auto const square = product(column, column);
        auto const slope = product(column, rest) / square;
        found.push_back(
            {provenance.drawn[best].parameter, provenance.drawn[best].address, slope * deviation[best], most / all});
        subtract(rest, column, slope);
        for (std::size_t i = 0; i != columns.size(); ++i)
            if (!taken[i]) subtract(columns[i], column, product(columns[i], column) / square);
    }
    std::sort(found.begin(), found.end(), [](auto const& a, auto const& b) { return a.share > b.share; });
    return found;
}

}  // namespace foresight
