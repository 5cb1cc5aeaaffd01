#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstring>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/parallel/parallel.hpp"
#include "engine/population/field.hpp"

namespace foresight {

/// Rows first to last - 1, and where they go when those between them are taken out.
struct Run {
    std::uint32_t first, last, to;
};

struct Runs {
    std::vector<std::vector<Run>> by_chunk;
    std::uint32_t total = 0;
};

/// The entity that a column's values point to, if they are links.
enum class LinksTo : std::uint8_t { nothing, persons, households, dwellings, establishments };

/// A column of any type, as tables, tallies and files see it.
class AnyColumn {
public:
    virtual ~AnyColumn() = default;

    std::string name;  ///< "person.sex"
    std::string label;
    std::uint32_t codes = 0;
    std::vector<std::pair<std::string, std::string>>
        code_names;  ///< {key, label} of each code; empty where the code names itself

    virtual std::unique_ptr<AnyColumn> clone() const = 0;
    virtual void resize(std::size_t rows) = 0;
    virtual void take(Runs const& runs) = 0;
    /// Sets rows `to`, `to + 1`... to what the rows `from` of `source` hold, a column of the same type; in that order.
    virtual void copy(std::uint32_t to, AnyColumn const& source, std::uint32_t const* from, std::size_t count) = 0;
    virtual LinksTo links_to() const = 0;
    /// Moves links to where their rows went; a link to a leaver becomes a link to nobody.
    virtual void relink(std::vector<std::uint32_t> const& moved) = 0;
    /// The values of some rows as whole numbers: codes, ages, pence, months, rows. Of a float: its integral part.
    virtual void read(std::uint32_t const* rows, std::size_t count, std::int64_t* out) const = 0;
    virtual void read(std::uint32_t const* rows, std::size_t count, double* out) const = 0;
    /// Of links: the rows that some rows lead to.
    virtual void follow(std::uint32_t const* rows, std::size_t count, std::uint32_t* out) const = 0;
    virtual std::size_t bytes_a_row() const = 0;
    virtual void const* data() const = 0;
    virtual void* data() = 0;
    virtual std::size_t rows() const = 0;
    virtual char const* type() const = 0;  ///< "u8", "u16", "i32", "f32"...
};

namespace detail {

template <class T>
struct Link : std::false_type {
    static constexpr auto to = LinksTo::nothing;
};
template <>
struct Link<Row<Person>> : std::true_type {
    static constexpr auto to = LinksTo::persons;
};
template <>
struct Link<Row<Household>> : std::true_type {
    static constexpr auto to = LinksTo::households;
};
template <>
struct Link<Row<Dwelling>> : std::true_type {
    static constexpr auto to = LinksTo::dwellings;
};
template <>
struct Link<Row<Establishment>> : std::true_type {
    static constexpr auto to = LinksTo::establishments;
};

template <class Out, class T>
constexpr Out number_of(T const& value)
{
    if constexpr (requires { value.value; }) return static_cast<Out>(value.value);
    else return static_cast<Out>(value);
}

template <class T>
constexpr char const* type_name()
{
    if constexpr (std::is_same_v<T, float>) return "f32";
    else if constexpr (std::is_same_v<T, double>) return "f64";
    else if constexpr (sizeof(T) == 1) return "u8";
    else if constexpr (sizeof(T) == 2) return "u16";
    else if constexpr (sizeof(T) == 8) return "u64";
    else if constexpr (Link<T>::value || std::is_unsigned_v<T>) return "u32";
    else return "i32";
}

}  // namespace detail

template <class T>
class Column final : public AnyColumn {
public:
    explicit Column(T initial) : initial_{initial} {}

    Column(Column const& other) : AnyColumn{other}, initial_{other.initial_}
    {
        make_room(other.values.size());
        values = other.values;
    }
    Column(Column&&) = default;
    Column& operator=(Column const&) = delete;
    Column& operator=(Column&&) = default;

