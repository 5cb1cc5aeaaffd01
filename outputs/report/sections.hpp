#pragma once

#include <string>

#include "engine/core/clock.hpp"
#include "outputs/answers/finance.hpp"
#include "outputs/report/boundaries.hpp"
#include "outputs/report/content.hpp"
#include "outputs/report/outlook.hpp"

// One function for each part of the page, in the order in which a finance director reads.

namespace foresight {

/// How far the numbers that stand alone look ahead: to the end of the medium term.
struct Horizon {
    Month end{};  ///< the month after its last
    /// The last period of a table's cadence that the medium term holds whole; of the table's own or a longer cadence.
    std::string period(TableSchema const& table, Every every) const;
    /// The first one that the table has.
    std::string first_period(TableSchema const& table, Every every) const;
};

ReportSection in_brief(RunsOfReport const& runs, Horizon const& horizon);
ReportSection what_changes(RunsOfReport const& runs);
ReportSection years_ahead(RunsOfReport const& runs);
ReportSection medium_term(FinanceView const& finance);
ReportSection what_drives_it(RunsOfReport const& runs, Horizon const& horizon);
/// What studies say: tornadoes, the shares of changes, and sweeps.
ReportSection studies(std::vector<RunReader const*> const& runs);
ReportSection places(RunsOfReport const& runs, Horizon const& horizon, Boundaries const& boundaries);
ReportSection who_is_affected(RunsOfReport const& runs, Horizon const& horizon);
ReportSection assumptions(RunsOfReport const& runs);
ReportSection data_quality(RunsOfReport const& runs, Horizon const& horizon);
ReportSection origin(RunsOfReport const& runs);

}  // namespace foresight
