#!/usr/bin/env python3
"""The good level of development: England's reference cohort, and the terms of the log odds solved on it.

    calibration/derive/school_readiness.py --from DIR [--to scenarios]

DIR holds the folder school_readiness/ of published extracts (eyfsp_gld_calibration_targets.csv
and eyfsp_essex_districts_areas_of_learning_and_gld_estimate_2022_2025.csv). Three steps:

 1. a cohort of weighted rows that has the published shares of England's pupils of 2023/24;
 2. the terms that hold every published percentage on that cohort, solved once;
 3. tidy tables, each for one term, and the marginals model against published.

Essex's offset is not solved here: it needs the synthetic population.
"""
import argparse
import json
import pathlib

import numpy as np
import pandas as pd

ROWS = 6000
SEX = ['female', 'male']
MONTH = ['september', 'october', 'november', 'december', 'january', 'february', 'march', 'april', 'may', 'june', 'july', 'august']
ETHNIC = ['asian', 'black', 'mixed', 'white', 'other']
FSM = ['not_entitled', 'entitled', 'unknown']
LANGUAGE = ['english', 'other']
SEN = ['none', 'support', 'ehcp']
NEED = ['no', 'yes']
IDACI = [str(d) for d in range(1, 11)]
EDUCATION = ['high', 'medium', 'low']
GESTATION = ['term', 'moderately_preterm', 'very_preterm']
MOTHER_AGES = np.array([22, 27, 32, 37, 42])
DISTRICTS = [f'E070000{n}' for n in range(66, 78)] + ['E06000033', 'E06000034']

# Terms taken from studies, shrunk, and not solved: see the parameter book for the source of each.
FIXED = dict(education=[0.0, -0.40, -0.95], gestation=[0.0, -0.379, -0.809], not_breastfed=-0.139, workless=-0.249,
             mother_age=0.10, social_rent=-0.12)

PUPILS, ENTITLED, NOT_ENTITLED = 608217, 104712, 488431  # 2023/24; the rest are unknown


def logit(p):
    return np.log(p / (1 - p))


def sigma(x):
    return 1 / (1 + np.exp(-x))


def solve(f, low, high):
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if f(middle) < 0 else (low, middle)
    return (low + high) / 2


def scaled(p, weights, mean):
    """The percentages moved by one number of the logit so that their weighted mean is `mean`."""
    p, weights = np.asarray(p, float), np.asarray(weights, float) / np.sum(weights)
    c = solve(lambda c: (weights * sigma(logit(p) + c)).sum() - mean, -2, 2)
    return sigma(logit(p) + c)


def published(folder):
    table = pd.read_csv(folder / 'school_readiness/eyfsp_gld_calibration_targets.csv')
    england = table[table.area_code == 'E92000001']

    def pick(year, characteristic, group):
        row = england[(england.academic_year == year) & (england.characteristic == characteristic) & (england.group == group)]
        return float(row.gld_pct.iloc[0]) / 100, float(row.n.iloc[0])

    of = lambda characteristic, group: pick('2023/24', characteristic, group)[0]
    ten = [pick('2024/25', 'level_idaci', d) for d in IDACI]
    names = dict(white=['White British', 'White Irish', 'Traveller of Irish heritage', 'Gypsy or Roma', 'Any other White background'],
                 mixed=['White and Black Caribbean', 'White and Black African', 'White and Asian', 'Any other Mixed background'],
                 asian=['Indian', 'Pakistani', 'Bangladeshi', 'Chinese', 'Any other Asian'],
                 black=['Black Caribbean', 'Black African', 'Any other Black background'], other=['Any other ethnic group'])
    entitled = {}
    for group, parts in names.items():
        both = [pick('2024/25', 'ethnicity_sex', f'{sex}|{part}') for part in parts for sex in ('Boys', 'Girls')]
        n = sum(b[1] for b in both)
        entitled[group] = (sum(b[0] * b[1] for b in both) / n, n)
    return dict(all=of('all', 'all'), girls=of('sex', 'Girls'), boys=of('sex', 'Boys'), english=of('first language', 'English'),
                other=of('first language', 'Other than English'), autumn=of('term of birth', 'Autumn'), summer=of('term of birth', 'Summer'),
                entitled=of('fsm', 'FSM'), not_entitled=of('fsm', 'not FSM'), support=of('sen', 'SEN support'),
                ehcp=of('sen', 'EHCP/statement'), in_need=of('social care', 'CIN at any point'),
                in_need_n=pick('2023/24', 'social care', 'CIN at any point')[1],
                ethnic={g: of('ethnicity', g.capitalize()) for g in ('white', 'mixed', 'asian', 'black', 'other')},
                chinese=of('ethnicity', 'Chinese'), idaci=[t[0] for t in ten], idaci_n=np.array([t[1] for t in ten]),
                entitled_by_ethnic=entitled)


