#pragma once

#include <array>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/parallel/parallel.hpp"
#include "engine/population/population.hpp"
#include "engine/process/setup.hpp"

// What a process may do. Each right is a member of the process: the list of
// members is its contract, and `foresight explain` prints it.

namespace foresight {

/// The right to read a field, of oneself.
template <auto const& field>
class Reads {
public:
    explicit Reads(Setup& setup) : column_{table<EntityOf<field>>(setup.population()).column(field)}
    {
        setup.grant(Right::reads_own, field.name);
    }
    ValueOf<field> operator[](Own<EntityOf<field>> self) const { return column_[self.row().value]; }
    std::span<ValueOf<field> const> operator[](OwnRun<EntityOf<field>> run) const
    {
        return {column_.data() + run.first(), run.size()};
    }

private:
    std::vector<ValueOf<field>> const& column_;
};

/// The right to read a field, of anyone. Nobody may be writing it meanwhile.
template <auto const& field>
class ReadsAnyone {
public:
    explicit ReadsAnyone(Setup& setup) : column_{table<EntityOf<field>>(setup.population()).column(field)}
    {
        setup.grant(Right::reads_anyone, field.name);
    }
    ValueOf<field> const& operator[](Row<EntityOf<field>> row) const { return column_[row.value]; }

private:
    std::vector<ValueOf<field>> const& column_;
};

/// The right to read and write a field, of oneself.
template <auto const& field>
class Writes {
public:
    explicit Writes(Setup& setup) : column_{table<EntityOf<field>>(setup.population()).column(field)}
    {
        setup.grant(Right::writes, field.name);
    }
    ValueOf<field>& operator[](Own<EntityOf<field>> self) const { return column_[self.row().value]; }
    std::span<ValueOf<field>> operator[](OwnRun<EntityOf<field>> run) const
    {
        return {column_.data() + run.first(), run.size()};
    }

private:
    std::vector<ValueOf<field>>& column_;
};

/// The right to read and write a field of the dwelling that one's own household lives in: no other household does.
template <auto const& field>
class WritesHome {
public:
    explicit WritesHome(Setup& setup)
        : column_{setup.population().dwellings.column(field)},
          dwelling_{setup.population().households.column(household::dwelling)}
    {
        setup.grant(Right::writes, field.name);
        setup.grant(Right::reads_own, household::dwelling.name);
    }
    /// Whether it has one: who waits for a dwelling has not.
    bool has_one(Own<Household> self) const { return dwelling_[self.row().value] != nobody<Dwelling>; }
    ValueOf<field>& operator[](Own<Household> self) const { return column_[dwelling_[self.row().value].value]; }

private:
    std::vector<ValueOf<field>>& column_;
    std::vector<Row<Dwelling>> const& dwelling_;
};

/// The right to let happen an event of a type, and have it counted.
template <auto const& event>
class Emits;

template <auto const&... fields, Event<fields...> const& event>
class Emits<event> {
public:
    explicit Emits(Setup& setup)
        : log_{setup.population().log(event.name, event.label, event.dimensions())},
          district_{setup.population().persons.column(person::district)},
          age_{setup.population().persons.column(person::age)},
          sex_{setup.population().persons.column(person::sex)}
    {
        setup.grant(Right::emits, event.name);
    }

    /// It happens to `self`, with the codes that the event records.
    void operator()(Own<Person> self, ValueOf<fields>... codes) const { with_amount(self, 0, codes...); }

    /// The same, with an amount, such as pence.
    void with_amount(Own<Person> self, std::int64_t amount, ValueOf<fields>... codes) const
    {
        EventRecord record{self.id(),
                           self.row(),
                           district_[self.row().value],
                           age_[self.row().value],
                           static_cast<std::uint8_t>(sex_[self.row().value]),
                           {},
                           amount};
        std::size_t i = 0;
        ((record.codes[i++] = static_cast<std::uint8_t>(codes)), ...);
        log_.record(self.chunk(), record);
    }

