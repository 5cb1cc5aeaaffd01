#include "outputs/answers/budget_risk.hpp"

#include <utility>

namespace foresight {

BudgetRisk risk_of(std::string financial_year, Replication const& replication, double const* gross, double const* net,
                   Budget const& budget, bool clients_pay)
{
    BudgetRisk risk;
    auto const line = budget.lines.find(financial_year);
    risk.financial_year = std::move(financial_year);
    risk.stated = line != budget.lines.end();
    risk.basis = risk.stated   ? line->second.basis(clients_pay)
                 : clients_pay ? Budget::Basis::net
                               : Budget::Basis::gross;
    auto const* const values = risk.basis == Budget::Basis::gross ? gross : net;
    risk.cost = replication.of_futures(values);
    risk.budget = risk.stated ? line->second.set_aside(clients_pay) : risk.cost.mean;
    if (auto const mean = replication.of_mean(values); mean.has_bands) risk.mean_within = mean.ninety_five;
    PredictiveLaw const law{replication, values};
    risk.at_eighty = law.quantile(0.8);
    risk.at_ninety = law.quantile(0.9);
    risk.eighty_within = law.interval_of_quantile(0.8);
    risk.ninety_within = law.interval_of_quantile(0.9);
    risk.overspend = law.probability_above(risk.budget);
    risk.overspend_within = law.interval_of_probability(risk.overspend);
    return risk;
}

}  // namespace foresight
