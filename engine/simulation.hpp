#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/observer.hpp"
#include "engine/process/schedule.hpp"
#include "engine/scenario/scenario.hpp"

namespace foresight {

/// One replicate of one scenario: a population of its own, a schedule, and the loop over the months.
class Simulation {
public:
    /// Grants the rights and checks the wiring; throws an InputError before anything has happened.
    Simulation(Scenario const& scenario, Parameters const& parameters, std::vector<NamedProcess> const& catalogue,
               Population const& base, RunKey key);
    /// Parameters and base population are only looked at: they must outlive the simulation.
    Simulation(Scenario const&, Parameters const&&, std::vector<NamedProcess> const&, Population const&,
               RunKey) = delete;
    Simulation(Scenario const&, Parameters const&, std::vector<NamedProcess> const&, Population const&&,
               RunKey) = delete;

    /// Who hears of every question that is put to somebody's luck; nothing depends on it. It must outlive the simulation.
    void call(Witness& witness) { schedule_.call(&witness); }

    /// Asks between two months whether to go on; the month that follows is handed over.
    using GoOn = std::function<bool(Month)>;

    /// Lives through all months. Returns false if it was told to stop.
    bool run(Observer& observer, GoOn const& go_on = {});

    Population const& population() const { return population_; }
    Schedule const& schedule() const { return schedule_; }
    /// Seconds spent in settling months and in observing them.
    double seconds_settling() const { return seconds_settling_; }
    double seconds_observing() const { return seconds_observing_; }

private:
    Month start_;
    Month end_;
    Population const& base_;
    Population population_;
    Schedule schedule_;
    double seconds_settling_ = 0;
    double seconds_observing_ = 0;
};

}  // namespace foresight
