#include <algorithm>
#include <map>
#include <vector>

#include "engine/modules/demography/fields.hpp"
#include "engine/process/yearly_clock.hpp"

namespace foresight {
namespace {

/// Who bears a child, and in which month.
///
/// Hazards by exact age and by the children born so far, scaled for the
/// district and the year. Whoever has borne a child bears none for a year:
/// births are as likely in June as in July. Twins follow the one before. An
/// appointment is kept only if the mother is still alive and in the county.
class Fertility final : public Process {
public:
    explicit Fertility(Setup& setup)
        : age_{setup},
          sex_{setup},
          born_{setup},
          district_{setup},
          ethnic_group_{setup},
          language_{setup},
          partner_{setup},
          children_{setup},
          last_{setup},
          births_{setup},
          due_{setup},
          rate_{setup, "demography/fertility/rate"},
          district_scale_{setup, "demography/fertility/district_scale"},
          level_{setup, "demography/fertility/level"},
          with_partner_{setup, "demography/fertility/with_partner"},
          without_partner_{setup, "demography/fertility/without_partner"},
          boys_{setup, "demography/fertility/boys"},
          twins_{setup, "demography/fertility/twins"},
          settling_{setup, "demography/fertility/settling"},
          asfr_{setup, "demography/fertility/asfr"}
    {
        fit(setup.base());
    }

    void begin(Step const& now) override
    {
        auto const last = last_births(now.population());
        now.each([&](Own<Person> self) { last_[self] = last[self.row().value]; });
    }

    void step(Step const& now) override
    {
        now.open(due_);
        auto const last = last_births_of_newcomers(now.population());
        now.each_newcomer([&](Own<Person> self) {
            if (auto const infant = last.find(self.row().value); infant != last.end()) last_[self] = infant->second;
        });
        Stretches const stretches{
            months_to_sweep(now.month()), rate_, district_scale_, level_, settling_, with_partner_, without_partner_};
        auto const may_bear = [&](Own<Person> self) {
            return sex_[self] == Sex::female && age_[self] >= 13 && age_[self] < 50;
        };
        auto const look_forward = [&](Own<Person> self, Luck luck) { appoint(now, stretches, self, luck); };
        sweep(now, may_bear, look_forward);
        now.each_due(due_, [&](Own<Person> self, Luck luck) {
            last_[self] = now.month();
            bear(self, luck.chance(Draw::boy, boys_()) ? Sex::male : Sex::female);
            if (luck.chance(Draw::twins, twins_()))
                bear(self, luck.chance(Draw::second_boy, boys_()) ? Sex::male : Sex::female);
        });
    }

private:
    enum class Draw { conceives, boy, twins, second_boy };
    static constexpr std::size_t parities = parity_codes.size(), reach = 3;

    static constexpr int months_between = 12;  ///< from one birth to the next, at least (assumed; twins are of one)

    /// Who is an infant, and whose.
    struct Infants {
        explicit Infants(Population const& people)
            : age{people.persons.column(person::age)},
              born{people.persons.column(person::birth_month)},
              mother{people.persons.column(person::mother)}
        {
        }

        /// Takes down when a child was born for its mother, if it is an infant, dead or alive, and she is known; `last` is by
        /// her row.
        template <class Months>
        void note(Row<Person> child, Months& last) const
        {
            if (age[child.value] != 0 || mother[child.value] == nobody<Person>) return;
            auto& month = last[mother[child.value].value];
            month = std::max(month, born[child.value]);
        }

        std::vector<Age> const& age;
        std::vector<Month> const& born;
        std::vector<Row<Person>> const& mother;
    };

    /// By person: the month in which the youngest child was born, where there is an infant; long ago of all others.
    static std::vector<Month> last_births(Population const& people)
    {
        Infants const infants{people};
        std::vector<Month> last(people.persons.rows());
        for (std::uint32_t row = 0; row != people.persons.rows(); ++row) infants.note({row}, last);
        return last;
    }

    /// The same for those who came in last, by the mother's row.
    static std::map<std::uint32_t, Month> last_births_of_newcomers(Population const& people)
    {
        Infants const infants{people};
        std::map<std::uint32_t, Month> last;
        for (auto const child : people.newcomers()) infants.note(child, last);
        return last;
    }

    /// In how many months she may bear again; none of those who may now.
    static int free_in(Month last, Month now) { return std::max(0, last + months_between - now); }

