#include <algorithm>
#include <cmath>

#include "outputs/report/charts.hpp"
#include "outputs/report/sections.hpp"
#include "outputs/view/view_format.hpp"

namespace foresight {
namespace {

using Json = nlohmann::ordered_json;

/// A bar of the waterfall: one or several lines of the bridge together.
struct Step {
    char const* label;
    std::vector<char const*> lines;
};

std::vector<Step> const& steps()
{
    static std::vector<Step> const all{
        {"Full-year effect of the year before",
         {"full_year_starters", "full_year_leavers", "full_year_price", "full_year_mix"}},
        {"Demand: starters less leavers", {"starters", "leavers"}},
        {"Price: uplifts in the year", {"price"}},
        {"Mix: moves between settings", {"mix"}},
        {"Days in the year", {"calendar"}},
        {"Policy changes", {"policy"}}};
    return all;
}

/// The sum of lines of the bridge over financial years, replicate by replicate.
Estimate sum_of(View const& bridge, std::vector<char const*> const& lines, std::size_t first_year,
                std::size_t last_year)
{
    std::vector<double> sums(bridge.replicates());
    auto const years = bridge.dimensions[1].codes.size();
    for (auto const* const line : lines) {
        auto const at = bridge.dimensions[0].find(line);
        for (auto year = first_year; year <= last_year; ++year)
            for (std::size_t r = 0; r != sums.size(); ++r) sums[r] += bridge.cell(0, at * years + year)[r];
    }
    return bridge.replication.of_futures(sums.data());
}

/// From the cost of one financial year to that of another.
ReportChart waterfall(FinanceView const& finance, std::string id, std::size_t last)
{
    auto const& bridge = finance.bridge;
    auto const& years = bridge.dimensions[1].codes;
    auto const notation = pounds_in_millions();
    auto const base = sum_of(bridge, {"gross"}, 0, 0);
    auto const end = sum_of(bridge, {"gross"}, last, last);
    ReportChart chart;
    chart.id = std::move(id);
    chart.title = "From the cost of " + years[0].label + " to that of " + years[last].label;
    chart.drawing = {{"kind", "waterfall"}, {"notation", drawing_of(notation)}, {"steps", Json::array()}};
    chart.table = {chart.title + ", £ million", {"Step", "Mean"}, {}};
    if (base.has_bands) chart.table.heads.insert(chart.table.heads.end(), {"80% of futures", "95% of futures"});
    auto const add = [&](std::string const& label, Estimate const& of, bool total) {
        Json step{{"label", label}, {"total", total}, {"mean", json_number(of.mean)}};
        if (of.has_bands)
            for (auto const& [name, number] : uncertainty_fields(of)) step[name] = json_number(number);
        chart.drawing["steps"].push_back(std::move(step));
        auto const plain = notation.bare();
        std::vector<std::string> row{label, total ? plain.written(of.mean) : plain.change(of.mean)};
        if (of.has_bands)
            for (auto const band : {of.eighty, of.ninety_five})
                row.push_back(total ? plain.between(band) : plain.change_between(band));
        chart.table.rows.push_back(std::move(row));
    };
    add("Gross cost " + years[0].label, base, true);
    Step const* greatest = nullptr;
    double most = 0;
    for (auto const& step : steps()) {
        auto const of = sum_of(bridge, step.lines, 1, last);
        if (of.mean == 0) continue;
        add(step.label, of, false);
        if (std::abs(of.mean) > most) most = std::abs(of.mean), greatest = &step;
    }
    add("Gross cost " + years[last].label, end, true);
    chart.caption = "Read from top to bottom: " + notation.written(base.mean) + " in " + years[0].label
                    + ", what adds to it, what takes from it, and " + notation.written(end.mean) + " in "
                    + years[last].label + ". ";
    if (greatest)
        chart.caption += "The greatest step: " + std::string{greatest->label} + ", "
                         + notation.change(sum_of(bridge, greatest->lines, 1, last).mean) + ". ";
    chart.caption += base.has_bands
                         ? "The thin lines hold 80 per cent of futures of each step; steps hang together, so "
                           "that their lines do not add up."
                         : "One replicate: the steps have no interval.";
    return chart;
}

/// "572.3 (541.8 to 602.1)"; a line that is nought in every replicate has nothing to be unsure of.
std::string cell_of(View const& bridge, std::size_t measure, std::size_t row)
{
    auto const plain = pounds_in_millions().bare();
    auto const of = bridge.estimate(measure, row);
    if (std::isnan(of.mean)) return {};
    if (!of.has_bands || (of.mean == 0 && of.error == 0)) return plain.written(of.mean);
    return plain.written(of.mean) + " (" + plain.between(of.eighty) + ")";
}

ReportTable bridge_table(FinanceView const& finance)
{
    auto const& bridge = finance.bridge;
    auto const& years = bridge.dimensions[1].codes;
    auto const& lines = bridge.dimensions[0].codes;
    ReportTable table{"Medium-term budget in cash, £ million: each year bridged from the one before", {"Line"}, {}};
    table.caption +=
        bridge.replication.independent() > 1 ? " (in brackets: 80 per cent of futures)" : " (no intervals)";
    for (auto const& year : years) table.heads.push_back(year.label);
    auto const add = [&](std::string const& label, std::size_t measure, std::size_t line) {
        std::vector<std::string> row{label};
        for (std::size_t year = 0; year != years.size(); ++year)
            row.push_back(cell_of(bridge, measure, line * years.size() + year));
        table.rows.push_back(std::move(row));
    };
    for (std::size_t line = 0; line != lines.size(); ++line) add(lines[line].label, 0, line);
    add("Net cost at prices of " + years[0].label, 1, bridge.dimensions[0].find("net"));
    return table;
}

ReportTable risk_table(FinanceView const& finance)
{
    auto const plain = pounds_in_millions().bare();
    bool const stated =
        std::all_of(finance.risks.begin(), finance.risks.end(), [](auto const& one) { return one.stated; });
    ReportTable table{std::string{"Risk of overspending, the reserve that meets it, and what the budget has to spare, "
                                  "£ million"}
                          + (stated ? "" : " (where no budget is stated, the mean stands in for it)"),
                      {"Financial year", "Budget", "Mean cost", "80% of futures", "Chance of overspending",
                       "Reserve that is enough in 8 futures of 10", "in 9 of 10", "Headroom in 8 futures of 10"},
                      {}};
    for (auto const& risk : finance.risks)
        table.rows.push_back({risk.financial_year + ", " + std::string{name_of(risk.basis)} + " cost",
                              plain.written(risk.budget) + (risk.stated ? "" : " (the mean)"),
                              plain.written(risk.cost.mean), plain.between(risk.cost.eighty), risk.overspend.in_words(),
                              plain.written(risk.reserve_eighty()), plain.written(risk.reserve_ninety()),
                              plain.written(risk.headroom_eighty())});
    return table;
}

}  // namespace

ReportSection medium_term(FinanceView const& finance)
{
    ReportSection section{"medium-term", "The medium-term budget", {}, {}, {}, {}, {}, {}};
    auto const years = finance.bridge.dimensions[1].codes.size();
    section.paragraphs.push_back("What each financial year costs, line by line from the cost of the year before, as a "
                                 "medium-term plan has it. The lines add up in every replicate.");
    section.paragraphs.insert(section.paragraphs.end(), finance.notes.begin(), finance.notes.end());
    if (years > 1) section.charts.push_back(waterfall(finance, "bridge-next", 1));
    if (years > 2) section.charts.push_back(waterfall(finance, "bridge-term", years - 1));
    if (years < 2)
        section.paragraphs.push_back("The run holds one whole financial year: there is none to bridge it to.");
    if (years > 1) section.tables.push_back(bridge_table(finance));
    if (finance.bridge.replication.independent() > 1) section.tables.push_back(risk_table(finance));
    return section;
}

}  // namespace foresight
