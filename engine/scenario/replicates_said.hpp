#pragma once

#include <cstdint>

#include "engine/io/yaml.hpp"
#include "engine/scenario/scenario.hpp"

namespace foresight {

inline constexpr std::uint32_t most_replicates = 100'000;

/// What has been said of an ensemble, the last word of each kind counting: by `replicates` in files, and by a command.
class ReplicatesSaid {
public:
    /// A number, or a map of points, lucks and design.
    void read(YamlReader const& reader, YamlValue const& said);
    /// So many replicates, with one luck at each point.
    void say_plainly(std::uint32_t count) { plain_ = count; }
    /// So many on the command line: of points that keep the lucks of the scenario, where it has several.
    void ask_for(std::uint32_t count) { asked_ = count; }
    void ask_for_points(std::uint32_t count) { points_asked_ = count; }

    std::uint32_t lucks() const { return said_.lucks; }

    /// What it comes to. `uncertain`: whether any parameter is, so that there are points to draw.
    Replicates settled(bool uncertain, Mistakes& mistakes) const;

private:
    Replicates said_{};
    std::uint32_t plain_ = 0;
    std::uint32_t asked_ = 0;
    std::uint32_t points_asked_ = 0;
    bool central_ = false;  ///< whether `points: central` was said
};

}  // namespace foresight
