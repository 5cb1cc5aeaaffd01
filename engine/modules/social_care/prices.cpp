#include "engine/core/money.hpp"
#include "engine/modules/social_care/fields.hpp"

namespace foresight {
namespace {

/// What each client's support costs the council a week at this month's prices, and what of it is new: the activity by
/// which a budget is bridged from year to year. A ledger: nobody's life depends on it.
class CarePrices final : public Process {
public:
    explicit CarePrices(Setup& setup)
        : age_{setup},
          setting_{setup},
          intensity_{setup},
          cost_{setup},
          contribution_{setup},
          started_{setup},
          repriced_{setup},
          moved_{setup},
          priced_as_{setup},
          priced_{setup},
          price_{setup, "social_care/prices/weekly"},
          uplift_{setup, "social_care/prices/uplift"}
    {
    }
    bool ledger() const override { return true; }

    void step(Step const& now) override
    {
        constexpr int april = 4;
        if (now.month().month() == april) uplifted_ *= 1 + uplift_();
        now.open(priced_);
        if (now.month() == now.start())
            now.each([&](Own<Person> self) { return setting_[self] != Setting::none; },
                     [&](Own<Person> self) { priced_.add(self); });
        if (auto const* const flows = now.population().find_log(social_care::flow.name))
            flows->each([&](EventRecord const& event) {
                if (event.codes[1] == static_cast<std::uint8_t>(CareFlow::start)) priced_.add(event.row);
            });
        bool const base = now.month() == now.start();
        now.each_in(priced_, [&](Own<Person> self) { price(self, base); });
        auto const& setting = now.population().persons.column(social_care::setting);
        priced_.keep_if([&](Row<Person> row) { return setting[row.value] != Setting::none; });
    }

private:
    std::int32_t cost_as(Own<Person> self, CareGroup group, Setting setting) const
    {
        return static_cast<std::int32_t>(
            pence(price_(group, setting) * uplifted_ * static_cast<double>(intensity_[self])));
    }

    /// Whoever is a client at the base has not started, and is at the base's price.
    void price(Own<Person> self, bool base)
    {
        constexpr auto settings = static_cast<std::uint8_t>(setting_codes.size());
        auto const group = care_group_of(age_[self]);
        auto const setting = setting_[self];
        auto const before = cost_[self];
        auto const as = priced_as_[self];
        cost_[self] = cost_as(self, group, setting);
        contribution_[self] = 0;
        started_[self] = repriced_[self] = moved_[self] = 0;
        priced_as_[self] = setting == Setting::none
                               ? std::uint8_t{0}
                               : static_cast<std::uint8_t>(1 + static_cast<std::uint8_t>(group) * settings
                                                           + static_cast<std::uint8_t>(setting));
        if (base) return;
        if (as == 0) started_[self] = cost_[self];
        else {
            auto const unchanged =
                cost_as(self, static_cast<CareGroup>((as - 1) / settings), static_cast<Setting>((as - 1) % settings));
            repriced_[self] = unchanged - before;
            moved_[self] = cost_[self] - unchanged;
        }
    }

    Reads<person::age> age_;
    Reads<social_care::setting> setting_;
    Reads<social_care::intensity> intensity_;
    Writes<social_care::weekly_cost> cost_;
    Writes<social_care::weekly_contribution> contribution_;
    Writes<social_care::weekly_started> started_;
    Writes<social_care::weekly_repriced> repriced_;
    Writes<social_care::weekly_moved> moved_;
    Writes<social_care::priced_as> priced_as_;
    Index priced_;
    Prices<social_care::group, social_care::setting> price_;
    Prices<> uplift_;
    double uplifted_ = 1;  ///< by the uplifts of every April that was lived
};

}  // namespace

std::unique_ptr<Process> make_care_prices(Setup& setup) { return std::make_unique<CarePrices>(setup); }

}  // namespace foresight
