#pragma once

#include <string>

#include "outputs/report/content.hpp"

namespace foresight {

/// A report as one HTML file that asks nothing of any network: text and tables are there without a script, and charts
/// are drawn into it by one that its Content-Security-Policy knows by its hash. Whatever a scenario calls itself stays
/// text.
std::string page_of(Report const& report);

/// Text as it stands in HTML: nothing in it is markup, and control characters are left out.
std::string html_text(std::string const& text);

}  // namespace foresight
