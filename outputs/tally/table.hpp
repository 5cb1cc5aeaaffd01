#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/clock.hpp"

namespace foresight {

/// What time does to a number: a stock is as it stands at the end of a period and is never added up over time, a flow
/// is, and a ratio is of two sums, divided last.
enum class MeasureKind : std::uint8_t { stock, flow, ratio };

/// The dimension of the tables of a study: its codes are alternatives, which nobody adds up.
inline constexpr std::string_view variant_dimension = "variant";

/// One position of a dimension.
struct TableCode {
    std::string key;            ///< how it is asked for: "residential", "65-74", "Basildon"
    std::string label;          ///< how it is shown
    std::string official = {};  ///< the published code, of places: "E07000066"
    friend bool operator==(TableCode const&, TableCode const&) = default;
};

struct TableDimension {
    std::string name;
    std::string label;
    std::vector<TableCode> codes;
    std::vector<std::uint32_t> districts = {};  ///< of places below a district, while a run is lived: where each lies
    bool kinds = false;                         ///< its codes are kinds of happenings, which nobody adds up unasked
    friend bool operator==(TableDimension const& one, TableDimension const& other)
    {
        return one.name == other.name && one.label == other.label && one.codes == other.codes
               && one.districts == other.districts;  // older run files do not tell the kinds
    }

    /// The position of a key, label or official code; the number of codes if there is none.
    std::size_t find(std::string_view word) const;
};

struct Measure {
    std::string name;
    std::string label;
    std::string unit;
    MeasureKind kind = MeasureKind::stock;
    std::int64_t times = 1;      ///< what is shown is the whole number that was summed, times this,
    std::int64_t per = 1;        ///< divided by this: 100 for pounds out of pence
    std::string numerator = {};  ///< of a ratio: two other measures of the table
    std::string denominator = {};
    bool amount = false;       ///< while a run is lived: a sum, or weeks, and not a count of who or what is there
    std::string part_of = {};  ///< while a run is lived: the count of which it counts some
    friend bool operator==(Measure const&, Measure const&) = default;

    bool whole() const { return times == 1 && per == 1; }
};

/// Statistical disclosure control: small counts, and what would betray them, are not written, and the rest only roughly.
/// `hidden_cells` says which, and decisions/0005 why. In a sample both numbers stand for whom the records stand for.
struct Disclosure {
    std::int64_t suppress_below = 0;  ///< a count from 1 up to this is not to be told
    std::int64_t round_to = 0;        ///< counts are told to the nearest multiple
    friend bool operator==(Disclosure const&, Disclosure const&) = default;

    bool any() const { return suppress_below > 1 || round_to > 1; }
    bool hides() const { return suppress_below > 1; }
    /// Counts below are hidden, so that one that steps over the limit from one run to the next betrays a harmless one.
    std::int64_t shown_from() const { return 2 * suppress_below; }
};

/// What disclosure control does to a table, in a sentence; empty if it does nothing.
std::string text_of(Disclosure const& control);

/// What a table is about, before any number.
struct TableSchema {
    std::string name;
    std::string label;
    std::string note = {};  ///< what a reader must know of it
    Every every = Every::year;
    std::vector<Period> periods;
    std::vector<TableDimension> dimensions;  ///< the last varies fastest
    std::vector<Measure> measures;
    Disclosure disclosure = {};
    friend bool operator==(TableSchema const&, TableSchema const&) = default;

    /// Cells of one period.
    std::size_t cells() const;
    /// The position of a measure; the number of measures if there is none of that name.
    std::size_t measure(std::string_view measure_name) const;
};

/// A table of one replicate: whole numbers, counts and pence.
struct TableValues {
    TableSchema schema;
    std::vector<std::vector<std::int64_t>> values;  ///< of each measure, period by period; of a ratio nothing
    /// How many, at least, each number of an amount or a flow is made of, where disclosure control asks; else nothing.
    std::vector<std::vector<std::int64_t>> behind = {};
};

/// "month", "quarter", "year", "financial_year", "school_year": the name of the dimension of time.
std::string_view name_of(Every every);
std::string_view name_of(MeasureKind kind);
/// False if there is no cadence of that name.
bool every_named(std::string_view name, Every& every);
/// "Month", "Quarter", "Year to 30 June", ...
std::string_view label_of(Every every);

/// Which periods a table has.
struct Coverage {
    Month start;             ///< the first month lived
    Month end;               ///< the month after the last
    bool stock = true;       ///< all of its measures are stocks: the end of a period is all that matters
    bool with_base = false;  ///< the month before the first counts too
    int decisive_month = 0;  ///< a period is whole if this calendar month of it was lived; 0: all of them must be
};

/// Those that are whole: a partial period is left out.
std::vector<Period> whole_periods(Every every, Coverage const& coverage);

}  // namespace foresight
