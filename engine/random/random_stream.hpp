#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <utility>

#include "engine/core/clock.hpp"
#include "engine/core/entity.hpp"
#include "engine/core/enumerator.hpp"
#include "engine/random/elementary.hpp"
#include "engine/random/philox.hpp"
#include "engine/random/witness.hpp"

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
    /// Where there is a witness, it and the name must outlive the stream.
    RandomStream(RunKey run, std::string_view process, Month month, Witness* witness = nullptr)
        : key_{run.seed, run.luck},
          process_{name_key(process)},
          month_{static_cast<std::uint32_t>(month.value)},
          witness_{witness},
          process_name_{witness ? process : std::string_view{}}
    {
    }

    /// Whether a witness may want to hear of one of these.
    bool watches(std::uint32_t kind, std::uint64_t const* id, std::uint32_t count) const
    {
        return witness_ && watches_any(kind, id, count);
    }
    /// Tells the witness, if there is one and it watches this identity.
    void tell(std::uint32_t kind, std::uint64_t id, Testimony testimony) const;

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
    bool watches_any(std::uint32_t kind, std::uint64_t const* id, std::uint32_t count) const;
    std::uint32_t address(std::uint32_t kind, std::uint32_t block) const { return month_ << 16 | kind << 12 | block; }

    std::array<std::uint32_t, 2> key_;
    std::uint32_t process_;
    std::uint32_t month_;
    Witness* witness_;
    std::string_view process_name_;
};

/// The draws of one entity, in one process, in one month.
///
/// The loop has computed the first block of a whole tile beforehand; a draw
/// beyond it is computed when asked for. The body cannot tell. Of whom a
/// witness watches nothing is computed beforehand: the slow way, and only it,
/// leads past the witness.
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
        auto const x = word(number(draw)) >> 1;
        bool const happens = x < p.threshold;
        tell(draw,
             [&] { return Testimony{.value = x * 0x1p-31, .probability = p.threshold * 0x1p-31, .happens = happens}; });
        return happens;
    }
    template <class Draw>
    bool chance(Draw draw, double p) const
    {
        return chance(draw, Chance::of(p));
    }

    /// The same of a probability that is not rounded to units of 2^-31.
    template <class Draw>
    bool below(Draw draw, double p) const
    {
        double const u = uniform(draw);
        tell(draw, [&] { return Testimony{.value = u, .probability = p, .happens = u < p}; });
        return u < p;
    }

    /// Which of several outcomes it is, by the share that each has of all draws; what is left belongs to the last.
    template <class Outcome, class Draw>
    Outcome among(Draw draw, std::initializer_list<std::pair<Outcome, double>> shares, Outcome otherwise) const
    {
        double const u = uniform(draw);
        double from = 0;
        for (auto const& [outcome, share] : shares) {
            double const to = from + share;
            if (u < to) return told(draw, outcome, u, from, share);
            from = to;
        }
        return told(draw, otherwise, u, from, 1 - from);
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

    /// Whether a clock of this hazard, a year, may ring within so many months: quickly, by a bound on it. Of whom somebody
    /// may watch, always: so that what is asked of them is reckoned to its end.
    template <class Draw>
    bool may_ring(Draw draw, double hazard, int months) const
    {
        return may_tell() || least_exponential(draw) * 12 <= hazard * months;
    }

    /// A standard normal deviate.
    template <class Draw>
    double normal(Draw draw) const
    {
        double const u = uniform(draw);
        tell(draw, [&] { return Testimony{.value = u, .happens = true, .outcome = "how much"}; });
        return normal_quantile(u);
    }

    /// Which of several ordered outcomes it is, by their cumulated chances (all but the last).
    template <class Outcome, class Draw, class Cumulated>
    Outcome choice(Draw draw, Cumulated const& cumulated) const
    {
        std::uint32_t const x = word(number(draw)) >> 1;
        std::uint32_t outcome = 0;
        for (auto const chance : cumulated) outcome += x >= chance.threshold;
        tell(draw, [&] {
            double from = 0, to = 1;
            for (auto const chance : cumulated) (x >= chance.threshold ? from : to) = chance.threshold * 0x1p-31;
            return testimony_of(static_cast<Outcome>(outcome), x * 0x1p-31, from, to - from);
        });
        return static_cast<Outcome>(outcome);
    }

    /// Whether a witness may listen: then a draw is reckoned that would otherwise not be worth it.
    bool may_tell() const { return !words_; }

    /// Tells a witness, if one may listen, what was asked of a draw and what came of it; `testify()` makes the Testimony.
    template <class Draw, class Testify>
    void tell(Draw draw, Testify const& testify) const
    {
        if (!may_tell()) [[likely]]
            return;
        auto testimony = testify();
        if (testimony.question.empty()) testimony.question = name_of_enumerator(draw);
        stream_.tell(kind_, id_, testimony);
    }

    /// Tells of a clock: its hazard, cumulated over the months that were asked about, and in how many months it rings.
    template <class Draw>
    void tell_clock(Draw draw, double cumulated, int window, std::optional<int> rings_in) const
    {
        tell(draw, [&] {
            Testimony of{.value = 1 - exponential_of(-exponential(draw)),
                         .probability = 1 - exponential_of(-cumulated),
                         .happens = rings_in.has_value(),
                         .window = window};
            if (rings_in) of.when = Month{*rings_in};  // from the month of the stream, which adds its own
            return of;
        });
    }

private:
    template <class Outcome>
    static Testimony testimony_of(Outcome outcome, double value, double from, double probability)
    {
        return {.value = value,
                .from = from,
                .probability = probability,
                .happens = true,
                .outcome = name_of_enumerator(outcome)};
    }

    template <class Outcome, class Draw>
    Outcome told(Draw draw, Outcome outcome, double value, double from, double probability) const
    {
        tell(draw, [&] { return testimony_of(outcome, value, from, probability); });
        return outcome;
    }

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
