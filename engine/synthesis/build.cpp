#include "engine/synthesis/build.hpp"

#include <algorithm>
#include <chrono>
#include <numeric>

#include "engine/parallel/parallel.hpp"
#include "engine/synthesis/county.hpp"
#include "engine/synthesis/fields.hpp"
#include "engine/synthesis/rounding.hpp"
#include "engine/synthesis/sampling.hpp"

namespace foresight {

namespace {

struct Beds {
    std::vector<std::int32_t> beds, homes;
};

/// The county's beds and homes for older people by district, as those of 80 and over live. Southend-on-Sea and Thurrock,
/// which the published numbers leave out, have as many for their old as the twelve.
Beds share_beds(Controls const& controls)
{
    auto old = [&](std::size_t d) {
        double sum = 0;
        for (auto const& sex : controls.district[d].persons)
            for (std::size_t a = 80; a != ages; ++a) sum += sex[a];
        return sum;
    };
    auto const inner = std::min<std::size_t>(12, controls.district.size());
    std::vector<double> share;
    for (std::size_t d = 0; d != inner; ++d) share.push_back(old(d));
    auto const all = std::accumulate(share.begin(), share.end(), 0.0);
    Beds result{largest_remainder(share, static_cast<std::int64_t>(controls.assumed.older_care_beds)),
                largest_remainder(share, static_cast<std::int64_t>(controls.assumed.care_homes))};
    for (auto d = inner; d != controls.district.size(); ++d) {
        result.beds.push_back(static_cast<std::int32_t>(controls.assumed.older_care_beds * old(d) / all));
        result.homes.push_back(static_cast<std::int32_t>(controls.assumed.care_homes * old(d) / all));
    }
    return result;
}

/// Notes how long each step took.
class Laps {
public:
    explicit Laps(StepSeconds& noted) : noted_{noted} {}
    void end(char const* step)
    {
        auto const now = std::chrono::steady_clock::now();
        noted_.emplace_back(step, std::chrono::duration<double>(now - begin_).count());
        begin_ = now;
    }

private:
    StepSeconds& noted_;
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

/// Threads overlap: the time that went by, `seconds`, is shared as their own times are.
StepSeconds shared_out(double seconds, std::vector<StepSeconds> const& of_districts)
{
    StepSeconds steps;
    if (!of_districts.empty()) steps = of_districts.front();
    double all = 0;
    for (std::size_t i = 0; i != steps.size(); ++i) {
        steps[i].second = 0;
        for (auto const& district : of_districts) steps[i].second += district[i].second;
        all += steps[i].second;
    }
    for (auto& step : steps) step.second *= all > 0 ? seconds / all : 0;
    return steps;
}

std::vector<MadeDistrict> make_districts(Controls const& controls, SynthesisRequest const& request, StepSeconds& steps)
{
    Dice const dice{request.seed, controls.base};
    auto const care = care_rate_scale(controls);
    auto const beds = share_beds(controls);
    auto const count = static_cast<std::uint32_t>(controls.district.size());
    std::vector<MadeDistrict> made(count);
    // The largest first: with few threads, none is left to do the longest alone at the end.
    std::vector<std::uint32_t> order(count);
    std::iota(order.begin(), order.end(), 0u);
    std::stable_sort(order.begin(), order.end(),
                     [&](auto a, auto b) { return controls.district[a].households > controls.district[b].households; });
    std::vector<StepSeconds> of_districts(count);
    StepSeconds all;
    Laps together{all};
    parallel_for(count, [&](std::uint32_t i) {
        auto const d = order[i];
        auto& district = made[d];
        district.number = static_cast<std::uint8_t>(d);
        auto pool = controls.district[d].persons;
        Laps laps{of_districts[d]};
        place_communal(district, pool, controls, care, beds.beds[d], beds.homes[d], dice);
        laps.end("communal residents");
        form_households(district, pool, controls, dice);
        laps.end("households");
        place_in_areas(district, controls, dice);
        laps.end("areas");
        place_in_dwellings(district, controls, dice);
        laps.end("who lives in which dwelling");
        give_ethnic_groups(district, controls, dice);
        laps.end("ethnic groups");
        describe_persons(district, controls, dice);
        laps.end("health, education and work");
        give_incomes(district, controls, dice);
        laps.end("incomes");
        furnish_dwellings(district, controls, dice);
        laps.end("fabric and heating");
    });
    together.end("districts");
    for (auto& step : shared_out(all.front().second, of_districts)) steps.push_back(std::move(step));
    Laps county{steps};
    give_first_languages(made, controls, dice);
    give_payments(made, controls, dice);
    county.end("first languages and ways of paying");
    return made;
}

/// Which of a district's people come into the population, and the rows that they get there.
struct Rows {
    std::vector<std::int32_t> homes;        ///< in the order of their areas
    std::vector<std::int32_t> communal;     ///< persons in establishments
    std::vector<std::uint32_t> person_row;  ///< of each person; nobody's number for one left out by sampling
    std::uint32_t first_home = 0, first_place = 0;
    std::uint64_t home_number = 0,
                  person_number = 0;  ///< of the district's first in the county: identities go by these
};

std::vector<Rows> arrange(std::vector<MadeDistrict> const& made, SynthesisRequest const& request,
                          std::uint32_t& persons, std::uint32_t& homes, std::uint32_t& places)
{
    std::vector<Rows> all(made.size());
    std::uint64_t home_number = 0, person_number = 0;
    persons = homes = places = 0;
    for (std::size_t d = 0; d != made.size(); ++d) {
        auto& rows = all[d];
        auto const& district = made[d];
        rows.home_number = home_number;
        rows.person_number = person_number;
        rows.first_home = homes;
        rows.first_place = places;
        std::vector<std::int32_t> order(district.homes.size());
        std::iota(order.begin(), order.end(), 0);
        std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) {
            return district.homes[static_cast<std::size_t>(a)].area < district.homes[static_cast<std::size_t>(b)].area;
        });
        rows.person_row.assign(district.persons.size(), nobody<Person>.value);
        auto const sample = sample_of(district, request.sample, request.seed);
        for (auto const h : order) {
            if (!sample.homes[static_cast<std::size_t>(h)]) continue;
            rows.homes.push_back(h);
            auto const& home = district.homes[static_cast<std::size_t>(h)];
            for (std::int32_t i = 0; i != home.size; ++i)
                rows.person_row[static_cast<std::size_t>(home.first + i)] = persons++;
        }
        for (std::size_t p = 0; p != district.persons.size(); ++p)
            if (district.persons[p].home == nowhere && sample.residents[p]) {
                rows.communal.push_back(static_cast<std::int32_t>(p));
                rows.person_row[p] = persons++;
            }
        homes += static_cast<std::uint32_t>(rows.homes.size());
        places += static_cast<std::uint32_t>(district.establishments.size());
        home_number += district.homes.size();
        person_number += district.persons.size();
    }
    return all;
}

/// Identities of persons, households and dwellings: their numbers in the whole county, so that a sample keeps them.
void append_rows(Population& population, std::vector<Rows> const& rows, std::vector<MadeDistrict> const& made,
                 std::uint32_t persons, std::uint32_t homes, std::uint32_t places)
{
    std::vector<Id<Person>> person(persons);
    std::vector<Id<Household>> household;
    std::vector<Id<Dwelling>> dwelling;
    std::vector<Id<Establishment>> place;
    household.reserve(homes);
    dwelling.reserve(homes);
    for (std::size_t d = 0; d != rows.size(); ++d) {
        for (std::size_t p = 0; p != rows[d].person_row.size(); ++p)
            if (rows[d].person_row[p] != nobody<Person>.value)
                person[rows[d].person_row[p]] = {rows[d].person_number + p + 1};
        for (auto const h : rows[d].homes) {
            household.push_back({rows[d].home_number + static_cast<std::uint64_t>(h) + 1});
            dwelling.push_back({rows[d].home_number + static_cast<std::uint64_t>(h) + 1});
        }
        for (std::size_t e = 0; e != made[d].establishments.size(); ++e) place.push_back({place.size() + 1});
    }
    (void)places;
    population.persons.append(person);
    population.households.append(household);
    population.dwellings.append(dwelling);
    population.establishments.append(place);
}

template <class T>
void fill_persons(Population& population, T const& each)
{
    auto& table = population.persons;
    auto& birth = table.column(person::birth_month);
    auto& age = table.column(person::age);
    auto& sex = table.column(person::sex);
    auto& ethnic = table.column(person::ethnic_group);
    auto& health = table.column(person::health);
    auto& education = table.column(person::education);
    auto& activity = table.column(person::activity);
    auto& earnings = table.column(person::earnings);
    auto& sen = table.column(person::sen);
    auto& language = table.column(person::first_language);
    auto& born = table.column(person::children_born);
    auto& home = table.column(person::household);
    auto& place = table.column(person::establishment);
    auto& partner = table.column(person::partner);
    auto& mother = table.column(person::mother);
    auto& father = table.column(person::father);
    each([&](std::uint32_t row, MadePerson const& one, Rows const& rows, std::uint32_t household) {
        auto link = [&](std::int32_t to) {
            return to == nowhere ? nobody<Person> : Row<Person>{rows.person_row[static_cast<std::size_t>(to)]};
        };
        birth[row] = one.birth;
        age[row] = one.age;
        sex[row] = one.sex;
        ethnic[row] = one.ethnic;
        health[row] = one.health;
        education[row] = one.education;
        activity[row] = one.activity;
        earnings[row] = one.earnings;
        sen[row] = one.sen;
        language[row] = one.language;
        born[row] = one.children_born;
        home[row] = one.home == nowhere ? nobody<Household> : Row<Household>{household};
        place[row] = one.establishment == nowhere
                         ? nobody<Establishment>
                         : Row<Establishment>{rows.first_place + static_cast<std::uint32_t>(one.establishment)};
        partner[row] = link(one.partner);
        mother[row] = link(one.mother);
        father[row] = link(one.father);
    });
}

template <class T>
void fill_homes(Population& population, T const& each)
{
    auto& table = population.households;
    auto& lived_in = table.column(household::dwelling);
    auto& composition = table.column(household::composition);
    auto& earnings = table.column(household::earnings);
    auto& pensions = table.column(household::pensions);
    auto& benefits = table.column(household::benefits);
    auto& cost = table.column(household::housing_cost);
    auto& capital = table.column(household::capital);
    auto& meals = table.column(household::free_school_meals);
    auto& workless = table.column(household::workless);
    auto& payment = table.column(household::payment);
    each([&](std::uint32_t row, MadeHome const& home) {
        lived_in[row] = {row};
        composition[row] = home.composition;
        earnings[row] = home.earnings;
        pensions[row] = static_cast<std::uint16_t>(home.pensions);
        benefits[row] = static_cast<std::uint16_t>(home.benefits);
        cost[row] = static_cast<std::uint16_t>(home.housing_cost);
        capital[row] = home.capital;
        meals[row] = home.free_meals;
        workless[row] = home.workless;
        payment[row] = home.payment;
    });
}

template <class T>
void fill_dwellings(Population& population, T const& each)
{
    auto& table = population.dwellings;
    auto& area = table.column(dwelling::area);
    auto& tenure = table.column(dwelling::tenure);
    auto& type = table.column(dwelling::type);
    auto& band = table.column(dwelling::age_band);
    auto& floor = table.column(dwelling::floor_area);
    auto& fuel = table.column(dwelling::heating_fuel);
    auto& system = table.column(dwelling::heating_system);
    auto& wall = table.column(dwelling::wall);
    auto& loft = table.column(dwelling::loft);
    auto& glazing = table.column(dwelling::glazing);
    auto& occupancy = table.column(dwelling::occupancy);
    table.column(dwelling::rating);
    each([&](std::uint32_t row, MadeHome const& home) {
        area[row] = home.area;
        tenure[row] = home.tenure;
        type[row] = home.type;
        band[row] = home.age_band;
        floor[row] = home.floor_area;
        fuel[row] = home.fuel;
        system[row] = home.system;
        wall[row] = home.wall;
        loft[row] = home.loft;
        glazing[row] = home.glazing;
        occupancy[row] = static_cast<BedroomRating>(home.occupancy);
    });
}

void fill_establishments(Population& population, std::vector<MadeDistrict> const& made)
{
    auto& area = population.establishments.column(establishment::area);
    auto& kind = population.establishments.column(establishment::kind);
    auto& capacity = population.establishments.column(establishment::capacity);
    std::size_t row = 0;
    for (auto const& district : made)
        for (auto const& place : district.establishments) {
            area[row] = place.area;
            kind[row] = place.kind;
            capacity[row++] = std::max<std::uint16_t>(1, place.capacity);
        }
}

/// Dwellings that stand empty, alike to occupied ones that their identities choose: so many in a hundred of all.
void add_vacant_dwellings(Population& population, double share)
{
    auto const occupied = population.dwellings.rows();
    std::vector<Id<Dwelling>> ids;
    std::vector<std::uint32_t> like;
    auto const threshold = static_cast<std::uint64_t>(share / (1 - share) * 1e6);
    for (std::uint32_t row = 0; row != occupied; ++row) {
        auto const hash = mixed(population.dwellings.ids()[row].value, name_key("synthesis/vacant"));
        if (hash % 1'000'000 >= threshold) continue;
        ids.push_back({hash});
        like.push_back(row);
    }
    population.dwellings.append(ids);
    for (auto const& [name, column] : population.dwellings.columns()) {
        auto* const values = population.dwellings.find(name);
        values->copy(occupied, *column, like.data(), like.size());
    }
}

}  // namespace

