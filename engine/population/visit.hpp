#pragma once

#include <array>
#include <cstring>

#include "engine/population/table.hpp"
#include "engine/random/random_stream.hpp"

namespace foresight {

/// Whether all of these hold. All are asked, as they are not where && stands: a loop that asks it of everybody has no branch
/// to guess wrong.
template <class... Bool>
constexpr bool all_hold(Bool... conditions)
{
    return (static_cast<int>(conditions) & ...) != 0;
}

/// One chunk of a table while one thread is at it: who is there, densely.
///
/// Every loop of the engine ends here. Selecting first keeps leavers, and
/// those whom a process does not concern, out of the draws and out of the body.
template <class Entity>
class Visit {
public:
    Visit(Table<Entity> const& table, std::uint32_t chunk) : table_{table}, chunk_{chunk} { select(); }

    /// Visits those rows that have not left; `rows` are of one chunk, in order.
    Visit(Table<Entity> const& table, std::uint32_t chunk, std::uint32_t const* rows, std::uint32_t count)
        : table_{table}, chunk_{chunk}
    {
        auto const* const left = table_.left().data();
        auto const* const ids = table_.ids().data();
        std::uint32_t size = 0;
        for (std::uint32_t i = 0; i != count; ++i) {
            row_[size] = rows[i];
            id_[size] = ids[rows[i]].value;
            size += left[rows[i]] == 0;
        }
        finish(size);
    }

    /// Visits those who have not left and of whom `where(Own)` holds: no draw is made for others.
    template <class Where>
    Visit(Table<Entity> const& table, std::uint32_t chunk, Where const& where) : table_{table}, chunk_{chunk}
    {
        auto const* const ids = table_.ids().data();
        std::uint32_t size = 0;
        table_.each_run(chunk_, [&](std::uint32_t first, std::uint32_t last) {
            for (auto row = first; row != last; ++row) {
                row_[size] = row;
                id_[size] = ids[row].value;
                size += static_cast<std::uint32_t>(where(Own<Entity>{Row<Entity>{row}, ids[row]}));
            }
        });
        finish(size);
    }

    /// Calls `body(Own)` for each who has not left, where no list of them is wanted.
    template <class Body>
    static void each_of_chunk(Table<Entity> const& table, std::uint32_t chunk, Body const& body)
    {
        auto const* const ids = table.ids().data();
        table.each_run(chunk, [&](std::uint32_t first, std::uint32_t last) {
            for (auto row = first; row != last; ++row) body(Own<Entity>{Row<Entity>{row}, ids[row]});
        });
    }

    std::uint32_t chunk() const { return chunk_; }
    std::uint32_t size() const { return size_; }

    /// Visits those who have not left. To be called again after an exit.
    void select()
    {
        auto const* const ids = table_.ids().data();
        std::uint32_t size = 0;  // not the member, which a store into the arrays might change
        table_.each_run(chunk_, [&](std::uint32_t first, std::uint32_t last) {
            for (std::uint32_t i = 0; i != last - first; ++i) row_[size + i] = first + i;
            std::memcpy(&id_[size], ids + first, sizeof(Id<Entity>) * (last - first));
            size += last - first;
        });
        finish(size);
    }

    /// Calls `body(Own)` for each.
    template <class Body>
    void each(Body const& body) const
    {
        for (std::uint32_t i = 0, all = size_; i != all; ++i) body(own(i));
    }

    /// Calls `body(Own, Luck)` for each.
    template <class Body>
    void each(RandomStream const& stream, Body const& body) const
    {
        PhiloxWords words;
        for (std::uint32_t first = 0; first < size_; first += philox_lanes) {
            stream.block(entity_kind<Entity>, &id_[first], words);
            auto const count = std::min(philox_lanes, size_ - first);
            auto const* const ahead = stream.watches(entity_kind<Entity>, &id_[first], count) ? nullptr : &words;
            for (std::uint32_t lane = 0; lane != count; ++lane)
                body(own(first + lane), Luck{stream, entity_kind<Entity>, id_[first + lane], ahead, lane});
        }
    }

    /// The part of this visit where `where(Own)` holds.
    template <class Where>
    Visit where(Where const& where) const
    {
        Visit part{Empty{}, table_, chunk_};
        std::uint32_t size = 0;
        for (std::uint32_t i = 0, all = size_; i != all; ++i) {
            part.row_[size] = row_[i];
            part.id_[size] = id_[i];
            size += static_cast<std::uint32_t>(where(own(i)));
        }
        part.finish(size);
        return part;
    }

private:
    struct Empty {};
    Visit(Empty, Table<Entity> const& table, std::uint32_t chunk) : table_{table}, chunk_{chunk} {}

    /// A last tile of draws reads beyond the end.
    void finish(std::uint32_t size)
    {
        size_ = size;
        std::fill_n(id_.begin() + size, philox_lanes, 0);
    }

    Own<Entity> own(std::uint32_t i) const { return {Row<Entity>{row_[i]}, Id<Entity>{id_[i]}}; }

    Table<Entity> const& table_;
    std::uint32_t chunk_;
    std::uint32_t size_ = 0;
    std::array<std::uint32_t, chunk_rows> row_;
    std::array<std::uint64_t, chunk_rows + philox_lanes> id_;
};

}  // namespace foresight
