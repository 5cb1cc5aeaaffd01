# Opens every table of a run file by its names. usage: Rscript read_with_r.R RUN
# Says so and succeeds where rhdf5 is absent.
if (!requireNamespace("rhdf5", quietly = TRUE)) {
  cat("skipped: rhdf5 is absent (apt-get install r-bioc-rhdf5)\n")
  quit(status = 0)
}
path <- commandArgs(trailingOnly = TRUE)[1]
contents <- rhdf5::h5ls(path)
tables <- contents$name[contents$group == "/tables"]
for (table in tables) {
  about <- rhdf5::h5readAttributes(path, paste0("/tables/", table))
  measures <- strsplit(about$measures, ",")[[1]]
  dimensions <- c("replicate", about$every, Filter(nzchar, strsplit(about$dimensions, ",")[[1]]))
  for (measure in measures) {
    values <- rhdf5::h5read(path, paste0("/tables/", table, "/", measure), bit64conversion = "double")
    lengths <- sapply(dimensions, function(one) length(rhdf5::h5read(path, paste0("/tables/", table, "/", one))))
    stopifnot(all(rev(dim(values)) == lengths))  # R has the dimensions the other way round
  }
  cat(table, ": ", paste(measures, collapse = ", "), " by ", paste(dimensions, collapse = ", "), "\n", sep = "")
}
