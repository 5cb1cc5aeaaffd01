#include "tools/foresight/run_catalogue.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <ctime>
#include <filesystem>

#include <unistd.h>

#include <nlohmann/json.hpp>

#include "engine/core/error.hpp"
#include "engine/core/plain_text.hpp"
#include "outputs/answers/study.hpp"
#include "outputs/run_file/child_process.hpp"
#include "outputs/run_file/run_reader.hpp"
#include "outputs/run_file/unfinished_run.hpp"
#include "outputs/view/headlines.hpp"
#include "outputs/view/view_format.hpp"

namespace foresight {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr unsigned seconds_a_file = 120;
constexpr std::array<char const*, 3> headlines_listed{"social_care.gross_cost", "fuel_poverty.lilee",
                                                      "school_readiness.good_level"};

/// The day on which a file was last written, which is no part of the run. UTC.
std::string day_of(fs::path const& file)
{
    auto const written = std::chrono::file_clock::to_sys(fs::last_write_time(file));
    auto const time = std::chrono::system_clock::to_time_t(
        std::chrono::time_point_cast<std::chrono::system_clock::duration>(written));
    std::array<char, 16> text{};
    std::tm day{};
    ::gmtime_r(&time, &day);
    std::strftime(text.data(), text.size(), "%Y-%m-%d", &day);
    return text.data();
}

/// The last whole period of each of the first numbers.
Json headlines_in(RunReader const& run)
{
    Json all = Json::array();
    for (auto const& line : headlines_of(run)) {
        if (std::find(headlines_listed.begin(), headlines_listed.end(), line.name) == headlines_listed.end()) continue;
        auto const view = view_of(run, run.table(line.table), {{std::string{name_of(line.by)}}, {}});
        if (view.rows() == 0) continue;
        auto const of = view.estimate(run.table(line.table).measure(line.measure), view.rows() - 1);
        Json one{{"name", line.name},
                 {"label", line.label},
                 {"period", view.dimensions[0].codes.back().label},
                 {"mean", json_number(of.mean)}};
        for (auto const& [name, number] : uncertainty_fields(of)) one[name] = json_number(number);
        one["shown"] = shown(of.mean * line.times, line.decimals) + line.unit;
        if (of.has_bands) one["shown_95"] = shown(of.ninety_five, line.decimals, line.times);
        all.push_back(std::move(one));
    }
    return all;
}

Json contents_of(std::string const& path)
{
    RunReader const run{path};
    auto const& origin = run.provenance();
    auto const faults = run.faults();
    Json found{{"state", faults.empty() ? "sound" : "damaged"},
               {"scenario", origin.name},
               {"base", to_string(origin.base)},
               {"start", to_string(origin.start)},
               {"end", to_string(origin.end - 1)},
               {"replicates", run.replicates()},
               {"weight", origin.weight},
               {"version", origin.version}};
    if (!faults.empty()) found["reason"] = faults.front();
    else {
        found["digest"] = run.digest();
        // A study has one scenario for each of its variants: there is no one number.
        if (is_study(run)) found["state"] = "study";
        else found["headlines"] = headlines_in(run);
    }
    return found;
}

/// As text; names of files may be in any encoding.
std::string plain_json(Json const& of, int indent)
{
    return of.dump(indent, ' ', false, Json::error_handler_t::replace);
}

/// What a refused file is: closed to this user, of a newer program, another program's, or damaged.
std::string state_of(Mistake const& mistake)
{
    auto const says = [&](char const* words) { return mistake.problem.find(words) != std::string::npos; };
    if (says("newer Foresight")) return "newer";
    if (says("is no run")) return "foreign";
    if (says("is not whole")) return "unfinished";
    if (says("may not be read")) return "closed";
    return "damaged";
}

Json entry_of(fs::path const& file)
{
    Json entry{{"file", file.filename().string()}, {"written", day_of(file)}};
    if (file.extension() == ".partial") {
        entry.update({{"state", "unfinished"}, {"reason", how_to_finish(file.string())}});
        return entry;
    }
    auto const look = [&](std::string& said) {
        try {
            said = plain_json(contents_of(file.string()), -1);
        } catch (InputError const& error) {
            auto const& mistake = error.mistakes().front();
            said = plain_json(Json{{"state", state_of(mistake)}, {"reason", mistake.reason}}, -1);
        } catch (std::exception const& error) {
            said = plain_json(Json{{"state", "damaged"}, {"reason", error.what()}}, -1);
        }
        return 0;
    };
    auto const ending = in_child_process(look, seconds_a_file);
    auto const found = Json::parse(ending.said, nullptr, false);
    if (!ending.by_itself || found.is_discarded())
        entry.update({{"state", "damaged"}, {"reason", "reading it broke the reader off"}});
    else entry.update(found);
    return entry;
}

std::vector<Json> entries_in(std::string const& folder)
{
    if (::access(folder.c_str(), R_OK | X_OK) != 0 && errno == EACCES)
        refuse(folder + " may not be read", "permission denied", "ask whose it is for the right to enter it");
    if (!fs::is_directory(folder))
        refuse("there is no folder " + folder, {},
               folder == "runs"
                   ? "name the folder that holds run files, or make one: foresight run essex/quick writes into runs"
                   : "name one that holds run files");
    std::vector<fs::path> files;
    for (auto const& file : fs::directory_iterator{folder}) {
        auto const name = file.path().filename().string();
        std::error_code unknown;
        if (file.is_regular_file(unknown) && (name.ends_with(".h5") || name.ends_with(".h5.partial")))
            files.push_back(file.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<Json> entries;
    for (auto const& file : files) entries.push_back(entry_of(file));
    return entries;
}

/// "2029-30: 612.3 (598.0 to 630.1)".
std::string headline_text(Json const& entry, std::string const& name)
{
    for (auto const& one : entry.value("headlines", Json::array()))
        if (one["name"] == name)
            return one["period"].get<std::string>() + ": " + one["shown"].get<std::string>()
                   + (one.contains("shown_95") ? " (" + one["shown_95"].get<std::string>() + ")" : std::string{});
    return "-";
}

std::string catalogue_text(std::string const& folder, std::vector<Json> const& entries)
{
    if (entries.empty()) return "no run file in " + folder + "\n";
    std::vector<std::vector<std::string>> rows{{"file", "scenario", "base", "written", "replicates",
                                                "gross care cost, GBP million", "LILEE", "good level", "digest"}};
    std::string others;
    bool single = false;
    for (auto const& entry : entries) {
        auto const state = entry["state"].get<std::string>();
        auto const file = escaped(entry["file"].get<std::string>());
        if (state != "sound" && state != "study") {
            auto const reason = entry.value("reason", std::string{});
            others += "  " + file + ": " + (reason.starts_with("it is " + state) ? "" : state + ": ") + reason + "\n";
            continue;
        }
        auto const replicates = entry["replicates"].get<std::size_t>();
        single = single || (replicates == 1 && state == "sound");
        rows.push_back({file, entry["scenario"].get<std::string>() + (state == "study" ? " (a study)" : ""),
                        entry["base"], entry["written"], std::to_string(replicates)});
        for (auto const* const name : headlines_listed) rows.back().push_back(headline_text(entry, name));
        rows.back().push_back(entry["digest"]);
    }
    std::string text;
    if (rows.size() > 1)
        text += aligned(rows, 4) + "\nThe last whole period of each, with 95 per cent of futures in brackets.";
    if (single) text += " One replicate has no interval.";
    if (rows.size() > 1) text += "\n";
    if (!others.empty()) text += (text.empty() ? "" : "\n") + std::string{"cannot be used\n"} + others;
    return text;
}

std::string catalogue_csv(std::vector<Json> const& entries)
{
    std::string text = "file,state,reason,scenario,base,start,end,written,replicates,digest";
    for (auto const* const name : headlines_listed)
        for (auto const* const part : {"_period", "", "_low95", "_high95"}) text += "," + std::string{name} + part;
    text += "\n";
    auto const word = [](Json const& of, char const* key) {
        auto const found = of.find(key);
        if (found == of.end() || found->is_null()) return std::string{};
        return found->is_string()         ? csv_field(escaped(found->get<std::string>()))
               : found->is_number_float() ? csv_number(found->get<double>())
                                          : found->dump();
    };
    for (auto const& entry : entries) {
        char const* between = "";
        for (auto const* const key :
             {"file", "state", "reason", "scenario", "base", "start", "end", "written", "replicates", "digest"}) {
            text += between + word(entry, key);
            between = ",";
        }
        auto const lines = entry.value("headlines", Json::array());
        for (auto const* const name : headlines_listed) {
            auto const line =
                std::find_if(lines.begin(), lines.end(), [&](auto const& one) { return one["name"] == name; });
            for (auto const* const key : {"period", "mean", "low95", "high95"})
                text += "," + (line == lines.end() ? std::string{} : word(*line, key));
        }
        text += "\n";
    }
    return text;
}

}  // namespace

std::string catalogue_of_runs(std::string const& folder, Format format)
{
    auto entries = entries_in(folder);
    if (format == Format::text) return catalogue_text(folder, entries);
    if (format == Format::csv) return catalogue_csv(entries);
    for (auto& entry : entries)
        if (entry.contains("headlines"))
            for (auto& line : entry["headlines"]) line.erase("shown"), line.erase("shown_95");
    return plain_json(Json{{"folder", folder}, {"runs", entries}}, 2) + "\n";
}

}  // namespace foresight
