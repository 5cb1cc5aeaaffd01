#include "tools/bench/ref1/fields.hpp"

namespace foresight::ref1 {
namespace {

/// What care each person receives from now on.
class CareTransition final : public Process {
public:
    explicit CareTransition(Setup& setup) : age_{setup}, sex_{setup}, care_{setup}, next_{setup, "ref1/care_transition"}
    {
    }
    Cadence cadence() const override { return yearly(7); }
    bool by_chunk() const override { return true; }

    void step(Step const& now) override
    {
        now.each([&](Own<Person> self, Luck luck) {
            care_[self] = luck.choice<Care>(Draw::care, next_(sex_[self], age_[self], care_[self]));
        });
    }

private:
    enum class Draw { care };
    Reads<person::age> age_;
    Reads<foresight::person::sex> sex_;
    Writes<person::care> care_;
    Choices<person::care, foresight::person::sex, person::age, person::care> next_;
};

}  // namespace

std::unique_ptr<Process> make_care(Setup& setup) { return std::make_unique<CareTransition>(setup); }

}  // namespace foresight::ref1
