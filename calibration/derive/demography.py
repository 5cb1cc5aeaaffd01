#!/usr/bin/env python3
"""Makes the tidy tables of the demography module, and its backtest from 2019 to 2023.

    calibration/derive/demography.py --from DIR [--to scenarios] [--targets calibration/targets]

DIR holds the published extracts that are named in the functions below (their
publishers are in the parameter books). The persons by single year of age come from
the shipped controls of the synthetic population, scenarios/essex/population.

Four vintages are made. `2019` starts from the mid-2019 estimates rebased on the
Census of 2021, a later vintage of the past; `2019_first` from what was published in
2020; `2020` from mid-2020 and `2023`, the default, from mid-2023, both as first
released. The two of 2019 look at nothing that happened after mid-2019, but for
deaths of the second half of calendar 2019, which are in the published yearly counts.
"""
import argparse
import csv
import math
import sys
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parent))
import demography_projection as projection  # noqa: E402

DISTRICTS = [f'E070000{n}' for n in range(66, 78)] + ['E06000033', 'E06000034']
COUNTY = DISTRICTS[:12]
NAMES = dict(zip(DISTRICTS, ['Basildon', 'Braintree', 'Brentwood', 'Castle Point', 'Chelmsford', 'Colchester', 'Epping Forest',
                             'Harlow', 'Maldon', 'Rochford', 'Tendring', 'Uttlesford', 'Southend-on-Sea', 'Thurrock']))
SEXES = ['female', 'male']
AGES = 111
VINTAGES = {'2019': (2019, 'rebased'), '2019_first': (2019, 'first'), '2020': (2020, 'first'), '2023': (2023, 'first')}


def write(path, header, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, 'w', newline='') as file:
        out = csv.writer(file, lineterminator='\n')
        out.writerow(header)
        out.writerows(rows)


# ---------------------------------------------------------------- mortality

def life_table(source, period):
    """Probabilities [sex, age] of dying between two birthdays, to 110.

    Beyond 100 the force of mortality follows a logistic (Kannisto) line whose slope is that of ages 80 to 95 and whose
    level makes the remaining life expectancy at 100 what the table says.
    """
    table = pd.read_csv(source / 'ons_national_life_tables_england_1980_2020.csv')
    q = np.zeros((2, AGES))
    for s, code in enumerate('FM'):
        one = table[(table.period == period) & (table.sex == code)].sort_values('age')
        q[s, :101] = one.qx
        wanted = float(one.ex.iloc[100])
        force = -np.log(1 - q[s, 80:96])
        slope = np.polyfit(np.arange(80, 96), np.log(force / (1 - np.minimum(force, .99))), 1)[0]
        low, high = -5.0, 5.0
        for _ in range(80):
            level = (low + high) / 2
            old = 1 / (1 + np.exp(-(level + slope * np.arange(0, 31))))
            alive = np.concatenate(([1], np.exp(-np.cumsum(old))))
            expected = float(np.sum(-np.diff(alive) / old))
            low, high = (level, high) if expected > wanted else (low, level)
        q[s, 100:] = 1 - np.exp(-old[:AGES - 100])
    return q


def improvement(source):
    """Yearly fall of the hazard [sex, age]: the mean of the ten years from 2025 of the 2018-based national projection,
    which the copy at hand edited for 2020 only; smoothed over eleven ages."""
    table = pd.read_csv(source / 'uk_mortality_qx_by_age_sex_year_2001_2070_npp.csv')
    rho = np.zeros((2, AGES))
    for s, name in enumerate(['Female', 'Male']):
        one = table[table.Gender == name].pivot(index='Age', columns='year', values='qx_per_100k')
        ratio = 1 - (one[2035] / one[2025]) ** .1
        smooth = ratio.rolling(11, center=True, min_periods=1).mean()
        rho[s] = np.clip(smooth.iloc[:AGES], 0, .05)
    return rho


def hazard_of(q):
    return -np.log(1 - np.minimum(q, .9999))


def stationary(hazard):
    """Persons [.., age] of a stationary population within each year of age, for one birth a year."""
    alive = np.concatenate((np.ones(hazard.shape[:-1] + (1,)), np.exp(-np.cumsum(hazard, -1))), -1)
    return (alive[..., :-1] - alive[..., 1:]) / hazard


DEPRIVATION = [1.35, 1.12, .98, .87, .75]


def deprivation():
    """Assumed hazard ratios [quintile, age]: as stated to 74, then linearly to 1 at 90."""
    ages = np.arange(AGES)
    fade = np.clip((90 - ages) / 16, 0, 1)
    return np.array([1 + (r - 1) * fade for r in DEPRIVATION])


