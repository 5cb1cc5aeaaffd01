#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/process/process.hpp"

namespace foresight {

/// A line of the wiring table: what one process may do, and which parameters it holds.
struct Wiring {
    std::string process;
    Cadence cadence;
    bool ledger = false;
    bool when_settled = false;
    std::map<std::string, Right> rights;
    std::vector<std::string> parameters;
    std::vector<std::string> needed;  ///< other processes
};

/// The ordered processes, and the groups of them that may share a visit.
///
/// A group takes a chunk through all its processes while it is in cache. That
/// is the same as one process after the other unless one reads of anyone what
/// another in the group writes; so there a new group begins.
class Schedule {
public:
    using Maker = std::function<std::unique_ptr<Process>(Setup&)>;

    Schedule(Population& population, Population const& base, Parameters const& parameters, RunKey key, Month start)
        : population_{population}, base_{base}, parameters_{parameters}, key_{key}, start_{start}
    {
    }

    void add(std::string name, Maker const& make);

    /// Notes what the types cannot see: a field that nobody provides, two processes whose names hash alike, a behaviour
    /// that holds prices, a request when all is settled. `provided` are the fields that the population came with, `said`
    /// where a scenario names a process.
    void check(std::vector<std::string> const& provided, std::map<std::string, Mistake> const& said,
               Mistakes& mistakes) const;

    /// Who hears of what is drawn from now on; it must outlive the schedule, or be taken away with nullptr.
    void call(Witness* witness) { witness_ = witness; }

    /// Initial states.
    void begin();
    /// One month of all processes that are due, without settling it.
    void step(Month month);
    /// Those that act when it has been settled.
    void step_settled(Month month);

    std::vector<Wiring> const& wiring() const { return wiring_; }
    /// Seconds spent in each process since the schedule was made, in its order; of a group, shared as its
    /// threads spent theirs.
    std::vector<double> const& seconds() const { return seconds_; }

private:
    struct Entry {
        std::size_t number;
        std::string name;
        std::unique_ptr<Process> process;
        std::map<std::string, Right> rights;
        std::vector<FollowsTheClock*> followers;
        bool exits = false;
    };
    using Group = std::vector<Entry>;

    static bool fits(Group const& group, Entry const& next);
    void run(Group const& group, Month month);
    void share_out(double seconds, std::vector<Entry const*> const& due, std::vector<double> const& spent);
    void run_alone(Entry const& entry, Month month);

    Population& population_;
    Population const& base_;
    Parameters const& parameters_;
    RunKey key_;
    Month start_;
    Witness* witness_ = nullptr;
    std::vector<Group> groups_;
    std::vector<Wiring> wiring_;
    std::vector<double> seconds_;
};

}  // namespace foresight
