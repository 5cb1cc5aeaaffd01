#include "engine/core/shell_word.hpp"

#include <algorithm>
#include <cctype>

namespace foresight {

std::string shell_quoted(std::string_view word)
{
    auto const harmless = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0
               || std::string_view{"_-+./,:=@%"}.find(c) != std::string_view::npos;
    };
    if (!word.empty() && std::all_of(word.begin(), word.end(), harmless)) return std::string{word};
    std::string quoted = "'";
    for (char const c : word) quoted += c == '\'' ? std::string{"'\\''"} : std::string{c};
    return quoted + "'";
}

}  // namespace foresight
