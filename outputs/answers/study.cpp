#include "outputs/answers/study.hpp"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "engine/core/error.hpp"
#include "engine/core/plain_text.hpp"

namespace foresight {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 3> study_kinds{"sensitivity", "sweep", "attribution"};

TableSchema with_variants(TableSchema const& schema, Study const& study)
{
    auto made = schema;
    TableDimension variants{std::string{variant_dimension}, "Variant of the scenario", {}};
    for (auto const& variant : study.variants) variants.codes.push_back({variant.key, variant.label});
    made.dimensions = {std::move(variants)};
    return made;
}

/// Escapes of JSON may stand for anything.
bool has_plain_words(Study const& study)
{
    auto const plain = [](auto const& all, auto const&... parts) {
        return std::all_of(all.begin(), all.end(), [&](auto const& one) { return (is_plain(one.*parts) && ...); });
    };
    return plain(study.axes, &StudyAxis::name, &StudyAxis::label, &StudyAxis::unit, &StudyAxis::place)
           && plain(study.variants, &Variant::key, &Variant::label)
           && std::all_of(study.results.begin(), study.results.end(), [](auto const& one) { return is_plain(one); })
           && std::all_of(study.asked.begin(), study.asked.end(), [](auto const& one) { return is_plain(one); });
}

Study study_from(Json const& json)
{
    Study study;
    auto const kind = std::find(study_kinds.begin(), study_kinds.end(), json.at("kind").get<std::string>());
    if (kind == study_kinds.end()) throw std::runtime_error{"unknown kind of study"};
    study.kind = static_cast<Study::Kind>(kind - study_kinds.begin());
    for (auto const& axis : json.at("axes"))
        study.axes.push_back({axis.at("name"), axis.at("label"), axis.at("unit"), axis.at("group"), axis.at("place")});
    for (auto const& variant : json.at("variants")) {
        study.variants.push_back({variant.at("key"), variant.at("label"), variant.at("settings")});
        if (study.variants.back().settings.size() != study.axes.size())
            throw std::runtime_error{"a variant has settings on other axes"};
    }
    study.results = json.at("results").get<std::vector<std::string>>();
    study.order = json.at("order").get<std::vector<std::size_t>>();
    // Studies of before 0.2 do not keep it.
    study.asked = json.value("asked", std::vector<std::string>{});
    for (auto const axis : study.order)
        if (axis >= study.axes.size()) throw std::runtime_error{"an order of other axes"};
    if (study.variants.empty()) throw std::runtime_error{"it has no variants"};
    if (!has_plain_words(study)) throw std::runtime_error{"a text in it has characters that act on a terminal"};
    return study;
}

}  // namespace

std::string_view name_of(Study::Kind kind) { return study_kinds[static_cast<std::size_t>(kind)]; }

std::size_t Study::find(std::vector<double> const& settings) const
{
    auto const found =
        std::find_if(variants.begin(), variants.end(), [&](auto const& one) { return one.settings == settings; });
    return static_cast<std::size_t>(found - variants.begin());
}

std::string json_text_of(Study const& study)
{
    Json json{{"kind", name_of(study.kind)}, {"axes", Json::array()}, {"variants", Json::array()}};
    for (auto const& axis : study.axes)
        json["axes"].push_back({{"name", axis.name},
                                {"label", axis.label},
                                {"unit", axis.unit},
                                {"group", axis.group},
                                {"place", axis.place}});
    for (auto const& variant : study.variants)
        json["variants"].push_back({{"key", variant.key}, {"label", variant.label}, {"settings", variant.settings}});
    json["results"] = study.results;
    json["order"] = study.order;
    json["asked"] = study.asked;
    return json.dump(1) + "\n";
}

bool is_study(RunReader const& run) { return !run.provenance().study.empty(); }

Study study_of(RunReader const& run)
{
    if (!is_study(run))
        refuse(run.path() + " is the run of one scenario, no study", "it has no variants",
               "make one with 'foresight sensitivity', 'sweep' or 'attribute'");
    try {
        return study_from(Json::parse(run.provenance().study));
    } catch (std::exception const& problem) {
        refuse("the study in " + run.path() + " cannot be read", problem.what(), "make it again");
    }
}

void VariantTables::add(std::vector<TableValues> const& tables)
{
    EXPECTS(!complete());
    if (added_ == 0) {
        gathered_.clear();
        for (auto const& table : tables) {
            gathered_.push_back({with_variants(table.schema, study_), {}});
            auto const make_room = [&](auto const& from, auto& to) {
                for (auto const& numbers : from)
                    to.emplace_back(numbers.empty() ? 0 : table.schema.periods.size() * study_.variants.size());
            };
            make_room(table.values, gathered_.back().values);
            make_room(table.behind, gathered_.back().behind);
        }
    }
    for (std::size_t t = 0; t != tables.size(); ++t) {
        auto const cells = tables[t].schema.cells();
        auto const add_up = [&](auto const& from, auto& to) {
            for (std::size_t m = 0; m != from.size(); ++m)
                for (std::size_t i = 0; i != from[m].size(); ++i)
                    to[m][i / cells * study_.variants.size() + added_] += from[m][i];
        };
        add_up(tables[t].values, gathered_[t].values);
        add_up(tables[t].behind, gathered_[t].behind);
    }
    ++added_;
}

std::vector<TableValues> VariantTables::take()
{
    EXPECTS(complete());
    added_ = 0;
    return std::move(gathered_);
}

}  // namespace foresight
