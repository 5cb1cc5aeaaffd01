#include "tools/foresight/shipped.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "engine/io/text_file.hpp"
#include "engine/modules/catalogue.hpp"
#include "engine/scenario/grammar.hpp"

namespace foresight {
namespace {

namespace fs = std::filesystem;

fs::path program_folder()
{
    std::error_code error;
    return fs::read_symlink("/proc/self/exe", error).parent_path();
}

std::vector<std::string> yaml_files(std::string const& folder)
{
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator it{folder, error}, end; !error && it != end; it.increment(error))
        if (it->path().extension() == ".yaml") names.push_back(it->path().stem().string());
    std::sort(names.begin(), names.end());
    return names;
}

/// By its schema: a budget lies among the scenarios.
bool is_scenario(std::string const& path)
{
    std::ifstream file{path};
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("schema:")) return line.find(scenario_schema) != std::string::npos;
    return false;
}

}  // namespace

// Of the source tree that the program was built in, or of an installation.
std::string shipped_folder(char const* name)
{
    std::error_code error;
    for (auto const* base : {FORESIGHT_SOURCE_FROM_PROGRAM, FORESIGHT_SHARE_FROM_PROGRAM}) {
        auto const folder = (program_folder() / base / name).lexically_normal();
        if (!fs::is_directory(folder, error)) continue;
        auto const near = folder.lexically_proximate(fs::current_path(error)).generic_string();
        return near.starts_with("..") ? folder.generic_string() : near;
    }
    return {};
}

Library shipped_library()
{
    return {shipped_folder("scenarios"), shipped_folder("outputs/tables"), shipped_folder("calibration/targets")};
}

std::vector<std::string> shipped_scenarios()
{
    std::vector<std::string> names;
    std::error_code error;
    std::vector<std::string> folders;
    auto const library = shipped_library().scenarios;
    for (fs::directory_iterator it{library, error}, end; !error && it != end; it.increment(error))
        if (it->is_directory()) folders.push_back(it->path().filename().string());
    std::sort(folders.begin(), folders.end());
    for (auto const& folder : folders)
        for (auto const& name : yaml_files(library + "/" + folder))
            if (is_scenario(library + "/" + folder + "/" + name + ".yaml")) names.push_back(folder + "/" + name);
    return names;
}

Vocabulary vocabulary_for(std::string const& scenario, Library const& library)
{
    Vocabulary made;
    for (auto const& field : known_fields()) {
        Codes codes;
        for (auto const& [key, label] : field.codes) {
            codes.keys.push_back(key);
            codes.labels.push_back(label);
        }
        if (!codes.keys.empty())
            made.dimensions.emplace(field.name.substr(field.name.find_last_of('.') + 1), std::move(codes));
    }
    for (auto const& process : catalogue()) made.processes.push_back(process.name);
    made.tables = yaml_files(library.tables);
    if (!scenario.empty())
        for (auto const& name : yaml_files((fs::path{scenario}.parent_path() / "tables").string()))
            made.tables.push_back(name);
    made.library = library.scenarios;
    return made;
}

std::string find_scenario(std::string const& word)
{
    std::error_code error;
    if (fs::exists(word, error)) return word;
    if (error == std::errc::permission_denied)
        refuse(word + " may not be read", "permission denied", "ask whose it is for the right to read it");
    for (auto const* ending : {"", ".yaml"})
        if (auto const path = shipped_library().scenarios + "/" + word + ending; fs::is_regular_file(path, error))
            return path;
    if (is_address(word))
        refuse(in_quotes(word) + " is an address, not a file", "nothing is fetched from a network",
               "download it, and write the path of the file");
    auto const names = shipped_scenarios();
    std::vector<Labelled> known;
    for (auto const& name : names) known.push_back({name, name.substr(name.find('/') + 1)});
    auto const near = nearest_by_label(word, known);
    throw InputError{{Mistake{"there is no scenario '" + word + "'",
                              "neither a file nor one that ships",
                              near.empty() ? "see foresight list scenarios" : "did you mean '" + near + "'?",
                              {},
                              {},
                              1}}};
}

}  // namespace foresight
