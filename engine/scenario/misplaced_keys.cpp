#include "engine/scenario/misplaced_keys.hpp"

#include <algorithm>
#include <iterator>

#include "engine/scenario/grammar.hpp"

namespace foresight {

void put_back_what_left_its_change(YamlReader const& reader, YamlValue& scenario)
{
    auto& entries = scenario.entries;
    auto const changes =
        std::find_if(entries.begin(), entries.end(), [](auto const& entry) { return entry.key.text == "changes"; });
    if (changes == entries.end() || !changes->value.is_list() || changes->value.items.empty()) return;
    auto& change = changes->value.items.back();
    if (!change.is_map() || change.entries.empty()) return;
    auto const own = keys_of("scenario"), of_change = keys_of("change");
    auto const has_left = [&](YamlValue::Entry const& entry) {
        return std::find(own.begin(), own.end(), entry.key.text) == own.end()
               && std::find(of_change.begin(), of_change.end(), entry.key.text) != of_change.end();
    };
    auto const first = std::find_if(changes + 1, entries.end(), has_left);
    if (first == entries.end()) return;
    auto const& beside = change.entries.front().key;
    reader.refuse(first->key, in_quotes(first->key.text) + " is indented too little",
                  "it belongs to the change of line " + std::to_string(beside.line) + ", and stands beside `changes`",
                  "begin it in column " + std::to_string(beside.column) + ", below " + in_quotes(beside.text));
    std::copy_if(first, entries.end(), std::back_inserter(change.entries), has_left);
    entries.erase(std::remove_if(first, entries.end(), has_left), entries.end());
}

}  // namespace foresight
