#include "engine/synthesis/fit.hpp"

#include <algorithm>
#include <array>

#include "engine/synthesis/fields.hpp"

namespace foresight {

namespace {

/// Adds up cells of a table: total absolute error and the cells that are furthest off.
class Tally {
public:
    Tally(std::string table, std::string unit, double limit, std::string note = {})
    {
        row_.table = std::move(table);
        row_.unit = std::move(unit);
        row_.limit = limit;
        row_.note = std::move(note);
    }

    template <class Name>
    void cell(Name const& name, double target, double got)
    {
        ++row_.cells;
        FitCell cell{{}, target, got};
        apart_ += cell.apart();
        total_ += target;
        if (row_.cells > 1 && cell.apart() <= (worst_.size() < worst_named ? 0 : worst_.back().apart())) return;
        cell.name = name();
        auto const before =
            std::find_if(worst_.begin(), worst_.end(), [&](auto const& one) { return one.apart() < cell.apart(); });
        worst_.insert(before, std::move(cell));
        if (worst_.size() > worst_named) worst_.pop_back();
    }

    FitRow share_of_total() { return done(total_ > 0 ? 100 * apart_ / total_ : 0); }
    FitRow worst_cell() { return done(worst_.empty() ? 0 : worst_.front().apart()); }
    FitRow sum() { return done(apart_); }

private:
    FitRow done(double error)
    {
        row_.error = error;
        if (!worst_.empty()) row_.worst = std::move(worst_.front());
        for (std::size_t i = 1; i < worst_.size(); ++i)
            if (worst_[i].apart() > 0) row_.next.push_back(std::move(worst_[i]));
        return std::move(row_);
    }

    std::vector<FitCell> worst_;  ///< the furthest first
    FitRow row_;
    double apart_ = 0, total_ = 0;
};

/// The areas of the dwellings that households live in: at the base the first so many; those that stand empty follow.
std::vector<std::uint16_t> occupied(Population const& population)
{
    auto const& areas = population.dwellings.column(dwelling::area);
    return {areas.begin(), areas.begin() + population.households.rows()};
}

class Describer {
public:
    Describer(Population const& population, Controls const& controls)
        : population_{population},
          controls_{controls},
          weight_{static_cast<double>(population.weight)},
          age_{population.persons.column(person::age)},
          sex_{population.persons.column(person::sex)},
          home_{population.persons.column(person::household)},
          place_{population.persons.column(person::establishment)},
          composition_{population.households.column(household::composition)},
          size_{population.households.column(household::size)},
          area_{occupied(population)}
    {
        areas_ = controls.area.size();
        residents_.assign(areas_, 0);
        person_area_.resize(age_.size());
        auto const& at = population.establishments.column(establishment::area);
        for (std::size_t p = 0; p != age_.size(); ++p) {
            person_area_[p] = home_[p] != nobody<Household> ? area_[home_[p].value] : at[place_[p].value];
            residents_[person_area_[p]] += weight_;
        }
        homes_in_.assign(areas_, 0);
        for (auto const a : area_) homes_in_[a] += weight_;
    }

    std::vector<FitRow> all()
    {
        persons();
        households();
        homes(
            "LSOA x tenure", dwelling::tenure, tenure_codes,
            [](AreaControl const& a) -> auto const& { return a.tenure; });
        homes(
            "LSOA x dwelling type", dwelling::type, dwelling_type_codes,
            [](AreaControl const& a) -> auto const& { return a.dwelling; });
        homes(
            "LSOA x occupancy", dwelling::occupancy, occupancy_codes,
            [](AreaControl const& a) -> auto const& { return a.occupancy; });
        ethnic_groups_of();
        three_ages();
        sizes();
        lone_parents();
        communal();
        promises();
        incomes();
        attributes();
        return std::move(rows_);
    }

private:
    std::string district_name(std::size_t d) const { return controls_.areas.districts[d].name; }
    std::string area_name(std::size_t a) const
    {
        return controls_.areas.all[a].code + " " + controls_.areas.all[a].name;
    }
    std::size_t district_of(std::size_t area) const { return controls_.areas.all[area].district; }

