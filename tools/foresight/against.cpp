#include "tools/foresight/against.hpp"

namespace foresight {

void add_against_option(po::options_description_easy_init options)
{
    options("against", po::value<std::string>()->value_name("BASELINE"), "the run without the policy");
}

std::vector<std::string> words_with_baseline(Arguments const& arguments)
{
    auto words = arguments.words;
    if (arguments.has("against")) words.insert(words.begin() + 1, arguments.value<std::string>("against"));
    return words;
}

}  // namespace foresight
