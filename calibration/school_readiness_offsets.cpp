#include "calibration/school_readiness_offsets.hpp"

#include <iomanip>
#include <ostream>

#include "engine/modules/school_readiness/fields.hpp"
#include "engine/modules/school_readiness/logit.hpp"
#include "engine/random/elementary.hpp"

namespace foresight {
namespace {

double mean_probability(std::vector<double> const& log_odds, double offset)
{
    double sum = 0;
    for (double const x : log_odds) sum += logistic(x + offset);
    return sum / static_cast<double>(log_odds.size());
}

}  // namespace

void SchoolReadinessOffsets::month_end(Month month, Population const& population)
{
    auto const* log = population.find_log(school_readiness::assessed.name);
    if (!log || june_ != Month{}) return;
    auto const& probability = population.persons.column(school_readiness::probability);
    log->each([&](EventRecord const& event) {
        june_ = month;
        log_odds_[population.areas.districts[event.district].code].push_back(
            log_odds(static_cast<double>(probability[event.row.value])));
    });
}

SchoolReadinessOffsets::Solved SchoolReadinessOffsets::solve(Targets const& targets) const
{
    Solved solved;
    solved.june = june_;
    std::vector<double> county, moved;
    for (auto const& [code, children] : log_odds_) {
        auto const target = targets.districts.find(code);
        double const offset = target == targets.districts.end()
                                  ? 0
                                  : targets.shrink * school_readiness::solve_offset(children, target->second);
        solved.districts[code] = offset;
        solved.children += children.size();
        if (!code.starts_with(targets.county_prefix)) continue;
        for (double const x : children) {
            county.push_back(x);
            moved.push_back(x + offset);
        }
    }
    if (county.empty())
        throw InputError{
            "no child of the county was assessed (the run should hold a June, and school_readiness/profile)"};
    solved.county = school_readiness::solve_offset(moved, targets.county);

    // The county's offset is what its children have on the whole; the districts' are beside it.
    double const all = school_readiness::solve_offset(county, targets.county);
    for (auto& [code, offset] : solved.districts) offset += solved.county - all;
    solved.county = all;

    solved.mean_before = mean_probability(county, 0);
    double good = 0;
    for (auto const& [code, children] : log_odds_) {
        solved.means_before[code] = mean_probability(children, 0);
        solved.means_after[code] = mean_probability(children, solved.county + solved.districts[code]);
        if (code.starts_with(targets.county_prefix))
            good += solved.means_after[code] * static_cast<double>(children.size());
    }
    solved.mean_after = good / static_cast<double>(county.size());
    return solved;
}

void write_fitted(std::ostream& out, SchoolReadinessOffsets::Targets const& targets,
                  SchoolReadinessOffsets::Solved const& solved)
{
    out << std::fixed << "solved_on: \"the base population, " << solved.children << " children assessed in "
        << to_string(solved.june) << " with all offsets at nought\"\n"
        << "target: {county: " << std::setprecision(4) << targets.county
        << ", source: \"DfE, EYFS profile results 2023/24, Essex\"}\n"
        << "shrink: " << std::setprecision(2) << targets.shrink
        << "  # of a district's offset, since its target is an estimate\n"
        << "county: {before: " << std::setprecision(4) << solved.mean_before << ", after: " << solved.mean_after
        << ", offset: " << std::setprecision(6) << solved.county << "}\ndistricts:\n";
    for (auto const& [code, offset] : solved.districts) {
        auto const target = targets.districts.find(code);
        out << "  " << code << ": {before: " << std::setprecision(4) << solved.means_before.at(code);
        if (target != targets.districts.end()) out << ", target: " << target->second;
        out << ", after: " << solved.means_after.at(code) << ", offset: " << std::setprecision(6) << offset << "}\n";
    }
}

}  // namespace foresight
