#pragma once

#include "outputs/answers/why.hpp"

namespace foresight {

/// Between which periods of which cell.
struct FlowQuestion {
    std::string table;
    std::vector<std::pair<std::string, std::string>> where{};
    Every every = Every::year;
    std::string period;
    std::string before;
};

/// Who came into a cell and who left it, where another table of the run counts that: of people population_change, of
/// clients of care care_flows; of the cost of care the number, the mix and the price of what is supported, and what
/// changed its weekly cost. For tables without flows one section that says so.
std::vector<WhySection> flows_into(RunReader const& run, FlowQuestion const& question);

/// What the difference of a cost between two runs is made of: how many client-weeks, whose and where, and at what price.
/// `comparison` is of care_cost by time, district, age group and setting, in one period. Nothing where it lacks the weeks.
std::optional<WhySection> parts_of_cost(Comparison const& comparison);

}  // namespace foresight
