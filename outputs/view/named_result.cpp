#include "outputs/view/named_result.hpp"

#include <algorithm>
#include <cmath>

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

std::string table_of_result(std::vector<TableDefinition> const& tables, std::string const& words)
{
    auto const name = words.substr(0, words.find('/'));
    auto const dot = std::min(name.find('.'), name.size());
    auto table = name.substr(0, dot);
    auto measure = name.substr(std::min(dot + 1, name.size()));
    std::vector<std::string> known;
    for (auto const& line : all_headlines()) {
        known.push_back(line.name);
        if (line.name != name) continue;
        table = line.table;
        measure = line.measure;
    }
    for (auto const& one : tables)
        for (auto const& of : one.measures)
            if (one.name == table && of.measure.name == measure) return table;
    auto const near = nearest(name, known);
    refuse("there is no result '" + name + "'", "a result is a headline, or a table and its measure with a dot",
           near.empty() ? "write social_care.gross_cost, or see foresight list tables"
                        : "did you mean '" + near + "'?");
}

void check_period(TableSchema const& table, std::string const& words)
{
    auto const slash = words.find('/');
    if (table.periods.empty())
        refuse("the run will have nothing of " + in_quotes(words.substr(0, slash)),
               "it is told by " + std::string{name_of(table.every)} + ", and none lies whole within the clock",
               "let the clock run longer, or ask for a result that is told more often");
    if (slash == std::string::npos) return;
    auto const name = words.substr(0, slash), wanted = words.substr(slash + 1);
    auto const& lines = all_headlines();
    auto const line = std::find_if(lines.begin(), lines.end(), [&](auto const& one) { return one.name == name; });
    auto const by = line == lines.end() ? table.every : line->by;
    std::vector<std::string> known;
    for (auto const& period : table.periods) known.push_back(period_of(by, period.first).label);
    if (std::find(known.begin(), known.end(), wanted) == known.end())
        refuse("no " + std::string{name_of(by)} + " " + in_quotes(wanted) + " of '" + name + "'",
               "the run will have " + known.front() + " to " + known.back(), did_you_mean(nearest(wanted, known)));
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

Precision precision_of(std::string const& words)
{
    auto const sign = words.rfind('=');
    auto number = sign == std::string::npos ? std::string{} : words.substr(sign + 1);
    Precision precision{words, words.substr(0, sign)};
    precision.relative = number.ends_with('%');
    if (precision.relative) number.pop_back();
    auto const read = read_number(number);
    if (!read.value || *read.value <= 0 || precision.result.empty())
        refuse("--precision takes a result, = and an error above nought, not '" + words + "'",
               "an error is a number, or a share of the mean with %",
               "write --precision 'social_care.gross_cost/2029-30=0.25%'");
    precision.amount = precision.relative ? *read.value / 100 : *read.value;
    return precision;
}

double error_against(RunReader const& run, Precision const& precision)
{
    auto const result = result_named(run, precision.result);
    auto const& table = run.table(result.line.table);
    auto const view = view_of(run, table, result.question());
    double most = 0;
    for (std::size_t row = 0; row != view.rows(); ++row) {
        auto const of = view.estimate(table.measure(result.line.measure), row);
        if (!of.has_bands) return no_number;
        auto const wanted = precision.relative ? precision.amount * std::abs(of.mean) : precision.amount;
        most = std::max(most, view.replication.caution() * of.error / wanted);
    }
    return most;
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
