#include "tools/foresight/settings.hpp"

namespace foresight {

void add_setting_options(po::options_description_easy_init options)
{
    options("replicates", po::value<std::uint32_t>(),
            "how many replicates, in place of the scenario's number; each point keeps the scenario's lucks");
    options("seed", po::value<std::uint32_t>(), "the seed, in place of the scenario's");
    options("sample", po::value<std::string>(), "the share of the households, as 1/10 or 0.1");
    options("set", po::value<std::vector<std::string>>(),
            "change a parameter, as name=value or name=*1.1; may be repeated");
}

std::vector<std::string> settings_said(Arguments const& arguments)
{
    std::vector<std::string> words;
    for (auto const& setting : arguments.value<std::vector<std::string>>("set")) words.push_back("--set " + setting);
    if (arguments.has("seed")) words.push_back("--seed " + std::to_string(arguments.value<std::uint32_t>("seed")));
    if (arguments.has("replicates"))
        words.push_back("--replicates " + std::to_string(arguments.value<std::uint32_t>("replicates")));
    if (arguments.has("sample")) words.push_back("--sample " + arguments.value<std::string>("sample"));
    return words;
}

Overrides overrides_of(Arguments const& arguments)
{
    Overrides overrides;
    overrides.set = arguments.value<std::vector<std::string>>("set");
    if (arguments.has("sample")) overrides.set.push_back("population.sample=" + arguments.value<std::string>("sample"));
    if (arguments.has("seed"))
        overrides.set.push_back("seed=" + std::to_string(arguments.value<std::uint32_t>("seed")));
    if (arguments.has("replicates"))
        overrides.set.push_back("replicates=" + std::to_string(arguments.value<std::uint32_t>("replicates")));
    return overrides;
}

}  // namespace foresight
