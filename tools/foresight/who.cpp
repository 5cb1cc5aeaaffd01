#include "tools/foresight/who.hpp"

#include <algorithm>
#include <array>
#include <sstream>

#include "engine/core/error.hpp"
#include "outputs/tally/field_path.hpp"

namespace foresight {
namespace {

/// "setting" is social_care.setting.
std::string full_name(Population const& population, std::string const& word)
{
    if (word == "district" || word == "lsoa" || word.find('.') != std::string::npos) return word;
    std::vector<std::string> known;
    for (auto const& [name, label] : fields_of_tables(population)) {
        auto const last = name.substr(name.rfind('.') + 1);
        if (last == word) return name;
        known.push_back(last);
    }
    auto const near = nearest(word, known);
    refuse("unknown field '" + word + "'", "--who takes fields of a person, of the home and of the dwelling",
           near.empty() ? "see 'foresight list fields'" : "did you mean '" + near + "'?");
}

struct PersonCondition {
    FieldPath path;
    std::int64_t value;
};

PersonCondition condition_of(Population const& population, std::string const& words)
{
    auto const equals = words.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == words.size())
        refuse("--who takes field=value, not '" + words + "'", {},
               "write --who 'age=85 setting=residential district=Tendring'");
    PersonCondition made{{population, "person", full_name(population, words.substr(0, equals))}, 0};
    auto const value = words.substr(equals + 1);
    if (made.path.value_of(value, made.value)) return made;
    std::vector<std::string> keys;
    for (auto const& code : made.path.codes()) keys.push_back(code.key);
    auto const near = nearest(value, keys);
    keys.resize(std::min<std::size_t>(keys.size(), 12));
    std::string all;
    for (auto const& key : keys) all += (all.empty() ? "it has " : ", ") + key;
    refuse("no " + words.substr(0, equals) + " '" + value + "'", {},
           near.empty() ? all : "did you mean '" + near + "'?");
}

}  // namespace

std::vector<Id<Person>> people_who(Population const& population, std::string const& conditions)
{
    std::vector<PersonCondition> all;
    std::istringstream in{conditions};
    for (std::string words; in >> words;) all.push_back(condition_of(population, words));
    if (all.empty()) refuse("--who says nothing", {}, "write --who 'age=85 setting=residential district=Tendring'");
    std::vector<Id<Person>> found;
    std::array<std::uint32_t, chunk_rows> rows;
    std::array<std::int64_t, chunk_rows> values;
    for (std::uint32_t first = 0; first < population.persons.rows(); first += chunk_rows) {
        std::uint32_t count = 0;
        for (auto row = first; row != std::min(first + chunk_rows, population.persons.rows()); ++row)
            if (population.persons.alive({row})) rows[count++] = row;
        for (auto const& condition : all) {
            condition.path.read(rows.data(), count, values.data());
            std::uint32_t kept = 0;
            for (std::uint32_t i = 0; i != count; ++i)
                if (values[i] == condition.value) rows[kept++] = rows[i];
            count = kept;
        }
        for (std::uint32_t i = 0; i != count; ++i) found.push_back(population.persons.id({rows[i]}));
    }
    std::sort(found.begin(), found.end());
    return found;
}

}  // namespace foresight
