#pragma once

#include <string>
#include <vector>

#include "outputs/answers/budget.hpp"
#include "outputs/run_file/run_reader.hpp"
#include "outputs/workbook/spreadsheet.hpp"

namespace foresight::workbook {

/// What a workbook of a run is to hold beside the run.
struct Request {
    RunReader const* baseline = nullptr;      ///< the run without the policy; it must outlive the request
    std::vector<RunReader const*> studies{};  ///< told on Sensitivity and Scenarios; they must outlive it too
    Budget budget{};                          ///< what is set aside
    std::string targets{};                    ///< the folder of published numbers; empty: none is at hand
    std::string limits{};                     ///< what social care cannot do yet, in a line
};

/// A run as a finance officer reads it: from a cover to a data dictionary, with live formulas for totals and an interval
/// beside every number. Equal runs make equal workbooks.
spreadsheet::Workbook workbook_of(RunReader const& run, Request const& request);

}  // namespace foresight::workbook
