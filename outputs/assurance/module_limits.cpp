#include "outputs/assurance/module_limits.hpp"

#include <set>
#include <sstream>

#include "engine/io/text_file.hpp"

namespace foresight {
namespace {

/// The section of that name of a README; nothing if it has none.
std::string section_of(std::string const& path, std::string const& name)
{
    auto const file = TextFile::read(path, yaml_bytes_at_most);
    auto const head = "\n## " + name + "\n";
    auto const begin = file.text().find(head);
    if (begin == std::string::npos) return {};
    auto const first = file.text().find_first_not_of('\n', begin + head.size());
    return file.text().substr(first, file.text().find("\n## ", first) - first);
}

std::set<std::string> modules_of(Provenance const& origin)
{
    std::set<std::string> modules;
    for (auto const& name : origin.schedule) modules.insert(name.substr(0, name.find('/')));
    if (origin.schedule.empty())
        for (auto const& [name, parameter] : origin.parameters.all()) modules.insert(name.substr(0, name.find('/')));
    modules.erase("population");
    return modules;
}

}  // namespace

std::vector<std::string> ModuleLimits::items() const
{
    std::vector<std::string> all;
    std::istringstream in{text};
    for (std::string line; std::getline(in, line);) {
        auto const first = line.find_first_not_of(' ');
        if (first == std::string::npos) continue;
        if (line.starts_with("- ")) all.push_back(line.substr(2));
        else if (all.empty()) all.push_back(line);
        else all.back() += " " + line.substr(first);
    }
    return all;
}

ModuleLimits limits_of(std::string const& module, std::string const& folder)
{
    return {module, section_of(folder + "/" + module + "/README.md", "Limits")};
}

std::vector<ModuleLimits> module_limits(Provenance const& origin, std::string const& folder)
{
    std::vector<ModuleLimits> all;
    for (auto const& module : modules_of(origin)) all.push_back(limits_of(module, folder));
    return all;
}

}  // namespace foresight
