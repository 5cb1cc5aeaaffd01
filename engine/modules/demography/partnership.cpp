#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <numeric>
#include <utility>
#include <vector>

#include "engine/modules/demography/fields.hpp"
#include "engine/modules/demography/parents.hpp"
#include "engine/process/yearly_clock.hpp"

namespace foresight {
namespace {

struct Single {
    Id<Person> id;
    Row<Person> row;
    int age;
};

/// Years between two ages, from the usual ones.
double gap_between(Single const& woman, Single const& man, double usual_gap)
{
    double const gap = man.age - woman.age - usual_gap;
    return gap < 0 ? -gap : gap;
}

/// How much `one` would rather have another: less is better. Ages near the usual gap, then a taste hashed from both identities.
double distance(Single const& woman, Single const& man, double usual_gap)
{
    double const gap = gap_between(woman, man, usual_gap);
    double const taste = static_cast<double>(mixed(woman.id.value, man.id.value) >> 11) * 0x1p-53;
    return gap + 6.0 * taste;
}

/// Who moves in with whom.
///
/// Unpartnered adults come to the market in the month in which their clock
/// rings. Within a district women and men are matched stably: nobody who was
/// matched would both rather have each other, so that one person more or less
/// changes few other couples. Who stays unmatched tries again next year.
class Partnership final : public Process {
public:
    explicit Partnership(Setup& setup)
        : age_{setup},
          sex_{setup},
          born_{setup},
          district_{setup},
          partner_{setup},
          household_{setup},
          parents_{setup},
          size_{setup},
          due_{setup},
          ask_{setup},
          rate_{setup, "demography/partnership/formation"},
          gap_{setup, "demography/partnership/age_gap"}
    {
    }

    void step(Step const& now) override
    {
        now.open(due_);
        Stretches const stretches{months_to_sweep(now.month()), rate_};
        auto const is_free = [&](Own<Person> self) {
            return all_hold(age_[self.row()] >= 16, partner_[self.row()] == nobody<Person>,
                            household_[self.row()] != nobody<Household>);
        };
        auto const appoint = [&](Own<Person> self, Luck luck) {
            auto const rate = [&](int ahead, bool older) {
                auto const age = static_cast<Age>(std::min<int>(age_[self.row()] + older, ages - 1));
                return rate_.in(ahead, sex_[self], age);
            };
            auto const wait =
                months_until(luck, Draw::meets, stretches, months_to_birthday(born_[self], now.month()), rate);
            if (wait) due_.at(self, now.month() + *wait);
        };
        sweep(now, is_free, appoint);
        match(now);
    }

private:
    enum class Draw { meets };

    void match(Step const& now)
    {
        struct Comer {
            std::uint8_t district;
            Sex sex;
            Single single;
        };
        std::vector<std::vector<Comer>> by_chunk(now.population().persons.chunks());
        now.each_due(due_, [&](Own<Person> self) {
            if (partner_[self.row()] != nobody<Person> || household_[self.row()] == nobody<Household>) return;
            by_chunk[self.chunk()].push_back({district_[self], sex_[self], {self.id(), self.row(), age_[self.row()]}});
        });
        struct Market {
            std::vector<Single> women, men;
        };
        std::vector<Market> markets(now.areas().districts.size());
        for (auto const& chunk : by_chunk)
            for (auto const& [district, sex, single] : chunk)
                (sex == Sex::female ? markets[district].women : markets[district].men).push_back(single);
        std::vector<std::vector<Joining>> joinings(markets.size());
        parallel_for(static_cast<std::uint32_t>(joinings.size()), [&](std::uint32_t d) {
            for (auto const& [woman, man] : matched(markets[d].women, markets[d].men))
                joinings[d].push_back(joining(now.population(), woman, man));
        });
        for (auto const& district : joinings)
            for (auto const& [mover, host] : district)
                ask_.ask(mover.id, mover.row, {.kind = RequestKind::move_in_with, .other = host.row});
    }

    struct Wish {
        double far;
        Id<Person> id;
        std::uint32_t man;
        friend auto operator<=>(Wish const&, Wish const&) = default;
    };
    /// Whom a woman would have, as a heap: the one she likes best first. Most are never asked.
    struct Wishes {
        std::ptrdiff_t begin, end;  ///< in one list of all women's
    };
    static constexpr double too_far = 20;
    static constexpr std::ptrdiff_t longest_list = 24;

    /// Puts the men whom a woman would have in a list: age by age outwards, until nobody further off can be among the best.
    void wish(Single const& woman, std::vector<Single> const& men,
              std::array<std::vector<std::uint32_t>, ages> const& men_of_age, std::vector<Wish>& wishes) const
    {
        wishes.clear();
        int const best_age = static_cast<int>(woman.age + gap_() + 0.5);
        std::array<std::uint32_t, static_cast<std::size_t>(too_far)> within{};  // so many whole years off
        std::uint32_t nearer = 0;
        for (int off = 0; off <= static_cast<int>(too_far) + 1; ++off) {
            // Gaps are whole years from the usual one, which need not be whole.
            if (off >= 2) nearer += within[static_cast<std::size_t>(off - 2)];
            if (nearer >= longest_list) break;
            for (int const age : {best_age - off, best_age + off}) {
                if (age < 0 || age >= static_cast<int>(ages) || (off == 0 && age != best_age)) continue;
                for (auto const m : men_of_age[static_cast<std::size_t>(age)])
                    if (auto const far = distance(woman, men[m], gap_()); far < too_far) {
                        wishes.push_back({far, men[m].id, m});
                        ++within[static_cast<std::size_t>(far)];
                    }
                if (off == 0) break;
            }
        }
        auto const kept = wishes.begin() + std::min(std::ssize(wishes), longest_list);
        std::nth_element(wishes.begin(), kept, wishes.end());
        wishes.erase(kept, wishes.end());
    }

