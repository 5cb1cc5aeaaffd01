#include "tools/foresight/known_limits.hpp"

#include "outputs/assurance/module_limits.hpp"
#include "tools/foresight/shipped.hpp"

namespace foresight {

std::string first_limit_of(std::string const& module, std::string const& name)
{
    auto const folder = shipped_folder("engine/modules");
    auto const items = folder.empty() ? std::vector<std::string>{} : limits_of(module, folder).items();
    return "Known limits of " + name + ": " + (items.empty() ? "not at hand." : items.front())
           + " The rest: foresight qa, section 8.";
}

}  // namespace foresight
