#include "tools/foresight/terminal.hpp"

#include <unistd.h>

#include <cstdlib>
#include <string_view>

#include "engine/io/text_file.hpp"

namespace foresight {

bool talk_on_terminal()
{
    auto const* terminal = std::getenv("TERM");
    return isatty(STDERR_FILENO) != 0 && !(terminal && std::string_view{terminal} == "dumb");
}

bool talk_in_colour()
{
    auto const* no_colour = std::getenv("NO_COLOR");
    return talk_on_terminal() && !(no_colour && *no_colour);
}

std::string coloured_error(std::string text)
{
    if (!talk_in_colour()) return text;
    for (std::size_t at = 0; (at = text.find("error: ", at)) != std::string::npos;) {
        if (at == 0 || text[at - 1] == '\n') {
            text.insert(at + 6, "\x1b[0m").insert(at, "\x1b[1;31m");
            at += 11;
        }
        at += 7;
    }
    return text;
}

std::string padded(std::string text, std::size_t width)
{
    auto const have = static_cast<std::size_t>(characters(text));
    if (have < width) text.append(width - have, ' ');
    return text;
}

}  // namespace foresight
