#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

#include "engine/core/entity.hpp"

namespace foresight {

/// How a value of an enumeration is written in files, and shown to people.
struct Code {
    std::string_view key;
    std::string_view label;
};

/// What a module says of a column it owns: on what, of what type, meaning what.
///
/// The part of the name after the dot is its name as a dimension of a
/// parameter or of a table: "person.sex" is the dimension "sex".
template <class E, class T>
struct Field {
    using Entity = E;
    using Value = T;
    std::string_view name;
    std::string_view label;
    std::uint32_t codes = 0;  ///< how many values it may take, if it may stand as a dimension
    T initial{};
    std::span<Code const> names{};  ///< empty where the code itself is the name, as of an age

    constexpr Field(std::string_view n, std::string_view l, std::uint32_t count = 0, T first = T{})
        : name{n}, label{l}, codes{count}, initial{first}
    {
    }
    template <std::size_t n_codes>
    constexpr Field(std::string_view n, std::string_view l, std::array<Code, n_codes> const& all, T first = T{})
        : name{n}, label{l}, codes{n_codes}, initial{first}, names{all}
    {
    }

    constexpr std::string_view dimension() const { return name.substr(name.find_last_of('.') + 1); }
};

template <auto const& field>
using EntityOf = typename std::remove_cvref_t<decltype(field)>::Entity;
template <auto const& field>
using ValueOf = typename std::remove_cvref_t<decltype(field)>::Value;

}  // namespace foresight
