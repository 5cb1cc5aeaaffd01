#include "outputs/tally/tally_selection.hpp"

#include <cstring>

namespace foresight::tallying {

std::vector<TableCode> codes_of_bins(std::vector<std::int64_t> const& bins)
{
    std::vector<TableCode> codes;
    for (std::size_t i = 0; i != bins.size(); ++i) {
        auto const low = std::to_string(bins[i]);
        if (i + 1 == bins.size()) codes.push_back({low + "+", low + " and over"});
        else if (bins[i + 1] == bins[i] + 1) codes.push_back({low, low});
        else
            codes.push_back(
                {low + "-" + std::to_string(bins[i + 1] - 1), low + " to " + std::to_string(bins[i + 1] - 1)});
    }
    return codes;
}

std::uint32_t select_bytes(std::uint8_t const* bytes, std::uint8_t const* left,
                           std::array<std::uint8_t, 256> const& accepted, std::uint32_t first, std::uint32_t last,
                           std::uint32_t* out)
{
    std::uint32_t count = 0;
    for (auto row = first; row < last;) {
        auto const stop = std::min(row + 8, last);
        std::uint64_t word = 1;
        if (stop - row == 8 && !accepted[0]) std::memcpy(&word, bytes + row, 8);
        if (word == 0) {
            row = stop;
            continue;
        }
        for (; row != stop; ++row) {
            out[count] = row;
            count += accepted[bytes[row]] & static_cast<std::uint8_t>(left[row] == 0);
        }
    }
    return count;
}

}  // namespace foresight::tallying
