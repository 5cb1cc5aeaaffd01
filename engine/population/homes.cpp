#include <algorithm>
#include <limits>

#include "engine/population/settlement.hpp"

namespace foresight {
namespace {

/// A hash as a number on (0, 1).
double uniform_of(std::uint64_t hash) { return (static_cast<double>(hash >> 11) + 0.5) * 0x1p-53; }

}  // namespace

/// What was left of last month's ring is in order still; only what has come free since must be sorted into it.
Vacancies::Vacancies(std::vector<VacantDwelling> vacant, std::vector<Tenure> const& tenure)
    : ring_{std::move(vacant)}, tenure_(ring_.size()), free_{ring_.size()}, number_(ring_.size())
{
    auto const freed = std::is_sorted_until(ring_.begin(), ring_.end());
    std::sort(freed, ring_.end());
    std::inplace_merge(ring_.begin(), freed, ring_.end());
    for (std::size_t i = 0; i != ring_.size(); ++i) {
        tenure_[i] = tenure[ring_[i].row.value];
        auto& places = held_[static_cast<std::size_t>(holding_of(tenure_[i]))].places;
        number_[i] = static_cast<std::uint32_t>(places.size());
        places.push_back(static_cast<std::uint32_t>(i));
    }
    for (auto& [places, free] : held_) free = FreePlaces{places.size()};
}

std::optional<VacantDwelling> Vacancies::take(std::uint64_t hash, Holding wanted)
{
    if (ring_.empty()) return {};
    auto const at = at_or_after(hash);
    auto& [places, free] = held_[static_cast<std::size_t>(wanted)];
    auto const first = std::lower_bound(places.begin(), places.end(), at) - places.begin();
    auto const liked = free.from(static_cast<std::size_t>(first));
    auto const found = liked ? std::optional<std::size_t>{places[*liked]} : free_.from(at);
    if (!found) return {};
    free_.take(*found);
    held_[static_cast<std::size_t>(holding_of(tenure_[*found]))].free.take(number_[*found]);
    return ring_[*found];
}

std::optional<std::int32_t> Vacancies::cost_near(std::uint64_t hash, Tenure tenure) const
{
    if (ring_.empty()) return {};
    for (std::size_t step = 0, i = at_or_after(hash); step != ring_.size();
         ++step, i = i + 1 == ring_.size() ? 0 : i + 1)
        if (tenure_[i] == tenure && ring_[i].cost >= 0) return ring_[i].cost;
    return {};
}

std::size_t Vacancies::at_or_after(std::uint64_t hash) const
{
    auto const at = std::lower_bound(ring_.begin(), ring_.end(), VacantDwelling{hash, {0}, -1}) - ring_.begin();
    return static_cast<std::size_t>(at) % ring_.size();
}

std::vector<VacantDwelling> Vacancies::rest() const
{
    std::vector<VacantDwelling> left;
    for (std::size_t i = 0; i != ring_.size(); ++i)
        if (free_.is_free(i)) left.push_back(ring_[i]);
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
                 [&](std::uint32_t district) { made[district].emplace(std::move(p_.vacant_[district]), tenure_); });
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

Settlement::Seeker Settlement::seeker(std::uint64_t who, Age oldest, double income, std::optional<Tenure> before) const
{
    auto const wanted =
        before ? holding_of(*before) : p_.tenures_->looked_for(oldest, income, uniform_of(mixed(who, 1)));
    return {who, oldest, wanted, before};
}

Settlement::Seeker Settlement::seeker_from(Row<Household> home, std::span<Row<Person> const> who) const
{
    Age oldest = 0;
    double income = 0;
    int grown = 0;
    for (auto const one : who) {
        auto const own = means_.of(home, one);
        income += static_cast<double>(own.earnings) + own.pensions + own.benefits;
        oldest = std::max(oldest, age_[one.value]);
        grown += age_[one.value] >= adult;
    }
    return seeker(p_.persons.id(who.front()).value, oldest, income / std::max(1, grown), {});
}

Settlement::Seeker Settlement::seeker_of(Row<Household> home) const
{
    Age oldest = 0;
    p_.each_member(home, [&](Row<Person> member) { oldest = std::max(oldest, age_[member.value]); });
    return seeker(p_.households.id(home).value, oldest, income_of(home) / std::max(1u, adults(home)), tenure_of(home));
}

double Settlement::income_of(Row<Household> home) const
{
    return static_cast<double>(earnings_[home.value]) + pensions_[home.value] + benefits_[home.value];
}

std::optional<VacantDwelling> Settlement::vacancy(std::uint8_t district, Seeker const& seeker)
{
    return market_[district].take(mixed(seeker.who, static_cast<std::uint64_t>(month_.value)), seeker.wanted);
}

/// What was paid for a dwelling of which that is not known, a new one mostly, or one that was held in another way, is taken
/// from one of its tenure nearby on the ring.
void Settlement::occupy(Row<Household> home, VacantDwelling const& to, Seeker const& seeker)
{
    dwelling_[home.value] = to.row;
    auto& tenure = tenure_[to.row.value];
    auto const of_the_last = tenure;
    if (holding_of(tenure) == Holding::owned) {
        bool const outright = seeker.before && holding_of(*seeker.before) == Holding::owned
                                  ? seeker.before == Tenure::owned_outright
                                  : p_.tenures_->outright(seeker.oldest, uniform_of(mixed(seeker.who, 2)));
        tenure = outright ? Tenure::owned_outright : Tenure::mortgage;
    }
    if (seeker.before == tenure) return;
    auto& cost = housing_cost_[home.value];
    if (tenure == Tenure::owned_outright || tenure == Tenure::rent_free) {
        cost = 0;
        return;
    }
    auto const known = tenure == of_the_last && to.cost >= 0
                           ? to.cost
                           : market_[p_.district_of_area(area_[to.row.value])].cost_near(to.hash, tenure);
    if (known) cost = static_cast<std::uint16_t>(*known);
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
        auto const seeker = seeker_of(home);
        auto const to = vacancy(district_[first_[home.value].value], seeker);
        if (to) occupy(home, *to, seeker);
        else p_.waiting_.push_back(home);
    }
}

/// Children whom nobody of 16 or over lives with any more: to a parent elsewhere in the county, else to the next
/// couple of the neighbourhood.
void Settlement::take_in_orphans()
{
    auto orphans = std::exchange(orphans_, {});
    // The older first: where a mother of under 16 goes, her child goes.
    std::stable_sort(orphans.begin(), orphans.end(), [&](auto a, auto b) { return age_[a.value] > age_[b.value]; });
    for (auto const child : orphans) {
        if (!p_.persons.alive(child)) continue;
        auto const home = home_[child.value];
        if (home != nobody<Household> && !p_.households.left()[home.value] && adults(home) > 0) continue;
        auto const parents = parents_home(child);
        auto const to = parents != nobody<Household> ? parents : foster_home(child);
        if (to == nobody<Household>) continue;
        auto const district = district_[first_[to.value].value];
        if (home != nobody<Household> && !p_.households.left()[home.value]) {
            bring_means(child, home, to);
            unlink(child);
        }
        link(child, to);
        relocate(child, district);
    }
}

Row<Household> Settlement::parents_home(Row<Person> child) const
{
    for (auto const parent : {mother_[child.value], father_[child.value]})
        if (p_.persons.alive(parent) && home_[parent.value] != nobody<Household> && adults(home_[parent.value]) > 0)
            return home_[parent.value];
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
