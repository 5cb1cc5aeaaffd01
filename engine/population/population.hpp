#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/core/area.hpp"
#include "engine/core/clock.hpp"
#include "engine/core/memory.hpp"
#include "engine/population/events.hpp"
#include "engine/population/fields.hpp"
#include "engine/population/requests.hpp"
#include "engine/population/table.hpp"
#include "engine/random/random_stream.hpp"

namespace foresight {

/// A newborn's identity comes from the mother's and the birth order, so the
/// same mother's second child is the same person in every scenario.
constexpr Id<Person> child_of(Id<Person> mother, std::uint32_t birth_order)
{
    return {mixed(mother.value, birth_order)};
}

/// Every way in which the number of people in a district changes.
enum class PopulationChange : std::uint8_t {
    birth,
    death,
    in_from_district,
    out_to_district,
    in_from_country,
    out_to_country,
    in_from_abroad,
    out_to_abroad
};
inline constexpr std::array population_change_codes{
    Code{"birth", "Births"},
    Code{"death", "Deaths"},
    Code{"in_from_district", "Moves in from another district of the county"},
    Code{"out_to_district", "Moves out to another district of the county"},
    Code{"in_from_country", "Moves in from the rest of the country"},
    Code{"out_to_country", "Moves out to the rest of the country"},
    Code{"in_from_abroad", "Immigration"},
    Code{"out_to_abroad", "Emigration"}};
/// Not a column: the dimension that the event of that name records.
inline constexpr Field<Person, PopulationChange> population_event{"population.event", "How the population changed",
                                                                  population_change_codes};
inline constexpr Event<population_event> population_changed{
    "population.changed", "People who came into or left a district's population", "event"};

/// Those who wait to enter, by the chunk of their mothers: a right to be born.
class Arrivals {
public:
    virtual ~Arrivals() = default;
    virtual void resize(std::uint32_t chunks) = 0;
    virtual std::vector<std::pair<Id<Person>, Row<Person>>> births()
        const = 0;  ///< child and mother, in the order of mothers' rows
    /// Fills its given fields in the rows from `first` on, which have just been appended in the order of `births()`.
    virtual void settle(std::uint32_t first) = 0;
};

/// A dwelling that stands empty, with its place on the ring of hashes by which movers look for one.
struct VacantDwelling {
    std::uint64_t hash;
    Row<Dwelling> row;
    std::int32_t cost = -1;  ///< what the last household paid for its housing, GBP a year; -1: not known
    friend auto operator<=>(VacantDwelling const&, VacantDwelling const&) = default;
};

class TenuresOfBase;

/// Lists of rows that processes keep over compactions: an index, appointments.
class KeepsRows {
public:
    KeepsRows() = default;
    KeepsRows(KeepsRows const&) = delete;  // the population knows it by its address
    KeepsRows& operator=(KeepsRows const&) = delete;
    virtual ~KeepsRows() = default;
    virtual void relink(std::vector<std::uint32_t> const& moved) = 0;
};

/// Persons, households, dwellings and establishments, and what waits to happen to them.
class Population {
public:
    Table<Person> persons;
    Table<Household> households;
    Table<Dwelling> dwellings;
    Table<Establishment> establishments;
    Areas areas;
    std::uint32_t weight = 1;   ///< persons of the county that one here stands for
    Month base{};               ///< the month at whose end this population was so: June 2023
    std::string inputs_hash{};  ///< of everything that it was made from

    Population();
    Population(Population const& other);  ///< tables, areas and weight; what waits to happen is not copied
    Population& operator=(Population const&) = delete;
    Population(Population&&) = default;
    Population& operator=(Population&&) = default;

    /// Brings up to date what derives from other columns: membership, districts, residents, vacancies, benefit ages.
    /// To be called once the tables are filled, and by whoever fills them.
    void connect();

    /// Calls `body(Row<Person>)` for each living member of a household: who joined last first, then the base's in row order.
    template <class Body>
    void each_member(Row<Household> household, Body const& body) const
    {
        for (auto row = (*first_member_)[household.value]; row != nobody<Person>;) {
            auto const next = (*next_member_)[row.value];
            body(row);
            row = next;
        }
    }

