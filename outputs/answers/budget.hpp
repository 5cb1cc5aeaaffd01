#pragma once

#include <map>
#include <string>

namespace foresight {

/// What a council has set aside for adult social care, and what money is expected to be worth: a file of the user's.
struct Budget {
    /// What is set aside for a financial year, in cash.
    struct Line {
        double gross = 0;  ///< GBP
        double net = 0;    ///< GBP; the gross where only that is stated
        std::string source{};
    };
    std::string label{};
    std::map<std::string, Line> lines{};       ///< by financial year
    std::map<std::string, double> deflator{};  ///< growth of prices in general since the year before, per cent
    double deflator_later = 2;                 ///< in years that are not listed
    std::string deflator_source = "assumed: 2 per cent a year, the Bank of England's target";
};

/// Reads a budget file (schema foresight-budget/1). Throws an InputError with all mistakes of the file.
Budget read_budget(std::string const& path);

}  // namespace foresight
