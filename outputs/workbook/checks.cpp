#include <algorithm>
#include <map>

#include "outputs/assurance/internal_checks.hpp"
#include "outputs/assurance/published_checks.hpp"
#include "outputs/assurance/published_targets.hpp"
#include "outputs/workbook/sheets.hpp"

namespace foresight::workbook {
namespace {

using spreadsheet::Row;
using spreadsheet::Sheet;
using spreadsheet::Style;
using spreadsheet::Table;

Table identities(Source const& source)
{
    Table table{"identities", "What must hold in every replicate", {"What", "Verdict", "What was found"}};
    for (auto const& check : internal_checks(source.run))
        table.rows.push_back({{text(check.what), text(check.holds ? "holds" : "DOES NOT HOLD"), text(check.detail)}});
    return table;
}

/// Whether a published number lies in the run's 95 per cent band.
char const* verdict(Estimate const& of, double told)
{
    if (!of.has_bands) return shorthand::not_available;
    if (of.error == 0) return "the base itself";
    return told >= of.ninety_five.low && told <= of.ninety_five.high ? "within" : "outside";
}

/// Rows of one measure beside published numbers, a district a row, with live totals of whole years.
class Beside {
public:
    Beside(Table& table, RunReader const& run, std::string const& name, std::string const& measure)
        : table_{table},
          schema_{run.table(name)},
          measure_{schema_.measure(measure)},
          view_{view_of(run, schema_, {{"year", "district"}, {}})}
    {
    }

    void add(PublishedNumbers const& published)
    {
        auto const& years = view_.dimensions[0].codes;
        auto const& districts = view_.dimensions[1].codes;
        for (std::size_t y = 0; y != years.size(); ++y) {
            std::vector<Row> rows;
            std::vector<double> all(view_.replicates());
            for (std::size_t d = 0; d != districts.size(); ++d) {
                auto const found =
                    std::find_if(published.numbers.begin(), published.numbers.end(), [&](PublishedNumber const& one) {
                        return one.area == districts[d].official && one.period == years[y].key;
                    });
                if (found == published.numbers.end()) continue;
                auto const at = y * districts.size() + d;
                rows.push_back(row(districts[d].label, years[y].label, view_.estimate(measure_, at), found->value,
                                   published.name));
                for (std::size_t r = 0; r != all.size(); ++r) all[r] += view_.cell(measure_, at)[r];
            }
            if (rows.empty()) continue;
            auto const first = table_.rows.size();
            double told = 0;
            for (auto& one : rows) {
                told += std::get<double>(one.cells[published_column].content);
                append(std::move(one));
            }
            auto const last = table_.rows.size() - 1;
            auto total =
                row("All of these", years[y].label, view_.replication.of_futures(all.data()), told, published.name);
            total.total = true;
            total.cells[mean_column] = sum(mean_column, first, last, Style::whole);
            total.cells[published_column] = sum(published_column, first, last, Style::whole);
            append(std::move(total));
        }
    }

    static constexpr std::size_t mean_column = 4;
    static constexpr std::size_t published_column = mean_column + estimate_columns;

private:
    Row row(std::string const& district, std::string const& year, Estimate const& of, double told,
            std::string const& publication) const
    {
        auto const& about = schema_.measures[measure_];
        Row made{{text(about.label), text(about.unit), text("30 June " + year), text(district)}};
        add_estimate(made, of, Style::whole);
        made.cells.push_back(number(told, Style::whole));
        made.cells.push_back({});  // the difference, once its row is known
        made.cells.push_back(text(verdict(of, told)));
        made.cells.push_back(text(publication));
        return made;
    }

    void append(Row made)
    {
        auto const at = table_.rows.size();
        made.cells[published_column + 1] = {
            spreadsheet::Formula{{{{mean_column, at, at}, false}, {{published_column, at, at}, true}}}, Style::whole};
        table_.rows.push_back(std::move(made));
    }