def quintile_shares(population):
    """Shares of a district's people [district, quintile, age] by the fifth of England in which their neighbourhood is."""
    areas = pd.read_csv(population / 'areas.csv').merge(pd.read_csv(population / 'lsoa_ages.csv'), on='lsoa')
    areas['fifth'] = (areas.imd_decile - 1) // 2
    shares = np.zeros((14, 5, AGES))
    for column, first, last in (('age_0_15', 0, 16), ('age_16_64', 16, 65), ('age_65_up', 65, AGES)):
        sums = areas.groupby(['district', 'fifth'])[column].sum()
        for d, code in enumerate(DISTRICTS):
            one = np.array([sums.get((code, k), 0.0) for k in range(5)])
            shares[d, :, first:last] = (one / one.sum())[:, None]
    return shares


# --------------------------------------------------------------- population

def persons(population, vintage, year, q):
    """Persons [district, sex, age] at 30 June; 90 and over is spread as a stationary population."""
    table = pd.read_csv(population / 'district_persons.csv')
    table = table[(table.vintage == vintage) & (table.year == year)].set_index(['district', 'age'])
    spread = stationary(hazard_of(q))[:, 90:]
    spread /= spread.sum(1, keepdims=True)
    out = np.zeros((14, 2, AGES))
    for d, code in enumerate(DISTRICTS):
        one = table.loc[code].sort_index()
        female = one.female.to_numpy()
        for s, values in enumerate((female, one.persons.to_numpy() - female)):
            out[d, s, :90] = values[:90]
            out[d, s, 90:] = values[90] * spread[s]
    return out


def first_releases(source, q, shape):
    """Persons [year][district, sex, age 0..90 and over] of 2017, 2019 and 2020 as first published, by adding LSOAs."""
    lookup = pd.read_csv(source / 'essex_lsoa11_imd2019_lookup.csv')
    code = next(c for c in lookup.columns if lookup[c].astype(str).str.match('E0[67]0').all() and lookup[c].nunique() == 14)
    area = next(c for c in lookup.columns if lookup[c].astype(str).str.match('E010').all())
    lookup = dict(zip(lookup[area], lookup[code]))
    table = pd.read_csv(source / 'essex_lsoa11_population_sya_persons_2017_2019_2020.csv')
    table['district'] = table.lsoa11_code.map(lookup)
    columns = [f'age{a}' for a in range(90)] + ['age90plus']
    sums = table.groupby(['year', 'district'])[columns].sum()
    folded = np.concatenate((shape[..., :90], shape[..., 90:].sum(-1, keepdims=True)), -1)
    female = folded[:, 0] / folded.sum(1)
    out = {}
    for year in (2017, 2019, 2020):
        people = np.array([sums.loc[(year, d)].to_numpy(float) for d in DISTRICTS])
        out[year] = np.stack((people * female, people * (1 - female)), 1)
    return out


def totals(source):
    """Revised mid-year totals [district by year]."""
    table = pd.read_csv(source / 'essex_ons_local_indicators_long.csv', low_memory=False)
    table = table[table.file == 'population-count']
    return table.pivot(index='areacd', columns='xDomainNumb', values='value')


def components(source):
    table = pd.read_csv(source / 'mye_components_of_change_essex_2001_2019.csv')
    return table.set_index(['component', 'ladcode20', 'year']).value


def calendar_counts(source, what, year):
    table = pd.read_csv(source / 'births_deaths_essex_lad_2015_2022_centreforcities.csv').set_index('LA_Code')
    return np.array([table.loc[d, f'{what}_{year}'] for d in DISTRICTS])


# ---------------------------------------------------------------- fertility

def fertility(source, year):
    """Hazards [parity, age in completed years] of women of England and Wales, births by all women by age, and the TFR.

    The published `age` is the calendar year less the mother's year of birth, so that half of an age's women have
    completed one year less: the rate of completed age a is that of the published a and a + 1 together.
    """
    table = pd.read_csv(source / 'ons_fertility_by_parity_single_year_age_ew_1934_2020.csv')
    one = table[table.child_birth_year == year].set_index('age')
    # births of women of 45 and over are published together; spread over five ages (assumed)
    tail = {45: .50, 46: .25, 47: .13, 48: .08, 49: .04}

    def births(column, age):
        return one[column].get(age, 0.0) if age < 45 else one[column][45] * tail.get(age, 0.0)

    def women(column, age):
        return one[column].get(min(max(age, 14), 45), 0.0)

    rate = np.zeros((5, AGES))
    every = np.zeros(AGES)
    for age in range(13, 50):
        for parity in range(5):
            b = births(f'bo{parity + 1}', age) + births(f'bo{parity + 1}', age + 1)
            w = women(f'pop_par{parity + 1}', age) + women(f'pop_par{parity + 1}', age + 1)
            # where hardly anybody is at risk the next lower parity speaks for it
            rate[parity, age] = b / w if w >= 200 or parity == 0 else rate[parity - 1, age]
        b = births('botot', age) + births('botot', age + 1)
        every[age] = b / (women('pop_total', age) + women('pop_total', age + 1))
    return rate, every, every.sum()


# ---------------------------------------------------------------- migration

