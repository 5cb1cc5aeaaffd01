#pragma once

#include <string>

#include "engine/population/population.hpp"

namespace foresight {

/// Writes a base population to HDF5: a group for each table, a dataset for each column, what stands behind the codes,
/// the areas, and the hash of the inputs. The file appears under its name only when it is whole.
void store(Population const& population, std::string const& path);

/// Reads one back, to the last bit. Throws an InputError where the file is none of ours, of another edition, or damaged;
/// std::runtime_error where it cannot be read.
Population load(std::string const& path);

/// Of which program text populations are made: another makes others of the same inputs.
std::string synthesis_edition();

/// The hash of the inputs that a stored population was made of; empty where there is no such file, or another program made
/// it.
std::string stored_hash(std::string const& path);

}  // namespace foresight
