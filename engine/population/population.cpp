#include "engine/population/population.hpp"

namespace foresight {

Population::Population() { bind(); }

Population::Population(Population const& other)
    : persons{other.persons},
      households{other.households},
      dwellings{other.dwellings},
      establishments{other.establishments},
      areas{other.areas},
      weight{other.weight},
      base{other.base},
      inputs_hash{other.inputs_hash},
      waiting_{other.waiting_},
      open_homes_{other.open_homes_},
      vacant_{other.vacant_}
{
    bind();
}

/// Makes the columns that the population itself keeps.
void Population::bind()
{
    first_member_ = &households.column(household::first_member);
    next_member_ = &persons.column(person::next_member);
    persons.column(person::district);
    persons.column(person::household);
    persons.column(person::establishment);
    persons.column(person::age);
    persons.column(person::benefit_age);
    persons.column(person::sex);
    persons.column(person::activity);
    persons.column(person::earnings);
    persons.column(person::birth_month);
    persons.column(person::partner);
    persons.column(person::mother);
    persons.column(person::father);
    households.column(household::size);
    households.column(household::dwelling);
    households.column(household::earnings);
    households.column(household::pensions);
    households.column(household::benefits);
    households.column(household::capital);
    households.column(household::housing_cost);
    dwellings.column(dwelling::area);
    dwellings.column(dwelling::tenure);
    establishments.column(establishment::area);
    establishments.column(establishment::residents);
    log(population_changed.name, population_changed.label, population_changed.dimensions());
}

std::uint16_t Population::area_of(Row<Person> person) const
{
    auto const home = persons.column(person::household)[person.value];
    if (home == nobody<Household>) {
        auto const place = persons.column(person::establishment)[person.value];
        return place == nobody<Establishment> ? no_area : establishments.column(establishment::area)[place.value];
    }
    auto const dwelling = households.column(household::dwelling)[home.value];
    return dwelling == nobody<Dwelling> ? no_area : dwellings.column(dwelling::area)[dwelling.value];
}

void Population::connect()
{
    auto const& home = persons.column(person::household);
    auto const& place = persons.column(person::establishment);
    auto& next = persons.column(person::next_member);
    auto& first = households.column(household::first_member);
    auto& size = households.column(household::size);
    auto& district = persons.column(person::district);
    persons.column(person::benefit_age) = persons.column(person::age);
    auto& residents = establishments.column(establishment::residents);
    auto const& occupied = households.column(household::dwelling);
    std::fill(first.begin(), first.end(), nobody<Person>);
    std::fill(size.begin(), size.end(), std::uint8_t{0});
    std::fill(residents.begin(), residents.end(), std::uint16_t{0});
    for (auto row = persons.rows(); row-- > 0;) {
        next[row] = nobody<Person>;
        if (persons.left()[row]) continue;
        auto const area = area_of({row});
        if (area != no_area) district[row] = district_of_area(area);
        if (home[row] != nobody<Household>) {
            next[row] = first[home[row].value];
            first[home[row].value] = {row};
            ++size[home[row].value];
        } else if (place[row] != nobody<Establishment>) {
            ++residents[place[row].value];
        }
    }
    std::vector<std::uint8_t> taken(dwellings.rows());
    waiting_.clear();
    for (std::uint32_t row = 0; row != households.rows(); ++row) {
        if (households.left()[row]) continue;
        if (occupied[row] == nobody<Dwelling>) waiting_.push_back({row});
        else taken[occupied[row].value] = 1;
    }
    auto const& area = dwellings.column(dwelling::area);
    vacant_.assign(std::max<std::size_t>(1, areas.districts.size()), {});
    for (std::uint32_t row = 0; row != dwellings.rows(); ++row)
        if (!taken[row] && !dwellings.left()[row]) vacant_[district_of_area(area[row])].push_back(vacated({row}));
}

EventLog& Population::log(std::string_view name, std::string_view label, std::vector<EventDimension> dimensions)
{
    auto& slot = logs_[std::string{name}];
    if (!slot) {
        slot = std::make_unique<EventLog>();
        slot->name = name;
        slot->label = label;
        slot->dimensions = std::move(dimensions);
    }
    slot->resize(std::max(1u, persons.chunks()));
    return *slot;
}

EventLog const* Population::find_log(std::string_view name) const
{
    auto const found = logs_.find(name);
    return found == logs_.end() ? nullptr : found->second.get();
}

void Population::clear_events()
{
    for (auto& [name, log] : logs_) {
        log->resize(std::max(1u, persons.chunks()));
        log->clear();
    }
}

namespace {

/// Moves a list of rows to where they went, without those who left.
template <class Entity>
void follow(std::vector<Row<Entity>>& rows, std::vector<std::uint32_t> const& moved)
{
    for (auto& row : rows) row.value = moved[row.value];
    std::erase(rows, nobody<Entity>);
}

}  // namespace

void Population::compact()
{
    auto const relink = [&](LinksTo to, std::vector<std::uint32_t> const& moved) {
        auto const columns_of = [&](auto& table) {
            for (auto const& [name, column] : table.columns())
                if (column->links_to() == to) column->relink(moved);
        };
        columns_of(persons);
        columns_of(households);
        columns_of(dwellings);
        columns_of(establishments);
    };
    if (auto const moved = persons.compact(); !moved.empty()) {
        relink(LinksTo::persons, moved);
        follow(newcomers_, moved);
        for (auto* rows : kept_) rows->relink(moved);
    }
    if (auto const moved = households.compact(); !moved.empty()) {
        relink(LinksTo::households, moved);
        follow(waiting_, moved);
        for (auto& open : open_homes_) open.home.value = moved[open.home.value];
        std::erase_if(open_homes_, [](auto const& open) { return open.home == nobody<Household>; });
    }
    for (auto* arrivals : arrivals_) arrivals->resize(std::max(1u, persons.chunks()));
    requests_.resize(std::max(1u, persons.chunks()));
}

}  // namespace foresight
