#include "tools/bench/ref1/fields.hpp"

namespace foresight::ref1 {
namespace {

/// Who is born this year.
class Fertility final : public Process {
public:
    explicit Fertility(Setup& setup)
        : age_{setup},
          sex_{setup},
          children_{setup},
          is_born_{setup},
          fertility_{setup, "ref1/fertility"},
          girl_{setup, "ref1/girl"}
    {
    }
    Cadence cadence() const override { return yearly(7); }
    bool by_chunk() const override { return true; }

    void step(Step const& now) override
    {
        auto const may_bear = [&](Own<Person> self) {
            // As numbers, without a branch: one on sex would be guessed wrong every other time.
            auto const is = [](bool holds) { return static_cast<unsigned>(holds); };
            return (is(sex_[self] == Sex::female) & is(age_[self] >= 15) & is(age_[self] <= 49)) != 0;
        };
        now.each(may_bear, [&](Own<Person> self, Luck luck) {
            if (luck.chance(Draw::bears, fertility_(age_[self])))
                is_born_(self, children_[self]++, luck.chance(Draw::girl, girl_()) ? Sex::female : Sex::male);
        });
    }

private:
    enum class Draw { bears, girl };
    Reads<person::age> age_;
    Reads<foresight::person::sex> sex_;
    Writes<foresight::person::children_born> children_;
    Entries<foresight::person::sex> is_born_;
    Chances<person::age> fertility_;
    Chances<> girl_;
};

}  // namespace

std::unique_ptr<Process> make_fertility(Setup& setup) { return std::make_unique<Fertility>(setup); }

}  // namespace foresight::ref1
