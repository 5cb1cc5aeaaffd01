#include "outputs/view/comparison.hpp"
#include "tools/bench/live_runs.hpp"
#include "tools/bench/measurement.hpp"

namespace foresight::bench {

/// A change of practice at the front door of care touches no birth and no partnership: the same people live twice, and
/// what differs is what the change does.
Measurement measure_pairing(Request const& request)
{
    constexpr std::uint32_t replicates = 40;
    constexpr std::uint32_t sample = 10;
    Measurement measured{"pairing",
                         "the variance that shared luck saves, of what more reablement does to net care cost"};
    for (std::uint32_t i = 0; i != request.runs; ++i) {
        RunFolder const folder;
        auto const base = live_run("essex/baseline", sample, replicates, true, folder.file("base.h5"));
        auto const other = live_run("essex/more_reablement", sample, replicates, true, folder.file("other.h5"));
        measured.runs.push_back({base.seconds + other.seconds, base.person_years + other.person_years, {}});
        RunReader const before{folder.file("base.h5")};
        RunReader const after{folder.file("other.h5")};
        auto const& table = before.table("care_cost");
        auto const compared = compare_views(before, after, table, {{"financial_year"}, {}});
        auto const net = table.measure("net");
        measured.figures.clear();
        for (std::size_t row = 0; row != compared.rows(); ++row) {
            auto const gain = compared.gain_of_pairing(net, row);
            if (gain == gain)
                measured.figures.emplace_back("times_less_variance_" + compared.base.dimensions[0].codes[row].key,
                                              gain);
        }
    }
    return measured;
}

}  // namespace foresight::bench
