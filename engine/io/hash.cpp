#include "engine/io/hash.hpp"

#include <bit>

namespace foresight {

Hash& Hash::add(std::string_view bytes)
{
    for (char const byte : bytes) state_ = (state_ ^ static_cast<unsigned char>(byte)) * 1099511628211ull;
    return *this;
}

Hash& Hash::add_word(std::string_view word) { return add(std::uint64_t{word.size()}).add(word); }

Hash& Hash::add(std::uint64_t number)
{
    for (int byte = 0; byte != 8; ++byte) state_ = (state_ ^ ((number >> (8 * byte)) & 0xff)) * 1099511628211ull;
    return *this;
}

Hash& Hash::add(double number) { return add(std::bit_cast<std::uint64_t>(number == 0 ? 0.0 : number)); }

std::uint64_t Hash::value() const
{
    auto x = state_;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ull;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBull;
    return x ^ (x >> 31);
}

std::string Hash::text() const
{
    std::string digits(16, '0');
    auto rest = value();
    for (std::size_t i = 16; i-- != 0; rest >>= 4) digits[i] = "0123456789abcdef"[rest & 15];
    return digits;
}

std::string hash_of(std::string_view bytes) { return Hash{}.add(bytes).text(); }

}  // namespace foresight
