#include "outputs/report/assets.hpp"

#include "outputs/report/hashes.hpp"

extern "C" {
extern char const foresight_page_begin[], foresight_page_end[];
extern char const foresight_style_begin[], foresight_style_end[];
extern char const foresight_charts_begin[], foresight_charts_end[];
extern char const foresight_d3_begin[], foresight_d3_end[];
extern char const foresight_d3_licence_begin[], foresight_d3_licence_end[];
}

namespace foresight {

ReportAssets const& report_assets()
{
    static ReportAssets const all{
        {foresight_page_begin, foresight_page_end},
        {foresight_style_begin, foresight_style_end},
        {foresight_charts_begin, foresight_charts_end},
        {foresight_d3_begin, foresight_d3_end},
        {foresight_d3_licence_begin, foresight_d3_licence_end},
        FORESIGHT_STYLE_HASH,
        FORESIGHT_CHARTS_HASH,
        FORESIGHT_D3_HASH,
    };
    return all;
}

}  // namespace foresight
