#include "engine/scenario/parameter_table.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "engine/io/literal.hpp"
#include "engine/scenario/key_advice.hpp"

namespace foresight {
namespace {

constexpr std::size_t mistakes_at_most = 100'000;  ///< of one table; beyond that nobody counts

/// One date of the table while it is read: the values, and the line of each.
struct Filling {
    std::vector<double> values;
    std::vector<int> lines;
};

class TableReader {
public:
    TableReader(CsvFile& file, Parameter const& shape, std::string const& column, DimensionCodes const& dimensions,
                Mistakes& mistakes)
        : file_{file},
          shape_{shape},
          column_{column.empty() ? "value" : column},
          named_{!column.empty()},
          dimensions_{dimensions},
          mistakes_{mistakes}
    {
    }

    std::optional<std::vector<Parameter::Slice>> read()
    {
        auto const before = mistakes_.count();
        all_placed_ = mistakes_.none();  // rows that could not be cut into cells are missing
        if (!find_columns()) all_placed_ = false;
        if (columns_found_ == 0) return {};
        codes_.resize(shape_.dimensions.size());
        for (std::size_t i = 0; i != shape_.dimensions.size(); ++i)
            for (std::size_t code = 0; code != shape_.codes[i].size(); ++code)
                codes_[i].emplace(shape_.codes[i][code], code);
        for (auto const& row : file_.rows) {
            if (mistakes_.count() >= before + mistakes_at_most) return {};
            read_row(row);
        }
        // A row that is nowhere may be the one that is missing.
        if (all_placed_) check_complete();
        if (mistakes_.count() != before) return {};
        std::vector<Parameter::Slice> slices;
        for (auto& [month, filling] : filled_)
            slices.push_back({slices.empty() ? Month{0} : month, std::move(filling.values)});
        return slices;
    }

private:
    std::string wanted_header() const
    {
        std::string text;
        for (auto const& dimension : shape_.dimensions) text += dimension + ",";
        return text + column_;
    }

    /// False if one is missing, or is none of the table's.
    bool find_columns()
    {
        value_ = file_.column(column_);
        from_ = file_.column("from");
        // A file that has none of the columns is no table of ours: nothing of it is shown.
        columns_found_ = (value_ >= 0)
                         + std::count_if(shape_.dimensions.begin(), shape_.dimensions.end(),
                                         [&](auto const& name) { return file_.column(name) >= 0; });
        if (columns_found_ == 0) file_.source.hide_lines();
        auto found = true;
        std::set<std::string> meant;  // by a name that is missing: told once
        auto const missing = [&](std::string const& name) {
            std::vector<std::string> have;
            for (auto const& cell : file_.header) have.push_back(cell.text);
            auto const near = nearest(name, have);
            auto const& place =
                near.empty() ? file_.header.front() : file_.header[static_cast<std::size_t>(file_.column(near))];
            if (!near.empty()) meant.insert(near);
            mistakes_.add(file_.mistake(
                1, place, "there is no column '" + name + "'", "the header must be " + wanted_header(),
                !near.empty()     ? "is it the column '" + near + "'?"
                : name == column_ ? "call the column of values so; in a parameter book `column:` may name another"
                                  : "add the column, or delete it from `dimensions`"));
            found = false;
        };
        for (auto const& dimension : shape_.dimensions) {
            columns_.push_back(file_.column(dimension));
            if (columns_.back() < 0) missing(dimension);
        }
        if (value_ < 0) missing(column_);
        for (auto const& cell : file_.header) {
            auto const known =
                cell.text == column_ || cell.text == "from"
                || std::find(shape_.dimensions.begin(), shape_.dimensions.end(), cell.text) != shape_.dimensions.end();
            if (known || named_ || meant.contains(cell.text)) continue;
            if (mistakes_.count() >= mistakes_at_most) break;
            auto const dimension = dimensions_.find(cell.text) != dimensions_.end();
            mistakes_.add(file_.mistake(
                1, cell, (dimension ? "dimension " : "column ") + in_quotes(cell.text) + " is not the parameter's",
                "the header must be " + wanted_header(),
                dimension ? "add it to `dimensions`, or delete the column"
                          : "name the column of values with `column:`"));
            found = false;
        }
        return found;
    }

    void read_row(CsvRow const& row)
    {
        std::size_t cell = 0;
        auto placed = true;
        for (std::size_t i = 0; i != columns_.size(); ++i) {
            if (columns_[i] < 0) {
                placed = false;
                continue;
            }
            auto const& said = row.cells[static_cast<std::size_t>(columns_[i])];
            auto const code = codes_[i].find(said.text);
            if (code == codes_[i].end()) {
                auto const near = nearest_code(dimensions_, shape_.dimensions[i], shape_.codes[i], said.text);
                mistakes_.add(file_.mistake(
                    row.line, said, in_quotes(said.text) + " is not a code of '" + shape_.dimensions[i] + "'",
                    "codes are " + some_codes(i), did_you_mean(near, "write one of these codes")));
                placed = false;
            } else cell = cell * shape_.sizes[i] + code->second;
        }
        auto const month = read_from(row);
        auto const value = read_value(row);
        if (placed && month) put(row, *month, cell, value.value_or(0));
        else all_placed_ = false;
    }

