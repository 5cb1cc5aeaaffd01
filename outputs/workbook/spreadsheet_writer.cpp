#include <xlsxwriter.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <map>
#include <new>
#include <stdexcept>
#include <tuple>

#include <fcntl.h>
#include <unistd.h>

#include "engine/core/error.hpp"
#include "engine/io/whole_file.hpp"
#include "outputs/workbook/spreadsheet_layout.hpp"

namespace foresight::spreadsheet {
namespace {

constexpr double line_height = 15;  // points
constexpr std::size_t rows_of_a_chart = 20;
constexpr lxw_color_t ink = 0x1F3864;
constexpr lxw_color_t ink_of_bands = 0x5B7DB1;
constexpr lxw_color_t ink_of_grids = 0xD9D9D9;
constexpr lxw_color_t shade = 0xE7ECF4;
constexpr std::time_t fixed_time = 946'684'800;  // 1 January 2000: a clock would make equal runs differ
constexpr std::size_t longest_property = 200;    // bytes; the library takes 255

/// Throws what the library says went wrong.
void must(lxw_error error, char const* what)
{
    if (error == LXW_NO_ERROR) return;
    throw std::runtime_error{std::string{"the workbook cannot be written ("} + what + "): " + lxw_strerror(error)};
}

/// The library tells of what fails with lines of its own source. While this is there nothing reaches stderr.
class NoTalk {
public:
    NoTalk()
    {
        std::fflush(stderr);
        int const nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
        ::dup2(nowhere, STDERR_FILENO);
        ::close(nowhere);
    }
    ~NoTalk()
    {
        std::fflush(stderr);
        ::dup2(stderr_, STDERR_FILENO);
        ::close(stderr_);
    }
    NoTalk(NoTalk const&) = delete;
    NoTalk& operator=(NoTalk const&) = delete;

private:
    int stderr_ = ::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
};

lxw_row_t row_number(std::size_t row) { return static_cast<lxw_row_t>(row); }
lxw_col_t column_number(std::size_t column) { return static_cast<lxw_col_t>(column); }

std::string cell_name(std::size_t row, std::size_t column)
{
    char text[LXW_MAX_CELL_NAME_LENGTH];
    lxw_rowcol_to_cell(text, row_number(row), column_number(column));
    return text;
}

char const* number_format(Style style)
{
    switch (style) {
    case Style::whole: return "#,##0";
    case Style::tenths: return "#,##0.0";
    case Style::hundredths: return "#,##0.00";
    case Style::pounds: return "[$£-809]#,##0;-[$£-809]#,##0";
    case Style::pence: return "[$£-809]#,##0.00;-[$£-809]#,##0.00";
    case Style::per_cent: return "0.0%";
    case Style::fine_per_cent: return "0.00%";
    case Style::text:
    case Style::general:
    case Style::leading: break;
    }
    return "General";
}

/// Along an axis there is room for millions only.
char const* axis_format(Style style) { return style == Style::pounds ? "[$£-809]#,##0,,\"m\"" : number_format(style); }

/// "=SUM(F6:F17)-F18", "=MAX(0,F6-F7)"
std::string formula_text(Formula const& formula, std::size_t first_data_row)
{
    std::string text;
    for (auto const& [range, taken_off] : formula.terms) {
        if (taken_off || !text.empty()) text += taken_off ? "-" : "+";
        auto const first = cell_name(first_data_row + range.first_row, range.column);
        auto const last = cell_name(first_data_row + range.last_row, range.column);
        text += range.first_row == range.last_row ? first : "SUM(" + first + ":" + last + ")";
    }
    return formula.at_least_nought ? "=MAX(0," + text + ")" : "=" + text;
}

/// How a row looks: whether it stands out, and whether any of its texts takes several lines.
struct Look {
    enum class Weight { plain, bold, ruled } weight = Weight::plain;
    bool tall = false;
    friend auto operator<=>(Look const&, Look const&) = default;
};

/// The looks of cells, each made once.
class Formats {
public:
    explicit Formats(lxw_workbook* file) : file_{file} {}

