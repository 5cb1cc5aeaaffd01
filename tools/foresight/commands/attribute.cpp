#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>
#include <tuple>

#include "engine/io/literal.hpp"
#include "engine/scenario/inputs.hpp"
#include "outputs/answers/influence.hpp"
#include "outputs/view/comparison.hpp"
#include "tools/foresight/commands.hpp"
#include "tools/foresight/reach.hpp"
#include "tools/foresight/settings.hpp"
#include "tools/foresight/studies.hpp"
#include "tools/foresight/wiring.hpp"

namespace foresight {
namespace {

constexpr std::size_t changes_at_most = 8;

/// One difference of two scenarios in one parameter: an adjustment of it, or all of it.
struct Item {
    std::string parameter;
    std::size_t adjustment = whole;  ///< of the second scenario's
    std::string label;
    std::string place;

    static constexpr std::size_t whole = static_cast<std::size_t>(-1);
};

/// What is there or not there together.
struct Player {
    std::string name;
    std::string label;
    std::string place;
    std::vector<Item> items;
};

std::string said_of(Change const& change) { return change.parameter + " " + change.in_words(); }

bool is_the_same(Adjustment const& a, Adjustment const& b)
{
    auto const all_of = [](Adjustment const& of) {
        return std::tie(of.kind, of.amounts, of.from, of.until, of.phase_in, of.cells, of.uncertain, of.ordinal);
    };
    return all_of(a) == all_of(b);
}

/// Whether a parameter is the same in both at every point of an ensemble.
bool is_the_same(Parameter const& a, Parameter const& b)
{
    if (a.slices != b.slices) return false;
    auto const is_uncertain = [](Parameter const& of) {
        return of.uncertain || std::any_of(of.adjustments.begin(), of.adjustments.end(), [](auto const& change) {
                   return change.uncertain.has_value();
               });
    };
    if (!is_uncertain(a) && !is_uncertain(b)) return true;
    return a.uncertain == b.uncertain && a.as_given == b.as_given
           && std::equal(a.adjustments.begin(), a.adjustments.end(), b.adjustments.begin(), b.adjustments.end(),
                         [](auto const& one, auto const& other) { return is_the_same(one, other); });
}

/// The adjustments that a scenario makes beyond those of another; nothing where that is not all that differs.
std::vector<Item> further_adjustments(std::string const& name, Parameter const& base, Scenario const& scenario)
{
    auto const& parameter = scenario.parameters.at(name);
    auto const shared = base.adjustments.size();
    if (parameter.adjustments.size() <= shared) return {};
    auto built = base;
    for (auto i = shared; i != parameter.adjustments.size(); ++i) built.adjust(parameter.adjustments[i]);
    if (!is_the_same(built, parameter)) return {};
    std::vector<Change const*> said;
    for (auto const& change : scenario.changes)
        if (change.parameter == name) said.push_back(&change);
    std::vector<Item> items;
    for (auto i = shared; i != parameter.adjustments.size(); ++i) {
        Item item{name, i, name, {}};
        if (said.size() == parameter.adjustments.size()) {
            item.label = said_of(*said[i]);
            auto const& place = said[i]->place.place;
            if (!place.file.empty()) item.place = place.file + ":" + std::to_string(place.line);
        }
        items.push_back(std::move(item));
    }
    return items;
}

std::vector<Item> items_between(Scenario const& base, Scenario const& scenario)
{
    std::vector<Item> all;
    for (auto const& [name, parameter] : scenario.parameters.all()) {
        auto const there = base.parameters.has(name);
        if (there && is_the_same(base.parameters.at(name), parameter)) continue;
        if (name.starts_with("population/"))
            refuse("the scenarios differ in " + name, "that makes other people, and shares need the same",
                   "run both and compare them");
        auto items = there ? further_adjustments(name, base.parameters.at(name), scenario) : std::vector<Item>{};
        if (items.empty())
            items.push_back({name, Item::whole, name, parameter.set_by.empty() ? "" : parameter.set_by.back()});
        all.insert(all.end(), items.begin(), items.end());
    }
    for (auto const& [name, parameter] : base.parameters.all())
        if (!scenario.parameters.has(name))
            refuse("the second scenario has no parameter " + name, "the two read different books",
                   "let one extend the other");
    // In the order in which the scenario says them.
    auto const rank = [&](Item const& item) {
        for (std::size_t i = 0; i != scenario.changes.size(); ++i)
            if (scenario.changes[i].parameter == item.parameter && said_of(scenario.changes[i]) == item.label) return i;
        return scenario.changes.size();
    };
    std::stable_sort(all.begin(), all.end(), [&](auto const& a, auto const& b) { return rank(a) < rank(b); });
    return all;
}

std::vector<Player> grouped_by(std::vector<Item> const& items, std::string (*key)(Item const&))
{
    std::vector<Player> players;
    for (auto const& item : items) {
        auto const name = key(item);
        auto found = std::find_if(players.begin(), players.end(), [&](auto const& one) { return one.name == name; });
        if (found == players.end()) {
            players.push_back({name, item.label, item.place, {item}});
            continue;
        }
        found->label = name + ", " + std::to_string(found->items.size() + 1) + " changes";
        found->items.push_back(item);
    }
    return players;
}

/// `--group tariffs=fuel_poverty/tariffs` puts all changes of parameters that begin so together.
std::vector<Player> players_of(Arguments const& arguments, std::vector<Item> items)
{
    std::vector<Player> players;
    for (auto const& words : arguments.value<std::vector<std::string>>("group")) {
        auto const equals = words.find('=');
        if (equals == std::string::npos || equals == 0)
            refuse("--group takes name=beginning, not '" + words + "'", {},
                   "write --group tariffs=fuel_poverty/tariffs");
        Player player{words.substr(0, equals), words.substr(0, equals), {}, {}};
        std::istringstream beginnings{words.substr(equals + 1)};
        for (std::string beginning; std::getline(beginnings, beginning, ',');)
            for (auto const& item : items)
                if (item.parameter.starts_with(beginning)) player.items.push_back(item);
        if (player.items.empty()) refuse("no change is in the group '" + words + "'", {}, "see foresight compare");
        player.place = player.items.front().place;
        std::erase_if(items, [&](auto const& item) {
            return std::any_of(player.items.begin(), player.items.end(), [&](auto const& taken) {
                return taken.parameter == item.parameter && taken.adjustment == item.adjustment;
            });
        });
        if (std::any_of(players.begin(), players.end(), [&](auto const& one) { return one.name == player.name; }))
            refuse("two groups are called '" + player.name + "'", "their shares could not be told apart",
                   "write --group " + player.name + "=fuel_poverty/,social_care/ for one group, or another name");
        players.push_back(std::move(player));
    }
    auto rest = grouped_by(items, [](Item const& item) { return item.label; });
    if (players.size() + rest.size() > changes_at_most)
        rest = grouped_by(items, [](Item const& item) { return item.parameter; });
    if (players.size() + rest.size() > changes_at_most)
        rest = grouped_by(items, [](Item const& item) { return group_of(item.parameter); });
    players.insert(players.end(), rest.begin(), rest.end());
    if (players.size() > changes_at_most)
        refuse(std::to_string(players.size()) + " changes are too many to split",
               "all sets of n changes are 2^n scenarios; at most " + std::to_string(changes_at_most) + " can be split",
               "put some together: --group tariffs=fuel_poverty/tariffs");
    if (players.empty()) refuse("the two scenarios do not differ", "there is no effect to split");
    return players;
}

Parameters with(Parameters const& base, Parameters const& changed, std::vector<Player> const& players,
                std::vector<double> const& there)
{
    auto made = base;
    if (std::count(there.begin(), there.end(), 0) == 0) return changed;
    std::set<std::pair<std::string, std::size_t>> items;  // of one parameter, in the order of its adjustments
    for (std::size_t i = 0; i != players.size(); ++i)
        if (there[i] != 0)
            for (auto const& item : players[i].items) items.emplace(item.parameter, item.adjustment);
    for (auto const& [name, adjustment] : items) {
        auto const& parameter = changed.at(name);
        if (adjustment == Item::whole) made.add(name, parameter);
        else made.change(name).adjust(parameter.adjustments[adjustment]);
    }
    return made;
}

/// Numbers the groups of changes that can act on each other, or be counted together in one of the tables, directly or
/// through a third.
void find_groups(Study& study, std::vector<Player> const& players, Scenario const& base,
                 std::vector<TableDefinition> const& tables)
{
    auto const wiring = wiring_of(base);
    std::vector<Reach> reaches;
    for (auto const& player : players) {
        std::set<std::string> names;
        for (auto const& item : player.items) names.insert(item.parameter);
        reaches.emplace_back(names, wiring);
    }
    for (std::size_t i = 0; i != players.size(); ++i) study.axes[i].group = i;
    for (std::size_t i = 0; i != players.size(); ++i)
        for (std::size_t j = 0; j != i; ++j)
            if (auto const old = study.axes[i].group; reaches[i].meets(reaches[j], tables))
                for (auto& axis : study.axes)
                    if (axis.group == old) axis.group = study.axes[j].group;
}

/// Every set of changes within a group, none of the others being there; and all changes together.
std::vector<std::vector<double>> all_sets(Study const& study)
{
    std::vector<std::vector<double>> sets{std::vector<double>(study.axes.size())};
    for (std::size_t group = 0; group != study.axes.size(); ++group) {
        std::vector<std::size_t> members;
        for (std::size_t i = 0; i != study.axes.size(); ++i)
            if (study.axes[i].group == group) members.push_back(i);
        for (std::size_t bits = 1; bits < std::size_t{1} << members.size(); ++bits) {
            sets.emplace_back(study.axes.size());
            for (std::size_t i = 0; i != members.size(); ++i)
                if (bits >> i & 1) sets.back()[members[i]] = 1;
        }
    }
    std::vector<double> const all(study.axes.size(), 1);
    if (std::find(sets.begin(), sets.end(), all) == sets.end()) sets.push_back(all);
    return sets;
}

std::vector<std::vector<double>> sets_in_order(Study const& study)
{
    std::vector<std::vector<double>> sets{std::vector<double>(study.axes.size())};
    for (auto const axis : study.order) {
        sets.push_back(sets.back());
        sets.back()[axis] = 1;
    }
    return sets;
}

std::vector<std::size_t> order_of(std::string const& words, std::vector<Player> const& players)
{
    std::vector<std::size_t> order;
    std::istringstream list{words};
    for (std::string word; std::getline(list, word, ',');) {
        std::size_t number = 0;
        if (auto const read = read_integer(word)) number = static_cast<std::size_t>(*read.value);
        for (std::size_t i = 0; i != players.size(); ++i)
            if (players[i].name == word) number = i + 1;
        if (number < 1 || number > players.size() || std::find(order.begin(), order.end(), number - 1) != order.end())
            refuse("--order '" + words + "' cannot be followed", "'" + word + "' is no change, or named twice",
                   "write the numbers that --dry-run shows, as --order 2,1,3");
        order.push_back(number - 1);
    }
    if (order.size() != players.size())
        refuse("--order names " + std::to_string(order.size()) + " of " + std::to_string(players.size()) + " changes",
               {}, "name all of them");
    return order;
}

std::string key_of(std::vector<double> const& set)
{
    std::string key;
    for (std::size_t i = 0; i != set.size(); ++i)
        if (set[i] != 0) key += (key.empty() ? "" : "+") + std::to_string(i + 1);
    return key.empty() ? "baseline" : key;
}

/// Also what the baseline alone is made of, so that the study can be lived again from its file.
void keep_inputs_of(Scenario const& base, Scenario& scenario)
{
    for (auto const& input : base.inputs)
        if (std::none_of(scenario.inputs.begin(), scenario.inputs.end(),
                         [&](auto const& kept) { return kept.path == input.path; }))
            scenario.inputs.push_back(input);
}

int attribute(Arguments const& arguments) { return live_study(arguments, plan_attribution); }

}  // namespace

StudyPlan plan_attribution(Arguments const& arguments, ScenarioSource const& source)
{
    if (!arguments.has("to"))
        refuse("foresight attribute needs --to", "the effect is that against a baseline", "write --to essex/baseline");
    auto scenario = scenario_of_study(arguments, source, arguments.words.front());
    auto const base = scenario_of_study(arguments, source, arguments.value<std::string>("to"));
    if (base.start != scenario.start || base.end != scenario.end || base.seed != scenario.seed
        || base.sample != scenario.sample || base.schedule != scenario.schedule)
        refuse("the two scenarios differ in their clock, seed, sample or schedule",
               "an effect is split among changes of parameters alone", "let one extend the other");
    auto const players = players_of(arguments, items_between(base, scenario));
    Study study{Study::Kind::attribution, {}, {}, {}};
    for (auto const& player : players)
        study.axes.push_back(
            {player.name, player.label, "there", 0, path_in_library(player.place, source.library.scenarios)});
    keep_what_was_asked(study, "attribute", arguments, {"group", "order"});
    study.asked.push_back("--to " + base.inputs.front().path);
    keep_inputs_of(base, scenario);
    if (arguments.has("order")) study.order = order_of(arguments.value<std::string>("order"), players);
    else find_groups(study, players, base, tables_of_results(scenario, source.library, results_asked(arguments)));
    auto const sets = study.order.empty() ? all_sets(study) : sets_in_order(study);
    std::vector<Parameters> variants;
    for (auto const& set : sets) {
        study.variants.push_back({key_of(set), key_of(set), set});
        variants.push_back(with(base.parameters, scenario.parameters, players, set));
    }
    std::set<std::size_t> groups;
    for (auto const& axis : study.axes) groups.insert(axis.group);
    std::string spoken;
    for (std::size_t i = 0; i != players.size(); ++i) spoken += std::to_string(i + 1) + "  " + players[i].label + "\n";
    spoken += study.order.empty()
                  ? std::to_string(players.size()) + (players.size() == 1 ? " change" : " changes") + " in "
                        + std::to_string(groups.size()) + (groups.size() == 1 ? " group" : " groups that do not touch")
                        + ": " + std::to_string(sets.size()) + " of " + std::to_string(std::size_t{1} << players.size())
                        + " sets"
                  : std::to_string(players.size()) + " changes in the order given";
    return {std::move(scenario), std::move(study), std::move(variants), spoken};
}

Command attribute_command()
{
    Command command;
    command.name = "attribute";
    command.summary = "split the effect of several changes fairly among them";
    command.words = "SCENARIO";
    command.least = command.most = 1;
    command.example =
        "foresight attribute essex/tariffs_2022 --to essex/baseline_2021 --result fuel_poverty.ten_before\n"
        "foresight attribute my_scenario.yaml --to essex/baseline --order 2,1,3";
    command.options = [](po::options_description_easy_init options) {
        options("to", po::value<std::string>(), "the scenario against which the effect is");
        options("group", po::value<std::vector<std::string>>(),
                "changes that count as one: name=beginning of parameters; may be repeated");
        options("order", po::value<std::string>(),
                "what each adds to those before it, in this order, instead of the mean over all orders");
        add_study_options(options);
    };
    command.run = attribute;
    return command;
}

}  // namespace foresight
