#include <doctest/doctest.h>

#include <set>

#include "outputs/assurance/module_limits.hpp"
#include "outputs/assurance/published_checks.hpp"
#include "outputs/report/assets.hpp"
#include "outputs/report/change_words.hpp"
#include "outputs/report/charts.hpp"
#include "outputs/report/district_tiles.hpp"
#include "outputs/report/domains.hpp"
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

TEST_CASE("a difference is told as more or less, so that no sign is parted from its number")
{
    auto const pounds = pounds_in_millions().of_differences();
    CHECK(pounds.more_or_less(-16.31e6) == "£16.3 million less");
    CHECK(pounds.more_or_less_between({-34.6e6, -5.4e6}) == "£5.4 to £34.6 million less");
    CHECK(pounds.more_or_less_between({5.4e6, 34.6e6}) == "£5.4 to £34.6 million more");
    CHECK(pounds.more_or_less_between({-1e6, 2e6}) == "£1.0 million less to £2.0 million more");
    CHECK(pounds.more_or_less_between({-1e6, 2e3}) == "£0.0 to £1.0 million less");
    CHECK(pounds.more_or_less(-4e4) == "no change");
    CHECK(pounds.more_or_less_between({no_number, no_number}) == "no interval");
}

TEST_CASE("decimals go as far as they tell something, and no farther")
{
    auto const points = share_of("households").of_differences();
    CHECK(points.fitted_to(0.154).more_or_less(0.154) == "15.4 points more");
    CHECK(points.fitted_to(0.0062).more_or_less(0.0062) == "0.62 points more");
    CHECK(points.fitted_to(0.154).error(0.0004) == "0.04 points");
    CHECK(counted("households").rounded_for(97936).more_or_less(97936) == "97,900 more households");
    CHECK(counted("children").rounded_for(110).more_or_less(110) == "110 more children");
    CHECK(counted("children").more_or_less_between({-192, -33}) == "33 to 192 fewer children");
    CHECK(counted("children").more_or_less_between({-20, 5}) == "20 fewer children to 5 more children");
    CHECK(people().more_or_less(-742) == "742 fewer");
}

TEST_CASE("an effect tells futures apart from the error of its mean")
{
    Effect effect;
    effect.futures = {-16.3e6, 1e6, {-28e6, -7e6}, {-34.6e6, -5.4e6}, true};
    effect.mean = {-16.3e6, 1e6, {-17.5e6, -15.1e6}, {-18.2e6, -14.4e6}, true};
    auto const pounds = pounds_in_millions().of_differences();
    CHECK(effect_in_words(pounds, effect, " in 2029-30")
          == "£16.3 million less in 2029-30 (in 95 futures of 100: £5.4 to £34.6 million less; the mean itself is "
             "known to "
             "within £1.9 million)");
    effect.futures.has_bands = false;
    CHECK(effect_in_words(pounds, effect, "").find("share no luck") != std::string::npos);
    effect.mean.has_bands = false;
    CHECK(effect_in_words(pounds, effect, "") == "£16.3 million less (no interval)");
}

TEST_CASE("months are called by their names, and what is no month stays")
{
    CHECK(with_months("24 of 50 values times 0.925, from 2025-04") == "24 of 50 values times 0.925, from April 2025");
    CHECK(with_months("x 0.5 from 2025-13") == "x 0.5 from 2025-13");
}

TEST_CASE("what is not in the cost of care is told as its table tells it, and no more of the note than that")
{
    TableSchema table;
    table.note = "What the council pays for support. Not in it: equipment. The weekly price of the setting.";
    CHECK(scope_of_care_cost(table) == "Gross cost: What the council pays for support. Not in it: equipment.");
    table.note = "What is paid. Not in it: equipment.";
    CHECK(scope_of_care_cost(table) == "Gross cost: What is paid. Not in it: equipment.");
    table.note = "An older note.";
    CHECK(scope_of_care_cost(table).find("Not in it: short-term support") != std::string::npos);
}

TEST_CASE("limits are items, each on one line")
{
    ModuleLimits const limits{"social_care", "- No charges,\n  reviews or queues.\n- Who dies is counted.\n"};
    CHECK(limits.items() == std::vector<std::string>{"No charges, reviews or queues.", "Who dies is counted."});
    CHECK(ModuleLimits{"social_care", ""}.items().empty());
}

TEST_CASE("what is published lies outside a band only where there is one")
{
    PublishedCheck check;
    check.published = 8;
    check.run = {12, 0.1, {10, 14}, {9, 15}, true};
    CHECK(check.outside());
    check.published = 9;
    CHECK_FALSE(check.outside());
    check.run = {12, 0, {12, 12}, {12, 12}, true};  // a base: the same in every future
    CHECK_FALSE(check.outside());
    check.run = {12};
    CHECK_FALSE(check.outside());
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
