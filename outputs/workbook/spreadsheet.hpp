#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <variant>
#include <vector>

/// A workbook as values, before any file: sheets of named tables, with formulas that know what they add up.
namespace foresight::spreadsheet {

/// How a cell is shown. What it holds is the number itself.
enum class Style {
    text,
    whole,
    tenths,
    hundredths,
    pounds,
    pence,
    per_cent,
    fine_per_cent,  ///< with two decimals
    general,        ///< of any size: six digits
    leading         ///< a number among words: at the left
};

/// Cells of a column of the formula's own table; rows are counted from 0 below the headings.
struct Range {
    std::size_t column = 0;
    std::size_t first_row = 0;
    std::size_t last_row = 0;
};

/// A sum of ranges, each added or taken off. Its value is worked out when the file is written, and stands beside it.
struct Formula {
    struct Term {
        Range range;
        bool taken_off = false;
    };
    std::vector<Term> terms;
    bool at_least_nought = false;  ///< what would be below nought is nought
};

/// A way to another sheet.
struct Link {
    std::string sheet;
    std::string text;
};

struct Cell {
    std::variant<std::string, double, Formula, Link> content{};
    Style style = Style::text;
};

struct Row {
    std::vector<Cell> cells{};
    bool total = false;  ///< shown in bold
};

/// A table that other programs find by its name.
struct Table {
    std::string name;   ///< letters and underlines
    std::string title;  ///< above it, where a sheet has several
    std::vector<std::string> headings;
    std::vector<Row> rows{};

    /// What a cell comes to: its number, or that of its formula; no number of a text.
    double value(std::size_t row, std::size_t column) const;
};

/// A line or bar for each of some columns of a table of the same workbook.
struct Chart {
    enum class Kind { lines, bars };
    struct Series {
        std::string name;
        std::size_t column = 0;
        bool is_band = false;  ///< drawn thinner, broken
        bool is_wide = false;  ///< the wider of two bands: dotted
    };
    Kind kind = Kind::lines;
    std::string title;
    std::string description;  ///< what it shows, for who cannot see it
    std::string sheet;
    std::size_t table = 0;  ///< of that sheet
    std::size_t first_row = 0;
    std::size_t last_row = 0;
    std::size_t categories = 0;  ///< their column
    std::string axis;            ///< what the values are
    Style style = Style::whole;
    std::vector<Series> series{};
};

struct Sheet {
    std::string name;
    std::string title;
    std::vector<std::string> notes{};  ///< a line each
    std::vector<Table> tables{};
    std::vector<Chart> charts{};
};

struct Workbook {
    std::string title;
    std::string subject;
    std::vector<Sheet> sheets{};
};

/// "£1,234", "12.5%": a number as a style shows it.
std::string shown(double number, Style style);

/// A text without what XML cannot hold, and no longer than a cell takes.
std::string clean(std::string const& text);

/// Writes it as XLSX under a passing name beside `path`, and gives it its name when it is whole. Equal workbooks are equal
/// bytes. Text never becomes a formula.
void write(Workbook const& workbook, std::string const& path);

}  // namespace foresight::spreadsheet
