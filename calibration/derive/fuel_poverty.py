#!/usr/bin/env python3
"""Makes the tidy tables of the fuel poverty module.

    calibration/derive/fuel_poverty.py --from DIR [--to scenarios]

DIR holds the source files named below (their publishers are in the parameter
books). What has no file is written here, with its certainty in the book.
"""
import argparse
import csv
import math
from pathlib import Path

BANDS = 'ABCDEFGHIJKL'
TYPES = ['detached', 'semi_detached', 'terraced', 'purpose_built_flat', 'converted_flat', 'other_converted', 'commercial', 'caravan']
FLATS = TYPES[3:7]
FUELS = ['mains_gas', 'electricity', 'economy_7', 'oil', 'lpg', 'solid', 'heat_network']
SYSTEMS = ['condensing_boiler', 'older_boiler', 'storage_heaters', 'room_heaters', 'heat_pump', 'communal']
PAYMENTS = ['direct_debit', 'standard_credit', 'prepayment']


def write(path, header, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, 'w', newline='') as file:
        out = csv.writer(file, lineterminator='\n')
        out.writerow(header)
        out.writerows(rows)


def read(path):
    with open(path, newline='', encoding='utf-8-sig') as file:
        return list(csv.DictReader(file))


def fabric(source, to):
    walls = {(r['wall_group'], r['detail']): [float(r[f'band_{b}'] or 0) for b in BANDS] for r in read(source / 'rdsap2012_u_values_walls_england.csv')}
    chosen = {'solid': walls['solid brick', 'as built'],
              'solid_insulated': walls['stone / solid brick', 'with 100mm external or internal insulation'],
              'cavity_unfilled': walls['cavity', 'as built'],
              'cavity_filled': walls['filled cavity', ''],
              'timber_or_system': [(t + s) / 2 for t, s in zip(walls['timber frame', 'as built'], walls['system build', 'as built'])]}
    write(to / 'wall_u_value.csv', ['wall', 'age_band', 'value'],
          [(wall, band, round(u, 3)) for wall, values in chosen.items() for band, u in zip(BANDS, values)])
    assumed = {r['age_band']: float(r['assumed_roof_u_value']) for r in read(source / 'rdsap2012_table_S10_assumed_roof_u_values.csv')
               if r['roof_construction'].startswith('pitched, slates or tiles, insulation between')}
    known = {r['insulation_thickness_at_joints_mm']: float(r['assumed_roof_u_value']) for r in read(source / 'rdsap2012_table_S9_roof_u_values.csv')
             if r['roof_construction'] == 'slates or tiles'}
    lofts = {'none': known['none'], 'mm_100': known['100'], 'mm_150': known['150'], 'mm_270': known['270']}
    write(to / 'roof_u_value.csv', ['loft', 'age_band', 'value'],
          [(loft, band, min(u, assumed[band])) for loft, u in lofts.items() for band in BANDS] + [('no_loft', band, 0) for band in BANDS])
    windows = {(r['age_band_of_main_dwelling'], r['dwelling_type']): r for r in read(source / 'rdsap2012_table_S4_window_area.csv')}
    write(to / 'window_area.csv', ['type', 'age_band', 'share', 'constant'],
          [(t, b, windows[b, 'flat' if t in FLATS else 'house']['window_area_coefficient'],
            windows[b, 'flat' if t in FLATS else 'house']['window_area_constant']) for t in TYPES for b in BANDS])
    floors = [.62, .62, .60, .65, .65, .60, .55, .45, .45, .25, .22, .20]
    bridging = {r['age_band']: r['thermal_bridging_factor'] for r in read(source / 'rdsap2012_table_S13_thermal_bridging.csv') if r['dwelling_type'] == 'not park home'}
    bridging.setdefault('F', '0.15')  # the stored table omits band F, which lies between two of 0.15
    suspended = [.2, .2, .15, .1, .1, .05, .05, .05, 0, 0, 0, 0]
    write(to / 'age_band.csv', ['age_band', 'floor_u_value', 'bridging', 'floor_infiltration'],
          [(b, floors[i], bridging[b], suspended[i]) for i, b in enumerate(BANDS)])
    write(to / 'glazing.csv', ['glazing', 'u_value', 'transmittance', 'draught_proofed'],
          [('single', 4.8, .85, .1), ('double_old', 2.8, .76, .9), ('double_new', 2.0, .72, 1.0)])
    write(to / 'wall.csv', ['wall', 'infiltration', 'party_u_value'],
          [('solid', .35, 0), ('solid_insulated', .35, 0), ('cavity_unfilled', .35, .25), ('cavity_filled', .35, .25), ('timber_or_system', .25, .25)])
    shape = {'detached': (2, 1, 1, 0, 2), 'semi_detached': (2, .73, 1, 1, 2), 'terraced': (2, .50, 1, 1, 2), 'purpose_built_flat': (1, .50, .4, 0, 3),
             'converted_flat': (1, .60, .4, 0, 3), 'other_converted': (1, .60, .5, 0, 3), 'commercial': (1, .60, 0, 0, 3), 'caravan': (1, 1, 1, 0, 1)}
    write(to / 'shape.csv', ['type', 'storeys', 'exposed', 'ground_floor', 'party', 'sheltered_sides'], [(t, *shape[t]) for t in TYPES])
    rooms = {r['number_of_rooms']: r['living_area_fraction'] for r in read(source / 'rdsap2012_table_S16_living_area_fraction.csv')}
    write(to / 'living_area.csv', ['rooms', 'value'], [(n, rooms[str(n)]) for n in range(1, 9)])


