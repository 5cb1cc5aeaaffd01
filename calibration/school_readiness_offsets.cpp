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

/// How much less likely a good level is among the entitled than among all others.
double gap_between(std::vector<double> const& entitled, std::vector<double> const& others)
{
    return entitled.empty() || others.empty() ? 0 : mean_probability(others, 0) - mean_probability(entitled, 0);
}

}  // namespace

void SchoolReadinessOffsets::month_end(Month month, Population const& population)
{
    auto const* log = population.find_log(school_readiness::assessed.name);
    if (!log || june_ != Month{}) return;
    auto const& probability = population.persons.column(school_readiness::probability);
    auto const& fsm = population.persons.column(school_readiness::fsm);
    log->each([&](EventRecord const& event) {
        june_ = month;
        assessed_[population.areas.districts[event.district].code].push_back(
            {log_odds(static_cast<double>(probability[event.row.value])), fsm[event.row.value] == Fsm::entitled});
    });
}

SchoolReadinessOffsets::Solved SchoolReadinessOffsets::solve(Targets const& targets) const
{
    Solved solved;
    solved.june = june_;
    std::vector<double> entitled, others;
    for (auto const& [code, children] : assessed_) {
        solved.children += children.size();
        if (code.starts_with(targets.county_prefix))
            for (auto const& child : children) (child.entitled ? entitled : others).push_back(child.log_odds);
    }
    if (others.empty())
        throw InputError{
            "no child of the county was assessed (the run should hold a June, and school_readiness/profile)"};

    // What each group has where the county has its level, and they are as far apart as they should be.
    double const share = static_cast<double>(entitled.size()) / static_cast<double>(entitled.size() + others.size());
    double const of_others = school_readiness::solve_offset(others, targets.county + targets.gap * share);
    if (!entitled.empty())
        solved.county_entitled =
            school_readiness::solve_offset(entitled, targets.county - targets.gap * (1 - share)) - of_others;

    std::vector<double> county, moved;
    std::map<std::string, std::vector<double>> by_district;
    for (auto const& [code, children] : assessed_) {
        auto& own = by_district[code];
        for (auto const& child : children)
            own.push_back(child.log_odds + (child.entitled ? solved.county_entitled : 0.0));
        auto const target = targets.districts.find(code);
        double const offset = target == targets.districts.end()
                                  ? 0
                                  : targets.shrink * school_readiness::solve_offset(own, target->second);
        solved.districts[code] = offset;
        if (!code.starts_with(targets.county_prefix)) continue;
        for (double const x : own) {
            county.push_back(x);
            moved.push_back(x + offset);
        }
    }

    // The county's offset is what its children have on the whole; the districts' are beside it.
    solved.county = school_readiness::solve_offset(county, targets.county);
    double const beside = school_readiness::solve_offset(moved, targets.county) - solved.county;
    for (auto& [code, offset] : solved.districts) offset += beside;

    solved.gap_before = gap_between(entitled, others);
    solved.mean_before =
        (mean_probability(others, 0) * (1 - share)) + (entitled.empty() ? 0 : mean_probability(entitled, 0) * share);
    std::vector<double> entitled_after, others_after;
    double good = 0;
    for (auto const& [code, children] : assessed_) {
        double const offset = solved.county + solved.districts[code];
        std::vector<double> before;
        for (auto const& child : children) before.push_back(child.log_odds);
        solved.means_before[code] = mean_probability(before, 0);
        solved.means_after[code] = mean_probability(by_district[code], offset);
        if (!code.starts_with(targets.county_prefix)) continue;
        good += solved.means_after[code] * static_cast<double>(children.size());
        for (std::size_t i = 0; i != children.size(); ++i)
            (children[i].entitled ? entitled_after : others_after).push_back(by_district[code][i] + offset);
    }
    solved.mean_after = good / static_cast<double>(county.size());
    solved.gap_after = gap_between(entitled_after, others_after);
    return solved;
}

void write_fitted(std::ostream& out, SchoolReadinessOffsets::Targets const& targets,
                  SchoolReadinessOffsets::Solved const& solved)
{
    out << std::fixed << "solved_on: \"the base population, " << solved.children << " children assessed in "
        << to_string(solved.june) << " with all offsets at nought\"\n"
        << "target: {county: " << std::setprecision(4) << targets.county << ", gap: " << targets.gap
        << ", source: \"DfE, EYFS profile results 2023/24, Essex; the gap a mean of 2021/22 to 2024/25\"}\n"
        << "shrink: " << std::setprecision(2) << targets.shrink
        << "  # of a district's offset, since its target is an estimate\n"
        << "county: {before: " << std::setprecision(4) << solved.mean_before << ", after: " << solved.mean_after
        << ", offset: " << std::setprecision(6) << solved.county << "}\n"
        << "entitled: {gap_before: " << std::setprecision(4) << solved.gap_before << ", gap_after: " << solved.gap_after
        << ", offset: " << std::setprecision(6) << solved.county_entitled << "}\ndistricts:\n";
    for (auto const& [code, offset] : solved.districts) {
        auto const target = targets.districts.find(code);
        out << "  " << code << ": {before: " << std::setprecision(4) << solved.means_before.at(code);
        if (target != targets.districts.end()) out << ", target: " << target->second;
        out << ", after: " << solved.means_after.at(code) << ", offset: " << std::setprecision(6) << offset << "}\n";
    }
}

}  // namespace foresight
