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

/// Sentences under a heading of their own, that a reader must not miss.
struct ReportList {
    std::string title{};
    std::vector<std::string> items{};
    bool empty() const { return items.empty(); }
};

/// A chart: what is drawn, what it shows in words, and the numbers behind it.
struct ReportChart {
    std::string id{};
    std::string title{};
    std::string caption{};
    nlohmann::ordered_json drawing{};  ///< what charts.js draws: "kind", and what that kind needs
    nlohmann::ordered_json map{};      ///< the same numbers as a map, drawn beside it; null mostly
    ReportTable table{};
    ReportList limits{};  ///< of what it is drawn from; mostly empty
};

/// A number that stands alone, large, with what it is and how sure it is.
struct ReportFigure {
    std::string label{};
    std::string number{};
    std::string interval{};  ///< or that it has none
    std::string remark{};
};

/// A part of the page under a heading. What it has follows in this order: limits, figures, paragraphs, lists, charts, tables.
struct ReportSection {
    std::string id{};
    std::string title{};
    std::vector<std::string> paragraphs{};
    std::vector<ReportFigure> figures{};
    std::vector<ReportChart> charts{};
    std::vector<ReportTable> tables{};      ///< in sight
    std::vector<ReportTable> appendices{};  ///< long ones, behind their captions
    std::string listing{};                  ///< commands or a file, as they are typed; empty mostly
    ReportList limits{};                    ///< before any number
    std::vector<ReportList> lists{};
};

/// All that the page says, before any of it is HTML.
struct Report {
    std::string title{};
    std::string question{};
    std::string subject{};               ///< period, replicates, seed, and what it is compared with
    std::string reading{};               ///< what the words of the subject mean
    std::vector<std::string> notices{};  ///< what a reader must know before any number
    std::vector<ReportSection> sections{};
};

}  // namespace foresight