def rogers_castro():
    """The standard schedule of moving by exact age at the middle of the year of age: children, young workers, a constant."""
    a = np.arange(AGES) + .5
    young = .06 * np.exp(-.10 * (a - 20) - np.exp(-.40 * (a - 20)))
    return .02 * np.exp(-.10 * a) + young + .003


def out_schedule(source, people):
    """Relative hazards of leaving the district [district, age]: the standard schedule, with the years 17 to 30 refitted to
    the moves counted in the year to mid-2017 at 18, 18 to 24 and 23 to 30 (ages at the end of the year)."""
    moves = pd.read_csv(source / 'internal_moves_essex_lad_2017_ages18_24_30.csv')
    moves = moves[moves.direction == 'out'].pivot(index='lad', columns='age_group', values='moves_my2017')
    moves.columns = [str(c) for c in moves.columns]
    base = rogers_castro()
    out = np.zeros((14, AGES))
    everybody = people.sum(1)
    table = components(source)
    for d, code in enumerate(DISTRICTS):
        row, p = moves.loc[NAMES[code]], everybody[d]
        total = float(table[('internal_out', code, 2017)])
        m = base * total / float(np.sum(base * p))
        factor = np.ones(AGES)
        factor[18] = row['18'] / (m[18] * p[18])
        for _ in range(50):
            early = float(np.sum((m * factor * p)[19:25]))
            factor[19:23] *= (row['18to24'] - row['18']) / early
            factor[23:25] = (factor[22] + factor[25]) / 2
            late = float(np.sum((m * factor * p)[23:31]))
            factor[25:31] *= row['23to30'] / late
            factor[23:25] = (factor[22] + factor[25]) / 2
            rest = [a for a in range(AGES) if not 18 <= a <= 30]
            left = total - float(np.sum((m * factor * p)[18:31]))
            factor[rest] *= left / float(np.sum((m * factor * p)[rest]))
        at_end = m * factor
        # an age at the end of the year was, when moving, that age or one less
        out[d] = (at_end + np.append(at_end[1:], at_end[-1])) / 2
        out[d, 0] = at_end[0]
    return out


def census_flows(source):
    table = pd.read_csv(source / 'census2021_migration_od_ltla_essex.csv')
    table['n'] = pd.to_numeric(table.n, errors='coerce').fillna(0)
    return table.groupby(['orig', 'dest']).n.sum()


def destinations(source):
    """Shares of the moves from a district to others of the county [from, to], and the county's part of all its moves
    within the country: Census 2021, addresses a year before. A pandemic year: only its shares are used."""
    flows = census_flows(source)
    share, inside = np.zeros((14, 14)), np.zeros(14)
    for o, orig in enumerate(DISTRICTS):
        to = flows[orig]
        domestic = float(sum(n for dest, n in to.items() if dest != orig and str(dest)[0] in 'EWNS'))
        for d, dest in enumerate(COUNTY):
            if dest != orig:
                share[o, d] = float(to.get(dest, 0))
        inside[o] = share[o].sum() / domestic if o < 12 else 0
        share[o] /= share[o].sum()
    return share, inside


def net_profile(source, hazard, people):
    """Net migrants a year [district, sex, age at the end of the year, last is 90 and over], by the cohort residual of
    2017 to 2019 with survival between exact ages."""
    def survive(now):
        full = np.zeros((14, 2, AGES))
        full[..., :90] = now[..., :90]
        shape = stationary(hazard)[..., 90:]
        full[..., 90:] = now[..., 90:91] * shape / shape.sum(-1, keepdims=True)
        passed = full * np.exp(-hazard / 2)
        step = np.zeros_like(full)
        nxt = np.append(hazard[..., 1:], hazard[..., -1:], -1)
        step[..., 1:] = (passed * np.exp(-nxt / 2))[..., :-1]
        step[..., -1] += full[..., -1] * np.exp(-hazard[..., -1])
        return np.concatenate((step[..., :90], step[..., 90:].sum(-1, keepdims=True)), -1)

    years = first_releases(source, None, people)
    table = components(source)
    net = (years[2019] - survive(survive(years[2017]))) / 2
    # those of age 0 and 1 at the end were born within the two years
    for d, code in enumerate(DISTRICTS):
        for s, boys in enumerate((1 / 2.05, 1.05 / 2.05)):
            h0, h1 = hazard[d, s, 0], hazard[d, s, 1]
            born = [float(table[('births', code, y)]) * boys for y in (2018, 2019)]
            one = born[0] * math.exp(-h0) * math.exp(-h1 / 2)
            none = born[1] * math.exp(-h0 * .8)  # most of the deaths of the first year fall in its first weeks
            net[d, s, 0] = years[2019][d, s, 0] - none
            net[d, s, 1] = (years[2019][d, s, 1] - one) / 2
    return net


