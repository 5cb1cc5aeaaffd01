#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/population/population.hpp"
#include "outputs/tally/field_path.hpp"
#include "outputs/tally/table_definition.hpp"

namespace foresight::tallying {

/// Where a value comes from: a field by its path or, of an event, something of its own.
struct Source {
    enum class Of : std::uint8_t { path, district, age, sex, code, amount } of = Of::path;
    std::size_t code = 0;  ///< which of the event's own
    std::optional<FieldPath> path{};
    std::vector<TableCode> codes{};
    std::string label{};
    bool kinds = false;  ///< its codes are kinds of happenings

    std::int64_t of_event(EventRecord const& event) const;
    bool value_of(std::string const& word, std::int64_t& value) const;
};

/// Finds what a table speaks of, or refuses it at its place.
Source find_source(Population const& population, TableDefinition const& table, std::string const& field,
                   Mistake const& place);

[[noreturn]] void refuse_at(Mistake const& place, std::string problem, std::string reason, std::string suggestion);

/// Refuses a word that is no value of a field, with the one that is nearest by its key or its label.
[[noreturn]] void refuse_code(Mistake const& place, TableDefinition const& table, std::string const& word,
                              std::string const& field, std::vector<TableCode> const& codes);

/// The types of events that the processes of a population record.
std::vector<std::string> names_of_logs(Population const& population);

}  // namespace foresight::tallying
