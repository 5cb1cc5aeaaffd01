#include <array>
#include <map>
#include <tuple>

#include "engine/modules/demography/moving.hpp"
#include "engine/parallel/parallel.hpp"

namespace foresight {
namespace {

/// Age groups by which arrivals are fitted to their published numbers: finer where people move most.
constexpr std::array<int, 30> group_starts{0,  1,  5,  10, 14, 16, 18, 19, 20, 21, 22, 23, 25, 27, 30,
                                           33, 36, 40, 45, 50, 55, 60, 65, 70, 75, 80, 83, 86, 90, 95};
constexpr std::size_t groups = group_starts.size() * 2;

std::size_t group_of(Sex sex, Age age)
{
    auto const band =
        static_cast<std::size_t>(std::upper_bound(group_starts.begin(), group_starts.end(), static_cast<int>(age))
                                 - group_starts.begin())
        - 1;
    return band * 2 + static_cast<std::size_t>(sex);
}

using Groups = std::array<double, groups>;

constexpr std::uint32_t everybody = 0xffffffffu;

/// Some or all members of a household of the base population, as a model for arrivals.
struct Donor {
    Row<Household> home = nobody<Household>;
    std::uint32_t members = everybody;
    int age = 0;              ///< of the oldest who comes
    std::uint32_t alike = 0;  ///< which of those who are alike
};

/// Donors of one district whose members are of the same groups. They come equally often: what fits one of them fits all.
struct Alike {
    std::vector<std::uint8_t> groups;  ///< of the members, one after the other
    std::uint8_t district;             ///< where they live
    double weight;                     ///< of each of them, before anything is fitted
    double donors = 0;                 ///< how many there are
};

/// Who comes from the rest of the country and from abroad.
///
/// How many come a year, by district, sex and age, is a parameter of a county
/// in which every person moves for himself. Households move together, so the
/// difference that this makes to departures, at the base, is added: net
/// migration by age is then what the parameters imply. Donors are households,
/// and young people without theirs, of the frozen base population; their
/// weights are raked to those numbers once, a part of them from those who
/// live in the district itself, so that who comes to a place is like those who
/// have come there before. An arrival's identity is a hash of
/// district, month and slot: the same people in every scenario.
class ArrivalsFromOutside final : public Process {
public:
    explicit ArrivalsFromOutside(Setup& setup)
        : base_{setup.base()},
          moving_{setup},
          ask_{setup},
          published_{setup, "demography/migration/arrivals"},
          abroad_{setup, "demography/migration/arrivals_from_abroad"},
          destination_{setup, "demography/migration/destination"},
          level_{setup, "demography/migration/arrivals_level"},
          sharing_{setup, "demography/migration/sharing"},
          like_residents_{setup, "demography/migration/like_residents"}
    {
    }

    /// Chooses the donors, and rakes their weights to what each district wants.
    void begin(Step const&) override
    {
        choose_donors();
        auto const wanted = targets();
        cumulated_.resize(wanted.size());
        parallel_for(static_cast<std::uint32_t>((wanted.size() + abreast - 1) / abreast),
                     [&](std::uint32_t block) { rake(wanted, block * abreast); });
    }

    void step(Step const& now) override
    {
        std::vector<std::vector<Arrival>> arrivals(now.areas().districts.size());
        parallel_for(static_cast<std::uint32_t>(arrivals.size()),
                     [&](std::uint32_t d) { arrivals[d] = arrivals_in(static_cast<std::uint8_t>(d), now); });
        for (auto const& of_district : arrivals)
            for (auto const& arrival : of_district) ask_.arrive(arrival);
    }

private:
    enum class Draw { part_of_one, donor, abroad, shares };
    static constexpr std::uint64_t donors_at_most = 6000;
    static constexpr std::size_t abreast = 4;  // districts that are raked together, as a processor likes it

