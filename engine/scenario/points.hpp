#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/scenario/parameters.hpp"

namespace foresight {

/// How the points of an ensemble are spread over what is uncertain. Either way a point never moves when others are added.
enum class Design : std::uint8_t {
    drawn,  ///< each value at an address of its own, (seed, point, name): the same whoever else is uncertain
    sobol   ///< a Sobol sequence with Joe and Kuo's direction numbers, scrambled by (seed, name)
};

/// The points of the uncertain parameters. Point 0 is the central one, where nothing is drawn.
///
/// In a Sobol design the parameters' own uncertain values have the dimensions of the sequence, by the order of their
/// names; what only a change makes uncertain is drawn at its address, so that a scenario and its baseline share the rest.
class Points {
public:
    /// The parameters are only looked at: they must outlive the points.
    Points(Parameters const& parameters, std::uint32_t seed, Design design);
    Points(Parameters const&&, std::uint32_t, Design) = delete;

    /// What is drawn for an uncertain value at a point, which is not the central one.
    double draw(UncertainValue const& value, std::uint32_t point) const;

    /// The parameters at a point. What is drawn beyond the range of a parameter is set to its end: a probability never
    /// exceeds 1.
    Parameters at(std::uint32_t point) const;

private:
    Parameters const& parameters_;
    std::uint32_t seed_;
    std::vector<std::string> dimensions_{};  ///< of a Sobol design: names, in order
};

}  // namespace foresight
