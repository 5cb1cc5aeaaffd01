#include <doctest/doctest.h>

#include "engine/io/csv.hpp"
#include "engine/io/hash.hpp"

namespace foresight {
namespace {

TEST_CASE("a cell may hold commas and quotation marks, and knows where it stands")
{
    Mistakes mistakes;
    auto const file =
        read_csv(TextFile{"t.csv", "name,\xC2\xA3,value\n\"Epping, \"\"the\"\" Forest\",x,3\n"}, mistakes);
    REQUIRE(mistakes.none());
    CHECK(file.column("value") == 2);
    CHECK(file.column("none") == -1);
    REQUIRE(file.rows.size() == 1);
    CHECK(file.rows[0].line == 2);
    CHECK(file.rows[0].cells[0].text == "Epping, \"the\" Forest");
    CHECK(file.rows[0].cells[2].column == 28);
}

TEST_CASE("a row without a last line end is a row, and an empty last cell is a cell")
{
    Mistakes mistakes;
    auto const file = read_csv(TextFile{"t.csv", "a,b\n1,"}, mistakes);
    CHECK(mistakes.none());
    REQUIRE(file.rows.size() == 1);
    CHECK(file.rows[0].cells[1].text.empty());
}

TEST_CASE("a wrong separator is not told of a thousand times")
{
    std::string text = "a,b\n";
    for (int i = 0; i != 1000; ++i) text += "1;2\n";
    Mistakes mistakes;
    read_csv(TextFile{"t.csv", text}, mistakes);
    CHECK(mistakes.count() == 20);
}

TEST_CASE("a hash tells apart words that run together, and is the same for ever")
{
    CHECK(Hash{}.add_word("ab").add_word("c").text() != Hash{}.add_word("a").add_word("bc").text());
    CHECK(Hash{}.add(0.0).text() == Hash{}.add(-0.0).text());
    CHECK(hash_of("foresight").size() == 16);
    CHECK(hash_of("foresight") != hash_of("foresighs"));
}

}  // namespace
}  // namespace foresight
