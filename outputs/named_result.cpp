#include "outputs/named_result.hpp"

#include <algorithm>

#include "engine/core/error.hpp"
#include "engine/io/literal.hpp"

namespace foresight {
namespace {

/// table.measure of a table that is no headline; by its own cadence.
bool find_in_tables(RunReader const& run, std::string_view name, Headline& line)
{
    auto const dot = name.find('.');
    if (dot == std::string_view::npos || !run.has(name.substr(0, dot))) return false;
    auto const& table = run.table(name.substr(0, dot));
    auto const measure = table.measure(std::string{name.substr(dot + 1)});
    if (measure == table.measures.size()) return false;
    line = {table.label, table.measures[measure].label, table.name, table.measures[measure].name, table.every};
    return true;
}

}  // namespace

Question NamedResult::question() const
{
    Question question{{std::string{name_of(line.by)}}, {}};
    if (!period.empty()) question.where.emplace_back(name_of(line.by), period);
    return question;
}

std::vector<std::string> result_names(RunReader const& run)
{
    std::vector<std::string> names;
    for (auto const& line : headlines_of(run)) names.push_back(line.name);
    return names;
}

NamedResult result_named(RunReader const& run, std::string_view words)
{
    auto const slash = words.find('/');
    std::string const name{words.substr(0, slash)};
    NamedResult result;
    auto const lines = headlines_of(run);
    auto const found = std::find_if(lines.begin(), lines.end(), [&](auto const& line) { return line.name == name; });
    if (found != lines.end()) result.line = *found;
    else if (!find_in_tables(run, name, result.line)) {
        auto const known = result_names(run);
        auto const near = nearest(name, known);
        std::string all;
        for (auto const& one : known) all += (all.empty() ? "" : ", ") + one;
        refuse("there is no result '" + name + "'", "results are " + all + ", or a table and its measure with a dot",
               near.empty() ? std::string{} : "did you mean '" + near + "'?");
    }
    // A year may itself be written with a slash, as the school year 2023/24.
    if (slash != std::string_view::npos) result.period = words.substr(slash + 1);
    view_of(run, run.table(result.line.table), result.question());
    return result;
}

Limit limit_of(RunReader const& run, std::string const& words)
{
    auto const sign = words.find_first_of("<>");
    Limit limit;
    limit.words = words;
    auto number = sign == std::string::npos ? std::string{} : words.substr(sign + 1);
    limit.relative = number.ends_with('%');
    if (limit.relative) number.pop_back();
    if (number.starts_with('+')) number.erase(0, 1);
    auto const read = read_number(number);
    if (!read.value)
        refuse("--fail-on takes a result, < or >, and a difference, not '" + words + "'",
               "a difference is a number, or a share of the first run with %",
               "write --fail-on 'social_care.gross_cost>+2%'");
    limit.result = result_named(run, std::string_view{words}.substr(0, sign));
    limit.above = words[sign] == '>';
    limit.amount = limit.relative ? *read.value / 100 : *read.value;
    return limit;
}

}  // namespace foresight
