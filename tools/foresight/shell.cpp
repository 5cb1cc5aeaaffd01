#include "tools/foresight/shell.hpp"

namespace foresight {

std::string shell_command(std::string_view name, std::vector<std::string> const& words)
{
    auto text = "foresight " + std::string{name};
    for (auto const& word : words) text += " " + shell_quoted(word);
    return text;
}

}  // namespace foresight
