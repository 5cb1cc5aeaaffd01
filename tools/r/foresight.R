# Reads run files of Foresight: tables as data frames with their intervals, and two runs compared.
#
#   source("tools/r/foresight.R")
#   run <- open_run("runs/baseline.h5")
#   list_tables(run)
#   read_table(run, "care_cost", by = c("financial_year", "setting"), where = list(district = "Basildon"))
#   compare_runs(run, open_run("runs/policy.h5"), "care_cost", by = "financial_year")
#
# Means, errors and bands are those of `foresight show` and `foresight compare`, to rounding. Needs rhdf5.
# On Debian: apt-get install r-bioc-rhdf5

cadences <- c("month", "quarter", "year", "financial_year", "school_year")
estimate_columns <- c("mean", "error", "low80", "high80", "low95", "high95")

#' Opens a run file: what it is about; its tables are read when they are asked for.
open_run <- function(path) {
  origin <- tryCatch(.attributes(path, "/provenance"), error = function(e) NULL)
  if (is.null(origin$scenario)) stop(path, " is no run of Foresight")
  contents <- rhdf5::h5ls(path)
  tables <- contents$name[contents$group == "/tables"]
  run <- list(path = path, scenario = origin$scenario, seed = origin$seed,
              luck = as.vector(rhdf5::h5read(path, "/provenance/replicates/luck")),
              point = as.vector(rhdf5::h5read(path, "/provenance/replicates/point")),
              schemas = sapply(tables, function(one) .schema(path, one, contents), simplify = FALSE))
  rhdf5::h5closeAll()
  structure(run, class = "foresight_run")
}

#' What tables a run has: label, cadence, dimensions and measures.
list_tables <- function(run) {
  words <- function(names) paste(names, collapse = ", ")
  data.frame(table = names(run$schemas),
             label = sapply(run$schemas, `[[`, "label"),
             every = sapply(run$schemas, `[[`, "every"),
             dimensions = sapply(run$schemas, function(one) words(names(one$codes))),
             measures = sapply(run$schemas, function(one) words(one$about$measure)), row.names = NULL)
}

#' The measures of a table: label, unit, kind, and of a ratio what is over what.
list_measures <- function(run, table) .schema_of(run, table)$about

#' A table replicate by replicate: dimensions, measure, and one column for each replicate.
#'
#' by     dimensions that stay, time by its own or a longer cadence; all of them if not said. Kinds of events are told
#'        apart if neither here nor in `where`: requests and ends of support are no sum of anything
#' where  list(dimension = keys, labels or official codes)
#' A stock is never added up over time: of a longer period it is what stands at its end. A ratio is divided last.
read_replicates <- function(run, table, by = NULL, where = list()) {
  answer <- .answer(run, .schema_of(run, table), by, where)
  cbind(answer$rows, as.data.frame(answer$values))
}

#' A table with mean, Monte Carlo error, and the bands within which 80 and 95 per cent of futures fall.
#' One replicate has no error and no bands. A band of what is counted does not go below
#' nought where no replicate does.
read_table <- function(run, table, by = NULL, where = list()) {
  answer <- .answer(run, .schema_of(run, table), by, where)
  of <- .of_futures(answer$values, run$point)
  about <- .schema_of(run, table)$about
  counted <- !grepl("GBP", about$unit[match(answer$rows$measure, about$measure)])
  never_below <- counted & rowSums(answer$values < 0) == 0
  for (low in c("low80", "low95")) of[[low]] <- ifelse(never_below %in% TRUE & of[[low]] < 0, 0, of[[low]])
  cbind(answer$rows, of)
}