    std::unique_ptr<AnyColumn> clone() const override { return std::make_unique<Column>(*this); }
    void resize(std::size_t rows) override
    {
        if (rows > values.capacity()) make_room(rows);
        values.resize(rows, initial_);
    }
    void take(Runs const& runs) override
    {
        for (auto const& chunk : runs.by_chunk)
            for (auto const& run : chunk)
                if (run.to != run.first) move_up(run);
        values.resize(runs.total, initial_);
    }
    void copy(std::uint32_t to, AnyColumn const& source, std::uint32_t const* from, std::size_t count) override
    {
        auto const& given = static_cast<Column const&>(source).values;
        for (std::size_t i = 0; i != count; ++i) values[to + i] = given[from[i]];
    }
    LinksTo links_to() const override { return detail::Link<T>::to; }
    void relink([[maybe_unused]] std::vector<std::uint32_t> const& moved) override
    {
        if constexpr (detail::Link<T>::value)
            parallel_for(static_cast<std::uint32_t>((values.size() + chunk_rows - 1) / chunk_rows),
                         [&](std::uint32_t chunk) {
                             auto const end = std::min(values.size(), std::size_t{chunk + 1} * chunk_rows);
                             for (auto row = std::size_t{chunk} * chunk_rows; row < end; ++row)
                                 if (values[row].value < moved.size()) values[row].value = moved[values[row].value];
                         });
    }
    void read(std::uint32_t const* rows, std::size_t count, std::int64_t* out) const override
    {
        for (std::size_t i = 0; i != count; ++i) out[i] = detail::number_of<std::int64_t>(values[rows[i]]);
    }
    void read(std::uint32_t const* rows, std::size_t count, double* out) const override
    {
        for (std::size_t i = 0; i != count; ++i) out[i] = detail::number_of<double>(values[rows[i]]);
    }
    void follow(std::uint32_t const* rows, std::size_t count, std::uint32_t* out) const override
    {
        EXPECTS(detail::Link<T>::value && "only links lead to rows");
        for (std::size_t i = 0; i != count; ++i) out[i] = detail::number_of<std::uint32_t>(values[rows[i]]);
    }
    std::size_t bytes_a_row() const override { return sizeof(T); }
    void const* data() const override { return values.data(); }
    void* data() override { return values.data(); }
    std::size_t rows() const override { return values.size(); }
    char const* type() const override { return detail::type_name<T>(); }

    std::vector<T> values;

private:
    /// Most runs are short: a block of one size is copied, in next to no time. What it has beyond the run is written over by later
    /// runs or cut off; it must not reach the rows that are still to be read.
    void move_up(Run const& run)
    {
        static_assert(std::is_trivially_copyable_v<T>);
        constexpr std::uint32_t block = std::max<std::size_t>(8, 32 / sizeof(T));
        bool const is_short = run.last - run.first <= block;
        if (is_short && run.to + block <= run.last && run.first + block <= values.size()) {
            std::array<unsigned char, block * sizeof(T)> together;
            std::memcpy(together.data(), values.data() + run.first, sizeof together);
            std::memcpy(values.data() + run.to, together.data(), sizeof together);
        } else {
            std::copy(values.begin() + run.first, values.begin() + run.last, values.begin() + run.to);
        }
    }

    /// For more than years add between two compactions, so that no month copies the whole column. Room that nobody writes
    /// to takes no memory.
    void make_room(std::size_t rows) { values.reserve(rows + rows / 4); }

    T initial_;
};

/// Columns of one length: a row is an entity, a column a field of it.
///
/// Who leaves is flagged, and skipped by the loops. The rows of leavers are
/// taken out only when they have become many: see `compact`.
template <class Entity>
class Table {
public:
    Table() = default;
    Table(Table&&) = default;
    Table& operator=(Table&&) = default;
    Table(Table const& other) : ids_{other.ids_}, left_{other.left_}
    {
        std::vector<std::pair<AnyColumn const*, std::unique_ptr<AnyColumn>*>> copies;
        for (auto const& [name, column] : other.columns_) copies.emplace_back(column.get(), &columns_[name]);
        parallel_for(static_cast<std::uint32_t>(copies.size()),
                     [&](std::uint32_t i) { *copies[i].second = copies[i].first->clone(); });
    }
    Table& operator=(Table const& other) { return *this = Table{other}; }

    std::uint32_t rows() const { return static_cast<std::uint32_t>(ids_.values.size()); }
    std::uint32_t chunks() const { return (rows() + chunk_rows - 1) / chunk_rows; }
    std::vector<Id<Entity>> const& ids() const { return ids_.values; }
    Id<Entity> id(Row<Entity> row) const { return ids_.values[row.value]; }
    std::vector<std::uint8_t> const& left() const { return left_.values; }
    bool alive(Row<Entity> row) const { return row != nobody<Entity> && left_.values[row.value] == 0; }
    std::uint32_t living() const
    {
        return rows()
               - static_cast<std::uint32_t>(std::count(left_.values.begin(), left_.values.end(), std::uint8_t{1}));
    }

    /// The column of a field; it is made, of initial values, where there is none.
    template <class T>
    std::vector<T>& column(Field<Entity, T> const& field)
    {
        auto& slot = columns_[std::string{field.name}];
        if (!slot) {
            auto made = std::make_unique<Column<T>>(field.initial);
            made->name = field.name;
            made->label = field.label;
            made->codes = field.codes;
            for (auto const& code : field.names) made->code_names.emplace_back(code.key, code.label);
            made->resize(rows());
            slot = std::move(made);
        }
        return typed<T>(*slot);
    }

    /// The same, of a table that is only read: the field must be there.
    template <class T>
    std::vector<T> const& column(Field<Entity, T> const& field) const
    {
        auto const found = columns_.find(field.name);
        if (found == columns_.end())
            throw InputError{"field '" + std::string{field.name}
                             + "' is missing (this population was made without it). Build the population again"};
        return typed<T>(*found->second);
    }

