#pragma once

#include <optional>
#include <string>
#include <vector>

#include "outputs/answers/finance.hpp"
#include "outputs/answers/study.hpp"
#include "outputs/view/headlines.hpp"
#include "outputs/workbook/spreadsheet.hpp"
#include "outputs/workbook/workbook.hpp"

/// The sheets of a workbook, one maker each, and what they are made of.
namespace foresight::workbook {

/// What a sheet shows instead of a number, as government statisticians write it.
namespace shorthand {
inline constexpr char const* confidential = "[c]";
inline constexpr char const* not_available = "[x]";
inline constexpr char const* not_applicable = "[z]";
}  // namespace shorthand

/// What all sheets are made of.
struct Source {
    RunReader const& run;
    Request const& request;
    std::optional<FinanceView> finance{};  ///< nothing where the run lacks its tables
};

spreadsheet::Sheet cover(Source const& source);
spreadsheet::Sheet contents(std::vector<spreadsheet::Sheet> const& others);
spreadsheet::Sheet summary(Source const& source);
spreadsheet::Sheet bridge(Source const& source);
spreadsheet::Sheet monthly(Source const& source);
spreadsheet::Sheet annual(Source const& source);
spreadsheet::Sheet activity(Source const& source);
spreadsheet::Sheet prices(Source const& source);
spreadsheet::Sheet income(Source const& source);
spreadsheet::Sheet sensitivity(Source const& source);
spreadsheet::Sheet scenarios(Source const& source);
spreadsheet::Sheet assumptions(Source const& source);
spreadsheet::Sheet validation(Source const& source);
spreadsheet::Sheet data_dictionary(Source const& source);

/// How a measure's numbers are shown, and its error, which is finer.
spreadsheet::Style style_of(Measure const& measure);
spreadsheet::Style style_of_error(spreadsheet::Style style);
/// "GBP per week", "per cent"
std::string unit_of(Measure const& measure);
/// "30 June 2024" of a stock, "July 2023 to June 2024" of a flow; other cadences by their label.
std::string period_text(Every every, MeasureKind kind, std::string const& label);

/// A number, or the shorthand of why there is none.
spreadsheet::Cell number(double value, spreadsheet::Style style, char const* otherwise = shorthand::not_applicable);
spreadsheet::Cell text(std::string words);
/// "=F18-F19+F20": single cells of one column.
struct Signed {
    std::size_t row = 0;
    bool taken_off = false;
};
spreadsheet::Cell formula(std::size_t column, std::vector<Signed> const& cells, spreadsheet::Style style);
spreadsheet::Cell sum(std::size_t column, std::size_t first_row, std::size_t last_row, spreadsheet::Style style);

/// Headings of a mean and what goes with it, in the order of `estimate_cells`.
std::vector<std::string> with_estimate_headings(std::vector<std::string> first);
inline constexpr std::size_t estimate_columns = 6;
/// A mean, its error and its bands behind what a row holds already; `otherwise` stands where a number is missing.
void add_estimate(spreadsheet::Row& row, Estimate const& of, spreadsheet::Style style,
                  char const* otherwise = shorthand::not_applicable);
/// The same with a formula for the mean.
void add_estimate(spreadsheet::Row& row, spreadsheet::Cell mean, Estimate const& of, spreadsheet::Style style);

/// Headings of the 95 per cent interval of a mean itself, where `estimate_cells` hold that of another future.
inline constexpr char const* mean_low = "Mean: 95% low";
inline constexpr char const* mean_high = "Mean: 95% high";
void add_interval_of_mean(spreadsheet::Row& row, Estimate const& of, spreadsheet::Style style);

/// The headlines of a run against its baseline, first of all the clearest: as a table, and as a sentence.
spreadsheet::Table effects(RunReader const& baseline, RunReader const& run);
std::string clearest_effect(RunReader const& baseline, RunReader const& run);

/// Adds what the studies of these kinds say, a table a result.
void add_studies(spreadsheet::Sheet& sheet, Source const& source, std::vector<Study::Kind> const& kinds);

/// Words with a comma between.
std::string joined(std::vector<std::string> const& words);

/// A line of words for a table that has no row: a table cannot be empty.
void fill_if_empty(spreadsheet::Table& table, std::string const& words);
/// How the intervals are to be read, or why there are none.
std::string note_on_intervals(RunReader const& run);

}  // namespace foresight::workbook