    void persons()
    {
        std::vector<double> got(controls_.district.size() * 2 * ages);
        auto index = [](std::size_t d, std::size_t sex, std::size_t a) { return (d * 2 + sex) * ages + a; };
        for (std::size_t p = 0; p != age_.size(); ++p)
            got[index(district_of(person_area_[p]), static_cast<std::size_t>(sex_[p]), age_[p])] += weight_;
        Tally tally{"district x single year x sex", "% TAE", 0,
                    "persons, after controlled rounding; 90 and over spread by the life table"};
        for (std::size_t d = 0; d != controls_.district.size(); ++d)
            for (std::size_t sex = 0; sex != 2; ++sex)
                for (std::size_t a = 0; a != ages; ++a)
                    tally.cell(
                        [&] {
                            return district_name(d) + ", " + std::string{sex_codes[sex].key} + " of "
                                   + std::to_string(a);
                        },
                        controls_.district[d].persons[sex][a], got[index(d, sex, a)]);
        rows_.push_back(tally.share_of_total());
    }

    std::vector<double> by_district(std::vector<double> const& by_area) const
    {
        std::vector<double> sum(controls_.district.size());
        for (std::size_t a = 0; a != areas_; ++a) sum[district_of(a)] += by_area[a];
        return sum;
    }

    void households()
    {
        auto const homes = by_district(homes_in_);
        std::vector<double> in_homes(homes.size()), elsewhere(homes.size());
        for (std::size_t p = 0; p != age_.size(); ++p)
            (home_[p] != nobody<Household> ? in_homes : elsewhere)[district_of(person_area_[p])] += weight_;
        Tally tally{"households by district", "% TAE", 0.01,
                    "household population / Census mean size, with communal residents as now"},
            additions{"households v Census + net additions to June " + std::to_string(controls_.base.year()), "% TAE",
                      -1, "for comparison: persons, households and sizes cannot all be imposed"};
        for (std::size_t d = 0; d != homes.size(); ++d) {
            auto const& c = controls_.district[d];
            tally.cell([&] { return district_name(d); }, in_homes[d] * c.households / (c.residents - elsewhere[d]),
                       homes[d]);
            additions.cell([&] { return district_name(d); }, c.households * (1 + c.additions_since_census), homes[d]);
        }
        rows_.push_back(tally.share_of_total());
        rows_.push_back(additions.share_of_total());
        for (std::size_t d = 0; d != homes.size(); ++d) {
            auto const& c = controls_.district[d];
            Tally one{"  households, " + district_name(d), "% TAE", -1, {}};
            one.cell([&] { return std::string{"Census and additions, and here"}; },
                     c.households * (1 + c.additions_since_census), homes[d]);
            rows_.push_back(one.share_of_total());
        }
    }

    /// Census shares of an area, times its part of the district's households at the base.
    template <class F, std::size_t n, class Of>
    void homes(char const* table, F const& field, std::array<Code, n> const& codes, Of const& of)
    {
        auto const& column = population_.dwellings.column(field);
        std::vector<double> got(areas_ * n);
        for (std::size_t h = 0; h != population_.households.rows(); ++h)
            got[area_[h] * n + static_cast<std::size_t>(column[h])] += weight_;
        auto const homes = by_district(homes_in_);
        std::vector<double> census(homes.size());
        for (std::size_t a = 0; a != areas_; ++a) census[district_of(a)] += controls_.area[a].households;
        Tally tally{table, "% TAE", 1, "Census shares x households of the base"};
        for (std::size_t a = 0; a != areas_; ++a) {
            auto const& control = of(controls_.area[a]);
            double sum = 0;
            for (auto const x : control) sum += x;
            auto const wanted = controls_.area[a].households * homes[district_of(a)] / census[district_of(a)];
            for (std::size_t i = 0; i != n; ++i)
                tally.cell([&] { return area_name(a) + ", " + std::string{codes[i].key}; },
                           sum > 0 ? control[i] / sum * wanted : 0.0, got[a * n + i]);
        }
        rows_.push_back(tally.share_of_total());
    }

