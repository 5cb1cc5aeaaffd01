#include <doctest/doctest.h>

#include <sstream>

#include "calibration/school_readiness_offsets.hpp"
#include "engine/modules/school_readiness/fields.hpp"

using namespace foresight;

namespace {

/// Children of two districts who were just assessed, with the probabilities given; every fifth is entitled to free school meals.
Population assessed_children(std::vector<float> const& first, std::vector<float> const& second)
{
    Population county;
    county.areas.districts = {{"E07000066", "Basildon"}, {"E07000067", "Braintree"}};
    auto& log = county.log(school_readiness::assessed.name, school_readiness::assessed.label,
                           school_readiness::assessed.dimensions());
    auto& probability = county.persons.column(school_readiness::probability);
    auto& fsm = county.persons.column(school_readiness::fsm);
    auto const add = [&](std::vector<float> const& all, std::uint8_t district) {
        for (float const p : all) {
            auto const row = county.persons.append(Id<Person>{county.persons.rows() + 1u});
            probability[row.value] = p;
            fsm[row.value] = row.value % 5 == 4 ? Fsm::entitled : Fsm::not_entitled;
            log.record({county.persons.id(row), row, district, 5, 0, {}, 0});
        }
    };
    add(first, 0);
    add(second, 1);
    return county;
}

}  // namespace

TEST_CASE("once the offsets are solved the county has its published level and gap, and each district has moved towards "
          "its own")
{
    std::vector<float> first, second;
    for (int i = 0; i != 300; ++i) first.push_back(0.3f + 0.001f * static_cast<float>(i));
    for (int i = 0; i != 700; ++i) second.push_back(0.5f + 0.0005f * static_cast<float>(i));
    auto const county = assessed_children(first, second);
    SchoolReadinessOffsets offsets;
    offsets.month_end(Month::of(2024, 6), county);
    SchoolReadinessOffsets::Targets const targets{
        0.694, 0.264, {{"E07000066", 0.66}, {"E07000067", 0.71}}, 0.7, "E0700"};
    auto const solved = offsets.solve(targets);
    CHECK(solved.children == 1000);
    CHECK(solved.mean_after == doctest::Approx(0.694).epsilon(1e-6));
    CHECK(solved.gap_before < 0.01);
    CHECK(solved.gap_after == doctest::Approx(0.264).epsilon(0.01));
    CHECK(solved.county_entitled < 0);
    for (auto const& target : targets.districts) {
        auto const apart = [&](double mean) {
            return mean < target.second ? target.second - mean : mean - target.second;
        };
        CHECK(apart(solved.means_after.at(target.first)) < apart(solved.means_before.at(target.first)));
    }
    std::ostringstream text;
    write_fitted(text, targets, solved);
    CHECK(text.str().find("E07000067") != std::string::npos);
}

TEST_CASE("only the first June counts: what children become under offsets already solved is not solved again")
{
    SchoolReadinessOffsets offsets;
    offsets.month_end(Month::of(2024, 6), assessed_children({0.5f}, {0.5f}));
    offsets.month_end(Month::of(2025, 6), assessed_children({0.9f, 0.9f}, {0.9f}));
    CHECK(offsets.solve({0.694, 0, {}, 0.7, "E0700"}).children == 2);
}
