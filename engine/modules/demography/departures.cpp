#include <array>
#include <utility>

#include "engine/modules/demography/moving.hpp"
#include "engine/process/yearly_clock.hpp"

namespace foresight {
namespace {

/// Who leaves the district: alone or with the household, for the rest of the country, another district or abroad.
///
/// Each way has a clock of its own: more people who go abroad move nobody's other move.
class Departures final : public Process {
public:
    explicit Departures(Setup& setup)
        : people_{setup},
          moving_{setup},
          ways_{Way{setup, Draw::country, &MoveHazard::country}, Way{setup, Draw::county, &MoveHazard::county},
                Way{setup, Draw::abroad, &MoveHazard::abroad}},
          ask_{setup},
          destination_{setup, "demography/migration/destination"},
          sharing_{setup, "demography/leaving_home/sharing"}
    {
    }

    void step(Step const& now) override
    {
        for (auto& way : ways_) {
            now.open(way.alone);
            now.open(way.together);
        }
        bool const all_ask = everybody_is_asked(now);
        auto const window = months_to_sweep(now.month());
        auto const stretches = moving_.stretches(window);
        moving_.tabulate(stretches);
        std::vector<Moving::Glance> glances;  // at every household, where everybody asks
        if (all_ask) {
            glances.resize(now.population().households.rows());
            now.each_household(
                [&](Own<Household> home) { glances[home.row().value] = moving_.glance(people_, home.row()); });
        }
        auto const appoint = [&](Own<Person> self, Luck luck) {
            auto const appoint_each = [&](Appointments Way::*list, MoveHazard const& most, auto const& hazard) {
                int known_of = -1;  // so many months ahead: one reckoning does for every way and age
                MoveHazard known;
                for (auto& way : ways_) {
                    if (!luck.may_ring(way.clock, most.*way.rate, window)) continue;
                    auto const rate = [&](int ahead, bool) {
                        if (std::exchange(known_of, ahead) != ahead) known = hazard(ahead);
                        return known.*way.rate;
                    };
                    if (auto const wait = months_until(luck, way.clock, stretches, window, rate))
                        (way.*list).at(self, now.month() + *wait);
                }
            };
            auto const home = people_.household(self);
            auto const glance = home == nobody<Household> ? Moving::Glance{}
                                : all_ask                 ? glances[home.value]
                                                          : moving_.glance(people_, home);
            auto const reference = glance.reference;
            if (reference == self.row())
                appoint_each(&Way::together, glance.most,
                             [&](int ahead) { return moving_.of_household(people_, home, reference, ahead); });
            else if (Moving::may_go_alone(people_, self))
                appoint_each(&Way::alone, moving_.most_of_person(people_, self),
                             [&](int ahead) { return moving_.of_person(people_, self, reference, ahead); });
        };
        sweep(now, appoint);
        for (auto& way : ways_) {
            now.each_due(way.alone, [&](Own<Person> self, Luck luck) {
                if (moving_.of_person(people_, self).*way.rate > 0) go_alone(self, luck, way.clock);
            });
            now.each_due(way.together, [&](Own<Person> self, Luck luck) {
                auto const home = people_.household(self);
                if (home != nobody<Household> && moving_.of_household(people_, home).*way.rate > 0)
                    go_together(self, luck, way.clock);
            });
        }
    }

private:
    enum class Draw { country, county, abroad, shares, district = 16 };

    /// A way of leaving: its clock, its rate, and who leaves by it in the months to come.
    struct Way {
        Way(Setup& setup, Draw draw, double MoveHazard::*hazard)
            : clock{draw}, rate{hazard}, alone{setup}, together{setup}
        {
        }

        Draw clock;
        double MoveHazard::*rate;
        Appointments alone, together;
    };

    void go_alone(Own<Person> self, Luck luck, Draw way)
    {
        if (way == Draw::county) ask_.leave_home(self, destination(self, luck), luck.chance(Draw::shares, sharing_()));
        else ask_.leave_county(self, way == Draw::abroad);
    }

    void go_together(Own<Person> self, Luck luck, Draw way)
    {
        if (way == Draw::county) ask_.move_together(self, destination(self, luck));
        else ask_.leave_county_together(self, way == Draw::abroad);
    }

    /// A race between the districts, so that a change in one share moves nobody between two others.
    std::uint8_t destination(Own<Person> self, Luck luck) const
    {
        auto const from = people_.district(self);
        auto best = from;
        double soonest = 1e300;
        for (std::uint8_t to = 0; to != people_.population().areas.districts.size(); ++to) {
            double const share = to == from ? 0 : destination_(from, to);
            if (share <= 0) continue;
            if (auto const time = luck.exponential(static_cast<std::uint32_t>(Draw::district) + to) / share;
                time < soonest) {
                soonest = time;
                best = to;
            }
        }
        return best;
    }

    LivePeople people_;
    Moving moving_;
    std::array<Way, 3> ways_;
    Requests ask_;
    Rates<person::district, demography::destination> destination_;
    Scalar sharing_;
};

}  // namespace

std::unique_ptr<Process> make_departures(Setup& setup) { return std::make_unique<Departures>(setup); }

}  // namespace foresight
