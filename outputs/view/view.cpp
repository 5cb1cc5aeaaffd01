#include "outputs/view/view.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/core/error.hpp"

namespace foresight {
namespace {

/// Periods of the table that make up one row: all of them for a flow, the last for a stock.
struct Span {
    std::string label;
    std::vector<std::size_t> periods;
};

std::string list_of(std::vector<std::string> const& words)
{
    std::string all;
    for (auto const& word : words) all += (all.empty() ? "" : ", ") + word;
    return all;
}

class Answering {
public:
    Answering(RunReader const& run, TableSchema const& table, Question const& question,
              std::vector<std::uint8_t> const& hidden_too)
        : run_{run}, table_{table}, question_{question}, hidden_too_{hidden_too}
    {
        hidden_too_.resize(table.cells(), 0);
        hidden_.resize(table.cells(), 0);
        view_.table = table.name;
        view_.label = table.label;
        view_.measures = table.measures;
        view_.replication = Replication{run.provenance().replicates};
        find_time();
        find_dimensions();
    }

    View answer()
    {
        view_.values.resize(table_.measures.size());
        for (std::size_t m = 0; m != table_.measures.size(); ++m)
            if (table_.measures[m].kind != MeasureKind::ratio) add_up(m);
        for (std::size_t m = 0; m != table_.measures.size(); ++m)
            if (table_.measures[m].kind == MeasureKind::ratio) divide(m);
        note_what_is_hidden();
        return std::move(view_);
    }

private:
    void note_what_is_hidden()
    {
        std::size_t asked = 0;
        std::size_t hidden = 0;
        for (std::size_t cell = 0; cell != row_.size(); ++cell) {
            if (row_[cell] == no_row) continue;
            ++asked;
            hidden += hidden_[cell];
        }
        if (hidden == 0) return;
        auto const of_cells = std::to_string(hidden) + " of " + std::to_string(asked);
        view_.notes.push_back(of_cells
                              + (rows_ == asked ? " cells are hidden by disclosure control"
                                                : " cells are hidden by disclosure control, and missing in the sums, "
                                                  "which are too low by them"));
    }

    std::vector<std::string> dimension_names() const
    {
        std::vector<std::string> names{std::string{name_of(table_.every)}};
        for (auto const& dimension : table_.dimensions) names.push_back(dimension.name);
        return names;
    }

    [[noreturn]] void unknown_dimension(std::string const& word) const
    {
        auto const known = dimension_names();
        auto const near = nearest(word, known);
        refuse("table '" + table_.name + "' has no dimension '" + word + "'", {},
               near.empty() ? "it has " + list_of(known) : "did you mean '" + near + "'?");
    }

    bool asked_by(std::string_view name) const
    {
        return std::find(question_.by.begin(), question_.by.end(), name) != question_.by.end();
    }

    std::vector<std::string> asked_where(std::string_view name) const
    {
        std::vector<std::string> words;
        for (auto const& [dimension, word] : question_.where)
            if (dimension == name) words.push_back(word);
        return words;
    }

    bool has_stock() const
    {
        return std::any_of(table_.measures.begin(), table_.measures.end(),
                           [](auto const& one) { return one.kind == MeasureKind::stock; });
    }
    bool has_flow() const
    {
        return std::any_of(table_.measures.begin(), table_.measures.end(),
                           [](auto const& one) { return one.kind == MeasureKind::flow; });
    }

    /// Which cadence of time is spoken of, and which periods of the table make up each of its own.
    void find_time()
    {
        auto every = table_.every;
        bool asked = asked_by(name_of(every)) || question_.by.empty();
        bool pinned = false;
        auto const look = [&](std::string const& word, bool as_row) {
            Every named{};
            if (!every_named(word, named)) return;
            every = named;
            (as_row ? asked : pinned) = true;
        };
        for (auto const& [dimension, word] : question_.where) look(dimension, false);
        for (auto const& word : question_.by) look(word, true);
        auto spans = spans_of(every);
        for (auto const& [dimension, word] : question_.where) {
            Every named{};
            if (every_named(dimension, named)) keep_within(spans, named);
        }
        if (!asked && !pinned && has_stock()) {
            asked = true;
            view_.notes.push_back("a stock is never added up over time: each " + std::string{name_of(every)}
                                  + " is shown");
        }
        // Without a period there is nothing to add up: no row.
        if (!asked && (spans.empty() || (has_stock() && spans.size() > 1))) asked = true;
        if (!asked && spans.size() > 1) {
            Span all{spans.front().label + " to " + spans.back().label, {}};
            for (auto const& span : spans)
                all.periods.insert(all.periods.end(), span.periods.begin(), span.periods.end());
            view_.notes.push_back("added up over " + all.label);
            spans = {all};
        }
        spans_ = std::move(spans);
        if (!asked) return;
        TableDimension time{std::string{name_of(every)}, std::string{label_of(every)}, {}};
        for (auto const& span : spans_) time.codes.push_back({span.label, span.label});
        view_.dimensions.push_back(std::move(time));
    }

