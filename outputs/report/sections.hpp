#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/core/clock.hpp"
#include "outputs/assurance/internal_checks.hpp"
#include "outputs/assurance/module_limits.hpp"
#include "outputs/assurance/published_checks.hpp"
#include "outputs/report/boundaries.hpp"
#include "outputs/report/content.hpp"
#include "outputs/report/focus.hpp"
#include "outputs/report/outlook.hpp"
#include "outputs/report/report.hpp"

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

/// What goes beside the runs of a report.
struct Evidence {
    std::vector<ModuleLimits> limits{};          ///< as the modules state them
    std::optional<PublishedChecks> published{};  ///< nothing where no published figures are at hand
    std::vector<InternalCheck> checks{};

    /// The limits of a module under a heading; none where none are at hand.
    ReportList limits_of(std::string_view module) const;
};

ReportSection in_brief(RunsOfReport const& runs, Horizon const& horizon, Focus const& focus);
/// The changes that another run makes, each with its source, and what it leaves out.
std::vector<ReportList> what_is_asked(RunReader const& base, RunReader const& other, std::string const& name);
ReportSection what_changes(RunsOfReport const& runs, Focus const& focus);
ReportSection years_ahead(RunsOfReport const& runs, Focus const& focus);
/// Nothing where the run has no such tables.
std::optional<ReportSection> medium_term(RunsOfReport const& runs, Budget const& budget, Evidence const& evidence);
ReportSection what_drives_it(RunsOfReport const& runs, Horizon const& horizon, Focus const& focus, bool with_study);
/// What studies say: tornadoes, the shares of changes, and sweeps.
ReportSection studies(std::vector<RunReader const*> const& runs);
ReportSection places(RunsOfReport const& runs, Horizon const& horizon, Focus const& focus, Boundaries const& boundaries,
                     Evidence const& evidence);
/// How far children entitled to free school meals are behind the others, and what other runs change in that: a sentence for
/// each that does, or one for where it stands. None where the page does not show school readiness.
std::vector<std::string> gap_of_free_school_meals(RunsOfReport const& runs, Horizon const& horizon, Focus const& focus);
ReportSection who_is_affected(RunsOfReport const& runs, Horizon const& horizon, Focus const& focus);
ReportSection assumptions(RunsOfReport const& runs);
/// `told`: the modules whose limits stand elsewhere on the page, or which it does not tell of.
ReportSection data_quality(RunsOfReport const& runs, Horizon const& horizon, Focus const& focus,
                           Evidence const& evidence, std::vector<std::string> const& told);
/// The run beside published figures, and what has been compared with nothing.
void tell_of_published(std::optional<PublishedChecks> const& published, std::string const& name,
                       ReportSection& section);
ReportSection origin(RunsOfReport const& runs, ReportQuestion const& question);

}  // namespace foresight
