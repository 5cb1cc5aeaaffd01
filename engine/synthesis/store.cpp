#include "engine/synthesis/store.hpp"

#include <cstring>
#include <filesystem>

#include "engine/core/error.hpp"
#include "engine/io/hash.hpp"
#include "engine/io/hdf5.hpp"
#include "engine/io/whole_file.hpp"
#include "engine/synthesis/edition.hpp"
#include "engine/synthesis/fields.hpp"

namespace foresight {

namespace {

constexpr auto schema = "foresight-population/1";

/// Calls `body(table, field)` for every field that synthesis fills.
template <class Body>
void each_field(Population& p, Body const& body)
{
    auto persons = [&](auto const&... field) { (body(p.persons, field), ...); };
    persons(person::birth_month, person::age, person::sex, person::ethnic_group, person::health, person::education,
            person::activity, person::earnings, person::sen, person::first_language, person::children_born,
            person::household, person::establishment, person::partner, person::mother, person::father);
    auto households = [&](auto const&... field) { (body(p.households, field), ...); };
    households(household::dwelling, household::composition, household::earnings, household::pensions,
               household::benefits, household::housing_cost, household::capital, household::free_school_meals,
               household::workless, household::payment);
    auto dwellings = [&](auto const&... field) { (body(p.dwellings, field), ...); };
    dwellings(dwelling::area, dwelling::tenure, dwelling::type, dwelling::age_band, dwelling::floor_area,
              dwelling::heating_fuel, dwelling::heating_system, dwelling::wall, dwelling::loft, dwelling::glazing,
              dwelling::rating, dwelling::occupancy);
    auto places = [&](auto const&... field) { (body(p.establishments, field), ...); };
    places(establishment::area, establishment::kind, establishment::capacity);
}

template <class Entity>
void write_table(hdf5::File& file, std::string const& group, Table<Entity> const& table)
{
    file.make_group(group);
    std::vector<std::uint64_t> ids;
    ids.reserve(table.rows());
    for (auto const id : table.ids()) ids.push_back(id.value);
    file.write(group + "/id", ids);
}

template <class Entity>
void read_table(hdf5::File const& file, std::string const& group, Table<Entity>& table)
{
    std::vector<Id<Entity>> ids;
    for (auto const value : file.read<std::uint64_t>(group + "/id")) ids.push_back({value});
    table.append(ids);
}

template <class Entity>
char const* group_of()
{
    if constexpr (std::is_same_v<Entity, Person>) return "/persons";
    else if constexpr (std::is_same_v<Entity, Household>) return "/households";
    else if constexpr (std::is_same_v<Entity, Dwelling>) return "/dwellings";
    else return "/establishments";
}

template <class Field>
std::string name_of(Field const& field)
{
    return std::string{group_of<typename Field::Entity>()} + '/' + std::string{field.dimension()};
}

void write_areas(hdf5::File& file, Areas const& areas)
{
    std::vector<std::string> codes, names, district_codes, district_names;
    std::vector<std::uint8_t> district, imd, idaci;
    for (auto const& area : areas.all) {
        codes.push_back(area.code);
        names.push_back(area.name);
        district.push_back(area.district);
        imd.push_back(area.imd_decile);
        idaci.push_back(area.idaci_decile);
    }
    for (auto const& d : areas.districts) {
        district_codes.push_back(d.code);
        district_names.push_back(d.name);
    }
    file.make_group("/areas");
    file.write_strings("/areas/code", codes);
    file.write_strings("/areas/name", names);
    file.write("/areas/district", district);
    file.write("/areas/imd_decile", imd);
    file.write("/areas/idaci_decile", idaci);
    file.make_group("/districts");
    file.write_strings("/districts/code", district_codes);
    file.write_strings("/districts/name", district_names);
}

Areas read_areas(hdf5::File const& file)
{
    Areas areas;
    auto const codes = file.read_strings("/areas/code"), names = file.read_strings("/areas/name");
    auto const district = file.read<std::uint8_t>("/areas/district"),
               imd = file.read<std::uint8_t>("/areas/imd_decile"),
               idaci = file.read<std::uint8_t>("/areas/idaci_decile");
    for (std::size_t i = 0; i != codes.size(); ++i)
        areas.all.push_back({codes[i], names[i], district[i], imd[i], idaci[i]});
    auto const district_codes = file.read_strings("/districts/code"),
               district_names = file.read_strings("/districts/name");
    for (std::size_t i = 0; i != district_codes.size(); ++i)
        areas.districts.push_back({district_codes[i], district_names[i]});
    return areas;
}

/// A fingerprint of raw bytes, eight at a time.
std::uint64_t fingerprint(void const* data, std::size_t bytes)
{
    constexpr auto prime = 1099511628211ull;
    auto state = 14695981039346656037ull ^ bytes;
    auto const* at = static_cast<unsigned char const*>(data);
    for (; bytes >= 8; bytes -= 8, at += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, at, 8);
        state = (state ^ word) * prime;
        state ^= state >> 32;
    }
    for (; bytes > 0; --bytes, ++at) state = (state ^ *at) * prime;
    return state;
}

/// Of everything that is stored.
std::string contents_hash(Population const& population)
{
    Hash hash;
    hash.add_word(population.inputs_hash);
    hash.add(std::uint64_t{population.weight});
    hash.add(static_cast<std::uint64_t>(population.base.value));
    for (auto const& area : population.areas.all) {
        hash.add_word(area.code).add_word(area.name);
        hash.add(std::uint64_t{area.district}).add(std::uint64_t{area.imd_decile});
        hash.add(std::uint64_t{area.idaci_decile});
    }
    for (auto const& district : population.areas.districts) hash.add_word(district.code).add_word(district.name);
    auto const add_ids = [&](auto const& ids) { hash.add(fingerprint(ids.data(), ids.size() * sizeof ids[0])); };
    add_ids(population.persons.ids());
    add_ids(population.households.ids());
    add_ids(population.dwellings.ids());
    add_ids(population.establishments.ids());
    each_field(const_cast<Population&>(population), [&](auto const& table, auto const& field) {
        hash.add_word(field.name);
        if (auto const* const column = table.find(field.name))
            hash.add(fingerprint(column->data(), column->rows() * column->bytes_a_row()));
    });
    return hash.text();
}

void write(Population const& population, std::string const& path)
{
    hdf5::File file{path, hdf5::File::Mode::create};
    file.set("/", "schema", std::string{schema});
    file.set("/", "inputs_hash", population.inputs_hash);
    file.set("/", "made_by", synthesis_edition());
    file.set("/", "contents_hash", contents_hash(population));
    file.set("/", "weight", std::int64_t{population.weight});
    file.set("/", "base", std::int64_t{population.base.value});
    file.set("/", "base_label", to_string(population.base));
    write_areas(file, population.areas);
    write_table(file, "/persons", population.persons);
    write_table(file, "/households", population.households);
    write_table(file, "/dwellings", population.dwellings);
    write_table(file, "/establishments", population.establishments);
    each_field(const_cast<Population&>(population), [&](auto const& table, auto const& field) {
        auto const* const column = table.find(field.name);
        if (!column) return;
        auto const name = name_of(field);
        file.write_raw(name, hdf5::type_named(column->type()), column->data(), {column->rows()});
        file.set(name, "label", std::string{field.label});
        std::string codes;
        for (auto const& code : field.names) codes += (codes.empty() ? "" : ",") + std::string{code.key};
        if (!codes.empty()) file.set(name, "codes", codes);
    });
    file.flush();
}

}  // namespace

