#include <algorithm>
#include <array>

#include "engine/modules/social_care/by_age.hpp"
#include "engine/modules/social_care/councils.hpp"
#include "engine/modules/social_care/need_model.hpp"
#include "engine/modules/social_care/stay.hpp"
#include "engine/parallel/parallel.hpp"
#include "engine/process/yearly_clock.hpp"

namespace foresight {
namespace {

/// Which clients stay, move between settings, or end their support.
///
/// The stock at the base is chosen to published counts of each council. Each month every
/// client runs through competing risks. Published exits include deaths, which
/// are mortality's own: what is left of an exit hazard when the expected
/// deaths are taken off ends support for another reason.
class Packages final : public Process {
public:
    explicit Packages(Setup& setup)
        : birth_{setup},
          age_{setup},
          sex_{setup},
          need_{setup},
          household_{setup},
          place_{setup},
          kind_{setup},
          size_{setup},
          reason_{setup},
          setting_{setup},
          months_{setup},
          intensity_{setup},
          caseload_{setup},
          grow_up_{setup},
          ask_{setup},
          flow_{setup},
          council_{setup},
          stock_{setup, "social_care/packages/stock"},
          reasons_{setup, "social_care/packages/working_age_reasons"},
          selection_{setup, "social_care/packages/selection_by_need"},
          by_age_{setup},
          alone_{setup, "social_care/packages/selection_alone"},
          exit_{setup, "social_care/packages/exit"},
          reason_exit_{setup, "social_care/packages/working_age_exit"},
          to_residential_{setup, "social_care/packages/to_residential"},
          to_nursing_{setup, "social_care/packages/to_nursing"},
          short_share_{setup, "social_care/packages/short_stay_share"},
          short_hazard_{setup, "social_care/packages/short_stay_hazard"},
          long_hazard_{setup, "social_care/packages/long_stay_hazard"},
          deaths_{setup, "social_care/packages/expected_deaths"},
          turning_65_{setup, "social_care/packages/expected_turning_65"},
          lifelong_{setup, "social_care/packages/older_learning_disability"},
          spread_{setup, "social_care/packages/intensity_spread"}
    {
        setup.need("social_care/leavers");  // counts who dies or leaves
    }

    void begin(Step const& now) override
    {
        for (std::uint8_t council = 0; council != councils; ++council)
            if (council_.has_district(council)) choose_clients_of(council, now);
        learn_shares(now);
    }

    void step(Step const& now) override
    {
        auto const& setting = now.population().persons.column(social_care::setting);
        caseload_.keep_if([&](Row<Person> row) { return setting[row.value] != Setting::none; });
        now.open(caseload_);
        now.each_newcomer([&](Own<Person> self, Luck luck) { come_as_client(self, luck); });
        see_who_grows_up(now);
        if (auto const* const flows = now.population().find_log(social_care::flow.name))
            flows->each([&](EventRecord const& event) {
                if (event.codes[1] == static_cast<std::uint8_t>(CareFlow::start)) caseload_.add(event.row);
            });
        TwoPhaseStay const stay{short_share_(), short_hazard_(), long_hazard_()};
        now.each_in(caseload_, [&](Own<Person> self, Luck luck) { live_a_month(self, luck, stay); });
    }

private:
    static constexpr auto councils = council_codes.size(), reasons = support_reason_codes.size(),
                          kinds = councils * (reasons + need_codes.size());
    struct KindCounts {
        std::array<std::int64_t, kinds> people{};
        std::array<std::array<std::int64_t, setting_codes.size()>, kinds> clients{};
        KindCounts& operator+=(KindCounts const& other)
        {
            for (std::size_t k = 0; k != kinds; ++k) {
                people[k] += other.people[k];
                for (std::size_t s = 0; s != setting_codes.size(); ++s) clients[k][s] += other.clients[k][s];
            }
            return *this;
        }
    };

