# What foresight.R can do, on a run of your own.
#
#   foresight run essex/quick --replicates 10 -o runs/quick.h5
#   Rscript tools/r/example.R runs/quick.h5 [OTHER]

here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[1]))
source(file.path(here, "foresight.R"))
arguments <- commandArgs(trailingOnly = TRUE)
options(width = 160)

run <- open_run(arguments[1])
cat(run$scenario, ": ", length(run$luck), " replicates, seed ", run$seed, "\n\n", sep = "")
print(list_tables(run)[c("table", "every", "dimensions")])

cat("\nWhat social care costs, by financial year and setting:\n")
cost <- read_table(run, "care_cost", by = c("financial_year", "setting"))
print(cost[cost$measure == "gross", ], row.names = FALSE)

cat("\nHouseholds in fuel poverty in one district, a ratio divided last:\n")
poor <- read_table(run, "fuel_poverty", by = "year", where = list(district = "Basildon"))
print(poor[poor$measure == "lilee_rate", ], row.names = FALSE)

if (length(arguments) > 1) {
  cat("\nWhat the change does, paired replicate by replicate:\n")
  print(compare_runs(run, open_run(arguments[2]), "care_cost", by = "financial_year"), row.names = FALSE)
}
