#include "tools/foresight/questions.hpp"

#include <algorithm>
#include <sstream>

#include "engine/core/error.hpp"

namespace foresight {
namespace {

constexpr std::size_t rows_of_a_screen = 60;

std::vector<std::string> words_of(Arguments const& arguments, char const* option)
{
    std::vector<std::string> all;
    for (auto const& list : arguments.value<std::vector<std::string>>(option)) {
        std::istringstream words{list};
        for (std::string word; std::getline(words, word, ',');)
            if (!word.empty()) all.push_back(word);
    }
    return all;
}

bool asks_for_time(Question const& question)
{
    Every every{};
    auto const& [by, where] = question;
    return std::any_of(by.begin(), by.end(), [&](auto const& word) { return every_named(word, every); })
           || std::any_of(where.begin(), where.end(), [&](auto const& one) { return every_named(one.first, every); });
}

/// The longer cadence in which people speak of what is counted in this one.
Every longer(Every every)
{
    return every == Every::month ? Every::financial_year : every == Every::quarter ? Every::year : every;
}

std::string dimensions_asked(Question const& question)
{
    std::string all;
    for (auto const& word : question.by) all += "," + word;
    return all;
}

}  // namespace

void add_question_options(po::options_description_easy_init options)
{
    options("table", po::value<std::string>()->value_name("T"), "the table to show, instead of the summary")(
        "by", po::value<std::vector<std::string>>()->value_name("a,b"),
        "the dimensions to keep; all others are added up, but for kinds of events")(
        "where", po::value<std::vector<std::string>>()->value_name("field=value"),
        "only these; may be given several times")("measure", po::value<std::vector<std::string>>()->value_name("m,n"),
                                                  "these measures only; all if not said")(
        "format", po::value<std::string>()->value_name("F"), "text, csv or json");
}

Format format_of(Arguments const& arguments)
{
    auto const word = arguments.value<std::string>("format", "text");
    if (word == "text") return Format::text;
    if (word == "csv") return Format::csv;
    if (word == "json") return Format::json;
    refuse("unknown format '" + word + "'", {}, "write --format text, csv or json");
}

Question question_of(Arguments const& arguments)
{
    Question question;
    question.by = words_of(arguments, "by");
    for (auto const& condition : arguments.value<std::vector<std::string>>("where")) {
        auto const equals = condition.find('=');
        if (equals == std::string::npos || equals == 0 || equals + 1 == condition.size())
            refuse("--where takes field=value, not '" + condition + "'", {}, "write --where district=Basildon");
        question.where.emplace_back(condition.substr(0, equals), condition.substr(equals + 1));
    }
    return question;
}

Question with_kinds_apart(TableSchema const& table, Question question)
{
    for (auto const& dimension : table.dimensions) {
        auto const asks = [&](auto const& by, auto const& where) {
            return std::find(by.begin(), by.end(), dimension.name) != by.end()
                   || std::any_of(where.begin(), where.end(),
                                  [&](auto const& one) { return one.first == dimension.name; });
        };
        if (!dimension.kinds || asks(question.by, question.where)) continue;
        if (question.by.empty()) {
            Every every{};
            auto const time = std::find_if(question.where.begin(), question.where.end(),
                                           [&](auto const& one) { return every_named(one.first, every); });
            question.by.push_back(time != question.where.end() ? time->first : std::string{name_of(table.every)});
        }
        question.by.push_back(dimension.name);
    }
    return question;
}

std::vector<std::string> measures_asked(Arguments const& arguments)
{
    std::vector<std::string> all;
    for (auto& word : words_of(arguments, "measure"))
        if (std::find(all.begin(), all.end(), word) == all.end()) all.push_back(std::move(word));
    return all;
}

Question for_a_screen(TableSchema const& table, Question const& asked,
                      std::function<View(Question const&)> const& answer, std::string& left_out)
{
    if (asks_for_time(asked)) return asked;
    auto const whole = answer(asked);
    auto const own = std::string{name_of(table.every)};
    if (whole.rows() <= rows_of_a_screen || whole.dimensions.empty() || whole.dimensions[0].name != own) return asked;
    auto const how = ": --by " + own + dimensions_asked(asked) + " shows all " + std::to_string(whole.rows())
                     + " rows, and so does --format csv";
    auto of_years = asked;
    auto const cadence = longer(table.every);
    of_years.by.insert(of_years.by.begin(), std::string{name_of(cadence)});
    auto const view = answer(of_years);
    if (view.dimensions[0].codes.empty()) return asked;
    if (view.rows() <= rows_of_a_screen) {
        left_out = "by " + std::string{name_of(cadence)} + ", of a stock what stands at its end" + how;
        return of_years;
    }
    auto const& latest = view.dimensions[0].codes.back().label;
    of_years.where.emplace_back(std::string{name_of(cadence)}, latest);
    left_out = "only " + latest + how;
    return of_years;
}

}  // namespace foresight
