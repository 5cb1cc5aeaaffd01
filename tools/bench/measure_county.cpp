#include "engine/modules/catalogue.hpp"
#include "engine/simulation.hpp"
#include "outputs/tally/tally.hpp"
#include "tools/bench/essex.hpp"
#include "tools/bench/measurement.hpp"
#include "tools/foresight/shipped.hpp"

namespace foresight::bench {
namespace {

/// Tallies as a run does, and counts the living once a year.
class Onlooker final : public Observer {
public:
    Onlooker(std::vector<TableDefinition> tables, Month start, Month end)
        : end_{end}, tally_{std::move(tables), start, end, Tally::IfMissing::leave_out}
    {
    }

    void begin(Month base, Population const& population) override
    {
        tally_.begin(base, population);
        next_count_ = base + 12;
        person_years_ = living(population);
    }

    void month_end(Month month, Population const& population) override
    {
        tally_.month_end(month, population);
        if (month != next_count_ || month + 1 == end_) return;
        next_count_ = month + 12;
        person_years_ += living(population);
    }

    /// Those alive at the start of each year, summed.
    std::int64_t person_years() const { return person_years_; }

private:
    static std::int64_t living(Population const& population)
    {
        std::int64_t count = 0;
        for (auto const left : population.persons.left()) count += left == 0;
        return count * population.weight;
    }

    Month end_;
    Month next_count_{};
    Tally tally_;
    std::int64_t person_years_ = 0;
};

}  // namespace

Measurement measure_county(Request const& request)
{
    auto const essex = load_essex();
    auto const& scenario = essex.scenario;
    auto const tables = read_tables({shipped_library().tables}, scenario.tables);
    Measurement measured{"county", scenario.name + ": all three domains, one replicate, after loading"};
    measured.figures = {{"seconds_loading", essex.seconds_loading}};
    for (std::uint32_t i = 0; i != request.runs; ++i) {
        auto const begin = seconds_now();
        Simulation simulation{scenario, scenario.parameters, catalogue(), essex.population, {scenario.seed, 0}};
        auto const made = seconds_now();
        Onlooker onlooker{tables, scenario.start, scenario.end};
        simulation.run(onlooker);
        Timed run{seconds_now() - begin, onlooker.person_years(), {}};
        auto const& schedule = simulation.schedule();
        for (std::size_t process = 0; process != schedule.wiring().size(); ++process)
            run.parts.emplace_back(schedule.wiring()[process].process, schedule.seconds()[process]);
        run.parts.emplace_back("a population of its own", made - begin);
        run.parts.emplace_back("settling", simulation.seconds_settling());
        run.parts.emplace_back("observing", simulation.seconds_observing());
        measured.runs.push_back(std::move(run));
        auto const& lived = simulation.population();
        measured.figures = {{"seconds_loading", essex.seconds_loading},
                            {"bytes_a_person", static_cast<double>(lived.bytes_a_person())},
                            {"bytes_a_home", static_cast<double>(lived.bytes_a_home())}};
    }
    return measured;
}

}  // namespace foresight::bench
