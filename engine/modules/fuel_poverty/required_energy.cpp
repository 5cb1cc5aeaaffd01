#include <atomic>
#include <vector>

#include "engine/modules/fuel_poverty/energy.hpp"
#include "engine/modules/fuel_poverty/fields.hpp"
#include "engine/modules/fuel_poverty/housing_parameters.hpp"

namespace foresight {
namespace {

/// Rates each dwelling once, and works out what energy every household would need to keep warm: at the end of each quarter
/// that of those who came, moved or are another number, and each September, or when homes are heated otherwise, of all.
class RequiredEnergy final : public Process {
public:
    explicit RequiredEnergy(Setup& setup)
        : housing_{setup},
          home_{setup},
          size_{setup},
          lives_in_{setup},
          activity_{setup},
          age_{setup},
          type_{setup},
          age_band_{setup},
          floor_area_{setup},
          fuel_{setup},
          system_{setup},
          wall_{setup},
          loft_{setup},
          glazing_{setup},
          rating_{setup},
          heat_kwh_{setup},
          electric_kwh_{setup}
    {
    }

    Cadence cadence() const override { return quarterly(); }
    bool when_settled() const override { return true; }
    void begin(Step const& now) override { step(now); }
    void step(Step const& now) override
    {
        constexpr int september = 9;
        auto const housing = housing_.now();
        rate(now.population(), housing);
        bool const everybody = now.month().month() == september || housing != known_of_;
        if (housing != known_of_) {
            known_.clear();
            noted_.clear();
        }
        known_of_ = housing;
        known_.resize(now.population().dwellings.rows());
        noted_.resize(now.population().households.rows());
        if (everybody) look_who_is_home(now.population());
        require(now.population(), housing, everybody);
    }

private:
    /// What the last occupants of a dwelling required. As many, as much at home, require the same, since its fabric has
    /// not changed; and most stay.
    struct Known {
        std::uint16_t occupants = 0;  ///< twice their number, one more if one is home all day; 0 if nobody has asked
        std::uint16_t heat = 0, electric = 0;
    };

    /// What a household of that row required, and where. It holds of whoever is in the row later and lives there too, and
    /// spares the look at the dwelling, which is anywhere in memory.
    struct Noted {
        Row<Dwelling> home = nobody<Dwelling>;
        Known what;
    };

    /// A household of which nobody knows what it requires, until it is worked out for many at once.
    struct Asking {
        Own<Household> household;
        Known* known;
        Home home;
        Base base;
        Occupancy occupants;
    };

    Home home(Row<Dwelling> row) const
    {
        return {type_[row], age_band_[row], fuel_[row],    system_[row],
                wall_[row], loft_[row],     glazing_[row], static_cast<double>(floor_area_[row])};
    }

    /// Dwellings that stand since the last time keep their rating: their fabric has not changed.
    void rate(Population const& population, Housing const& housing)
    {
        auto const rows = population.dwellings.rows();
        auto const first = rows < rated_ ? 0 : rated_;
        rated_ = rows;
        parallel_for(population.dwellings.chunks(), [&](std::uint32_t chunk) {
            if ((chunk + 1) * chunk_rows <= first) return;
            std::vector<Own<Dwelling>> homes;
            std::vector<Base> bases;
            HeatBlock block;
            auto const finish = [&] {
                balance(block, housing.rating_climate, housing.thermal_mass, housing.living_temperature);
                for (std::uint32_t i = 0; i != block.count; ++i)
                    rating_[homes[i]] = static_cast<std::uint8_t>(
                        rating(housing, home(homes[i]), bases[i], static_cast<double>(block.heat[i])));
                homes.clear();
                bases.clear();
                block.count = 0;
            };
            Visit<Dwelling>{population.dwellings, chunk}.each([&](Own<Dwelling> self) {
                if (self.row().value < first) return;
                auto const it = home(self);
                homes.push_back(self);
                bases.push_back(add(block, housing, it, {standard_occupants(it.floor_area), false}, true));
                if (block.count == HeatBlock::most) finish();
            });
            finish();
        });
    }

    /// Whether a household requires what was noted: as many live in this dwelling.
    bool requires_what_it_did(Own<Household> self) const
    {
        auto const& [home, what] = noted_[self.row().value];
        return home == home_[self] && what.occupants / 2 == size_[self] && heat_kwh_[self] == what.heat
               && electric_kwh_[self] == what.electric;
    }

    void note(Own<Household> self, Known const& what)
    {
        heat_kwh_[self] = what.heat;
        electric_kwh_[self] = what.electric;
        noted_[self.row().value] = {home_[self], what};
    }

