#include "calibration/fuel_poverty_lines.hpp"

#include "engine/modules/fuel_poverty/fields.hpp"
#include "engine/process/schedule.hpp"

namespace foresight {
namespace {

void set(Parameters& parameters, char const* name, double value)
{
    auto parameter = parameters.at(name);
    for (auto& slice : parameter.slices)
        for (auto& cell : slice.values) cell = value;
    parameters.add(name, parameter);
}

/// The base with what its homes require, ready to be judged at one line after another.
class Judge {
public:
    Judge(Population const& base, Parameters parameters)
        : base_{base}, population_{base}, parameters_{std::move(parameters)}
    {
        Schedule schedule{population_, base_, parameters_, RunKey{}, base_.base + 1};
        schedule.add("fuel_poverty/required_energy", make_required_energy);
        schedule.begin();
    }

    double share(char const* name, double value, std::uint8_t measure)
    {
        set(parameters_, name, value);
        Schedule schedule{population_, base_, parameters_, RunKey{}, base_.base + 1};
        schedule.add("fuel_poverty/metrics", make_fuel_poverty_metrics);
        schedule.begin();
        return share(measure);
    }

    double share(std::uint8_t measure) const
    {
        auto const& flags = population_.households.column(fuel_poverty::flags);
        auto const& home = population_.households.column(household::dwelling);
        std::uint64_t all = 0, poor = 0;
        for (std::uint32_t row = 0; row != population_.households.rows(); ++row) {
            if (!population_.households.alive({row}) || home[row] == nobody<Dwelling>) continue;
            ++all;
            poor += (flags[row] & measure) != 0;
        }
        return static_cast<double>(poor) / static_cast<double>(all);
    }

private:
    Population const& base_;
    Population population_;
    Parameters parameters_;
};

/// Where `share_at` crosses `target` between `low` and `high`; it rises, or falls if `falls`.
template <class ShareAt>
double bisect(double low, double high, double target, bool falls, ShareAt const& share_at)
{
    for (int i = 0; i != 24; ++i) {
        double const middle = (low + high) / 2;
        ((share_at(middle) < target) != falls ? low : high) = middle;
    }
    return (low + high) / 2;
}

}  // namespace

FuelPovertyLines solve_fuel_poverty_lines(Population const& base, Parameters parameters, double lilee, double lihc)
{
    Judge judge{base, std::move(parameters)};
    FuelPovertyLines found;
    found.line_scale = bisect(0.3, 3, lilee, false, [&](double x) {
        return judge.share("fuel_poverty/metrics/line_scale", x, fuel_poor::lilee);
    });
    judge.share("fuel_poverty/metrics/line_scale", found.line_scale, fuel_poor::lilee);
    found.typical_gas = bisect(1000, 60000, lihc, true, [&](double x) {
        return judge.share("fuel_poverty/metrics/typical_gas", x, fuel_poor::lihc);
    });
    found.lihc = judge.share("fuel_poverty/metrics/typical_gas", found.typical_gas, fuel_poor::lihc);
    found.lilee = judge.share(fuel_poor::lilee);
    found.ten_before = judge.share(fuel_poor::ten_before);
    found.ten_after = judge.share(fuel_poor::ten_after);
    return found;
}

}  // namespace foresight
