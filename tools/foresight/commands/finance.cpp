#include <cmath>
#include <iostream>

#include "outputs/answers/finance.hpp"
#include "outputs/answers/study.hpp"
#include "outputs/view/headlines.hpp"
#include "outputs/view/view_format.hpp"
#include "tools/foresight/commands.hpp"
#include "tools/foresight/questions.hpp"

namespace foresight {
namespace {

using Json = nlohmann::ordered_json;

std::string millions(double pounds) { return std::isnan(pounds) ? "" : shown(pounds * 1e-6, 2); }

/// What of a finance view is asked for.
struct Shown {
    bool real = false;
    bool reserves_alone = false;
};

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
        rows.push_back({line_label(bridge, l, measure)});
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
    std::vector<std::vector<std::string>> rows{{"GBP million, Cash", "budget", "mean", "80 per cent of futures",
                                                "P(overspend)", "reserve at P80", "at P90", "headroom at P80"}};
    for (auto const& risk : risks)
        rows.push_back({"  " + risk.financial_year + ", " + std::string{name_of(risk.basis)} + " cost",
                        millions(risk.budget) + (risk.stated ? "" : " *"), millions(risk.cost.mean),
                        millions(risk.cost.eighty.low) + " to " + millions(risk.cost.eighty.high),
                        risk.overspend.in_words(), millions(risk.reserve_eighty()), millions(risk.reserve_ninety()),
                        millions(risk.headroom_eighty())});
    auto text = aligned(rows, 1);
    for (auto const& risk : risks)
        if (!risk.stated) return text + "  * no budget is stated: the mean stands in for it\n";
    return text;
}

std::string text_of(FinanceView const& view, std::string const& subject, Shown const& shown)
{
    auto text = subject + "\n";
    if (!shown.reserves_alone)
        text += "\n" + bridge_text(view.bridge, shown.real ? 1 : 0) + "\n" + activity_text(view.activity);
    if (view.bridge.replication.independent() > 1) text += "\n" + risks_text(view.risks);
    text += "\n";
    for (auto const& note : view.notes) text += note + "\n";
    return text;
}

/// The numbers of a year's risk, by the names that CSV and JSON give them.
std::vector<std::pair<std::string, double>> numbers_of(BudgetRisk const& risk)
{
    std::vector<std::pair<std::string, double>> all{{"budget", risk.budget}, {"cost", risk.cost.mean}};
    for (auto const& [name, number] : uncertainty_fields(risk.cost)) all.emplace_back("cost_" + name, number);
    all.insert(all.end(), {{"overspend", risk.overspend.number},
                           {"reserve_80", risk.reserve_eighty()},
                           {"reserve_90", risk.reserve_ninety()},
                           {"headroom_80", risk.headroom_eighty()}});
    return all;
}

/// What of it is words.
std::vector<std::pair<std::string, std::string>> words_of(BudgetRisk const& risk)
{
    return {{"financial_year", risk.financial_year},
            {"basis", std::string{name_of(risk.basis)}},
            {"budget_is", risk.stated ? "stated" : "mean"},
            {"overspend_is", std::string{name_of(risk.overspend.is)}}};
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

Json json_of(FinanceView const& view, Shown const& shown)
{
    Json all{{"base_year", view.base_year}};
    if (!shown.reserves_alone) all["bridge"] = json_of(view.bridge), all["activity"] = json_of(view.activity);
    all["risks"] = json_of(view.risks);
    all["notes"] = view.notes;
    return all;
}

void refuse_studies(RunReader const& run)
{
    if (is_study(run))
        refuse(run.path() + " is a study", "a budget is bridged month by month, and a study keeps results only",
               "ask for the budget of a run of one of its scenarios");
}

int finance(Arguments const& arguments)
{
    Shown const shown{arguments.has("real"), arguments.has("reserves")};
    if (shown.real && shown.reserves_alone)
        refuse("--reserves are not shown in real terms", "a budget is set in cash", "leave --real out");
    RunReader const run{arguments.words[0]};
    refuse_studies(run);
    FinanceQuestion question;
    question.base_year = arguments.value<std::string>("base-year");
    question.years = arguments.value<std::uint32_t>("years", 5);
    if (arguments.has("budget")) question.budget = read_budget(arguments.value<std::string>("budget"));
    std::unique_ptr<RunReader> baseline;
    if (arguments.words.size() > 1) baseline = std::make_unique<RunReader>(arguments.words[1]);
    if (baseline) refuse_studies(*baseline);
    question.baseline = baseline.get();
    auto const view = finance_of(run, question);
    switch (format_of(arguments)) {
    case Format::text: std::cout << text_of(view, run.provenance().name, shown); break;
    case Format::csv: std::cout << (shown.reserves_alone ? csv_of(view.risks) : csv_of(view.bridge)); break;
    case Format::json: std::cout << json_of(view, shown).dump(2) << "\n"; break;
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
                      "foresight finance runs/policy.h5 runs/baseline.h5 --real\n"
                      "foresight finance runs/baseline.h5 --budget my_budget.yaml --reserves --format csv";
    command.options = [](po::options_description_easy_init options) {
        options("budget", po::value<std::string>()->value_name("FILE"),
                "what is set aside for each year, and the deflator (schema foresight-budget/1)")(
            "base-year", po::value<std::string>()->value_name("2024-25"),
            "the year to begin with; the first if not said")("years", po::value<std::uint32_t>()->value_name("N"),
                                                             "how many years after it (5)")(
            "real", "at the prices of the base year, instead of cash")(
            "reserves", "the chance of overspending, reserves and headroom alone; with csv a table of them")(
            "format", po::value<std::string>()->value_name("F"), "text, csv or json");
    };
    command.run = finance;
    return command;
}

}  // namespace foresight
