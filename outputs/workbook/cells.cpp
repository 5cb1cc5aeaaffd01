#include <cmath>

#include "outputs/workbook/sheets.hpp"

namespace foresight::workbook {

using spreadsheet::Cell;
using spreadsheet::Style;

Style style_of(Measure const& measure)
{
    if (measure.unit == "share") return Style::per_cent;
    bool const money = measure.unit.starts_with("GBP");
    if (measure.kind == MeasureKind::ratio) return money ? Style::pence : Style::hundredths;
    return money ? Style::pounds : Style::whole;
}

Style style_of_error(Style style)
{
    switch (style) {
    case Style::whole: return Style::tenths;
    case Style::per_cent: return Style::fine_per_cent;
    default: return style;
    }
}

std::string unit_of(Measure const& measure) { return measure.unit == "share" ? "per cent" : measure.unit; }

std::string period_text(Every every, MeasureKind kind, std::string const& label)
{
    if (every == Every::year && kind == MeasureKind::flow) return "Year to 30 June " + label;
    return every == Every::year ? "30 June " + label : label;
}

Cell number(double value, Style style, char const* otherwise)
{
    if (std::isfinite(value)) return {value, style};
    return {std::string{otherwise}, style};
}

Cell text(std::string words) { return {std::move(words), Style::text}; }

Cell formula(std::size_t column, std::vector<Signed> const& cells, Style style)
{
    spreadsheet::Formula made;
    for (auto const& [row, taken_off] : cells) made.terms.push_back({{column, row, row}, taken_off});
    return {made, style};
}

Cell sum(std::size_t column, std::size_t first_row, std::size_t last_row, Style style)
{
    return {spreadsheet::Formula{{{{column, first_row, last_row}, false}}}, style};
}

std::vector<std::string> with_estimate_headings(std::vector<std::string> first)
{
    first.insert(first.end(), {"Mean", "Monte Carlo error", "80% low", "80% high", "95% low", "95% high"});
    return first;
}

namespace {

void add_uncertainty(spreadsheet::Row& row, Estimate const& of, Style style, char const* otherwise)
{
    if (!of.has_bands) otherwise = shorthand::not_available;
    auto const known = [&](double value, Style how) {
        row.cells.push_back(number(of.has_bands ? value : no_number, how, otherwise));
    };
    known(of.error, style_of_error(style));
    for (double const end : {of.eighty.low, of.eighty.high, of.ninety_five.low, of.ninety_five.high}) known(end, style);
}

}  // namespace

void add_estimate(spreadsheet::Row& row, Estimate const& of, Style style, char const* otherwise)
{
    row.cells.push_back(number(of.mean, style, otherwise));
    add_uncertainty(row, of, style, otherwise);
}

void add_estimate(spreadsheet::Row& row, Cell mean, Estimate const& of, Style style)
{
    row.cells.push_back(std::move(mean));
    add_uncertainty(row, of, style, shorthand::not_applicable);
}

void add_interval_of_mean(spreadsheet::Row& row, Estimate const& of, Style style)
{
    for (double const end : {of.ninety_five.low, of.ninety_five.high})
        row.cells.push_back(number(of.has_bands ? end : no_number, style, shorthand::not_available));
}

std::string joined(std::vector<std::string> const& words)
{
    std::string all;
    for (auto const& one : words) all += (all.empty() ? "" : ", ") + one;
    return all;
}

void fill_if_empty(spreadsheet::Table& table, std::string const& words)
{
    if (!table.rows.empty()) return;
    spreadsheet::Row row;
    row.cells.push_back(text(words));
    while (row.cells.size() < table.headings.size()) row.cells.push_back(text(shorthand::not_applicable));
    table.rows.push_back(std::move(row));
}

std::string note_on_intervals(RunReader const& run)
{
    if (Replication{run.provenance().replicates}.independent() < 2)
        return "The run has one replicate, and therefore no interval: [x] stands for what more replicates would tell.";
    return "80 and 95 per cent of futures fall between low and high. The Monte Carlo error is that of the mean of "
           + std::to_string(run.replicates()) + " replicates. Bands do not add up; totals have their own.";
}

}  // namespace foresight::workbook
