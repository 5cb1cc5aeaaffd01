#include "tools/foresight/questions.hpp"

#include <cmath>
#include <limits>
#include <sstream>

#include "engine/core/error.hpp"
#include "engine/io/literal.hpp"

namespace foresight {
namespace {

[[noreturn]] void refuse_option_value(std::string problem, std::string suggestion)
{
    throw InputError{{Mistake{std::move(problem), {}, std::move(suggestion), {}, {}}}};
}

}  // namespace

void add_question_options(po::options_description_easy_init options)
{
    options("table", po::value<std::string>()->value_name("T"),
            "the table to show, instead of the summary")("by", po::value<std::vector<std::string>>()->value_name("a,b"),
                                                         "the dimensions to keep; all others are added up")(
        "where", po::value<std::vector<std::string>>()->value_name("field=value"),
        "only these; may be given several times")("format", po::value<std::string>()->value_name("F"),
                                                  "text, csv or json");
}

Format format_of(Arguments const& arguments)
{
    auto const word = arguments.value<std::string>("format", "text");
    if (word == "text") return Format::text;
    if (word == "csv") return Format::csv;
    if (word == "json") return Format::json;
    refuse_option_value("unknown format '" + word + "'", "write --format text, csv or json");
}

Question question_of(Arguments const& arguments)
{
    Question question;
    for (auto const& list : arguments.value<std::vector<std::string>>("by")) {
        std::istringstream words{list};
        for (std::string word; std::getline(words, word, ',');)
            if (!word.empty()) question.by.push_back(word);
    }
    for (auto const& condition : arguments.value<std::vector<std::string>>("where")) {
        auto const equals = condition.find('=');
        if (equals == std::string::npos || equals == 0 || equals + 1 == condition.size())
            refuse_option_value("--where takes field=value, not '" + condition + "'",
                                "write --where district=Basildon");
        question.where.emplace_back(condition.substr(0, equals), condition.substr(equals + 1));
    }
    return question;
}

std::string csv_field(std::string const& text)
{
    if (text.find_first_of(",\"\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (char const c : text) quoted += c == '"' ? std::string{"\"\""} : std::string{c};
    return quoted + "\"";
}

std::string csv_number(double number) { return std::isnan(number) ? std::string{} : number_text(number); }

std::vector<std::pair<std::string, double>> uncertainty_fields(Estimate const& estimate)
{
    auto const known = [&](double number) {
        return estimate.has_bands ? number : std::numeric_limits<double>::quiet_NaN();
    };
    return {{"error", known(estimate.error)},
            {"low80", known(estimate.eighty.low)},
            {"high80", known(estimate.eighty.high)},
            {"low95", known(estimate.ninety_five.low)},
            {"high95", known(estimate.ninety_five.high)}};
}

double share_of_luck(VarianceSplit const& split) { return split.luck / (split.luck + split.parameters); }

std::vector<std::string> row_labels(View const& view, std::size_t row)
{
    std::vector<std::string> labels;
    auto const at = view.positions(row);
    for (std::size_t d = 0; d != at.size(); ++d) labels.push_back(view.dimensions[d].codes[at[d]].label);
    return labels;
}

}  // namespace foresight
