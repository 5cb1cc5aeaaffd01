#include "engine/core/money.hpp"
#include "engine/modules/social_care/fields.hpp"

namespace foresight {
namespace {

/// What each client's support costs the council a week, at this month's prices. A ledger: nobody's life depends on it.
class CarePrices final : public Process {
public:
    explicit CarePrices(Setup& setup)
        : age_{setup},
          setting_{setup},
          intensity_{setup},
          cost_{setup},
          contribution_{setup},
          priced_{setup},
          price_{setup, "social_care/prices/weekly"}
    {
    }
    bool ledger() const override { return true; }

    void step(Step const& now) override
    {
        now.open(priced_);
        if (now.month() == now.start())
            now.each([&](Own<Person> self) { return setting_[self] != Setting::none; },
                     [&](Own<Person> self) { priced_.add(self); });
        if (auto const* const flows = now.population().find_log(social_care::flow.name))
            flows->each([&](EventRecord const& event) {
                if (event.codes[1] == static_cast<std::uint8_t>(CareFlow::start)) priced_.add(event.row);
            });
        now.each_in(priced_, [&](Own<Person> self) {
            cost_[self] = static_cast<std::int32_t>(
                pence(price_(care_group_of(age_[self]), setting_[self]) * static_cast<double>(intensity_[self])));
            contribution_[self] = 0;
        });
        auto const& setting = now.population().persons.column(social_care::setting);
        priced_.keep_if([&](Row<Person> row) { return setting[row.value] != Setting::none; });
    }

private:
    Reads<person::age> age_;
    Reads<social_care::setting> setting_;
    Reads<social_care::intensity> intensity_;
    Writes<social_care::weekly_cost> cost_;
    Writes<social_care::weekly_contribution> contribution_;
    Index priced_;
    Prices<social_care::group, social_care::setting> price_;
};

}  // namespace

std::unique_ptr<Process> make_care_prices(Setup& setup) { return std::make_unique<CarePrices>(setup); }

}  // namespace foresight
