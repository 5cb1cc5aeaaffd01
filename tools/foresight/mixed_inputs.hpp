#pragma once

#include <array>
#include <set>
#include <string>
#include <vector>

#include "outputs/run_file/provenance.hpp"

namespace foresight {

/// What a forecast is made of, in the order in which a bridge exchanges the old for the new.
enum class Ingredient : std::uint8_t { data, parameters, scenario, noise };
inline constexpr std::array ingredients{Ingredient::data, Ingredient::parameters, Ingredient::scenario,
                                        Ingredient::noise};

std::string_view name_of(Ingredient ingredient);
std::string_view label_of(Ingredient ingredient);

/// Whether a file says what a run tallies, which is no ingredient of a forecast.
bool is_tally(InputFile const& input);

/// Of which kind an input file of a run is: the published tables of the population, which lie where `areas.csv` does, and its
/// book; the books and their tables; or the scenario and what it extends.
Ingredient ingredient_of(InputFile const& input, Provenance const& run);

/// The inputs of one run with some ingredients of another. A file that only one of them has is taken wherever it is.
Provenance mixed(Provenance const& old, Provenance const& now, std::set<Ingredient> const& renewed);

/// What differs in an ingredient, a line each: "essex/social_care/prices.csv", "--set ...", "the seed 42 is 43".
std::vector<std::string> differences_in(Ingredient ingredient, Provenance const& old, Provenance const& now);

}  // namespace foresight
