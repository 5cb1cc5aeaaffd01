#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "tests/lives.hpp"

namespace foresight {
namespace {

/// Checks after every month that nobody came from nowhere or vanished, and that every home is in order.
class Auditor final : public Observer {
public:
    void begin(Month, Population const& population) override { before_ = heads(population); }

    void month_end(Month month, Population const& population) override
    {
        std::map<int, long> expected = before_;
        population.find_log("population.changed")->each([&](EventRecord const& event) {
            bool const comes = event.codes[0] == 0 || event.codes[0] == 2 || event.codes[0] == 4 || event.codes[0] == 6;
            expected[event.district] += comes ? 1 : -1;
        });
        auto const now = heads(population);
        INFO("month " << to_string(month));
        CHECK(now == expected);
        before_ = now;
        audit_homes(population);
        ++months_;
    }

    int months() const { return months_; }

private:
    static std::map<int, long> heads(Population const& population)
    {
        std::map<int, long> count;
        for (std::uint32_t row = 0; row != population.persons.rows(); ++row)
            if (!population.persons.left()[row]) ++count[population.persons.column(person::district)[row]];
        return count;
    }

    static void audit_homes(Population const& population)
    {
        auto const& home = population.persons.column(person::household);
        auto const& place = population.persons.column(person::establishment);
        auto const& size = population.households.column(household::size);
        auto const& dwelling = population.households.column(household::dwelling);
        auto const& partner = population.persons.column(person::partner);
        auto const& age = population.persons.column(person::age);
        std::vector<int> occupants(population.dwellings.rows());
        long at_home = 0, members = 0, orphans = 0, misplaced = 0, one_sided = 0;
        for (std::uint32_t row = 0; row != population.persons.rows(); ++row) {
            if (population.persons.left()[row]) continue;
            bool const housed = home[row] != nobody<Household> && !population.households.left()[home[row].value];
            at_home += housed;
            misplaced += !housed && place[row] == nobody<Establishment>;
            if (partner[row] != nobody<Person>)
                one_sided += !population.persons.alive(partner[row]) || partner[partner[row].value] != Row<Person>{row};
        }
        for (std::uint32_t row = 0; row != population.households.rows(); ++row) {
            if (population.households.left()[row]) continue;
            int seen = 0, adults = 0;
            population.each_member({row}, [&](Row<Person> member) {
                ++seen;
                adults += age[member.value] >= 16;
            });
            CHECK(seen == size[row]);
            members += seen;
            orphans += adults == 0;
            if (dwelling[row] != nobody<Dwelling>) ++occupants[dwelling[row].value];
        }
        CHECK(members == at_home);
        CHECK(misplaced == 0);
        CHECK(orphans == 0);
        CHECK(one_sided == 0);
        CHECK(*std::max_element(occupants.begin(), occupants.end()) <= 1);
        for (auto const& district : population.vacant())
            for (auto const& dwelling_there : district) CHECK(occupants[dwelling_there.row.value] == 0);
    }

    std::map<int, long> before_;
    int months_ = 0;
};

TEST_CASE(
    "in every month and district people are those of before, plus births and arrivals, less deaths and departures")
{
    auto const county = small_county(2000);
    auto const parameters = lives::parameters(4e-5);
    Simulation simulation{lives::scenario({"test/ageing", "test/dying", "test/bearing", "test/moving"}, 5),
                          parameters,
                          lives::catalogue(),
                          county,
                          {7, 0}};
    Auditor auditor;
    simulation.run(auditor);
    CHECK(auditor.months() == 5 * 12);
}

TEST_CASE("income is split and shared but neither made nor lost when households part and join")
{
    auto const county = small_county(500);
    auto const total = [](Population const& population) {
        std::int64_t sum = 0;
        for (std::uint32_t row = 0; row != population.households.rows(); ++row)
            if (!population.households.left()[row]) sum += population.households.column(household::earnings)[row];
        return sum;
    };
    Population copy{county};
    auto const before = total(copy);
    copy.requests().resize(1);
    copy.requests().by_chunk[0].push_back({.kind = RequestKind::separate, .who = {1}, .row = {0}});
    copy.requests().by_chunk[0].push_back({.kind = RequestKind::separate, .who = {9}, .row = {8}});
    copy.settle(Month::of(2023, 7), county);
    CHECK(copy.households.rows() == county.households.rows() + 2);
    CHECK(total(copy) == before);
}

}  // namespace
}  // namespace foresight