#' How two runs differ, cell by cell.
#' In `low95` and the like lies the difference in another future, in `mean_low95` and the like its mean, were the replicates
#' infinitely many. Paired replicate by replicate where both had the same luck; the column `paired` says whether they had.
compare_runs <- function(base, other, table, by = NULL, where = list()) {
  shared <- seq_len(min(length(base$luck), length(other$luck)))
  before <- .answer(base, .schema_of(base, table), by, where, other)
  after <- .answer(other, .schema_of(other, table), by, where, base)
  key <- function(rows) do.call(paste, c(rows, sep = "\r"))
  both <- match(key(before$rows), key(after$rows))
  if (all(is.na(both))) stop("the tables '", table, "' have no row in common")
  rows <- before$rows[!is.na(both), , drop = FALSE]
  one <- before$values[!is.na(both), , drop = FALSE]
  two <- after$values[both[!is.na(both)], , drop = FALSE]
  paired <- base$seed == other$seed && identical(base$luck[shared], other$luck[shared]) &&
    identical(base$point[shared], other$point[shared])
  if (paired) {
    one <- one[, shared, drop = FALSE]
    two <- two[, shared, drop = FALSE]
    made <- .of_mean(two - one, base$point[shared])
    futures <- .of_futures(two - one, base$point[shared])
  } else {
    a <- .of_mean(one, base$point)
    b <- .of_mean(two, other$point)
    made <- data.frame(mean = b$mean - a$mean, error = sqrt(a$error^2 + b$error^2))
    for (share in c("80", "95")) {
      high <- paste0("high", share)
      reach <- sqrt((a[[high]] - a$mean)^2 + (b[[high]] - b$mean)^2)
      made[[paste0("low", share)]] <- made$mean - reach
      made[[high]] <- made$mean + reach
    }
  }
  bands <- c("low80", "high80", "low95", "high95")
  names(made) <- c("difference", "error", paste0("mean_", bands))
  made[bands] <- if (paired) futures[bands] else NA
  cbind(rows, base = rowMeans(one), other = rowMeans(two), made, paired = paired)
}

#' Attributes of a group or a table. rhdf5 warns that it cannot read the references to the scales, which are not wanted.
.attributes <- function(path, name) suppressWarnings(rhdf5::h5readAttributes(path, name))
.texts <- function(path, name) as.vector(rhdf5::h5read(path, name))
.words <- function(text) Filter(nzchar, strsplit(text, ",")[[1]])

#' What a table is about, before any number.
.schema <- function(path, table, contents) {
  group <- paste0("/tables/", table)
  at <- function(name) paste0(group, "/", name)
  told <- .attributes(path, group)
  there <- contents$name[contents$group == group]
  starts <- do.call(rbind, strsplit(.texts(path, at(paste0(told$every, "_start"))), "-"))
  codes <- sapply(.words(told$dimensions), function(one) {
    official <- paste0(one, "_code")
    key <- .texts(path, at(one))
    data.frame(key = key, label = .texts(path, at(paste0(one, "_label"))),
               code = if (official %in% there) .texts(path, at(official)) else rep("", length(key)))
  }, simplify = FALSE)
  measures <- lapply(.words(told$measures), function(one) {
    kept <- .attributes(path, at(one))
    data.frame(measure = one, label = kept$long_name, unit = kept$units, kind = kept$kind, numerator = "", denominator = "")
  })
  ratios <- lapply(.words(told$ratios), function(one) {
    parts <- strsplit(told[[paste0("ratio_", one)]], "/")[[1]]
    data.frame(measure = one, label = told[[paste0("ratio_", one, "_label")]],
               unit = told[[paste0("ratio_", one, "_units")]], kind = "ratio", numerator = parts[1], denominator = parts[2])
  })
  kinds <- Filter(function(one) !is.null(.attributes(path, at(one))$adds_up), names(codes))
  list(name = table, kinds = kinds, label = told$label, note = told$note, every = told$every, periods = .texts(path, at(told$every)),
       first = as.integer(starts[, 1]) * 12L + as.integer(starts[, 2]) - 1L,
       months = as.integer(.texts(path, at(paste0(told$every, "_months")))), codes = codes,
       about = do.call(rbind, c(measures, ratios)))
}

.schema_of <- function(run, table) {
  if (!table %in% names(run$schemas))
    stop("no table '", table, "' in ", run$path, ": it has ", paste(names(run$schemas), collapse = ", "))
  run$schemas[[table]]
}

#' Which of the cells that are read a run hides in some period, by disclosure control; none if it has other cells.
.hidden <- function(run, schema, index) {
  if (is.null(run) || !length(schema$codes) || !identical(run$schemas[[schema$name]]$codes, schema$codes)) return(FALSE)
  first <- schema$about$measure[schema$about$kind != "ratio"][1]
  values <- rhdf5::h5read(run$path, paste0("/tables/", schema$name, "/", first), index = index, bit64conversion = "double")
  as.vector(apply(is.nan(values), seq_along(schema$codes), any))
}

