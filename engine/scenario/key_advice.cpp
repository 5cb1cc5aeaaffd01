#include "engine/scenario/key_advice.hpp"

#include <algorithm>
#include <cctype>
#include <initializer_list>

#include "engine/io/literal.hpp"
#include "engine/scenario/grammar.hpp"

namespace foresight {
namespace {

constexpr double no_end = 1e299;  ///< ranges that are not said end at 1e300

std::string_view first_sentence(std::string_view text)
{
    auto const sentence = text.substr(0, std::min(text.find(". "), text.find("; see below")));
    return sentence.ends_with('.') ? sentence.substr(0, sentence.size() - 1) : sentence;
}

/// What has no key of its own: a whole file, an item of a list, a value in a map.
struct Keyless {
    std::string_view what;
    std::string_view reason;
    std::string_view example;
};
constexpr Keyless keyless[]{
    {"a scenario", "a scenario says what it is by keys, the first of which is `schema`",
     "schema: foresight-scenario/1"},
    {"a change", "a change says which parameter becomes what", "{parameter: fuel_poverty/tariffs/cap, scale: 1.1}"},
    {"a distribution", "it is called by its name, and has two numbers", "{normal: [1, 0.1]}"},
    {"a parameter book", "a book says what it is by keys, the first of which is `schema`",
     "schema: foresight-parameters/1"},
    {"the value", "it is the value of the parameter, of every cell", "value: 3.2"},
    {"a date of `dated`", "each value holds from its month on", "dated: {2021-04: 12345, 2022-04: 12600}"},
    {"the folder of `tables`", "people are made of a folder of published tables", "tables: population"},
    {"a code of `where`", "codes say which cells of the parameter are changed", "where: {sex: female}"},
};

Advice advice_of(std::string_view what, std::initializer_list<std::string_view> parts)
{
    for (auto const& one : keyless)
        if (one.what == what) return {std::string{one.reason}, std::string{one.example}};
    auto const opening = what.find('`');
    if (opening == std::string_view::npos) return {};
    auto const word = what.substr(opening + 1, what.find('`', opening + 1) - opening - 1);
    for (auto const& key : grammar()) {
        if (key.name != word || std::find(parts.begin(), parts.end(), key.section) == parts.end()) continue;
        std::string meaning{first_sentence(key.meaning)};
        meaning.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(meaning.front())));
        return {"`" + std::string{word} + "`: " + meaning, std::string{key.example}};
    }
    return {};
}

}  // namespace

Advice advice_on_scenario(std::string_view what)
{
    return advice_of(what, {"scenario", "clock", "population", "replicates", "change"});
}

Advice advice_on_book(std::string_view what) { return advice_of(what, {"book", "parameter"}); }

std::string write_a_number_within(double low, double high)
{
    if (low < -no_end && high > no_end) return "write a number";
    if (high > no_end) return "write a number from " + number_text(low) + " on";
    if (low < -no_end) return "write a number up to " + number_text(high);
    return "write a number from " + number_text(low) + " to " + number_text(high);
}

}  // namespace foresight
