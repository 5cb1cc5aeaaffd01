#include "outputs/answers/study_answers.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "engine/core/error.hpp"

namespace foresight {
namespace {

/// The numbers of one result, by period and variant.
class ResultOfVariants {
public:
    ResultOfVariants(RunReader const& run, Study const& study, NamedResult const& result, Periods periods)
    {
        auto question = result.question();
        question.by.emplace_back(variant_dimension);
        view_ = view_of(run, run.table(result.line.table), question);
        measure_ = run.table(result.line.table).measure(result.line.measure);
        if (view_.dimensions.size() != 2 || view_.dimensions[1].codes.size() != study.variants.size())
            refuse("the study in " + run.path() + " cannot be read", "its tables have other variants than it says");
        if (view_.dimensions[0].codes.empty())
            refuse("the study in " + run.path() + " has no period of this result",
                   "none is covered whole by what was lived", "live more years, or ask for another result");
        first_ = periods == Periods::last ? view_.dimensions[0].codes.size() - 1 : 0;
    }

    std::size_t replicates() const { return view_.replicates(); }
    std::size_t periods() const { return view_.dimensions[0].codes.size() - first_; }
    double at(std::size_t period, std::size_t variant, std::size_t replicate) const
    {
        return view_.cell(measure_, (first_ + period) * view_.dimensions[1].codes.size() + variant)[replicate];
    }

    /// An empty view of this result, with these rows and the measures of that meaning.
    View answer(TableDimension rows, std::vector<std::pair<std::string, std::string>> const& measures) const
    {
        View made;
        made.table = view_.table;
        made.label = view_.label + ": " + view_.measures[measure_].label;
        auto periods = view_.dimensions[0];
        periods.codes.erase(periods.codes.begin(), periods.codes.begin() + static_cast<std::ptrdiff_t>(first_));
        made.dimensions = {std::move(rows), std::move(periods)};
        for (auto const& [name, label] : measures) {
            auto measure = view_.measures[measure_];
            measure.name = name;
            measure.label = label;
            made.measures.push_back(std::move(measure));
        }
        made.replication = view_.replication;
        made.of_effects = true;
        made.values.resize(measures.size());
        return made;
    }

private:
    View view_;
    std::size_t measure_ = 0;
    std::size_t first_ = 0;
};

/// The number that a study has for a set of the changes of one group, none of the others being there.
class Coalitions {
public:
    Coalitions(Study const& study, ResultOfVariants const& numbers) : study_{study}, numbers_{numbers} {}

    /// The changes that can act on this one, itself among them.
    std::vector<std::size_t> group_of(std::size_t change) const
    {
        std::vector<std::size_t> members;
        for (std::size_t i = 0; i != study_.axes.size(); ++i)
            if (study_.axes[i].group == study_.axes[change].group) members.push_back(i);
        return members;
    }

    std::size_t variant(std::vector<std::size_t> const& changes) const
    {
        std::vector<double> settings(study_.axes.size());
        for (auto const change : changes) settings[change] = 1;
        auto const found = study_.find(settings);
        if (found == study_.variants.size()) refuse("the study lacks a combination of changes", {}, "make it again");
        return found;
    }

    /// Weights of the variants that make up Shapley's value of a change.
    std::vector<double> shapley(std::size_t change) const
    {
        std::vector<double> weights(study_.variants.size());
        auto others = group_of(change);
        std::erase(others, change);
        auto const players = others.size() + 1;
        for (std::size_t bits = 0; bits != std::size_t{1} << others.size(); ++bits) {
            std::vector<std::size_t> before;
            for (std::size_t i = 0; i != others.size(); ++i)
                if (bits >> i & 1) before.push_back(others[i]);
            // |S|! (n - |S| - 1)! / n!
            double const weight = std::tgamma(static_cast<double>(before.size() + 1))
                                  * std::tgamma(static_cast<double>(players - before.size()))
                                  / std::tgamma(static_cast<double>(players + 1));
            weights[variant(before)] -= weight;
            before.push_back(change);
            weights[variant(before)] += weight;
        }
        return weights;
    }

    std::vector<double> in_order(std::size_t position) const
    {
        std::vector<std::size_t> before{study_.order.begin(),
                                        study_.order.begin() + static_cast<std::ptrdiff_t>(position)};
        std::vector<double> weights(study_.variants.size());
        weights[variant(before)] -= 1;
        before.push_back(study_.order[position]);
        weights[variant(before)] += 1;
        return weights;
    }

