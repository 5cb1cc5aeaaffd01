#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/io/text_file.hpp"
#include "outputs/tally/table.hpp"

namespace foresight {

/// "social_care.setting != none", "person.age >= 65", "dwelling.tenure in council_rent, other_social_rent",
/// "fuel_poverty.flags has 1" (the bits of 1 are set).
struct Condition {
    enum class Is : std::uint8_t { any_of, none_of, below, at_most, above, at_least, has };
    std::string field;
    Is is = Is::any_of;
    std::vector<std::string> values;  ///< codes or whole numbers
    Mistake place;

    bool same_as(Condition const& other) const
    {
        return field == other.field && is == other.is && values == other.values;
    }
};

struct DimensionDefinition {
    std::string name;
    std::string label;                ///< empty: the field's own
    std::string field;                ///< "person.sex"; "district" and "lsoa" are of the home, wherever that is
    std::vector<std::int64_t> bins;   ///< lower ends; below the first is left out
    std::vector<std::string> except;  ///< codes left out
    Mistake place;
};

struct MeasureDefinition {
    Measure measure;
    std::string sum;       ///< the field that is summed, or an event's "amount"; empty: a count
    std::string minus;     ///< the field that is taken off it; empty: none
    bool by_days = false;  ///< what is summed is a weekly amount, and a month has its days: of flows
    std::vector<Condition> where;
    Mistake place;
};

/// A table as it is written in YAML: dimensions by measures, over persons, households or events.
struct TableDefinition {
    enum class Of : std::uint8_t { person, household, event };
    std::string name;
    std::string label;
    std::string note;
    Of of = Of::person;
    std::string event;  ///< the type of event
    Every every = Every::year;
    bool with_base = false;  ///< the first period is the base itself, where it ends one
    int decisive_month = 0;  ///< a flow's only month in a year, if it has one
    std::vector<Condition> where;
    std::vector<DimensionDefinition> by;
    std::vector<MeasureDefinition> measures;
    std::optional<Disclosure> disclosure;
    std::string path;
    std::string text;  ///< the file itself, verbatim
    Mistake place;     ///< of its name

    bool all_stocks() const;
    std::vector<Period> periods(Month start, Month end) const;
};

/// Whether a field tells places below a district apart: the figures of such places are few people's.
bool is_below_district(std::string_view field);

/// Reads one table; its mistakes are added.
TableDefinition read_table(std::string const& path, Mistakes& mistakes);
TableDefinition read_table(TextFile source, Mistakes& mistakes);

/// Names of the tables of a folder: its .yaml files, in alphabetical order.
std::vector<std::string> tables_in(std::string const& folder);

/// Reads the tables of those names, each from the first folder that has it; all that the first folder has if none is
/// named. Leaves out those with a mistake, and adds it.
std::vector<TableDefinition> read_tables(std::vector<std::string> const& folders, std::vector<std::string> const& names,
                                         Mistakes& mistakes);
/// The same. Throws one InputError with every mistake.
std::vector<TableDefinition> read_tables(std::vector<std::string> const& folders,
                                         std::vector<std::string> const& names);

}  // namespace foresight
