#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "engine/simulation.hpp"

namespace foresight {

/// Which luck, and which point of the uncertain parameters, a replicate is made of.
struct Replicate {
    std::uint32_t number = 0;
    std::uint32_t luck = 0;
    std::uint32_t point = 0;    ///< 0 is the central one
    std::uint32_t variant = 0;  ///< which of the ensemble's alternatives
};

/// Replicate `number` of an ensemble: each has a luck of its own; all lucks of a point, then the next point.
Replicate replicate(Replicates const& ensemble, std::uint32_t number);

/// Where the time of the replicates went.
struct Timing {
    double seconds = 0;  ///< of the clock on the wall, from the first replicate's start to the last one's end
    std::vector<std::pair<std::string, double>> parts{};  ///< by process, then "settling" and "observing"
};

/// All replicates of a scenario: several at once, handed over in their order.
///
/// Where a study has variants of the scenario's parameters, each replicate is lived with all of them in turn, with the
/// same people and the same luck.
class Ensemble {
public:
    /// What is looked at must outlive the ensemble. `variants`: empty for the scenario's own parameters alone.
    Ensemble(Scenario const& scenario, std::vector<NamedProcess> const& catalogue, Population const& base,
             std::vector<Parameters> const& variants);
    Ensemble(Scenario const& scenario, std::vector<NamedProcess> const& catalogue, Population const& base);
    Ensemble(Scenario const&&, std::vector<NamedProcess> const&, Population const&) = delete;
    Ensemble(Scenario const&, std::vector<NamedProcess> const&, Population const&,
             std::vector<Parameters> const&&) = delete;

    using MakeObserver = std::function<std::unique_ptr<Observer>(Replicate const&)>;
    using Commit = std::function<void(Replicate const&, Observer&)>;
    /// Told after each month of each replicate, from any thread: months lived so far, of all that there are.
    using Progress = std::function<void(std::uint64_t done, std::uint64_t all)>;

    /// Lives the replicates named, with every variant, `at_once` at a time; `commit` sees them in their order, one at a
    /// time.
    /// `stop` is asked between months; what was not finished is not committed. Returns whether all were.
    bool run(std::vector<std::uint32_t> const& numbers, std::uint32_t at_once, MakeObserver const& make_observer,
             Commit const& commit, Progress const& progress, std::atomic<int> const& stop);

    /// How many replicates may be in flight: as many as there are threads and work for, and memory will hold, each with
    /// so many bytes of its observer.
    std::uint32_t at_once(std::size_t replicates, std::uint64_t memory_free, std::uint64_t bytes_observed = 0) const;

    /// Bytes that one replicate in flight takes.
    std::uint64_t bytes_a_replicate() const;

    Timing const& timing() const { return timing_; }

private:
    void add(Simulation const& simulation);

    Scenario const& scenario_;
    std::vector<NamedProcess> const& catalogue_;
    Population const& base_;
    std::vector<Parameters const*> variants_;
    Timing timing_;
};

}  // namespace foresight