    lxw_format* cell(Style style, Look look, bool is_sign = false, bool is_indented = false)
    {
        auto& made = cells_[{style, look, is_sign, is_indented}];
        if (made) return made;
        made = workbook_add_format(file_);
        format_set_num_format(made, number_format(style));
        format_set_align(made, look.tall ? LXW_ALIGN_VERTICAL_TOP : LXW_ALIGN_VERTICAL_CENTER);
        if (is_sign) format_set_align(made, LXW_ALIGN_RIGHT);
        if (style == Style::leading || is_indented) format_set_align(made, LXW_ALIGN_LEFT);
        if (is_indented) format_set_indent(made, 1);
        if (style == Style::text) format_set_text_wrap(made);
        if (look.weight != Look::Weight::plain) format_set_bold(made);
        if (look.weight == Look::Weight::ruled) format_set_top(made, LXW_BORDER_THIN);
        return made;
    }

    lxw_format* title(double size)
    {
        auto& made = titles_[size];
        if (made) return made;
        made = workbook_add_format(file_);
        format_set_bold(made);
        format_set_font_size(made, size);
        format_set_font_color(made, ink);
        return made;
    }

    /// `indent` keeps away from a number before it, or from the button of a filter behind it.
    lxw_format* heading(bool of_numbers, std::uint8_t indent)
    {
        auto& made = headings_[{of_numbers, indent}];
        if (made) return made;
        made = workbook_add_format(file_);
        format_set_bold(made);
        format_set_text_wrap(made);
        format_set_bg_color(made, shade);
        format_set_bottom(made, LXW_BORDER_THIN);
        format_set_align(made, LXW_ALIGN_VERTICAL_BOTTOM);
        format_set_align(made, of_numbers ? LXW_ALIGN_RIGHT : LXW_ALIGN_LEFT);
        if (indent > 0) format_set_indent(made, indent);
        return made;
    }

private:
    lxw_workbook* file_;
    std::map<std::tuple<Style, Look, bool, bool>, lxw_format*> cells_;
    std::map<std::pair<bool, std::uint8_t>, lxw_format*> headings_;
    std::map<double, lxw_format*> titles_;
};

class Writing {
public:
    Writing(Workbook const& workbook, std::string const& path)
        : workbook_{workbook}, file_{workbook_new(path.c_str())}, formats_{file_}
    {
        if (!file_) throw std::bad_alloc{};
        try {
            write_all();
        } catch (...) {
            lxw_workbook_free(file_);
            throw;
        }
    }
    Writing(Writing const&) = delete;
    Writing& operator=(Writing const&) = delete;

    /// Must be called: only then is there a file. The library frees what it holds, whatever comes of it.
    void close()
    {
        NoTalk const silence;
        must(workbook_close(file_), "is the disk full?");
    }

private:
    void write_all()
    {
        set_properties();
        format_set_align(workbook_get_default_url_format(file_), LXW_ALIGN_VERTICAL_TOP);  // as all other cells
        for (auto const& sheet : workbook_.sheets) {
            // From the cover and the contents there is no way back.
            layouts_.push_back(layout_of(sheet, layouts_.size() > 1));
            auto* const made = workbook_add_worksheet(file_, sheet.name.c_str());
            if (!made) throw std::runtime_error{"the workbook cannot have a sheet " + sheet.name};
            sheets_.push_back(made);
        }
        for (std::size_t s = 0; s != sheets_.size(); ++s) write_sheet(s);
    }

    void set_properties()
    {
        auto title = clean(workbook_.title.substr(0, longest_property));
        auto subject = clean(workbook_.subject.substr(0, longest_property));
        lxw_doc_properties properties{};
        properties.title = title.data();
        properties.subject = subject.data();
        properties.created = fixed_time;
        must(workbook_set_properties(file_, &properties), "its properties");
    }

