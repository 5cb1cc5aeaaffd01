#pragma once

#include <cstdint>
#include <functional>

namespace foresight {

struct Person;
struct Household;
struct Dwelling;
struct Establishment;

/// Names one entity for ever: across years, threads, ranks and scenarios.
template <class Entity>
struct Id {
    std::uint64_t value = 0;
    friend auto operator<=>(Id, Id) = default;
};

/// Where an entity sits in its table. Void once the table is compacted.
template <class Entity>
struct Row {
    std::uint32_t value = 0;
    friend auto operator<=>(Row, Row) = default;
};

/// A link to no one: no partner, no household.
template <class Entity>
inline constexpr Row<Entity> nobody{0xffffffffu};

/// Rows per unit of work. Part of the definition of a result, as the seed is:
/// threads decide who runs a chunk, never where a chunk begins.
inline constexpr std::uint32_t chunk_rows = 4096;

/// A byte is room for a district; a county of more is not foreseen.
inline constexpr std::uint32_t districts_at_most = 32;

/// The row that the running body owns, and may therefore write.
///
/// Only the engine's loops make one, and never two of the same row at once;
/// so a data race between bodies does not compile.
template <class Entity>
class Own {
public:
    operator Row<Entity>() const { return row_; }
    Row<Entity> row() const { return row_; }
    Id<Entity> id() const { return id_; }
    std::uint32_t chunk() const { return row_.value / chunk_rows; }

private:
    template <class>
    friend class Visit;
    friend class Step;
    Own(Row<Entity> row, Id<Entity> id) : row_{row}, id_{id} {}
    Row<Entity> row_;
    Id<Entity> id_;
};

/// Rows one after another that the running body owns: for loops over whole columns, which the compiler can make vectors of.
template <class Entity>
class OwnRun {
public:
    std::uint32_t first() const { return first_; }
    std::uint32_t size() const { return size_; }

private:
    friend class Step;
    OwnRun(std::uint32_t first, std::uint32_t size) : first_{first}, size_{size} {}
    std::uint32_t first_;
    std::uint32_t size_;
};

}  // namespace foresight
