#include <cmath>
#include <iostream>

#include "outputs/answers/finance.hpp"
#include "outputs/view/headlines.hpp"
#include "outputs/view/view_format.hpp"
#include "tools/foresight/commands.hpp"
#include "tools/foresight/questions.hpp"

namespace foresight {
namespace {

using Json = nlohmann::ordered_json;

std::string millions(double pounds) { return std::isnan(pounds) ? "" : shown(pounds * 1e-6, 2); }

/// One line a row, one financial year a column, in millions of pounds.
std::string bridge_text(View const& bridge, std::size_t measure)
{
    auto const& lines = bridge.dimensions[0].codes;
    auto const& years = bridge.dimensions[1].codes;
    std::vector<std::vector<std::string>> rows{{"GBP million, " + bridge.measures[measure].label}};
    for (auto const& year : years) rows[0].push_back(year.label);
    for (std::size_t l = 0; l != lines.size(); ++l) {
        auto const total = lines[l].key == "gross" || lines[l].key == "net";
        if (total) rows.push_back({});
        rows.push_back({lines[l].label});
        for (std::size_t y = 0; y != years.size(); ++y)
            rows.back().push_back(millions(bridge.estimate(measure, l * years.size() + y).mean));
        if (!total || bridge.replication.independent() < 2) continue;
        rows.push_back({"  80 per cent of futures"});
        for (std::size_t y = 0; y != years.size(); ++y) {
            auto const band = bridge.estimate(measure, l * years.size() + y).eighty;
            rows.back().push_back(millions(band.low) + " to " + millions(band.high));
        }
    }
    return aligned(rows, 1);
}

std::string activity_text(View const& activity)
{
    auto const& years = activity.dimensions[2].codes;
    std::vector<std::vector<std::string>> rows;
    for (auto const measure : {0u, 2u}) {
        if (measure > 0) rows.push_back({});
        rows.push_back({activity.measures[measure].label + ", " + activity.measures[measure].unit});
        for (auto const& year : years) rows.back().push_back(year.label);
        for (std::size_t a = 0; a != activity.dimensions[0].codes.size(); ++a)
            for (std::size_t s = 0; s != activity.dimensions[1].codes.size(); ++s) {
                rows.push_back(
                    {"  " + activity.dimensions[0].codes[a].label + ", " + activity.dimensions[1].codes[s].label});
                for (std::size_t y = 0; y != years.size(); ++y) {
                    auto const row = (a * activity.dimensions[1].codes.size() + s) * years.size() + y;
                    rows.back().push_back(shown(activity.estimate(measure, row).mean, activity.measures[measure]));
                }
            }
    }
    return aligned(rows, 1);
}

std::string risks_text(std::vector<BudgetRisk> const& risks)
{
    std::vector<std::vector<std::string>> rows{{"Net cost, GBP million", "budget", "mean", "80 per cent of futures",
                                                "P(overspend)", "reserve at P80", "at P90"}};
    for (auto const& risk : risks)
        rows.push_back({"  " + risk.financial_year, millions(risk.budget) + (risk.stated ? "" : " *"),
                        millions(risk.net.mean),
                        millions(risk.net.eighty.low) + " to " + millions(risk.net.eighty.high),
                        std::isnan(risk.overspend) ? "-" : shown(100 * risk.overspend, 0) + "%",
                        millions(risk.reserve_eighty()), millions(risk.reserve_ninety())});
    auto text = aligned(rows, 1);
    for (auto const& risk : risks)
        if (!risk.stated) return text + "  * no budget is stated: the mean stands in for it\n";
    return text;
}

std::string text_of(FinanceView const& view, std::string const& subject, bool real)
{
    auto text = subject + "\n\n" + bridge_text(view.bridge, real ? 1 : 0) + "\n" + activity_text(view.activity);
    if (view.bridge.replication.independent() > 1) text += "\n" + risks_text(view.risks);
    text += "\n";
    for (auto const& note : view.notes) text += note + "\n";
    return text;
}

Json json_of(FinanceView const& view)
{
    Json risks = Json::array();
    for (auto const& risk : view.risks) {
        Json one{{"financial_year", risk.financial_year},
                 {"budget", risk.budget},
                 {"stated", risk.stated},
                 {"net", json_number(risk.net.mean)}};
        for (auto const& [name, number] : uncertainty_fields(risk.net)) one["net_" + name] = json_number(number);
        one["overspend"] = json_number(risk.overspend);
        one["reserve_80"] = json_number(risk.reserve_eighty());
        one["reserve_90"] = json_number(risk.reserve_ninety());
        risks.push_back(std::move(one));
    }
    return {{"base_year", view.base_year},
            {"bridge", json_of(view.bridge)},
            {"activity", json_of(view.activity)},
            {"risks", risks},
            {"notes", view.notes}};
}

int finance(Arguments const& arguments)
{
    RunReader const run{arguments.words[0]};
    FinanceQuestion question;
    question.base_year = arguments.value<std::string>("base-year");
    question.years = arguments.value<std::uint32_t>("years", 5);
    if (arguments.has("budget")) question.budget = read_budget(arguments.value<std::string>("budget"));
    std::unique_ptr<RunReader> baseline;
    if (arguments.words.size() > 1) baseline = std::make_unique<RunReader>(arguments.words[1]);
    question.baseline = baseline.get();
    auto const view = finance_of(run, question);
    switch (format_of(arguments)) {
    case Format::text: std::cout << text_of(view, run.provenance().name, arguments.has("real")); break;
    case Format::csv: std::cout << csv_of(view.bridge); break;
    case Format::json: std::cout << json_of(view).dump(2) << "\n"; break;
    }
    return exit_code::done;
}

}  // namespace

Command finance_command()
{
    Command command;
    command.name = "finance";
    command.summary = "show a run as a medium-term budget, with full-year effects, risk and reserves";
    command.words = "RUN [BASELINE]";
    command.least = 1;
    command.most = 2;
    command.word = Command::Word::run;
    command.example = "foresight finance runs/baseline.h5 --budget my_budget.yaml\n"
                      "foresight finance runs/policy.h5 runs/baseline.h5 --real";
    command.options = [](po::options_description_easy_init options) {
        options("budget", po::value<std::string>()->value_name("FILE"),
                "what is set aside for each year, and the deflator (schema foresight-budget/1)")(
            "base-year", po::value<std::string>()->value_name("2024-25"),
            "the year to begin with; the first if not said")("years", po::value<std::uint32_t>()->value_name("N"),
                                                             "how many years after it (5)")(
            "real", "at the prices of the base year, instead of cash")(
            "format", po::value<std::string>()->value_name("F"), "text, csv or json");
    };
    command.run = finance;
    return command;
}

}  // namespace foresight
