#include "engine/io/csv.hpp"

#include <algorithm>
#include <unordered_set>

namespace foresight {
namespace {

constexpr std::size_t mistakes_at_most = 20;  ///< of one table: a wrong separator makes one in every line

/// Cuts one line into cells, about so many. A quotation may hold commas and doubled quotation marks, but no end of line.
CsvRow cut(TextFile const& source, int number, std::size_t cells, Mistakes& mistakes)
{
    auto const line = source.line(number);
    CsvRow row{number, {}};
    row.cells.reserve(cells);
    std::size_t at = 0;
    int column = 1;
    while (true) {
        CsvCell cell{{}, column, 1};
        auto const start = at;
        if (at < line.size() && line[at] == '"') {
            ++at;
            while (at < line.size() && (line[at] != '"' || (at + 1 < line.size() && line[at + 1] == '"'))) {
                if (line[at] == '"') ++at;
                cell.text += line[at++];
            }
            if (at == line.size())
                mistakes.add(source.mistake(number, column, 1, "a quotation is not closed", "a cell ends with its line",
                                            "close it with \""));
            else if (++at < line.size() && line[at] != ',') {
                mistakes.add(source.mistake(number, column, 1, "text after a quotation",
                                            "the closing quotation mark ends the cell",
                                            "double a quotation mark that belongs to the text"));
                at = std::min(line.find(',', at), line.size());
            }
        } else {
            auto const end = std::min(line.find(',', at), line.size());
            cell.text = std::string{line.substr(at, end - at)};
            at = end;
        }
        auto const width = characters(line.substr(start, at - start));
        cell.width = std::max(1, width);
        column += width + 1;
        row.cells.push_back(std::move(cell));
        if (at >= line.size()) return row;
        ++at;
    }
}

void check_header(CsvFile const& file, Mistakes& mistakes)
{
    std::unordered_set<std::string_view> known;
    for (std::size_t i = 0; i != file.header.size() && mistakes.count() < mistakes_at_most; ++i) {
        std::string_view const name = file.header[i].text;
        if (name.empty())
            mistakes.add(file.mistake(1, file.header[i], "a column without a name",
                                      "the header says what stands in each column",
                                      "name it, or take the column away with its comma"));
        else if (!known.insert(name).second)
            mistakes.add(file.mistake(1, file.header[i], "two columns are called " + in_quotes(name),
                                      "nobody could say which of them is meant", "rename or delete one of the two"));
    }
}

}  // namespace

int CsvFile::column(std::string_view name) const
{
    auto const found =
        std::find_if(header.begin(), header.end(), [&](CsvCell const& cell) { return cell.text == name; });
    return found == header.end() ? -1 : static_cast<int>(found - header.begin());
}

Mistake CsvFile::mistake(int line, CsvCell const& cell, std::string problem, std::string reason,
                         std::string suggestion) const
{
    return source.mistake(line, cell.column, cell.width, std::move(problem), std::move(reason), std::move(suggestion));
}

CsvFile read_csv(std::string const& path, Mistakes& mistakes)
{
    return read_csv(TextFile::read(path, csv_bytes_at_most), mistakes);
}

CsvFile read_csv(TextFile source, Mistakes& mistakes)
{
    Mistakes found;
    CsvFile file{std::move(source), {}, {}};
    file.header = cut(file.source, 1, 0, found).cells;
    check_header(file, found);
    file.rows.reserve(static_cast<std::size_t>(file.source.lines()));
    for (int number = 2; number <= file.source.lines() && found.count() < mistakes_at_most; ++number) {
        if (file.source.line(number).empty()) {
            if (number == file.source.lines()) break;
            found.add(
                file.source.mistake(number, 1, 1, "an empty line", "each line is a row of the table", "delete it"));
            continue;
        }
        auto row = cut(file.source, number, file.header.size(), found);
        if (row.cells.size() == file.header.size()) file.rows.push_back(std::move(row));
        else
            found.add(file.source.mistake(number, 1, 1, "a row of " + std::to_string(row.cells.size()) + " cells",
                                          "the header has " + std::to_string(file.header.size()) + " columns",
                                          row.cells.size() > file.header.size() ? "numbers take no thousands separator"
                                                                                : "separate cells by commas"));
    }
    for (auto const& mistake : found.all()) mistakes.add(mistake);
    return file;
}

}  // namespace foresight
