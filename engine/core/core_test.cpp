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
    CHECK(nearest(std::string(1'000'000, 'x'), {"mortality"}).empty());
}

TEST_CASE("letters in the wrong order are one mistake, and capital letters none")
{
    CHECK(nearest("sxe", {"age", "sex"}) == "sex");
    CHECK(nearest("form", {"for", "from"}) == "for");  // both are one mistake away: the first that is known
    CHECK(nearest("afrom", {"form", "from"}) == "from");
    CHECK(nearest("CARE_CLIENTS", {"care_cost", "care_clients"}) == "care_clients");
    CHECK(nearest("ba", {"ab", "xy"}) == "ab");
    CHECK(nearest("s\u00e9ed", {"seed", "sample"}) == "seed");  // one letter, though two bytes
    CHECK(nearest("\u00e9\u00e9\u00e9\u00e9", {"seed"}).empty());
}

TEST_CASE("who writes a label is told the key")
{
    std::vector<Labelled> const districts{{"E07000066", "Basildon"}, {"E07000072", "Epping Forest"}};
    CHECK(nearest_by_label("basildon", districts) == "E07000066");
    CHECK(nearest_by_label("Eping Forest", districts) == "E07000072");
    CHECK(nearest_by_label("E0700066", districts) == "E07000066");
    CHECK(nearest_by_label("epping", districts) == "E07000072");
    CHECK(nearest_by_label("Manchester", districts).empty());
}

TEST_CASE("of a hundred mistakes of a file twenty are shown, and all of another")
{
    std::vector<Mistake> many(151, Mistake{"many.yaml is wrong", {}, {}, {"many.yaml", 1, 1}, "x"});
    many.push_back(Mistake{"few.yaml is wrong", {}, {}, {"few.yaml", 1, 1}, "x"});
    auto const text = render(InputError{many});
    std::size_t shown = 0;
    for (std::size_t at = 0; (at = text.find("error: many.yaml", at)) != std::string::npos; ++at) ++shown;
    CHECK(shown == 20);
    CHECK(text.find("few.yaml is wrong") != std::string::npos);
    CHECK(text.find("error: and 131 more in many.yaml") != std::string::npos);
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
