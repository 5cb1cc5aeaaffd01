#pragma once

#include <string>
#include <vector>

#include "outputs/run_file/run_reader.hpp"
#include "outputs/view/view.hpp"

namespace foresight {

/// A number of a run beside what is published of the same.
struct PublishedCheck {
    std::string what;
    Measure measure{};  ///< says how both are shown
    Estimate run{};
    double published = 0;
    std::string standing;  ///< whether the run can miss it: "not fitted", "solved to meet it"
    std::string source;
    std::string certainty;
    std::string table{};
    std::string period{};

    /// Whether the run has a band at all: of a base, which is the same in every future, there is none.
    bool banded() const { return run.has_bands && run.ninety_five.low < run.ninety_five.high; }
    /// Whether what is published lies outside the run's 95 per cent of futures.
    bool outside() const { return banded() && (published < run.ninety_five.low || published > run.ninety_five.high); }
};

/// How the districts of a run lie beside what is published of them.
struct DistrictCheck {
    std::string what;
    std::size_t districts = 0;
    double mean_absolute_error = 0;  ///< relative to what is published
    double worst_error = 0;          ///< with its sign
    std::string worst;               ///< the district's name
    std::string standing;
    std::string period{};
    std::vector<PublishedCheck> each{};  ///< `what` is the district's name
};

/// A published figure that the run has no table or no period for.
struct NotCompared {
    std::string what;
    std::string table;
    std::string period;
};

/// What the product's targets say of a run.
struct PublishedChecks {
    std::vector<PublishedCheck> figures;
    std::vector<DistrictCheck> districts;
    std::vector<NotCompared> of_other_periods;
    std::string latest_cost{};  ///< the last financial year whose cost of care is published, the run's or not
};

/// Lays a run beside the published figures in a folder: results.csv, mid-year estimates and fuel poverty, as they are in
/// calibration/targets. Throws an InputError where one of them cannot be read.
PublishedChecks published_checks(RunReader const& run, std::string const& folder);

}  // namespace foresight
