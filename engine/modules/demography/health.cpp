#include <algorithm>
#include <array>

#include "engine/modules/demography/fields.hpp"
#include "engine/process/yearly_clock.hpp"

namespace foresight {
namespace {

/// Keeps self-rated health in step with age.
///
/// How the base's people of each sex and age rate their health is taken to hold at that age in every year. Each July
/// as many fall by one answer, or rise by one, as it takes to go from the answers of the age before to those of the
/// age now: nobody moves further than that.
class SelfRatedHealth final : public Process {
public:
    explicit SelfRatedHealth(Setup& setup) : age_{setup}, sex_{setup}, health_{setup} { tabulate(setup.base()); }

    void step(Step const& now) override
    {
        if (now.month().month() == sweep_month && now.month() != now.start())
            now.each([&](Own<Person> self, Luck luck) { move(self, luck); });
        now.each_newcomer([&](Own<Person> self, Luck luck) {
            if (age_[self] > 0) return;  // an arrival's is the donor's
            double const u = luck.uniform(Draw::at_birth);
            auto const& share = cumulated_[static_cast<std::size_t>(sex_[self])][0];
            std::size_t answer = 0;
            while (answer + 1 < answers && u >= share[answer]) ++answer;
            health_[self] = static_cast<Health>(answer);
        });
    }

private:
    enum class Draw { moves, at_birth };
    static constexpr std::size_t answers = health_codes.size();
    using Shares = std::array<double, answers>;

    /// Shares of each answer or a better one, by sex and age; of the ages around, since few are of one age.
    void tabulate(Population const& base)
    {
        auto const& age = base.persons.column(person::age);
        auto const& sex = base.persons.column(person::sex);
        auto const& health = base.persons.column(person::health);
        std::array<std::array<Shares, ages>, 2> count{};
        for (std::uint32_t row = 0; row != base.persons.rows(); ++row)
            if (base.persons.alive({row}))
                count[static_cast<std::size_t>(sex[row])][age[row]][static_cast<std::size_t>(health[row])] += 1;
        constexpr int around = 5;
        for (std::size_t s = 0; s != 2; ++s)
            for (int a = 0; a != static_cast<int>(ages); ++a) {
                Shares sum{};
                double all = 0;
                for (int b = std::max(0, a - around); b <= std::min<int>(ages - 1, a + around); ++b)
                    for (std::size_t h = 0; h != answers; ++h) {
                        // A year of few weighs as much as a year of many: the mean is of rates, not of people.
                        double of_age = 0;
                        for (double const n : count[s][static_cast<std::size_t>(b)]) of_age += n;
                        if (of_age <= 0) continue;
                        sum[h] += count[s][static_cast<std::size_t>(b)][h] / of_age;
                        all += count[s][static_cast<std::size_t>(b)][h] / of_age;
                    }
                double so_far = 0;
                for (std::size_t h = 0; h != answers; ++h)
                    cumulated_[s][static_cast<std::size_t>(a)][h] =
                        all > 0 ? (so_far += sum[h] / all) : (h + 1 == answers ? 1.0 : 0.0);
            }
    }

    void move(Own<Person> self, Luck luck)
    {
        auto const sex = static_cast<std::size_t>(sex_[self]);
        auto const age = age_[self];
        if (age == 0) return;
        auto const& before = cumulated_[sex][age - 1u];
        auto const& after = cumulated_[sex][age];
        auto const answer = static_cast<std::size_t>(health_[self]);
        double const better = answer == 0 ? 0 : before[answer - 1];
        double const here = before[answer] - better;
        if (here <= 0) return;
        double const worsens = answer + 1 == answers ? 0 : std::max(0.0, before[answer] - after[answer]) / here;
        double const improves = answer == 0 ? 0 : std::max(0.0, after[answer - 1] - better) / here;
        double const u = luck.uniform(Draw::moves);
        luck.tell(Draw::moves, [&] {
            if (u < worsens)
                return Testimony{.value = u, .probability = worsens, .happens = true, .outcome = "worsens"};
            if (u > 1 - improves)
                return Testimony{
                    .value = u, .from = 1 - improves, .probability = improves, .happens = true, .outcome = "improves"};
            return Testimony{.value = u,
                             .from = worsens,
                             .probability = 1 - improves - worsens,
                             .happens = true,
                             .outcome = "stays"};
        });
        if (u < worsens) health_[self] = static_cast<Health>(answer + 1);
        else if (u > 1 - improves) health_[self] = static_cast<Health>(answer - 1);
    }

    Reads<person::age> age_;
    Reads<person::sex> sex_;
    Writes<person::health> health_;
    std::array<std::array<Shares, ages>, 2> cumulated_{};
};

}  // namespace

std::unique_ptr<Process> make_self_rated_health(Setup& setup) { return std::make_unique<SelfRatedHealth>(setup); }

}  // namespace foresight
