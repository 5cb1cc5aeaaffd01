#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "engine/modules/school_readiness/logit.hpp"
#include "engine/random/elementary.hpp"

using namespace foresight;
using namespace foresight::school_readiness;

namespace {

using Line = std::map<std::string, std::string>;

std::vector<Line> lines_of(std::string const& file)
{
    std::ifstream in{"scenarios/england/school_readiness/" + file};
    REQUIRE_MESSAGE(in, "tests run from the top folder");
    std::vector<std::string> heads;
    std::vector<Line> lines;
    for (std::string text; std::getline(in, text);) {
        std::istringstream words{text};
        Line line;
        std::size_t i = 0;
        for (std::string word; std::getline(words, word, ','); ++i) {
            if (lines.empty() && heads.size() == i) heads.push_back(word);
            line[heads.at(i)] = word;
        }
        lines.push_back(line);
    }
    lines.erase(lines.begin());
    return lines;
}

template <class Codes>
std::size_t code_of(Codes const& codes, std::string const& key)
{
    for (std::size_t i = 0; i != codes.size(); ++i)
        if (codes[i].key == key) return i;
    FAIL("no code " << key);
    return 0;
}

template <std::size_t n>
std::array<double, n> term(std::string const& file)
{
    std::array<double, n> values{};
    auto const lines = lines_of(file);
    REQUIRE(lines.size() == n);
    for (std::size_t i = 0; i != n; ++i) values[i] = std::stod(lines[i].at("value"));
    return values;
}

/// As scenarios/england/parameters/school_readiness.yaml has it: the first `value` after the name.
double from_book(std::string const& name)
{
    std::ifstream in{"scenarios/england/parameters/school_readiness.yaml"};
    bool found = false;
    for (std::string line; std::getline(in, line);) {
        found = found || line == "  school_readiness/profile/" + name + ":";
        if (found && line.starts_with("    value: ")) return std::stod(line.substr(11));
    }
    FAIL("no value of " << name);
    return 0;
}

Terms englands_terms()
{
    Terms terms;
    terms.base = from_book("base");
    terms.sex = term<2>("sex.csv");
    terms.month_of_birth = term<12>("month_of_birth.csv");
    auto const both = term<15>("fsm_ethnic_group.csv");
    for (std::size_t i = 0; i != 15; ++i) terms.fsm_ethnic_group[i / 5][i % 5] = both[i];
    terms.first_language = term<2>("first_language.csv");
    terms.sen = term<3>("sen.csv");
    terms.deprivation = term<10>("deprivation.csv");
    terms.education = term<3>("education.csv");
    terms.gestation = term<3>("gestation.csv");
    terms.in_need = from_book("in_need");
    terms.never_breastfed = from_book("never_breastfed");
    terms.workless = from_book("workless");
    terms.social_rent = from_book("social_rent");
    terms.mothers_age = from_book("mothers_age");
    return terms;
}

struct Pupil {
    Child child;
    double weight;
};

std::vector<Pupil> reference_cohort()
{
    std::vector<Pupil> pupils;
    for (auto const& line : lines_of("reference_cohort.csv")) {
        Child child;
        child.sex = static_cast<Sex>(code_of(sex_codes, line.at("sex")));
        child.month_of_birth = static_cast<MonthOfBirth>(code_of(month_of_birth_codes, line.at("month_of_birth")));
        child.fsm = static_cast<Fsm>(code_of(fsm_codes, line.at("fsm")));
        child.ethnic_group = static_cast<EthnicGroup>(code_of(ethnic_group_codes, line.at("ethnic_group")));
        child.first_language = static_cast<FirstLanguage>(code_of(first_language_codes, line.at("first_language")));
        child.sen = static_cast<Sen>(code_of(sen_codes, line.at("sen")));
        child.in_need = line.at("in_need") == "1";
        child.idaci_decile = static_cast<std::uint8_t>(std::stoi(line.at("idaci_decile")) - 1);
        child.mothers_education = static_cast<Education>(code_of(education_codes, line.at("education")));
        child.mothers_age = std::stod(line.at("mother_age"));
        child.gestation = static_cast<Gestation>(code_of(gestation_codes, line.at("gestation")));
        child.never_breastfed = line.at("not_breastfed") == "1";
        child.workless = line.at("workless") == "1";
        child.social_rent = line.at("social_rent") == "1";
        pupils.push_back({child, std::stod(line.at("weight"))});
    }
    return pupils;
}

}  // namespace

TEST_CASE("a child born on the last day of August is in the reception year that ends at its fifth birthday's summer")
{
    CHECK(reception_june(Month::of(2018, 9)) == 2024);
    CHECK(reception_june(Month::of(2019, 1)) == 2024);
    CHECK(reception_june(Month::of(2019, 8)) == 2024);
    CHECK(reception_june(Month::of(2019, 9)) == 2025);
    CHECK(month_of(Month::of(2018, 9)) == MonthOfBirth::september);
    CHECK(month_of(Month::of(2018, 12)) == MonthOfBirth::december);
    CHECK(month_of(Month::of(2019, 1)) == MonthOfBirth::january);
    CHECK(month_of(Month::of(2019, 8)) == MonthOfBirth::august);
}