def systems(to):
    boiler = {'mains_gas': (.84, .70), 'oil': (.84, .70), 'lpg': (.84, .70), 'solid': (.65, .60), 'heat_network': (1, 1)}

    def efficiency(fuel, system):
        if system == 'heat_pump':
            return 2.5
        if system == 'communal' or fuel == 'heat_network':
            return 1
        if fuel in ('electricity', 'economy_7'):
            return 1
        if system == 'condensing_boiler':
            return boiler[fuel][0]
        if system == 'older_boiler':
            return boiler[fuel][1]
        return .60  # room heaters that burn something

    write(to / 'efficiency.csv', ['heating_fuel', 'heating_system', 'value'], [(f, s, efficiency(f, s)) for f in FUELS for s in SYSTEMS])
    write(to / 'system.csv', ['heating_system', 'responsiveness', 'full_control', 'water_loss', 'pumps'],
          [('condensing_boiler', 1, 1, 500, 75), ('older_boiler', 1, 0, 600, 120), ('storage_heaters', .2, 1, 550, 0),
           ('room_heaters', 1, 1, 550, 0), ('heat_pump', 1, 1, 500, 60), ('communal', 1, 1, 300, 0)])
    prices = {'mains_gas': (3.48, 120), 'electricity': (13.19, 0), 'economy_7': (6.97, 24), 'oil': (5.44, 0), 'lpg': (7.60, 70),
              'solid': (3.67, 0), 'heat_network': (4.24, 120)}
    write(to / 'rating_price.csv', ['heating_fuel', 'unit_rate', 'standing_charge'], [(f, *prices[f]) for f in FUELS])


