#include "outputs/tally/table.hpp"

#include <algorithm>
#include <array>

namespace foresight {
namespace {

struct CadenceName {
    Every every;
    std::string_view name;
    std::string_view label;
};

constexpr std::array cadence_names{
    CadenceName{Every::month, "month", "Month"}, CadenceName{Every::quarter, "quarter", "Quarter of the calendar year"},
    CadenceName{Every::year, "year", "Year to 30 June"},
    CadenceName{Every::financial_year, "financial_year", "Financial year, April to March"},
    CadenceName{Every::school_year, "school_year", "School year, September to August"}};

CadenceName const& names_of(Every every)
{
    return *std::find_if(cadence_names.begin(), cadence_names.end(),
                         [&](auto const& cadence) { return cadence.every == every; });
}

bool is_whole(Period const& period, Coverage const& lived)
{
    auto const first = lived.with_base ? lived.start - 1 : lived.start;
    if (lived.stock) return period.last - 1 >= first && period.last <= lived.end;
    if (lived.decisive_month == 0) return period.first >= lived.start && period.last <= lived.end;
    for (auto month = period.first; month < period.last; month = month + 1)
        if (month.month() == lived.decisive_month) return month >= lived.start && month < lived.end;
    return false;
}

}  // namespace

std::size_t TableDimension::find(std::string_view word) const
{
    auto const matches = [&](auto const& part) {
        return std::find_if(codes.begin(), codes.end(), [&](auto const& code) { return part(code) == word; });
    };
    auto found = matches([](TableCode const& code) -> std::string_view { return code.key; });
    if (found == codes.end() && !word.empty())
        found = matches([](TableCode const& code) -> std::string_view { return code.official; });
    if (found == codes.end()) found = matches([](TableCode const& code) -> std::string_view { return code.label; });
    return static_cast<std::size_t>(found - codes.begin());
}

std::string text_of(Disclosure const& control)
{
    std::string text;
    if (control.hides())
        text = "Cells with fewer than " + std::to_string(control.shown_from())
               + " behind one of their numbers are hidden, and others beside them.";
    if (control.round_to > 1)
        text += (text.empty() ? "" : " ") + std::string{"Counts are rounded to "} + std::to_string(control.round_to)
                + (control.hides() ? "s, amounts about as coarsely." : "s.");
    return text;
}

std::size_t TableSchema::cells() const
{
    std::size_t cells = 1;
    for (auto const& dimension : dimensions) cells *= dimension.codes.size();
    return cells;
}

std::size_t TableSchema::measure(std::string_view measure_name) const
{
    auto const found =
        std::find_if(measures.begin(), measures.end(), [&](auto const& one) { return one.name == measure_name; });
    return static_cast<std::size_t>(found - measures.begin());
}

std::string_view name_of(Every every) { return names_of(every).name; }
std::string_view label_of(Every every) { return names_of(every).label; }

std::string_view name_of(MeasureKind kind)
{
    constexpr std::array<std::string_view, 3> names{"stock", "flow", "ratio"};
    return names[static_cast<std::size_t>(kind)];
}

bool every_named(std::string_view name, Every& every)
{
    auto const found = std::find_if(cadence_names.begin(), cadence_names.end(),
                                    [&](auto const& cadence) { return cadence.name == name; });
    if (found == cadence_names.end()) return false;
    every = found->every;
    return true;
}

std::vector<Period> whole_periods(Every every, Coverage const& coverage)
{
    std::vector<Period> periods;
    for (auto month = coverage.start - 1; month < coverage.end;) {
        auto period = period_of(every, month);
        month = period.last;
        if (is_whole(period, coverage)) periods.push_back(std::move(period));
    }
    return periods;
}

}  // namespace foresight
