#include <algorithm>
#include <atomic>
#include <limits>
#include <vector>

#include "engine/modules/demography/fields.hpp"
#include "engine/modules/demography/life_stages.hpp"
#include "engine/population/livelihood.hpp"

namespace foresight {
namespace {

/// Who finishes school, starts work, stops and retires, what they learn and earn, and what their household then lives on.
///
/// What the base's people do at each sex, age and tenure is taken to hold at that age in every year; so are their
/// qualifications up to 30, by deprivation of the area. Each June whoever has had a birthday is brought to the new age by
/// the fewest moves that keep the shares. Pay follows the mean of sex, age, qualification, tenure and kind of household;
/// pensions begin with retirement and at pension age; benefits begin and end with what gives a right to them. Who lives
/// in an establishment stays as they are.
class WorkingLife final : public Process {
public:
    explicit WorkingLife(Setup& setup)
        : stages_{setup.base()},
          age_{setup},
          sex_{setup},
          district_{setup},
          activity_{setup},
          education_{setup},
          pay_{setup},
          benefit_age_{setup},
          seen_in_{setup},
          home_{setup},
          dwelling_{setup},
          tenure_{setup},
          area_{setup},
          composition_{setup},
          capital_{setup},
          earnings_{setup},
          pensions_{setup},
          benefits_{setup}
    {
    }

    void begin(Step const& now) override
    {
        now.each([&](Own<Person> self) { seen_in_[self] = lives_in(self); });
    }

    void step(Step const& now) override
    {
        now.each_newcomer([&](Own<Person> self) { seen_in_[self] = lives_in(self); });
        if (now.month().month() != 6) return;
        find_changes(now);
        now.each_household([&](Own<Household> self) {
            if (may_change(self.row())) live_on(now, self);
        });
    }

private:
    // Append only: a draw's number is part of its address.
    enum class Draw { becomes, learns, pay, pension };
    /// As it was last said, a year ago mostly.
    Composition lives_in(Own<Person> self) const
    {
        auto const home = home_[self];
        return home == nobody<Household> ? Composition::other : composition_[home];
    }

    /// What members bring to their household, GBP a year, as they are.
    struct Brought {
        double net_pay = 0, benefits = 0;
        int workers = 0, pensioners = 0, of_pension_age = 0;
    };

    /// What comes to a household when its members have come to an age.
    struct Change {
        Brought before, after;
        double pensions = 0;  ///< that begin
        bool starts = false, stops = false;
        int children = 0;
        Standing standing{};
        double credit_before = 0, credit_after = 0;  ///< what Universal Credit pays to such a household
        double more_earned = 0, more_pensions = 0;   ///< by the household, after tax
    };

    /// Marks the homes of those who may do something else from now on, and sees to the others, who only grow older: nine in
    /// ten. Marking a home twice is marking it once, whichever thread comes first.
    void find_changes(Step const& now)
    {
        changes_ = std::vector<std::atomic<bool>>(now.population().households.rows());
        now.each(
            [&](Own<Person> self) {
                return all_hold(benefit_age_[self] != age_[self], home_[self] != nobody<Household>);
            },
            [&](Own<Person> self, Luck luck) {
                if (may_change(self, luck)) changes_[home_[self].value].store(true, std::memory_order_relaxed);
                else benefit_age_[self] = age_[self];
            });
    }

    bool may_change(Row<Household> home) const
    {
        return home.value < changes_.size() && changes_[home.value].load(std::memory_order_relaxed);
    }
    bool may_change(Own<Person> self, Luck luck) const
    {
        auto const age = age_[self];
        auto const did = activity_[self];
        if (age < livelihood::adult) return benefit_age_[self] == livelihood::not_yet;
        if (benefit_age_[self] + 1 != age) return true;
        if (livelihood::benefit_of(age, did) != livelihood::benefit_of(benefit_age_[self], did)) return true;
        bool const paid_anew = LifeStages::pay_changes(age) || seen_in_[self] != lives_in(self);
        if (age == livelihood::pension_age || (did == Activity::employed && paid_anew)) return true;
        auto const becomes = stages_.activity_changes(sex_[self], did, age);
        auto const learns = stages_.education_changes(education_[self], age);
        if (luck.uniform(Draw::becomes) < becomes || luck.uniform(Draw::learns) < learns) return true;
        tell(luck, Draw::becomes, {luck.uniform(Draw::becomes), becomes, 1 - becomes}, did);
        tell(luck, Draw::learns, {luck.uniform(Draw::learns), learns, 1 - learns}, education_[self]);
        return false;
    }