    void ethnic_groups_of()
    {
        auto const& ethnic = population_.persons.column(person::ethnic_group);
        std::vector<double> got(areas_ * ethnic_groups);
        for (std::size_t p = 0; p != ethnic.size(); ++p)
            got[person_area_[p] * ethnic_groups + static_cast<std::size_t>(ethnic[p])] += weight_;
        auto const now = by_district(residents_);
        std::vector<double> census(now.size());
        for (std::size_t a = 0; a != areas_; ++a)
            for (auto const x : controls_.area[a].ethnic) census[district_of(a)] += x;
        Tally tally{"LSOA x ethnic group", "% TAE", 1,
                    "Census counts x persons of the base; communal residents included"};
        for (std::size_t a = 0; a != areas_; ++a)
            for (std::size_t g = 0; g != ethnic_groups; ++g)
                tally.cell([&] { return area_name(a) + ", " + std::string{ethnic_group_codes[g].key}; },
                           controls_.area[a].ethnic[g] * now[district_of(a)] / census[district_of(a)],
                           got[a * ethnic_groups + g]);
        rows_.push_back(tally.share_of_total());
    }

    void three_ages()
    {
        std::vector<double> got(areas_ * 3);
        std::vector<std::array<double, 3>> now(controls_.district.size()), then(controls_.district.size());
        for (std::size_t p = 0; p != age_.size(); ++p) {
            auto const band = age_[p] < 16 ? 0u : age_[p] < 65 ? 1u : 2u;
            got[person_area_[p] * 3u + band] += weight_;
            now[district_of(person_area_[p])][band] += weight_;
        }
        for (std::size_t a = 0; a != areas_; ++a)
            for (std::size_t band = 0; band != 3; ++band) then[district_of(a)][band] += controls_.area[a].ages[band];
        constexpr std::array names{"0 to 15", "16 to 64", "65 and over"};
        Tally tally{"LSOA x three ages", "% TAE", 5,
                    "mid-2020 ages of LSOA 2011, apportioned, rescaled to the district"};
        for (std::size_t a = 0; a != areas_; ++a)
            for (std::size_t band = 0; band != 3; ++band)
                tally.cell([&] { return area_name(a) + ", " + names[band]; },
                           controls_.area[a].ages[band] * now[district_of(a)][band] / then[district_of(a)][band],
                           got[a * 3 + band]);
        rows_.push_back(tally.share_of_total());
    }

    void sizes()
    {
        std::vector<std::array<double, 4>> got(controls_.district.size());
        auto const homes = by_district(homes_in_);
        for (std::size_t h = 0; h != size_.size(); ++h)
            got[district_of(area_[h])][std::min<std::size_t>(size_[h], 4) - 1] += weight_;
        Tally all{"district household sizes", "pp", 1, "Census 2021 TS017"},
            one{"district one-person share", "pp", 1, "Census 2021 TS017"};
        for (std::size_t d = 0; d != got.size(); ++d)
            for (std::size_t s = 0; s != 4; ++s) {
                auto name = [&] {
                    return district_name(d) + ", " + std::to_string(s + 1) + (s == 3 ? " and over" : "");
                };
                all.cell(name, 100 * controls_.district[d].size_share[s], 100 * got[d][s] / homes[d]);
                if (s == 0) one.cell(name, 100 * controls_.district[d].size_share[s], 100 * got[d][s] / homes[d]);
            }
        rows_.push_back(all.worst_cell());
        rows_.push_back(one.worst_cell());
    }

    /// Households that are neither one person's nor a couple's divide as in England (the rule of `plan_households`).
    double lone_parent_target(std::size_t d, double homes, double alone) const
    {
        auto const& c = controls_.district[d];
        if (c.lone_parent_target >= 0) return c.lone_parent_target;
        double adults = 0;
        for (std::size_t p = 0; p != age_.size(); ++p)
            adults += home_[p] != nobody<Household> && age_[p] >= 16 && district_of(person_area_[p]) == d ? weight_ : 0;
        auto const& a = controls_.assumed;
        auto const couples = c.married / c.adults * adults * a.married_together / 2 * (1 + a.cohabiting_per_married);
        return a.lone_parent_of_rest * std::max(0.03 * homes, homes - alone - couples) / homes;
    }

