#pragma once

#include <string>
#include <vector>

#include "outputs/report/content.hpp"
#include "outputs/report/outlook.hpp"

namespace foresight {

/// What a chart is called, and what it shows in words.
struct ChartWords {
    std::string id;
    std::string title;
    std::string caption;
};

/// Means and bands along time, of every run.
ReportChart fan_chart(ChartWords words, Outlook const& outlook);
/// What the other runs change, along time.
ReportChart difference_chart(ChartWords words, Outlook const& outlook);
/// One dot a row, with its bands, in the order given.
ReportChart dot_chart(ChartWords words, Outlook const& outlook, std::vector<std::size_t> const& order);

/// The numbers of an outlook, written out: every run with its bands, every difference with its interval.
ReportTable table_of(std::string caption, Outlook const& outlook, std::vector<std::size_t> const& order);

/// The same of the rows in their own order.
std::vector<std::size_t> all_rows(Outlook const& outlook);

nlohmann::ordered_json drawing_of(Notation const& notation);
/// Mean, low80, high80, low95, high95 of what is drawn, each a list.
nlohmann::ordered_json drawing_of(std::string const& name, std::vector<std::optional<Estimate>> const& estimates);

}  // namespace foresight
