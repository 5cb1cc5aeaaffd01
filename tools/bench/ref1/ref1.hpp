#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace foresight::ref1 {

/// What one run of the common benchmark took and gave.
struct Result {
    double seconds = 0;                             ///< in the yearly loop: no reading, no writing
    std::int64_t person_years = 0;                  ///< persons alive at the start of each year, summed
    std::uint64_t hash = 0;                         ///< of all counts
    std::vector<std::vector<std::int64_t>> counts;  ///< of 30 years, by age band (21) x sex (male, female) x care (4)
    std::vector<std::pair<std::string, double>> shares;  ///< seconds by process, settling and counting
};

/// One million persons for thirty years: mortality, a four-state care chain, births, ageing, as ordinary processes.
Result run(std::string const& tables);

/// The counts as the benchmark's verifier reads them: year,band,sex,state,n.
std::string counts_csv(Result const& result);

}  // namespace foresight::ref1
