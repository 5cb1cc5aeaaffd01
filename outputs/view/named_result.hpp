#pragma once

#include <string>
#include <string_view>

#include "outputs/tally/table_definition.hpp"
#include "outputs/view/headlines.hpp"

namespace foresight {

/// A number that people call by a name: social_care.gross_cost, or social_care.gross_cost/2029-30; of any table that
/// is there, as table.measure.
struct NamedResult {
    Headline line;
    std::string period{};  ///< a code of the line's cadence; empty: all of them

    /// The sum over all that a table tells apart but the period.
    Question question() const;
};

/// Refuses a result, such as social_care.gross_cost/2029-30, of a period that its table will not have.
void check_period(TableSchema const& table, std::string const& words);

/// Throws an InputError with the nearest name where a run has no such result, or not of that period.
NamedResult result_named(RunReader const& run, std::string_view words);

/// The table that a result is of, before there is a run. Throws an InputError with the nearest name where none of these
/// tables has it.
std::string table_of_result(std::vector<TableDefinition> const& tables, std::string const& words);

/// The names of the headlines that a run has.
std::vector<std::string> result_names(RunReader const& run);

/// What a difference must not do: 'social_care.gross_cost>+2%', 'fuel_poverty.lilee_rate/2030<-0.01'.
struct Limit {
    std::string words;
    NamedResult result;
    bool above = true;      ///< it may not be above; else not below
    bool relative = false;  ///< in parts of the first run's mean
    double amount = 0;
};

/// Throws an InputError where the words say something else.
Limit limit_of(RunReader const& run, std::string const& words);

/// How small the Monte Carlo error of a result is wanted: 'social_care.gross_cost/2029-30=0.25%', or an amount.
struct Precision {
    std::string words;
    std::string result;  ///< name and period
    bool relative = false;
    double amount = 0;
};

/// Throws an InputError where the words say something else.
Precision precision_of(std::string const& words);

/// How far a run is from it: the greatest error of the result over its periods, in parts of what is wanted, as great as it
/// may be with 80 per cent confidence (`Replication::caution`). No number where there is no error.
double error_against(RunReader const& run, Precision const& precision);

}  // namespace foresight
