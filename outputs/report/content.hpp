#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace foresight {

/// A table as people read it: words, and numbers written out.
struct ReportTable {
    std::string caption{};
    std::vector<std::string> heads{};
    std::vector<std::vector<std::string>> rows{};
    std::size_t left_columns = 1;  ///< words, to the left; the rest are numbers, to the right
    bool prose = false;            ///< long words in every column, which take up the whole width
};

/// A chart: what is drawn, what it shows in words, and the numbers behind it.
struct ReportChart {
    std::string id{};
    std::string title{};
    std::string caption{};
    nlohmann::ordered_json drawing{};  ///< what charts.js draws: "kind", and what that kind needs
    nlohmann::ordered_json map{};      ///< the same numbers as a map, drawn beside it; null mostly
    ReportTable table{};
};

/// A number that stands alone, large, with what it is and how sure it is.
struct ReportFigure {
    std::string label{};
    std::string number{};
    std::string interval{};  ///< or that it has none
    std::string remark{};
};

/// A part of the page under a heading. Paragraphs, figures, charts and tables follow each other in this order.
struct ReportSection {
    std::string id{};
    std::string title{};
    std::vector<std::string> paragraphs{};
    std::vector<ReportFigure> figures{};
    std::vector<ReportChart> charts{};
    std::vector<ReportTable> tables{};      ///< in sight
    std::vector<ReportTable> appendices{};  ///< long ones, behind their captions
    std::string listing{};                  ///< commands or a file, as they are typed; empty mostly
};

/// All that the page says, before any of it is HTML.
struct Report {
    std::string title{};
    std::string question{};
    std::string subject{};               ///< period, replicates, seed
    std::vector<std::string> notices{};  ///< what a reader must know before any number
    std::vector<ReportSection> sections{};
};

}  // namespace foresight
