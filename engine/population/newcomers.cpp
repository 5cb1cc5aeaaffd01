#include <algorithm>

#include "engine/population/settlement.hpp"

namespace foresight {

/// Who comes with one arrival, and where they will be: known for the whole month before the first is settled, so that
/// the donors' records can be copied column by column.
struct Settlement::Party {
    Arrival const* arrival = nullptr;
    std::uint32_t first = 0;                  ///< of the persons' rows
    std::vector<Row<Person>> donors;          ///< in the base population, in member order
    Row<Household> home = nobody<Household>;  ///< nobody of a resident of an establishment
    bool shares = false;                      ///< the home of those who came before
};

std::vector<Settlement::Party> Settlement::plan_arrivals() const
{
    constexpr std::uint32_t full = 6;
    std::vector<Party> parties;
    parties.reserve(p_.requests_.arrivals.size());
    auto person = p_.persons.rows();
    Row<Household> next{p_.households.rows()}, shared = nobody<Household>;
    std::size_t sharers = 0;
    for (auto const& arrival : p_.requests_.arrivals) {
        Party party{&arrival, person, {}, nobody<Household>, false};
        if (arrival.resident != nobody<Person>) {
            party.donors.push_back(arrival.resident);
        } else {
            std::uint32_t number = 0;
            base_.each_member(arrival.donor, [&](Row<Person> donor) {
                auto const bit = number++;
                if (bit >= 32 || (arrival.members >> bit & 1) != 0) party.donors.push_back(donor);
            });
            if (party.donors.empty()) continue;
            party.shares = arrival.with_previous && shared != nobody<Household> && sharers < full;
            if (party.shares) {
                party.home = shared;
                sharers += party.donors.size();
            } else {
                party.home = next;
                ++next.value;
                if (arrival.alone) {
                    shared = party.home;
                    sharers = party.donors.size();
                }
            }
        }
        person += static_cast<std::uint32_t>(party.donors.size());
        parties.push_back(std::move(party));
    }
    return parties;
}

void Settlement::receive_arrivals()
{
    auto const parties = plan_arrivals();
    std::vector<Id<Person>> ids;
    std::vector<Id<Household>> homes;
    std::vector<std::uint32_t> person_donors, home_donors;
    for (auto const& party : parties) {
        std::uint32_t number = 0;
        for (auto const donor : party.donors) {
            ids.push_back({mixed(party.arrival->id.value, ++number)});
            person_donors.push_back(donor.value);
        }
        if (party.home == nobody<Household> || party.shares) continue;
        homes.push_back(party.arrival->id);
        home_donors.push_back(party.arrival->donor.value);
    }
    auto const copy = [](auto& table, auto const& base, auto const& new_ids, std::vector<std::uint32_t> const& donors) {
        auto const first = table.rows();
        table.append(new_ids);
        for (auto const& [name, column] : table.columns())
            if (auto const* const source = base.find(name)) column->copy(first, *source, donors.data(), donors.size());
    };
    copy(p_.persons, base_.persons, ids, person_donors);
    copy(p_.households, base_.households, homes, home_donors);
    for (auto const& party : parties) {
        for (std::uint32_t i = 0; i != party.donors.size(); ++i) {
            auto const row = party.first + i;
            born_[row] = born_[row] + (month_ - base_.base);  // of the age that the donor had at the base date
            home_[row] = nobody<Household>;
            place_[row] = nobody<Establishment>;
            partner_[row] = next_[row] = mother_[row] = father_[row] = nobody<Person>;
        }
        if (party.home == nobody<Household>) settle_resident(party);
        else if (party.shares) settle_sharers(party);
        else settle_household(party);
    }
}

void Settlement::settle_resident(Party const& party)
{
    auto const place = donors_.place[party.donors[0].value];
    place_[party.first] = place;  // establishments keep their rows
    ++residents_[place.value];
    come({party.first}, *party.arrival);
}

void Settlement::settle_household(Party const& party)
{
    auto const home = party.home;
    first_[home.value] = nobody<Person>;
    size_[home.value] = 0;
    dwelling_[home.value] = vacancy(party.arrival->district, party.arrival->id.value);
    if (dwelling_[home.value] == nobody<Dwelling>) p_.waiting_.push_back(home);
    auto const counterpart = [&](Row<Person> donor) {
        auto const found = std::find(party.donors.begin(), party.donors.end(), donor);
        return found == party.donors.end() || donor == nobody<Person>
                   ? nobody<Person>
                   : Row<Person>{party.first + static_cast<std::uint32_t>(found - party.donors.begin())};
    };
    for (auto i = static_cast<std::uint32_t>(party.donors.size()); i-- != 0;) {
        auto const donor = party.donors[i].value;
        Row<Person> const row{party.first + i};
        partner_[row.value] = counterpart(donors_.partner[donor]);
        mother_[row.value] = counterpart(donors_.mother[donor]);
        father_[row.value] = counterpart(donors_.father[donor]);
        link(row, home);
    }
    for (std::uint32_t i = 0; i != party.donors.size(); ++i) come({party.first + i}, *party.arrival);
}

/// Newcomers who share bring an adult's part of the donors' income.
void Settlement::settle_sharers(Party const& party)
{
    for (std::uint32_t i = 0; i != party.donors.size(); ++i) {
        link({party.first + i}, party.home);
        come({party.first + i}, *party.arrival);
    }
    std::uint32_t donors = 0;
    base_.each_member(party.arrival->donor,
                      [&](Row<Person> donor) { donors += donors_.age[donor.value] >= adult; });
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
