#include "tools/foresight/known_limits.hpp"

#include "engine/io/text_file.hpp"
#include "tools/foresight/shipped.hpp"

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

}  // namespace

std::string limits_of(std::string const& module)
{
    auto const folder = shipped_folder("engine/modules");
    return folder.empty() ? std::string{} : section_of(folder + "/" + module + "/README.md", "Limits");
}

std::string first_limit_of(std::string const& module, std::string const& name)
{
    auto const all = limits_of(module);
    std::string const bullet = "- ";
    auto const begin = all.find(bullet);
    auto const first = begin == std::string::npos
                           ? std::string{"not at hand."}
                           : all.substr(begin + bullet.size(), all.find('\n', begin) - begin - bullet.size());
    return "Known limits of " + name + ": " + first + " The rest: foresight qa, section 8.";
}

}  // namespace foresight