    void live_on(Step const& now, Own<Household> self)
    {
        // Who has no dwelling lives like tenants of an area in the middle.
        auto const dwelling = dwelling_[self.row()];
        bool const housed = dwelling != nobody<Dwelling>;
        auto const tenure = housed ? tenure_[dwelling] : Tenure::private_rent;
        auto const standing = standing_of(tenure);
        auto const fifth = housed ? fifth_of(now.areas().all[area_[dwelling]]) : fifths / 2;
        Change change;
        change.standing = standing;
        now.each_member(self, [&](Own<Person> one) {
            auto const age = age_[one];
            auto const before = activity_[one];
            add(change.before, one, benefit_age_[one]);
            change.pensions += come_of_age(now, one, age, standing, fifth);
            add(change.after, one, age);
            change.starts |= before != Activity::employed && activity_[one] == Activity::employed;
            change.stops |= before == Activity::employed
                            && (activity_[one] == Activity::unemployed || activity_[one] == Activity::inactive);
            change.children += age < livelihood::adult;
        });
        auto const credit = [&](Brought const& members) {
            bool const none = members.of_pension_age > 0 || capital_[self] > livelihood::universal_credit_capital;
            bool const rents = housed && tenure >= Tenure::council_rent;
            auto const beside = livelihood::universal_credit(change.children, rents, earnings_[self]) - pensions_[self];
            return none ? 0.0 : std::max(0.0, beside);
        };
        auto const earned = earnings_[self];
        auto const drew = pensions_[self];
        change.credit_before = credit(change.before);
        earnings_[self] = earnings_after(change, earned);
        pensions_[self] = amount(pensions_after(change, drew));
        change.credit_after = credit(change.after);
        change.more_earned = earnings_[self] - earned;
        change.more_pensions = pensions_[self] - drew;
        benefits_[self] = amount(benefits_after(change, benefits_[self]));
    }

    void add(Brought& brought, Own<Person> one, Age age) const
    {
        auto const activity = activity_[one];
        brought.benefits += livelihood::benefit_of(age, activity);
        bool const of_pension_age = age >= livelihood::pension_age && age != livelihood::not_yet;
        brought.of_pension_age += of_pension_age;
        brought.pensioners += of_pension_age || activity == Activity::retired;
        if (activity != Activity::employed) return;
        ++brought.workers;
        brought.net_pay += livelihood::net_of_tax(pay_[one]);
    }

    /// Brings a person, birthday by birthday, to an age; what pensions begin, GBP a year.
    double come_of_age(Step const& now, Own<Person> one, Age age, Standing standing, std::size_t fifth)
    {
        auto const last = std::exchange(benefit_age_[one], age);
        if (last == age || age < livelihood::adult) return 0;
        auto const from = last == livelihood::not_yet ? Age{0} : last;
        auto const luck = luck_of(now.random(), one.id());
        DrawLeft becomes{luck.uniform(Draw::becomes)}, learns{luck.uniform(Draw::learns)};
        double pensions = 0;
        auto const lived_in = std::exchange(seen_in_[one], lives_in(one));
        auto const usual = [&](Age at, Composition in) {
            return stages_.pay(sex_[one], at, education_[one], standing) * stages_.pay_of(sex_[one], in);
        };
        for (auto at = static_cast<Age>(from + 1); at <= age; ++at) {
            auto const did = activity_[one];
            auto const before = did == Activity::employed
                                    ? usual(static_cast<Age>(at - 1), at == from + 1 ? lived_in : seen_in_[one])
                                    : 0.0;
            activity_[one] = stages_.activity(sex_[one], standing, did, at, becomes);
            education_[one] = stages_.education(fifth, education_[one], at, learns);
            if (activity_[one] != Activity::employed) pay_[one] = 0;
            else if (auto const mean = usual(at, seen_in_[one]); before > 0)
                pay_[one] = gross(pay_[one] * mean / before);
            else
                pay_[one] = gross(mean * stages_.pay_in(district_[one])
                                  * spread(luck.normal(Draw::pay), livelihood::pay_spread));
            if (did != Activity::retired && activity_[one] == Activity::retired)
                pensions += stages_.private_pension(standing, education_[one])
                            * spread(luck.normal(Draw::pension), livelihood::private_pension_spread);
            if (at == livelihood::pension_age) pensions += stages_.state_pension(standing);
        }
        tell(luck, Draw::becomes, becomes, activity_[one]);
        tell(luck, Draw::learns, learns, education_[one]);
        return pensions;
    }

