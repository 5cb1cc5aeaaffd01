#include "engine/modules/school_readiness/logit.hpp"

#include "engine/random/elementary.hpp"

namespace foresight::school_readiness {

double log_odds(Child const& child, Terms const& terms)
{
    auto const code = [](auto value) { return static_cast<std::size_t>(value); };
    double x = terms.base;
    x += terms.sex[code(child.sex)];
    x += terms.month_of_birth[code(child.month_of_birth)];
    x += terms.fsm_ethnic_group[code(child.fsm)][code(child.ethnic_group)];
    x += terms.first_language[code(child.first_language)];
    x += terms.sen[code(child.sen)];
    x += terms.deprivation[child.idaci_decile];
    x += terms.education[code(child.mothers_education)];
    x += terms.gestation[code(child.gestation)];
    x += terms.mothers_age * (child.mothers_age - 30) / 10;
    if (child.in_need) x += terms.in_need;
    if (child.never_breastfed) x += terms.never_breastfed;
    if (child.workless) x += terms.workless;
    if (child.social_rent) x += terms.social_rent;
    return x;
}

double solve_offset(std::vector<double> const& log_odds, std::vector<double> const& weight, double target)
{
    EXPECTS(!log_odds.empty() && log_odds.size() == weight.size() && target > 0 && target < 1);
    double total = 0;
    for (double const w : weight) total += w;
    double low = -20, high = 20;
    while (high - low > 1e-12) {
        double const offset = (low + high) / 2;
        double sum = 0;
        for (std::size_t i = 0; i != log_odds.size(); ++i) sum += weight[i] * logistic(log_odds[i] + offset);
        (sum < target * total ? low : high) = offset;
    }
    return (low + high) / 2;
}

double solve_offset(std::vector<double> const& log_odds, double target)
{
    return solve_offset(log_odds, std::vector<double>(log_odds.size(), 1.0), target);
}

}  // namespace foresight::school_readiness