std::string synthesis_edition() { return FORESIGHT_SYNTHESIS_EDITION; }

void store(Population const& population, std::string const& path)
{
    WholeFile file{path};
    write(population, file.partial());
    file.keep();
}

Population load(std::string const& path)
{
    if (!std::filesystem::exists(path))
        throw InputError{"population '" + path + "' is not there (foresight population build makes one)"};
    hdf5::File const file{path, hdf5::File::Mode::read};
    if (!file.has("/", "schema") || file.text("/", "schema") != schema)
        throw InputError{"'" + path + "' is no population of this edition (build it again)"};
    Population population;
    population.areas = read_areas(file);
    population.inputs_hash = file.text("/", "inputs_hash");
    population.weight = static_cast<std::uint32_t>(file.number("/", "weight"));
    population.base = {static_cast<std::int32_t>(file.number("/", "base"))};
    read_table(file, "/persons", population.persons);
    read_table(file, "/households", population.households);
    read_table(file, "/dwellings", population.dwellings);
    read_table(file, "/establishments", population.establishments);
    each_field(population, [&](auto& table, auto const& field) {
        table.column(field);
        auto* const column = table.find(field.name);
        if (file.size(name_of(field)) != column->rows())
            throw InputError{"'" + path + "' is damaged: column " + std::string{field.name} + " is too short"};
        file.read_raw(name_of(field), hdf5::type_named(column->type()), column->data());
    });
    if (!file.has("/", "contents_hash") || file.text("/", "contents_hash") != contents_hash(population))
        throw InputError{"'" + path + "' is damaged: its contents are not what was written"};
    population.connect();
    return population;
}

std::string stored_hash(std::string const& path)
{
    if (!std::filesystem::exists(path)) return {};
    try {
        hdf5::File const file{path, hdf5::File::Mode::read};
        if (!file.has("/", "made_by") || file.text("/", "made_by") != synthesis_edition()) return {};
        return file.text("/", "inputs_hash");
    } catch (std::runtime_error const&) {
        return {};  // no file of ours, or damaged
    }
}

}  // namespace foresight
