#include "outputs/report/page.hpp"

#include <map>
#include <string_view>

#include "outputs/report/assets.hpp"

namespace foresight {
namespace {

using Json = nlohmann::ordered_json;

constexpr char const* map_suffix = "-map";

std::string element(std::string const& name, std::string const& text)
{
    return "<" + name + ">" + html_text(text) + "</" + name + ">\n";
}

std::string cells_of(ReportTable const& table, std::vector<std::string> const& row)
{
    std::string text = "<tr>";
    for (std::size_t c = 0; c != row.size(); ++c) {
        bool const words = c < table.left_columns;
        if (c == 0) text += "<th scope=\"row\">" + html_text(row[c]) + "</th>";
        else text += (words ? "<td class=\"words\">" : "<td>") + html_text(row[c]) + "</td>";
    }
    return text + "</tr>\n";
}

constexpr std::size_t rows_of_a_short_table = 14;
constexpr std::size_t rows_on_paper = 24;

/// It may be wider than a telephone: then it moves by itself, by keyboard too.
std::string html_of(ReportTable const& table)
{
    bool const in_short = table.rows.size() <= rows_of_a_short_table;
    auto text = std::string{in_short ? "<div class=\"scroll short\"" : "<div class=\"scroll\""}
                + " tabindex=\"0\" role=\"region\" aria-label=\"" + html_text(table.caption) + "\">\n"
                + (table.prose ? "<table class=\"prose\">" : "<table>") + "\n<caption><span>" + html_text(table.caption)
                + "</span></caption>\n<thead><tr>";
    for (std::size_t c = 0; c != table.heads.size(); ++c)
        text += std::string{"<th scope=\"col\""} + (c < table.left_columns ? " class=\"words\">" : ">")
                + html_text(table.heads[c]) + "</th>";
    text += "</tr></thead>\n<tbody>\n";
    for (auto const& row : table.rows) text += cells_of(table, row);
    return text + "</tbody>\n</table>\n</div>\n";
}

/// A table behind its summary; on paper a long one stays there.
std::string behind(std::string const& summary, ReportTable const& table)
{
    bool const is_long = table.rows.size() > rows_on_paper;
    return (is_long ? "<p class=\"on-paper\">" + html_text(table.caption) + ": " + std::to_string(table.rows.size())
                          + " rows, on the page on screen.</p>\n<details class=\"long\">\n<summary>"
                    : "<details>\n<summary>")
           + html_text(summary) + "</summary>\n" + html_of(table) + "</details>\n";
}

std::string html_of(ReportList const& list, std::string const& kind)
{
    if (list.empty()) return {};
    auto text = "<div class=\"" + kind + "\">\n<p class=\"head\">" + html_text(list.title) + "</p>\n<ul>\n";
    for (auto const& item : list.items) text += element("li", item);
    return text + "</ul>\n</div>\n";
}

std::string place_of_drawing(std::string const& id)
{
    return "<div class=\"drawing\" data-chart=\"" + id + "\"></div>\n";
}

/// What is kept together on paper, and the table behind it.
std::string html_of(ReportChart const& chart)
{
    auto const id = html_text(chart.id);
    auto text = "<figure id=\"" + id + "\"" + (chart.map.is_null() ? "" : " class=\"with-map\"")
                + ">\n<div class=\"kept\">\n<h3>" + html_text(chart.title) + "</h3>\n<figcaption id=\"" + id
                + "-caption\">" + html_text(chart.caption) + "</figcaption>\n<div class=\"drawings\">\n";
    if (!chart.map.is_null()) text += place_of_drawing(id + map_suffix);
    return text + place_of_drawing(id) + "</div>\n</div>\n" + behind("The numbers as a table", chart.table)
           + html_of(chart.limits, "limits") + "</figure>\n";
}

std::string html_of(ReportFigure const& figure)
{
    return "<li>\n<p class=\"label\">" + html_text(figure.label) + "</p>\n<p class=\"number\">"
           + html_text(figure.number) + "</p>\n<p class=\"interval\">" + html_text(figure.interval)
           + "</p>\n<p class=\"remark\">" + html_text(figure.remark) + "</p>\n</li>\n";
}

std::string html_of(ReportSection const& section)
{
    auto text = "<section id=\"" + html_text(section.id) + "\" aria-labelledby=\"" + html_text(section.id)
                + "-title\">\n<h2 id=\"" + html_text(section.id) + "-title\">" + html_text(section.title) + "</h2>\n"
                + html_of(section.limits, "limits");
    if (!section.figures.empty()) {
        text += "<ul class=\"figures\">\n";
        for (auto const& figure : section.figures) text += html_of(figure);
        text += "</ul>\n";
    }
    for (auto const& paragraph : section.paragraphs) text += element("p", paragraph);
    for (auto const& list : section.lists) text += html_of(list, "list");
    if (!section.charts.empty()) {
        text += "<div class=\"charts\">\n";
        for (auto const& chart : section.charts) text += html_of(chart);
        text += "</div>\n";
    }
    for (auto const& table : section.tables) text += html_of(table);
    for (auto const& table : section.appendices) text += behind(table.caption, table);
    if (!section.listing.empty()) text += "<pre tabindex=\"0\"><code>" + html_text(section.listing) + "</code></pre>\n";
    return text + "</section>\n";
}

std::string contents_of(Report const& report)
{
    std::string text;
    for (auto const& section : report.sections)
        text += "<li><a href=\"#" + html_text(section.id) + "\">" + html_text(section.title) + "</a></li>\n";
    return text;
}

/// What charts.js draws, in a block that no browser runs. "<" is written by its number, so that nothing can end it.
std::string data_of(Report const& report)
{
    Json charts = Json::object();
    for (auto const& section : report.sections)
        for (auto const& chart : section.charts) {
            charts[chart.id] = chart.drawing;
            charts[chart.id]["title"] = chart.title;
            charts[chart.id]["caption"] = chart.id + "-caption";
            if (chart.map.is_null()) continue;
            auto& map = charts[chart.id + map_suffix] = chart.map;
            map["title"] = chart.title + ", as a map";
            map["caption"] = chart.id + "-caption";
        }
    auto const plain = Json{{"charts", charts}}.dump(-1, ' ', false, Json::error_handler_t::replace);
    std::string text;
    for (char const c : plain) text += c == '<' ? std::string{"\\u003c"} : std::string{c};
    return text;
}

}  // namespace

std::string html_text(std::string const& text)
{
    std::string safe;
    for (char const c : text) {
        if (c == '&') safe += "&amp;";
        else if (c == '<') safe += "&lt;";
        else if (c == '>') safe += "&gt;";
        else if (c == '"') safe += "&quot;";
        else if (c == '\'') safe += "&#39;";
        else if (c == '\n' || c == '\t' || static_cast<unsigned char>(c) >= 0x20) safe += c;
    }
    return safe;
}

std::string page_of(Report const& report)
{
    auto const& assets = report_assets();
    std::string notices, sections;
    for (auto const& notice : report.notices)
        notices += "<p class=\"notice\" role=\"note\">" + html_text(notice) + "</p>\n";
    for (auto const& section : report.sections) sections += html_of(section);
    std::map<std::string, std::string, std::less<>> const places{
        {"title", html_text(report.title)},
        {"question", html_text(report.question)},
        {"subject", html_text(report.subject)},
        {"reading", html_text(report.reading)},
        {"notices", notices},
        {"contents", contents_of(report)},
        {"sections", sections},
        {"data", data_of(report)},
        {"style", std::string{assets.style}},
        {"d3", std::string{assets.d3}},
        {"charts", std::string{assets.charts}},
        {"d3_licence", html_text(std::string{assets.d3_licence})},
        {"style_hash", std::string{assets.style_hash}},
        {"d3_hash", std::string{assets.d3_hash}},
        {"charts_hash", std::string{assets.charts_hash}},
    };
    // Once through the skeleton: a place that a scenario's words happen to name is not filled.
    std::string page;
    auto rest = assets.skeleton;
    for (auto open = rest.find("{{"); open != std::string_view::npos; open = rest.find("{{")) {
        auto const close = rest.find("}}", open);
        page += rest.substr(0, open);
        page += places.find(rest.substr(open + 2, close - open - 2))->second;
        rest.remove_prefix(close + 2);
    }
    page += rest;
    return page;
}

}  // namespace foresight
