#pragma once

#include "outputs/run_file/run_writer.hpp"
#include "outputs/tally/tally.hpp"
#include "tests/small_county.hpp"

// For the tests of outputs: tables in a few words, and a run of one without an engine.

namespace foresight {

inline TableDefinition small_table(std::string const& yaml)
{
    Mistakes mistakes;
    auto table = read_table(TextFile{"small.yaml", yaml}, mistakes);
    mistakes.refuse_if_any();
    return table;
}

/// Lives the months from `start` to before `end`: everybody ages not a day, and `each_month` says what happens.
template <class EachMonth>
std::vector<TableValues> lived(Population& population, std::vector<TableDefinition> const& tables, Month start,
                               Month end, EachMonth const& each_month)
{
    Tally tally{tables, start, end};
    population.clear_events();
    tally.begin(start - 1, population);
    for (auto month = start; month < end; month = month + 1) {
        each_month(month);
        tally.month_end(month, population);
        population.clear_events();
    }
    return tally.tables();
}

inline std::int64_t total(std::vector<std::int64_t> const& values)
{
    std::int64_t all = 0;
    for (auto const value : values) all += value;
    return all;
}

}  // namespace foresight
