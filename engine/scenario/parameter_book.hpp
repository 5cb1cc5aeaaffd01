#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/io/yaml.hpp"
#include "engine/scenario/inputs.hpp"
#include "engine/scenario/parameters.hpp"

namespace foresight {

struct SaidChange;

/// Of which people the rates of a book are: what one of the settings of `population` must be, and where the book says so.
struct PeopleOfBook {
    std::string setting;  ///< "base"
    double value = 0;
    Mistake place{};
};

/// Parameters being read from books, one book after the other.
struct Shelf {
    std::map<std::string, PeopleOfBook> people{};  ///< by parameter, as the last book says that says it
    std::vector<Mistake> cautions{};               ///< what books say of a run that nothing is lived beside
    Parameters parameters{};
    std::set<std::string, std::less<>> broken{};  ///< names whose entries are wrong, which has been noted
    bool complete = true;                         ///< every book could be read
};

/// Reads a book onto the shelf. `refuse` is told what is wrong with the file as such, where the scenario names it.
void read_parameter_book(std::string const& path, Inputs& inputs, DimensionCodes const& dimensions, Shelf& shelf,
                         Mistakes& mistakes, Inputs::Refuse const& refuse);

/// A warning where other people live than those whose rates the books have. `set` is where it was last said who lives.
std::optional<Mistake> warning_of_other_people(PeopleOfBook const& of, Parameters const& parameters,
                                               SaidChange const* set);

/// {normal: [1, 0.1]} and `uncertain_as`. `amount` is what it is about; nothing for a table.
std::optional<Uncertainty> read_uncertainty(YamlReader const& reader, YamlValue const& said, YamlValue const* as,
                                            bool single);

}  // namespace foresight
