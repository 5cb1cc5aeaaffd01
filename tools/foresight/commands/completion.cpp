#include <algorithm>
#include <iostream>

#include "engine/core/error.hpp"
#include "outputs/tally/table_definition.hpp"
#include "outputs/view/headlines.hpp"
#include "tools/foresight/commands.hpp"
#include "tools/foresight/shipped.hpp"

// Completion for shells, written from the same tables as the help.

namespace foresight {
namespace {

std::vector<std::string> const shells{"bash", "zsh", "fish"};

std::string joined_words(std::vector<std::string> const& words)
{
    std::string text;
    for (auto const& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

std::string options_text(Command const& command)
{
    std::vector<std::string> names;
    auto const options = options_of(command);
    for (auto const& option : options.options()) names.push_back("--" + option->long_name());
    return joined_words(names);
}

std::string command_names()
{
    std::vector<std::string> names;
    for (auto const& command : commands()) names.push_back(command.name);
    names.push_back("help");
    return joined_words(names);
}

/// Options of which the values are known.
struct ValuesOf {
    char const* option;
    std::string values;
};

std::vector<ValuesOf> known_values()
{
    auto const scenarios = joined_words(shipped_scenarios());
    std::vector<std::string> results;
    for (auto const& line : all_headlines()) results.push_back(line.name);
    return {{"table", joined_words(tables_in(shipped_library().tables))},
            {"format", "text csv json"},
            {"of", scenarios},
            {"to", scenarios},
            {"result", joined_words(results)}};
}

/// What the words of a command may be: choices, names of scenarios; nothing where files are meant.
std::string words_text(Command const& command)
{
    if (command.name == "bridge") return {};
    if (command.word == Command::Word::one_of) return joined_words(command.choices);
    return command.word == Command::Word::scenario ? joined_words(shipped_scenarios()) : std::string{};
}

/// What a second word may be, after a choice.
std::string second_words(Command const& command)
{
    if (command.name == "list") return joined_words(tables_in(shipped_library().tables));
    return command.name == "population" ? joined_words(shipped_scenarios()) : words_text(command);
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
    std::cout << R"(# foresight completion bash > /etc/bash_completion.d/foresight
_foresight()
{
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words=
    [ "$before" = "=" ] && before=${COMP_WORDS[COMP_CWORD-2]}
    [ "$word" = "=" ] && word=
    if [ "$COMP_CWORD" -eq 1 ]; then
)"
              << "        COMPREPLY=($(compgen -W \"" << command_names() << R"( --help --version" -- "$word"))
        return
    fi
    case $before in
)";
    for (auto const& [option, values] : known_values())
        std::cout << "    --" << option << ") COMPREPLY=($(compgen -W \"" << values << "\" -- \"$word\")); return ;;\n";
    std::cout << "    esac\n    case ${COMP_WORDS[1]} in\n    help) words=\"" << command_names() << "\" ;;\n";
    for (auto const& command : commands()) {
        std::cout << "    " << command.name << ")\n        case $word in\n        -*) words=\"" << options_text(command)
                  << "\" ;;\n        *) ";
        if (second_words(command) == words_text(command)) std::cout << "words=\"" << words_text(command) << "\"";
        else
            std::cout << "[ \"$COMP_CWORD\" -eq 2 ] && words=\"" << words_text(command) << "\" || words=\""
                      << second_words(command) << "\"";
        std::cout << " ;;\n        esac ;;\n";
    }
    std::cout << R"(    esac
    COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _foresight foresight
)";
}

void write_zsh()
{
    std::cout << "#compdef foresight\n# foresight completion zsh > a folder of $fpath, as _foresight\n_foresight() {\n "
                 " local -a commands=(\n";
    for (auto const& command : commands())
        std::cout << "    " << in_single_quotes(command.name + ":" + command.summary) << "\n";
    std::cout << "  )\n  if (( CURRENT == 2 )); then\n    _describe command commands\n    return\n  fi\n  case "
                 "$words[CURRENT-1] in\n";
    for (auto const& [option, values] : known_values())
        std::cout << "    --" << option << ") compadd -- " << values << "; return ;;\n";
    std::cout << "  esac\n  case $words[2] in\n";
    for (auto const& command : commands()) {
        std::cout << "    " << command.name << ")\n      if [[ $words[CURRENT] == -* ]]; then compadd -- "
                  << options_text(command) << "\n";
        if (second_words(command) != words_text(command))
            std::cout << "      elif (( CURRENT > 3 )); then compadd -- " << second_words(command) << "\n";
        auto const words = words_text(command);
        std::cout << "      else " << (words.empty() ? "" : "compadd -- " + words)
                  << (words.empty()                             ? "_files"
                      : command.word == Command::Word::scenario ? "; _files -g '*.yaml'"
                                                                : "")
                  << "\n      fi ;;\n";
    }
    std::cout << "  esac\n}\n_foresight \"$@\"\n";
}

void write_fish()
{
    std::cout << "# foresight completion fish > ~/.config/fish/completions/foresight.fish\n";
    auto const values_of = known_values();
    for (auto const& command : commands()) {
        auto const after = "complete -c foresight -n '__fish_seen_subcommand_from " + command.name + "'";
        std::cout << "complete -c foresight -n __fish_use_subcommand -f -a " << command.name << " -d "
                  << in_single_quotes(command.summary) << "\n";
        auto const options = options_of(command);
        for (auto const& option : options.options()) {
            std::cout << after << " -l " << option->long_name() << " -d " << in_single_quotes(option->description());
            for (auto const& [name, values] : values_of)
                if (option->long_name() == name) std::cout << " -x -a " << in_single_quotes(values);
            std::cout << "\n";
        }
        if (auto const words = words_text(command); !words.empty())
            std::cout << after << (command.word == Command::Word::scenario ? "" : " -f") << " -a "
                      << in_single_quotes(words) << "\n";
        if (second_words(command) != words_text(command))
            std::cout << after << " -f -a " << in_single_quotes(second_words(command)) << "\n";
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
            "write what a shell needs to complete commands and options",
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
