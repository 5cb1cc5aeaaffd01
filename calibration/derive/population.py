#!/usr/bin/env python3
"""Tidy control tables of the synthetic population, from the published extracts in a folder.

    calibration/derive/population.py --from DIR [--to scenarios/essex/population] [--geography scenarios/essex/geography]

DIR holds the folders demography/ and fuel_poverty/ of published figures (see the
.source.yaml beside each table for what is needed). Nothing here is fitted: this only
joins, apportions and rounds. Figures of areas of 2011 come to those of 2021 by the
look-up that is written first, beside the other tables.
"""
import argparse
import pathlib

import numpy as np
import pandas as pd

DISTRICTS = [f'E070000{n}' for n in range(66, 78)] + ['E06000033', 'E06000034']
TENURE = ['owned_outright', 'mortgage', 'shared_ownership', 'council_rent', 'other_social_rent', 'private_rent',
          'other_private_rent', 'rent_free']
DWELLING = ['detached', 'semi_detached', 'terraced', 'purpose_built_flat', 'converted_flat', 'other_converted',
            'commercial', 'caravan']
OCCUPANCY = ['plus_two', 'plus_one', 'zero', 'minus_one', 'minus_two']
ETHNIC = ['asian', 'black', 'mixed', 'white', 'other']
CENSUS = 'Office for National Statistics, Census 2021'
LICENCE = 'Open Government Licence v3.0'


def write(folder, name, table, source, certainty, derivation, columns, publication):
    table.to_csv(folder / f'{name}.csv', index=False, lineterminator='\n')
    lines = [f'source: "{source}"', f'publication: "{publication}"', f'licence: {LICENCE if "SPENSER" not in source else "MIT (SPENSER, University of Leeds)"}',
             f'certainty: {certainty}', f'derivation: "{derivation}"', 'columns:']
    lines += [f'  {key}: "{text}"' for key, text in columns.items()]
    (folder / f'{name}.source.yaml').write_text('\n'.join(lines) + '\n')


def largest_remainder(values, total):
    """Whole numbers nearest to `values` that add up to `total`."""
    values = np.asarray(values, float)
    values = values * (total / values.sum()) if values.sum() else values
    whole = np.floor(values + 1e-9).astype(int)
    order = np.argsort(-(values - whole), kind='stable')
    whole[order[:int(round(total)) - whole.sum()]] += 1
    return whole