    std::vector<Arrival> arrivals_in(std::uint8_t district, Step const& now) const
    {
        std::vector<Arrival> arrivals;
        auto const& weights = cumulated_[district];
        if (weights.empty() || weights.back() <= 0) return arrivals;
        auto const slot = [&](std::uint64_t k) {
            return Id<Household>{mixed(mixed(district + 100u, static_cast<std::uint64_t>(now.month().value)), k << 32)};
        };
        double const expected = level_() * weights.back() / 12 / now.weight();
        auto const count =
            static_cast<std::uint64_t>(expected + luck_of(now.random(), slot(0)).uniform(Draw::part_of_one));
        arrivals.reserve(count);
        bool others_alone = false;
        for (std::uint64_t k = 1; k <= count; ++k) {
            auto const luck = luck_of(now.random(), slot(k));
            // Systematic along donors in the order of age: the ages of a month's arrivals vary little.
            double const at =
                (static_cast<double>(k - 1) + luck.uniform(Draw::donor)) / static_cast<double>(count) * weights.back();
            auto const found =
                static_cast<std::size_t>(std::upper_bound(weights.begin(), weights.end(), at) - weights.begin());
            auto const& donor = donors_[std::min(found, donors_.size() - 1)];
            bool const alone = donor.members != everybody;
            bool const shares = alone && others_alone && luck.chance(Draw::shares, sharing_());
            others_alone |= alone;
            arrivals.push_back({.id = slot(k),
                                .district = district,
                                .abroad = luck.chance(Draw::abroad, abroad_(district)),
                                .donor = donor.home,
                                .members = donor.members,
                                .alone = alone,
                                .with_previous = shares});
        }
        return arrivals;
    }

    void choose_donors()
    {
        BasePeople const people{base_};
        auto const one_in = std::max<std::uint64_t>(1, base_.households.rows() / donors_at_most);
        std::map<std::tuple<std::vector<std::uint8_t>, bool, std::uint8_t>, std::uint32_t> known;
        auto const add = [&](Donor donor, std::uint8_t district, std::vector<std::uint8_t> const& members) {
            bool const alone = donor.members != everybody;
            auto const [found, is_new] =
                known.emplace(std::tuple{members, alone, district}, static_cast<std::uint32_t>(alike_.size()));
            if (is_new) alike_.push_back({members, district, alone ? 0.003 : 0.01});
            donor.alike = found->second;
            alike_[donor.alike].donors += 1;
            donors_.push_back(donor);
        };
        for (std::uint32_t row = 0; row != base_.households.rows(); ++row) {
            if (base_.households.left()[row] || mixed(base_.households.ids()[row].value, 77) % one_in != 0) continue;
            Row<Household> const home{row};
            Donor whole{home, everybody};
            std::vector<std::uint8_t> members;
            auto const reference = Moving::reference(people, home);
            std::uint32_t bit = 0;
            base_.each_member(home, [&](Row<Person> member) {
                auto const group = static_cast<std::uint8_t>(group_of(people.sex(member), people.age(member)));
                members.push_back(group);
                whole.age = std::max<int>(whole.age, people.age(member));
                bool const may_come_alone = member != reference
                                            && people.partner(member) == nobody<Person> && people.age(member) >= 16
                                            && bit < 32;
                if (may_come_alone) add({home, 1u << bit, people.age(member)}, people.district(member), {group});
                ++bit;
            });
            if (!members.empty()) add(whole, people.district(reference), members);
        }
        std::stable_sort(donors_.begin(), donors_.end(), [](Donor const& a, Donor const& b) { return a.age < b.age; });
    }