    /// From serial code, to somebody who is not being visited: one who has left, perhaps.
    void of(Row<Person> row, Population const& population, ValueOf<fields>... codes) const
    {
        EventRecord record{population.persons.id(row),
                           row,
                           district_[row.value],
                           age_[row.value],
                           static_cast<std::uint8_t>(sex_[row.value]),
                           {},
                           0};
        std::size_t i = 0;
        ((record.codes[i++] = static_cast<std::uint8_t>(codes)), ...);
        log_.record(record);
    }

private:
    EventLog& log_;
    std::vector<std::uint8_t> const& district_;
    std::vector<Age> const& age_;
    std::vector<Sex> const& sex_;
};

/// The right to die. Only mortality should hold it.
class Exits {
public:
    explicit Exits(Setup& setup) : persons_{setup.population().persons}, died_{setup}
    {
        setup.grant(Right::exits, "person");
    }
    void operator()(Own<Person> self) const
    {
        persons_.leave(self);
        died_(self, PopulationChange::death);
    }

private:
    Table<Person>& persons_;
    Emits<population_changed> died_;
};

/// The right to be born, with these fields given at birth.
template <auto const&... given>
class Entries final : public Arrivals {
public:
    explicit Entries(Setup& setup) : columns_{setup.population().persons.column(given)...}
    {
        setup.grant(Right::enters, "person");
        setup.population().admit(*this);
        resize(std::max(1u, setup.population().persons.chunks()));
    }

    void operator()(Own<Person> mother, std::uint32_t birth_order, ValueOf<given>... values)
    {
        births_[mother.chunk()].push_back({child_of(mother.id(), birth_order), mother, {values...}});
    }

    void resize(std::uint32_t chunks) override
    {
        births_.resize(std::max<std::size_t>(births_.size(), chunks));
        for (auto& chunk : births_) chunk.clear();
    }

    std::vector<std::pair<Id<Person>, Row<Person>>> births() const override
    {
        std::vector<std::pair<Id<Person>, Row<Person>>> all;
        for (auto const& chunk : births_)
            for (auto const& birth : chunk) all.emplace_back(birth.child, birth.mother);
        return all;
    }

    void settle(std::uint32_t row) override
    {
        for (auto const& chunk : births_)
            for (auto const& birth : chunk) {
                [&]<std::size_t... i>(std::index_sequence<i...>)
                {
                    ((std::get<i>(columns_)[row] = std::get<i>(birth.values)), ...);
                }
                (std::index_sequence_for<ValueOf<given>...>{});
                ++row;
            }
    }

private:
    struct Birth {
        Id<Person> child;
        Row<Person> mother;
        std::tuple<ValueOf<given>...> values;
    };
    std::tuple<std::vector<ValueOf<given>>&...> columns_;
    std::vector<std::vector<Birth>> births_;
};

/// The right to ask for what touches several households. `settle()` decides, by priority, identity and the
/// order of the schedule.
class Requests {
public:
    explicit Requests(Setup& setup) : book_{setup.population().requests()}
    {
        setup.grant(Right::requests, "home");
        book_.resize(std::max(1u, setup.population().persons.chunks()));
    }

    void leave_county(Own<Person> self, bool abroad) const
    {
        ask(self, {.kind = RequestKind::leave_county, .abroad = abroad});
    }
    /// With the whole household.
    void leave_county_together(Own<Person> self, bool abroad) const
    {
        ask(self, {.kind = RequestKind::leave_county_together, .abroad = abroad});
    }
    void enter_establishment(Own<Person> self, EstablishmentKind kind) const
    {
        ask(self, {.kind = RequestKind::enter_establishment, .establishment = kind});
    }
    /// Who `shares` lives with another who does and is of about that age, if there is one.
    void separate(Own<Person> self, bool shares) const { ask(self, {.kind = RequestKind::separate, .shares = shares}); }
    void move_in_with(Own<Person> self, Row<Person> partner) const
    {
        ask(self, {.kind = RequestKind::move_in_with, .other = partner});
    }
    void leave_home(Own<Person> self, std::uint8_t district, bool shares) const
    {
        ask(self, {.kind = RequestKind::leave_home, .district = district, .shares = shares});
    }
    void move_together(Own<Person> self, std::uint8_t district) const
    {
        ask(self, {.kind = RequestKind::move_together, .district = district});
    }

    /// From serial code only: arrivals and new dwellings belong to no chunk.
    void arrive(Arrival const& arrival) const { book_.arrivals.push_back(arrival); }
    void build(Build const& order) const { book_.builds.push_back(order); }
    /// From serial code, about a person who is not being visited.
    void ask(Id<Person> who, Row<Person> row, Request request) const
    {
        request.who = who;
        request.row = row;
        book_.by_chunk[row.value / chunk_rows].push_back(request);
    }

private:
    void ask(Own<Person> self, Request request) const { ask(self.id(), self.row(), request); }

