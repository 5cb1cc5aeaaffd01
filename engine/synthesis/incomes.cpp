#include <algorithm>
#include <array>
#include <numeric>

#include "engine/population/livelihood.hpp"
#include "engine/synthesis/county.hpp"

namespace foresight {

namespace {

constexpr double least_income = 2500;         ///< GBP a year, equivalised: nobody lives on less for long (assumed)
constexpr double poor_health_benefit = 3500;  ///< GBP a year: of disability and incapacity, on average (assumed)

/// What a household would have by source, before it is fitted to the area.
struct Sources {
    double earnings = 0, pensions = 0, benefits = 0;
    double sum() const { return earnings + pensions + benefits; }
};

/// Equivalence scales (OECD modified, a couple is 1): before and after housing costs.
struct Scale {
    double before = 0, after = 0;
};

class Incomes {
public:
    Incomes(MadeDistrict& made, Controls const& controls, Dice const& dice)
        : made_{made},
          controls_{controls},
          district_{controls.district[made.number]},
          luck_{dice.of("synthesis/incomes", made.number)},
          uprating_{controls.base.year() >= 2023 ? controls.assumed.pay_growth_to_2023 : 1.0}
    {
    }

    void give()
    {
        sources_.resize(made_.homes.size());
        scales_.resize(made_.homes.size());
        equivalised_.resize(made_.homes.size());
        for (std::size_t h = 0; h != made_.homes.size(); ++h) gather(h);
        universal_credit();
        draw();
        fit_to_msoas();
        for (std::size_t h = 0; h != made_.homes.size(); ++h) divide(h);
        keep_median_pay();
        free_meals();
    }

private:
    template <class Body>
    void members(MadeHome const& home, Body const& body)
    {
        for (std::int32_t i = 0; i != home.size; ++i) body(made_.persons[static_cast<std::size_t>(home.first + i)]);
    }

    void gather(std::size_t h)
    {
        auto& home = made_.homes[h];
        auto& raw = sources_[h];
        int adults = 0, young = 0;
        livelihood::Work work;
        members(home, [&](MadePerson const& one) {
            (one.age >= 14 ? adults : young) += 1;
            if (one.activity == Activity::employed) raw.earnings += livelihood::net_of_tax(one.earnings);
            work.of(one.age, one.activity);
            if (one.age >= livelihood::pension_age) raw.pensions += livelihood::state_pension;
            if (one.activity == Activity::retired)
                raw.pensions += livelihood::private_pension(one.education)
                                * exponential_of(livelihood::private_pension_spread * luck_.normal());
            if (one.age >= 16 && one.health == Health::poor) raw.benefits += poor_health_benefit;
            raw.benefits += livelihood::benefit_of(one.age, one.activity);
        });
        home.workless = work.nobody_works();
        scales_[h] = {0.67 + 0.33 * (adults - 1) + 0.20 * young, 0.58 + 0.42 * (adults - 1) + 0.20 * young};
    }

    /// As many households as the district has on Universal Credit: those of working age who earn least for their needs, tenants
    /// and lone parents rather than others (by how much is assumed).
    void universal_credit()
    {
        std::vector<std::pair<double, std::size_t>> order;
        for (std::size_t h = 0; h != made_.homes.size(); ++h) {
            auto const& home = made_.homes[h];
            if (made_.persons[static_cast<std::size_t>(home.first)].age >= 66) continue;
            auto const social = home.tenure == Tenure::council_rent || home.tenure == Tenure::other_social_rent;
            auto const rents = social || home.tenure == Tenure::private_rent;
            auto const score = (sources_[h].earnings + sources_[h].pensions) / scales_[h].before / 10000
                               + 1.0 * luck_.normal()
                               - (social  ? 1.6
                                  : rents ? 0.9
                                          : 0.0)
                               - (home.composition == Composition::lone_parent ? 1.0 : 0.0)
                               + (home.tenure == Tenure::owned_outright ? 1.2 : 0.0);
            order.emplace_back(score, h);
        }
        auto const count = std::min(order.size(), static_cast<std::size_t>(district_.universal_credit));
        std::nth_element(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end());
        for (std::size_t i = 0; i != count; ++i) {
            auto const h = order[i].second;
            int children = 0;
            members(made_.homes[h], [&](MadePerson const& one) { children += one.age < 16; });
            sources_[h].benefits +=
                std::max(600.0, livelihood::universal_credit(children, made_.homes[h].tenure >= Tenure::council_rent,
                                                             sources_[h].earnings));
        }
    }

