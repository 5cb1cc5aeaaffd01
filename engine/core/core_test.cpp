#include <doctest/doctest.h>

#include "engine/core/clock.hpp"
#include "engine/core/error.hpp"
#include "engine/core/money.hpp"

namespace foresight {
namespace {

TEST_CASE("a month knows its financial year, its school year and its quarter")
{
    CHECK(period_of(Every::financial_year, Month::of(2024, 3)).label == "2023-24");
    CHECK(period_of(Every::financial_year, Month::of(2024, 4)).label == "2024-25");
    CHECK(period_of(Every::school_year, Month::of(2024, 8)).label == "2023/24");
    CHECK(period_of(Every::school_year, Month::of(2024, 9)).label == "2024/25");
    CHECK(period_of(Every::quarter, Month::of(2024, 12)).label == "2024 Q4");
    CHECK(period_of(Every::year, Month::of(2024, 6)).label == "2024");
    CHECK(period_of(Every::year, Month::of(2024, 7)).label == "2025");
    CHECK(period_of(Every::month, Month::of(2024, 7)).label == "2024-07");
}

TEST_CASE("a word is only suggested when it is near enough to be meant")
{
    CHECK(nearest("mortalty", {"mortality", "fertility"}) == "mortality");
    CHECK(nearest("xyz", {"mortality", "fertility"}).empty());
}

TEST_CASE("a mistake is shown with its place, its line and a caret under the word")
{
    InputError const error{{Mistake{"unknown key 'form'",
                                    "a change has no such key",
                                    "did you mean 'from'?",
                                    {"a.yaml", 3, 5},
                                    "    form: 2024-04",
                                    4}}};
    auto const text = render(error);
    CHECK(text.find(" --> a.yaml:3:5") != std::string::npos);
    CHECK(text.find("3 |     form: 2024-04\n  |     ^^^^\n") != std::string::npos);
    CHECK(text.find("= help: did you mean 'from'?") != std::string::npos);
}

TEST_CASE("pounds become pence to the nearest penny")
{
    CHECK(pence(12.345) == 1235);
    CHECK(pence(-0.014) == -1);
    CHECK(pounds(1234) == 12.34);
}

}  // namespace
}  // namespace foresight
