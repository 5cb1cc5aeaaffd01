#include "tools/bench/ref1/fields.hpp"

namespace foresight::ref1 {
namespace {

/// Who dies this year.
class Mortality final : public Process {
public:
    explicit Mortality(Setup& setup) : age_{setup}, sex_{setup}, dies_{setup}, life_table_{setup, "ref1/mortality"} {}
    Cadence cadence() const override { return yearly(7); }
    bool by_chunk() const override { return true; }

    void step(Step const& now) override
    {
        now.each([&](Own<Person> self, Luck luck) {
            if (luck.chance(Draw::dies, life_table_(sex_[self], age_[self]))) dies_(self);
        });
    }

private:
    enum class Draw { dies };
    Reads<person::age> age_;
    Reads<foresight::person::sex> sex_;
    Exits dies_;
    Chances<foresight::person::sex, person::age> life_table_;
};

}  // namespace

std::unique_ptr<Process> make_mortality(Setup& setup) { return std::make_unique<Mortality>(setup); }

}  // namespace foresight::ref1
