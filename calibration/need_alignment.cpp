#include "calibration/need_alignment.hpp"

#include <vector>

#include "engine/modules/social_care/need_model.hpp"
#include "engine/random/elementary.hpp"

namespace foresight {
namespace {

constexpr std::size_t first_age = 65, last_age = ages - 1;
constexpr auto kinds = std::size_t{2} * health_codes.size() * education_codes.size() * 2;

/// What the probit makes of each kind of person, without age.
class Kinds {
public:
    explicit Kinds(Population const& base, Parameters const& parameters)
    {
        auto const value = [&](char const* name) -> std::vector<double> const& {
            return parameters.at(std::string{"social_care/need/"} + name).at(base.base);
        };
        lag_ = value("lag")[0];
        age_ = value("age");
        for (std::size_t sex = 0; sex != 2; ++sex)
            for (std::size_t health = 0; health != health_codes.size(); ++health)
                for (std::size_t education = 0; education != education_codes.size(); ++education)
                    for (std::size_t partnered = 0; partnered != 2; ++partnered)
                        index_[at(sex, health, education, partnered)] =
                            value("constant")[0] + value("drift")[0]
                            + (static_cast<Sex>(sex) == Sex::male ? value("male")[0] : 0)
                            + (partnered ? value("partnered")[0] : 0) + value("health")[health]
                            + value("education")[education];
        auto const& person = base.persons;
        for (std::uint32_t row = 0; row != person.rows(); ++row) {
            auto const age = person.column(person::age)[row];
            if (age < first_age || !person.alive({row})) continue;
            people_[age][at(static_cast<std::size_t>(person.column(person::sex)[row]),
                            static_cast<std::size_t>(person.column(person::health)[row]),
                            static_cast<std::size_t>(person.column(person::education)[row]),
                            person.column(person::partner)[row] != nobody<Person>)] += 1;
        }
    }

    double at_rest(std::size_t kind, std::size_t band, double alignment) const
    {
        double const index = index_[kind] + age_[band] + alignment;
        double const onset = normal_cdf(index), stays = normal_cdf(index + lag_);
        return onset / (onset + 1 - stays);
    }
    double people(std::size_t age, std::size_t kind) const { return people_[age][kind]; }

private:
    static std::size_t at(std::size_t sex, std::size_t health, std::size_t education, std::size_t partnered)
    {
        return ((sex * health_codes.size() + health) * education_codes.size() + education) * 2 + partnered;
    }

    double lag_ = 0;
    std::vector<double> age_;
    std::array<double, kinds> index_{};
    std::array<std::array<double, kinds>, ages> people_{};
};

template <class ShareAt>
double bisect(double target, ShareAt const& share_at)
{
    double low = -4, high = 4;
    for (int i = 0; i != 50; ++i) {
        double const middle = (low + high) / 2;
        (share_at(middle) < target ? low : high) = middle;
    }
    return (low + high) / 2;
}

}  // namespace

NeedBands solve_need_at_rest(Population const& base, Parameters const& parameters, NeedBands const& targets)
{
    Kinds const all{base, parameters};
    NeedBands found{};
    for (std::size_t band = 0, age = first_age; band != targets.size(); ++band) {
        auto const first = age;
        while (age <= last_age && NeedModel::age_band(static_cast<Age>(age)) == band) ++age;
        found[band] = bisect(targets[band], [&](double alignment) {
            double people = 0, in_need = 0;
            for (auto a = first; a != age; ++a)
                for (std::size_t kind = 0; kind != kinds; ++kind) {
                    people += all.people(a, kind);
                    in_need += all.people(a, kind) * all.at_rest(kind, band, alignment);
                }
            return in_need / people;
        });
    }
    return found;
}

}  // namespace foresight
