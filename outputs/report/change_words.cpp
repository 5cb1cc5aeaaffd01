#include "outputs/report/change_words.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <sstream>

#include "outputs/report/notation.hpp"

namespace foresight {
namespace {

bool is_number(std::string const& word)
{
    return !word.empty() && std::all_of(word.begin(), word.end(), [](unsigned char c) { return std::isdigit(c); });
}

/// "65_up" as "65 and over", "18_64" as "18 to 64", "not_entitled" as "not entitled".
std::string code_in_words(std::string const& code)
{
    std::vector<std::string> parts;
    std::istringstream in{code};
    for (std::string part; std::getline(in, part, '_');) parts.push_back(part);
    std::string words;
    for (std::size_t i = 0; i != parts.size(); ++i) {
        bool const after_number = i > 0 && is_number(parts[i - 1]);
        if (after_number && parts[i] == "up") words += " and over";
        else if (after_number && is_number(parts[i])) words += " to " + parts[i];
        else words += (i == 0 ? "" : " ") + parts[i];
    }
    return words;
}

/// "care_group 65_up": a code says what it is of where it is no age.
std::string place_in_words(RunReader const& run, std::string const& said)
{
    auto const gap = said.rfind(' ');
    if (gap == std::string::npos) return said;
    auto dimension = said.substr(0, gap);
    auto const code = said.substr(gap + 1);
    std::replace(dimension.begin(), dimension.end(), ' ', '_');
    std::string label = code_in_words(dimension), words = code_in_words(code);
    for (auto const& table : run.tables())
        for (auto const& one : table.dimensions) {
            if (one.name != dimension) continue;
            auto const at = one.find(code);
            if (at == one.codes.size()) continue;
            label = one.label;
            words = one.codes[at].label;
        }
    for (auto* const text : {&label, &words})
        if (text->size() > 1 && std::islower(static_cast<unsigned char>((*text)[1])))
            (*text)[0] = static_cast<char>(std::tolower(static_cast<unsigned char>((*text)[0])));
    bool const says_of_what =
        std::isdigit(static_cast<unsigned char>(words[0])) || words.find(label) != std::string::npos;
    return says_of_what ? words : label + ": " + words;
}

}  // namespace

std::string with_months(std::string const& said)
{
    std::string text, word;
    std::istringstream in{said};
    while (in >> word) {
        int year = 0, month = 0, end = 0;
        bool const date =
            std::sscanf(word.c_str(), "%4d-%2d%n", &year, &month, &end) == 2 && end == 7 && month >= 1 && month <= 12;
        text += (text.empty() ? "" : " ") + (date ? month_in_words(Month::of(year, month)) + word.substr(7) : word);
    }
    return text;
}

std::string change_in_words(RunReader const& run, std::string const& said)
{
    auto const end = std::min(said.find(", "), said.size());
    auto text = with_months(said.substr(0, end));
    constexpr std::pair<char const*, char const*> signs[]{{"x ", "× "}, {"+ ", "plus "}, {"= ", "set to "}};
    for (auto const& [sign, words] : signs)
        if (text.starts_with(sign)) text = words + text.substr(2);
    for (auto at = end; at < said.size();) {
        auto const next = std::min(said.find(", ", at + 2), said.size());
        auto const part = said.substr(at + 2, next - at - 2);
        text += ", " + (part.starts_with("from ") ? with_months(part) : place_in_words(run, part));
        at = next;
    }
    return text;
}

std::string change_in_words(RunReader const& run, ChangeMade const& change)
{
    auto text = change_in_words(run, change.said);
    auto const& parameters = run.provenance().parameters.all();
    auto const found = parameters.find(change.parameter);
    double added = 0;
    if (found == parameters.end() || found->second.unit != "logit"
        || std::sscanf(change.said.c_str(), "+ %lf", &added) != 1)
        return text;
    constexpr double share = 0.7;
    double const then = 1 / (1 + (1 - share) / share * std::exp(-added));
    auto const points = share_of({}).of_differences().fitted_to(then - share);
    auto const number_ends = std::min(text.find(' ', std::string{"plus "}.size()), text.find(','));
    return text.insert(std::min(number_ends, text.size()),
                       " in log odds (at 70%, " + points.more_or_less(then - share) + ")");
}

std::string parameter_in_words(RunReader const& run, std::string const& name)
{
    auto const& parameters = run.provenance().parameters.all();
    auto const found = parameters.find(name);
    return found == parameters.end() || found->second.label.empty() ? name : short_label(found->second.label);
}

std::vector<ChangeMade> changes_of(RunReader const& base, RunReader const& other)
{
    auto const& theirs = base.provenance().changes;
    std::vector<ChangeMade> own;
    for (auto const& change : other.provenance().changes)
        if (std::none_of(theirs.begin(), theirs.end(), [&](auto const& one) {
                return one.parameter == change.parameter && one.said == change.said && one.place == change.place;
            }))
            own.push_back(change);
    return own;
}

}  // namespace foresight
