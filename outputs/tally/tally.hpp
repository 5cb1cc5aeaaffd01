#pragma once

#include <memory>
#include <vector>

#include "engine/observer.hpp"
#include "outputs/tally/table_definition.hpp"

namespace foresight {

namespace tallying {
class TallyTable;
}

/// Counts and sums, table by table, while one replicate is lived.
///
/// Counts and pence are whole numbers, filled in 64 fixed lanes, so that
/// they are exact in any order and the same for any number of threads.
class Tally final : public Observer {
public:
    enum class IfMissing : std::uint8_t { refuse, leave_out };

    /// `start` is the first month lived and `end` the one after the last. A table that speaks of a field or an event
    /// that no process of the run provides is refused, or left out.
    Tally(std::vector<TableDefinition> definitions, Month start, Month end, IfMissing missing = IfMissing::refuse);
    ~Tally() override;

    void begin(Month base, Population const& population) override;
    void month_end(Month month, Population const& population) override;

    /// What has been tallied; complete when the last month has ended.
    std::vector<TableValues> tables() const;

private:
    void share_selections();

    std::vector<TableDefinition> definitions_;
    Month start_;
    Month end_;
    IfMissing missing_;
    std::vector<std::unique_ptr<tallying::TallyTable>> tables_;
};

/// What a table would be, and how much room it takes in each replicate.
struct TableSize {
    TableSchema schema;
    std::uint64_t bytes = 0;                 ///< of all its cells
    std::uint64_t bytes_while_counting = 0;  ///< beside them, while a month is counted
};

/// Bytes of all cells of these tables; and with what is wanted to count and to write them, one after the other.
std::uint64_t bytes_of(std::vector<TableSize> const& sizes);
std::uint64_t bytes_at_most(std::vector<TableSize> const& sizes);

/// What the tables would be, over a population of which only the columns, the areas and the event logs matter: nobody
/// need be there. Makes no cell; what is wrong with a table is added to `mistakes`.
std::vector<TableSize> sizes_of(std::vector<TableDefinition> const& definitions, Population const& population,
                                Month start, Month end, Tally::IfMissing missing, Mistakes& mistakes);

}  // namespace foresight
