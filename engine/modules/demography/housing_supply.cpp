#include <algorithm>

#include "engine/modules/demography/fields.hpp"

namespace foresight {
namespace {

/// New dwellings, each modelled on one of the district that the month's draws choose. Conversions and demolitions are in
/// the net additions.
class HousingSupply final : public Process {
public:
    explicit HousingSupply(Setup& setup)
        : base_{setup.base()}, ask_{setup}, additions_{setup, "demography/housing/additions"}
    {
        auto const& area = base_.dwellings.column(dwelling::area);
        of_district_.resize(std::max<std::size_t>(1, base_.areas.districts.size()));
        for (std::uint32_t row = 0; row != base_.dwellings.rows(); ++row)
            of_district_[base_.district_of_area(area[row])].push_back({row});
    }

    void step(Step const& now) override
    {
        for (std::uint8_t d = 0; d != now.areas().districts.size(); ++d) {
            if (of_district_[d].empty()) continue;
            auto const slot = [&](std::uint64_t k) {
                return Id<Dwelling>{mixed(mixed(d, static_cast<std::uint64_t>(now.month().value)), k << 32)};
            };
            double const wanted = additions_(d) / 12 / now.weight();
            auto const count =
                static_cast<std::uint64_t>(wanted + luck_of(now.random(), slot(0)).uniform(Draw::part_of_one));
            for (std::uint64_t k = 1; k <= count; ++k) {
                auto const u = luck_of(now.random(), slot(k)).uniform(Draw::like);
                auto const& rows = of_district_[d];
                ask_.build(
                    {slot(k),
                     rows[std::min(rows.size() - 1, static_cast<std::size_t>(u * static_cast<double>(rows.size())))]});
            }
        }
    }

private:
    enum class Draw { part_of_one, like };
    Population const& base_;
    Requests ask_;
    Rates<person::district> additions_;  // dwellings a year
    std::vector<std::vector<Row<Dwelling>>> of_district_;
};

}  // namespace

std::unique_ptr<Process> make_housing_supply(Setup& setup) { return std::make_unique<HousingSupply>(setup); }

}  // namespace foresight