def areas(source, target, geography):
    master = pd.read_csv(source / 'demography/essex_lsoa21_master_census2021_imd2025.csv')
    master['rank'] = master.ltla22_code.map({d: i for i, d in enumerate(DISTRICTS)})
    master = master.sort_values(['rank', 'lsoa21_code']).reset_index(drop=True)
    pick = lambda prefix: [c for c in master if c.startswith(prefix)]
    tables = {'tenure': pick('tenure'), 'dwelling': pick('dwelling'), 'occ': pick('occ'), 'depriv': pick('depriv')}
    # Cell-key perturbation makes the four tables differ by up to nine households: their median is the control.
    totals = np.stack([master[c].sum(axis=1) for c in tables.values()])
    households = np.floor(np.median(totals, axis=0) + 0.5).astype(int)
    msoa = best_fit(source, master)
    look_up(source, geography, master, msoa)
    ages = lsoa_ages(source, geography, master)
    children = ages['age_0_15'].clip(lower=1)
    rate = master['income_deprivation_affecting_children_index_idaci_numerator'] / children.to_numpy()
    # No national IDACI decile of 2021 areas is in the extracts: the county's areas in the order of their rate take
    # the deciles of the income domain in the order of those.
    idaci = np.empty(len(master), int)
    idaci[np.argsort(-rate.to_numpy(), kind='stable')] = np.sort(master.imd2025_Income_decile.to_numpy())
    table = pd.DataFrame({
        'lsoa': master.lsoa21_code, 'name': master.lsoa21_name, 'district': master.ltla22_code,
        'district_name': master.ltla22_name, 'msoa': msoa, 'imd_decile': master.imd2025_IMD_decile,
        'income_decile': master.imd2025_Income_decile, 'employment_decile': master.imd2025_Employment_decile,
        'education_decile': master.imd2025_Education_decile, 'living_environment_decile': master.imd2025_Environment_decile,
        'idaci_decile': idaci, 'urban_rural': master.ruc21_code.str[0].map({'U': 'urban', 'R': 'rural'}),
        'households': households, 'residents': master[pick('eth')].sum(axis=1)})
    write(target, 'areas', table, CENSUS + ' (TS054, TS044, TS052, TS011, TS021); Indices of Deprivation 2025; RUC 2021', 'derived',
          'households: median of the totals of four Census tables (cell-key perturbation makes them differ by up to nine); idaci_decile: '
          'areas ranked by children in income-deprived families per resident of 0 to 15 take the deciles of the income domain in rank order; '
          'msoa: 2011 MSOA by unchanged code, else by the name of the area',
          {'lsoa': 'LSOA 2021', 'name': 'name', 'district': 'local authority district', 'district_name': 'its name',
           'msoa': 'MSOA 2011 whose income estimate applies', 'imd_decile': '1 the most deprived tenth of England',
           'income_decile': 'as above', 'employment_decile': 'as above', 'education_decile': 'as above',
           'living_environment_decile': 'as above', 'idaci_decile': 'as above; inferred',
           'urban_rural': 'Rural-Urban Classification 2021', 'households': 'households on Census day',
           'residents': 'usual residents on Census day, communal ones included'}, 'https://www.nomisweb.co.uk/sources/census_2021')
    census = pd.DataFrame({'lsoa': master.lsoa21_code})
    for prefix, codes, of in (('tenure', TENURE, 'tenure'), ('dwelling', DWELLING, 'dwelling'), ('occ', OCCUPANCY, 'occupancy')):
        for code, column in zip(codes, pick(prefix)):
            census[f'{of}_{code}'] = master[column]
    for code, column in zip(ETHNIC, pick('eth')):
        census[f'ethnic_{code}'] = master[column]
    census['disabled'], census['not_disabled'] = (master[c] for c in pick('dis'))
    write(target, 'lsoa_census', census, CENSUS + ' (TS054, TS044, TS052, TS021, TS038)', 'read', 'none: counts as published',
          {'lsoa': 'LSOA 2021', 'tenure_*': 'households by tenure', 'dwelling_*': 'households by accommodation type',
           'occupancy_*': 'households by occupancy rating of bedrooms', 'ethnic_*': 'residents by ethnic group, communal ones included',
           'disabled': 'residents disabled under the Equality Act', 'not_disabled': 'other residents'},
          'https://www.nomisweb.co.uk/sources/census_2021')
    write(target, 'lsoa_ages', ages, 'Office for National Statistics, small area population estimates mid-2020 (LSOA 2011)', 'derived',
          'unchanged areas as published; where an area of 2011 was split or merged, the ages of the whole group of old areas '
          'are shared out by Census 2021 residents', {'lsoa': 'LSOA 2021', 'age_0_15': 'persons', 'age_16_64': 'persons', 'age_65_up': 'persons'},
          'https://www.ons.gov.uk/peoplepopulationandcommunity/populationandmigration/populationestimates')
    return master, table


OLD_GROUPS = {'Chelmsford 022': 'Chelmsford 010', 'Chelmsford 023': 'Chelmsford 010', 'Colchester 023': 'Colchester 004',
              'Colchester 024': 'Colchester 004'}


def best_fit(source, master):
    """The MSOA of 2011 of each LSOA of 2021: by code where that is unchanged, else by name."""
    old = pd.read_csv(source / 'demography/essex_lsoa11_imd2019_lookup.csv')
    by_code = old.set_index('lsoa11_code').msoa11_code
    by_name = old.drop_duplicates('msoa11_name').set_index('msoa11_name').msoa11_code
    result = []
    for code, name in zip(master.lsoa21_code, master.lsoa21_name):
        if code in by_code.index:
            result.append(by_code[code])
            continue
        group = name[:-1]
        group = OLD_GROUPS.get(group, group)
        if name in ('Thurrock 022C', 'Thurrock 022D'):
            group = 'Thurrock 015'
        result.append(by_name[group])
    return np.array(result)


def look_up(source, target, master, msoa):
    """Writes which areas of 2021 take which share of a figure that is known of an area of 2011."""
    old = pd.read_csv(source / 'demography/essex_lsoa11_imd2019_lookup.csv')
    kept = old.lsoa11_code[old.lsoa11_code.isin(master.lsoa21_code)]
    table = [(code, code, 1) for code in kept]
    residents = master[[c for c in master if c.startswith('eth')]].sum(axis=1)
    new = pd.DataFrame({'code': master.lsoa21_code, 'group': msoa, 'residents': residents})[~master.lsoa21_code.isin(kept)]
    shares = new.residents / new.groupby('group').residents.transform('sum')
    for code, group in zip(old.lsoa11_code, old.msoa11_code):
        if code in set(kept): continue
        heirs = new.group == group
        assert heirs.any(), f'{code} has no successor'
        table += [(code, heir, f'{share:.9f}') for heir, share in zip(new.code[heirs], shares[heirs])]
    table = pd.DataFrame(table, columns=['lsoa_2011', 'lsoa_2021', 'share']).sort_values(['lsoa_2011', 'lsoa_2021'])
    write(target, 'lsoa_2011_to_2021', table, 'Office for National Statistics, names and codes of LSOA 2011 (with their MSOA) and LSOA 2021; ' + CENSUS + ' (TS021)',
          'derived', 'an area whose code stayed keeps its figures; where areas of 2011 were split or merged, a figure of each of them is shared out among the new areas '
          'of its MSOA of 2011, by Census 2021 residents (no list of which area became which is among the extracts, so a split of one area is shared as widely as its group)',
          {'lsoa_2011': 'LSOA 2011', 'lsoa_2021': 'LSOA 2021', 'share': 'of a figure of the LSOA 2011 that goes to this LSOA 2021; adds up to 1 over the rows of an LSOA 2011'},
          'https://geoportal.statistics.gov.uk')


