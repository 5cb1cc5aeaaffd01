#include "outputs/answers/influence.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

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

/// Two columns of draws whose correlation is more than this cannot be told apart by what they do.
constexpr double too_alike = 0.9;

/// Of each replicate, which point it is at, counted from 0 in the order of their appearance.
std::vector<std::size_t> points_of(Provenance const& provenance)
{
    std::map<std::uint32_t, std::size_t> number;
    std::vector<std::size_t> all;
    for (auto const& replicate : provenance.replicates)
        all.push_back(number.try_emplace(replicate.point, number.size()).first->second);
    return all;
}

/// The mean of each point, less the mean of them all.
Numbers means_of_points(double const* values, std::vector<std::size_t> const& point, std::size_t points)
{
    Numbers sum(points), lucks(points);
    for (std::size_t i = 0; i != point.size(); ++i) {
        sum[point[i]] += values[i];
        lucks[point[i]] += 1;
    }
    for (std::size_t p = 0; p != points; ++p) sum[p] /= lucks[p];
    centre(sum);
    return sum;
}

/// The variance of the number itself, luck and all.
double variance_of(double const* values, Provenance const& provenance, Numbers const& means)
{
    auto const split = Replication{provenance.replicates}.split(values);
    return std::isnan(split.luck) ? product(means, means) / static_cast<double>(means.size() - 1)
                                  : split.luck + split.parameters;
}

}  // namespace

std::string group_of(std::string const& parameter)
{
    auto const first = parameter.find('/');
    return first == std::string::npos ? parameter : parameter.substr(0, parameter.find('/', first + 1));
}

std::vector<Influence> influences(double const* values, Provenance const& provenance, std::string_view table)
{
    std::vector<Influence> found;
    auto const point = points_of(provenance);
    auto const points = point.empty() ? 0 : *std::max_element(point.begin(), point.end()) + 1;
    if (provenance.drawn.empty() || points < points_at_least) return found;
    auto rest = means_of_points(values, point, points);
    double const all = product(rest, rest);
    if (!(all > 0)) return found;

    std::vector<Drawn const*> asked;
    std::vector<Numbers> columns;
    std::vector<double> deviation;
    for (auto const& drawn : provenance.drawn) {
        if (!drawn.can_reach(table)) continue;
        asked.push_back(&drawn);
        columns.push_back(means_of_points(drawn.values.data(), point, points));
        deviation.push_back(std::sqrt(product(columns.back(), columns.back()) / static_cast<double>(rest.size() - 1)));
    }
    double const variance = variance_of(values, provenance, rest) * static_cast<double>(points - 1);
    auto const alike = [&](std::size_t a, std::size_t b) {
        auto const both = product(columns[a], columns[b]);
        return both * both > too_alike * too_alike * product(columns[a], columns[a]) * product(columns[b], columns[b]);
    };
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
        auto const degrees = static_cast<double>(points - found.size() - 2);
        auto const left = static_cast<double>(columns.size() - found.size());
        auto const chance = std::max(product(rest, rest) - most, 1e-12 * all) / degrees;
        if (std::sqrt(most / chance) < student_t(degrees, 1 - by_chance / 2 / left)) break;
        bool either = false;
        for (std::size_t i = 0; i != columns.size(); ++i) either = either || (i != best && !taken[i] && alike(i, best));
        if (either) break;
        taken[best] = true;
        auto const column = columns[best];
        auto const square = product(column, column);
        auto const slope = product(column, rest) / square;
        found.push_back({asked[best]->parameter, asked[best]->address, slope * deviation[best],
                         std::max(0.0, most - chance) / variance});
        subtract(rest, column, slope);
        for (std::size_t i = 0; i != columns.size(); ++i)
            if (!taken[i]) subtract(columns[i], column, product(columns[i], column) / square);
    }
    std::sort(found.begin(), found.end(), [](auto const& a, auto const& b) { return a.share > b.share; });
    return found;
}

}  // namespace foresight
