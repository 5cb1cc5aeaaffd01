#include <doctest/doctest.h>

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <numeric>
#include <set>

#include "engine/core/error.hpp"
#include "engine/parallel/parallel.hpp"
#include "engine/random/random_stream.hpp"
#include "engine/synthesis/build.hpp"
#include "engine/synthesis/fit.hpp"
#include "engine/synthesis/sampling.hpp"
#include "engine/synthesis/sheet.hpp"
#include "engine/synthesis/store.hpp"

using namespace foresight;

namespace {

namespace fs = std::filesystem;

#ifndef FORESIGHT_SOURCE_DIR
#    define FORESIGHT_SOURCE_DIR "."
#endif

/// A folder of control tables that goes when the test ends: the shipped ones, of some areas only.
class SmallCounty {
public:
    SmallCounty(std::string const& name,
                std::function<bool(std::string const& line, std::string const& file)> const& keep)
        : folder_{fs::temp_directory_path() / ("foresight_test_" + name + "_" + std::to_string(::getpid()))}
    {
        fs::remove_all(folder_);
        fs::create_directories(folder_);
        for (auto const& entry :
             fs::directory_iterator{fs::path{FORESIGHT_SOURCE_DIR} / "scenarios/essex/population"}) {
            if (entry.path().extension() != ".csv") continue;
            std::ifstream from{entry.path()};
            std::ofstream to{folder_ / entry.path().filename()};
            std::string line;
            for (bool first = true; std::getline(from, line); first = false)
                if (first || keep(line, entry.path().filename().string())) to << line << '\n';
        }
    }
    ~SmallCounty() { fs::remove_all(folder_); }
    std::string folder() const { return folder_.string(); }
    fs::path path() const { return folder_; }

private:
    fs::path folder_;
};

bool of_district(std::string const& line, std::string const& file, std::vector<std::string> const& areas)
{
    if (file == "areas.csv") return line.find(",E07000074,") != std::string::npos;
    if (file == "lsoa_census.csv" || file == "lsoa_ages.csv")
        return std::find(areas.begin(), areas.end(), line.substr(0, 9)) != areas.end();
    return true;
}

std::vector<std::string> areas_of(std::string const& district)
{
    auto const sheet = Sheet::read(FORESIGHT_SOURCE_DIR "/scenarios/essex/population/areas.csv");
    std::vector<std::string> codes;
    for (std::size_t row = 0; row != sheet.rows(); ++row)
        if (sheet.text(row, "district") == district) codes.emplace_back(sheet.text(row, "lsoa"));
    return codes;
}

/// Two areas of Maldon, holding a twentieth of its people: a county small enough to see.
SmallCounty two_areas()
{
    static std::vector<std::string> const codes{"E01021872", "E01021873"};
    SmallCounty county{"two_areas", [](auto const& line, auto const& file) {
                           if (file == "areas.csv") return line.starts_with(codes[0]) || line.starts_with(codes[1]);
                           if (file == "lsoa_census.csv" || file == "lsoa_ages.csv")
                               return line.starts_with(codes[0]) || line.starts_with(codes[1]);
                           return file != "district_persons.csv" && file != "district_households.csv";
                       }};
    std::ofstream persons{county.path() / "district_persons.csv"}, homes{county.path() / "district_households.csv"};
    persons << "vintage,year,district,age,persons,female\n";
    int total = 0;
    for (int age = 0; age <= 90; ++age) {
        auto const n = age < 16 ? 30 : age < 65 ? 36 : age < 80 ? 35 : age < 90 ? 14 : 24;
        total += n;
        persons << "first,2023,E07000074," << age << ',' << n << ',' << n * 0.513 << '\n';
    }
    homes << "district,name,size_1,size_2,size_3,size_4_up,residents,households,married,adults,additions_2019,"
             "additions_2020,additions_2021,additions_2022\n"
          << "E07000074,Maldon,26.6,38.3,15.9,19.2," << total << ',' << static_cast<int>(total / 2.37) << ','
          << total * 430 / 1000 << ',' << total * 838 / 1000 << ",10,10,10,10\n";
    std::ofstream{county.path() / "communal_areas.csv"} << "lsoa,kind,note\n";
    return county;
}

/// The county's beds would not fit a part of it: as many are given to it as it has of the county's old.
Parameters with_beds(double beds, double homes)
{
    Parameters parameters;
    parameters.add("population/communal/older_care_beds", constant(beds));
    parameters.add("population/communal/care_homes", constant(homes));
    return parameters;
}

SynthesisRequest request(std::string folder, Parameters const& parameters)
{
    SynthesisRequest wanted;
    wanted.controls_folder = std::move(folder);
    wanted.parameters = &parameters;
    return wanted;
}

void keeps_its_promises(Fit const& fit)
{
    for (auto const& row : fit.rows)
        if (row.unit == "count" && row.limit == 0) CHECK_MESSAGE(row.worst.got == 0, row.table);
}

bool same_people(Population const& a, Population const& b)
{
    if (a.persons.rows() != b.persons.rows() || a.households.rows() != b.households.rows()) return false;
    for (auto const& [name, column] : a.persons.columns()) {
        auto const* other = b.persons.find(name);
        if (!other || std::memcmp(column->data(), other->data(), column->rows() * column->bytes_a_row()) != 0)
            return false;
    }
    for (auto const& [name, column] : a.households.columns()) {
        auto const* other = b.households.find(name);
        if (!other || std::memcmp(column->data(), other->data(), column->rows() * column->bytes_a_row()) != 0)
            return false;
    }
    for (auto const& [name, column] : a.dwellings.columns()) {
        auto const* other = b.dwellings.find(name);
        if (!other || std::memcmp(column->data(), other->data(), column->rows() * column->bytes_a_row()) != 0)
            return false;
    }
    return true;
}

}  // namespace

