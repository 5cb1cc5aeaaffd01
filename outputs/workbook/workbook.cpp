#include "outputs/workbook/workbook.hpp"

#include <map>

#include "outputs/view/comparison.hpp"
#include "outputs/workbook/sheets.hpp"

namespace foresight::workbook {
namespace {

using spreadsheet::Chart;
using spreadsheet::Sheet;
using spreadsheet::Table;

/// What each sheet is for, as the contents tell it.
std::map<std::string, std::string> const purposes{
    {"Summary", "What changes against the baseline, the first numbers that anybody asks for, and cost as a chart"},
    {"Bridge", "From each year's cost to the next: full-year effects, demand, price, mix; reserves; intervals"},
    {"Monthly", "People with care and the cost of a week, flows of care, births, deaths and moves"},
    {"Annual", "Every measure by year and district"},
    {"Activity", "People supported, client-weeks and gross cost by age group and setting"},
    {"Prices", "What a client-week costs by age group and setting; general growth of prices"},
    {"Income", "Gross cost, clients' contributions, net cost"},
    {"Sensitivity", "Which uncertain parameters the results hang on"},
    {"Scenarios", "What was asked; what differs from the baseline in parameters and in results"},
    {"Assumptions", "What the scenario changes; every parameter, with unit, source and certainty"},
    {"Validation", "What of the run is outside its band of what is published; what must add up"},
    {"Data dictionary", "What the names of tables, dimensions and measures mean"}};

std::string title_of(RunReader const& run)
{
    auto const& name = run.provenance().name;
    return name.empty() ? "A run of Foresight" : name;
}

/// Net cost with its bands, from the sheet Income, or gross cost where no client pays; none where that has no years.
void add_cost_chart(Sheet& summary, Sheet const& income, bool clients_pay)
{
    auto const& table = income.tables.front();
    if (table.name != "income") return;
    auto const years = table.rows.size() / 3;
    if (years < 2) return;
    auto const first = clients_pay ? 2 * years : 0;
    std::string const cost = clients_pay ? "Net cost" : "Gross cost";
    Chart chart;
    chart.title = cost + " of long-term support for adults by financial year, GBP";
    chart.description =
        "A line of mean " + std::string{clients_pay ? "net" : "gross"}
        + " cost by financial year, from the sheet Income, between the ends of the 80 and 95 per cent bands "
          "where the run has them.";
    chart.sheet = income.name;
    chart.first_row = first;
    chart.last_row = first + years - 1;
    chart.categories = 2;
    chart.axis = "GBP";
    chart.style = spreadsheet::Style::pounds;
    chart.series = {{"Mean", 3, false}};
    if (std::holds_alternative<double>(table.rows[first].cells[5].content))
        for (auto const& [name, column] : {std::pair{"95% high", 8}, {"80% high", 6}, {"80% low", 5}, {"95% low", 7}})
            chart.series.push_back({name, static_cast<std::size_t>(column), true, column > 6});
    summary.charts.push_back(std::move(chart));
}

/// What the gross cost of the last year hangs on, as bars; where nothing stands out in it, the first result of which two
/// or more uncertain values do.
void add_variance_chart(Sheet& sensitivity)
{
    auto const& rows = sensitivity.tables.front().rows;
    auto const result_of = [&](std::size_t row) { return std::get<std::string>(rows[row].cells[0].content); };
    std::size_t chosen = rows.size(), last = 0;
    for (std::size_t first = 0; first < rows.size(); first = last + 1) {
        last = first;
        while (last + 1 < rows.size() && !rows[last].total) ++last;
        auto const sources = last - first;
        bool const is_cost = result_of(first).starts_with("Gross cost");
        if ((is_cost && sources >= 2) || (sources >= 3 && chosen == rows.size())) chosen = first;
    }
    if (chosen == rows.size()) return;
    last = chosen;
    while (!rows[last].total) ++last;
    Chart chart;
    chart.kind = Chart::Kind::bars;
    chart.title = result_of(chosen) + " in the last period: where its variance comes from";
    chart.description =
        "A bar for each uncertain value that stands out from chance, and one for luck and what is not told "
        "apart from it; the numbers are in the table above.";
    chart.sheet = sensitivity.name;
    chart.first_row = chosen;
    chart.last_row = last - 1;
    chart.categories = 4;
    chart.axis = "Share of the variance";
    chart.style = spreadsheet::Style::per_cent;
    chart.series = {{"Share of the variance", 6, false, false}};
    sensitivity.charts.push_back(std::move(chart));
}

/// Which file a number is from: by its scenario, and by what it holds.
std::string file_in_words(RunReader const& run)
{
    auto const& origin = run.provenance();
    return title_of(run) + ": " + std::to_string(run.replicates())
           + (run.replicates() == 1 ? " replicate" : " replicates")
           + (origin.weight > 1 ? ", 1 household in " + std::to_string(origin.weight) : "") + ", digest "
           + run.digest();
}

std::string files_in_words(Request const& request)
{
    auto const studies = request.studies.size();
    std::string const beside = studies == 1 ? "a study" : std::to_string(studies) + " studies";
    if (!request.baseline) return studies == 0 ? "a run alone" : "a run and " + beside;
    return studies == 0 ? "a run and its baseline" : "a run, its baseline and " + beside;
}

bool has_finance(RunReader const& run)
{
    return run.has("care_cost") && run.has("care_budget") && !run.table("care_cost").periods.empty();
}

}  // namespace

Sheet cover(Source const& source)
{
    auto const& run = source.run;
    auto const& origin = run.provenance();
    Sheet sheet{"Cover", title_of(run)};
    sheet.notes = {"A projection by Foresight, from " + files_in_words(source.request)
                   + ". The sheet Contents leads to everything else."};
    Table about{"about", "About this workbook", {"What", "Which"}};
    auto const add = [](Table& table, std::string const& what, std::string const& which) {
        table.rows.push_back({{text(what), text(which.empty() ? shorthand::not_applicable : which)}});
    };
    add(about, "Scenario", origin.name);
    add(about, "Question", origin.question);
    add(about, "Months", to_string(origin.start) + " to " + to_string(origin.end - 1));
    if (!origin.caveat.empty()) add(about, "Caveat", origin.caveat);
    if (!source.request.limits.empty()) add(about, "Limits", source.request.limits);
    add(about, "People",
        origin.weight == 1
            ? "one synthetic person for each resident"
            : "a sample: one household in " + std::to_string(origin.weight) + ", which counts for all of them");
    if (!origin.command_line.empty()) add(about, "Set on the command line", joined(origin.command_line));
    add(about, "Replicates", std::to_string(run.replicates()) + (run.replicates() == 1 ? ": no interval" : ""));
    add(about, "Made with", "Foresight " + origin.version + ", seed " + std::to_string(origin.seed));
    add(about, "Run file", file_in_words(run));
    if (source.request.baseline) add(about, "Baseline", file_in_words(*source.request.baseline));
    for (auto const* const study : source.request.studies)
        add(about, "Study: " + std::string{name_of(study_of(*study).kind)}, file_in_words(*study));
    add(about, "Totals", "Live formulas: what is changed in a cell changes its total. Bands do not follow.");
    add(about, "Same again", "No time of day is inside: the same run gives the same workbook, byte by byte.");
    add(about, "Standing",
        "The people are synthetic, and agree with published tables in number only. A projection says "
        "what follows if what is known goes on as it does; it is not what will happen.");
    Table signs{"shorthand", "Shorthand and columns", {"Sign or column", "Meaning"}};
    add(signs, shorthand::confidential, "confidential: suppressed or left out by disclosure control");
    add(signs, shorthand::not_available,
        "not available: one replicate has no interval, or too few tell something apart");
    add(signs, shorthand::not_applicable, "not applicable: there is no such number or word here");
    add(signs, "Mean", "of all replicates; of one, what that one says");
    add(signs, "Monte Carlo error", "the standard error of the mean: how far more replicates might move it");
    add(signs, "80% low, 80% high", "80 per cent of futures fall between them, if model and parameters are right");
    add(signs, "95% low, 95% high", "95 per cent of futures fall between them, if model and parameters are right");
    add(signs, std::string{mean_low} + ", " + mean_high,
        "infinitely many replicates would give a mean between them, with 95 per cent confidence");
    add(signs, "Bold rows", "totals and differences; they are named All, Net or Difference too");
    sheet.tables = {std::move(about), std::move(signs)};
    return sheet;
}

Sheet contents(std::vector<Sheet> const& others)
{
    Sheet sheet{"Contents", "Contents"};
    sheet.notes = {"Each name leads to its sheet. Every table has a name that other programs find it by."};
    Table table{"contents", "Contents", {"Sheet", "What it holds", "Tables"}};
    for (auto const& other : others) {
        std::string names;
        for (auto const& one : other.tables) names += (names.empty() ? "" : ", ") + one.name;
        table.rows.push_back({{{spreadsheet::Link{other.name, other.name}, spreadsheet::Style::text},
                               text(purposes.at(other.name)),
                               text(names)}});
    }
    sheet.tables.push_back(std::move(table));
    return sheet;
}

spreadsheet::Workbook workbook_of(RunReader const& run, Request const& request)
{
    Source source{run, request};
    if (has_finance(run)) {
        FinanceQuestion question;
        // A baseline of other replicates is refused, as by the finance view itself.
        bool const paired = !request.baseline
                            || request.baseline->provenance().replicates != run.provenance().replicates
                            || same_luck(run.provenance(), request.baseline->provenance());
        question.baseline = paired ? request.baseline : nullptr;
        question.budget = request.budget;
        question.limits = request.limits;
        source.finance = finance_of(run, question);
        if (!paired)
            source.finance->notes.insert(source.finance->notes.begin(),
                                         "No policy line is told: the baseline has other luck, and the difference "
                                         "replicate by replicate would be mostly chance.");
    }
    std::vector<Sheet> sheets{summary(source),   bridge(source),      monthly(source),    annual(source),
                              activity(source),  prices(source),      income(source),     sensitivity(source),
                              scenarios(source), assumptions(source), validation(source), data_dictionary(source)};
    add_cost_chart(sheets[0], sheets[6], source.finance && source.finance->clients_pay);
    add_variance_chart(sheets[7]);
    spreadsheet::Workbook made{title_of(run), run.provenance().question, {}};
    made.sheets = {cover(source), contents(sheets)};
    made.sheets.insert(made.sheets.end(), std::make_move_iterator(sheets.begin()),
                       std::make_move_iterator(sheets.end()));
    return made;
}

}  // namespace foresight::workbook
