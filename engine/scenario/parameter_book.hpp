#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/io/yaml.hpp"
#include "engine/scenario/inputs.hpp"
#include "engine/scenario/parameters.hpp"

namespace foresight {

/// Parameters being read from books, one book after the other.
struct Shelf {
    Parameters parameters{};
    std::set<std::string, std::less<>> broken{};  ///< names whose entries are wrong, which has been noted
    bool complete = true;                         ///< every book could be read
};

/// Reads a book onto the shelf. `refuse` is told what is wrong with the file as such, where the scenario names it.
void read_parameter_book(std::string const& path, Inputs& inputs, DimensionCodes const& dimensions, Shelf& shelf,
                         Mistakes& mistakes, Inputs::Refuse const& refuse);

/// {normal: [1, 0.1]} and `uncertain_as`. `amount` is what it is about; nothing for a table.
std::optional<Uncertainty> read_uncertainty(YamlReader const& reader, YamlValue const& said, YamlValue const* as,
                                            bool single);

}  // namespace foresight