    void require(Population const& population, Housing const& housing, bool everybody)
    {
        parallel_for(population.households.chunks(), [&](std::uint32_t chunk) {
            std::vector<Asking> asking;
            HeatBlock block;
            auto const finish = [&] {
                balance(block, housing.climate, housing.thermal_mass, housing.living_temperature);
                for (std::uint32_t i = 0; i != block.count; ++i) {
                    auto const& [household, known, home, base, occupants] = asking[i];
                    auto const need = required(housing, home, occupants, base, static_cast<double>(block.heat[i]));
                    *known = {coded(occupants), whole(need.heat), whole(need.electric)};
                    note(household, *known);
                }
                asking.clear();
                block.count = 0;
            };
            std::vector<Own<Household>> in_question;
            Visit<Household>::each_of_chunk(population.households, chunk, [&](Own<Household> self) {
                if (home_[self] == nobody<Dwelling>) heat_kwh_[self] = electric_kwh_[self] = 0;
                else if (everybody || !requires_what_it_did(self)) in_question.push_back(self);
            });
            for (std::size_t i = 0; i != in_question.size(); ++i) {
                if (!everybody) come_near(population, in_question, i);
                auto const self = in_question[i];
                Occupancy const lives_here{std::max(1.0, static_cast<double>(size_[self])),
                                           everybody ? is_home_[self.row().value] != 0
                                                     : somebody_is_home(population, self)};
                auto const& noted = noted_[self.row().value];
                if (noted.home == home_[self] && noted.what.occupants == coded(lives_here)) {
                    heat_kwh_[self] = noted.what.heat;
                    electric_kwh_[self] = noted.what.electric;
                    continue;
                }
                auto& known = known_[home_[self].value];
                if (known.occupants == coded(lives_here)) {
                    note(self, known);
                    continue;
                }
                auto const dwelling = home(home_[self]);
                asking.push_back(
                    {self, &known, dwelling, add(block, housing, dwelling, lives_here, false), lives_here});
                if (block.count == HeatBlock::most) finish();
            }
            finish();
        });
    }

    /// The members and the homes of those some way on in the list.
    void come_near(Population const& population, std::vector<Own<Household>> const& list, std::size_t i) const
    {
        population.members_come_near([&](std::size_t k) { return k < list.size() ? list[k].row() : nobody<Household>; },
                                     i, activity_, age_);
        constexpr std::size_t ahead = 12;
        if (i + ahead < list.size())
            touch(home_[list[i + ahead]], known_, type_, age_band_, floor_area_, fuel_, system_, wall_, loft_,
                  glazing_);
    }

    bool is_home_all_day(Row<Person> person) const
    {
        auto const does = activity_[person];
        return does == Activity::retired || does == Activity::inactive || does == Activity::unemployed
               || age_[person] < 4;
    }

    bool somebody_is_home(Population const& population, Own<Household> self) const
    {
        bool somebody = false;
        population.each_member(self.row(), [&](Row<Person> member) { somebody |= is_home_all_day(member); });
        return somebody;
    }

    /// The same of all households at once: people are near each other in memory, members of a household are not.
    void look_who_is_home(Population const& population)
    {
        is_home_.assign(population.households.rows(), 0);
        parallel_for(population.persons.chunks(), [&](std::uint32_t chunk) {
            Visit<Person>::each_of_chunk(population.persons, chunk, [&](Own<Person> self) {
                auto const home = lives_in_[self.row()];
                if (home != nobody<Household> && is_home_all_day(self.row()))
                    std::atomic_ref{is_home_[home.value]}.store(1, std::memory_order_relaxed);
            });
        });
    }

    static std::uint16_t coded(Occupancy const& occupants)
    {
        return static_cast<std::uint16_t>(2 * occupants.persons + (occupants.home_all_day ? 1 : 0));
    }
    static std::uint16_t whole(double kwh) { return static_cast<std::uint16_t>(std::min(kwh + 0.5, 65535.0)); }

    HousingParameters housing_;
    Reads<household::dwelling> home_;
    Reads<household::size> size_;
    ReadsAnyone<person::household> lives_in_;
    ReadsAnyone<person::activity> activity_;
    ReadsAnyone<person::age> age_;
    ReadsAnyone<dwelling::type> type_;
    ReadsAnyone<dwelling::age_band> age_band_;
    ReadsAnyone<dwelling::floor_area> floor_area_;
    ReadsAnyone<dwelling::heating_fuel> fuel_;
    ReadsAnyone<dwelling::heating_system> system_;
    ReadsAnyone<dwelling::wall> wall_;
    ReadsAnyone<dwelling::loft> loft_;
    ReadsAnyone<dwelling::glazing> glazing_;
    Writes<dwelling::rating> rating_;
    Writes<fuel_poverty::heat_kwh> heat_kwh_;
    Writes<fuel_poverty::electric_kwh> electric_kwh_;
    std::uint32_t rated_ = 0;
    Housing known_of_{};
    std::vector<Known> known_;           ///< by dwelling, whose one household alone writes to it
    std::vector<Noted> noted_;           ///< by household
    std::vector<std::uint8_t> is_home_;  ///< whether somebody of a household is home all day, when all were looked at
};

}  // namespace

std::unique_ptr<Process> make_required_energy(Setup& setup) { return std::make_unique<RequiredEnergy>(setup); }

}  // namespace foresight
