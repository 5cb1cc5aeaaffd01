#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "engine/scenario/grammar.hpp"
#include "engine/scenario/scenario.hpp"

namespace foresight {
namespace {

/// Files of one test, in a folder of their own.
class Files {
public:
    Files()
    {
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
        write("rates.csv",
              "from,sex,value\n2020-04,female,0.1\n2020-04,male,0.2\n2024-04,female,0.3\n2024-04,male,0.4\n");
        write("book.yaml", "schema: foresight-parameters/1\n"
                           "parameters:\n"
                           "  care/requests/rate:\n"
                           "    {label: Requests, unit: probability, dimensions: [sex], table: rates.csv, source: made "
                           "up, certainty: assumed}\n"
                           "  fuel/tariffs/cap:\n"
                           "    label: Cap\n    unit: GBP per year\n    range: [0, 9000]\n    dated: {2021-10: 1000, "
                           "2024-10: 2000}\n    source: made up\n    certainty: assumed\n"
                           "  population/base: {label: Base, unit: year, range: [2019, 2023], value: 2023, source: "
                           "made up, certainty: assumed}\n"
                           "  population/areas:\n"
                           "    {label: Areas, unit: count, range: [12, 14], value: 12, words: {twelve: 12, fourteen: "
                           "14}, source: made up, certainty: assumed}\n");
        write("parent.yaml",
              "schema: foresight-scenario/1\nscenario: Parent\nquestion: What if?\nseed: 7\nparameters: [book.yaml]\n"
              "clock: {start: 2023-07, years: 10}\ntables: [population]\n"
              "changes:\n  - {parameter: fuel/tariffs/cap, value: 1500, from: 2024-04}\n");
    }
    ~Files()
    {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    Files(Files const&) = delete;
    Files& operator=(Files const&) = delete;

    void write(std::string const& name, std::string const& text) const { std::ofstream{folder_ / name} << text; }

    Scenario read(std::string const& text, Overrides const& overrides = {}) const
    {
        write("scenario.yaml", "schema: foresight-scenario/1\nscenario: Child\n" + text);
        Vocabulary vocabulary;
        vocabulary.dimensions = {{"sex", {"female", "male"}}};
        vocabulary.processes = {"demography/ageing"};
        vocabulary.tables = {"population", "households"};
        return read_scenario((folder_ / "scenario.yaml").string(), vocabulary, overrides);
    }

private:
    std::filesystem::path folder_ =
        std::filesystem::temp_directory_path()
        / ("foresight_scenario_test_" + std::to_string(reinterpret_cast<std::uintptr_t>(this)));
};

double cap(Scenario const& scenario, int year, int month)
{
    return scenario.parameters.at("fuel/tariffs/cap").at(Month::of(year, month))[0];
}

TEST_CASE("a scenario says only what differs from the one that it extends")
{
    Files const files;
    auto const child = files.read("extends: parent.yaml\nclock: {years: 2}\ntables: [households]\n");
    CHECK(child.name == "Child");
    CHECK(child.question.empty());
    CHECK(child.seed == 7);
    CHECK(to_string(child.start) == "2023-07");
    CHECK(to_string(child.end) == "2025-07");
    CHECK(child.tables == std::vector<std::string>{"households"});
    CHECK(cap(child, 2024, 4) == 1500);
    REQUIRE(child.inputs.size() == 4);
    CHECK(child.inputs[3].contents.starts_with("from,sex,value"));
}

TEST_CASE("a caveat is of the scenario that says it, and not of what extends that")
{
    Files const files;
    CHECK(files.read("extends: parent.yaml\ncaveat: Without the cost of the service.\n").caveat
          == "Without the cost of the service.");
    CHECK(files.read("extends: parent.yaml\nquestion: And then?\n").caveat.empty());
}

TEST_CASE("a change is told in the words of its reader")
{
    Change change{Change::Kind::scale, "care/requests/rate", 0.925};
    change.from = Month::of(2025, 4);
    change.phase_in = 24;
    change.where = {{"sex", "female"}};
    CHECK(change.in_words() == "x 0.925 phased in from 2025-04 over 24 months, sex female");
}

TEST_CASE("the changes of the extended scenario come first")
{
    Files const files;
    auto const child =
        files.read("extends: parent.yaml\nchanges:\n  - {parameter: fuel/tariffs/cap, scale: 2, from: 2024-01}\n");
    CHECK(cap(child, 2023, 12) == 1000);
    CHECK(cap(child, 2024, 1) == 2000);
    CHECK(cap(child, 2024, 4) == 3000);
    REQUIRE(child.changes.size() == 2);
    CHECK(child.changes[0].kind == Change::Kind::value);
    auto const& set_by = child.parameters.at("fuel/tariffs/cap").set_by;
    REQUIRE(set_by.size() == 3);
    CHECK(set_by[1].ends_with("parent.yaml:9"));
    CHECK(set_by[2].ends_with("scenario.yaml:5"));
}

TEST_CASE("a value that is changed is as sure as the source of its change, and tells both")
{
    Files const files;
    auto const child = files.read(
        "extends: parent.yaml\nchanges:\n  - {parameter: fuel/tariffs/cap, scale: 2, from: 2024-01, source: a report}\n"
        "  - {parameter: fuel/tariffs/cap, add: 1}\n");
    auto const& cap = child.parameters.at("fuel/tariffs/cap");
    CHECK(cap.certainty == "scenario");
    CHECK(cap.source.starts_with("+ 1 (no source is stated); before: x 2 from 2024-01 (a report); before: = 1500"));
    CHECK(cap.source.ends_with("; before: made up (assumed)"));
    CHECK(child.parameters.at("care/requests/rate").source == "made up");
    CHECK(child.parameters.at("care/requests/rate").certainty == "assumed");
}

TEST_CASE("a dated table changes at its dates, for every code")
{
    Files const files;
    auto const scenario = files.read("extends: parent.yaml\n");
    auto const& rate = scenario.parameters.at("care/requests/rate");
    CHECK(rate.at(Month::of(2019, 1)) == std::vector<double>{0.1, 0.2});
    CHECK(rate.at(Month::of(2024, 3)) == std::vector<double>{0.1, 0.2});
    CHECK(rate.at(Month::of(2024, 4)) == std::vector<double>{0.3, 0.4});
}

TEST_CASE("a change of some cells leaves the others alone")
{
    Files const files;
    auto const scenario = files.read("extends: parent.yaml\nchanges:\n  - {parameter: care/requests/rate, scale: 2, "
                                     "from: 2024-01, where: {sex: male}}\n");
    auto const& rate = scenario.parameters.at("care/requests/rate");
    CHECK(rate.at(Month::of(2023, 12)) == std::vector<double>{0.1, 0.2});
    CHECK(rate.at(Month::of(2024, 1)) == std::vector<double>{0.1, 0.4});
    CHECK(rate.at(Month::of(2024, 4)) == std::vector<double>{0.3, 0.8});
}

TEST_CASE("a key under population is a parameter of that name, and may be a word")
{
    Files const files;
    auto const scenario = files.read("extends: parent.yaml\npopulation: {sample: 1/100, areas: fourteen}\n");
    CHECK(scenario.sample == 100);
    CHECK(scenario.parameters.at("population/areas").at(Month{0})[0] == 14);
}

TEST_CASE("a number of replicates means points where something is uncertain, and lucks where nothing is")
{
    Files const files;
    auto plain = files.read("extends: parent.yaml\nreplicates: 20\n").replicates;
    CHECK((plain.points == 1 && plain.lucks == 20 && plain.central));
    auto const change = std::string{"extends: parent.yaml\nchanges:\n  - {parameter: fuel/tariffs/cap, scale: 1.2, "
                                    "uncertain: {normal: [1, 0.1]}}\nreplicates: "};
    auto drawn = files.read(change + "20\n").replicates;
    CHECK((drawn.points == 20 && drawn.lucks == 1 && !drawn.central));
    CHECK(files.read(change + "1\n").replicates.central);
    auto split = files.read(change + "{points: 5, lucks: 4}\n").replicates;
    CHECK((split.points == 5 && split.lucks == 4 && split.count() == 20));
    auto central = files.read(change + "{points: central, lucks: 4}\n").replicates;
    CHECK((central.points == 1 && central.lucks == 4 && central.central));
}

TEST_CASE("a number of replicates on the command line keeps the lucks that the scenario has at each point")
{
    Files const files;
    std::string const text{"extends: parent.yaml\nchanges:\n  - {parameter: fuel/tariffs/cap, scale: 1.2, "
                           "uncertain: {normal: [1, 0.1]}}\nreplicates: {points: 20, lucks: 2}\n"};
    auto const more = files.read(text, {{"replicates=50"}}).replicates;
    CHECK((more.points == 25 && more.lucks == 2 && !more.central));
    CHECK(files.read(text, {{"replicates=1"}}).replicates.central);
    try {
        files.read(text, {{"replicates=51"}});
        FAIL("51 replicates have no two lucks each");
    } catch (InputError const& error) {
        CHECK(error.mistakes().front().suggestion == "write --replicates 50, or --replicates 52");
    }
}

TEST_CASE("the command line has the last word, and is on record")
{
    Files const files;
    Overrides overrides;
    overrides.set = {"fuel/tariffs/cap[2025-01]=*1.1", "clock.years=3", "population.sample=1/10", "seed=9"};
    auto const scenario = files.read("extends: parent.yaml\n", overrides);
    CHECK(cap(scenario, 2024, 12) == 1500);
    CHECK(cap(scenario, 2025, 1) == doctest::Approx(1650));
    CHECK(to_string(scenario.end) == "2026-07");
    CHECK(scenario.sample == 10);
    CHECK(scenario.seed == 9);
    CHECK(scenario.parameters.at("fuel/tariffs/cap").set_by.back() == "--set fuel/tariffs/cap[2025-01]=*1.1");
}

TEST_CASE("a later book replaces a parameter of an earlier one, and both places are kept")
{
    Files const files;
    files.write("mine.yaml", "schema: foresight-parameters/1\nparameters:\n  fuel/tariffs/cap: {label: Cap, unit: GBP "
                             "per year, value: 5, source: me, certainty: read}\n");
    auto const scenario = files.read("extends: parent.yaml\nparameters: [mine.yaml]\nclock: {years: 1}\n");
    CHECK(cap(scenario, 2023, 8) == 5);
    CHECK(scenario.parameters.at("fuel/tariffs/cap").set_by[1].ends_with("mine.yaml:3"));
}

TEST_CASE("a change that does nothing leaves the parameters' hash as it was")
{
    Files const files;
    auto const parent = files.read("extends: parent.yaml\n").parameters.hash();
    CHECK(parent == files.read("extends: parent.yaml\nseed: 8\nquestion: Why?\n").parameters.hash());
    CHECK(parent
          != files.read("extends: parent.yaml\nchanges: [{parameter: fuel/tariffs/cap, scale: 1.01}]\n")
                 .parameters.hash());
}

TEST_CASE("the README of the scenarios holds the grammar as the program knows it")
{
    auto const text = scenario_reference();
    std::ifstream file{"scenarios/README.md"};
    std::string const readme{std::istreambuf_iterator<char>{file}, {}};
    CHECK_MESSAGE(readme.find(text) != std::string::npos, "put in what `foresight list keys` prints");
    for (auto const& key : grammar()) CHECK(text.find("`" + std::string{key.name} + "`") != std::string::npos);
}

}  // namespace
}  // namespace foresight