    /// Equivalised net income before housing costs: lognormal in each tenure and composition, its rank going with the
    /// household's own sources.
    void draw()
    {
        double sum = 0, squares = 0;
        std::vector<double> logs(sources_.size());
        for (std::size_t h = 0; h != logs.size(); ++h) {
            logs[h] = logarithm(std::max(2000.0, sources_[h].sum()) / scales_[h].before);
            sum += logs[h];
            squares += logs[h] * logs[h];
        }
        auto const n = static_cast<double>(logs.size());
        auto const mean = sum / n, deviation = root_of(std::max(1e-6, squares / n - mean * mean));
        auto const rho = controls_.assumed.income_work_correlation, own = root_of(1 - rho * rho);
        for (std::size_t h = 0; h != logs.size(); ++h) {
            auto& home = made_.homes[h];
            auto const& [effect, spread] = controls_.composition_money[static_cast<std::size_t>(home.composition)];
            home.rank = rho * std::clamp((logs[h] - mean) / deviation, -2.5, 3.0) + own * luck_.normal();
            equivalised_[h] = exponential_of(
                effect + controls_.money[static_cast<std::size_t>(home.tenure)].income_effect + spread * home.rank);
        }
    }

    double monthly_rent(MadeHome const& home) const { return district_.rent[std::min<std::size_t>(home.bedrooms, 4)]; }

    /// Scales incomes, then housing costs, so that each MSOA has its published means before and after housing costs. How far
    /// rents spread is assumed.
    void fit_to_msoas()
    {
        std::vector<std::array<double, 5>> sums(
            controls_.msoa.size());  // homes, income, cost equivalised after, income after
        cost_.resize(made_.homes.size());
        auto msoa = [&](std::size_t h) -> auto& { return sums[controls_.area_msoa[made_.homes[h].area]]; };
        for (std::size_t h = 0; h != made_.homes.size(); ++h) {
            auto& s = msoa(h);
            s[0] += 1;
            s[1] += equivalised_[h];
        }
        for (std::size_t h = 0; h != made_.homes.size(); ++h) {
            auto& s = msoa(h);
            auto const target = controls_.income[controls_.area_msoa[made_.homes[h].area]].before_housing * uprating_;
            equivalised_[h] = std::max(least_income, equivalised_[h] * target * s[0] / s[1]);
            auto const ratio = controls_.money[static_cast<std::size_t>(made_.homes[h].tenure)].housing_ratio;
            auto const income = equivalised_[h] * scales_[h].before;
            cost_[h] = std::min(0.75 * income,
                                12 * monthly_rent(made_.homes[h]) * ratio * exponential_of(0.2 * luck_.normal()));
            s[2] += cost_[h] / scales_[h].after;
            s[3] += income / scales_[h].after;
        }
        for (std::size_t h = 0; h != made_.homes.size(); ++h) {
            auto const& s = msoa(h);
            auto const target = controls_.income[controls_.area_msoa[made_.homes[h].area]].after_housing * uprating_;
            auto const factor = std::clamp((s[3] - target * s[0]) / std::max(1.0, s[2]), 0.25, 4.0);
            cost_[h] = std::min(cost_[h] * factor, 0.9 * equivalised_[h] * scales_[h].before);
        }
    }

