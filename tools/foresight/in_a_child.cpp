#include "tools/foresight/in_a_child.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>
#include <iostream>
#include <stdexcept>

#include <sys/wait.h>
#include <unistd.h>

#include "engine/core/error.hpp"
#include "tools/foresight/command.hpp"

namespace foresight {
namespace {

void write_all(int pipe, std::string const& text)
{
    for (std::size_t done = 0; done < text.size();) {
        auto const count = ::write(pipe, text.data() + done, text.size() - done);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return;
        done += static_cast<std::size_t>(count);
    }
}

std::string read_all(int pipe)
{
    std::string text;
    std::array<char, 4096> some;
    for (;;) {
        auto const count = ::read(pipe, some.data(), some.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return text;
        text.append(some.data(), static_cast<std::size_t>(count));
    }
}

[[noreturn]] void be_the_child(int pipe, unsigned seconds_at_most, std::function<int(std::string&)> const& work)
{
    ::alarm(seconds_at_most);
    int code = exit_code::failed;
    std::string said;
    try {
        code = work(said);
    } catch (InputError const& error) {
        std::fputs(render(error).c_str(), stderr);
        code = exit_code::refused;
    } catch (std::exception const& error) {
        std::fprintf(stderr, "error: %s\n", error.what());
    }
    write_all(pipe, said);
    ::_exit(code);
}

}  // namespace

Ending in_a_child(unsigned seconds_at_most, std::function<int(std::string&)> const& work)
{
    std::cout.flush();
    std::array<int, 2> pipe{};
    if (::pipe(pipe.data()) != 0) throw std::runtime_error{"no process could be started to read the file"};
    auto const child = ::fork();
    if (child == 0) {
        ::close(pipe[0]);
        for (int const signal : {SIGSEGV, SIGBUS, SIGFPE, SIGABRT}) std::signal(signal, SIG_DFL);  // the parent tells
        be_the_child(pipe[1], seconds_at_most, work);
    }
    ::close(pipe[1]);
    Ending ending;
    if (child > 0) ending.said = read_all(pipe[0]);
    ::close(pipe[0]);
    int status = 0;
    if (child < 0 || ::waitpid(child, &status, 0) != child)
        throw std::runtime_error{"no process could be started to read the file"};
    ending.broke_off = !WIFEXITED(status);
    ending.code = ending.broke_off ? exit_code::failed : WEXITSTATUS(status);
    return ending;
}

}  // namespace foresight
