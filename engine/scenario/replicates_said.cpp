#include "engine/scenario/replicates_said.hpp"

#include <string>

#include "engine/scenario/grammar.hpp"
#include "engine/scenario/synonyms.hpp"

namespace foresight {
namespace {

/// So many replicates, with the lucks that the scenario has at each point.
Replicates with_points_for(std::uint32_t count, Replicates said, Mistakes& mistakes)
{
    auto const lucks = said.lucks;
    said.points = count / lucks;
    if (count % lucks == 0) return said;
    auto const below = count / lucks * lucks;
    auto const option = [](std::uint32_t number) { return "--replicates " + std::to_string(number); };
    mistakes.add(
        Mistake{option(count) + ": each point has " + std::to_string(lucks) + " lucks, and that is no multiple of them",
                "the scenario says `lucks: " + std::to_string(lucks) + "`, and every point has all of them",
                "write " + (below == 0 ? std::string{} : option(below) + ", or ") + option(below + lucks),
                {},
                {},
                1});
    return said;
}

}  // namespace

void ReplicatesSaid::read(YamlReader const& reader, YamlValue const& said)
{
    auto const number = [&](YamlValue const& value, char const* what) {
        auto const found = reader.integer(value, what, 1, most_replicates);
        return found ? static_cast<std::uint32_t>(*found) : std::uint32_t{0};
    };
    if (!said.is_map()) {
        if (auto const count = number(said, "`replicates`"); count > 0) {
            plain_ = count;
            central_ = false;
        }
        return;
    }
    if (!reader.check_map(said, keys_of("replicates"), "`replicates`", synonyms_of("replicates"))) return;
    plain_ = 0;
    points_asked_ = 0;
    Replicates made;
    auto const* const points = said.find("points");
    central_ = points && points->text == "central";
    if (points && !central_) {
        if (auto const count = number(*points, "`points`"); count > 0) made.points = count;
        made.central = false;
    }
    if (auto const* lucks = said.find("lucks"))
        if (auto const count = number(*lucks, "`lucks`"); count > 0) made.lucks = count;
    if (auto const* design = said.find("design")) {
        if (design->text == "sobol") made.design = Design::sobol;
        else if (design->text != "drawn")
            reader.refuse(*design, "`design` is drawn or sobol", "it says how the points are spread",
                          "write design: sobol");
    }
    if (auto const count = std::uint64_t{made.points} * made.lucks; count > most_replicates)
        reader.refuse(said, "more than " + std::to_string(most_replicates) + " replicates",
                      std::to_string(made.points) + " points with " + std::to_string(made.lucks) + " lucks each are "
                          + std::to_string(count),
                      "write fewer points, or fewer lucks");
    said_ = made;
}

Replicates ReplicatesSaid::settled(bool uncertain, Mistakes& mistakes) const
{
    auto made = said_;
    if (points_asked_ != 0) {
        made.points = points_asked_;
        made.central = false;
    }
    if (asked_ > 1 && plain_ == 0 && !made.central && made.lucks > 1) return with_points_for(asked_, made, mistakes);
    auto const plain = asked_ != 0 ? asked_ : plain_;
    if (plain == 0) return made;
    if (plain > 1 && uncertain && !central_) return {plain, 1, false, made.design};
    return {1, plain, true, made.design};
}

}  // namespace foresight