    /// Shares the fitted income among its sources, and carries it to the workers' gross pay. How capital goes with age and
    /// income, and how far it spreads, is assumed.
    void divide(std::size_t h)
    {
        auto& home = made_.homes[h];
        auto const income = equivalised_[h] * scales_[h].before;
        auto raw = sources_[h];
        if (raw.sum() < 1) raw.benefits = 1;
        // Benefits do not rise with income: what is above twice their first amount comes from the other sources, if any.
        auto benefits = std::min(income, raw.benefits * std::min(2.0, income / raw.sum()));
        auto const others = raw.earnings + raw.pensions;
        auto pensions = others > 0 ? (income - benefits) * raw.pensions / others : 0.0;
        auto earnings = others > 0 ? (income - benefits) * raw.earnings / others : 0.0;
        if (others <= 0) pensions = income - benefits;  // savings, maintenance, help from others
        constexpr double most = 65535;
        home.pensions = static_cast<std::int32_t>(std::min(most, pensions));
        home.benefits = static_cast<std::int32_t>(std::min(most, benefits));
        home.earnings = static_cast<std::int32_t>(earnings);
        home.housing_cost = static_cast<std::int32_t>(std::min(most, cost_[h]));
        if (raw.earnings > 0) {
            auto const factor = std::clamp(earnings / raw.earnings, 0.4, 3.0);
            members(home, [&](MadePerson& one) { one.earnings = static_cast<std::int32_t>(one.earnings * factor); });
        }
        auto const age = made_.persons[static_cast<std::size_t>(home.first)].age;
        auto const by_age = age < 35 ? 0.25 : age < 45 ? 0.5 : age < 65 ? 1.0 : 1.25;
        home.capital = static_cast<std::int32_t>(
            std::min(5e6, controls_.money[static_cast<std::size_t>(home.tenure)].capital_median * by_age
                              * exponential_of(0.5 * home.rank + 1.25 * luck_.normal())));
    }

    void keep_median_pay()
    {
        std::vector<std::int32_t> pay;
        for (auto const& one : made_.persons)
            if (one.activity == Activity::employed) pay.push_back(one.earnings);
        if (pay.empty()) return;
        std::nth_element(pay.begin(), pay.begin() + static_cast<std::ptrdiff_t>(pay.size() / 2), pay.end());
        auto const scale = district_.weekly_pay * weeks_a_year / std::max(1, pay[pay.size() / 2]);
        for (auto& one : made_.persons) one.earnings = static_cast<std::int32_t>(std::min(2e6, one.earnings * scale));
    }

    /// Entitled children of school age: the county's share, by district as children in poverty, of the poorest first. And
    /// homes whose children, if any are born, will be entitled.
    void free_meals()
    {
        double children = 0, poor = 0;
        for (auto const& district : controls_.district) {
            double here = 0;
            for (auto const& sex : district.persons)
                for (std::size_t a = 5; a != 16; ++a) here += sex[a];
            children += here;
            poor += here * district.children_in_poverty;
        }
        auto const share = controls_.assumed.free_meals_share * district_.children_in_poverty / (poor / children);
        using Ranked = std::vector<std::pair<double, std::size_t>>;
        Ranked families, others;
        double pupils = 0;
        for (std::size_t h = 0; h != made_.homes.size(); ++h) {
            int here = 0;
            bool has_child = false, may_have = false;
            members(made_.homes[h], [&](MadePerson const& one) {
                here += one.age >= 5 && one.age < 16;
                has_child |= one.age < 16;
                may_have |= one.age < 45;
            });
            pupils += here;
            if (has_child) families.emplace_back(rank_of_need(h), h);
            else if (may_have) others.emplace_back(0, h);
        }
        std::stable_sort(families.begin(), families.end());
        double given = 0;
        for (auto const& [score, h] : families) {
            if (given >= share * pupils) break;
            int here = 0;
            members(made_.homes[h], [&](MadePerson const& one) { here += one.age >= 5 && one.age < 16; });
            given += here;
            made_.homes[h].free_meals = 1;
        }
        // Where a child may yet be born: such that as many of those born will be entitled as of babies are, the poorest by
        // rank. By income they would be fewer, but a first child takes earnings away.
        double babies = 0, entitled = 0;
        for (auto const& family : families) {
            auto const& home = made_.homes[family.second];
            members(home, [&](MadePerson const& one) {
                babies += one.age < 2;
                entitled += one.age < 2 && home.free_meals;
            });
        }
        for (auto& [score, h] : others) score = rank_of_need(h);
        std::stable_sort(others.begin(), others.end());
        double births = 0, so_far = 0;
        for (auto const& [score, h] : others) births += births_expected(made_.homes[h]);
        for (auto const& [score, h] : others) {
            if (so_far >= entitled / std::max(1.0, babies) * births) break;
            so_far += births_expected(made_.homes[h]);
            made_.homes[h].free_meals = 1;
        }
    }

