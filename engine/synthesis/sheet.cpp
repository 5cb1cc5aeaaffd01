#include "engine/synthesis/sheet.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>

namespace foresight {

namespace {

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
    Mistakes mistakes;
    auto file = read_csv(path, mistakes);
    mistakes.refuse_if_any();
    return Sheet{std::move(file)};
}

InputError Sheet::wrong(std::size_t row, std::size_t column, std::string problem, std::string suggestion) const
{
    auto const& [line, cells] = file_.rows[row];
    return alone(file_.mistake(line, cells[column], std::move(problem), "", std::move(suggestion)));
}

std::size_t Sheet::column(std::string_view name) const
{
    auto const found = file_.column(name);
    if (found < 0) {
        std::vector<std::string> known;
        for (auto const& cell : file_.header) known.push_back(cell.text);
        throw alone(
            file_.mistake(1, file_.header.front(), "no column '" + std::string{name} + "'", "", is_meant(name, known)));
    }
    return static_cast<std::size_t>(found);
}

double Sheet::number(std::size_t row, std::size_t column) const
{
    auto const& cell = text(row, column);
    double value = 0;
    auto const [end, problem] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (problem != std::errc{} || end != cell.data() + cell.size())
        throw wrong(row, column, in_quotes(cell) + " is not a number",
                    "column '" + file_.header[column].text + "' holds numbers");
    return value;
}

std::size_t Sheet::one_of(std::size_t row, std::string_view column_name, std::vector<std::string> const& words) const
{
    auto const c = column(column_name);
    auto const& word = text(row, c);
    auto const found = std::find(words.begin(), words.end(), word);
    if (found == words.end())
        throw wrong(row, c, "unknown code " + in_quotes(word) + " in '" + file_.header[c].text + "'",
                    is_meant(word, words));
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
                 {file_.source.path(), 0, 0},
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
