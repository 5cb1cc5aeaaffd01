#pragma once

#include <optional>
#include <string>
#include <vector>

#include "outputs/report/notation.hpp"
#include "outputs/view/comparison.hpp"

namespace foresight {

/// The runs of a report: the first is the baseline, and what the others change is what the report is about.
struct RunsOfReport {
    RunReader const* first = nullptr;
    std::vector<RunReader const*> others{};
    std::vector<std::string> names{};  ///< of all of them, the first's first; no two alike

    /// The run that the page is about: the first of those that change something, or the only one.
    RunReader const& subject() const { return others.empty() ? *first : *others.front(); }
    std::string const& name_of_subject() const { return names[others.empty() ? 0 : 1]; }
};

/// What another run does to one number.
struct Effect {
    Estimate futures{};  ///< in one future: its bands hold what the change does there; none where the two share no luck
    Estimate mean{};     ///< its bands hold what infinitely many replicates would give

    /// The 95 per cent band of one future; of the mean where there is none of one future.
    Band band() const { return futures.has_bands ? futures.ninety_five : mean.ninety_five; }
    bool has_band() const { return futures.has_bands || mean.has_bands; }
    /// Whether the mean could be nought, by its own error.
    bool mean_may_be_chance() const
    {
        return mean.has_bands && mean.ninety_five.low <= 0 && mean.ninety_five.high >= 0;
    }
    /// How far the mean may be out, with 95 per cent confidence; no number where nothing is known of it.
    double mean_known_to() const;
};

/// One number asked of every run: what the first says, and what another one changes.
class Outlook {
public:
    Outlook(RunsOfReport const& runs, std::string_view table, std::string_view measure, Question const& question,
            Notation notation);

    std::size_t rows() const { return first_.rows(); }
    std::size_t others() const { return others_.size(); }
    std::string const& run_name(std::size_t run) const { return names_[run]; }
    bool several() const { return first_.replication.independent() > 1; }
    View const& view() const { return first_; }
    std::size_t measure() const { return measure_; }
    Notation const& notation() const { return notation_; }
    std::string row_head() const;
    /// The codes of its dimensions: "65 to 74, Nursing care", "March 2030".
    std::string label(std::size_t row) const;
    /// The code of the last dimension.
    TableCode const& code(std::size_t row) const;

    Estimate estimate(std::size_t row) const { return first_.estimate(measure_, row); }
    /// What another run says; nothing where it has not this row, or not this table.
    std::optional<Estimate> other(std::size_t run, std::size_t row) const;
    /// What it changes, replicate by replicate where the two share their luck.
    std::optional<Effect> effect(std::size_t run, std::size_t row) const;
    /// Whether the two have anything in common that can be compared.
    bool compared(std::size_t run) const { return others_[run].has_value(); }
    /// Why not: "no period in common".
    std::string const& why_not_compared(std::size_t run) const { return obstacles_[run]; }
    /// Whether another run changes a row by what can be measured: by what could not be nought, or is no trifle.
    bool moves(std::size_t run, std::size_t row) const;
    /// Whether it does in any row.
    bool moves(std::size_t run) const;
    /// The other runs that do.
    std::vector<std::size_t> moving() const;
    /// Whether the bands of its effects are of one future: the two share their luck.
    bool effect_is_of_futures(std::size_t run) const { return others_[run] && others_[run]->paired && several(); }
    /// The greatest change of the mean in these rows by any run that moves them.
    double greatest_effect(std::vector<std::size_t> const& order) const;
    /// Of the runs that are not moving, why; nothing where there is none.
    std::string others_in_words() const;
    /// The row whose last dimension has this key; the number of rows if there is none.
    std::size_t row_of(std::string_view key) const;
    /// The last period up to `period` in which any other run is compared; `period` itself where there is none.
    std::string last_compared(std::string const& period) const;
    /// Rows by their means, the greatest first; those that are hidden last.
    std::vector<std::size_t> ranked() const;
    /// Rows by what a run changes in them, the greatest change to either side first; those that it has not last.
    std::vector<std::size_t> ranked_by_effect(std::size_t run) const;

    /// The same for each of those whom another table counts: every row of every run divided by the row of that code there.
    /// `question` asks the other table for the last dimension of this outlook alone. Nothing where some run lacks a code.
    std::optional<Outlook> for_each(RunsOfReport const& runs, std::string_view table, std::string_view measure,
                                    Question const& question, Notation notation) const;

    /// The same, each row less the row of that code of the last dimension: a gap. Nothing where there is no such row.
    std::optional<Outlook> above_row(std::string_view key) const;

private:
    std::vector<std::size_t> ranked_by(std::vector<double> const& sizes) const;
    std::optional<std::size_t> shared_row(std::size_t run, std::size_t row) const;

    View first_;
    std::vector<std::optional<Comparison>> others_;
    std::vector<std::string> obstacles_;  ///< of each other run; empty where it is compared
    std::vector<std::string> names_;
    std::size_t measure_ = 0;
    Notation notation_;
};

/// What a chart is of: a measure, in which cadence and how written, and what the chart is called.
struct ChartSubject {
    std::string id;
    std::string title;
    std::string table;
    std::string measure;
    Every every = Every::year;
    Notation notation{};
};

/// The three domains, each by the measure that people ask for first.
ChartSubject care_cost(std::string id, std::string title);
ChartSubject fuel_poverty(std::string id, std::string title, std::string measure = "lilee_rate");
ChartSubject good_level(std::string id, std::string title);

/// All rows of an outlook in their own order.
std::vector<std::size_t> all_rows(Outlook const& outlook);

/// Whether the first run has a table with this measure and at least one period.
bool asks_in_vain(RunsOfReport const& runs, std::string_view table, std::string_view measure);

}  // namespace foresight
