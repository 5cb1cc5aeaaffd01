#pragma once

#include "engine/population/population.hpp"

namespace foresight {

/// What somebody brings to a household, and takes along: GBP a year, and GBP of capital.
struct Means {
    std::int32_t earnings = 0;
    std::uint16_t pensions = 0, benefits = 0;
    std::int32_t capital = 0;
};

/// Whose a household's income is: earnings by what each earns before tax, pensions by who has retired or is of pension age,
/// what students live on by who studies, and what is nobody's in particular by adult.
class MembersMeans {
public:
    explicit MembersMeans(Population const& people);

    /// The part of one who still counts as a member, or did until now, as the others still do.
    Means of(Row<Household> home, Row<Person> member) const;
    /// What is paid for its members, each for the own age: child benefit and students' support.
    int due(Row<Household> home) const;

    /// What is asked here of one, or of a household, will be wanted soon.
    void come_near(Row<Person> one) const { touch(one, age_, benefit_age_, activity_, gross_); }
    void come_near(Row<Household> home) const { touch(home, earnings_, pensions_, benefits_, capital_); }

private:
    bool has_pension(Row<Person> one) const;
    int own_benefit(Row<Person> one) const;

    Population const& people_;
    std::vector<Age> const &age_, &benefit_age_;
    std::vector<Activity> const& activity_;
    std::vector<std::int32_t> const& gross_;
    std::vector<std::int32_t> const& earnings_;
    std::vector<std::uint16_t> const &pensions_, &benefits_;
    std::vector<std::int32_t> const& capital_;
};

}  // namespace foresight
