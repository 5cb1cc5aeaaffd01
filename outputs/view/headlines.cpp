#include "outputs/view/headlines.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "engine/io/text_file.hpp"

namespace foresight {

std::vector<Headline> const& all_headlines()
{
    static std::vector<Headline> const all{
        {"People, at 30 June", "All ages", "population", "persons", Every::year, 1, 0, "", "population.persons"},
        {"Adult social care, by financial year", "People with long-term care, at 31 March", "care_clients", "clients",
         Every::financial_year, 1, 0, "", "social_care.clients"},
        {"Adult social care, by financial year", "Gross cost, GBP million", "care_cost", "gross", Every::financial_year,
         1e-6, 1, "", "social_care.gross_cost"},
        {"Households in fuel poverty, at 30 June", "Low income, low energy efficiency", "fuel_poverty", "lilee_rate",
         Every::year, 100, 1, "%", "fuel_poverty.lilee"},
        {"Households in fuel poverty, at 30 June", "Over 10% of income, before housing", "fuel_poverty",
         "ten_before_rate", Every::year, 100, 1, "%", "fuel_poverty.ten_before"},
        {"Households in fuel poverty, at 30 June", "Over 10% of income, after housing", "fuel_poverty",
         "ten_after_rate", Every::year, 100, 1, "%", "fuel_poverty.ten_after"},
        {"Households in fuel poverty, at 30 June", "Low income, high costs", "fuel_poverty", "lihc_rate", Every::year,
         100, 1, "%", "fuel_poverty.lihc"},
        {"School readiness, by school year", "Good level of development", "school_readiness", "good_level_rate",
         Every::school_year, 100, 1, "%", "school_readiness.good_level"}};
    return all;
}

std::vector<Headline> headlines_of(RunReader const& run)
{
    std::vector<Headline> there;
    for (auto const& line : all_headlines()) {
        if (!run.has(line.table)) continue;
        auto const& table = run.table(line.table);
        if (table.measure(line.measure) != table.measures.size() && !table.periods.empty()) there.push_back(line);
    }
    return there;
}

std::vector<std::size_t> picked(std::size_t count, std::size_t most)
{
    std::vector<std::size_t> positions;
    for (std::size_t i = 0; i != std::min(count, most); ++i)
        positions.push_back(count <= most || most < 2 ? i : (i * (count - 1) + (most - 1) / 2) / (most - 1));
    return positions;
}

std::string shown(double number, int decimals)
{
    if (std::isnan(number)) return "hidden";
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", decimals, number);
    std::string digits{text};
    if (digits.find_first_not_of("-0.") == std::string::npos && digits.front() == '-') digits.erase(0, 1);
    auto end = std::min(digits.find('.'), digits.size());
    auto const begin = digits.front() == '-' ? std::size_t{1} : std::size_t{0};
    while (end > begin + 3) digits.insert(end -= 3, ",");
    return digits;
}

std::string shown(double number, Measure const& measure)
{
    if (measure.unit == "share") return std::isnan(number) ? "-" : shown(number * 100, 1) + "%";
    if (measure.kind == MeasureKind::ratio) return std::isnan(number) ? "-" : shown(number, 2);
    return shown(number, 0);
}

std::string shown(Band band, int decimals, double times)
{
    if (std::isnan(band.low)) return "-";
    return shown(band.low * times, decimals) + " to " + shown(band.high * times, decimals);
}

std::string shown(Band band, Measure const& measure)
{
    if (std::isnan(band.low)) return "-";
    return shown(band.low, measure) + " to " + shown(band.high, measure);
}

std::string aligned(std::vector<std::vector<std::string>> const& rows, std::size_t left_columns)
{
    std::vector<std::size_t> width;
    for (auto const& row : rows)
        for (std::size_t c = 0; c != row.size(); ++c) {
            if (width.size() <= c) width.push_back(0);
            width[c] = std::max(width[c], static_cast<std::size_t>(characters(row[c])));
        }
    std::string text;
    for (auto const& row : rows) {
        std::string line;
        for (std::size_t c = 0; c != row.size(); ++c) {
            std::string const blanks(width[c] - static_cast<std::size_t>(characters(row[c])), ' ');
            line += (c == 0 ? "" : "  ") + (c < left_columns ? row[c] + blanks : blanks + row[c]);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    }
    return text;
}

}  // namespace foresight
