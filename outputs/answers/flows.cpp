#include "outputs/answers/flows.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

namespace foresight {
namespace {

using Conditions = std::vector<std::pair<std::string, std::string>>;

bool has_code(TableSchema const& table, std::pair<std::string, std::string> const& condition)
{
    for (auto const& dimension : table.dimensions)
        if (dimension.name == condition.first) return dimension.find(condition.second) != dimension.codes.size();
    return false;
}

/// The conditions that another table tells apart too; false if there are others.
bool shared(TableSchema const& table, Conditions const& where, std::string& missing)
{
    for (auto const& condition : where)
        if (!has_code(table, condition)) {
            missing = condition.first + " " + condition.second;
            return false;
        }
    return true;
}

/// The row of a period in a view whose first dimension is time, in rows of `codes` each; nothing if it is not whole there.
std::optional<std::size_t> row_of(View const& view, std::string const& period)
{
    auto const& codes = view.dimensions[0].codes;
    for (std::size_t row = 0; row != codes.size(); ++row)
        if (codes[row].label == period) return row;
    return {};
}

using OfReplicate = std::function<double(std::size_t)>;

WhyLine line_of(std::string what, Measure const& measure, View const& view, OfReplicate const& number)
{
    std::vector<double> values(view.replicates());
    for (std::size_t r = 0; r != values.size(); ++r) values[r] = number(r);
    return {std::move(what), measure, view.replication.of_futures(values.data())};
}

/// A stock, and events with a sign each that change it; 0 for those that leave it as it is.
struct Accounts {
    char const* flows;
    char const* dimension;  ///< of the flows, that names the event
    std::function<double(std::string const&)> sign;
    char const* rest;  ///< what is in the change but in no event
};

std::vector<WhySection> accounts(RunReader const& run, FlowQuestion const& asked, Accounts const& of)
{
    WhySection section{"Who came in and who left", {}, {}};
    std::string missing;
    if (!run.has(of.flows)) section.notes.push_back(std::string{"The run has no table "} + of.flows + ".");
    else if (!shared(run.table(of.flows), asked.where, missing))
        section.notes.push_back(std::string{of.flows} + " does not tell " + missing + " apart: no flows of this cell.");
    if (!section.notes.empty()) return {section};
    std::string const time{name_of(asked.every)};
    auto const stock = view_of(run, run.table(asked.table), {{time}, asked.where});
    auto const flows = view_of(run, run.table(of.flows), {{time, of.dimension}, asked.where});
    auto const now = row_of(stock, asked.period), then = row_of(stock, asked.before), at = row_of(flows, asked.period);
    if (!now || !then || !at) {
        section.notes.push_back("The events of " + asked.period + " are not there as a whole.");
        return {section};
    }
    auto const& events = flows.dimensions[1].codes;
    auto const signed_flow = [&](std::size_t e, std::size_t r) {
        return of.sign(events[e].key) * flows.cell(0, *at * events.size() + e)[r];
    };
    for (std::size_t e = 0; e != events.size(); ++e)
        if (of.sign(events[e].key) != 0)
            section.lines.push_back(
                line_of(events[e].label, stock.measures[0], flows, [&](std::size_t r) { return signed_flow(e, r); }));
    auto const rest = line_of(of.rest, stock.measures[0], flows, [&](std::size_t r) {
        double left = stock.cell(0, *now)[r] - stock.cell(0, *then)[r];
        for (std::size_t e = 0; e != events.size(); ++e) left -= signed_flow(e, r);
        return left;
    });
    section.lines.push_back(rest);
    return {section};
}

double sign_of_change(std::string const& event) { return event == "birth" || event.starts_with("in_") ? 1 : -1; }

std::function<double(std::string const&)> signs_of_care(Conditions const& where)
{
    bool const one_setting =
        std::any_of(where.begin(), where.end(), [](auto const& condition) { return condition.first == "setting"; });
    return [one_setting](std::string const& flow) {
        if (flow == "start") return 1.0;
        if (flow == "move") return one_setting ? 1.0 : 0.0;
        return flow == "end" || flow == "died_or_left" ? -1.0 : 0.0;
    };
}

/// A district's flows are kept by financial year alone.
char const* table_of_care_flows(FlowQuestion const& asked)
{
    bool const of_district = std::any_of(asked.where.begin(), asked.where.end(),
                                         [](auto const& condition) { return condition.first == "district"; });
    return of_district && asked.every == Every::financial_year ? "care_flows_district" : "care_flows";
}

/// A change of a cost: what more people, other people in other places, and other prices make of it.
struct CostParts {
    double number = 0;
    double kinds = 0;
    double price = 0;
};

/// Weeks and cost of one kind of support: a district, an age group, a setting.
struct KindOfSupport {
    double weeks_then = 0, cost_then = 0;
    double weeks_now = 0, cost_now = 0;
};

/// At each step the one before is held: the parts add up.
CostParts cost_parts(std::vector<KindOfSupport> const& kinds)
{
    KindOfSupport all;
    double at_old_prices = 0;
    for (auto const& kind : kinds) {
        // What nobody had before has no old price: all of it is of another kind.
        double const old_price = kind.weeks_then > 0  ? kind.cost_then / kind.weeks_then
                                 : kind.weeks_now > 0 ? kind.cost_now / kind.weeks_now
                                                      : 0;
        all.weeks_then += kind.weeks_then;
        all.weeks_now += kind.weeks_now;
        all.cost_then += kind.cost_then;
        all.cost_now += kind.cost_now;
        at_old_prices += kind.weeks_now * old_price;
    }
    double const mean = all.weeks_then > 0 ? all.cost_then / all.weeks_then : 0;
    return {(all.weeks_now - all.weeks_then) * mean, at_old_prices - all.weeks_now * mean,
            all.cost_now - at_old_prices};
}

using KindsOfReplicate = std::function<std::vector<KindOfSupport>(std::size_t replicate)>;

std::vector<WhyLine> lines_of_cost(Measure const& measure, View const& view, KindsOfReplicate const& kinds)
{
    std::vector<CostParts> parts;
    for (std::size_t r = 0; r != view.replicates(); ++r) parts.push_back(cost_parts(kinds(r)));
    return {line_of("Number: client-weeks at the mean cost of before", measure, view,
                    [&](std::size_t r) { return parts[r].number; }),
            line_of("Who they are and where: other ages, settings and districts", measure, view,
                    [&](std::size_t r) { return parts[r].kinds; }),
            line_of("Price: another cost of a week of the same kind", measure, view,
                    [&](std::size_t r) { return parts[r].price; })};
}

constexpr char const* what_price_holds =
    "Price holds what is paid for a week and how much support those of a kind have.";

/// The change of a cost since the period before.
WhySection number_kinds_price(RunReader const& run, FlowQuestion const& asked)
{
    WhySection section{"How many, who they are and where they are cared for, and at what price", {}, {}};
    auto const& table = run.table("care_cost");
    auto const gross = table.measure("gross"), weeks = table.measure("weeks");
    if (weeks == table.measures.size()) {
        section.notes.push_back("The run has no client-weeks.");
        return section;
    }
    auto const view =
        view_of(run, table, {{std::string{name_of(asked.every)}, "district", "age_group", "setting"}, asked.where});
    auto const now = row_of(view, asked.period), then = row_of(view, asked.before);
    if (!now || !then) return section;
    auto const count = view.rows() / view.dimensions[0].codes.size();
    section.lines = lines_of_cost(table.measures[gross], view, [&](std::size_t r) {
        std::vector<KindOfSupport> kinds;
        for (std::size_t k = 0; k != count; ++k) {
            auto const cell = [&](std::size_t measure, std::size_t row) {
                return view.cell(measure, row * count + k)[r];
            };
            kinds.push_back({cell(weeks, *then), cell(gross, *then), cell(weeks, *now), cell(gross, *now)});
        }
        return kinds;
    });
    section.notes.push_back(what_price_holds);
    return section;
}

/// What changed the weekly cost in the months of the period, from care_budget.
WhySection weekly_cost(RunReader const& run, FlowQuestion const& asked)
{
    WhySection section{"What changed the weekly cost of these clients' care, GBP a week", {}, {}};
    std::string missing;
    if (!run.has("care_budget")) section.notes.push_back("The run has no table care_budget.");
    else if (!shared(run.table("care_budget"), asked.where, missing))
        section.notes.push_back("care_budget does not tell " + missing + " apart: foresight finance has the whole.");
    if (!section.notes.empty()) return section;
    auto const& table = run.table("care_budget");
    auto const view = view_of(run, table, {{std::string{name_of(asked.every)}}, asked.where});
    auto const now = row_of(view, asked.period), then = row_of(view, asked.before);
    auto const weekly = table.measure("weekly");
    if (!now || !then) {
        section.notes.push_back("The weekly cost at the end of the period before is not known.");
        return section;
    }
    auto const cell = [&](char const* name, std::size_t r) { return view.cell(table.measure(name), *now)[r]; };
    auto const& measure = table.measures[weekly];
    for (auto const& [name, what] :
         {std::pair{"started", "Who started"}, std::pair{"repriced", "Prices at unchanged support"},
          std::pair{"moved", "Other settings and age groups"}})
        section.lines.push_back(
            line_of(what, measure, view, [&, name = name](std::size_t r) { return cell(name, r); }));
    section.lines.push_back(line_of("Who left", measure, view, [&](std::size_t r) {
        return view.cell(weekly, *now)[r] - view.cell(weekly, *then)[r] - cell("started", r) - cell("repriced", r)
               - cell("moved", r);
    }));
    if (!asked.where.empty()) section.notes.push_back("Who left holds those who moved into another cell too.");
    return section;
}

char const* why_no_flows(std::string const& table)
{
    if (table == "school_readiness")
        return "The children of each school year are others: nobody stays from one year to the next.";
    if (table == "population_change" || table == "care_flows" || table == "care_flows_district")
        return "The table is itself of events: it has no stock that they would change.";
    return "No table counts who comes into this one and who leaves it: the change alone is known.";
}

}  // namespace

std::vector<WhySection> flows_into(RunReader const& run, FlowQuestion const& asked)
{
    if (asked.table == "population")
        return accounts(run, asked, {"population_change", "event", sign_of_change, "Not accounted for"});
    if (asked.table == "care_clients")
        return accounts(run, asked,
                        {table_of_care_flows(asked), "flow", signs_of_care(asked.where),
                         "To or from another setting, age group or district"});
    if (asked.table == "care_cost") return {number_kinds_price(run, asked), weekly_cost(run, asked)};
    if (asked.table == "care_budget") return {weekly_cost(run, asked)};
    return {{"Who came in and who left", {}, {why_no_flows(asked.table)}}};
}

std::optional<WhySection> parts_of_cost(Comparison const& comparison)
{
    auto const& measures = comparison.base.measures;
    auto const named = [&](char const* name) {
        return static_cast<std::size_t>(
            std::find_if(measures.begin(), measures.end(), [&](auto const& one) { return one.name == name; })
            - measures.begin());
    };
    auto const gross = named("gross"), weeks = named("weeks");
    if (gross == measures.size() || weeks == measures.size()) return {};
    WhySection section{"What the difference is made of", {}, {}};
    section.lines = lines_of_cost(measures[gross], comparison.base, [&](std::size_t r) {
        std::vector<KindOfSupport> kinds;
        for (std::size_t row = 0; row != comparison.rows(); ++row)
            kinds.push_back({comparison.base.cell(weeks, row)[r], comparison.base.cell(gross, row)[r],
                             comparison.other.cell(weeks, row)[r], comparison.other.cell(gross, row)[r]});
        return kinds;
    });
    section.notes.push_back(what_price_holds);
    return section;
}

}  // namespace foresight
