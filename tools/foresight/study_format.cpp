#include "tools/foresight/study_format.hpp"

#include <algorithm>
#include <cmath>

#include "outputs/view/headlines.hpp"
#include "tools/foresight/comparison_format.hpp"

namespace foresight {
namespace {

/// In which unit the numbers of a result are written.
struct StudyUnit {
    double times = 1;
    int decimals = 0;
    std::string name;
};

StudyUnit unit_of(Measure const& measure)
{
    if (measure.unit == "share") return {100, 2, "percentage points"};
    if (measure.unit == "GBP") return {1e-6, 2, "GBP million"};
    return {1, measure.kind == MeasureKind::ratio ? 2 : 0, measure.unit};
}

std::string subject_of(RunReader const& run)
{
    auto const& origin = run.provenance();
    auto text =
        origin.name + ": " + std::to_string(run.replicates()) + (run.replicates() == 1 ? " replicate" : " replicates");
    if (origin.weight > 1) text += ", a sample of 1 in " + std::to_string(origin.weight);
    return text;
}

std::string title_of(Study::Kind kind)
{
    switch (kind) {
    case Study::Kind::sensitivity: return "What moves it";
    case Study::Kind::attribution: return "Which change does how much";
    case Study::Kind::sweep: break;
    }
    return "How each variant differs from the scenario as it is";
}

/// What the heads mean.
std::string explanation_of(Study const& study)
{
    switch (study.kind) {
    case Study::Kind::sensitivity:
        return "low, high: the value one standard deviation below and above, all others as they are;\n"
               "one per cent more: of the value itself.\n";
    case Study::Kind::attribution:
        return study.order.empty()
                   ? "share of the effect: what a change adds, as the mean over all orders in which they may come; "
                     "the shares add up.\non its own: without the others. when added last: beside all others.\n"
                   : "share of the effect: what a change adds to those before it; the shares add up.\n";
    case Study::Kind::sweep: break;
    }
    return {};
}

std::vector<std::string> heads_of(Study const& study)
{
    switch (study.kind) {
    case Study::Kind::sensitivity: return {"low", "high", "one per cent more"};
    case Study::Kind::attribution:
        return study.order.empty() ? std::vector<std::string>{"share of the effect", "on its own", "when added last"}
                                   : std::vector<std::string>{"share of the effect"};
    case Study::Kind::sweep: break;
    }
    return {"difference"};
}

template <class T>
bool each_effect(View const& view, T const& holds)
{
    for (std::size_t m = 0; m != view.measures.size(); ++m)
        for (std::size_t row = 0; row != view.rows(); ++row)
            if (!holds(view.estimate(m, row))) return false;
    return true;
}

/// Whether no effect stands in the digits that are written.
bool nothing_moves(View const& view, StudyUnit const& unit)
{
    return each_effect(view, [&](Estimate const& of) {
        return !(std::abs(of.mean * unit.times) >= 0.5 * std::pow(10.0, -unit.decimals));
    });
}

bool all_may_be_chance(View const& view)
{
    return each_effect(
        view, [](Estimate const& of) { return of.has_bands && of.ninety_five.low <= 0 && of.ninety_five.high >= 0; });
}

}  // namespace

std::string study_text(RunReader const& run, Study const& study, View const& view, std::string const& result)
{
    auto const unit = unit_of(view.measures.front());
    auto const& codes = view.dimensions[0].codes;
    auto text = title_of(study.kind) + ": " + result.substr(0, result.find('/')) + ", "
                + view.dimensions[1].codes.front().label + ", " + unit.name + "\n" + view.label + "\n" + subject_of(run)
                + "\n\n";
    if (study.kind != Study::Kind::sweep && nothing_moves(view, unit))
        return text + (study.kind == Study::Kind::attribution ? "None of the changes" : "None of the values")
               + " moves it measurably: see --format csv.\n";
    // Changes are long: they are numbered, and told before the numbers.
    bool const numbered = study.kind == Study::Kind::attribution;
    std::size_t number = 0;
    std::vector<std::string> names;
    for (auto const& code : codes) {
        bool const is_change = numbered && number < study.axes.size() && code.key == study.axes[number].name;
        if (is_change) text += "  " + std::to_string(number + 1) + "  " + code.label + "\n";
        names.push_back(is_change ? std::to_string(++number) : code.label);
    }
    if (numbered) text += "\n";
    auto const several = view.replication.independent() > 1;
    std::vector<std::vector<std::string>> rows{{view.dimensions[0].label}};
    for (auto const& head : heads_of(study)) {
        rows[0].push_back(head);
        if (several) rows[0].push_back("95% interval");
    }
    for (std::size_t row = 0; row != codes.size(); ++row) {
        rows.push_back({names[row]});
        for (std::size_t m = 0; m != view.measures.size(); ++m) {
            auto const of = view.estimate(m, row);
            auto const written = [&](double value) {
                return std::isnan(value) ? std::string{"-"} : signed_number(value * unit.times, unit.decimals);
            };
            rows.back().push_back(written(of.mean));
            if (!several) continue;
            rows.back().push_back(std::isnan(of.mean) || !of.has_bands
                                      ? "-"
                                      : written(of.ninety_five.low) + " to " + written(of.ninety_five.high));
        }
    }
    text += aligned(rows, 1);
    if (several && all_may_be_chance(view))
        text += "\nNought lies within the interval of each: it may all be chance. More replicates tell.\n";
    if (auto const explained = explanation_of(study); !explained.empty()) text += "\n" + explained;
    return text;
}

}  // namespace foresight