    enum class Draw { ends, residential, nursing, intensity, months, comes, lifelong, chosen = 8 };

    void choose_clients_of(std::uint8_t council, Step const& now)
    {
        auto const choose_among = [&](double count, Setting setting, auto const& weight) {
            choose(now, count, setting,
                   [&](Own<Person> self) { return council_(self) == council ? weight(self) : 0.0; });
        };
        for (auto const setting : {Setting::nursing, Setting::residential, Setting::community})
            choose_among(stock_(council, CareGroup::older, setting), setting,
                         [&](Own<Person> self) { return weight_of_older(self, setting); });
        for (auto const reason :
             {SupportReason::learning_disability, SupportReason::physical, SupportReason::mental_health})
            for (auto const setting : {Setting::nursing, Setting::residential, Setting::community})
                choose_among(stock_(council, CareGroup::working_age, setting) * reasons_(reason), setting,
                             [&](Own<Person> self) {
                                 return age_[self] >= 18 && age_[self] < 65
                                                && household_[self] != nobody<Household> && reason_[self] == reason
                                            ? 1.0
                                            : 0.0;
                             });
    }

    /// Clients of the base among people of a kind who live at home: whoever arrives is one as often, so that moves in and
    /// out of the county leave the caseload where it is.
    std::size_t kind(Own<Person> self) const
    {
        return council_(self) * (kinds / councils)
               + (age_[self] < 65 ? static_cast<std::size_t>(reason_[self])
                                  : reasons + static_cast<std::size_t>(need_[self]));
    }
    void learn_shares(Step const& now)
    {
        auto const seen =
            ordered_sum(now.population().persons.chunks(), KindCounts{}, [&](std::uint32_t chunk, KindCounts& sum) {
                Visit<Person>{now.population().persons, chunk}.each([&](Own<Person> self) {
                    if (age_[self] < 18 || household_[self] == nobody<Household>) return;
                    ++sum.people[kind(self)];
                    ++sum.clients[kind(self)][static_cast<std::size_t>(setting_[self])];
                });
            });
        for (std::size_t k = 0; k != kinds; ++k)
            for (std::size_t s = 0; s != setting_codes.size(); ++s)
                client_share_[k][s] =
                    seen.people[k] > 0 ? static_cast<double>(seen.clients[k][s]) / static_cast<double>(seen.people[k])
                                       : 0;
    }
    void come_as_client(Own<Person> self, Luck luck)
    {
        // Who has started at the front door already, in the month after coming, does not start again.
        if (age_[self] < 18 || household_[self] == nobody<Household> || setting_[self] != Setting::none) return;
        auto const share = [&](Setting setting) {
            return std::pair{setting, client_share_[kind(self)][static_cast<std::size_t>(setting)]};
        };
        auto const setting = luck.among<Setting>(
            Draw::comes, {share(Setting::community), share(Setting::residential), share(Setting::nursing)},
            Setting::none);
        if (setting == Setting::none) return;
        take_on(self, luck, setting);
        flow_(self, setting, CareFlow::start);
    }

    /// Who has grown up with a learning disability has support from 18 on as often as others who have one.
    void see_who_grows_up(Step const& now)
    {
        now.open(grow_up_);
        auto const months_to_18 = [&](Own<Person> self) { return birth_[self] + 18 * 12 - now.month(); };
        auto const before_july = [&](Own<Person> self) {
            return static_cast<unsigned>(months_to_18(self)) < static_cast<unsigned>(months_to_sweep(now.month()));
        };
        auto const look_forward = [&](Own<Person> self) { grow_up_.at(self, now.month() + months_to_18(self)); };
        sweep(now, before_july, look_forward);
        now.each_due(grow_up_, [&](Own<Person> self, Luck luck) {
            if (reason_[self] == SupportReason::learning_disability) come_as_client(self, luck);
        });
    }

