#pragma once

#include <array>
#include <string_view>
#include <type_traits>
#include <utility>

namespace foresight {

namespace enumerators {

/// The compiler's own name of a value: "residential"; empty where no enumerator has it.
template <auto value>
constexpr std::string_view spelled()
{
    // "... [with auto value = foresight::Setting::residential; ...", or "(foresight::Setting)7" of what has no name.
    std::string_view text = __PRETTY_FUNCTION__;
    text.remove_prefix(text.find("value = ") + 8);
    text = text.substr(0, text.find_first_of(";]"));
    auto const colon = text.rfind(':');
    auto const bracket = text.rfind(')');
    bool const unnamed = bracket != std::string_view::npos && (colon == std::string_view::npos || bracket > colon);
    return unnamed || colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1);
}

inline constexpr std::size_t named_at_most = 32;

template <class Enumeration, std::size_t... i>
constexpr std::array<std::string_view, named_at_most> all_spelled(std::index_sequence<i...>)
{
    return {spelled<static_cast<Enumeration>(i)>()...};
}

template <class Enumeration>
inline constexpr auto names = all_spelled<Enumeration>(std::make_index_sequence<named_at_most>{});

}  // namespace enumerators

/// How an enumerator is written in the source; empty where it has no name, is no enumeration, or is 32 or more.
template <class Enumeration>
constexpr std::string_view name_of_enumerator(Enumeration value)
{
    if constexpr (std::is_enum_v<Enumeration>)
        if (auto const i = static_cast<std::size_t>(value); i < enumerators::named_at_most)
            return enumerators::names<Enumeration>[i];
    return {};
}

}  // namespace foresight
