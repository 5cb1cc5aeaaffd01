#include "outputs/tally/field_path.hpp"

#include <algorithm>
#include <array>

#include "engine/io/literal.hpp"

namespace foresight {
namespace {

constexpr std::string_view mother_prefix = "mother.", person_prefix = "person.";

AnyColumn const* column_named(Population const& population, std::string_view name)
{
    if (auto const* const found = population.persons.find(name)) return found;
    if (auto const* const found = population.households.find(name)) return found;
    if (auto const* const found = population.dwellings.find(name)) return found;
    return population.establishments.find(name);
}

/// "Ages" without names of their own: 0 to 109, and 110 for all above.
TableCode code_of_number(std::uint32_t code, std::uint32_t codes, bool age)
{
    auto const text = std::to_string(code);
    return {text, age && code + 1 == codes ? text + " and over" : text};
}

}  // namespace

FieldPath::FieldPath(Population const& population, std::string_view entity, std::string const& field)
    : population_{&population}
{
    if (field == "district" || field == "lsoa") find_home(entity, field == "district");
    else if (entity == "person" && field.starts_with(mother_prefix)) find_of_mother(field);
    else find(entity, field);
}

void FieldPath::find(std::string_view entity, std::string const& field)
{
    auto const link = [&](std::string_view name) { way_.push_back(column_named(*population_, name)); };
    AnyColumn const* found = nullptr;
    if (entity == "person") found = population_->persons.find(field);
    if (!found) {
        if (entity == "person") link(person::household.name);
        found = population_->households.find(field);
    }
    if (!found) {
        link(household::dwelling.name);
        found = population_->dwellings.find(field);
    }
    if (!found && entity == "person") {
        way_.clear();
        link(person::establishment.name);
        found = population_->establishments.find(field);
    }
    if (!found) {
        std::vector<Labelled> known{{"district", "District"}, {"lsoa", "Lower-layer super output area"}};
        for (auto const& [name, label] : fields_of_tables(*population_)) known.push_back({name, label});
        auto const near = nearest_by_label(field, known);
        throw InputError{{Mistake{"unknown field '" + field + "'",
                                  "no process of this run provides it",
                                  near.empty() ? "see 'foresight list fields'" : "did you mean '" + near + "'?",
                                  {},
                                  {}}}};
    }
    way_.push_back(found);
    code_column(*found);
}

/// Who has no mother here has none of her fields.
void FieldPath::find_of_mother(std::string const& field)
{
    auto const* const found =
        population_->persons.find(std::string{person_prefix} + field.substr(mother_prefix.size()));
    if (!found) return find("person", field);  // which says what is known
    way_ = {column_named(*population_, person::mother.name), found};
    code_column(*found);
    label_ = "Of the mother: " + label_;
}

void FieldPath::code_column(AnyColumn const& column)
{
    label_ = column.label;
    if (column.name == person::district.name) {
        for (auto const& district : population_->areas.districts)
            codes_.push_back({district.name, district.name, district.code});
        return;
    }
    for (auto const& [key, text] : column.code_names) codes_.push_back({key, text});
    if (codes_.empty())
        for (std::uint32_t code = 0; code != column.codes; ++code)
            codes_.push_back(code_of_number(code, column.codes, column.name == person::age.name));
}

/// A person's district is the population's own; all else of a home is that of its area.
void FieldPath::find_home(std::string_view entity, bool district)
{
    if (district && entity == "person") {
        find(entity, std::string{person::district.name});
        label_ = "District";
        return;
    }
    auto const& of_dwelling = *column_named(*population_, dwelling::area.name);
    auto const& home = *column_named(*population_, household::dwelling.name);
    if (entity == "person") {
        way_ = {column_named(*population_, person::household.name), &home, &of_dwelling};
        otherwise_ = {column_named(*population_, person::establishment.name),
                      column_named(*population_, establishment::area.name)};
    } else {
        way_ = {&home, &of_dwelling};
    }
    label_ = district ? "District" : "Lower-layer super output area, 2021";
    if (district)
        for (auto const& place : population_->areas.districts) codes_.push_back({place.name, place.name, place.code});
    for (auto const& area : population_->areas.all) {
        if (district) then_.push_back(area.district);
        else codes_.push_back({area.code, area.name.empty() ? area.code : area.name, area.code});
    }
}

void FieldPath::Followed::start(AnyColumn const& to, std::uint32_t const* rows, std::uint32_t count)
{
    link_ = &to;
    std::fill_n(lost_.begin(), count, std::uint8_t{0});
    any_lost_ = false;
    go_on(to, rows, count);
}

void FieldPath::Followed::go_on(AnyColumn const& to, std::uint32_t const* rows, std::uint32_t count)
{
    if (to.rows() == 0) std::fill_n(at_.begin(), count, nobody<Person>.value);
    else to.follow(rows, count, at_.data());
    std::uint8_t any = 0;
    for (std::uint32_t i = 0; i != count; ++i) {
        lost_[i] |= static_cast<std::uint8_t>(at_[i] == nobody<Person>.value);
        any |= lost_[i];
        at_[i] = lost_[i] ? 0 : at_[i];
    }
    any_lost_ = any != 0;
}

void FieldPath::read_through(std::vector<AnyColumn const*> const& way, std::uint32_t const* rows, std::uint32_t count,
                             Followed& first, std::int64_t* out)
{
    auto const& field = *way.back();
    if (field.rows() == 0) {
        std::fill(out, out + count, not_there);
        return;
    }
    if (way.size() == 1) {
        field.read(rows, count, out);
        return;
    }
    if (first.link_ != way[0]) first.start(*way[0], rows, count);
    auto const* last = &first;
    Followed further;
    for (std::size_t step = 1; step + 1 != way.size(); ++step) {
        if (step == 1) std::copy_n(first.lost_.begin(), count, further.lost_.begin());
        further.go_on(*way[step], last->at_.data(), count);
        last = &further;
    }
    field.read(last->at_.data(), count, out);
    if (!last->any_lost_) return;
    for (std::uint32_t i = 0; i != count; ++i)
        if (last->lost_[i]) out[i] = not_there;
}

void FieldPath::read(std::uint32_t const* rows, std::uint32_t count, std::int64_t* out, Followed& first) const
{
    read_through(way_, rows, count, first, out);
    if (!otherwise_.empty()) {
        std::array<std::uint32_t, chunk_rows> row;
        std::array<std::uint32_t, chunk_rows> place;
        std::array<std::int64_t, chunk_rows> value;
        std::uint32_t missing = 0;
        for (std::uint32_t i = 0; i != count; ++i)
            if (out[i] == not_there) {
                row[missing] = rows[i];
                place[missing++] = i;
            }
        Followed other;
        read_through(otherwise_, row.data(), missing, other, value.data());
        for (std::uint32_t i = 0; i != missing; ++i) out[place[i]] = value[i];
    }
    if (then_.empty()) return;
    for (std::uint32_t i = 0; i != count; ++i)
        if (out[i] != not_there)
            out[i] =
                static_cast<std::size_t>(out[i]) < then_.size() ? then_[static_cast<std::size_t>(out[i])] : not_there;
}

void FieldPath::read(std::uint32_t const* rows, std::uint32_t count, std::int64_t* out) const
{
    Followed first;
    read(rows, count, out, first);
}

std::uint8_t const* FieldPath::bytes() const
{
    auto const* const column = own_column();
    return column && std::string_view{column->type()} == "u8" ? static_cast<std::uint8_t const*>(column->data())
                                                              : nullptr;
}

bool FieldPath::value_of(std::string const& word, std::int64_t& value) const
{
    TableDimension const all{{}, {}, codes_};
    if (auto const found = all.find(word); found != codes_.size()) {
        value = static_cast<std::int64_t>(found);
        return true;
    }
    auto const read = read_integer(word);
    if (read) value = *read.value;
    return static_cast<bool>(read);
}

std::vector<std::pair<std::string, std::string>> fields_of_tables(Population const& population)
{
    std::vector<std::pair<std::string, std::string>> all;
    auto const add = [&](auto const& table) {
        for (auto const& [name, column] : table.columns())
            if (column->links_to() == LinksTo::nothing) all.emplace_back(name, column->label);
    };
    add(population.persons);
    add(population.households);
    add(population.dwellings);
    add(population.establishments);
    return all;
}

}  // namespace foresight