# Shares of England's pupils that are not in the extracts, as remembered or assumed; raking holds those that are known.
BOYS = 0.5111                                                        # of pupils
ETHNIC_SHARE = dict(asian=0.1300, chinese=0.0059, black=0.0572, mixed=0.0832, white=0.6958, other=0.0280)
OTHER_LANGUAGE = 0.2126
OTHER_LANGUAGE_BY_ETHNIC = dict(asian=0.62, black=0.42, mixed=0.14, white=0.10, other=0.72)
SUPPORT, EHCP = 0.1022, 0.0310
BOYS_OF = dict(none=0.485, support=0.625, ehcp=0.72)
ENTITLED_OF = dict(none=0.150, support=0.290, ehcp=0.330)
IN_NEED_OF_ENTITLED, IN_NEED_OF_OTHERS = 0.090, 0.018
SEN_OF_IN_NEED = np.array([.62, .25, .13])
ENTITLED_BY_IDACI = np.array([.33, .27, .23, .19, .155, .125, .10, .08, .065, .045])
IDACI_TILT = dict(asian=-0.10, black=-0.17, mixed=-0.04, white=0.02, other=-0.13)
MOTHER_AGE_SHARE = dict(others=np.array([.11, .25, .36, .23, .05]), entitled=np.array([.33, .29, .22, .12, .04]))
EDUCATION_SHARE = dict(others=np.array([.50, .41, .09]), entitled=np.array([.17, .56, .27]))
NEVER_BREASTFED = np.array([.14, .32, .45])
WORKLESS = dict(others=0.025, entitled=0.48)
SOCIAL_RENT = dict(others=0.12, entitled=0.52)
MODERATELY_PRETERM, VERY_PRETERM = 0.062, 0.011


def systematic(share, rng, n):
    """n choices with the given shares (rows of shares, or one), as even as possible."""
    share = np.broadcast_to(share, (n, np.shape(share)[-1]))
    return (rng.random(n)[:, None] > np.cumsum(share, 1)[:, :-1]).sum(1)


