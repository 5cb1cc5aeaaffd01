#include <doctest/doctest.h>

#include <array>
#include <cmath>

#include "engine/modules/demography/life_stages.hpp"
#include "engine/population/livelihood.hpp"
#include "tests/small_demography.hpp"

namespace foresight {
namespace {

double drawn(std::uint64_t id, std::uint64_t what) { return static_cast<double>(mixed(id, what) % 1000) / 1000; }

/// What somebody of an age does here, at the base: school to 16, then study or work, fewer work from 55 on, and from 66 one in
/// ten does.
Activity does_at(int age, double u)
{
    if (age < 16) return Activity::child;
    double const student = age < 19 ? 0.8 : age < 22 ? 0.4 : 0;
    double const employed = age < 55 ? std::min(0.85, 1 - student) : age < 66 ? 0.6 : 0.1;
    if (u < student) return Activity::student;
    if (u < student + employed) return Activity::employed;
    return age >= 66 ? Activity::retired : Activity::inactive;
}

/// People who do at each age what `does_at` says, earn by age, and have pensions from 66 on.
Population people_at_work(std::uint32_t homes)
{
    auto county = small_county(homes);
    auto& persons = county.persons;
    for (std::uint32_t row = 0; row != persons.rows(); ++row) {
        auto const id = persons.ids()[row].value;
        int age = persons.column(person::age)[row];
        if (row % 8 >= 6) {  // grown children of every other household
            int const older = 16 + age / 2 - age;
            persons.column(person::birth_month)[row] = persons.column(person::birth_month)[row] - 12 * older;
            persons.column(person::age)[row] = static_cast<Age>(age += older);
        }
        auto const activity = does_at(age, drawn(id, 11));
        persons.column(person::activity)[row] = activity;
        persons.column(person::education)[row] = age < 16              ? Education::low
                                                 : drawn(id, 12) < 0.4 ? Education::high
                                                                       : Education::medium;
        persons.column(person::earnings)[row] = activity == Activity::employed ? (age < 22   ? 15000
                                                                                  : age < 60 ? 30000
                                                                                             : 20000)
                                                                               : 0;
    }
    for (std::uint32_t home = 0; home != homes; ++home) {
        double net = 0, pensions = 0;
        int children = 0;
        county.each_member({home}, [&](Row<Person> one) {
            net += livelihood::net_of_tax(persons.column(person::earnings)[one.value]);
            if (persons.column(person::age)[one.value] >= 66) pensions += 9000;
            children += persons.column(person::age)[one.value] < 16;
            if (persons.column(person::activity)[one.value] == Activity::retired) pensions += 6000;
        });
        county.households.column(household::earnings)[home] = static_cast<std::int32_t>(net);
        county.households.column(household::pensions)[home] = static_cast<std::uint16_t>(pensions);
        county.households.column(household::benefits)[home] = static_cast<std::uint16_t>(1000 * children);
    }
    county.connect();
    county.classify_households();
    return county;
}

std::vector<std::string> const working{"demography/ageing", "demography/working_life"};

double share_who(Population const& people, Activity activity, int from, int to)
{
    double all = 0, these = 0;
    for (std::uint32_t row = 0; row != people.persons.rows(); ++row) {
        auto const age = people.persons.column(person::age)[row];
        if (!people.persons.alive({row}) || age < from || age >= to) continue;
        all += 1;
        these += people.persons.column(person::activity)[row] == activity;
    }
    return all > 0 ? these / all : 0;
}

TEST_CASE("who comes to an age does what those of that age did: school ends, work begins, and people retire")
{
    auto const base = people_at_work(20000);
    live(base, Parameters{}, working, 12, [&](Month month, Population const& people) {
        if (month.month() != 6) return;
        CHECK(share_who(people, Activity::child, 16, 111) == 0);
        struct {
            Activity activity;
            int from, to;
        } const kept[]{{Activity::employed, 30, 50}, {Activity::employed, 56, 65}, {Activity::retired, 67, 75}};
        for (auto const& of : kept) {
            INFO(static_cast<int>(of.activity) << " from " << of.from << " in " << month.year());
            CHECK(
                std::abs(share_who(people, of.activity, of.from, of.to) - share_who(base, of.activity, of.from, of.to))
                < 0.05);
        }
        CHECK(std::abs(share_who(people, Activity::student, 16, 18) - 0.8) < 0.08);
    });
}

TEST_CASE("nobody who has retired works again, and nobody unlearns")
{
    auto const base = people_at_work(2000);
    live(base, Parameters{}, working, 10, [&](Month month, Population const& people) {
        if (month.year() != 2033 || month.month() != 6) return;
        int retired = 0;
        for (std::uint32_t row = 0; row != base.persons.rows(); ++row) {
            CHECK(people.persons.column(person::education)[row] <= base.persons.column(person::education)[row]);
            if (base.persons.column(person::activity)[row] != Activity::retired) continue;
            ++retired;
            CHECK(people.persons.column(person::activity)[row] == Activity::retired);
            CHECK(people.persons.column(person::earnings)[row] == 0);
        }
        CHECK(retired > 500);
    });
}

TEST_CASE("a household's earnings are what its members earn, from the first work to the last")
{
    auto const base = people_at_work(3000);
    live(base, Parameters{}, working, 10, [&](Month month, Population const& people) {
        if (month.month() != 6) return;
        double all = 0, net = 0;
        for (std::uint32_t home = 0; home != people.households.rows(); ++home) {
            double here = 0;
            people.each_member({home}, [&](Row<Person> one) {
                here += livelihood::net_of_tax(people.persons.column(person::earnings)[one.value]);
            });
            auto const earned = people.households.column(household::earnings)[home];
            CHECK((earned == 0) == (here == 0));
            all += earned;
            net += here;
        }
        CHECK(std::abs(all / net - 1) < 0.02);
    });
}

TEST_CASE("whoever comes to pension age has a state pension from then on, and whoever retires a private one")
{
    auto const base = people_at_work(6000);
    live(base, Parameters{}, working, 1, [&](Month month, Population const& people) {
        if (month != Month::of(2024, 6)) return;
        double more = 0, came_of_age = 0, retired = 0, unchanged = 0;
        for (std::uint32_t home = 0; home != people.households.rows(); ++home) {
            int here = 0;
            base.each_member({home}, [&](Row<Person> one) {
                bool const of_age = base.persons.column(person::age)[one.value] == 65;
                bool const retires = base.persons.column(person::activity)[one.value] != Activity::retired
                                     && people.persons.column(person::activity)[one.value] == Activity::retired;
                came_of_age += of_age;
                retired += retires;
                here += of_age || retires;
            });
            auto const pensions = people.households.column(household::pensions)[home];
            auto const before = base.households.column(household::pensions)[home];
            if (here == 0) CHECK(pensions == before);
            unchanged += here == 0;
            more += pensions - before;
        }
        CHECK(came_of_age > 100);
        CHECK(retired > 50);
        CHECK(unchanged > 4000);
        INFO(more << " more, for " << came_of_age << " of pension age and " << retired << " who retired");
        CHECK(std::abs(more / (9000 * came_of_age + 6000 * retired) - 1) < 0.25);  // private ones spread widely
    });
}

TEST_CASE("child benefit ends at sixteen")
{
    auto const base = people_at_work(3000);
    live(base, Parameters{}, working, 1, [&](Month month, Population const& people) {
        if (month != Month::of(2024, 6)) return;
        int ended = 0;
        for (std::uint32_t home = 0; home != people.households.rows(); ++home) {
            bool other_change = false;
            int left = 0;
            base.each_member({home}, [&](Row<Person> one) {
                auto const was = base.persons.column(person::activity)[one.value];
                auto const is = people.persons.column(person::activity)[one.value];
                if (was == Activity::child && is != Activity::child) ++left;
                other_change |= people.persons.column(person::age)[one.value] == 18;  // of a student: support begins
                other_change |= is == Activity::employed && was != Activity::employed;
                other_change |= was == Activity::employed && is != Activity::employed;
            });
            if (other_change || left == 0) continue;
            ++ended;
            auto const had = base.households.column(household::benefits)[home];
            CHECK(people.households.column(household::benefits)[home] == had - 1000 * left);
        }
        CHECK(ended > 50);
    });
}

TEST_CASE("whoever arrives comes of age like everybody else, and is paid for by the age they have")
{
    auto const base = people_at_work(3000);
    int babies = 0, came_of_age = 0;
    live(base, a_tenth_arrives(base), {"demography/ageing", "demography/working_life", "demography/arrivals"}, 3,
         [&](Month month, Population const& people) {
             auto const& age = people.persons.column(person::age);
             auto const& counted = people.persons.column(person::benefit_age);
             for (auto const row : people.newcomers()) {
                 CHECK(counted[row.value] == age[row.value]);
                 babies += age[row.value] == 0;
             }
             if (month.month() != 6) return;
             CHECK(share_who(people, Activity::child, 16, 111) == 0);
             for (std::uint32_t row = 0; row != people.persons.rows(); ++row) {
                 CHECK(counted[row] == age[row]);
                 came_of_age += row >= base.persons.rows() && age[row] == 16;
             }
         });
    CHECK(babies > 50);
    CHECK(came_of_age > 50);
}

TEST_CASE(
    "Universal Credit goes pound for pound as pensions begin, and who stops work has what other earnings leave of it")
{
    auto base = people_at_work(12000);
    constexpr int credit = 6000;
    for (auto& benefits : base.households.column(household::benefits)) benefits += credit;
    live(base, Parameters{}, working, 1, [&](Month month, Population const& people) {
        if (month != Month::of(2024, 6)) return;
        int retired = 0, stopped = 0, beside_earnings = 0;
        for (std::uint32_t home = 0; home != people.households.rows(); ++home) {
            int children = 0, stops = 0;
            bool others = false, old = false;
            double due = 0;
            people.each_member({home}, [&](Row<Person> one) {
                auto const age = people.persons.column(person::age)[one.value];
                auto const was = base.persons.column(person::activity)[one.value];
                auto const is = people.persons.column(person::activity)[one.value];
                old |= age >= 66;
                children += age < 16;
                due += livelihood::benefit_of(age, is);
                stops += was == Activity::employed && is == Activity::inactive;
                others |= (was != Activity::employed && is == Activity::employed) || was == Activity::student
                          || is == Activity::student;
            });
            if (others) continue;
            auto const of = [&](auto const& field, auto const& when) { return when.households.column(field)[home]; };
            auto const more = of(household::pensions, people) - of(household::pensions, base);
            auto const left = of(household::benefits, people) - due;
            if (stops == 0) {
                // No more is lost than Universal Credit pays: the rest is for another reason.
                auto const dwelling = base.households.column(household::dwelling)[home];
                bool const rents = base.dwellings.column(dwelling::tenure)[dwelling.value] >= Tenure::council_rent;
                double const had = of(household::pensions, base);  // of those of pension age, or their partners
                auto const most =
                    had > 0 ? 0 : livelihood::universal_credit(children, rents, of(household::earnings, base));
                CHECK(left == doctest::Approx(credit - std::min<double>({credit, most, double(more)})).epsilon(1e-3));
                retired += more > 0 && most > 0;
            } else if (!old && more == 0) {
                auto const dwelling = people.households.column(household::dwelling)[home];
                bool const rents = people.dwellings.column(dwelling::tenure)[dwelling.value] >= Tenure::council_rent;
                double const earned = of(household::earnings, people);
                CHECK(left >= credit);
                CHECK(left <= std::max<double>(credit, livelihood::universal_credit(children, rents, earned)));
                ++stopped;
                beside_earnings += earned > 0;
                if (earned == 0 && rents) CHECK(left > 10000);
            }
        }
        CHECK(retired > 50);
        CHECK(stopped > 20);
        CHECK(beside_earnings > 5);
    });
}

TEST_CASE("one draw decides several birthdays as several draws would")
{
    using Shares = std::array<double, 2>;
    std::array<Shares, ages> shares{};
    for (std::size_t age = 0; age != ages; ++age) shares[age] = {std::max(0.1, 1 - 0.01 * static_cast<double>(age)), 0};
    for (auto& of : shares) of[1] = 1 - of[0];
    StagesByAge<2> const stages{shares};
    int stay = 0, many = 100000;
    for (int i = 0; i != many; ++i) {
        DrawLeft left{(i + 0.5) / many};
        std::size_t at = 0;
        for (Age age = 21; age <= 30; ++age) at = stages.next(at, age, left);
        stay += at == 0;
        if (at == 0) CHECK(left.value >= left.from);
    }
    CHECK(stay == doctest::Approx(many * 0.7 / 0.8).epsilon(1e-3));
}

TEST_CASE("owners pay off their mortgages as they grow older, and pay nothing from then on")
{
    auto base = small_county(6000);
    auto& tenure = base.dwellings.column(dwelling::tenure);
    for (std::uint32_t home = 0; home != 6000; ++home) {
        auto const age = base.persons.column(person::age)[home * 4 + 1];
        bool const outright = drawn(home, 13) < (age < 45 ? 0.1 : age < 66 ? 0.5 : 0.95);
        tenure[home] = outright ? Tenure::owned_outright : Tenure::mortgage;
        base.households.column(household::housing_cost)[home] = outright ? 0 : 9000;
    }
    live(base, Parameters{}, {"demography/ageing", "demography/mortgages"}, 15,
         [&](Month month, Population const& people) {
             if (month.month() != 6) return;
             double older = 0, outright = 0;
             for (std::uint32_t home = 0; home != 6000; ++home) {
                 auto const now = people.dwellings.column(dwelling::tenure)[home];
                 CHECK((people.households.column(household::housing_cost)[home] == 0)
                       == (now == Tenure::owned_outright));
                 if (tenure[home] == Tenure::owned_outright) CHECK(now == Tenure::owned_outright);
                 auto const age = people.persons.column(person::age)[home * 4 + 1];
                 if (age < 68 || age >= 80) continue;
                 older += 1;
                 outright += now == Tenure::owned_outright;
             }
             CHECK(outright / older > 0.9);
         });
}

}  // namespace
}  // namespace foresight
