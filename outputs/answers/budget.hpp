#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace foresight {

/// What a council has set aside for adult social care, and what money is expected to be worth: a file of the user's.
struct Budget {
    /// Which cost a budget is set against: before clients' contributions, or after them.
    enum class Basis : std::uint8_t { gross, net };
    /// What is set aside for a financial year, in cash.
    struct Line {
        double gross = 0;             ///< GBP
        std::optional<double> net{};  ///< GBP, if it is stated
        std::string source{};

        /// Net if that is stated. A gross budget is never held against net cost: it would be safe by all contributions.
        Basis basis() const { return net ? Basis::net : Basis::gross; }
        double set_aside() const { return net.value_or(gross); }
    };
    std::string label{};
    std::map<std::string, Line> lines{};       ///< by financial year
    std::map<std::string, double> deflator{};  ///< growth of prices in general since the year before, per cent
    double deflator_later = 2;                 ///< in years that are not listed
    std::string deflator_source = "assumed: 2 per cent a year, the Bank of England's target";
};

std::string_view name_of(Budget::Basis basis);

/// Reads a budget file (schema foresight-budget/1). Throws an InputError with all mistakes of the file.
Budget read_budget(std::string const& path);

}  // namespace foresight
