#pragma once

#include <optional>
#include <string>
#include <vector>

#include "outputs/view/view.hpp"

namespace foresight {

/// How two views of one question differ, replicate by replicate.
struct Comparison {
    View base;
    View other;          ///< both cut down to the rows that they share, and to its replicates where they are paired
    bool paired = true;  ///< the same luck on both sides: what differs is the effect of the change alone

    std::size_t replicates() const { return base.replicates(); }  ///< of the base
    std::size_t rows() const { return base.rows(); }
    /// The mean difference, and bands that hold what infinitely many replicates would give.
    Estimate difference(std::size_t measure, std::size_t row) const;
    /// What the difference is in one future: the bands hold it, where they hold its mean in `difference`. No bands where the
    /// replicates are not paired.
    Estimate effect(std::size_t measure, std::size_t row) const;
    /// What the difference deviates by from one future to another (where points have several lucks, the mean of a point), and
    /// what it would with seeds that have nothing to do with each other; no numbers where the replicates are not paired, or
    /// one.
    struct Spread {
        double paired = 0;
        double independent = 0;
    };
    Spread spread(std::size_t measure, std::size_t row) const;
    /// How many times the variance of the mean difference would be with seeds that have nothing to do with each other;
    /// no number where the replicates are not paired, or never differ.
    double gain_of_pairing(std::size_t measure, std::size_t row) const;

private:
    std::vector<double> differences(std::size_t measure, std::size_t row) const;
};

/// Nothing if the two have no row in common, or tell other things apart.
std::optional<Comparison> views_in_common(RunReader const& base, RunReader const& other, TableSchema const& table,
                                          Question const& question);
/// The same. Throws an InputError if the two have no row in common.
Comparison compare_views(RunReader const& base, RunReader const& other, TableSchema const& table,
                         Question const& question);

/// Whether the replicates that both have are lived with the same seed, luck and uncertain values, so that each can be
/// subtracted from its own.
bool same_luck(Provenance const& a, Provenance const& b);

/// What stands in the way of reading the difference of two runs as the effect of a change: other people, another clock or
/// seed, another program. A sentence each.
std::vector<std::string> cautions(RunReader const& base, RunReader const& other);

/// How one parameter differs.
struct ParameterDifference {
    std::string parameter;
    std::string what;      ///< "1.52 times, from 2022-04, in 28 of 96 values", "0.3 is 0.5"
    std::string set_by;    ///< where the second run's value was set
    std::string source{};  ///< of the change that makes it, where the run says it
};
std::vector<ParameterDifference> parameter_differences(Parameters const& base, Parameters const& other);
/// The same in the words of the changes that only one of the two makes, where the runs keep them; of one parameter there
/// may be several.
std::vector<ParameterDifference> parameter_differences(Provenance const& base, Provenance const& other);

/// Whether each cell that both runs have of a table is the same in every replicate that both have, and there is one.
bool same_where_shared(RunReader const& base, RunReader const& other, TableSchema const& table);

/// Cells that are not bit for bit the same in two runs, table by table; empty if all are.
struct TableDifference {
    std::string table;
    std::string what;  ///< "12 of 4 200 cells differ, first clients[month=2024-04, district=Basildon]: 12 is 13"
};
std::vector<TableDifference> exact_differences(RunReader const& base, RunReader const& other);

}  // namespace foresight