def lsoa_ages(source, geography, master):
    old = pd.read_csv(source / 'demography/essex_lsoa11_population_sya_persons_2017_2019_2020.csv')
    old = old[old.year == 2020].set_index('lsoa11_code')
    age = [f'age{a}' for a in range(90)] + ['age90plus']
    bands = pd.DataFrame({'age_0_15': old[age[:16]].sum(axis=1), 'age_16_64': old[age[16:65]].sum(axis=1),
                          'age_65_up': old[age[65:]].sum(axis=1)})
    to = pd.read_csv(geography / 'lsoa_2011_to_2021.csv')
    assert set(bands.index) == set(to.lsoa_2011), 'the look-up is of other areas than the estimates'
    shared = bands.loc[to.lsoa_2011].mul(to.share.to_numpy(), axis=0).groupby(to.lsoa_2021.to_numpy()).sum()
    table = shared.loc[master.lsoa21_code].round(1)
    table.insert(0, 'lsoa', master.lsoa21_code.to_numpy())
    return table


def persons(source, target):
    first = pd.read_csv(source / 'demography/essex_lad_population_sya_sex_derived_2019_2020_2023.csv')
    indicators = pd.read_csv(source / 'demography/essex_ons_local_indicators_long.csv')
    def indicator(code, district, year):
        rows = indicators[(indicators.code == 'population-indicators-' + code) & (indicators.areacd == district) & (indicators.xDomainNumb == year)]
        return float(rows.value.iloc[0])
    bands = [('Percentage of the population aged 0 to 15', 0, 16), ('Percentage of the population aged 16 to 64', 16, 65),
             ('Percentage of the population aged 65+', 65, 91)]
    rows = []
    for year in (2019, 2020, 2023):
        for district in DISTRICTS:
            part = first[(first.year == year) & (first.lad_code == district)]
            female = part[part.sex == 'F'].set_index('age').population.sort_index().to_numpy()
            male = part[part.sex == 'M'].set_index('age').population.sort_index().to_numpy()
            total = np.rint(female + male).astype(int)
            rows += [('first', year, district, a, total[a], round(female[a], 2)) for a in range(91)]
            published = int(indicator('Population count', district, year))
            men = int(indicator('Population count - Male', district, year))
            cells = np.stack([female, male], axis=1)
            ages = np.array([indicator(code, district, year) for code, _, _ in bands])
            ages = ages / ages.sum() * published
            for _ in range(200):
                for goal, (_, low, high) in zip(ages, bands):
                    cells[low:high] *= goal / cells[low:high].sum()
                cells *= np.array([published - men, men]) / cells.sum(axis=0)
            total = largest_remainder(cells.sum(axis=1), published)
            share = cells[:, 0] / cells.sum(axis=1)
            women = total * share
            women *= (published - men) / women.sum()
            rows += [('rebased', year, district, a, total[a], round(min(women[a], total[a]), 2)) for a in range(91)]
    table = pd.DataFrame(rows, columns=['vintage', 'year', 'district', 'age', 'persons', 'female'])
    table['rank'] = table.district.map({d: i for i, d in enumerate(DISTRICTS)})
    table = table.sort_values(['vintage', 'year', 'rank', 'age'], kind='stable').drop(columns='rank')
    write(target, 'district_persons', table, 'Office for National Statistics, mid-year population estimates 2019, 2020 (first releases) and 2023 '
          '(first release), and the revised series 1991-2024 in Explore Local Statistics', 'derived',
          'first: persons by single year as published; female: SNPP-2018 five-year sex ratios raked to the published sex totals. rebased: '
          'the first release by single year raked to the revised total, its three broad ages and its sexes, then rounded to whole persons',
          {'vintage': 'first release, or rebased on Census 2021', 'year': '30 June of', 'district': 'local authority district',
           'age': 'completed years; 90 is 90 and over', 'persons': 'persons', 'female': 'women and girls, before controlled rounding'},
          'https://www.ons.gov.uk/peoplepopulationandcommunity/populationandmigration/populationestimates')


