#pragma once

#include <algorithm>
#include <array>
#include <vector>

#include "engine/population/population.hpp"
#include "engine/population/tenures.hpp"

namespace foresight {

/// Where a draw lies in what is left of its interval: so that one draw decides several steps, one after the other.
struct DrawLeft {
    double value;  ///< of the draw, on (0, 1)
    double from = 0, width = 1;
    double within() const { return (value - from) / width; }
    void narrow(double low, double share)
    {
        from += width * low;
        width *= share;
    }
};

/// The fewest moves between outcomes that make the shares of one age those of the next.
///
/// An outcome that fewer have at an age than a year before is left by as many; outcomes that more have are joined by those,
/// as many each as are more. So whoever has an outcome keeps it as long as the shares allow. An outcome that nobody has is
/// left by whoever comes with it.
template <std::size_t outcomes>
class StagesByAge {
public:
    using Shares = std::array<double, outcomes>;

    /// Whoever has the outcome `kept` never leaves it.
    explicit StagesByAge(std::array<Shares, ages> const& shares, std::size_t kept = outcomes)
    {
        for (std::size_t age = 1; age != ages; ++age) {
            auto& to = steps_[age];
            double joined = 0;
            for (std::size_t o = 0; o != outcomes; ++o) {
                auto const before = shares[age - 1][o], after = shares[age][o];
                if (after < before || after <= 0) to.leave[o] = o == kept ? 0 : before > 0 ? 1 - after / before : 1;
                else joined += to.join[o] = after - before;
            }
            for (std::size_t o = 0; o != outcomes; ++o) to.join[o] = joined > 0 ? to.join[o] / joined : shares[age][o];
        }
    }

    /// What somebody has at an age who had `outcome` a year before; `place` is narrowed to the draws that lead there.
    std::size_t next(std::size_t outcome, Age age, DrawLeft& place) const
    {
        auto const& to = steps_[age];
        auto const leaves = to.leave[outcome];
        if (leaves <= 0) return outcome;
        if (place.within() >= leaves) {
            place.narrow(leaves, 1 - leaves);
            return outcome;
        }
        place.narrow(0, leaves);
        double low = 0;
        std::size_t last = outcome;
        for (std::size_t o = 0; o != outcomes; ++o) {
            if (to.join[o] <= 0) continue;
            last = o;
            if (place.within() < low + to.join[o]) {
                place.narrow(low, to.join[o]);
                return o;
            }
            low += to.join[o];
        }
        return last;
    }

    /// How likely it is that somebody leaves `outcome` on coming to an age.
    double leaving(std::size_t outcome, Age age) const { return steps_[age].leave[outcome]; }

private:
    struct Year {
        Shares leave{};  ///< of those who had it a year before
        Shares join{};   ///< of those who leave another
    };
    std::array<Year, ages> steps_{};
};

inline constexpr std::size_t fifths = 5;
/// Of England's areas, by deprivation, the most deprived first.
constexpr std::size_t fifth_of(Area const& area) { return (area.imd_decile - 1u) / 2; }

/// How people live as far as work and pay differ by it: owners, social renters, private renters.
enum class Standing : std::uint8_t { owner, social_renter, private_renter };
inline constexpr std::size_t standings = 3;
constexpr Standing standing_of(Tenure tenure)
{
    switch (holding_of(tenure)) {
    case Holding::owned:
    case Holding::shared_ownership: return Standing::owner;
    case Holding::council:
    case Holding::other_social: return Standing::social_renter;
    case Holding::private_rent: return Standing::private_renter;
    }
    return Standing::owner;
}

/// What the base's people do, have learned and earn at each age: who comes to that age later is taken to be like them.
class LifeStages {
public:
    explicit LifeStages(Population const& base);

    /// What somebody does, and has learned, who has just come to an age.
    Activity activity(Sex sex, Standing standing, Activity before, Age age, DrawLeft& place) const
    {
        auto const& stages = activity_[static_cast<std::size_t>(sex)][static_cast<std::size_t>(standing)];
        return static_cast<Activity>(stages.next(static_cast<std::size_t>(before), age, place));
    }
    Education education(std::size_t fifth, Education before, Age age, DrawLeft& place) const
    {
        if (age > learns_until) return before;
        return static_cast<Education>(education_[fifth].next(static_cast<std::size_t>(before), age, place));
    }

    /// How likely at most it is that somebody's activity, or education, changes on coming to an age, wherever they live.
    double activity_changes(Sex sex, Activity before, Age age) const
    {
        double most = 0;
        for (auto const& of : activity_[static_cast<std::size_t>(sex)])
            most = std::max(most, of.leaving(static_cast<std::size_t>(before), age));
        return most;
    }
    double education_changes(Education before, Age age) const
    {
        if (age > learns_until) return 0;
        double most = 0;
        for (auto const& of : education_) most = std::max(most, of.leaving(static_cast<std::size_t>(before), age));
        return most;
    }
    /// Whether pay changes on coming to an age: it is known by age groups.
    static bool pay_changes(Age age) { return pay_group(age) != pay_group(static_cast<Age>(age - 1)); }

    /// Mean gross pay of those of that kind who are employed, GBP a year, in the county; and what a district's have of it.
    double pay(Sex sex, Age age, Education education, Standing standing) const
    {
        return pay_[static_cast<std::size_t>(standing)][static_cast<std::size_t>(sex)]
                   [static_cast<std::size_t>(education)][pay_group(age)];
    }
    double pay_in(std::uint8_t district) const { return pay_in_[district]; }
    /// What those who live in such a household earn of what is the mean of their sex, age, qualification and standing: lone
    /// parents work shorter hours.
    double pay_of(Sex sex, Composition composition) const
    {
        return pay_of_[static_cast<std::size_t>(sex)][static_cast<std::size_t>(composition)];
    }
    /// Net earnings of households against what their members' gross pay leaves after tax.
    double kept(Standing standing) const { return income_[static_cast<std::size_t>(standing)].kept; }
    /// Means, GBP a year, of those of pension age, and of those who have retired.
    double state_pension(Standing standing) const { return income_[static_cast<std::size_t>(standing)].state_pension; }
    double private_pension(Standing standing, Education education) const;

private:
    static constexpr Age learns_until =
        30;  ///< a generation keeps what it learned: later differences are those between them

    static constexpr std::array<Age, 7> pay_group_starts{0, 19, 22, 30, 40, 60, 66};
    static constexpr std::size_t pay_group(Age age)
    {
        return static_cast<std::size_t>(std::upper_bound(pay_group_starts.begin(), pay_group_starts.end(), age)
                                        - pay_group_starts.begin())
               - 1;
    }

    void tabulate_stages(Population const& base);
    void tabulate_pay(Population const& base);
    void tabulate_incomes(Population const& base);

    struct Income {
        double kept = 1;
        double state_pension = 0;    // GBP a year
        double private_pension = 0;  // against the amounts assumed
    };
    std::array<std::vector<StagesByAge<activity_codes.size()>>, 2> activity_;  // by sex and standing
    std::vector<StagesByAge<education_codes.size()>> education_;               // by fifth of deprivation
    using PayOfSex = std::array<std::array<double, pay_group_starts.size()>, education_codes.size()>;
    std::array<std::array<PayOfSex, 2>, standings> pay_{};
    std::vector<double> pay_in_;  // by district
    std::array<std::array<double, composition_codes.size()>, 2> pay_of_{};
    std::array<Income, standings> income_{};
};

}  // namespace foresight
