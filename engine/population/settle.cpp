#include <algorithm>
#include <limits>
#include <utility>

#include "engine/population/population.hpp"

namespace foresight {
namespace {

constexpr Age adult = 16;

/// The dwellings of a district that stand empty, on a ring of hashes. A mover takes the first free one at or after
/// his own hash, so that one mover more or less changes the dwelling of few others.
class Vacancies {
public:
    Vacancies(std::vector<Row<Dwelling>> const& rows, Table<Dwelling> const& dwellings, Month month)
    {
        ring_.reserve(rows.size());
        for (auto const row : rows)
            ring_.emplace_back(mixed(dwellings.id(row).value, static_cast<std::uint64_t>(month.value)), row);
        std::sort(ring_.begin(), ring_.end());
        next_.resize(ring_.size());
        for (std::size_t i = 0; i != next_.size(); ++i) next_[i] = static_cast<std::uint32_t>(i);
        left_ = ring_.size();
    }

    Row<Dwelling> take(std::uint64_t hash)
    {
        if (left_ == 0) return nobody<Dwelling>;
        auto const at = std::lower_bound(ring_.begin(), ring_.end(), std::pair{hash, Row<Dwelling>{0}}) - ring_.begin();
        auto i = static_cast<std::size_t>(at) % ring_.size();
        while (next_[i] == taken) i = (i + 1) % ring_.size();
        next_[i] = taken;
        --left_;
        return ring_[i].second;
    }

    std::vector<Row<Dwelling>> rest() const
    {
        std::vector<Row<Dwelling>> rows;
        for (std::size_t i = 0; i != ring_.size(); ++i)
            if (next_[i] != taken) rows.push_back(ring_[i].second);
        std::sort(rows.begin(), rows.end());
        return rows;
    }

private:
    static constexpr std::uint32_t taken = 0xffffffffu;
    std::vector<std::pair<std::uint64_t, Row<Dwelling>>> ring_;
    std::vector<std::uint32_t> next_;
    std::size_t left_ = 0;
};

}  // namespace

/// One month's settling of a population.
class Settlement {
public:
    Settlement(Population& population, Month month, Population const& base)
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
          earnings_{p_.households.column(household::earnings)},
          pensions_{p_.households.column(household::pensions)},
          benefits_{p_.households.column(household::benefits)},
          capital_{p_.households.column(household::capital)},
          residents_{p_.establishments.column(establishment::residents)},
          log_{p_.log(population_changed.name, population_changed.label, {})}
    {
    }

    void run()
    {
        p_.newcomers_.clear();
        bury();
        bear();
        auto requests = ordered_requests();
        auto const departures = std::stable_partition(requests.begin(), requests.end(), [](Request const& r) {
            return r.kind <= RequestKind::leave_county_together;
        });
        for (auto r = requests.begin(); r != departures; ++r) grant(*r);
        build();
        house_the_waiting();
        for (auto r = departures; r != requests.end(); ++r) grant(*r);
        append_arrivals();
        for (auto const& arrival : p_.requests_.arrivals) arrive(arrival);
        take_in_orphans();
        for (std::uint32_t d = 0; d != rings_.size(); ++d)
            if (rings_[d]) {
                auto rows = rings_[d]->rest();
                rows.insert(rows.end(), freed_[d].begin(), freed_[d].end());
                p_.vacant_[d] = std::move(rows);
            }
        p_.requests_.clear();
    }

private:
    void bury()
    {
        std::vector<Row<Person>> dead;
        log_.each([&](EventRecord const& event) {
            if (event.codes[0] == static_cast<std::uint8_t>(PopulationChange::death)) dead.push_back(event.row);
        });
        for (auto const row : dead) unlink(row);
    }

