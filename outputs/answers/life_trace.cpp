#include "outputs/answers/life_trace.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace foresight {
namespace {

/// What is told whenever it changes; what a run has not is left out.
struct StateTold {
    char const* field;
    int oldest = 200;       ///< of who is older when the trace begins it says nothing
    bool of_women = false;  ///< it concerns no man
};
constexpr int end_of_special_education = 25;  // Children and Families Act 2014, s. 83: no plan at 25 and over
constexpr int oldest_at_reception = 6;
constexpr std::array<StateTold, 15> states_told{{{"person.district"},
                                                 {"person.health"},
                                                 {"person.sen", end_of_special_education},
                                                 {"social_care.need"},
                                                 {"social_care.reason"},
                                                 {"social_care.setting"},
                                                 {"social_care.weekly_cost"},
                                                 {"household.size"},
                                                 {"household.composition"},
                                                 {"dwelling.tenure"},
                                                 {"dwelling.type"},
                                                 {"dwelling.rating"},
                                                 {"fuel_poverty.heat_kwh"},
                                                 {"school_readiness.good_level", oldest_at_reception},
                                                 {"person.children_born", 200, true}}};
constexpr std::array<char const*, 2> never_changing{"person.ethnic_group", "person.first_language"};
constexpr int of_age = 18;

/// What one is called, of whom there is one only.
std::string_view called(Sex sex, int age)
{
    if (sex == Sex::female) return age < of_age ? "girl" : "woman";
    return age < of_age ? "boy" : "man";
}

constexpr std::string_view pence_named = ", pence";

/// "1000.07", of 100007 pence.
std::string pounds_text(FieldPath const& path, Row<Person> row)
{
    std::int64_t pence = not_there;
    path.read(&row.value, 1, &pence);
    if (pence == not_there) return "none";
    auto const rest = std::to_string(std::abs(pence) % 100);
    return (pence < 0 ? "-" : "") + std::to_string(std::abs(pence) / 100) + (rest.size() < 2 ? ".0" : ".") + rest;
}

std::string value_text(FieldPath const& path, Row<Person> row)
{
    std::int64_t value = not_there;
    path.read(&row.value, 1, &value);
    if (value == not_there) return "none";
    auto const& codes = path.codes();
    return value >= 0 && static_cast<std::size_t>(value) < codes.size() ? codes[static_cast<std::size_t>(value)].label
                                                                        : std::to_string(value);
}

/// A path to a field, if the population has it.
std::optional<FieldPath> path_to(Population const& population, char const* field)
{
    if (!population.persons.find(field) && !population.households.find(field) && !population.dwellings.find(field))
        return {};
    return FieldPath{population, "person", field};
}

std::string outcome_of(Testimony const& of)
{
    if (!of.outcome.empty()) return std::string{of.outcome};
    if (of.when) return "in " + to_string(*of.when);
    if (of.window > 0 && !of.happens) return "by this draw not before " + to_string(of.month + of.window);
    return of.happens ? "yes" : "no";
}

template <class Entity>
std::string identity(Table<Entity> const& table, Row<Entity> row)
{
    return row == nobody<Entity> ? std::string{"none"} : std::to_string(table.id(row).value);
}

}  // namespace

std::string_view name_of(LifeLine::Kind kind)
{
    static constexpr std::array<std::string_view, 3> names{"question", "event", "state"};
    return names[static_cast<std::size_t>(kind)];
}

void LifeTrace::hear(Testimony const& of)
{
    auto what = std::string{of.question};
    std::replace(what.begin(), what.end(), '_', ' ');
    lines_.push_back({LifeLine::Kind::question, of.month, std::string{of.process}, std::move(what), of.probability,
                      of.from, of.value, of.happens, outcome_of(of), of.window});
}

bool LifeTrace::find(Population const& population)
{
    auto const& ids = population.persons.ids();
    if (row_ != nobody<Person> && row_.value < ids.size() && ids[row_.value] == who_) return true;
    auto const found = std::find(ids.begin(), ids.end(), who_);
    row_ = found == ids.end() ? nobody<Person> : Row<Person>{static_cast<std::uint32_t>(found - ids.begin())};
    return row_ != nobody<Person>;
}

