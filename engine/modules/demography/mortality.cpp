#include <algorithm>
#include <array>
#include <vector>

#include "engine/modules/demography/fields.hpp"
#include "engine/modules/demography/home_area.hpp"
#include "engine/process/yearly_clock.hpp"

namespace foresight {
namespace {

/// Who dies, and in which month.
///
/// Hazards are of exact ages: those of England's life table, scaled for the
/// district and for the deprivation of the area, and improving year by year.
/// Residents of care homes die sooner; everybody else's hazard is lowered by so
/// much that on the base population the life table still holds.
/// Everybody's clock is drawn in July for the twelve months ahead; who is born
/// or arrives later is swept on entry. Only this process kills.
class Mortality final : public Process {
public:
    explicit Mortality(Setup& setup)
        : age_{setup},
          sex_{setup},
          born_{setup},
          district_{setup},
          area_{setup},
          dies_{setup},
          due_{setup},
          probability_{setup, "demography/mortality/probability"},
          improvement_{setup, "demography/mortality/improvement"},
          district_scale_{setup, "demography/mortality/district_scale"},
          deprivation_{setup, "demography/mortality/deprivation"},
          care_home_{setup, "demography/mortality/care_home_ratio"},
          kind_{setup}
    {
        balance(setup.base());
    }

    void step(Step const& now) override
    {
        now.open(due_);
        Stretches const stretches{
            months_to_sweep(now.month()), probability_, improvement_, district_scale_, deprivation_, care_home_};
        bool const all_ask = everybody_is_asked(now);
        if (all_ask) swept_ = now.month();
        tabulate(now, stretches);
        bound(now, stretches);
        auto const appoint_within = [&](Own<Person> self, Luck luck) { appoint(now, stretches, self, luck); };
        sweep(now, appoint_within);
        now.each_due(due_, [&](Own<Person> self) { dies_(self); });
    }

private:
    // Append only: a draw's number is part of its address.
    enum class Draw { dies };

    /// Hazards by sex and age, of each stretch of the months ahead; what does not depend on the place. They improve with
    /// each sweep.
    void tabulate(Step const& now, Stretches const& stretches)
    {
        double const years = (swept_ - now.start()) / 12.0;
        for (int s = 0; s != stretches.count(); ++s) {
            auto const ahead = stretches.begin(s);
            for (std::uint32_t sex = 0; sex != 2; ++sex)
                for (std::uint32_t age = 0; age != ages; ++age) {
                    double const q = probability_.in(ahead, static_cast<Sex>(sex), static_cast<Age>(age));
                    double const gain = improvement_.in(ahead, static_cast<Sex>(sex), static_cast<Age>(age));
                    double const better = exponential_of(years * logarithm(1 - gain));
                    hazard_[static_cast<std::size_t>(ahead)][sex][age] =
                        q < 1 ? -logarithm(1 - q) * better : 12.0 * 12.0;
                }
        }
    }

    /// What the hazard of this age or the next is at most, wherever in the district one lives: most clocks need no more.
    void bound(Step const& now, Stretches const& stretches)
    {
        auto const districts = now.areas().districts.size();
        most_.resize(districts);
        for (std::uint8_t district = 0; district != districts; ++district)
            for (std::uint32_t sex = 0; sex != 2; ++sex) {
                auto const at_age = [&](std::uint32_t age) {
                    auto const a = static_cast<Age>(age);
                    double most = 0;
                    for (int s = 0; s != stretches.count(); ++s) {
                        auto const ahead = stretches.begin(s);
                        double steepest = 0;
                        for (std::uint8_t quintile = 0; quintile != 5; ++quintile)
                            steepest = std::max(steepest, deprivation_.in(ahead, district, quintile, a));
                        most = std::max(most, hazard_[static_cast<std::size_t>(ahead)][sex][age] * balance_[sex][age]
                                                  * std::max(1.0, care_home_.in(ahead, a))
                                                  * district_scale_.in(ahead, district) * steepest * (1 + 1e-9));
                    }
                    return most;
                };
                for (std::uint32_t age = 0; age != ages; ++age)
                    most_[district][sex][age] = std::max(at_age(age), at_age(std::min(age + 1, ages - 1)));
            }
    }

    /// What everybody's hazard is multiplied by, so that with the residents' excess the mean by sex and age is the life table's.
    void balance(Population const& base)
    {
        std::array<std::array<double, ages>, 2> all{}, residents{};
        auto const& sex = base.persons.column(person::sex);
        auto const& age = base.persons.column(person::age);
        auto const& place = base.persons.column(person::establishment);
        for (std::uint32_t row = 0; row != base.persons.rows(); ++row) {
            auto const s = static_cast<std::size_t>(sex[row]);
            all[s][age[row]] += 1;
            residents[s][age[row]] += is_care_home(place[row]);
        }
        for (std::size_t s = 0; s != 2; ++s)
            for (std::size_t a = 0; a != ages; ++a) {
                double const share = all[s][a] > 0 ? residents[s][a] / all[s][a] : 0;
                balance_[s][a] = 1 / (1 + share * (care_home_(static_cast<Age>(a)) - 1));
            }
    }

    bool is_care_home(Row<Establishment> place) const
    {
        return place
                   != nobody<
                       Establishment> && (kind_[place] == EstablishmentKind::residential_home || kind_[place] == EstablishmentKind::nursing_home);
    }

    void appoint(Step const& now, Stretches const& stretches, Own<Person> self, Luck luck)
    {
        auto const district = district_[self];
        auto const window = stretches.window();
        if (!luck.may_ring(Draw::dies, most_[district][static_cast<std::size_t>(sex_[self])][age_[self]], window))
            return;
        bool const resident = is_care_home(area_.establishment(self.row()));
        auto const quintile = static_cast<std::uint8_t>((area_.imd_decile(now, self.row()) - 1) / 2);
        auto const hazard = [&](int ahead, bool older) {
            auto const sex = static_cast<std::size_t>(sex_[self]);
            auto const age = static_cast<Age>(std::min<int>(age_[self] + older, ages - 1));
            return hazard_[static_cast<std::size_t>(ahead)][sex][age] * balance_[sex][age]
                   * (resident ? care_home_.in(ahead, age) : 1.0) * district_scale_.in(ahead, district)
                   * deprivation_.in(ahead, district, quintile, age);
        };
        auto const wait =
            months_until(luck, Draw::dies, stretches, months_to_birthday(born_[self], now.month()), hazard);
        if (wait) due_.at(self, now.month() + *wait);
    }

    Reads<person::age> age_;
    Reads<person::sex> sex_;
    Reads<person::birth_month> born_;
    Reads<person::district> district_;
    HomeArea area_;
    Exits dies_;
    Appointments due_;
    Rates<person::sex, person::age> probability_;
    Rates<person::sex, person::age> improvement_;
    Rates<person::district> district_scale_;
    Rates<person::district, demography::imd_quintile, person::age> deprivation_;
    Rates<person::age> care_home_;
    ReadsAnyone<establishment::kind> kind_;
    using BySexAndAge = std::array<std::array<double, ages>, 2>;
    std::array<BySexAndAge, ValuesAhead::months> hazard_{};  ///< by months ahead, where a stretch begins
    BySexAndAge balance_{};
    Month swept_{};                  ///< the last month in which everybody's clock was drawn
    std::vector<BySexAndAge> most_;  ///< by district
};

}  // namespace

std::unique_ptr<Process> make_mortality(Setup& setup) { return std::make_unique<Mortality>(setup); }

}  // namespace foresight
