#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace foresight {

/// A fingerprint of 64 bits: FNV-1a over the bytes, then mixed. It tells files apart; it keeps no secret.
class Hash {
public:
    Hash& add(std::string_view bytes);
    /// A word with its length, so that "ab" + "c" and "a" + "bc" differ.
    Hash& add_word(std::string_view word);
    Hash& add(std::uint64_t number);
    /// All bits of a double; both zeros are one.
    Hash& add(double number);

    std::uint64_t value() const;
    /// 16 hexadecimal digits.
    std::string text() const;

private:
    std::uint64_t state_ = 14695981039346656037ull;
};

std::string hash_of(std::string_view bytes);

}  // namespace foresight
