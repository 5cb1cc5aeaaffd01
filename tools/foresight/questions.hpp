#pragma once

#include <string>
#include <vector>

#include "outputs/view.hpp"
#include "tools/foresight/command.hpp"

namespace foresight {

/// The options by which `show` and `compare` ask a table: --table, --by, --where, --format.
void add_question_options(po::options_description_easy_init options);

enum class Format { text, csv, json };
Format format_of(Arguments const& arguments);
Question question_of(Arguments const& arguments);

/// A field of a CSV, quoted where it must be.
std::string csv_field(std::string const& text);
/// The shortest digits that read back as this number; empty for what is hidden.
std::string csv_number(double number);

/// What goes with a mean, by the names that CSV and JSON give it: error, low80, high80, low95, high95. No numbers where
/// there are no bands.
std::vector<std::pair<std::string, double>> uncertainty_fields(Estimate const& estimate);
/// Luck's part of a variance, the rest being that of uncertain parameters; no number where it is not known.
double share_of_luck(VarianceSplit const& split);

/// The heads of a row, for people: labels of the codes on each dimension; and for machines: keys, with official codes.
std::vector<std::string> row_labels(View const& view, std::size_t row);

}  // namespace foresight