    /// Scales the rates so that on the base population, with the mothers of infants at risk for a part of the year, they give,
    /// of women of a parity and an age, the published births, whoever of them has a partner; and in all, age by age, those of
    /// all women of that age.
    void fit(Population const& base)
    {
        std::array<std::array<double, ages>, parities> women{}, as_partnered{};
        auto const& sex = base.persons.column(person::sex);
        auto const& age = base.persons.column(person::age);
        auto const& children = base.persons.column(person::children_born);
        auto const& partner = base.persons.column(person::partner);
        auto const last = last_births(base);
        for (std::uint32_t row = 0; row != base.persons.rows(); ++row) {
            if (sex[row] != Sex::female || base.persons.left()[row]) continue;
            auto const parity = parity_of(children[row]);
            women[parity][age[row]] += 1;
            auto const at_risk = 1 - free_in(last[row], base.base + 1) / 12.0;  // of the year ahead
            as_partnered[parity][age[row]] += by_partner(partner[row]) * at_risk;
        }
        for (std::size_t a = 0; a != ages; ++a) {
            double births = 0, all = 0;
            for (std::size_t p = 0; p != parities; ++p) {
                // Of the ages around: hardly anybody is of one age and many children.
                double around = 0, expected = 0;
                for (auto b = a - std::min(a, reach); b <= std::min(a + reach, ages - std::size_t{1}); ++b) {
                    around += women[p][b];
                    expected += as_partnered[p][b];
                }
                fitted_[p][a] = expected > 0 ? around / expected : 1;
                births += rate_(static_cast<std::uint8_t>(p), static_cast<Age>(a)) * fitted_[p][a] * as_partnered[p][a];
                all += women[p][a];
            }
            auto const level = births > 0 ? asfr_(static_cast<Age>(a)) * all / births / (1 + twins_()) : 1;
            for (auto& of_parity : fitted_) of_parity[a] *= level;
        }
    }

    static std::uint8_t parity_of(std::uint8_t children)
    {
        return static_cast<std::uint8_t>(std::min<std::size_t>(children, parities - 1));
    }

    double by_partner(Row<Person> partner, int ahead = 0) const
    {
        return partner == nobody<Person> ? without_partner_.in(ahead) : with_partner_.in(ahead);
    }

    void appoint(Step const& now, Stretches const& stretches, Own<Person> self, Luck luck)
    {
        auto const parity = parity_of(children_[self]);
        auto const probability = [&](int ahead, bool older) {
            double scale = district_scale_.in(ahead, district_[self]);
            scale *= level_.in(ahead);
            scale *= settling_.in(ahead);
            scale *= by_partner(partner_[self], ahead);
            auto const age = static_cast<Age>(age_[self] + older);
            return std::min(0.9, rate_.in(ahead, parity, age) * fitted_[parity][age] * scale);
        };
        // The clock's hazard is the one whose probability over a year at risk is the rate: less than p / (1 - p).
        if (auto const most = most_of(stretches, probability);
            !luck.may_ring(Draw::conceives, most / (1 - most), stretches.window()))
            return;
        auto const hazard = [&](int ahead, bool older) { return -logarithm(1 - probability(ahead, older)); };
        auto const wait = months_until(luck, Draw::conceives, stretches, months_to_birthday(born_[self], now.month()),
                                       hazard, free_in(last_[self], now.month()));
        if (wait) due_.at(self, now.month() + *wait);
    }

    /// A child whose parents are of two groups is of mixed group.
    EthnicGroup group_of_child(Own<Person> mother) const
    {
        auto const partner = partner_[mother];
        auto const group = ethnic_group_[mother.row()];
        return partner == nobody<Person> || ethnic_group_[partner] == group ? group : EthnicGroup::mixed;
    }

    void bear(Own<Person> self, Sex sex)
    {
        births_(self, children_[self]++, sex, group_of_child(self), language_[self], Education::low, Activity::child);
    }

    Reads<person::age> age_;
    Reads<person::sex> sex_;
    Reads<person::birth_month> born_;
    Reads<person::district> district_;
    ReadsAnyone<person::ethnic_group> ethnic_group_;
    Reads<person::first_language> language_;
    Reads<person::partner> partner_;
    Writes<person::children_born> children_;
    Writes<demography::last_birth> last_;
    Entries<person::sex, person::ethnic_group, person::first_language, person::education, person::activity> births_;
    Appointments due_;
    Rates<demography::parity, person::age> rate_;
    Rates<person::district> district_scale_;
    Scalar level_, with_partner_, without_partner_, boys_, twins_, settling_;
    Rates<person::age> asfr_;
    std::array<std::array<double, ages>, parities> fitted_{};
};

}  // namespace

std::unique_ptr<Process> make_fertility(Setup& setup) { return std::make_unique<Fertility>(setup); }

}  // namespace foresight
