#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace foresight {

enum class Lines : std::uint8_t { one, many };

/// Whether a text can be shown on a terminal as it is: no control characters, which move the cursor, colour, or rename the
/// window, and none that turn the direction of writing. Texts of many lines may have ends of lines and tabs.
bool is_plain(std::string_view text, Lines lines = Lines::one);

/// How many bytes the character of UTF-8 at `at` has; 0 if it is none.
std::size_t character_bytes(std::string_view text, std::size_t at);

bool is_utf8(std::string_view text);

/// The same text with a question mark for each such character; ends of lines and tabs stay.
std::string made_plain(std::string_view text);

}  // namespace foresight