    std::vector<Span> spans_of(Every every) const
    {
        std::vector<Span> spans;
        if (every == table_.every) {
            for (std::size_t p = 0; p != table_.periods.size(); ++p) spans.push_back({table_.periods[p].label, {p}});
            return spans;
        }
        bool const longer = (table_.every == Every::month)
                            || (table_.every == Every::quarter && every != Every::month && every != Every::school_year);
        if (!longer)
            refuse("table '" + table_.name + "' cannot be shown by " + std::string{name_of(every)},
                   "it is by " + std::string{name_of(table_.every)},
                   "write --by " + std::string{name_of(table_.every)});
        for (std::size_t p = 0; p != table_.periods.size();) {
            auto const whole = period_of(every, table_.periods[p].first);
            Span span{whole.label, {}};
            int months = 0;
            bool ends = false;
            for (; p != table_.periods.size() && table_.periods[p].first < whole.last; ++p) {
                span.periods.push_back(p);
                months += table_.periods[p].last - table_.periods[p].first;
                ends = table_.periods[p].last == whole.last;
            }
            bool const covered = has_flow() ? months == whole.last - whole.first : ends;
            if (covered) spans.push_back(std::move(span));
        }
        return spans;
    }

    void keep_within(std::vector<Span>& spans, Every every) const
    {
        auto const words = asked_where(name_of(every));
        for (auto const& word : words) {
            bool const known = std::any_of(table_.periods.begin(), table_.periods.end(), [&](auto const& period) {
                return period_of(every, period.first).label == word;
            });
            if (!known) {
                auto const first =
                    table_.periods.empty() ? std::string{"none"} : period_of(every, table_.periods.front().first).label;
                auto const last =
                    table_.periods.empty() ? std::string{"none"} : period_of(every, table_.periods.back().first).label;
                refuse("no " + std::string{name_of(every)} + " '" + word + "' in table '" + table_.name + "'", {},
                       "it has " + first + " to " + last);
            }
        }
        std::erase_if(spans, [&](Span const& span) {
            return std::none_of(words.begin(), words.end(), [&](auto const& word) {
                return period_of(every, table_.periods[span.periods.back()].first).label == word;
            });
        });
    }

    /// The rest of the rows, and to which of them each cell of a period goes.
    void find_dimensions()
    {
        auto const known = dimension_names();
        Every time{};
        auto const check = [&](std::string const& word) {
            if (!every_named(word, time) && std::find(known.begin(), known.end(), word) == known.end())
                unknown_dimension(word);
        };
        for (auto const& word : question_.by) check(word);
        for (auto const& [dimension, word] : question_.where) check(dimension);
        row_.assign(1, 0);
        rows_ = 1;
        for (auto const& dimension : table_.dimensions) add_dimension(dimension);
    }

    void add_dimension(TableDimension const& dimension)
    {
        auto words = asked_where(dimension.name);
        if (dimension.name == variant_dimension && !asked_by(dimension.name) && words.size() != 1) {
            if (!words.empty()) refuse("variants of a study are never added up", {}, "write --by variant, or name one");
            words.push_back(dimension.codes.front().key);
            view_.notes.push_back("of the variant '" + words.back() + "'; --by variant shows all");
        }
        std::vector<bool> kept(dimension.codes.size(), words.empty());
        for (auto const& word : words) {
            auto const found = dimension.find(word);
            if (found == dimension.codes.size()) {
                std::vector<std::string> keys;
                for (auto const& code : dimension.codes) keys.push_back(code.key);
                std::vector<Labelled> known;
                for (auto const& code : dimension.codes) known.push_back({code.key, code.label});
                auto const near = nearest_by_label(word, known);
                keys.resize(std::min<std::size_t>(keys.size(), 12));
                refuse("no " + dimension.name + " '" + word + "' in table '" + table_.name + "'", {},
                       near.empty() ? "it has " + list_of(keys) : "did you mean '" + near + "'?");
            }
            kept[found] = true;
        }
        bool const shown = asked_by(dimension.name);
        TableDimension rows{dimension.name, dimension.label, {}};
        std::vector<std::size_t> position(dimension.codes.size(), no_row);
        for (std::size_t c = 0; c != dimension.codes.size(); ++c) {
            if (!kept[c]) continue;
            position[c] = shown ? rows.codes.size() : 0;
            if (shown) rows.codes.push_back(dimension.codes[c]);
        }
        auto const size = shown ? rows.codes.size() : 1;
        std::vector<std::size_t> next;
        for (auto const row : row_)
            for (auto const at : position) next.push_back(row == no_row || at == no_row ? no_row : row * size + at);
        row_ = std::move(next);
        rows_ *= size;
        if (shown) view_.dimensions.push_back(std::move(rows));
    }