    /// First births in a year, about (assumed): by the ages of the women, and whether they live with a partner.
    double births_expected(MadeHome const& home)
    {
        double births = 0;
        members(home, [&](MadePerson const& one) {
            if (one.sex != Sex::female || one.age < 16 || one.age >= 45) return;
            double const of_age = one.age < 25   ? 0.025
                                  : one.age < 30 ? 0.07
                                  : one.age < 35 ? 0.09
                                  : one.age < 40 ? 0.05
                                                 : 0.01;
            births += of_age * (one.partner == nowhere ? 0.4 : 1.5);
        });
        return births;
    }

    /// The poorest first, roughly: incomes are not all that entitles (what else does, and how far, is assumed).
    double rank_of_need(std::size_t h)
    {
        auto const& home = made_.homes[h];
        bool const social = home.tenure == Tenure::council_rent || home.tenure == Tenure::other_social_rent;
        return logarithm(equivalised_[h]) + 0.3 * luck_.normal() - (home.workless ? 0.6 : 0.0) - (social ? 0.25 : 0.0);
    }

    MadeDistrict& made_;
    Controls const& controls_;
    DistrictControl const& district_;
    Sequence luck_;
    double uprating_;
    std::vector<Sources> sources_{};
    std::vector<Scale> scales_{};
    std::vector<double> equivalised_{}, cost_{};
};

}  // namespace

void give_incomes(MadeDistrict& made, Controls const& controls, Dice const& dice)
{
    Incomes{made, controls, dice}.give();
}

void give_payments(std::vector<MadeDistrict>& made, Controls const& controls, Dice const& dice)
{
    // How prepayment goes with income is assumed.
    auto prepayment = [&](MadeHome const& home) {
        return controls.money[static_cast<std::size_t>(home.tenure)].prepayment_logit - 0.55 * home.rank;
    };
    auto share = [&](double shift) {
        double sum = 0, homes = 0;
        for (auto const& district : made)
            for (std::size_t h = 0; h < district.homes.size();
                 h += 7) {  // a seventh of them tells the level well enough
                sum += logistic(prepayment(district.homes[h]) + shift);
                ++homes;
            }
        return sum / homes;
    };
    double low = -4, high = 4;
    for (int i = 0; i != 30; ++i)
        (share((low + high) / 2) < controls.assumed.prepayment_share ? low : high) = (low + high) / 2;
    auto const credit = controls.assumed.standard_credit_share / (1 - controls.assumed.prepayment_share);
    for (auto& district : made) {
        auto luck = dice.of("synthesis/payment", district.number);
        for (auto& home : district.homes) {
            auto const first = luck.uniform(), second = luck.uniform();
            home.payment = first < logistic(prepayment(home) + low) ? Payment::prepayment
                           : second < credit                        ? Payment::standard_credit
                                                                    : Payment::direct_debit;
        }
    }
}

}  // namespace foresight
