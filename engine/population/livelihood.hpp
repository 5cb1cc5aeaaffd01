#pragma once

#include <algorithm>
#include <limits>

#include "engine/population/fields.hpp"

// What people live on: amounts and rules of 2023-24 from which synthesis makes incomes, and processes change them when
// somebody starts work, retires or grows up. GBP a year throughout; amounts about, and assumed where nothing else is said.

namespace foresight::livelihood {

/// Income after tax and national insurance of an employee, England 2023-24 (rates recalled, not checked against gov.uk),
/// without pension contributions: only shares of an income that is fitted afterwards rest on it.
inline double net_of_tax(double gross)
{
    auto const allowance = std::max(0.0, 12570 - std::max(0.0, gross - 100000) / 2);
    auto const taxable = std::max(0.0, gross - allowance);
    auto const basic = std::min(taxable, 37700.0), higher = std::clamp(taxable - 37700, 0.0, 125140.0 - 37700),
               additional = std::max(0.0, taxable - 125140);
    auto const insurance = 0.12 * std::clamp(gross - 12570, 0.0, 37700.0) + 0.02 * std::max(0.0, gross - 50270);
    return gross - 0.20 * basic - 0.40 * higher - 0.45 * additional - insurance;
}

inline constexpr Age adult = 16;        ///< who is younger does nothing but go to school
inline constexpr Age pension_age = 66;  ///< from which the state pension is paid (67 from 2028 on: not followed)

/// The benefit age of a newborn: from the next June on there is child benefit.
inline constexpr Age not_yet = std::numeric_limits<Age>::max();

/// By benefit age: child benefit, and a student's maintenance loan or help from parents.
constexpr double benefit_of(Age age, Activity activity)
{
    if (age == not_yet) return 0;
    if (age < adult) return 1000;
    return activity == Activity::student && age >= 18 ? 4500 : 0;
}

/// The most that Universal Credit pays to a household.
constexpr double universal_credit_at_most(int children, bool rents)
{
    return 4700 + 3200.0 * std::min(children, 2) + (rents ? 6000 : 0);
}
inline constexpr double universal_credit_taper = 0.55;
inline constexpr double universal_credit_allowance = 4500;
/// What is left of it beside earnings after tax.
constexpr double universal_credit(int children, bool rents, double earnings)
{
    auto const tapered = universal_credit_taper * std::max(0.0, earnings - universal_credit_allowance);
    return std::max(0.0, universal_credit_at_most(children, rents) - tapered);
}
inline constexpr std::int32_t universal_credit_capital = 16000;  ///< above which there is none

inline constexpr double state_pension = 9000;
/// In the middle; it spreads by `private_pension_spread` of its logarithm.
constexpr double private_pension(Education education)
{
    return education == Education::high ? 9500 : education == Education::medium ? 5500 : 3000;
}
inline constexpr double private_pension_spread = 0.8;
inline constexpr double pay_spread = 0.52;  ///< standard deviation of the logarithm of pay at an age, sex and education

/// Whether nobody of working age works in a household, where not all of them are students.
class Work {
public:
    void of(Age age, Activity activity)
    {
        if (age < adult || age >= 65) return;
        ++of_working_age_;
        working_ += activity == Activity::employed;
        students_ += activity == Activity::student;
    }
    bool nobody_works() const { return of_working_age_ > students_ && working_ == 0; }

private:
    int of_working_age_ = 0, working_ = 0, students_ = 0;
};

}  // namespace foresight::livelihood
