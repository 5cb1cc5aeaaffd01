#include "outputs/report/district_tiles.hpp"

#include <array>
#include <utility>

namespace foresight {
namespace {

// Greater Essex by hand: neighbours touch where they can, the coast is to the east, the Thames to the south.
constexpr std::array<std::pair<std::string_view, Tile>, 14> tiles{{
    {"E07000077", {0, 0}},  // Uttlesford
    {"E07000067", {1, 0}},  // Braintree
    {"E07000071", {2, 0}},  // Colchester
    {"E07000076", {3, 0}},  // Tendring
    {"E07000073", {0, 1}},  // Harlow
    {"E07000070", {1, 1}},  // Chelmsford
    {"E07000074", {2, 1}},  // Maldon
    {"E07000072", {0, 2}},  // Epping Forest
    {"E07000068", {1, 2}},  // Brentwood
    {"E07000066", {2, 2}},  // Basildon
    {"E07000075", {3, 2}},  // Rochford
    {"E06000034", {1, 3}},  // Thurrock
    {"E07000069", {2, 3}},  // Castle Point
    {"E06000033", {3, 3}},  // Southend-on-Sea
}};

}  // namespace

std::optional<Tile> tile_of(std::string_view official_code)
{
    for (auto const& [code, tile] : tiles)
        if (code == official_code) return tile;
    return {};
}

}  // namespace foresight