    RequestBook& book_;
};

/// Who must be seen in which month: made in a yearly sweep, kept when their month has come.
class Appointments final : public KeepsRows {
public:
    explicit Appointments(Setup& setup) : population_{setup.population()} { setup.population().admit(*this); }

    /// In `months` months from the month of the step (0 is this one), at most eleven.
    void at(Own<Person> self, Month month) { lists_[slot(month)].at(self.chunk()).push_back(self.row().value); }

    void prepare(std::uint32_t chunks)
    {
        for (auto& list : lists_)
            if (list.size() < chunks) list.resize(chunks);
    }
    /// Takes the rows due in a month, by chunk, in row order.
    std::vector<std::vector<std::uint32_t>> take(Month month)
    {
        auto due = std::exchange(lists_[slot(month)], {});
        lists_[slot(month)].resize(due.size());
        parallel_for(static_cast<std::uint32_t>(due.size()), [&](std::uint32_t chunk) {
            auto& rows = due[chunk];
            if (!std::is_sorted(rows.begin(), rows.end())) std::sort(rows.begin(), rows.end());
        });
        return due;
    }
    void relink(std::vector<std::uint32_t> const& moved) override
    {
        for (auto& list : lists_) {
            std::vector<std::vector<std::uint32_t>> again(list.size());
            for (auto const& chunk : list)
                for (auto const row : chunk)
                    if (row < moved.size() && moved[row] != nobody<Person>.value)
                        again[moved[row] / chunk_rows].push_back(moved[row]);
            list = std::move(again);
        }
    }

private:
    static std::size_t slot(Month month) { return static_cast<std::size_t>(month.value % 12); }

    Population& population_;
    std::array<std::vector<std::vector<std::uint32_t>>, 12> lists_;
};

/// Those whom a process concerns, such as a caseload: rows in order, without a look at anybody else.
///
/// Adding is possible from a loop; whoever is added is seen from the next call
/// of `rows()` on. Who has left, or should no longer be in it, goes with `keep_if`.
class Index final : public KeepsRows {
public:
    explicit Index(Setup& setup) : population_{setup.population()} { setup.population().admit(*this); }

    void add(Own<Person> self) { added_.at(self.chunk()).push_back(self.row().value); }
    void add(Row<Person> row) { added_.at(row.value / chunk_rows).push_back(row.value); }

    void prepare(std::uint32_t chunks)
    {
        if (added_.size() < chunks) added_.resize(chunks);
        if (rows_.size() < chunks) rows_.resize(chunks);
        parallel_for(static_cast<std::uint32_t>(added_.size()), [&](std::uint32_t chunk) {
            if (added_[chunk].empty()) return;
            auto& rows = rows_[chunk];
            rows.insert(rows.end(), added_[chunk].begin(), added_[chunk].end());
            added_[chunk].clear();
            std::sort(rows.begin(), rows.end());
            rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
        });
    }
    std::vector<std::vector<std::uint32_t>> const& by_chunk() const { return rows_; }

    /// Drops those of whom `keep(Row<Person>)` is false, and all who have left. It is asked by several threads at once.
    template <class Keep>
    void keep_if(Keep const& keep)
    {
        prepare(std::max(1u, population_.persons.chunks()));
        parallel_for(static_cast<std::uint32_t>(rows_.size()), [&](std::uint32_t chunk) {
            std::erase_if(rows_[chunk], [&](std::uint32_t row) {
                return !population_.persons.alive({row}) || !keep(Row<Person>{row});
            });
        });
    }
    std::size_t size() const
    {
        std::size_t count = 0;
        for (auto const& chunk : rows_) count += chunk.size();
        return count;
    }
    void relink(std::vector<std::uint32_t> const& moved) override
    {
        prepare(std::max(1u, population_.persons.chunks()));
        std::vector<std::vector<std::uint32_t>> again(rows_.size());
        for (auto const& chunk : rows_)
            for (auto const row : chunk)
                if (row < moved.size() && moved[row] != nobody<Person>.value)
                    again[moved[row] / chunk_rows].push_back(moved[row]);
        rows_ = std::move(again);
    }

private:
    Population& population_;
    std::vector<std::vector<std::uint32_t>> rows_, added_;
};

}  // namespace foresight
