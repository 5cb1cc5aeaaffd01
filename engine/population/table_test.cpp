#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "engine/population/fields.hpp"
#include "engine/population/table.hpp"
#include "engine/random/random_stream.hpp"

using namespace foresight;

namespace {

/// Homes whose every field says which one it is.
Table<Household> homes(std::uint32_t count)
{
    Table<Household> table;
    auto& size = table.column(household::size);
    auto& pensions = table.column(household::pensions);
    auto& earnings = table.column(household::earnings);
    std::vector<Id<Household>> ids;
    for (std::uint32_t i = 0; i != count; ++i) ids.push_back({mixed(i, 1)});
    table.append(ids);
    for (std::uint32_t i = 0; i != count; ++i) {
        size[i] = static_cast<std::uint8_t>(i % 251);
        pensions[i] = static_cast<std::uint16_t>(i % 65521);
        earnings[i] = static_cast<std::int32_t>(7 * i);
    }
    return table;
}

/// Whether a home leaves: a share of them here and there, or long stretches, or none for long and then nearly all.
bool leaves(std::string const& who, std::uint32_t i, std::uint32_t count)
{
    if (who == "every other") return i % 2 == 0;
    if (who == "one in three") return mixed(i, 3) % 3 == 0;
    if (who == "one in nine") return mixed(i, 9) % 9 == 0;
    if (who == "stretches") return i / 97 % 3 == 0;
    if (who == "the first") return i < count / 4;
    if (who == "the last") return i >= count - count / 4;
    return i > count / 2 && mixed(i, 5) % 40 != 0;
}

std::vector<std::string> const ways{"every other", "one in three", "one in nine",           "stretches",
                                    "the first",   "the last",     "nearly all of one half"};

}  // namespace

TEST_CASE("when leavers are taken out of a table, those who stay keep their order and all that is known of them")
{
    for (auto const& who : ways)
        for (std::uint32_t const count : {200u, 1'000u, 2 * chunk_rows + 11}) {
            CAPTURE(who);
            CAPTURE(count);
            auto table = homes(count);
            std::vector<std::uint32_t> staying;
            for (std::uint32_t i = 0; i != count; ++i)
                if (leaves(who, i, count)) table.leave({i});
                else staying.push_back(i);
            auto const moved = table.compact();
            REQUIRE(!moved.empty());
            REQUIRE(table.rows() == staying.size());
            REQUIRE(table.living() == staying.size());
            std::uint32_t wrong = 0;
            for (std::uint32_t row = 0; row != staying.size(); ++row) {
                auto const was = staying[row];
                wrong += moved[was] != row || table.ids()[row] != Id<Household>{mixed(was, 1)}
                         || table.column(household::size)[row] != was % 251
                         || table.column(household::pensions)[row] != was % 65521
                         || table.column(household::earnings)[row] != static_cast<std::int32_t>(7 * was);
            }
            CHECK(wrong == 0);
        }
}

TEST_CASE("leavers divide the rows of a chunk into runs wherever they stand, and nobody else is left out")
{
    for (auto const& who : ways)
        for (std::uint32_t const count : {1u, 7u, 8u, 9u, 1'000u, chunk_rows + 5}) {
            CAPTURE(who);
            CAPTURE(count);
            auto table = homes(count);
            for (std::uint32_t i = 0; i != count; ++i)
                if (leaves(who, i, count)) table.leave({i});
            std::vector<std::uint32_t> seen(count);
            std::uint32_t last_end = 0;
            for (std::uint32_t chunk = 0; chunk != table.chunks(); ++chunk)
                table.each_run(chunk, [&](std::uint32_t first, std::uint32_t last) {
                    CHECK(first < last);
                    CHECK(first >= last_end);
                    last_end = last;
                    for (auto row = first; row != last; ++row) ++seen[row];
                });
            std::uint32_t wrong = 0;
            for (std::uint32_t i = 0; i != count; ++i) wrong += seen[i] != (leaves(who, i, count) ? 0u : 1u);
            CHECK(wrong == 0);
        }
}

TEST_CASE("a table of few leavers stays as it is")
{
    auto table = homes(64);
    for (std::uint32_t i = 0; i != 4; ++i) table.leave({i});
    CHECK(table.compact().empty());
    CHECK(table.rows() == 64);
    table.leave({4});
    CHECK_FALSE(table.compact().empty());
    CHECK(table.rows() == 59);
}
