#pragma once

#include <string>
#include <string_view>

#include "engine/io/yaml.hpp"

namespace foresight {

/// What the grammar says of the key in backticks that a sentence begins with, of a scenario and of a parameter book:
/// "`years`: how many years", "years: 10". A reader of either takes it as its adviser.
Advice advice_on_scenario(std::string_view what);
Advice advice_on_book(std::string_view what);

/// "write a number from 0 to 1"; of a range without ends, "write a number".
std::string write_a_number_within(double low, double high);

}  // namespace foresight
