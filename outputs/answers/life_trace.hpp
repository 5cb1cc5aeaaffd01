#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/observer.hpp"
#include "engine/random/witness.hpp"
#include "outputs/tally/field_path.hpp"

namespace foresight {

/// One thing that is told of a life: a question put to luck, something that happened, or a state that changed.
struct LifeLine {
    enum class Kind : std::uint8_t { question, event, state } kind = Kind::question;
    Month month{};
    std::string process{};  ///< who asked, or the type of the event
    std::string what{};     ///< the name of the draw, or the label of the state
    double probability = Testimony::none;
    double from = 0;
    double draw = Testimony::none;  ///< what was asked happens where from <= draw < from + probability
    bool happens = false;
    std::string outcome{};
    int window = 0;  ///< of a clock, how many months it was asked about
};

/// Writes down one life while a simulation lives everybody's: each question with its probability, draw and outcome, as a
/// witness; what happened and which states changed, as an observer. The simulation is not changed by it.
class LifeTrace final : public Witness, public Observer {
public:
    explicit LifeTrace(Id<Person> who) : Witness{who}, who_{who} {}

    void hear(Testimony const& testimony) override;
    void begin(Month base, Population const& population) override;
    void month_end(Month month, Population const& population) override;

    bool seen() const { return seen_; }
    /// Dead, or out of the county: there will be nothing more.
    bool ended() const { return ended_; }
    /// Month by month; within a month what was asked, what happened, and what changed.
    std::vector<LifeLine> const& lines() const { return lines_; }
    /// "woman, White, born 1938-04": what never changes.
    std::string const& person() const { return person_; }

private:
    struct State {
        std::string label;
        FieldPath path;
        bool pence = false;  ///< it is told in pounds
        std::string value{};
    };

    /// Finds the row again, which a compaction moves. False while the person is not there.
    bool find(Population const& population);
    void introduce(Population const& population);
    void tell_events(Month month, Population const& population);
    void tell_states(Month month, Population const& population);
    void tell_state(Month month, std::string const& label, std::string& known, std::string const& now);
    void tell_fuel_poverty(Month month, Population const& population);

    Id<Person> who_;
    Row<Person> row_ = nobody<Person>;
    bool seen_ = false;
    bool ended_ = false;
    std::string person_;
    std::vector<State> states_;
    std::map<std::string, std::string> links_;  ///< household, partner and establishment, by label
    std::vector<LifeLine> lines_;
};

/// "question", "event", "state".
std::string_view name_of(LifeLine::Kind kind);

}  // namespace foresight
