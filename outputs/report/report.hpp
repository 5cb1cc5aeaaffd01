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
    Boundaries boundaries{};  ///< true shapes of districts; empty: tiles
};

/// The report of a run: every number with its interval, every chart with its table. The same bytes from the same runs.
Report report_of(RunReader const& run, ReportQuestion const& question);

}  // namespace foresight
