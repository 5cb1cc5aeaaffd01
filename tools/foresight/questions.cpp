#include "tools/foresight/questions.hpp"

#include <sstream>

#include "engine/core/error.hpp"

namespace foresight {
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
    refuse("unknown format '" + word + "'", {}, "write --format text, csv or json");
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
            refuse("--where takes field=value, not '" + condition + "'", {}, "write --where district=Basildon");
        question.where.emplace_back(condition.substr(0, equals), condition.substr(equals + 1));
    }
    return question;
}

}  // namespace foresight
