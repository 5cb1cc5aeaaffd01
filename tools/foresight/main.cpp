#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <new>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "engine/core/error.hpp"
#include "engine/core/memory.hpp"
#include "tools/foresight/command.hpp"
#include "tools/foresight/terminal.hpp"

// The command line: `foresight COMMAND ...`. Answers go to stdout, talk to
// stderr. Each command is a line in commands.cpp and a file of its own.

namespace foresight {
namespace {

void print_overview()
{
    std::cout
        << "foresight: projections and what-ifs for English counties\n\nusage: foresight COMMAND [WORDS] [OPTIONS]\n\n";
    for (auto const& command : commands()) std::cout << "  " << padded(command.name, 12) << command.summary << "\n";
    std::cout << "\n  --help, -h  of any command shows its options and an example\n  --version   which version this "
                 "is\n\nexample\n"
                 "  foresight run essex/quick -o runs/quick.h5 && foresight show runs/quick.h5\n";
}

void print_help(Command const& command)
{
    std::cout << command.summary << "\n\nusage: foresight " << command.name << (command.words.empty() ? "" : " ")
              << command.words << " [OPTIONS]\n\n"
              << options_of(command) << "\nexample\n";
    for (std::size_t at = 0; at < command.example.size();) {
        auto const end = std::min(command.example.find('\n', at), command.example.size());
        std::cout << "  " << command.example.substr(at, end - at) << "\n";
        at = end + 1;
    }
}

Command const& find_command(std::string const& name)
{
    std::vector<std::string> known;
    for (auto const& command : commands()) {
        if (command.name == name) return command;
        known.push_back(command.name);
    }
    auto const near = nearest(name, known);
    auto const option = name.starts_with('-');
    throw InputError{{Mistake{std::string{option ? "unknown option '" : "unknown command '"} + name + "'",
                              {},
                              near.empty() ? "see foresight --help" : "did you mean '" + near + "'?",
                              {},
                              {},
                              1}}};
}

int dispatch(std::vector<std::string> line)
{
    if (line.empty() || line[0] == "--help" || line[0] == "-h" || line[0] == "help") {
        if (line.size() > 1 && line[0] == "help") print_help(find_command(line[1]));
        else print_overview();
        return line.empty() ? exit_code::refused : exit_code::done;
    }
    if (line[0] == "--version") {
        std::cout << "foresight " FORESIGHT_VERSION "\n";
        return exit_code::done;
    }
    auto const& command = find_command(line[0]);
    line.erase(line.begin());
    auto const arguments = parse(command, line);
    if (!arguments.has("help")) return command.run(arguments);
    print_help(command);
    return exit_code::done;
}

/// An answer that could not be written is no answer: a full disk, a reader that went away.
int flushed(int code)
{
    errno = 0;
    std::cout.flush();
    if (std::cout) return code;
    std::cerr << "error: the answer could not be written"
              << (errno ? std::string{": "} + std::strerror(errno) : std::string{}) << "\n";
    return exit_code::failed;
}

int protect(std::vector<std::string> line)
{
    try {
        return flushed(dispatch(std::move(line)));
    } catch (InputError const& error) {
        std::cout.flush();
        std::cerr << coloured_error(render(error));
        return exit_code::refused;
    } catch (std::filesystem::filesystem_error const& error) {
        auto const code = error.code();
        std::cerr << "error: " << error.path1().string() << ": " << code.message() << "\n";
        // A path that cannot be meant, or is not for this user.
        for (auto const reason : {std::errc::too_many_symbolic_link_levels, std::errc::filename_too_long,
                                  std::errc::permission_denied, std::errc::not_a_directory})
            if (code == reason) return exit_code::refused;
    } catch (std::bad_alloc const&) {
        std::cerr << "error: there is not enough memory\n";
    } catch (std::exception const& error) {
        std::cerr << "error: " << error.what() << "\n";
    }
    return exit_code::failed;
}

}  // namespace
}  // namespace foresight

namespace {

/// Whoever closes a stream must not have the next file that is opened take its place: an answer would be written into a
/// run. What is put there can be neither read from nor written to, as it was wished.
void hold_streams()
{
    for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; ++stream)
        if (::fcntl(stream, F_GETFD) < 0) ::open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

/// HDF5 may break on a file whose structure is damaged. The user is told, in place of a trace.
extern "C" void tell_of_crash(int)
{
    static constexpr char words[] =
        "error: the program broke off\n  = why: a file that it read may be damaged, or this is a mistake of ours\n"
        "  = help: foresight verify tells whether a run is whole\n";
    static_cast<void>(!::write(STDERR_FILENO, words, sizeof words - 1));
    ::_exit(foresight::exit_code::failed);
}

/// Unless somebody else wants to know, such as a sanitizer.
void tell_of_crashes()
{
    for (int const signal : {SIGSEGV, SIGBUS, SIGFPE, SIGABRT}) {
        struct sigaction now {};
        if (::sigaction(signal, nullptr, &now) == 0 && now.sa_handler == SIG_DFL) std::signal(signal, tell_of_crash);
    }
}

}  // namespace

int main(int count, char** words)
{
    foresight::keep_freed_memory();
    hold_streams();
    tell_of_crashes();
    std::ios::sync_with_stdio(false);
    return foresight::protect({words + 1, words + count});
}
