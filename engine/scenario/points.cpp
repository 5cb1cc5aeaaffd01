#include "engine/scenario/points.hpp"

#include <algorithm>

#include <boost/random/sobol.hpp>

#include "engine/random/random_stream.hpp"

namespace foresight {
namespace {

/// One coordinate of one point of the sequence, as 32 bits of a binary fraction. The first point is the origin.
std::uint32_t sobol(std::size_t dimensions, std::size_t dimension, std::uint32_t index)
{
    if (index == 0) return 0;
    boost::random::sobol_engine<std::uint32_t, 32> sequence{dimensions};
    sequence.seed(index - 1);
    sequence.discard(dimension);
    return static_cast<std::uint32_t>(sequence());
}

std::uint32_t reversed(std::uint32_t bits)
{
    std::uint32_t made = 0;
    for (int i = 0; i != 32; ++i, bits >>= 1) made = made << 1 | (bits & 1);
    return made;
}

/// Owen's nested uniform scrambling: each bit is flipped by a hash of the bits above it (Laine and Karras 2011, with
/// the constants of Burley 2020). A net stays a net.
std::uint32_t scrambled(std::uint32_t bits, std::uint32_t seed)
{
    auto x = reversed(bits) + seed;
    for (std::uint32_t const factor : {0x6C50B47Cu, 0xB82F1E52u, 0xC7AFE638u, 0x8D22F6E6u}) x ^= x * factor;
    return reversed(x);
}

}  // namespace

Points::Points(Parameters const& parameters, std::uint32_t seed, Design design) : parameters_{parameters}, seed_{seed}
{
    if (design != Design::sobol) return;
    for (auto const& value : parameters.uncertain_values())
        if (value.address == value.parameter) dimensions_.push_back(value.parameter);
}

double Points::draw(UncertainValue const& value, std::uint32_t point) const
{
    auto const found = std::find(dimensions_.begin(), dimensions_.end(), value.address);
    if (found == dimensions_.end()) return draw_of(value.uncertainty, seed_, point, value.address);
    auto const bits = sobol(dimensions_.size(), static_cast<std::size_t>(found - dimensions_.begin()), point - 1);
    auto const key = mixed(seed_, name_key(value.address));
    return quantile_of(value.uncertainty, (scrambled(bits, static_cast<std::uint32_t>(key)) + 0.5) * 0x1p-32);
}

Parameters Points::at(std::uint32_t point) const
{
    if (point == 0) return parameters_;
    return parameters_.drawn([&](UncertainValue const& value) { return std::optional{draw(value, point)}; });
}

}  // namespace foresight
