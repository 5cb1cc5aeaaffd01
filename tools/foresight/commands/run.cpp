#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <optional>

#include <nlohmann/json.hpp>

#include "engine/parallel/parallel.hpp"
#include "outputs/run_file/run_digest.hpp"
#include "outputs/run_file/run_reader.hpp"
#include "outputs/view/named_result.hpp"
#include "outputs/view/view_format.hpp"
#include "tools/foresight/beside.hpp"
#include "tools/foresight/commands.hpp"
#include "tools/foresight/machine.hpp"
#include "tools/foresight/matching_baseline.hpp"
#include "tools/foresight/place_to_write.hpp"
#include "tools/foresight/projection.hpp"
#include "tools/foresight/settings.hpp"
#include "tools/foresight/shell.hpp"
#include "tools/foresight/shipped.hpp"

namespace foresight {
namespace {

std::string file_for(Arguments const& arguments, Scenario const& scenario)
{
    if (arguments.has("output")) return arguments.value<std::string>("output");
    auto const stem = std::filesystem::path{scenario.file}.stem().string();
    return "runs/" + stem + "-" + scenario.parameters.hash().substr(0, 8) + ".h5";
}

/// A run is written where it can be, never over another by accident, and over what it is made of not at all.
void check_place(Arguments const& arguments, std::string const& file, Scenario const& scenario)
{
    refuse_if_unwritable(file);
    refuse_if_read(file, files_behind(scenario));
    if (std::filesystem::exists(file) && !arguments.has("force") && !arguments.has("resume"))
        throw InputError{{Mistake{file + " is there already",
                                  "a run is never overwritten by accident",
                                  "give another name with -o, or --force",
                                  {},
                                  {},
                                  1}}};
}

/// How near a run came to the precision that was asked for.
struct Reached {
    Precision asked{};
    double error = no_number;  ///< at most, in parts of what is wanted
    std::uint32_t replicates = 0;

