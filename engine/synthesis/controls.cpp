#include "engine/synthesis/controls.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/core/error.hpp"
#include "engine/random/random_stream.hpp"
#include "engine/scenario/population_base.hpp"
#include "engine/synthesis/rounding.hpp"
#include "engine/synthesis/sheet.hpp"

namespace foresight {

namespace {

using Path = std::filesystem::path;

template <std::size_t n>
std::vector<std::string> keys_of(std::array<Code, n> const& codes)
{
    std::vector<std::string> keys;
    for (auto const& code : codes) keys.emplace_back(code.key);
    return keys;
}

void read_areas(Controls& all, Path const& folder, bool fourteen)
{
    auto const areas = Sheet::read(folder / "areas.csv"), census = Sheet::read(folder / "lsoa_census.csv"),
               ages_of = Sheet::read(folder / "lsoa_ages.csv");
    for (std::size_t row = 0; row != areas.rows(); ++row) {
        std::string const district{areas.text(row, "district")};
        if (!fourteen && district.starts_with("E06")) continue;
        if (all.areas.districts.empty() || all.areas.districts.back().code != district) {
            all.areas.districts.push_back({district, std::string{areas.text(row, "district_name")}});
            all.district.emplace_back().first_area = static_cast<std::uint16_t>(all.area.size());
        }
        if (census.text(row, "lsoa") != areas.text(row, "lsoa") || ages_of.text(row, "lsoa") != areas.text(row, "lsoa"))
            throw InputError{"areas.csv, lsoa_census.csv and lsoa_ages.csv must hold the same areas in the same order"};
        auto number = [&](char const* column) { return areas.number(row, column); };
        all.areas.all.push_back({std::string{areas.text(row, "lsoa")}, std::string{areas.text(row, "name")},
                                 static_cast<std::uint8_t>(all.areas.districts.size() - 1),
                                 static_cast<std::uint8_t>(number("imd_decile")),
                                 static_cast<std::uint8_t>(number("idaci_decile"))});
        auto& area = all.area.emplace_back();
        area.msoa = areas.text(row, "msoa");
        area.rural = areas.text(row, "urban_rural") == "rural";
        area.income_decile = static_cast<int>(number("income_decile"));
        area.education_decile = static_cast<int>(number("education_decile"));
        area.households = number("households");
        area.residents = number("residents");
        auto fill = [&](auto& cells, std::size_t first) {
            for (std::size_t i = 0; i != cells.size(); ++i) cells[i] = census.number(row, first + i);
        };
        fill(area.tenure, census.column("tenure_owned_outright"));
        fill(area.dwelling, census.column("dwelling_detached"));
        fill(area.occupancy, census.column("occupancy_plus_two"));
        fill(area.ethnic, census.column("ethnic_asian"));
        for (std::size_t i = 0; i != 3; ++i) area.ages[i] = ages_of.number(row, i + 1);
        all.district.back().last_area = static_cast<std::uint16_t>(all.area.size());
    }
    auto const communal = Sheet::read(folder / "communal_areas.csv");
    auto const lsoa = communal.column("lsoa");
    for (std::size_t i = 0; i != all.area.size(); ++i)
        for (std::size_t row = 0; row != communal.rows(); ++row)
            if (communal.text(row, lsoa) == all.areas.all[i].code) {
                all.area[i].has_establishment = true;
                all.area[i].establishment =
                    static_cast<EstablishmentKind>(communal.one_of(row, "kind", keys_of(establishment_kind_codes)));
            }
}

void read_incomes(Controls& all, Path const& folder)
{
    auto const income = Sheet::read(folder / "msoa_income.csv");
    for (std::size_t row = 0; row != income.rows(); ++row) all.msoa.emplace_back(income.text(row, "msoa"));
    std::sort(all.msoa.begin(), all.msoa.end());
    all.income.resize(all.msoa.size());
    auto place = [&](std::string_view code) {
        auto const found = std::lower_bound(all.msoa.begin(), all.msoa.end(), code);
        if (found == all.msoa.end() || *found != code)
            throw InputError{"no income of MSOA " + std::string{code} + " in msoa_income.csv"};
        return static_cast<std::size_t>(found - all.msoa.begin());
    };
    for (std::size_t row = 0; row != income.rows(); ++row)
        all.income[place(income.text(row, "msoa"))] = {income.number(row, "net_before_housing"),
                                                       income.number(row, "net_after_housing")};
    for (auto const& area : all.area) all.area_msoa.push_back(static_cast<std::uint16_t>(place(area.msoa)));
}

/// Persons by single year and sex: whole, the published persons of each year kept, those of 90 and over spread by the life table.
void read_persons(Controls& all, Path const& folder, SynthesisRequest const& request)
{
    auto const sheet = Sheet::read(folder / "district_persons.csv");
    auto const vintage = sheet.column("vintage"), persons = sheet.column("persons"), female = sheet.column("female"),
               age_of = sheet.column("age"), year = sheet.column("year"), district = sheet.column("district");
    for (std::size_t d = 0; d != all.district.size(); ++d) {
        std::vector<double> all_of(91), women(91);
        for (std::size_t row = 0; row != sheet.rows(); ++row) {
            if (sheet.text(row, district) != all.areas.districts[d].code
                || sheet.text(row, vintage) != (request.rebased ? "rebased" : "first"))
                continue;
            if (static_cast<int>(sheet.number(row, year)) != request.base_year) continue;
            auto const age = static_cast<std::size_t>(sheet.number(row, age_of));
            all_of[age] = sheet.number(row, persons);
            women[age] = sheet.number(row, female);
        }
        double total = 0, total_women = 0;
        for (std::size_t a = 0; a != 91; ++a) {
            total += all_of[a];
            total_women += women[a];
        }
        if (total == 0)
            throw InputError{"district_persons.csv has no persons of " + all.areas.districts[d].name + " in "
                             + std::to_string(request.base_year)};
        Matrix cells{91, 2};
        std::vector<double> columns{static_cast<double>(static_cast<std::int64_t>(total_women + 0.5)), 0};
        columns[1] = total - columns[0];
        for (std::size_t a = 0; a != 91; ++a) {
            cells.at(a, 0) = women[a];
            cells.at(a, 1) = all_of[a] - women[a];
        }
        fit_margins(cells, all_of, columns, 2000, 1e-13);
        Sequence luck{request.seed, "synthesis/persons", all.base, static_cast<std::uint32_t>(d)};
        controlled_round(cells, luck);
        for (std::size_t sex = 0; sex != 2; ++sex) {
            for (std::size_t a = 0; a != 90; ++a)
                all.district[d].persons[sex][a] = static_cast<std::int32_t>(cells.at(a, sex));
            auto const& spread = sex == 0 ? all.rate.spread_female : all.rate.spread_male;
            auto const oldest =
                largest_remainder({spread.begin() + 90, spread.end()}, static_cast<std::int64_t>(cells.at(90, sex)));
            for (std::size_t a = 90; a != ages; ++a) all.district[d].persons[sex][a] = oldest[a - 90];
        }
    }
}

/// Census 2021 TS003 of local authorities where the analyst has put it, as Nomis gives it or in three columns: district,
/// lone_parent_dependent and households.
void read_lone_parents(Controls& all, Sheet const& table)
{
    bool const is_download = table.has_column("geography code");
    auto const named = [&](std::string const& category) {
        return "Household composition: " + category + "; measures: Value";
    };
    auto const total = table.has_column(named("Total")) ? named("Total") : named("Total: All households");
    auto const lone = named("Single family household: Lone parent family: With dependent children");
    all.lone_parents_supplied = true;
    for (std::size_t d = 0; d != all.district.size(); ++d) {
        auto const row = table.find(is_download ? "geography code" : "district", all.areas.districts[d].code);
        all.district[d].lone_parent_target = table.number(row, is_download ? lone : "lone_parent_dependent")
                                             / table.number(row, is_download ? total : "households");
    }
}

/// Net additions to the housing stock from Census day, in March 2021, to June of the base, for each household then: years from
/// April, whole or three quarters of one; of the quarter after the last that is known, the same again.
double additions_since_census(Sheet const& homes, std::size_t row, int base_year)
{
    auto const year_from_april = [&](int year) {
        return homes.number(row, "additions_" + std::to_string(year)) / 1000;
    };
    if (base_year == 2019) return -0.75 * year_from_april(2019) - year_from_april(2020);
    if (base_year == 2020) return -0.75 * year_from_april(2020);
    return year_from_april(2021) + 1.25 * year_from_april(2022);
}

void read_districts(Controls& all, Path const& folder, int base_year)
{
    auto const homes = Sheet::read(folder / "district_households.csv"),
               economy = Sheet::read(folder / "district_economy.csv");
    auto const heating = Sheet::read(folder / "district_heating.csv"),
               certificates = Sheet::read(folder / "epc_heating.csv"),
               built = Sheet::read(folder / "dwelling_ages.csv");
    for (std::size_t d = 0; d != all.district.size(); ++d) {
        auto& to = all.district[d];
        auto const& code = all.areas.districts[d].code;
        auto row = homes.find("district", code);
        double sum = 0;
        for (std::size_t i = 0; i != 4; ++i) sum += to.size_share[i] = homes.number(row, homes.column("size_1") + i);
        for (auto& share : to.size_share) share /= sum;
        to.residents = homes.number(row, "residents");
        to.households = homes.number(row, "households");
        to.married = homes.number(row, "married");
        to.adults = homes.number(row, "adults");
        to.additions_since_census = additions_since_census(homes, row, base_year);
        row = economy.find("district", code);
        to.employment = economy.number(row, "employment_rate") / 100;
        to.level_3 = economy.number(row, "level_3_share") / 100;
        to.weekly_pay = economy.number(row, "weekly_pay_" + std::to_string(base_year));
        to.children_in_poverty = economy.number(row, "children_in_poverty") / 100;
        to.universal_credit = economy.number(row, "universal_credit_households");
        for (std::size_t i = 0; i != 5; ++i) to.rent[i] = economy.number(row, economy.column("rent_studio") + i);
        to.needs_loft = economy.number(row, "needs_loft");
        to.needs_cavity = economy.number(row, "needs_cavity");
        row = heating.find("district", code);
        for (std::size_t i = 0; i != 10; ++i) to.heating[i] = heating.number(row, i + 1);
        row = certificates.find("district", code);
        for (std::size_t kind = 0; kind != 4; ++kind)
            for (std::size_t fuel = 0; fuel != 6; ++fuel)
                to.certificates[kind][fuel] = certificates.number(row + kind, fuel + 2);
        row = built.find("district", code);
        for (std::size_t i = 0; i != 4; ++i) to.built[i] = built.number(row, i + 1);
    }
    if (std::filesystem::exists(folder / "ts003.csv")) read_lone_parents(all, Sheet::read(folder / "ts003.csv"));
}

/// A column of a table by "age from", spread over single years.
template <class Into>
void spread(Sheet const& sheet, char const* column, Into& into, std::size_t first = 0,
            std::size_t last = ~std::size_t{0}, char const* from = "age_from")
{
    auto const least = static_cast<std::size_t>(sheet.number(first, from));
    for (std::size_t a = least; a != ages; ++a)
        into[a] = sheet.number(sheet.at_most(from, static_cast<double>(a), first, last), column);
}

void read_rates(Controls& all, Path const& folder)
{
    auto& rate = all.rate;
    auto const communal = Sheet::read(folder / "communal_rates.csv");
    spread(communal, "care_female", rate.care[0]);
    spread(communal, "care_male", rate.care[1]);
    spread(communal, "students", rate.hall);
    spread(communal, "barracks_male", rate.barracks);
    auto const roles = Sheet::read(folder / "roles.csv");
    spread(roles, "dependent", rate.dependent);
    spread(roles, "extra", rate.extra);
    spread(roles, "other", rate.other);
    auto const education = Sheet::read(folder / "education.csv");
    spread(education, "high", rate.degree);
    spread(education, "low", rate.low);
    auto const health = Sheet::read(folder / "health.csv");
    for (std::size_t a = 0; a != ages; ++a)
        for (std::size_t h = 0; h != 5; ++h)
            rate.health[a][h] = health.number(health.at_most("age_from", static_cast<double>(a)), h + 1);
    auto half = [](Sheet const& sheet, std::size_t sex) {
        auto const men = sheet.find("sex", "male");
        return sex == 0 ? std::pair{std::size_t{0}, men} : std::pair{men, sheet.rows()};
    };
    auto const activity = Sheet::read(folder / "activity.csv"), pay = Sheet::read(folder / "pay.csv"),
               heads = Sheet::read(folder / "head_ages.csv");
    for (std::size_t sex = 0; sex != 2; ++sex) {
        auto [first, last] = half(activity, sex);
        spread(activity, "student", rate.student[sex], first, last);
        spread(activity, "employed", rate.employed[sex], first, last);
        spread(activity, "unemployed", rate.unemployed[sex], first, last);
        spread(activity, "retired", rate.retired[sex], first, last);
        std::tie(first, last) = half(pay, sex);
        spread(pay, "ratio", rate.pay[sex], first, last);
        std::tie(first, last) = half(heads, sex);
        spread(heads, "couple", rate.couple[sex], first, last, "age");
        spread(heads, "alone", rate.alone[sex], first, last, "age");
        spread(heads, "lone_parent", rate.lone_parent[sex], first, last, "age");
    }
    auto const children = Sheet::read(folder / "child_ages.csv");
    for (std::size_t a = 16; a != ages; ++a) {
        auto const row = children.at_most("head_age", static_cast<double>(a));
        double sum = 0, of = 1;
        for (std::size_t c = 1; c != children.columns(); ++c) sum += children.number(row, c);
        for (std::size_t sex = 0; sex != 2; ++sex) of += rate.couple[sex][a] + rate.lone_parent[sex][a];
        rate.children_per_head[a] = sum / of;
    }
    auto const mothers = Sheet::read(folder / "mothers.csv");
    rate.children_each.fill(1);
    for (std::size_t row = 0; row != mothers.rows(); ++row) {
        auto const age = static_cast<std::size_t>(mothers.number(row, "age"));
        rate.mothers[age] = mothers.number(row, "mothers");
        rate.children_each[age] = mothers.number(row, "children_each");
    }
    auto const oldest = Sheet::read(folder / "spread_90_up.csv");
    for (std::size_t row = 0; row != oldest.rows(); ++row)
        (oldest.text(row, "sex") == "female" ? rate.spread_female
                                             : rate.spread_male)[static_cast<std::size_t>(oldest.number(row, "age"))] =
            oldest.number(row, "share");
}

void read_affinities(Controls& all, Path const& folder)
{
    auto const sheet = Sheet::read(folder / "affinities.csv");
    auto& a = all.affinity;
    auto index = [&](std::size_t row, std::string_view of, std::string_view column) {
        return sheet.one_of(row, column,
                            of == "tenure"        ? keys_of(tenure_codes)
                            : of == "dwelling"    ? keys_of(dwelling_type_codes)
                            : of == "composition" ? keys_of(composition_codes)
                            : of == "size"        ? std::vector<std::string>{"1", "2", "3", "4", "5", "6", "7", "8"}
                            : of == "head_age"
                                ? std::vector<std::string>{"16", "25", "35", "50", "65"}
                                : std::vector<std::string>{occupancy_keys.begin(), occupancy_keys.end()});
    };
    for (std::size_t row = 0; row != sheet.rows(); ++row) {
        auto const &first = sheet.text(row, "first"), &second = sheet.text(row, "second");
        auto const i = index(row, first, "first_code"), j = index(row, second, "second_code");
        auto const weight = sheet.number(row, "weight");
        if (first == "tenure" && second == "dwelling") a.tenure_dwelling[i][j] = weight;
        else if (first == "tenure" && second == "occupancy") a.tenure_occupancy[i][j] = weight;
        else if (first == "dwelling" && second == "occupancy") a.dwelling_occupancy[i][j] = weight;
        else if (first == "tenure" && second == "head_age") a.tenure_age[i][j] = weight;
        else if (first == "tenure" && second == "composition") a.tenure_composition[i][j] = weight;
        else if (first == "dwelling" && second == "composition") a.dwelling_composition[i][j] = weight;
        else if (first == "occupancy" && second == "size") a.occupancy_size[i][j] = weight;
        else if (first == "dwelling" && second == "head_age") a.dwelling_age[i][j] = weight;
        else
            throw InputError{"affinities.csv says how '" + std::string{first} + "' goes with '" + std::string{second}
                             + "', which synthesis does not use"};
    }
}

void read_homes(Controls& all, Path const& folder)
{
    auto const sizes = Sheet::read(folder / "type_sizes.csv");
    for (std::size_t row = 0; row != sizes.rows(); ++row)
        for (std::size_t size = 2; size <= largest_size; ++size)
            all.type_size[sizes.one_of(row, "composition", keys_of(composition_codes))][size] =
                sizes.number(row, std::to_string(size));
    auto const built = Sheet::read(folder / "dwelling_rates.csv");
    for (std::size_t band = 0; band != 12; ++band) {
        auto const group = built.text(band, "group");
        auto of = [&](char const* column) { return built.number(band, column); };
        all.built[band] = {group == "before_1930" ? 0
                           : group == "from_1930" ? 1
                           : group == "from_1983" ? 2
                                                  : 3,
                           of("share"),
                           of("solid"),
                           of("timber_or_system"),
                           of("filled"),
                           of("solid_insulated"),
                           of("single"),
                           of("double_new")};
    }
    auto const money = Sheet::read(folder / "tenure_money.csv"),
               composition = Sheet::read(folder / "composition_money.csv"),
               floor = Sheet::read(folder / "floor_areas.csv");
    for (std::size_t t = 0; t != tenures; ++t) {
        auto const row = money.find("tenure", tenure_codes[t].key);
        auto of = [&](char const* column) { return money.number(row, column); };
        all.money[t] = {of("income_effect"), of("capital_median"), of("housing_ratio"), of("prepayment_logit"),
                        of("floor_ratio")};
    }
    for (std::size_t c = 0; c != compositions; ++c) {
        auto const row = composition.find("composition", composition_codes[c].key);
        all.composition_money[c] = {composition.number(row, "income_effect"), composition.number(row, "spread")};
    }
    for (std::size_t t = 0; t != dwelling_types; ++t)
        for (std::size_t b = 0; b != 5; ++b)
            all.floor_area[t][b] = floor.number(floor.find("dwelling", dwelling_type_codes[t].key), b + 1);
}

std::uint64_t hash_of(std::uint64_t hash, std::string const& text)
{
    for (char const c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
    return hash;
}

std::string hash_inputs(SynthesisRequest const& request)
{
    constexpr auto edition = "synthesis 3";  // to be raised whenever the same inputs make other people
    auto hash = hash_of(14695981039346656037ull, edition);
    for (auto const& name : control_names(request.controls_folder)) {
        std::ifstream file{Path{request.controls_folder} / name, std::ios::binary};
        std::ostringstream text;
        text << file.rdbuf();
        hash = hash_of(hash_of(hash, name), text.str());
    }
    std::ostringstream more;
    more.precision(17);
    more << request.base_year << request.rebased << request.fourteen << '/' << request.seed << '/' << request.sample;
    if (request.sample > 1)
        more << "/systematic";  // samples are drawn otherwise than in the first edition; the whole is not
    if (request.parameters)
        for (auto const& [name, parameter] : request.parameters->all())
            if (name.starts_with("population/"))
                for (auto const& slice : parameter.slices)
                    for (auto const value : slice.values) more << '/' << name << '=' << value;
    hash = hash_of(hash, more.str());
    std::string digits;
    for (int i = 15; i >= 0; --i) digits += "0123456789abcdef"[hash >> (4 * i) & 15];
    return digits;
}

}  // namespace

std::vector<std::string> control_names(std::string const& folder)
{
    std::vector<std::string> files;
    for (auto const& entry : std::filesystem::directory_iterator{folder})
        if (entry.path().extension() == ".csv") files.push_back(entry.path().filename().string());
    std::sort(files.begin(), files.end());
    return files;
}

std::span<Assumptions::Place const> Assumptions::places()
{
    static constexpr Place all[]{
        {"population/communal/care_home_occupancy", &Assumptions::care_home_occupancy},
        {"population/communal/older_care_beds", &Assumptions::older_care_beds},
        {"population/communal/care_homes", &Assumptions::care_homes},
        {"population/communal/nursing_share", &Assumptions::nursing_share},
        {"population/households/married_together", &Assumptions::married_together},
        {"population/households/cohabiting_per_married", &Assumptions::cohabiting_per_married},
        {"population/households/lone_parent_of_rest", &Assumptions::lone_parent_of_rest},
        {"population/households/same_sex_couples", &Assumptions::same_sex_couples},
        {"population/households/children_in_couple", &Assumptions::children_in_couple},
        {"population/households/children_of_lone_parent", &Assumptions::children_of_lone_parent},
        {"population/children/free_meals_share", &Assumptions::free_meals_share},
        {"population/children/sen_support", &Assumptions::sen_support},
        {"population/children/sen_plan", &Assumptions::sen_plan},
        {"population/children/english_additional_primary", &Assumptions::english_additional_primary},
        {"population/children/english_additional_secondary", &Assumptions::english_additional_secondary},
        {"population/dwellings/condensing_boilers", &Assumptions::condensing_boilers},
        {"population/dwellings/economy_7_share", &Assumptions::economy_7_share},
        {"population/dwellings/vacant_share", &Assumptions::vacant_share},
        {"population/payment/standard_credit_share", &Assumptions::standard_credit_share},
        {"population/payment/prepayment_share", &Assumptions::prepayment_share},
        {"population/income/pay_growth_to_2023", &Assumptions::pay_growth_to_2023},
        {"population/income/work_correlation", &Assumptions::income_work_correlation},
    };
    return all;
}

Assumptions Assumptions::of(Parameters const* parameters)
{
    Assumptions values;
    if (!parameters) return values;
    for (auto const& [name, value] : places())
        if (parameters->has(name)) values.*value = parameters->at(name).slices.front().values.front();
    return values;
}

Controls Controls::read(SynthesisRequest const& request)
{
    if (!is_population_base(request.base_year))
        refuse("a population of " + std::to_string(request.base_year) + " cannot be built",
               "there are persons by single year of " + population_bases_in_words("and") + " only",
               "take one of these as population/base");
    if (request.sample == 0) throw InputError{"a sample of 1 in 0 households is none (sample must be 1 or more)"};
    Path const folder{request.controls_folder};
    Controls all;
    all.base = Month::of(request.base_year, 6);
    all.assumed = Assumptions::of(request.parameters);
    read_areas(all, folder, request.fourteen);
    read_incomes(all, folder);
    read_rates(all, folder);
    read_persons(all, folder, request);
    read_districts(all, folder, request.base_year);
    read_affinities(all, folder);
    read_homes(all, folder);
    all.hash = hash_inputs(request);
    return all;
}

}  // namespace foresight
