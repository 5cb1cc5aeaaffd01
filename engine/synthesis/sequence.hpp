#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/random/random_stream.hpp"

namespace foresight {

/// The draws of one step of the synthesis for one place, in order: each is at the address (seed, step, base month, place, count).
class Sequence {
public:
    Sequence(std::uint32_t seed, std::string_view step, Month base, std::uint32_t place)
        : stream_{RunKey{seed, 0}, step, base}, next_id_{std::uint64_t{place} << 32}
    {
    }

    std::uint32_t word()
    {
        if (used_ == philox_lanes * 4) refill();
        auto const i = used_++;
        return words_[i / philox_lanes][i % philox_lanes];
    }
    /// Uniform on the open interval (0, 1).
    double uniform() { return (word() + 0.5) * 0x1p-32; }
    std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(std::uint64_t{word()} * n >> 32); }
    bool chance(double p) { return uniform() < p; }
    double normal() { return normal_quantile(uniform()); }
    double exponential() { return -logarithm(uniform()); }

    template <class T>
    void shuffle(std::vector<T>& items)
    {
        for (auto i = static_cast<std::uint32_t>(items.size()); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
    }

private:
    void refill()
    {
        std::array<std::uint64_t, philox_lanes> ids;
        for (auto& id : ids) id = next_id_++;
        stream_.block(entity_kind<Household>, ids.data(), words_);
        used_ = 0;
    }

    RandomStream stream_;
    std::uint64_t next_id_;
    PhiloxWords words_{};
    std::uint32_t used_ = philox_lanes * 4;
};

}  // namespace foresight
