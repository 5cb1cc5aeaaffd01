#include "tools/foresight/in_a_child.hpp"

#include <cstdio>
#include <exception>
#include <iostream>

#include "engine/core/error.hpp"
#include "outputs/apart.hpp"
#include "tools/foresight/command.hpp"

namespace foresight {

Ending in_a_child(unsigned seconds_at_most, std::function<int(std::string&)> const& work)
{
    std::cout.flush();
    auto const ended = done_apart(
        [&](std::string& said) {
            try {
                return work(said);
            } catch (InputError const& error) {
                std::fputs(render(error).c_str(), stderr);
                return exit_code::refused;
            } catch (std::exception const& error) {
                std::fprintf(stderr, "error: %s\n", error.what());
                return exit_code::failed;
            }
        },
        seconds_at_most);
    return {!ended.by_itself, ended.by_itself ? ended.code : exit_code::failed, ended.said};
}

}  // namespace foresight
