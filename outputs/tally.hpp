#pragma once

#include <memory>
#include <vector>

#include "engine/observer.hpp"
#include "outputs/table_definition.hpp"

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

    /// Bytes that the cells of one replicate take.
    std::size_t bytes() const;

private:
    std::vector<TableDefinition> definitions_;
    Month start_;
    Month end_;
    IfMissing missing_;
    std::vector<std::unique_ptr<tallying::TallyTable>> tables_;
};

}  // namespace foresight
