#pragma once

#include <cstdint>
#include <string>

namespace foresight {

/// The last line of a run file, behind all that HDF5 knows of: a hash of every byte before it. It tells a file that was
/// damaged on its way before anything in it is believed. It keeps no secret: whoever makes a file can seal it.
enum class Seal : std::uint8_t { none, intact, broken };

Seal seal_of(std::string const& path);

/// Seals a file that is whole and has no seal yet.
void set_seal(std::string const& path);

}  // namespace foresight