    void write_sheet(std::size_t s)
    {
        auto const& sheet = workbook_.sheets[s];
        auto const& layout = layouts_[s];
        auto* const out = sheets_[s];
        write_words(out, 0, sheet.title, formats_.title(14));
        auto const above = layout.notes_above;
        for (std::size_t n = 0; n != above; ++n) write_words(out, 1 + n, sheet.notes[n], nullptr);
        if (layout.notes_below > 0) {
            write_words(out, 1 + above, "More notes stand below the tables.", nullptr);
            write_words(out, layout.notes_below, "More notes", formats_.title(12));
            for (std::size_t n = above; n != sheet.notes.size(); ++n)
                write_words(out, layout.notes_below + 1 + n - above, sheet.notes[n], nullptr);
        }
        if (layout.back > 0) write_link(out, layout.back, 0, {workbook_.sheets[1].name, "Back to the contents"});
        for (std::size_t c = 0; c != layout.widths.size(); ++c)
            must(worksheet_set_column(out, column_number(c), column_number(c), layout.widths[c], nullptr), "a column");
        for (std::size_t t = 0; t != sheet.tables.size(); ++t) {
            auto const row = layout.headings[t];
            if (sheet.tables.size() > 1) write_words(out, row - 1, sheet.tables[t].title, formats_.title(12));
            write_table(out, sheet.tables[t], row, layout.widths);
        }
        auto const headings = row_number(layout.headings.at(0));
        if (s > 0) worksheet_freeze_panes(out, headings + 1, 0);
        if (sheet.tables.size() == 1) must(worksheet_repeat_rows(out, headings, headings), "its print titles");
        for (std::size_t c = 0; c != sheet.charts.size(); ++c)
            write_chart(out, sheet.charts[c], layout.end + 1 + c * (rows_of_a_chart + 1));
        worksheet_set_landscape(out);
        worksheet_set_paper(out, 9);  // A4
        // What belongs together is on one page; long tables are one page wide.
        worksheet_fit_to_pages(out, 1, s < 2 || !sheet.charts.empty() ? 1 : 0);
        must(worksheet_set_footer(out, "&L&A&RPage &P of &N"), "a footer");
        worksheet_gridlines(out, s < 2 ? LXW_HIDE_ALL_GRIDLINES : LXW_SHOW_SCREEN_GRIDLINES);
    }

    void write_words(lxw_worksheet* out, std::size_t row, std::string const& words, lxw_format* how)
    {
        must(worksheet_write_string(out, row_number(row), 0, clean(words).c_str(), how), "a text");
    }

    void write_link(lxw_worksheet* out, std::size_t row, std::size_t column, Link const& link)
    {
        auto const to = "internal:'" + link.sheet + "'!A1";
        must(worksheet_write_url_opt(out, row_number(row), column_number(column), to.c_str(), nullptr,
                                     link.text.c_str(), nullptr),
             "a link");
    }

    void write_table(lxw_worksheet* out, Table const& table, std::size_t row, std::vector<int> const& widths)
    {
        auto const width = table.headings.size();
        auto const set_lines = [&](std::size_t at, int lines) {
            if (lines > 1) must(worksheet_set_row(out, row_number(at), line_height * lines, nullptr), "a row");
        };
        set_lines(row, lines_of_headings(table, widths));
        for (std::size_t r = 0; r != table.rows.size(); ++r) {
            EXPECTS(table.rows[r].cells.size() == width);
            auto const lines = lines_of_row(table, r, widths);
            set_lines(row + 1 + r, lines);
            auto const look = look_of(table, r, lines > 1);
            for (std::size_t c = 0; c != width; ++c) write_cell(out, table, r, c, row + 1, look);
        }
        auto name = table.name;
        auto headings = table.headings;
        std::vector<lxw_table_column> columns(width);
        std::vector<lxw_table_column*> list;
        for (std::size_t c = 0; c != width; ++c) {
            bool const numbers = holds_numbers(table, c);
            columns[c].header = headings[c].data();
            bool const with_button = numbers && has_filter(table);
            std::uint8_t const indent = with_button ? 2 : is_indented(table, c) ? 1 : 0;
            columns[c].header_format = formats_.heading(numbers, indent);
            list.push_back(&columns[c]);
        }
        list.push_back(nullptr);
        lxw_table_options options{};
        options.name = name.data();
        options.columns = list.data();
        options.no_autofilter = !has_filter(table);
        options.style_type = LXW_TABLE_STYLE_TYPE_LIGHT;
        options.style_type_number = 1;
        must(worksheet_add_table(out, row_number(row), 0, row_number(row + table.rows.size()), column_number(width - 1),
                                 &options),
             "a table");
    }

    /// Words behind numbers keep away from them.
    static bool is_indented(Table const& table, std::size_t column)
    {
        return column > 0 && !holds_numbers(table, column) && holds_numbers(table, column - 1);
    }

    static Look look_of(Table const& table, std::size_t row, bool tall)
    {
        if (!table.rows[row].total) return {Look::Weight::plain, tall};
        return {row > 0 && table.rows[row - 1].total ? Look::Weight::bold : Look::Weight::ruled, tall};
    }

