#include <doctest/doctest.h>

#include "engine/modules/fuel_poverty/metrics.hpp"

using namespace foresight;

namespace {

PovertyLines const poverty_lines{13'500, 1'250};
SavingAtBandC const saving;

/// Incomes, costs and ratings of every sort, among them the edges.
template <class Body>
void each_budget(Body const& body)
{
    for (double const income : {0.0, 9'000.0, 14'000.0, 18'000.0, 25'000.0, 60'000.0})
        for (double const housing : {0.0, 4'000.0, 12'000.0})
            for (double const fuel : {300.0, 900.0, 1'400.0, 2'500.0, 5'000.0})
                for (int const rating : {20, 45, 60, 68, 69, 85})
                    for (double const equivalence : {0.58, 1.0, 1.62})
                        body(Budget{income, housing, fuel, cost_at_band_c(fuel, 0.7 * fuel, saving(rating)),
                                    equivalence, 1.0, rating});
}

Budget at_price(Budget budget, double k)
{
    budget.fuel_cost *= k;
    budget.fuel_cost_at_c *= k;
    return budget;
}

}  // namespace

TEST_CASE("nobody in a home rated C or better is fuel poor by low income and low energy efficiency")
{
    each_budget([](Budget const& budget) {
        if (budget.rating >= 69) CHECK((verdict(budget, poverty_lines).flags & fuel_poor::lilee) == 0);
    });
}

TEST_CASE("the gap is nought for those who are not fuel poor, and only for them")
{
    each_budget([](Budget const& budget) {
        auto const found = verdict(budget, poverty_lines);
        CHECK((found.gap > 0) == ((found.flags & fuel_poor::lilee) != 0));
    });
}

TEST_CASE("where no measure asks whether an income is low, it makes no difference who lives in the home")
{
    std::size_t does_not_ask = 0;
    each_budget([&](Budget budget) {
        for (double const bill_equivalence : {0.82, 1.0, 1.32}) {
            budget.bill_equivalence = bill_equivalence;
            if (asks_for_low_income(budget, poverty_lines)) continue;
            ++does_not_ask;
            auto alone = budget, many = budget;
            alone.equivalence = 0.58;
            many.equivalence = 1.62;
            auto const found = verdict(alone, poverty_lines), other = verdict(many, poverty_lines);
            CHECK(found.flags == other.flags);
            CHECK(found.gap == other.gap);
        }
    });
    CHECK(does_not_ask > 100);
}

TEST_CASE("a rise in prices lifts nobody out of fuel poverty")
{
    each_budget([](Budget const& budget) {
        auto const before = verdict(budget, poverty_lines), after = verdict(at_price(budget, 1.52), poverty_lines);
        constexpr auto all_but_lihc = fuel_poor::lilee | fuel_poor::ten_before | fuel_poor::ten_after;
        CHECK((before.flags & all_but_lihc & ~after.flags) == 0);
        CHECK(after.gap >= before.gap);
    });
}

TEST_CASE("if incomes, prices and the line all double, nothing has changed but the money")
{
    each_budget([](Budget budget) {
        auto const before = verdict(budget, poverty_lines);
        for (double* part : {&budget.income, &budget.housing_cost, &budget.fuel_cost, &budget.fuel_cost_at_c})
            *part *= 2;
        auto const after = verdict(budget, {poverty_lines.line * 2, poverty_lines.typical_bill * 2});
        CHECK(after.flags == before.flags);
        CHECK(after.gap == doctest::Approx(2 * before.gap));
    });
}

TEST_CASE("where it is said not to matter how many of a household are children, every number of them is judged alike")
{
    std::size_t poor_all_the_same = 0;
    each_budget([&](Budget budget) {
        for (int persons = 1; persons != 9; ++persons) {
            budget.bill_equivalence = equivalence_of_bills(persons);
            budget.equivalence = equivalence_after_housing(persons, 0);
            if (children_matter(budget, persons, poverty_lines)) continue;
            auto const found = verdict(budget, poverty_lines);
            poor_all_the_same += persons > 1 && (found.flags & fuel_poor::lilee) != 0;
            for (int children = 1; children <= (persons > 1 ? persons : 0); ++children) {
                budget.equivalence = equivalence_after_housing(persons - children, children);
                auto const other = verdict(budget, poverty_lines);
                CHECK(other.flags == found.flags);
                CHECK(other.gap == found.gap);
            }
        }
    });
    CHECK(poor_all_the_same > 0);
}

TEST_CASE("a rebate helps as much as a bill that is lower by as much")
{
    Budget budget{15'000, 3'000, 1'500, cost_at_band_c(1'500, 1'000, saving(55)), 1, 1, 55};
    Budget rebated = budget;
    rebated.fuel_cost = 1'500 - 150;
    rebated.fuel_cost_at_c = cost_at_band_c(1'350, 1'000, saving(55));
    auto const without = verdict(budget, poverty_lines), with = verdict(rebated, poverty_lines);
    // Left after housing and fuel: 10,500 and 10,650; below the line of 13,500 by 3,000 and by 2,850.
    CHECK((without.flags & fuel_poor::lilee) != 0);
    CHECK((with.flags & fuel_poor::lilee) != 0);
    CHECK(without.gap == doctest::Approx(with.gap));  // the way to band C is the cheaper one, and costs the same
}

TEST_CASE("the measures of a couple on 16,000 pounds, reckoned by hand")
{
    // After housing 12,000; after fuel 10,200. Line 13,500: short by 3,300. Rated 55: cost factor (100-55)/13.95 = 3.2258;
    // band C (100-69)/13.95 = 2.2222; heating of 1,300 shrinks by 1 - 2.2222/3.2258 = 0.31111, that is by 404.44.
    Budget const budget{16'000, 4'000, 1'800, cost_at_band_c(1'800, 1'300, saving(55)), 1, 1, 55};
    auto const found = verdict(budget, poverty_lines);
    CHECK(found.gap == doctest::Approx(404.44).epsilon(1e-4));
    // 1,800 is 11.25 per cent of 16,000, 15 per cent of 12,000, and more than the typical bill.
    CHECK(found.flags == (fuel_poor::lilee | fuel_poor::ten_before | fuel_poor::ten_after | fuel_poor::lihc));
}

TEST_CASE("a lone parent counts less than a couple, and a young child less than an older one")
{
    CHECK(equivalence_after_housing(1, 0) == doctest::Approx(0.58));
    CHECK(equivalence_after_housing(2, 0) == doctest::Approx(1.00));
    CHECK(equivalence_after_housing(1, 1) == doctest::Approx(0.78));
    CHECK(equivalence_after_housing(2, 2) == doctest::Approx(1.40));
    CHECK(equivalence_of_bills(1) == 0.82);
    CHECK(equivalence_of_bills(9) == 1.32);
}
