#pragma once

#include <string>
#include <vector>

#include "outputs/answers/budget.hpp"
#include "outputs/report/boundaries.hpp"
#include "outputs/report/content.hpp"
#include "outputs/run_file/run_reader.hpp"

namespace foresight {

/// What goes into a report beside the run that it is about.
struct ReportQuestion {
    std::vector<RunReader const*> others{};   ///< set against the run; they must outlive the question
    std::vector<RunReader const*> studies{};  ///< of what moves it, and which change does how much; the same holds
    Budget budget{};
    std::string budget_file{};      ///< as it was named; empty: none
    Boundaries boundaries{};        ///< true shapes of districts; empty: tiles
    std::string boundaries_file{};  ///< as it was named; empty: none
    std::string modules{};          ///< the folder in which modules state their limits; empty: not at hand
    std::string targets{};          ///< the folder of published figures; empty: not at hand
};

/// That the first run seems to be the change, and another its baseline: what is called the effect is then its opposite.
/// Nothing where there is no sign of it.
std::string caution_of_order(RunReader const& run, std::vector<RunReader const*> const& others);

/// The report of a run: every number with its interval, every chart with its table. The same bytes from the same runs.
Report report_of(RunReader const& run, ReportQuestion const& question);

}  // namespace foresight
