#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/population/population.hpp"
#include "outputs/tally/table.hpp"

namespace foresight {

/// What a person or a household has not: a home, a dwelling.
inline constexpr std::int64_t not_there = std::numeric_limits<std::int64_t>::min();

/// The way from the rows of a table to a field: of their own, or of what they are linked to. Persons lead to their
/// household, its dwelling and the area of that, or to the establishment that they live in.
class FieldPath {
public:
    /// `entity` is "person" or "household". A field is named in full, or is "district" or "lsoa", which are of the home,
    /// or "mother.age" and the like, which are the mother's own.
    /// Throws an InputError with the nearest name if there is no such field.
    FieldPath(Population const& population, std::string_view entity, std::string const& field);

    /// The values of some rows; `not_there` where a link leads nowhere. At most `chunk_rows` at once.
    void read(std::uint32_t const* rows, std::uint32_t count, std::int64_t* out) const;

    /// Where a first link has led some rows. Paths that are read one after the other of the same rows need not go there
    /// again, if they begin with the same link; with other rows it is to be forgotten.
    class Followed {
    public:
        Followed() {}  // of the arrays only what is used is written
        void forget() { link_ = nullptr; }

    private:
        friend FieldPath;
        AnyColumn const* link_ = nullptr;
        bool any_lost_ = false;
        std::array<std::uint32_t, chunk_rows> at_;
        std::array<std::uint8_t, chunk_rows> lost_;

        void start(AnyColumn const& to, std::uint32_t const* rows, std::uint32_t count);
        void go_on(AnyColumn const& to, std::uint32_t const* rows, std::uint32_t count);
    };
    void read(std::uint32_t const* rows, std::uint32_t count, std::int64_t* out, Followed& first) const;

    /// The values of all rows, if they are bytes of the rows' own; else nothing.
    std::uint8_t const* bytes() const;

    /// The field itself, if the rows have it; else nothing.
    AnyColumn const* own_column() const
    {
        return way_.size() == 1 && then_.empty() && otherwise_.empty() ? way_[0] : nullptr;
    }

    /// Codes in their order; empty if the field is no dimension.
    std::vector<TableCode> const& codes() const { return codes_; }
    std::string const& label() const { return label_; }

    /// The whole number that a word means here: a code's key, label or official code, or a number.
    bool value_of(std::string const& word, std::int64_t& value) const;

private:
    void find(std::string_view entity, std::string const& field);
    void find_of_mother(std::string const& field);
    void find_home(std::string_view entity, bool district);
    static void read_through(std::vector<AnyColumn const*> const& way, std::uint32_t const* rows, std::uint32_t count,
                             Followed& first, std::int64_t* out);
    void code_column(AnyColumn const& column);

    Population const* population_;
    std::vector<AnyColumn const*> way_;        ///< links, then the field
    std::vector<AnyColumn const*> otherwise_;  ///< for those whose way leads nowhere
    std::vector<std::int64_t> then_;           ///< what an area becomes: its district
    std::vector<TableCode> codes_;
    std::string label_;
};

/// Every field that a table may name, with its label.
std::vector<std::pair<std::string, std::string>> fields_of_tables(Population const& population);

}  // namespace foresight
