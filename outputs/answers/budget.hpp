#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "engine/core/error.hpp"

namespace foresight {

/// What money is expected to be worth: how prices in general grow.
struct Deflator {
    std::string name{};                      ///< "GDP deflator"; empty: none is at hand
    std::map<std::string, double> growth{};  ///< since the year before, per cent, by financial year
    double later = 0;                        ///< in years that are not listed
    std::string source{};

    bool known() const { return !name.empty(); }
    /// "the GDP deflator", "the deflator 'Ours'": to stand behind "by".
    std::string called() const;
    /// "the GDP deflator (its source)"; a source that only says the name again is left out.
    std::string with_source() const;
    double growth_in(std::string const& financial_year) const;
};

/// What a council has set aside for adult social care, and what money is expected to be worth: a file of the user's.
struct Budget {
    /// Which cost a budget is set against: before clients' contributions, or after them.
    enum class Basis : std::uint8_t { gross, net };
    /// What is set aside for a financial year, in cash: gross, net, or both.
    struct Line {
        std::optional<double> gross{};  ///< GBP
        std::optional<double> net{};    ///< GBP
        std::string source{};
        Mistake gross_place{};  ///< where the amount stands in the file, for who has to refuse it later
        Mistake net_place{};

        /// Net if that is stated and there is a net cost to hold it against, which there is not where no client pays
        /// anything: like is held against like.
        Basis basis(bool clients_pay = true) const { return net && clients_pay ? Basis::net : Basis::gross; }
        double set_aside(bool clients_pay = true) const { return basis(clients_pay) == Basis::net ? *net : *gross; }
    };
    std::string label{};
    std::string file{};                   ///< empty: no budget is stated
    std::map<std::string, Line> lines{};  ///< by financial year
    Deflator deflator{};
};

std::string_view name_of(Budget::Basis basis);

/// The financial year that a word is meant to be: "2028-29" of "2028/29", "2028-2029" and "2028"; empty if it is none.
std::string financial_year_meant(std::string const& word);

/// Reads a budget file (schema foresight-budget/1); where that has no deflator, `otherwise` is taken. Throws an InputError
/// with all mistakes of the file.
Budget read_budget(std::string const& path, Deflator const& otherwise = {});

/// Reads a file of a deflator alone (schema foresight-deflator/1), as one ships. Throws an InputError with its mistakes.
Deflator read_deflator(std::string const& path);

}  // namespace foresight