Population synthesise(SynthesisRequest const& request, StepSeconds* steps)
{
    StepSeconds seconds;
    Laps reading{seconds};
    auto const controls = Controls::read(request);
    reading.end("reading the controls");
    auto const made = make_districts(controls, request, seconds);
    Laps arranging{seconds};
    std::uint32_t persons = 0, homes = 0, places = 0;
    auto const rows = arrange(made, request, persons, homes, places);

    Population population;
    population.areas = controls.areas;
    population.weight = request.sample;
    population.base = controls.base;
    population.inputs_hash = controls.hash;
    append_rows(population, rows, made, persons, homes, places);
    auto each_home = [&](auto const& body) {
        parallel_for(static_cast<std::uint32_t>(rows.size()), [&](std::uint32_t d) {
            auto row = rows[d].first_home;
            for (auto const h : rows[d].homes) body(row++, made[d].homes[static_cast<std::size_t>(h)]);
        });
    };
    fill_persons(population, [&](auto const& body) {
        parallel_for(static_cast<std::uint32_t>(rows.size()), [&](std::uint32_t d) {
            auto home = rows[d].first_home;
            for (auto const h : rows[d].homes) {
                auto const& at = made[d].homes[static_cast<std::size_t>(h)];
                for (std::int32_t i = 0; i != at.size; ++i) {
                    auto const p = static_cast<std::size_t>(at.first + i);
                    body(rows[d].person_row[p], made[d].persons[p], rows[d], home);
                }
                ++home;
            }
            for (auto const p : rows[d].communal)
                body(rows[d].person_row[static_cast<std::size_t>(p)], made[d].persons[static_cast<std::size_t>(p)],
                     rows[d], 0u);
        });
    });
    fill_homes(population, each_home);
    fill_dwellings(population, each_home);
    fill_establishments(population, made);
    add_vacant_dwellings(population, controls.assumed.vacant_share);
    population.connect();
    arranging.end("rows of the population");
    if (steps) *steps = std::move(seconds);
    return population;
}

CountyOutline outline_of(SynthesisRequest const& request)
{
    auto controls = Controls::read(request);
    CountyOutline made{std::move(controls.areas)};
    for (auto const& district : controls.district)
        for (auto const& of_sex : district.persons)
            for (auto const persons : of_sex) made.residents += static_cast<std::uint64_t>(persons);
    return made;
}

std::string inputs_hash(SynthesisRequest const& request) { return Controls::read(request).hash; }

}  // namespace foresight
