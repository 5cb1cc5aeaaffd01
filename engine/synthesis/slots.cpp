#include "engine/synthesis/slots.hpp"

#include "engine/synthesis/rounding.hpp"

namespace foresight {

namespace {

template <std::size_t n>
std::vector<double> whole_margin(std::array<double, n> const& census, std::int32_t households)
{
    auto const whole = largest_remainder({census.begin(), census.end()}, households);
    return {whole.begin(), whole.end()};
}

/// Fits both-by-occupancy to the margins of tenure by dwelling (rows) and occupancy (columns).
Matrix fit_three_ways(std::vector<double> const& tenure, std::vector<double> const& dwelling,
                      std::vector<double> const& occupancy, Affinities const& affinity)
{
    Matrix joint{tenures * dwelling_types, occupancies};
    for (std::size_t t = 0; t != tenures; ++t)
        for (std::size_t d = 0; d != dwelling_types; ++d)
            for (std::size_t o = 0; o != occupancies; ++o)
                joint.at(t * dwelling_types + d, o) = tenure[t] * dwelling[d] * occupancy[o]
                                                      * affinity.tenure_dwelling[t][d] * affinity.tenure_occupancy[t][o]
                                                      * affinity.dwelling_occupancy[d][o];
    auto scale = [&](auto const& of, std::vector<double> const& wanted) {
        std::vector<double> sum(wanted.size());
        for (std::size_t row = 0; row != joint.rows; ++row)
            for (std::size_t o = 0; o != occupancies; ++o) sum[of(row, o)] += joint.at(row, o);
        for (std::size_t row = 0; row != joint.rows; ++row)
            for (std::size_t o = 0; o != occupancies; ++o)
                if (sum[of(row, o)] > 0) joint.at(row, o) *= wanted[of(row, o)] / sum[of(row, o)];
    };
    for (int round = 0; round != 25; ++round) {
        scale([](std::size_t row, std::size_t) { return row / dwelling_types; }, tenure);
        scale([](std::size_t row, std::size_t) { return row % dwelling_types; }, dwelling);
        scale([](std::size_t, std::size_t o) { return o; }, occupancy);
    }
    return joint;
}

}  // namespace

std::vector<Slot> slots_of(AreaControl const& area, std::int32_t households, Affinities const& affinity, Sequence& luck)
{
    auto const tenure = whole_margin(area.tenure, households), dwelling = whole_margin(area.dwelling, households),
               occupancy = whole_margin(area.occupancy, households);
    auto joint = fit_three_ways(tenure, dwelling, occupancy, affinity);
    Matrix both{tenures, dwelling_types};
    for (std::size_t row = 0; row != joint.rows; ++row)
        for (std::size_t o = 0; o != occupancies; ++o) both.cells[row] += joint.at(row, o);
    fit_margins(both, tenure, dwelling, 2000, 1e-13);
    controlled_round(both, luck);
    fit_margins(joint, both.cells, occupancy, 2000, 1e-13);
    controlled_round(joint, luck);
    std::vector<Slot> slots;
    for (std::size_t row = 0; row != joint.rows; ++row)
        for (std::size_t o = 0; o != occupancies; ++o)
            slots.insert(slots.end(), static_cast<std::size_t>(joint.at(row, o)),
                         Slot{static_cast<Tenure>(row / dwelling_types),
                              static_cast<DwellingType>(row % dwelling_types), static_cast<std::uint8_t>(o)});
    return slots;
}

}  // namespace foresight
