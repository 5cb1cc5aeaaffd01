#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "outputs/tally/tally_source.hpp"

// Who is counted, and in which cell.

namespace foresight::tallying {

inline constexpr std::uint32_t no_cell = 0xffffffffu;

/// A condition, as whole numbers.
struct Test {
    Source source;
    Condition asked{};
    std::vector<std::int64_t> values;
    std::array<std::uint8_t, 256> of_byte{};  ///< what holds for each value of a byte, which most values are

    void prepare()
    {
        for (std::size_t value = 0; value != of_byte.size(); ++value)
            of_byte[value] = holds_for(static_cast<std::int64_t>(value));
    }
    bool holds(std::int64_t value) const
    {
        return static_cast<std::uint64_t>(value) < of_byte.size() ? of_byte[static_cast<std::size_t>(value)] != 0
                                                                  : holds_for(value);
    }

private:
    bool holds_for(std::int64_t value) const
    {
        if (value == not_there) return false;
        switch (asked.is) {
        case Condition::Is::any_of: return std::find(values.begin(), values.end(), value) != values.end();
        case Condition::Is::none_of: return std::find(values.begin(), values.end(), value) == values.end();
        case Condition::Is::below: return value < values[0];
        case Condition::Is::at_most: return value <= values[0];
        case Condition::Is::above: return value > values[0];
        case Condition::Is::at_least: return value >= values[0];
        case Condition::Is::has: return (value & values[0]) == values[0];
        }
        return false;
    }
};

/// A dimension: which position a value falls in.
struct Axis {
    Source source;
    std::vector<std::int64_t> bins;
    std::vector<std::uint32_t> position;  ///< of each value below its size; no_cell: left out
    std::uint32_t size = 0;
    std::array<std::uint32_t, 256> of_byte{};

    void prepare()
    {
        for (std::size_t value = 0; value != of_byte.size(); ++value)
            of_byte[value] = found(static_cast<std::int64_t>(value));
    }
    std::uint32_t of(std::int64_t value) const
    {
        return static_cast<std::uint64_t>(value) < of_byte.size() ? of_byte[static_cast<std::size_t>(value)]
                                                                  : found(value);
    }

private:
    std::uint32_t found(std::int64_t value) const
    {
        if (value == not_there) return no_cell;
        if (!bins.empty()) {
            if (value < bins.front()) return no_cell;
            return static_cast<std::uint32_t>(std::upper_bound(bins.begin(), bins.end(), value) - bins.begin() - 1);
        }
        return value >= 0 && static_cast<std::size_t>(value) < position.size()
                   ? position[static_cast<std::size_t>(value)]
                   : no_cell;
    }
};

/// "18-64", "65+": the codes of bins by their lower ends.
std::vector<TableCode> codes_of_bins(std::vector<std::int64_t> const& bins);

/// The living rows of a chunk of which a byte is accepted. Eight at a time are passed over where all bytes are nought and
/// that is not accepted: most people are in nobody's caseload.
std::uint32_t select_bytes(std::uint8_t const* bytes, std::uint8_t const* left,
                           std::array<std::uint8_t, 256> const& accepted, std::uint32_t first, std::uint32_t last,
                           std::uint32_t* out);

}  // namespace foresight::tallying
