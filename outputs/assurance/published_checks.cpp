#include "outputs/assurance/published_checks.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <sstream>

#include "outputs/assurance/published_targets.hpp"
#include "outputs/assurance/target_table.hpp"
#include "outputs/view/councils.hpp"

namespace foresight {
namespace {

std::vector<std::pair<std::string, std::string>> conditions_of(std::string const& words)
{
    std::vector<std::pair<std::string, std::string>> all;
    std::istringstream in{words};
    for (std::string word; std::getline(in, word, ';');)
        all.emplace_back(word.substr(0, word.find('=')), word.substr(word.find('=') + 1));
    return all;
}

bool has_districts(TableSchema const& table)
{
    return std::any_of(table.dimensions.begin(), table.dimensions.end(),
                       [](auto const& dimension) { return dimension.name == "district"; });
}

/// The rows of a view from one period to another, added up replicate by replicate; nothing if one of them is missing.
std::vector<double> sum_over(View const& view, std::size_t measure, std::string const& first, std::string const& last)
{
    auto const& codes = view.dimensions.front().codes;
    auto const place = [&](std::string const& label) {
        return static_cast<std::size_t>(
            std::find_if(codes.begin(), codes.end(), [&](auto const& code) { return code.label == label; })
            - codes.begin());
    };
    auto const from = place(first), to = place(last);
    if (from == codes.size() || to == codes.size() || from > to) return {};
    std::vector<double> sums(view.replicates());
    for (auto row = from; row <= to; ++row)
        for (std::size_t r = 0; r != sums.size(); ++r) sums[r] += view.cell(measure, row)[r];
    return sums;
}

/// The figures are the county council's: of a run with other councils too, those of its own districts, where a table tells
/// them apart.
void check_results(RunReader const& run, TargetTable const& targets, PublishedChecks& checks)
{
    auto const districts = districts_by_council(run);
    for (std::size_t row = 0; row != targets.rows(); ++row) {
        auto const& name = targets.text(row, "table");
        auto const& period = targets.text(row, "period");
        if (name == "care_cost" && targets.text(row, "every") == "financial_year")
            checks.latest_cost = std::max(checks.latest_cost, period);
        NotCompared missed{targets.text(row, "what"), name, period};
        auto const measure = run.has(name) ? run.table(name).measure(targets.text(row, "measure")) : 0;
        if (!run.has(name) || measure == run.table(name).measures.size()) {
            checks.of_other_periods.push_back(std::move(missed));
            continue;
        }
        auto const& table = run.table(name);
        auto conditions = conditions_of(targets.text(row, "where"));
        if (districts.several()) {
            if (!has_districts(table)) {
                checks.of_other_periods.push_back(std::move(missed));
                continue;
            }
            for (auto const& district : districts.of_the_county) conditions.emplace_back("district", district);
        }
        auto const view = view_of(run, table, {{targets.text(row, "every")}, std::move(conditions)});
        auto const to = period.find(" to ");
        auto const sums =
            sum_over(view, measure, period.substr(0, to), to == std::string::npos ? period : period.substr(to + 4));
        if (sums.empty()) {
            checks.of_other_periods.push_back(std::move(missed));
            continue;
        }
        checks.figures.push_back({targets.text(row, "what"), table.measures[measure],
                                  view.replication.of_futures(sums.data()), targets.number(row, "value"),
                                  targets.text(row, "standing"), targets.text(row, "source"),
                                  targets.text(row, "certainty"), name, period});
    }
}

/// What is published of districts in one year, by official code: a number, or two whose quotient is.
struct OfDistricts {
    std::string what;
    std::string source;
    std::map<std::string, std::pair<double, double>> values;  ///< above and below
};

/// A county figure and a line on its districts; `measure` of the view is of one period.
void check_districts(View const& view, std::size_t measure, OfDistricts const& published, std::string const& standing,
                     std::string const& period, PublishedChecks& checks)
{
    auto const& districts = view.dimensions.back().codes;
    DistrictCheck line{published.what + ", districts", 0, 0, 0, {}, standing, period, {}};
    for (std::size_t row = 0; row != districts.size(); ++row) {
        auto const found = published.values.find(districts[row].official);
        if (found == published.values.end()) return;
        auto const [above, below] = found->second;
        auto const estimate = view.estimate(measure, row);
        double const error = estimate.mean / (above / below) - 1;
        line.each.push_back({districts[row].label, view.measures[measure], estimate, above / below, standing,
                             published.source, "read", view.table, period});
        ++line.districts;
        line.mean_absolute_error += std::abs(error);
        if (std::abs(error) > std::abs(line.worst_error) || line.worst.empty()) {
            line.worst_error = error;
            line.worst = districts[row].label;
        }
    }
    line.mean_absolute_error /= static_cast<double>(std::max<std::size_t>(1, line.districts));
    checks.districts.push_back(std::move(line));
}

/// The sum over the districts of a run, or the quotient of sums; no number if one of them is not published.
double county(OfDistricts const& published, TableDimension const& districts, bool quotient)
{
    double above = 0, below = 0;
    for (auto const& district : districts.codes) {
        auto const found = published.values.find(district.official);
        if (found == published.values.end()) return no_number;
        above += found->second.first;
        below += found->second.second;
    }
    return quotient ? above / below : above;
}

/// Where districts' figures belong in a run.
struct Counterpart {
    char const* table;
    char const* measure;
    Every every;
    bool quotient;
};

void check_year(RunReader const& run, Counterpart const& at, std::string const& period, OfDistricts const& published,
                std::string const& standing, PublishedChecks& checks)
{
    auto const& table = run.table(at.table);
    auto const measure = table.measure(at.measure);
    std::string const time{name_of(at.every)};
    bool const there =
        std::any_of(table.periods.begin(), table.periods.end(), [&](auto const& one) { return one.label == period; });
    NotCompared const missed{published.what + ", county", at.table, period};
    if (!there || measure == table.measures.size()) return checks.of_other_periods.push_back(missed);
    auto const view = view_of(run, table, {{"district"}, {{time, period}}});
    auto const whole = county(published, view.dimensions.back(), at.quotient);
    if (std::isnan(whole)) return checks.of_other_periods.push_back(missed);
    auto const all = view_of(run, table, {{time}, {{time, period}}});
    checks.figures.push_back({published.what + ", county", table.measures[measure], all.estimate(measure, 0), whole,
                              standing, published.source, "read", at.table, period});
    check_districts(view, measure, published, standing, period, checks);
}

/// The numbers of each year by district, a quotient where there is a second set of them.
std::map<std::string, OfDistricts> by_year(PublishedNumbers const& above, PublishedNumbers const* below)
{
    std::map<std::string, OfDistricts> years;
    for (std::size_t i = 0; i != above.numbers.size(); ++i) {
        auto const& number = above.numbers[i];
        auto& found = years[number.period];
        found.source = above.source;
        found.values[number.area] = {number.value, below ? below->numbers[i].value : 1};
    }
    return years;
}

void check_population(RunReader const& run, PublishedNumbers const& published, PublishedChecks& checks)
{
    if (!run.has("population")) return;
    auto const base = std::to_string(run.provenance().base.year());
    for (auto [year, districts] : by_year(published, nullptr)) {
        districts.what = "People, 30 June " + year;
        check_year(run, {"population", "persons", Every::year, false}, year, districts,
                   year == base
                       ? "the base is made of the first release for this day, or of the one that the scenario names"
                       : "not fitted",
                   checks);
    }
}

void check_fuel_poverty(RunReader const& run, PublishedFuelPoverty const& published, PublishedChecks& checks)
{
    if (!run.has("fuel_poverty")) return;
    // calibration/fitted/fuel_poverty.yaml: the base of 2020 on the data of 2020, that of 2023 on those of 2022 and 2024.
    bool const later = run.provenance().base.year() >= 2022;
    for (auto [year, districts] : by_year(published.poor, &published.households)) {
        districts.what = "Households fuel poor by LILEE, " + year + " (here its second quarter)";
        char const* const standing =
            later && (year == "2022" || year == "2024")
                ? "the base's level in the county was solved on the mean of 2022 and 2024, districts' were not"
            : !later && year == "2020" ? "the base's level in the county was solved on it, districts' were not"
                                       : "not fitted";
        check_year(run, {"fuel_poverty", "lilee_rate", Every::quarter, true}, year + " Q2", districts, standing,
                   checks);
    }
}

}  // namespace

PublishedChecks published_checks(RunReader const& run, std::string const& folder)
{
    PublishedChecks checks;
    check_results(run, TargetTable{folder, "results"}, checks);
    check_population(run, published_population(folder), checks);
    check_fuel_poverty(run, published_fuel_poverty(folder), checks);
    return checks;
}

}  // namespace foresight
