#!/usr/bin/env python3
"""A cross-check of Essex's offsets: England's reference cohort, made alike to each district.

    calibration/derive/school_readiness_offsets.py [--scenarios scenarios]

Prints, and writes nothing. Rows of the reference cohort are raked, district by district, to the tenths of income deprivation and the
ethnic groups of its areas (by residents of 0 to 15), which brings free school meals and language along; Essex's share
of children in need is imposed. `SchoolReadinessOffsets` (calibration/school_readiness_offsets.hpp) does the same on the
synthetic population; what it says is what ships.
"""
import argparse
import pathlib

import numpy as np
import pandas as pd

DISTRICTS = [f'E070000{n}' for n in range(66, 78)] + ['E06000033', 'E06000034']
ETHNIC = ['asian', 'black', 'mixed', 'white', 'other']
SHRINK = 0.7          # of a district's offset: its target is an estimate
COUNTY = 0.694        # DfE, EYFS profile results 2023/24
IN_NEED_RATIO = 0.539
# Children are more often of a minority than residents of all ages. Odds ratio against white, England's pupils
# against the Census: assumed.
YOUNGER = dict(asian=1.35, black=1.5, mixed=2.3, white=1.0, other=1.4)
OTHER_LANGUAGE = 0.122  # Essex's primary pupils, 2025


def sigma(x):
    return 1 / (1 + np.exp(-x))


def offset(x, weight, target):
    low, high = -5.0, 5.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if (weight * sigma(x + middle)).sum() < target * weight.sum() else (low, middle)
    return (low + high) / 2


def log_odds(rows, folder, base, in_need):
    term = lambda name, keys: pd.read_csv(folder / f'{name}.csv', dtype={'idaci_decile': str}).set_index(keys).value
    x = np.full(len(rows), base)
    for name, column in (('sex', 'sex'), ('month_of_birth', 'month_of_birth'), ('first_language', 'first_language'), ('sen', 'sen'),
                         ('deprivation', 'idaci_decile'), ('education', 'education'), ('gestation', 'gestation')):
        x += rows[column].map(term(name, column)).to_numpy()
    both = term('fsm_ethnic_group', ['fsm', 'ethnic_group'])
    x += np.array([both[f, e] for f, e in zip(rows.fsm, rows.ethnic_group)])
    return (x + in_need * rows.in_need - 0.139 * rows.not_breastfed - 0.249 * rows.workless + 0.10 * (rows.mother_age - 30) / 10
            - 0.12 * rows.social_rent).to_numpy()


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument('--scenarios', type=pathlib.Path, default=pathlib.Path('scenarios'))
    options.add_argument('--base', type=float, default=1.491443)
    options.add_argument('--in-need', type=float, default=-0.505101)
    options = options.parse_args()
    rows = pd.read_csv(options.scenarios / 'england/school_readiness/reference_cohort.csv', dtype={'idaci_decile': str})
    x = log_odds(rows, options.scenarios / 'england/school_readiness', options.base, options.in_need)
    weight = rows.weight.to_numpy(float)
    print(f'England {100 * (weight * sigma(x)).sum() / weight.sum():.2f}')

    essex = options.scenarios / 'essex'
    areas = pd.read_csv(essex / 'population/areas.csv').merge(pd.read_csv(essex / 'population/lsoa_ages.csv'), on='lsoa')
    areas = areas.merge(pd.read_csv(essex / 'population/lsoa_census.csv'), on='lsoa')
    targets = pd.read_csv(essex / 'school_readiness/district_targets.csv').set_index('district').value / 100
    england = rows.groupby('ethnic_group').weight.sum() / weight.sum()
    found = {}
    for code in DISTRICTS:
        own = areas[areas.district == code]
        children = own.age_0_15.to_numpy()
        decile = np.array([children[(own.idaci_decile == d).to_numpy()].sum() for d in range(1, 11)])
        ethnic = np.array([own[f'ethnic_{e}'].sum() * YOUNGER[e] for e in ETHNIC], float)
        w = weight * np.where(rows.in_need == 1, IN_NEED_RATIO, 1 - (IN_NEED_RATIO - 1) * 0.0306)
        month = rows.month_of_birth.astype('category').cat.codes.to_numpy()
        girl = (rows.sex == 'female').to_numpy().astype(int)
        language = (rows.first_language == 'other').to_numpy().astype(int)
        cells = [(rows.idaci_decile.astype(int).to_numpy() - 1, np.maximum(decile / decile.sum(), 1e-6)),
                 (rows.ethnic_group.map({e: i for i, e in enumerate(ETHNIC)}).to_numpy(), ethnic / ethnic.sum()),
                 (month, np.full(12, 1 / 12)), (girl, np.array([.5111, .4889]))]
        for _ in range(300):
            for cell, share in cells:
                w = w * (share / np.bincount(cell, w, len(share)))[cell]
        found[code] = dict(weight=w / w.sum(), children=children.sum(), language=language)
    # Language: one odds ratio for the county, so that its pupils have the published share.
    county = [d for d in DISTRICTS if d.startswith('E0700')]
    low, high = 0.05, 5.0
    for _ in range(60):
        ratio = (low * high) ** 0.5
        share = sum(found[d]['children'] * (lambda v: (v * found[d]['language']).sum() / v.sum())(found[d]['weight'] * ratio ** found[d]['language']) for d in county)
        low, high = (ratio, high) if share < OTHER_LANGUAGE * sum(found[d]['children'] for d in county) else (low, ratio)
    for d in found:
        v = found[d]['weight'] * ratio ** found[d]['language']
        found[d]['weight'] = v / v.sum()

    both = np.concatenate([found[d]['weight'] * found[d]['children'] for d in county])
    all_rows = np.tile(x, len(county))
    whole = offset(all_rows, both, COUNTY)
    own = {d: SHRINK * offset(x + whole, found[d]['weight'], targets[d]) for d in DISTRICTS}
    mean = lambda d, plus: (found[d]['weight'] * sigma(x + plus)).sum()
    share = lambda d, column, value: 100 * (found[d]['weight'] * (rows[column] == value)).sum()
    # The districts' offsets move nobody on the whole.
    shift = offset(np.concatenate([x + own[d] for d in county]), both, COUNTY) - whole
    own = {d: v + shift for d, v in own.items()}
    before = sum(found[d]['children'] * mean(d, 0) for d in county) / sum(found[d]['children'] for d in county)
    after = sum(found[d]['children'] * mean(d, whole + own[d]) for d in county) / sum(found[d]['children'] for d in county)
    for d in DISTRICTS:
        print(d, f'entitled {share(d, "fsm", "entitled"):.1f} other language {share(d, "first_language", "other"):.1f} before {100 * mean(d, 0):.1f}'
              f' county {100 * mean(d, whole):.1f} target {100 * targets[d]:.1f} after {100 * mean(d, whole + own[d]):.1f}')
    entitled = sum(found[d]['children'] * share(d, 'fsm', 'entitled') for d in county) / sum(found[d]['children'] for d in county)
    print(f'Essex entitled {entitled:.1f} before {100 * before:.2f} after {100 * after:.2f} offset {whole:.4f}')


if __name__ == '__main__':
    main()
