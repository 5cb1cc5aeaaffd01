#include "outputs/tally/tally_source.hpp"

#include <algorithm>

#include "engine/io/literal.hpp"

namespace foresight::tallying {

std::int64_t Source::of_event(EventRecord const& event) const
{
    switch (of) {
    case Of::district: return event.district;
    case Of::age: return event.age;
    case Of::sex: return event.sex;
    case Of::code: return event.codes[code];
    case Of::amount: return event.amount;
    case Of::path: break;
    }
    std::int64_t value = not_there;
    path->read(&event.row.value, 1, &value);
    return value;
}

bool Source::value_of(std::string const& word, std::int64_t& value) const
{
    if (of == Of::path) return path->value_of(word, value);
    if (auto const found = TableDimension{{}, {}, codes}.find(word); found != codes.size()) {
        value = static_cast<std::int64_t>(found);
        return true;
    }
    auto const read = read_integer(word);
    if (read) value = *read.value;
    return static_cast<bool>(read);
}

void refuse_at(Mistake const& place, std::string problem, std::string reason, std::string suggestion)
{
    throw InputError{{place.saying(std::move(problem), std::move(reason), std::move(suggestion))}};
}

Source find_source(Population const& population, TableDefinition const& table, std::string const& field,
                   Mistake const& place)
{
    try {
        if (table.of != TableDefinition::Of::event) {
            FieldPath path{population, table.of == TableDefinition::Of::person ? "person" : "household", field};
            auto codes = path.codes();
            auto label = path.label();
            return {Source::Of::path, 0, std::move(path), std::move(codes), std::move(label)};
        }
        auto const& log = *population.find_log(table.event);
        auto const module = table.event.substr(0, table.event.find('.') + 1);
        for (std::size_t i = 0; i != log.dimensions.size(); ++i) {
            auto const& own = log.dimensions[i];
            if (own.name != field && module + own.name != field) continue;
            Source source{Source::Of::code, i, {}, {}, own.name, own.kinds};
            for (auto const& [key, label] : own.codes) source.codes.push_back({key, label});
            return source;
        }
        if (field == "amount") return {Source::Of::amount, 0, {}, {}, "Amount"};
        auto const of = field == "district"                       ? Source::Of::district
                        : field == "person.age" || field == "age" ? Source::Of::age
                        : field == "person.sex" || field == "sex" ? Source::Of::sex
                                                                  : Source::Of::path;
        FieldPath path{population, "person", field == "age" ? "person.age" : field == "sex" ? "person.sex" : field};
        auto codes = path.codes();
        auto label = path.label();
        return {of, 0, std::move(path), std::move(codes), std::move(label)};
    } catch (InputError const& error) {
        auto const& mistake = error.mistakes().front();
        refuse_at(place, "table '" + table.name + "': " + mistake.problem, mistake.reason, mistake.suggestion);
    }
}

namespace {

/// "female, male"; of many the first, and how many more there are.
std::string list_of(std::vector<TableCode> const& codes)
{
    constexpr std::size_t most = 12;
    std::string all;
    for (std::size_t i = 0; i != std::min(codes.size(), most); ++i) all += (i == 0 ? "" : ", ") + codes[i].key;
    return codes.size() > most ? all + ", and " + std::to_string(codes.size() - most) + " more" : all;
}

}  // namespace

void refuse_code(Mistake const& place, TableDefinition const& table, std::string const& word, std::string const& field,
                 std::vector<TableCode> const& codes)
{
    std::vector<Labelled> known;
    for (auto const& code : codes) known.push_back({code.key, code.label});
    refuse_at(place, "table '" + table.name + "': " + in_quotes(word) + " is no value of " + field,
              "its values are " + list_of(codes), did_you_mean(nearest_by_label(word, known), "write one of these"));
}

std::vector<std::string> names_of_logs(Population const& population)
{
    std::vector<std::string> names;
    for (auto const& [name, log] : population.logs()) names.push_back(name);
    return names;
}

}  // namespace foresight::tallying
