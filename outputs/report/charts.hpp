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
/// What the other runs change, along time: the bands are those of one future.
ReportChart difference_chart(ChartWords words, Outlook const& outlook);
/// One dot a row, with its bands, in the order given.
ReportChart dot_chart(ChartWords words, Outlook const& outlook, std::vector<std::size_t> const& order);
/// The same of what the other runs change.
ReportChart difference_dot_chart(ChartWords words, Outlook const& outlook, std::vector<std::size_t> const& order);

/// "£16.3 million less in 2029-30 (in 95 futures of 100: £5.4 to £34.6 million less; the mean itself is known to within
/// £1.9 million)": whatever of it is known.
std::string effect_in_words(Notation const& notation, Effect const& effect, std::string const& when);

/// The numbers of an outlook, written out: every run with its bands, every difference with its interval.
ReportTable table_of(std::string const& caption, Outlook const& outlook, std::vector<std::size_t> const& order);

/// What the other runs change: bands of one future, and the error of the mean, which is another thing.
ReportTable table_of_effects(std::string const& caption, Outlook const& outlook, std::vector<std::size_t> const& order);

nlohmann::ordered_json drawing_of(Notation const& notation);
/// Mean, low80, high80, low95, high95 of what is drawn, each a list.
nlohmann::ordered_json drawing_of(std::string const& name, std::vector<std::optional<Estimate>> const& estimates);

}  // namespace foresight
