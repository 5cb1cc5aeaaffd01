#pragma once

#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "engine/population/population.hpp"
#include "engine/scenario/parameters.hpp"

namespace foresight {

enum class Right : std::uint8_t { reads_own, reads_anyone, writes, exits, enters, requests, emits, prices };

/// Something whose values change with the month: a dated parameter as a process holds it.
class FollowsTheClock {
public:
    virtual ~FollowsTheClock() = default;
    virtual void advance(Month month) = 0;
};

/// Hands a process its rights when it is built, and records who holds what.
class Setup {
public:
    Setup(std::string process, Population& population, Population const& base, Parameters const& parameters, RunKey key,
          Month start)
        : process_{std::move(process)},
          population_{population},
          base_{base},
          parameters_{parameters},
          key_{key},
          start_{start}
    {
    }

    std::string const& process() const { return process_; }
    Population& population() { return population_; }
    /// The population as it was at the base date; it never changes.
    Population const& base() const { return base_; }
    Parameters const& parameters() const { return parameters_; }
    RunKey key() const { return key_; }
    Month start() const { return start_; }  ///< the first month simulated

    void grant(Right right, std::string_view what)
    {
        if (right == Right::emits || right == Right::requests) {
            rights_.emplace(std::string{what}, right);
            return;
        }
        if (!rights_.emplace(std::string{what}, right).second)
            throw std::logic_error(process_ + " asks for " + std::string{what}
                                   + " twice: Writes reads too, but only one's own row");
    }
    std::map<std::string, Right> const& rights() const { return rights_; }

    /// The parameter of that name, noted as used by this process.
    Parameter const& use(std::string_view name, FollowsTheClock& follower)
    {
        used_.emplace_back(name);
        followers_.push_back(&follower);
        return parameters_.at(name);
    }
    std::vector<std::string> const& used() const { return used_; }

    /// Another process without which this one's accounts would not add up.
    void need(std::string process) { needed_.push_back(std::move(process)); }
    std::vector<std::string> const& needed() const { return needed_; }
    std::vector<FollowsTheClock*> const& followers() const { return followers_; }

private:
    std::string process_;
    Population& population_;
    Population const& base_;
    Parameters const& parameters_;
    RunKey key_;
    Month start_;
    std::map<std::string, Right> rights_;
    std::vector<std::string> used_;
    std::vector<std::string> needed_;
    std::vector<FollowsTheClock*> followers_;
};

}  // namespace foresight
