#pragma once

#include "tools/foresight/command.hpp"

// One maker for each command; it is defined in the file of that name.

namespace foresight {

Command init_command();
Command run_command();
Command check_command();
Command explain_command();
Command list_command();
Command show_command();
Command compare_command();
Command finance_command();
Command sensitivity_command();
Command sweep_command();
Command attribute_command();
Command bridge_command();
Command report_command();
Command export_command();
Command qa_command();
Command trace_command();
Command why_command();
Command digest_command();
Command verify_command();
Command replay_command();
Command population_command();
Command completion_command();

}  // namespace foresight