    std::string some_codes(std::size_t dimension) const
    {
        auto const& codes = shape_.codes[dimension];
        std::string text;
        for (std::size_t i = 0; i != std::min<std::size_t>(codes.size(), 8); ++i) text += (i ? ", " : "") + codes[i];
        return codes.size() > 8 ? text + ", ... " + codes.back() : text;
    }

    std::optional<Month> read_from(CsvRow const& row)
    {
        if (from_ < 0) return Month{0};
        auto const& said = row.cells[static_cast<std::size_t>(from_)];
        auto const month = read_month(said.text);
        if (!month)
            mistakes_.add(file_.mistake(row.line, said, month.problem, "values hold from the month in `from` on",
                                        month.suggestion));
        return month.value;
    }

    std::optional<double> read_value(CsvRow const& row)
    {
        if (value_ < 0) return {};
        auto const& said = row.cells[static_cast<std::size_t>(value_)];
        auto const number = read_number(said.text);
        if (!number)
            mistakes_.add(file_.mistake(row.line, said, number.problem, "the column '" + column_ + "' holds numbers",
                                        number.suggestion.empty() ? write_a_number_within(shape_.low, shape_.high)
                                                                  : number.suggestion));
        else if (*number.value < shape_.low || *number.value > shape_.high) {
            auto const percent = shape_.high == 1 && *number.value > 1 && *number.value <= 100;
            mistakes_.add(
                file_.mistake(row.line, said, "the value " + said.text + " is out of range",
                              "it must lie in " + number_text(shape_.low) + " to " + number_text(shape_.high),
                              percent ? "is the table in per cent?" : write_a_number_within(shape_.low, shape_.high)));
            return {};
        }
        return number.value;
    }

    void put(CsvRow const& row, Month month, std::size_t cell, double value)
    {
        auto& filling = filled_[month];
        if (filling.values.empty()) {
            std::size_t cells = 1;
            for (auto const size : shape_.sizes) cells *= size;
            filling.values.assign(cells, 0);
            filling.lines.assign(cells, 0);
        }
        if (filling.lines[cell] != 0) {
            auto const what = shape_.dimensions.empty() ? std::string{"a second value"}
                                                        : "a second row for " + shape_.cell_name(cell);
            mistakes_.add(file_.mistake(row.line, row.cells.front(), what,
                                        "the first is in line " + std::to_string(filling.lines[cell]),
                                        "delete one of the two"));
            return;
        }
        filling.values[cell] = value;
        filling.lines[cell] = row.line;
    }

    void check_complete()
    {
        if (filled_.empty())
            mistakes_.add(file_.mistake(1, file_.header.front(), "the table has no rows",
                                        "every combination of codes must stand there once", "write them below it"));
        for (auto const& [month, filling] : filled_) {
            auto const missing = static_cast<std::size_t>(std::count(filling.lines.begin(), filling.lines.end(), 0));
            if (missing == 0) continue;
            std::string first;
            std::size_t told = 0;
            for (std::size_t cell = 0; cell != filling.lines.size() && told < 3; ++cell)
                if (filling.lines[cell] == 0) first += (told++ ? "; " : "") + shape_.cell_name(cell);
            auto const last = std::max(1, *std::max_element(filling.lines.begin(), filling.lines.end()));
            auto const date = from_ < 0 ? std::string{} : " from " + to_string(month);
            mistakes_.add(
                file_.source.mistake(last, 1, 1,
                                     std::to_string(missing) + (missing == 1 ? " row is" : " rows are") + " missing"
                                         + date + ": " + first + (missing > told ? "; ..." : ""),
                                     "every combination of codes must stand there once",
                                     missing == 1 ? "add it, with its value" : "add them, with their values"));
        }
    }

    CsvFile& file_;
    Parameter const& shape_;
    std::string column_;
    bool named_;
    DimensionCodes const& dimensions_;
    Mistakes& mistakes_;
    std::ptrdiff_t columns_found_ = 0;
    bool all_placed_ = true;  ///< every row is of some date and cell
    int value_ = -1;
    int from_ = -1;
    std::vector<int> columns_{};
    std::vector<std::map<std::string, std::size_t, std::less<>>> codes_{};
    std::map<Month, Filling> filled_{};
};

}  // namespace

std::optional<std::vector<Parameter::Slice>> read_parameter_table(CsvFile& file, Parameter const& shape,
                                                                  std::string const& column,
                                                                  DimensionCodes const& dimensions, Mistakes& mistakes)
{
    return TableReader{file, shape, column, dimensions, mistakes}.read();
}

}  // namespace foresight
