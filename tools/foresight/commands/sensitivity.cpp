#include <algorithm>
#include <cmath>

#include "tools/foresight/commands.hpp"
#include "tools/foresight/reach.hpp"
#include "tools/foresight/studies.hpp"
#include "tools/foresight/wiring.hpp"

namespace foresight {
namespace {

/// By how much a parameter that is not said to be uncertain is moved.
constexpr double step_of_others = 0.1;

/// The variants of a sensitivity, the central one first.
struct Alternatives {
    Study study{Study::Kind::sensitivity, {}, {}, {}};
    std::vector<Parameters> parameters{};

    explicit Alternatives(Parameters const& central)
    {
        study.variants.push_back({"central", "As it is", {}});
        parameters.push_back(central);
    }

    /// A further axis, on which all that is there stands at `at`.
    std::size_t add_axis(StudyAxis axis, double at)
    {
        study.axes.push_back(std::move(axis));
        for (auto& variant : study.variants) variant.settings.push_back(at);
        return study.axes.size() - 1;
    }

    void add(std::size_t axis, double setting, std::string const& side, Parameters made)
    {
        auto settings = study.variants[0].settings;
        settings[axis] = setting;
        auto const& name = study.axes[axis].name;
        study.variants.push_back({name + " " + side, study.axes[axis].label + ", " + side, std::move(settings)});
        parameters.push_back(std::move(made));
    }
};

/// How far the cells of a parameter go, in parts of the way that they would go if it had no range.
double part_of_the_way(Parameter const& from, Parameter const& to, Parameter const& without_range)
{
    double gone = 0, way = 0;
    for (std::size_t s = 0; s != from.slices.size(); ++s)
        for (std::size_t i = 0; i != from.slices[s].values.size(); ++i) {
            gone += std::abs(to.slices[s].values[i] - from.slices[s].values[i]);
            way += std::abs(without_range.slices[s].values[i] - from.slices[s].values[i]);
        }
    return way > 0 ? gone / way : 1;
}

bool is_nought(Parameter const& parameter)
{
    return std::all_of(parameter.slices.begin(), parameter.slices.end(), [](auto const& slice) {
        return std::all_of(slice.values.begin(), slice.values.end(), [](double value) { return value == 0; });
    });
}

/// Where an uncertain value stands in the central case: a factor or an exponent at 1, a value where it is set.
double central_of(Parameter const& parameter, UncertainValue const& value)
{
    if (value.uncertainty.as != Uncertainty::As::value) return 1;
    if (value.address == value.parameter)
        return (parameter.adjustments.empty() ? parameter.slices : parameter.as_given).back().values.front();
    auto const own = [&](Adjustment const& change) {
        return change.uncertain && address_of(value.parameter, change) == value.address;
    };
    return std::find_if(parameter.adjustments.begin(), parameter.adjustments.end(), own)->amounts.front();
}

void add_uncertain(Alternatives& all, UncertainValue const& value)
{
    auto const [low, high] = one_deviation_around(value.uncertainty);
    if (low == high) return;
    auto const& name = value.parameter;
    auto const parameter = all.parameters[0].at(name);  // a copy: further alternatives come beside it
    auto unbounded = parameter;
    unbounded.low = -1e300;
    unbounded.high = 1e300;
    Parameters without_range;
    without_range.add(name, std::move(unbounded));

    static constexpr char const* readings[]{"value", "times", "exponent"};
    auto const reading = static_cast<std::size_t>(value.uncertainty.as);
    auto const central = central_of(parameter, value);
    // A factor of nought leaves it at nought.
    bool const stays = value.uncertainty.multiplies() && is_nought(parameter);
    auto const axis =
        all.add_axis({value.address, value.address, stays ? readings[0] : readings[reading]}, stays ? 0 : central);
    for (auto const& [setting, side] : {std::pair{low, "low"}, std::pair{high, "high"}}) {
        auto const draw = [&, drawn = setting](UncertainValue const& other) {
            return other.address == value.address ? std::optional{drawn} : std::nullopt;
        };
        auto made = all.parameters[0].drawn(draw);
        auto const way = part_of_the_way(parameter, made.at(name), without_range.drawn(draw).at(name));
        all.add(axis, stays ? 0 : central + way * (setting - central), side, std::move(made));
    }
}

void add_other(Alternatives& all, std::string const& name)
{
    bool const stays = is_nought(all.parameters[0].at(name));
    auto const axis = all.add_axis({name, name + " (by a tenth)", stays ? "value" : "times"}, stays ? 0 : 1);
    for (auto const& [factor, side] : {std::pair{1 - step_of_others, "low"}, std::pair{1 + step_of_others, "high"}}) {
        auto made = all.parameters[0];
        auto& parameter = made.change(name);
        parameter.adjust({Adjustment::Kind::scale, {factor}});
        auto const without_range = parameter;
        for (auto& slice : parameter.slices)
            for (auto& number : slice.values) number = std::clamp(number, parameter.low, parameter.high);
        auto const way = part_of_the_way(all.parameters[0].at(name), parameter, without_range);
        all.add(axis, stays ? 0 : 1 + way * (factor - 1), side, std::move(made));
    }
}

/// The parameters of a name, or of a beginning with * behind.
std::vector<std::string> matching(Parameters const& parameters, std::string const& pattern)
{
    if (!pattern.ends_with('*')) {
        parameter_to_vary(parameters, pattern);
        return {pattern};
    }
    std::vector<std::string> found;
    for (auto const& [name, parameter] : parameters.all())
        if (name.starts_with(pattern.substr(0, pattern.size() - 1)) && !name.starts_with("population/"))
            found.push_back(name);
    if (found.empty()) refuse("no parameter begins as '" + pattern + "' does", {}, "see foresight list parameters");
    return found;
}

/// Which parameters can move one of the results, by the wiring: the others would be lived for nothing.
class Reaches {
public:
    Reaches(Scenario const& scenario, Library const& library, std::vector<std::string> const& results)
        : wiring_{wiring_of(scenario)}, tables_{tables_of_results(scenario, library, results)}
    {
    }
    bool operator()(std::string const& parameter) const
    {
        Reach const reach{{parameter}, wiring_};
        return std::any_of(tables_.begin(), tables_.end(), [&](auto const& table) { return reach.includes(table); });
    }

private:
    std::vector<Wiring> wiring_;
    std::vector<TableDefinition> tables_;
};

int sensitivity(Arguments const& arguments) { return live_study(arguments, plan_sensitivity); }

}  // namespace

StudyPlan plan_sensitivity(Arguments const& arguments, ScenarioSource const& source)
{
    auto scenario = scenario_of_study(arguments, source, arguments.words.front());
    scenario.replicates = {1, scenario.replicates.count(), true, scenario.replicates.design};
    Alternatives all{scenario.parameters};
    auto const only = arguments.value<std::vector<std::string>>("only");
    std::vector<std::string> wanted;
    for (auto const& pattern : only)
        for (auto const& name : matching(scenario.parameters, pattern)) wanted.push_back(name);
    std::vector<std::string> uncertain;
    Reaches const reaches{scenario, source.library, results_asked(arguments)};
    std::size_t idle = 0;
    for (auto const& value : scenario.parameters.uncertain_values()) {
        if (value.parameter.starts_with("population/")) continue;
        if (!only.empty() && std::find(wanted.begin(), wanted.end(), value.parameter) == wanted.end()) continue;
        uncertain.push_back(value.parameter);
        if (only.empty() && !reaches(value.parameter)) ++idle;
        else add_uncertain(all, value);
    }
    for (auto const& pattern : arguments.value<std::vector<std::string>>("also"))
        for (auto const& name : matching(scenario.parameters, pattern))
            if (std::find(uncertain.begin(), uncertain.end(), name) == uncertain.end()) add_other(all, name);
    if (all.study.axes.empty())
        refuse("nothing is uncertain in " + scenario.file, "each uncertain value is moved by one standard deviation",
               "name parameters with --also");
    keep_what_was_asked(all.study, "sensitivity", arguments, {"only", "also"});
    auto const spoken = std::to_string(all.study.axes.size()) + " values, each low and high, and all central"
                        + (idle > 0 ? "; " + std::to_string(idle) + " cannot move these results" : "");
    return {std::move(scenario), std::move(all.study), std::move(all.parameters), spoken};
}

Command sensitivity_command()
{
    Command command;
    command.name = "sensitivity";
    command.summary = "move every uncertain value by one standard deviation, and see what moves with it";
    command.words = "SCENARIO";
    command.least = command.most = 1;
    command.example = "foresight sensitivity essex/baseline --result social_care.gross_cost/2029-30\n"
                      "foresight sensitivity essex/baseline --also 'social_care/prices/*'";
    command.options = [](po::options_description_easy_init options) {
        options("only", po::value<std::vector<std::string>>(),
                "of the uncertain values only these, by name or beginning*; may be repeated");
        options("also", po::value<std::vector<std::string>>(),
                "others too, moved by a tenth, by name or beginning*; may be repeated");
        add_study_options(options);
    };
    command.run = sensitivity;
    return command;
}

}  // namespace foresight
