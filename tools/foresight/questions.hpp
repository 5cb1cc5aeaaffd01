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

/// The heads of a row, for people: labels of the codes on each dimension; and for machines: keys, with official codes.
std::vector<std::string> row_labels(View const& view, std::size_t row);

}  // namespace foresight