def life_table(source, target):
    nlt = pd.read_csv(source / 'demography/ons_national_life_tables_england_1980_2020.csv')
    nlt = nlt[nlt.period.astype(str).str.contains('2017')].copy() if nlt.period.astype(str).str.contains('2017-2019').any() else nlt
    nlt = nlt[nlt.period == '2017-2019']
    rows = []
    for sex, name in (('F', 'female'), ('M', 'male')):
        part = nlt[nlt.sex == sex].set_index('age')
        living = {a: float(part.lx[a]) for a in range(90, 101)}
        q = float(part.qx[100])
        for a in range(101, 111):
            # Beyond the published 100 the yearly chance of dying grows by 4 per cent a year towards 0.7 (assumed).
            living[a] = living[a - 1] * (1 - q)
            q = min(0.7, q * 1.04)
        person_years = np.array([(living[a] + living.get(a + 1, living[a] * 0.4)) / 2 for a in range(90, 111)])
        rows += [(name, a, round(x, 5)) for a, x in zip(range(90, 111), person_years / person_years.sum())]
    write(target, 'spread_90_up', pd.DataFrame(rows, columns=['sex', 'age', 'share']), 'Office for National Statistics, National Life Tables England 2017-2019',
          'derived', 'share of the stationary population of 90 and over at each age; beyond 100 the chance of dying grows by 4 per cent a year (assumed)',
          {'sex': 'sex', 'age': 'completed years; 110 is 110 and over', 'share': 'of all persons of 90 and over of that sex'},
          'https://www.ons.gov.uk/peoplepopulationandcommunity/birthsdeathsandmarriages/lifeexpectancies')


