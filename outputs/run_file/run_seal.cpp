#include "outputs/run_file/run_seal.hpp"

#include <array>
#include <cerrno>
#include <fstream>
#include <system_error>
#include <vector>

#include "engine/io/hash.hpp"

namespace foresight {
namespace {

std::string const seal_mark = "\nforesight-seal/1 ";
constexpr std::size_t hash_digits = 16;
auto const seal_bytes = seal_mark.size() + hash_digits + 1;

/// The hash of the first `bytes` of a file.
std::string hash_of_bytes(std::ifstream& file, std::uint64_t bytes)
{
    Hash hash;
    std::vector<char> part(std::size_t{1} << 20);
    file.seekg(0);
    while (bytes > 0 && file) {
        file.read(part.data(), static_cast<std::streamsize>(std::min<std::uint64_t>(bytes, part.size())));
        hash.add({part.data(), static_cast<std::size_t>(file.gcount())});
        bytes -= static_cast<std::uint64_t>(file.gcount());
    }
    return hash.text();
}

std::uint64_t size_of(std::ifstream& file)
{
    file.seekg(0, std::ios::end);
    return static_cast<std::uint64_t>(std::max<std::streamoff>(0, file.tellg()));
}

}  // namespace

Seal seal_of(std::string const& path)
{
    std::ifstream file{path, std::ios::binary};
    auto const size = size_of(file);
    if (!file || size < seal_bytes) return Seal::none;
    std::string seal(seal_bytes, '\0');
    file.seekg(static_cast<std::streamoff>(size - seal_bytes));
    file.read(seal.data(), static_cast<std::streamsize>(seal.size()));
    if (!seal.starts_with(seal_mark) || seal.back() != '\n') return Seal::none;
    return seal.substr(seal_mark.size(), hash_digits) == hash_of_bytes(file, size - seal_bytes) ? Seal::intact
                                                                                                : Seal::broken;
}

void set_seal(std::string const& path)
{
    std::ifstream file{path, std::ios::binary};
    auto const hash = hash_of_bytes(file, size_of(file));
    std::ofstream out{path, std::ios::binary | std::ios::app};
    out << seal_mark << hash << '\n';
    if (!out.flush()) throw std::system_error{errno, std::generic_category(), path + " cannot be sealed"};
}

}  // namespace foresight
