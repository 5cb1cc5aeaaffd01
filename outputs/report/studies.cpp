#include <algorithm>
#include <cmath>
#include <optional>

#include "outputs/answers/study_answers.hpp"
#include "outputs/report/change_words.hpp"
#include "outputs/report/charts.hpp"
#include "outputs/report/sections.hpp"
#include "outputs/view/view_format.hpp"

namespace foresight {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t bars_at_most = 12;

/// How a result is written, and a difference of it.
struct StudyNotation {
    Notation value;
    Notation effect;
};

StudyNotation notation_of(Measure const& measure)
{
    if (measure.unit == "share") {
        auto const value = share_of("it");
        return {value, value.of_differences()};
    }
    if (measure.unit == "GBP") return {pounds_in_millions(), pounds_in_millions()};
    return {people(measure.unit), people(measure.unit)};
}

/// What is asked of a study: the result, in words and with its period.
struct Asked {
    NamedResult result;
    std::string words;
    StudyNotation notation;
};

Asked asked_of(RunReader const& run, std::string const& words)
{
    Asked asked{result_named(run, words), {}, {}};
    auto const& table = run.table(asked.result.line.table);
    auto const& measure = table.measures[table.measure(asked.result.line.measure)];
    asked.words = measure.label;
    asked.words[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(asked.words[0])));
    asked.notation = notation_of(measure);
    return asked;
}

Json drawn(Estimate const& of)
{
    Json made{{"mean", json_number(of.mean)}};
    if (of.has_bands)
        for (auto const& [name, number] : uncertainty_fields(of)) made[name] = json_number(number);
    return made;
}

void add_estimate(std::vector<std::string>& row, Notation const& notation, Estimate const& of)
{
    auto const plain = notation.bare();
    row.push_back(std::isnan(of.mean) ? "" : plain.change(of.mean));
    row.push_back(of.has_bands && !std::isnan(of.mean) ? plain.change_between(of.ninety_five) : "no interval");
}

/// "How the rate of starting is changed × 0.925 from April 2025, 65 and over" for "module/process/name x 0.925 ...".
std::string in_words(RunReader const& run, std::string const& label)
{
    auto const end = std::min(label.find(' '), label.size());
    auto const name = label.substr(0, end);
    if (!run.provenance().parameters.has(name)) return label;
    auto const words = parameter_in_words(run, name);
    return end == label.size() ? words : words + " " + change_in_words(run, label.substr(end + 1));
}

/// Whether its mean is nought as the result is written.
bool cannot_be_seen(Estimate const& of, Notation const& notation)
{
    return !(std::abs(of.mean) >= notation.least_shown());
}

ReportChart tornado_of_study(RunReader const& run, Study const& study, Asked const& asked, std::string id)
{
    auto const view = tornado_of(run, study, asked.result);
    auto const& rows = view.dimensions[0].codes;
    auto const period = view.dimensions[1].codes.front().label;
    auto const& notation = asked.notation.effect;
    ReportChart chart{std::move(id), "What moves " + asked.words + ", " + period, {}, {}, {}, {}};
    chart.drawing = {{"kind", "swings"}, {"notation", drawing_of(notation)}, {"bars", Json::array()}};
    chart.drawing["notation"]["signed"] = true;
    chart.table = {chart.title,
                   {"Value", "Name", "One standard deviation low", "95% interval of the mean",
                    "One standard deviation high", "95% interval of the mean", "For each per cent more",
                    "95% interval of the mean"},
                   {},
                   2};
    for (std::size_t row = 0; row != rows.size(); ++row) {
        auto const low = view.estimate(0, row), high = view.estimate(1, row);
        if (row >= bars_at_most) break;
        if (cannot_be_seen(low, asked.notation.value) && cannot_be_seen(high, asked.notation.value)) continue;
        chart.drawing["bars"].push_back(
            {{"label", in_words(run, rows[row].label)}, {"low", drawn(low)}, {"high", drawn(high)}});
        std::vector<std::string> line{in_words(run, rows[row].label), rows[row].key};
        for (std::size_t m = 0; m != 3; ++m) add_estimate(line, notation, view.estimate(m, row));
        chart.table.rows.push_back(std::move(line));
    }
    if (chart.table.rows.empty()) chart.caption = "None of the uncertain values moves it.";
    else
        chart.caption =
            "Each value by itself one standard deviation low (hatched) and high (plain), all others as they "
            "are. The greatest: "
            + in_words(run, rows[0].label) + ", " + notation.more_or_less(view.estimate(0, 0).mean) + " and "
            + notation.more_or_less(view.estimate(1, 0).mean) + ".";
    return chart;
}

