#include "engine/synthesis/sheet.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>

namespace foresight {

namespace {

/// The cells of a line, without the quotes around them.
void split(std::string_view line, std::vector<std::string_view>& cells)
{
    cells.clear();
    bool quoted = false;
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= line.size(); ++i) {
        if (i != line.size() && line[i] == '"') quoted = !quoted;
        if (i != line.size() && (line[i] != ',' || quoted)) continue;
        auto cell = line.substr(begin, i - begin);
        if (cell.size() > 1 && cell.front() == '"' && cell.back() == '"') cell = cell.substr(1, cell.size() - 2);
        cells.push_back(cell);
        begin = i + 1;
    }
}

InputError alone(Mistake mistake) { return InputError{std::vector{std::move(mistake)}}; }

std::string is_meant(std::string_view word, std::vector<std::string> const& known)
{
    auto const near = nearest(word, known);
    return near.empty() ? "" : "is '" + near + "' meant?";
}

}  // namespace

Sheet Sheet::read(std::string const& path)
{
    if (!std::filesystem::exists(path))
        throw alone({"population table '" + path + "' cannot be read",
                     "",
                     "add it to the folder that `population: {tables: ...}` names",
                     {path, 0, 0},
                     ""});
    Sheet sheet;
    sheet.file_ = std::make_shared<TextFile const>(TextFile::read(path, csv_bytes_at_most));
    std::vector<std::string_view> cells;
    for (int number = 1; number <= sheet.file_->lines(); ++number) {
        auto const line = sheet.file_->line(number);
        if (line.empty()) continue;
        split(line, cells);
        if (std::any_of(cells.begin(), cells.end(), [](auto cell) { return cell.find('"') != cell.npos; }))
            throw alone(sheet.file_->mistake(number, 1, characters(line), "a quote within a cell", "",
                                             "write an apostrophe: quotes stand around a cell only"));
        if (sheet.header_.empty()) {
            sheet.header_.assign(cells.begin(), cells.end());
            sheet.header_line_ = number;
            continue;
        }
        if (cells.size() != sheet.header_.size())
            throw alone(sheet.file_->mistake(number, 1, characters(line),
                                             std::to_string(cells.size()) + " cells, where the header has "
                                                 + std::to_string(sheet.header_.size())));
        sheet.cells_.insert(sheet.cells_.end(), cells.begin(), cells.end());
        sheet.lines_.push_back(number);
    }
    return sheet;
}

InputError Sheet::wrong(std::size_t row, std::size_t column, std::string problem, std::string suggestion) const
{
    auto const cell = text(row, column);
    auto const number = lines_[row];
    auto const offset = static_cast<std::size_t>(cell.data() - file_->line(number).data());
    return alone(file_->mistake(number, file_->column_of(number, offset), std::max(1, characters(cell)),
                                std::move(problem), "", std::move(suggestion)));
}

std::size_t Sheet::column(std::string_view name) const
{
    auto const found = std::find(header_.begin(), header_.end(), name);
    if (found == header_.end())
        throw alone(file_->mistake(header_line_, 1, characters(file_->line(header_line_)),
                                   "no column '" + std::string{name} + "'", "", is_meant(name, header_)));
    return static_cast<std::size_t>(found - header_.begin());
}

double Sheet::number(std::size_t row, std::size_t column) const
{
    auto const cell = text(row, column);
    double value = 0;
    auto const [end, problem] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (problem != std::errc{} || end != cell.data() + cell.size())
        throw wrong(row, column, in_quotes(cell) + " is not a number",
                    "column '" + header_[column] + "' holds numbers");
    return value;
}

std::size_t Sheet::one_of(std::size_t row, std::string_view column_name, std::vector<std::string> const& words) const
{
    auto const c = column(column_name);
    auto const found = std::find(words.begin(), words.end(), text(row, c));
    if (found == words.end())
        throw wrong(row, c, "unknown code " + in_quotes(text(row, c)) + " in '" + header_[c] + "'",
                    is_meant(text(row, c), words));
    return static_cast<std::size_t>(found - words.begin());
}

std::size_t Sheet::find(std::string_view column_name, std::string_view key) const
{
    auto const c = column(column_name);
    for (std::size_t row = 0; row != rows(); ++row)
        if (text(row, c) == key) return row;
    throw alone({"no row with " + std::string{column_name} + " '" + std::string{key} + "'",
                 "",
                 "every code must be there",
                 {file_->path(), 0, 0},
                 ""});
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
