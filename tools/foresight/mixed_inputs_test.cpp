#include "tools/foresight/mixed_inputs.hpp"

#include <doctest/doctest.h>

using namespace foresight;

namespace {

Provenance vintage(std::string const& mark, std::uint32_t seed)
{
    Provenance made;
    made.seed = seed;
    made.command_line = {"--set a/b/c=" + mark, "--seed " + std::to_string(seed)};
    for (std::string const path : {"essex/ours.yaml", "essex/parameters/social_care.yaml", "essex/population/areas.csv",
                                   "tables/care_cost.yaml"})
        made.inputs.push_back({path, (path == "essex/ours.yaml" ? "schema: foresight-scenario/1 " : "") + mark, mark});
    return made;
}

std::string hash_at(Provenance const& run, std::string const& path)
{
    for (auto const& input : run.inputs)
        if (input.path == path) return input.hash;
    return "none";
}

}  // namespace

TEST_CASE("each ingredient of a forecast is exchanged by itself")
{
    auto const old = vintage("old", 1);
    auto const now = vintage("new", 2);
    std::string const of[]{"essex/population/areas.csv", "essex/parameters/social_care.yaml", "essex/ours.yaml"};
    for (std::size_t renewed = 0; renewed != 3; ++renewed) {
        auto const mix = mixed(old, now, {ingredients[renewed]});
        for (std::size_t i = 0; i != 3; ++i) CHECK(hash_at(mix, of[i]) == (i == renewed ? "new" : "old"));
        CHECK(mix.seed == 1);
        CHECK(mix.inputs.front().path == "essex/ours.yaml");
    }
    auto const noise = mixed(old, now, {Ingredient::noise});
    CHECK(noise.seed == 2);
    CHECK(noise.command_line == std::vector<std::string>{"--set a/b/c=old", "--seed 2"});
    CHECK(differences_in(Ingredient::data, old, now)
          == std::vector<std::string>{"essex/population/areas.csv has changed"});
}

TEST_CASE("what only one of two forecasts reads is there whichever is taken")
{
    auto const old = vintage("old", 1);
    auto now = vintage("new", 1);
    now.inputs.push_back({"essex/social_care/wages.csv", "", "new"});
    CHECK(hash_at(mixed(old, now, {}), "essex/social_care/wages.csv") == "new");
    CHECK(differences_in(Ingredient::parameters, old, now).back() == "essex/social_care/wages.csv is new");
}
