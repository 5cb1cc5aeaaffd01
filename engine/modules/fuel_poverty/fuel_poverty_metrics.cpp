#include <algorithm>

#include "engine/modules/fuel_poverty/fields.hpp"
#include "engine/modules/fuel_poverty/metrics.hpp"

namespace foresight {
namespace {

constexpr bool is_capped(HeatingFuel fuel)
{
    return fuel == HeatingFuel::mains_gas || fuel == HeatingFuel::electricity || fuel == HeatingFuel::economy_7;
}

/// At the end of each quarter: who is fuel poor at the prices, incomes and lines of the day.
class FuelPovertyMetrics final : public Process {
public:
    explicit FuelPovertyMetrics(Setup& setup)
        : unit_rate_{setup, "fuel_poverty/tariffs/unit_rate"},
          standing_charge_{setup, "fuel_poverty/tariffs/standing_charge"},
          cap_{setup, "fuel_poverty/tariffs/cap"},
          economy_7_other_{setup, "fuel_poverty/tariffs/economy_7_other"},
          rebate_{setup, "fuel_poverty/rebates/every_household"},
          uprating_{setup, "fuel_poverty/incomes/uprating"},
          line_{setup, "fuel_poverty/metrics/line"},
          line_scale_{setup, "fuel_poverty/metrics/line_scale"},
          typical_gas_{setup, "fuel_poverty/metrics/typical_gas"},
          typical_electricity_{setup, "fuel_poverty/metrics/typical_electricity"},
          share_{setup, "fuel_poverty/metrics/burden"},
          home_{setup},
          size_{setup},
          payment_{setup},
          earnings_{setup},
          pensions_{setup},
          benefits_{setup},
          housing_cost_{setup},
          heat_kwh_{setup},
          electric_kwh_{setup},
          fuel_{setup},
          rating_{setup},
          age_{setup},
          flags_{setup},
          gap_{setup},
          base_uprating_{setup.parameters().at("fuel_poverty/incomes/uprating").at(setup.base().base)[0]}
    {
    }

    Cadence cadence() const override { return quarterly(); }
    bool ledger() const override { return true; }
    bool when_settled() const override { return true; }
    void begin(Step const& now) override { step(now); }
    void step(Step const& now) override
    {
        tabulate();
        auto const& usual =
            bills_[static_cast<std::size_t>(HeatingFuel::mains_gas)][static_cast<std::size_t>(Payment::direct_debit)];
        double const typical_bill =
            usual.heating(typical_gas_()) + usual.electricity(typical_electricity_()) - rebate_();
        PovertyLines const lines{line_() * line_scale_(), typical_bill, share_()};
        double const uprating = uprating_() / base_uprating_;
        auto const& people = now.population();
        parallel_for(people.households.chunks(), [&](std::uint32_t chunk) {
            std::vector<Undecided> undecided;
            Visit<Household>::each_of_chunk(people.households, chunk, [&](Own<Household> self) {
                if (home_[self] == nobody<Dwelling>) {
                    flags_[self] = gap_[self] = 0;
                    return;
                }
                auto const b = budget(self, uprating);
                if (children_matter(b, size_[self], lines)) undecided.push_back({self, b});
                else note(self, verdict(b, lines));
            });
            look_at_members(people, undecided, lines);
        });
    }

private:
    /// As if nobody there were a child.
    Budget budget(Own<Household> self, double uprating) const
    {
        int const persons = size_[self];
        auto const dwelling = home_[self];
        Budget b;
        b.income = uprating * (static_cast<double>(earnings_[self]) + pensions_[self] + benefits_[self]);
        b.housing_cost = uprating * housing_cost_[self];
        b.bill_equivalence = equivalence_of_bills(persons);
        b.rating = rating_[dwelling];
        auto const& bill = bills_[static_cast<std::size_t>(fuel_[dwelling])][static_cast<std::size_t>(payment_[self])];
        double const heating = bill.heating(heat_kwh_[self]);
        b.fuel_cost = std::max(0.0, heating + bill.electricity(electric_kwh_[self]) - rebate_());
        b.fuel_cost_at_c = cost_at_band_c(b.fuel_cost, std::min(heating, b.fuel_cost), saving_(b.rating));
        b.equivalence = equivalence_after_housing(persons, 0);
        return b;
    }