    Table& table_;
    TableSchema const& schema_;
    std::size_t measure_;
    View view_;
};

/// The run beside what is published; where that is from is added to the notes.
Table beside_published(Source const& source, std::vector<std::string>& notes)
{
    auto headings = with_estimate_headings({"Measure", "Unit", "Period", "District"});
    headings.insert(headings.end(), {"Published", "Run less published", "Published, of the 95% band", "Publication"});
    Table table{"published", "The run beside what is published of the same places and years", headings};
    auto const& run = source.run;
    auto const add = [&](char const* name, char const* measure, PublishedNumbers const& published) {
        if (!run.has(name)) return;
        auto const before = table.rows.size();
        Beside{table, run, name, measure}.add(published);
        auto const note = published.name + ": " + published.source + ".";
        if (table.rows.size() > before && std::find(notes.begin(), notes.end(), note) == notes.end())
            notes.push_back(note);
    };
    if (auto const& folder = source.request.targets; !folder.empty()) {
        add("population", "persons", published_population(folder));
        auto const fuel_poverty = published_fuel_poverty(folder);
        add("fuel_poverty", "households", fuel_poverty.households);
        add("fuel_poverty", "lilee", fuel_poverty.poor);
        add("population", "persons", projected_population(folder));  // no outturn, and long: last
    }
    fill_if_empty(table, "Nothing published is at hand for the places and years of the run");
    return table;
}

/// County figures with what each of them can show: what a value was set to meet is no evidence.
Table figures_beside(PublishedChecks const& checks)
{
    auto headings = with_estimate_headings({"Figure", "Measure", "Unit"});
    headings.insert(headings.end(), {"Published", "Run less published", "Published, of the 95% band", "Standing",
                                     "Source", "Certainty"});
    Table table{"figures", "The run beside what is published of the county", headings};
    for (auto const& check : checks.figures) {
        auto const style = style_of(check.measure);
        auto const at = table.rows.size(), mean = std::size_t{3}, published = mean + estimate_columns;
        Row row{{text(check.what), text(check.measure.label), text(unit_of(check.measure))}};
        add_estimate(row, check.run, style);
        row.cells.push_back(number(check.published, style));
        row.cells.push_back(
            {spreadsheet::Formula{{{{mean, at, at}, false}, {{published, at, at}, true}}}, style_of_error(style)});
        row.cells.push_back(text(verdict(check.run, check.published)));
        for (auto const& words : {check.standing, check.source, check.certainty}) row.cells.push_back(text(words));
        table.rows.push_back(std::move(row));
    }
    fill_if_empty(table, "Nothing published of the county is of a period that the run has");
    return table;
}

/// A column of a table by its heading.
std::size_t column_of(Table const& table, std::string_view heading)
{
    auto const found = std::find(table.headings.begin(), table.headings.end(), heading);
    return static_cast<std::size_t>(found - table.headings.begin());
}

std::string words_at(Table const& table, Row const& row, std::string_view heading)
{
    return std::get<std::string>(row.cells[column_of(table, heading)].content);
}

bool has_checks(Table const& table)
{
    return std::holds_alternative<double>(table.rows.front().cells[column_of(table, "Published")].content);
}

/// How many checks of each kind lie where, and those outside their band once more.
class Digest {
public:
    void look(Table const& table, std::string_view domain, std::string_view beside, std::string_view what)
    {
        if (!has_checks(table)) return;
        for (std::size_t at = 0; at != table.rows.size(); ++at) {
            auto const& row = table.rows[at];
            auto const lies = words_at(table, row, "Published, of the 95% band");
            auto& count = counts_[{words_at(table, row, domain), words_at(table, row, beside)}];
            ++count.all;
            count.within += lies == "within";
            count.outside += lies == "outside";
            if (lies != "outside") continue;
            std::string period = column_of(table, "Period") == table.headings.size()
                                     ? std::string{shorthand::not_applicable}
                                     : words_at(table, row, "Period");
            auto const value = [&](char const* heading) {
                auto const column = column_of(table, heading);
                return number(table.value(at, column), row.cells[column].style);
            };
            outside_.push_back(
                {{text(words_at(table, row, domain)), text(period), text(words_at(table, row, what)), value("Mean"),
                  value("95% low"), value("95% high"), value("Published"), text(words_at(table, row, beside))}});
        }
    }

    Table summary() const
    {
        Table table{"validation_summary",
                    "How many published numbers lie in the run's 95 per cent band",
                    {"What", "Beside", "Checks", "Within", "Outside", "The base itself, or without a band"}};
        for (auto const& [kind, count] : counts_) {
            Row row{{text(kind.first), text(kind.second)}};
            for (auto const one : {count.all, count.within, count.outside, count.all - count.within - count.outside})
                row.cells.push_back(number(static_cast<double>(one), Style::whole));
            table.rows.push_back(std::move(row));
        }
        fill_if_empty(table, "Nothing published is at hand for the places and years of the run");
        return table;
    }

