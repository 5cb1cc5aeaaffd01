#include <algorithm>

#include "engine/population/settlement.hpp"

namespace foresight {

Settlement::Plan Settlement::plan_arrivals() const
{
    constexpr std::uint32_t full = 6;
    Plan plan;
    plan.parties.reserve(p_.requests_.arrivals.size());
    struct Shared {  // the home of the last in a district who came alone
        std::uint32_t home = no_home, members = 0;
    };
    std::vector<Shared> shared_in(p_.vacant_.size());
    auto const& arrivals = p_.requests_.arrivals;
    auto const& first_member = base_.households.column(household::first_member);
    auto const& next_member = base_.persons.column(person::next_member);
    auto const donor_ahead = [&](std::size_t i) { return i < arrivals.size() ? arrivals[i].donor : nobody<Household>; };
    for (std::size_t i = 0; i != arrivals.size(); ++i) {
        if (auto const far = donor_ahead(i + 16); far != nobody<Household>) touch(far, first_member);
        if (auto const near = donor_ahead(i + 8); near != nobody<Household>)
            if (auto const first = first_member[near.value]; first != nobody<Person>) touch(first, next_member);
        auto const& arrival = arrivals[i];
        Party party{&arrival, static_cast<std::uint32_t>(plan.donors.size()), 0, no_home, false};
        if (arrival.resident != nobody<Person>) {
            plan.donors.push_back(arrival.resident.value);
        } else {
            std::uint32_t number = 0;
            base_.each_member(arrival.donor, [&](Row<Person> donor) {
                auto const bit = number++;
                if (bit >= 32 || (arrival.members >> bit & 1) != 0) plan.donors.push_back(donor.value);
            });
        }
        party.members = static_cast<std::uint32_t>(plan.donors.size()) - party.first_donor;
        if (party.members == 0) continue;
        for (std::uint32_t m = 0; m != party.members; ++m) plan.persons.push_back({mixed(arrival.id.value, m + 1)});
        if (arrival.resident == nobody<Person>) {
            auto& shared = shared_in[arrival.district];
            party.shares = arrival.with_previous && shared.home != no_home && shared.members < full;
            if (party.shares) {
                party.home = shared.home;
                shared.members += party.members;
            } else {
                party.home = static_cast<std::uint32_t>(plan.households.size());
                plan.households.push_back(arrival.id);
                plan.home_donors.push_back(arrival.donor.value);
                if (arrival.alone) shared = {party.home, party.members};
            }
        }
        plan.parties.push_back(party);
    }
    return plan;
}

namespace {

/// Rows from `first` on become copies of rows of the base population.
template <class Entity>
void copy_rows(Table<Entity>& table, std::uint32_t first, Table<Entity> const& base,
               std::vector<std::uint32_t> const& donors)
{
    std::vector<std::pair<AnyColumn*, AnyColumn const*>> columns;
    for (auto const& [name, column] : table.columns())
        if (auto const* const source = base.find(name)) columns.emplace_back(column.get(), source);
    parallel_for(static_cast<std::uint32_t>(columns.size()), [&](std::uint32_t i) {
        columns[i].first->copy(first, *columns[i].second, donors.data(), donors.size());
    });
}

}  // namespace

/// Makes the newcomers' rows what their donors are, with the family that comes along, and still without a home. Others
/// move meanwhile: it writes to rows from `first` on, reads the base, and records nothing.
void Settlement::make_ready(Plan const& plan, std::uint32_t first)
{
    constexpr std::uint32_t ahead = 16;
    copy_rows(p_.persons, first, base_.persons, plan.donors);
    auto const come_near = [&](std::uint32_t i) {
        if (i >= plan.donors.size()) return;
        Row<Person> const donor{plan.donors[i]};
        touch(donor, donors_.partner, donors_.mother, donors_.father);
    };
    for (auto const& party : plan.parties) {
        auto const* const donors = plan.donors.data() + party.first_donor;
        auto const first_member = first + party.first_donor;
        auto const family = party.home == no_home || party.shares ? 0 : party.members;
        auto const counterpart = [&](Row<Person> donor) {
            for (std::uint32_t i = 0; i != family; ++i)
                if (donors[i] == donor.value) return Row<Person>{first_member + i};
            return nobody<Person>;
        };
        for (std::uint32_t i = 0; i != party.members; ++i) {
            come_near(party.first_donor + i + ahead);
            auto const row = first_member + i;
            born_[row] = born_[row] + (month_ - base_.base);  // of the age that the donor had at the base date
            home_[row] = nobody<Household>;
            place_[row] = nobody<Establishment>;
            next_[row] = nobody<Person>;
            partner_[row] = counterpart(donors_.partner[donors[i]]);
            mother_[row] = counterpart(donors_.mother[donors[i]]);
            father_[row] = counterpart(donors_.father[donors[i]]);
        }
    }
}

void Settlement::receive_arrivals(Plan const& plan, std::uint32_t first)
{
    auto const first_home = p_.households.rows();
    p_.households.append(plan.households);
    copy_rows(p_.households, first_home, base_.households, plan.home_donors);
    std::vector<std::vector<Party const*>> households(market_.size());  // by district
    for (auto const& party : plan.parties)
        if (party.home == no_home) settle_resident(party, {first + party.first_donor});
        else households[party.arrival->district].push_back(&party);
    // Those who come to one district write to rows of their own, and to that district's market and the dwellings on it.
    std::vector<std::vector<Row<Household>>> waiting(households.size());
    parallel_for(static_cast<std::uint32_t>(households.size()), [&](std::uint32_t district) {
        for (auto const* const party : households[district]) {
            auto const first_member = first + party->first_donor;
            Row<Household> const home{first_home + party->home};
            if (party->shares) settle_sharers(plan, *party, first_member, home);
            else if (!settle_household(plan, *party, first_member, home)) waiting[district].push_back(home);
        }
    });
    for (auto const& homes : waiting) p_.waiting_.insert(p_.waiting_.end(), homes.begin(), homes.end());
    for (auto const& party : plan.parties)
        for (std::uint32_t i = 0; i != party.members; ++i) come({first + party.first_donor + i}, *party.arrival);
}

void Settlement::settle_resident(Party const& party, Row<Person> resident)
{
    auto const place = donors_.place[party.arrival->resident.value];
    place_[resident.value] = place;  // establishments keep their rows
    ++residents_[place.value];
}

/// Settles a household that comes; whether there was a dwelling for it.
bool Settlement::settle_household(Plan const& plan, Party const& party, std::uint32_t first, Row<Household> home)
{
    first_[home.value] = nobody<Person>;
    size_[home.value] = 0;
    if (party.arrival->alone) {  // the home's means are copied from a whole household's
        auto const own = donors_means_.of(party.arrival->donor, {plan.donors[party.first_donor]});
        earnings_[home.value] = own.earnings;
        pensions_[home.value] = own.pensions;
        benefits_[home.value] = own.benefits;
        capital_[home.value] = own.capital;
    }
    // A whole household, in a dwelling of the donors' tenure, whose housing cost they have.
    auto const there = donors_.dwelling[party.arrival->donor.value];
    auto const before =
        party.arrival->alone || there == nobody<Dwelling> ? std::optional<Tenure>{} : donors_.tenure[there.value];
    dwelling_[home.value] = nobody<Dwelling>;
    Age oldest = 0;
    for (std::uint32_t i = 0; i != party.members; ++i) oldest = std::max(oldest, age_[first + i]);
    auto const looking = seeker(party.arrival->id.value, oldest, income_of(home) / party.members, before);
    auto const to = vacancy(party.arrival->district, looking);
    if (to) occupy(home, *to, looking);
    for (auto i = party.members; i-- != 0;) link({first + i}, home);
    return to.has_value();
}

/// Newcomers who share bring what is theirs of the donors' means.
void Settlement::settle_sharers(Plan const& plan, Party const& party, std::uint32_t first, Row<Household> home)
{
    for (std::uint32_t i = 0; i != party.members; ++i) {
        link({first + i}, home);
        receive(home, donors_means_.of(party.arrival->donor, {plan.donors[party.first_donor + i]}));
    }
}

void Settlement::come(Row<Person> row, Arrival const& arrival)
{
    district_[row.value] = arrival.district;
    record(row, arrival.abroad ? PopulationChange::in_from_abroad : PopulationChange::in_from_country,
           arrival.district);
    p_.newcomers_.push_back(row);
}

}  // namespace foresight
