#include "engine/core/plain_text.hpp"

#include <array>
#include <cstdio>

namespace foresight {
namespace {

bool is_layout(char character) { return character == '\n' || character == '\t'; }

}  // namespace

std::size_t bytes_that_act(std::string_view text)
{
    auto const byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
    if (byte(0) < 0x20 || byte(0) == 0x7f) return 1;
    if (byte(0) == 0xc2 && byte(1) >= 0x80 && byte(1) <= 0x9f) return 2;                     // U+0080 to U+009F
    if (byte(0) == 0xe2 && byte(1) == 0x80 && byte(2) >= 0xa8 && byte(2) <= 0xae) return 3;  // U+2028 to U+202E
    if (byte(0) == 0xe2 && byte(1) == 0x81 && byte(2) >= 0xa6 && byte(2) <= 0xa9) return 3;  // U+2066 to U+2069
    return 0;
}

std::size_t character_bytes(std::string_view text, std::size_t at)
{
    auto const byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
    auto const follows = [&](std::size_t i) { return (byte(i) & 0xC0u) == 0x80u; };
    auto const first = byte(at);
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF) return follows(at + 1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        if ((first == 0xE0 && byte(at + 1) < 0xA0) || (first == 0xED && byte(at + 1) > 0x9F)) return 0;
        return follows(at + 1) && follows(at + 2) ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        if ((first == 0xF0 && byte(at + 1) < 0x90) || (first == 0xF4 && byte(at + 1) > 0x8F)) return 0;
        return follows(at + 1) && follows(at + 2) && follows(at + 3) ? 4 : 0;
    }
    return 0;
}

bool is_utf8(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        auto const bytes = character_bytes(text, at);
        if (bytes == 0) return false;
        at += bytes;
    }
    return true;
}

bool is_plain(std::string_view text, Lines lines)
{
    for (std::size_t i = 0; i != text.size(); ++i)
        if (bytes_that_act(text.substr(i)) != 0 && !(lines == Lines::many && is_layout(text[i]))) return false;
    return true;
}

std::string made_plain(std::string_view text)
{
    std::string plain;
    for (std::size_t i = 0; i != text.size();) {
        auto const acting = is_layout(text[i]) ? 0 : bytes_that_act(text.substr(i));
        plain += acting == 0 ? text[i] : '?';
        i += acting == 0 ? 1 : acting;
    }
    return plain;
}

std::string escaped(std::string_view text)
{
    std::string plain;
    for (std::size_t i = 0; i != text.size();) {
        auto const acting = bytes_that_act(text.substr(i));
        if (acting == 0) plain += text[i++];
        for (auto const byte : text.substr(i, acting)) {
            std::array<char, 5> hex{};
            std::snprintf(hex.data(), hex.size(), "\\x%02x", static_cast<unsigned>(static_cast<unsigned char>(byte)));
            plain += hex.data();
        }
        i += acting;
    }
    return plain;
}

}  // namespace foresight
