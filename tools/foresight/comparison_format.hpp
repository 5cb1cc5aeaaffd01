#pragma once

#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "outputs/view/comparison.hpp"
#include "outputs/view/headlines.hpp"

namespace foresight {

/// "+12", "-0.5".
std::string signed_number(double number, int decimals);

/// What differs in the inputs of two runs: each change in its own words, with its place and source.
std::string inputs_text(RunReader const& base, RunReader const& other);

/// A headline in the periods that both runs have; nothing where they have none.
std::optional<Comparison> headline_in_common(RunReader const& base, RunReader const& other, Headline const& line);

/// The headlines: of each that changes, the years of a medium-term plan with both runs and their difference, what it is in
/// a hundred futures first; of those in which nothing measurable changes, their names; of runs
/// that are the same in every cell, that they are.
std::string headline_text(RunReader const& base, RunReader const& other);

/// A table, one measure after the other.
std::string comparison_text(Comparison const& made);

/// Name and number of all that is said of one measure in one row: both runs, their difference, and how sure each is.
std::vector<std::pair<std::string, double>> comparison_fields(Comparison const& made, std::size_t measure,
                                                              std::size_t row);

/// A table: an object for each row and measure, with its codes and fields.
nlohmann::ordered_json comparison_json(Comparison const& made);

}  // namespace foresight
