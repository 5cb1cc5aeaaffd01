#include "engine/scenario/choice.hpp"

#include <algorithm>

#include "engine/scenario/key_advice.hpp"

namespace foresight {

Choice read_choice(YamlReader const& reader, YamlValue const& list, ChoiceOf const& of,
                   std::vector<std::string> const& known)
{
    Choice made;
    for (auto const* item : reader.words(list, std::string{of.key})) {
        if (std::find(known.begin(), known.end(), item->text) == known.end())
            reader.refuse(
                *item, "unknown " + std::string{of.one} + " " + in_quotes(item->text), "there is none of that name",
                did_you_mean(nearest(item->text, known), "see `foresight list " + std::string{of.listing} + "`"));
        else if (!made.said.emplace(item->text, reader.place(*item)).second)
            reader.refuse(*item, "the " + std::string{of.one} + " " + in_quotes(item->text) + " stands there twice",
                          "each of the list is taken once", "delete one of the two");
        made.names.push_back(item->text);
    }
    if (list.is_list() && list.items.empty())
        reader.refuse(list, "the list is empty", "without the key, all are taken", "delete the key, or name some");
    return made;
}

}  // namespace foresight
