#pragma once

#include <memory>
#include <string>
#include <vector>

#include "outputs/run_file/provenance.hpp"
#include "outputs/tally/table.hpp"

namespace foresight {

class RunReader;

/// Writes a run file, replicate by replicate.
///
/// Until it is whole it is called `<path>.partial`, and is locked; all its room is made before the first number, so that
/// nothing that breaks the writing off costs more than the replicate that was being written. What is whole is packed into
/// a file of its own, which is given the final name at once. Equal runs are equal bytes: no clock time is inside, and
/// replicates lie in their order.
class RunWriter {
public:
    enum class IfThere : std::uint8_t {
        refuse,  ///< a run file, or an unfinished one, of that name is left alone
        replace,
        resume  ///< goes on with an unfinished one, if it was begun with the same inputs
    };

    RunWriter(std::string path, Provenance const& provenance, IfThere if_there = IfThere::refuse);
    ~RunWriter();
    RunWriter(RunWriter const&) = delete;
    RunWriter& operator=(RunWriter const&) = delete;

    /// Takes the replicates over that a finished run has, if it is of the same inputs as this one's `origin`; a run to
    /// which more are added is the same file as one that had them all from the beginning. Throws an InputError that says
    /// what differs.
    void take_over(RunReader const& finished, Provenance const& wanted);

    /// The replicates that are not there yet, in their order.
    std::vector<std::uint32_t> missing() const;
    /// What the analyst should be told of an unfinished file that was found; empty mostly.
    std::string const& note() const { return note_; }
    std::string const& path() const { return path_; }
    std::string const& partial() const { return partial_; }

    /// The name of a run until it is whole.
    static std::string partial_of(std::string const& path);
    /// How many replicates an unfinished run of that name is to have; 0 if there is none, or none that can be read.
    static std::size_t replicates_begun(std::string const& path);
    /// Throws an InputError that says what differs where a run of that name, unfinished or finished, is of other inputs than
    /// those wanted, or a finished one has other replicates. Nothing is written.
    static void refuse_if_of_others(std::string const& path, Provenance const& wanted);
    /// Whether an unfinished run of that name is there.
    static bool has_begun(std::string const& path);

    /// Applies disclosure control, writes one replicate and flushes.
    void commit(std::uint32_t replicate, std::vector<TableValues> const& tables);

    /// A line for /log, which no digest reads. Nothing that tells the time.
    void log(std::string line) { log_.push_back(std::move(line)); }

    /// All replicates are there: packs them, hides in all of them what any of them hides, and gives the file its name.
    void finish();

private:
    class Lock;

    void begin(Provenance const& provenance);
    bool go_on(Provenance const& provenance);
    static std::uint64_t digest_of_replicate(RunReader const& unfinished, std::uint32_t replicate);
    void mark_done(std::uint32_t replicate, std::uint64_t digest);
    std::uint64_t write_replicate(std::uint32_t replicate, TableValues const& table);
    void pack(std::string const& whole) const;

    std::string path_;
    std::string place_;  ///< what a link of that name points to
    std::string partial_;
    IfThere if_there_;
    std::unique_ptr<Lock> lock_;
    std::unique_ptr<hdf5::File> file_;
    std::vector<ReplicateAddress> replicates_;
    std::vector<std::uint8_t> done_;
    std::vector<std::string> log_;
    std::string note_;
    bool finished_ = false;
};

}  // namespace foresight