def draw_rows(target, rng):
    n = ROWS
    spread = lambda count: rng.permutation(np.arange(n) % count)
    rows = pd.DataFrame(dict(sex=spread(2), month=spread(12)))
    ethnic = np.array([ETHNIC_SHARE['asian'] + ETHNIC_SHARE['chinese']] + [ETHNIC_SHARE[e] for e in ETHNIC[1:]])
    rows['ethnic'] = systematic(ethnic / ethnic.sum(), rng, n)
    decile = target['idaci_n'] / target['idaci_n'].sum()
    tilt = np.array([IDACI_TILT[e] for e in ETHNIC])[rows.ethnic]
    by_ethnic = decile * np.exp(tilt[:, None] * (np.arange(10) - 4.5))
    rows['idaci'] = systematic(by_ethnic / by_ethnic.sum(1, keepdims=True), rng, n)
    entitled = 0.6 * ENTITLED_BY_IDACI[rows.idaci] + 0.4 * 0.172
    unknown = 1 - (ENTITLED + NOT_ENTITLED) / PUPILS
    # More rows of small groups than their share: raking gives them their weight.
    rows['fsm'] = systematic(np.stack([1 - 1.3 * entitled - 2.5 * unknown, 1.3 * entitled, np.full(n, 2.5 * unknown)], 1), rng, n)
    poor = rows.fsm == 1
    other = np.array([OTHER_LANGUAGE_BY_ETHNIC[e] for e in ETHNIC])[rows.ethnic]
    rows['language'] = (rng.random(n) < other).astype(int)
    odds = lambda of: np.where(rows.sex == 1, of / .51, (1 - of) / .49)
    support = SUPPORT * odds(BOYS_OF['support']) * np.where(poor, 1.7, .88)
    ehcp = 2 * EHCP * odds(BOYS_OF['ehcp']) * np.where(poor, 1.9, .84)
    rows['sen'] = systematic(np.stack([1 - support - ehcp, support, ehcp], 1), rng, n)
    rows['in_need'] = (rng.random(n) < 2 * np.where(poor, IN_NEED_OF_ENTITLED, IN_NEED_OF_OTHERS)
                       * np.array([.7, 2.4, 4.0])[rows.sen]).astype(int)
    pick = lambda table: np.where(poor.to_numpy()[:, None], table['entitled'], table['others'])
    rows['mother_age'] = systematic(pick(MOTHER_AGE_SHARE), rng, n)
    rows['education'] = systematic(pick(EDUCATION_SHARE), rng, n)
    rows['not_breastfed'] = (rng.random(n) < NEVER_BREASTFED[rows.education]).astype(int)
    preterm = np.array([1 - MODERATELY_PRETERM - 3 * VERY_PRETERM, MODERATELY_PRETERM, 3 * VERY_PRETERM])
    rows['gestation'] = systematic(preterm, rng, n)
    rows['workless'] = (rng.random(n) < np.where(poor, WORKLESS['entitled'], WORKLESS['others'])).astype(int)
    rows['social_rent'] = (rng.random(n) < np.where(poor, SOCIAL_RENT['entitled'], SOCIAL_RENT['others'])).astype(int)
    return rows


