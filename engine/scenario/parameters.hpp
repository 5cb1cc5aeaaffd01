#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/clock.hpp"
#include "engine/core/error.hpp"

namespace foresight {

/// The codes of every dimension that a parameter may have, in their order: {"sex": {"female", "male"}, ...}.
/// Ages are "0" to "110". Built from the fields of all modules and from the area table.
using DimensionCodes = std::map<std::string, std::vector<std::string>, std::less<>>;

/// How sure we are of a value: its distribution over the points of an ensemble.
struct Uncertainty {
    enum class Shape : std::uint8_t { normal, lognormal, beta, uniform } shape = Shape::normal;
    double first = 0;   ///< mean; median; a; low
    double second = 0;  ///< standard deviation; of the logarithm; b; high
    bool multiplies = true;  ///< the draw multiplies the value; otherwise it is the value (a scalar's only)
};

/// One resolved parameter: a value for every cell of its named dimensions, from every date on.
struct Parameter {
    /// Values that hold from a month until the next slice.
    struct Slice {
        Month from;  ///< the first slice holds from the beginning of time, whatever this says
        std::vector<double> values;
    };

    std::vector<std::string> dimensions;
    std::vector<std::size_t> sizes;  ///< codes in each dimension; the last dimension varies fastest
    std::vector<Slice> slices;       ///< in the order of their dates; at least one
    std::string label{};
    std::string unit{};
    std::string source{};
    std::string certainty{};         ///< read, derived, inferred, recalled, assumed
    std::vector<std::string> set_by{};  ///< "file:line" of the book, then of each change that touched it
    double low = -1e300;             ///< least value allowed
    double high = 1e300;             ///< greatest value allowed
    std::optional<Uncertainty> uncertain{};

    std::vector<double> const& at(Month month) const;
};

/// A scalar that never changes; for tests and for processes' defaults in benches.
Parameter constant(double value);

/// Everything that a run may read but never write.
class Parameters {
public:
    void add(std::string name, Parameter parameter) { all_.insert_or_assign(std::move(name), std::move(parameter)); }

    bool has(std::string_view name) const { return all_.find(name) != all_.end(); }

    /// Throws an InputError with the nearest name where there is none of that name.
    Parameter const& at(std::string_view name) const;

    std::map<std::string, Parameter, std::less<>> const& all() const { return all_; }

    /// One number of all names, dates and values, in hexadecimal: 16 digits. Sources and labels do not count.
    std::string hash() const;

    /// The parameters at point `point` of an ensemble: every uncertain value drawn at the
    /// address (seed, point, name). Point 0 is the central one, where nothing is drawn.
    Parameters at_point(std::uint32_t seed, std::uint32_t point) const;

private:
    std::map<std::string, Parameter, std::less<>> all_;
};

}  // namespace foresight
