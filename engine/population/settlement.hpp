#pragma once

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "engine/population/population.hpp"

// How a month is settled: of use to `Population::settle` alone. The month in
// order is in settle.cpp; homes and orphans in homes.cpp; arrivals in
// newcomers.cpp.

namespace foresight {

inline constexpr Age adult = 16;

/// Asks the memory for a row that will be wanted soon: settling reads here and there, and would wait for each row.
template <class T, class Entity>
void prefetch(std::vector<T> const& column, Row<Entity> row)
{
    __builtin_prefetch(column.data() + row.value);
}

/// The dwellings of a district that stand empty, on a ring of hashes. A mover takes the first free one at or after
/// his own hash that he likes, so that one mover more or less changes the dwelling of few others.
class Vacancies {
public:
    explicit Vacancies(std::vector<VacantDwelling> vacant);

    /// Any, where he likes none of them; nothing where none is free.
    template <class Likes>
    std::optional<VacantDwelling> take(std::uint64_t hash, Likes const& likes)
    {
        if (left_ == 0) return {};
        std::optional<std::size_t> found;
        for (std::size_t step = 0, i = at_or_after(hash); step != ring_.size(); ++step, i = (i + 1) % ring_.size()) {
            if (taken_[i]) continue;
            bool const liked = likes(ring_[i]);
            if (liked || !found) found = i;
            if (liked) break;
        }
        taken_[*found] = 1;
        --left_;
        return ring_[*found];
    }
    /// The first at or after a hash, free or not, of which `is_so`.
    template <class IsSo>
    VacantDwelling const* find(std::uint64_t hash, IsSo const& is_so) const
    {
        if (ring_.empty()) return nullptr;
        for (std::size_t step = 0, i = at_or_after(hash); step != ring_.size(); ++step, i = (i + 1) % ring_.size())
            if (is_so(ring_[i])) return &ring_[i];
        return nullptr;
    }
    /// Those that nobody took, in the order of the ring.
    std::vector<VacantDwelling> rest() const;

private:
    std::size_t at_or_after(std::uint64_t hash) const;

    std::vector<VacantDwelling> ring_;
    std::vector<std::uint8_t> taken_;
    std::size_t left_ = 0;
};

/// One month's settling of a population.
class Settlement {
public:
    Settlement(Population& population, Month month, Population const& base);

    void run();

private:
    static constexpr std::uint32_t no_home = 0xffffffffu;
    /// Who comes with one arrival, and where they will be.
    struct Party {
        Arrival const* arrival = nullptr;
        std::uint32_t first_donor = 0;  ///< among the plan's
        std::uint32_t members = 0;
        std::uint32_t home = no_home;  ///< among the plan's; none of a resident of an establishment
        bool shares = false;           ///< the home of those who came before
    };
    /// The whole month's arrivals, before the first is settled, so that donors can be copied column by column.
    struct Plan {
        std::vector<Party> parties;
        std::vector<std::uint32_t> donors;       ///< rows of the base population, party by party in member order
        std::vector<std::uint32_t> home_donors;  ///< of the households that are new
        std::vector<Id<Person>> persons;
        std::vector<Id<Household>> households;
    };

    // In the order of the month.
    void bury();
    void end_income_of(Row<Person> dead);
    void bear();
    Plan plan_arrivals() const;
    void build();
    void open_market();
    void house_the_waiting();
    void make_ready(Plan const& plan, std::uint32_t first);
    void receive_arrivals(Plan const& plan, std::uint32_t first);
    void take_in_orphans();
    void close_market();

    // Requests.
    template <class Wanted>
    std::vector<Request> ordered_requests(Wanted const& wanted) const;
    void grant(std::vector<Request> const& requests);
    template <class PersonAt>
    void come_near(PersonAt const& person_at, std::size_t i) const;
    void grant(Request const& request);
    void enter(Request const& request);
    Row<Establishment> place_for(Request const& request) const;
    void move_in(Request const& request);
    void set_up(Row<Person> self, VacantDwelling const& to);
    bool share(Request const& request, std::uint8_t district);
    bool still_open(Population::OpenHome const& open) const;
    void leave_home(Row<Person> self, VacantDwelling const& to, std::uint8_t district);
    void furnish_new_households(std::uint32_t first);
    void depart(Row<Person> self, bool abroad);
    void depart_together(Row<Household> home, bool abroad);

