#pragma once

#include <cstdint>
#include <memory>
#include <set>

#include "engine/simulation.hpp"
#include "tests/small_county.hpp"

// A handful of processes that touch everything that the engine offers, so that
// what must not depend on threads, order or company can be tested in a second.

namespace foresight::lives {

class Ageing final : public Process {
public:
    explicit Ageing(Setup& setup) : born_{setup}, age_{setup} {}
    bool by_chunk() const override { return true; }
    void step(Step const& now) override
    {
        now.each([&](Own<Person> self) { age_[self] = static_cast<Age>((now.month() - born_[self]) / 12); });
    }

private:
    Reads<person::birth_month> born_;
    Writes<person::age> age_;
};

/// A yearly clock, an appointment, an exit.
class Dying final : public Process {
public:
    explicit Dying(Setup& setup) : age_{setup}, dies_{setup}, due_{setup}, scale_{setup, "lives/dying"} {}
    void step(Step const& now) override
    {
        auto const sweep = [&](int months) {
            return [&, months](Own<Person> self, Luck luck) {
                double const hazard = scale_() * exponential_of(0.09 * age_[self]) / 12;
                if (auto const wait = luck.exponential(Draw::dies) / hazard; wait < months)
                    due_.at(self, now.month() + static_cast<int>(wait));
            };
        };
        now.open(due_);
        int const left = 12 - (now.month() - now.start()) % 12;
        if (left == 12) now.each(sweep(12));
        else now.each_newcomer(sweep(left));
        now.each_due(due_, [&](Own<Person> self) { dies_(self); });
    }

private:
    enum class Draw { dies };
    Reads<person::age> age_;
    Exits dies_;
    Appointments due_;
    Scalar scale_;
};

class Bearing final : public Process {
public:
    explicit Bearing(Setup& setup) : age_{setup}, sex_{setup}, children_{setup}, births_{setup} {}
    void step(Step const& now) override
    {
        auto const may = [&](Own<Person> self) {
            return sex_[self] == Sex::female && age_[self] >= 16 && age_[self] < 45;
        };
        now.each(may, [&](Own<Person> self, Luck luck) {
            if (luck.chance(Draw::bears, 0.006))
                births_(self, children_[self]++, luck.chance(Draw::girl, 0.49) ? Sex::female : Sex::male);
        });
    }

private:
    enum class Draw { bears, girl };
    Reads<person::age> age_;
    Reads<person::sex> sex_;
    Writes<person::children_born> children_;
    Entries<person::sex> births_;
};

/// Everything that touches several households.
class Moving final : public Process {
public:
    explicit Moving(Setup& setup) : age_{setup}, district_{setup}, ask_{setup} {}
    void step(Step const& now) override
    {
        now.each([&](Own<Person> self, Luck luck) {
            auto const other = static_cast<std::uint8_t>(1 - district_[self]);
            if (age_[self] >= 18 && luck.chance(Draw::home, 0.004)) ask_.leave_home(self, other, true);
            if (age_[self] >= 18 && luck.chance(Draw::together, 0.002)) ask_.move_together(self, other);
            if (luck.chance(Draw::away, 0.001)) ask_.leave_county(self, false);
            if (age_[self] >= 18 && luck.chance(Draw::parts, 0.001)) ask_.separate(self, true);
            if (age_[self] >= 75 && luck.chance(Draw::care, 0.01))
                ask_.enter_establishment(self, EstablishmentKind::residential_home);
        });
        for (std::uint32_t slot = 0; slot != 3; ++slot) {
            Id<Household> const id{mixed(static_cast<std::uint64_t>(now.month().value), 1000 + slot)};
            ask_.arrive({.id = id,
                         .district = static_cast<std::uint8_t>(slot % 2),
                         .donor = Row<Household>{static_cast<std::uint32_t>(id.value % 20)}});
        }
    }

private:
    enum class Draw { home, together, away, parts, care };
    Reads<person::age> age_;
    Reads<person::district> district_;
    Requests ask_;
};

/// Draws a lot and writes nothing that others read.
class Unrelated final : public Process {
public:
    explicit Unrelated(Setup& setup) : health_{setup} {}
    void step(Step const& now) override
    {
        now.each(
            [&](Own<Person> self, Luck luck) { health_[self] = static_cast<Health>(luck.uniform(Draw::any) * 5); });
    }

private:
    enum class Draw { any };
    Writes<person::health> health_;
};

template <class P>
std::unique_ptr<Process> make(Setup& setup)
{
    return std::make_unique<P>(setup);
}

inline std::vector<NamedProcess> catalogue()
{
    return {{"test/ageing", "", make<Ageing>},
            {"test/unrelated", "", make<Unrelated>},
            {"test/dying", "", make<Dying>},
            {"test/bearing", "", make<Bearing>},
            {"test/moving", "", make<Moving>}};
}

inline Scenario scenario(std::vector<std::string> schedule, int years = 3)
{
    Scenario made;
    made.start = Month::of(2023, 7);
    made.end = made.start + years * 12;
    made.schedule = std::move(schedule);
    return made;
}

inline Parameters parameters(double dying = 2e-5)
{
    Parameters made;
    made.add("lives/dying", constant(dying));
    return made;
}

/// Who lives, by identity.
inline std::set<std::uint64_t> living(Population const& population)
{
    std::set<std::uint64_t> all;
    auto const& persons = population.persons;
    for (std::uint32_t row = 0; row != persons.rows(); ++row)
        if (!persons.left()[row]) all.insert(persons.ids()[row].value);
    return all;
}

class Nobody final : public Observer {
public:
    void begin(Month, Population const&) override {}
    void month_end(Month, Population const&) override {}
};

}  // namespace foresight::lives