    /// While a loop is at the `i`th of a list of households, brings near the first two members of those some way ahead, of whom
    /// `each_member` will ask these fields. `home_at(k)` is the `k`th household of the list, nobody beyond the end.
    template <class HomeAt, class... Field>
    void members_come_near(HomeAt const& home_at, std::size_t i, Field const&... fields) const
    {
        constexpr std::size_t step = 8;
        auto const come_near = [&](Row<Person> member) {
            if (member != nobody<Person>) touch(member, *next_member_, fields...);
        };
        auto const first_at = [&](std::size_t k) {
            Row<Household> const home{home_at(k)};
            return home == nobody<Household> ? nobody<Person> : (*first_member_)[home.value];
        };
        if (Row<Household> const home{home_at(i + 3 * step)}; home != nobody<Household>) touch(home, *first_member_);
        come_near(first_at(i + 2 * step));
        if (auto const first = first_at(i + step); first != nobody<Person>) come_near((*next_member_)[first.value]);
    }

    /// The area of a household's dwelling; of a concealed one's, and of an establishment's resident: see `area_of`.
    std::uint16_t area_of(Row<Person> person) const;
    static constexpr std::uint16_t no_area = 0xffff;

    std::uint8_t district_of_area(std::uint16_t area) const { return area == no_area ? 0 : areas.all[area].district; }

    /// The log of a type of event; made when first asked for.
    EventLog& log(std::string_view name, std::string_view label, std::vector<EventDimension> dimensions);
    EventLog const* find_log(std::string_view name) const;
    std::map<std::string, std::unique_ptr<EventLog>, std::less<>> const& logs() const { return logs_; }
    /// Forgets the events of the month that has been seen.
    void clear_events();

    void admit(Arrivals& arrivals) { arrivals_.push_back(&arrivals); }
    void admit(KeepsRows& rows) { kept_.push_back(&rows); }
    RequestBook& requests() { return requests_; }

    /// Who came in when the last month was settled: newborns and arrivals.
    std::vector<Row<Person>> const& newcomers() const { return newcomers_; }
    /// Households that wait for a dwelling.
    std::size_t concealed() const { return waiting_.size(); }
    /// Dwellings that stand empty, by district.
    std::vector<std::vector<VacantDwelling>> const& vacant() const { return vacant_; }

    /// Closes a month: those who died leave, children are born, requests are granted in the order of their priority,
    /// arrivals come in. `base_population` is the frozen one that arrivals are modelled on.
    void settle(Month month, Population const& base_population);

    /// Says anew what every household is composed of, and whether anybody works, from who lives there. At the turn of a year.
    void classify_households();

    /// Takes out leavers' rows if they have become many, and moves every link. At the turn of a year.
    void compact();

    /// Bytes of a person, and of a household with its dwelling.
    std::size_t bytes_a_person() const { return persons.bytes_a_row(); }
    std::size_t bytes_a_home() const { return households.bytes_a_row() + dwellings.bytes_a_row(); }

private:
    friend class Settlement;

    void bind();
    VacantDwelling vacated(Row<Dwelling> row) const { return {mixed(dwellings.id(row).value, 0), row, -1}; }

    std::vector<Arrivals*> arrivals_;
    std::vector<KeepsRows*> kept_;
    std::map<std::string, std::unique_ptr<EventLog>, std::less<>> logs_;
    RequestBook requests_;
    std::vector<Row<Person>> newcomers_;
    /// The home of one who lives alone and would share it, since when.
    struct OpenHome {
        Row<Household> home;
        Month since;
    };

    std::shared_ptr<TenuresOfBase const> tenures_;  ///< once a month has been settled
    std::vector<Row<Household>> waiting_;
    std::vector<OpenHome> open_homes_;
    std::vector<std::vector<VacantDwelling>> vacant_;
    std::vector<Row<Person>> const* first_member_ = nullptr;
    std::vector<Row<Person>> const* next_member_ = nullptr;
};

template <class Entity>
Table<Entity>& table(Population& population)
{
    if constexpr (std::is_same_v<Entity, Person>) return population.persons;
    else if constexpr (std::is_same_v<Entity, Household>) return population.households;
    else if constexpr (std::is_same_v<Entity, Dwelling>) return population.dwellings;
    else return population.establishments;
}
template <class Entity>
Table<Entity> const& table(Population const& population)
{
    return table<Entity>(const_cast<Population&>(population));
}

}  // namespace foresight
