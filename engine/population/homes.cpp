#include <algorithm>
#include <limits>

#include "engine/population/settlement.hpp"

namespace foresight {

/// What was left of last month's ring is in order still; only what has come free since must be sorted into it.
Vacancies::Vacancies(std::vector<VacantDwelling> vacant)
    : ring_{std::move(vacant)}, taken_(ring_.size()), left_{ring_.size()}
{
    auto const freed = std::is_sorted_until(ring_.begin(), ring_.end());
    std::sort(freed, ring_.end());
    std::inplace_merge(ring_.begin(), freed, ring_.end());
}

std::size_t Vacancies::at_or_after(std::uint64_t hash) const
{
    auto const at = std::lower_bound(ring_.begin(), ring_.end(), VacantDwelling{hash, {0}, -1}) - ring_.begin();
    return static_cast<std::size_t>(at) % ring_.size();
}

std::vector<VacantDwelling> Vacancies::rest() const
{
    std::vector<VacantDwelling> left;
    left.reserve(left_);
    for (std::size_t i = 0; i != ring_.size(); ++i)
        if (!taken_[i]) left.push_back(ring_[i]);
    return left;
}

void Settlement::build()
{
    std::vector<Id<Dwelling>> ids;
    std::vector<std::uint32_t> like;
    for (auto const& order : p_.requests_.builds) {
        ids.push_back(order.id);
        like.push_back(order.like.value);
    }
    Row<Dwelling> row{p_.dwellings.rows()};
    p_.dwellings.append(ids);
    for (auto const& [name, column] : p_.dwellings.columns())
        column->copy(row.value, *column, like.data(), like.size());
    for (; row.value != p_.dwellings.rows(); ++row.value) {
        p_.dwellings.column(dwelling::age_band)[row.value] = AgeBand::l;
        p_.vacant_[p_.district_of_area(area_[row.value])].push_back(p_.vacated(row));
    }
}

/// What comes free from now on is for the movers of the next month.
void Settlement::open_market()
{
    std::vector<std::optional<Vacancies>> made(p_.vacant_.size());
    parallel_for(static_cast<std::uint32_t>(made.size()),
                 [&](std::uint32_t district) { made[district].emplace(std::move(p_.vacant_[district])); });
    for (auto& vacancies : made) market_.push_back(std::move(*vacancies));
}

void Settlement::close_market()
{
    for (std::size_t district = 0; district != market_.size(); ++district) {
        auto rows = market_[district].rest();
        rows.insert(rows.end(), freed_[district].begin(), freed_[district].end());
        p_.vacant_[district] = std::move(rows);
    }
}

std::optional<VacantDwelling> Settlement::vacancy(std::uint8_t district, std::uint64_t who,
                                                  std::optional<Tenure> wanted)
{
    return market_[district].take(mixed(who, static_cast<std::uint64_t>(month_.value)), [&](VacantDwelling const& one) {
        return !wanted || tenure_[one.row.value] == *wanted;
    });
}

/// What was paid for a dwelling of which that is not known, a new one mostly, is taken from one of its tenure nearby on the
/// ring.
void Settlement::occupy(Row<Household> home, VacantDwelling const& to, std::optional<Tenure> before)
{
    dwelling_[home.value] = to.row;
    auto const tenure = tenure_[to.row.value];
    if (before && tenure == *before) return;
    auto const district = p_.district_of_area(area_[to.row.value]);
    auto const* const known = to.cost >= 0 ? &to : market_[district].find(to.hash, [&](VacantDwelling const& one) {
        return one.cost >= 0 && tenure_[one.row.value] == tenure;
    });
    if (known) housing_cost_[home.value] = static_cast<std::uint16_t>(known->cost);
    else if (tenure == Tenure::owned_outright || tenure == Tenure::rent_free) housing_cost_[home.value] = 0;
}

void Settlement::vacate(Row<Household> home)
{
    if (auto const left = dwelling_[home.value]; left != nobody<Dwelling>) {
        auto const district = p_.district_of_area(area_[left.value]);
        auto vacated = p_.vacated(left);
        vacated.cost = housing_cost_[home.value];
        (market_.empty() ? p_.vacant_ : freed_)[district].push_back(vacated);
    }
    dwelling_[home.value] = nobody<Dwelling>;
}

/// Concealed households get the dwellings that have come free, in the order of their identities.
void Settlement::house_the_waiting()
{
    auto waiting = std::exchange(p_.waiting_, {});
    std::erase_if(waiting, [&](Row<Household> home) {
        return p_.households.left()[home.value]
               || first_[home.value] == nobody<Person> || dwelling_[home.value] != nobody<Dwelling>;
    });
    std::sort(waiting.begin(), waiting.end(),
              [&](auto a, auto b) { return p_.households.id(a) < p_.households.id(b); });
    for (auto const home : waiting) {
        auto const to = vacancy(district_[first_[home.value].value], p_.households.id(home).value);
        if (to) occupy(home, *to);
        else p_.waiting_.push_back(home);
    }
}

/// Children whom nobody of 16 or over lives with any more: to a parent elsewhere in the county, else to the next
/// couple of the neighbourhood.
void Settlement::take_in_orphans()
{
    auto const orphans = std::exchange(orphans_, {});
    for (auto const child : orphans) {
        if (!p_.persons.alive(child)) continue;
        auto const home = home_[child.value];
        if (home != nobody<Household> && !p_.households.left()[home.value] && adults(home) > 0) continue;
        auto const parents = parents_home(child);
        auto const to = parents != nobody<Household> ? parents : foster_home(child);
        if (to == nobody<Household>) continue;
        if (home != nobody<Household> && !p_.households.left()[home.value]) unlink(child);
        link(child, to);
        relocate(child, district_[first_[to.value].value]);
    }
}

Row<Household> Settlement::parents_home(Row<Person> child) const
{
    for (auto const parent : {mother_[child.value], father_[child.value]})
        if (p_.persons.alive(parent) && home_[parent.value] != nobody<Household>) return home_[parent.value];
    return nobody<Household>;
}

/// Homes were laid down area by area, so the next rows are neighbours; and a row more or less elsewhere changes nothing.
Row<Household> Settlement::foster_home(Row<Person> child) const
{
    auto const rows = p_.households.rows();
    auto const may_foster = [&](Row<Household> home) {
        auto const last = first_[home.value];
        return !p_.households.left()[home.value] && last != nobody<Person> && size_[home.value] <= 5
               && district_[last.value] == district_[child.value] && partner_[last.value] != nobody<Person>;
    };
    auto const old = home_[child.value] != nobody<Household>  ? home_[child.value]
                     : mother_[child.value] != nobody<Person> ? home_[mother_[child.value].value]
                                                              : nobody<Household>;
    auto const first = old == nobody<Household> ? 0 : old.value;
    for (std::uint32_t i = 1; i < rows; ++i)
        if (Row<Household> const home{(first + i) % rows}; may_foster(home)) return home;
    return nobody<Household>;
}

}  // namespace foresight
