#include "engine/core/error.hpp"

#include <algorithm>
#include <map>
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

/// A letter without its case, as far as ASCII goes.
char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string small(std::string_view word)
{
    std::string text{word};
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return small(c); });
    return text;
}

using Letters = std::vector<std::string_view>;

/// The characters of a word, each of one to four bytes.
Letters letters_of(std::string_view word)
{
    Letters letters;
    for (std::size_t at = 0; at < word.size();) {
        letters.push_back(word.substr(at, std::max<std::size_t>(1, character_bytes(word, at))));
        at += letters.back().size();
    }
    return letters;
}

/// How many letters were left out, added, exchanged for others, or swapped with their neighbours (Damerau and
/// Levenshtein, no letter touched twice).
std::size_t edit_distance(Letters const& a, Letters const& b)
{
    std::vector<std::size_t> two_above(b.size() + 1);
    std::vector<std::size_t> above(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i != a.size(); ++i) {
        two_above.swap(above);
        above.swap(row);
        row[0] = i + 1;
        for (std::size_t j = 0; j != b.size(); ++j) {
            row[j + 1] = std::min({above[j + 1] + 1, row[j] + 1, above[j] + (a[i] != b[j])});
            bool const swapped = i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j];
            if (swapped) row[j + 1] = std::min(row[j + 1], two_above[j - 1] + 1);
        }
    }
    return row.back();
}

/// Nobody means a word as long as this by a mistake of a letter.
constexpr std::size_t letters_at_most = 120;

/// More than this many of one kind in one file help nobody: a separator is wrong in every line, and mended in one go.
constexpr std::size_t mistakes_shown = 20;

/// One mistake: "error: ...", " --> file:line:column", the line, a caret, why, help.
std::string render_one(Mistake const& mistake, std::string_view head)
{
    auto text = std::string{head} + ": " + mistake.problem + "\n";
    auto const& place = mistake.place;
    if (!place.file.empty()) {
        text += " --> " + place.file;
        if (place.line > 0) text += ":" + std::to_string(place.line) + ":" + std::to_string(std::max(1, place.column));
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
    return text;
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
    std::map<std::pair<std::string, std::string>, std::size_t> told;  // by file, and by reason
    for (auto const& mistake : error.mistakes())
        if (++told[{mistake.place.file, mistake.reason}] <= mistakes_shown) text += render_one(mistake, "error");
    for (auto const& [kind, count] : told) {
        auto const& [file, reason] = kind;
        if (count <= mistakes_shown) continue;
        text += "error: and " + std::to_string(count - mistakes_shown) + " more" + (file.empty() ? "" : " in " + file)
                + " for the same reason\n";
        if (!reason.empty()) text += "  = why: " + reason + "\n";
        text += "  = help: mend the first ones first\n";
    }
    return made_plain(text);
}

std::string render_warnings(std::vector<Mistake> const& warnings)
{
    std::string text;
    for (auto const& warning : warnings) text += render_one(warning, "warning");
    return made_plain(text);
}

std::string nearest(std::string_view word, std::vector<std::string> const& known)
{
    std::string best;
    if (word.size() > letters_at_most) return best;
    auto const wanted_word = small(word);
    auto const wanted = letters_of(wanted_word);
    auto least = std::max<std::size_t>(1, wanted.size() / 3) + 1;
    for (auto const& candidate : known) {
        auto const known_word = small(candidate);
        auto const letters = letters_of(known_word);
        if (letters.size() + least <= wanted.size() || wanted.size() + least <= letters.size()) continue;
        if (auto const distance = edit_distance(wanted, letters); distance < least) {
            least = distance;
            best = candidate;
        }
    }
    return best;
}

std::string nearest_by_label(std::string_view word, std::vector<Labelled> const& known)
{
    std::vector<std::string> keys;
    std::vector<std::string> labels;
    for (auto const& one : known) {
        if (!one.label.empty() && small(one.label) == small(word)) return one.key;
        keys.push_back(one.key);
        labels.push_back(one.label);
    }
    if (auto key = nearest(word, keys); !key.empty()) return key;
    auto const begins = [&](Labelled const& one) {
        return word.size() > 2 && small(one.label).starts_with(small(word));
    };
    if (std::count_if(known.begin(), known.end(), begins) == 1)
        return std::find_if(known.begin(), known.end(), begins)->key;
    auto const label = nearest(word, labels);
    auto const found = std::find(labels.begin(), labels.end(), label);
    return label.empty() ? std::string{} : keys[static_cast<std::size_t>(found - labels.begin())];
}

std::string did_you_mean(std::string const& near, std::string otherwise)
{
    return near.empty() ? std::move(otherwise) : "did you mean '" + near + "'?";
}

}  // namespace foresight
