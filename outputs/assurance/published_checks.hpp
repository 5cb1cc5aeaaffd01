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
};

/// How the districts of a run lie beside what is published of them.
struct DistrictCheck {
    std::string what;
    std::size_t districts = 0;
    double mean_absolute_error = 0;  ///< relative to what is published
    double worst_error = 0;          ///< with its sign
    std::string worst;               ///< the district's name
    std::string standing;
};

/// What the product's targets say of a run.
struct PublishedChecks {
    std::vector<PublishedCheck> figures;
    std::vector<DistrictCheck> districts;
    std::size_t of_other_periods = 0;  ///< published figures that the run has no table or no period for
    std::string latest_cost{};         ///< the last financial year whose cost of care is published, the run's or not
};

/// Lays a run beside the published figures in a folder: results.csv, mid-year estimates and fuel poverty, as they are in
/// calibration/targets. Throws an InputError where one of them cannot be read.
PublishedChecks published_checks(RunReader const& run, std::string const& folder);

}  // namespace foresight
