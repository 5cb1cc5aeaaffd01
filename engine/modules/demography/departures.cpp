#include "engine/modules/demography/moving.hpp"
#include "engine/process/yearly_clock.hpp"

namespace foresight {
namespace {

/// Who leaves the district: alone or with the household, for the rest of the country, another district or abroad.
class Departures final : public Process {
public:
    explicit Departures(Setup& setup)
        : people_{setup},
          moving_{setup},
          alone_{setup},
          together_{setup},
          ask_{setup},
          destination_{setup, "demography/migration/destination"},
          sharing_{setup, "demography/leaving_home/sharing"}
    {
    }

    void step(Step const& now) override
    {
        now.open(alone_);
        now.open(together_);
        bool const all_ask = now.month().month() == sweep_month || now.month() == now.start();
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
            auto const appoint_within = [&](Appointments& list, Draw clock, auto const& hazard) {
                if (auto const wait = months_until(luck, clock, stretches, window, hazard))
                    list.at(self, now.month() + *wait);
            };
            auto const home = people_.household(self);
            auto const glance = home == nobody<Household> ? Moving::Glance{}
                                : all_ask                 ? glances[home.value]
                                                          : moving_.glance(people_, home);
            auto const reference = glance.reference;
            if (reference != self.row()) {
                if (Moving::may_go_alone(people_, self)
                    && luck.may_ring(Draw::alone, moving_.most_of_person(people_, self), window))
                    appoint_within(alone_, Draw::alone, [&](int ahead, bool) {
                        return moving_.of_person(people_, self, reference, ahead).all();
                    });
            } else if (luck.may_ring(Draw::together, glance.most, window)) {
                appoint_within(together_, Draw::together, [&](int ahead, bool) {
                    return moving_.of_household(people_, home, reference, ahead).all();
                });
            }
        };
        if (all_ask) now.each(appoint);
        else now.each_newcomer(appoint);
        now.each_due(alone_,
                     [&](Own<Person> self, Luck luck) { go(self, luck, moving_.of_person(people_, self), false); });
        now.each_due(together_, [&](Own<Person> self, Luck luck) {
            if (auto const home = people_.household(self); home != nobody<Household>)
                go(self, luck, moving_.of_household(people_, home), true);
        });
    }

private:
    enum class Draw { alone, together, country, county, abroad, shares, district = 16 };

    /// A race between the destinations, so that a change in one moves nobody between two others.
    void go(Own<Person> self, Luck luck, MoveHazard const& hazard, bool together)
    {
        if (hazard.all() <= 0) return;
        auto const time = [&](Draw draw, double rate) { return rate > 0 ? luck.exponential(draw) / rate : 1e300; };
        auto const country = time(Draw::country, hazard.country), county = time(Draw::county, hazard.county),
                   abroad = time(Draw::abroad, hazard.abroad);
        tell_of_race(luck, hazard, country, county, abroad);
        if (county < country && county < abroad) {
            auto const to = destination(self, luck);
            if (together) ask_.move_together(self, to);
            else ask_.leave_home(self, to, luck.chance(Draw::shares, sharing_()));
        } else if (together) {
            ask_.leave_county_together(self, abroad < country);
        } else {
            ask_.leave_county(self, abroad < country);
        }
    }

    static void tell_of_race(Luck luck, MoveHazard const& hazard, double country, double county, double abroad)
    {
        auto const tell = [&](Draw winner, double rate) {
            luck.tell(winner, [&] { return Testimony{.probability = rate / hazard.all(), .happens = true}; });
        };
        if (county < country && county < abroad) tell(Draw::county, hazard.county);
        else if (abroad < country) tell(Draw::abroad, hazard.abroad);
        else tell(Draw::country, hazard.country);
    }

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
    Appointments alone_, together_;
    Requests ask_;
    Rates<person::district, demography::destination> destination_;
    Scalar sharing_;
};

}  // namespace

std::unique_ptr<Process> make_departures(Setup& setup) { return std::make_unique<Departures>(setup); }

}  // namespace foresight