def controls(target):
    """Margins to be raked to: (columns, table of shares)."""
    entitled, others = ENTITLED / PUPILS, NOT_ENTITLED / PUPILS
    unknown = 1 - entitled - others
    known = entitled + others
    fsm = np.array([others, entitled, unknown])
    sex = np.array([1 - BOYS, BOYS])
    month = np.full(12, 1 / 12)
    sen = np.array([1 - SUPPORT - EHCP, SUPPORT, EHCP])
    decile = target['idaci_n'] / target['idaci_n'].sum()
    ethnic = np.array([ETHNIC_SHARE['asian'] + ETHNIC_SHARE['chinese']] + [ETHNIC_SHARE[e] for e in ETHNIC[1:]])
    ethnic /= ethnic.sum()
    n = np.array([target['entitled_by_ethnic'][e][1] for e in ETHNIC])
    poor_ethnic = entitled * n / n.sum()
    fsm_ethnic = np.stack([known * ethnic - poor_ethnic, poor_ethnic, unknown * ethnic])
    language = np.array([OTHER_LANGUAGE_BY_ETHNIC[e] for e in ETHNIC])
    language = language * OTHER_LANGUAGE / (language * ethnic).sum()
    ethnic_language = np.stack([ethnic * (1 - language), ethnic * language], 1)
    sex_sen = np.stack([[1 - BOYS_OF[s] for s in SEN], [BOYS_OF[s] for s in SEN]]) * sen
    for _ in range(100):  # to both margins
        sex_sen *= (sex / sex_sen.sum(1))[:, None]
        sex_sen *= sen / sex_sen.sum(0)
    fsm_sen = np.stack([[1 - ENTITLED_OF[s] for s in SEN], [ENTITLED_OF[s] for s in SEN]]) * sen
    for _ in range(100):
        fsm_sen *= (np.array([others, entitled]) / fsm_sen.sum(1))[:, None]
        fsm_sen *= sen * known / fsm_sen.sum(0)
    fsm_sen = np.vstack([fsm_sen, unknown * sen])
    poor_decile = ENTITLED_BY_IDACI * decile
    poor_decile *= entitled / poor_decile.sum()
    fsm_decile = np.stack([(decile - poor_decile) * others / (1 - entitled), poor_decile, (decile - poor_decile) * unknown / (1 - entitled)])
    in_need = target['in_need_n'] / PUPILS
    poor_in_need = in_need * IN_NEED_OF_ENTITLED * entitled / (IN_NEED_OF_ENTITLED * entitled + IN_NEED_OF_OTHERS * (1 - entitled))
    share = np.array([in_need - poor_in_need, poor_in_need]) / np.array([1 - entitled, entitled])
    share = np.array([share[0], share[1], share[0]])
    fsm_need = np.stack([fsm * (1 - share), fsm * share], 1)
    by_fsm = lambda table: fsm[:, None] * np.stack([table['others'], table['entitled'], table['others']])
    flag = lambda table: by_fsm({k: np.array([1 - v, v]) for k, v in table.items()})
    term = np.array([1 - MODERATELY_PRETERM - VERY_PRETERM, MODERATELY_PRETERM, VERY_PRETERM])
    education = by_fsm(EDUCATION_SHARE).sum(0)
    breastfed = education[:, None] * np.stack([1 - NEVER_BREASTFED, NEVER_BREASTFED], 1)
    given_fsm = lambda one, two: np.einsum('fi,fj->ij', one / fsm[:, None], two)  # what only FSM makes go together
    education_by_fsm = by_fsm(EDUCATION_SHARE)
    need = np.array([1 - in_need, in_need])
    sen_need = np.stack([sen - in_need * SEN_OF_IN_NEED, in_need * SEN_OF_IN_NEED], 1)
    language_share = ethnic_language.sum(0)
    girls = np.array([51377 + 238002, 53335 + 250429]) / (ENTITLED + NOT_ENTITLED)
    assert abs(girls[1] - BOYS) < 0.002
    return [(['sex', 'month'], np.outer(sex, month)), (['month', 'fsm'], np.outer(month, fsm)), (['month', 'sen'], np.outer(month, sen)),
            (['sex', 'fsm'], np.outer(sex, fsm)), (['sex', 'ethnic'], np.outer(sex, ethnic)), (['sex', 'idaci'], np.outer(sex, decile)),
            (['fsm', 'ethnic'], fsm_ethnic), (['ethnic', 'language'], ethnic_language), (['sex', 'sen'], sex_sen),
            (['fsm', 'sen'], fsm_sen), (['fsm', 'idaci'], fsm_decile), (['fsm', 'in_need'], fsm_need),
            (['sen', 'in_need'], sen_need), (['idaci', 'sen'], given_fsm(fsm_decile, fsm_sen)),
            (['idaci', 'education'], given_fsm(fsm_decile, education_by_fsm)), (['month', 'language'], np.outer(month, language_share)),
            (['month', 'education'], np.outer(month, education)), (['month', 'in_need'], np.outer(month, need)),
            (['sex', 'education'], np.outer(sex, education)), (['sex', 'language'], np.outer(sex, language_share)),
            (['fsm', 'education'], education_by_fsm), (['fsm', 'mother_age'], by_fsm(MOTHER_AGE_SHARE)),
            (['fsm', 'workless'], flag(WORKLESS)), (['fsm', 'social_rent'], flag(SOCIAL_RENT)),
            (['education', 'not_breastfed'], breastfed), (['gestation'], term)]


