#pragma once

#include <array>

#include "engine/population/population.hpp"

// How homes are held, and who holds them how: so that who sets up a home finds one that people of that age and income live in.

namespace foresight {

/// What an empty dwelling is to those who look for one. Whether an owner has a mortgage is the owner's matter, not the
/// dwelling's.
enum class Holding : std::uint8_t { owned, shared_ownership, council, other_social, private_rent };
inline constexpr std::size_t holdings = 5;

constexpr Holding holding_of(Tenure tenure)
{
    switch (tenure) {
    case Tenure::owned_outright:
    case Tenure::mortgage: return Holding::owned;
    case Tenure::shared_ownership: return Holding::shared_ownership;
    case Tenure::council_rent: return Holding::council;
    case Tenure::other_social_rent: return Holding::other_social;
    case Tenure::private_rent:
    case Tenure::other_private_rent:
    case Tenure::rent_free: return Holding::private_rent;
    }
    return Holding::private_rent;
}

/// Of the base's owners, by the age of the oldest of the household, the share without a mortgage: the nearest that never falls
/// with age, as few owners are of one age, and nobody takes out another mortgage.
std::array<double, ages> owned_outright_by_age(Population const& base);

/// How the base's households hold their homes.
class TenuresOfBase {
public:
    explicit TenuresOfBase(Population const& base);

    /// How somebody of an age, with so much to live on, GBP a year, would hold a home; `u`, on (0, 1), says which of them.
    Holding looked_for(Age age, double income, double u) const;
    /// Whether an owner of that age has no mortgage.
    bool outright(Age age, double u) const { return u < outright_[age]; }

private:
    static constexpr std::array<Age, 6> age_starts{0, 25, 35, 45, 55, 65};
    static constexpr std::size_t income_groups = 5;

    static std::size_t age_group(Age age);
    std::size_t income_group(double income) const;

    std::array<double, income_groups - 1> income_bounds_{};
    /// Shares, cumulated, by age of the oldest and income for each adult.
    std::array<std::array<std::array<double, holdings>, income_groups>, age_starts.size()> shares_{};
    std::array<double, ages> outright_{};
};

}  // namespace foresight
