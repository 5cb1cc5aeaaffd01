#include "engine/core/error.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "engine/core/plain_text.hpp"

namespace foresight {
namespace {

std::string sentence(Mistake const& mistake)
{
    auto text = mistake.problem;
    if (!mistake.reason.empty()) text += " (" + mistake.reason + ")";
    if (!mistake.suggestion.empty()) text += ". " + mistake.suggestion;
    return text;
}

std::size_t edit_distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i != a.size(); ++i) {
        auto diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j != b.size(); ++j) {
            auto const above = row[j + 1];
            row[j + 1] = std::min({above + 1, row[j] + 1, diagonal + (a[i] != b[j])});
            diagonal = above;
        }
    }
    return row.back();
}

}  // namespace

InputError::InputError(std::string const& message)
    : std::runtime_error{message}, mistakes_{Mistake{message, {}, {}, {}, {}, 1}}
{
}

InputError::InputError(std::vector<Mistake> mistakes)
    : std::runtime_error{mistakes.empty() ? "unknown mistake" : sentence(mistakes.front())},
      mistakes_{std::move(mistakes)}
{
}

void refuse(std::string problem, std::string reason, std::string suggestion)
{
    throw InputError{{Mistake{std::move(problem), std::move(reason), std::move(suggestion), {}, {}}}};
}

std::string render(InputError const& error)
{
    std::string text;
    for (auto const& mistake : error.mistakes()) {
        text += "error: " + mistake.problem + "\n";
        auto const& place = mistake.place;
        if (!place.file.empty()) {
            text += " --> " + place.file;
            if (place.line > 0)
                text += ":" + std::to_string(place.line) + ":" + std::to_string(std::max(1, place.column));
            text += "\n";
        }
        if (place.line > 0 && !mistake.line_text.empty()) {
            auto const number = std::to_string(place.line);
            auto const margin = std::string(number.size(), ' ');
            text += margin + " |\n" + number + " | " + mistake.line_text + "\n" + margin + " | ";
            auto const caret = mistake.caret > 0 ? mistake.caret : place.column;
            text += std::string(static_cast<std::size_t>(std::max(0, caret - 1)), ' ');
            text += std::string(static_cast<std::size_t>(std::max(1, mistake.width)), '^') + "\n";
        }
        if (!mistake.reason.empty()) text += "  = why: " + mistake.reason + "\n";
        if (!mistake.suggestion.empty()) text += "  = help: " + mistake.suggestion + "\n";
    }
    return made_plain(text);
}

std::string nearest(std::string_view word, std::vector<std::string> const& known)
{
    std::string best;
    auto least = std::max<std::size_t>(1, word.size() / 3) + 1;
    for (auto const& candidate : known)
        if (auto const distance = edit_distance(word, candidate); distance < least) {
            least = distance;
            best = candidate;
        }
    return best;
}

}  // namespace foresight
