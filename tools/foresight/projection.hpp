#pragma once

#include <string>
#include <vector>

#include "engine/ensemble.hpp"
#include "outputs/answers/study.hpp"
#include "outputs/run_file/run_writer.hpp"
#include "outputs/tally/tally.hpp"
#include "tools/foresight/base_population.hpp"
#include "tools/foresight/sound_scenario.hpp"

namespace foresight {

/// A scenario with its tables and its people: all that is needed to live it.
struct Projection {
    Scenario scenario;
    std::vector<TableDefinition> tables;
    Population base;
    Library library;
    std::vector<std::string> left_out;                    ///< tables that the schedule cannot fill
    std::vector<InputFile> controls;                      ///< the published tables that its people were made of
    Tally::IfMissing missing = Tally::IfMissing::refuse;  ///< what becomes of a table that the schedule cannot fill
    std::vector<TableSize> sizes;                         ///< of its tables, in memory, of one replicate
    std::uint64_t residents = 0;                          ///< of the county at the base
    Study study{};                                        ///< what its variants are; none for a run
    std::vector<Parameters> variants{};                   ///< of a study, in its order
};

/// Reads the tables of a scenario and wires it once with nobody there. Throws an InputError for whatever would go wrong
/// later.
Projection plan(Scenario scenario, Library const& library = shipped_library());

/// Makes the people of a plan, or takes them from the cache.
void settle_people(Projection& projection, bool quiet, Cache cache = Cache::kept);

/// Both, one after the other.
Projection prepare(Scenario scenario, bool quiet, Library const& library = shipped_library());

/// Refuses a result that the tables will not have, or not of that period.
void check_result(Projection const& projection, std::string const& words);

/// Leaves only the tables that these results are of: the others would be counted for nothing.
void keep_tables_of(Projection& projection, std::vector<std::string> const& results);

/// What the run file takes at most while it is written: at the end its tables are there twice, as they were filled and packed.
std::uint64_t bytes_on_disk(Projection const& projection);

/// Refuses a plan that would not fit into memory, or its file on the disk, before anybody is made.
void check_size(Projection const& projection, std::string const& file);

/// What its run file tells of it. `command_line`: what of that can change a number.
Provenance provenance_of(Projection const& projection, std::vector<std::string> command_line);

/// While there is one, an interrupt asks lives to stop instead of ending the program: to be made before a file is begun.
class Interruptible {
public:
    Interruptible();
    ~Interruptible();
    Interruptible(Interruptible const&) = delete;
    Interruptible& operator=(Interruptible const&) = delete;

private:
    void (*interrupt_)(int);
    void (*termination_)(int);
};

/// Lives the replicates that a file lacks, and commits them in their order. Returns whether all of them were lived: where
/// it is `Interruptible`, an interrupt stops before the next replicate, a second one at once.
bool live(Projection const& projection, RunWriter& writer, bool quiet, Timing& timing);

std::string megabytes(std::uint64_t bytes);

}  // namespace foresight
