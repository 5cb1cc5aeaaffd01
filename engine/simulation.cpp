#include "engine/simulation.hpp"

#include <algorithm>
#include <chrono>

namespace foresight {
namespace {

class Stopwatch {
public:
    explicit Stopwatch(double& seconds) : seconds_{seconds} {}
    ~Stopwatch() { seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count(); }
    Stopwatch(Stopwatch const&) = delete;
    Stopwatch& operator=(Stopwatch const&) = delete;

private:
    double& seconds_;
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

std::vector<std::string> fields_of(Population const& population)
{
    std::vector<std::string> names;
    auto const add = [&](auto const& table) {
        for (auto const& [name, column] : table.columns()) names.push_back(name);
    };
    add(population.persons);
    add(population.households);
    add(population.dwellings);
    add(population.establishments);
    return names;
}

NamedProcess const& find(std::vector<NamedProcess> const& catalogue, std::string const& name)
{
    auto const found =
        std::find_if(catalogue.begin(), catalogue.end(), [&](auto const& process) { return process.name == name; });
    if (found == catalogue.end()) {
        std::vector<std::string> known;
        for (auto const& process : catalogue) known.push_back(process.name);
        auto const near = nearest(name, known);
        throw InputError{"unknown process '" + name + "' (the catalogue has none of that name)"
                         + (near.empty() ? std::string{} : ". Did you mean '" + near + "'?")};
    }
    return *found;
}

/// A change of a parameter that no process of the schedule holds would change nothing, and nobody would notice.
void refuse_idle_changes(Scenario const& scenario, Schedule const& schedule, Mistakes& mistakes)
{
    for (auto const& change : scenario.changes) {
        if (change.parameter.starts_with("population/")) continue;
        auto const holds = [&](Wiring const& line) {
            return std::find(line.parameters.begin(), line.parameters.end(), change.parameter) != line.parameters.end();
        };
        if (std::any_of(schedule.wiring().begin(), schedule.wiring().end(), holds)) continue;
        mistakes.add(change.place.saying(
            "the change of '" + change.parameter + "' would change nothing",
            "no process of the schedule holds that parameter",
            "add the process that does, or leave the change out; foresight explain shows the wiring"));
    }
}

/// Adds the processes that a scenario names, or all of the catalogue. Where one cannot be made, since the books lack its
/// parameters, the others are looked at all the same.
void add_processes(Schedule& schedule, Scenario const& scenario, std::vector<NamedProcess> const& catalogue,
                   Mistakes& mistakes)
{
    auto names = scenario.schedule;
    if (names.empty())
        for (auto const& process : catalogue) names.push_back(process.name);
    for (auto const& name : names) {
        try {
            schedule.add(name, find(catalogue, name).make);
        } catch (InputError const& error) {
            auto const said = scenario.schedule_said.find(name);
            for (auto const& mistake : error.mistakes()) {
                bool const is_placed = !mistake.place.file.empty() || said == scenario.schedule_said.end();
                mistakes.add(is_placed ? mistake
                                       : said->second.saying(mistake.problem + ", which process '" + name + "' needs",
                                                             mistake.reason, mistake.suggestion));
            }
        }
    }
}

}  // namespace

Simulation::Simulation(Scenario const& scenario, Parameters const& parameters,
                       std::vector<NamedProcess> const& catalogue, Population const& base, RunKey key)
    : start_{scenario.start},
      end_{scenario.end},
      base_{base},
      population_{base},
      schedule_{population_, base, parameters, key, start_}
{
    auto const provided = fields_of(base);
    Mistakes mistakes;
    add_processes(schedule_, scenario, catalogue, mistakes);
    // What the one that is missing would have written, held or been needed for is no other mistake.
    if (mistakes.none()) {
        schedule_.check(provided, scenario.schedule_said, mistakes);
        refuse_idle_changes(scenario, schedule_, mistakes);
    }
    mistakes.refuse_if_any();
    population_.clear_events();
}

bool Simulation::run(Observer& observer, GoOn const& go_on)
{
    schedule_.begin();
    {
        Stopwatch const observing{seconds_observing_};
        observer.begin(start_ - 1, population_);
    }
    population_.clear_events();
    for (auto month = start_; month < end_; month = month + 1) {
        if (go_on && !go_on(month)) return false;
        schedule_.step(month);
        {
            Stopwatch const settling{seconds_settling_};
            population_.settle(month, base_);
            if (month.month() == 6) population_.classify_households();
        }
        schedule_.step_settled(month);
        {
            Stopwatch const observing{seconds_observing_};
            observer.month_end(month, population_);
        }
        population_.clear_events();
        if (month.month() == 6) {
            Stopwatch const settling{seconds_settling_};
            population_.compact();
        }
    }
    return true;
}

}  // namespace foresight
