#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace foresight::bench {

/// What a bench was asked for.
struct Request {
    std::string top;            ///< the folder that holds scenarios and tools
    std::uint32_t threads = 0;  ///< 0: as many as there are
    std::uint32_t runs = 0;     ///< the best is reported, and the median beside it; 0: as the bench has it
    std::string out{};          ///< where ref1 puts its counts; empty: nowhere
};

/// One timed run: what it did, and where its time went.
struct Timed {
    double seconds = 0;
    std::int64_t person_years = 0;
    std::vector<std::pair<std::string, double>> parts{};  ///< {process, seconds}
};

/// All runs of a bench, and what else is worth knowing of it.
struct Measurement {
    std::string name;
    std::string what;  ///< in a sentence
    std::vector<Timed> runs{};
    std::vector<std::pair<std::string, double>> figures{};  ///< {"seconds_loading", 3.1}
    std::string digest{};                                   ///< of the results; equal for any number of threads
};

Measurement measure_ref1(Request const& request);
Measurement measure_county(Request const& request);
Measurement measure_physics(Request const& request);
Measurement measure_synthesis(Request const& request);
Measurement measure_ensemble(Request const& request);
Measurement measure_pairing(Request const& request);
Measurement measure_answers(Request const& request);

/// Seconds on a clock that never goes back.
double seconds_now();

/// The most memory that this process has held so far, in MB.
double peak_memory();

}  // namespace foresight::bench
