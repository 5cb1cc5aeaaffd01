#include "engine/modules/school_readiness/logit.hpp"
#include "engine/process/process.hpp"

namespace foresight {
namespace {

/// The Early Years Foundation Stage Profile: each June, every child of the reception year.
///
/// What the population does not record of a child (gestation, breastfeeding, SEN at this age, being in need, an
/// unknown entitlement) is drawn here, at the address of the child's own June: the same child in every scenario.
class Profile final : public Process {
public:
    explicit Profile(Setup& setup)
        : sex_{setup},
          ethnic_group_{setup},
          language_{setup},
          home_{setup},
          mother_{setup},
          district_{setup},
          born_{setup},
          education_{setup},
          dwelling_{setup},
          meals_{setup},
          workless_{setup},
          area_{setup},
          tenure_{setup},
          sen_{setup},
          probability_{setup},
          good_level_{setup},
          fsm_{setup},
          assessed_{setup},
          terms_{setup},
          shares_{setup}
    {
    }

    Cadence cadence() const override { return yearly(6); }

    void step(Step const& now) override
    {
        auto const terms = terms_.of(now.month().year());
        now.each([&](Own<Person> self) { return school_readiness::reception_june(born_[self]) == now.month().year(); },
                 [&](Own<Person> self, Luck luck) { assess(now, terms, self, luck); });
    }

private:
    enum class Draw { good_level, fsm_unknown, sen, in_need, gestation, never_breastfed, mothers_education };

    void assess(Step const& now, school_readiness::Terms const& terms, Own<Person> self, Luck const& luck)
    {
        auto const child = describe(now, self, luck);
        double const p = logistic(school_readiness::log_odds(child, terms) + terms_.district(district_[self]));
        bool const good = luck.chance(Draw::good_level, p);
        sen_[self] = child.sen;
        fsm_[self] = child.fsm;
        probability_[self] = static_cast<float>(p);
        good_level_[self] = good ? GoodLevel::yes : GoodLevel::no;
        assessed_.with_amount(self, static_cast<std::int64_t>(p * school_readiness::millionths + 0.5), child.fsm,
                              good_level_[self], child.month_of_birth);
    }

    school_readiness::Child describe(Step const& now, Own<Person> self, Luck const& luck) const
    {
        school_readiness::Child child;
        child.sex = sex_[self];
        child.month_of_birth = school_readiness::month_of(born_[self]);
        child.ethnic_group = ethnic_group_[self];
        child.first_language = language_[self];
        describe_home(now, self, luck, child);
        describe_mother(now, self, luck, child);
        child.sen = luck.among<Sen>(
            Draw::sen,
            {{Sen::ehcp, shares_.ehcp(child.fsm, child.sex)}, {Sen::support, shares_.support(child.fsm, child.sex)}},
            Sen::none);
        child.in_need = luck.chance(Draw::in_need, shares_.in_need(child.fsm, child.sen) * shares_.in_need_ratio());
        child.gestation = luck.among<Gestation>(Draw::gestation,
                                                {{Gestation::very_preterm, shares_.very_preterm()},
                                                 {Gestation::moderately_preterm, shares_.moderately_preterm()}},
                                                Gestation::term);
        child.never_breastfed = luck.chance(Draw::never_breastfed, shares_.never_breastfed(child.mothers_education));
        return child;
    }

    void describe_home(Step const& now, Own<Person> self, Luck const& luck, school_readiness::Child& child) const
    {
        auto const home = home_[self];
        bool const housed = home != nobody<Household>;
        bool const unknown = luck.chance(Draw::fsm_unknown, shares_.fsm_unknown());
        child.fsm = unknown ? Fsm::unknown : housed && meals_[home] ? Fsm::entitled : Fsm::not_entitled;
        if (!housed) return;
        child.workless = workless_[home] != 0;
        auto const dwelling = dwelling_[home];
        if (dwelling == nobody<Dwelling>) return;
        child.social_rent = tenure_[dwelling] == Tenure::council_rent || tenure_[dwelling] == Tenure::other_social_rent;
        child.idaci_decile = static_cast<std::uint8_t>(now.areas().all[area_[dwelling]].idaci_decile - 1);
    }

    /// Of a mother who is not in the county nothing is known but what mothers in general are.
    void describe_mother(Step const& now, Own<Person> self, Luck const& luck, school_readiness::Child& child) const
    {
        auto const mother = mother_[self];
        if (now.alive(mother)) {
            child.mothers_education = education_[mother];
            child.mothers_age = (born_[self] - born_[mother]) / 12.0;
            return;
        }
        child.mothers_education = luck.among<Education>(Draw::mothers_education,
                                                        {{Education::high, shares_.education(Education::high)},
                                                         {Education::medium, shares_.education(Education::medium)}},
                                                        Education::low);
    }

