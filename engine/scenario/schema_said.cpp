#include "engine/scenario/schema_said.hpp"

#include <string>

#include "engine/scenario/grammar.hpp"

namespace foresight {

bool refuse_other_file(YamlReader const& reader, YamlValue const& root)
{
    auto const* schema = root.find("schema");
    if (!schema) return false;
    auto const refuse = [&](char const* is, char const* suggestion) {
        reader.refuse(*schema, std::string{"this is "} + is + ", not a scenario",
                      "its schema is " + schema->text + ", that of a scenario " + std::string{scenario_schema},
                      suggestion);
        return true;
    };
    if (schema->text == parameters_schema)
        return refuse("a parameter book", "name it under `parameters:` of a scenario");
    if (schema->text == budget_schema)
        return refuse("a budget", "hold a run against it: foresight finance RUN --budget FILE");
    if (schema->text == deflator_schema)
        return refuse("a deflator", "put it under `deflator:` of a budget: foresight finance RUN --budget FILE");
    return false;
}

void check_schema(YamlReader const& reader, YamlValue const& root)
{
    auto const* schema = root.find("schema");
    auto const line = "write schema: " + std::string{scenario_schema} + " in the first line";
    if (!schema) reader.refuse(root, "`schema` is missing", "it says which version of the grammar is meant", line);
    else if (schema->text != scenario_schema)
        reader.refuse(*schema, "unknown schema " + in_quotes(schema->text),
                      "this program reads " + std::string{scenario_schema}, line);
}

}  // namespace foresight