def unfold(profile, hazard):
    """Net migrants by age, 90 and over spread as the stationary population; at 80 and over smoothed over seven ages."""
    out = np.zeros((14, 2, AGES))
    out[..., :90] = profile[..., :90]
    shape = stationary(hazard)[..., 90:]
    out[..., 90:] = profile[..., 90:91] * shape / shape.sum(-1, keepdims=True)
    for a in range(80, 90):
        out[..., a] = profile[..., a - 3:min(a + 4, 90)].mean(-1)
    return out


def net_level(source, vintage, births, deaths):
    """Net migrants a year [district] that the vintage's own past implies: the mean of the five years before the base."""
    table, revised = components(source), totals(source)
    base, kind = VINTAGES[vintage]
    level = np.zeros(14)
    for d, code in enumerate(DISTRICTS):
        if kind == 'first' and base == 2019:
            level[d] = np.mean([float(table[(c, code, y)]) for y in range(2015, 2020) for c in ('internal_net',)]) \
                + np.mean([float(table[('international_net', code, y)]) for y in range(2015, 2020)])
        elif base == 2019:
            natural = sum(float(table[('natchange', code, y)]) for y in range(2015, 2020))
            level[d] = (revised.loc[code, 2019] - revised.loc[code, 2014] - natural) / 5
        elif base == 2020:
            natural = sum(float(table[('natchange', code, y)]) for y in range(2016, 2020)) + births[d] - deaths[d]
            level[d] = (revised.loc[code, 2020] - revised.loc[code, 2015] - natural) / 5
        else:
            natural = 0.0
            for y in range(2020, 2025):  # calendar years at either side; 2023 and 2024 as the tables of this base say
                for what, sign, modelled in (('birth', 1, births[d]), ('death', -1, deaths[d])):
                    known = [calendar_counts(source, what, c)[d] if c <= 2022 else modelled for c in (y - 1, y)]
                    natural += sign * sum(known) / 2
            level[d] = (revised.loc[code, 2024] - revised.loc[code, 2019] - natural) / 5
    return level


# ------------------------------------------------------------------ vintage

