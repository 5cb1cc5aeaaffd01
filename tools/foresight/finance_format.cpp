#include "tools/foresight/finance_format.hpp"

#include <cctype>
#include <cmath>
#include <sstream>

#include "outputs/view/headlines.hpp"
#include "outputs/view/view_format.hpp"

namespace foresight {
namespace {

using Json = nlohmann::ordered_json;
using Rows = std::vector<std::vector<std::string>>;

std::string millions(double pounds) { return std::isnan(pounds) ? "" : shown(pounds * 1e-6, 1); }

std::string between(Band band) { return millions(band.low) + " to " + millions(band.high); }

/// "20.4 (15.1 to 28.0)"; an end that too few replicates know is left open.
std::string with_error(double pounds, Band within)
{
    if (std::isnan(within.low))
        return millions(pounds) + (std::isnan(within.high) ? "" : " (up to " + millions(within.high) + ")");
    return millions(pounds) + " (" + (std::isnan(within.high) ? millions(within.low) + " or more" : between(within))
           + ")";
}

std::string with_error(Probability const& chance, Band within)
{
    if (std::isnan(within.low)) return chance.in_words();
    return chance.in_words() + " (" + shown(100 * within.low, 0) + " to " + shown(100 * within.high, 0) + "%)";
}

/// "cash", "at prices of 2024-25, by the GDP deflator": a label behind a comma.
std::string as_unit(std::string label)
{
    label[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(label[0])));
    return label;
}

/// One line a row, one financial year a column, in millions of pounds.
std::string bridge_text(FinanceView const& view, std::size_t measure)
{
    auto const& bridge = view.bridge;
    auto const& lines = bridge.dimensions[0].codes;
    auto const& years = bridge.dimensions[1].codes;
    Rows rows{{"GBP million, " + as_unit(bridge.measures[measure].label)}};
    for (auto const& year : years) rows[0].push_back(year.label);
    auto const add = [&](std::string label, View const& of, std::size_t row) {
        rows.push_back({std::move(label)});
        for (std::size_t y = 0; y != years.size(); ++y)
            rows.back().push_back(millions(of.estimate(measure, row * years.size() + y).mean));
    };
    auto const add_interval = [&](std::size_t row) {
        if (bridge.replication.independent() < 2) return;
        auto const add_of_each = [&](char const* label, auto const& number_of) {
            rows.push_back({label});
            for (std::size_t y = 0; y != years.size(); ++y)
                rows.back().push_back(number_of(bridge.estimate(measure, row * years.size() + y)));
        };
        add_of_each("  error of the mean", [](Estimate const& of) { return shown(of.error * 1e-6, 2); });
        add_of_each("  80 per cent of futures, from", [](Estimate const& of) { return millions(of.eighty.low); });
        add_of_each("  to", [](Estimate const& of) { return millions(of.eighty.high); });
        add_of_each("  95 per cent of futures, from", [](Estimate const& of) { return millions(of.ninety_five.low); });
        add_of_each("  to", [](Estimate const& of) { return millions(of.ninety_five.high); });
    };
    auto const add_price_rise = [&] {
        rows.push_back({measure == 0 ? "  the same care dearer by" : "  the same care dearer by, in cash"});
        for (std::size_t y = 0; y != years.size(); ++y) {
            auto const rise = view.price_rise.estimate(0, y).mean;
            rows.back().push_back(std::isnan(rise) ? "" : shown(100 * rise, 1) + "%");
        }
    };
    for (std::size_t l = 0; l != lines.size(); ++l) {
        bool const is_gross = lines[l].key == "gross", is_net = lines[l].key == "net";
        if (is_gross || (is_net && view.clients_pay)) rows.push_back({});
        add(line_label(bridge, l, measure), bridge, l);
        if (lines[l].key == "price") add_price_rise();
        // Where no client pays, net cost is the gross, as its label says, and the band stands there already.
        if (is_gross || (is_net && view.clients_pay)) add_interval(l);
    }
    rows.push_back({});
    rows.push_back({"Of these, together"});
    for (std::size_t s = 0; s != view.subtotals.dimensions[0].codes.size(); ++s)
        add("  " + view.subtotals.dimensions[0].codes[s].label, view.subtotals, s);
    if (!view.baseline.empty()) {
        rows.push_back({});
        rows.push_back({"Against " + view.baseline});
        for (std::size_t l = 0; l != view.against.dimensions[0].codes.size(); ++l)
            add("  " + view.against.dimensions[0].codes[l].label, view.against, l);
        if (view.against.replication.independent() > 1) {
            rows.push_back({"  error of that mean"});
            for (std::size_t y = 0; y != years.size(); ++y)
                rows.back().push_back(shown(view.against.estimate(measure, years.size() + y).error * 1e-6, 2));
        }
    }
    return aligned(rows, 1);
}

std::string activity_text(View const& activity, bool real)
{
    auto const& years = activity.dimensions[2].codes;
    Rows rows;
    for (auto const measure : {0u, real ? 4u : 2u}) {
        if (measure > 0) rows.push_back({});
        auto const& about = activity.measures[measure];
        rows.push_back({about.label + ", " + about.unit + (measure == 2 ? ", cash" : "")});
        for (auto const& year : years) rows.back().push_back(year.label);
        for (std::size_t a = 0; a != activity.dimensions[0].codes.size(); ++a)
            for (std::size_t s = 0; s != activity.dimensions[1].codes.size(); ++s) {
                rows.push_back(
                    {"  " + activity.dimensions[0].codes[a].label + ", " + activity.dimensions[1].codes[s].label});
                for (std::size_t y = 0; y != years.size(); ++y) {
                    auto const row = (a * activity.dimensions[1].codes.size() + s) * years.size() + y;
                    rows.back().push_back(shown(activity.estimate(measure, row).mean, about));
                }
            }
    }
    return aligned(rows, 1);
}

std::string year_and_basis(BudgetRisk const& risk)
{
    return "  " + risk.financial_year + ", " + std::string{name_of(risk.basis)} + " cost";
}

/// Against what is set aside, the gap that is expected told apart from the risk above it; and of years for which nothing is
/// stated, what the spread alone asks for.
std::string risks_text(std::vector<BudgetRisk> const& risks, bool bridge_is_real)
{
    Rows stated{{"GBP million, cash", "budget", "mean", "mean less budget", "80 per cent of futures", "P(overspend)"}};
    Rows reserves{{"GBP million, cash", "P80 above the mean", "reserve at P80", "at P90", "headroom at P80"}};
    Rows open{{"GBP million, cash", "mean", "80 per cent of futures", "P80 above the mean", "P90 above the mean"}};
    for (auto const& risk : risks) {
        auto const eighty = between(risk.cost.eighty);
        if (risk.stated) {
            stated.push_back({year_and_basis(risk), millions(risk.budget), millions(risk.cost.mean),
                              with_error(risk.expected_gap(), risk.expected_gap_within()), eighty,
                              with_error(risk.overspend, risk.overspend_within)});
            reserves.push_back(
                {"  " + risk.financial_year, with_error(risk.eighty_above_mean(), risk.eighty_above_mean_within()),
                 with_error(risk.reserve_eighty(), risk.reserve_eighty_within()),
                 with_error(risk.reserve_ninety(), risk.reserve_ninety_within()), millions(risk.headroom_eighty())});
        } else
            open.push_back({year_and_basis(risk), millions(risk.cost.mean), eighty,
                            with_error(risk.eighty_above_mean(), risk.eighty_above_mean_within()),
                            with_error(risk.ninety_above_mean(), risk.ninety_above_mean_within())});
    }
    std::string text;
    if (stated.size() > 1)
        text +=
            aligned(stated, 1)
            + "\nReserve = mean less budget (a gap that is expected) + P80 or P90 above the mean, not below nought:\n"
            + aligned(reserves, 1);
    if (stated.size() > 1 && open.size() > 1) text += "\nNo budget is stated for these:\n";
    if (open.size() > 1) text += aligned(open, 1);
    if (bridge_is_real) text += "In cash, though what stands above is in real terms: a budget is set in cash.\n";
    return text
           + "P80: eight futures in ten cost no more; the upper end of the 80 per cent band is P90.\n"
             "In brackets: what the Monte Carlo error of so many replicates leaves open, with 95 per cent "
             "confidence.\n";
}

/// The numbers of a year's risk, by the names that CSV and JSON give them. Of what is no number without a budget there is
/// none.
std::vector<std::pair<std::string, double>> numbers_of(BudgetRisk const& risk)
{
    std::vector<std::pair<std::string, double>> all;
    auto const add_with_error = [&](std::string const& name, double number, Band within) {
        all.insert(all.end(), {{name, number}, {name + "_low95", within.low}, {name + "_high95", within.high}});
    };
    auto const if_stated = [&](double number) { return risk.stated ? number : no_number; };
    auto const band_if_stated = [&](Band band) { return risk.stated ? band : Band{no_number, no_number}; };
    all.emplace_back("budget", if_stated(risk.budget));
    all.emplace_back("cost", risk.cost.mean);
    for (auto const& [name, number] : uncertainty_fields(risk.cost)) all.emplace_back("cost_" + name, number);
    add_with_error("mean_less_budget", if_stated(risk.expected_gap()), band_if_stated(risk.expected_gap_within()));
    add_with_error("p80", risk.at_eighty, risk.eighty_within);
    add_with_error("p90", risk.at_ninety, risk.ninety_within);
    add_with_error("p80_above_mean", risk.eighty_above_mean(), risk.eighty_above_mean_within());
    add_with_error("p90_above_mean", risk.ninety_above_mean(), risk.ninety_above_mean_within());
    add_with_error("overspend", if_stated(risk.overspend.number), band_if_stated(risk.overspend_within));
    add_with_error("reserve_80", if_stated(risk.reserve_eighty()), band_if_stated(risk.reserve_eighty_within()));
    add_with_error("reserve_90", if_stated(risk.reserve_ninety()), band_if_stated(risk.reserve_ninety_within()));
    all.emplace_back("headroom_80", if_stated(risk.headroom_eighty()));
    return all;
}

/// What of it is words.
std::vector<std::pair<std::string, std::string>> words_of(BudgetRisk const& risk)
{
    return {{"financial_year", risk.financial_year},
            {"basis", std::string{name_of(risk.basis)}},
            {"budget_is", risk.stated ? "stated" : "not stated"},
            {"overspend_is", risk.stated ? std::string{name_of(risk.overspend.is)} : "unknown"}};
}

std::string csv_of(std::vector<BudgetRisk> const& risks)
{
    std::string heads, text;
    for (auto const& risk : risks) {
        heads.clear();
        std::string row;
        for (auto const& [name, word] : words_of(risk)) heads += name + ",", row += csv_field(word) + ",";
        for (auto const& [name, number] : numbers_of(risk)) heads += name + ",", row += csv_number(number) + ",";
        row.back() = heads.back() = '\n';
        text += row;
    }
    return heads + text;
}

/// A table with a last column that says at whose prices its real terms are.
std::string with_price_base(std::string const& table, std::string const& prices_of)
{
    std::istringstream lines{table};
    std::string text, line;
    while (std::getline(lines, line)) text += line + "," + (text.empty() ? "real_at_prices_of" : prices_of) + "\n";
    return text;
}

Json json_of(std::vector<BudgetRisk> const& risks)
{
    Json all = Json::array();
    for (auto const& risk : risks) {
        Json one;
        for (auto const& [name, word] : words_of(risk)) one[name] = word;
        for (auto const& [name, number] : numbers_of(risk)) one[name] = json_number(number);
        all.push_back(std::move(one));
    }
    return all;
}

}  // namespace