    void lone_parents()
    {
        auto const homes = by_district(homes_in_);
        std::vector<double> lone(homes.size()), alone(homes.size());
        for (std::size_t h = 0; h != size_.size(); ++h) {
            if (composition_[h] == Composition::lone_parent) lone[district_of(area_[h])] += weight_;
            if (composition_[h] == Composition::one_person) alone[district_of(area_[h])] += weight_;
        }
        auto const supplied = controls_.lone_parents_supplied;
        Tally tally{"district lone-parent share", "pp", 1,
                    supplied
                        ? "Census 2021 TS003, as supplied"
                        : "UNVALIDATED: against the derived target, for want of Census 2021 TS003 (supply ts003.csv)"};
        for (std::size_t d = 0; d != homes.size(); ++d)
            tally.cell([&] { return district_name(d); }, 100 * lone_parent_target(d, homes[d], alone[d]),
                       100 * lone[d] / homes[d]);
        rows_.push_back(tally.worst_cell());
        for (std::size_t d = 0; d != homes.size(); ++d) {
            Tally one{"  lone parents, " + district_name(d), "pp", -1, supplied ? "" : "unvalidated"};
            one.cell([&] { return std::string{"per cent of households"}; },
                     100 * lone_parent_target(d, homes[d], alone[d]), 100 * lone[d] / homes[d]);
            rows_.push_back(one.worst_cell());
        }
    }

    void communal()
    {
        auto const& kind = population_.establishments.column(establishment::kind);
        std::array<double, 4> residents{};
        double old = 0;
        auto const wanted = controls_.assumed.older_care_beds * controls_.assumed.care_home_occupancy;
        for (std::size_t p = 0; p != age_.size(); ++p)
            if (place_[p] != nobody<Establishment>) {
                auto const k = static_cast<std::size_t>(kind[place_[p].value]);
                residents[k] += weight_;
                if (k < 2 && age_[p] >= 65 && district_of(person_area_[p]) < 12) old += weight_;
            }
        for (std::size_t k = 0; k != 4; ++k)
            count("communal residents: " + std::string{establishment_kind_codes[k].key}, residents[k], -1,
                  k < 2 ? "placed first; assumed rates, at 65 and over scaled to published beds"
                        : "placed first; residents beyond the household population, in areas named by hand");
        Tally tally{"care-home residents of 65 and over, 12 districts", "count", -1,
                    "beds published x assumed occupancy"};
        tally.cell([] { return std::string{"Essex"}; }, wanted, old);
        rows_.push_back(tally.sum());
    }

    void count(std::string table, double got, double limit, std::string note = {})
    {
        FitRow row;
        row.table = std::move(table);
        row.cells = 1;
        row.error = limit < 0 ? 0 : got;
        row.unit = "count";
        row.worst = {{}, limit < 0 ? got : 0, got};
        row.limit = limit;
        row.note = std::move(note);
        rows_.push_back(std::move(row));
    }

    void promises()
    {
        auto const& birth = population_.persons.column(person::birth_month);
        auto const& mother = population_.persons.column(person::mother);
        auto const& father = population_.persons.column(person::father);
        auto const& partner = population_.persons.column(person::partner);
        auto const lives_with = [&](std::size_t child, Row<Person> parent) {
            return parent != nobody<Person> && home_[parent.value] == home_[child];
        };
        std::vector<std::uint8_t> adult(size_.size());
        double too_young = 0, too_old = 0, youngest = 99, oldest = 0, one_sided = 0, orphans = 0;
        for (std::size_t p = 0; p != age_.size(); ++p) {
            bool const at_home = home_[p] != nobody<Household>;
            if (age_[p] >= 16) {
                if (at_home) adult[home_[p].value] = 1;
            } else if (!at_home || (!lives_with(p, mother[p]) && !lives_with(p, father[p]))) {
                ++orphans;
            }
            if (partner[p] != nobody<Person> && partner[partner[p].value] != Row<Person>{static_cast<std::uint32_t>(p)})
                ++one_sided;
            if (mother[p] == nobody<Person>) continue;
            auto const at_birth = (birth[p] - birth[mother[p].value]) / 12.0;
            too_young += at_birth < 13;
            too_old += at_birth >= 51;
            youngest = std::min(youngest, at_birth);
            oldest = std::max(oldest, at_birth);
        }
        double without = 0, unhoused = 0;
        for (auto const a : adult) without += !a;
        for (auto const d : population_.households.column(household::dwelling)) unhoused += d == nobody<Dwelling>;
        count("children under 16 who live with no parent of theirs", orphans, 0);
        count("households whose head would be under 16", without, 0, "nobody of 16 or over");
        count("births to mothers under 13 or over 50", too_young + too_old, 0,
              "youngest " + std::to_string(youngest).substr(0, 4) + ", oldest " + std::to_string(oldest).substr(0, 4));
        count("partners who are not each other's", one_sided, 0);
        count("households without a dwelling", unhoused, 0);
    }