    void write_cell(lxw_worksheet* out, Table const& table, std::size_t r, std::size_t c, std::size_t first_row,
                    Look look)
    {
        auto const& cell = table.rows[r].cells[c];
        auto const row = row_number(first_row + r);
        auto const column = column_number(c);
        if (auto const* const text = std::get_if<std::string>(&cell.content)) {
            auto* const how = formats_.cell(cell.style, look, cell.style != Style::text, is_indented(table, c));
            must(worksheet_write_string(out, row, column, clean(*text).c_str(), how), "a text");
        } else if (auto const* const number = std::get_if<double>(&cell.content)) {
            must(worksheet_write_number(out, row, column, *number, formats_.cell(cell.style, look)), "a number");
        } else if (auto const* const formula = std::get_if<Formula>(&cell.content)) {
            must(worksheet_write_formula_num(out, row, column, formula_text(*formula, first_row).c_str(),
                                             formats_.cell(cell.style, look), table.value(r, c)),
                 "a formula");
        } else {
            write_link(out, first_row + r, c, std::get<Link>(cell.content));
        }
    }

    /// The row of a table's first data, in a sheet of that name.
    std::size_t first_data_row(std::string const& sheet, std::size_t table) const
    {
        auto const found = std::find_if(workbook_.sheets.begin(), workbook_.sheets.end(),
                                        [&](Sheet const& one) { return one.name == sheet; });
        EXPECTS(found != workbook_.sheets.end());
        return layouts_[static_cast<std::size_t>(found - workbook_.sheets.begin())].headings.at(table) + 1;
    }

    void add_series(lxw_chart* made, Chart const& chart)
    {
        auto const first = first_data_row(chart.sheet, chart.table);
        auto const from = row_number(first + chart.first_row), until = row_number(first + chart.last_row);
        for (auto const& one : chart.series) {
            auto* const series = chart_add_series(made, nullptr, nullptr);
            auto const category = column_number(chart.categories), column = column_number(one.column);
            chart_series_set_name(series, one.name.c_str());
            chart_series_set_categories(series, chart.sheet.c_str(), from, category, until, category);
            chart_series_set_values(series, chart.sheet.c_str(), from, column, until, column);
            if (chart.kind == Chart::Kind::bars) {
                lxw_chart_fill fill{};
                fill.color = ink_of_bands;
                chart_series_set_fill(series, &fill);
                continue;
            }
            lxw_chart_line line{};
            line.color = one.is_band ? ink_of_bands : ink;
            line.width = one.is_band ? 1.25F : 2.25F;
            if (one.is_band) line.dash_type = one.is_wide ? LXW_CHART_LINE_DASH_ROUND_DOT : LXW_CHART_LINE_DASH_DASH;
            chart_series_set_line(series, &line);
        }
    }

    void write_chart(lxw_worksheet* out, Chart const& chart, std::size_t row)
    {
        bool const bars = chart.kind == Chart::Kind::bars;
        auto* const made = workbook_add_chart(file_, bars ? LXW_CHART_BAR : LXW_CHART_LINE);
        add_series(made, chart);
        chart_title_set_name(made, clean(chart.title).c_str());
        lxw_chart_font font{};
        font.size = 12;
        font.bold = LXW_TRUE;
        chart_title_set_name_font(made, &font);
        auto* const values = bars ? made->x_axis : made->y_axis;
        chart_axis_set_name(values, chart.axis.c_str());
        chart_axis_set_num_format(values, axis_format(chart.style));
        chart_axis_set_min(values, 0);  // what is drawn is never below, and a cut axis misleads
        lxw_chart_line grid{};
        grid.color = ink_of_grids;
        grid.width = 0.5F;
        chart_axis_major_gridlines_set_visible(values, LXW_TRUE);
        chart_axis_major_gridlines_set_line(values, &grid);
        if (bars) {
            chart_axis_major_gridlines_set_visible(made->y_axis, LXW_FALSE);
            chart_axis_set_reverse(made->y_axis);       // the first row on top
            chart_axis_set_crossing_max(made->y_axis);  // and the values below all the same
        }
        chart_legend_set_position(made, chart.series.size() == 1 ? LXW_CHART_LEGEND_NONE : LXW_CHART_LEGEND_BOTTOM);
        auto description = clean(chart.description);
        lxw_chart_options options{};
        options.x_scale = 1.6;
        options.y_scale = 1.3;
        options.description = description.data();
        must(worksheet_insert_chart_opt(out, row_number(row), 0, made, &options), "a chart");
    }

    Workbook const& workbook_;
    lxw_workbook* file_;
    Formats formats_;
    std::vector<lxw_worksheet*> sheets_;
    std::vector<Layout> layouts_;
};

}  // namespace

void write(Workbook const& workbook, std::string const& path)
{
    WholeFile file{path};
    Writing writing{workbook, file.partial()};
    writing.close();
    file.keep();
}

}  // namespace foresight::spreadsheet
