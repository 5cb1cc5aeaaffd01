#include "outputs/report/focus.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace foresight {
namespace {

std::string listed(std::vector<std::string> const& words)
{
    std::string text;
    for (auto const& one : words) text += (text.empty() ? "" : "; ") + one;
    return text;
}

}  // namespace

Focus::Focus(RunsOfReport const& runs)
{
    std::vector<std::vector<std::string>> unmoved(runs.others.size()), same(runs.others.size());
    std::vector<std::map<std::string, std::vector<std::string>>> obstacles(runs.others.size());
    for (auto const& one : domain_measures()) {
        if (asks_in_vain(runs, one.table, one.measure)) continue;
        auto& found = of(one.domain);
        found.there = true;
        if (found.measure.empty()) found.measure = one.measure;
        if (runs.others.empty()) continue;
        Outlook const outlook{runs, one.table, one.measure, {{std::string{name_of(one.every)}}, {}}, one.notation};
        for (std::size_t run = 0; run != runs.others.size(); ++run)
            if (!outlook.compared(run)) obstacles[run][outlook.why_not_compared(run)].push_back(one.subject);
            else if (outlook.moves(run)) found.changed = true;
            else
                (same_where_shared(*runs.first, *runs.others[run], runs.first->table(one.table)) ? same : unmoved)[run]
                    .push_back(one.subject);
        auto const greatest = outlook.greatest_effect(all_rows(outlook));
        if (greatest > found.greatest) found.greatest = greatest, found.measure = one.measure;
    }
    for (std::size_t run = 0; run != runs.others.size(); ++run) {
        auto const name = "“" + runs.names[run + 1] + "”";
        for (auto const& [obstacle, subjects] : obstacles[run])
            left_out_.push_back(name + " is not compared with “" + runs.names[0] + "”: " + obstacle + " ("
                                + listed(subjects) + ").");
        if (!same[run].empty()) left_out_.push_back(name + " changes not a single cell of: " + listed(same[run]) + ".");
        if (unmoved[run].empty()) continue;
        left_out_.push_back((runs.first->replicates() == 1
                                 ? "Hardly any difference, and one replicate cannot tell whether there is any, by "
                                 : "No measurable change by ")
                            + name + ": " + listed(unmoved[run]) + ".");
    }
}

bool Focus::any_changed() const
{
    return std::any_of(std::begin(found_), std::end(found_), [](Found const& one) { return one.changed; });
}

bool Focus::shows(Domain domain) const { return of(domain).there && (of(domain).changed || !any_changed()); }

bool Focus::on_effects(Domain domain) const { return of(domain).changed; }

std::string const& Focus::measure(Domain domain) const { return of(domain).measure; }

}  // namespace foresight
