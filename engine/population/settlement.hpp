#pragma once

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "engine/population/livelihood.hpp"
#include "engine/population/means.hpp"
#include "engine/population/population.hpp"
#include "engine/population/tenures.hpp"

// How a month is settled: of use to `Population::settle` alone. The month in
// order is in settle.cpp; homes and orphans in homes.cpp; arrivals in
// newcomers.cpp; what goes along with whom in means.cpp.

namespace foresight {

using livelihood::adult;

/// The places of a list that are free, of which the next after any is found in next to no time however many are taken.
class FreePlaces {
public:
    explicit FreePlaces(std::size_t size = 0) : next_(size + 1)
    {
        std::iota(next_.begin(), next_.end(), std::uint32_t{0});
    }

    bool is_free(std::size_t place) const { return next_[place] == place; }
    void take(std::size_t place) { ++next_[place]; }
    /// The first from a place on, and from the beginning after the end; nothing where none is free.
    std::optional<std::size_t> from(std::size_t place)
    {
        auto const end = next_.size() - 1;
        auto found = at_or_after(place);
        if (found == end) found = at_or_after(0);
        return found == end ? std::optional<std::size_t>{} : found;
    }

private:
    std::size_t at_or_after(std::size_t place)
    {
        while (next_[place] != place) place = next_[place] = next_[next_[place]];
        return place;
    }

    std::vector<std::uint32_t> next_;  ///< of a free place itself, else one nearer to the next free one
};

/// The dwellings of a district that stand empty, on a ring of hashes. A mover takes the first free one at or after
/// his own hash that is held as he wants it, so that one mover more or less changes the dwelling of few others.
class Vacancies {
public:
    /// `tenure` is that of all dwellings, by row.
    Vacancies(std::vector<VacantDwelling> vacant, std::vector<Tenure> const& tenure);

    /// Any, where none is held so; nothing where none is free.
    std::optional<VacantDwelling> take(std::uint64_t hash, Holding wanted);
    /// What was last paid for one of that tenure, free or not: the first at or after a hash of which it is known.
    std::optional<std::int32_t> cost_near(std::uint64_t hash, Tenure tenure) const;
    /// Those that nobody took, in the order of the ring.
    std::vector<VacantDwelling> rest() const;

private:
    std::size_t at_or_after(std::uint64_t hash) const;

    std::vector<VacantDwelling> ring_;
    std::vector<Tenure> tenure_;  ///< of each when the ring was made
    FreePlaces free_;             ///< on the ring
    /// Those that are held in one way: where on the ring, in its order, and which of them are free.
    struct Held {
        std::vector<std::uint32_t> places{};
        FreePlaces free{};
    };
    std::array<Held, holdings> held_{};
    std::vector<std::uint32_t> number_;  ///< by place on the ring: which of those held in its way
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
    /// Who looks for a dwelling.
    struct Seeker {
        std::uint64_t who = 0;
        Age oldest = 0;
        Holding wanted{};
        std::optional<Tenure> before{};  ///< that they leave, or left to come here
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
    // What will be wanted soon.
    void come_near(Row<Person> person) const;
    void come_near(Row<Household> home) const;
    template <class Item, class PersonOf>
    void come_near(std::vector<Item> const& list, PersonOf const& person_of, std::size_t i) const;
    void grant(Request const& request);
    void enter(Request const& request);
    Row<Establishment> place_for(Request const& request) const;
    void move_in(Request const& request);
    void set_up(Row<Person> self, VacantDwelling const& to, Seeker const& seeker);
    bool share(Request const& request, std::uint8_t district);
    bool still_open(Population::OpenHome const& open) const;
    void leave_home(Request const& request);
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
    Seeker seeker(std::uint64_t who, Age oldest, double income, std::optional<Tenure> before) const;
    /// Who set up a home with what is theirs of what this one has; the first of them asks.
    Seeker seeker_from(Row<Household> home, std::span<Row<Person> const> who) const;
    std::span<Row<Person> const> family_of(Row<Person> self);
    Seeker seeker_of(Row<Household> home) const;
    /// An empty dwelling of the district, held as is wanted if one is free.
    std::optional<VacantDwelling> vacancy(std::uint8_t district, Seeker const& seeker);
    /// Of the dwelling lived in; nothing where there is none.
    std::optional<Tenure> tenure_of(Row<Household> home) const
    {
        auto const at = dwelling_[home.value];
        return at == nobody<Dwelling> ? std::optional<Tenure>{} : tenure_[at.value];
    }
    /// Moves a household in. Who owned a home owns this one as they did; who stays in the tenure pays what they paid, and who
    /// comes into another, what was paid there.
    void occupy(Row<Household> home, VacantDwelling const& to, Seeker const& seeker);
    double income_of(Row<Household> home) const;
    /// Theirs of what the household has, if others live there.
    Means own_means(Row<Person> self) const;
    /// What a household loses with one who has died.
    Means left_by_the_dead(Row<Person> dead) const;
    void bring_means(Row<Person> self, Row<Household> from, Row<Household> to);
    void receive(Row<Household> home, Means const& means);
    void lose(Row<Household> home, Means const& means);
    void give_credit(Row<Household> home);
    double other_benefits(Row<Household> home) const;
    double credit_due(Row<Household> home) const;
    /// What a household has of Universal Credit, as far as can be known.
    double credit_of(Row<Household> home) const;
    void join_credit(Row<Household> home, double had);
    /// Takes one who comes to no other home of the county out of this one, and gives those left behind by an earner Universal
    /// Credit.
    void leave_behind(Row<Person> self, Means const& taken);

    // Orphans.
    Row<Household> parents_home(Row<Person> child) const;
    Row<Household> foster_home(Row<Person> child) const;

    // Arrivals.
    void settle_resident(Party const& party, Row<Person> resident);
    bool settle_household(Plan const& plan, Party const& party, std::uint32_t first, Row<Household> home);
    void settle_sharers(Plan const& plan, Party const& party, std::uint32_t first, Row<Household> home);
    void come(Row<Person> row, Arrival const& arrival);

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
    std::vector<Age>& benefit_age_;
    std::vector<Activity> const& activity_;
    std::vector<std::uint16_t>& housing_cost_;
    std::vector<EstablishmentKind> const& kind_;
    std::vector<std::uint16_t>& capacity_;
    std::vector<std::uint16_t>& residents_;
    std::vector<std::uint16_t> const& place_area_;
    struct Donors {  ///< columns of the base population
        std::vector<Row<Person>> const &partner, &mother, &father;
        std::vector<Age> const& age;
        std::vector<Row<Establishment>> const& place;
        std::vector<Row<Dwelling>> const& dwelling;
        std::vector<Tenure> const& tenure;
    } donors_;
    MembersMeans means_, donors_means_;
    EventLog& log_;
    std::vector<Vacancies> market_;                   ///< by district, once it is open
    std::vector<std::vector<VacantDwelling>> freed_;  ///< since then: for the next month
    std::vector<std::uint32_t> left_from_;            ///< which household each new one of the month comes from
    std::vector<Row<Person>> orphans_;
    std::vector<Row<Person>> together_;  ///< who go along with one, the one included: of one request at a time
};

}  // namespace foresight