void LifeTrace::introduce(Population const& population)
{
    seen_ = true;
    bool const woman = population.persons.column(person::sex)[row_.value] == Sex::female;
    int const age = population.persons.column(person::age)[row_.value];
    person_ = called(population.persons.column(person::sex)[row_.value], age);
    for (auto const* const field : never_changing)
        if (auto const path = path_to(population, field)) person_ += ", " + value_text(*path, row_);
    person_ += ", born " + to_string(population.persons.column(person::birth_month)[row_.value]);
    for (auto const& told : states_told) {
        if (age > told.oldest || (told.of_women && !woman)) continue;
        if (auto path = path_to(population, told.field)) {
            auto label = path->label();
            auto const pence = label.find(pence_named);
            if (pence != std::string::npos) label.replace(pence, pence_named.size(), ", GBP");
            states_.push_back({std::move(label), std::move(*path), pence != std::string::npos});
        }
    }
}

void LifeTrace::begin(Month base, Population const& population)
{
    if (!find(population)) return;
    introduce(population);
    tell_states(base, population);
}

void LifeTrace::month_end(Month month, Population const& population)
{
    if (ended_ || !find(population)) return;
    if (!seen_) introduce(population);
    tell_events(month, population);
    ended_ = !population.persons.alive(row_);
    if (ended_) return;
    tell_states(month, population);
    if (month.month() % 3 == 0) tell_fuel_poverty(month, population);
}

void LifeTrace::tell_events(Month month, Population const& population)
{
    auto const& mother = population.persons.column(person::mother);
    for (auto const& [name, log] : population.logs())
        log->each([&, &event_name = name, &of = *log](EventRecord const& event) {
            bool const born_to_her = event_name == population_changed.name
                                     && event.codes[0] == static_cast<std::uint8_t>(PopulationChange::birth)
                                     && mother[event.row.value] == row_;
            if (event.who != who_ && !born_to_her) return;
            std::string words = born_to_her ? "bears person " + std::to_string(event.who.value) : std::string{};
            for (std::size_t i = 0; !born_to_her && i != of.dimensions.size() && i != event.codes.size(); ++i) {
                auto const& codes = of.dimensions[i].codes;
                words +=
                    (words.empty() ? "" : ", ")
                    + (event.codes[i] < codes.size() ? codes[event.codes[i]].second : std::to_string(event.codes[i]));
            }
            lines_.push_back(
                {.kind = LifeLine::Kind::event,
                 .month = month,
                 .process = event_name,
                 .what = "at the age of " + std::to_string(population.persons.column(person::age)[row_.value]),
                 .happens = true,
                 .outcome = std::move(words)});
        });
}

void LifeTrace::tell_state(Month month, std::string const& label, std::string& known, std::string const& now)
{
    if (known == now) return;
    bool const first = known.empty();
    if (!first || now != "none")
        lines_.push_back({.kind = LifeLine::Kind::state,
                          .month = month,
                          .what = label,
                          .happens = true,
                          .outcome = first ? now : known + " -> " + now});
    known = now;
}

void LifeTrace::tell_states(Month month, Population const& population)
{
    auto const& p = population.persons;
    auto const place = p.column(person::establishment)[row_.value];
    tell_state(month, "Household", links_["household"],
               identity(population.households, p.column(person::household)[row_.value]));
    tell_state(month, "Partner", links_["partner"], identity(p, p.column(person::partner)[row_.value]));
    auto const kind =
        place == nobody<Establishment>
            ? std::string{"none"}
            : std::string{establishment_kind_codes[static_cast<std::size_t>(population.establishments.column(
                                                       establishment::kind)[place.value])]
                              .label}
                  + " " + identity(population.establishments, place);
    tell_state(month, "Establishment", links_["establishment"], kind);
    for (auto& state : states_)
        tell_state(month, state.label, state.value,
                   state.pence ? pounds_text(state.path, row_) : value_text(state.path, row_));
}

void LifeTrace::tell_fuel_poverty(Month month, Population const& population)
{
    auto const flags = path_to(population, "fuel_poverty.flags"), gap = path_to(population, "fuel_poverty.gap");
    if (!flags || !gap || population.persons.column(person::household)[row_.value] == nobody<Household>) return;
    std::int64_t tens = 0;
    gap->read(&row_.value, 1, &tens);
    auto text = value_text(*flags, row_);
    if (tens > 0) text += ", LILEE gap GBP " + std::to_string(10 * tens) + " a year";
    lines_.push_back({.kind = LifeLine::Kind::event,
                      .month = month,
                      .process = "fuel_poverty.flags",
                      .what = "the household, by quarter",
                      .happens = true,
                      .outcome = std::move(text)});
}

}  // namespace foresight
