#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <mutex>
#include <set>

#include "engine/modules/catalogue.hpp"
#include "engine/modules/social_care/fields.hpp"
#include "outputs/answers/life_trace.hpp"
#include "outputs/tally/tally.hpp"
#include "tools/foresight/projection.hpp"

namespace foresight {
namespace {

/// Hears of everybody, from all threads.
class Everybodys final : public Witness {
public:
    void hear(Testimony const& testimony) override
    {
        std::lock_guard const lock{mutex_};
        all_.push_back(testimony);
        names_.insert(std::string{testimony.process} + " " + std::string{testimony.question});
        if (testimony.question == "dies" && testimony.when) deaths_[testimony.who].insert(*testimony.when);
    }
    std::vector<Testimony> const& all() const { return all_; }
    std::set<std::string> const& names() const { return names_; }
    bool told_of_death(Id<Person> who, Month month) const
    {
        auto const found = deaths_.find(who);
        return found != deaths_.end() && found->second.contains(month);
    }

private:
    std::mutex mutex_;
    std::vector<Testimony> all_;
    std::set<std::string> names_;
    std::map<Id<Person>, std::set<Month>> deaths_;
};

/// A tally that also keeps who died, and when.
class Watched final : public Observer {
public:
    explicit Watched(Projection const& of) : tally_{of.tables, of.scenario.start, of.scenario.end} {}
    void begin(Month base, Population const& population) override { tally_.begin(base, population); }
    void month_end(Month month, Population const& population) override
    {
        tally_.month_end(month, population);
        population.find_log(population_changed.name)->each([&](EventRecord const& event) {
            if (event.codes[0] == static_cast<std::uint8_t>(PopulationChange::death))
                deaths_.emplace_back(event.who, month);
        });
    }
    std::vector<std::vector<std::vector<std::int64_t>>> tables()
    {
        std::vector<std::vector<std::vector<std::int64_t>>> all;
        for (auto const& table : tally_.tables()) all.push_back(table.values);
        return all;
    }
    std::vector<std::pair<Id<Person>, Month>> const& deaths() const { return deaths_; }

private:
    Tally tally_;
    std::vector<std::pair<Id<Person>, Month>> deaths_;
};

/// The shipped sample for tests, of half as many people.
Projection const& quick()
{
    static Projection const made = [] {
        auto const path = find_scenario("essex/quick");
        Overrides overrides;
        overrides.set = {"population.sample=1/200"};
        return prepare(read_scenario(path, vocabulary_for(path), overrides), true);
    }();
    return made;
}

Simulation simulation_of(Projection const& of)
{
    return Simulation{of.scenario, of.scenario.parameters, catalogue(), of.base, {of.scenario.seed, 0}};
}

TEST_CASE("enumerators know how they are written")
{
    CHECK(name_of_enumerator(Setting::residential) == "residential");
    CHECK(name_of_enumerator(static_cast<Setting>(9)).empty());
    CHECK(name_of_enumerator(7u).empty());
}

TEST_CASE("a draw decides what a witness is told of: it happens where the draw lies below the probability")
{
    Everybodys witness;
    Watched watched{quick()};
    auto simulation = simulation_of(quick());
    simulation.call(witness);
    simulation.run(watched);
    std::size_t happened = 0, not_happened = 0;
    for (auto const& of : witness.all()) {
        REQUIRE_FALSE(of.question.empty());
        if (std::isnan(of.value) || std::isnan(of.probability)) continue;
        CHECK(of.value > 0);
        CHECK(of.value < 1);
        bool const within = of.value >= of.from && of.value < of.from + of.probability;
        // A clock's draw is got back by way of exp(-log(1 - u)), which is off in the last place.
        if (within != of.happens) CHECK(std::abs(of.value - of.from - of.probability) < 1e-14);
        ++(of.happens ? happened : not_happened);
    }
    CHECK(happened > 1000);
    CHECK(not_happened > 1000);
    // One question at least of every process that asks persons.
    for (auto const* const name :
         {"demography/mortality dies", "demography/fertility conceives", "demography/fertility boy",
          "demography/partnership meets", "demography/separation parts", "demography/leaving_home leaves",
          "demography/departures country", "demography/departures county", "demography/departures abroad",
          "demography/care_home_entry enters", "demography/health moves", "social_care/need needs",
          "social_care/need level", "social_care/front_door asks", "social_care/front_door converts",
          "social_care/front_door setting", "social_care/packages ends", "social_care/packages comes",
          "school_readiness/profile good_level"}) {
        INFO(name);
        CHECK(witness.names().contains(name));
    }
}

TEST_CASE("whoever dies was told so, for that month")
{
    Everybodys witness;
    Watched watched{quick()};
    auto simulation = simulation_of(quick());
    simulation.call(witness);
    simulation.run(watched);
    REQUIRE(watched.deaths().size() > 50);
    for (auto const& [who, month] : watched.deaths()) CHECK(witness.told_of_death(who, month));
}

TEST_CASE("nobody's life depends on whether somebody watches")
{
    Watched alone{quick()}, watched{quick()}, traced{quick()};
    simulation_of(quick()).run(alone);
    Everybodys everybodys;
    auto seen = simulation_of(quick());
    seen.call(everybodys);
    seen.run(watched);
    CHECK(alone.tables() == watched.tables());

    LifeTrace one{quick().base.persons.ids()[17]};
    auto of_one = simulation_of(quick());
    of_one.call(one);
    of_one.run(traced);
    CHECK(alone.tables() == traced.tables());
}

TEST_CASE("who watches one person hears of that person what who watches everybody does")
{
    Everybodys everybodys;
    Watched nothing{quick()};
    auto all = simulation_of(quick());
    all.call(everybodys);
    all.run(nothing);
    for (std::uint32_t const row : {3u, 1000u, 5000u}) {
        auto const who = quick().base.persons.ids()[row];
        LifeTrace one{who};
        auto simulation = simulation_of(quick());
        simulation.call(one);
        simulation.run(one);
        std::multiset<std::pair<Month, double>> heard, expected;
        for (auto const& line : one.lines())
            if (!std::isnan(line.draw)) heard.emplace(line.month, line.draw);
        for (auto const& of : everybodys.all())
            if (of.who == who && !std::isnan(of.value)) expected.emplace(of.month, of.value);
        CHECK(heard.size() > 3);
        CHECK(heard == expected);
    }
}

}  // namespace
}  // namespace foresight
