#include "engine/modules/catalogue.hpp"

#include "engine/modules/demography/fields.hpp"
#include "engine/modules/fuel_poverty/fields.hpp"
#include "engine/modules/school_readiness/fields.hpp"
#include "engine/modules/social_care/fields.hpp"

namespace foresight {

std::vector<NamedProcess> const& catalogue()
{
    static std::vector<NamedProcess> const all{
        {"demography/ageing", "Keeps everybody's age", make_ageing},
        {"demography/health", "Keeps self-rated health in step with age", make_self_rated_health},
        {"demography/working_life", "Who finishes school, works and retires, and what they earn", make_working_life},
        {"demography/mortgages", "Which owners have paid off their mortgage", make_mortgages},
        {"school_readiness/profile", "Assesses five-year-olds at the end of reception", make_profile},
        {"demography/mortality", "Who dies", make_mortality},
        {"social_care/need", "Who needs help with daily living", make_need},
        {"social_care/front_door", "Who asks for support, and who starts", make_front_door},
        {"social_care/packages", "Which clients stay, move and end", make_packages},
        {"social_care/prices", "What each client costs a week", make_care_prices},
        {"demography/fertility", "Who bears a child", make_fertility},
        {"demography/separation", "Whose couple comes apart", make_separation},
        {"demography/partnership", "Who moves in with whom", make_partnership},
        {"demography/leaving_home", "Who leaves the parents, or a shared home with a partner", make_leaving_home},
        {"demography/care_home_entry", "Who enters a care home at his own expense", make_care_home_entry},
        {"demography/departures", "Who leaves the district", make_departures},
        {"demography/arrivals", "Who comes from outside the county", make_arrivals},
        {"demography/housing_supply", "Which dwellings are added", make_housing_supply},
        {"social_care/leavers", "Which clients died or left the county", make_care_leavers},
        {"fuel_poverty/required_energy", "What energy each household needs", make_required_energy},
        {"fuel_poverty/metrics", "Who is fuel poor, by each measure", make_fuel_poverty_metrics},
    };
    return all;
}

}  // namespace foresight
