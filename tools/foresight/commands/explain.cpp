#include <algorithm>
#include <cstdio>
#include <iostream>

#include "engine/io/literal.hpp"
#include "engine/io/text_file.hpp"
#include "engine/scenario/scenario.hpp"
#include "tools/foresight/commands.hpp"
#include "tools/foresight/shipped.hpp"
#include "tools/foresight/terminal.hpp"
#include "tools/foresight/wiring.hpp"

namespace foresight {
namespace {

constexpr std::size_t cells_at_most = 40;

/// Six significant digits, as people read them.
std::string figure(double value)
{
    char text[40];
    std::snprintf(text, sizeof text, "%.6g", value);
    return text;
}

std::string dimensions_text(Parameter const& parameter)
{
    std::string text;
    for (std::size_t i = 0; i != parameter.dimensions.size(); ++i)
        text += (i ? " x " : "") + parameter.dimensions[i] + " (" + std::to_string(parameter.sizes[i]) + ")";
    return text.empty() ? "a single number" : text;
}

/// "0.12", or "0.001 to 0.4" of a table.
std::string span_text(std::vector<double> const& values)
{
    auto const [least, greatest] = std::minmax_element(values.begin(), values.end());
    return *least == *greatest ? figure(*least) : figure(*least) + " to " + figure(*greatest);
}

std::string uncertainty_text(Uncertainty const& uncertain)
{
    static constexpr char const* names[]{"normal", "lognormal", "beta", "uniform"};
    static constexpr char const* readings[]{", the value itself", ", a factor", ", an exponent"};
    return std::string{names[static_cast<int>(uncertain.shape)]} + " (" + figure(uncertain.first) + ", "
           + figure(uncertain.second) + ")" + readings[static_cast<int>(uncertain.as)];
}

void print_dates(Parameter const& parameter)
{
    for (std::size_t i = 0; i != parameter.slices.size(); ++i)
        std::cout << "  " << padded(i == 0 ? "at first" : "from " + to_string(parameter.slices[i].from), 14)
                  << span_text(parameter.slices[i].values) << "\n";
}

void print_cells(Parameter const& parameter, Month month, bool all)
{
    if (parameter.dimensions.empty()) return;
    auto const& values = parameter.at(month);
    auto const shown = all ? values.size() : std::min(values.size(), cells_at_most);
    std::cout << "\ncells in " << to_string(month) << "\n";
    for (std::size_t cell = 0; cell != shown; ++cell)
        std::cout << "  " << padded(parameter.cell_name(cell), 34) << figure(values[cell]) << "\n";
    if (shown < values.size()) std::cout << "  ... and " << values.size() - shown << " more; --all shows them\n";
}

void print_parameter(std::string const& name, Parameter const& parameter, Scenario const& scenario, bool all)
{
    std::cout << name << "\n  " << parameter.label << "\n\n"
              << "unit        " << parameter.unit << "\nsource      " << parameter.source << "\ncertainty   "
              << parameter.certainty << "\n";
    if (parameter.low > -1e300 || parameter.high < 1e300)
        std::cout << "range       " << figure(parameter.low) << " to " << figure(parameter.high) << "\n";
    std::cout << "dimensions  " << dimensions_text(parameter) << "\n";
    if (parameter.uncertain) std::cout << "uncertain   " << uncertainty_text(*parameter.uncertain) << "\n";
    for (auto const& adjustment : parameter.adjustments)
        if (adjustment.uncertain)
            std::cout << "uncertain   a change: " << uncertainty_text(*adjustment.uncertain) << "\n";
    for (std::size_t i = 0; i != parameter.set_by.size(); ++i)
        std::cout << (i == 0 ? "set by      " : "then by     ") << parameter.set_by[i] << "\n";
    std::cout << "\nvalue\n";
    print_dates(parameter);
    print_cells(parameter, scenario.start, all);
}

std::string change_text(Change const& change)
{
    static constexpr char const* verbs[]{"becomes ", "times ", "plus "};
    auto text =
        change.table.empty() ? verbs[static_cast<int>(change.kind)] + figure(change.amount) : "becomes " + change.table;
    if (change.phase_in > 0) text += " phased in";
    if (change.from.value > 0) text += " from " + to_string(change.from);
    if (change.until.value > 0) text += " until " + to_string(change.until);
    if (change.phase_in > 0) text += " over " + std::to_string(change.phase_in) + " months";
    for (auto const& [dimension, code] : change.where) text += ", " + dimension + " " + code;
    return text;
}

void print_scenario(Scenario const& scenario)
{
    std::cout << scenario.name << "\n";
    if (!scenario.question.empty()) std::cout << "  " << scenario.question << "\n";
    auto const& replicates = scenario.replicates;
    std::cout << "\nclock       " << to_string(scenario.start) << " to " << to_string(scenario.end - 1)
              << "\nsample      1 household in " << scenario.sample << "\nseed        " << scenario.seed
              << "\nreplicates  " << replicates.count() << " ("
              << (replicates.central ? std::string{"central"} : std::to_string(replicates.points) + " points") << ", "
              << replicates.lucks << (replicates.lucks == 1 ? " luck)" : " lucks)") << "\nparameters  "
              << scenario.parameters.hash() << "\n\nread from\n";
    for (auto const& input : scenario.inputs) std::cout << "  " << input.hash << "  " << input.path << "\n";
    if (!scenario.changes.empty()) std::cout << "\nchanges\n";
    for (auto const& change : scenario.changes) {
        std::cout << "  " << padded(change.parameter, 44) << change_text(change);
        if (!change.place.place.file.empty())
            std::cout << "  (" << change.place.place.file << ":" << change.place.place.line << ")";
        std::cout << "\n";
    }
}

void print_parameters(Scenario const& scenario, std::string const& under)
{
    auto const is_listed = [&](auto const& entry) { return entry.first.starts_with(under); };
    auto const value_of = [&](Parameter const& parameter) { return span_text(parameter.at(scenario.start)); };
    std::size_t name_width = 0, value_width = 0;
    for (auto const& entry : scenario.parameters.all()) {
        if (!is_listed(entry)) continue;
        name_width = std::max(name_width, entry.first.size() + 2);
        value_width = std::max(value_width, value_of(entry.second).size() + 2);
    }
    for (auto const& entry : scenario.parameters.all()) {
        if (!is_listed(entry)) continue;
        auto const& [name, parameter] = entry;
        std::cout << "  " << padded(name, name_width) << padded(value_of(parameter), value_width)
                  << padded(parameter.unit, 18) << " " << (parameter.set_by.empty() ? "" : parameter.set_by.back())
                  << "\n      " << parameter.source << "\n";
    }
}

char const* verb_of(Right right)
{
    switch (right) {
    case Right::reads_own: return "reads";
    case Right::reads_anyone: return "reads of anyone";
    case Right::writes: return "writes";
    case Right::exits: return "may end the life of a";
    case Right::enters: return "may bring in a";
    case Right::requests: return "requests";
    case Right::emits: return "emits";
    case Right::prices: return "prices with";
    }
    return "";
}

void print_wiring(Scenario const& scenario)
{
    std::cout << "\nwiring\n";
    for (auto const& process : wiring_of(scenario)) {
        auto const& cadence = process.cadence;
        std::cout << "  " << process.process << " ("
                  << (cadence.every == 1    ? "monthly"
                      : cadence.every == 3  ? "quarterly"
                      : cadence.every == 12 ? "yearly"
                                            : "every " + std::to_string(cadence.every) + " months")
                  << (process.when_settled ? ", when the month is settled" : "") << (process.ledger ? ", ledger)" : ")")
                  << "\n";
        std::map<std::string, std::string> by_verb;
        for (auto const& [what, right] : process.rights) {
            auto& list = by_verb[verb_of(right)];
            list += (list.empty() ? "" : ", ") + what;
        }
        for (auto const& [verb, list] : by_verb) std::cout << "    " << verb << " " << list << "\n";
        if (!process.parameters.empty()) {
            std::cout << "    holds ";
            for (std::size_t i = 0; i != process.parameters.size(); ++i)
                std::cout << (i ? ", " : "") << process.parameters[i];
            std::cout << "\n";
        }
    }
}

bool any_under(Scenario const& scenario, std::string const& name)
{
    return std::any_of(scenario.parameters.all().begin(), scenario.parameters.all().end(),
                       [&](auto const& entry) { return entry.first.starts_with(name); });
}

/// Refuses a part of a name, such as wall_u_value, with the whole names that have it.
void refuse_part_of_a_name(Scenario const& scenario, std::string const& part)
{
    constexpr std::size_t most = 5;
    std::vector<std::string> whole;
    for (auto const& [name, parameter] : scenario.parameters.all())
        if (name.find(part) != std::string::npos) whole.push_back(name);
    if (whole.empty()) return;
    std::string names;
    for (std::size_t i = 0; i != std::min(whole.size(), most); ++i)
        names += (i == 0 ? "" : i + 1 == whole.size() ? " or " : ", ") + ("'" + whole[i] + "'");
    refuse("unknown parameter " + in_quotes(part), "a parameter's name is module/process/name",
           "did you mean " + names + "?"
               + (whole.size() > most ? " There are " + std::to_string(whole.size()) + ": see foresight list parameters"
                                      : std::string{}));
}

int explain(Arguments const& arguments)
{
    auto const path = find_scenario(arguments.words[0]);
    Overrides overrides;
    overrides.set = arguments.value<std::vector<std::string>>("set");
    auto const scenario = read_scenario(path, vocabulary_for(path), overrides);
    std::cerr << render_warnings(scenario.warnings);
    if (arguments.words.size() == 1) {
        print_scenario(scenario);
        std::cout << "\nparameters in " << to_string(scenario.start) << "\n";
        print_parameters(scenario, "");
        print_wiring(scenario);
        return exit_code::done;
    }
    auto const& name = arguments.words[1];
    bool const known = scenario.parameters.has(name);
    if (!known && any_under(scenario, name)) {
        print_parameters(scenario, name);
        return exit_code::done;
    }
    if (!known) refuse_part_of_a_name(scenario, name);
    print_parameter(name, scenario.parameters.at(name), scenario, arguments.has("all"));
    return exit_code::done;
}

void explain_options(po::options_description_easy_init add)
{
    add("set", po::value<std::vector<std::string>>()->value_name("PATH=VALUE"),
        "a setting to explain it with; may be repeated");
    add("all", "every cell of a table");
}

}  // namespace

Command explain_command()
{
    return {"explain",
            "say what a scenario comes to: each value, its unit, its source, and the line that set it",
            "SCENARIO [PARAMETER]",
            1,
            2,
            Command::Word::scenario,
            {},
            "foresight explain essex/price_cap_2022\nforesight explain essex/price_cap_2022 fuel_poverty/tariffs/cap",
            explain_options,
            explain};
}

}  // namespace foresight
