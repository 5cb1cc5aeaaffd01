#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "outputs/answers/finance.hpp"

namespace foresight {

/// What of a finance view is asked for.
struct FinanceParts {
    bool real = false;
    bool reserves_alone = false;
};

/// In millions of pounds with one decimal, under the name of the scenario.
std::string text_of(FinanceView const& view, std::string const& subject, FinanceParts const& parts);
/// The bridge, or the reserves: in pounds, to the last digit.
std::string csv_of(FinanceView const& view, FinanceParts const& parts);
nlohmann::ordered_json json_of(FinanceView const& view, FinanceParts const& parts);

}  // namespace foresight
