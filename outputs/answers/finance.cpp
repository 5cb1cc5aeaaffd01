#include "outputs/answers/finance.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <limits>

#include "engine/core/error.hpp"
#include "outputs/answers/finance_notes.hpp"
#include "outputs/answers/weekly_ledger.hpp"
#include "outputs/view/comparison.hpp"
#include "outputs/view/headlines.hpp"

namespace foresight {
namespace {

/// Lines of the bridge, in their order. Those from `first_change` to `last_change` add up to the growth of a year.
enum Line : std::size_t {
    base_budget,
    full_year_starters,
    full_year_leavers,
    full_year_price,
    full_year_mix,
    year_starters,
    year_leavers,
    year_price,
    year_mix,
    calendar,
    policy,
    gross,
    contributions,
    net,
    lines
};

std::vector<TableCode> const line_codes{
    {"base_budget", "Cost of the year before"},
    {"full_year_starters", "Full-year effect of last year's starters"},
    {"full_year_leavers", "Full-year effect of last year's leavers"},
    {"full_year_price", "Full-year effect of last year's prices"},
    {"full_year_mix", "Full-year effect of last year's moves"},
    {"starters", "Inflow: starters in the year"},
    {"leavers", "Attrition: leavers in the year"},
    {"price", "Price: uplifts in the year"},
    {"mix", "Mix: moves between settings and age groups in the year"},
    {"calendar", "Days in the year"},
    {"policy", "Policy changes"},
    {"gross", "Gross cost"},
    {"contributions", "Less: contributions of clients"},
    {"net", "Net cost"},
};

/// Lines that are read together.
struct Subtotal {
    TableCode code;
    std::vector<Line> of;
};

std::vector<Subtotal> const subtotals{
    {{"full_year_effects", "Full-year effects of last year, net", {}},
     {full_year_starters, full_year_leavers, full_year_price, full_year_mix}},
    {{"demand_and_complexity", "Demand and complexity: starters, leavers and moves together", {}},
     {full_year_starters, full_year_leavers, full_year_mix, year_starters, year_leavers, year_mix}}};

/// A measure of care_cost by financial year, replicate by replicate.
std::vector<std::vector<double>> yearly(RunReader const& run, std::vector<Period> const& years, char const* measure)
{
    auto const& table = run.table("care_cost");
    auto const view = view_of(run, table, {{"financial_year"}, {}});
    std::vector<std::vector<double>> all;
    for (auto const& year : years) {
        auto const row = view.dimensions[0].find(year.label);
        auto const* const values = view.cell(table.measure(measure), row);
        all.emplace_back(values, values + view.replicates());
    }
    return all;
}

/// The financial years that a run holds whole.
std::vector<Period> const& whole_years(RunReader const& run)
{
    for (char const* const table : {"care_cost", "care_budget"})
        if (!run.has(table))
            refuse(run.path() + " has no table " + table, "the finance view is made of it",
                   "add it to the scenario's 'tables', or leave that key out: then all tables are made");
    auto const& all = run.table("care_cost").periods;
    if (all.empty())
        refuse(run.path() + " has no whole financial year", "it is too short, and a budget is of April to March",
               "live it longer, such as with --set clock.years=4");
    return all;
}

using YearsFrom = std::vector<Period>::const_iterator;

YearsFrom year_called(std::vector<Period> const& all, std::string const& label)
{
    return std::find_if(all.begin(), all.end(), [&](Period const& year) { return year.label == label; });
}

std::string labels_of(std::vector<Period> const& years)
{
    std::string labels;
    for (auto const& year : years) labels += (labels.empty() ? "" : ", ") + year.label;
    return labels;
}

[[noreturn]] void refuse_base_year(RunReader const& run, std::string const& asked)
{
    auto const& all = whole_years(run);
    if (auto const meant = financial_year_meant(asked); year_called(all, meant) != all.end())
        refuse("'" + asked + "' is no financial year as it is written here", "it begins in April",
               "write --base-year " + meant);
    refuse(run.path() + " has no whole financial year " + asked, "it has " + labels_of(all),
           "begin with one of them: --base-year " + all.front().label);
}

std::vector<Period> years_asked(RunReader const& run, FinanceQuestion const& question)
{
    auto const& all = whole_years(run);
    auto const first = question.base_year.empty() ? all.begin() : year_called(all, question.base_year);
    if (first == all.end()) refuse_base_year(run, question.base_year);
    auto const last = all.end() - first > static_cast<std::ptrdiff_t>(question.years)
                          ? first + static_cast<std::ptrdiff_t>(question.years) + 1
                          : all.end();
    return {first, last};
}

/// Those of `years`, from the first on, that the baseline holds too.
std::vector<Period> years_shared(RunReader const& run, RunReader const& baseline, std::vector<Period> years)
{
    auto const& all = whole_years(baseline);
    auto const first = year_called(all, years.front().label);
    if (first == all.end())
        refuse(baseline.path() + " has no whole financial year " + years.front().label,
               "it has " + labels_of(all) + ", and " + run.path() + " is bridged from " + years.front().label,
               "live both over the same years");
    years.resize(std::min(years.size(), static_cast<std::size_t>(all.end() - first)));
    return years;
}

/// The prices of each year against those of the first.
std::vector<double> price_levels(std::vector<Period> const& years, Deflator const& deflator)
{
    std::vector<double> levels{1};
    for (std::size_t y = 1; y < years.size(); ++y)
        levels.push_back(levels.back() * (1 + deflator.growth_in(years[y].label) / 100));
    return levels;
}

/// "At prices of 2024-25, by the GDP deflator"
std::string at_prices_of(std::string const& year, Deflator const& deflator)
{
    if (!deflator.known()) return "At prices of " + year + ", no deflator being at hand";
    return "At prices of " + year + ", by " + deflator.called();
}

TableDimension years_dimension(std::vector<Period> const& years)
{
    TableDimension made{"financial_year", "Financial year", {}};
    for (auto const& year : years) made.codes.push_back({year.label, year.label, {}});
    return made;
}

/// Values by line, year and replicate.
using Bridge = std::array<std::vector<std::vector<double>>, lines>;

Bridge bridge_of(RunReader const& run, RunReader const* baseline, std::vector<Period> const& years)
{
    auto const& lived = baseline ? *baseline : run;
    auto const ledger = ledger_of(lived);
    auto const replicates = lived.replicates();
    Bridge bridge;
    for (auto& line : bridge) line.assign(years.size(), std::vector<double>(replicates, no_number));
    auto const cost = yearly(run, years, "gross"), cost_without = yearly(lived, years, "gross");
    auto const contribution = yearly(run, years, "contribution");
    YearOfChanges before;
    for (std::size_t y = 0; y != years.size(); ++y) {
        auto const now = changes_of(ledger, years[y], replicates);
        for (std::size_t r = 0; r != replicates; ++r) {
            bridge[gross][y][r] = cost[y][r];
            bridge[contributions][y][r] = contribution[y][r];
            bridge[net][y][r] = cost[y][r] - contribution[y][r];
            if (y == 0) continue;
            bridge[base_budget][y][r] = cost[y - 1][r];
            for (std::size_t cause = 0; cause != causes; ++cause) {
                bridge[full_year_starters + cause][y][r] = before.full_year[cause][r];
                bridge[year_starters + cause][y][r] = now.in_year[cause][r];
            }
            bridge[calendar][y][r] =
                before.weekly_at_end[r]
                * (weeks_between(years[y].first, years[y].last) - weeks_between(years[y - 1].first, years[y - 1].last));
            bridge[policy][y][r] = cost[y][r] - cost_without[y][r] - (cost[y - 1][r] - cost_without[y - 1][r]);
        }
        before = now;
    }
    return bridge;
}

/// The cash of a line at the prices of the first year. What general inflation takes from the year before is set against
/// price, so that each year begins at the last one's real cost and its lines lead to its own.
double in_real_terms(std::size_t line, std::size_t y, double cash, double base, std::vector<double> const& levels)
{
    if (y == 0) return cash;
    if (line == base_budget) return cash / levels[y - 1];
    if (line == year_price) return (cash + base) / levels[y] - base / levels[y - 1];
    return cash / levels[y];
}

/// What the lines of a run are called: where no client pays, the row of net cost says that it is no net cost.
std::vector<TableCode> codes_of_lines(bool clients_pay)
{
    auto codes = line_codes;
    if (clients_pay) return codes;
    codes[contributions].label = "Less: contributions of clients (come with the means test)";
    codes[net].label = "Net cost (the gross, until they come)";
    return codes;
}

View bridge_view(Replication const& replication, Bridge const& bridge, std::vector<Period> const& years,
                 std::vector<double> const& levels, std::string const& real, bool clients_pay)
{
    View view;
    view.table = "medium_term";
    view.label = "Adult social care, from each year's cost to the next";
    view.dimensions = {{"line", "Line", codes_of_lines(clients_pay)}, years_dimension(years)};
    view.measures = {{"cash", "Cash", "GBP", MeasureKind::flow}, {"real", real, "GBP", MeasureKind::flow}};
    view.replication = replication;
    view.values.resize(2);
    for (std::size_t line = 0; line != lines; ++line)
        for (std::size_t y = 0; y != years.size(); ++y)
            for (std::size_t r = 0; r != view.replicates(); ++r) {
                auto const cash = bridge[line][y][r];
                view.values[0].push_back(cash);
                view.values[1].push_back(in_real_terms(line, y, cash, bridge[base_budget][y][r], levels));
            }
    return view;
}

/// The same by financial year; the first has nothing before it, as in the bridge.
View price_rise_view(RunReader const& run, Replication const& replication, std::vector<Period> const& years)
{
    auto const ledger = ledger_of(run);
    View view;
    view.table = "price_rise";
    view.label = "Price: what it makes the same care dearer by in the year";
    view.dimensions = {years_dimension(years)};
    view.measures = {{"rise", "Rise of prices in the year", "share", MeasureKind::ratio}};
    view.replication = replication;
    view.values.resize(1);
    for (std::size_t y = 0; y != years.size(); ++y) {
        auto const rise = y == 0 ? std::vector<double>(view.replicates(), no_number)
                                 : price_rise_in(ledger, years[y], view.replicates());
        view.values[0].insert(view.values[0].end(), rise.begin(), rise.end());
    }
    return view;
}

/// What the run without the policy costs in each year, and how much more or less the policy's does in the same.
View against_view(View const& bridge, RunReader const& baseline, std::vector<Period> const& years,
                  std::vector<double> const& levels)
{
    auto view = bridge;
    view.label = "Gross cost of each year against the baseline's";
    view.dimensions[0].codes = {{"baseline_gross", "Gross cost of the baseline", {}},
                                {"against_baseline", "Gross cost above (+) or below (-) the baseline's", {}}};
    for (auto& values : view.values) values.clear();
    auto const cost = yearly(baseline, years, "gross");
    for (std::size_t m = 0; m != view.measures.size(); ++m)
        for (bool const difference : {false, true})
            for (std::size_t y = 0; y != years.size(); ++y)
                for (std::size_t r = 0; r != view.replicates(); ++r) {
                    auto const without = m == 0 ? cost[y][r] : cost[y][r] / levels[y];
                    auto const with = bridge.cell(m, gross * years.size() + y)[r];
                    view.values[m].push_back(difference ? with - without : without);
                }
    return view;
}

View subtotals_of(View const& bridge)
{
    auto view = bridge;
    view.label = "Lines of the medium-term bridge, taken together";
    view.dimensions[0].codes.clear();
    auto const years = bridge.dimensions[1].codes.size();
    for (auto& values : view.values) values.clear();
    for (auto const& [code, of] : subtotals) {
        view.dimensions[0].codes.push_back(code);
        for (std::size_t m = 0; m != view.measures.size(); ++m)
            for (std::size_t y = 0; y != years; ++y)
                for (std::size_t r = 0; r != view.replicates(); ++r) {
                    double sum = 0;
                    for (auto const line : of) sum += bridge.cell(m, line * years + y)[r];
                    view.values[m].push_back(sum);
                }
    }
    return view;
}

/// Clients, client-weeks, cost of a week and gross cost by age group and setting.
View activity_view(RunReader const& run, std::vector<Period> const& years, std::vector<double> const& levels,
                   std::string const& real)
{
    auto const& budget = run.table("care_budget");
    auto const& cost = run.table("care_cost");
    auto const stock = view_of(run, budget, {{"financial_year", "age_group", "setting"}, {}});
    auto const flow = view_of(run, cost, {{"financial_year", "age_group", "setting"}, {}});
    View view;
    view.table = "activity";
    view.label = "People with long-term support, and what it costs";
    view.dimensions = {stock.dimensions[1], stock.dimensions[2], years_dimension(years)};
    view.measures = {
        {"clients", "Clients at 31 March", "persons", MeasureKind::stock},
        {"weeks", "Client-weeks", "weeks", MeasureKind::flow},
        {"unit_cost", "Gross cost of a client-week", "GBP per week", MeasureKind::ratio},
        {"gross", "Gross cost", "GBP", MeasureKind::flow},
        {"unit_cost_real", "Gross cost of a client-week, a" + real.substr(1), "GBP per week", MeasureKind::ratio}};
    view.replication = stock.replication;
    view.values.resize(view.measures.size());
    auto const replicates = view.replicates();
    auto const of_stock = [&](std::size_t y, std::size_t a, std::size_t s) {
        return (y * stock.dimensions[1].codes.size() + a) * stock.dimensions[2].codes.size() + s;
    };
    // The table of costs has finer age groups; the last digits of a code tell where one begins.
    auto const older = [](std::string const& key) { return !key.starts_with("18"); };
    for (std::size_t a = 0; a != view.dimensions[0].codes.size(); ++a)
        for (std::size_t s = 0; s != view.dimensions[1].codes.size(); ++s)
            for (std::size_t y = 0; y != years.size(); ++y) {
                auto const& year = years[y];
                auto const* const clients =
                    stock.cell(budget.measure("clients"), of_stock(stock.dimensions[0].find(year.label), a, s));
                std::vector<double> weeks(replicates), pounds(replicates);
                for (std::size_t row = 0; row != flow.rows(); ++row) {
                    auto const at = flow.positions(row);
                    if (flow.dimensions[0].codes[at[0]].key != year.label) continue;
                    if (older(flow.dimensions[1].codes[at[1]].key) != older(view.dimensions[0].codes[a].key)) continue;
                    if (flow.dimensions[2].codes[at[2]].key != view.dimensions[1].codes[s].key) continue;
                    for (std::size_t r = 0; r != replicates; ++r) {
                        weeks[r] += flow.cell(cost.measure("weeks"), row)[r];
                        pounds[r] += flow.cell(cost.measure("gross"), row)[r];
                    }
                }
                for (std::size_t r = 0; r != replicates; ++r) {
                    view.values[0].push_back(clients[r]);
                    view.values[1].push_back(weeks[r]);
                    view.values[2].push_back(weeks[r] > 0 ? pounds[r] / weeks[r] : no_number);
                    view.values[3].push_back(pounds[r]);
                    view.values[4].push_back(view.values[2].back() / levels[y]);
                }
            }
    return view;
}

std::vector<BudgetRisk> risks_of(View const& bridge, std::vector<Period> const& years, Budget const& budget,
                                 bool clients_pay)
{
    std::vector<BudgetRisk> risks;
    for (std::size_t y = 0; y != years.size(); ++y)
        risks.push_back(risk_of(years[y].label, bridge.replication, bridge.cell(0, gross * years.size() + y),
                                bridge.cell(0, net * years.size() + y), budget, clients_pay));
    return risks;
}

void refuse_net_alone(std::vector<Period> const& years, Budget const& budget)
{
    for (auto const& year : years) {
        auto const line = budget.lines.find(year.label);
        if (line != budget.lines.end() && !line->second.gross)
            refuse("the budget for " + year.label + " is net alone, and this run has no net cost",
                   "there is no means test yet, so that no client of the run pays a contribution; held against gross "
                   "cost, "
                   "a net budget would be overspent by all of them",
                   "state 'gross' in " + budget.file + ": what is set aside before clients' contributions");
    }
}

/// A budget in thousands or millions is none in pounds: what is far from the cost of its year is refused at its place.
void refuse_lines_of_another_size(View const& bridge, std::vector<Period> const& years, Budget const& budget)
{
    constexpr double farthest = 20;
    Mistakes mistakes;
    auto const check = [&](std::optional<double> stated, Mistake mistake, Line line, std::size_t y) {
        auto const mean = bridge.estimate(0, line * years.size() + y).mean;
        if (!stated || !(mean > 0)) return;
        auto const is_far = [&](double pounds) { return pounds < mean / farthest || pounds > mean * farthest; };
        if (!is_far(*stated)) return;
        mistake.problem = "a budget of GBP " + shown(*stated, 0) + " for " + years[y].label
                          + ", where the run's mean is GBP " + shown(mean, 0);
        mistake.reason =
            "it is held against that mean, and is not a twentieth of it, or more than twenty times as much";
        mistake.suggestion = "a budget is in pounds: write it so, or leave the year out";
        for (double const unit : {1e-6, 1e-3, 1e3, 1e6, 1e9})
            if (!is_far(*stated * unit))
                mistake.suggestion =
                    "a budget is in pounds: did you mean " + std::to_string(std::llround(*stated * unit)) + "?";
        mistakes.add(std::move(mistake));
    };
    for (std::size_t y = 0; y != years.size(); ++y) {
        auto const line = budget.lines.find(years[y].label);
        if (line == budget.lines.end()) continue;
        check(line->second.gross, line->second.gross_place, gross, y);
        check(line->second.net, line->second.net_place, net, y);
    }
    mistakes.refuse_if_any();
}

/// What a run is called beside another; by its file too where the other is called so.
std::string name_beside(RunReader const& run, RunReader const& other)
{
    auto const stem = std::filesystem::path{run.path()}.stem().string();
    auto const& name = run.provenance().name;
    return name.empty() ? stem : name == other.provenance().name ? name + " (" + stem + ")" : name;
}

/// Whether the county has more clients at the end than at the beginning while starters less leavers take from its cost.
bool cheaper_in_than_out(View const& bridge, View const& activity)
{
    auto const years = bridge.dimensions[1].codes.size();
    double clients = 0, flow = 0;
    for (std::size_t row = 0; row != activity.rows(); ++row) {
        if (row % years == 0) clients -= activity.estimate(0, row).mean;
        if (row % years == years - 1) clients += activity.estimate(0, row).mean;
    }
    for (std::size_t y = 1; y < years; ++y)
        for (auto const line : {full_year_starters, full_year_leavers, year_starters, year_leavers})
            flow += bridge.estimate(0, line * years + y).mean;
    return clients > 0 && flow < 0;
}

}  // namespace

std::string line_label(View const& bridge, std::size_t line, std::size_t measure)
{
    return measure == 1 && line == year_price ? "Price: uplifts in the year, above general inflation"
                                              : bridge.dimensions[0].codes[line].label;
}

std::vector<std::string> lines_of_subtotal(std::string const& key)
{
    std::vector<std::string> keys;
    for (auto const& [code, of] : subtotals)
        for (auto const line : of)
            if (code.key == key) keys.push_back(line_codes[line].key);
    return keys;
}

FinanceView finance_of(RunReader const& run, FinanceQuestion const& question)
{
    auto years = years_asked(run, question);
    auto const asked = years.size();
    auto const* const baseline = question.baseline;
    auto const& deflator = question.budget.deflator;
    if (baseline) {
        years = years_shared(run, *baseline, std::move(years));
        if (baseline->provenance().replicates != run.provenance().replicates)
            refuse(baseline->path() + " has other replicates than " + run.path(),
                   "a policy line is a difference replicate by replicate", "live both with the same --replicates");
        if (!same_luck(run.provenance(), baseline->provenance()))
            refuse(baseline->path() + " shares no luck with " + run.path(),
                   "a policy line is a difference replicate by replicate, and between other seeds or other uncertain "
                   "values it would be mostly chance",
                   "live both with the same --seed, or see 'compare' for the difference of their means");
    }
    FinanceView view;
    view.base_year = years.front().label;
    view.clients_pay = !contributions_are_nought(run);
    if (!view.clients_pay) refuse_net_alone(years, question.budget);
    auto const levels = price_levels(years, deflator);
    auto const real = at_prices_of(view.base_year, deflator);
    auto const replication = Replication{run.provenance().replicates};
    view.bridge = bridge_view(replication, bridge_of(run, baseline, years), years, levels, real, view.clients_pay);
    view.subtotals = subtotals_of(view.bridge);
    if (baseline) {
        view.baseline = name_beside(*baseline, run);
        view.against = against_view(view.bridge, *baseline, years, levels);
    }
    view.price_rise = price_rise_view(baseline ? *baseline : run, replication, years);
    view.activity = activity_view(run, years, levels, real);
    refuse_lines_of_another_size(view.bridge, years, question.budget);
    view.risks = risks_of(view.bridge, years, question.budget, view.clients_pay);

    auto& notes = view.notes;
    auto const add = [&](std::string note) {
        if (!note.empty()) notes.push_back(std::move(note));
    };
    if (baseline) {
        add(note_of_a_swap(run, *baseline));
        add(note_of_the_policy_line(view.baseline));
    }
    add(note_of_several_councils(run));
    add(question.limits);
    if (auto const& caveat = run.provenance().caveat; !caveat.empty()) add("Caveat of the scenario: " + caveat);
    add(note_of_the_base_year(view.risks.front(), question.budget));
    if (!view.clients_pay) add(note_of_no_contributions(view.risks, question.budget));
    if (cheaper_in_than_out(view.bridge, view.activity)) add(note_of_demand());
    add(note_of_uplifts(run.provenance()));
    add(note_of_prices(view.base_year, deflator));
    add(note_of_few_replicates(replication.independent()));
    if (baseline) {
        auto const* const difference = view.against.cell(0, years.size());
        add(note_of_an_early_policy(replication, {difference, difference + view.against.replicates()}, view.base_year));
        if (years.size() < asked)
            add("The baseline ends with " + years.back().label + ": later years have no baseline, and are left out.");
        view.cautions = cautions(*baseline, run);
    }
    add(note_of_a_sample(run.provenance().weight));
    if (run.replicates() == 1)
        add("One replicate has no interval and no reserve: live more of them with --replicates 50.");
    return view;
}

bool contributions_are_nought(RunReader const& run)
{
    auto const& costs = run.table("care_cost");
    auto const values = run.values(costs, costs.measure("contribution"));
    return std::all_of(values.begin(), values.end(), [](double value) { return value == 0; });
}

}  // namespace foresight
