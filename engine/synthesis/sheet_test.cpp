#include "engine/synthesis/sheet.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

using namespace foresight;

namespace {

/// A control table of one row.
Sheet table_with(std::string const& line)
{
    auto const path =
        std::filesystem::temp_directory_path() / ("foresight_sheet_test." + std::to_string(::getpid()) + ".csv");
    std::ofstream{path} << "place,kind,persons\n" << line << "\n";
    auto sheet = Sheet::read(path);
    std::filesystem::remove(path);
    return sheet;
}

template <class Read>
Mistake mistake_of(Read&& read)
{
    try {
        read();
    } catch (InputError const& error) {
        return error.mistakes().at(0);
    }
    FAIL("nothing was refused");
    return {};
}

}  // namespace

TEST_CASE("a cell of a control table may hold a comma in quotes")
{
    auto const sheet = table_with("\"Harwich, Dovercourt\",hall,12");
    CHECK(sheet.rows() == 1);
    CHECK(sheet.text(0, "place") == "Harwich, Dovercourt");
    CHECK(sheet.number(0, "persons") == 12);
}

TEST_CASE("what is wrong with a cell of a control table is shown in its line and column")
{
    auto const sheet = table_with("Purfleet-on-Thames,hal,twelve");
    auto const number = mistake_of([&] { (void)sheet.number(0, "persons"); });
    CHECK(number.place.line == 2);
    CHECK(number.place.column == 24);
    CHECK(number.width == 6);
    CHECK(number.line_text == "Purfleet-on-Thames,hal,twelve");
    auto const code = mistake_of([&] { (void)sheet.one_of(0, "kind", {"barracks", "hall"}); });
    CHECK(code.place.column == 20);
    CHECK(code.suggestion == "is 'hall' meant?");
    auto const cells = mistake_of([] { (void)table_with("Purfleet-on-Thames,hall"); });
    CHECK(cells.place.line == 2);
    CHECK(cells.line_text == "Purfleet-on-Thames,hall");
    auto const column = mistake_of([&] { (void)sheet.number(0, "person"); });
    CHECK(column.suggestion == "is 'persons' meant?");
}
