#pragma once

#include <cstdint>
#include <string_view>

#include "engine/core/clock.hpp"
#include "engine/core/entity.hpp"
#include "engine/random/elementary.hpp"
#include "engine/random/philox.hpp"

namespace foresight {

/// Which random numbers: the seed of a run, and the luck of a replicate.
struct RunKey {
    std::uint32_t seed = 0;
    std::uint32_t luck = 0;
};

/// The kind of an entity is part of a draw's address: person 7 and household 7 share nothing.
template <class Entity>
inline constexpr std::uint32_t entity_kind = 0;
template <>
inline constexpr std::uint32_t entity_kind<Person> = 1;
template <>
inline constexpr std::uint32_t entity_kind<Household> = 2;
template <>
inline constexpr std::uint32_t entity_kind<Dwelling> = 3;
template <>
inline constexpr std::uint32_t entity_kind<Establishment> = 4;

/// How likely something is, in units of 2^-31: never and always are exact.
struct Chance {
    std::uint32_t threshold = 0;

    static constexpr Chance of(double probability)
    {
        if (probability <= 0) return {0};
        if (probability >= 1) return {0x80000000u};
        return {static_cast<std::uint32_t>(probability * 0x1p31 + 0.5)};
    }
};

/// FNV-1a. Processes are keyed by name so that adding one moves no other.
constexpr std::uint32_t name_key(std::string_view name)
{
    std::uint32_t h = 2166136261u;
    for (char const c : name) h = (h ^ static_cast<unsigned char>(c)) * 16777619u;
    return h;
}

/// A well-mixed function of two numbers: for preferences and for identities that derive from others.
constexpr std::uint64_t mixed(std::uint64_t a, std::uint64_t b)
{
    auto x = a + 0x9E3779B97F4A7C15ull * (b + 1);
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ull;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBull;
    return x ^ (x >> 31);
}

/// Random numbers that are looked up, not consumed.
///
/// A draw is addressed by seed, luck, process, month, entity kind, identity
/// and draw. It has the same value whoever asks, in whatever order, on
/// whatever thread, and in every scenario of the run: two scenarios differ
/// only where they should. Four draws share a Philox block, so draws 0 to 3 of
/// a body cost no more than one.
class RandomStream {
public:
    RandomStream(RunKey run, std::string_view process, Month month)
        : key_{run.seed, run.luck}, process_{name_key(process)}, month_{static_cast<std::uint32_t>(month.value)}
    {
    }

    /// One block for each of philox_lanes identities.
    void block(std::uint32_t kind, std::uint64_t const* id, PhiloxWords& words) const
    {
        philox(id, {address(kind, 0), process_}, key_, words);
    }

    std::uint32_t word(std::uint32_t kind, std::uint64_t id, std::uint32_t draw) const
    {
        return philox(
            {static_cast<std::uint32_t>(id), static_cast<std::uint32_t>(id >> 32), address(kind, draw / 4), process_},
            key_)[draw % 4];
    }

private:
    std::uint32_t address(std::uint32_t kind, std::uint32_t block) const { return month_ << 16 | kind << 12 | block; }

    std::array<std::uint32_t, 2> key_;
    std::uint32_t process_;
    std::uint32_t month_;
};

/// The draws of one entity, in one process, in one month.
///
/// The loop has computed the first block of a whole tile beforehand; a draw
/// beyond it is computed when asked for. The body cannot tell.
class Luck {
public:
    Luck(RandomStream const& stream, std::uint32_t kind, std::uint64_t id, PhiloxWords const* words, std::uint32_t lane)
        : stream_{stream}, id_{id}, words_{words}, kind_{kind}, lane_{lane}
    {
    }

    /// Uniform on the open interval (0, 1).
    template <class Draw>
    double uniform(Draw draw) const
    {
        return (word(number(draw)) + 0.5) * 0x1p-32;
    }

    /// Whether it happens.
    template <class Draw>
    bool chance(Draw draw, Chance p) const
    {
        return word(number(draw)) >> 1 < p.threshold;
    }
    template <class Draw>
    bool chance(Draw draw, double p) const
    {
        return chance(draw, Chance::of(p));
    }

    /// The time until the next event of a process of rate 1. Short times, which decide rare events, take a second word.
    template <class Draw>
    double exponential(Draw draw) const
    {
        auto const high = word(number(draw));
        if (high >= 1u << 20) return -logarithm(1.0 - (high + 0.5) * 0x1p-32);
        auto const low = word(number(draw) + second_word);
        double const v = (static_cast<double>(high) * 0x1p32 + low + 0.5) * 0x1p-64;
        return v * (1.0 + v * (0.5 + v / 3.0));
    }

    /// What `exponential` is at least: -log(1 - u) is never less than u.
    template <class Draw>
    double least_exponential(Draw draw) const
    {
        return word(number(draw)) * 0x1p-32;
    }

    /// A standard normal deviate.
    template <class Draw>
    double normal(Draw draw) const
    {
        return normal_quantile(uniform(draw));
    }

    /// Which of several ordered outcomes it is, by their cumulated chances (all but the last).
    template <class Outcome, class Draw, class Cumulated>
    Outcome choice(Draw draw, Cumulated const& cumulated) const
    {
        std::uint32_t const x = word(number(draw)) >> 1;
        std::uint32_t outcome = 0;
        for (auto const chance : cumulated) outcome += x >= chance.threshold;
        return static_cast<Outcome>(outcome);
    }

private:
    static constexpr std::uint32_t second_word = 1024;

    template <class Draw>
    static constexpr std::uint32_t number(Draw draw)
    {
        return static_cast<std::uint32_t>(draw);
    }

    std::uint32_t word(std::uint32_t draw) const
    {
        return draw < 4 && words_ ? (*words_)[draw][lane_] : stream_.word(kind_, id_, draw);
    }

    RandomStream const& stream_;
    std::uint64_t id_;
    PhiloxWords const* words_;
    std::uint32_t kind_;
    std::uint32_t lane_;
};

/// The luck of an entity outside a loop: every draw is computed when asked for.
template <class Entity>
Luck luck_of(RandomStream const& stream, Id<Entity> id)
{
    return {stream, entity_kind<Entity>, id.value, nullptr, 0};
}

}  // namespace foresight