def make_vintage(source, population, vintage):
    base, kind = VINTAGES[vintage]
    early = base == 2019
    period = '2017-2019' if early else '2018-2020'
    q = life_table(source, period)
    rho = improvement(source)
    # The table of 2017-19 is centred on mid-2018, the first year of the run at the end of 2019. That of 2018-20 holds a
    # pandemic year; the years since were no better, so it stands for the first year of a later base as it is.
    hazard_now = hazard_of(q) * (1 - rho) ** (1.5 if early else 0)
    people = persons(population, kind, base, q)

    # deaths: of 2017 to 2019, or of 2018, 2019 and 2022, over what the table gives for the people of those years
    first, at_2017 = persons(population, 'first', 2019, q), first_releases(source, q, persons(population, 'first', 2019, q))
    folded = np.concatenate((first[..., :90], first[..., 90:].sum(-1, keepdims=True)), -1)
    back = (at_2017[2017] + at_2017[2019]) / 2 / at_2017[2019]
    full_back = np.concatenate((back[..., :90], np.repeat(back[..., 90:91], AGES - 90, -1)), -1)
    kind_2019 = persons(population, kind, 2019, q)
    at_2018 = kind_2019 * full_back
    pace = hazard_of(q)

    def expected_deaths(who, h):
        return np.einsum('dsa,sa->d', who, h)

    if early:
        seen = np.mean([calendar_counts(source, 'death', y) for y in (2017, 2018, 2019)], 0)
        district_scale = seen / expected_deaths(at_2018, pace)
    else:
        later = persons(population, 'rebased', 2023, q)
        rebased = persons(population, 'rebased', 2019, q)
        at_2022 = rebased * .25 + later * .75
        seen = sum(calendar_counts(source, 'death', y) for y in (2018, 2019, 2022))
        district_scale = seen / (expected_deaths(rebased * full_back, pace) + expected_deaths(rebased, pace) + expected_deaths(at_2022, pace))
    hazard = np.einsum('sa,d->dsa', hazard_now, district_scale)
    hazard_past = np.einsum('sa,d->dsa', pace, district_scale)

    # births: of the three years to mid-2019, or of 2022, over what England and Wales's rates give
    rate, every, total = fertility(source, 2019 if early else 2020)
    table = components(source)
    rates = {y: fertility(source, y)[1] for y in (2016, 2017, 2018, 2019, 2020)}
    if base <= 2020:
        births = np.array([sum(float(table[('births', d, y)]) for y in (2017, 2018, 2019)) for d in DISTRICTS])
        expected = np.zeros(14)
        for y in (2017, 2018, 2019):
            women = kind_2019[:, 0] * (full_back[:, 0] ** (2019.5 - y))
            expected += women @ ((rates[y - 1] + rates[y]) / 2)
    else:
        women = persons(population, 'rebased', 2019, q)[:, 0] * .25 + persons(population, 'rebased', 2023, q)[:, 0] * .75
        births = calendar_counts(source, 'birth', 2022) + calendar_counts(source, 'birth', 2021)
        # national TFR of 2021 and 2022: 1.55 and 1.49 (recalled)
        expected = (women @ every) * (1.55 + 1.49) / total
    kappa = births / expected

    # migration
    share, inside = destinations(source)
    schedule = out_schedule(source, at_2018)
    years = range(2015, 2020)
    out_domestic = np.array([np.mean([float(table[('internal_out', d, y)]) for y in years]) for d in DISTRICTS])
    out_abroad = np.array([np.mean([float(table[('international_out', d, y)]) for y in years]) for d in DISTRICTS])
    in_abroad = np.array([np.mean([float(table[('international_in', d, y)]) for y in years]) for d in DISTRICTS])
    # rates are solved on the people of 2017 (the middle of those years is end 2016), and held
    everybody_2017 = (kind_2019 * full_back ** 2)
    domestic = schedule * (out_domestic / np.einsum('dsa,da->d', everybody_2017, schedule))[:, None]
    adult = rogers_castro() * np.where(np.arange(AGES) >= 65, .3, 1)
    abroad = adult[None, :] * (out_abroad / np.einsum('dsa,a->d', everybody_2017, adult))[:, None]
    to_country, to_county = domestic * (1 - inside)[:, None], domestic * inside[:, None]

    profile = unfold(net_profile(source, hazard_past, first), hazard_past)
    # a net of an age at the end of the year falls on those who are that age or one less when they move
    moved = profile.copy()
    moved[..., :-1] = (profile[..., :-1] + profile[..., 1:]) / 2
    moved[..., 0] = profile[..., 0] + profile[..., 1] / 2
    deaths_now = np.einsum('dsa,dsa->d', people, hazard)
    births_now = births / (3 if base <= 2020 else 2)
    level = net_level(source, vintage, births_now, deaths_now)
    gross = np.einsum('dsa,da->dsa', people, to_country + to_county + abroad)
    weight = gross.copy()
    if base == 2023:
        # Before the Census of 2021 the estimates kept students in Colchester who had left, and the residual of 2017 to
        # 2019 would fill it up again: there a year's students replace the last year's.
        town = DISTRICTS.index('E07000071')
        for a in range(17, 27):
            moved[town, :, a] = people[town, :, a + 1] - people[town, :, a] * np.exp(-hazard[town, :, a])
        weight[town, :, 17:27] = 0
    moved += weight * ((level - moved.sum((1, 2))) / weight.sum((1, 2)))[:, None, None]
    within = np.einsum('dsa,da->dsa', people, to_county)
    coming = np.einsum('osa,od->dsa', within, share)
    arrivals = gross - coming + moved
    for _ in range(20):  # where more leave than the net allows, nobody comes, and the others make up for it
        short = np.minimum(arrivals, 0)
        arrivals = np.maximum(arrivals, 0)
        arrivals *= 1 + (short.sum((1, 2)) / arrivals.sum((1, 2)))[:, None, None]
    arrivals = np.maximum(arrivals, 0)
    from_abroad = np.clip(in_abroad / arrivals.sum((1, 2)), 0, 1)
    return dict(q=1 - np.exp(-hazard_now), rho=rho, district_scale=district_scale, rate=rate, every=every, tfr=total,
                kappa=kappa, people=people, to_country=to_country, to_county=to_county, abroad=abroad, share=share,
                arrivals=arrivals, from_abroad=from_abroad, level=level, hazard=hazard)


def level_path(vintage, tfr):
    """Fertility relative to the rates shipped, from the July named."""
    if vintage.startswith('2019'):  # falls by 2 per cent a year, the trend of 2015 to 2019, for five years, then holds
        return {2019 + i: .98 ** (i + .5) for i in range(6)}
    if vintage == '2020':  # national TFR between two calendar years, recalled
        return {2020: 1.565 / tfr, 2021: 1.52 / tfr, 2022: 1.465 / tfr, 2023: 1.425 / tfr}
    return {2023: 1.415 / tfr}


# ------------------------------------------------- partnership, leaving home

def normal(x):
    return .5 * (1 + np.vectorize(math.erf)(x / math.sqrt(2)))


def probit(source, process):
    table = pd.read_csv(source / 'simpaths_household_transition_probit_coefficients.csv')
    return table[table.process == process].set_index('regressor').coefficient


# Shares with a partner at the ends of the bands of age: the synthetic population of mid-2023 (Census marital status by
# district, ages of partners after SPENSER).
BANDS = [16, 25, 35, 50, 65, 86]
PARTNERED = {'female': [.363, .624, .686, .674], 'male': [.310, .693, .720, .716]}
# Levels tried on four years of the projection from 2023, so that shares with a partner, shares of those of 20 to 34 who live
# with parents, and households against dwellings stay near the base: people also leave home by moving away or in with a
# partner, and couples form only where two meet.
TRIED = {'formation': [.65, .95, .95, 1.15, 1.3], 'dissolution': .85, 'leaving_home': .25, 'alone': .24}
FIND_SOMEBODY = .75  # of those whose clock rings, within the year (assumed)