TEST_CASE("in a county of two areas everybody has a home, every child an adult, and every mother a likely age")
{
    auto const county = two_areas();
    auto const few = with_beds(20, 2);
    auto const wanted = request(county.folder(), few);
    auto const population = synthesise(wanted);
    auto const fit = describe(population, wanted);
    keeps_its_promises(fit);
    CHECK(fit.rows.front().table == "district x single year x sex");
    CHECK(fit.rows.front().error == 0);
    auto const& home = population.persons.column(person::household);
    auto const& place = population.persons.column(person::establishment);
    for (std::size_t p = 0; p != home.size(); ++p)
        CHECK((home[p] == nobody<Household>) != (place[p] == nobody<Establishment>));
}

TEST_CASE("the steps of making a county share the time that it took, and none takes less than none")
{
    auto const county = two_areas();
    auto const few = with_beds(20, 2);
    StepSeconds steps;
    auto const begin = std::chrono::steady_clock::now();
    synthesise(request(county.folder(), few), &steps);
    auto const took = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    double together = 0;
    for (auto const& step : steps) {
        CHECK_MESSAGE(step.second >= 0, step.first);
        together += step.second;
    }
    CHECK(together > took / 2);
    CHECK(together <= took);
}

TEST_CASE("the fit names a child who lives with no parent, and both cells that somebody a year too old is between")
{
    auto const county = two_areas();
    auto const few = with_beds(20, 2);
    auto const wanted = request(county.folder(), few);
    auto population = synthesise(wanted);
    auto const orphans = [&] {
        for (auto const& row : describe(population, wanted).rows)
            if (row.table == "children under 16 who live with no parent of theirs") return row.error;
        return -1.0;
    };
    CHECK(orphans() == 0);
    auto& age = population.persons.column(person::age);
    auto const child = static_cast<std::size_t>(std::find(age.begin(), age.end(), 7) - age.begin());
    REQUIRE(child != age.size());
    population.persons.column(person::mother)[child] = population.persons.column(person::father)[child] =
        nobody<Person>;
    CHECK(orphans() == 1);
    age[child] = 8;
    auto const of_ages = describe(population, wanted).rows.front();
    CHECK(of_ages.worst.apart() == 1);
    REQUIRE(of_ages.next.size() == 1);
    CHECK(of_ages.next.front().apart() == 1);
    CHECK(of_ages.worst.name != of_ages.next.front().name);
}

TEST_CASE("another seed makes other people of the same ages")
{
    auto const county = two_areas();
    auto const few = with_beds(20, 2);
    auto wanted = request(county.folder(), few);
    auto const one = synthesise(wanted);
    wanted.seed = 43;
    auto const other = synthesise(wanted);
    CHECK_FALSE(same_people(one, other));
    CHECK(one.inputs_hash != other.inputs_hash);
    CHECK(describe(other, wanted).rows.front().error == 0);
}

TEST_CASE("an unknown base year, a missing table and a broken cell are refused with their place")
{
    auto const county = two_areas();
    auto const few = with_beds(20, 2);
    auto wanted = request(county.folder(), few);
    wanted.base_year = 2022;
    CHECK_THROWS_AS(synthesise(wanted), InputError);
    wanted.base_year = 2023;
    std::ofstream{county.path() / "health.csv"} << "age_from,excellent,very_good,good,fair,poor\n0,a,0,0,0,0\n";
    CHECK_THROWS_AS(synthesise(wanted), InputError);
    fs::remove(county.path() / "health.csv");
    CHECK_THROWS_AS(synthesise(wanted), InputError);
}

TEST_CASE("lone parents are as many as TS003 says, where an analyst supplies it")
{
    auto const county = two_areas();
    auto const few = with_beds(20, 2);
    auto const wanted = request(county.folder(), few);
    for (char const* const supplied :
         {"district,lone_parent_dependent,households\nE07000074,60,1000\n",
          "date,geography,geography code,Household composition: Total: All households; measures: Value,Household "
          "composition: "
          "Single family household: Lone parent family: With dependent children; measures: "
          "Value\n2021,Maldon,E07000074,1000,60\n"}) {
        std::ofstream{county.path() / "ts003.csv"} << supplied;
        auto const fit = describe(synthesise(wanted), wanted);
        for (auto const& row : fit.rows)
            if (row.table == "district lone-parent share") {
                CHECK(row.worst.target == doctest::Approx(6.0));
                CHECK(row.error < 1);
                CHECK(row.note.find("TS003") != std::string::npos);
            }
    }
}

