#include <cstdio>
#include <ostream>

#include "engine/synthesis/fit.hpp"

namespace foresight {
namespace {

std::string named(FitCell const& cell)
{
    char numbers[80];
    std::snprintf(numbers, sizeof numbers, "%.2f, %.2f", cell.target, cell.got);
    return cell.name + (cell.name.empty() ? "" : ": ") + numbers;
}

std::string quoted(std::string const& text) { return text.find(',') == std::string::npos ? text : '"' + text + '"'; }

}  // namespace

void print(Fit const& fit, std::ostream& out)
{
    char line[400];
    std::snprintf(line, sizeof line, "%-52s %7s %9s %-6s %7s  %-6s %s\n", "table", "cells", "error", "unit", "limit",
                  "passes", "worst cells: target, got; note");
    out << line;
    for (auto const& row : fit.rows) {
        char limit[32] = "-";
        if (row.limit >= 0) std::snprintf(limit, sizeof limit, "%.2f", row.limit);
        auto const width = std::snprintf(line, sizeof line, "%-52s %7zu %9.3f %-6s %7s  %-6s ", row.table.c_str(),
                                         row.cells, row.error, row.unit.c_str(), limit,
                                         row.limit < 0  ? "shown"
                                         : row.passes() ? "yes"
                                                        : "NO");
        bool const met = row.cells > 1 && row.worst.apart() == 0;
        out << line << (met ? "every cell is met" : named(row.worst)) << (row.note.empty() ? "" : "; ") << row.note
            << '\n';
        for (auto const& cell : row.next)
            out << std::string(static_cast<std::size_t>(width), ' ') << named(cell) << '\n';
    }
}

void write_csv(Fit const& fit, std::ostream& out)
{
    out << "table,cells,error,unit,worst,target,got,limit,passes,note";
    for (std::size_t i = 2; i <= worst_named; ++i) out << ",worst_" << i << ",target_" << i << ",got_" << i;
    out << '\n';
    auto const write = [&](FitCell const& cell) {
        char numbers[100];
        std::snprintf(numbers, sizeof numbers, ",%.3f,%.3f", cell.target, cell.got);
        out << quoted(cell.name) << numbers;
    };
    for (auto const& row : fit.rows) {
        char numbers[200];
        std::snprintf(numbers, sizeof numbers, ",%zu,%.4f,%s,", row.cells, row.error, row.unit.c_str());
        out << quoted(row.table.substr(row.table.find_first_not_of(' '))) << numbers;
        write(row.worst);
        out << ',';
        if (row.limit >= 0) out << row.limit;
        out << ',' << (row.limit < 0 ? "shown" : row.passes() ? "yes" : "no") << ',' << quoted(row.note);
        for (std::size_t i = 0; i + 1 != worst_named; ++i) {
            out << ',';
            if (i < row.next.size()) write(row.next[i]);
            else out << ",,";
        }
        out << '\n';
    }
}

}  // namespace foresight