TEST_CASE("on England's reference cohort every published percentage of 2023/24 holds within half a point")
{
    auto const terms = englands_terms();
    auto const pupils = reference_cohort();
    CHECK(pupils.size() >= 2000);
    auto const percent = [&](auto const& where) {
        double good = 0, all = 0;
        for (auto const& pupil : pupils)
            if (where(pupil.child)) {
                good += pupil.weight * logistic(log_odds(pupil.child, terms));
                all += pupil.weight;
            }
        return 100 * good / all;
    };
    auto const known = [](Child const& c) { return c.fsm != Fsm::unknown; };
    auto const near = [](double published) { return doctest::Approx(published).epsilon(0.5 / published); };
    CHECK(percent([](Child const&) { return true; }) == doctest::Approx(67.7).epsilon(0.0005));
    CHECK(percent([](Child const& c) { return c.fsm == Fsm::entitled; }) == near(51.5));
    CHECK(percent([](Child const& c) { return c.fsm == Fsm::not_entitled; }) == near(72.0));
    CHECK(percent([](Child const& c) { return c.fsm == Fsm::unknown; }) == near(41.0));
    CHECK(percent([](Child const& c) { return c.sex == Sex::female; }) == near(75.0));
    CHECK(percent([](Child const& c) { return c.sex == Sex::male; }) == near(60.7));
    CHECK(percent([&](Child const& c) { return known(c) && c.first_language == FirstLanguage::english; })
          == near(69.7));
    CHECK(percent([&](Child const& c) { return known(c) && c.first_language == FirstLanguage::other; }) == near(63.5));
    CHECK(percent([](Child const& c) { return c.month_of_birth <= MonthOfBirth::december; }) == near(75.6));
    CHECK(percent([](Child const& c) { return c.month_of_birth >= MonthOfBirth::may; }) == near(60.0));
    CHECK(percent([&](Child const& c) { return known(c) && c.sen == Sen::support; }) == near(24.9));
    CHECK(percent([&](Child const& c) { return known(c) && c.sen == Sen::ehcp; }) == near(3.8));
    CHECK(percent([](Child const& c) { return c.in_need; }) == near(41.9));
    CHECK(percent([&](Child const& c) { return known(c) && c.ethnic_group == EthnicGroup::white; }) == near(69.2));
    CHECK(percent([&](Child const& c) { return known(c) && c.ethnic_group == EthnicGroup::black; }) == near(62.3));
    CHECK(percent([&](Child const& c) { return known(c) && c.ethnic_group == EthnicGroup::mixed; }) == near(69.5));
    CHECK(percent([&](Child const& c) { return known(c) && c.ethnic_group == EthnicGroup::other; }) == near(60.2));

    SUBCASE("and those that were held out, within two and a half")
    {
        auto const held_out = [&](Sex sex, Fsm meals) {
            return percent([&](Child const& c) { return c.sex == sex && c.fsm == meals; });
        };
        CHECK(held_out(Sex::female, Fsm::entitled) == doctest::Approx(60).epsilon(2.5 / 60));
        CHECK(held_out(Sex::male, Fsm::entitled) == doctest::Approx(43).epsilon(2.5 / 43));
        CHECK(held_out(Sex::female, Fsm::not_entitled) == doctest::Approx(79).epsilon(2.5 / 79));
        CHECK(held_out(Sex::male, Fsm::not_entitled) == doctest::Approx(65).epsilon(2.5 / 65));
    }
}

TEST_CASE("older children of a year do better than younger ones, month by month")
{
    auto const months = englands_terms().month_of_birth;
    for (std::size_t i = 1; i != months.size(); ++i) CHECK(months[i] < months[i - 1]);
}

TEST_CASE("the offset that is solved gives the mean that was asked for, and is nought where nothing is missing")
{
    std::vector<double> before;
    for (int i = 0; i != 1000; ++i) before.push_back(-3 + 0.006 * i);
    double mean = 0;
    for (double const x : before) mean += logistic(x) / 1000;
    CHECK(solve_offset(before, mean) == doctest::Approx(0).epsilon(1e-9));
    double const offset = solve_offset(before, 0.694);
    double after = 0;
    for (double const x : before) after += logistic(x + offset) / 1000;
    CHECK(after == doctest::Approx(0.694).epsilon(1e-10));
    // All alike: the difference of two log odds.
    CHECK(solve_offset({0.3, 0.3}, 0.694) == doctest::Approx(foresight::log_odds(0.694) - 0.3).epsilon(1e-9));
}

TEST_CASE("a year without a published result drifts, one with a result does not")
{
    CHECK(drifted(0.025, 2024, 2025) == 0);
    CHECK(drifted(0.025, 2025, 2025) == 0);
    CHECK(drifted(0.025, 2028, 2025) == doctest::Approx(0.075));
}