std::string text_of(FinanceView const& view, std::string const& subject, FinanceParts const& parts)
{
    auto text = subject + (view.baseline.empty() ? "" : ", against " + view.baseline) + "\n";
    for (auto const& caution : view.cautions) text += "Caution on the policy line: " + caution + ".\n";
    if (!parts.reserves_alone)
        text += "\n" + bridge_text(view, parts.real ? 1 : 0) + "\n" + activity_text(view.activity, parts.real);
    if (view.bridge.replication.independent() > 1) text += "\n" + risks_text(view.risks, parts.real);
    text += "\n";
    for (auto const& note : view.notes) text += note + "\n";
    return text;
}

std::string csv_of(FinanceView const& view, FinanceParts const& parts)
{
    if (parts.reserves_alone) return csv_of(view.risks);
    auto table = csv_of(view.bridge);
    if (!view.baseline.empty()) {
        auto const against = csv_of(view.against);
        table += against.substr(against.find('\n') + 1);
    }
    return with_price_base(table, view.base_year);
}

Json json_of(FinanceView const& view, FinanceParts const& parts)
{
    Json all{{"base_year", view.base_year}, {"net_is", view.clients_pay ? "net" : "gross"}};
    if (!view.baseline.empty()) all["baseline"] = view.baseline;
    if (!parts.reserves_alone)
        all["bridge"] = json_of(view.bridge), all["subtotals"] = json_of(view.subtotals),
        all["price_rise"] = json_of(view.price_rise), all["activity"] = json_of(view.activity);
    if (!parts.reserves_alone && !view.baseline.empty()) all["against"] = json_of(view.against);
    all["risks"] = json_of(view.risks);
    all["cautions"] = view.cautions;
    all["notes"] = view.notes;
    return all;
}

}  // namespace foresight
