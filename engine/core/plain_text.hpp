#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace foresight {

enum class Lines : std::uint8_t { one, many };

/// Whether a text can be shown on a terminal as it is: no control characters, which move the cursor, colour, or rename the
/// window, and none that turn the direction of writing. Texts of many lines may have ends of lines and tabs.
bool is_plain(std::string_view text, Lines lines = Lines::one);

/// The same text with a question mark for each such character; ends of lines and tabs stay.
std::string made_plain(std::string_view text);

}  // namespace foresight