def rake(rows, margins):
    weight = np.full(len(rows), 1 / len(rows))
    cells = []
    for columns, share in margins:
        cell = np.ravel_multi_index([rows[c].to_numpy() for c in columns], share.shape)
        empty = np.bincount(cell, minlength=share.size) == 0
        if empty.any():
            share = np.where(empty.reshape(share.shape), 0, share)
        cells.append((cell, share.ravel() / share.sum()))
    for _ in range(3000):
        worst = 0.0
        for cell, share in cells:
            now = np.bincount(cell, weight, share.size)
            ratio = np.divide(share, now, out=np.ones_like(share), where=now > 0)
            worst = max(worst, np.abs(now - share).max())
            weight = weight * ratio[cell]
        if worst < 1e-10:
            break
    return weight / weight.sum(), worst


def months(target):
    """Percentages of the twelve months: a parabola in the logit through the published terms of birth and the mean."""
    m = np.arange(12)
    a, b, c = logit(target['all']), -0.09, 0.0
    want = np.array([target['autumn'], target['summer'], target['all']])
    x = np.array([a + 5.5 * 0.09, b, c])
    measure = lambda x: (lambda p: np.array([p[:4].mean(), p[8:].mean(), p.mean()]))(sigma(x[0] + x[1] * m + x[2] * m * m))
    for _ in range(50):
        gap = measure(x) - want
        jacobian = np.stack([(measure(x + h) - measure(x - h)) / 2e-5 for h in np.eye(3) * 1e-5], 1)
        x = x - np.linalg.solve(jacobian, gap)
    return sigma(x[0] + x[1] * m + x[2] * m * m)


def goals(target, rows, weight):
    """Factor by factor, the percentage that each level must have; None where only the rest decides."""
    share = lambda mask: weight[mask].sum()
    known = (rows.fsm < 2).to_numpy()
    mean_known = (ENTITLED * target['entitled'] + NOT_ENTITLED * target['not_entitled']) / (ENTITLED + NOT_ENTITLED)
    unknown = (target['all'] * PUPILS - mean_known * (ENTITLED + NOT_ENTITLED)) / (PUPILS - ENTITLED - NOT_ENTITLED)
    by_fsm_ethnic = np.array([[share(((rows.fsm == f) & (rows.ethnic == e)).to_numpy()) for e in range(5)] for f in range(3)])
    poor = scaled([target['entitled_by_ethnic'][e][0] for e in ETHNIC], by_fsm_ethnic[1], target['entitled'])
    chinese = ETHNIC_SHARE['chinese'] / (ETHNIC_SHARE['asian'] + ETHNIC_SHARE['chinese'])
    total = np.array([target['ethnic'][e] for e in ETHNIC])
    total[0] = total[0] * (1 - chinese) + target['chinese'] * chinese
    others = (total * by_fsm_ethnic[:2].sum(0) - poor * by_fsm_ethnic[1]) / by_fsm_ethnic[0]
    others = scaled(others, by_fsm_ethnic[0], target['not_entitled'])
    everyone = np.ones(len(rows), bool)
    sexes = scaled([target['girls'], target['boys']], [1 - BOYS, BOYS], target['all'])
    decile = scaled(target['idaci'], target['idaci_n'], target['all'])
    language = scaled([target['english'], target['other']], [share(known & (rows.language == k).to_numpy()) for k in (0, 1)], mean_known)
    result = [('sex', rows.sex.to_numpy(), everyone, sexes), ('month', rows.month.to_numpy(), everyone, months(target)),
              ('fsm_ethnic', (rows.fsm * 5 + rows.ethnic).to_numpy(), known, np.concatenate([others, poor])),
              ('unknown', np.zeros(len(rows), int), ~known, np.array([unknown])),
              ('language', rows.language.to_numpy(), known, language), ('idaci', rows.idaci.to_numpy(), everyone, decile),
              ('sen', rows.sen.to_numpy(), known, np.array([np.nan, target['support'], target['ehcp']])),
              ('in_need', rows.in_need.to_numpy(), everyone, np.array([np.nan, target['in_need']]))]
    return result, unknown, mean_known


