#pragma once

#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "engine/core/clock.hpp"
#include "engine/core/entity.hpp"

namespace foresight {

/// What a process asked of somebody's luck in a month, and what came of it.
struct Testimony {
    static constexpr double none = std::numeric_limits<double>::quiet_NaN();

    std::string_view process{};
    Month month{};
    Id<Person> who{};
    std::string_view question{};  ///< the name of the draw: "dies"
    /// Uniform on (0, 1). What was asked happens where from <= value < from + probability. Of a race between several
    /// clocks there is no one value, and of how much of something there is, no probability.
    double value = none;
    double from = 0;
    double probability = none;
    bool happens = false;
    std::string_view outcome{};   ///< which of several it was: "residential"; empty where the question is yes or no
    std::optional<Month> when{};  ///< the month in which it falls due, of a clock that rings
    int window = 0;               ///< how many months a clock was asked about
};

/// Hears every question that is put to the luck of one person, or of everybody. It changes nothing.
///
/// Whoever is watched is visited on the slow way, on which draws are computed one by one; nobody else pays for it.
class Witness {
public:
    explicit Witness(std::optional<Id<Person>> who = {}) : who_{who} {}
    virtual ~Witness() = default;

    std::optional<Id<Person>> who() const { return who_; }
    /// Of one person from one thread at a time, month by month, in the order of the schedule; of everybody from any.
    virtual void hear(Testimony const& testimony) = 0;

private:
    std::optional<Id<Person>> who_;
};

}  // namespace foresight