    void bear()
    {
        for (auto* arrivals : p_.arrivals_) {
            auto const births = arrivals->births();
            if (births.empty()) continue;
            std::vector<Id<Person>> ids;
            for (auto const& [child, mother] : births) ids.push_back(child);
            auto const first = p_.persons.rows();
            p_.persons.append(ids);
            arrivals->settle(first);
            for (std::uint32_t i = 0; i != births.size(); ++i) {
                auto const mother = births[i].second;
                Row<Person> const child{first + i};
                age_[child.value] = 0;
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

    std::vector<Request> ordered_requests() const
    {
        std::vector<Request> all;
        for (auto const& chunk : p_.requests_.by_chunk) all.insert(all.end(), chunk.begin(), chunk.end());
        std::sort(all.begin(), all.end(), [](Request const& a, Request const& b) {
            return std::pair{a.kind, a.who} < std::pair{b.kind, b.who};
        });
        return all;
    }

    void grant(Request const& request)
    {
        auto const self = request.row;
        if (!p_.persons.alive(self)) return;
        auto const home = home_[self.value];
        bool const alone_with_children =
            home != nobody<Household> && age_[self.value] >= adult && adults(home) == 1 && size_[home.value] > 1;
        switch (request.kind) {
        case RequestKind::leave_county:
            if (alone_with_children) depart_together(home, request.abroad);
            else depart(self, request.abroad);
            return;
        case RequestKind::leave_county_together:
            if (home != nobody<Household>) depart_together(home, request.abroad);
            else depart(self, request.abroad);
            return;
        case RequestKind::enter_establishment: enter(request); return;
        case RequestKind::separate:
            if (home == nobody<Household> || partner_[self.value] == nobody<Person>) return;
            if (auto const to = vacancy(district_[self.value], request.who); to != nobody<Dwelling>) {
                part(self);
                set_up(self, to);
            }
            return;
        case RequestKind::move_in_with: move_in(request); return;
        case RequestKind::leave_home:
            if (home == nobody<Household> || size_[home.value] == 1 || alone_with_children
                || partner_[self.value] != nobody<Person>)
                return;
            if (auto const to = vacancy(request.district, request.who); to != nobody<Dwelling>) {
                set_up(self, to);
                relocate(self, request.district);
            }
            return;
        case RequestKind::move_together:
            if (home == nobody<Household>) return;
            if (auto const to = vacancy(request.district, request.who); to != nobody<Dwelling>) {
                vacate(home);
                dwelling_[home.value] = to;
                p_.each_member(home, [&](Row<Person> member) { relocate(member, request.district); });
            }
            return;
        }
    }

    void enter(Request const& request)
    {
        auto const self = request.row;
        auto const to = free_place(request);
        if (to == nobody<Establishment> || place_[self.value] == to) return;
        part(self);
        unlink(self);
        home_[self.value] = nobody<Household>;
        place_[self.value] = to;
        ++residents_[to.value];
        relocate(self, p_.district_of_area(p_.establishments.column(establishment::area)[to.value]));
    }

    /// The place that this person likes best among the free ones of the kind: in the own district if there is one.
    Row<Establishment> free_place(Request const& request) const
    {
        auto const& kind = p_.establishments.column(establishment::kind);
        auto const& capacity = p_.establishments.column(establishment::capacity);
        auto const& area = p_.establishments.column(establishment::area);
        auto best = nobody<Establishment>;
        std::pair<bool, std::uint64_t> least{true, std::numeric_limits<std::uint64_t>::max()};
        for (std::uint32_t row = 0; row != p_.establishments.rows(); ++row) {
            if (kind[row] != request.establishment || residents_[row] >= capacity[row]) continue;
            std::pair const rank{p_.district_of_area(area[row]) != district_[request.row.value],
                                 mixed(request.who.value, p_.establishments.ids()[row].value)};
            if (rank < least) {
                least = rank;
                best = {row};
            }
        }
        return best;
    }

    void move_in(Request const& request)
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
        std::vector<Row<Person>> moving{self};
        p_.each_member(from, [&](Row<Person> member) {
            if (member != self && age_[member.value] < adult && (takes_all_children || mother_[member.value] == self))
                moving.push_back(member);
        });
        share_income(from, to);
        for (auto const member : moving) {
            unlink(member);
            link(member, to);
            relocate(member, district_[other.value]);
        }
    }

    /// A household of one's own, with an adult's share of the income of the old one.
    void set_up(Row<Person> self, Row<Dwelling> to)
    {
        auto const from = home_[self.value];
        Id<Household> const id{mixed(p_.persons.id(self).value, static_cast<std::uint64_t>(month_.value) << 8)};
        auto const made = p_.households.append(id);
        for (auto const& [name, column] : p_.households.columns()) column->copy(made.value, *column, from.value);
        first_[made.value] = nobody<Person>;
        size_[made.value] = 0;
        dwelling_[made.value] = to;
        split_income(from, made);
        unlink(self);
        link(self, made);
    }

    template <class T>
    static T part_of(T amount, std::uint32_t count)
    {
        return static_cast<T>(amount / static_cast<std::int64_t>(count));
    }

    template <class Change>
    void each_income(Change const& change)
    {
        change(earnings_);
        change(pensions_);
        change(benefits_);
        change(capital_);
    }

    void split_income(Row<Household> from, Row<Household> made)
    {
        auto const count = std::max(1u, adults(from));
        each_income([&](auto& amounts) {
            amounts[made.value] = part_of(amounts[from.value], count);
            amounts[from.value] -= amounts[made.value];
        });
    }

    void share_income(Row<Household> from, Row<Household> to)
    {
        auto const count = std::max(1u, adults(from));
        each_income([&](auto& amounts) {
            using Amount = typename std::remove_cvref_t<decltype(amounts)>::value_type;
            auto const moved = part_of(amounts[from.value], count);
            amounts[from.value] -= moved;
            amounts[to.value] = static_cast<Amount>(
                std::min<std::int64_t>(std::int64_t{amounts[to.value]} + moved, std::numeric_limits<Amount>::max()));
        });
    }

    /// Calls `body(donor, number)` for each member of the donor household who comes.
    template <class Body>
    void each_who_comes(Arrival const& arrival, Body const& body) const
    {
        std::uint32_t number = 0;
        base_.each_member(arrival.donor, [&](Row<Person> donor) {
            auto const bit = number++;
            if (bit >= 32 || (arrival.members >> bit & 1) != 0) body(donor, bit + 1);
        });
    }

    /// Rows for all arrivals of the month at once; `copy_person` takes them one by one.
    void append_arrivals()
    {
        std::vector<Id<Person>> ids;
        for (auto const& arrival : p_.requests_.arrivals) {
            if (arrival.resident != nobody<Person>) ids.push_back({mixed(arrival.id.value, 1)});
            else
                each_who_comes(arrival, [&](Row<Person>, std::uint32_t number) {
                    ids.push_back({mixed(arrival.id.value, number)});
                });
        }
        next_arrival_ = p_.persons.rows();
        p_.persons.append(ids);
        for (auto const& [name, column] : p_.persons.columns())
            if (auto const* const source = base_.persons.find(name)) person_columns_.emplace_back(column.get(), source);
        for (auto const& [name, column] : p_.households.columns())
            if (auto const* const source = base_.households.find(name))
                household_columns_.emplace_back(column.get(), source);
    }

    void arrive(Arrival const& arrival)
    {
        if (arrival.resident != nobody<Person>) {
            auto const row = copy_person(arrival.resident);
            settle_resident(row, arrival);
            return;
        }
        if (arrival.with_previous && last_arrived_ != nobody<Household> && !p_.households.left()[last_arrived_.value]
            && size_[last_arrived_.value] < 6) {
            join_previous(arrival);
            return;
        }
        auto const made = p_.households.append(arrival.id);
        if (arrival.alone) last_arrived_ = made;
        for (auto const& [column, source] : household_columns_) column->copy(made.value, *source, arrival.donor.value);
        first_[made.value] = nobody<Person>;
        size_[made.value] = 0;
        dwelling_[made.value] = vacancy(arrival.district, Id<Person>{arrival.id.value});
        if (dwelling_[made.value] == nobody<Dwelling>) p_.waiting_.push_back(made);
        std::vector<std::pair<Row<Person>, Row<Person>>> pairs;  // donor, arrival
        each_who_comes(arrival,
                       [&](Row<Person> donor, std::uint32_t) { pairs.emplace_back(donor, copy_person(donor)); });
        for (auto const& [donor, row] : pairs) {
            relink_to(base_.persons.column(person::partner)[donor.value], p_.persons.column(person::partner)[row.value],
                      pairs);
            relink_to(base_.persons.column(person::mother)[donor.value], mother_[row.value], pairs);
            relink_to(base_.persons.column(person::father)[donor.value], father_[row.value], pairs);
        }
        for (auto pair = pairs.rbegin(); pair != pairs.rend(); ++pair) link(pair->second, made);
        for (auto const& [donor, row] : pairs) come(row, arrival);
        if (pairs.empty()) empty_household(made);
    }

    /// Sharers: the newcomer brings an adult's part of the donors' income.
    void join_previous(Arrival const& arrival)
    {
        each_who_comes(arrival, [&](Row<Person> donor, std::uint32_t) {
            auto const row = copy_person(donor);
            link(row, last_arrived_);
            come(row, arrival);
        });
        std::uint32_t donors = 0;
        base_.each_member(arrival.donor, [&](Row<Person> donor) {
            donors += base_.persons.column(person::age)[donor.value] >= adult;
        });
        auto const bring = [&](auto const& field) {
            auto& amounts = p_.households.column(field);
            using Amount = typename std::remove_cvref_t<decltype(amounts)>::value_type;
            auto const part = part_of(base_.households.column(field)[arrival.donor.value], std::max(1u, donors));
            amounts[last_arrived_.value] = static_cast<Amount>(std::min<std::int64_t>(
                std::int64_t{amounts[last_arrived_.value]} + part, std::numeric_limits<Amount>::max()));
        };
        bring(household::earnings);
        bring(household::pensions);
        bring(household::benefits);
        bring(household::capital);
    }

    static void relink_to(Row<Person> donor, Row<Person>& link,
                          std::vector<std::pair<Row<Person>, Row<Person>>> const& pairs)
    {
        link = nobody<Person>;
        for (auto const& [from, to] : pairs)
            if (from == donor) link = to;
    }

    Row<Person> copy_person(Row<Person> donor)
    {
        Row<Person> const row{next_arrival_++};
        for (auto const& [column, source] : person_columns_) column->copy(row.value, *source, donor.value);
        auto& born = born_[row.value];
        born = born + (month_ - base_.base);  // of the age that the donor had at the base date
        home_[row.value] = nobody<Household>;
        place_[row.value] = nobody<Establishment>;
        partner_[row.value] = nobody<Person>;
        next_[row.value] = nobody<Person>;
        mother_[row.value] = nobody<Person>;
        father_[row.value] = nobody<Person>;
        return row;
    }

    void settle_resident(Row<Person> row, Arrival const& arrival)
    {
        auto const donor_place = base_.persons.column(person::establishment)[arrival.resident.value];
        place_[row.value] = donor_place;  // establishments keep their rows
        ++residents_[donor_place.value];
        come(row, arrival);
    }

    void come(Row<Person> row, Arrival const& arrival)
    {
        district_[row.value] = arrival.district;
        record(row, arrival.abroad ? PopulationChange::in_from_abroad : PopulationChange::in_from_country,
               arrival.district);
        p_.newcomers_.push_back(row);
    }

    void depart_together(Row<Household> home, bool abroad)
    {
        std::vector<Row<Person>> members;
        p_.each_member(home, [&](Row<Person> member) { members.push_back(member); });
        for (auto const member : members) depart(member, abroad);
    }

    void depart(Row<Person> self, bool abroad)
    {
        record(self, abroad ? PopulationChange::out_to_abroad : PopulationChange::out_to_country,
               district_[self.value]);
        p_.persons.leave(self);
        unlink(self);
    }

    void relocate(Row<Person> row, std::uint8_t to)
    {
        if (district_[row.value] == to) return;
        record(row, PopulationChange::out_to_district, district_[row.value]);
        district_[row.value] = to;
        record(row, PopulationChange::in_from_district, to);
    }

    void record(Row<Person> row, PopulationChange change, std::uint8_t district)
    {
        log_.record({p_.persons.id(row),
                     row,
                     district,
                     age_[row.value],
                     static_cast<std::uint8_t>(sex_[row.value]),
                     {static_cast<std::uint8_t>(change), 0, 0},
                     0});
    }

    void part(Row<Person> self)
    {
        auto& mine = partner_[self.value];
        if (mine != nobody<Person> && partner_[mine.value] == self) partner_[mine.value] = nobody<Person>;
        mine = nobody<Person>;
    }

    void link(Row<Person> row, Row<Household> home)
    {
        home_[row.value] = home;
        next_[row.value] = first_[home.value];
        first_[home.value] = row;
        ++size_[home.value];
    }

    /// Takes a person out of the home. Of one who leaves for good the field `household` still says where it was.
    void unlink(Row<Person> row)
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

    void empty_household(Row<Household> home)
    {
        vacate(home);
        p_.households.leave(home);
    }

    void vacate(Row<Household> home)
    {
        if (auto const left = dwelling_[home.value]; left != nobody<Dwelling>) {
            auto const d = p_.district_of_area(area_[left.value]);
            (ring_is_made(d) ? freed_[d] : p_.vacant_[d]).push_back(left);
        } else {
            std::erase(p_.waiting_, home);
        }
        dwelling_[home.value] = nobody<Dwelling>;
    }

    std::uint32_t adults(Row<Household> home) const
    {
        std::uint32_t count = 0;
        p_.each_member(home, [&](Row<Person> member) { count += age_[member.value] >= adult; });
        return count;
    }

    bool ring_is_made(std::uint8_t district) const { return district < rings_.size() && rings_[district]; }

    Row<Dwelling> vacancy(std::uint8_t district, Id<Person> who)
    {
        if (rings_.size() < p_.vacant_.size()) {
            rings_.resize(p_.vacant_.size());
            freed_.resize(p_.vacant_.size());
        }
        auto& ring = rings_[district];
        if (!ring) ring = std::make_unique<Vacancies>(p_.vacant_[district], p_.dwellings, month_);
        return ring->take(mixed(who.value, static_cast<std::uint64_t>(month_.value)));
    }

    void build()
    {
        for (auto const& order : p_.requests_.builds) {
            auto const row = p_.dwellings.append(order.id);
            for (auto const& [name, column] : p_.dwellings.columns())
                column->copy(row.value, *column, order.like.value);
            p_.dwellings.column(dwelling::age_band)[row.value] = AgeBand::l;
            p_.vacant_[p_.district_of_area(p_.dwellings.column(dwelling::area)[row.value])].push_back(row);
        }
    }

    /// Concealed households get the dwellings that have come free, in the order of their identities.
    void house_the_waiting()
    {
        auto waiting = std::exchange(p_.waiting_, {});
        std::erase_if(waiting, [&](Row<Household> home) {
            return p_.households.left()[home.value] || first_[home.value] == nobody<Person>;
        });
        std::sort(waiting.begin(), waiting.end(),
                  [&](auto a, auto b) { return p_.households.id(a) < p_.households.id(b); });
        for (auto const home : waiting) {
            auto const to = vacancy(district_[first_[home.value].value], Id<Person>{p_.households.id(home).value});
            if (to == nobody<Dwelling>) p_.waiting_.push_back(home);
            dwelling_[home.value] = to;
        }
    }

    /// Children whom nobody of 16 or over lives with any more: to a parent elsewhere in the county, else to the couple
    /// of the district that the hash of the two identities chooses.
    void take_in_orphans()
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

    Row<Household> parents_home(Row<Person> child) const
    {
        for (auto const parent : {mother_[child.value], father_[child.value]})
            if (p_.persons.alive(parent) && home_[parent.value] != nobody<Household>) return home_[parent.value];
        return nobody<Household>;
    }

    Row<Household> foster_home(Row<Person> child) const
    {
        using Choice = std::pair<std::uint64_t, Row<Household>>;
        std::vector<Choice> best(lanes, {std::numeric_limits<std::uint64_t>::max(), nobody<Household>});
        auto const rows = std::uint64_t{p_.households.rows()};
        parallel_for(lanes, [&](std::uint32_t lane) {
            for (auto row = static_cast<std::uint32_t>(rows * lane / lanes);
                 row != static_cast<std::uint32_t>(rows * (lane + 1) / lanes); ++row) {
                if (p_.households.left()[row] || first_[row] == nobody<Person> || size_[row] > 5) continue;
                auto const head = first_[row];
                if (district_[head.value] != district_[child.value] || partner_[head.value] == nobody<Person>) continue;
                best[lane] =
                    std::min(best[lane], Choice{mixed(p_.persons.id(child).value, p_.households.ids()[row].value),
                                                Row<Household>{row}});
            }
        });
        return std::min_element(best.begin(), best.end())->second;
    }

    Population& p_;
    Month month_;
    Population const& base_;
    std::vector<Row<Household>>& home_;
    std::vector<Row<Establishment>>& place_;
    std::vector<Row<Person>>& partner_;
    std::vector<Row<Person>>& next_;
    std::vector<std::uint8_t>& district_;
    std::vector<Age>& age_;
    std::vector<Sex>& sex_;
    std::vector<Month>& born_;
    std::vector<Row<Person>>& mother_;
    std::vector<Row<Person>>& father_;
    std::vector<Row<Person>>& first_;
    std::vector<std::uint8_t>& size_;
    std::vector<Row<Dwelling>>& dwelling_;
    std::vector<std::uint16_t>& area_;
    std::vector<std::int32_t>& earnings_;
    std::vector<std::uint16_t>& pensions_;
    std::vector<std::uint16_t>& benefits_;
    std::vector<std::int32_t>& capital_;
    std::vector<std::uint16_t>& residents_;
    EventLog& log_;
    std::vector<std::unique_ptr<Vacancies>> rings_;
    std::vector<std::vector<Row<Dwelling>>> freed_;
    std::vector<Row<Person>> orphans_;
    Row<Household> last_arrived_ = nobody<Household>;
    std::uint32_t next_arrival_ = 0;
    std::vector<std::pair<AnyColumn*, AnyColumn const*>> person_columns_, household_columns_;  // here, and in the base
};

void Population::settle(Month month, Population const& base_population)
{
    Settlement{*this, month, base_population}.run();
    for (auto* arrivals : arrivals_) arrivals->resize(std::max(1u, persons.chunks()));
    requests_.resize(std::max(1u, persons.chunks()));
    for (auto& [name, log] : logs_) log->resize(std::max(1u, persons.chunks()));
}

}  // namespace foresight
