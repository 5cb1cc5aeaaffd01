#include "outputs/answers/study_answers.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>

#include "engine/io/hash.hpp"
#include "outputs/run_file/run_writer.hpp"
#include "tests/small_tables.hpp"

namespace foresight {
namespace {

constexpr Month spring = Month::of(2024, 4);

/// What one table says in one variant and replicate: its only number.
TableValues one_number(std::int64_t number)
{
    TableSchema schema;
    schema.name = "cost";
    schema.label = "What it costs";
    schema.every = Every::financial_year;
    schema.periods = {period_of(Every::financial_year, spring)};
    schema.measures = {{"gross", "Gross cost", "GBP", MeasureKind::flow}};
    return {schema, {{number}}};
}

/// A study on the disk, whose variants cost so much, replicate by replicate.
class StudyOnDisk {
public:
    StudyOnDisk(Study study, std::vector<std::vector<std::int64_t>> const& costs) : study_{std::move(study)}
    {
        std::string pattern = (std::filesystem::temp_directory_path() / "foresight-study-XXXXXX").string();
        folder_ = ::mkdtemp(pattern.data());
        Scenario scenario;
        scenario.name = "A study";
        scenario.start = spring;
        scenario.end = spring + 12;
        scenario.text = "scenario: A study\n";
        scenario.inputs.push_back({"study.yaml", scenario.text, hash_of(scenario.text)});
        std::vector<ReplicateAddress> addresses;
        for (std::uint32_t r = 0; r != costs.size(); ++r) addresses.push_back({r, 0});
        auto origin = provenance_of(scenario, small_county(1), {}, addresses);
        study_.results = {"cost.gross"};
        origin.study = json_text_of(study_);
        RunWriter writer{file(), origin};
        VariantTables variants{study_};
        for (auto const number : writer.missing()) {
            for (auto const cost : costs[number]) variants.add({one_number(cost)});
            writer.commit(number, variants.take());
        }
        writer.finish();
    }
    ~StudyOnDisk() { std::filesystem::remove_all(folder_); }
    StudyOnDisk(StudyOnDisk const&) = delete;

    std::string file() const { return folder_ + "/study.h5"; }

private:
    Study study_;
    std::string folder_;
};

View tornado(Study study, std::vector<std::vector<std::int64_t>> const& costs)
{
    StudyOnDisk const disk{std::move(study), costs};
    RunReader const run{disk.file()};
    return tornado_of(run, study_of(run), result_named(run, "cost.gross"));
}

View attribution(Study study, std::vector<std::vector<std::int64_t>> const& costs)
{
    StudyOnDisk const disk{std::move(study), costs};
    RunReader const run{disk.file()};
    return attribution_of(run, study_of(run), result_named(run, "cost.gross"), Periods::last);
}

double number_at(View const& view, std::string const& measure, std::size_t row)
{
    for (std::size_t m = 0; m != view.measures.size(); ++m)
        if (view.measures[m].name == measure) return view.estimate(m, row).mean;
    return no_number;
}

Study one_at_a_time(std::vector<std::pair<double, double>> const& settings, std::vector<double> const& central)
{
    Study study{Study::Kind::sensitivity, {}, {{"central", "As it is", central}}, {}};
    for (std::size_t i = 0; i != settings.size(); ++i) {
        auto const name = "part/" + std::to_string(i);
        study.axes.push_back({name, name});
        for (auto const& [setting, side] :
             {std::pair{settings[i].first, " low"}, std::pair{settings[i].second, " high"}}) {
            auto at = central;
            at[i] = setting;
            study.variants.push_back({name + side, name + side, at});
        }
    }
    return study;
}

}  // namespace

TEST_CASE("a value whose two settings lie below where it stands has a low bar and a high one, and their slope")
{
    // It costs 1000 less ten for each hundredth: 860 at 0.84 and 960 at 0.96.
    auto const view = tornado(one_at_a_time({{0.84, 0.96}}, {1}), {{1000, 840, 960}});
    CHECK(number_at(view, "low", 0) == -160);
    CHECK(number_at(view, "high", 0) == -40);
    CHECK(number_at(view, "per_cent", 0) == doctest::Approx(10));
}

TEST_CASE("bars stand in the order of what the mean does between their settings, not of luck")
{
    // The first moves every replicate by a hundred, to either side; the second all of them by sixty, to the same.
    auto const view = tornado(one_at_a_time({{0.9, 1.1}, {0.9, 1.1}}, {1, 1}),
                              {{1000, 950, 1050, 970, 1030}, {1000, 1050, 950, 970, 1030}});
    CHECK(view.dimensions[0].codes[0].key == "part/1");
    CHECK(view.dimensions[0].codes[1].key == "part/0");
}

TEST_CASE("of a value that stands at nought no per cent is told, and that is said")
{
    auto const view = tornado(one_at_a_time({{-0.1, 0.1}}, {0}), {{1000, 900, 1100}});
    CHECK(number_at(view, "high", 0) == 100);
    CHECK(std::isnan(number_at(view, "per_cent", 0)));
    REQUIRE(view.notes.size() == 1);
    CHECK(view.notes[0] == "There is no per cent of nought: part/0");
}

TEST_CASE("changes of two groups that act on each other after all have a line of their own, and shares add up")
{
    Study study{Study::Kind::attribution,
                {{"a", "a", "there", 0}, {"b", "b", "there", 1}},
                {{"baseline", "baseline", {0, 0}}, {"1", "1", {1, 0}}, {"2", "2", {0, 1}}, {"1+2", "1+2", {1, 1}}},
                {}};
    auto const acting = attribution(study, {{100, 110, 120, 137}});
    REQUIRE(acting.dimensions[0].codes.size() == 4);
    CHECK(acting.dimensions[0].codes[2].key == "across_groups");
    CHECK(number_at(acting, "share", 2) == 7);
    CHECK(number_at(acting, "share", 3) == 37);
    CHECK(number_at(acting, "share", 0) + number_at(acting, "share", 1) + number_at(acting, "share", 2) == 37);

    auto const apart = attribution(study, {{100, 110, 120, 130}});
    REQUIRE(apart.dimensions[0].codes.size() == 3);
    CHECK(number_at(apart, "share", 2) == 30);
}

}  // namespace foresight
