#include <algorithm>
#include <array>

#include "engine/population/livelihood.hpp"
#include "engine/synthesis/county.hpp"

namespace foresight {

namespace {

bool in_care(MadeDistrict const& made, MadePerson const& one)
{
    if (one.establishment == nowhere) return false;
    auto const kind = made.establishments[static_cast<std::size_t>(one.establishment)].kind;
    return kind == EstablishmentKind::residential_home || kind == EstablishmentKind::nursing_home;
}

std::uint16_t area_of(MadeDistrict const& made, MadePerson const& one)
{
    return one.home != nowhere ? made.homes[static_cast<std::size_t>(one.home)].area
                               : made.establishments[static_cast<std::size_t>(one.establishment)].area;
}

class Description {
public:
    Description(MadeDistrict& made, Controls const& controls, Dice const& dice)
        : made_{made},
          controls_{controls},
          district_{controls.district[made.number]},
          luck_{dice.of("synthesis/people", made.number)}
    {
    }

    void describe()
    {
        for (auto& one : made_.persons) {
            auto const area = area_of(made_, one);
            one.birth = controls_.base - 12 * one.age - static_cast<int>(luck_.below(12));
            one.health = health(one, controls_.areas.all[area].imd_decile);
            one.education = education(one, controls_.area[area].education_decile);
            if (one.age >= 4 && one.age < 18) one.sen = special_need(one, controls_.areas.all[area].idaci_decile);
            if (one.sex == Sex::female && one.age >= 40) grown_up_children(one);
        }
        activities();
        pay();
    }

private:
    /// An area's deprivation moves the odds of better health by an eighth a decile (assumed); care homes by more.
    Health health(MadePerson const& one, int decile)
    {
        auto const& share = controls_.rate.health[one.age];
        auto const shift = 0.12 * (decile - 5.5) - (in_care(made_, one) ? 1.8 : 0.0);
        double cumulated = 0;
        auto const u = luck_.uniform();
        for (std::size_t h = 0; h != 4; ++h) {
            cumulated += share[h];
            auto const p = std::clamp(cumulated, 1e-6, 1 - 1e-6);
            if (u < logistic(log_odds(p) + shift)) return static_cast<Health>(h);
        }
        return Health::poor;
    }

    /// By age, better where the district's published share is and, by a fiftieth a decile, where the area is (assumed).
    Education education(MadePerson const& one, int decile)
    {
        if (one.age < 16) return Education::low;
        constexpr double england = 0.664;  // level 3 or above among 16 to 64, 2022 (Explore Local Statistics)
        auto const better = 0.45 * (district_.level_3 - england) + 0.02 * (decile - 5.5);
        auto const high = std::clamp(controls_.rate.degree[one.age] + better, 0.01, 0.9);
        auto const low = std::clamp(controls_.rate.low[one.age] - 0.5 * better, 0.02, 0.9 - 0.5 * high);
        auto const u = luck_.uniform();
        return u < high ? Education::high : u < 1 - low ? Education::medium : Education::low;
    }

    /// Boys twice to three times as often as girls, and more in deprived areas (assumed); the level is Essex's.
    Sen special_need(MadePerson const& one, int decile)
    {
        auto const more = 1 + 0.05 * (5.5 - decile);
        auto const plan = controls_.assumed.sen_plan * (one.sex == Sex::male ? 1.42 : 0.56) * more;
        auto const support = controls_.assumed.sen_support * (one.sex == Sex::male ? 1.24 : 0.75) * more;
        auto const u = luck_.uniform();
        return u < plan ? Sen::ehcp : u < plan + support ? Sen::support : Sen::none;
    }

    /// Children who have left: with the years beyond 38 a woman's number tends to completed families (assumed, mean 1.9).
    void grown_up_children(MadePerson& one)
    {
        if (!luck_.chance(std::min(1.0, (one.age - 38) / 14.0))) return;
        auto const u = luck_.uniform();
        auto const ever = static_cast<std::uint8_t>(u < 0.18 ? 0 : u < 0.35 ? 1 : u < 0.73 ? 2 : u < 0.91 ? 3 : 4);
        one.children_born = std::max(one.children_born, ever);
    }

    /// How likely somebody works before the district's rate is met: less in poor health, in halls and in deprived areas
    /// (assumed).
    double work_odds(MadePerson const& one) const
    {
        if (one.age < 16 || in_care(made_, one)) return 0;
        auto const place = one.establishment == nowhere
                               ? EstablishmentKind::residential_home
                               : made_.establishments[static_cast<std::size_t>(one.establishment)].kind;
        if (place == EstablishmentKind::student_hall) return 0.25;
        if (place == EstablishmentKind::other_communal) return 0.98;
        auto const health_factor = one.health == Health::poor ? 0.40 : one.health == Health::fair ? 0.82 : 1.0;
        auto const decile = controls_.area[area_of(made_, one)].income_decile;
        // Tenants of councils and housing associations work less often than their age and health would say (assumed, after the
        // English Housing Survey).
        constexpr std::array<double, tenures> by_tenure{0.97, 1.08, 1.05, 0.76, 0.76, 0.98, 0.98, 0.92};
        auto const tenure =
            one.home == nowhere
                ? 1.0
                : by_tenure[static_cast<std::size_t>(made_.homes[static_cast<std::size_t>(one.home)].tenure)];
        return controls_.rate.employed[static_cast<std::size_t>(one.sex)][one.age] * health_factor * tenure
               * (1 + 0.012 * (decile - 5.5));
    }

