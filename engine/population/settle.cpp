#include <algorithm>
#include <cstdlib>
#include <functional>
#include <iterator>
#include <limits>
#include <utility>

#include "engine/population/settlement.hpp"

namespace foresight {
namespace {

bool are_departures(Request const& request) { return request.kind <= RequestKind::leave_county_together; }
bool are_moves(Request const& request) { return !are_departures(request); }

/// Does two things at once that have nothing to do with each other.
template <class One, class Other>
void both(One const& one, Other const& other)
{
    parallel_for(2, [&](std::uint32_t which) { which == 0 ? one() : other(); });
}

}  // namespace

Settlement::Settlement(Population& population, Month month, Population const& base)
    : p_{population},
      month_{month},
      base_{base},
      home_{p_.persons.column(person::household)},
      place_{p_.persons.column(person::establishment)},
      partner_{p_.persons.column(person::partner)},
      next_{p_.persons.column(person::next_member)},
      district_{p_.persons.column(person::district)},
      age_{p_.persons.column(person::age)},
      sex_{p_.persons.column(person::sex)},
      born_{p_.persons.column(person::birth_month)},
      mother_{p_.persons.column(person::mother)},
      father_{p_.persons.column(person::father)},
      first_{p_.households.column(household::first_member)},
      size_{p_.households.column(household::size)},
      dwelling_{p_.households.column(household::dwelling)},
      area_{p_.dwellings.column(dwelling::area)},
      tenure_{p_.dwellings.column(dwelling::tenure)},
      earnings_{p_.households.column(household::earnings)},
      pensions_{p_.households.column(household::pensions)},
      benefits_{p_.households.column(household::benefits)},
      capital_{p_.households.column(household::capital)},
      benefit_age_{p_.persons.column(person::benefit_age)},
      activity_{p_.persons.column(person::activity)},
      housing_cost_{p_.households.column(household::housing_cost)},
      kind_{p_.establishments.column(establishment::kind)},
      capacity_{p_.establishments.column(establishment::capacity)},
      residents_{p_.establishments.column(establishment::residents)},
      place_area_{p_.establishments.column(establishment::area)},
      donors_{base_.persons.column(person::partner),       base_.persons.column(person::mother),
              base_.persons.column(person::father),        base_.persons.column(person::age),
              base_.persons.column(person::establishment), base_.households.column(household::dwelling),
              base_.dwellings.column(dwelling::tenure)},
      means_{p_},
      donors_means_{base_},
      log_{p_.log(population_changed.name, population_changed.label, {})},
      freed_(p_.vacant_.size())
{
    if (!p_.tenures_) p_.tenures_ = std::make_shared<TenuresOfBase const>(base_);
}

void Settlement::run()
{
    p_.newcomers_.clear();
    bury();
    bear();
    Plan plan;
    std::vector<Request> moves;
    both([&] { grant(ordered_requests(are_departures)); },
         [&] {
             moves = ordered_requests(are_moves);
             plan = plan_arrivals();
         });
    build();
    std::erase_if(p_.open_homes_, [&](auto const& open) { return !still_open(open); });
    open_market();
    house_the_waiting();
    auto const first_newcomer = p_.persons.rows();
    p_.persons.append(plan.persons);
    both([&] { grant(moves); }, [&] { make_ready(plan, first_newcomer); });
    receive_arrivals(plan, first_newcomer);
    take_in_orphans();
    close_market();
    p_.requests_.clear();
}

void Settlement::come_near(Row<Person> person) const
{
    if (person == nobody<Person>) return;
    touch(person, p_.persons.left(), p_.persons.ids(), home_, next_, partner_, district_, sex_);
    means_.come_near(person);
}

void Settlement::come_near(Row<Household> home) const
{
    if (home == nobody<Household>) return;
    touch(home, p_.households.left(), first_, size_, dwelling_);
    means_.come_near(home);
}

/// Of the persons in a list those some way ahead of the `i`th; of nearer ones the homes, then the dwellings and who was the
/// last to join, then who joined before.
template <class Item, class PersonOf>
void Settlement::come_near(std::vector<Item> const& list, PersonOf const& person_of, std::size_t i) const
{
    constexpr std::size_t step = 5;
    auto const person_at = [&](std::size_t k) {
        return k < list.size() ? Row<Person>{std::invoke(person_of, list[k])} : nobody<Person>;
    };
    auto const home_at = [&](std::size_t k) {
        auto const person = person_at(k);
        return person == nobody<Person> ? nobody<Household> : home_[person.value];
    };
    come_near(person_at(i + 4 * step));
    come_near(home_at(i + 3 * step));
    if (auto const home = home_at(i + 2 * step); home != nobody<Household>) {
        come_near(first_[home.value]);
        if (auto const dwelling = dwelling_[home.value]; dwelling != nobody<Dwelling>)
            touch(dwelling, area_, tenure_, p_.dwellings.ids());
    }
    if (auto const home = home_at(i + step); home != nobody<Household>)
        if (auto const last = first_[home.value]; last != nobody<Person>) come_near(next_[last.value]);
}

void Settlement::bury()
{
    std::vector<Row<Person>> dead;
    log_.each([&](EventRecord const& event) {
        if (event.codes[0] == static_cast<std::uint8_t>(PopulationChange::death)) dead.push_back(event.row);
    });
    for (std::size_t i = 0; i != dead.size(); ++i) {
        come_near(dead, std::identity{}, i);
        leave_behind(dead[i], left_by_the_dead(dead[i]));
    }
}

void Settlement::bear()
{
    for (auto* arrivals : p_.arrivals_) {
        auto const births = arrivals->births();
        if (births.empty()) continue;
        std::vector<Id<Person>> ids;
        ids.reserve(births.size());
        for (auto const& [child, mother] : births) ids.push_back(child);
        auto const first = p_.persons.rows();
        p_.persons.append(ids);
        arrivals->settle(first);
        for (std::uint32_t i = 0; i != births.size(); ++i) {
            auto const mother = births[i].second;
            Row<Person> const child{first + i};
            age_[child.value] = 0;
            benefit_age_[child.value] = livelihood::not_yet;
            born_[child.value] = month_;
            mother_[child.value] = mother;
            father_[child.value] = partner_[mother.value];
            district_[child.value] = district_[mother.value];
            if (home_[mother.value] != nobody<Household>) {
                auto home = home_[mother.value];
                if (p_.households.left()[home.value]) {
                    orphans_.push_back(child);
                } else {
                    link(child, home);
                }
            } else if (place_[mother.value] != nobody<Establishment>) {
                place_[child.value] = place_[mother.value];
                ++residents_[place_[mother.value].value];
            }
            record(child, PopulationChange::birth, district_[child.value]);
            p_.newcomers_.push_back(child);
        }
    }
}

template <class Wanted>
std::vector<Request> Settlement::ordered_requests(Wanted const& wanted) const
{
    std::vector<Request> all;
    for (auto const& chunk : p_.requests_.by_chunk)
        std::copy_if(chunk.begin(), chunk.end(), std::back_inserter(all), wanted);
    // Who asks twice for the same kind of thing is heard in the order of the schedule.
    std::stable_sort(all.begin(), all.end(), [](Request const& a, Request const& b) {
        return std::pair{a.kind, a.who} < std::pair{b.kind, b.who};
    });
    return all;
}

void Settlement::grant(std::vector<Request> const& requests)
{
    auto const first_made = p_.households.rows();
    for (std::size_t i = 0; i != requests.size(); ++i) {
        come_near(requests, &Request::row, i);
        come_near(requests, &Request::other, i);
        grant(requests[i]);
    }
    furnish_new_households(first_made);
}

void Settlement::grant(Request const& request)
{
    auto const self = request.row;
    if (!p_.persons.alive(self)) return;
    auto const home = home_[self.value];
    auto const alone_with_children = [&] {
        return home != nobody<Household> && size_[home.value] > 1 && age_[self.value] >= adult && adults(home) == 1;
    };
    switch (request.kind) {
    case RequestKind::leave_county:
        if (alone_with_children()) depart_together(home, request.abroad);
        else depart(self, request.abroad);
        return;
    case RequestKind::leave_county_together:
        if (home != nobody<Household>) depart_together(home, request.abroad);
        else depart(self, request.abroad);
        return;
    case RequestKind::enter_establishment: enter(request); return;
    case RequestKind::separate:
        if (home == nobody<Household> || partner_[self.value] == nobody<Person>) return;
        if (request.shares && share(request, district_[self.value])) {
            give_credit(home);
            return;
        }
        if (auto const seeker = seeker_from(home, {&self, 1}); auto const to = vacancy(district_[self.value], seeker)) {
            part(self);
            set_up(self, *to, seeker);
            give_credit(home);
            give_credit(home_[self.value]);
            if (request.shares) p_.open_homes_.push_back({home_[self.value], month_});
        }
        return;
    case RequestKind::move_in_with: move_in(request); return;
    case RequestKind::leave_home:
        if (!alone_with_children()) leave_home(request);
        return;
    case RequestKind::move_together: {
        if (home == nobody<Household>) return;
        auto seeker = seeker_of(home);
        seeker.who = request.who.value;
        if (auto const to = vacancy(request.district, seeker)) {
            vacate(home);
            occupy(home, *to, seeker);
            p_.each_member(home, [&](Row<Person> member) { relocate(member, request.district); });
        }
        return;
    }
    }
}

void Settlement::enter(Request const& request)
{
    auto const self = request.row;
    auto const to = place_for(request);
    if (to == nobody<Establishment> || place_[self.value] == to) return;
    auto const taken = own_means(self);
    part(self);
    leave_behind(self, taken);
    home_[self.value] = nobody<Household>;
    place_[self.value] = to;
    ++residents_[to.value];
    capacity_[to.value] = std::max(capacity_[to.value], residents_[to.value]);
    relocate(self, p_.district_of_area(place_area_[to.value]));
}

/// The home of the kind that this person likes best: in the own district if it has one, and one with a free place before
/// those that have to open another. Nobody waits for a place, and who asks first has no better chance.
Row<Establishment> Settlement::place_for(Request const& request) const
{
    auto best = nobody<Establishment>;
    std::pair least{true, true};  // elsewhere, full
    auto least_taste = std::numeric_limits<std::uint64_t>::max();
    for (std::uint32_t row = 0; row != p_.establishments.rows(); ++row) {
        if (kind_[row] != request.establishment) continue;
        std::pair const rank{p_.district_of_area(place_area_[row]) != district_[request.row.value],
                             residents_[row] >= capacity_[row]};
        if (rank > least) continue;
        auto const taste = mixed(request.who.value, p_.establishments.ids()[row].value);
        if (rank == least && taste >= least_taste) continue;
        least = rank;
        least_taste = taste;
        best = {row};
    }
    return best;
}

void Settlement::move_in(Request const& request)
{
    auto const self = request.row, other = request.other;
    if (!p_.persons.alive(other) || other == self
        || partner_[self.value] != nobody<Person> || partner_[other.value] != nobody<Person>)
        return;
    auto const from = home_[self.value], to = home_[other.value];
    if (from == nobody<Household> || to == nobody<Household> || from == to) return;
    partner_[self.value] = other;
    partner_[other.value] = self;
    bool const takes_all_children = age_[self.value] >= adult && adults(from) == 1;
    together_.assign({self});
    p_.each_member(from, [&](Row<Person> member) {
        if (member != self && age_[member.value] < adult && (takes_all_children || mother_[member.value] == self))
            together_.push_back(member);
    });
    auto const had_there = credit_of(to), had_here = credit_of(from), others = other_benefits(to);
    auto const earned = earnings_[from.value];
    for (auto const member : together_) {
        bring_means(member, from, to);
        unlink(member);
        link(member, to);
        relocate(member, district_[other.value]);
    }
    join_credit(to, had_there + std::min(had_here, other_benefits(to) - others));
    if (earnings_[from.value] < earned) give_credit(from);
}

/// A household of one's own, with what is one's own of the means of the old one.
void Settlement::set_up(Row<Person> self, VacantDwelling const& to, Seeker const& seeker)
{
    auto const from = home_[self.value];
    Id<Household> const id{mixed(p_.persons.id(self).value, static_cast<std::uint64_t>(month_.value) << 8)};
    auto const made = p_.households.append(id);
    left_from_.push_back(from.value);
    first_[made.value] = nobody<Person>;
    size_[made.value] = 0;
    housing_cost_[made.value] = housing_cost_[from.value];
    occupy(made, to, seeker);
    bring_means(self, from, made);
    unlink(self);
    link(self, made);
}

/// With one who lives alone since a year at most and would share, of about this age: with whom is a matter of hashed
/// taste, so that one more or less changes few others. Whether there is anybody.
bool Settlement::share(Request const& request, std::uint8_t district)
{
    constexpr int about = 8;  // years
    auto const self = request.row;
    auto best = nobody<Household>;
    auto least = std::numeric_limits<std::uint64_t>::max();
    for (auto const& open : p_.open_homes_) {
        if (!still_open(open)) continue;
        auto const host = first_[open.home.value];
        if (district_[host.value] != district || std::abs(age_[host.value] - age_[self.value]) > about) continue;
        auto const taste = mixed(request.who.value, p_.persons.id(host).value);
        if (taste < least) {
            least = taste;
            best = open.home;
        }
    }
    if (best == nobody<Household>) return false;
    part(self);
    bring_means(self, home_[self.value], best);
    unlink(self);
    link(self, best);
    relocate(self, district);
    return true;
}

bool Settlement::still_open(Population::OpenHome const& open) const
{
    if (p_.households.left()[open.home.value] || size_[open.home.value] != 1) return false;
    auto const host = first_[open.home.value];
    return month_ - open.since < 12 && partner_[host.value] == nobody<Person>;
}

/// With the partner who lives there too, and the children of either.
std::span<Row<Person> const> Settlement::family_of(Row<Person> self)
{
    auto const partner = partner_[self.value];
    together_.assign({self});
    if (partner == nobody<Person>) return together_;
    together_.push_back(partner);
    p_.each_member(home_[self.value], [&](Row<Person> member) {
        bool const theirs = mother_[member.value] == self || mother_[member.value] == partner
                            || father_[member.value] == self || father_[member.value] == partner;
        if (age_[member.value] < adult && theirs) together_.push_back(member);
    });
    return together_;
}

void Settlement::leave_home(Request const& request)
{
    auto const self = request.row;
    auto const home = home_[self.value];
    if (home == nobody<Household> || size_[home.value] == 1) return;
    auto const partner = partner_[self.value];
    if (partner != nobody<Person> && home_[partner.value] != home) return;
    auto const earned = earnings_[home.value];
    if (request.shares && partner == nobody<Person> && share(request, request.district)) {
        if (earnings_[home.value] < earned) give_credit(home);
        return;
    }
    auto const family = family_of(self);
    auto const seeker = seeker_from(home, family);
    auto const to = vacancy(request.district, seeker);
    if (!to) return;
    set_up(self, *to, seeker);
    relocate(self, request.district);
    auto const made = home_[self.value];
    for (auto const member : family) {
        if (member == self) continue;
        bring_means(member, home, made);
        unlink(member);
        link(member, made);
        relocate(member, request.district);
    }
    give_credit(made);
    if (earnings_[home.value] < earned) give_credit(home);
    if (request.shares && size_[made.value] == 1) p_.open_homes_.push_back({made, month_});
}

/// What is not settled here, a new household has as the old one has it. Column by column, which is many times as fast
/// as household by household; in the order in which they were made, since one may come from another.
void Settlement::furnish_new_households(std::uint32_t first)
{
    void const* const settled[]{first_.data(),    size_.data(),     dwelling_.data(), earnings_.data(),
                                pensions_.data(), benefits_.data(), capital_.data(),  housing_cost_.data()};
    std::vector<AnyColumn*> others;
    for (auto const& [name, column] : p_.households.columns())
        if (std::find(std::begin(settled), std::end(settled), column->data()) == std::end(settled))
            others.push_back(column.get());
    parallel_for(static_cast<std::uint32_t>(others.size()),
                 [&](std::uint32_t i) { others[i]->copy(first, *others[i], left_from_.data(), left_from_.size()); });
    left_from_.clear();
}

void Settlement::depart(Row<Person> self, bool abroad)
{
    auto const taken = own_means(self);
    record(self, abroad ? PopulationChange::out_to_abroad : PopulationChange::out_to_country, district_[self.value]);
    p_.persons.leave(self);
    leave_behind(self, taken);
}

void Settlement::leave_behind(Row<Person> self, Means const& taken)
{
    auto const home = home_[self.value];
    if (home != nobody<Household>) lose(home, taken);
    unlink(self);
    if (taken.earnings > 0) give_credit(home);
}

void Settlement::depart_together(Row<Household> home, bool abroad)
{
    for (auto member = first_[home.value]; member != nobody<Person>;) {
        record(member, abroad ? PopulationChange::out_to_abroad : PopulationChange::out_to_country,
               district_[member.value]);
        p_.persons.leave(member);
        part(member);
        member = std::exchange(next_[member.value], nobody<Person>);
    }
    first_[home.value] = nobody<Person>;
    size_[home.value] = 0;
    empty_household(home);
}

void Settlement::record(Row<Person> row, PopulationChange change, std::uint8_t district)
{
    log_.record({p_.persons.id(row),
                 row,
                 district,
                 age_[row.value],
                 static_cast<std::uint8_t>(sex_[row.value]),
                 {static_cast<std::uint8_t>(change), 0, 0},
                 0});
}

void Settlement::relocate(Row<Person> row, std::uint8_t to)
{
    if (district_[row.value] == to) return;
    record(row, PopulationChange::out_to_district, district_[row.value]);
    district_[row.value] = to;
    record(row, PopulationChange::in_from_district, to);
}

void Settlement::part(Row<Person> self)
{
    auto& mine = partner_[self.value];
    if (mine != nobody<Person> && partner_[mine.value] == self) partner_[mine.value] = nobody<Person>;
    mine = nobody<Person>;
}

void Settlement::link(Row<Person> row, Row<Household> home)
{
    home_[row.value] = home;
    next_[row.value] = first_[home.value];
    first_[home.value] = row;
    ++size_[home.value];
}

/// Takes a person out of the home. Of one who leaves for good the field `household` still says where it was.
void Settlement::unlink(Row<Person> row)
{
    if (!p_.persons.alive(row)) part(row);
    if (auto const home = home_[row.value]; home != nobody<Household> && !p_.households.left()[home.value]) {
        if (first_[home.value] == row) {
            first_[home.value] = next_[row.value];
        } else {
            for (auto at = first_[home.value]; at != nobody<Person>; at = next_[at.value])
                if (next_[at.value] == row) {
                    next_[at.value] = next_[row.value];
                    break;
                }
        }
        next_[row.value] = nobody<Person>;
        if (--size_[home.value] == 0) empty_household(home);
        else if (adults(home) == 0) p_.each_member(home, [&](Row<Person> child) { orphans_.push_back(child); });
    } else if (place_[row.value] != nobody<Establishment>) {
        if (residents_[place_[row.value].value] > 0) --residents_[place_[row.value].value];
        if (p_.persons.alive(row)) place_[row.value] = nobody<Establishment>;
    }
}

void Settlement::empty_household(Row<Household> home)
{
    vacate(home);
    p_.households.leave(home);
}

std::uint32_t Settlement::adults(Row<Household> home) const
{
    std::uint32_t count = 0;
    p_.each_member(home, [&](Row<Person> member) { count += age_[member.value] >= adult; });
    return count;
}

void Population::settle(Month month, Population const& base_population)
{
    Settlement{*this, month, base_population}.run();
    for (auto* arrivals : arrivals_) arrivals->resize(std::max(1u, persons.chunks()));
    requests_.resize(std::max(1u, persons.chunks()));
    for (auto& [name, log] : logs_) log->resize(std::max(1u, persons.chunks()));
}

}  // namespace foresight
