// How fast the engine is: foresight_bench NAME [--threads N] [--runs N] [--json] [--out FILE]
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string_view>

#include <nlohmann/json.hpp>

#include "engine/core/error.hpp"
#include "engine/core/memory.hpp"
#include "engine/parallel/parallel.hpp"
#include "tools/bench/measurement.hpp"

namespace foresight::bench {
namespace {

struct Bench {
    std::string_view name;
    std::string_view what;
    Measurement (*measure)(Request const&);
    std::uint32_t runs = 3;  ///< if not said
};

constexpr Bench benches[] = {
    {"ref1", "one million persons for thirty years, four events a year: the benchmark that other engines ran",
     measure_ref1},
    {"county", "Essex for ten years in all three domains, one replicate, without loading", measure_county},
    {"physics", "the energy balance of every home in Essex", measure_physics},
    {"synthesis", "making the people, households and dwellings of Essex", measure_synthesis},
    {"ensemble", "fifty replicates of the county into a run file", measure_ensemble, 1},
    {"answers", "compare, finance, report and workbook of two runs of fifty replicates", measure_answers},
    {"pairing", "how much variance shared luck saves in the effect of a care policy", measure_pairing, 1},
};

struct CommandLine {
    Bench const* bench = nullptr;
    Request request;
    bool json = false;
};

std::uint32_t number(std::string_view option, std::string_view word)
{
    std::uint32_t value = 0;
    auto const [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc{} || end != word.data() + word.size() || value == 0 || value > 1024)
        throw InputError{std::string{option} + " wants a whole number from 1 to 1024, not '" + std::string{word} + "'"};
    return value;
}

void usage(std::FILE* where)
{
    std::fputs("usage: foresight_bench NAME [--threads N] [--runs N] [--json] [--out FILE]\n\n", where);
    for (auto const& bench : benches)
        std::fprintf(where, "  %-10s %s\n", std::string{bench.name}.c_str(), std::string{bench.what}.c_str());
    std::fputs("\n  --threads N   use at most N threads\n"
               "  --runs N      run N times and report the best\n"
               "  --json        print one JSON object\n"
               "  --out FILE    write ref1's counts as CSV\n\n"
               "example: foresight_bench ref1 --threads 2 --json\n",
               where);
}

CommandLine parse(std::vector<std::string_view> const& words)
{
    CommandLine line;
    for (std::size_t i = 0; i != words.size(); ++i) {
        auto const value = [&] {
            if (i + 1 == words.size()) throw InputError{std::string{words[i]} + " wants a value"};
            return words[++i];
        };
        auto const word = words[i];
        if (word == "--threads") line.request.threads = number(word, value());
        else if (word == "--runs") line.request.runs = number(word, value());
        else if (word == "--out") line.request.out = value();
        else if (word == "--json") line.json = true;
        else if (auto const* const bench = std::find_if(std::begin(benches), std::end(benches),
                                                        [&](auto const& b) { return b.name == word; });
                 bench != std::end(benches) && !line.bench)
            line.bench = bench;
        else
            throw InputError{"'" + std::string{word}
                             + "' is neither a bench nor an option (see foresight_bench --help)"};
    }
    if (!line.bench) throw InputError{"which bench? (see foresight_bench --help)"};
    if (!line.request.out.empty() && line.bench->name != "ref1") throw InputError{"--out goes with ref1 alone"};
    if (line.request.runs == 0) line.request.runs = line.bench->runs;
    return line;
}

std::string folder_of_sources()
{
    auto const program = std::filesystem::read_symlink("/proc/self/exe").parent_path();
    return (program / FORESIGHT_SOURCE_FROM_PROGRAM).lexically_normal().string();
}

/// Of the fastest run, with the median beside it: whatever else the machine did only ever adds time.
nlohmann::ordered_json report(Measurement measured, std::uint32_t threads)
{
    std::sort(measured.runs.begin(), measured.runs.end(),
              [](auto const& a, auto const& b) { return a.seconds < b.seconds; });
    auto const& best = measured.runs.front();
    auto const& median = measured.runs[measured.runs.size() / 2];
    auto const rate = [](Timed const& run) {
        return static_cast<double>(run.person_years) / std::max(run.seconds, 1e-9);
    };
    nlohmann::ordered_json json{{"bench", measured.name},
                                {"what", measured.what},
                                {"version", FORESIGHT_VERSION},
                                {"threads", threads},
                                {"runs", measured.runs.size()},
                                {"seconds", best.seconds},
                                {"seconds_median", median.seconds},
                                {"person_years", best.person_years},
                                {"person_years_per_second", rate(best)},
                                {"person_years_per_second_median", rate(median)},
                                {"peak_rss_mb", peak_memory()}};
    if (!measured.digest.empty()) json["digest"] = measured.digest;
    for (auto const& [name, value] : measured.figures) json[name] = value;
    for (auto const& [name, seconds] : best.parts) json["share"][name] = seconds / std::max(best.seconds, 1e-9);
    return json;
}

void print(nlohmann::ordered_json const& json)
{
    std::printf("%s: %s\n", json["bench"].get<std::string>().c_str(), json["what"].get<std::string>().c_str());
    std::printf("  %.3f s (median of %d: %.3f s) on %u threads\n", json["seconds"].get<double>(),
                json["runs"].get<int>(), json["seconds_median"].get<double>(), json["threads"].get<unsigned>());
    std::printf("  %.1f million person-years, %.1f million a second (median %.1f)\n",
                json["person_years"].get<double>() / 1e6, json["person_years_per_second"].get<double>() / 1e6,
                json["person_years_per_second_median"].get<double>() / 1e6);
    for (auto const& [key, value] : json.items())
        if (value.is_number_float() && key.rfind("seconds", 0) != 0 && key.rfind("person_years", 0) != 0)
            std::printf("  %s %.6g\n", key.c_str(), value.get<double>());
    for (auto const& [key, value] : json.items())
        if (key.rfind("seconds_", 0) == 0 && key != "seconds_median")
            std::printf("  %s %.3f\n", key.c_str(), value.get<double>());
    if (json.contains("digest")) std::printf("  digest %s\n", json["digest"].get<std::string>().c_str());
    if (json.contains("share"))
        for (auto const& [name, share] : json["share"].items())
            std::printf("  %5.1f %%  %s\n", share.get<double>() * 100, name.c_str());
}

int run(std::vector<std::string_view> const& words)
{
    if (words.size() == 1 && (words[0] == "--help" || words[0] == "-h")) {
        usage(stdout);
        return 0;
    }
    auto line = parse(words);
    line.request.top = folder_of_sources();
    Threads const limit{line.request.threads};
    auto const json = report(line.bench->measure(line.request), Threads::in_use());
    if (line.json) std::printf("%s\n", json.dump(2).c_str());
    else print(json);
    return 0;
}

}  // namespace
}  // namespace foresight::bench

int main(int argc, char** argv)
{
    foresight::keep_freed_memory();
    try {
        return foresight::bench::run({argv + 1, argv + argc});
    } catch (foresight::InputError const& error) {
        std::fputs(foresight::render(error).c_str(), stderr);
        return 2;
    } catch (std::exception const& error) {
        std::fprintf(stderr, "error: %s\n", error.what());
        return 1;
    }
}
