#include <cstdio>
#include <fstream>
#include <system_error>

#include "tools/bench/measurement.hpp"
#include "tools/bench/ref1/ref1.hpp"

namespace foresight::bench {

Measurement measure_ref1(Request const& request)
{
    Measurement measured{"ref1", "one million persons for thirty years, four events a year"};
    for (std::uint32_t i = 0; i != request.runs; ++i) {
        auto const result = ref1::run(request.top + "/tools/bench/ref1");
        measured.runs.push_back({result.seconds, result.person_years, result.shares});
        char digest[17];
        std::snprintf(digest, sizeof digest, "%016llx", static_cast<unsigned long long>(result.hash));
        measured.digest = digest;
        if (i > 0 || request.out.empty()) continue;
        std::ofstream file{request.out};
        file << ref1::counts_csv(result);
        file.close();
        if (!file) throw std::system_error{errno, std::generic_category(), request.out + " cannot be written"};
    }
    return measured;
}

}  // namespace foresight::bench