#' Sums over what was not asked for, each replicate by itself, without what it or a run beside it hides. R has the
#' dimensions the other way round.
.answer <- function(run, schema, by, where, beside = NULL) {
  dimensions <- names(schema$codes)
  if (is.null(by)) by <- c(schema$every, dimensions)
  by <- c(by, setdiff(schema$kinds, c(by, names(where))))
  unknown <- setdiff(c(by, names(where)), c(dimensions, cadences))
  if (length(unknown))
    stop("table '", schema$name, "' has no dimension '", unknown[1], "': it has ",
         paste(c(schema$every, dimensions), collapse = ", "))
  time <- c(intersect(c(by, names(where)), cadences), schema$every)[1]
  spans <- .spans(schema, time)
  pinned <- intersect(names(where), cadences)
  for (one in pinned) {
    labels <- sapply(spans, function(span) .period(schema$first[span[length(span)]], one)$label)
    spans <- spans[labels %in% where[[one]]]
    if (!length(spans)) stop("no ", one, " ", paste(where[[one]], collapse = ", "), " in table '", schema$name, "'")
  }
  timed <- time %in% by || ("stock" %in% schema$about$kind && (length(spans) > 1 || !length(pinned)))
  if (!timed) spans <- list(all = unlist(spans, use.names = FALSE))
  shown <- dimensions[dimensions %in% by]
  kept <- lapply(setNames(dimensions, dimensions), function(one) .kept(schema, one, where[[one]]))
  backwards <- rev(dimensions)
  axes <- c(which(backwards %in% shown), length(dimensions) + 1:2)
  sums <- list()
  index <- c(unname(kept[backwards]), list(NULL, NULL))
  hidden <- .hidden(beside, schema, index)
  for (m in which(schema$about$kind != "ratio")) {
    about <- schema$about[m, ]
    values <- rhdf5::h5read(run$path, paste0("/tables/", schema$name, "/", about$measure),
                            index = index, bit64conversion = "double")
    values[rep(hidden, length.out = length(values))] <- NaN
    size <- dim(values)[axes]
    # A sum leaves out what is hidden; of hidden cells alone it is hidden itself.
    values <- array(apply(values, axes, function(x) if (all(is.nan(x))) NaN else sum(x, na.rm = TRUE)), size)
    cells <- prod(size[seq_along(shown)])
    values <- array(values, c(cells, length(schema$periods), length(run$luck)))
    by_time <- lapply(spans, function(span) {
      if (about$kind == "stock") span <- span[length(span)]
      matrix(apply(values[, span, , drop = FALSE], c(1, 3), sum), cells)
    })
    sums[[about$measure]] <- do.call(rbind, by_time)
  }
  rhdf5::h5closeAll()
  for (m in which(schema$about$kind == "ratio")) {
    about <- schema$about[m, ]
    below <- sums[[about$denominator]]
    sums[[about$measure]] <- ifelse(below > 0, sums[[about$numerator]] / below, NaN)
  }
  levels <- lapply(setNames(shown, shown), function(one) schema$codes[[one]]$key[kept[[one]]])
  if (timed) levels <- c(setNames(list(names(spans)), time), levels)
  measures <- schema$about$measure
  grid <- expand.grid(c(list(measure = measures), rev(levels)), stringsAsFactors = FALSE)
  rows <- grid[c(names(levels), "measure")]
  values <- do.call(rbind, sums[measures])
  each <- nrow(values) / length(measures)
  order <- as.vector(t(matrix(seq_len(nrow(values)), each)))
  list(rows = rows, values = unname(values[order, , drop = FALSE]))
}

.kept <- function(schema, dimension, words) {
  codes <- schema$codes[[dimension]]
  if (is.null(words)) return(seq_len(nrow(codes)))
  found <- which(codes$key %in% words | codes$label %in% words | codes$code %in% words)
  if (!length(found)) stop("no ", dimension, " ", paste(words, collapse = ", "), " in table '", schema$name, "'")
  found
}

