#include "tools/foresight/assurance.hpp"

#include <algorithm>
#include <map>

#include "outputs/answers/influence.hpp"
#include "outputs/assurance/assumptions.hpp"
#include "outputs/assurance/internal_checks.hpp"
#include "outputs/assurance/module_limits.hpp"
#include "outputs/assurance/published_checks.hpp"
#include "outputs/view/headlines.hpp"
#include "tools/foresight/known_limits.hpp"
#include "tools/foresight/shipped.hpp"

namespace foresight {
namespace {

/// A text within a cell of a table: one line, with nothing that would end the cell, make a tag, or lead elsewhere.
std::string in_cell(std::string const& text)
{
    std::string safe;
    for (char const c : text) {
        if (std::string_view{"\\|<["}.find(c) != std::string_view::npos) safe += '\\';
        safe += c == '\n' ? ' ' : c;
    }
    return safe;
}

/// A user's words as a paragraph or heading: nor do they begin a heading, a list or a quotation.
std::string in_paragraph(std::string const& text)
{
    auto safe = in_cell(text);
    auto const first = safe.find_first_not_of(" \t");
    if (first == std::string::npos) return {};
    safe.erase(0, first);
    return std::string_view{"#>-+*=~_`"}.find(safe[0]) == std::string_view::npos ? safe : "\\" + safe;
}

std::string table_row(std::vector<std::string> const& cells)
{
    std::string text = "|";
    for (auto const& cell : cells) text += " " + in_cell(cell) + " |";
    return text + "\n";
}

std::string table_head(std::vector<std::string> const& cells)
{
    std::string text = "\n" + table_row(cells) + "|";
    for (std::size_t i = 0; i != cells.size(); ++i) text += "---|";
    return text + "\n";
}

std::string purpose(RunReader const& run)
{
    auto const& origin = run.provenance();
    std::string text = "\n## 1 Purpose and scope\n\n";
    text += origin.question.empty() ? "The scenario states no question.\n" : in_paragraph(origin.question) + "\n";
    text += table_head({"", ""});
    text += table_row({"Scenario", origin.name + " (" + origin.scenario_file + ")"});
    text += table_row({"Months lived", to_string(origin.start) + " to " + to_string(origin.end - 1)});
    text += table_row({"People", "synthetic, as at the end of " + to_string(origin.base)
                                     + (origin.weight > 1 ? "; a sample of 1 in " + std::to_string(origin.weight)
                                                          : "; all of them")});
    text += table_row({"Replicates", std::to_string(run.replicates())
                                         + (run.replicates() == 1 ? ": no number below has an interval" : "")});
    text += table_row({"Seed", std::to_string(origin.seed)});
    std::string processes;
    for (auto const& name : origin.schedule) processes += (processes.empty() ? "" : ", ") + name;
    text += table_row({"Processes", processes.empty() ? "all of the catalogue" : processes});
    return text;
}

std::string version(RunReader const& run)
{
    auto const& origin = run.provenance();
    std::string text = "\n## 2 Version and digest\n";
    text += table_head({"", ""});
    text += table_row({"Foresight", origin.version + ", " + origin.compiler});
    text += table_row({"Digest of all tables", run.digest()});
    text += table_row({"Hash of the parameters", origin.parameters_hash});
    text += table_row({"Hash of the population", origin.population_hash});
    for (auto const& words : origin.command_line) text += table_row({"Set on the command line", words});
    return text + "\n`foresight replay` lives the run again from its file alone and compares the digest.\n";
}

std::string inputs(RunReader const& run)
{
    std::string text = "\n## 3 Inputs\n\nAll of them are kept whole in the run file.\n";
    text += table_head({"input", "hash", "bytes"});
    for (auto const& input : run.provenance().inputs)
        text += table_row({input.path, input.hash, std::to_string(input.contents.size())});
    return text;
}

std::string sensitivity_cell(Assumption const& of)
{
    if (of.rank > 0) return std::to_string(of.rank);
    return of.varied ? "not told apart" : "not varied";
}

std::string assumptions(RunReader const& run, Sensitivities const& sensitivities)
{
    auto const all = assumptions_of(run, sensitivities);
    std::map<std::string, std::size_t> count;
    for (auto const& one : all) ++count[one.certainty];
    std::string text = "\n## 4 Assumptions\n\n" + std::to_string(all.size()) + " parameters";
    for (auto const* const certainty : {"assumed", "recalled", "inferred", "derived", "published"})
        text += ", " + std::to_string(count[certainty]) + " " + certainty;
    if (auto const changed = count[certainty_of_a_change])
        text += ", " + std::to_string(changed) + " changed by the scenario";
    if (auto const settled = count["definition"]) text += ", " + std::to_string(settled) + " by definition";
    text +=
        ". *Assumed* and *recalled* values are no evidence. Values are those of the first month, at the central point. "
        "The rank is by the greatest share that a parameter has of the variance of a result (section 5).\n";
    std::string last;
    for (auto const& one : all) {
        if (one.certainty != last) {
            last = one.certainty;
            auto head = last.empty() ? std::string{"Of unstated certainty"} : last;
            head[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(head[0])));
            text += "\n### " + head + "\n";
            text += table_head(
                {"parameter", "what", "value", "unit", "source", "certainty", "uncertain", "set anew by", "rank"});
        }
        text += table_row({"`" + one.parameter + "`", one.label, one.value, one.unit, one.source, one.certainty,
                           one.uncertain, one.changed, sensitivity_cell(one)});
    }
    return text;
}

std::string whole_per_cent(double share) { return shown(100 * share, 0) + "%"; }

std::string sensitivity(Sensitivities const& of)
{
    std::string text = "\n## 5 Sensitivity\n\n";
    if (of.points == 0)
        return text + "Every replicate is at the central point of the parameters: the run says nothing of them.\n";
    if (of.found.empty())
        return text + "The run has " + std::to_string(of.points)
               + " points of the uncertain parameters, and no parameter stands out from chance"
               + (of.points < 8 ? " (8 points are the least that can tell any apart)" : "") + ".\n";
    text += "Shares of the variance of each result over " + std::to_string(of.points)
            + " points, by forward regression on what was drawn; what is missing to 100% is luck, or not told apart.\n";
    text += table_head({"result", "parameter", "share of its variance"});
    for (std::size_t i = 0; i != of.results.size(); ++i) {
        for (auto const& one : of.found)
            if (one.result == of.results[i])
                text += table_row({one.result, "`" + one.parameter + "`", whole_per_cent(one.share)});
        text += table_row({of.results[i], "not told apart", whole_per_cent(1 - of.told_apart[i])});
    }
    return text;
}

std::string interval(PublishedCheck const& check)
{
    return check.run.has_bands ? shown(check.run.ninety_five, check.measure) : "no interval";
}

std::string validation(RunReader const& run)
{
    auto const folder = shipped_library().targets;
    std::string text = "\n## 6 Validation against published figures\n";
    if (folder.empty()) return text + "\nThe published figures are not at hand: nothing was compared.\n";
    auto const checks = published_checks(run, folder);
    if (run.provenance().weight > 1) text += "\nThe run is of a sample: its numbers scatter more than the county's.\n";
    if (checks.figures.empty()) text += "\nNone of the product's published figures is of a period that the run has.\n";
    else {
        text +=
            table_head({"figure", "published", "run", "95% of futures", "difference, relative", "standing", "source"});
        for (auto const& check : checks.figures) {
            auto const difference = check.run.mean / check.published - 1;
            text += table_row({check.what, shown(check.published, check.measure), shown(check.run.mean, check.measure),
                               interval(check), (difference > 0 ? "+" : "") + shown(100 * difference, 1) + "%",
                               check.standing, check.source + " (" + check.certainty + ")"});
        }
        text += table_head({"districts", "number", "mean absolute difference, relative", "worst", "standing"});
        for (auto const& check : checks.districts)
            text += table_row(
                {check.what, std::to_string(check.districts), shown(100 * check.mean_absolute_error, 1) + "%",
                 (check.worst_error > 0 ? "+" : "") + shown(100 * check.worst_error, 1) + "% (" + check.worst + ")",
                 check.standing});
        text += "\nWhat a value was solved or set to meet is no evidence for the model.\n";
    }
    if (!checks.of_other_periods.empty())
        text += "\n" + std::to_string(checks.of_other_periods.size())
                + " further published figures are of periods, places or tables that this run has not.\n";
    return text;
}

std::string consistency(RunReader const& run)
{
    std::string text = "\n## 7 Internal checks\n";
    text += table_head({"check", "holds", "detail"});
    for (auto const& check : internal_checks(run))
        text += table_row({check.what, check.holds ? "yes" : "**NO**", check.detail});
    return text;
}

std::string limits(Provenance const& origin)
{
    auto const folder = shipped_folder("engine/modules");
    std::string text = "\n## 8 Known limits\n";
    if (folder.empty()) return text + "\nThe modules' READMEs are not at hand: see *Limits* in each of them.\n";
    text += origin.version == FORESIGHT_VERSION
                ? "\nAs the modules state them.\n"
                : "\nAs the modules of version " FORESIGHT_VERSION " state them; the run was made by " + origin.version
                      + ".\n";
    for (auto const& [module, stated] : module_limits(origin, folder))
        text += "\n### " + module + "\n\n"
                + (stated.empty() ? "It states none, which does not say that it has none.\n" : stated)
                + (stated.ends_with('\n') || stated.empty() ? "" : "\n");
    return text;
}

std::string sign_off()
{
    std::string text = "\n## 9 Sign-off\n\nTo be filled in by hand.\n";
    text += table_head({"role", "name", "what was looked at", "fit for purpose, with which reservations", "date"});
    for (auto const* const role : {"Commissioner", "Senior responsible officer", "Analyst", "Analytical assurer"})
        text += table_row({role, "", "", "", ""});
    return text;
}

}  // namespace

std::string assurance_of(RunReader const& run)
{
    auto const sensitivities = sensitivities_of(run);
    return "# Assumptions and validation: " + in_cell(run.provenance().name) + "\n" + purpose(run) + version(run)
           + inputs(run) + assumptions(run, sensitivities) + sensitivity(sensitivities) + validation(run)
           + consistency(run) + limits(run.provenance()) + sign_off();
}

}  // namespace foresight
