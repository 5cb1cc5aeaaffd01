#include "outputs/report/domains.hpp"

#include <algorithm>

namespace foresight {

std::string_view module_of(Domain domain)
{
    switch (domain) {
    case Domain::social_care: return "social_care";
    case Domain::fuel_poverty: return "fuel_poverty";
    case Domain::school_readiness: return "school_readiness";
    }
    return {};
}

std::string in_words(Domain domain)
{
    std::string words{module_of(domain)};
    for (char& c : words)
        if (c == '_') c = ' ';
    return words;
}

Domain domain_of(std::string_view table)
{
    if (table.starts_with("fuel")) return Domain::fuel_poverty;
    return table.starts_with("school") ? Domain::school_readiness : Domain::social_care;
}

std::vector<DomainMeasure> const& domain_measures()
{
    static std::vector<DomainMeasure> const all{
        {Domain::social_care,
         "care_cost",
         "gross",
         Every::financial_year,
         pounds_in_millions(),
         "Gross cost of long-term social care",
         "gross cost of long-term social care",
         "",
         {}},
        {Domain::fuel_poverty, "fuel_poverty", "lilee_rate", Every::quarter, share_of("households"),
         "Households in fuel poverty (LILEE: low income, low energy efficiency)", "fuel poverty by LILEE", "lilee",
         counted("households")},
        {Domain::fuel_poverty, "fuel_poverty", "ten_after_rate", Every::quarter, share_of("households"),
         "Households needing over a tenth of their income for energy, after housing costs",
         "households needing over a tenth of their income for energy, after housing costs", "ten_after",
         counted("households")},
        {Domain::school_readiness, "school_readiness", "good_level_rate", Every::school_year,
         share_of("children assessed"), "Children with a good level of development at five",
         "children with a good level of development", "good_level", counted("children")}};
    return all;
}

std::string scope_of_care_cost(TableSchema const& table)
{
    auto const& note = table.note;
    if (note.find("Not in it:") != std::string::npos)
        return "Gross cost: " + note.substr(0, std::min(note.find(" The weekly price"), note.size()));
    return "Gross cost is that of long-term support: places in residential and nursing homes, and support in the "
           "community that goes on. Not in it: short-term support and reablement, equipment, assessment and "
           "commissioning staff, and care that the NHS pays for. It is before clients' contributions and before what "
           "the NHS and joint funding bear.";
}

}  // namespace foresight