#' The periods of the table that make up each period of a cadence; only whole ones if anything flows.
.spans <- function(schema, every) {
  if (every == schema$every) return(setNames(as.list(seq_along(schema$periods)), schema$periods))
  if (schema$every != "month" && !(schema$every == "quarter" && every %in% c("year", "financial_year")))
    stop("table '", schema$name, "' cannot be shown by ", every, ": it is by ", schema$every)
  wholes <- lapply(schema$first, .period, every = every)
  labels <- sapply(wholes, `[[`, "label")
  spans <- split(seq_along(labels), factor(labels, unique(labels)))
  whole <- sapply(spans, function(span) {
    last <- span[length(span)]
    ends <- schema$first[last] + schema$months[last] == wholes[[last]]$begin + wholes[[last]]$length
    if ("flow" %in% schema$about$kind) sum(schema$months[span]) == wholes[[last]]$length else ends
  })
  spans[whole]
}

#' First month, length and label of the period that holds a month, counted from January of the year 0.
.period <- function(month, every) {
  year <- month %/% 12
  of_year <- month %% 12
  if (every == "month") return(list(begin = month, length = 1, label = sprintf("%d-%02d", year, of_year + 1)))
  if (every == "quarter")
    return(list(begin = year * 12 + of_year %/% 3 * 3, length = 3, label = sprintf("%d Q%d", year, of_year %/% 3 + 1)))
  starts <- c(year = 6, financial_year = 3, school_year = 8)[[every]]
  begin <- if (of_year >= starts) year else year - 1
  label <- switch(every, year = sprintf("%d", begin + 1), financial_year = sprintf("%d-%02d", begin, (begin + 1) %% 100),
                  school_year = sprintf("%d/%02d", begin, (begin + 1) %% 100))
  list(begin = begin * 12 + starts, length = 12, label = label)
}

#' Replicates at one point of the uncertain parameters deviate together.
.groups <- function(points) {
  groups <- match(points, unique(points))
  if (all(points == 0)) seq_along(points) else groups
}

.of_mean <- function(values, points) {
  groups <- .groups(points)
  n <- max(groups)
  mean <- rowMeans(values)
  if (n < 2) return(setNames(data.frame(mean, NaN, NaN, NaN, NaN, NaN), estimate_columns))
  together <- t(rowsum(t(values - mean), groups))
  error <- sqrt(rowSums(together^2) * n / (n - 1)) / ncol(values)
  eighty <- qt(0.9, n - 1) * error
  most <- qt(0.975, n - 1) * error
  setNames(data.frame(mean, error, mean - eighty, mean + eighty, mean - most, mean + most), estimate_columns)
}

#' The bands of one more future: order statistics where there are enough, else Student's t.
.of_futures <- function(values, points) {
  of <- .of_mean(values, points)
  n <- max(.groups(points))
  if (n < 2) return(of)
  count <- ncol(values)
  ordered <- t(apply(values, 1, sort, na.last = TRUE))
  # Another point and the error of the mean, and another luck (Satterthwaite for the degrees of freedom).
  groups <- .groups(points)
  lucks <- count / n
  means <- t(rowsum(t(values), groups)) / rep(as.vector(table(groups)), each = nrow(values))
  within <- rowSums((values - means[, groups, drop = FALSE])^2) / max(1, count - n)
  of_points <- apply(means, 1, var) * (1 + 1 / n)
  of_lucks <- within * (1 - 1 / lucks)
  total <- of_points + of_lucks
  freedom <- of_points^2 / (n - 1) + if (lucks > 1) of_lucks^2 / (n * (lucks - 1)) else 0
  degrees <- ifelse(total > 0, total^2 / freedom, n - 1)
  spread <- sqrt(total)
  statistic <- function(share) {
    at <- share * (count + 1)
    low <- floor(at)
    ordered[, low] + (at - low) * (ordered[, min(low + 1, count)] - ordered[, low])
  }
  for (name in c("80", "95")) {
    tail <- if (name == "80") 0.1 else 0.025
    enough <- tail * (n + 1) >= 1 - 1e-9
    reach <- qt(1 - tail, degrees) * spread
    low <- if (enough) statistic(tail) else of$mean - reach
    high <- if (enough) statistic(1 - tail) else of$mean + reach
    of[[paste0("low", name)]] <- ifelse(is.nan(of$mean), NaN, low)
    of[[paste0("high", name)]] <- ifelse(is.nan(of$mean), NaN, high)
  }
  of
}