    std::vector<double> alone(std::size_t change) const
    {
        std::vector<double> weights(study_.variants.size());
        weights[0] -= 1;
        weights[variant({change})] += 1;
        return weights;
    }

    std::vector<double> last(std::size_t change) const
    {
        auto all = group_of(change);
        std::vector<double> weights(study_.variants.size());
        weights[variant(all)] += 1;
        std::erase(all, change);
        weights[variant(all)] -= 1;
        return weights;
    }

    /// All changes together, as they were lived; in a study that has not lived them, as `groups`.
    std::vector<double> whole() const
    {
        std::vector<double> weights(study_.variants.size());
        auto const all = study_.find(std::vector<double>(study_.axes.size(), 1));
        if (all == study_.variants.size()) return groups();
        weights[all] += 1;
        weights[0] -= 1;
        return weights;
    }

    /// The groups, each without the others, added up.
    std::vector<double> groups() const
    {
        std::vector<double> weights(study_.variants.size());
        for (std::size_t change = 0; change != study_.axes.size(); ++change) {
            auto const group = group_of(change);
            if (group.front() != change) continue;
            weights[variant(group)] += 1;
            weights[0] -= 1;
        }
        return weights;
    }

    /// What all changes do together beyond what their groups do; nothing where that is noise of the last digits.
    std::optional<std::vector<double>> across_groups() const
    {
        auto weights = whole();
        auto const apart = groups();
        for (std::size_t v = 0; v != weights.size(); ++v) weights[v] -= apart[v];
        constexpr double noise = 1e-12;
        for (std::size_t p = 0; p != numbers_.periods(); ++p)
            for (std::size_t r = 0; r != numbers_.replicates(); ++r) {
                double size = 0;
                for (std::size_t v = 0; v != weights.size(); ++v) size += std::abs(weights[v] * numbers_.at(p, v, r));
                if (std::abs(weighed(weights, p, r)) > noise * size) return weights;
            }
        return {};
    }