    /// Arrivals a year that are wanted, by district and group.
    std::vector<Groups> targets() const
    {
        auto const districts = base_.areas.districts.size();
        BasePeople const people{base_};
        // Departures and moves in, less what the published schedules would make of them, in persons of the county.
        std::vector<std::vector<double>> out(districts, std::vector<double>(groups)),
            moved(districts, std::vector<double>(groups));
        std::vector<MoveHazard> of_home(base_.households.rows());
        parallel_for(base_.households.chunks(), [&](std::uint32_t chunk) {
            base_.households.each_run(chunk, [&](std::uint32_t first, std::uint32_t last) {
                for (auto row = first; row != last; ++row) of_home[row] = moving_.of_household(people, {row});
            });
        });
        parallel_for(static_cast<std::uint32_t>(districts), [&](std::uint32_t d) {
            for (std::uint32_t row = 0; row != base_.persons.rows(); ++row) {
                Row<Person> const person{row};
                if (people.district(person) != d || base_.persons.left()[row]) continue;
                auto const g = group_of(people.sex(person), people.age(person));
                auto hazard = moving_.of_person(people, person);
                if (auto const home = people.household(person); home != nobody<Household>)
                    hazard += of_home[home.value];
                auto const alone = moving_.published(people.district(person), people.sex(person), people.age(person));
                out[d][g] += hazard.all() - alone.all();
                moved[d][g] += hazard.county - alone.county;
            }
        });
        std::vector<Groups> wanted(districts);
        for (std::uint8_t d = 0; d != districts; ++d) {
            for (std::uint32_t sex = 0; sex != 2; ++sex)
                for (std::uint32_t age = 0; age != ages; ++age)
                    wanted[d][group_of(static_cast<Sex>(sex), static_cast<Age>(age))] +=
                        published_(d, static_cast<Sex>(sex), static_cast<Age>(age));
            for (std::size_t g = 0; g != groups; ++g) {
                double in_more = 0;
                for (std::uint8_t from = 0; from != districts; ++from)
                    if (from != d) in_more += moved[from][g] * destination_(from, d);
                wanted[d][g] = std::max(0.0, wanted[d][g] + base_.weight * (out[d][g] - in_more));
            }
        }
        return wanted;
    }

    /// How much more a district's own donors weigh than others, so that before anything is fitted they are the share of all
    /// that the parameter says, or as many as they are where that is more.
    double weight_of_residents(std::uint8_t district) const
    {
        double own = 0, others = 0;
        for (auto const& alike : alike_) (alike.district == district ? own : others) += alike.weight * alike.donors;
        double const share = std::min(0.999, like_residents_());
        return own > 0 && others > 0 ? std::max(1.0, share / (1 - share) * others / own) : 1;
    }

    /// Finds weights of the donors, cumulated, whose members add up to what is wanted, for some districts abreast.
    void rake(std::vector<Groups> const& wanted, std::size_t first)
    {
        using Abreast = std::array<double, abreast>;
        auto const districts = std::min(abreast, wanted.size() - first);
        std::vector<Abreast> weights(alike_.size());
        for (std::size_t d = 0; d != districts; ++d) {
            auto const more = weight_of_residents(static_cast<std::uint8_t>(first + d));
            for (std::size_t k = 0; k != alike_.size(); ++k)
                weights[k][d] = alike_[k].weight * (alike_[k].district == first + d ? more : 1);
        }
        for (int round = 0; round != 40; ++round) {
            std::array<Abreast, groups> have{}, factor_log{};
            for (std::size_t k = 0; k != alike_.size(); ++k)
                for (auto const g : alike_[k].groups)
                    for (std::size_t d = 0; d != abreast; ++d) have[g][d] += alike_[k].donors * weights[k][d];
            for (std::size_t g = 0; g != groups; ++g)
                for (std::size_t d = 0; d != districts; ++d)
                    if (have[g][d] > 0) factor_log[g][d] = logarithm(std::max(1e-6, wanted[first + d][g] / have[g][d]));
            for (std::size_t k = 0; k != alike_.size(); ++k) {
                Abreast sum{};
                for (auto const g : alike_[k].groups)
                    for (std::size_t d = 0; d != abreast; ++d) sum[d] += factor_log[g][d];
                auto const size = static_cast<double>(alike_[k].groups.size());
                for (std::size_t d = 0; d != abreast; ++d) weights[k][d] *= exponential_of(sum[d] / size);
            }
        }
        for (std::size_t d = 0; d != districts; ++d) {
            double sum = 0;
            for (auto const& donor : donors_) cumulated_[first + d].push_back(sum += weights[donor.alike][d]);
        }
    }

    Population const& base_;
    Moving moving_;
    Requests ask_;
    Rates<person::district, person::sex, person::age> published_;
    Rates<person::district> abroad_;
    Rates<person::district, demography::destination> destination_;
    Scalar level_, sharing_, like_residents_;
    std::vector<Donor> donors_;
    std::vector<Alike> alike_;
    std::vector<std::vector<double>> cumulated_;  // of the donors, by district
};

}  // namespace

std::unique_ptr<Process> make_arrivals(Setup& setup) { return std::make_unique<ArrivalsFromOutside>(setup); }

}  // namespace foresight
