#include <algorithm>
#include <iostream>

#include "engine/core/error.hpp"
#include "tools/foresight/commands.hpp"

// Completion for shells, written from the same tables as the help.

namespace foresight {
namespace {

std::vector<std::string> const shells{"bash", "zsh", "fish"};

std::string options_text(Command const& command)
{
    std::string text;
    auto const options = options_of(command);
    for (auto const& option : options.options()) text += (text.empty() ? "--" : " --") + option->long_name();
    return text;
}

std::string choices_text(Command const& command)
{
    std::string text;
    for (auto const& choice : command.choices) text += (text.empty() ? "" : " ") + choice;
    return text;
}

std::string command_names()
{
    std::string text;
    for (auto const& command : commands()) text += (text.empty() ? "" : " ") + command.name;
    return text;
}

/// A text within single quotation marks of a shell.
std::string in_single_quotes(std::string const& text)
{
    std::string quoted = "'";
    for (char const c : text) quoted += c == '\'' ? std::string{"'\\''"} : std::string{c};
    return quoted + "'";
}

void write_bash()
{
    std::cout << "# foresight completion bash > /etc/bash_completion.d/foresight\n_foresight()\n{\n    local "
                 "word=${COMP_WORDS[COMP_CWORD]} words=\n"
                 "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n        COMPREPLY=($(compgen -W \""
              << command_names()
              << " --help --version\" -- \"$word\"))\n        return\n    fi\n"
                 "    case ${COMP_WORDS[1]} in\n";
    for (auto const& command : commands()) {
        std::cout << "    " << command.name << ")\n        case $word in\n        -*) words=\"" << options_text(command)
                  << "\" ;;\n        *) words=\"" << choices_text(command) << "\" ;;\n        esac ;;\n";
    }
    std::cout << "    esac\n    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n}\ncomplete -o default -F "
                 "_foresight foresight\n";
}

void write_zsh()
{
    std::cout << "#compdef foresight\n# foresight completion zsh > a folder of $fpath, as _foresight\n_foresight() {\n "
                 " local -a commands=(\n";
    for (auto const& command : commands())
        std::cout << "    " << in_single_quotes(command.name + ":" + command.summary) << "\n";
    std::cout << "  )\n  if (( CURRENT == 2 )); then\n    _describe command commands\n    return\n  fi\n  case "
                 "$words[2] in\n";
    for (auto const& command : commands()) {
        std::cout << "    " << command.name << ")\n      if [[ $words[CURRENT] == -* ]]; then compadd -- "
                  << options_text(command) << "\n      else "
                  << (command.choices.empty() ? "_files" : "compadd -- " + choices_text(command)) << "\n      fi ;;\n";
    }
    std::cout << "  esac\n}\n_foresight \"$@\"\n";
}

void write_fish()
{
    std::cout << "# foresight completion fish > ~/.config/fish/completions/foresight.fish\n";
    for (auto const& command : commands()) {
        std::cout << "complete -c foresight -n __fish_use_subcommand -f -a " << command.name << " -d "
                  << in_single_quotes(command.summary) << "\n";
        auto const options = options_of(command);
        for (auto const& option : options.options())
            std::cout << "complete -c foresight -n '__fish_seen_subcommand_from " << command.name << "' -l "
                      << option->long_name() << " -d " << in_single_quotes(option->description()) << "\n";
        if (!command.choices.empty())
            std::cout << "complete -c foresight -n '__fish_seen_subcommand_from " << command.name << "' -f -a '"
                      << choices_text(command) << "'\n";
    }
}

int completion(Arguments const& arguments)
{
    static constexpr void (*writers[])(){write_bash, write_zsh, write_fish};
    auto const found = std::find(shells.begin(), shells.end(), arguments.words[0]);
    if (found == shells.end())
        throw InputError{{Mistake{"unknown shell '" + arguments.words[0] + "'",
                                  "there is completion for bash, zsh and fish",
                                  {},
                                  {},
                                  {},
                                  1}}};
    writers[found - shells.begin()]();
    return exit_code::done;
}

}  // namespace

Command completion_command()
{
    return {"completion",
            "Writes what a shell needs to complete commands and options",
            "bash|zsh|fish",
            1,
            1,
            Command::Word::one_of,
            shells,
            "foresight completion bash > /etc/bash_completion.d/foresight",
            nullptr,
            completion};
}

}  // namespace foresight
