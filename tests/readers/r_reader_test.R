# tools/r/foresight.R says what the program says, to rounding. usage: Rscript r_reader_test.R FORESIGHT RUN OTHER
source("tools/r/foresight.R")
words <- commandArgs(trailingOnly = TRUE)
fields <- c("error", "low80", "high80", "low95", "high95")

asked <- function(...) {
  text <- system2(words[1], shQuote(c(..., "--format", "csv")), stdout = TRUE, stderr = FALSE)
  read.csv(text = text, check.names = FALSE, colClasses = NA)
}

assert_same <- function(expected, found, scale, what) {
  expected[is.na(expected)] <- NaN
  found[is.na(found)] <- NaN
  far <- abs(expected - found) > 1e-11 * pmax(1, abs(scale))  # R's own quantiles of Student's t
  if (!identical(is.nan(expected), is.nan(found)) || any(far, na.rm = TRUE)) stop(what, " is not what the program says")
}

run <- open_run(words[2])
other <- open_run(words[3])
questions <- list(list("care_cost", c("financial_year", "setting"), list(district = "Basildon")),
                  list("care_clients", "financial_year", list()),
                  list("care_budget", c("quarter", "age_group"), list(setting = c("residential", "nursing"))),
                  list("fuel_poverty", c("year", "district"), list()), list("fuel_poverty_lsoa", c("year", "lsoa"), list()),
                  list("population_change", "event", list()), list("care_clients", "month", list(financial_year = "2025-26")), list("school_readiness", c("school_year", "fsm"), list()))
for (question in questions) {
  where <- unlist(lapply(names(question[[3]]), function(one) paste0(one, "=", question[[3]][[one]])))
  shown <- asked("show", words[2], "--table", question[[1]], "--by", paste(question[[2]], collapse = ","),
                 if (length(where)) as.vector(rbind("--where", where)))
  found <- read_table(run, question[[1]], question[[2]], question[[3]])
  for (measure in list_measures(run, question[[1]])$measure) {
    rows <- found[found$measure == measure, ]
    stopifnot(nrow(rows) == nrow(shown))
    for (one in intersect(question[[2]], names(rows))) stopifnot(as.character(shown[[one]]) == rows[[one]])
    assert_same(shown[[measure]], rows$mean, shown[[measure]], paste(question[[1]], measure))
    for (field in fields)
      assert_same(shown[[paste0(measure, "_", field)]], rows[[field]], rows$mean, paste(question[[1]], measure, field))
  }
  cat("same as show:", question[[1]], "by", paste(question[[2]], collapse = ", "), "\n")
}

shown <- asked("compare", words[2], words[3], "--table", "care_cost", "--by", "financial_year")
found <- compare_runs(run, other, "care_cost", by = "financial_year")
stopifnot(nrow(found) == nrow(shown), found$paired, shown$measure == found$measure)
for (field in c("base", "other", "difference")) assert_same(shown[[field]], found[[field]], found$base, field)
for (field in c(fields, paste0("mean_", fields[-1])))
  assert_same(shown[[paste0("difference_", field)]], found[[field]], found$base, field)
cat("same as compare: care_cost\n")
stopifnot(inherits(try(read_table(run, "care_costs"), silent = TRUE), "try-error"))
stopifnot(inherits(try(open_run("README.md"), silent = TRUE), "try-error"))