    /// Of whom it matters how many are children.
    struct Undecided {
        Own<Household> household;
        Budget budget;
    };
    void look_at_members(Population const& people, std::vector<Undecided> const& undecided, PovertyLines const& lines)
    {
        auto const home_at = [&](std::size_t i) {
            return i < undecided.size() ? undecided[i].household.row() : nobody<Household>;
        };
        for (std::size_t i = 0; i != undecided.size(); ++i) {
            people.members_come_near(home_at, i, age_);
            auto [self, b] = undecided[i];
            int younger = 0;
            people.each_member(self.row(), [&](Row<Person> member) { younger += age_[member] < 14; });
            b.equivalence = equivalence_after_housing(size_[self] - younger, younger);
            note(self, verdict(b, lines));
        }
    }

    void note(Own<Household> self, Verdict const& found)
    {
        bool const poor = (found.flags & fuel_poor::lilee) != 0;
        flags_[self] = found.flags;
        gap_[self] = static_cast<std::uint8_t>(poor ? std::clamp(found.gap / 10 + 0.5, 1.0, 255.0) : 0.0);
    }

    /// GBP a year: of the main heating fuel, with a standing charge of its own where it has one, and of electricity else.
    struct Bill {
        double heat_rate = 0, heat_charge = 0, electric_rate = 0, electric_charge = 0;
        double heating(double kwh) const { return kwh * heat_rate + heat_charge; }
        double electricity(double kwh) const { return kwh * electric_rate + electric_charge; }
    };

    /// The bills of this month's prices: read once, since every household asks.
    void tabulate()
    {
        for (std::size_t f = 0; f != bills_.size(); ++f)
            for (std::size_t p = 0; p != bills_[f].size(); ++p) {
                auto const fuel = static_cast<HeatingFuel>(f);
                auto const payment = static_cast<Payment>(p);
                bool const two_rates = fuel == HeatingFuel::economy_7;
                bool const electric = fuel == HeatingFuel::electricity || two_rates;
                auto const meter = two_rates ? HeatingFuel::economy_7 : HeatingFuel::electricity;
                double const capped = (is_capped(fuel) ? cap_() : 1.0) / 100;
                bills_[f][p] = {unit_rate_(fuel, payment) * capped,
                                electric ? 0.0 : 365 * standing_charge_(fuel, payment) * capped,
                                unit_rate_(HeatingFuel::electricity, payment) * (two_rates ? economy_7_other_() : 1.0)
                                    * cap_() / 100,
                                365 * standing_charge_(meter, payment) * cap_() / 100};
            }
    }

    Prices<dwelling::heating_fuel, household::payment> unit_rate_, standing_charge_;
    Prices<> cap_;
    Scalar economy_7_other_;
    Prices<> rebate_;
    Scalar uprating_, line_, line_scale_, typical_gas_, typical_electricity_, share_;
    Reads<household::dwelling> home_;
    Reads<household::size> size_;
    Reads<household::payment> payment_;
    Reads<household::earnings> earnings_;
    Reads<household::pensions> pensions_;
    Reads<household::benefits> benefits_;
    Reads<household::housing_cost> housing_cost_;
    Reads<fuel_poverty::heat_kwh> heat_kwh_;
    Reads<fuel_poverty::electric_kwh> electric_kwh_;
    ReadsAnyone<dwelling::heating_fuel> fuel_;
    ReadsAnyone<dwelling::rating> rating_;
    ReadsAnyone<person::age> age_;
    Writes<fuel_poverty::flags> flags_;
    Writes<fuel_poverty::gap> gap_;
    double base_uprating_;
    SavingAtBandC saving_;
    std::array<std::array<Bill, payment_codes.size()>, heating_fuel_codes.size()> bills_;
};

}  // namespace

std::unique_ptr<Process> make_fuel_poverty_metrics(Setup& setup) { return std::make_unique<FuelPovertyMetrics>(setup); }

}  // namespace foresight