    template <class Outcome>
    static void tell(Luck const& luck, Draw draw, DrawLeft const& place, Outcome outcome)
    {
        luck.tell(draw, [&] {
            return Testimony{.value = place.value,
                             .from = place.from,
                             .probability = place.width,
                             .happens = true,
                             .outcome = name_of_enumerator(outcome)};
        });
    }

    /// Lognormal about a mean of 1.
    static double spread(double normal, double deviation)
    {
        return exponential_of(deviation * normal - deviation * deviation / 2);
    }

    static std::int32_t gross(double pay) { return static_cast<std::int32_t>(std::min(2e6, pay)); }
    static std::uint16_t amount(double pounds)
    {
        return static_cast<std::uint16_t>(std::clamp<double>(pounds, 0, std::numeric_limits<std::uint16_t>::max()));
    }

    /// A household keeps of its pay what it kept before, within bounds: after a separation its earnings may hold a part of
    /// somebody else's. Where nobody worked, earnings are such a part, until the own are more.
    std::int32_t earnings_after(Change const& change, std::int32_t earned) const
    {
        auto const &before = change.before, &after = change.after;
        if (before.net_pay == after.net_pay) return earned;
        if (after.workers == 0) return 0;
        if (before.net_pay <= 0)
            return std::max(earned, static_cast<std::int32_t>(stages_.kept(change.standing) * after.net_pay));
        auto const kept = std::clamp(earned / before.net_pay, 0.4, 2.5);
        return static_cast<std::int32_t>(std::max(0.0, earned + kept * (after.net_pay - before.net_pay)));
    }

    /// Where nobody worked or had a pension, what they lived on bridged the years until it began.
    static double pensions_after(Change const& change, double had)
    {
        bool const bridged = change.before.workers == 0 && change.before.pensioners == 0;
        return bridged ? std::max(had, change.pensions) : had + change.pensions;
    }

    /// Child benefit and students' support as they are due; and Universal Credit goes as net earnings come and, pound for
    /// pound, as pensions come. Whoever stops work claims it. What is left is had for other reasons.
    static double benefits_after(Change const& change, double had)
    {
        double const due = change.after.benefits;
        double const benefits = std::max(0.0, had + due - change.before.benefits);
        double const other = std::max(0.0, benefits - due);
        double const tapered =
            change.starts ? std::max(0.0, livelihood::universal_credit_taper * change.more_earned) : 0.0;
        double const left = other - std::min({other, change.credit_before, change.more_pensions + tapered});
        return benefits - other + (change.stops ? std::max(left, change.credit_after) : left);
    }

    LifeStages stages_;
    Reads<person::age> age_;
    Reads<person::sex> sex_;
    Reads<person::district> district_;
    Writes<person::activity> activity_;
    Writes<person::education> education_;
    Writes<person::earnings> pay_;
    Writes<person::benefit_age> benefit_age_;
    Writes<demography::seen_in> seen_in_;
    Reads<person::household> home_;
    ReadsAnyone<household::dwelling> dwelling_;
    ReadsAnyone<dwelling::tenure> tenure_;
    ReadsAnyone<dwelling::area> area_;
    ReadsAnyone<household::composition> composition_;
    Reads<household::capital> capital_;
    Writes<household::earnings> earnings_;
    Writes<household::pensions> pensions_;
    Writes<household::benefits> benefits_;
    std::vector<std::atomic<bool>> changes_;  // by household
};

}  // namespace

std::unique_ptr<Process> make_working_life(Setup& setup) { return std::make_unique<WorkingLife>(setup); }

}  // namespace foresight