def households(source, q):
    """Yearly hazards of looking for a partner, of a couple's coming apart by the man's age, and of leaving the parental home.

    The probits are for the East of England, a medium education and income, employed, in 2019; the rate of partnering is
    then scaled in bands of age so that a cohort that lives through it keeps the shares with a partner of the base.
    """
    ages = np.arange(AGES)
    u1, u2, p1 = (probit(source, p) for p in ('U1', 'U2', 'P1'))
    meets, leaves = np.zeros((2, AGES)), np.zeros((2, AGES))
    for s in range(2):
        x = u1['Constant'] + u1['Dag'] * ages + u1['Dag_sq'] * ages ** 2 + u1['Deh_c4_Medium'] + u1['UKH'] + 19 * u1['Year_transformed'] + s * u1['Dgn'] \
            + 50 * (u1['Dhe_pcs_L1'] + u1['Dhe_mcs_L1'])
        meets[s] = normal(x)
        x = p1['Constant'] + p1['Dag'] * ages + p1['Dag_sq'] * ages ** 2 + p1['Deh_c4_Medium_L1'] + p1['UKH'] + 19 * p1['Year_transformed'] + s * p1['Dgn'] \
            + p1['Ydses_c5_Q3_L1']
        leaves[s] = normal(x)
    # years together grow with age; health at the mean of its scales (50), the partner's education medium
    x = u2['Constant'] + u2['Dag'] * ages + u2['Dag_sq'] * ages ** 2 + u2['Deh_c4_Medium_L1'] + u2['Dehsp_c3_Medium_L1'] + u2['Dhe_VeryGood_L1'] \
        + 50 * (u2['Dhe_pcs_L1'] + u2['Dhe_mcs_L1'] + u2['Dhe_pcssp_L1'] + u2['Dhe_mcssp_L1']) + u2['UKH'] + 19 * u2['Year_transformed'] \
        + u2['Dcpyy_L1'] * np.clip(ages - 25, 0, 50)
    parts = normal(np.where(ages > 62, x[62], x))
    # Couples of 75 and over part a third as often as those of 62: of a thousand married men of 60 and over two divorce in a year (ONS, recalled).
    parts *= np.interp(ages, [62, 75], [1, .35])
    meets[:, :16] = leaves[:, :16] = 0
    meets[:, 86:] = leaves[:, 41:] = 0
    parts[:16] = 0
    meets, parts, leaves = (np.abs(-np.log(1 - np.minimum(p, .95))) for p in (meets, parts, leaves))
    return scaled_to_shares(meets, parts, hazard_of(q)), parts, leaves


def scaled_to_shares(meets, parts, deaths):
    out = np.zeros_like(meets)
    for s, sex in enumerate(SEXES):
        other, gap = 1 - s, 2 if s == 0 else -2  # the man is two years older
        share = 0.0
        for band, wanted in enumerate(PARTNERED[sex] + [None]):
            def live(factor, start=share):
                now = start
                for a in range(BANDS[band], BANDS[band + 1]):
                    partner = min(max(a + gap, 16), AGES - 1)
                    ends = parts[a + 2 if s == 0 else a] + deaths[other, partner]
                    now += (1 - now) * (1 - math.exp(-factor * meets[s, a])) - now * (1 - math.exp(-ends))
                return now
            if wanted is not None:
                low, high = 0.0, 30.0
                for _ in range(60):
                    factor = (low + high) / 2
                    low, high = (low, factor) if live(factor) > wanted else (factor, high)
            share = live(factor)
            out[s, BANDS[band]:BANDS[band + 1]] = meets[s, BANDS[band]:BANDS[band + 1]] * factor / FIND_SOMEBODY
    return out


# -------------------------------------------------------------------- write

def write_vintage(essex, england, name, v):
    tail = '_2019' if name.startswith('2019') else ''  # both vintages of 2019 share England's tables
    folder = essex / name
    sheet = [(SEXES[s], a) for s in range(2) for a in range(AGES)]
    write(england / f'mortality_probability{tail}.csv', ['sex', 'age', 'value'], [(x, a, f'{v["q"][SEXES.index(x), a]:.6f}') for x, a in sheet])
    write(england / f'fertility_rate{tail}.csv', ['parity', 'age', 'value'], [(p, a, f'{v["rate"][p, a]:.6f}') for p in range(5) for a in range(AGES)])
    write(england / f'fertility_asfr{tail}.csv', ['age', 'value'], [(a, f'{v["every"][a]:.6f}') for a in range(AGES)])
    write(folder / 'district_scales.csv', ['district', 'mortality', 'fertility', 'from_abroad', 'net_migration'],
          [(d, f'{v["district_scale"][i]:.4f}', f'{v["kappa"][i]:.4f}', f'{v["from_abroad"][i]:.4f}', f'{v["level"][i]:.0f}') for i, d in enumerate(DISTRICTS)])
    write(folder / 'migration.csv', ['district', 'sex', 'age', 'to_country', 'to_county', 'to_abroad', 'arrivals'],
          [(d, x, a, f'{v["to_country"][i, a]:.6f}', f'{v["to_county"][i, a]:.6f}', f'{v["abroad"][i, a]:.6f}', f'{v["arrivals"][i, SEXES.index(x), a]:.3f}')
           for i, d in enumerate(DISTRICTS) for x, a in sheet])


