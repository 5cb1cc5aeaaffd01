#pragma once

#include <string>

#include "outputs/answers/budget.hpp"
#include "outputs/run_file/run_reader.hpp"
#include "tools/foresight/command.hpp"

namespace foresight {

/// How prices in general grow unless a budget file says otherwise: scenarios/england/deflator.yaml. No deflator where that
/// is not at hand.
Deflator shipped_deflator();

/// The option --budget, and what is in its file; of what that does not say, and without it, what ships.
void add_budget_option(po::options_description_easy_init options);
Budget budget_of(Arguments const& arguments);

/// A budget file to be filled in: a line for each whole financial year of a run, beside what is modelled.
std::string budget_template(RunReader const& run);

}  // namespace foresight
