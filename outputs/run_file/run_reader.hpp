#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/error.hpp"
#include "outputs/run_file/provenance.hpp"
#include "outputs/tally/table.hpp"

namespace foresight {

/// A run file is not what was written, or not all of it.
class DamagedRun final : public InputError {
public:
    using InputError::InputError;
};

/// Reads a run file. One that is missing, unfinished, not a run or of a newer program is refused as an InputError; one whose
/// seal is not intact, or that cannot be read all the same, as a DamagedRun.
class RunReader {
public:
    enum class Trust : std::uint8_t {
        sound,
        whatever_there_is,
        unfinished  ///< whatever there is, and not all of its replicates
    };

    explicit RunReader(std::string const& path, Trust trust = Trust::sound);

    std::string const& path() const { return file_.path(); }
    hdf5::File const& file() const { return file_; }
    Provenance const& provenance() const { return provenance_; }
    std::size_t replicates() const { return provenance_.replicates.size(); }

    /// What the tables are about, in the order in which they were written. Counts and money are in the unit shown.
    std::vector<TableSchema> const& tables() const { return tables_; }
    bool has(std::string_view table) const;
    /// Throws an InputError with the nearest name where there is none of that name.
    TableSchema const& table(std::string_view name) const;

    /// All numbers of a measure: replicate by replicate, in each period by period. NaN where disclosure control hides one.
    /// Throws an InputError where they cannot be read.
    std::vector<double> values(TableSchema const& table, std::size_t measure) const;

    /// One hash of /tables.
    std::string digest() const;

    /// What is wrong inside, a sentence each: a hash that does not match, a table of the wrong shape. Empty if all is well.
    std::vector<std::string> faults() const;

private:
    void read_table(std::string const& name);
    void refuse_what_acts_on_terminals() const;
    std::string const& digest_as_it_is() const;

    hdf5::File file_;
    Provenance provenance_;
    std::vector<TableSchema> tables_;
    mutable std::string digest_{};  ///< of /tables, once it is known
};

}  // namespace foresight