def climate(to):
    """Sun on vertical glass that faces east or west: SAP 2012 appendix U3.2 from that on the flat."""
    declination = [-20.7, -12.8, -1.8, 9.8, 18.8, 23.1, 21.2, 13.7, 2.9, -8.7, -18.4, -23.0]
    flat = [26, 54, 94, 150, 190, 201, 194, 164, 116, 68, 33, 21]

    def upright(flux, latitude, month):
        k = [1.44, -2.36, 1.07, -.514, 1.89, -1.64, -.542, -.757, .604]
        s = math.sin(math.pi / 4)
        a, b, c = (k[3 * i] * s**3 + k[3 * i + 1] * s**2 + k[3 * i + 2] * s for i in range(3))
        x = math.cos(math.radians(latitude - declination[month]))
        return flux * (a * x * x + b * x + c + 1)

    uk = ([4.3, 4.9, 6.5, 8.9, 11.7, 14.6, 16.6, 16.4, 14.1, 10.6, 7.1, 4.2], [5.1, 5.0, 4.9, 4.4, 4.3, 3.8, 3.8, 3.7, 4.0, 4.3, 4.5, 4.7], 53.4, 1.0)
    east = ([4.6, 5.0, 7.0, 9.0, 12.2, 15.0, 17.5, 17.6, 15.0, 11.4, 7.3, 5.1], [4.9, 4.8, 4.7, 4.2, 4.2, 3.7, 3.8, 3.8, 4.0, 4.2, 4.3, 4.5], 52.1, 1.04)
    for path, (warm, wind, latitude, brighter) in ((to / 'england/fuel_poverty/rating_climate.csv', uk), (to / 'essex/fuel_poverty/climate.csv', east)):
        write(path, ['calendar_month', 'temperature', 'wind', 'sunlight'],
              [(m + 1, warm[m], wind[m], round(upright(flat[m] * brighter, latitude, m), 1)) for m in range(12)])
    use = [1.10, 1.06, 1.02, .98, .94, .90, .90, .94, .98, 1.02, 1.06, 1.10]
    rise = [41.2, 41.4, 40.1, 37.6, 36.4, 33.9, 30.4, 33.4, 33.5, 36.3, 39.4, 39.9]
    write(to / 'england/fuel_poverty/hot_water.csv', ['calendar_month', 'use', 'rise'], [(m + 1, use[m], rise[m]) for m in range(12)])


