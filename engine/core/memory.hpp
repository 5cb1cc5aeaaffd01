#pragma once

#include "engine/core/entity.hpp"

#if defined(__GLIBC__)
#    include <malloc.h>
#endif

namespace foresight {

/// Keeps what is freed for what is wanted next, for as long as the program runs: each replicate wants as many columns as
/// the one before, and pages that went back to the system would have to be cleared again. To be called first in `main`.
inline void keep_freed_memory()
{
#if defined(__GLIBC__)
    constexpr int largest_block = 32 << 20, most_kept = 1 << 30;  // bytes; what glibc takes at most for the first
    mallopt(M_MMAP_THRESHOLD, largest_block);
    mallopt(M_TRIM_THRESHOLD, most_kept);
#endif
}

/// Has the memory bring what columns hold in a row that will be wanted soon, and does not wait for it: whoever reads here
/// and there would wait for each. A byte of each is read, since a prefetch is only a hint: where the address must be
/// translated first, as it mostly must here, it came to nothing. The row must be there, and nobody may write to it meanwhile.
/// A column is a vector of values by row, or the right to read one of anyone.
template <class Entity, class... Column>
void touch(Row<Entity> row, Column const&... columns)
{
    auto const read = [](void const* address) {
        auto const byte = *static_cast<unsigned char const*>(address);
        asm volatile("" : : "r"(byte));  // wanted by nobody, and yet not left out
    };
    auto const address_in = [&]<class C>(C const& column) -> void const* {
        if constexpr (requires { column.data(); }) return column.data() + row.value;
        else return &column[row];
    };
    (read(address_in(columns)), ...);
}

}  // namespace foresight