    AnyColumn const* find(std::string_view name) const
    {
        auto const found = columns_.find(name);
        return found == columns_.end() ? nullptr : found->second.get();
    }
    AnyColumn* find(std::string_view name)
    {
        auto const found = columns_.find(name);
        return found == columns_.end() ? nullptr : found->second.get();
    }
    std::map<std::string, std::unique_ptr<AnyColumn>, std::less<>> const& columns() const { return columns_; }

    /// Forgets a column that nobody reads any more.
    void drop(std::string_view name)
    {
        if (auto const found = columns_.find(name); found != columns_.end()) columns_.erase(found);
    }

    void append(std::span<Id<Entity> const> ids)
    {
        ids_.resize(rows() + ids.size());
        std::copy(ids.begin(), ids.end(), ids_.values.end() - static_cast<std::ptrdiff_t>(ids.size()));
        left_.resize(rows());
        for (auto& [name, column] : columns_) column->resize(rows());
    }
    Row<Entity> append(Id<Entity> id)
    {
        append(std::span{&id, 1});
        return {rows() - 1};
    }

    void leave(Row<Entity> row) { left_.values[row.value] = 1; }

    /// Calls `body(first, last)` for every run of rows of a chunk without a leaver in it.
    template <class Body>
    void each_run(std::uint32_t chunk, Body const& body) const
    {
        auto const* const left = left_.values.data();
        auto const end = std::min(rows(), (chunk + 1) * chunk_rows);
        for (auto first = chunk * chunk_rows; first < end;) {
            auto const last = next_leaver(left, first, end);
            if (first != last) body(first, last);
            first = last + 1;
        }
    }

    /// Takes out the rows of leavers, once they are a sixteenth of the table. Those who stay keep their order.
    /// Returns where each old row went (nobody's number for a leaver); empty where nothing was done.
    std::vector<std::uint32_t> compact()
    {
        Runs runs{std::vector<std::vector<Run>>(chunks()), 0};
        parallel_for(chunks(), [&](std::uint32_t chunk) {
            each_run(chunk, [&](auto first, auto last) { runs.by_chunk[chunk].push_back({first, last, 0}); });
        });
        for (auto& chunk : runs.by_chunk)
            for (auto& run : chunk) {
                run.to = runs.total;
                runs.total += run.last - run.first;
            }
        if (rows() - runs.total <= rows() / 16) return {};
        std::vector<std::uint32_t> moved(rows(), nobody<Entity>.value);
        parallel_for(static_cast<std::uint32_t>(runs.by_chunk.size()), [&](std::uint32_t chunk) {
            for (auto const& run : runs.by_chunk[chunk])
                for (auto row = run.first; row != run.last; ++row) moved[row] = run.to + (row - run.first);
        });
        std::vector<AnyColumn*> all{&ids_, &left_};
        for (auto& [name, column] : columns_) all.push_back(column.get());
        parallel_for(static_cast<std::uint32_t>(all.size()), [&](std::uint32_t i) { all[i]->take(runs); });
        return moved;
    }

    /// Bytes that one row takes, identity and flag included.
    std::size_t bytes_a_row() const
    {
        std::size_t bytes = sizeof(Id<Entity>) + 1;
        for (auto const& [name, column] : columns_) bytes += column->bytes_a_row();
        return bytes;
    }

private:
    /// The first row from `row` on that has left; the end where there is none. Eight flags are looked at in one go: of persons
    /// and homes, leavers are mostly near each other.
    static std::uint32_t next_leaver(std::uint8_t const* left, std::uint32_t row, std::uint32_t end)
    {
        static_assert(std::endian::native == std::endian::little, "the first of eight flags is the lowest byte");
        for (; end - row >= 8; row += 8) {
            std::uint64_t flags = 0;
            std::memcpy(&flags, left + row, sizeof flags);
            if (flags != 0) return row + static_cast<std::uint32_t>(std::countr_zero(flags)) / 8;
        }
        while (row != end && left[row] == 0) ++row;
        return row;
    }

    template <class T>
    static std::vector<T>& typed(AnyColumn& column)
    {
        EXPECTS(dynamic_cast<Column<T>*>(&column) && "two fields of one name must have one type");
        return static_cast<Column<T>&>(column).values;
    }
    template <class T>
    static std::vector<T> const& typed(AnyColumn const& column)
    {
        EXPECTS(dynamic_cast<Column<T> const*>(&column) && "two fields of one name must have one type");
        return static_cast<Column<T> const&>(column).values;
    }

    Column<Id<Entity>> ids_{{}};
    Column<std::uint8_t> left_{0};
    std::map<std::string, std::unique_ptr<AnyColumn>, std::less<>> columns_;
};

}  // namespace foresight
