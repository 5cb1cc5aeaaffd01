#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "engine/random/random_stream.hpp"
#include "outputs/tally/attacker.hpp"
#include "outputs/tally/disclosure_control.hpp"

// The attacker of these tests is told more than any reader of a run file: every shown count exactly, though it is written
// rounded, the totals of the district, and those of each place as far as a controlled table of places shows them. What
// they cannot find out so, they cannot find out from the file.

namespace foresight {
namespace {

constexpr std::int64_t small = 5;
constexpr Disclosure control{small, 5};

using Hiding = std::function<std::vector<std::uint8_t>(TableValues const&)>;

/// What many would do: hides the small counts alone.
std::vector<std::uint8_t> hide_small_counts_alone(TableValues const& table)
{
    std::vector<std::uint8_t> hidden;
    for (auto const count : table.values[0]) hidden.push_back(count > 0 && count < small);
    return hidden;
}

TableDimension places(std::string const& name, std::size_t count, std::vector<std::uint32_t> districts = {})
{
    TableDimension made{name, name, {}, std::move(districts)};
    for (std::size_t c = 0; c != count; ++c) made.codes.push_back({std::to_string(c), std::to_string(c)});
    return made;
}

/// One period of one count over those dimensions.
TableValues table_of(std::vector<TableDimension> dimensions, std::vector<std::int64_t> counts)
{
    TableValues table;
    table.schema.dimensions = std::move(dimensions);
    table.schema.measures = {{"poor", "Poor", "households"}};
    table.schema.disclosure = control;
    table.values = {std::move(counts)};
    return table;
}

TableValues district_of(std::vector<std::int64_t> counts)
{
    auto const size = counts.size();
    return table_of({places("lsoa", size, std::vector<std::uint32_t>(size, 0))}, std::move(counts));
}

/// Adds the counts of a table of one or two dimensions, and the totals of its lines; returns its cells.
std::vector<std::size_t> read_by(Attacker& attacker, TableValues const& table, std::vector<std::uint8_t> const& hidden)
{
    auto const& counts = table.values[0];
    auto const& dimensions = table.schema.dimensions;
    auto const columns = dimensions.size() == 1 ? 1 : dimensions[1].codes.size();
    auto const rows = counts.size() / columns;
    std::vector<std::size_t> nodes;
    std::vector<std::int64_t> totals(rows + columns, 0);
    for (std::size_t i = 0; i != counts.size(); ++i) {
        totals[i / columns] += counts[i];
        totals[rows + i % columns] += counts[i];
    }
    auto const places_hidden =
        hidden_cells(district_of({totals.begin(), totals.begin() + static_cast<std::ptrdiff_t>(rows)}));
    auto const is_told = [&](std::size_t line) {
        return line < rows ? columns > 1 && !places_hidden[line] : totals[line] >= control.shown_from();
    };
    for (std::size_t line = 0; line != totals.size(); ++line) {
        nodes.push_back(attacker.add_node());
        if (line < rows) attacker.add_flow(Attacker::outside, nodes[line], totals[line], is_told(line));
        else attacker.add_flow(nodes[line], Attacker::outside, totals[line], is_told(line));
    }
    std::vector<std::size_t> cells;
    for (std::size_t i = 0; i != counts.size(); ++i)
        cells.push_back(attacker.add_flow(nodes[i / columns], nodes[rows + i % columns], counts[i], !hidden[i]));
    return cells;
}

/// How many small counts the attacker knows to be none of what a small count may be.
std::size_t betrayed(TableValues const& table, Hiding const& hide)
{
    auto const hidden = hide(table);
    Attacker attacker;
    auto const cells = read_by(attacker, table, hidden);
    std::size_t count = 0;
    for (std::size_t i = 0; i != cells.size(); ++i) {
        if (table.values[0][i] < 1 || table.values[0][i] >= small) continue;
        bool all = true;
        for (std::int64_t value = 1; value != small; ++value) all = all && attacker.can_be(cells[i], value);
        count += !all;
    }
    return count;
}

/// Counts of which every third or so is small.
std::int64_t some_count(std::uint32_t seed, std::uint32_t cell)
{
    auto const draw = mixed(seed, cell);
    return static_cast<std::int64_t>(draw % 3 == 0 ? draw / 3 % 12 : 10 + draw / 3 % 80);
}

std::vector<std::int64_t> some_counts(std::uint32_t seed, std::uint32_t cells)
{
    std::vector<std::int64_t> counts;
    for (std::uint32_t i = 0; i != cells; ++i) counts.push_back(some_count(seed, i));
    return counts;
}

std::size_t hidden_among(std::vector<std::uint8_t> const& hidden)
{
    return static_cast<std::size_t>(std::count(hidden.begin(), hidden.end(), 1));
}

}  // namespace

TEST_CASE("a small count that is hidden alone is had by taking the others off the total of the district")
{
    CHECK(betrayed(district_of({60, 3, 70, 80}), hide_small_counts_alone) == 1);
    CHECK(betrayed(district_of({60, 1, 1, 80}), hide_small_counts_alone) == 2);  // together 2, and each at least 1
}

TEST_CASE("hidden with its neighbour, a small count may be any other small count")
{
    auto const table = district_of({60, 3, 70, 80});
    CHECK(hidden_cells(table) == std::vector<std::uint8_t>{1, 1, 0, 0});
    CHECK(betrayed(table, hidden_cells) == 0);
}

TEST_CASE("where two neighbours together are few, the next two are hidden with them")
{
    auto const table = district_of({60, 70, 2, 0, 80, 90, 30, 40});
    CHECK(hidden_cells(table) == std::vector<std::uint8_t>{0, 0, 1, 1, 1, 1, 0, 0});
    CHECK(betrayed(table, hidden_cells) == 0);
}

TEST_CASE("whatever the counts of a district, no total betrays a small one")
{
    std::size_t naive = 0;
    for (std::uint32_t seed = 0; seed != 300; ++seed) {
        auto const table = district_of(some_counts(seed, 4 + seed % 7));
        CAPTURE(seed);
        CHECK(betrayed(table, hidden_cells) == 0);
        naive += betrayed(table, hide_small_counts_alone);
    }
    CHECK(naive > 100);  // the attacker is one to be feared
}

TEST_CASE("nor do the totals of a table of places by tenure, down its columns and along its rows")
{
    std::size_t naive = 0;
    std::size_t shown = 0;
    for (std::uint32_t seed = 0; seed != 60; ++seed) {
        auto const table =
            table_of({places("lsoa", 6, std::vector<std::uint32_t>(6, 0)), places("tenure", 3)}, some_counts(seed, 18));
        CAPTURE(seed);
        CHECK(betrayed(table, hidden_cells) == 0);
        naive += betrayed(table, hide_small_counts_alone);
        shown += 18 - hidden_among(hidden_cells(table));
    }
    CHECK(naive > 20);
    CHECK(shown > 0);
}

TEST_CASE("what is hidden in one district hides nothing in another")
{
    auto const table = table_of({places("lsoa", 8, {0, 1, 0, 1, 0, 1, 0, 1})}, {60, 50, 3, 60, 70, 70, 80, 80});
    CHECK(hidden_cells(table) == std::vector<std::uint8_t>{1, 0, 1, 0, 0, 0, 0, 0});
}

TEST_CASE("few who are not poor are hidden like few who are, and so is what is left of a whole")
{
    auto table = district_of({58, 30, 40, 50});
    table.schema.measures.push_back({"households", "Households", "households"});
    table.schema.measures[0].part_of = "households";
    table.values.push_back({60, 100, 100, 100});
    CHECK(hidden_cells(table) == std::vector<std::uint8_t>{1, 1, 0, 0});
    table.schema.measures[0].part_of.clear();
    CHECK(hidden_among(hidden_cells(table)) == 0);
}

TEST_CASE("a place is shown in all periods and measures or in none")
{
    auto table = district_of({60, 50, 70, 80, 60, 50, 3, 80});  // two periods
    table.schema.dimensions[0] = places("lsoa", 4, {0, 0, 0, 0});
    table.schema.measures.push_back({"households", "Households", "households"});
    table.values.push_back(std::vector<std::int64_t>(8, 600));
    auto const hidden = hidden_cells(table);
    CHECK(hidden == std::vector<std::uint8_t>{0, 0, 1, 1});
    auto const households = disclosed(table, 1, hidden);
    CHECK(households[0] == 600);
    CHECK(std::isnan(households[2]));
    CHECK(std::isnan(households[7]));
}

TEST_CASE("where nobody at all is counted there is nothing to hide")
{
    auto table = district_of({60, 50, 70, 80});
    table.schema.measures.push_back({"none", "None", "households"});
    table.values.push_back({0, 0, 0, 0});
    CHECK(hidden_among(hidden_cells(table)) == 0);
}

TEST_CASE("the totals of a study are hidden where they are few, each variant by itself")
{
    CHECK(hidden_cells(table_of({places(std::string{variant_dimension}, 3)}, {3, 60, 70}))
          == std::vector<std::uint8_t>{1, 0, 0});
}

TEST_CASE("counts are told to the nearest five")
{
    auto const table = district_of({50, 51, 52, 53, 54, 55});
    CHECK(disclosed(table, 0, hidden_cells(table)) == std::vector<double>{50, 50, 50, 55, 55, 55});
}

TEST_CASE("an amount is hidden by how many are behind it, and told as coarsely as five of them change it")
{
    auto table = district_of({80, 80, 80, 80});
    table.schema.measures.push_back({"gap", "Gap", "GBP", MeasureKind::stock, 1, 100});
    table.schema.measures[1].amount = true;
    table.values.push_back({24'000'00, 24'017'00, 900'00, 26'000'00});
    table.behind = {{}, {80, 80, 3, 80}};
    auto const hidden = hidden_cells(table);
    CHECK(hidden == std::vector<std::uint8_t>{0, 0, 1, 1});
    auto const gap = disclosed(table, 1, hidden);
    CHECK(gap[0] == 24'000);
    CHECK(gap[1] == 24'000);  // the one household that has 17 pounds more is not seen
    CHECK(std::isnan(gap[2]));
    CHECK(std::isnan(gap[3]));  // else it and the district's total would tell the third
}

TEST_CASE("where no period lies whole within the clock there is nothing to hide, amounts neither")
{
    auto table = district_of({80, 80});
    table.schema.measures.push_back({"gap", "Gap", "GBP", MeasureKind::stock, 1, 100});
    table.schema.measures[1].amount = true;
    table.schema.periods.clear();
    table.values = {{}, {}};
    table.behind = {{}, {}};
    CHECK(hidden_cells(table) == std::vector<std::uint8_t>{0, 0});
}

namespace {

/// The same district with some more poor households in some places: what a dearer winter does.
TableValues after_a_change(TableValues table, std::uint32_t seed)
{
    for (std::uint32_t i = 0; i != 3; ++i) {
        auto const draw = mixed(seed, 1000 + i);
        auto& count = table.values[0][draw % table.values[0].size()];
        count += draw / 64 % 4 == 0 ? 6 : 1;
    }
    return table;
}

/// How many small counts the difference of two runs of a district tells to be one of fewer values than there are small
/// counts, if it is known that the change makes nobody less poor. What was and what was added are two rows; what is now,
/// the sums of their columns.
std::size_t betrayed_by_difference(TableValues const& before, TableValues const& after, Hiding const& hide)
{
    auto const hidden_before = hide(before);
    auto const hidden_after = hide(after);
    auto const& was = before.values[0];
    auto const& is = after.values[0];
    Attacker attacker;
    auto const old = attacker.add_node();
    auto const added = attacker.add_node();
    std::int64_t total = 0;
    std::int64_t change = 0;
    std::size_t count = 0;
    std::vector<std::size_t> small_ones;
    for (std::size_t i = 0; i != was.size(); ++i) {
        auto const place = attacker.add_node();
        auto const old_one = attacker.add_flow(old, place, was[i], !hidden_before[i]);
        attacker.add_flow(added, place, is[i] - was[i], false);
        auto const new_one = attacker.add_flow(place, Attacker::outside, is[i], !hidden_after[i]);
        if (was[i] > 0 && was[i] < small) small_ones.push_back(old_one);
        if (is[i] > 0 && is[i] < small) small_ones.push_back(new_one);
        total += was[i];
        change += is[i] - was[i];
    }
    attacker.add_flow(Attacker::outside, old, total, true);
    attacker.add_flow(Attacker::outside, added, change, true);
    for (auto const one : small_ones) count += !attacker.can_be_one_of(one, small - 1, 60);
    return count;
}

}  // namespace

TEST_CASE("a count that steps over the limit from one run to the next betrays itself if five are shown")
{
    auto const before = district_of({60, 4, 3, 80});
    auto const after = district_of({60, 5, 3, 80});
    CHECK(betrayed_by_difference(before, after, hide_small_counts_alone) > 0);
    CHECK(betrayed_by_difference(before, after, hidden_cells) == 0);
}

TEST_CASE("the difference of two runs tells no small count, even if it is known that a change only adds")
{
    std::size_t naive = 0;
    for (std::uint32_t seed = 0; seed != 60; ++seed) {
        auto const before = district_of(some_counts(seed, 4 + seed % 3));
        auto const after = after_a_change(before, seed);
        CAPTURE(seed);
        CHECK(betrayed_by_difference(before, after, hidden_cells) == 0);
        naive += betrayed_by_difference(before, after, hide_small_counts_alone);
    }
    CHECK(naive > 10);
}

TEST_CASE("many replicates average the rounding away, but not what is hidden")
{
    // The same three poor households in every replicate, and neighbours whose numbers come and go.
    constexpr std::uint32_t replicates = 400;
    std::vector<TableValues> all;
    for (std::uint32_t r = 0; r != replicates; ++r) {
        auto counts = some_counts(0, 8);
        for (std::uint32_t i = 0; i != 8; ++i) counts[i] = 40 + static_cast<std::int64_t>(mixed(r, i) % 25);
        counts[2] = 3;
        all.push_back(district_of(counts));
    }
    auto const told = [&](Hiding const& hide) {
        double sum = 0;
        std::size_t unknown = 0;
        for (auto const& table : all) {
            auto const numbers = disclosed(table, 0, hide(table));
            unknown = 0;
            for (std::size_t i = 0; i != numbers.size(); ++i) {
                sum += static_cast<double>(table.values[0][i]) - (std::isnan(numbers[i]) ? 0 : numbers[i]);
                unknown += std::isnan(numbers[i]);
            }
        }
        return std::pair{sum / replicates, unknown};
    };
    auto const [naive, alone] = told(hide_small_counts_alone);
    CHECK(alone == 1);
    CHECK(std::abs(naive - 3) < 0.5);
    auto const [together, hidden] = told(hidden_cells);
    CHECK(hidden == 2);
    CHECK(together > 40);  // of both of them, and of no one alone
}

}  // namespace foresight
