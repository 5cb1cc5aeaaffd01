#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace foresight {

/// The parameter that says of which 30 June the people are.
inline constexpr std::string_view population_base = "population/base";

/// The years of which there are persons by single year of age in each district, and so people.
inline constexpr std::array population_bases{2019, 2020, 2023};

inline bool is_population_base(double year)
{
    return std::any_of(population_bases.begin(), population_bases.end(), [&](int base) { return base == year; });
}

/// "2019, 2020 or 2023"
inline std::string population_bases_in_words(std::string_view last)
{
    std::string words;
    for (std::size_t i = 0; i != population_bases.size(); ++i)
        words += (i == 0                             ? std::string{}
                  : i + 1 == population_bases.size() ? " " + std::string{last} + " "
                                                     : ", ")
                 + std::to_string(population_bases[i]);
    return words;
}

}  // namespace foresight
