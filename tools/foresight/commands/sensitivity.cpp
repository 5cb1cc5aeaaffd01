#include <algorithm>
#include <filesystem>

#include "outputs/view/named_result.hpp"
#include "tools/foresight/commands.hpp"
#include "tools/foresight/reach.hpp"
#include "tools/foresight/shipped.hpp"
#include "tools/foresight/studies.hpp"
#include "tools/foresight/wiring.hpp"

namespace foresight {
namespace {

// Below and above which the outer sixths of a distribution lie: one standard deviation, of a normal one.
constexpr double one_deviation_low = 0.15865525393145707;
constexpr double one_deviation_high = 1 - one_deviation_low;

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

void add_uncertain(Alternatives& all, UncertainValue const& value)
{
    auto const central = value.uncertainty.as == Uncertainty::As::value ? mean_of(value.uncertainty) : 1.0;
    auto const low = quantile_of(value.uncertainty, one_deviation_low);
    auto const high = quantile_of(value.uncertainty, one_deviation_high);
    if (low == high) return;
    static constexpr char const* readings[]{"value", "times", "exponent"};
    auto const axis =
        all.add_axis({value.address, value.address, readings[static_cast<int>(value.uncertainty.as)]}, central);
    for (auto const& [setting, side] : {std::pair{low, "low"}, std::pair{high, "high"}})
        all.add(axis, setting, side, all.parameters[0].drawn([&](UncertainValue const& other) {
            return other.address == value.address ? std::optional{setting} : std::nullopt;
        }));
}

void add_other(Alternatives& all, std::string const& name)
{
    auto const axis = all.add_axis({name, name + " (by a tenth)", "times"}, 1);
    for (auto const& [factor, side] : {std::pair{1 - step_of_others, "low"}, std::pair{1 + step_of_others, "high"}}) {
        auto made = all.parameters[0];
        auto& parameter = made.change(name);
        parameter.adjust({Adjustment::Kind::scale, {factor}});
        for (auto& slice : parameter.slices)
            for (auto& number : slice.values) number = std::clamp(number, parameter.low, parameter.high);
        all.add(axis, factor, side, std::move(made));
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
    Reaches(Scenario const& scenario, std::vector<std::string> const& results) : wiring_{wiring_of(scenario)}
    {
        auto const beside = std::filesystem::path{scenario.file}.parent_path() / "tables";
        auto const all = read_tables({shipped_library().tables, beside.string()}, {});
        for (auto const& result : results) {
            auto const name = table_of_result(all, result);
            tables_.push_back(
                *std::find_if(all.begin(), all.end(), [&](auto const& table) { return table.name == name; }));
        }
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

int sensitivity(Arguments const& arguments)
{
    auto scenario = scenario_of_study(arguments, arguments.words.front());
    scenario.replicates = {1, scenario.replicates.count(), true, scenario.replicates.design};
    Alternatives all{scenario.parameters};
    auto const only = arguments.value<std::vector<std::string>>("only");
    std::vector<std::string> wanted;
    for (auto const& pattern : only)
        for (auto const& name : matching(scenario.parameters, pattern)) wanted.push_back(name);
    std::vector<std::string> uncertain;
    Reaches const reaches{scenario, results_asked(arguments)};
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
    auto const spoken = std::to_string(all.study.axes.size()) + " values, each low and high, and all central"
                        + (idle > 0 ? "; " + std::to_string(idle) + " cannot move these results" : "");
    return live_study(arguments, std::move(scenario), std::move(all.study), std::move(all.parameters), spoken);
}

}  // namespace

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
