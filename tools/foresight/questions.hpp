#pragma once

#include <functional>
#include <string>
#include <vector>

#include "outputs/view/view.hpp"
#include "outputs/view/view_format.hpp"
#include "tools/foresight/command.hpp"

namespace foresight {

/// The options by which `show` and `compare` ask a table: --table, --by, --where, --measure, --format.
void add_question_options(po::options_description_easy_init options);

enum class Format { text, csv, json };
Format format_of(Arguments const& arguments);
Question question_of(Arguments const& arguments);

/// With a row for each kind of happening where none is asked for: requests and ends of support are no sum of anything.
Question with_kinds_apart(TableSchema const& table, Question question);
/// The measures of --measure, each once; none if it is not said.
std::vector<std::string> measures_asked(Arguments const& arguments);

/// A question of a table as it suits a screen. Where no period is asked and there would be more rows than anybody reads, it
/// is that of the last month of each financial year, or of the middle of each year; where these are too many, that of the
/// latest period. `left_out` then says so, and how to get all.
Question for_a_screen(TableSchema const& table, Question const& asked,
                      std::function<View(Question const&)> const& answer, std::string& left_out);

}  // namespace foresight
