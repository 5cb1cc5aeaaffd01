#include <algorithm>
#include <sstream>

#include "engine/io/literal.hpp"
#include "engine/scenario/points.hpp"
#include "tools/foresight/commands.hpp"
#include "tools/foresight/settings.hpp"
#include "tools/foresight/studies.hpp"

namespace foresight {
namespace {

/// What is varied: values that are listed, or the range between two.
struct Varied {
    std::string name;  ///< as --set takes it: a parameter, perhaps with [2024-04] behind
    std::string sign;  ///< "*" or "+", of a change; empty: the value itself
    std::vector<double> values;
    bool range = false;
};

[[noreturn]] void refuse_vary(std::string const& words, std::string const& reason)
{
    refuse("--vary '" + words + "' cannot be read", reason,
           "write --vary social_care/prices/uplift=0.02,0.03, or name=*0.9..*1.1 with --points");
}

Varied varied_of(std::string const& words)
{
    auto const equals = words.find('=');
    if (equals == std::string::npos || equals == 0) refuse_vary(words, "it is name=values");
    Varied made{words.substr(0, equals), {}, {}};
    auto rest = words.substr(equals + 1);
    auto const dots = rest.find("..");
    made.range = dots != std::string::npos;
    if (made.range) rest.replace(dots, 2, ",");
    std::istringstream list{rest};
    for (std::string word; std::getline(list, word, ',');) {
        std::string sign;
        if (!word.empty() && (word[0] == '*' || word[0] == '+')) sign = word.substr(0, 1);
        if (!made.values.empty() && sign != made.sign) refuse_vary(words, "values and changes are mixed");
        made.sign = sign;
        auto const number = read_number(word.substr(sign.size()));
        if (!number) refuse_vary(words, number.problem);
        made.values.push_back(*number.value);
    }
    if (made.values.empty()) refuse_vary(words, "it names no value");
    if (made.range && (made.values.size() != 2 || made.values[0] >= made.values[1]))
        refuse_vary(words, "a range is low..high");
    return made;
}

using DesignPoints = std::vector<std::vector<double>>;

DesignPoints grid(std::vector<Varied> const& all)
{
    DesignPoints points{{}};
    for (auto const& one : all) {
        DesignPoints longer;
        for (auto const& point : points)
            for (auto const value : one.values) {
                longer.push_back(point);
                longer.back().push_back(value);
            }
        points = std::move(longer);
    }
    return points;
}

DesignPoints zip(std::vector<Varied> const& all)
{
    DesignPoints points(all[0].values.size());
    for (auto const& one : all) {
        if (one.values.size() != points.size())
            refuse("--design zip takes as many values of each", one.name + " has another number of them");
        for (std::size_t i = 0; i != points.size(); ++i) points[i].push_back(one.values[i]);
    }
    return points;
}

/// One value in each of `count` strata of every axis, in an order of its own.
DesignPoints latin_hypercube(std::vector<Varied> const& all, std::uint32_t count, std::uint32_t seed)
{
    DesignPoints points(count);
    for (auto const& one : all) {
        std::vector<std::pair<double, std::uint32_t>> order;
        Uncertainty const even{Uncertainty::Shape::uniform, 0, 1, Uncertainty::As::value};
        for (std::uint32_t i = 0; i != count; ++i) order.emplace_back(draw_of(even, seed, i, one.name + " order"), i);
        std::sort(order.begin(), order.end());
        for (std::uint32_t i = 0; i != count; ++i) {
            auto const within = draw_of(even, seed, i, one.name + " within");
            points[i].push_back(one.values[0] + (one.values[1] - one.values[0]) * (order[i].second + within) / count);
        }
    }
    return points;
}

/// A scrambled Sobol sequence over the ranges.
DesignPoints sobol_points(std::vector<Varied> const& all, std::uint32_t count, std::uint32_t seed)
{
    Parameters axes;
    for (auto const& one : all) {
        auto axis = constant(one.values[0]);
        axis.uncertain = Uncertainty{Uncertainty::Shape::uniform, one.values[0], one.values[1], Uncertainty::As::value};
        axes.add(one.name, std::move(axis));
    }
    Points const sequence{axes, seed, Design::sobol};
    DesignPoints points(count);
    for (std::uint32_t i = 0; i != count; ++i) {
        auto const at = sequence.at(i + 1);
        for (auto const& one : all) points[i].push_back(at.at(one.name).at(Month{0})[0]);
    }
    return points;
}

DesignPoints points_of(Arguments const& arguments, std::vector<Varied> const& all, std::uint32_t seed)
{
    auto const design = arguments.value<std::string>("design", "grid");
    bool const ranges = design == "latin_hypercube" || design == "sobol";
    if (!ranges && design != "grid" && design != "zip")
        refuse("unknown design '" + design + "'", {}, "write --design grid, zip, latin_hypercube or sobol");
    for (auto const& one : all)
        if (one.range != ranges)
            refuse("--design " + design + " takes " + (ranges ? "ranges" : "values") + " of " + one.name, {},
                   ranges ? "write " + one.name + "=low..high" : "list them: " + one.name + "=a,b,c");
    if (!ranges) return design == "grid" ? grid(all) : zip(all);
    auto const count = arguments.value<std::uint32_t>("points");
    if (count < 2)
        refuse("--design " + design + " needs " + (count == 0 ? "--points" : "more than one of --points"),
               "it spreads that many over the ranges", "write --points 16");
    return design == "sobol" ? sobol_points(all, count, seed) : latin_hypercube(all, count, seed);
}

constexpr std::size_t variants_at_most = 10'000;

int sweep(Arguments const& arguments) { return live_study(arguments, plan_sweep); }

}  // namespace

StudyPlan plan_sweep(Arguments const& arguments, ScenarioSource const& source)
{
    auto const& word = arguments.words.front();
    auto scenario = scenario_of_study(arguments, source, word);
    std::vector<Varied> all;
    for (auto const& words : arguments.value<std::vector<std::string>>("vary")) {
        all.push_back(varied_of(words));
        auto const& name = all.back().name;
        parameter_to_vary(scenario.parameters, name.substr(0, name.find('[')));
    }
    if (all.empty()) refuse("a sweep needs --vary", {}, "write --vary social_care/prices/uplift=0.02,0.03,0.04");
    auto const points = points_of(arguments, all, scenario.seed);
    if (points.size() > variants_at_most)
        refuse(std::to_string(points.size()) + " variants are too many", {},
               "list fewer values, or use --design sobol");

    Study study{Study::Kind::sweep, {}, {}, {}};
    std::vector<Parameters> variants{scenario.parameters};
    for (auto const& one : all) study.axes.push_back({one.name, one.name, one.sign == "*" ? "times" : "value"});
    auto const as_it_is = [&](Varied const& one) {
        if (one.sign == "*") return 1.0;
        auto const& values = scenario.parameters.at(one.name.substr(0, one.name.find('['))).at(scenario.end - 1);
        return one.sign == "+" || values.size() > 1 ? 0.0 : values[0];
    };
    study.variants.push_back({"central", "As it is", {}});
    for (auto const& one : all) study.variants[0].settings.push_back(as_it_is(one));
    auto const path = source.find(word);
    auto const vocabulary = source.vocabulary(path);
    keep_what_was_asked(study, "sweep", arguments, {"vary", "design", "points"});
    for (auto const& point : points) {
        auto overrides = overrides_of(arguments);
        std::string key;
        for (std::size_t i = 0; i != all.size(); ++i) {
            auto const setting = all[i].name + "=" + all[i].sign + number_text(point[i]);
            overrides.vary.push_back(setting);
            key += (key.empty() ? "" : ", ") + setting;
        }
        study.variants.push_back({key, key, point});
        variants.push_back(read_scenario(path, vocabulary, overrides).parameters);
    }
    auto const spoken = std::to_string(points.size()) + " points, and the scenario as it is";
    return {std::move(scenario), std::move(study), std::move(variants), spoken};
}

Command sweep_command()
{
    Command command;
    command.name = "sweep";
    command.summary = "run a scenario at many values of some parameters, into one file";
    command.words = "SCENARIO";
    command.least = command.most = 1;
    command.example = "foresight sweep essex/baseline --vary 'fuel_poverty/tariffs/cap[2026-04]=*0.8,*1,*1.2'\n"
                      "foresight sweep essex/baseline --vary 'fuel_poverty/tariffs/cap[2026-04]=*0.8..*1.5' "
                      "--design sobol --points 16";
    command.options = [](po::options_description_easy_init options) {
        options("vary", po::value<std::vector<std::string>>(),
                "what to vary: name=a,b,c or name=low..high, with * or + before a number as in --set; may be repeated");
        options("design", po::value<std::string>(),
                "grid (all combinations), zip (one after the other), latin_hypercube or sobol (over ranges)");
        options("points", po::value<std::uint32_t>(), "how many points are spread over ranges");
        add_study_options(options);
    };
    command.run = sweep;
    return command;
}

}  // namespace foresight
