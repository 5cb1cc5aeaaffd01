#pragma once

#include <cstdint>
#include <string>

namespace foresight {

/// Bytes of memory that are free for this program: of the machine, of the container that it is in, of its own limit.
std::uint64_t memory_free();

/// Bytes that are free on the disk where a file would lie; its folder need not be there yet.
std::uint64_t disk_free(std::string const& file);

/// Refuses a file that could not be written: its folder can neither be written to nor made, what is there is no file (or
/// a link to none), or its name could not be shown on a terminal. Leaves nothing behind.
void refuse_if_unwritable(std::string const& file);

/// The folder of a file that would have to be made first; empty if it is there.
std::string folder_to_make(std::string const& file);

}  // namespace foresight