def fixed_part(rows):
    return (np.array(FIXED['education'])[rows.education] + np.array(FIXED['gestation'])[rows.gestation]
            + FIXED['not_breastfed'] * rows.not_breastfed + FIXED['workless'] * rows.workless
            + FIXED['mother_age'] * (MOTHER_AGES[rows.mother_age] - 30) / 10 + FIXED['social_rent'] * rows.social_rent).to_numpy()


def log_odds(rows, intercept, terms):
    """As the engine reckons it: language and SEN count for those of unknown status too."""
    group = np.where(rows.fsm < 2, terms['fsm_ethnic'][np.minimum(rows.fsm * 5 + rows.ethnic, 9)], terms['unknown'][0])
    return (fixed_part(rows) + intercept + group + terms['sex'][rows.sex] + terms['month'][rows.month] + terms['language'][rows.language]
            + terms['idaci'][rows.idaci] + terms['sen'][rows.sen] + terms['in_need'][rows.in_need])


def fit(rows, weight, factors, mean):
    """The terms by damped Newton steps, one level at a time, on the log odds as the engine reckons them."""
    terms = {name: np.zeros(len(goal)) for name, _, _, goal in factors}
    intercept, gap = 1.5, 1.0
    for _ in range(3000):
        gap = 0.0
        for name, level, among, goal in factors:
            p = sigma(log_odds(rows, intercept, terms))
            for k, want in enumerate(goal):
                if np.isnan(want):
                    continue
                mask = among & (level == k)
                w = weight[mask] / weight[mask].sum()
                error = want - (w * p[mask]).sum()
                gap = max(gap, abs(error))
                terms[name][k] += error / (w * p[mask] * (1 - p[mask])).sum()
        if gap < 1e-8:
            break
    for name, level in (('sex', 1), ('month', 5), ('idaci', 4), ('language', 0)):
        intercept += terms[name][level]
        terms[name] -= terms[name][level]
    reference = terms['fsm_ethnic'][3]
    intercept += reference
    terms['fsm_ethnic'] -= reference
    terms['unknown'] -= reference
    return intercept, terms, gap


def write(path, columns, rows):
    path.write_text('\n'.join([','.join(columns)] + [','.join(map(str, r)) for r in rows]) + '\n')


def number(x):
    return f'{x + 0.0:.6f}'


def marginals(rows, weight, p, target, factors, unknown):
    known = (rows.fsm < 2).to_numpy()
    mean = lambda mask: 100 * (weight[mask] * p[mask]).sum() / weight[mask].sum()
    total = np.array([target['ethnic'][e] for e in ETHNIC])
    lines = [('all', 'all', 100 * target['all'], mean(known | ~known), 'read')]
    lines += [('sex', s, 100 * target[t], mean((rows.sex == i).to_numpy()), 'read') for i, (s, t) in enumerate(zip(SEX, ('girls', 'boys')))]
    lines += [('free school meals', f, 100 * v, mean((rows.fsm == i).to_numpy()), c) for i, (f, v, c) in
              enumerate(zip(FSM, (target['not_entitled'], target['entitled'], unknown), ('read', 'read', 'derived')))]
    lines += [('first language', s, 100 * target[t], mean(known & (rows.language == i).to_numpy()), 'read') for i, (s, t) in
              enumerate(zip(LANGUAGE, ('english', 'other')))]
    lines += [('term of birth', 'autumn', 100 * target['autumn'], mean((rows.month < 4).to_numpy()), 'read'),
              ('term of birth', 'summer', 100 * target['summer'], mean((rows.month >= 8).to_numpy()), 'read')]
    lines += [('SEN', s, 100 * target[s], mean(known & (rows.sen == i).to_numpy()), 'read') for i, s in ((1, 'support'), (2, 'ehcp'))]
    lines += [('in need', 'yes', 100 * target['in_need'], mean((rows.in_need == 1).to_numpy()), 'read')]
    chinese = ETHNIC_SHARE['chinese'] / (ETHNIC_SHARE['asian'] + ETHNIC_SHARE['chinese'])
    for i, e in enumerate(ETHNIC):
        want = total[i] if e != 'asian' else total[i] * (1 - chinese) + target['chinese'] * chinese
        lines.append(('ethnic group', e, 100 * want, mean(known & (rows.ethnic == i).to_numpy()), 'read' if e != 'asian' else 'derived'))
    lines += [('IDACI decile', d, 100 * v, mean((rows.idaci == i).to_numpy()), 'derived') for i, (d, v) in
              enumerate(zip(IDACI, next(f[3] for f in factors if f[0] == 'idaci')))]
    lines += [('held out: sex x free school meals', f'{s} {f}', v, mean(((rows.sex == i) & (rows.fsm == j)).to_numpy()), 'read')
              for (i, s), (j, f), v in (((0, 'female'), (1, 'entitled'), 60), ((1, 'male'), (1, 'entitled'), 43),
                                        ((0, 'female'), (0, 'not_entitled'), 79), ((1, 'male'), (0, 'not_entitled'), 65))]
    return lines


