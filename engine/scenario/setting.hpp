#pragma once

#include <optional>
#include <string>
#include <utility>

#include "engine/scenario/changes.hpp"
#include "engine/scenario/inputs.hpp"

// What is set on the command line: `--set fuel_poverty/tariffs/cap[2022-04]=*1.1`.

namespace foresight {

inline constexpr char const* form_of_a_month = "a month is written as its year and its number";

/// How to complain of a setting, which has no file.
Inputs::Refuse refuse_setting(Mistakes& mistakes, std::string const& option, std::string const& setting);

/// What is set, and what it becomes. What stands in brackets belongs to the path. Nothing where either is missing.
std::optional<std::pair<std::string, std::string>> parts_of_setting(std::string const& setting);

/// The change of a parameter that a setting is; without the clock and the layer. Nothing where it is wrong; then it has been
/// noted. `name`: "fuel_poverty/tariffs/cap[2022-04]"; `value`: "3.2", "*1.1", "+10", "+5%".
std::optional<SaidChange> change_of_setting(std::string const& option, std::string const& setting, std::string name,
                                            std::string value, Mistakes& mistakes);

}  // namespace foresight
