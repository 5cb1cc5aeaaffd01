#include <algorithm>

#include "engine/population/settlement.hpp"

namespace foresight {

/// Who comes with one arrival, and where they will be.
struct Settlement::Party {
    Arrival const* arrival = nullptr;
    std::uint32_t first_donor = 0;  ///< among the plan's
    std::uint32_t members = 0;
    std::uint32_t first = 0;                  ///< of the persons' rows
    Row<Household> home = nobody<Household>;  ///< nobody of a resident of an establishment
    bool shares = false;                      ///< the home of those who came before
};

/// The whole month's arrivals, before the first is settled, so that donors can be copied column by column.
struct Settlement::Plan {
    std::vector<Party> parties;
    std::vector<std::uint32_t> donors;       ///< rows of the base population, party by party in member order
    std::vector<std::uint32_t> home_donors;  ///< of the households that are new
    std::vector<Id<Person>> persons;
    std::vector<Id<Household>> households;
};

Settlement::Plan Settlement::plan_arrivals() const
{
    constexpr std::uint32_t full = 6;
    Plan plan;
    plan.parties.reserve(p_.requests_.arrivals.size());
    auto const first_home = p_.households.rows();
    auto shared = nobody<Household>;
    std::uint32_t sharers = 0;
    auto const& arrivals = p_.requests_.arrivals;
    auto const& first_member = base_.households.column(household::first_member);
    auto const& next_member = base_.persons.column(person::next_member);
    auto const donor_ahead = [&](std::size_t i) { return i < arrivals.size() ? arrivals[i].donor : nobody<Household>; };
    for (std::size_t i = 0; i != arrivals.size(); ++i) {
        if (auto const far = donor_ahead(i + 16); far != nobody<Household>) prefetch(first_member, far);
        if (auto const near = donor_ahead(i + 8); near != nobody<Household>)
            prefetch(next_member, first_member[near.value]);
        auto const& arrival = arrivals[i];
        Party party{&arrival, static_cast<std::uint32_t>(plan.donors.size()), 0, 0, nobody<Household>, false};
        party.first = p_.persons.rows() + party.first_donor;
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
            party.shares = arrival.with_previous && shared != nobody<Household> && sharers < full;
            if (party.shares) {
                party.home = shared;
                sharers += party.members;
            } else {
                party.home = {first_home + static_cast<std::uint32_t>(plan.households.size())};
                plan.households.push_back(arrival.id);
                plan.home_donors.push_back(arrival.donor.value);
                if (arrival.alone) {
                    shared = party.home;
                    sharers = party.members;
                }
            }
        }
        plan.parties.push_back(party);
    }
    return plan;
}

namespace {

/// New rows that are copies of rows of the base population.
template <class Entity>
void append_copies(Table<Entity>& table, Table<Entity> const& base, std::vector<Id<Entity>> const& ids,
                   std::vector<std::uint32_t> const& donors)
{
    auto const first = table.rows();
    table.append(ids);
    std::vector<std::pair<AnyColumn*, AnyColumn const*>> columns;
    for (auto const& [name, column] : table.columns())
        if (auto const* const source = base.find(name)) columns.emplace_back(column.get(), source);
    parallel_for(static_cast<std::uint32_t>(columns.size()), [&](std::uint32_t i) {
        columns[i].first->copy(first, *columns[i].second, donors.data(), donors.size());
    });
}

}  // namespace

void Settlement::receive_arrivals()
{
    constexpr std::uint32_t ahead = 16;
    auto const plan = plan_arrivals();
    append_copies(p_.persons, base_.persons, plan.persons, plan.donors);
    append_copies(p_.households, base_.households, plan.households, plan.home_donors);
    auto const come_near = [&](std::uint32_t i) {  // what `settle_household` reads of a donor
        if (i >= plan.donors.size()) return;
        Row<Person> const donor{plan.donors[i]};
        prefetch(donors_.partner, donor);
        prefetch(donors_.mother, donor);
        prefetch(donors_.father, donor);
    };
    for (auto const& party : plan.parties) {
        for (std::uint32_t i = 0; i != party.members; ++i) come_near(party.first_donor + i + ahead);
        for (std::uint32_t i = 0; i != party.members; ++i) {
            auto const row = party.first + i;
            born_[row] = born_[row] + (month_ - base_.base);  // of the age that the donor had at the base date
            home_[row] = nobody<Household>;
            place_[row] = nobody<Establishment>;
            partner_[row] = next_[row] = mother_[row] = father_[row] = nobody<Person>;
        }
        if (party.home == nobody<Household>) settle_resident(party);
        else if (party.shares) settle_sharers(party);
        else settle_household(party, plan);
    }
}

void Settlement::settle_resident(Party const& party)
{
    auto const place = donors_.place[party.arrival->resident.value];
    place_[party.first] = place;  // establishments keep their rows
    ++residents_[place.value];
    come({party.first}, *party.arrival);
}

void Settlement::settle_household(Party const& party, Plan const& plan)
{
    auto const home = party.home;
    first_[home.value] = nobody<Person>;
    size_[home.value] = 0;
    dwelling_[home.value] = vacancy(party.arrival->district, party.arrival->id.value);
    if (dwelling_[home.value] == nobody<Dwelling>) p_.waiting_.push_back(home);
    auto const* const donors = plan.donors.data() + party.first_donor;
    auto const counterpart = [&](Row<Person> donor) {
        for (std::uint32_t i = 0; i != party.members; ++i)
            if (donors[i] == donor.value) return Row<Person>{party.first + i};
        return nobody<Person>;
    };
    for (auto i = party.members; i-- != 0;) {
        auto const donor = donors[i];
        Row<Person> const row{party.first + i};
        partner_[row.value] = counterpart(donors_.partner[donor]);
        mother_[row.value] = counterpart(donors_.mother[donor]);
        father_[row.value] = counterpart(donors_.father[donor]);
        link(row, home);
    }
    for (std::uint32_t i = 0; i != party.members; ++i) come({party.first + i}, *party.arrival);
}

/// Newcomers who share bring an adult's part of the donors' income.
void Settlement::settle_sharers(Party const& party)
{
    for (std::uint32_t i = 0; i != party.members; ++i) {
        link({party.first + i}, party.home);
        come({party.first + i}, *party.arrival);
    }
    std::uint32_t donors = 0;
    base_.each_member(party.arrival->donor, [&](Row<Person> donor) { donors += donors_.age[donor.value] >= adult; });
    auto const bring = [&](auto& amounts, auto const& given) {
        receive(amounts[party.home.value], part_of(given[party.arrival->donor.value], std::max(1u, donors)));
    };
    bring(earnings_, donors_.earnings);
    bring(pensions_, donors_.pensions);
    bring(benefits_, donors_.benefits);
    bring(capital_, donors_.capital);
}

void Settlement::come(Row<Person> row, Arrival const& arrival)
{
    district_[row.value] = arrival.district;
    record(row, arrival.abroad ? PopulationChange::in_from_abroad : PopulationChange::in_from_country,
           arrival.district);
    p_.newcomers_.push_back(row);
}

}  // namespace foresight
