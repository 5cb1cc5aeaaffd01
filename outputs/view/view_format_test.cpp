#include <doctest/doctest.h>

#include "outputs/view/view_format.hpp"

namespace foresight {

TEST_CASE("what a user called something never becomes a formula in a spreadsheet, and a number stays one")
{
    CHECK(csv_field("=1+1") == "'=1+1");
    CHECK(csv_field("@SUM(1)") == "'@SUM(1)");
    CHECK(csv_field("\tx") == "'\tx");
    CHECK(csv_field("-2+3,\"x\"") == "\"'-2+3,\"\"x\"\"\"");
    CHECK(csv_field("-1.5") == "-1.5");
    CHECK(csv_field("a=b") == "a=b");
    CHECK(csv_field("two\rlines") == "\"two\rlines\"");
}

}  // namespace foresight