def district_tables(source, target, area_table):
    profile = pd.read_csv(source / 'demography/census2021_lad_profile_essex_household_size_marital.csv').set_index('code')
    indicators = pd.read_csv(source / 'demography/essex_ons_local_indicators_long.csv')
    marginals = pd.read_csv(source / 'fuel_poverty/marginals_essex_la_census_tenure_income.csv')
    def read(code, district, year):
        rows = indicators[(indicators.code == code) & (indicators.areacd == district) & (indicators.xDomainNumb == year)]
        return float(rows.value.iloc[0]) if len(rows) else float('nan')
    uc = pd.read_csv(source / 'demography/uc_households_essex_lad_may2025.csv')
    rents = pd.read_csv(source / 'demography/private_rents_median_essex_lad.csv').set_index('lad_code')
    foe = pd.read_csv(source / 'fuel_poverty/foe_nef_2022_insulation_need_and_10pct_fuel_poverty_essex.csv').set_index('code')
    names = area_table.drop_duplicates('district').set_index('district').district_name
    claims = dict(zip(uc.lad.str.strip(), uc.uc_households_may2025))
    rows, money = [], []
    for d in DISTRICTS:
        p = profile.loc[d]
        adults = p.population_total - p['age_0-14_total'] * 16 / 15
        married = p['marital_oppositesex_total'] + p['marital_samesex_total']
        added = [read('net-additions-to-the-housing-stock', d, y) for y in (2019, 2020, 2021, 2022)]
        rows.append((d, names[d], p['household_1-person_perc'], p['household_2-person_perc'], p['household_3-person_perc'],
                     p['household_4-person_perc'], int(p.population_total), int(area_table[area_table.district == d].households.sum()),
                     int(married), round(adults), *added))
        employ = np.mean([read('employment-rate-Employment rate', d, y) for y in range(2019, 2024)])
        inactive = np.mean([read('employment-rate-Economically inactive', d, y) for y in range(2019, 2024)])
        level3 = np.nanmean([read('qualifications-level-3-or-above', d, y) for y in (2022, 2023)])
        pay = {y: read('gross-median-weekly-pay', d, y) for y in (2019, 2020, 2023)}
        poor = read('children-in-relative-poverty', d, 2023)
        claimed = [v for k, v in claims.items() if k.lower().startswith(names[d].lower()[:8])]
        money.append((d, round(employ, 2), round(inactive, 2), round(level3, 1), pay[2019], pay[2020], pay[2023], poor, int(claimed[0]),
                      *[int(rents.loc[d, c]) for c in ('studio', 'bed1', 'bed2', 'bed3', 'bed4plus')],
                      foe.loc[d, 'share_needing_loft'], foe.loc[d, 'share_needing_cwi']))
    write(target, 'district_households', pd.DataFrame(rows, columns=['district', 'name', 'size_1', 'size_2', 'size_3', 'size_4_up', 'residents',
          'households', 'married', 'adults', 'additions_2019', 'additions_2020', 'additions_2021', 'additions_2022']),
          CENSUS + ' (TS017, TS002, TS001); net additions to the housing stock, Explore Local Statistics', 'read',
          'adults: residents less 16/15 of those aged 0 to 14; households: sum of the reconciled areas',
          {'district': 'local authority district', 'name': 'its name', 'size_1': 'per cent of households', 'size_2': 'per cent', 'size_3': 'per cent',
           'size_4_up': 'per cent', 'residents': 'usual residents on Census day', 'households': 'households on Census day',
           'married': 'residents of 16 and over married or in a civil partnership', 'adults': 'residents of 16 and over',
           'additions_2019': 'net additions per 1,000 dwellings, year from April 2019', 'additions_2020': 'as above', 'additions_2021': 'as above',
           'additions_2022': 'as above (whether the label is the first or the last year is not said)'}, 'https://www.ons.gov.uk/explore-local-statistics/')
    write(target, 'district_economy', pd.DataFrame(money, columns=['district', 'employment_rate', 'inactive_rate', 'level_3_share', 'weekly_pay_2019',
          'weekly_pay_2020', 'weekly_pay_2023', 'children_in_poverty', 'universal_credit_households', 'rent_studio', 'rent_1_bed', 'rent_2_bed',
          'rent_3_bed', 'rent_4_bed', 'needs_loft', 'needs_cavity']),
          'Explore Local Statistics (Annual Population Survey, ASHE, DWP); DWP Stat-Xplore May 2025; ONS private rental market April 2021 to March 2022; '
          'Friends of the Earth and NEF 2022', 'read', 'rates of 16 to 64: mean of 2019 to 2023; level 3: mean of 2022 and 2023 (the single years are noisy)',
          {'district': 'local authority district', 'employment_rate': 'per cent of 16 to 64', 'inactive_rate': 'per cent of 16 to 64',
           'level_3_share': 'per cent of 16 to 64 with level 3 or above', 'weekly_pay_2019': 'gross median weekly pay, GBP', 'weekly_pay_2020': 'as above',
           'weekly_pay_2023': 'as above', 'children_in_poverty': 'per cent of children under 16 in relative low income families, 2023',
           'universal_credit_households': 'households on Universal Credit, May 2025 (provisional)', 'rent_studio': 'median private rent, GBP a month',
           'rent_1_bed': 'as above', 'rent_2_bed': 'as above', 'rent_3_bed': 'as above', 'rent_4_bed': 'four bedrooms or more',
           'needs_loft': 'share of homes that need loft insulation', 'needs_cavity': 'share of homes that need cavity insulation'},
          'https://www.ons.gov.uk/explore-local-statistics/')
    heating(source, target, marginals)
    income = pd.read_csv(source / 'fuel_poverty/income_msoa_essex_ons_fye2020.csv')
    income = income.assign(rank=income.la_code.map({d: i for i, d in enumerate(DISTRICTS)})).sort_values(['rank', 'msoa'])
    write(target, 'msoa_income', income[['msoa', 'la_code', 'total_annual_gbp', 'net_annual_gbp', 'net_bhc_equivalised_gbp', 'net_ahc_equivalised_gbp']].rename(
          columns={'la_code': 'district', 'total_annual_gbp': 'total', 'net_annual_gbp': 'net', 'net_bhc_equivalised_gbp': 'net_before_housing',
                   'net_ahc_equivalised_gbp': 'net_after_housing'}), 'Office for National Statistics, small area income estimates, financial year ending 2020', 'read',
          'none', {'msoa': 'MSOA 2011', 'district': 'local authority district', 'total': 'mean total household income, GBP a year', 'net': 'mean net household income',
          'net_before_housing': 'mean equivalised net income before housing costs', 'net_after_housing': 'the same after housing costs'},
          'https://www.ons.gov.uk/employmentandlabourmarket/peopleinwork/earningsandworkinghours/datasets/smallareaincomeestimatesformiddlelayersuperoutputareasenglandandwales')


