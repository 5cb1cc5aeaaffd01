#include "engine/modules/demography/fields.hpp"

namespace foresight {
namespace {

/// Keeps everybody's age in completed years, by month of birth.
class Ageing final : public Process {
public:
    explicit Ageing(Setup& setup) : born_{setup}, age_{setup} {}

    void step(Step const& now) override
    {
        auto const month = now.month();
        now.each([&](Own<Person> self) {
            auto const years = static_cast<std::uint32_t>(month - born_[self]) / 12;
            auto const now_aged = static_cast<Age>(years < ages ? years : ages - 1);
            if (age_[self] != now_aged) age_[self] = now_aged;
        });
    }

private:
    Reads<person::birth_month> born_;
    Writes<person::age> age_;
};

}  // namespace

std::unique_ptr<Process> make_ageing(Setup& setup) { return std::make_unique<Ageing>(setup); }

}  // namespace foresight
