#pragma once

#include <optional>
#include <string>
#include <vector>

#include "outputs/report/notation.hpp"
#include "outputs/view/comparison.hpp"

namespace foresight {

/// The runs of a report: the first is what it is about, the others are set against it.
struct RunsOfReport {
    RunReader const* first = nullptr;
    std::vector<RunReader const*> others{};
    std::vector<std::string> names{};  ///< of all of them, the first's first; no two alike
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
    /// What it changes: of the mean, replicate by replicate where the two share their luck.
    std::optional<Estimate> difference(std::size_t run, std::size_t row) const;
    /// Whether another run is the same in every replicate of every row.
    bool same(std::size_t run) const;
    /// The other runs that are not the same.
    std::vector<std::size_t> changing() const;
    /// Of the rest, that they are the same, or have no such number; nothing where there is none.
    std::string others_in_words() const;
    /// The row whose last dimension has this key; the number of rows if there is none.
    std::size_t row_of(std::string_view key) const;
    /// Rows by their means, the greatest first; those that are hidden last.
    std::vector<std::size_t> ranked() const;

private:
    std::optional<std::size_t> shared_row(std::size_t run, std::size_t row) const;

    View first_;
    std::vector<std::optional<Comparison>> others_;
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

/// Whether the first run has a table with this measure and at least one period.
bool asks_in_vain(RunsOfReport const& runs, std::string_view table, std::string_view measure);

}  // namespace foresight