TEST_CASE("Maldon of 2023 meets every limit, whatever the number of threads, and comes back whole from its file")
{
    auto const areas = areas_of("E07000074");
    SmallCounty const maldon{"maldon",
                             [&](auto const& line, auto const& file) { return of_district(line, file, areas); }};
    auto const its_own = with_beds(520, 11);
    auto const wanted = request(maldon.folder(), its_own);
    auto const population = synthesise(wanted);
    auto const fit = describe(population, wanted);
    for (auto const& row : fit.rows)
        CHECK_MESSAGE(row.passes(), row.table << ": " << row.error << ' ' << row.unit << ", limit " << row.limit);
    CHECK(population.persons.rows() == 68327);
    CHECK(population.areas.all.size() == areas.size());
    {
        Threads const one{1, ChunkOrder::shuffled};
        CHECK(same_people(population, synthesise(wanted)));
    }
    {
        // What a household is made as, it is by those who live in it.
        auto counted = population;
        counted.classify_households();
        auto const& made = population.households.column(household::composition);
        auto const& found = counted.households.column(household::composition);
        auto const differ =
            std::inner_product(made.begin(), made.end(), found.begin(), 0, std::plus{}, std::not_equal_to{});
        CHECK_MESSAGE(differ <= static_cast<int>(made.size() / 100), differ << " of " << made.size());
    }
    auto const file = (maldon.path() / "maldon.h5").string();
    store(population, file);
    auto const again = load(file);
    CHECK(same_people(population, again));
    CHECK(again.inputs_hash == population.inputs_hash);
    CHECK(stored_hash(file) == inputs_hash(wanted));
    CHECK(stored_hash(file + "x").empty());

    // Nothing that is damaged, or that another program made, is taken for it.
    auto const bytes = [&] {
        std::ifstream in{file, std::ios::binary};
        return std::string{std::istreambuf_iterator<char>{in}, {}};
    }();
    auto const written = [&](std::string const& text) {
        std::ofstream{file, std::ios::binary} << text;
        return file;
    };
    auto const damaged = [&](std::string const& text) {
        if (stored_hash(written(text)) != population.inputs_hash) return true;
        try {
            load(file);
        } catch (std::exception const&) {
            return true;
        }
        return false;
    };
    CHECK_FALSE(damaged(bytes));
    CHECK(damaged(""));
    CHECK(damaged("no HDF5"));
    CHECK(damaged(bytes.substr(0, bytes.size() / 2)));
    auto bent = bytes;
    bent[bytes.size() / 3] = static_cast<char>(bent[bytes.size() / 3] ^ 1);
    CHECK(damaged(bent));
    auto others = bytes;
    others.replace(others.find(synthesis_edition()), 16, "0123456789abcdef");
    CHECK(damaged(others));

    auto tenth = wanted;
    tenth.sample = 10;
    auto const sample = synthesise(tenth);
    CHECK(sample.weight == 10);
    CHECK(std::abs(10.0 * sample.households.rows() - population.households.rows()) <= 10);
    CHECK(10.0 * sample.persons.rows() == doctest::Approx(population.persons.rows()).epsilon(0.003));
    keeps_its_promises(describe(sample, tenth));
}

TEST_CASE("a sample has as many people as its district wherever it starts, and over all starts each of them once")
{
    constexpr std::uint32_t one_in = 100, areas = 40;
    MadeDistrict district;
    for (std::uint32_t h = 0; h != areas * 600; ++h) {
        MadeHome home;
        home.area = static_cast<std::uint16_t>(mixed(h, 3) % areas);
        home.size = static_cast<std::uint8_t>(1 + mixed(h, 1) % 6);
        home.first = static_cast<std::int32_t>(district.persons.size());
        for (int i = 0; i != home.size; ++i) {
            MadePerson person;
            person.home = static_cast<std::int32_t>(h);
            person.age = static_cast<Age>(mixed(h, 2) % 90);
            district.persons.push_back(person);
        }
        district.homes.push_back(home);
    }
    auto const people = static_cast<double>(district.persons.size());
    std::vector<int> times(district.homes.size());
    std::set<std::vector<std::uint8_t>> samples;
    for (std::uint32_t seed = 0; seed != 2000 && samples.size() != one_in; ++seed) {
        auto const sample = sample_of(district, one_in, seed);
        if (!samples.insert(sample.homes).second) continue;
        double sampled = 0;
        for (std::size_t h = 0; h != sample.homes.size(); ++h)
            if (sample.homes[h]) {
                sampled += district.homes[h].size;
                ++times[h];
            }
        // A draw of each household for itself would miss by 7 per cent as often as not.
        CHECK(one_in * sampled == doctest::Approx(people).epsilon(0.02));
    }
    REQUIRE(samples.size() == one_in);
    CHECK(std::all_of(times.begin(), times.end(), [](int n) { return n == 1; }));
}
