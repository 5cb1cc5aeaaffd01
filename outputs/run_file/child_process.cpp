#include "outputs/run_file/child_process.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <fstream>
#include <stdexcept>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace foresight {
namespace {

constexpr std::uint64_t bytes_at_most = std::uint64_t{4} << 30;

/// A file that pretends to be huge is refused memory instead of taking all of the machine's.
void limit_memory()
{
    std::uint64_t pages = 0;
    std::ifstream{"/proc/self/statm"} >> pages;
    auto const wanted = pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)) + bytes_at_most;
    rlimit limit{};
    if (::getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur < wanted) return;
    limit.rlim_cur = wanted;
    ::setrlimit(RLIMIT_AS, &limit);
}

/// What breaks off says so on its own, and the parent says it in its words.
void be_silent()
{
    auto const nowhere = ::open("/dev/null", O_WRONLY);
    if (nowhere >= 0) ::dup2(nowhere, STDERR_FILENO);
}

void write_all(int to, std::string const& text)
{
    for (std::size_t done = 0; done != text.size();) {
        auto const count = ::write(to, text.data() + done, text.size() - done);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return;
        done += static_cast<std::size_t>(count);
    }
}

std::string read_all(int from)
{
    std::string text;
    std::array<char, 4096> part;
    for (;;) {
        auto const count = ::read(from, part.data(), part.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return text;
        text.append(part.data(), static_cast<std::size_t>(count));
    }
}

}  // namespace

ChildEnd in_child_process(std::function<int(std::string& said)> const& work, unsigned seconds)
{
    std::array<int, 2> pipe{};
    if (::pipe(pipe.data()) != 0) throw std::runtime_error{"no process could be started to read the file"};
    auto const child = ::fork();
    if (child == 0) {
        ::close(pipe[0]);
        for (int const signal : {SIGSEGV, SIGBUS, SIGFPE, SIGABRT}) std::signal(signal, SIG_DFL);  // the parent tells
        ::alarm(seconds);
        limit_memory();
        be_silent();
        std::string said;
        auto const code = work(said);
        write_all(pipe[1], said);
        ::_exit(code);
    }
    ::close(pipe[1]);
    ChildEnd ended;
    ended.said = read_all(pipe[0]);
    ::close(pipe[0]);
    int status = 0;
    while (child > 0 && ::waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    if (child < 0) throw std::runtime_error{"no process could be started to read the file"};
    ended.by_itself = WIFEXITED(status);
    ended.code = ended.by_itself ? WEXITSTATUS(status) : 0;
    return ended;
}

}  // namespace foresight
