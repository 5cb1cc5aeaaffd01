#!/usr/bin/env python3
"""What foresight.py can do, on a run of your own.

usage: example.py RUN [OTHER]
    foresight run essex/quick --replicates 10 -o runs/quick.h5
    python3 tools/python/example.py runs/quick.h5
"""
import sys

import pandas

import foresight


def main():
    pandas.set_option("display.width", 160, "display.max_columns", 20)
    run = foresight.open_run(sys.argv[1])
    print(f"{run.scenario}: {len(run.luck)} replicates, seed {run.seed}\n{run.question}\n")
    print(run.tables()[["label", "every"]], "\n")

    print("What social care costs, by financial year and setting:")
    print(run.table("care_cost", by=["financial_year", "setting"]).xs("gross", level="measure"), "\n")

    print("Households in fuel poverty in one district, a ratio divided last:")
    print(run.table("fuel_poverty", by=["year"], where={"district": "Basildon"}).xs("lilee_rate", level="measure"), "\n")

    try:
        print("The same as an xarray.Dataset:")
        clients = run.array("care_clients")["clients"]
        print(clients.sum(["district", "age_group"]).mean("replicate").isel(month=-1).to_series(), "\n")
    except ImportError as absent:
        print(f"left out: {absent} (apt-get install python3-xarray)\n")

    if len(sys.argv) > 2:
        print("What the change does, paired replicate by replicate:")
        print(foresight.compare(run, foresight.open_run(sys.argv[2]), "care_cost", by="financial_year"))


if __name__ == "__main__":
    main()
