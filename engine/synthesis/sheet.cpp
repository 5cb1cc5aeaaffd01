#include "engine/synthesis/sheet.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>

#include "engine/core/error.hpp"

namespace foresight {

namespace {

std::vector<std::string> cells_of(std::string const& line)
{
    std::vector<std::string> cells(1);
    bool quoted = false;
    for (char const c : line) {
        if (c == '"') quoted = !quoted;
        else if (c == ',' && !quoted) cells.emplace_back();
        else if (c != '\r') cells.back() += c;
    }
    return cells;
}

InputError wrong(std::string problem, std::string suggestion, Place place, std::string line = {})
{
    return InputError{
        std::vector{Mistake{std::move(problem), "", std::move(suggestion), std::move(place), std::move(line)}}};
}

}  // namespace

Sheet Sheet::read(std::string const& path)
{
    std::ifstream file{path};
    if (!file)
        throw wrong("population table '" + path + "' cannot be read",
                    "add it to the folder that `population: {tables: ...}` names", {path, 0, 0});
    Sheet sheet;
    sheet.path_ = path;
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
        if (line.empty()) continue;
        auto cells = cells_of(line);
        if (sheet.header_.empty()) {
            sheet.header_ = std::move(cells);
            continue;
        }
        if (cells.size() != sheet.header_.size())
            throw wrong(std::to_string(cells.size()) + " cells, where the header has "
                            + std::to_string(sheet.header_.size()),
                        "", {path, number, 1}, line);
        sheet.cells_.push_back(std::move(cells));
    }
    return sheet;
}

bool Sheet::has(std::string_view name) const
{
    return std::find(header_.begin(), header_.end(), name) != header_.end();
}

std::size_t Sheet::column(std::string_view name) const
{
    auto const found = std::find(header_.begin(), header_.end(), name);
    if (found == header_.end()) {
        auto const near = nearest(name, header_);
        throw wrong("no column '" + std::string{name} + "'", near.empty() ? "" : "is '" + near + "' meant?",
                    {path_, 1, 1});
    }
    return static_cast<std::size_t>(found - header_.begin());
}

double Sheet::number(std::size_t row, std::size_t column) const
{
    auto const& cell = cells_[row][column];
    double value = 0;
    auto const [end, problem] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (problem != std::errc{} || end != cell.data() + cell.size())
        throw wrong("'" + cell + "' is not a number", "column '" + header_[column] + "' holds numbers",
                    {path_, static_cast<int>(row) + 2, 1});
    return value;
}

std::size_t Sheet::find(std::string_view column_name, std::string_view key) const
{
    auto const c = column(column_name);
    for (std::size_t row = 0; row != rows(); ++row)
        if (cells_[row][c] == key) return row;
    throw wrong("no row with " + std::string{column_name} + " '" + std::string{key} + "'", "every code must be there",
                {path_, 0, 0});
}

std::size_t Sheet::at_most(std::string_view column_name, double value, std::size_t first, std::size_t last) const
{
    auto const c = column(column_name);
    auto found = first;
    for (auto row = first; row < std::min(last, rows()); ++row)
        if (number(row, c) <= value) found = row;
    return found;
}

}  // namespace foresight
