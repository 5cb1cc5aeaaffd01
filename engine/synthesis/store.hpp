#pragma once

#include <string>

#include "engine/population/population.hpp"

namespace foresight {

/// Writes a base population to HDF5: a group for each table, a dataset for each column, what stands behind the codes,
/// the areas, and the hash of the inputs. The file appears under its name only when it is whole.
void store(Population const& population, std::string const& path);

/// Reads one back, to the last bit. Throws an InputError where the file is none of ours, or of another edition.
Population load(std::string const& path);

/// The hash of the inputs that a stored population was made of; empty where there is no such file.
std::string stored_hash(std::string const& path);

}  // namespace foresight
