#pragma once

#include <string>

#include "tools/foresight/questions.hpp"

namespace foresight {

/// The run files of a folder, by name: what each is a run of, its first numbers with their intervals, its digest, and
/// whether this program can use it. A file that is damaged, or none of ours, is listed as such.
/// Throws an InputError where there is no such folder.
std::string catalogue_of_runs(std::string const& folder, Format format);

}  // namespace foresight
