#include <doctest/doctest.h>

#include <cmath>

#include "outputs/workbook/spreadsheet_layout.hpp"

using namespace foresight::spreadsheet;

namespace {

Cell cell(double value) { return {value, Style::whole}; }

/// Two parts, their sum, and what is left of the sum without the first part.
Table parts_and_total()
{
    Table table{"parts", "Parts", {"Pounds"}};
    table.rows.push_back({{cell(3)}});
    table.rows.push_back({{cell(4)}});
    table.rows.push_back({{Cell{Formula{{{{0, 0, 1}, false}}}, Style::whole}}, true});
    table.rows.push_back({{Cell{Formula{{{{0, 2, 2}, false}, {{0, 0, 0}, true}}}, Style::whole}}, true});
    return table;
}

}  // namespace

TEST_CASE("the value beside a formula is what the formula comes to, through other formulas too")
{
    auto const table = parts_and_total();
    CHECK(table.value(2, 0) == 7);
    CHECK(table.value(3, 0) == 4);
}

TEST_CASE("what cannot be below nought is nought instead")
{
    auto table = parts_and_total();
    table.rows.push_back({{Cell{Formula{{{{0, 0, 0}, false}, {{0, 1, 1}, true}}, true}, Style::whole}}});
    table.rows.push_back({{Cell{Formula{{{{0, 1, 1}, false}, {{0, 0, 0}, true}}, true}, Style::whole}}});
    CHECK(table.value(4, 0) == 0);
    CHECK(table.value(5, 0) == 1);
}

TEST_CASE("a sign that stands for a number counts for nothing in a total")
{
    auto table = parts_and_total();
    table.rows[1].cells[0] = {std::string{"[c]"}, Style::whole};
    CHECK(table.value(2, 0) == 3);
    CHECK(std::isnan(table.value(1, 0)));
}

TEST_CASE("what XML cannot hold is kept out of a cell, and words are left alone")
{
    CHECK(clean("Chelmsford, caf\u00e9\n\u00a31") == "Chelmsford, caf\u00e9\n\u00a31");
    CHECK(clean(std::string{"a\x01\x08z"}) == "az");
    CHECK(clean(std::string{"a\xFFz"}) == "a\uFFFDz");
    CHECK(clean("cut off \xC3") == "cut off \uFFFD");
    CHECK(clean(std::string(100'000, 'x')).size() < 32'767);
}

TEST_CASE("tables of a sheet stand below each other, with a title and a row between them")
{
    Sheet sheet{"Sheet", "Title", {"One note"}, {parts_and_total(), parts_and_total()}, {}};
    auto const layout = layout_of(sheet, true);
    CHECK(layout.back == 2);
    CHECK(layout.headings[0] == 4);   // title, note, way back, the table's title
    CHECK(layout.headings[1] == 11);  // four rows, an empty one, the second table's title
    CHECK(layout.end == 16);
}

TEST_CASE("however many notes a sheet has, few rows stand above its headings, and no note is lost")
{
    Sheet sheet{"Money", "Money"};
    sheet.tables = {parts_and_total()};
    for (std::size_t notes = 0; notes != 12; ++notes) {
        auto const layout = layout_of(sheet, true);
        CHECK(layout.headings[0] <= 7);
        auto const below = layout.notes_below == 0 ? 0 : layout.end - layout.notes_below - 1;
        CHECK(layout.notes_above + below == notes);
        CHECK((layout.notes_below == 0 || layout.notes_below > layout.headings[0] + sheet.tables[0].rows.size()));
        sheet.notes.emplace_back("A note.");
    }
}

TEST_CASE("a column is wide enough for its widest number, and a long text is broken")
{
    Sheet sheet{"Sheet", "Title", {}, {{"wide", "Wide", {"Cost", "Words"}}}, {}};
    sheet.tables[0].rows.push_back(
        {{{1'234'567'890.0, Style::pounds}, {std::string(30, 'a') + " " + std::string(90, 'b')}}});
    auto const layout = layout_of(sheet, true);
    CHECK(layout.widths[0] > 14);  // "£1,234,567,890"
    CHECK(layout.widths[1] == 60);
    CHECK(lines_of_row(sheet.tables[0], 0, layout.widths) == 3);
}
