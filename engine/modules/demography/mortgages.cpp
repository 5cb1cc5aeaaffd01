#include <algorithm>

#include "engine/modules/demography/fields.hpp"
#include "engine/modules/demography/life_stages.hpp"
#include "engine/population/tenures.hpp"

namespace foresight {
namespace {

/// Which owners have paid off their mortgage, each June: so many that of those whose oldest is of an age as many own outright
/// as of the base's. Who buys a home pays one off or not as the owners of their age do (`Settlement::occupy`).
class Mortgages final : public Process {
public:
    explicit Mortgages(Setup& setup)
        : stages_{shares(owned_outright_by_age(setup.base()))}, age_{setup}, tenure_{setup}, housing_cost_{setup}
    {
    }

    void step(Step const& now) override
    {
        if (now.month().month() != 6) return;
        now.each_household([&](Own<Household> self) {
            if (!tenure_.has_one(self) || tenure_[self] != Tenure::mortgage) return;
            Age oldest = 0;
            now.each_member(self, [&](Own<Person> member) { oldest = std::max(oldest, age_[member]); });
            auto const ends = stages_.leaving(with_mortgage, oldest);
            if (ends <= 0 || !luck_of(now.random(), self.id()).chance(Draw::ends, ends)) return;
            tenure_[self] = Tenure::owned_outright;
            housing_cost_[self] = 0;
        });
    }

private:
    enum class Draw { ends };
    static constexpr std::size_t with_mortgage = 0;

    /// With a mortgage, and without.
    static std::array<std::array<double, 2>, ages> shares(std::array<double, ages> const& outright)
    {
        std::array<std::array<double, 2>, ages> all{};
        for (std::size_t age = 0; age != ages; ++age) all[age] = {1 - outright[age], outright[age]};
        return all;
    }

    StagesByAge<2> stages_;
    Reads<person::age> age_;
    WritesHome<dwelling::tenure> tenure_;
    Writes<household::housing_cost> housing_cost_;
};

}  // namespace

std::unique_ptr<Process> make_mortgages(Setup& setup) { return std::make_unique<Mortgages>(setup); }

}  // namespace foresight
