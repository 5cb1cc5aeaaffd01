#include "tools/bench/ref1/fields.hpp"

namespace foresight::ref1 {
namespace {

/// Everybody grows older.
class Ageing final : public Process {
public:
    explicit Ageing(Setup& setup) : age_{setup} {}
    Cadence cadence() const override { return yearly(7); }
    bool by_chunk() const override { return true; }

    void step(Step const& now) override
    {
        now.each([&](Own<Person> self) { age_[self] = static_cast<Age>(age_[self] + (age_[self] < 100)); });
    }

private:
    Writes<person::age> age_;
};

}  // namespace

std::unique_ptr<Process> make_ageing(Setup& setup) { return std::make_unique<Ageing>(setup); }

}  // namespace foresight::ref1