    void incomes()
    {
        auto const& table = population_.households;
        auto const& earnings = table.column(household::earnings);
        auto const& pensions = table.column(household::pensions);
        auto const& benefits = table.column(household::benefits);
        auto const& cost = table.column(household::housing_cost);
        std::vector<std::array<double, 2>> scale(size_.size());
        for (std::size_t p = 0; p != age_.size(); ++p)
            if (home_[p] != nobody<Household>) {
                scale[home_[p].value][0] += age_[p] >= 14 ? 0.33 : 0.20;
                scale[home_[p].value][1] += age_[p] >= 14 ? 0.42 : 0.20;
            }
        std::vector<std::array<double, 3>> sums(controls_.msoa.size());
        for (std::size_t h = 0; h != size_.size(); ++h) {
            double const income = earnings[h] + pensions[h] + benefits[h];
            auto& s = sums[controls_.area_msoa[area_[h]]];
            s[0] += 1;
            s[1] += income / (scale[h][0] + 0.34);
            s[2] += (income - cost[h]) / (scale[h][1] + 0.16);
        }
        auto const growth = controls_.base.year() >= 2023 ? controls_.assumed.pay_growth_to_2023 : 1.0;
        Tally before{"MSOA mean equivalised income before housing costs", "% TAE", 2,
                     "financial year ending 2020, uprated by median pay"},
            after{"MSOA mean equivalised income after housing costs", "% TAE", 2, "the same"};
        for (std::size_t m = 0; m != sums.size(); ++m) {
            if (sums[m][0] == 0) continue;
            before.cell([&] { return controls_.msoa[m]; }, controls_.income[m].before_housing * growth,
                        sums[m][1] / sums[m][0]);
            after.cell([&] { return controls_.msoa[m]; }, controls_.income[m].after_housing * growth,
                       sums[m][2] / sums[m][0]);
        }
        rows_.push_back(before.share_of_total());
        rows_.push_back(after.share_of_total());
    }

    void attributes()
    {
        work();
        schooling();
        payments();
        heating();
    }

    void work()
    {
        auto const& activity = population_.persons.column(person::activity);
        auto const& pay = population_.persons.column(person::earnings);
        auto const n = controls_.district.size();
        std::vector<double> adults(n), working(n);
        std::vector<std::vector<std::int32_t>> amounts(n);
        for (std::size_t p = 0; p != age_.size(); ++p) {
            auto const d = district_of(person_area_[p]);
            auto const works = activity[p] == Activity::employed;
            if (works) amounts[d].push_back(pay[p]);
            if (age_[p] < 16 || age_[p] >= 65) continue;
            ++adults[d];
            working[d] += works;
        }
        Tally employed{"district employment rate, 16 to 64", "pp", 1, "Annual Population Survey, mean of 2019 to 2023"},
            median{"district median weekly pay, GBP", "% TAE", 2, "ASHE"};
        for (std::size_t d = 0; d != n; ++d) {
            employed.cell([&] { return district_name(d); }, 100 * controls_.district[d].employment,
                          100 * working[d] / std::max(1.0, adults[d]));
            auto& list = amounts[d];
            if (list.empty()) continue;
            std::nth_element(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(list.size() / 2), list.end());
            median.cell([&] { return district_name(d); }, controls_.district[d].weekly_pay,
                        list[list.size() / 2] / 52.1775);
        }
        rows_.push_back(employed.worst_cell());
        rows_.push_back(median.share_of_total());
    }

