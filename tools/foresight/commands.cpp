#include "tools/foresight/commands.hpp"

#include <algorithm>

#include "engine/core/error.hpp"
#include "engine/io/literal.hpp"
#include "engine/io/text_file.hpp"

namespace foresight {
namespace {

constexpr int style = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;

[[noreturn]] void refuse_option(Command const& command, std::string const& option)
{
    std::vector<std::string> known;
    auto const options = options_of(command);
    for (auto const& each : options.options()) known.push_back("--" + each->long_name());
    auto near = nearest(option, known);
    // A beginning of an option is the commonest mistake; it is not guessed, but told.
    if (near.empty() && option.size() > 3) {
        auto const longer =
            std::find_if(known.begin(), known.end(), [&](std::string const& name) { return name.starts_with(option); });
        if (longer != known.end()) near = *longer;
    }
    refuse("unknown option '" + option + "'", "`foresight " + command.name + "` has none of that name",
           near.empty() ? "see foresight " + command.name + " --help" : "did you mean '" + near + "'?");
}

/// Options that take a whole number: Boost would take -1 for four thousand million.
struct WholeNumber {
    std::string_view option;
    std::int64_t least;
    std::int64_t most;
};
constexpr WholeNumber whole_numbers[]{
    {"replicates", 1, 100'000}, {"points", 1, 100'000}, {"seed", 0, 4'294'967'295}, {"threads", 1, 1024}};

void check_number(WholeNumber const& wanted, std::string const& text)
{
    auto const number = read_integer(text);
    if (number && *number.value >= wanted.least && *number.value <= wanted.most) return;
    refuse("--" + std::string{wanted.option} + " " + in_quotes(text) + ": it takes a whole number from "
               + std::to_string(wanted.least) + " to " + std::to_string(wanted.most),
           number.problem, number.suggestion);
}

void check_sample(std::string const& text)
{
    auto const sample = read_sample(text);
    if (!sample) refuse("--sample " + in_quotes(text) + ": " + sample.problem, {}, sample.suggestion);
}

void check_values(po::parsed_options const& line)
{
    for (auto const& said : line.options) {
        if (said.value.empty()) continue;
        for (auto const& wanted : whole_numbers)
            if (wanted.option == said.string_key) check_number(wanted, said.value.front());
        if (said.string_key == "sample") check_sample(said.value.front());
    }
}

}  // namespace

std::vector<Command> const& commands()
{
    // One a line, in the order in which help shows them.
    // clang-format off
    static std::vector<Command> const all{
        init_command(),
        run_command(),
        check_command(),
        explain_command(),
        list_command(),
        show_command(),
        compare_command(),
        finance_command(),
        report_command(),
        export_command(),
        sensitivity_command(),
        sweep_command(),
        attribute_command(),
        bridge_command(),
        why_command(),
        trace_command(),
        qa_command(),
        digest_command(),
        verify_command(),
        replay_command(),
        population_command(),
        completion_command(),
    };
    // clang-format on
    return all;
}

po::options_description options_of(Command const& command)
{
    po::options_description all{"Options"};
    if (command.options) command.options(all.add_options());
    all.add_options()("help,h", "show this");
    return all;
}

Arguments parse(Command const& command, std::vector<std::string> const& line)
{
    auto const shown = options_of(command);
    po::options_description all;
    all.add(shown).add_options()("word", po::value<std::vector<std::string>>());
    po::positional_options_description words;
    words.add("word", -1);
    Arguments arguments;
    arguments.line = line;
    try {
        auto const parsed = po::command_line_parser{line}.options(all).positional(words).style(style).run();
        check_values(parsed);
        po::store(parsed, arguments.options);
        po::notify(arguments.options);
    } catch (po::unknown_option const& error) {
        refuse_option(command, error.get_option_name());
    } catch (po::error const& error) {
        refuse(error.what(), {}, "see foresight " + command.name + " --help");
    }
    arguments.words = arguments.value<std::vector<std::string>>("word");
    if (arguments.has("help")) return arguments;
    if (arguments.words.size() < command.least)
        refuse("`foresight " + command.name + "` needs " + command.words, {},
               "try: " + command.example.substr(0, command.example.find('\n')));
    if (arguments.words.size() > command.most)
        refuse("unexpected '" + arguments.words[command.most] + "'",
               "`foresight " + command.name + "` takes " + (command.words.empty() ? "no words" : command.words),
               "see foresight " + command.name + " --help");
    return arguments;
}

}  // namespace foresight