    void add_up(std::size_t m)
    {
        auto const values = run_.values(table_, m);
        auto const cells = row_.size();
        auto const replicates = view_.replicates();
        auto const periods = table_.periods.size();
        auto& sums = view_.values[m];
        sums.assign(spans_.size() * rows_ * replicates, 0.0);
        std::vector<std::uint8_t> seen(sums.size(), 0);
        std::vector<std::uint8_t> missed(sums.size(), 0);
        for (std::size_t s = 0; s != spans_.size(); ++s) {
            auto used = spans_[s].periods;
            if (table_.measures[m].kind == MeasureKind::stock && used.size() > 1) used = {used.back()};
            for (auto const p : used)
                for (std::size_t r = 0; r != replicates; ++r)
                    for (std::size_t cell = 0; cell != cells; ++cell) {
                        if (row_[cell] == no_row) continue;
                        auto const value = values[(r * periods + p) * cells + cell];
                        auto const at = (s * rows_ + row_[cell]) * replicates + r;
                        bool const hidden = hidden_too_[cell] != 0 || std::isnan(value);
                        hidden_[cell] |= static_cast<std::uint8_t>(hidden);
                        (hidden ? missed : seen)[at] = 1;
                        if (!hidden) sums[at] += value;
                    }
        }
        for (std::size_t at = 0; at != sums.size(); ++at)
            if (missed[at] && !seen[at]) sums[at] = no_number;
    }

    void divide(std::size_t m)
    {
        auto const& ratio = table_.measures[m];
        auto const above = table_.measure(ratio.numerator);
        auto const below = table_.measure(ratio.denominator);
        if (above == table_.measures.size() || below == table_.measures.size()) return;
        auto const& numerator = view_.values[above];
        auto const& denominator = view_.values[below];
        auto& out = view_.values[m];
        out.resize(numerator.size());
        for (std::size_t i = 0; i != out.size(); ++i)
            out[i] = denominator[i] > 0 ? numerator[i] / denominator[i] : no_number;
    }

    static constexpr std::size_t no_row = static_cast<std::size_t>(-1);

    RunReader const& run_;
    TableSchema const& table_;
    Question const& question_;
    View view_;
    std::vector<Span> spans_;
    std::vector<std::size_t> row_;  ///< of each cell of a period
    std::size_t rows_ = 1;
    std::vector<std::uint8_t> hidden_too_;  ///< of each cell of a period: not to be shown, whatever the run says of it
    std::vector<std::uint8_t> hidden_;      ///< of each cell of a period: not shown in one of them at least
};

}  // namespace

std::size_t View::rows() const
{
    std::size_t all = 1;
    for (auto const& dimension : dimensions) all *= dimension.codes.size();
    return all;
}

std::vector<std::size_t> View::positions(std::size_t row) const
{
    std::vector<std::size_t> at(dimensions.size());
    for (auto d = dimensions.size(); d-- > 0;) {
        at[d] = row % dimensions[d].codes.size();
        row /= dimensions[d].codes.size();
    }
    return at;
}

View view_of(RunReader const& run, TableSchema const& table, Question const& question,
             std::vector<std::uint8_t> const& hidden_too)
{
    return Answering{run, table, question, hidden_too}.answer();
}

void keep_measures(View& view, std::vector<std::string> const& names)
{
    std::vector<Measure> measures;
    std::vector<std::vector<double>> values;
    for (auto const& name : names) {
        auto const found = std::find_if(view.measures.begin(), view.measures.end(),
                                        [&](auto const& measure) { return measure.name == name; });
        if (found == view.measures.end()) {
            std::vector<std::string> known;
            for (auto const& measure : view.measures) known.push_back(measure.name);
            refuse("table '" + view.table + "' has no measure '" + name + "'", {},
                   did_you_mean(nearest(name, known), "it has " + list_of(known)));
        }
        measures.push_back(*found);
        values.push_back(view.values[static_cast<std::size_t>(found - view.measures.begin())]);
    }
    view.measures = std::move(measures);
    view.values = std::move(values);
}

void refuse_if_without_period(TableSchema const& table, RunReader const& run)
{
    if (!table.periods.empty()) return;
    std::string every{name_of(table.every)};
    std::replace(every.begin(), every.end(), '_', ' ');
    auto const& lived = run.provenance();
    refuse("table '" + table.name + "' of " + run.path() + " has no whole " + every,
           "the run is of " + to_string(lived.start) + " to " + to_string(lived.end - 1),
           "run more years, such as with --set clock.years=2");
}

std::vector<std::uint8_t> cells_hidden_in(RunReader const& run, TableSchema const& table)
{
    std::vector<std::uint8_t> hidden(table.cells(), 0);
    if (!table.disclosure.hides()) return hidden;
    for (std::size_t m = 0; m != table.measures.size(); ++m) {
        if (table.measures[m].kind == MeasureKind::ratio) continue;
        auto const values = run.values(table, m);
        for (std::size_t i = 0; i != values.size(); ++i)
            hidden[i % hidden.size()] |= static_cast<std::uint8_t>(std::isnan(values[i]));
    }
    return hidden;
}

}  // namespace foresight
