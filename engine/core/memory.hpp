#pragma once

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

}  // namespace foresight
