#pragma once

#include <string>
#include <vector>

#include "outputs/view/view.hpp"
#include "outputs/view/view_format.hpp"
#include "tools/foresight/command.hpp"

namespace foresight {

/// The options by which `show` and `compare` ask a table: --table, --by, --where, --format.
void add_question_options(po::options_description_easy_init options);

enum class Format { text, csv, json };
Format format_of(Arguments const& arguments);
Question question_of(Arguments const& arguments);

}  // namespace foresight
