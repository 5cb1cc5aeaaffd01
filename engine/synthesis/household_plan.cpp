#include "engine/synthesis/household_plan.hpp"

#include <algorithm>
#include <numeric>

#include "engine/core/error.hpp"
#include "engine/synthesis/rounding.hpp"

namespace foresight {

namespace {

constexpr std::size_t n(Composition c) { return static_cast<std::size_t>(c); }
constexpr std::size_t n(Role r) { return static_cast<std::size_t>(r); }

std::int64_t total(Pool const& pool, std::size_t from, std::size_t to)
{
    std::int64_t sum = 0;
    for (auto const& sex : pool)
        for (auto a = from; a < to; ++a) sum += sex[a];
    return sum;
}

std::int64_t dependents(Pool const& pool, RateControl const& rate)
{
    double older = 0;
    for (auto const& sex : pool)
        for (std::size_t a = 16; a != 19; ++a) older += rate.dependent[a] * sex[a];
    return total(pool, 0, 16) + static_cast<std::int64_t>(older + 0.5);
}

/// Compositions of the households of two and more, before their sizes are known.
std::array<double, compositions> wanted(Pool const& pool, DistrictControl const& district, Assumptions const& assumed,
                                        double households, double alone, double children)
{
    std::array<double, compositions> count{};
    auto const adults = static_cast<double>(total(pool, 16, ages));
    auto const couples = district.married / district.adults * adults * assumed.married_together / 2
                         * (1 + assumed.cohabiting_per_married);
    auto const rest = std::max(0.03 * households, households - alone - couples);
    auto lone = district.lone_parent_target >= 0 ? district.lone_parent_target * households
                                                 : assumed.lone_parent_of_rest * rest;
    lone = std::min(lone, 0.95 * rest);
    auto const all_couples = households - alone - rest;
    auto const with_children =
        std::min(0.8 * all_couples, (children - assumed.children_of_lone_parent * lone) / assumed.children_in_couple);
    count[n(Composition::one_person)] = alone;
    count[n(Composition::couple)] = all_couples - with_children;
    count[n(Composition::couple_with_children)] = with_children;
    count[n(Composition::lone_parent)] = lone;
    count[n(Composition::other)] = rest - lone;
    return count;
}

/// Composition by size: both margins exact.
void fit_sizes(HouseholdPlan& plan, std::array<double, compositions> const& count,
               std::array<std::int32_t, largest_size + 1> const& sizes, Controls const& controls, Sequence& luck)
{
    constexpr std::size_t kinds = compositions - 1, widths = largest_size - 1;
    Matrix matrix{kinds, widths};
    std::vector<double> rows(count.begin() + 1, count.end()), columns(sizes.begin() + 2, sizes.end());
    auto const whole = largest_remainder(rows, std::accumulate(sizes.begin() + 2, sizes.end(), std::int64_t{0}));
    for (std::size_t k = 0; k != kinds; ++k) {
        rows[k] = whole[k];
        for (std::size_t s = 0; s != widths; ++s) matrix.at(k, s) = controls.type_size[k + 1][s + 2];
    }
    fit_margins(matrix, rows, columns, 3000, 1e-13);
    controlled_round(matrix, luck);
    plan.homes[0][1] = sizes[1];
    for (std::size_t k = 0; k != kinds; ++k)
        for (std::size_t s = 0; s != widths; ++s) plan.homes[k + 1][s + 2] = static_cast<std::int32_t>(matrix.at(k, s));
}

std::int64_t room_for_children(HouseholdPlan const& plan)
{
    std::int64_t room = 0;
    for (std::size_t size = 2; size <= largest_size; ++size)
        room += plan.homes[n(Composition::couple_with_children)][size] * static_cast<std::int64_t>(size - 2)
                + plan.homes[n(Composition::lone_parent)][size] * static_cast<std::int64_t>(size - 1);
    return room;
}

/// How the adults of an age divide into roles, as heads of households do.
std::array<double, roles> shares_of_heads(RateControl const& rate, std::size_t sex, std::size_t age)
{
    std::array<double, roles> share{};
    if (age < 16) {
        share[n(Role::dependent)] = 1;
        return share;
    }
    auto const partner_age = std::clamp<std::size_t>(sex == 0 ? age + 2 : age - 2, 16, ages - 1);
    auto const couple = rate.couple[sex][age] + rate.couple[1 - sex][partner_age];
    auto const alone = rate.alone[sex][age], lone = rate.lone_parent[sex][age];
    auto const sum = couple + alone + lone + 1e-9;
    auto const mothers_age = std::clamp<std::size_t>(sex == 0 ? age : age - 2, 16, ages - 1);
    auto const with_children =
        age > 62 || mothers_age > 60 ? 0.0 : std::min(0.95, rate.children_per_head[mothers_age] / 1.7);
    auto const rest =
        std::max(0.02, 1 - rate.dependent[age] - rate.extra[age] * (sex == 1 ? 1.15 : 0.85) - rate.other[age]);
    share[n(Role::dependent)] = age < 19 ? rate.dependent[age] : 0.0;
    share[n(Role::alone)] = rest * alone / sum;
    share[n(Role::parent_in_couple)] = rest * couple / sum * with_children;
    share[n(Role::partner)] = rest * couple / sum * (1 - with_children);
    share[n(Role::lone_parent)] = age > 60 ? 0.0 : rest * lone / sum * std::min(1.0, rate.children_per_head[age] / 1.4);
    share[n(Role::other)] = age < 18 ? 0.0 : rate.other[age] + rest * lone / sum * 0.3;
    share[n(Role::extra)] = rate.extra[age] * (sex == 1 ? 1.15 : 0.85);
    return share;
}

/// By how much the odds are greater that a woman of an age has a child than heads of households of that age say.
double motherhood(RateControl const& rate, std::size_t age)
{
    auto const mothers = rate.mothers[age];
    if (mothers <= 0) return 1;
    auto const share = shares_of_heads(rate, 0, age);
    auto const with_child = share[n(Role::parent_in_couple)] + share[n(Role::lone_parent)];
    auto const without = std::accumulate(share.begin(), share.end(), 0.0) - with_child;
    return mothers / (1 - mothers) * without / with_child;
}

/// How the adults of an age divide into roles before the district's totals are fitted. That heads of households have a
/// child says too much of the young, and nothing of children of 16 and over: births say which women are mothers.
std::array<double, roles> shares_at(RateControl const& rate, std::size_t sex, std::size_t age)
{
    auto share = shares_of_heads(rate, sex, age);
    if (age < 18) return share;
    share[n(Role::parent_in_couple)] *= motherhood(rate, sex == 0 ? age : age - 2);
    if (sex == 0) share[n(Role::lone_parent)] *= motherhood(rate, age);
    return share;
}

/// Persons by sex and age and role: both margins exact. Couples have a column for each sex.
void fit_roles(HouseholdPlan& plan, Pool const& pool, RateControl const& rate, std::int64_t children, Sequence& luck)
{
    constexpr std::size_t columns = roles + 2;
    Matrix matrix{2 * ages, columns};
    std::vector<double> rows(2 * ages), sums(columns);
    auto const with_children = plan.of(Composition::couple_with_children), without = plan.of(Composition::couple);
    auto persons_in = [&](Composition c) {
        std::int64_t sum = 0;
        for (std::size_t size = 1; size <= largest_size; ++size)
            sum += plan.homes[n(c)][size] * static_cast<std::int64_t>(size);
        return sum;
    };
    auto const everybody = total(pool, 0, ages), others = persons_in(Composition::other);
    auto const alone = plan.of(Composition::one_person), lone = plan.of(Composition::lone_parent);
    auto const extras = everybody - children - alone - 2 * (with_children + without) - lone - others;
    sums = {double(children), double(alone),  double(with_children), double(without), double(lone),
            double(others),   double(extras), double(with_children), double(without)};
    for (std::size_t sex = 0; sex != 2; ++sex)
        for (std::size_t a = 0; a != ages; ++a) {
            auto const row = sex * ages + a;
            auto const share = shares_at(rate, sex, a);
            rows[row] = pool[sex][a];
            for (std::size_t role = 0; role != roles; ++role) {
                auto const couple = role == n(Role::parent_in_couple) || role == n(Role::partner);
                auto const column = couple && sex == 1 ? roles + role - n(Role::parent_in_couple) : role;
                matrix.at(row, column) = rows[row] * share[role];
            }
        }
    fit_margins(matrix, rows, sums, 6000, 1e-13);
    controlled_round(matrix, luck);
    for (std::size_t sex = 0; sex != 2; ++sex)
        for (std::size_t a = 0; a != ages; ++a)
            for (std::size_t column = 0; column != columns; ++column) {
                auto const role = column < roles ? column : column - roles + n(Role::parent_in_couple);
                plan.persons[role][sex][a] += static_cast<std::int32_t>(matrix.at(sex * ages + a, column));
            }
}

}  // namespace

std::int32_t HouseholdPlan::of(Composition composition) const
{
    auto const& row = homes[n(composition)];
    return std::accumulate(row.begin(), row.end(), std::int32_t{0});
}

std::array<std::int32_t, largest_size + 1> sizes_of(std::int64_t households, std::int64_t persons,
                                                    std::array<double, 4> const& share)
{
    auto const four = largest_remainder({share.begin(), share.end()}, households);
    std::array<std::int32_t, largest_size + 1> sizes{};
    for (std::size_t s = 1; s != 4; ++s) sizes[s] = four[s - 1];
    auto const large = four[3];
    auto left = persons - sizes[1] - 2 * std::int64_t{sizes[2]} - 3 * std::int64_t{sizes[3]};
    if (left < 4 * std::int64_t{large} || left > static_cast<std::int64_t>(largest_size) * large)
        throw InputError{std::to_string(persons) + " persons do not fit " + std::to_string(households)
                         + " households of the published sizes (the largest would hold "
                         + std::to_string(large ? left / large : 0)
                         + " each). Do persons and households belong to the same district and year?"};
    auto const mean = large ? static_cast<double>(left) / large : 4.0;
    double low = 0, high = 1, ratio = 0;
    for (int i = 0; i != 60; ++i) {
        ratio = (low + high) / 2;
        double weight = 0, sum = 0, term = 1;
        for (std::size_t s = 4; s <= largest_size; ++s, term *= ratio) {
            weight += term;
            sum += term * static_cast<double>(s);
        }
        (sum / weight < mean ? low : high) = ratio;
    }
    std::vector<double> shares{1, ratio, ratio * ratio, ratio * ratio * ratio, ratio * ratio * ratio * ratio};
    auto const whole = largest_remainder(shares, large);
    for (std::size_t s = 4; s <= largest_size; ++s) {
        sizes[s] = whole[s - 4];
        left -= static_cast<std::int64_t>(s) * sizes[s];
    }
    // The last few persons: households of four and five become one larger, or the reverse.
    for (std::size_t s = 4; left != 0; s = s == largest_size - 1 ? 4 : s + 1) {
        if (left > 0 && sizes[s] > 0) --sizes[s], ++sizes[s + 1], --left;
        else if (left < 0 && sizes[s + 1] > 0) --sizes[s + 1], ++sizes[s], ++left;
    }
    return sizes;
}

HouseholdPlan plan_households(MadeDistrict const& made, Pool const& pool, Controls const& controls, Dice const& dice)
{
    auto const& district = controls.district[made.number];
    auto luck = dice.of("synthesis/plan", made.number);
    auto const persons = total(pool, 0, ages);
    // Households follow from persons at Census size; the communal are taken to have been as many then as now.
    auto const census_size = (district.residents - static_cast<double>(made.persons.size())) / district.households;
    auto const households = static_cast<std::int64_t>(static_cast<double>(persons) / census_size + 0.5);
    auto const sizes = sizes_of(households, persons, district.size_share);
    auto const children = dependents(pool, controls.rate);
    HouseholdPlan plan;
    auto count = wanted(pool, district, controls.assumed, static_cast<double>(households), sizes[1],
                        static_cast<double>(children));
    for (std::size_t c = 0; c != compositions; ++c) plan.target[c] = count[c] / static_cast<double>(households);
    // More families where the ones planned had no room for all children.
    for (int attempt = 0; attempt != 40; ++attempt) {
        plan.homes = {};
        fit_sizes(plan, count, sizes, controls, luck);
        auto const short_of = static_cast<double>(children) * 1.03 - static_cast<double>(room_for_children(plan));
        auto& without = count[n(Composition::couple)];
        if (short_of <= 0) break;
        auto const more = std::min(without * 0.2, short_of / controls.assumed.children_in_couple + 1);
        without -= more;
        count[n(Composition::couple_with_children)] += more;
    }
    fit_roles(plan, pool, controls.rate, children, luck);
    return plan;
}

}  // namespace foresight
