#include "engine/parallel/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <numeric>
#include <thread>

#ifndef FORESIGHT_STD_THREADS  // ThreadSanitizer cannot see inside a distribution's oneTBB.
#    include <tbb/blocked_range.h>
#    include <tbb/global_control.h>
#    include <tbb/parallel_for.h>
#endif

namespace foresight {
namespace {

std::atomic<std::uint32_t> threads_allowed{0};
std::atomic<ChunkOrder> chunk_order{ChunkOrder::ascending};

/// Another order of 0 .. count-1, of two also: a step that shares no factor with the count.
std::uint32_t shuffled(std::uint32_t i, std::uint32_t count)
{
    std::uint64_t step = count / 2 + 1;
    while (std::gcd(step, std::uint64_t{count}) != 1) ++step;
    return static_cast<std::uint32_t>((i * step + count / 2) % count);
}

}  // namespace

struct Threads::Limit {
    std::uint32_t threads_before;
    ChunkOrder order_before;
#ifndef FORESIGHT_STD_THREADS
    std::unique_ptr<tbb::global_control> control;
#endif
};

Threads::Threads(std::uint32_t threads, ChunkOrder order) : limit_{std::make_unique<Limit>()}
{
    limit_->threads_before = threads_allowed.exchange(threads);
    limit_->order_before = chunk_order.exchange(order);
#ifndef FORESIGHT_STD_THREADS
    if (threads > 0)
        limit_->control = std::make_unique<tbb::global_control>(tbb::global_control::max_allowed_parallelism, threads);
#endif
}

Threads::~Threads()
{
    threads_allowed = limit_->threads_before;
    chunk_order = limit_->order_before;
}

std::uint32_t Threads::in_use()
{
    auto const allowed = threads_allowed.load();
    return allowed > 0 ? allowed : std::max(1u, std::thread::hardware_concurrency());
}

#ifdef FORESIGHT_STD_THREADS

void run_in_parallel(std::uint32_t count, void (*call)(void const*, std::uint32_t), void const* body)
{
    std::atomic<std::uint32_t> next{0};
    std::exception_ptr failure;
    std::mutex failing;
    bool const shuffle = chunk_order == ChunkOrder::shuffled;
    auto const work = [&] {
        try {
            for (auto i = next++; i < count; i = next++) call(body, shuffle ? shuffled(i, count) : i);
        } catch (...) {
            std::scoped_lock const lock{failing};
            if (!failure) failure = std::current_exception();
        }
    };
    {
        std::vector<std::jthread> team;
        for (std::uint32_t t = 1; t < std::min(Threads::in_use(), count); ++t) team.emplace_back(work);
        work();
    }
    if (failure) std::rethrow_exception(failure);
}

#else

void run_in_parallel(std::uint32_t count, void (*call)(void const*, std::uint32_t), void const* body)
{
    bool const shuffle = chunk_order == ChunkOrder::shuffled;
    tbb::parallel_for(tbb::blocked_range<std::uint32_t>{0, count, 1}, [&](auto const& range) {
        for (auto i = range.begin(); i != range.end(); ++i) call(body, shuffle ? shuffled(i, count) : i);
    });
}

#endif

}  // namespace foresight
