#include "outputs/assurance/internal_checks.hpp"

#include <cmath>
#include <functional>

#include "outputs/answers/finance.hpp"
#include "outputs/view/view.hpp"

namespace foresight {
namespace {

/// Money is written in pounds: a sum of pence may be off by what a double cannot hold.
constexpr double a_penny = 0.005;

bool has_tables(RunReader const& run, std::initializer_list<char const*> names)
{
    for (auto const* const name : names)
        if (!run.has(name) || run.table(name).disclosure.any()) return false;
    return true;
}

/// Looks at one equation in every cell of every replicate.
class Equation {
public:
    explicit Equation(std::string what) { check_.what = std::move(what); }

    void look(double left, double right, std::function<std::string()> const& where)
    {
        ++looked_;
        if (!check_.holds || std::abs(left - right) <= a_penny + 1e-12 * std::abs(right)) return;
        check_.holds = false;
        check_.detail = "fails at " + where() + ": " + std::to_string(left) + " is not " + std::to_string(right);
    }
    InternalCheck result()
    {
        if (check_.holds) check_.detail = "holds in " + std::to_string(looked_) + " cells";
        if (looked_ == 0) check_.detail = "the run is too short for it";
        return check_;
    }

private:
    InternalCheck check_;
    std::size_t looked_ = 0;
};

std::string place_of(View const& view, std::size_t row, std::size_t replicate)
{
    auto const at = view.positions(row);
    std::string text;
    for (std::size_t d = 0; d != at.size(); ++d)
        text += view.dimensions[d].name + " " + view.dimensions[d].codes[at[d]].label + ", ";
    return text + "replicate " + std::to_string(replicate);
}

/// Births and moves in count upwards, deaths and moves out downwards.
double sign_of(std::string const& event) { return event == "birth" || event.starts_with("in_") ? 1 : -1; }

/// The population is kept at each 30 June, its changes by month: what they add up to over twelve months is what it grew by.
InternalCheck accounts_of_people(RunReader const& run)
{
    Equation equation{"People of each district: P(t+1) = P(t) + births - deaths + moves in - moves out"};
    auto const people = view_of(run, run.table("population"), {{"year", "district"}, {}});
    auto const change = view_of(run, run.table("population_change"), {{"year", "district", "event"}, {}});
    if (people.rows() == 0 || change.rows() == 0) return equation.result();
    auto const& years = people.dimensions[0].codes;
    auto const districts = people.dimensions[1].codes.size();
    auto const& events = change.dimensions[2].codes;
    for (std::size_t y = 0; y != change.dimensions[0].codes.size(); ++y) {
        std::size_t now = 0;
        while (now != years.size() && years[now].label != change.dimensions[0].codes[y].label) ++now;
        if (now == 0 || now == years.size()) continue;
        for (std::size_t d = 0; d != districts; ++d)
            for (std::size_t r = 0; r != people.replicates(); ++r) {
                double expected = people.cell(0, (now - 1) * districts + d)[r];
                for (std::size_t e = 0; e != events.size(); ++e)
                    expected += sign_of(events[e].key) * change.cell(0, (y * districts + d) * events.size() + e)[r];
                auto const row = now * districts + d;
                equation.look(people.cell(0, row)[r], expected, [&] { return place_of(people, row, r); });
            }
    }
    return equation.result();
}

InternalCheck moves_within(RunReader const& run)
{
    Equation equation{"Moves between districts: as many come in each month as go out"};
    auto const view = view_of(run, run.table("population_change"), {{"month", "event"}, {}});
    auto const& events = view.dimensions[1];
    auto const in = events.find("in_from_district"), out = events.find("out_to_district");
    if (in == events.codes.size() || out == events.codes.size()) return equation.result();
    for (std::size_t m = 0; m != view.dimensions[0].codes.size(); ++m)
        for (std::size_t r = 0; r != view.replicates(); ++r) {
            auto const row = m * events.codes.size() + in;
            equation.look(view.cell(0, row)[r], view.cell(0, m * events.codes.size() + out)[r],
                          [&] { return place_of(view, row, r); });
        }
    return equation.result();
}

/// Two views of one shape, cell by cell.
InternalCheck same_in_two(std::string what, View const& one, std::size_t measure, View const& other,
                          std::size_t others_measure)
{
    Equation equation{std::move(what)};
    if (one.rows() != other.rows()) return equation.result();
    for (std::size_t row = 0; row != one.rows(); ++row)
        for (std::size_t r = 0; r != one.replicates(); ++r)
            equation.look(one.cell(measure, row)[r], other.cell(others_measure, row)[r],
                          [&] { return place_of(one, row, r); });
    return equation.result();
}

InternalCheck cost_adds_up(RunReader const& run)
{
    Equation equation{"Cost of care: gross = net + clients' contributions"};
    auto const& table = run.table("care_cost");
    auto const view = view_of(run, table, {{"financial_year", "district", "age_group", "setting"}, {}});
    auto const gross = table.measure("gross"), net = table.measure("net"), paid = table.measure("contribution");
    for (std::size_t row = 0; row != view.rows(); ++row)
        for (std::size_t r = 0; r != view.replicates(); ++r)
            equation.look(view.cell(gross, row)[r], view.cell(net, row)[r] + view.cell(paid, row)[r],
                          [&] { return place_of(view, row, r); });
    return equation.result();
}

InternalCheck bridge_adds_up(RunReader const& run)
{
    Equation equation{"Medium-term bridge: its lines add up to the gross cost of the year, in cash and in real terms"};
    FinanceQuestion everything;
    everything.years = run.table("care_cost").periods.size();
    auto const bridge = finance_of(run, everything).bridge;
    auto const years = bridge.dimensions[1].codes.size();
    auto const gross = bridge.dimensions[0].find("gross");
    for (std::size_t measure = 0; measure != bridge.measures.size(); ++measure)
        for (std::size_t y = 1; y < years; ++y)
            for (std::size_t r = 0; r != bridge.replicates(); ++r) {
                double sum = 0;
                for (std::size_t line = 0; line != gross; ++line) sum += bridge.cell(measure, line * years + y)[r];
                auto const row = gross * years + y;
                equation.look(bridge.cell(measure, row)[r], sum, [&] { return place_of(bridge, row, r); });
            }
    return equation.result();
}

/// A part that is counted with its whole must not be more than it.
InternalCheck part_of_whole(RunReader const& run, std::string what, char const* name, char const* part,
                            char const* whole)
{
    Equation equation{std::move(what)};
    auto const& table = run.table(name);
    std::vector<std::string> by{std::string{name_of(table.every)}};
    for (auto const& dimension : table.dimensions) by.push_back(dimension.name);
    auto const view = view_of(run, table, {by, {}});
    auto const p = table.measure(part), w = table.measure(whole);
    for (std::size_t row = 0; row != view.rows(); ++row)
        for (std::size_t r = 0; r != view.replicates(); ++r)
            equation.look(std::max(view.cell(p, row)[r], view.cell(w, row)[r]), view.cell(w, row)[r],
                          [&] { return place_of(view, row, r); });
    return equation.result();
}

InternalCheck as_written(RunReader const& run)
{
    auto const faults = run.faults();
    return {"The file is as it was written: digests of tables, provenance and inputs, shapes, replicates",
            faults.empty(), faults.empty() ? "digest " + run.digest() : faults.front()};
}

}  // namespace

std::vector<InternalCheck> internal_checks(RunReader const& run)
{
    auto all = checks_of_tables(run);
    all.insert(all.begin(), as_written(run));
    return all;
}

std::vector<InternalCheck> checks_of_tables(RunReader const& run)
{
    std::vector<InternalCheck> all;
    if (has_tables(run, {"population", "population_change"})) all.push_back(accounts_of_people(run));
    if (has_tables(run, {"population_change"})) all.push_back(moves_within(run));
    if (has_tables(run, {"care_clients", "care_budget"})) {
        Question const question{{"month", "setting"}, {}};
        all.push_back(same_in_two("Clients of care: as many by district as in the budget's activity",
                                  view_of(run, run.table("care_clients"), question), 0,
                                  view_of(run, run.table("care_budget"), question), 0));
    }
    if (has_tables(run, {"care_cost"})) all.push_back(cost_adds_up(run));
    if (has_tables(run, {"care_cost", "care_budget"}) && !run.table("care_cost").periods.empty())
        all.push_back(bridge_adds_up(run));
    if (has_tables(run, {"fuel_poverty"}))
        all.push_back(part_of_whole(run, "Fuel poor by LILEE are households", "fuel_poverty", "lilee", "households"));
    if (has_tables(run, {"school_readiness"}))
        all.push_back(
            part_of_whole(run, "Children at a good level were assessed", "school_readiness", "good_level", "children"));
    return all;
}

}  // namespace foresight
