#include "tools/foresight/progress.hpp"

#include <chrono>
#include <cstdio>

#include "tools/foresight/terminal.hpp"

namespace foresight {
namespace {

double seconds_now()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

constexpr double between_drawings = 0.1;  // seconds
constexpr std::uint64_t width = 24;

}  // namespace

Progress::Progress(std::string what, bool shown)
    : what_{std::move(what)}, shown_{shown && talk_on_terminal()}, began_{seconds_now()}
{
}

Progress::~Progress() { erase(); }

void Progress::at(std::uint64_t done, std::uint64_t all)
{
    if (!shown_ || all == 0) return;
    std::scoped_lock const lock{drawing_};
    auto const now = seconds_now();
    if (now - drawn_ < between_drawings) return;
    drawn_ = now;
    std::string bar;
    for (std::uint64_t i = 0; i != width; ++i) bar += i < done * width / all ? "█" : "░";
    double const left = done > 0 ? (now - began_) * static_cast<double>(all - done) / static_cast<double>(done) : 0;
    std::fprintf(stderr, "\r%s %s %3llu%%  %.0f s left  ", what_.c_str(), bar.c_str(),
                 static_cast<unsigned long long>(done * 100 / all), left);
    std::fflush(stderr);
}

void Progress::erase()
{
    if (shown_ && drawn_ > 0) std::fprintf(stderr, "\r%*s\r", 70, "");
}

}  // namespace foresight