/// Nothing where no change does anything that could be seen.
std::optional<ReportChart> shares_of_study(RunReader const& run, Study const& study, Asked const& asked, std::string id)
{
    auto const view = attribution_of(run, study, asked.result, Periods::last);
    auto const& rows = view.dimensions[0].codes;
    auto const period = view.dimensions[1].codes.front().label;
    auto const& notation = asked.notation.effect;
    auto const whole = view.estimate(0, rows.size() - 1);
    bool any = false;
    for (std::size_t row = 0; row != rows.size(); ++row)
        any = any || !cannot_be_seen(view.estimate(0, row), asked.notation.value);
    if (!any) return {};
    ReportChart chart{std::move(id), "Which change does how much to " + asked.words + ", " + period, {}, {}, {}, {}};
    chart.drawing = {{"kind", "waterfall"}, {"notation", drawing_of(notation)}, {"steps", Json::array()}};
    chart.table = {chart.title, {"Change", "As the study names it"}, {}, 2};
    for (auto const& measure : view.measures) {
        chart.table.heads.push_back(measure.label);
        chart.table.heads.push_back("95% interval of the mean");
    }
    for (std::size_t row = 0; row != rows.size(); ++row) {
        auto step = drawn(view.estimate(0, row));
        step["label"] = in_words(run, rows[row].label);
        step["total"] = row + 1 == rows.size();
        chart.drawing["steps"].push_back(std::move(step));
        std::vector<std::string> line{in_words(run, rows[row].label), rows[row].label};
        for (std::size_t m = 0; m != view.measures.size(); ++m) add_estimate(line, notation, view.estimate(m, row));
        chart.table.rows.push_back(std::move(line));
    }
    chart.caption =
        "All changes together: " + notation.fitted_to(whole.mean).more_or_less(whole.mean) + ". "
        + (study.order.empty() ? "A change's share is the mean of what it adds over all orders in which the "
                                 "changes may come; the shares add up to the whole."
                               : "A change's share is what it adds to those before it; the shares add up to "
                                 "the whole.")
        + (whole.has_bands ? " The thin lines hold the mean with 80 per cent confidence; the table says 95." : "");
    return chart;
}

ReportTable table_of_sweep(RunReader const& run, Study const& study, Asked const& asked)
{
    auto const view = sweep_of(run, study, asked.result, Periods::last);
    auto const effects = sweep_effects_of(run, study, asked.result, Periods::last);
    auto const caption = asked.words + ", " + view.dimensions[1].codes.front().label;
    ReportTable table{caption, {"Variant", "Mean", "95% of futures", "Difference", "95% interval of its mean"}, {}};
    for (std::size_t row = 0; row != view.dimensions[0].codes.size(); ++row) {
        auto const of = view.estimate(0, row);
        auto const plain = asked.notation.value.bare();
        table.rows.push_back(
            {view.dimensions[0].codes[row].label, plain.written(of.mean), plain.between(of.ninety_five)});
        add_estimate(table.rows.back(), asked.notation.effect, effects.estimate(0, row));
    }
    return table;
}

}  // namespace

ReportSection studies(std::vector<RunReader const*> const& runs)
{
    ReportSection section{"studies", "One thing at a time", {}, {}, {}, {}, {}, {}};
    section.paragraphs.push_back("Studies of their own, each with the same people and the same luck in all of its "
                                 "variants, so that what differs "
                                 "is what was changed.");
    std::size_t number = 0;
    std::string unmoved;
    for (auto const* const run : runs) {
        auto const study = study_of(*run);
        auto const& of = run->provenance();
        auto text = "Of “" + of.name + "”: " + std::to_string(study.variants.size()) + " variants, each in "
                    + std::to_string(of.replicates.size()) + (of.replicates.size() == 1 ? " replicate" : " replicates");
        if (of.weight > 1)
            text += ", on one household in " + std::to_string(of.weight)
                    + ": its effects are estimates from these lives, and differ by chance from those of the runs above";
        section.paragraphs.push_back(text + ".");
        for (auto const& words : study.results) {
            auto const asked = asked_of(*run, words);
            auto const id = "study-" + std::to_string(++number);
            switch (study.kind) {
            case Study::Kind::sensitivity: section.charts.push_back(tornado_of_study(*run, study, asked, id)); break;
            case Study::Kind::attribution:
                if (auto chart = shares_of_study(*run, study, asked, id)) section.charts.push_back(*std::move(chart));
                else unmoved += (unmoved.empty() ? "" : "; ") + asked.words + ", by the changes of “" + of.name + "”";
                break;
            case Study::Kind::sweep: section.tables.push_back(table_of_sweep(*run, study, asked)); break;
            }
        }
    }
    if (!unmoved.empty()) section.paragraphs.push_back("No measurable change, and nothing to divide: " + unmoved + ".");
    return section;
}

}  // namespace foresight
