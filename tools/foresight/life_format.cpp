#include "tools/foresight/life_format.hpp"

#include <array>
#include <cmath>
#include <cstdio>

#include <nlohmann/json.hpp>

#include "outputs/view/headlines.hpp"
#include "outputs/view/view_format.hpp"

namespace foresight {
namespace {

using Json = nlohmann::ordered_json;

std::string digits(double value, char const* format)
{
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), format, value);
    return text.data();
}

/// "3.42%"; small ones with as many digits as it takes.
std::string chance_text(double probability)
{
    if (std::isnan(probability)) return "-";
    return digits(100 * probability, probability < 0.001 && probability > 0 ? "%.2g" : "%.2f") + "%";
}

/// "29.72% in 12 months": of a clock, that it rings within the months asked about.
std::string probability_text(LifeLine const& line)
{
    auto const text = chance_text(line.probability);
    if (line.window == 0) return text;
    return text + (line.window == 1 ? " in the month" : " in " + std::to_string(line.window) + " months");
}

std::string draw_text(LifeLine const& line)
{
    if (std::isnan(line.draw)) return "-";
    auto text = digits(line.draw, line.draw < 0.001 ? "%.2g" : "%.4f");
    if (line.from > 0) text += " from " + digits(line.from, "%.4f");
    return text;
}

std::string text_of_life(LifeSubject const& subject, std::vector<LifeLine> const& lines)
{
    auto text = subject.scenario + ", replicate " + std::to_string(subject.replicate) + ", seed "
                + std::to_string(subject.seed) + "\nPerson " + std::to_string(subject.who.value) + ": " + subject.person
                + "\n\n";
    std::vector<std::vector<std::string>> rows{{"month", "who asks", "what", "probability", "draw", "outcome"}};
    Month last{};
    for (auto const& line : lines) {
        bool const question = line.kind == LifeLine::Kind::question;
        rows.push_back({line.month == last ? "" : to_string(line.month),
                        line.kind == LifeLine::Kind::state ? "" : line.process, line.what,
                        question ? probability_text(line) : "", question ? draw_text(line) : "",
                        (question                             ? ""
                         : line.kind == LifeLine::Kind::event ? "* "
                                                              : "= ")
                            + line.outcome});
        last = line.month;
    }
    text += aligned(rows, 6);
    return text
           + "\n* happened; = is now. A question is answered yes, or as it says, where its draw lies below the "
             "probability, or so\n"
             "much above where it is from. \"In 12 months\" is the probability that it happens within them.\n"
           + (subject.ended ? "Here it ends: dead, or out of the county.\n" : "");
}

std::string csv_of_life(std::vector<LifeLine> const& lines)
{
    std::string text = "month,kind,process,what,probability,from,draw,happens,outcome\n";
    for (auto const& line : lines) {
        bool const question = line.kind == LifeLine::Kind::question;
        text += to_string(line.month) + "," + std::string{name_of(line.kind)} + "," + line.process + ","
                + csv_field(line.what) + "," + csv_number(line.probability) + ","
                + (question ? csv_number(line.from) : std::string{}) + "," + csv_number(line.draw) + ","
                + (line.happens ? "1" : "0") + "," + csv_field(line.outcome) + "\n";
    }
    return text;
}

Json json_of_life(LifeSubject const& subject, std::vector<LifeLine> const& lines)
{
    Json all{{"scenario", subject.scenario}, {"replicate", subject.replicate}, {"seed", subject.seed},
             {"person", subject.who.value},  {"who", subject.person},          {"ended", subject.ended},
             {"lines", Json::array()}};
    for (auto const& line : lines) {
        Json one{{"month", to_string(line.month)}, {"kind", name_of(line.kind)}};
        if (!line.process.empty()) one["process"] = line.process;
        one["what"] = line.what;
        if (line.kind == LifeLine::Kind::question) {
            one["probability"] = json_number(line.probability);
            if (line.window > 0) one["months"] = line.window;
            one["from"] = line.from;
            one["draw"] = json_number(line.draw);
            one["happens"] = line.happens;
        }
        one["outcome"] = line.outcome;
        all["lines"].push_back(std::move(one));
    }
    return all;
}

}  // namespace

std::string life_text(LifeSubject const& subject, std::vector<LifeLine> const& lines, Format format)
{
    if (format == Format::csv) return csv_of_life(lines);
    return format == Format::json ? json_of_life(subject, lines).dump(2) + "\n" : text_of_life(subject, lines);
}

}  // namespace foresight