def districts(folder, target_folder):
    """What the districts' children should have, on the county's published level: four years pooled, half way to the county."""
    table = pd.read_csv(folder / 'school_readiness/eyfsp_essex_districts_areas_of_learning_and_gld_estimate_2022_2025.csv')
    county = table[table.areacd == 'E10000012'].set_index('academic_year').gld_est
    rows = []
    for code in DISTRICTS:
        own = table[table.areacd == code].set_index('academic_year').gld_est
        gap = np.mean([logit(own[y] / 100) - logit(county[y] / 100) for y in own.index])
        rows.append((code, f'{100 * sigma(logit(0.694) + gap):.2f}'))
    write(target_folder / 'district_targets.csv', ['district', 'value'], rows)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument('--from', dest='source', type=pathlib.Path, required=True)
    options.add_argument('--to', type=pathlib.Path, default=pathlib.Path('scenarios'))
    options = options.parse_args()
    target = published(options.source)
    rows = draw_rows(target, np.random.Generator(np.random.PCG64(20240630)))
    weight, worst_share = rake(rows, controls(target))
    keep = weight > 1e-9
    rows, weight = rows[keep].reset_index(drop=True), weight[keep] / weight[keep].sum()
    whole = np.maximum(1, np.rint(weight * 1e8)).astype(int)  # the file holds whole weights: solve on what is shipped
    weight = whole / whole.sum()
    factors, unknown, mean_known = goals(target, rows, weight)

    intercept, terms, gap = fit(rows, weight, factors, target['all'])
    p = sigma(log_odds(rows, intercept, terms))

    england, essex = options.to / 'england/school_readiness', options.to / 'essex/school_readiness'
    write(england / 'sex.csv', ['sex', 'value'], [(s, number(v)) for s, v in zip(SEX, terms['sex'])])
    write(england / 'month_of_birth.csv', ['month_of_birth', 'value'], [(s, number(v)) for s, v in zip(MONTH, terms['month'])])
    write(england / 'fsm_ethnic_group.csv', ['fsm', 'ethnic_group', 'value'],
          [(f, e, number(terms['fsm_ethnic'][i * 5 + j] if i < 2 else terms['unknown'][0])) for i, f in enumerate(FSM) for j, e in enumerate(ETHNIC)])
    write(england / 'first_language.csv', ['first_language', 'value'], [(s, number(v)) for s, v in zip(LANGUAGE, terms['language'])])
    write(england / 'sen.csv', ['sen', 'value'], [(s, number(v)) for s, v in zip(SEN, terms['sen'])])
    write(england / 'deprivation.csv', ['idaci_decile', 'value'], [(s, number(v)) for s, v in zip(IDACI, terms['idaci'])])
    write(england / 'education.csv', ['education', 'value'], [(s, number(v)) for s, v in zip(EDUCATION, FIXED['education'])])
    write(england / 'gestation.csv', ['gestation', 'value'], [(s, number(v)) for s, v in zip(GESTATION, FIXED['gestation'])])

    mean = lambda mask, value: float((weight[mask] * value[mask]).sum() / weight[mask].sum())
    share = lambda column, code, sex, fsm: mean(((rows.sex == sex) & (rows.fsm == fsm)).to_numpy(), (rows[column] == code).to_numpy())
    for column, code, name in (('sen', 1, 'sen_support'), ('sen', 2, 'sen_ehcp')):
        write(england / f'share_{name}.csv', ['fsm', 'sex', 'value'],
              [(f, s, number(share(column, code, j, i))) for i, f in enumerate(FSM) for j, s in enumerate(SEX)])
    # Three children in a hundred are in need: by status and by SEN, without the interaction, which the rows are too few for.
    in_need = (rows.in_need == 1).to_numpy()
    of_fsm = [mean((rows.fsm == i).to_numpy(), in_need) for i in range(3)]
    of_sen = [mean((rows.sen == i).to_numpy(), in_need) for i in range(3)]
    product = np.outer(of_fsm, of_sen)
    joint = np.array([[weight[((rows.fsm == i) & (rows.sen == j)).to_numpy()].sum() for j in range(3)] for i in range(3)])
    want = np.array(of_fsm) * joint.sum(1), np.array(of_sen) * joint.sum(0)
    for _ in range(200):
        product *= (want[0] / (product * joint).sum(1))[:, None]
        product *= want[1] / (product * joint).sum(0)
    write(england / 'share_in_need.csv', ['fsm', 'sen', 'value'],
          [(f, s, number(product[i, j])) for i, f in enumerate(FSM) for j, s in enumerate(SEN)])
    write(england / 'share_never_breastfed.csv', ['education', 'value'], [(e, number(v)) for e, v in zip(EDUCATION, NEVER_BREASTFED)])
    write(england / 'share_education.csv', ['education', 'value'], [(e, number(mean(rows.sex >= 0, (rows.education == i).to_numpy()))) for i, e in enumerate(EDUCATION)])

    shipped = rows.assign(weight=whole, sex=[SEX[i] for i in rows.sex], month=[MONTH[i] for i in rows.month], fsm=[FSM[i] for i in rows.fsm],
                          ethnic=[ETHNIC[i] for i in rows.ethnic], language=[LANGUAGE[i] for i in rows.language], sen=[SEN[i] for i in rows.sen],
                          idaci=rows.idaci + 1, education=[EDUCATION[i] for i in rows.education], gestation=[GESTATION[i] for i in rows.gestation],
                          mother_age=MOTHER_AGES[rows.mother_age])
    shipped = shipped.rename(columns=dict(month='month_of_birth', ethnic='ethnic_group', language='first_language', idaci='idaci_decile'))
    order = ['sex', 'month_of_birth', 'fsm', 'ethnic_group', 'first_language', 'sen', 'in_need', 'idaci_decile', 'education', 'gestation',
             'not_breastfed', 'workless', 'mother_age', 'social_rent', 'weight']
    shipped[order].to_csv(england / 'reference_cohort.csv', index=False, lineterminator='\n')

    lines = marginals(rows, weight, p, target, factors, unknown)
    write(england / 'marginals.csv', ['characteristic', 'group', 'published', 'model', 'certainty'],
          [(a, b, f'{c:.2f}', f'{d:.2f}', e) for a, b, c, d, e in lines])
    districts(options.source, essex)
    for a, b, c, d, e in lines:
        print(f'{a:36s}{b:24s}{c:8.2f}{d:8.2f}{d - c:8.2f}  {e}')
    print(json.dumps(dict(rows=len(rows), raking_gap=worst_share, fit_gap=gap, intercept=round(float(intercept), 6),
                          in_need=round(float(terms['in_need'][1]), 6), unknown=round(float(unknown), 5), mean_known=round(float(mean_known), 5),
                          effective_rows=round(float(1 / (weight ** 2).sum())))))


if __name__ == '__main__':
    main()
