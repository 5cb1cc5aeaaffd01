#include "engine/modules/social_care/fields.hpp"

namespace foresight {
namespace {

constexpr bool leaves_the_county(PopulationChange change)
{
    return change == PopulationChange::death || change == PopulationChange::out_to_country
           || change == PopulationChange::out_to_abroad;
}

/// When the month has been settled: which clients died in it or left the county. Only settling knows who moves, and what
/// ended before somebody left is no support of theirs any more.
class Leavers final : public Process {
public:
    explicit Leavers(Setup& setup) : setting_{setup}, flow_{setup} {}
    bool when_settled() const override { return true; }
    void step(Step const& now) override
    {
        now.population().find_log(population_changed.name)->each([&](EventRecord const& event) {
            if (!leaves_the_county(static_cast<PopulationChange>(event.codes[0]))) return;
            auto const setting = setting_[event.row];
            if (setting != Setting::none) flow_.of(event.row, now.population(), setting, CareFlow::died_or_left);
        });
    }

private:
    ReadsAnyone<social_care::setting> setting_;
    Emits<social_care::flow> flow_;
};

}  // namespace

std::unique_ptr<Process> make_care_leavers(Setup& setup) { return std::make_unique<Leavers>(setup); }

}  // namespace foresight
