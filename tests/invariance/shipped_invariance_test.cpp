#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "engine/modules/catalogue.hpp"
#include "outputs/tally/tally.hpp"
#include "tests/lives.hpp"
#include "tools/foresight/projection.hpp"

// What tests/lives.hpp shows of a few processes, shown of those that ship, with their parameters, their people and
// their tables.

namespace foresight {
namespace {

constexpr Field<Person, std::uint8_t> whim{"test.whim", "What nobody else looks at"};

/// Draws for everybody in every month, and writes what only itself reads.
class Whims final : public Process {
public:
    explicit Whims(Setup& setup) : whim_{setup} {}
    bool by_chunk() const override { return true; }
    void step(Step const& now) override
    {
        now.each([&](Own<Person> self, Luck luck) {
            whim_[self] = static_cast<std::uint8_t>(whim_[self] + luck.uniform(Draw::any) * 10);
        });
    }

private:
    enum class Draw { any };
    Writes<whim> whim_;
};

std::vector<NamedProcess> catalogue_and_whims()
{
    auto all = catalogue();
    all.push_back({"test/whims", "", lives::make<Whims>});
    return all;
}

/// A hundredth of Essex, for two years.
Projection const& hundredth()
{
    static Projection const made = [] {
        auto const path = find_scenario("essex/quick");
        return prepare(read_scenario(path, vocabulary_for(path)), true);
    }();
    return made;
}

std::vector<std::string> shipped_schedule()
{
    std::vector<std::string> names;
    for (auto const& process : catalogue()) names.push_back(process.name);
    return names;
}

/// Who is there in the end, and every cell of every table.
struct Lived {
    std::uint64_t people;
    std::vector<std::vector<std::vector<std::int64_t>>> tables;
    friend bool operator==(Lived const&, Lived const&) = default;
};

Lived lived(std::vector<std::string> schedule, std::uint32_t threads = 2, ChunkOrder order = ChunkOrder::ascending)
{
    Threads const limit{threads, order};
    auto scenario = hundredth().scenario;
    scenario.schedule = std::move(schedule);
    Simulation simulation{scenario, scenario.parameters, catalogue_and_whims(), hundredth().base, {scenario.seed, 0}};
    Tally tally{hundredth().tables, scenario.start, scenario.end};
    simulation.run(tally);
    Lived made{fingerprint(simulation.population()), {}};
    for (auto const& table : tally.tables()) made.tables.push_back(table.values);
    return made;
}

TEST_CASE("Essex is the same for any order of chunks")
{
    // In one chunk there is nothing to shuffle.
    REQUIRE(hundredth().base.persons.chunks() >= 4);
    REQUIRE(hundredth().base.households.chunks() >= 2);
    auto const in_order = lived(shipped_schedule(), 1);
    CHECK(lived(shipped_schedule(), 1, ChunkOrder::shuffled) == in_order);
    CHECK(lived(shipped_schedule(), 2, ChunkOrder::shuffled) == in_order);
}

TEST_CASE("Essex is the same with an unrelated process anywhere in its schedule")
{
    auto const alone = lived(shipped_schedule());
    for (std::string const before : {"demography/ageing", "social_care/front_door", "fuel_poverty/metrics"}) {
        INFO(before);
        auto with_company = shipped_schedule();
        auto const place = std::find(with_company.begin(), with_company.end(), before);
        REQUIRE(place != with_company.end());
        with_company.insert(place, "test/whims");
        CHECK(lived(with_company) == alone);
    }
}

/// Who of a hundredth of Essex is alive after five years in which people only grow older and die.
std::set<std::uint64_t> still_alive(std::vector<std::string> changes)
{
    auto const path = find_scenario("essex/quick");
    Overrides overrides;
    overrides.set = std::move(changes);
    overrides.set.push_back("clock.years=5");
    auto scenario = read_scenario(path, vocabulary_for(path), overrides);
    scenario.schedule = {"demography/ageing", "demography/mortality"};
    Simulation simulation{scenario, scenario.parameters, catalogue(), hundredth().base, {scenario.seed, 0}};
    lives::Nobody nobody_looks;
    simulation.run(nobody_looks);
    return lives::living(simulation.population());
}

TEST_CASE("whoever survives in an Essex half as deadly again survives at the shipped rates")
{
    auto const shipped = still_alive({}), deadlier = still_alive({"demography/mortality/district_scale=*1.5"});
    auto const base = hundredth().base.persons.living();
    CHECK(std::includes(shipped.begin(), shipped.end(), deadlier.begin(), deadlier.end()));
    auto const deaths = static_cast<double>(base - shipped.size()), more = static_cast<double>(base - deadlier.size());
    CHECK(deaths > 500);
    // Who has died cannot die again, and the oldest die soon enough anyway: well below half as many more.
    CHECK(more > 1.2 * deaths);
    CHECK(more < 1.5 * deaths);
}

}  // namespace
}  // namespace foresight
