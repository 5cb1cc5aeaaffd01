#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <iostream>

#include "engine/io/literal.hpp"
#include "engine/io/text_file.hpp"
#include "engine/modules/catalogue.hpp"
#include "engine/parallel/parallel.hpp"
#include "engine/scenario/points.hpp"
#include "outputs/run_file/run_reader.hpp"
#include "tools/foresight/commands.hpp"
#include "tools/foresight/life_format.hpp"
#include "tools/foresight/projection.hpp"
#include "tools/foresight/settings.hpp"
#include "tools/foresight/shell.hpp"
#include "tools/foresight/who.hpp"

namespace foresight {
namespace {

/// The months that are to be told of; without an option all of them, those before the first included.
struct Window {
    Month from{};
    Month until{};  ///< the last
};

Month month_said(Arguments const& arguments, char const* option, Month otherwise)
{
    if (!arguments.has(option)) return otherwise;
    auto const read = read_month(arguments.value<std::string>(option));
    if (!read.value)
        refuse(std::string{"--"} + option + " takes a month, not '" + arguments.value<std::string>(option) + "'",
               read.problem, "write --" + std::string{option} + " 2025-04");
    return *read.value;
}

Window window_of(Arguments const& arguments, Scenario const& scenario)
{
    Window const window{month_said(arguments, "from", scenario.start - 1),
                        std::min(month_said(arguments, "until", scenario.end - 1), scenario.end - 1)};
    if (window.from > window.until)
        refuse("there is no month from " + to_string(window.from) + " until " + to_string(window.until),
               "the run has " + to_string(scenario.start) + " to " + to_string(scenario.end - 1), {});
    return window;
}

/// People of the base have small numbers; who is born or arrives has a number that is a hash.
constexpr std::uint64_t least_hash = std::uint64_t{1} << 32;

[[noreturn]] void refuse_person(Population const& base, Id<Person> who, bool lived)
{
    auto const& ids = base.persons.ids();
    auto const [least, greatest] = std::minmax_element(ids.begin(), ids.end());
    auto const near = std::min_element(ids.begin(), ids.end(), [&](auto a, auto b) {
        auto const off = [&](auto id) { return id > who ? id.value - who.value : who.value - id.value; };
        return off(a) < off(b);
    });
    refuse("there is no person " + std::to_string(who.value) + (lived ? " at any time of this run" : ""),
           "the people of the base are numbered from " + std::to_string(least->value) + " to "
               + std::to_string(greatest->value) + (base.weight > 1 ? ", with gaps, since it is a sample" : "")
               + "; who is born or arrives later has a longer number, which a trace of the mother tells",
           who.value < least_hash ? "the nearest is " + std::to_string(near->value) + "; or choose by --who"
                                  : std::string{});
}

/// Looks at the base as the processes have begun it, and chooses.
class Choosing final : public Observer {
public:
    explicit Choosing(std::string const& conditions) : conditions_{conditions} {}
    void begin(Month, Population const& population) override { found_ = people_who(population, conditions_); }
    void month_end(Month, Population const&) override {}
    std::vector<Id<Person>> const& found() const { return found_; }

private:
    std::string conditions_;
    std::vector<Id<Person>> found_;
};

Id<Person> chosen(Simulation&& beginning, std::string const& conditions, bool quiet)
{
    Choosing choosing{conditions};
    beginning.run(choosing, [](Month) { return false; });
    auto const& found = choosing.found();
    if (found.empty()) refuse("nobody of the base has " + conditions, {}, "ask for less");
    if (!quiet) {
        std::string others;
        for (std::size_t i = 1; i < std::min<std::size_t>(found.size(), 6); ++i)
            others += (others.empty() ? "; others are " : ", ") + std::to_string(found[i].value);
        std::fprintf(stderr, "%zu of the base are like that; this is the first%s\n", found.size(), others.c_str());
    }
    return found.front();
}

/// Boost would take -1 for the greatest number that there is.
template <class Number>
Number number_said(Arguments const& arguments, char const* option)
{
    auto const text = arguments.value<std::string>(option, "0");
    Number number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size())
        refuse(std::string{"--"} + option + " " + in_quotes(text) + ": it takes a whole number from 0",
               error == std::errc::result_out_of_range ? "it is too great" : std::string{}, {});
    return number;
}

/// The command that traces the same life in the scenario of a run; empty where the run cannot be read.
std::string trace_of_its_scenario(Arguments const& arguments)
{
    auto const& file = arguments.words.front();
    try {
        auto const origin = RunReader{file}.provenance();
        auto words = arguments.line;
        *std::find(words.begin(), words.end(), file) = origin.scenario_file;
        for (auto const& said : origin.command_line) {
            auto const blank = std::min(said.find(' '), said.size() - 1);
            words.insert(words.end(), {said.substr(0, blank), said.substr(blank + 1)});
        }
        return shell_command("trace", words);
    } catch (std::exception const&) {
        return {};
    }
}

/// A run keeps tables and nobody's life; its scenario can be lived again.
void refuse_a_run(Arguments const& arguments)
{
    auto const& file = arguments.words.front();
    if (!file.ends_with(".h5") || !std::filesystem::exists(file)) return;
    auto const command = trace_of_its_scenario(arguments);
    refuse("a trace takes a scenario, and " + file + " is a run file", "a run keeps tables, and nobody's life",
           command.empty() ? "name the scenario that it was made of" : "write " + command);
}

/// How many replicates a scenario must have for one of that number to be there; each point keeps its lucks.
std::uint64_t replicates_with(Replicates const& ensemble, std::uint32_t number)
{
    std::uint64_t const lucks = ensemble.central ? 1 : ensemble.lucks;
    return (std::uint64_t{number} + lucks) / lucks * lucks;
}

int trace(Arguments const& arguments)
{
    if (arguments.has("person") == arguments.has("who"))
        refuse("whose life?", arguments.has("who") ? "--person and --who both say it" : std::string{},
               "write --person 4711, or --who 'age=85 setting=residential district=Tendring'");
    refuse_a_run(arguments);
    auto const number = number_said<std::uint32_t>(arguments, "replicate");
    Id<Person> who{number_said<std::uint64_t>(arguments, "person")};
    Threads const threads{arguments.value<std::uint32_t>("threads")};
    auto const format = format_of(arguments);
    bool const quiet = arguments.has("quiet") || format != Format::text;
    auto const path = find_scenario(arguments.words.front());
    auto const projection = prepare(read_scenario(path, vocabulary_for(path), overrides_of(arguments)), quiet);
    auto const& scenario = projection.scenario;
    auto const window = window_of(arguments, scenario);
    if (number >= scenario.replicates.count())
        refuse("there is no replicate " + std::to_string(number),
               "the scenario has " + std::to_string(scenario.replicates.count()) + ", counted from 0",
               "add --replicates " + std::to_string(replicates_with(scenario.replicates, number)));
    auto const which = replicate(scenario.replicates, number);
    auto const parameters = Points{scenario.parameters, scenario.seed, scenario.replicates.design}.at(which.point);
    RunKey const key{scenario.seed, which.luck};

    if (arguments.has("who"))
        who = chosen(Simulation{scenario, parameters, catalogue(), projection.base, key},
                     arguments.value<std::string>("who"), quiet);
    auto const& ids = projection.base.persons.ids();
    if (who.value < least_hash && std::find(ids.begin(), ids.end(), who) == ids.end())
        refuse_person(projection.base, who, false);

    LifeTrace life{who};
    Simulation simulation{scenario, parameters, catalogue(), projection.base, key};
    simulation.call(life);
    simulation.run(life, [&](Month month) { return month <= window.until && !life.ended(); });
    if (!life.seen()) refuse_person(projection.base, who, true);

    std::vector<LifeLine> lines;
    std::copy_if(life.lines().begin(), life.lines().end(), std::back_inserter(lines),
                 [&](LifeLine const& line) { return line.month >= window.from && line.month <= window.until; });
    std::cout << life_text({scenario.name, number, scenario.seed, who, life.person(), life.ended()}, lines, format);
    return exit_code::done;
}

}  // namespace

Command trace_command()
{
    Command command;
    command.name = "trace";
    command.summary =
        "live one synthetic life again, month by month: what was asked, how likely it was, what came of it";
    command.words = "SCENARIO";
    command.least = command.most = 1;
    command.example = "foresight trace essex/quick --who 'age=88 setting=residential'\n"
                      "foresight trace essex/baseline --person 4711 --until 2025-06 --format csv";
    command.options = [](po::options_description_easy_init add) {
        add("person", po::value<std::string>()->value_name("ID"), "whose life");
        add("who", po::value<std::string>()->value_name("'F=V ...'"), "the first of the base of whom this holds");
        add("replicate", po::value<std::string>()->value_name("N"), "in which replicate, counted from 0");
        add("from", po::value<std::string>()->value_name("MONTH"), "tell from this month on");
        add("until", po::value<std::string>()->value_name("MONTH"), "and live no further than this one");
        add("format", po::value<std::string>()->value_name("F"), "text, csv or json");
        add_setting_options(add);
        add("threads", po::value<std::uint32_t>(), "how many threads; no number depends on it");
        add("quiet,q", "no talk");
    };
    command.run = trace;
    return command;
}

}  // namespace foresight
