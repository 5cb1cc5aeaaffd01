#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/hdf5.hpp"
#include "engine/population/population.hpp"
#include "engine/scenario/scenario.hpp"
#include "outputs/tally/table_definition.hpp"

namespace foresight {

/// Which random numbers, and which point of the uncertain parameters, a replicate was lived with.
struct ReplicateAddress {
    std::uint32_t luck = 0;
    std::uint32_t point = 0;
    friend bool operator==(ReplicateAddress, ReplicateAddress) = default;
};

/// What was drawn for one uncertain value, replicate by replicate.
struct Drawn {
    std::string parameter;
    std::string address;  ///< the parameter's name, or the date and number of a change of it
    std::vector<double> values{};
    /// The tables that it can reach, by the wiring of the processes; none where the run does not say.
    std::optional<std::vector<std::string>> tables{};

    bool can_reach(std::string_view table) const;
};

/// A change that the scenario, or one that it extends, makes to a parameter.
struct ChangeMade {
    std::string parameter;
    std::string label;   ///< the parameter's
    std::string said;    ///< "x 0.925 phased in from 2025-04 over 24 months, care_group 65_up"
    std::string source;  ///< the change's own
    std::string place;   ///< file:line
};

/// Where the numbers of a run come from: enough to live it again.
struct Provenance {
    std::string name;
    std::string question;
    std::string caveat{};  ///< what the results take for granted or leave out
    std::vector<ChangeMade> changes{};
    std::string scenario_file;
    std::string scenario_text;
    std::vector<std::string> command_line{};  ///< what of it can change a number: "--seed 7", "--set clock.years=2"
    std::string version;
    std::string compiler;
    Month base{};  ///< the month at whose end the population stood as it was made
    Month start{};
    Month end{};
    std::uint32_t seed = 0;
    std::uint32_t weight = 1;  ///< persons that one in the run stands for
    std::string population_hash;
    std::vector<std::string> schedule{};   ///< as the scenario says it; empty: the catalogue's whole list
    std::vector<std::string> processes{};  ///< that were lived, in their order; empty in files that do not say it
    std::vector<ReplicateAddress> replicates{};
    std::vector<Drawn> drawn{};  ///< empty where all replicates are at the central point
    std::vector<InputFile> inputs{};
    Parameters parameters{};  ///< at the central point
    std::string parameters_hash;
    std::string study{};  ///< of a study, what its variants are, as JSON; of a run empty
};

/// What is to be told of a run that is about to begin. Tables are inputs too.
Provenance provenance_of(Scenario const& scenario, Population const& population,
                         std::vector<TableDefinition> const& tables, std::vector<ReplicateAddress> replicates,
                         std::vector<std::string> command_line = {});

void write_provenance(hdf5::File& file, Provenance const& provenance);
Provenance read_provenance(hdf5::File const& file);

/// What makes `then` another run than `now`, a sentence each: an input that changed, another seed...
std::vector<std::string> differences_of_origin(Provenance const& now, Provenance const& then);

}  // namespace foresight