    /// The parameters of the log odds.
    class TermsOfTheMonth {
    public:
        explicit TermsOfTheMonth(Setup& setup)
            : base_{setup, "school_readiness/profile/base"},
              trend_{setup, "school_readiness/profile/trend"},
              drift_{setup, "school_readiness/profile/drift"},
              drift_from_{setup, "school_readiness/profile/drift_from"},
              county_{setup, "school_readiness/profile/county"},
              county_entitled_{setup, "school_readiness/profile/county_entitled"},
              district_{setup, "school_readiness/profile/district"},
              sex_{setup, "school_readiness/profile/sex"},
              month_of_birth_{setup, "school_readiness/profile/month_of_birth"},
              fsm_ethnic_group_{setup, "school_readiness/profile/fsm_ethnic_group"},
              first_language_{setup, "school_readiness/profile/first_language"},
              sen_{setup, "school_readiness/profile/sen"},
              deprivation_{setup, "school_readiness/profile/deprivation"},
              education_{setup, "school_readiness/profile/education"},
              gestation_{setup, "school_readiness/profile/gestation"},
              in_need_{setup, "school_readiness/profile/in_need"},
              never_breastfed_{setup, "school_readiness/profile/never_breastfed"},
              workless_{setup, "school_readiness/profile/workless"},
              social_rent_{setup, "school_readiness/profile/social_rent"},
              mothers_age_{setup, "school_readiness/profile/mothers_age"}
        {
        }

        double district(std::uint8_t code) const { return district_(code); }

        school_readiness::Terms of(int june) const
        {
            school_readiness::Terms terms;
            terms.base = base_() + trend_() + school_readiness::drifted(drift_(), june, static_cast<int>(drift_from_()))
                         + county_();
            fill(terms.sex, sex_);
            fill(terms.month_of_birth, month_of_birth_);
            fill(terms.first_language, first_language_);
            fill(terms.sen, sen_);
            fill(terms.deprivation, deprivation_);
            fill(terms.education, education_);
            fill(terms.gestation, gestation_);
            for (std::size_t fsm = 0; fsm != terms.fsm_ethnic_group.size(); ++fsm)
                for (std::size_t group = 0; group != terms.fsm_ethnic_group[fsm].size(); ++group)
                    terms.fsm_ethnic_group[fsm][group] =
                        fsm_ethnic_group_(static_cast<Fsm>(fsm), static_cast<EthnicGroup>(group));
            for (double& entitled : terms.fsm_ethnic_group[static_cast<std::size_t>(Fsm::entitled)])
                entitled += county_entitled_();
            terms.in_need = in_need_();
            terms.never_breastfed = never_breastfed_();
            terms.workless = workless_();
            terms.social_rent = social_rent_();
            terms.mothers_age = mothers_age_();
            return terms;
        }

    private:
        template <std::size_t n, auto const& field>
        static void fill(std::array<double, n>& terms, Rates<field> const& rates)
        {
            static_assert(n == field.codes);
            for (std::size_t code = 0; code != n; ++code) terms[code] = rates(static_cast<ValueOf<field>>(code));
        }

        Scalar base_, trend_, drift_, drift_from_, county_, county_entitled_;
        Rates<person::district> district_;
        Rates<person::sex> sex_;
        Rates<school_readiness::month_of_birth> month_of_birth_;
        Rates<school_readiness::fsm, person::ethnic_group> fsm_ethnic_group_;
        Rates<person::first_language> first_language_;
        Rates<person::sen> sen_;
        Rates<school_readiness::idaci_decile> deprivation_;
        Rates<person::education> education_;
        Rates<school_readiness::gestation> gestation_;
        Scalar in_need_, never_breastfed_, workless_, social_rent_, mothers_age_;
    };

    /// How common is what is drawn.
    struct Shares {
        explicit Shares(Setup& setup)
            : fsm_unknown{setup, "school_readiness/children/fsm_unknown"},
              support{setup, "school_readiness/children/sen_support"},
              ehcp{setup, "school_readiness/children/sen_ehcp"},
              in_need{setup, "school_readiness/children/in_need"},
              in_need_ratio{setup, "school_readiness/children/in_need_ratio"},
              moderately_preterm{setup, "school_readiness/children/moderately_preterm"},
              very_preterm{setup, "school_readiness/children/very_preterm"},
              never_breastfed{setup, "school_readiness/children/never_breastfed"},
              education{setup, "school_readiness/children/mothers_education"}
        {
        }
        Scalar fsm_unknown;
        Rates<school_readiness::fsm, person::sex> support, ehcp;
        Rates<school_readiness::fsm, person::sen> in_need;
        Scalar in_need_ratio, moderately_preterm, very_preterm;
        Rates<person::education> never_breastfed, education;
    };

    Reads<person::sex> sex_;
    Reads<person::ethnic_group> ethnic_group_;
    Reads<person::first_language> language_;
    Reads<person::household> home_;
    Reads<person::mother> mother_;
    Reads<person::district> district_;
    ReadsAnyone<person::birth_month> born_;
    ReadsAnyone<person::education> education_;
    ReadsAnyone<household::dwelling> dwelling_;
    ReadsAnyone<household::free_school_meals> meals_;
    ReadsAnyone<household::workless> workless_;
    ReadsAnyone<dwelling::area> area_;
    ReadsAnyone<dwelling::tenure> tenure_;
    Writes<person::sen> sen_;
    Writes<school_readiness::probability> probability_;
    Writes<school_readiness::good_level> good_level_;
    Writes<school_readiness::fsm> fsm_;
    Emits<school_readiness::assessed> assessed_;
    TermsOfTheMonth terms_;
    Shares shares_;
};

}  // namespace

std::unique_ptr<Process> make_profile(Setup& setup) { return std::make_unique<Profile>(setup); }

}  // namespace foresight
