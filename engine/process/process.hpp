#pragma once

#include <algorithm>
#include <memory>
#include <type_traits>

#include "engine/population/visit.hpp"
#include "engine/process/rates.hpp"
#include "engine/process/rights.hpp"

namespace foresight {

/// When a process acts: every so many months, counted from January.
struct Cadence {
    int every = 1;
    int offset = 0;  ///< months after January of the first time in a year
    bool due(Month month) const { return (month.value - offset) % every == 0; }
};
constexpr Cadence monthly() { return {1, 0}; }
/// In the last month of each calendar quarter.
constexpr Cadence quarterly() { return {3, 2}; }
/// Every year, in the calendar month given.
constexpr Cadence yearly(int month) { return {12, month - 1}; }

/// One process in one month: the time, the loops and the draws.
///
/// A process that declares `by_chunk()` is given one chunk of persons at a
/// time, and cannot see which; the others see the whole population.
class Step {
public:
    Step(Month month, Month start, RandomStream const& random, Population& population,
         Visit<Person> const* visit = nullptr)
        : month_{month}, start_{start}, random_{random}, population_{population}, visit_{visit}
    {
    }

    Month month() const { return month_; }
    Month start() const { return start_; }
    std::uint32_t weight() const { return population_.weight; }
    Areas const& areas() const { return population_.areas; }
    RandomStream const& random() const { return random_; }
    bool alive(Row<Person> row) const { return population_.persons.alive(row); }
    Population const& population() const { return population_; }

    /// Calls `body(self)` or `body(self, luck)` for every person alive.
    template <class Body>
    void each(Body const& body) const
    {
        if (visit_) each_of(*visit_, body);
        else each_row(population_.persons, body);
    }

    /// The same for those of whom `where(self)` is true. It is asked of everybody: see `all_hold`.
    template <class Where, class Body>
    void each(Where const& where, Body const& body) const
    {
        if (visit_) each_of(visit_->where(where), body);
        else
            parallel_for(population_.persons.chunks(), [&](std::uint32_t chunk) {
                each_of(Visit<Person>{population_.persons, chunk, where}, body);
            });
    }

    /// Calls `body(run)` for every run of persons, with nobody between them who has left.
    template <class Body>
    void each_run(Body const& body) const
    {
        parallel_for(population_.persons.chunks(), [&](std::uint32_t chunk) {
            population_.persons.each_run(chunk, [&](std::uint32_t first, std::uint32_t last) {
                body(OwnRun<Person>{first, last - first});
            });
        });
    }

    /// Calls `body(self)` or `body(self, luck)` for every household.
    template <class Body>
    void each_household(Body const& body) const
    {
        each_row(population_.households, body);
    }

    /// Calls `body(member)` for every member of a household; nobody lives in two, so it owns them while it is visited.
    template <class Body>
    void each_member(Own<Household> self, Body const& body) const
    {
        population_.each_member(self.row(), [&](Row<Person> member) {
            body(Own<Person>{member, population_.persons.id(member)});
        });
    }

    /// For those in an index, in row order.
    template <class Body>
    void each_in(Index& index, Body const& body) const
    {
        index.prepare(chunks());
        each_listed(index.by_chunk(), body);
    }

    /// For those whose appointment falls in this month.
    template <class Body>
    void each_due(Appointments& appointments, Body const& body) const
    {
        appointments.prepare(chunks());
        auto const due = appointments.take(month_);
        each_listed(due, body);
    }

    /// For those who came in when the last month was settled.
    template <class Body>
    void each_newcomer(Body const& body) const
    {
        each_among(population_.newcomers(), body);
    }
    /// The same for those of whom `where(self)` is true.
    template <class Where, class Body>
    void each_newcomer(Where const& where, Body const& body) const
    {
        each_newcomer([&](Own<Person> self, Luck luck) {
            if (!where(self)) return;
            if constexpr (std::is_invocable_v<Body, Own<Person>>) body(self);
            else body(self, luck);
        });
    }

    /// For some persons, given in row order. Chunks that have none of them are not looked at.
    template <class Body>
    void each_among(std::vector<Row<Person>> const& rows, Body const& body) const
    {
        EXPECTS(std::is_sorted(rows.begin(), rows.end()) && "two threads must not be at one chunk");
        auto const chunk_of = [](Row<Person> row) { return row.value / chunk_rows; };
        std::vector<std::vector<std::uint32_t>> by_chunk;
        for (std::size_t i = 0; i != rows.size(); ++i) {
            if (i == 0 || chunk_of(rows[i]) != chunk_of(rows[i - 1])) by_chunk.emplace_back();
            by_chunk.back().push_back(rows[i].value);
        }
        each_listed(by_chunk, body);
    }

    /// To be called before a sweep makes appointments.
    void open(Appointments& appointments) const { appointments.prepare(chunks()); }
    void open(Index& index) const { index.prepare(chunks()); }

private:
    std::uint32_t chunks() const { return std::max(1u, population_.persons.chunks()); }

    template <class Entity, class Body>
    void each_of(Visit<Entity> const& visit, Body const& body) const
    {
        if constexpr (std::is_invocable_v<Body, Own<Entity>>) visit.each(body);
        else visit.each(random_, body);
    }

    template <class Entity, class Body>
    void each_row(Table<Entity> const& table, Body const& body) const
    {
        parallel_for(table.chunks(), [&](std::uint32_t chunk) {
            if constexpr (std::is_invocable_v<Body, Own<Entity>>) Visit<Entity>::each_of_chunk(table, chunk, body);
            else each_of(Visit<Entity>{table, chunk}, body);
        });
    }

    template <class Body>
    void each_listed(std::vector<std::vector<std::uint32_t>> const& rows, Body const& body) const
    {
        parallel_for(static_cast<std::uint32_t>(rows.size()), [&](std::uint32_t i) {
            auto const& listed = rows[i];
            if (listed.empty()) return;
            each_of(Visit<Person>{population_.persons, listed.front() / chunk_rows, listed.data(),
                                  static_cast<std::uint32_t>(listed.size())},
                    body);
        });
    }

    Month month_;
    Month start_;
    RandomStream const& random_;
    Population& population_;
    Visit<Person> const* visit_;
};

/// One verb. Each person's part in it depends on nobody else's.
class Process {
public:
    virtual ~Process() = default;

    virtual Cadence cadence() const { return monthly(); }
    /// Whether it may be taken chunk by chunk, together with its neighbours in the schedule, while a chunk is in cache.
    virtual bool by_chunk() const { return false; }
    /// Whether it acts when the month has been settled, just before observers look: what it says of a home is then true of
    /// those who live there. It may read and write, and ask for nothing that settling decides.
    virtual bool when_settled() const { return false; }
    /// Whether it reckons money from what others did. Only a ledger may hold prices.
    virtual bool ledger() const { return false; }
    /// Once, before the first month: initial states. The month is the one before the first.
    virtual void begin(Step const&) {}
    virtual void step(Step const& now) = 0;
};

using ProcessMaker = std::unique_ptr<Process> (*)(Setup&);

/// A process that can be asked for by name.
struct NamedProcess {
    std::string name;  ///< "demography/mortality": part of the address of its draws
    std::string label;
    ProcessMaker make = nullptr;
};

}  // namespace foresight
