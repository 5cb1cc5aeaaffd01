"""A cohort-component projection month by month: the expected value of what the demography module draws.

Everybody of one month of birth is one number. It is the independent check on the
module, and what the backtest is computed with.
"""
import numpy as np

AGES = 111
BOYS = 105 / 205


def project(v, level, start, years, record=None):
    """Persons [district, sex, age] after whole years from July of `start`."""
    months = AGES * 12
    age = np.arange(months) // 12
    people = np.repeat(v['people'] / 12, 12, -1)
    out = (v['to_country'] + v['to_county'] + v['abroad'])[:, None, :]
    arrivals = np.repeat(v['arrivals'] / 144, 12, -1)
    path = dict(level)
    for year in range(start, start + years):
        death = v['hazard'] * (1 - v['rho'])[None] ** (year - start)
        leave = np.exp(-(death + out)[..., age] / 12)
        to_county = np.broadcast_to(v['to_county'][:, None, :], death.shape)[..., age]
        fertility = v['every'][age] * path[max(y for y in path if y <= year)]
        flows = dict.fromkeys(('births', 'deaths', 'out', 'in', 'within'), 0.0)
        flows = {k: np.zeros(len(people)) for k in flows}
        for _ in range(12):
            born = (people[:, 0] @ fertility) * v['kappa'] / 12
            lost = people * (1 - leave)
            total = (death + out)[..., age]
            moving = lost * to_county / total
            flows['births'] += born
            flows['deaths'] += (lost * death[..., age] / total).sum((1, 2))
            flows['out'] += (lost * (1 - (death[..., age] + to_county) / total)).sum((1, 2))
            flows['in'] += arrivals.sum((1, 2))
            people = people - lost + arrivals + np.einsum('osm,od->dsm', moving, v['share'])
            older = np.zeros_like(people)
            older[..., 1:] = people[..., :-1]
            older[..., -1] += people[..., -1]
            older[:, 0, 0], older[:, 1, 0] = born * (1 - BOYS), born * BOYS
            people = older
        if record is not None:
            record(year, people.reshape(people.shape[:2] + (AGES, 12)).sum(-1), flows)
    return people.reshape(people.shape[:2] + (AGES, 12)).sum(-1)
