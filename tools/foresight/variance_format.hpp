#pragma once

#include <string>

#include "outputs/view/view.hpp"
#include "tools/foresight/questions.hpp"

namespace foresight {

/// Where the variance of every cell of a view comes from: luck, where points have several lucks, and the groups of
/// uncertain parameters, as far as they can be told apart.
std::string variance_of(View const& view, Provenance const& provenance, Format format);

}  // namespace foresight