def write_tables(source, population, to):
    england, essex = to / 'england' / 'demography', to / 'essex' / 'demography'
    vintages = {}
    for name in VINTAGES:
        vintages[name] = v = make_vintage(source, population, name)
        write_vintage(essex, england, name, v)
        path = level_path(name, v['tfr'])
        print(f'{name}: TFR of the shipped rates {v["tfr"]:.3f}; level from each July', {f'{y}-07': round(x, 4) for y, x in path.items()},
              f'net {v["level"][:12].sum():.0f} a year, arrivals {v["arrivals"][:12].sum():.0f}')
    v = vintages['2023']
    sheet = [(SEXES[s], a) for s in range(2) for a in range(AGES)]
    write(england / 'mortality_improvement.csv', ['sex', 'age', 'value'], [(x, a, f'{v["rho"][SEXES.index(x), a]:.5f}') for x, a in sheet])
    shares = quintile_shares(population)
    write(essex / 'mortality_deprivation.csv', ['district', 'imd_quintile', 'age', 'value'],
          [(d, k + 1, a, f'{deprivation()[k, a] / (shares[i, :, a] @ deprivation()[:, a]):.4f}')
           for i, d in enumerate(DISTRICTS) for k in range(5) for a in range(AGES)])
    meets, parts, leaves = households(source, v['q'])
    meets *= np.select([np.arange(AGES) < b for b in BANDS[1:]], TRIED['formation'], 0)
    parts, leaves = TRIED['dissolution'] * parts, TRIED['leaving_home'] * leaves
    enters = care_home(population, v['people'][:12], hazard_of(v['q']))
    for folder, name, table in ((england, 'partnership_formation', meets), (england, 'leaving_home', leaves), (essex, 'care_home_entry', enters)):
        write(folder / f'{name}.csv', ['sex', 'age', 'value'], [(x, a, f'{table[SEXES.index(x), a]:.5f}') for x, a in sheet])
    write(england / 'partnership_dissolution.csv', ['age', 'value'], [(a, f'{parts[a]:.5f}') for a in range(AGES)])
    write(england / 'care_home_ratio.csv', ['age', 'value'], [(a, round(float(x), 4)) for a, x in enumerate(care_home_ratio())])
    alone = [0.0 if a < 16 else .4 if a < 18 else .9 if a < 25 else .85 if a < 35 else .7 if a < 45 else .5 if a < 65 else .4 for a in range(AGES)]
    write(england / 'moves_alone.csv', ['age', 'value'], [(a, f'{TRIED["alone"] * x:.5f}') for a, x in enumerate(alone)])
    write(essex / 'destination.csv', ['district', 'destination', 'value'],
          [(o, d, f'{v["share"][i, j]:.5f}') for i, o in enumerate(DISTRICTS) for j, d in enumerate(DISTRICTS)])
    write(essex / 'housing_additions.csv', ['district', 'to_2024', 'to_2019'], housing(source, population))
    return vintages


# Hazards of dying in a care home against others of the same age, at these ages: after Shah and others (2013), who found
# standardised ratios of about 4 in nursing and 3 in residential homes, falling with age (recalled; the shape is assumed).
CARE_HOME_RATIO = {0: 1, 60: 1, 65: 6, 75: 4.5, 85: 2.6, 95: 1.7, 105: 1.1, 110: 1}


def care_home_ratio():
    return np.interp(np.arange(AGES), list(CARE_HOME_RATIO), list(CARE_HOME_RATIO.values()))


def care_home(population, people, hazard):
    """Entries a year at their own expense [sex, age]: what keeps the shares of people in care homes by age, as the
    synthetic population has them (its rates, bounded by 85 per cent of the county's 10,237 beds for older people),
    against deaths and growing shares, times the part of places that councils do not pay. A start: calibration/solve.py
    care_homes scales it, since councils' clients are a larger part of who enters than of who lives there."""
    beds, own = .85 * 10237, .60
    rates = pd.read_csv(population / 'communal_rates.csv')
    middle = (rates.age_from + rates.age_to.clip(upper=96)) / 2 + .5
    share = np.array([np.exp(np.interp(np.arange(AGES) + .5, middle, np.log(rates[c]))) for c in ('care_female', 'care_male')])
    share *= beds / np.sum((people.sum(0) * share)[:, 65:])
    ratio = care_home_ratio()
    others = hazard / (1 + share * (ratio - 1))
    nxt = np.append(share[:, 1:], share[:, -1:], 1)
    needed = nxt * np.exp(-hazard) - share * np.exp(-others * ratio)
    out = np.maximum(-np.log(1 - np.minimum(needed / ((1 - share) * np.exp(-others)), .9)), 0) * own
    out[:, :65] = 0
    return out


