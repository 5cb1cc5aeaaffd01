#pragma once

#include <string>
#include <vector>

#include "engine/io/hdf5.hpp"
#include "outputs/run_file/provenance.hpp"
#include "outputs/tally/table.hpp"

namespace foresight {

/// The layout of run files that this program writes, and the newest that it reads.
inline constexpr int run_schema = 1;

/// One number a replicate: whether it is there, and a hash of all that the tables say of it.
inline constexpr auto replicates_done = "/provenance/replicates/done";
inline constexpr auto replicate_digests = "/provenance/replicates/digest";

std::string path_of(TableSchema const& schema, std::string const& member);

/// Whether the sums of a measure are stored before anything is done to them: pence, not pounds.
bool stored_whole(TableSchema const& schema, Measure const& measure);

/// Makes all of a run file but its tables.
void make_head(hdf5::File& file, Provenance const& provenance, hdf5::Packing packing);

/// Makes a table with room for all replicates, and nothing in it.
void make_table(hdf5::File& file, TableSchema const& schema, std::vector<ReplicateAddress> const& replicates,
                hdf5::Packing packing);

}  // namespace foresight
