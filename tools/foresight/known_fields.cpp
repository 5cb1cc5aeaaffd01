#include "engine/modules/demography/fields.hpp"
#include "engine/modules/fuel_poverty/fields.hpp"
#include "engine/modules/school_readiness/fields.hpp"
#include "engine/modules/social_care/fields.hpp"
#include "engine/population/fields.hpp"
#include "tools/foresight/shipped.hpp"

namespace foresight {
namespace {

/// Notes what a field says of itself.
class Fields {
public:
    template <class Entity, class T>
    void operator()(Field<Entity, T> const& field)
    {
        KnownField made{std::string{field.name}, std::string{field.label}, {}};
        for (auto const& code : field.names) made.codes.emplace_back(code.key, code.label);
        if (field.name == person::district.name)
            for (auto const& code : destination_codes) made.codes.emplace_back(code.key, code.label);
        else if (made.codes.empty())
            for (std::uint32_t code = 0; code != field.codes; ++code)
                made.codes.emplace_back(std::to_string(code), std::string{});
        all.push_back(std::move(made));
    }
    std::vector<KnownField> all;
};

/// Makes the column of a field.
class Columns {
public:
    explicit Columns(Population& population) : population_{population} {}
    template <class Entity, class T>
    void operator()(Field<Entity, T> const& field)
    {
        table<Entity>(population_).column(field);
    }

private:
    Population& population_;
};

/// What synthesis fills.
template <class Visitor>
void visit_population(Visitor& visit)
{
    visit(person::birth_month), visit(person::age), visit(person::sex), visit(person::ethnic_group),
        visit(person::health);
    visit(person::education), visit(person::activity), visit(person::earnings), visit(person::sen),
        visit(person::first_language);
    visit(person::children_born), visit(person::household), visit(person::establishment), visit(person::partner),
        visit(person::mother);
    visit(person::father), visit(person::next_member), visit(person::district);
    visit(household::dwelling), visit(household::first_member), visit(household::size), visit(household::composition);
    visit(household::earnings), visit(household::pensions), visit(household::benefits), visit(household::housing_cost);
    visit(household::capital), visit(household::free_school_meals), visit(household::workless),
        visit(household::payment);
    visit(dwelling::area), visit(dwelling::tenure), visit(dwelling::type), visit(dwelling::age_band),
        visit(dwelling::floor_area);
    visit(dwelling::heating_fuel), visit(dwelling::heating_system), visit(dwelling::wall), visit(dwelling::loft),
        visit(dwelling::glazing);
    visit(dwelling::rating);
    visit(establishment::area), visit(establishment::kind), visit(establishment::capacity),
        visit(establishment::residents);
}

/// What modules add: one line a module. Dimensions of parameters that are no columns stand here too.
template <class Visitor>
void visit_modules(Visitor& visit)
{
    visit(demography::imd_quintile), visit(demography::parity), visit(demography::destination);
    visit(fuel_poverty::heat_kwh), visit(fuel_poverty::electric_kwh), visit(fuel_poverty::flags),
        visit(fuel_poverty::gap);
    visit(fuel_poverty::calendar_month), visit(fuel_poverty::rooms);
    visit(school_readiness::probability), visit(school_readiness::good_level), visit(school_readiness::fsm);
    visit(school_readiness::month_of_birth), visit(school_readiness::gestation), visit(school_readiness::idaci_decile);
    visit(social_care::need), visit(social_care::reason), visit(social_care::setting), visit(social_care::months),
        visit(social_care::intensity), visit(social_care::weekly_cost), visit(social_care::weekly_contribution);
    visit(social_care::care_flow), visit(social_care::group), visit(social_care::need_age), visit(social_care::council);
}

}  // namespace

std::vector<KnownField> known_fields()
{
    Fields fields;
    visit_population(fields);
    visit_modules(fields);
    return std::move(fields.all);
}

Population population_of_nobody(Areas areas)
{
    Population made;
    made.areas = std::move(areas);
    Columns columns{made};
    visit_population(columns);
    if (made.areas.districts.empty())
        for (auto const& code : destination_codes)
            made.areas.districts.push_back({std::string{code.key}, std::string{code.label}});
    made.connect();
    return made;
}

}  // namespace foresight
