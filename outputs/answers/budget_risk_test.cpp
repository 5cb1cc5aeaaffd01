#include "outputs/answers/budget_risk.hpp"
#include "outputs/answers/finance_notes.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
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

TEST_CASE("a reserve is the gap that is expected and what the quantile lies above the mean")
{
    auto const scant = risk_against({130, {}, "a test"});
    CHECK(scant.expected_gap() == doctest::Approx(10));
    CHECK(scant.reserve_eighty() == doctest::Approx(scant.expected_gap() + scant.eighty_above_mean()));
    CHECK(scant.expected_gap_within().low < 10);
    CHECK(scant.expected_gap_within().high - 10 == doctest::Approx(10 - scant.expected_gap_within().low));
    CHECK(risk_against({150, {}, "a test"}).expected_gap() == doctest::Approx(-10));
}

TEST_CASE("a deflator is called by its name, and its source is not said twice")
{
    CHECK(Deflator{"GDP deflator", {}, 2, "a source"}.with_source() == "the GDP deflator (a source)");
    CHECK(Deflator{"the GDP deflator", {}, 2, "a source"}.called() == "the GDP deflator");
    CHECK(Deflator{"Ours", {}, 2, "Ours"}.with_source() == "the deflator 'Ours'");
}

TEST_CASE("a financial year is written in one way, and meant by others")
{
    CHECK(financial_year_meant("2028-29") == "2028-29");
    CHECK(financial_year_meant("2028/29") == "2028-29");
    CHECK(financial_year_meant("2028") == "2028-29");
    CHECK(financial_year_meant("next year").empty());
}

TEST_CASE("a base year reconciles to an outturn alone: what is only set aside is less or more than the cost")
{
    BudgetRisk base;
    base.financial_year = "2026-27";
    base.basis = Budget::Basis::gross;
    base.cost.mean = 729.2e6;
    base.budget = 700e6;
    base.stated = true;
    auto const note_by = [&](char const* source) {
        Budget budget;
        budget.lines.emplace("2026-27", Budget::Line{700e6, {}, source});
        return note_of_the_base_year(base, budget);
    };
    auto const plan = note_by("Budget book, page 4");
    CHECK(plan.find("it is GBP 29.2 million (4.2 per cent) above what is set aside for gross cost")
          != std::string::npos);
    CHECK(plan.find("reconcile") == std::string::npos);
    CHECK(note_by("Budgeted spend on care").find("reconcile") == std::string::npos);
    CHECK(note_by("Published spend on care").find("does not reconcile") != std::string::npos);
    CHECK(note_by("Forecast outturn").find("reconcile") == std::string::npos);
    CHECK(note_by("Revenue outturn").find("does not reconcile: it is GBP 29.2 million") != std::string::npos);
    base.cost.mean = 689.1e6;
    CHECK(note_by("Revenue outturn").find("(1.6 per cent) below the outturn") != std::string::npos);
    base.cost.mean = 700.1e6;
    CHECK(note_by("Revenue outturn").find("reconciles to the outturn") != std::string::npos);
    CHECK(note_by("Budget book").find("is what is set aside for gross cost within 0.1 per cent") != std::string::npos);
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