    double weight_of_older(Own<Person> self, Setting setting) const
    {
        if (age_[self] < 65) return 0;
        if (setting == Setting::community) {
            if (household_[self] == nobody<Household>) return 0;
            // As many as come, for as long as they stay.
            double const older = by_age_(age_[self]);
            auto const council = council_(self);
            double const leaves = exit_(council, CareGroup::older, setting)
                                  + older
                                        * (to_residential_(council, CareGroup::older, setting)
                                           + to_nursing_(council, CareGroup::older, setting));
            return selection_(need_[self]) * older / std::max(leaves, 0.01)
                   * (size_[household_[self]] == 1 ? alone_() : 1.0);
        }
        // A resident of the right kind of home if there are enough; of the other kind, or at home with need, failing that.
        bool const care_home =
            place_[self]
                != nobody<
                    Establishment> && (kind_[place_[self]] == EstablishmentKind::residential_home || kind_[place_[self]] == EstablishmentKind::nursing_home);
        if (!care_home) return need_[self] == Need::full ? 1e-9 : 0;
        auto const wanted =
            setting == Setting::nursing ? EstablishmentKind::nursing_home : EstablishmentKind::residential_home;
        return kind_[place_[self]] == wanted ? 1 : 1e-4;
    }

    /// Makes clients of `count` persons, each as likely as its weight says: the least of exponential clocks.
    template <class Weight>
    void choose(Step const& now, double count, Setting setting, Weight const& weight)
    {
        struct Candidate {
            double time;
            Id<Person> id;
            Row<Person> row;
            auto operator<=>(Candidate const&) const = default;
        };
        std::vector<std::vector<Candidate>> found(now.population().persons.chunks());
        now.each([&](Own<Person> self) { return setting_[self] == Setting::none && weight(self) > 0; },
                 [&](Own<Person> self, Luck luck) {
                     auto const time = luck.exponential(Draw::chosen) / weight(self);
                     found[self.chunk()].push_back({time, self.id(), self.row()});
                 });
        std::vector<Candidate> all;
        for (auto const& chunk : found) all.insert(all.end(), chunk.begin(), chunk.end());
        auto const wanted = std::min(all.size(), static_cast<std::size_t>(count / now.weight() + 0.5));
        std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(wanted), all.end());
        std::vector<Row<Person>> chosen;
        for (std::size_t i = 0; i != wanted; ++i) chosen.push_back(all[i].row);
        std::sort(chosen.begin(), chosen.end());
        now.open(caseload_);
        now.each_among(chosen, [&](Own<Person> self, Luck luck) { take_on(self, luck, setting); });
    }

    void take_on(Own<Person> self, Luck luck, Setting setting)
    {
        auto const group = care_group_of(age_[self]);
        setting_[self] = setting;
        if (group == CareGroup::older && setting == Setting::community
            && luck.chance(Draw::lifelong, lifelong_(NeedModel::age_band(age_[self]))))
            reason_[self] = SupportReason::learning_disability;
        if (reason_[self] == SupportReason::none) reason_[self] = SupportReason::physical;
        double const sigma = spread_(group);
        intensity_[self] = static_cast<float>(exponential_of(sigma * luck.normal(Draw::intensity) - sigma * sigma / 2));
        months_[self] = static_cast<std::uint16_t>(std::min(
            600.0, 12 * luck.exponential(Draw::months) / std::max(0.05, exit_(council_(self), group, setting))));
        caseload_.add(self);
    }

    /// The hazard of ending support otherwise than by death, a year.
    double ends(Own<Person> self, TwoPhaseStay const& stay) const
    {
        auto const group = care_group_of(age_[self]);
        auto const setting = setting_[self];
        double total = exit_(council_(self), group, setting);
        if (group == CareGroup::working_age || reason_[self] == SupportReason::learning_disability)
            // Mental ill health alone is recovered from, and its published exits count who has recovered.
            total = reason_exit_(reason_[self] == SupportReason::none ? SupportReason::mental_health : reason_[self])
                    - (group == CareGroup::working_age ? turning_65_() : 0.0);
        else if (setting != Setting::community) total = stay.hazard((months_[self] + 0.5) / 12);
        return std::max(0.0, total - deaths_(setting, sex_[self], age_[self]));
    }

