#include "engine/scenario/synonyms.hpp"

namespace foresight {
namespace {

constexpr Synonym of_scenario[]{{"name", "scenario"},         {"title", "scenario"},   {"description", "question"},
                                {"about", "question"},        {"purpose", "question"}, {"base", "extends"},
                                {"baseline", "extends"},      {"parent", "extends"},   {"inherits", "extends"},
                                {"based_on", "extends"},      {"include", "extends"},  {"start", "clock"},
                                {"begin", "clock"},           {"end", "clock"},        {"years", "clock"},
                                {"period", "clock"},          {"horizon", "clock"},    {"people", "population"},
                                {"sample", "population"},     {"runs", "replicates"},  {"repetitions", "replicates"},
                                {"iterations", "replicates"}, {"books", "parameters"}, {"assumptions", "parameters"},
                                {"processes", "schedule"},    {"modules", "schedule"}, {"outputs", "tables"},
                                {"results", "tables"},        {"change", "changes"},   {"policy", "changes"},
                                {"policies", "changes"},      {"measures", "changes"}, {"interventions", "changes"},
                                {"edits", "changes"},         {"overrides", "changes"}};

constexpr Synonym of_clock[]{{"from", "start"},   {"begin", "start"},    {"begins", "start"}, {"first", "start"},
                             {"until", "end"},    {"to", "end"},         {"stop", "end"},     {"last", "end"},
                             {"length", "years"}, {"duration", "years"}, {"for", "years"}};

constexpr Synonym of_replicates[]{{"runs", "lucks"}, {"seeds", "lucks"}, {"draws", "points"}, {"count", "points"}};

constexpr Synonym of_change[]{{"name", "parameter"},
                              {"what", "parameter"},
                              {"variable", "parameter"},
                              {"path", "parameter"},
                              {"multiply", "scale"},
                              {"multiplier", "scale"},
                              {"times", "scale"},
                              {"factor", "scale"},
                              {"ratio", "scale"},
                              {"percent", "scale"},
                              {"per_cent", "scale"},
                              {"uplift", "scale"},
                              {"plus", "add"},
                              {"increase", "add"},
                              {"decrease", "add"},
                              {"minus", "add"},
                              {"set", "value"},
                              {"to", "value"},
                              {"becomes", "value"},
                              {"amount", "value"},
                              {"start", "from"},
                              {"begin", "from"},
                              {"starts", "from"},
                              {"since", "from"},
                              {"date", "from"},
                              {"end", "until"},
                              {"ends", "until"},
                              {"stop", "until"},
                              {"phase", "phase_in"},
                              {"ramp", "phase_in"},
                              {"over", "phase_in"},
                              {"months", "phase_in"},
                              {"only", "where"},
                              {"filter", "where"},
                              {"cells", "where"},
                              {"for", "where"},
                              {"units", "unit"},
                              {"evidence", "source"},
                              {"reference", "source"},
                              {"because", "source"},
                              {"file", "table"},
                              {"csv", "table"},
                              {"distribution", "uncertain"}};

constexpr Synonym of_book[]{{"parameter", "parameters"}, {"values", "parameters"}};

constexpr Synonym of_parameter[]{{"name", "label"},
                                 {"title", "label"},
                                 {"description", "label"},
                                 {"units", "unit"},
                                 {"bounds", "range"},
                                 {"limits", "range"},
                                 {"by", "dimensions"},
                                 {"default", "value"},
                                 {"number", "value"},
                                 {"dates", "dated"},
                                 {"from", "dated"},
                                 {"file", "table"},
                                 {"csv", "table"},
                                 {"codes", "words"},
                                 {"evidence", "source"},
                                 {"reference", "source"},
                                 {"quality", "certainty"},
                                 {"confidence", "certainty"},
                                 {"distribution", "uncertain"},
                                 {"uncertainty", "uncertain"}};

}  // namespace

std::span<Synonym const> synonyms_of(std::string_view section)
{
    if (section == "scenario") return of_scenario;
    if (section == "clock") return of_clock;
    if (section == "replicates") return of_replicates;
    if (section == "change") return of_change;
    if (section == "book") return of_book;
    if (section == "parameter") return of_parameter;
    return {};
}

}  // namespace foresight
