#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "engine/io/yaml.hpp"
#include "engine/scenario/inputs.hpp"
#include "engine/scenario/parameter_book.hpp"
#include "engine/scenario/scenario.hpp"

namespace foresight {

/// A change as it was said, and how to complain about one of its keys.
struct SaidChange {
    /// Key (or empty for all of it), problem, reason, suggestion.
    using Refuse = std::function<void(std::string_view, std::string, std::string, std::string)>;

    Change change;
    std::string folder{};       ///< of the file, for tables
    std::string spot{};         ///< "file:line", or "--set"
    bool understood = true;     ///< its amount and dates: else it can be looked at, and not applied
    std::string amount_text{};  ///< as written: a number, or one of the parameter's words
    Month start{};              ///< the clock of the file that says it
    Month end{};
    std::string factor_sign{"scale: "};  ///< what stands before a factor where it is said: in a file, or "*"
    int layer = 0;         ///< which file of those that extend each other said it, the first extended one first
    bool setting = false;  ///< a key under `population`: it says who there is, and is no change of theirs
    Refuse refuse;
    std::function<Mistake(std::string_view)> place{};  ///< of a key; its problem begins with what a command line says
};

/// Reads one item of `changes`, and notes what is wrong with it. Nothing where it does not even say of what parameter it is.
std::optional<SaidChange> read_change(YamlReader const& reader, YamlValue const& said);

/// What a change does that is hardly meant: to multiply by less than a half, or by more than two.
std::optional<Mistake> warning_of(SaidChange const& said);

/// "write 1.03 for 3 per cent more, 0.97 for 3 per cent less", where the amount of a `scale` is said in per cent; with a
/// sign, "write *1.03 ...".
std::string factor_meant(std::string_view text, std::string_view sign = {});

/// Applies a change to the parameter that it names; notes what is wrong with it.
void apply_change(SaidChange& said, Shelf& shelf, Inputs& inputs, DimensionCodes const& dimensions, Mistakes& mistakes);

}  // namespace foresight
