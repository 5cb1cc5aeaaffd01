#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/core/clock.hpp"

// How people may write a number, a date or a fraction. Stricter than YAML,
// which takes 0777 for 511 and `no` for false.

namespace foresight {

/// What was read; or why it could not be, and what to write instead.
template <class T>
struct Reading {
    std::optional<T> value{};
    std::string problem{};
    std::string suggestion{};
    explicit operator bool() const { return value.has_value(); }
};

/// "3.2", "-1", "1e-5". No thousands separator, unit, sign of currency or leading zero.
Reading<double> read_number(std::string_view text);
Reading<std::int64_t> read_integer(std::string_view text);
/// "3%", "-3 per cent": how many of a hundred. Nothing where it is not said so.
std::optional<double> read_per_cent(std::string_view text);
/// "2024-04"
Reading<Month> read_month(std::string_view text);
/// "1/100", "0.01" or "1": one in how many.
Reading<std::uint32_t> read_sample(std::string_view text);

/// The shortest text that reads back as this number.
std::string number_text(double number);

}  // namespace foresight
