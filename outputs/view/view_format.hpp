#pragma once

#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "outputs/view/view.hpp"

namespace foresight {

/// A view as columns of text under its label and a line that says what it is of.
std::string text_of(View const& view, std::string const& subject);
/// As CSV: keys of every dimension, with official codes beside, then every measure with its intervals.
std::string csv_of(View const& view);
/// As JSON: what it is about, and one object a row.
nlohmann::ordered_json json_of(View const& view);

/// A field of a CSV, quoted where it must be. A spreadsheet would take a text that begins as a formula does for one; with
/// an apostrophe before it, it does not.
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
/// A number; null for what is hidden.
nlohmann::ordered_json json_number(double number);

}  // namespace foresight
