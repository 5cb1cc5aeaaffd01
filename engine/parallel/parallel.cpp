#include "engine/parallel/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
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
    static auto const there = std::max(1u, std::thread::hardware_concurrency());
    auto const allowed = threads_allowed.load();
    return allowed > 0 ? allowed : there;
}

#ifdef FORESIGHT_STD_THREADS

namespace {

/// One call of `run_in_parallel`, in which as many threads take part as can be had.
struct Loop {
    void work()
    {
        try {
            for (auto i = next++; i < count; i = next++) call(body, shuffle ? shuffled(i, count) : i);
        } catch (...) {
            std::scoped_lock const lock{failing};
            if (!failure) failure = std::current_exception();
        }
    }

    std::uint32_t const count;
    void (*const call)(void const*, std::uint32_t);
    void const* const body;
    bool const shuffle = chunk_order == ChunkOrder::shuffled;
    std::atomic<std::uint32_t> next{0};
    std::mutex failing{};
    std::exception_ptr failure{};
    std::uint32_t wanted = 0;   ///< helpers that may still join; the team's, as is the next
    std::uint32_t helping = 0;  ///< helpers that are at work in it
};

/// Threads that sleep between loops: making them anew for each takes a sanitizer longer than the loop does.
class Team {
public:
    /// Never destroyed: who sleeps at the end of the program holds nothing, and a forked child has no such threads.
    static Team& one()
    {
        static auto& team = *new Team;
        return team;
    }

    /// Works on a loop until it is done, and lets so many others join. Who calls it waits for nobody to come.
    void run(Loop& loop, std::uint32_t helpers)
    {
        {
            std::scoped_lock const lock{mutex_};
            for (; size_ < helpers; ++size_) std::thread{[this] { help(); }}.detach();
            loop.wanted = helpers;
            open_.push_back(&loop);
        }
        offered_.notify_all();
        loop.work();
        std::unique_lock lock{mutex_};
        std::erase(open_, &loop);
        left_.wait(lock, [&] { return loop.helping == 0; });
    }

private:
    [[noreturn]] void help()
    {
        std::unique_lock lock{mutex_};
        for (;;) {
            offered_.wait(lock, [&] { return !open_.empty(); });
            auto& loop = *open_.back();  // of loops within loops the innermost
            ++loop.helping;
            if (--loop.wanted == 0) open_.pop_back();
            lock.unlock();
            loop.work();
            lock.lock();
            if (--loop.helping == 0) left_.notify_all();
        }
    }

    std::mutex mutex_;
    std::condition_variable offered_, left_;
    std::vector<Loop*> open_;
    std::uint32_t size_ = 0;
};

}  // namespace

void run_in_parallel(std::uint32_t count, void (*call)(void const*, std::uint32_t), void const* body)
{
    if (count == 0) return;
    Loop loop{.count = count, .call = call, .body = body};
    if (auto const helpers = std::min(Threads::in_use(), count) - 1; helpers > 0) Team::one().run(loop, helpers);
    else loop.work();
    if (loop.failure) std::rethrow_exception(loop.failure);
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
