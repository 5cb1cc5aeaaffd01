#pragma once

#include <cstdint>
#include <memory>
#include <type_traits>
#include <vector>

namespace foresight {

/// In which order chunks are handed out. No result may depend on it; `shuffled` is how tests prove that.
enum class ChunkOrder : std::uint8_t { ascending, shuffled };

/// For as long as one lives, loops use at most `threads` threads (0: as many as there are).
class Threads {
public:
    explicit Threads(std::uint32_t threads, ChunkOrder order = ChunkOrder::ascending);
    ~Threads();
    Threads(Threads const&) = delete;
    Threads& operator=(Threads const&) = delete;

    /// How many threads a loop may use now.
    static std::uint32_t in_use();

private:
    struct Limit;
    std::unique_ptr<Limit> limit_;
};

/// The type-erased loop behind `parallel_for`: the only place where this engine starts a thread.
void run_in_parallel(std::uint32_t count, void (*call)(void const* body, std::uint32_t i), void const* body);

/// Calls `body(i)` once for every `i` below `count`, in parallel. The first exception is thrown again here.
template <class Body>
void parallel_for(std::uint32_t count, Body const& body)
{
    run_in_parallel(
        count, [](void const* erased, std::uint32_t i) { (*static_cast<Body const*>(erased))(i); }, &body);
}

/// Lanes into which every sum is cut, whatever the machine: part of the definition of a result.
inline constexpr std::uint32_t lanes = 64;

/// Adds up `body(i, sum)` over every `i` below `count`, always in one order.
///
/// The work is cut into the same 64 lanes whatever the machine; each lane adds
/// its own part, and the parts are folded from first to last.
template <class Sum, class Body>
Sum ordered_sum(std::uint32_t count, Sum const& zero, Body const& body)
{
    std::vector<Sum> part(lanes, zero);
    parallel_for(lanes, [&](std::uint32_t lane) {
        auto const first = std::uint64_t{count} * lane / lanes;
        auto const last = std::uint64_t{count} * (lane + 1) / lanes;
        for (auto i = first; i != last; ++i) body(static_cast<std::uint32_t>(i), part[lane]);
    });
    Sum total = zero;
    for (auto const& p : part) total += p;
    return total;
}

}  // namespace foresight