    bool enough() const { return error <= 1; }
    /// An error falls with the square root of their number; a tenth more, so that the next round is mostly the last.
    double replicates_needed() const { return std::isnan(error) ? 2.0 * replicates : 1.1 * replicates * error * error; }
};

/// "12 replicates: the error of population.persons is at most 4.05 times what is wanted: NOT reached; about 217 ..."
void tell(Reached const& reached, bool is_last)
{
    auto const counted = std::to_string(reached.replicates) + (reached.replicates == 1 ? " replicate" : " replicates");
    auto const& result = reached.asked.result;
    if (std::isnan(reached.error)) std::fprintf(stderr, "%s: no error of %s is known", counted.c_str(), result.c_str());
    else
        std::fprintf(stderr, "%s: the error of %s is at most %.2f times what is wanted", counted.c_str(),
                     result.c_str(), reached.error);
    if (reached.enough()) std::fprintf(stderr, ": enough\n");
    else if (std::isnan(reached.error)) std::fprintf(stderr, "%s\n", is_last ? ": NOT reached; allow more" : "");
    else
        std::fprintf(stderr, "%s; about %s would be needed\n", is_last ? ": NOT reached" : "",
                     shown(reached.replicates_needed(), 0).c_str());
}

std::string digest_of_tables(std::string const& file)
{
    return digest_of(hdf5::File{file, hdf5::File::Mode::read}, "/tables");
}

/// `beside`: the run of what was lived beside it, or empty.
void tell(Scenario const& scenario, std::string const& file, std::string const& beside, Timing const& timing,
          Reached const* reached, bool json)
{
    auto const digest = digest_of_tables(file);
    auto const bytes = std::filesystem::file_size(file);
    if (json) {
        nlohmann::ordered_json answer;
        answer["file"] = file;
        answer["scenario"] = scenario.name;
        answer["digest"] = digest;
        answer["replicates"] = scenario.replicates.count();
        answer["seconds"] = timing.seconds;
        answer["bytes"] = bytes;
        if (!beside.empty())
            answer["beside"] = {{"file", beside},
                                {"digest", digest_of_tables(beside)},
                                {"compared", people_compared_json(RunReader{beside}, RunReader{file})}};
        if (reached)
            answer["precision"] = {
                {"asked", reached->asked.words},
                {"reached", reached->enough()},
                {"error_over_wanted", json_number(reached->error)},
                {"replicates_needed", std::isnan(reached->error) || reached->enough()
                                          ? nlohmann::ordered_json{}
                                          : nlohmann::ordered_json(std::ceil(reached->replicates_needed()))}};
        std::cout << answer.dump(2) << '\n';
        return;
    }
    std::cout << "wrote " << file << " (" << megabytes(bytes) << ", digest " << digest << ")\n";
    if (!beside.empty()) {
        std::cout << "wrote " << beside << ", what is always lived beside it\n"
                  << people_compared(RunReader{beside}, RunReader{file}) << "\nnext  "
                  << shell_command("compare", {beside, file}) << "\n      " << shell_command("show", {file}) << '\n';
        return;
    }
    std::cout << "next  " << shell_command("show", {file}) << '\n';
    for (auto const& command : commands_to_compare(scenario, file)) std::cout << "      " << command << '\n';
}

/// How an interrupted run is gone on with. `whole`: the file that is finished, where it was what is lived beside that one.
void tell_of_interrupt(Arguments const& arguments, std::string const& file, std::string const& whole = {})
{
    auto line = arguments.line;
    if (!whole.empty()) std::erase(line, "--force");  // it would live that one again
    if (!arguments.has("resume")) line.emplace_back("--resume");
    if (RunWriter::has_begun(file))
        std::fprintf(stderr, "interrupted; what was finished is in %s\nresume with  %s\n",
                     RunWriter::partial_of(file).c_str(), shell_command("run", line).c_str());
    else if (!whole.empty())
        std::fprintf(stderr,
                     "interrupted; %s is whole, and nothing is kept of what is lived beside it\nresume with  %s\n",
                     whole.c_str(), shell_command("run", line).c_str());
    else std::fprintf(stderr, "interrupted before a replicate was finished; nothing is kept\n");
}

/// What a run would do, in place of doing it.
void tell_plan(Projection const& projection, std::string const& file, std::string const& beside, bool json)
{
    auto const& scenario = projection.scenario;
    auto const replicates = scenario.replicates.count();
    auto const folder = folder_to_make(file);
    if (json) {
        nlohmann::ordered_json answer;
        answer["dry_run"] = true;
        answer["file"] = file;
        answer["folder_is_there"] = folder.empty();
        answer["scenario"] = scenario.name;
        answer["replicates"] = replicates;
        answer["first_month"] = to_string(scenario.start);
        answer["last_month"] = to_string(scenario.end - 1);
        answer["persons"] = projection.base.persons.living() * projection.base.weight;
        answer["tables"] = projection.sizes.size();
        answer["bytes_a_replicate"] = bytes_of(projection.sizes);
        answer["bytes_on_disk_at_most"] = bytes_on_disk(projection);
        if (!beside.empty()) answer["beside"] = beside;
        std::cout << answer.dump(2) << '\n';
        return;
    }
    std::cout << "would write " << file << ": " << replicates << (replicates == 1 ? " replicate" : " replicates")
              << " of " << projection.sizes.size() << (projection.sizes.size() == 1 ? " table, " : " tables, ")
              << megabytes(bytes_of(projection.sizes)) << " each, and up to " << megabytes(bytes_on_disk(projection))
              << " on the disk while it is written\n";
    if (!beside.empty())
        std::cout << "would write " << beside << ": as many replicates of what is always lived beside it\n";
    if (!folder.empty()) std::cout << "would make the folder " << folder << '\n';
}

/// How many replicates to begin with, and at most, where they are added until an error is small enough.
constexpr std::uint32_t independent_at_first = 16;
constexpr std::uint32_t replicates_at_most = 2000;

/// An ensemble of the same design with another number of replicates.
Replicates of_count(Replicates ensemble, std::uint32_t count)
{
    if (ensemble.central) ensemble.lucks = count;
    else ensemble.points = (count + ensemble.lucks - 1) / ensemble.lucks;
    return ensemble;
}

/// Of a scenario of one replicate: the central case alone has no error.
Replicates several(Scenario const& scenario, std::uint32_t count)
{
    if (scenario.replicates.count() > 1) return of_count(scenario.replicates, count);
    if (scenario.parameters.uncertain()) return {count, 1, false, scenario.replicates.design};
    return {1, count, true, scenario.replicates.design};
}

std::vector<std::string> settings_with(std::vector<std::string> words, Replicates const& ensemble)
{
    std::erase_if(words, [](auto const& word) { return word.starts_with("--replicates "); });
    words.push_back("--replicates " + std::to_string(ensemble.count()));
    return words;
}

/// What becomes of a file of that name: --resume goes on with an unfinished run first, also beside a finished one.
RunWriter::IfThere rule_for(Arguments const& arguments, std::string const& file)
{
    bool const whole_there = std::filesystem::exists(file);
    if (arguments.has("resume") && (RunWriter::has_begun(file) || !whole_there)) return RunWriter::IfThere::resume;
    return arguments.has("resume") || arguments.has("force") ? RunWriter::IfThere::replace : RunWriter::IfThere::refuse;
}

/// Whether --resume may take replicates over from a finished run.
bool extends(Arguments const& arguments, std::string const& file)
{
    return arguments.has("resume") && !arguments.has("force") && std::filesystem::exists(file);
}

/// Lives what a file lacks of its replicates and finishes it. `from_finished`: they are taken over from the finished run
/// of that name if no unfinished one has any. Returns whether all were lived.
bool live_to_the_end(Projection const& projection, std::string const& file, std::vector<std::string> const& words,
                     RunWriter::IfThere if_there, bool from_finished, bool quiet, Timing& timing)
{
    auto const origin = provenance_of(projection, words);
    RunWriter writer{file, origin, if_there};
    if (!writer.note().empty() && !quiet) std::fprintf(stderr, "%s\n", writer.note().c_str());
    if (from_finished && writer.missing().size() == origin.replicates.size()) writer.take_over(RunReader{file}, origin);
    if (!live(projection, writer, quiet, timing)) return false;
    writer.finish();
    return true;
}

/// How many replicates are lived before an error is looked at: as many as what is resumed has, or was to have; `fresh` of
/// a run that is begun.
std::uint32_t replicates_of_first_round(Arguments const& arguments, std::string const& file, std::uint32_t fresh)
{
    auto const begun = arguments.has("resume") ? RunWriter::replicates_begun(file) : 0;
    if (begun > 0) return static_cast<std::uint32_t>(begun);
    if (extends(arguments, file)) return static_cast<std::uint32_t>(RunReader{file}.replicates());
    return fresh;
}

/// Adds replicates until the error of a result is as small as is wanted, or there are as many as there may be. Nothing if it
/// was interrupted.
std::optional<Reached> live_to_precision(Projection& projection, std::string const& file, Arguments const& arguments,
                                         Timing& timing)
{
    auto const precision = precision_of(arguments.value<std::string>("precision"));
    auto const most = arguments.value<std::uint32_t>("replicates", replicates_at_most);
    bool const quiet = arguments.has("quiet") || arguments.has("json");
    auto const lucks = projection.scenario.replicates.central ? 1 : projection.scenario.replicates.lucks;
    auto count = replicates_of_first_round(arguments, file, std::min(independent_at_first * lucks, most));
    for (bool first = true;; first = false) {
        projection.scenario.replicates = several(projection.scenario, count);
        auto const words = settings_with(settings_said(arguments), projection.scenario.replicates);
        auto const replaced = first ? rule_for(arguments, file) : RunWriter::IfThere::replace;
        bool const adds = !first || extends(arguments, file);
        if (!live_to_the_end(projection, file, words, replaced, adds, quiet, timing)) return {};
        count = projection.scenario.replicates.count();
        Reached const reached{precision, error_against(RunReader{file}, precision), count};
        bool const is_last = reached.enough() || count >= most;
        if (!quiet || (is_last && !reached.enough())) tell(reached, is_last);
        if (is_last) return reached;
        count = static_cast<std::uint32_t>(
            std::clamp(reached.replicates_needed(), count + 1.0, std::min<double>(most, 4.0 * count)));
    }
}

/// Whether --resume has nothing to do for a file.
bool is_whole(Arguments const& arguments, std::string const& file, Replicates const& wanted)
{
    return extends(arguments, file) && !RunWriter::has_begun(file) && RunReader{file}.replicates() == wanted.count();
}

/// Lives what is to be lived beside a run, with its replicates, where that is not done. Returns whether it is whole.
bool live_beside(Beside beside, Replicates const& ensemble, Arguments const& arguments, bool quiet)
{
    auto const& file = beside.file;
    beside.scenario.replicates = ensemble;
    auto const words =
        arguments.has("precision") ? settings_with(std::move(beside.settings), ensemble) : std::move(beside.settings);
    auto const projection = prepare(std::move(beside.scenario), quiet);
    if (is_whole(arguments, file, ensemble)) {
        RunWriter::refuse_if_of_others(file, provenance_of(projection, words));
        return true;
    }
    if (!quiet) std::fprintf(stderr, "and beside it %s\n", projection.scenario.name.c_str());
    auto const rule = rule_for(arguments, file);
    // An old one would be taken for this run's, if this is interrupted.
    if (rule == RunWriter::IfThere::replace && arguments.has("force")) std::filesystem::remove(file);
    Timing timing;
    return live_to_the_end(projection, file, words, rule, extends(arguments, file), quiet, timing);
}

/// Whether what --resume goes on with is of these inputs: told before anybody lives.
void refuse_to_resume_others(Projection const& projection, std::optional<Beside> const& beside, std::string const& file,
                             Arguments const& arguments)
{
    RunWriter::refuse_if_of_others(file, provenance_of(projection, settings_said(arguments)));
    if (!beside || !(RunWriter::has_begun(beside->file) || std::filesystem::exists(beside->file))) return;
    RunWriter::refuse_if_of_others(beside->file, provenance_of(prepare(beside->scenario, true), beside->settings));
}

int run(Arguments const& arguments)
{
    Threads const threads{arguments.value<std::uint32_t>("threads")};
    bool const quiet = arguments.has("quiet") || arguments.has("json");
    auto const path = find_scenario(arguments.words.front());
    auto read = read_sound_scenario(path, overrides_of(arguments));
    std::fputs(render_warnings(read.warnings).c_str(), stderr);
    auto const file = file_for(arguments, read);
    check_place(arguments, file, read);
    auto const other = beside_of(read, file, overrides_of(arguments), settings_said(arguments));
    auto const beside = other ? other->file : std::string{};
    if (other) {
        std::fputs(render_warnings(other->scenario.warnings).c_str(), stderr);
        check_place(arguments, beside, other->scenario);
        refuse_if_read(file, files_behind(other->scenario));
        refuse_if_read(beside, files_behind(read));
        check_size(plan(other->scenario), beside);
    }
    auto projection = plan(std::move(read));
    if (arguments.has("precision"))
        check_result(projection, precision_of(arguments.value<std::string>("precision")).result);
    auto const& scenario = projection.scenario;
    check_size(projection, file);
    settle_people(projection, quiet, arguments.has("dry-run") ? Cache::only_read : Cache::kept);
    if (!quiet)
        std::fprintf(stderr, "%s: %u persons, %s to %s, %u replicate%s, seed %u, %u threads\n", scenario.name.c_str(),
                     projection.base.persons.living() * projection.base.weight, to_string(scenario.start).c_str(),
                     to_string(scenario.end - 1).c_str(), scenario.replicates.count(),
                     scenario.replicates.count() == 1 ? "" : "s", scenario.seed, Threads::in_use());
    bool const adds = extends(arguments, file);
    bool const is_there = !arguments.has("precision") && is_whole(arguments, file, scenario.replicates);
    bool const all_there = is_there && (!other || is_whole(arguments, beside, scenario.replicates));
    bool const goes_on = arguments.has("resume") && !arguments.has("force") && !arguments.has("precision");
    if (goes_on && (other || !all_there)) refuse_to_resume_others(projection, other, file, arguments);
    if (all_there)
        refuse(file + " is whole: there is nothing to resume", {},
               "use --force to live it again, or ask for more replicates with --replicates");
    if (arguments.has("dry-run")) {
        tell_plan(projection, file, beside, arguments.has("json"));
        return exit_code::done;
    }
    Timing timing;
    Interruptible const interruptible;
    bool whole = is_there;
    std::optional<Reached> reached;
    if (arguments.has("precision")) {
        reached = live_to_precision(projection, file, arguments, timing);
        whole = reached.has_value();
    } else if (!whole) {
        auto const words = settings_said(arguments);
        whole = live_to_the_end(projection, file, words, rule_for(arguments, file), adds, quiet, timing);
    }
    if (!whole) {
        tell_of_interrupt(arguments, file);
        return exit_code::interrupted;
    }
    if (other && !live_beside(*other, scenario.replicates, arguments, quiet)) {
        tell_of_interrupt(arguments, beside, file);
        return exit_code::interrupted;
    }
    tell(scenario, file, beside, timing, reached ? &*reached : nullptr, arguments.has("json"));
    return !reached || reached->enough() ? exit_code::done : exit_code::unmet;
}

}  // namespace

Command run_command()
{
    return {"run",
            "project a scenario, and write a run file",
            "SCENARIO",
            1,
            1,
            Command::Word::scenario,
            {},
            "foresight run essex/price_cap_2022 -o runs/cap.h5",
            [](po::options_description_easy_init add) {
                add("output,o", po::value<std::string>(), "the run file; in runs/ if not said");
                add("force", "overwrite it");
                add("replicates,r", po::value<std::uint32_t>(),
                    "how many replicates, instead of the scenario's; each point keeps its lucks");
                add("seed", po::value<std::uint32_t>(), "the seed of all draws but the population's");
                add("sample", po::value<std::string>(), "one household in n, as 1/n");
                add("set", po::value<std::vector<std::string>>(),
                    "change a parameter, as name=value or name=*1.1; may be repeated");
                add("threads", po::value<std::uint32_t>(), "how many threads; no number depends on it");
                add("resume", "go on with an unfinished run of this name, or add replicates to a finished one");
                add("precision", po::value<std::string>(),
                    "add replicates until the Monte Carlo error of a result is that small, as "
                    "social_care.gross_cost/2029-30=0.25%; --replicates is then the most, and exit code 3 says that "
                    "they were not enough");
                add("dry-run", "check everything, and write nothing");
                add("quiet,q", "no talk");
                add("json", "the answer as JSON");
            },
            run};
}

}  // namespace foresight
