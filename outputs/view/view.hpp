#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "outputs/run_file/run_reader.hpp"
#include "outputs/view/replication.hpp"

namespace foresight {

/// What is asked of a table.
struct Question {
    std::vector<std::string> by{};  ///< dimensions that stay; time by its own or a longer cadence
    std::vector<std::pair<std::string, std::string>>
        where{};  ///< {dimension, code}; of one dimension, any of its codes
};

/// The answer: sums over what was not asked for, each replicate by itself.
///
/// A stock is never added up over time: of a longer period it is what stands
/// at its end. A ratio is divided last. What disclosure control hides is
/// missing from every sum, and a note says so; a sum of which nothing is left
/// is hidden itself.
struct View {
    std::string table;
    std::string label;
    std::vector<TableDimension> dimensions;  ///< of the rows, the last varying fastest
    std::vector<Measure> measures;
    Replication replication;
    std::vector<std::vector<double>> values;  ///< of each measure: row by row, in each replicate by replicate
    std::vector<std::string> notes;
    bool of_effects = false;  ///< the numbers are effects: their bands are of the mean, not of another future

    std::size_t rows() const;
    /// The position on each dimension of a row.
    std::vector<std::size_t> positions(std::size_t row) const;
    std::size_t replicates() const { return replication.count(); }
    double const* cell(std::size_t measure, std::size_t row) const
    {
        return values[measure].data() + row * replicates();
    }
    /// What the replicates say of a cell. A band of futures does not go below nought where no replicate does: of what is
    /// counted there is never less. Money may be.
    Estimate estimate(std::size_t measure, std::size_t row) const
    {
        auto const* const numbers = cell(measure, row);
        if (of_effects) return replication.of_mean(numbers);
        auto of = replication.of_futures(numbers);
        bool const money = measures[measure].unit.find("GBP") != std::string::npos;
        if (!money && std::all_of(numbers, numbers + replicates(), [](double number) { return number >= 0; }))
            for (auto* const band : {&of.eighty, &of.ninety_five}) band->low = std::max(0.0, band->low);
        return of;
    }
};

/// Throws an InputError for a dimension or a code that is not there. Leaves out what the run hides, and the cells of
/// `hidden_too`, if there are any: those that another run hides with which this one is compared.
View view_of(RunReader const& run, TableSchema const& table, Question const& question,
             std::vector<std::uint8_t> const& hidden_too = {});

/// Throws an InputError where the run is too short for a whole period of the table.
void refuse_if_without_period(TableSchema const& table, RunReader const& run);

/// Leaves only these measures, in this order. Throws an InputError with the nearest name for one that is not there.
void keep_measures(View& view, std::vector<std::string> const& names);

/// Which cells of a table a run hides in some period, a flag each.
std::vector<std::uint8_t> cells_hidden_in(RunReader const& run, TableSchema const& table);

}  // namespace foresight
