#include "tools/bench/ref1/ref1.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <sstream>

#include "engine/process/schedule.hpp"
#include "tools/bench/ref1/fields.hpp"

namespace foresight::ref1 {
namespace {

constexpr std::size_t years = 30, cells = 21 * 2 * 4;

/// The values in the last column of a tidy table, in the order of its rows.
std::vector<double> read(std::string const& file)
{
    std::ifstream in{file};
    if (!in) throw InputError{file + " cannot be read (the benchmark's tables should lie there)"};
    std::vector<double> values;
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) values.push_back(std::stod(line.substr(line.rfind(',') + 1)));
    return values;
}

Parameter table(std::vector<std::string> dimensions, std::vector<double> values)
{
    Parameter parameter;
    parameter.dimensions = std::move(dimensions);
    parameter.slices.push_back({Month{0}, std::move(values)});
    return parameter;
}

Parameters read_parameters(std::string const& tables)
{
    Parameters parameters;
    parameters.add("ref1/mortality", table({"sex", "age"}, read(tables + "/mortality.csv")));
    parameters.add("ref1/care_transition",
                   table({"sex", "age", "care", "outcome"}, read(tables + "/care_transition.csv")));
    parameters.add("ref1/fertility", table({"age"}, read(tables + "/fertility.csv")));
    parameters.add("ref1/girl", table({}, read(tables + "/girl.csv")));
    return parameters;
}

/// Sexes and ages well mixed, as in a register, so that all chunks are alike.
Population populate(std::string const& tables)
{
    auto const counts = read(tables + "/population.csv");
    auto const initial = read(tables + "/care_initial.csv");
    std::vector<std::pair<double, std::size_t>> order;
    for (std::size_t cell = 0; cell != counts.size(); ++cell)
        for (std::uint32_t i = 0; i < counts[cell]; ++i) order.emplace_back((i + 0.5) / counts[cell], cell);
    std::sort(order.begin(), order.end());

    Population population;
    std::vector<Id<Person>> ids(order.size());
    for (std::size_t row = 0; row != ids.size(); ++row) ids[row] = {row + 1};
    population.persons.append(ids);
    RandomStream const random{{1, 0}, "ref1/initial", Month{0}};
    for (std::size_t row = 0; row != ids.size(); ++row) {
        auto const cell = order[row].second;
        double u = luck_of(random, ids[row]).uniform(0);
        std::size_t care = 0;
        while (care < 3 && u >= initial[cell * 4 + care]) u -= initial[cell * 4 + care++];
        population.persons.column(foresight::person::sex)[row] = static_cast<Sex>(cell / ref1_ages);
        population.persons.column(person::age)[row] = static_cast<Age>(cell % ref1_ages);
        population.persons.column(person::care)[row] = static_cast<Care>(care);
    }
    population.connect();
    return population;
}

/// Who is alive, by age band, sex and care. Neighbours count apart, or one would wait for the other's store.
std::vector<std::int64_t> count(Population& population)
{
    constexpr std::size_t ways = 4;
    auto const& age = population.persons.column(person::age);
    auto const& sex = population.persons.column(foresight::person::sex);
    auto const& care = population.persons.column(person::care);
    auto const* const left = population.persons.left().data();
    std::vector<std::vector<std::int64_t>> part(lanes, std::vector<std::int64_t>(ways * cells));
    parallel_for(lanes, [&](std::uint32_t lane) {
        auto* const counts = part[lane].data();
        auto const first = std::uint64_t{population.persons.rows()} * lane / lanes;
        auto const last = std::uint64_t{population.persons.rows()} * (lane + 1) / lanes;
        for (auto row = first; row != last; ++row) {
            auto const cell =
                (age[row] / 5u * 2 + static_cast<std::size_t>(sex[row])) * 4 + static_cast<std::size_t>(care[row]);
            counts[cell * ways + row % ways] += left[row] == 0;
        }
    });
    std::vector<std::int64_t> total(cells);
    for (auto const& lane : part)
        for (std::size_t i = 0; i != lane.size(); ++i) total[i / ways] += lane[i];
    return total;
}

double seconds_now()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

Result run(std::string const& tables)
{
    auto const parameters = read_parameters(tables);
    auto population = populate(tables);
    Population const nobody_arrives;
    auto const start = Month::of(2000, 7);
    Schedule schedule{population, nobody_arrives, parameters, {1, 0}, start};
    schedule.add("ref1/mortality", make_mortality);
    schedule.add("ref1/care", make_care);
    schedule.add("ref1/fertility", make_fertility);
    schedule.add("ref1/ageing", make_ageing);
    population.clear_events();

    Result result;
    double settling = 0, counting = 0;
    std::int64_t living = population.persons.rows();
    auto const begin = seconds_now();
    for (std::size_t year = 0; year != years; ++year) {
        auto const month = start + static_cast<int>(year) * 12;
        result.person_years += living;
        schedule.step(month);
        auto const stepped = seconds_now();
        population.settle(month, nobody_arrives);
        population.clear_events();
        population.compact();
        auto const settled = seconds_now();
        result.counts.push_back(count(population));
        living = 0;
        for (auto const n : result.counts.back()) living += n;
        settling += settled - stepped;
        counting += seconds_now() - settled;
    }
    result.seconds = seconds_now() - begin;
    for (std::size_t i = 0; i != schedule.wiring().size(); ++i)
        result.shares.emplace_back(schedule.wiring()[i].process, schedule.seconds()[i]);
    result.shares.emplace_back("settling", settling);
    result.shares.emplace_back("counting", counting);
    for (auto const& counts : result.counts)
        for (auto const n : counts) result.hash = mixed(result.hash, static_cast<std::uint64_t>(n));
    return result;
}

std::string counts_csv(Result const& result)
{
    std::ostringstream text;
    text << "year,band,sex,state,n\n";
    for (std::size_t year = 0; year != years; ++year)
        for (std::size_t cell = 0; cell != cells; ++cell)
            text << year + 1 << ',' << cell / 8 << ',' << 1 - cell / 4 % 2 << ',' << cell % 4 << ','
                 << result.counts[year][cell] << '\n';
    return text.str();
}

}  // namespace foresight::ref1
