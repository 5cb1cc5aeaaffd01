#pragma once

#include <iosfwd>
#include <map>
#include <string>
#include <vector>

#include "engine/observer.hpp"

namespace foresight {

/// What a county's children, those of them entitled to free school meals, and its districts' do beside children of the
/// same description in England.
///
/// Looks at the first June of a run of the base population with the offsets at nought, and solves them once. The
/// result is stored in the county's parameter book, and no scenario solves it again.
class SchoolReadinessOffsets final : public Observer {
public:
    struct Targets {
        double county = 0;                        ///< share with a good level, of the districts of the county
        double gap = 0;                           ///< how much less it is among the entitled than among all others
        std::map<std::string, double> districts;  ///< by code; estimates, so what is solved from them is shrunk
        double shrink = 0.7;                      ///< how much of a district's offset is kept
        std::string county_prefix = "E0700";      ///< districts whose codes begin so make up the county
    };
    struct Solved {
        double county = 0;
        double county_entitled = 0;  ///< of the entitled, beside `county`; nought if there are none
        std::map<std::string, double> districts;
        double gap_before = 0, gap_after = 0;
        double mean_before = 0;  ///< of the county, at offsets of nought
        double mean_after = 0;
        std::map<std::string, double> means_before, means_after;
        std::size_t children = 0;
        Month june{};
    };

    void begin(Month, Population const&) override {}
    void month_end(Month month, Population const& population) override;

    Solved solve(Targets const& targets) const;

private:
    struct Child {
        double log_odds = 0;
        bool entitled = false;  ///< to free school meals
    };

    Month june_{};
    std::map<std::string, std::vector<Child>> assessed_;  ///< by district
};

/// As calibration/fitted/school_readiness.yaml has it.
void write_fitted(std::ostream& out, SchoolReadinessOffsets::Targets const& targets,
                  SchoolReadinessOffsets::Solved const& solved);

}  // namespace foresight
