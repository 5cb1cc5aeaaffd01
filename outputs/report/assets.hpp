#pragma once

#include <string_view>

// What a page is made of beside its content. The files are put into the program when it is built, and the hashes by
// which the page's Content-Security-Policy knows them are made of the same files.

namespace foresight {

struct ReportAssets {
    std::string_view skeleton;  ///< page.html, with {{places}} for what is written into it
    std::string_view style;     ///< style.css
    std::string_view charts;    ///< charts.js
    std::string_view d3;        ///< D3, from Debian's node-d3
    std::string_view d3_licence;
    std::string_view style_hash;  ///< sha256-..., as the policy has it
    std::string_view charts_hash;
    std::string_view d3_hash;
};

ReportAssets const& report_assets();

}  // namespace foresight
