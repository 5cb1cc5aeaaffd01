#include <algorithm>

#include "outputs/answers/study_answers.hpp"
#include "outputs/workbook/sheets.hpp"

namespace foresight::workbook {
namespace {

using spreadsheet::Row;
using spreadsheet::Sheet;
using spreadsheet::Table;

std::string heading_of(Study::Kind kind, View const& view, std::string const& of)
{
    auto const subject = view.label + ", " + view.dimensions[1].codes.front().label + " (" + of + ")";
    switch (kind) {
    case Study::Kind::sensitivity: return "One value at a time, one standard deviation low and high: " + subject;
    case Study::Kind::attribution: return "Shares of the effect: " + subject;
    case Study::Kind::sweep: break;
    }
    return "Difference to the scenario as it is: " + subject;
}

/// One row a meaning and a code of the view's first dimension; of shares the last row is their live sum.
Table table_of_answer(Study const& study, View const& view, std::string const& of, std::string name)
{
    Table table{std::move(name), heading_of(study.kind, view, of),
                with_estimate_headings({view.dimensions[0].label, "Meaning", "Unit"})};
    auto const& rows = view.dimensions[0].codes;
    for (std::size_t m = 0; m != view.measures.size(); ++m) {
        auto const& measure = view.measures[m];
        auto const first = table.rows.size();
        for (std::size_t r = 0; r != rows.size(); ++r) {
            Row row{{text(rows[r].label), text(measure.label), text(unit_of(measure))}};
            auto const estimate = view.estimate(m, r);
            bool const total = study.kind == Study::Kind::attribution && m == 0 && r + 1 == rows.size();
            if (total)
                add_estimate(row, sum(3, first, table.rows.size() - 1, style_of(measure)), estimate, style_of(measure));
            else add_estimate(row, estimate, style_of(measure));
            row.total = total;
            table.rows.push_back(std::move(row));
        }
    }
    return table;
}

View answer_for_a_sheet(RunReader const& run, Study const& study, NamedResult const& result)
{
    switch (study.kind) {
    case Study::Kind::sensitivity: return tornado_of(run, study, result);
    case Study::Kind::attribution: return attribution_of(run, study, result, Periods::last);
    case Study::Kind::sweep: break;
    }
    return sweep_effects_of(run, study, result, Periods::last);
}

}  // namespace

void add_studies(Sheet& sheet, Source const& source, std::vector<Study::Kind> const& kinds)
{
    std::size_t number = 0;
    for (auto const* const run : source.request.studies) {
        auto const study = study_of(*run);
        if (std::find(kinds.begin(), kinds.end(), study.kind) == kinds.end()) continue;
        auto const& origin = run->provenance();
        auto of = origin.name + ", " + std::to_string(origin.replicates.size()) + " replicates";
        if (origin.weight > 1) of += ", 1 household in " + std::to_string(origin.weight);
        for (auto const& words : study.results) {
            auto const view = answer_for_a_sheet(*run, study, result_named(*run, words));
            sheet.tables.push_back(
                table_of_answer(study, view, of, std::string{name_of(study.kind)} + "_" + std::to_string(++number)));
        }
    }
}

}  // namespace foresight::workbook
