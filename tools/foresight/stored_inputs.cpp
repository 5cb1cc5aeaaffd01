#include "tools/foresight/stored_inputs.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <system_error>

#include <stdlib.h>

#include "tools/foresight/mixed_inputs.hpp"

namespace foresight {
namespace {

namespace fs = std::filesystem;

std::string new_folder()
{
    std::error_code error;
    auto pattern = (fs::temp_directory_path(error) / "foresight-replay-XXXXXX").string();
    if (error || !mkdtemp(pattern.data()))
        throw std::system_error{errno, std::generic_category(), "a folder for the inputs cannot be made"};
    return pattern;
}

/// "--seed 7" as it stood on the command line, as a setting of the scenario.
std::string setting_of(std::string const& words)
{
    auto const blank = words.find(' ');
    auto const option = words.substr(0, blank);
    auto const value = blank == std::string::npos ? std::string{} : words.substr(blank + 1);
    if (option == "--set") return value;
    if (option == "--sample") return "population.sample=" + value;
    if (option == "--seed") return "seed=" + value;
    refuse("the run was made with '" + words + "'", "this program does not know that option");
}

}  // namespace

StoredInputs::StoredInputs(Provenance const& provenance)
    : provenance_{provenance}, folder_{new_folder()}, work_{folder_ + "/1/2/3/4/5/6/7/8"}
{
    try {
        if (provenance.inputs.empty()) refuse("the run file keeps no inputs", "it cannot be lived again");
        for (auto const& input : provenance.inputs) write(input);
        fs::create_directories(library().tables);
    } catch (...) {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
        throw;
    }
}

StoredInputs::~StoredInputs()
{
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

std::string StoredInputs::place(std::string const& path) const
{
    auto const root = is_tally({path, {}, {}}) ? folder_ : path.starts_with('/') ? folder_ + "/root" : work_;
    auto const whole = fs::path{root + "/" + path}.lexically_normal().string();
    if (!whole.starts_with(folder_ + "/") || path.find('\0') != std::string::npos)
        refuse("the run file names an input outside its folder", "the file is damaged, or none of ours");
    return whole;
}

void StoredInputs::write(InputFile const& input) const
{
    auto const file = place(input.path);
    std::error_code blocked;
    fs::create_directories(fs::path{file}.parent_path(), blocked);
    if (blocked || fs::is_directory(file) || fs::path{file}.filename().empty())
        refuse("the run file names an input '" + input.path + "' that is no file, or lies within another",
               "the file is damaged, or none of ours");
    std::ofstream out{file, std::ios::binary};
    out << input.contents;
    if (!out.flush()) throw std::system_error{errno, std::generic_category(), "the inputs cannot be written"};
}

std::string StoredInputs::called_then(std::string const& path) const
{
    if (!path.starts_with(folder_ + "/")) return path;
    if (auto const root = folder_ + "/root"; path.starts_with(root + "/")) return path.substr(root.size());
    return fs::path{path}.lexically_relative(work_).generic_string();
}

Vocabulary StoredInputs::vocabulary(std::string const& path) const
{
    auto made = vocabulary_for(path, library());
    made.locate = [this](std::string const& named) { return located(named); };
    return made;
}

/// Below the root that the folder keeps; or, since what was of the library is kept by its path there, wherever that was,
/// by the longest end of its path that an input has.
std::string StoredInputs::located(std::string const& path) const
{
    auto const here = path.starts_with(folder_ + "/") ? path : place(path);
    std::error_code error;
    if (fs::exists(here, error)) return here;
    for (auto slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1)) {
        auto const end = path.substr(slash + 1);
        auto const& inputs = provenance_.inputs;
        if (std::any_of(inputs.begin(), inputs.end(), [&](auto const& input) { return input.path == end; }))
            return place(end);
    }
    return here;
}

Replicates StoredInputs::ensemble(Design design) const
{
    auto const& all = provenance_.replicates;
    if (all.empty()) refuse("the run file keeps no replicates", "it cannot be lived again");
    auto const other = std::find_if(all.begin(), all.end(), [&](auto const& one) { return one.point != all[0].point; });
    auto const lucks = static_cast<std::uint32_t>(other - all.begin());
    return {static_cast<std::uint32_t>(all.size()) / lucks, lucks, all[0].point == 0, design};
}

Scenario StoredInputs::scenario() const
{
    auto const path = place(provenance_.inputs.front().path);
    Overrides overrides;
    for (auto const& words : provenance_.command_line)
        if (!words.starts_with("--replicates ")) overrides.set.push_back(setting_of(words));
    auto scenario = read_scenario(path, vocabulary(path), overrides);
    scenario.replicates = ensemble(scenario.replicates.design);
    return scenario;
}

}  // namespace foresight