    Table outside() const
    {
        Table table{"outside",
                    "Published numbers outside their band",
                    {"What", "Period", "Which", "Mean", "95% low", "95% high", "Published", "Beside"},
                    outside_};
        fill_if_empty(table, "None");
        return table;
    }

private:
    struct Count {
        std::size_t all = 0;
        std::size_t within = 0;
        std::size_t outside = 0;
    };
    std::map<std::pair<std::string, std::string>, Count> counts_{};
    std::vector<Row> outside_{};
};

/// What of the cost of care is held against an outturn.
std::string note_on_costs(PublishedChecks const& checks)
{
    std::string compared;
    for (auto const& check : checks.figures)
        if (check.measure.unit == "GBP") compared += (compared.empty() ? "" : "; ") + check.what;
    if (compared.empty())
        return "No cost of the run is compared with an outturn: none is at hand for its years"
               + (checks.latest_cost.empty() ? "." : ", and none for any year after " + checks.latest_cost + ".");
    return "The only costs that are compared with an outturn: " + compared + ".";
}

std::string codes_text(TableDimension const& dimension)
{
    constexpr std::size_t at_most = 12;
    if (dimension.codes.size() > at_most)
        return std::to_string(dimension.codes.size()) + " codes, from " + dimension.codes.front().label + " to "
               + dimension.codes.back().label;
    std::string all;
    for (auto const& code : dimension.codes)
        all += (all.empty() ? "" : "; ") + code.key + (code.label == code.key ? "" : ": " + code.label);
    return all;
}

std::string meaning_of(Measure const& measure)
{
    switch (measure.kind) {
    case MeasureKind::stock: return "as it stands at the end of a period; never added up over time";
    case MeasureKind::flow: return "what happens in a period";
    case MeasureKind::ratio: return measure.numerator + " over " + measure.denominator + ", divided last";
    }
    return {};
}

}  // namespace

Sheet validation(Source const& source)
{
    Sheet sheet{"Validation", "Validation: does the run add up, and how near is it to what is published?"};
    sheet.notes = {
        "First how many published numbers lie where, and those that lie outside the run's band. A projection made by "
        "others, in another year, is no outturn: to lie outside its numbers is no fault.",
        "Live: the totals of all districts, and the run less what is published. A difference is no error of the "
        "run alone: published figures are estimates too.",
        "Fuel poverty is published for a year, and stands here beside the run's 30 June of it.",
        note_on_intervals(source.run)};
    PublishedChecks checks;
    if (auto const& folder = source.request.targets; !folder.empty()) checks = published_checks(source.run, folder);
    sheet.notes.insert(sheet.notes.begin(), note_on_costs(checks));
    auto figures = figures_beside(checks);
    auto districts = beside_published(source, sheet.notes);
    Digest digest;
    digest.look(figures, "Measure", "Standing", "Figure");
    digest.look(districts, "Measure", "Publication", "District");
    sheet.tables = {digest.summary(), digest.outside(), identities(source), std::move(figures), std::move(districts)};
    return sheet;
}

Sheet data_dictionary(Source const& source)
{
    Sheet sheet{"Data dictionary", "Data dictionary: what the names of the run's tables mean"};
    sheet.notes = {
        "Tables lie in the run file under these names; foresight show and foresight export --csv use them too."};
    Table table{"data_dictionary", sheet.title, {"Table", "Name", "What it is", "Label", "Unit", "Meaning"}};
    for (auto const& schema : source.run.tables()) {
        auto const add = [&](std::string const& name, std::string const& what, std::string const& label,
                             std::string const& unit, std::string const& meaning) {
            auto const or_none = [](std::string const& words) {
                return text(words.empty() ? shorthand::not_applicable : words);
            };
            table.rows.push_back(
                {{text(schema.name), text(name), text(what), or_none(label), or_none(unit), or_none(meaning)}});
        };
        add(schema.name, "table", schema.label, {}, schema.note);
        add(std::string{name_of(schema.every)}, "time", std::string{label_of(schema.every)}, {},
            schema.periods.empty() ? std::string{}
                                   : schema.periods.front().label + " to " + schema.periods.back().label);
        for (auto const& dimension : schema.dimensions)
            add(dimension.name, "dimension", dimension.label, {}, codes_text(dimension));
        for (auto const& measure : schema.measures)
            add(measure.name, std::string{name_of(measure.kind)}, measure.label, unit_of(measure), meaning_of(measure));
    }
    fill_if_empty(table, "The run has no table");
    sheet.tables.push_back(std::move(table));
    return sheet;
}

}  // namespace foresight::workbook
