#include <algorithm>
#include <cmath>

#include "outputs/answers/finance.hpp"
#include "outputs/report/charts.hpp"
#include "outputs/report/sections.hpp"
#include "outputs/view/comparison.hpp"
#include "outputs/view/view_format.hpp"

namespace foresight {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t years_of_the_medium_term = 5;

/// The medium term of one run, as it is told: whose it is, and against which baseline.
struct MediumTerm {
    FinanceView finance;
    std::string name;
    std::optional<Outlook> baseline{};  ///< the cost of the run without the policy, where the finance view has one
    std::string baseline_name{};
    bool clients_pay = true;

    std::vector<TableCode> const& years() const { return finance.bridge.dimensions[1].codes; }
};

/// Several lines of the bridge that are read together.
struct Step {
    char const* label;
    std::vector<char const*> lines;
};

std::vector<Step> const& steps()
{
    static std::vector<Step> const all{
        {"Demand and complexity: starters, leavers and moves together",
         {"full_year_starters", "full_year_leavers", "full_year_mix", "starters", "leavers", "mix"}},
        {"Price: uplifts", {"full_year_price", "price"}},
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
ReportChart waterfall(MediumTerm const& term, std::string id, std::size_t last)
{
    auto const& bridge = term.finance.bridge;
    auto const& years = term.years();
    auto const notation = pounds_in_millions();
    auto const base = sum_of(bridge, {"gross"}, 0, 0);
    auto const end = sum_of(bridge, {"gross"}, last, last);
    ReportChart chart;
    chart.id = std::move(id);
    chart.title = "From the gross cost of " + years[0].label + " to that of " + years[last].label;
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
        if (std::abs(of.mean) < notation.least_shown()) continue;
        add(step.label, of, false);
        if (std::abs(of.mean) > most) most = std::abs(of.mean), greatest = &step;
    }
    add("Gross cost " + years[last].label, end, true);
    chart.caption = "“" + term.name + "”. Read from top to bottom: " + notation.written(base.mean) + " in "
                    + years[0].label + ", what adds to it, what takes from it, and " + notation.written(end.mean)
                    + " in " + years[last].label + ". ";
    if (greatest) {
        auto const of = sum_of(bridge, greatest->lines, 1, last);
        chart.caption +=
            "The greatest step: " + std::string{greatest->label} + ", " + notation.more_or_less(of.mean) + ". ";
    }
    chart.caption += last == 1 ? "Within each step is what began in the year before and costs a full year now. "
                               : "Each step is the sum of " + std::to_string(last)
                                     + " years, with what began in each of them and costs a full year in the next. ";
    chart.caption += base.has_bands
                         ? "The thin lines hold 80 per cent of futures of each step; steps hang together, so "
                           "that their lines do not add up."
                         : "One replicate: the steps have no interval.";
    return chart;
}

/// "572.3 (541.8 to 602.1)"; a line that is nought in every replicate has nothing to be unsure of.
std::string cell_of(Estimate const& of)
{
    auto const plain = pounds_in_millions().bare();
    if (std::isnan(of.mean)) return {};
    if (!of.has_bands || (of.mean == 0 && of.error == 0)) return plain.written(of.mean);
    return plain.written(of.mean) + " (" + plain.between(of.eighty) + ")";
}

ReportTable bridge_table(MediumTerm const& term)
{
    auto const& bridge = term.finance.bridge;
    auto const& years = term.years();
    auto const& lines = bridge.dimensions[0].codes;
    ReportTable table{"Medium-term budget of “" + term.name
                          + "”, gross, in cash, £ million: each year bridged from the one before",
                      {"Line"},
                      {}};
    table.caption += bridge.replication.independent() > 1
                         ? " (in brackets: 80 per cent of futures; errors and 95 per cent are in the workbook)"
                         : " (no intervals)";
    for (auto const& year : years) table.heads.push_back(year.label);
    auto const add = [&](std::string const& label, std::size_t measure, std::size_t line) {
        std::vector<std::string> row{label};
        bool any = false;
        for (std::size_t year = 0; year != years.size(); ++year) {
            auto const of = bridge.estimate(measure, line * years.size() + year);
            any = any || (!std::isnan(of.mean) && std::abs(of.mean) >= pounds_in_millions().least_shown());
            row.push_back(cell_of(of));
        }
        if (any) table.rows.push_back(std::move(row));
    };
    auto const add_sum = [&](std::string const& label, std::vector<char const*> const& of) {
        std::vector<std::string> row{label, ""};
        for (std::size_t year = 1; year != years.size(); ++year) row.push_back(cell_of(sum_of(bridge, of, year, year)));
        table.rows.push_back(std::move(row));
    };
    for (std::size_t line = 0; line != lines.size(); ++line) {
        bool const of_net = lines[line].key == "contributions" || lines[line].key == "net";
        if (of_net && !term.clients_pay) continue;
        if (lines[line].key == "gross")
            add_sum("Of these: demand and complexity (starters, leavers and moves together)", steps().front().lines);
        add(lines[line].label, 0, line);
    }
    auto const whole = std::string{term.clients_pay ? "Net" : "Gross"};
    add(whole + " cost at prices of " + years[0].label, 1, bridge.dimensions[0].find("net"));
    if (!term.baseline) return table;
    std::vector<std::string> row{"Gross cost of “" + term.baseline_name + "”"};
    for (auto const& year : years) {
        auto const at = term.baseline->row_of(year.key);
        row.push_back(at == term.baseline->rows() ? std::string{} : cell_of(term.baseline->estimate(at)));
    }
    table.rows.push_back(std::move(row));
    return table;
}

/// What meets the cost in most futures, above the mean: all that can be said where no budget is stated.
ReportTable spread_table(MediumTerm const& term)
{
    auto const plain = pounds_in_millions().bare();
    ReportTable table{
        "What the gross cost of “" + term.name
            + "” may come to, and what above its mean is enough, £ million (no budget is stated)",
        {"Financial year", "Mean cost", "80% of futures", "Above the mean: enough in 8 futures of 10", "in 9 of 10"},
        {}};
    for (auto const& risk : term.finance.risks)
        table.rows.push_back({risk.financial_year, plain.written(risk.cost.mean), plain.between(risk.cost.eighty),
                              plain.written(risk.at_eighty - risk.cost.mean),
                              plain.written(risk.at_ninety - risk.cost.mean)});
    return table;
}

ReportTable risk_table(MediumTerm const& term)
{
    auto const plain = pounds_in_millions().bare();
    ReportTable table{"Risk that “" + term.name
                          + "” costs more than is set aside, the reserve that meets it, and what the budget has to "
                            "spare, £ million",
                      {"Financial year", "Budget", "Mean cost", "80% of futures", "Chance of overspending",
                       "Reserve that is enough in 8 futures of 10", "in 9 of 10", "Headroom in 8 futures of 10"},
                      {}};
    for (auto const& risk : term.finance.risks) {
        std::vector<std::string> row{risk.financial_year
                                         + (term.clients_pay || risk.stated
                                                ? ", " + std::string{name_of(risk.basis)} + " cost"
                                                : ", gross cost"),
                                     risk.stated ? plain.written(risk.budget) : "not stated",
                                     plain.written(risk.cost.mean), plain.between(risk.cost.eighty)};
        if (risk.stated)
            row.insert(row.end(), {risk.overspend.in_words(), plain.written(risk.reserve_eighty()),
                                   plain.written(risk.reserve_ninety()), plain.written(risk.headroom_eighty())});
        else row.insert(row.end(), {"", "", "", ""});
        table.rows.push_back(std::move(row));
    }
    return table;
}

/// Of the notes of a finance view those that speak to a reader of the page, and not to whoever types commands.
std::vector<std::string> notes_for_readers(FinanceView const& finance)
{
    std::vector<std::string> all;
    for (auto note : finance.notes) {
        if (note.find("--") != std::string::npos) continue;
        for (char const* const begin :
             {"Real:", "The base year", "In the base year", "The baseline ends", "One household in"})
            if (note.starts_with(begin)) {
                for (auto at = note.find("GBP "); at != std::string::npos; at = note.find("GBP "))
                    note.replace(at, 4, "£");
                all.push_back(note);
                break;
            }
    }
    return all;
}

bool has_a_bridge(RunReader const& run)
{
    for (char const* const table : {"care_cost", "care_budget"})
        if (!run.has(table) || run.table(table).periods.empty()) return false;
    return true;
}

/// Of the policy beside its baseline, where it changes the cost and the two have the same replicates, luck and years; else of
/// the first run.
MediumTerm medium_term_of(RunsOfReport const& runs, Budget const& budget)
{
    FinanceQuestion question;
    question.years = years_of_the_medium_term;
    question.budget = budget;
    auto const cost = [&](RunsOfReport const& of) {
        return Outlook{of, "care_cost", "gross", {{"financial_year"}, {}}, pounds_in_millions()};
    };
    auto const moving = runs.others.empty() ? std::vector<std::size_t>{} : cost(runs).moving();
    for (auto const run : moving) {
        auto const& policy = *runs.others[run];
        if (!has_a_bridge(policy) || policy.provenance().replicates != runs.first->provenance().replicates
            || !same_luck(policy.provenance(), runs.first->provenance())
            || policy.table("care_cost").periods != runs.first->table("care_cost").periods)
            continue;
        question.baseline = runs.first;
        return {finance_of(policy, question), runs.names[run + 1], cost({runs.first, {}, {runs.names[0]}}),
                runs.names[0], !contributions_are_nought(policy)};
    }
    return {finance_of(*runs.first, question), runs.names[0], {}, {}, !contributions_are_nought(*runs.first)};
}

}  // namespace

std::optional<ReportSection> medium_term(RunsOfReport const& runs, Budget const& budget, Evidence const& evidence)
{
    if (!has_a_bridge(*runs.first)) return {};
    auto const term = medium_term_of(runs, budget);
    auto const years = term.years().size();
    ReportSection section{"medium-term", "The medium-term budget", {}, {}, {}, {}, {}, {}};
    section.limits = evidence.limits_of("social_care");
    section.paragraphs.push_back(
        "What each financial year of “" + term.name
        + "” costs, line by line from the cost of the year before, as a medium-term plan has it"
        + (term.baseline ? "; what it changes against “" + term.baseline_name + "” stands in the line “Policy changes”"
                         : std::string{})
        + ". The lines add up in every replicate.");
    section.paragraphs.push_back(
        term.clients_pay
            ? scope_of_care_cost(runs.first->table("care_cost"))
            : "All of it is gross. No client of this run pays a contribution, since there is no means test "
              "yet: there is no net cost.");
    section.paragraphs.push_back(
        "Starters, leavers and moves belong together, as demand and complexity: those who start begin in care that is "
        "cheap, those who leave were in care that is dear, and the moves from the one to the other are what lies "
        "between. "
        "Each of the three alone misleads, and starters less leavers may take from the cost while clients become "
        "more.");
    auto const notes = notes_for_readers(term.finance);
    section.paragraphs.insert(section.paragraphs.end(), notes.begin(), notes.end());
    if (years > 1) section.charts.push_back(waterfall(term, "bridge-next", 1));
    if (years > 2) section.charts.push_back(waterfall(term, "bridge-term", years - 1));
    if (years < 2)
        section.paragraphs.push_back("The run holds one whole financial year: there is none to bridge it to.");
    if (years > 1) section.tables.push_back(bridge_table(term));
    if (term.finance.bridge.replication.independent() > 1) {
        auto const& risks = term.finance.risks;
        bool const stated = std::any_of(risks.begin(), risks.end(), [](auto const& one) { return one.stated; });
        section.tables.push_back(stated ? risk_table(term) : spread_table(term));
    }
    return section;
}

}  // namespace foresight