    // What every change is made of.
    void record(Row<Person> row, PopulationChange change, std::uint8_t district);
    void relocate(Row<Person> row, std::uint8_t to);
    void part(Row<Person> self);
    void link(Row<Person> row, Row<Household> home);
    void unlink(Row<Person> row);
    void empty_household(Row<Household> home);
    void vacate(Row<Household> home);
    std::uint32_t adults(Row<Household> home) const;
    /// An empty dwelling of the district, of a tenure if one is wanted and free.
    std::optional<VacantDwelling> vacancy(std::uint8_t district, std::uint64_t who, std::optional<Tenure> wanted = {});
    /// Of the dwelling lived in; nothing where there is none.
    std::optional<Tenure> tenure_of(Row<Household> home) const
    {
        auto const at = dwelling_[home.value];
        return at == nobody<Dwelling> ? std::optional<Tenure>{} : tenure_[at.value];
    }
    /// Moves a household in. Who stays in the tenure pays what they paid; who comes into another, what was paid there.
    void occupy(Row<Household> home, VacantDwelling const& to, std::optional<Tenure> before = {});
    void split_income(Row<Household> from, Row<Household> made);
    void share_income(Row<Household> from, Row<Household> to);

    // Orphans.
    Row<Household> parents_home(Row<Person> child) const;
    Row<Household> foster_home(Row<Person> child) const;

    // Arrivals.
    void settle_resident(Party const& party, Row<Person> resident);
    void settle_household(Party const& party, std::uint32_t first, Row<Household> home);
    void settle_sharers(Party const& party, std::uint32_t first, Row<Household> home);
    void come(Row<Person> row, Arrival const& arrival);

    template <class T>
    static T part_of(T amount, std::uint32_t count)
    {
        return static_cast<T>(amount / static_cast<std::int64_t>(count));
    }

    /// Calls `change` for each column of money that members bring in and take along.
    template <class Change>
    void each_income(Change const& change)
    {
        change(earnings_);
        change(pensions_);
        change(benefits_);
        change(capital_);
    }

    template <class T>
    static void receive(T& amount, T more)
    {
        amount = static_cast<T>(std::min<std::int64_t>(std::int64_t{amount} + more, std::numeric_limits<T>::max()));
    }

    Population& p_;
    Month month_;
    Population const& base_;
    std::vector<Row<Household>>& home_;
    std::vector<Row<Establishment>>& place_;
    std::vector<Row<Person>>& partner_;
    std::vector<Row<Person>>& next_;
    std::vector<std::uint8_t>& district_;
    std::vector<Age>& age_;
    std::vector<Sex>& sex_;
    std::vector<Month>& born_;
    std::vector<Row<Person>>& mother_;
    std::vector<Row<Person>>& father_;
    std::vector<Row<Person>>& first_;
    std::vector<std::uint8_t>& size_;
    std::vector<Row<Dwelling>>& dwelling_;
    std::vector<std::uint16_t>& area_;
    std::vector<Tenure>& tenure_;
    std::vector<std::int32_t>& earnings_;
    std::vector<std::uint16_t>& pensions_;
    std::vector<std::uint16_t>& benefits_;
    std::vector<std::int32_t>& capital_;
    std::vector<std::int32_t> const& own_earnings_;
    std::vector<std::uint16_t>& housing_cost_;
    std::vector<std::uint16_t>& residents_;
    struct Donors {  ///< columns of the base population
        std::vector<Row<Person>> const &partner, &mother, &father;
        std::vector<Age> const& age;
        std::vector<Row<Establishment>> const& place;
        std::vector<std::int32_t> const& earnings;
        std::vector<std::uint16_t> const &pensions, &benefits;
        std::vector<std::int32_t> const& capital;
        std::vector<Row<Dwelling>> const& dwelling;
        std::vector<Tenure> const& tenure;
    } donors_;
    EventLog& log_;
    std::vector<Vacancies> market_;                   ///< by district, once it is open
    std::vector<std::vector<VacantDwelling>> freed_;  ///< since then: for the next month
    std::vector<std::uint32_t> left_from_;            ///< which household each new one of the month comes from
    std::vector<Row<Person>> orphans_;
};

}  // namespace foresight