    double weighed(std::vector<double> const& weights, std::size_t period, std::size_t replicate) const
    {
        double sum = 0;
        for (std::size_t v = 0; v != weights.size(); ++v)
            if (weights[v] != 0) sum += weights[v] * numbers_.at(period, v, replicate);
        return sum;
    }

private:
    Study const& study_;
    ResultOfVariants const& numbers_;
};

TableDimension axes_as_rows(Study const& study, std::string const& name, std::string const& label)
{
    TableDimension rows{name, label, {}};
    for (auto const& axis : study.axes) rows.codes.push_back({axis.name, axis.label});
    return rows;
}

/// The number of the variant with this key; that of the central one where there is none.
std::size_t variant_called(Study const& study, std::string const& key)
{
    auto const found =
        std::find_if(study.variants.begin(), study.variants.end(), [&](auto const& one) { return one.key == key; });
    return found == study.variants.end() ? 0 : static_cast<std::size_t>(found - study.variants.begin());
}

View sweep_view(RunReader const& run, Study const& study, NamedResult const& result, Periods periods, bool effects)
{
    ResultOfVariants const numbers{run, study, result, periods};
    TableDimension rows{std::string{variant_dimension}, "Variant", {}};
    for (auto const& variant : study.variants) rows.codes.push_back({variant.key, variant.label});
    auto view = numbers.answer(std::move(rows), {{effects ? "effect" : "value", effects ? "Difference" : "Value"}});
    view.of_effects = effects;
    for (std::size_t v = 0; v != study.variants.size(); ++v)
        for (std::size_t p = 0; p != numbers.periods(); ++p)
            for (std::size_t r = 0; r != numbers.replicates(); ++r)
                view.values[0].push_back(numbers.at(p, v, r) - (effects ? numbers.at(p, 0, r) : 0.0));
    return view;
}

}  // namespace

View tornado_of(RunReader const& run, Study const& study, NamedResult const& result)
{
    ResultOfVariants const numbers{run, study, result, Periods::last};
    struct Bar {
        std::size_t axis;
        std::vector<double> low, high, per_cent;
        double width = 0;
    };
    std::vector<Bar> bars;
    std::string of_nought;
    for (std::size_t axis = 0; axis != study.axes.size(); ++axis) {
        auto const central = study.variants[0].settings[axis];
        // By their names: both may stand on one side of the central value.
        auto const low = variant_called(study, study.axes[axis].name + " low");
        auto const high = variant_called(study, study.axes[axis].name + " high");
        Bar bar{axis, {}, {}, {}};
        auto const step = study.variants[high].settings[axis] - study.variants[low].settings[axis];
        double sum = 0;
        for (std::size_t r = 0; r != numbers.replicates(); ++r) {
            bar.low.push_back(numbers.at(0, low, r) - numbers.at(0, 0, r));
            bar.high.push_back(numbers.at(0, high, r) - numbers.at(0, 0, r));
            auto const swing = numbers.at(0, high, r) - numbers.at(0, low, r);
            bar.per_cent.push_back(step != 0 && central != 0 ? swing / step * central / 100 : no_number);
            sum += swing;
        }
        bar.width = std::abs(sum);
        if (central == 0) of_nought += (of_nought.empty() ? "" : ", ") + study.axes[axis].label;
        bars.push_back(std::move(bar));
    }
    std::stable_sort(bars.begin(), bars.end(), [](auto const& a, auto const& b) { return a.width > b.width; });
    TableDimension rows{"parameter", "Parameter", {}};
    for (auto const& bar : bars) rows.codes.push_back({study.axes[bar.axis].name, study.axes[bar.axis].label});
    auto view = numbers.answer(std::move(rows), {{"low", "At one standard deviation below"},
                                                 {"high", "At one standard deviation above"},
                                                 {"per_cent", "For each per cent more"}});
    if (!of_nought.empty()) view.notes.push_back("There is no per cent of nought: " + of_nought);
    for (auto const& bar : bars) {
        view.values[0].insert(view.values[0].end(), bar.low.begin(), bar.low.end());
        view.values[1].insert(view.values[1].end(), bar.high.begin(), bar.high.end());
        view.values[2].insert(view.values[2].end(), bar.per_cent.begin(), bar.per_cent.end());
    }
    return view;
}

View sweep_of(RunReader const& run, Study const& study, NamedResult const& result, Periods periods)
{
    return sweep_view(run, study, result, periods, false);
}

View sweep_effects_of(RunReader const& run, Study const& study, NamedResult const& result, Periods periods)
{
    return sweep_view(run, study, result, periods, true);
}

View attribution_of(RunReader const& run, Study const& study, NamedResult const& result, Periods periods)
{
    ResultOfVariants const numbers{run, study, result, periods};
    Coalitions const coalitions{study, numbers};
    bool const ordered = !study.order.empty();
    auto rows = axes_as_rows(study, "change", "Change");
    std::vector<std::vector<std::vector<double>>> weights(ordered ? 1 : 3);  // of each measure and row, by variant
    if (ordered) {
        weights[0].resize(study.axes.size());
        for (std::size_t i = 0; i != study.order.size(); ++i) weights[0][study.order[i]] = coalitions.in_order(i);
        std::vector<double> whole(study.variants.size());
        for (auto const& row : weights[0])
            for (std::size_t v = 0; v != row.size(); ++v) whole[v] += row[v];
        weights[0].push_back(std::move(whole));
    } else {
        for (std::size_t i = 0; i != study.axes.size(); ++i) {
            weights[0].push_back(coalitions.shapley(i));
            weights[1].push_back(coalitions.alone(i));
            weights[2].push_back(coalitions.last(i));
        }
        if (auto const across = coalitions.across_groups()) {
            weights[0].push_back(*across);
            weights[1].push_back(std::vector<double>(study.variants.size()));  // alone, nothing acts on another
            weights[2].push_back(*across);
            rows.codes.push_back({"across_groups", "Acting on each other across groups"});
        }
        for (auto& measure : weights) measure.push_back(coalitions.whole());
    }
    rows.codes.push_back({"total", "All changes together"});
    std::vector<std::pair<std::string, std::string>> measures{{"share", "Share of the effect"}};
    if (!ordered) measures.insert(measures.end(), {{"alone", "Alone"}, {"last", "Beside all others"}});
    auto view = numbers.answer(std::move(rows), measures);
    for (std::size_t m = 0; m != weights.size(); ++m)
        for (auto const& row : weights[m])
            for (std::size_t p = 0; p != numbers.periods(); ++p)
                for (std::size_t r = 0; r != numbers.replicates(); ++r)
                    view.values[m].push_back(coalitions.weighed(row, p, r));
    return view;
}

}  // namespace foresight
