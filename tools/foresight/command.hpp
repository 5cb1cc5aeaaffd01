#pragma once

#include <boost/program_options.hpp>

#include <string>
#include <vector>

namespace foresight {

namespace po = boost::program_options;

/// What stands on the command line after the name of a command.
struct Arguments {
    po::variables_map options;
    std::vector<std::string> words;  ///< what is no option, in order
    std::vector<std::string> line;   ///< all of it, as it was typed

    bool has(char const* option) const { return options.count(option) != 0; }
    template <class T>
    T value(char const* option, T otherwise = {}) const
    {
        return has(option) ? options[option].as<T>() : otherwise;
    }
};

/// One command of the program. Each is in a file of its own, and makes itself known by one line in commands.cpp.
struct Command {
    /// What a word of the command line may be, for its completion by a shell.
    enum class Word { scenario, run, folder, one_of };

    std::string name;
    std::string summary;    ///< one line
    std::string words;      ///< as help shows them: "SCENARIO [PARAMETER]"
    std::size_t least = 0;  ///< how many words it needs
    std::size_t most = 0;   ///< and takes at most
    Word word = Word::scenario;
    std::vector<std::string> choices{};  ///< for `one_of`
    std::string example;                 ///< one or more lines that can be typed
    void (*options)(po::options_description_easy_init) = nullptr;
    int (*run)(Arguments const&) = nullptr;  ///< the exit code
};

/// All commands, in the order in which help shows them.
std::vector<Command> const& commands();

/// The options of a command, with --help.
po::options_description options_of(Command const& command);

/// Takes a command line apart. Throws an InputError that names the nearest option.
Arguments parse(Command const& command, std::vector<std::string> const& line);

namespace exit_code {
inline constexpr int done = 0;
inline constexpr int failed = 1;
inline constexpr int refused = 2;
inline constexpr int unmet = 3;
inline constexpr int interrupted = 130;
}  // namespace exit_code

}  // namespace foresight