    void schooling()
    {
        auto const& sen = population_.persons.column(person::sen);
        auto const& language = population_.persons.column(person::first_language);
        auto const& meals = population_.households.column(household::free_school_meals);
        double pupils = 0, free = 0, support = 0, plan = 0, primary = 0, primary_other = 0;
        for (std::size_t p = 0; p != age_.size(); ++p) {
            if (age_[p] < 5 || age_[p] >= 16) continue;
            ++pupils;
            free += home_[p] != nobody<Household> && meals[home_[p].value];
            support += sen[p] == Sen::support;
            plan += sen[p] == Sen::ehcp;
            if (age_[p] >= 11) continue;
            ++primary;
            primary_other += language[p] == FirstLanguage::other;
        }
        Tally tally{"pupils: free meals, SEN, first language", "pp", 1,
                    "Essex, school census 2023/24 (Local Authority Interactive Tool)"};
        auto add = [&](char const* name, double target, double got) {
            tally.cell([&] { return std::string{name}; }, 100 * target, 100 * got);
        };
        add("entitled to free school meals", controls_.assumed.free_meals_share, free / std::max(1.0, pupils));
        add("SEN support", controls_.assumed.sen_support, support / std::max(1.0, pupils));
        add("education, health and care plan", controls_.assumed.sen_plan, plan / std::max(1.0, pupils));
        add("English as an additional language, primary", controls_.assumed.english_additional_primary,
            primary_other / std::max(1.0, primary));
        rows_.push_back(tally.worst_cell());
    }

    void payments()
    {
        std::array<double, 3> got{};
        for (auto const p : population_.households.column(household::payment)) ++got[static_cast<std::size_t>(p)];
        auto const all = static_cast<double>(size_.size());
        Tally tally{"how energy is paid for", "pp", 1, "England 2020 (DESNZ)"};
        auto const& a = controls_.assumed;
        std::array<double, 3> const target{1 - a.standard_credit_share - a.prepayment_share, a.standard_credit_share,
                                           a.prepayment_share};
        for (std::size_t i = 0; i != 3; ++i)
            tally.cell([&] { return std::string{payment_codes[i].key}; }, 100 * target[i], 100 * got[i] / all);
        rows_.push_back(tally.worst_cell());
    }

    void heating()
    {
        auto const& fuel = population_.dwellings.column(dwelling::heating_fuel);
        auto const n = controls_.district.size();
        std::vector<std::array<double, 4>> got(n);  // gas, oil, LPG, solid
        std::vector<double> homes(n);
        for (std::size_t h = 0; h != population_.households.rows(); ++h) {
            auto const d = district_of(area_[h]);
            ++homes[d];
            switch (fuel[h]) {
            case HeatingFuel::mains_gas: ++got[d][0]; break;
            case HeatingFuel::oil: ++got[d][1]; break;
            case HeatingFuel::lpg: ++got[d][2]; break;
            case HeatingFuel::solid: ++got[d][3]; break;
            default: break;
            }
        }
        Tally tally{"district heating fuel", "pp", 1, "Census 2021 TS046; two or more types counted as gas"};
        constexpr std::array names{"mains gas", "oil", "LPG", "solid fuel"};
        for (std::size_t d = 0; d != n; ++d) {
            auto const& h = controls_.district[d].heating;
            double sum = 0;
            for (auto const x : h) sum += x;
            std::array<double, 4> const target{h[0] + h[1] + h[9], h[4], h[5], h[6]};
            for (std::size_t f = 0; f != 4; ++f)
                tally.cell([&] { return district_name(d) + ", " + names[f]; }, 100 * target[f] / sum,
                           100 * got[d][f] / std::max(1.0, homes[d]));
        }
        rows_.push_back(tally.worst_cell());
    }

    Population const& population_;
    Controls const& controls_;
    double weight_;
    std::vector<Age> const& age_;
    std::vector<Sex> const& sex_;
    std::vector<Row<Household>> const& home_;
    std::vector<Row<Establishment>> const& place_;
    std::vector<Composition> const& composition_;
    std::vector<std::uint8_t> const& size_;
    std::vector<std::uint16_t> area_;  // of the household of each row
    std::size_t areas_ = 0;
    std::vector<double> residents_{}, homes_in_{};
    std::vector<std::uint16_t> person_area_{};
    std::vector<FitRow> rows_{};
};

}  // namespace

bool Fit::passes() const
{
    return std::all_of(rows.begin(), rows.end(), [](auto const& row) { return row.passes(); });
}

Fit describe(Population const& population, SynthesisRequest const& request)
{
    auto const controls = Controls::read(request);
    Fit fit{Describer{population, controls}.all(), population.weight};
    if (population.weight > 1)
        for (auto& row : fit.rows)
            if (row.unit != "count" && row.limit >= 0) {
                row.limit = -1;
                row.note += "; no limit for a sample";
            }
    return fit;
}

}  // namespace foresight
