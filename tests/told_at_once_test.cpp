#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "tests/small_scenario.hpp"
#include "tests/temporary_folder.hpp"
#include "tools/foresight/sound_scenario.hpp"

// One look at the messages shows all that is to be mended.

namespace foresight {
namespace {

TEST_CASE("all mistakes of a file are told at once, and each line is shown with its caret")
{
    TemporaryFolder const temporary;
    auto const file = temporary.write(
        "many.yaml",
        std::string{head} + "seed: no\nsede: 3\nreplicates: 0\nchanges:\n  - {parameter: a/b, scale: x, form: 1}\n");
    auto const mistakes = mistakes_of(file);
    REQUIRE(mistakes.size() == 6);
    for (auto const& mistake : mistakes) {
        CHECK(mistake.place.file == file);
        CHECK(mistake.line_text.size() > 0);
    }
    CHECK(mistakes.back().problem == "unknown parameter 'a/b'");
    CHECK(render(InputError{mistakes}).find("4 | seed: no\n  |       ^^\n") != std::string::npos);
}

TEST_CASE("where the key of a change is misspelt, its cells, dates and unit are looked at all the same")
{
    TemporaryFolder const temporary;
    auto const book = std::filesystem::absolute("tests/refused/good/book.yaml").string();
    auto const mistakes = mistakes_of(temporary.write(
        "mine.yaml",
        head + ("parameters: [" + book)
            + "]\nchanges:\n  - parameter: demography/mortality/probability\n    scal: 2\n    unit: pounds\n"
              "    where: {sex: femal}\n    from: 1999-01\n"));
    REQUIRE(mistakes.size() == 4);
    CHECK(mistakes[0].problem == "unknown key 'scal'");
    CHECK(mistakes[1].problem == "the unit is 'probability', not 'pounds'");
    CHECK(mistakes[2].problem == "the date 1999-01 is outside the clock");
    CHECK(mistakes[3].problem == "'femal' is not a code of 'sex'");
}

TEST_CASE("all that is wrong in a table is told at once, and of one kind the first twenty and their number")
{
    TemporaryFolder const temporary;
    std::string table = "sex,age,value\n";
    for (auto const* const sex : {"female", "mail"})
        for (int age = 0; age != 5; ++age) table += std::string{sex} + "," + std::to_string(age) + ",0.1\n";
    table.replace(table.find("0.1"), 3, "1.1");
    temporary.write("t.csv", table);
    auto const file = temporary.write("mine.yaml", head + std::string{"parameters: [b.yaml]\n"});
    auto const book = [&](std::string const& dimensions) {
        temporary.write("b.yaml",
                        "schema: foresight-parameters/1\nparameters:\n  a/b/c: {label: L, unit: share, source: S, "
                        "certainty: read, dimensions: ["
                            + dimensions + "], table: t.csv}\n");
    };
    book("sex, age");
    CHECK(mistakes_of(file).size() == 6);  // a share over 1, and five codes
    // Rows that are told of are not missing as well; those that nobody wrote are.
    temporary.write("t.csv", "sex,age,value\nfemale,0,x\nfemale,1,2\n");
    auto const mistakes = mistakes_of(file);
    REQUIRE(mistakes.size() == 3);
    CHECK(mistakes[2].problem.starts_with("8 rows are missing"));
    // The codes of one column are looked at where another has no name that is known.
    temporary.write("t.csv", "sex,ege,value\nfemal,0,2\n");
    CHECK(mistakes_of(file).size() == 3);

    std::string rows = "sex,age,value\n";
    for (int i = 0; i != 50; ++i) rows += "female,9,0.1\n";
    temporary.write("t.csv", rows + "female,1,7\n");
    auto const said = render(InputError{mistakes_of(file)});
    CHECK(said.find("and 30 more in ") != std::string::npos);
    CHECK(said.find("the value 7 is out of range") != std::string::npos);
}

TEST_CASE("processes that do not fit together are told at their place in the schedule, beside whatever else is wrong")
{
    TemporaryFolder const temporary;
    auto const mistakes_in = [&](std::string const& more) {
        std::vector<Mistake> told;
        auto const file =
            temporary.write("mine.yaml", "schema: foresight-scenario/1\nscenario: Mine\nextends: essex/quick\n"
                                         "schedule: [demography/mortality, fuel_poverty/metrics]\n"
                                             + more);
        try {
            read_sound_scenario(file, {});
        } catch (InputError const& error) {
            told = error.mistakes();
        }
        return told;
    };
    auto const alone = mistakes_in(""), beside = mistakes_in("sede: 3\n");
    REQUIRE(alone.size() >= 1);
    for (auto const& mistake : alone) {
        CHECK(mistake.problem.starts_with("process 'fuel_poverty/metrics' reads field"));
        CHECK(mistake.place.line == 4);
        CHECK(mistake.place.column == 34);
        CHECK(mistake.width == 20);
    }
    CHECK(beside.size() == alone.size() + 1);
}

TEST_CASE("a shipped table that the schedule cannot fill is told where the scenario asks for it, beside whatever else "
          "is wrong")
{
    TemporaryFolder const temporary;
    for (char const* const more : {"", "sede: 3\n"}) {
        auto const file =
            temporary.write("mine.yaml", "schema: foresight-scenario/1\nscenario: Mine\nextends: essex/quick\n"
                                         "schedule: [demography/ageing]\n"
                                         "tables: [population, care_clients, school_readiness]\n"
                                             + std::string{more});
        std::vector<Mistake> told;
        try {
            read_sound_scenario(file, {});
        } catch (InputError const& error) {
            told = error.mistakes();
        }
        std::erase_if(told, [](auto const& mistake) { return mistake.problem.find("sede") != std::string::npos; });
        REQUIRE(told.size() == 2);
        CHECK(told[0].problem == "table 'care_clients' cannot be filled");
        CHECK(
            told[0].reason
            == "table 'care_clients': unknown field 'social_care.setting', since no process of `schedule` provides it");
        CHECK(told[0].place.line == 5);
        CHECK(told[0].place.column == 22);
        CHECK(told[1].reason
              == "table 'school_readiness': no process of this run records 'school_readiness.assessed', since no "
                 "process of "
                 "`schedule` provides it");
        CHECK(told[1].place.column == 36);
    }
}

}  // namespace
}  // namespace foresight