def housing(source, population):
    table = pd.read_csv(source / 'essex_ons_local_indicators_long.csv', low_memory=False)
    table = table[table.file == 'additions-to-the-housing-stock'].pivot(index='areacd', columns='xDomainNumb', values='value')
    homes = pd.read_csv(population / 'district_households.csv').set_index('district').households
    return [(d, f'{homes[d] * table.loc[d, [2020, 2021, 2022, 2023, 2024]].mean() / 1000:.0f}',
             f'{homes[d] * table.loc[d, [2015, 2016, 2017, 2018, 2019]].mean() / 1000:.0f}') for d in DISTRICTS]


# ----------------------------------------------------------------- backtest

def straight_line(series, base, window):
    return series[base] + (series[base] - series[base - window]) / window * 4


def backtest(source, population, vintages, targets):
    revised = totals(source)
    q = life_table(source, '2018-2020')
    final = persons(population, 'rebased', 2023, q)
    truth = np.array([revised.loc[d, 2023] for d in DISTRICTS])
    official = pd.read_csv(source / 'snpp2018_vs_mye_error_essex.csv')
    official = official[(official.year == 2023) & official.lad_code.isin(COUNTY)]
    print('\nBacktest 2019 to 2023, twelve districts, against the revised estimates of mid-2023 (errors in per cent)')
    print(f'{"":28}{"mean absolute":>14}{"worst":>8}{"county":>8}{"age 4":>8}')
    errors = {}
    for name in ('2019', '2019_first'):
        v = vintages[name]
        end = projection.project(v, level_path(name, v['tfr']), 2019, 4)
        error = (end.sum((1, 2)) / truth - 1)[:12] * 100
        four = (end[:, :, 4].sum(1) / final[:, :, 4].sum(1) - 1)[:12] * 100
        county = (end[:12].sum() / truth[:12].sum() - 1) * 100
        errors[name] = error
        label = 'rebased base' if name == '2019' else 'first release'
        print(f'{label:28}{abs(error).mean():14.2f}{error[np.argmax(abs(error))]:8.2f}{county:8.2f}{abs(four).mean():8.2f}')
        for low, high, what in ((0, 16, '0 to 15'), (18, 25, '18 to 24'), (65, AGES, '65 and over'), (85, AGES, '85 and over')):
            part = (end[:12, :, low:high].sum((1, 2)) / final[:12, :, low:high].sum((1, 2)) - 1) * 100
            print(f'{"    " + what:28}{abs(part).mean():14.2f}{part[np.argmax(abs(part))]:8.2f}')
    print(f'{"official projection (2018)":28}{abs(official.err_pct).mean():14.2f}{official.err_pct.iloc[abs(official.err_pct).argmax()]:8.2f}')
    table = components(source)
    for label, value in (('straight line, rebased', lambda d, y: float(revised.loc[d, y])), ('straight line, first', lambda d, y: float(table[('population', d, y)]))):
        maes = []
        for window in (1, 2, 3, 5, 10):
            series = [{y: value(d, y) for y in (2019, 2019 - window)} for d in COUNTY]
            maes.append(np.mean([abs(straight_line(s, 2019, window) / t - 1) * 100 for s, t in zip(series, truth)]))
        print(f'{label:28}{min(maes):9.2f}-{max(maes):.2f}')
    print('By district (rebased, first):', {NAMES[d]: (round(float(errors['2019'][i]), 2), round(float(errors['2019_first'][i]), 2)) for i, d in enumerate(COUNTY)})
    rows = []
    for year in (2019, 2020, 2021, 2022, 2023, 2024):
        rows += [(d, year, 'revised', 'all', int(revised.loc[d, year])) for d in DISTRICTS]
    for vintage, year in (('first', 2019), ('first', 2020), ('first', 2023), ('rebased', 2019), ('rebased', 2020), ('rebased', 2023)):
        one = persons(population, vintage, year, q)
        if vintage == 'first':
            rows += [(d, year, vintage, 'all', round(one[i].sum())) for i, d in enumerate(DISTRICTS)]
        rows += [(d, year, vintage, '4', round(one[i, :, 4].sum())) for i, d in enumerate(DISTRICTS)]
    write(targets / 'population.csv', ['district', 'year', 'vintage', 'age', 'persons'], rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--from', dest='source', type=Path, required=True)
    parser.add_argument('--to', type=Path, default=Path('scenarios'))
    parser.add_argument('--targets', type=Path, default=Path('calibration/targets'))
    given = parser.parse_args()
    population = given.to / 'essex' / 'population'
    vintages = write_tables(given.source, population, given.to)
    backtest(given.source, population, vintages, given.targets)


if __name__ == '__main__':
    main()