def heating(source, target, marginals):
    names = {'No central heating': 'none', 'Mains gas only': 'mains_gas', 'Tank or bottled gas only': 'lpg', 'Electric only': 'electric', 'Oil only': 'oil',
             'Wood only': 'solid', 'Solid fuel only': 'solid', 'Renewable energy only': 'renewable', 'District or communal heat networks only': 'heat_network',
             'Other central heating only': 'other', 'Two or more types of central heating (not including renewable energy)': 'two_or_more',
             'Two or more types of central heating (including renewable energy)': 'renewable'}
    central = marginals[marginals.table == 'central_heating'].copy()
    central['value'] = pd.to_numeric(central.value).astype(int)
    central['heating'] = central.category.str.strip().map(names)
    wide = central.dropna(subset=['heating']).pivot_table(index='code', columns='heating', values='value', aggfunc='sum').reindex(DISTRICTS)
    wide = wide[['mains_gas', 'two_or_more', 'electric', 'none', 'oil', 'lpg', 'solid', 'heat_network', 'renewable', 'other']].astype(int)
    write(target, 'district_heating', wide.reset_index().rename(columns={'code': 'district'}), CENSUS + ' (TS046)', 'read', 'wood and solid fuel together; two or more types with a renewable one counted as renewable',
          {'district': 'local authority district', 'mains_gas': 'households', 'two_or_more': 'households', 'electric': 'households', 'none': 'no central heating',
           'oil': 'households', 'lpg': 'tank or bottled gas', 'solid': 'wood or solid fuel', 'heat_network': 'households', 'renewable': 'households', 'other': 'households'},
          'https://www.nomisweb.co.uk/sources/census_2021')
    epc = pd.read_csv(source / 'fuel_poverty/epc_essex_la_ons_mar2022.csv')
    epc['value'] = pd.to_numeric(epc.value, errors='coerce').fillna(0.0)
    rows = []
    kinds = {'Detached': 'detached', 'Semi-detached': 'semi_detached', 'Terraced': 'terraced', 'Flats and maisonettes': 'flat'}
    fuels = {'Mains gas': 'mains_gas', 'Electricity': 'electric', 'Oil': 'oil', 'Community heating scheme': 'heat_network', 'Other': 'other', 'Renewable': 'renewable'}
    for d in DISTRICTS:
        part = epc[(epc.table == '5c') & (epc.code == d)]
        for kind, code in kinds.items():
            row = dict.fromkeys(fuels.values(), 0.0)
            for category, value in zip(part.category, part.value):
                if not category.startswith(kind): continue
                rest = category[len(kind):].strip()
                for text, fuel in fuels.items():
                    if rest.startswith(text): row[fuel] += value
            rows.append((d, code, *[round(row[f], 2) for f in ('mains_gas', 'electric', 'oil', 'heat_network', 'renewable', 'other')]))
    write(target, 'epc_heating', pd.DataFrame(rows, columns=['district', 'dwelling', 'mains_gas', 'electric', 'oil', 'heat_network', 'renewable', 'other']),
          'Office for National Statistics, energy efficiency of housing, financial year ending 2022 (table 5c)', 'read', 'suppressed cells taken as nought',
          {'district': 'local authority district', 'dwelling': 'dwelling type', 'mains_gas': 'per cent of lodged certificates', 'electric': 'as above', 'oil': 'as above',
           'heat_network': 'as above', 'renewable': 'as above', 'other': 'as above'}, 'https://www.ons.gov.uk/peoplepopulationandcommunity/housing/articles/energyefficiencyofhousinginenglandandwales/2022')
    # When homes were built: least departure from England's mix of four ages such that the share in band C or above holds.
    england = np.array([0.25, 0.46, 0.22, 0.07])
    # New towns of 1947 and 1949 had a tenth of their homes, or fewer, before: priors by their populations then and now (recalled).
    towns = {'E07000073': np.array([0.04, 0.64, 0.25, 0.07]), 'E07000066': np.array([0.10, 0.58, 0.25, 0.07])}
    rows = []
    for d in DISTRICTS:
        part = epc[epc.code == d]
        good = part[part.table == '1h'].value.to_numpy()[:4] / 100
        every = part[(part.table == '1e')].value.iloc[0] / 100
        new = part[part.table == '2d'].set_index('category').value / 100
        last = (new['All dwellings'] - new['Existing dwellings']) / (new['New dwellings'] - new['Existing dwellings'])
        last = float(np.clip(last, 0.02, 0.25)) * 0.6  # the register covers new homes nearly all, old ones little more than half
        prior = towns.get(d, england)
        base = prior[:3] / prior[:3].sum() * (1 - last)
        wanted = np.clip(every * 0.94, 0.05, 0.9) - last * good[3]
        low, high = -30.0, 30.0
        for _ in range(80):
            tilt = (low + high) / 2
            share = base * np.exp(tilt * good[:3]); share *= (1 - last) / share.sum()
            if (share * good[:3]).sum() < wanted: low = tilt
            else: high = tilt
        share = 0.5 * share + 0.5 * base  # half way: lodged certificates are a selected half of the stock
        rows.append((d, *np.round(np.append(share, last), 4)))
    write(target, 'dwelling_ages', pd.DataFrame(rows, columns=['district', 'before_1930', 'from_1930', 'from_1983', 'from_2012']),
          'Office for National Statistics, energy efficiency of housing, financial year ending 2022 (tables 1e, 1h, 2d)', 'inferred',
          'least departure from an assumed English mix (25, 46, 22, 7 per cent; new towns 4 to 10 per cent before 1930) towards the published share in band C or above by age; half way, because '
          'certificates are lodged for a selected part of the stock', {'district': 'local authority district', 'before_1930': 'share of dwellings',
          'from_1930': '1930 to 1982', 'from_1983': '1983 to 2011', 'from_2012': '2012 onwards'},
          'https://www.ons.gov.uk/peoplepopulationandcommunity/housing/articles/energyefficiencyofhousinginenglandandwales/2022')


