#include <doctest/doctest.h>

#include "tests/lives.hpp"

using namespace foresight;

namespace {

/// Marks whom it meets.
class Marking final : public Process {
public:
    explicit Marking(Setup& setup) : health_{setup} {}
    bool when_settled() const override { return true; }
    void step(Step const& now) override
    {
        now.each([&](Own<Person> self) { health_[self] = Health::poor; });
    }

private:
    Writes<person::health> health_;
};

/// Would move people out when the month is over.
class TooLate final : public Process {
public:
    explicit TooLate(Setup& setup) : ask_{setup} {}
    bool when_settled() const override { return true; }
    void step(Step const&) override {}

private:
    Requests ask_;
};

class NeedsAgeing final : public Process {
public:
    explicit NeedsAgeing(Setup& setup) { setup.need("lives/ageing"); }
    void step(Step const&) override {}
};

}  // namespace

TEST_CASE("who acts when the month is settled meets all who came in it")
{
    struct Looks final : Observer {
        void begin(Month, Population const&) override {}
        void month_end(Month, Population const& people) override
        {
            for (auto const row : people.newcomers()) {
                ++newcomers;
                CHECK(people.persons.column(person::health)[row.value] == Health::poor);
            }
        }
        std::size_t newcomers = 0;
    } looks;
    auto const county = small_county(100);
    auto const parameters = lives::parameters();
    std::vector<NamedProcess> const catalogue{{"test/marking", "", lives::make<Marking>},
                                              {"test/moving", "", lives::make<lives::Moving>}};
    Simulation simulation{lives::scenario({"test/marking", "test/moving"}, 1), parameters, catalogue, county, {1, 0}};
    simulation.run(looks);
    CHECK(looks.newcomers > 0);
}

TEST_CASE("who acts when the month is settled may not ask for what settling decides")
{
    auto const county = small_county(10);
    auto const parameters = lives::parameters();
    std::vector<NamedProcess> const catalogue{{"test/too_late", "", lives::make<TooLate>}};
    CHECK_THROWS_WITH_AS((Simulation{lives::scenario({"test/too_late"}), parameters, catalogue, county, {1, 0}}),
                         doctest::Contains("acts when the month is settled"), InputError);
}

TEST_CASE("a process that needs another one is refused without it, and lives with it")
{
    auto const county = small_county(10);
    auto const parameters = lives::parameters();
    std::vector<NamedProcess> const catalogue{{"test/counts", "", lives::make<NeedsAgeing>},
                                              {"lives/ageing", "", lives::make<lives::Ageing>}};
    auto const live = [&](std::vector<std::string> const& schedule) {
        Simulation{lives::scenario(schedule), parameters, catalogue, county, {1, 0}};
    };
    CHECK_THROWS_WITH_AS(live({"test/counts"}), doctest::Contains("needs 'lives/ageing'"), InputError);
    CHECK_NOTHROW(live({"lives/ageing", "test/counts"}));
}
