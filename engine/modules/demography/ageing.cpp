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
        now.each_run([&](OwnRun<Person> run) {
            auto const born = born_[run];
            auto const age = age_[run];
            for (std::size_t i = 0; i != age.size(); ++i) {
                auto const years = static_cast<std::uint32_t>(month - born[i]) / 12;
                age[i] = static_cast<Age>(years < ages ? years : ages - 1);
            }
        });
    }

private:
    Reads<person::birth_month> born_;
    Writes<person::age> age_;
};

}  // namespace

std::unique_ptr<Process> make_ageing(Setup& setup) { return std::make_unique<Ageing>(setup); }

}  // namespace foresight
