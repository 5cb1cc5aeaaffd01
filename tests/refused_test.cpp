#include <doctest/doctest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "engine/core/error.hpp"
#include "engine/io/csv.hpp"
#include "engine/io/yaml.hpp"
#include "engine/scenario/scenario.hpp"
#include "tests/small_scenario.hpp"
#include "tests/temporary_folder.hpp"
#include "tools/foresight/sound_scenario.hpp"

// What must be refused, at which place, and in which words. Each file in
// tests/refused has one mistake at the place given in expected.csv, but where
// its name says otherwise.

namespace foresight {
namespace {

namespace fs = std::filesystem;

std::string const folder = "tests/refused/";

TEST_CASE("every file of the corpus is refused at its place and in its words")
{
    Mistakes unsound;
    auto const expected = read_csv(folder + "expected.csv", unsound);
    REQUIRE(unsound.none());
    CHECK(expected.rows.size() >= 120);
    for (auto const& row : expected.rows) {
        auto const& name = row.cells[0].text;
        CAPTURE(name);
        auto const mistakes = mistakes_of(folder + name);
        REQUIRE_FALSE(mistakes.empty());
        auto const& mistake = mistakes.front();
        CHECK(mistake.place.file == folder + row.cells[1].text);
        CHECK(std::to_string(mistake.place.line) == row.cells[2].text);
        CHECK(std::to_string(mistake.place.column) == row.cells[3].text);
        CAPTURE(mistake.problem);
        CAPTURE(row.cells[4].text);
        CHECK(mistake.problem.find(row.cells[4].text) != std::string::npos);
        for (auto const& each : mistakes) {
            CHECK((each.problem + each.reason + each.suggestion + each.line_text).find("TOPSECRET")
                  == std::string::npos);
            CAPTURE(each.problem);
            CHECK_FALSE(each.reason.empty());
            CHECK_FALSE(each.suggestion.empty());
        }
    }
}

TEST_CASE("every broken table is refused at its place and in its words, before anybody is made")
{
    auto const scenario = read_sound_scenario(find_scenario("essex/quick"), {});
    Mistakes unsound;
    auto const expected = read_csv(folder + "expected_tables.csv", unsound);
    REQUIRE(unsound.none());
    CHECK(expected.rows.size() >= 60);
    for (auto const& row : expected.rows) {
        auto const& name = row.cells[0].text;
        CAPTURE(name);
        Mistakes mistakes;
        try {
            auto const table = read_table(folder + "tables/" + name, mistakes);
            if (mistakes.none()) try_out(scenario, {table}, shipped_library(), mistakes);
        } catch (InputError const& error) {
            mistakes.add(error);
        }
        REQUIRE_FALSE(mistakes.none());
        auto const& mistake = mistakes.all().front();
        CHECK(mistake.place.file == folder + "tables/" + name);
        CHECK(std::to_string(mistake.place.line) == row.cells[1].text);
        CHECK(std::to_string(mistake.place.column) == row.cells[2].text);
        CAPTURE(mistake.problem);
        CAPTURE(row.cells[3].text);
        CHECK(mistake.problem.find(row.cells[3].text) != std::string::npos);
        for (auto const& each : mistakes.all()) {
            CAPTURE(each.problem);
            CHECK_FALSE(each.reason.empty());
            CHECK_FALSE(each.suggestion.empty());
        }
    }
}

TEST_CASE("who writes what people call a thing is told what it is called")
{
    TemporaryFolder const temporary;
    auto const suggested = [&](std::string const& change) {
        auto const file = temporary.write("labels.yaml", "schema: foresight-scenario/1\nscenario: Labels\nextends: "
                                                         "essex/quick\nchanges:\n  - "
                                                             + change + "\n");
        try {
            read_sound_scenario(file, {});
        } catch (InputError const& error) {
            return error.mistakes().front().suggestion;
        }
        return std::string{"accepted"};
    };
    CHECK(suggested("{parameter: \"All rates of gas and electricity\", scale: 1.1}")
          == "did you mean 'fuel_poverty/tariffs/cap'?");
    CHECK(suggested("{parameter: demography/mortality/probability, scale: 0.9, where: {sex: Women}}")
          == "did you mean 'female' (Women and girls)?");
    CHECK(suggested("{parameter: demography/migration/to_abroad, scale: 0.9, where: {district: Tendrin}}")
          == "did you mean 'E07000076' (Tendring)?");
}

TEST_CASE("a district may be called by its name, and is kept by its code")
{
    TemporaryFolder const temporary;
    auto const read_with = [&](std::string const& district) {
        auto const file = temporary.write("named.yaml", "schema: foresight-scenario/1\nscenario: Named\nextends: "
                                                        "essex/quick\nchanges:\n  - {parameter: "
                                                        "demography/migration/to_abroad, scale: 1.2, where: {district: "
                                                            + district + "}}\n");
        return read_sound_scenario(file, {});
    };
    auto const by_code = read_with("[E07000076, E07000069]");
    auto const by_name = read_with("[Tendring, castle point]");
    CHECK(by_name.parameters.hash() == by_code.parameters.hash());
    CHECK(by_name.changes.back().where == by_code.changes.back().where);
}

TEST_CASE("the sound files beside them are accepted") { CHECK(mistakes_of(folder + "good/baseline.yaml").empty()); }

TEST_CASE("a file of 100 megabytes is refused before it is read, and a NUL wherever it is")
{
    TemporaryFolder const temporary;
    auto const large = (temporary.path / "large.yaml").string();
    temporary.write("large.yaml", head);
    fs::resize_file(large, 100'000'000);  // sparse: it takes no room
    auto mistakes = mistakes_of(large);
    REQUIRE(mistakes.size() == 1);
    CHECK(mistakes[0].problem == "the file is too large: 100.0 MB");

    auto const nul = temporary.write("nul.yaml", std::string{head} + std::string(3, '\0'));
    mistakes = mistakes_of(nul);
    REQUIRE(mistakes.size() == 1);
    CHECK(mistakes[0].place.line == 4);
    CHECK(mistakes[0].problem == "a NUL byte");
}

TEST_CASE("a file that cannot be opened, is a folder or is not there is a mistake of the user's")
{
    CHECK(mistakes_of("no/such/file.yaml").front().problem.find("there is no file") != std::string::npos);
    CHECK(mistakes_of(folder).front().problem.find("is a folder") != std::string::npos);
    CHECK(mistakes_of("/dev/zero").front().problem.find("not an ordinary file") != std::string::npos);
}

TEST_CASE("no depth of nesting, in any style, brings the reader down")
{
    TemporaryFolder const temporary;
    std::string blocks, dashes, quoted;
    for (int i = 0; i != 900; ++i) blocks += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
    for (int i = 0; i != 5000; ++i) dashes += "- ";
    for (int i = 0; i != 200'000; ++i) quoted += "[{";
    for (auto const& text : {blocks, dashes, quoted, std::string(900'000, '['), std::string(900'000, '{'),
                             std::string(900'000, '&'), std::string(900'000, '*'), std::string(900'000, '-')})
        CHECK_FALSE(mistakes_of(temporary.write("deep.yaml", text)).empty());
}

TEST_CASE("a bomb of aliases is told of a few times and never expanded")
{
    TemporaryFolder const temporary;
    std::string bomb = head;
    bomb += "a0: &a0 [x, x]\n";
    for (int i = 1; i != 100; ++i) {
        auto const before = "*a" + std::to_string(i - 1);
        bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before + ", " + before + "]\n";
    }
    CHECK(mistakes_of(temporary.write("bomb.yaml", bomb)).size() <= 10);
}

TEST_CASE("a scenario cut off at any byte is read or refused, and nothing worse")
{
    TemporaryFolder const temporary;
    auto const whole = std::string{head}
                       + "population: {sample: 1/100}\nchanges:\n  - {parameter: a/b/c, scale: 1.1, from: 2024-04, "
                         "where: {sex: [female, \"male\"]}} # \xC2\xA3\n";
    auto const refused_or_read = [&](std::string const& text) {
        auto const file = temporary.write("bent.yaml", text);
        for (auto const& mistake : mistakes_of(file)) {
            CAPTURE(mistake.problem);
            CHECK_FALSE(mistake.problem.empty());
            CHECK_FALSE(mistake.reason.empty());
            CHECK_FALSE(mistake.suggestion.empty());
        }
    };
    for (std::size_t length = 0; length != whole.size(); ++length) refused_or_read(whole.substr(0, length));
    for (std::size_t at = 0; at < whole.size(); at += 3)
        for (char const c : {'{', '[', ':', '\'', '"', '\t', '&',    '*',  '|', '>', '%',
                             '@', '!', '?', '-',  '#', '\n', '\x80', '\0', ',', '}'}) {
            auto bent = whole;
            bent[at] = c;
            refused_or_read(bent);
        }
}

TEST_CASE("the command line is refused in the same words")
{
    auto const good = folder + "good/baseline.yaml";
    auto const said = [&](std::string setting) {
        Overrides overrides;
        overrides.set = {std::move(setting)};
        auto const mistakes = mistakes_of(good, overrides);
        return mistakes.empty() ? std::string{"accepted"} : mistakes.front().problem;
    };
    CHECK(said("clock.years=2") == "accepted");
    CHECK(said("demography/fertility/scale=*1.1") == "accepted");
    CHECK(said("fuel_poverty/tariffs/cap[2024-04]=1500") == "accepted");
    CHECK(said("population.sample=1/100") == "accepted");
    CHECK(said("clock.years=two").find("whole number from 1 to 100") != std::string::npos);
    CHECK(said("clock.yeras=2").find("nothing is called 'clock.yeras'") != std::string::npos);
    CHECK(said("demography/fertility/scal=1").find("unknown parameter") != std::string::npos);
    CHECK(said("demography/fertility/scale=9").find("out of range") != std::string::npos);
    CHECK(said("demography/fertility/scale").find("not of the form path=value") != std::string::npos);
    CHECK(said("fuel_poverty/tariffs/cap[2099-04]=1500").find("outside the clock") != std::string::npos);
    CHECK(said("population.base=2020").find("the clock starts in 2023-07") != std::string::npos);
}

/// "7: write 1.03": the line and the advice that a scenario with one mistake is answered with, whose problem says this;
/// what was said instead, if it was something else or more.
std::string told(std::string const& text, std::string const& problem)
{
    TemporaryFolder const temporary;
    auto const book = fs::absolute(folder + "good/book.yaml").string();
    auto const mistakes = mistakes_of(temporary.write("mine.yaml", head + ("parameters: [" + book + "]\n") + text));
    if (mistakes.size() != 1) return std::to_string(mistakes.size()) + " mistakes";
    auto const& only = mistakes.front();
    if (only.problem.find(problem) == std::string::npos) return only.problem;
    return std::to_string(only.place.line) + ": " + only.suggestion;
}

TEST_CASE("per cent of a scale are answered with the factor that is meant")
{
    std::string const change = "changes:\n  - parameter: fuel_poverty/tariffs/cap\n    scale: ";
    for (auto const& [said, advice] :
         {std::pair{"3%", "write 1.03 for 3 per cent more, 0.97 for 3 per cent less"},
          {"3 per cent", "write 1.03 for 3 per cent more, 0.97 for 3 per cent less"},
          {"+3 %", "write 1.03 for 3 per cent more"},
          {"-7.5%", "write 0.925 for 7.5 per cent less"},
          {"152%", "write 2.52 for 152 per cent more, 1.52 for 152 per cent of what it is"}})
        CHECK(told(change + said, "is not a number") == std::string{"7: "} + advice);
}

TEST_CASE("per cent of a value are answered with a factor, and of a share with a share too")
{
    std::string const cap = "changes:\n  - parameter: fuel_poverty/tariffs/cap\n    ";
    std::string const risk = "changes:\n  - parameter: demography/mortality/probability\n    ";
    CHECK(told(cap + "add: 20%", "is not a number") == "7: write scale: 1.2 for 20 per cent more");
    CHECK(told(cap + "value: 20%", "is not a number")
          == "7: write scale: 1.2 for 20 per cent more, scale: 0.8 for 20 per cent less");
    CHECK(told(risk + "add: 20%", "is not a number")
          == "7: write scale: 1.2 for 20 per cent more, 0.2 for 20 points more");
    CHECK(told(risk + "value: 20%", "is not a number")
          == "7: write scale: 1.2 for 20 per cent more, scale: 0.8 for 20 per cent less, 0.2 for a share of 20 per "
             "cent");
    CHECK(told("replicates: 50%", "is not a whole number") == "5: write 50");

    auto const advised = [&](std::string const& setting) {
        Overrides overrides;
        overrides.set = {setting};
        auto const mistakes = mistakes_of(folder + "good/baseline.yaml", overrides);
        return mistakes.empty() ? std::string{"accepted"} : mistakes.front().suggestion;
    };
    CHECK(advised("fuel_poverty/tariffs/cap=+20%") == "write *1.2 for 20 per cent more");
    CHECK(advised("fuel_poverty/tariffs/cap=-20%") == "write *0.8 for 20 per cent less");
    CHECK(advised("fuel_poverty/tariffs/cap=20%") == "write *1.2 for 20 per cent more, *0.8 for 20 per cent less");
    CHECK(advised("fuel_poverty/tariffs/cap=*20%") == "write *1.2 for 20 per cent more, *0.8 for 20 per cent less");
    CHECK(advised("fuel_poverty/tariffs/cap=*1,2") == "write *1.2");
    CHECK(advised("fuel_poverty/tariffs/cap=+0,1") == "write +0.1");
}

TEST_CASE("a comma is a decimal one unless three digits follow it")
{
    std::string const change = "changes:\n  - parameter: fuel_poverty/tariffs/cap\n    ";
    for (auto const& [said, meant] : {std::pair{"1,2", "1.2"},
                                      {"0,1", "0.1"},
                                      {"0,125", "0.125"},
                                      {"-1,25", "-1.25"},
                                      {"1,050", "1050"},
                                      {"10,500", "10500"},
                                      {"1,234,567", "1234567"},
                                      {"1,234.5", "1234.5"}})
        CHECK(told(change + "add: " + said, "is not a number") == "7: write " + std::string{meant});
    CHECK(told("changes:\n  - {parameter: fuel_poverty/tariffs/cap, scale: 1,2, from: 2024-04}",
               "a comma within a number")
          == "6: write a point: 1.2");
    CHECK(told("replicates: 1,5", "is not a whole number")
          == "5: write a whole number from 1 to 100000, as replicates: 20");
}

TEST_CASE("what may be written is told: a range, the clock's months, the keys, and the key that differs in an accent")
{
    std::string const change = "changes:\n  - parameter: fuel_poverty/tariffs/cap\n    ";
    CHECK(told("seed: off\n", "is not a whole number") == "5: write a whole number from 0 to 4294967295, as seed: 42");
    CHECK(told(change + "value: 20000\n", "is out of range") == "7: write a number from 0 to 10000");
    CHECK(told(change + "scale: 1.1\n    from: 2031-01\n", "is outside the clock")
          == "8: write a month from 2023-07 to 2025-06");
    CHECK(told(change + "scale: 1.1\n    until: 2031-01\n", "is outside the clock")
          == "8: write a month from 2023-08 to 2025-07");
    CHECK(told("wobble: 1\n", "unknown key") == "5: write one of these keys, or delete it");
    CHECK(told("s\u00e9ed: 3\n", "unknown key") == "5: did you mean 'seed'?");
    CHECK(told("question: \"a\" b\n", "text after a quotation")
          == "5: move it before the mark; a mark within the text is written \\\"");
}

TEST_CASE("a base and a clock that do not agree are told to who came last, and how they do")
{
    TemporaryFolder const temporary;
    auto const good = fs::absolute(folder + "good/baseline.yaml").string();
    auto const advised = [&](std::string const& lines, std::vector<std::string> const& settings) {
        Overrides overrides;
        overrides.set = settings;
        auto const file = temporary.write("mine.yaml", "schema: foresight-scenario/1\nscenario: Mine\nextends: " + good
                                                           + "\n" + lines);
        auto const mistakes = mistakes_of(file, overrides);
        if (mistakes.size() != 1) return std::to_string(mistakes.size()) + " mistakes";
        auto const& only = mistakes.front();
        return (only.place.file == file ? "line " + std::to_string(only.place.line) : only.place.file) + ": "
               + only.suggestion;
    };
    CHECK(advised("population: {base: 2020}\n", {})
          == "line 4: add clock: {start: 2020-07} to this file, or say --set clock.start=2020-07");
    CHECK(advised("population: {base: 2020}\nclock: {years: 3}\n", {})
          == "line 4: add start: 2020-07 to the clock of this file, or say --set clock.start=2020-07");
    CHECK(advised("clock: {start: 2020-07}\n", {})
          == "line 4: write start: 2023-07, or change population: {base: 2020}");
    CHECK(advised("", {"population.base=2020"}) == ": add --set clock.start=2020-07");
    CHECK(advised("", {"clock.start=2020-07"}) == ": write clock.start=2023-07, or add --set population.base=2020");
    CHECK(advised("", {"population.base=2021", "clock.start=2021-07"}) == ": write 2019, 2020 or 2023");
    CHECK(advised("population: {base: 2018}\n", {}) == "line 4: write 2019, 2020 or 2023");
    CHECK(advised("population: {base: 2020}\nclock: {start: 2020-07}\n", {}) == "0 mistakes");
}

TEST_CASE("who wants the people alone needs no clock that fits")
{
    Overrides overrides;
    overrides.set = {"population.base=2019"};
    overrides.nobody_lives = true;
    auto const scenario = read_scenario(folder + "good/baseline.yaml", small_vocabulary(), overrides);
    CHECK(scenario.start == Month::of(2019, 7));
    CHECK(scenario.end == Month::of(2029, 7));
    overrides.set = {"population.base=2021"};
    CHECK(mistakes_of(folder + "good/baseline.yaml", overrides).size() == 1);
}

TEST_CASE("brackets of a setting take a month, and who names a district there is sent to a scenario")
{
    Overrides overrides;
    overrides.set = {"fuel_poverty/tariffs/cap[district=Tendring]=*1.5"};
    auto const mistakes = mistakes_of(folder + "good/baseline.yaml", overrides);
    REQUIRE(mistakes.size() == 1);
    CHECK(mistakes.front().problem.find("'district=Tendring' is not a month") != std::string::npos);
    CHECK(mistakes.front().reason == "--set takes only a month in brackets");
    CHECK(mistakes.front().suggestion.find("use `where` in a scenario") != std::string::npos);
}

TEST_CASE("a missing colon, a missing blank and a wrong indentation are one mistake, told at the line that has it")
{
    std::string const list = "changes:\n  - parameter: fuel_poverty/tariffs/cap\n";
    CHECK(told("seed 3\ntables: [population]\n", "a colon is missing") == "5: write seed: 3");
    CHECK(told("seed 3\n", "a colon is missing") == "5: write seed: 3");
    CHECK(told("changes\n  - parameter: fuel_poverty/tariffs/cap\n", "a colon is missing") == "5: write changes:");
    CHECK(told("changes:\n  - parameter fuel_poverty/tariffs/cap\n    scale: 1.1\n", "a colon is missing")
          == "6: write parameter: fuel_poverty/tariffs/cap");
    CHECK(told(list + "    scale 1.1\n    from: 2024-04\n", "a colon is missing") == "7: write scale: 1.1");
    CHECK(told(list + "    scale:1.1\n    from: 2024-04\n", "a blank is missing") == "7: write scale: 1.1");
    CHECK(told(list + "    scale:1.1\n", "a blank is missing") == "7: write scale: 1.1");
    CHECK(told(list + "    from: 2024-04\n  scale: 1.1\n", "'scale' is indented too little")
          == "8: begin it in column 5, below 'parameter'");
    CHECK(told(list + "scale: 1.1\nfrom: 2024-04\n", "'scale' is indented too little")
          == "7: begin it in column 5, below 'parameter'");
    CHECK(told(list + "   scale: 1.1\n   from: 2024-04\n", "'scale' is indented too little")
          == "7: begin it in column 5, below 'parameter'");
    CHECK(told(list + "     scale: 1.1\n", "'scale' is indented too far")
          == "7: begin it in column 5, below 'parameter'");
    CHECK(told(list + "  scale: 1.1\n  - parameter: fuel_poverty/tariffs/cap\n    scale: 1.1\n",
               "'scale' is indented too little")
          == "7: begin it in column 5, below 'parameter'");
    CHECK(told("changes:\n  parameter: fuel_poverty/tariffs/cap\n  scale: 1.1\n", "must be a list")
          == "6: begin each change with a dash: - parameter: ...");
}

TEST_CASE("a key by another name is answered with its own, and nothing is said to be missing beside it")
{
    std::string const parameter = "changes:\n  - parameter: fuel_poverty/tariffs/cap\n    ";
    for (auto const& [word, key] : {std::pair{"multiply", "scale"},
                                    {"times", "scale"},
                                    {"factor", "scale"},
                                    {"plus", "add"},
                                    {"increase", "add"},
                                    {"set", "value"},
                                    {"to", "value"}})
        CHECK(told(parameter + word + ": 1.1\n", "unknown key") == "7: did you mean '" + std::string{key} + "'?");
    for (auto const& [word, key] : {std::pair{"start", "from"}, {"begin", "from"}, {"end", "until"}})
        CHECK(told(parameter + "scale: 1.1\n    " + word + ": 2024-04\n", "unknown key")
              == "8: did you mean '" + std::string{key} + "'?");
    CHECK(told("changes:\n  - name: fuel_poverty/tariffs/cap\n    scale: 1.1\n", "unknown key 'name'")
          == "6: did you mean 'parameter'?");
    CHECK(told("name: Mine\n", "unknown key 'name'") == "5: did you mean 'scenario'?");
}

TEST_CASE("a date is read as people in Britain write it, and the month is proposed")
{
    std::string const change = "changes:\n  - parameter: fuel_poverty/tariffs/cap\n    scale: 1.1\n    from: ";
    for (auto const& [said, month] : {std::pair{"01/04/2024", "2024-04"},
                                      {"1/4/24", "2024-04"},
                                      {"04/2024", "2024-04"},
                                      {"April 2024", "2024-04"},
                                      {"1st of April 2024", ""},
                                      {"1 Apr 2024", "2024-04"},
                                      {"2024/04", "2024-04"},
                                      {"2024-04-01", "2024-04"},
                                      {"2024/25", "2024-04"},
                                      {"2024-25", "2024-04"},
                                      {"04/13/2024", "2024-04"}})
        CHECK(told(change + said + "\n", "is not a month")
              == "8: write " + (*month ? std::string{month} : "year and month: 2024-04"));
}

TEST_CASE("all codes of a few are listed, since the first and the last would read as a range")
{
    TemporaryFolder const temporary;
    auto const file =
        temporary.write("mine.yaml", head + ("parameters: [" + fs::absolute(folder + "good/book.yaml").string())
                                         + "]\nchanges:\n  - {parameter: demography/mortality/probability, "
                                           "scale: 1.1, where: {sex: men}}\n");
    auto const mistakes = mistakes_of(file);
    REQUIRE(mistakes.size() == 1);
    CHECK(mistakes.front().reason == "its codes are female, male");
}

TEST_CASE("a scenario by half of its name is answered with the whole, and what it would have brought is not missed")
{
    TemporaryFolder const temporary;
    auto const file =
        temporary.write("mine.yaml", "schema: foresight-scenario/1\nscenario: Mine\nextends: baseline\nchanges:\n  "
                                     "- {parameter: social_care/prices/weekly, scale: 1.1}\n");
    try {
        read_sound_scenario(file, {});
        FAIL("it was accepted");
    } catch (InputError const& error) {
        REQUIRE(error.mistakes().size() == 1);
        CHECK(error.mistakes().front().suggestion == "did you mean 'essex/baseline'?");
    }
}

TEST_CASE("a factor that is hardly meant is warned of at its place, and an ordinary one is not")
{
    TemporaryFolder const temporary;
    auto const book = fs::absolute(folder + "good/book.yaml").string();
    auto const warnings = [&](std::string const& factor, Overrides const& overrides = {}) {
        auto const file =
            temporary.write("mine.yaml", head + ("parameters: [" + book)
                                             + "]\nchanges:\n  - parameter: "
                                               "demography/mortality/probability\n    where: {age: 0}\n    scale: "
                                             + factor + "\n");
        return read_scenario(file, small_vocabulary(), overrides).warnings;
    };
    for (auto const* ordinary : {"0.5", "0.97", "1", "1.52", "2"}) CHECK(warnings(ordinary).empty());
    auto const least = warnings("0.03");
    REQUIRE(least.size() == 1);
    CHECK(least.front().problem == "it divides demography/mortality/probability by 33.3");
    CHECK(least.front().suggestion
          == "if per cent were meant, write 1.03 for 3 per cent more, 0.97 for 3 per cent less");
    CHECK(least.front().place.line == 8);
    CHECK(least.front().place.column == 12);
    CHECK(least.front().width == 4);
    CHECK(warnings("0").front().problem.find("nought") != std::string::npos);
    Overrides by_five;
    by_five.set = {"fuel_poverty/tariffs/cap=*5"};
    REQUIRE(warnings("1", by_five).size() == 1);
    CHECK(warnings("1", by_five).front().problem.find("it multiplies fuel_poverty/tariffs/cap by 5")
          != std::string::npos);
    CHECK(render_warnings(least).starts_with("warning: it divides"));
}

TEST_CASE("who lets other people live than those whose rates the books have is warned, and with their book is not")
{
    TemporaryFolder const temporary;
    auto const warnings = [&](std::string const& population, std::string const& books,
                              Overrides const& overrides = {}) {
        auto const file = temporary.write("mine.yaml", "schema: foresight-scenario/1\nscenario: Mine\n"
                                                       "extends: essex/baseline\nclock: {start: 2019-07, years: 1}\n"
                                                       "population: "
                                                           + population + "\n" + books);
        return read_scenario(file, vocabulary_for(file), overrides).warnings;
    };
    auto const there = fs::absolute("scenarios/essex/parameters/").string();
    auto const other = warnings("{base: 2019}", "");
    REQUIRE(other.size() == 1);
    CHECK(other.front().problem == "the people are those of population/base 2019, the rates those of 2023");
    CHECK(other.front().place.line == 5);
    CHECK(other.front().place.column == 20);
    CHECK(warnings("{base: 2019, rebased: 1}", "parameters: [" + there + "demography_2019.yaml]\n").empty());
    CHECK(warnings("{base: 2019, rebased: 1}", "parameters: [" + there + "demography_2019_first.yaml]\n").size() == 1);
    Overrides set;
    set.set = {"population.rebased=0"};
    CHECK(warnings("{base: 2019, rebased: 1}", "parameters: [" + there + "demography_2019.yaml]\n", set).size() == 1);
}

TEST_CASE("nothing that ships is warned of")
{
    for (auto const& name : shipped_scenarios()) {
        CAPTURE(name);
        auto const path = find_scenario(name);
        CHECK(read_scenario(path, vocabulary_for(path)).warnings.empty());
    }
}

}  // namespace
}  // namespace foresight
