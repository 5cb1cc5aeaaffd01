#include <algorithm>
#include <cstdio>
#include <map>

#include "engine/io/literal.hpp"
#include "outputs/report/sections.hpp"

namespace foresight {
namespace {

/// How sure a value is. What the scenario changes comes first, then the least sure: a reader looks for those.
struct Certainty {
    char const* word;
    char const* mark;
    char const* meaning;
};

constexpr Certainty certainties[]{
    {certainty_of_a_change, "◇ scenario", "what the scenario changes: its source says why, and what it was before"},
    {"assumed", "▲ assumed", "nobody has measured it: somebody's judgement"},
    {"recalled", "◆ recalled", "from memory of a publication that was not opened again"},
    {"inferred", "● inferred", "follows from what was read, by an argument that is stated"},
    {"derived", "● derived", "reckoned from published numbers"},
    {"read", "● read", "stands in the publication that is named"},
    {"definition", "○ definition", "cannot be otherwise: a convention, a switch, a seed"},
};

std::size_t place_of(std::string const& certainty)
{
    std::size_t at = 0;
    while (at != std::size(certainties) && certainties[at].word != certainty) ++at;
    return at;
}

std::string in_short(std::vector<double> const& values)
{
    if (values.size() == 1) return number_text(values.front());
    auto const [least, most] = std::minmax_element(values.begin(), values.end());
    if (*least == *most) return number_text(*least) + " (all of " + std::to_string(values.size()) + ")";
    return number_text(*least) + " to " + number_text(*most) + " (" + std::to_string(values.size()) + " values)";
}

std::string value_of(Parameter const& parameter, Month start, Month end)
{
    auto const& at_first = parameter.at(start);
    auto const& at_last = parameter.at(end - 1);
    auto text = in_short(at_first);
    if (at_first != at_last) text += "; at the end " + in_short(at_last);
    return text;
}

/// What a draw is to the value that it is drawn for: "× " of a factor; nothing of the value itself.
std::string sign_of(Parameter const& parameter, Drawn const& drawn)
{
    auto uncertain = drawn.address == drawn.parameter ? parameter.uncertain : std::nullopt;
    bool of_a_change = false;
    for (auto const& change : parameter.adjustments)
        if (!uncertain && change.uncertain && address_of(drawn.parameter, change) == drawn.address) {
            uncertain = change.uncertain;
            of_a_change = true;
        }
    if (!uncertain) return {};
    switch (uncertain->as) {
    case Uncertainty::As::value: return {};
    case Uncertainty::As::factor: return of_a_change ? "the change × " : "× ";
    case Uncertainty::As::exponent: return "to the power of ";
    }
    return {};
}

/// What was drawn for the uncertain values of a parameter.
std::string drawn_for(std::string const& name, Parameter const& parameter, std::vector<Drawn> const& all)
{
    std::string text;
    for (auto const& drawn : all)
        if (drawn.parameter == name && !drawn.values.empty()) {
            auto const [least, most] = std::minmax_element(drawn.values.begin(), drawn.values.end());
            char range[80];
            std::snprintf(range, sizeof range, "%.4g to %.4g", *least, *most);
            text += (text.empty() ? "" : "; ") + sign_of(parameter, drawn) + range;
        }
    return text.empty() ? "fixed" : text;
}

}  // namespace

ReportSection assumptions(RunsOfReport const& runs)
{
    ReportSection section{"assumptions", "What is assumed, and on what evidence", {}, {}, {}, {}, {}, {}};
    auto const& origin = runs.subject().provenance();
    std::vector<std::pair<std::string, Parameter const*>> all;
    std::map<std::string, std::size_t> count, uncertain;
    for (auto const& [name, parameter] : origin.parameters.all()) {
        all.emplace_back(name, &parameter);
        ++count[parameter.certainty];
        if (drawn_for(name, parameter, origin.drawn) != "fixed") ++uncertain[parameter.certainty];
    }
    std::stable_sort(all.begin(), all.end(), [](auto const& a, auto const& b) {
        return place_of(a.second->certainty) < place_of(b.second->certainty);
    });
    section.paragraphs.push_back(
        (runs.others.empty() ? std::string{} : "Of “" + runs.name_of_subject() + "”. ")
        + "Everything that the projection takes as given, with its source. × before what was drawn: the value is "
          "multiplied by it. What is marked ▲ assumed or ◆ recalled is no "
          "evidence: a decision that hangs on it wants a better source first.");
    ReportTable by_certainty{"How well founded the " + std::to_string(all.size()) + " parameters are",
                             {"Certainty", "What that means", "Parameters", "Of them drawn anew at each point"},
                             {},
                             2};
    for (auto const& certainty : certainties)
        if (count.contains(certainty.word))
            by_certainty.rows.push_back({certainty.mark, certainty.meaning, std::to_string(count[certainty.word]),
                                         std::to_string(uncertain[certainty.word])});
    section.tables.push_back(std::move(by_certainty));
    ReportTable table{"All parameters, the least certain first",
                      {"What it is", "Value", "Certainty", "Drawn in this run", "Source", "Name, and where it was set"},
                      {},
                      6,
                      true};
    for (auto const& [name, parameter] : all) {
        auto const at = place_of(parameter->certainty);
        auto value = value_of(*parameter, origin.start, origin.end);
        if (!parameter->unit.empty()) value += ", " + parameter->unit;
        table.rows.push_back({parameter->label, value,
                              at == std::size(certainties) ? parameter->certainty : certainties[at].mark,
                              drawn_for(name, *parameter, origin.drawn), parameter->source,
                              name + (parameter->set_by.empty() ? "" : " (" + parameter->set_by.back() + ")")});
    }
    section.appendices.push_back(std::move(table));
    return section;
}

}  // namespace foresight
