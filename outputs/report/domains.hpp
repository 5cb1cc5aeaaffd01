#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "outputs/report/notation.hpp"
#include "outputs/tally/table.hpp"

namespace foresight {

/// What a county asks about.
enum class Domain : std::uint8_t { social_care, fuel_poverty, school_readiness };

inline constexpr Domain all_domains[]{Domain::social_care, Domain::fuel_poverty, Domain::school_readiness};

/// The engine's module, by whose name its parameters and limits are found.
std::string_view module_of(Domain domain);
/// "social care"
std::string in_words(Domain domain);
/// Of a table's name, which begins as its domain does.
Domain domain_of(std::string_view table);

/// A number by which people speak of a domain.
struct DomainMeasure {
    Domain domain;
    std::string table;
    std::string measure;
    Every every;
    Notation notation;
    std::string label;    ///< of a number that stands alone
    std::string subject;  ///< within a sentence: "gross cost of long-term social care"
    std::string count;    ///< of a share: how many they are; empty: the number is an amount itself
    Notation counted;
};
std::vector<DomainMeasure> const& domain_measures();

/// What long-term support is, and what is not in its cost: as the table's note begins; of older runs, which do not say, in
/// words of our own.
std::string scope_of_care_cost(TableSchema const& table);

}  // namespace foresight