    void live_a_month(Own<Person> self, Luck luck, TwoPhaseStay const& stay)
    {
        auto const group = care_group_of(age_[self]);
        auto const setting = setting_[self];
        if (setting == Setting::none) return;
        auto const time = [&](Draw draw, double hazard) {
            return hazard > 0 ? luck.exponential(draw) / hazard : 1e300;
        };
        double const older = group == CareGroup::older ? by_age_(age_[self]) : 1;
        auto const council = council_(self);
        auto const ending = ends(self, stay);  // with the month that begins now in its middle
        if (months_[self] < 60000) ++months_[self];
        double const into_residential = older * to_residential_(council, group, setting),
                     into_nursing = older * to_nursing_(council, group, setting);
        if (!luck.may_ring(Draw::ends, ending, 1) && !luck.may_ring(Draw::residential, into_residential, 1)
            && !luck.may_ring(Draw::nursing, into_nursing, 1))
            return;
        double const end = time(Draw::ends, ending), residential = time(Draw::residential, into_residential),
                     nursing = time(Draw::nursing, into_nursing);
        auto const tell = [&](Draw clock, double hazard, double rings) {
            if (hazard > 0) luck.tell_clock(clock, hazard / 12, 1, rings > 1.0 / 12 ? std::nullopt : std::optional{0});
        };
        tell(Draw::ends, ending, end);
        tell(Draw::residential, into_residential, residential);
        tell(Draw::nursing, into_nursing, nursing);
        double const first = std::min({end, residential, nursing});
        if (first > 1.0 / 12) return;
        months_[self] = 0;
        if (first == end) {
            flow_(self, setting, CareFlow::end);
            setting_[self] = Setting::none;
            return;
        }
        setting_[self] = first == nursing ? Setting::nursing : Setting::residential;
        flow_(self, setting_[self], CareFlow::move);
        if (group == CareGroup::older && household_[self] != nobody<Household>)
            ask_.enter_establishment(self, first == nursing ? EstablishmentKind::nursing_home
                                                            : EstablishmentKind::residential_home);
    }

    Reads<person::birth_month> birth_;
    Reads<person::age> age_;
    Reads<person::sex> sex_;
    Reads<social_care::need> need_;
    Reads<person::household> household_;
    Reads<person::establishment> place_;
    ReadsAnyone<establishment::kind> kind_;
    ReadsAnyone<household::size> size_;
    Writes<social_care::reason> reason_;
    Writes<social_care::setting> setting_;
    Writes<social_care::months> months_;
    Writes<social_care::intensity> intensity_;
    Index caseload_;
    Appointments grow_up_;
    Requests ask_;
    Emits<social_care::flow> flow_;
    CouncilOf council_;
    Rates<social_care::council, social_care::group, social_care::setting> stock_;
    Rates<social_care::reason> reasons_;
    Rates<social_care::need> selection_;
    ByAge by_age_;
    Scalar alone_;
    Rates<social_care::council, social_care::group, social_care::setting> exit_;
    Rates<social_care::reason> reason_exit_;
    Rates<social_care::council, social_care::group, social_care::setting> to_residential_, to_nursing_;
    Scalar short_share_, short_hazard_, long_hazard_;
    Rates<social_care::setting, person::sex, person::age> deaths_;
    Scalar turning_65_;
    Rates<social_care::need_age> lifelong_;
    Rates<social_care::group> spread_;
    std::array<std::array<double, setting_codes.size()>, kinds> client_share_{};
};

}  // namespace

std::unique_ptr<Process> make_packages(Setup& setup) { return std::make_unique<Packages>(setup); }

}  // namespace foresight