def tariffs(source, to):
    cap = [r for r in read(source / 'ofgem_price_cap_2019_2026.csv')]
    autumn = next(r for r in cap if r['from'] == '2021-10-01')
    rates = ('elec_unit_p', 'elec_sc_p_day', 'gas_unit_p', 'gas_sc_p_day')
    level = {key: float(autumn[key]) for key in rates}

    def bill(electricity, gas):
        return level['elec_unit_p'] * electricity / 100 + level['gas_unit_p'] * gas / 100 + 3.65 * (level['elec_sc_p_day'] + level['gas_sc_p_day'])

    index = {}
    quarters = {'Jan to Mar': 1, 'Apr to June': 4, 'July to Sept': 7, 'Oct to Dec': 10}
    for row in csv.reader(open(source / 'beis_domestic_fuel_price_indices_quarterly_1996_2022.csv', newline='', encoding='utf-8-sig')):
        if row[0].isdigit() and int(row[0]) >= 2019:
            index[f'{row[0]}-{quarters[row[1]]:02d}'] = (float(row[2]), float(row[5]))  # solid, liquid
    # Liquid fuel, LPG and solid fuel after the index ends: recalled retail levels, pence per kWh.
    later = {'2022-07': (9.0, 10.5, 6.2), '2022-10': (9.2, 10.5, 6.8), '2023-01': (8.2, 10.0, 7.0), '2023-04': (7.2, 9.0, 7.0), '2023-07': (7.3, 8.5, 6.8),
             '2023-10': (8.2, 8.5, 6.8), '2024-01': (7.4, 8.5, 6.8), '2024-04': (7.0, 8.5, 6.8), '2024-07': (6.4, 8.5, 6.8), '2024-10': (6.0, 8.5, 6.8)}
    solid_q421, liquid_q421 = index['2021-10']

    def off_cap(month):
        if month in index:
            solid, liquid = index[month]
            return 5.4 * liquid / liquid_q421, 7.6 * (1 + .6 * (liquid / liquid_q421 - 1)), 5.0 * solid / solid_q421
        return later[max(m for m in later if m <= month)] if month >= '2022-07' else None

    # The prepayment and standard credit levels against direct debit, where both are published, and held between.
    ratio = {'2019-01': (1.073, 1.025), '2021-04': (1.073, 1156 / 1138), '2021-10': (1370 / 1277, 1309 / 1277), '2022-04': (2101 / 1971, 2017 / 1971),
             '2022-10': (3764 / 3549, 2017 / 1971), '2023-07': (3764 / 3549, 1.0), '2024-04': (1796 / 1690, 1643 / 1690),
             '2024-07': (1668 / 1568, 1522 / 1568), '2024-10': (1829 / 1717, 1669 / 1717)}
    # Economy 7: low rate 0.60 and high rate 1.16 of the single one; storage heaters take 85 per cent at the low rate.
    economy_7 = .85 * .60 + .15 * 1.16
    capped = {}
    held = dict(level)
    for row in cap:
        if row['from'] < '2021-10':
            scale = float(row['cap_DD_gbp']) / bill(*(float(x) for x in row['TDCV_elec/gas_kWh'].split()[0].split('/')))
            capped[row['from'][:7]] = {key: level[key] * scale for key in rates}
        else:
            now = {key: float(row[key]) if row[key] else None for key in rates}
            if now['elec_sc_p_day'] is None:  # level and unit rates are known: the rest is standing charge
                rest = (float(row['cap_DD_gbp']) - (now['elec_unit_p'] * 27 + now['gas_unit_p'] * 115)) / 3.65
                both = held['elec_sc_p_day'] + held['gas_sc_p_day']
                now |= {key: rest * held[key] / both for key in ('elec_sc_p_day', 'gas_sc_p_day')}
            capped[row['from'][:7]] = held = now
    months = sorted(set(capped) | {m for m in index} | set(later))
    unit, standing, alone = [], [], {}
    for month in months:
        now = capped[max(m for m in capped if m <= month)]
        credit, prepay = ratio[max(m for m in ratio if m <= month)]
        oil, lpg, solid = off_cap(month)
        for fuel in FUELS:
            for payment, times in zip(PAYMENTS, (1, credit, prepay)):
                rate = {'mains_gas': now['gas_unit_p'] * times, 'electricity': now['elec_unit_p'] * times, 'economy_7': now['elec_unit_p'] * times * economy_7,
                        'oil': oil, 'lpg': lpg, 'solid': solid, 'heat_network': now['gas_unit_p'] / .75}[fuel]
                charge = {'mains_gas': now['gas_sc_p_day'] * times, 'electricity': now['elec_sc_p_day'] * times, 'economy_7': now['elec_sc_p_day'] * times,
                          'heat_network': 60}.get(fuel, 0)
                unit.append((month, fuel, payment, round(rate, 3)))
                standing.append((month, fuel, payment, round(charge, 3)))
    write(to / 'unit_rate.csv', ['from', 'heating_fuel', 'payment', 'value'], unit)
    write(to / 'standing_charge.csv', ['from', 'heating_fuel', 'payment', 'value'], standing)
    for name, month in (('october_2021', '2021-10'), ('april_2022', '2022-04')):
        write(to / f'unit_rate_{name}.csv', ['heating_fuel', 'payment', 'value'], [row[1:] for row in unit if row[0] == month])
        write(to / f'standing_charge_{name}.csv', ['heating_fuel', 'payment', 'value'], [row[1:] for row in standing if row[0] == month])


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument('--from', dest='source', type=Path, required=True)
    arguments.add_argument('--to', type=Path, default=Path(__file__).resolve().parents[2] / 'scenarios')
    given = arguments.parse_args()
    england = given.to / 'england/fuel_poverty'
    fabric(given.source, england)
    systems(england)
    climate(given.to)
    tariffs(given.source, england)


if __name__ == '__main__':
    main()