def mothers(source, ages, window=18):
    """By completed age in mid-2020: shares of women with a birth in the last `window` years, and births in those years of each of these."""
    table = pd.read_csv(source / 'demography/ons_fertility_by_parity_single_year_age_ew_1934_2020.csv').set_index(['mother_birth_year', 'age'])
    women = {key: np.array(row) for key, *row in zip(table.index, *(table[f'pop_par{p}'] for p in range(1, 6)))}
    births = {key: np.array(row) / 1000 for key, *row in zip(table.index, *(table[f'rate_par{p}'] for p in range(1, 6)))}
    every = (table.asfr_total / (1000 if table.asfr_total.max() > 1 else 1)).to_dict()

    def reaching(age):
        cohort, first = 2020 - age, max(14, age - window)
        without = women[cohort, first] / women[cohort, first].sum()
        for a in range(first + 1, age + 1):
            without = without * (1 - np.minimum(births.get((cohort, a), 0), 1))
        return np.array([1 - without.sum(), sum(every.get((cohort, a), 0) for a in range(first + 1, age + 1))])

    pairs = [(reaching(a) + reaching(a + 1)) / 2 for a in ages]
    return [(share, max(1, children / share)) for share, children in pairs]


def heads(source, target):
    read = lambda name: pd.read_csv(source / f'demography/spenser_{name}_dist.csv')
    # The research files count age from 1 (age 0) to 86 (85 and over), and sex 1 for men.
    rows = {}
    for name, column in (('hrp_cpl', 'couple'), ('hrp_sgl', 'alone'), ('hrp_sp', 'lone_parent')):
        part = read(name)
        part = part[part.age >= 17]
        for (age, sex), n in part.groupby(['age', 'sex']).n.sum().items():
            rows.setdefault((age - 1, 'male' if sex == 1 else 'female'), {})[column] = n
    children = read('child_hrp').groupby('agehrp').n.sum()
    table = [(sex, age, *(rows.get((age, sex), {}).get(c, 0) for c in ('couple', 'alone', 'lone_parent')))
             for sex in ('female', 'male') for age in range(16, 86)]
    cite = 'SPENSER / nismod microsimulation, counts from Census 2011 microdata, England and Wales'
    write(target, 'head_ages', pd.DataFrame(table, columns=['sex', 'age', 'couple', 'alone', 'lone_parent']), cite, 'read', 'summed over ethnic groups; ages counted from 0',
          {'sex': 'sex of the household reference person', 'age': 'age; 85 is 85 and over', 'couple': 'reference persons of couples', 'alone': 'living alone', 'lone_parent': 'lone parents'},
          'https://github.com/nismod/microsimulation')
    children.index = children.index - 1
    ages = read('child_hrp')
    ages['age'] -= 1
    ages['agehrp'] -= 1
    pivot = ages.groupby(['agehrp', 'age']).n.sum().unstack(fill_value=0).reindex(range(16, 86), fill_value=0)
    pivot.columns = [f'child_{a}' for a in pivot.columns]
    write(target, 'child_ages', pivot.reset_index().rename(columns={'agehrp': 'head_age'}), cite, 'read', 'summed over sex and ethnic groups',
          {'head_age': 'age of the household reference person; 85 is 85 and over', 'child_*': 'children of that age'}, 'https://github.com/nismod/microsimulation')
    ages = range(16, 61)
    write(target, 'mothers', pd.DataFrame([(a, f'{share:.5f}', f'{each:.3f}') for a, (share, each) in zip(ages, mothers(source, ages))], columns=['age', 'mothers', 'children_each']),
          'ONS, childbearing by age, birth order and year of birth of the mother, England and Wales, to 2020', 'derived',
          'from the numbers of children that women of each year of birth had 18 years ago, and the rates of their next birth in each year since; the mean of those who reach the '
          'age and the next within the year, since theirs is the age reached', {'age': 'completed years', 'mothers': 'share of women who have had a child in the last 18 years', 'children_each': 'children of these years to each of them'},
          'https://www.ons.gov.uk/peoplepopulationandcommunity/birthsdeathsandmarriages/conceptionandfertilityrates')
    partner = read('partner_hrp')
    partner = partner[~partner.samesex.astype(bool)].copy()
    partner['gap'] = partner.agehrp - partner.age
    partner['band'] = ((partner.agehrp - 1) // 5 * 5).clip(15, 80)
    rows = []
    for band, part in partner.groupby('band'):
        mean = np.average(part.gap, weights=part.n)
        rows.append((band, round(mean, 3), round(float(np.sqrt(np.average((part.gap - mean) ** 2, weights=part.n))), 3), int(part.n.sum())))
    write(target, 'partner_gaps', pd.DataFrame(rows, columns=['head_age_from', 'mean_gap', 'standard_deviation', 'couples']), cite, 'derived', 'moments of age of the head less age of the partner, couples of two sexes',
          {'head_age_from': 'age of the household reference person, five-year bands', 'mean_gap': 'years', 'standard_deviation': 'years', 'couples': 'count'}, 'https://github.com/nismod/microsimulation')


def communal(source, target):
    """The areas with more than 3.2 persons a household: what lives there beyond the district's household size is communal."""
    rows = [('E01021736', 'student_hall', 'Wivenhoe: the university campus'), ('E01035164', 'student_hall', 'Old Heath and The Hythe: student residences'),
            ('E01021698', 'student_hall', 'Greenstead: student residences'), ('E01035165', 'other_communal', 'Shrub End: the garrison'),
            ]
    write(target, 'communal_areas', pd.DataFrame(rows, columns=['lsoa', 'kind', 'note']), CENSUS + ' (persons a household above 3.2)', 'assumed',
          'areas whose residents a household exceed 3.2 for reasons other than large families (Epping Forest 017C does by those); what stands there is judged from the place',
          {'lsoa': 'LSOA 2021', 'kind': 'kind of establishment', 'note': 'why'}, 'https://www.nomisweb.co.uk/sources/census_2021')
    rates = [(0, 15, .0002, .0003, 0, 0), (16, 17, .001, .001, 0, .004), (18, 24, .0010, .0015, 1.0, .0025), (25, 44, .0012, .0016, .05, .0010), (45, 64, .0022, .0026, .0, .0006),
             (65, 69, .0045, .0050, .0, .0), (70, 74, .0075, .0075, .0, .0), (75, 79, .0170, .0140, .0, .0), (80, 84, .043, .031, .0, .0), (85, 89, .110, .068, .0, .0), (90, 110, .24, .135, .0, .0)]
    write(target, 'communal_rates', pd.DataFrame(rates, columns=['age_from', 'age_to', 'care_female', 'care_male', 'students', 'barracks_male']),
          'Shape recalled from Census 2021 communal establishment tables (England); level solved on the 10,237 older people\'s beds in 212 homes that Essex County Council publishes (2024)', 'assumed',
          'care_*: share of residents in care homes before scaling to the beds, from 16 on (those of 0 to 15 are not used: children live with a parent); students, barracks_male: relative weight with which the residents of halls and barracks are drawn from an age',
          {'age_from': 'age', 'age_to': 'age', 'care_female': 'share', 'care_male': 'share', 'students': 'relative weight', 'barracks_male': 'relative weight'},
          'https://www.essexproviderhub.org/')


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--from', dest='source', type=pathlib.Path, required=True)
    parser.add_argument('--to', type=pathlib.Path, default=pathlib.Path(__file__).parents[2] / 'scenarios/essex/population')
    parser.add_argument('--geography', type=pathlib.Path, help='where the look-up of areas goes; geography/ beside --to if not said')
    arguments = parser.parse_args()
    geography = arguments.geography or arguments.to.absolute().parent / 'geography'
    for folder in (arguments.to, geography):
        folder.mkdir(parents=True, exist_ok=True)
    _, table = areas(arguments.source, arguments.to, geography)
    persons(arguments.source, arguments.to)
    life_table(arguments.source, arguments.to)
    district_tables(arguments.source, arguments.to, table)
    heads(arguments.source, arguments.to)
    communal(arguments.source, arguments.to)


if __name__ == '__main__':
    main()
