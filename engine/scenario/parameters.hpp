#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/core/clock.hpp"
#include "engine/core/error.hpp"

namespace foresight {

/// The codes of a dimension in their order, and what people call each.
struct Codes {
    Codes() = default;
    Codes(std::initializer_list<std::string> codes) : keys{codes} {}
    std::vector<std::string> keys;
    std::vector<std::string> labels{};  ///< as many, or none
};

/// The codes of every dimension that a parameter may have: {"sex": {"female", "male"}, ...}.
/// Ages are "0" to "110". Built from the fields of all modules and from the area table.
using DimensionCodes = std::map<std::string, Codes, std::less<>>;

/// The code that is meant by a word which is near to it or to its label; else empty.
std::string nearest_code(DimensionCodes const& dimensions, std::string_view dimension,
                         std::vector<std::string> const& codes, std::string_view word);

/// The code whose label is this word, in capitals or not; empty if there is none, or more than one.
std::string code_labelled(DimensionCodes const& dimensions, std::string_view dimension, std::string_view word);
/// What people call a code; empty if it has no label.
std::string label_of(DimensionCodes const& dimensions, std::string_view dimension, std::string_view code);

/// How sure we are of a value: its distribution over the points of an ensemble.
struct Uncertainty {
    enum class Shape : std::uint8_t { normal, lognormal, beta, uniform } shape = Shape::normal;
    double first = 0;   ///< mean; median; a; low
    double second = 0;  ///< standard deviation; of the logarithm; b; high
    enum class As : std::uint8_t {
        value,    ///< the draw is the value (a scalar's only)
        factor,   ///< it multiplies the value
        exponent  ///< the value is raised to it: ratios come nearer to 1, or go farther from it, together
    } as = As::factor;
    bool multiplies() const { return as == As::factor; }
    friend bool operator==(Uncertainty const&, Uncertainty const&) = default;
};

/// A change as it falls on one parameter.
struct Adjustment {
    enum class Kind : std::uint8_t { value, scale, add } kind = Kind::value;
    std::vector<double> amounts{};  ///< one for every cell, or one for all
    Month from{0};                  ///< 0: from the beginning
    Month until{0};                 ///< 0: for ever; else the first month in which it no longer holds
    int phase_in = 0;               ///< months over which it grows linearly: a share 1/n in the first, all in the n-th
    std::vector<std::size_t> cells{};  ///< only these; empty: all
    std::optional<Uncertainty> uncertain{};
    int ordinal = -1;  ///< of an uncertain one: which of its date it is, in the order in which the scenario says them
};

/// How sure a value is that a scenario has changed: as the source that it names, and what it rests on, say.
inline constexpr char const* certainty_of_a_change = "scenario";

/// One resolved parameter: a value for every cell of its named dimensions, from every date on.
struct Parameter {
    /// Values that hold from a month until the next slice.
    struct Slice {
        Month from;  ///< the first slice holds from the beginning of time, whatever this says
        std::vector<double> values;
        friend bool operator==(Slice const&, Slice const&) = default;
    };

    std::vector<std::string> dimensions;
    std::vector<std::size_t> sizes;  ///< codes in each dimension; the last dimension varies fastest
    std::vector<Slice> slices;       ///< in the order of their dates; at least one
    std::string label{};
    std::string unit{};
    std::string source{};
    std::string certainty{};            ///< read, derived, inferred, recalled, assumed, definition, scenario
    std::vector<std::string> set_by{};  ///< "file:line" of the book, then of each change that touched it
    Mistake said{};                     ///< where its book names it, for messages
    double low = -1e300;                ///< least value allowed
    double high = 1e300;                ///< greatest value allowed
    std::optional<Uncertainty> uncertain{};
    std::vector<std::vector<std::string>> codes{};  ///< of each dimension; empty where a test did not say
    std::map<std::string, double> words{};          ///< values that are written as words, such as areas: twelve
    std::vector<Slice> as_given{};                  ///< before the adjustments, if there are any
    std::vector<Adjustment> adjustments{};          ///< in their order; `slices` holds what they make of `as_given`

    std::vector<double> const& at(Month month) const;
    /// Applies a change, and remembers it, so that it can be drawn anew at every point. An uncertain one without an
    /// ordinal gets the next of its date; one that has it keeps it, and so its draws, whichever others are there.
    void adjust(Adjustment adjustment);
    /// "female, 34": the codes of a cell; empty for a single number.
    std::string cell_name(std::size_t cell) const;
};

/// What an adjustment makes of dated values. An uncertain one has been drawn as `draw`: a factor of its amounts, or the
/// amount itself; 1 and a factor in the central case.
void impose(Adjustment const& adjustment, std::vector<Parameter::Slice>& slices, double draw = 1,
            bool multiplies = true);

/// The value of a distribution at the address (seed, point, name): the same whoever else is uncertain.
double draw_of(Uncertainty const& uncertainty, std::uint32_t seed, std::uint32_t point, std::string_view name);
/// Its mean.
double mean_of(Uncertainty const& uncertainty);
/// One standard deviation below its mean and above it, within its range, of a uniform or beta distribution; of a normal or
/// lognormal one the quantiles below which 15.87 and 84.13 per cent lie.
std::pair<double, double> one_deviation_around(Uncertainty const& uncertainty);
/// What a value becomes with what was drawn for it.
double with_draw(double value, double drawn, Uncertainty::As as);
/// The quantile of a distribution at 0 < u < 1.
double quantile_of(Uncertainty const& uncertainty, double u);

/// A scalar that never changes; for tests and for processes' defaults in benches.
Parameter constant(double value);

/// One value that is drawn anew at every point: of a parameter, or of a change of one.
struct UncertainValue {
    std::string parameter;
    std::string address;  ///< the parameter's name; of a change with its ordinal: "name from 2024-04 #0"
    Uncertainty uncertainty;
};

/// The address of what is drawn for an uncertain change.
std::string address_of(std::string const& parameter, Adjustment const& change);

/// Everything that a run may read but never write.
class Parameters {
public:
    Parameter& change(std::string_view name) { return all_.find(name)->second; }

    void add(std::string name, Parameter parameter) { all_.insert_or_assign(std::move(name), std::move(parameter)); }

    bool has(std::string_view name) const { return all_.find(name) != all_.end(); }

    /// Throws an InputError with the nearest name where there is none of that name.
    Parameter const& at(std::string_view name) const;

    std::map<std::string, Parameter, std::less<>> const& all() const { return all_; }
    /// All names with their labels, for suggestions.
    std::vector<Labelled> labelled() const;

    /// One number of all names, dates, values and their uncertainty, in hexadecimal: 16 digits. Sources and labels do not count.
    std::string hash() const;

    /// What is given for an uncertain value instead of its central one; nothing: the central one. What is given beyond the
    /// range of a parameter is set to its end.
    using DrawFor = std::function<std::optional<double>(UncertainValue const&)>;
    Parameters drawn(DrawFor const& draw_for) const;

    /// All uncertain values, by the names of their parameters.
    std::vector<UncertainValue> uncertain_values() const;

    /// Whether anything is uncertain.
    bool uncertain() const;

private:
    std::map<std::string, Parameter, std::less<>> all_;
};

}  // namespace foresight