    /// Deferred acceptance; women propose.
    std::vector<std::pair<Single, Single>> matched(std::vector<Single> const& women,
                                                   std::vector<Single> const& men) const
    {
        if (women.empty() || men.empty()) return {};
        std::array<std::vector<std::uint32_t>, ages> men_of_age;
        for (std::uint32_t m = 0; m != men.size(); ++m) men_of_age[static_cast<std::size_t>(men[m].age)].push_back(m);
        std::vector<Wish> all, hers;
        all.reserve(women.size() * longest_list);
        std::vector<Wishes> wishes;
        for (auto const& woman : women) {
            wish(woman, men, men_of_age, hers);
            wishes.push_back({std::ssize(all), std::ssize(all) + std::ssize(hers)});
            all.insert(all.end(), hers.begin(), hers.end());
            std::make_heap(all.end() - std::ssize(hers), all.end(), std::greater{});
        }
        constexpr auto free = static_cast<std::uint32_t>(-1);
        std::vector<std::uint32_t> chosen(men.size(), free), asking(women.size());
        std::vector<double> far(men.size());  // of the one chosen
        std::iota(asking.begin(), asking.end(), std::uint32_t{0});
        while (!asking.empty()) {
            auto const w = asking.back();
            asking.pop_back();
            auto& [begin, end] = wishes[w];
            if (begin == end) continue;
            std::pop_heap(all.begin() + begin, all.begin() + end, std::greater{});
            auto const& best = all[static_cast<std::size_t>(--end)];
            auto const m = best.man;
            auto const rival = chosen[m];
            bool const better = rival == free || std::pair{best.far, women[w].id} < std::pair{far[m], women[rival].id};
            if (better) {
                chosen[m] = w;
                far[m] = best.far;
            }
            auto const rejected = better ? rival : w;
            if (rejected != free) asking.push_back(rejected);
        }
        std::vector<std::pair<Single, Single>> couples;
        for (std::size_t m = 0; m != men.size(); ++m)
            if (chosen[m] != free) couples.emplace_back(women[chosen[m]], men[m]);
        return couples;
    }

    struct Joining {
        Single mover, host;
    };

    /// One moves in with the other: with the one who does not live with parents, else where fewer live; else a matter of
    /// hashed chance.
    Joining joining(Population const& people, Single const& woman, Single const& man) const
    {
        auto const her_home = household_[woman.row], his_home = household_[man.row];
        bool const her_own = !parents_.live_in(her_home, woman.row, household_, people),
                   his_own = !parents_.live_in(his_home, man.row, household_, people);
        auto const hers = size_[her_home], his = size_[his_home];
        bool const she_moves = her_own != his_own ? his_own
                               : hers != his      ? his < hers
                                                  : (mixed(woman.id.value, man.id.value) & 1) != 0;
        return she_moves ? Joining{woman, man} : Joining{man, woman};
    }

    ReadsAnyone<person::age> age_;
    Reads<person::sex> sex_;
    Reads<person::birth_month> born_;
    Reads<person::district> district_;
    ReadsAnyone<person::partner> partner_;
    ReadsAnyone<person::household> household_;
    Parents parents_;
    ReadsAnyone<household::size> size_;
    Appointments due_;
    Requests ask_;
    Rates<person::sex, person::age> rate_;
    Scalar gap_;
};

/// Whose couple comes apart. A couple has one clock, the man's, or of two of one sex the one's who stands first;
/// he leaves, and the children stay.
class Separation final : public Process {
public:
    explicit Separation(Setup& setup)
        : age_{setup},
          sex_{setup},
          born_{setup},
          partner_{setup},
          household_{setup},
          due_{setup},
          ask_{setup},
          rate_{setup, "demography/partnership/dissolution"},
          sharing_{setup, "demography/partnership/sharing_after"}
    {
    }

    void step(Step const& now) override
    {
        now.open(due_);
        Stretches const stretches{months_to_sweep(now.month()), rate_};
        auto const is_partnered = [&](Own<Person> self) {
            return all_hold(partner_[self] != nobody<Person>, household_[self] != nobody<Household>);
        };
        auto const appoint = [&](Own<Person> self, Luck luck) {
            auto const partner = partner_[self];
            auto const rate = [&](int ahead, bool older) {
                return rate_.in(ahead, static_cast<Age>(std::min<int>(age_[self] + older, ages - 1)));
            };
            if (!luck.may_ring(Draw::parts, most_of(stretches, rate), stretches.window())) return;
            bool const mine = sex_[self.row()] != sex_[partner] ? sex_[self.row()] == Sex::male : self.row() < partner;
            if (!mine) return;
            auto const wait =
                months_until(luck, Draw::parts, stretches, months_to_birthday(born_[self], now.month()), rate);
            if (wait) due_.at(self, now.month() + *wait);
        };
        sweep(now, is_partnered, appoint);
        now.each_due(due_, [&](Own<Person> self, Luck luck) {
            if (partner_[self] != nobody<Person>) ask_.separate(self, luck.chance(Draw::shares, sharing_()));
        });
    }

private:
    enum class Draw { parts, shares };
    Reads<person::age> age_;
    ReadsAnyone<person::sex> sex_;
    Reads<person::birth_month> born_;
    Reads<person::partner> partner_;
    Reads<person::household> household_;
    Appointments due_;
    Requests ask_;
    Rates<person::age> rate_;
    Scalar sharing_;
};

}  // namespace

std::unique_ptr<Process> make_partnership(Setup& setup) { return std::make_unique<Partnership>(setup); }
std::unique_ptr<Process> make_separation(Setup& setup) { return std::make_unique<Separation>(setup); }

}  // namespace foresight
