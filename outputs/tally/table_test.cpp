#include <doctest/doctest.h>

#include "outputs/tally/disclosure_control.hpp"
#include "tests/small_tables.hpp"

namespace foresight {
namespace {

constexpr Month july_2023 = Month::of(2023, 7);
constexpr Month july_2025 = Month::of(2025, 7);

std::vector<std::string> labels(std::vector<Period> const& periods)
{
    std::vector<std::string> all;
    for (auto const& period : periods) all.push_back(period.label);
    return all;
}

std::string table_of(std::string const& every, std::string const& rest = "of: person")
{
    return "table: t\nlabel: T\nevery: " + every + "\n" + rest + "\nby: [district]\nmeasures: {people: count}\n";
}

}  // namespace

TEST_CASE("a flow has only the periods that the run covers whole")
{
    Coverage const two_years{july_2023, july_2025, false};
    CHECK(labels(whole_periods(Every::financial_year, two_years)) == std::vector<std::string>{"2024-25"});
    CHECK(labels(whole_periods(Every::school_year, two_years)) == std::vector<std::string>{"2023/24"});
    CHECK(labels(whole_periods(Every::year, two_years)) == std::vector<std::string>{"2024", "2025"});
    CHECK(labels(whole_periods(Every::quarter, {Month::of(2023, 8), Month::of(2024, 6), false}))
          == std::vector<std::string>{"2023 Q4", "2024 Q1"});
    CHECK(whole_periods(Every::month, two_years).size() == 24);
}

TEST_CASE("a stock is there if the end of its period was lived")
{
    Coverage const two_years{july_2023, july_2025, true};
    CHECK(labels(whole_periods(Every::financial_year, two_years)) == std::vector<std::string>{"2023-24", "2024-25"});
    CHECK(labels(whole_periods(Every::year, {july_2023, july_2025, true, true}))
          == std::vector<std::string>{"2023", "2024", "2025"});
}

TEST_CASE("a school year is whole once its June has been")
{
    CHECK(labels(whole_periods(Every::school_year, {july_2023, july_2025, false, false, 6}))
          == std::vector<std::string>{"2023/24", "2024/25"});
}

TEST_CASE("a population table begins with the base itself")
{
    auto county = small_county(10);
    auto const tables =
        lived(county, {small_table(table_of("year", "of: person\nbase: true"))}, july_2023, july_2025, [](Month) {});
    CHECK(labels(tables[0].schema.periods) == std::vector<std::string>{"2023", "2024", "2025"});
    CHECK(total(tables[0].values[0]) == 3 * 40);
}

TEST_CASE("a stock is of the end of its period, and never the sum of its months")
{
    auto county = small_county(100);
    auto const tables =
        lived(county, {small_table(table_of("quarter"))}, july_2023, Month::of(2023, 10), [&](Month month) {
            if (month == Month::of(2023, 9)) county.persons.leave({0});
        });
    REQUIRE(tables[0].schema.periods.size() == 1);
    CHECK(total(tables[0].values[0]) == 399);
}

TEST_CASE("events of a partial financial year are left out, and those of a whole one are all there")
{
    auto county = small_county(10);
    auto const births = small_table("table: b\nlabel: B\nevent: population.changed\nevery: financial_year\nby: "
                                    "[district, event]\nmeasures: {people: count}\n");
    auto& log = county.log(population_changed.name, population_changed.label, population_changed.dimensions());
    auto const tables = lived(county, {births}, july_2023, july_2025, [&](Month) {
        log.record({{1}, {0}, 1, 0, 0, {0, 0, 0}, 0});
    });
    REQUIRE(labels(tables[0].schema.periods) == std::vector<std::string>{"2024-25"});
    CHECK(total(tables[0].values[0]) == 12);
    CHECK(tables[0].values[0][1 * population_change_codes.size()] == 12);  // births in the second district
}

TEST_CASE("a child is counted at its mother's age, and who has no mother here nowhere")
{
    auto county = small_county(100);
    auto const by = small_table("table: p\nlabel: P\nof: person\nevery: month\nby: [{mothers_age: mother.age}]\n"
                                "measures: {people: count}\n");
    auto const tables = lived(county, {by}, july_2023, july_2023 + 1, [](Month) {});
    std::vector<std::int64_t> two_each(ages, 0);
    for (std::uint32_t household = 0; household != 100; ++household)
        two_each[county.persons.column(person::age)[household * 4]] += 2;
    CHECK(tables[0].values[0] == two_each);
}

TEST_CASE("everybody is in one cell of district, sex and age")
{
    auto county = small_county(3000);  // three chunks of persons
    auto const by = small_table("table: p\nlabel: P\nof: person\nevery: month\nby: [district, {sex: person.sex}, {age: "
                                "person.age}]\nmeasures: {people: count}\n");
    auto const tables = lived(county, {by}, july_2023, july_2023 + 1, [](Month) {});
    auto const& schema = tables[0].schema;
    CHECK(schema.cells() == 2 * 2 * ages);
    CHECK(schema.dimensions[0].codes[1] == TableCode{"Braintree", "Braintree", "E07000067"});
    CHECK(schema.dimensions[2].codes.back().label == "110 and over");
    CHECK(total(tables[0].values[0]) == 12000);
    std::int64_t men = 0;
    for (std::size_t cell = 0; cell != schema.cells(); ++cell)
        if (cell / ages % 2 == 1) men += tables[0].values[0][cell];
    CHECK(men == 6000);
}

TEST_CASE("a household is counted where its dwelling is, and one without a dwelling nowhere")
{
    auto county = small_county(100);
    county.households.column(household::dwelling)[7] = nobody<Dwelling>;
    county.dwellings.column(dwelling::tenure);
    auto const homes = small_table("table: h\nlabel: H\nof: household\nevery: month\nby: [lsoa, {tenure: "
                                   "dwelling.tenure}, {size: {field: household.size, bins: [1, 2, 3, 4]}}]\n"
                                   "measures: [households: count, earnings: {sum: household.earnings, unit: GBP}]\n");
    auto const tables = lived(county, {homes}, july_2023, july_2023 + 1, [](Month) {});
    CHECK(total(tables[0].values[0]) == 99);
    CHECK(total(tables[0].values[1]) == 100 * 20000 + 99 * 100 / 2 - 20007);
    CHECK(tables[0].schema.dimensions[2].codes.back().key == "4+");
    CHECK(tables[0].schema.disclosure == Disclosure{5, 5});  // below a district, unless the table says otherwise
}

TEST_CASE("what is asked of a home by the same way is right for each of many, whoever is left out on the way")
{
    auto county = small_county(3000);
    county.dwellings.column(dwelling::tenure), county.dwellings.column(dwelling::type);
    for (std::uint32_t home = 0; home != county.dwellings.rows(); ++home) {
        county.dwellings.column(dwelling::tenure)[home] = static_cast<Tenure>(home % 3);
        county.dwellings.column(dwelling::type)[home] = static_cast<DwellingType>(home % 5);
    }
    auto const table = [](std::string const& of) {
        return small_table("table: t\nlabel: T\nof: " + of
                           + "\nevery: month\nby: [{tenure: {field: dwelling.tenure, "
                             "except: [mortgage]}}, {type: dwelling.type}, district]\nmeasures: {all: count}\n");
    };
    auto const tables = lived(county, {table("household"), table("person")}, july_2023, july_2023 + 1, [](Month) {});
    auto const& schema = tables[0].schema;
    std::vector<std::int64_t> homes(schema.cells());
    auto const types = schema.dimensions[1].codes.size(), districts = schema.dimensions[2].codes.size();
    for (std::uint32_t home = 0; home != 3000; ++home) {
        auto const tenure = static_cast<Tenure>(home % 3);
        if (tenure == Tenure::mortgage) continue;
        auto const position = tenure == Tenure::owned_outright ? 0u : static_cast<std::uint32_t>(tenure) - 1;
        ++homes[(position * types + home % 5) * districts + home % 2];
    }
    CHECK(tables[0].values[0] == homes);
    for (auto& count : homes) count *= 4;
    CHECK(tables[1].values[0] == homes);
}

TEST_CASE("a person of a sample counts for all whom they stand for, and who fails a condition for nobody")
{
    auto county = small_county(100);
    county.weight = 10;
    auto const women = small_table("table: w\nlabel: W\nof: person\nevery: month\nwhere: [person.sex = female, "
                                   "person.age >= 16]\nmeasures: {women: count}\n");
    auto const tables = lived(county, {women}, july_2023, july_2023 + 1, [](Month) {});
    CHECK(total(tables[0].values[0]) == 1000);
}

TEST_CASE("a weekly price costs what the days of a month make of it")
{
    auto county = small_county(1);
    county.persons.column(person::earnings)[0] = 700;  // pence a week
    auto const cost = small_table("table: c\nlabel: C\nof: person\nevery: financial_year\nmeasures:\n  cost: {sum: "
                                  "person.earnings, weekly: true, kind: flow, per: 100, unit: GBP}\n"
                                  "  nothing: {sum: person.earnings, minus: person.earnings, kind: flow}\n");
    auto const tables = lived(county, {cost}, Month::of(2023, 4), Month::of(2024, 4), [](Month) {});
    auto const pounds_in_all = disclosed(tables[0], 0, {0});
    CHECK(pounds_in_all[0] == 366.0);  // a pound a day, in a year with a 29 February
    CHECK(total(tables[0].values[1]) == 0);
}

TEST_CASE("a table that speaks of what no process provides is refused, with the nearest that there is")
{
    auto county = small_county(1);
    Tally tally{
        {small_table("table: t\nlabel: T\nof: person\nevery: month\nby: [person.sexx]\nmeasures: {people: count}\n")},
        july_2023,
        july_2025};
    CHECK_THROWS_WITH_AS(tally.begin(july_2023 - 1, county), doctest::Contains("person.sex"), InputError);
    Tally lenient{
        {small_table("table: t\nlabel: T\nof: person\nevery: month\nby: [care.sexx]\nmeasures: {people: count}\n")},
        july_2023,
        july_2025,
        Tally::IfMissing::leave_out};
    lenient.begin(july_2023 - 1, county);
    CHECK(lenient.tables().empty());
}

TEST_CASE("a table that tells places below a district apart is controlled unless it says expressly that it is not")
{
    auto const table = [](std::string const& rest) {
        return small_table("table: t\nlabel: T\nof: household\nevery: year\n" + rest).disclosure;
    };
    std::string const counted = "measures: {homes: count}\n";
    CHECK(table("by: [{place: lsoa}]\n" + counted) == Disclosure{5, 5});
    CHECK(table("by: [{place: dwelling.area}]\n" + counted) == Disclosure{5, 5});
    CHECK(table("where: lsoa = E01000001\n" + counted) == Disclosure{5, 5});
    CHECK(table("measures: {homes: {count: true, where: lsoa = E01000001}}\n") == Disclosure{5, 5});
    CHECK(table("by: [lsoa]\ndisclosure: {suppress_below: 3}\n" + counted) == Disclosure{3, 5});
    CHECK(table("by: [lsoa]\ndisclosure: none\n" + counted) == Disclosure{0, 0});
    CHECK(table("by: [lsoa]\ndisclosure: {suppress_below: 0, round_to: 0}\n" + counted) == Disclosure{0, 0});
    CHECK(!table("by: [district]\n" + counted));
}

TEST_CASE(
    "of controlled tables it is known where places lie, what is a part of what, and how many are behind an amount")
{
    auto county = small_county(100);
    county.weight = 10;
    county.dwellings.column(dwelling::tenure);
    auto const homes = small_table("table: h\nlabel: H\nof: household\nevery: financial_year\nby: [lsoa]\nmeasures:\n"
                                   "  homes: count\n  small: {count: true, where: household.size < 3}\n"
                                   "  earnings: {sum: household.earnings, weekly: true, kind: flow, unit: GBP}\n");
    auto const table = lived(county, {homes}, Month::of(2024, 4), Month::of(2025, 4), [](Month) {})[0];
    CHECK(table.schema.disclosure == Disclosure{50, 50});  // of a sample, for whom the records stand
    CHECK(table.schema.dimensions[0].districts == std::vector<std::uint32_t>{0, 1});
    CHECK(table.schema.measures[1].part_of == "homes");
    CHECK(table.schema.measures[2].amount);
    REQUIRE(table.behind.size() == 3);
    CHECK(table.behind[0].empty());
    CHECK(table.behind[2] == std::vector<std::int64_t>{500, 500});  // and not twelve times as many
}

TEST_CASE("the tables that ship can be read")
{
    auto const tables = read_tables({"outputs/tables"}, {});
    CHECK(tables.size() == 15);
    for (auto const& table : tables) CHECK(!table.measures.empty());
}

}  // namespace foresight
