#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "outputs/answers/influence.hpp"
#include "outputs/view/comparison.hpp"
#include "outputs/view/view.hpp"

namespace foresight {

/// Which cell is asked about.
struct WhyQuestion {
    std::string table;
    std::vector<std::pair<std::string, std::string>> where{};  ///< a condition on time is the period
    std::string period{};              ///< of the table's cadence, or that of its headline; empty: the last
    std::string measure{};             ///< empty: that of the headline, or the first
    RunReader const* other = nullptr;  ///< a run to compare with; it must outlive the question
};

/// One number of an answer, with how sure it is.
struct WhyLine {
    std::string what;
    Measure measure{};
    Estimate of{};
    bool change = false;  ///< from one level to another: of a share, points
};

/// Some numbers that belong together.
struct WhySection {
    std::string title;
    std::vector<WhyLine> lines{};
    std::vector<std::string> notes{};
};

/// What drives a cell: how another run differs and in which part of it; how it has changed since the period before, who
/// came in and who left, in which part of it the change is; which uncertain parameters matter.
struct Why {
    std::string cell;    ///< "care_clients.clients, setting residential"
    std::string period;  ///< "2024-25"
    std::string before;  ///< empty where there is none
    Measure measure{};   ///< the one that is asked about
    std::vector<WhySection> sections{};
    std::vector<Influence> influences{};  ///< on the cell itself
    std::string no_influences{};          ///< why there are none
};

/// Throws an InputError for a table, dimension, code, period or measure that is not there.
Why why(RunReader const& run, WhyQuestion const& question);

}  // namespace foresight
