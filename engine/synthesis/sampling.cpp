#include "engine/synthesis/sampling.hpp"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <tuple>

#include "engine/random/random_stream.hpp"

namespace foresight {
namespace {

/// Marks every `one_in`-th of a list.
void mark(std::vector<std::uint8_t>& chosen, std::vector<std::int32_t> const& list, std::uint32_t one_in,
          std::uint64_t start)
{
    for (auto i = start; i < list.size(); i += one_in) chosen[static_cast<std::size_t>(list[i])] = 1;
}

std::uint64_t start_of(std::string_view what, std::uint8_t district, std::uint32_t one_in, std::uint32_t seed)
{
    return mixed(district, mixed(seed, name_key(what))) % one_in;
}

/// Sizes go up in one area and down in the next: where one area's households end, the next one's are of like size.
std::vector<std::int32_t> listed_homes(MadeDistrict const& district)
{
    std::vector<std::int32_t> list(district.homes.size());
    std::iota(list.begin(), list.end(), 0);
    auto const place = [&](std::int32_t h) {
        auto const& home = district.homes[static_cast<std::size_t>(h)];
        auto const& head = district.persons[static_cast<std::size_t>(home.first)];
        int const way = home.area % 2 == 0 ? 1 : -1;
        return std::tuple{home.area, way * home.size, way * head.age, h};
    };
    std::sort(list.begin(), list.end(), [&](auto a, auto b) { return place(a) < place(b); });
    return list;
}

std::vector<std::int32_t> listed_residents(MadeDistrict const& district)
{
    std::vector<std::int32_t> list;
    for (std::size_t p = 0; p != district.persons.size(); ++p)
        if (district.persons[p].home == nowhere) list.push_back(static_cast<std::int32_t>(p));
    auto const place = [&](std::int32_t p) {
        auto const& person = district.persons[static_cast<std::size_t>(p)];
        auto const kind = person.establishment == nowhere
                              ? EstablishmentKind{}
                              : district.establishments[static_cast<std::size_t>(person.establishment)].kind;
        return std::tuple{kind, person.age, p};
    };
    std::sort(list.begin(), list.end(), [&](auto a, auto b) { return place(a) < place(b); });
    return list;
}

}  // namespace

DistrictSample sample_of(MadeDistrict const& district, std::uint32_t one_in, std::uint32_t seed)
{
    DistrictSample sample{std::vector<std::uint8_t>(district.homes.size(), one_in == 1),
                          std::vector<std::uint8_t>(district.persons.size(), one_in == 1)};
    if (one_in == 1) return sample;
    mark(sample.homes, listed_homes(district), one_in,
         start_of("synthesis/sample/homes", district.number, one_in, seed));
    mark(sample.residents, listed_residents(district), one_in,
         start_of("synthesis/sample/residents", district.number, one_in, seed));
    return sample;
}

}  // namespace foresight