    /// Employment of 16 to 64 has the district's published rate; what is not employed divides as at its age.
    void activities()
    {
        double scale = 1;
        for (int round = 0; round != 6; ++round) {
            double working = 0, adults = 0;
            for (auto const& one : made_.persons)
                if (one.age >= 16 && one.age < 65) {
                    working += std::min(0.97, scale * work_odds(one));
                    ++adults;
                }
            scale *= district_.employment * adults / working;
        }
        // Members of a household are alike in this beyond what is known of each: half of the spread is theirs in common (assumed).
        std::vector<double> common(made_.homes.size());
        for (auto& z : common) z = luck_.normal();
        for (auto& one : made_.persons) {
            auto const shared = one.home == nowhere ? luck_.normal() : common[static_cast<std::size_t>(one.home)];
            auto const u = normal_cdf(0.70710678118654752 * (shared + luck_.normal()));
            one.activity = activity(one, std::min(0.97, (one.age < 65 ? scale : 1.0) * work_odds(one)), u);
        }
    }

    /// What a person whose place among their like is `u`, the workers first, does.
    Activity activity(MadePerson const& one, double work, double u) const
    {
        if (one.age < 16) return Activity::child;
        auto const sex = static_cast<std::size_t>(one.sex);
        auto const& rate = controls_.rate;
        if (u < work) return Activity::employed;
        auto const other = std::max(1e-9, 1 - rate.employed[sex][one.age]);
        auto const rest = (u - work) / (1 - work);
        if (one.establishment != nowhere && one.age < 30 && !in_care(made_, one)) return Activity::student;
        auto const student = rate.student[sex][one.age] / other,
                   unemployed = student + rate.unemployed[sex][one.age] / other;
        return rest < student                                           ? Activity::student
               : rest < unemployed                                      ? Activity::unemployed
               : rest < unemployed + rate.retired[sex][one.age] / other ? Activity::retired
                                                                        : Activity::inactive;
    }

    /// Gross pay: lognormal about the median of sex and age, higher with a degree (by how much is assumed); the district's
    /// median is as published.
    void pay()
    {
        std::vector<double> amounts;
        for (auto& one : made_.persons) {
            if (one.activity != Activity::employed) continue;
            auto const schooling = one.education == Education::high     ? 1.32
                                   : one.education == Education::medium ? 0.95
                                                                        : 0.80;
            auto const amount = controls_.rate.pay[static_cast<std::size_t>(one.sex)][one.age] * schooling
                                * exponential_of(livelihood::pay_spread * luck_.normal());
            one.earnings = static_cast<std::int32_t>(amount * 20000);
            amounts.push_back(amount * 20000);
        }
        if (amounts.empty()) return;
        std::nth_element(amounts.begin(), amounts.begin() + static_cast<std::ptrdiff_t>(amounts.size() / 2),
                         amounts.end());
        auto const scale = district_.weekly_pay * weeks_a_year / amounts[amounts.size() / 2];
        for (auto& one : made_.persons) one.earnings = static_cast<std::int32_t>(std::min(2e6, one.earnings * scale));
    }

    MadeDistrict& made_;
    Controls const& controls_;
    DistrictControl const& district_;
    Sequence luck_;
};

/// Chance of another first language before it is scaled to the county; of adults four fifths of it (shape assumed).
double another_language(MadePerson const& one)
{
    constexpr std::array<double, ethnic_groups> chance{0.60, 0.38, 0.16, 0.055, 0.65};
    return chance[static_cast<std::size_t>(one.ethnic)];
}

bool primary(MadePerson const& one) { return one.age < 11; }

}  // namespace

void describe_persons(MadeDistrict& made, Controls const& controls, Dice const& dice)
{
    Description{made, controls, dice}.describe();
}

void give_first_languages(std::vector<MadeDistrict>& made, Controls const& controls, Dice const& dice)
{
    std::array<double, 2> expected{}, children{};
    for (auto const& district : made)
        for (auto const& one : district.persons)
            if (one.age < 18) {
                expected[primary(one)] += another_language(one);
                ++children[primary(one)];
            }
    std::array<double, 2> const scale{
        controls.assumed.english_additional_secondary * children[0] / std::max(1.0, expected[0]),
        controls.assumed.english_additional_primary * children[1] / std::max(1.0, expected[1])};
    for (auto& district : made) {
        auto luck = dice.of("synthesis/language", district.number);
        for (auto& one : district.persons) {
            auto const chance =
                one.age < 18 ? scale[primary(one)] * another_language(one) : 0.8 * another_language(one);
            if (luck.chance(std::min(0.95, chance))) one.language = FirstLanguage::other;
        }
    }
}

}  // namespace foresight
