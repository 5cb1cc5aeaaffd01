#include "outputs/answers/budget_risk.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

namespace foresight {
namespace {

std::vector<double> const gross_cost{100, 110, 120, 130, 140, 150, 160, 170, 180};
std::vector<double> const net_cost{60, 70, 80, 90, 100, 110, 120, 130, 140};

BudgetRisk risk_against(Budget::Line const& line, bool clients_pay = true)
{
    std::vector<ReplicateAddress> addresses;
    for (std::uint32_t i = 0; i != 9; ++i) addresses.push_back({i, 0});
    Budget budget;
    budget.lines.emplace("2025-26", line);
    return risk_of("2025-26", Replication{addresses}, gross_cost.data(), net_cost.data(), budget, clients_pay);
}

}  // namespace

TEST_CASE("a gross budget is held against gross cost, and a net one against net cost")
{
    auto const gross = risk_against({150, {}, "a test"});
    CHECK(gross.basis == Budget::Basis::gross);
    CHECK(gross.cost.mean == doctest::Approx(140));
    CHECK(gross.overspend.number == doctest::Approx(0.4));  // of net cost, nobody would have overspent it

    auto const net = risk_against({150, 110, "a test"});
    CHECK(net.basis == Budget::Basis::net);
    CHECK(net.cost.mean == doctest::Approx(100));
    CHECK(net.budget == 110);
    CHECK(net.overspend.number == doctest::Approx(0.4));
}

TEST_CASE("where no client pays anything there is no net cost: a budget with both is held against gross")
{
    auto const both = risk_against({150, 110, "a test"}, false);
    CHECK(both.basis == Budget::Basis::gross);
    CHECK(both.budget == 150);
    CHECK(both.overspend.number == doctest::Approx(0.4));
    auto const none = risk_of("2025-26", Replication{{{0, 0}}}, gross_cost.data(), net_cost.data(), {}, false);
    CHECK(none.basis == Budget::Basis::gross);
}

TEST_CASE("a reserve has its Monte Carlo error, and is no surer than the quantile that it leads to")
{
    auto const scant = risk_against({150, {}, "a test"});
    auto const within = scant.reserve_eighty_within();
    CHECK(within.low == doctest::Approx(scant.eighty_within.low < 150 ? 0 : scant.eighty_within.low - 150));
    CHECK(within.low < scant.reserve_eighty());
    CHECK(std::isnan(within.high));  // nine replicates do not know it
    CHECK(scant.overspend_within.low < scant.overspend.number);
    CHECK(scant.overspend.number < scant.overspend_within.high);
    CHECK(scant.eighty_above_mean() == doctest::Approx(scant.at_eighty - 140));
    CHECK(scant.eighty_above_mean_within().low == doctest::Approx(scant.eighty_within.low - 140));
}

TEST_CASE("a budget that is more than enough needs no reserve, and has headroom")
{
    auto const ample = risk_against({175, {}, "a test"});
    CHECK(ample.reserve_eighty() == 0);
    CHECK(ample.headroom_eighty() == doctest::Approx(5));
    CHECK(ample.reserve_ninety() == doctest::Approx(5));

    auto const scant = risk_against({150, {}, "a test"});
    CHECK(scant.reserve_eighty() == doctest::Approx(20));
    CHECK(scant.headroom_eighty() == 0);
}

TEST_CASE("of one replicate there is neither reserve nor headroom")
{
    auto const one = risk_of("2025-26", Replication{{{0, 0}}}, gross_cost.data(), net_cost.data(), {});
    CHECK_FALSE(one.stated);
    CHECK(one.basis == Budget::Basis::net);
    CHECK(std::isnan(one.reserve_eighty()));
    CHECK(std::isnan(one.headroom_eighty()));
    CHECK(std::isnan(one.overspend.number));
}

}  // namespace foresight
