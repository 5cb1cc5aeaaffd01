#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace foresight {

enum class Lines : std::uint8_t { one, many };

/// How many bytes at the beginning of a text are a character that acts on a terminal: one that moves the cursor, colours,
/// or renames the window, that ends a line, or that turns the direction of writing. 0 mostly.
std::size_t bytes_that_act(std::string_view text);

/// Whether a text can be shown on a terminal as it is: none of its characters act there. Texts of many lines may have ends
/// of lines and tabs.
bool is_plain(std::string_view text, Lines lines = Lines::one);

/// How many bytes the character of UTF-8 at `at` has; 0 if it is none.
std::size_t character_bytes(std::string_view text, std::size_t at);

bool is_utf8(std::string_view text);

/// The same text with a question mark for each such character; ends of lines and tabs stay.
std::string made_plain(std::string_view text);

/// The same text on one line, with the bytes of each such character as "\x1b": names that differ stay different.
std::string escaped(std::string_view text);

}  // namespace foresight
