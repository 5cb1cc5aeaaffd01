#include <doctest/doctest.h>

#include <set>

#include "outputs/report/assets.hpp"
#include "outputs/report/district_tiles.hpp"
#include "outputs/report/notation.hpp"
#include "outputs/report/page.hpp"

using namespace foresight;

TEST_CASE("a council reads pounds, per cent and points")
{
    CHECK(pounds_in_millions().written(575'238'111) == "£575.2 million");
    CHECK(pounds_in_millions().written(-1.2e6) == "−£1.2 million");
    CHECK(pounds_in_millions().between({513.44e6, 627.88e6}) == "£513.4 to £627.9 million");
    CHECK(share_of("households").written(0.129) == "12.9%");
    CHECK(share_of("households").of_differences().change(0.0153) == "+1.53 points");
    CHECK(people().written(11605) == "11,605");
}

TEST_CASE("what has no interval and what is hidden is said in words, not in numbers")
{
    CHECK(pounds_in_millions().between({no_number, no_number}) == "no interval");
    CHECK(people().written(no_number) == "hidden");
    CHECK(likely(people(), {7}) == "no interval");
}

TEST_CASE("a quarter is called by its last month, since a council's first quarter begins in April")
{
    CHECK(period_in_words("quarter", "2030 Q1") == "March 2030");
    CHECK(period_in_words("month", "2030-12") == "December 2030");
    CHECK(period_in_words("financial_year", "2029-30") == "2029-30");
    CHECK(period_in_words("quarter", "nonsense") == "nonsense");
}

TEST_CASE("words of a scenario are no markup")
{
    CHECK(html_text("</script><img onerror='x'>&") == "&lt;/script&gt;&lt;img onerror=&#39;x&#39;&gt;&amp;");
    CHECK(html_text(std::string{"a\0b\x1b", 4}) == "ab");

    Report hostile;
    hostile.title = "{{d3}}</title><script>alert(1)</script>";
    auto const page = page_of(hostile);
    CHECK(page.find("<script>alert") == std::string::npos);
    CHECK(page.find("{{d3}}&lt;/title&gt;") != std::string::npos);
}

TEST_CASE("no two districts stand in one square")
{
    std::set<std::pair<int, int>> squares;
    for (char const* const code :
         {"E07000066", "E07000067", "E07000068", "E07000069", "E07000070", "E07000071", "E07000072", "E07000073",
          "E07000074", "E07000075", "E07000076", "E07000077", "E06000033", "E06000034"}) {
        auto const tile = tile_of(code);
        REQUIRE(tile);
        CHECK(squares.emplace(tile->column, tile->row).second);
    }
    CHECK_FALSE(tile_of("E07000001"));
}

TEST_CASE("what goes into a page between tags cannot end them")
{
    CHECK(report_assets().style.find("</style") == std::string_view::npos);
    CHECK(report_assets().charts.find("</script") == std::string_view::npos);
    CHECK(report_assets().d3.find("</script") == std::string_view::npos);
    CHECK(report_assets().d3.find("Mike Bostock") != std::string_view::npos);
}
