#include "outputs/run_file/run_digest.hpp"

#include <algorithm>
#include <stdexcept>
#include <string_view>

#include "engine/io/hash.hpp"

namespace foresight {
namespace {

/// What an object says of itself, beside its numbers.
void add_attributes(hdf5::File const& file, std::string const& name, Hash& hash)
{
    auto const attributes = file.attributes(name);
    auto const has = [&](std::string_view attribute) {
        return std::find(attributes.begin(), attributes.end(), attribute) != attributes.end();
    };
    for (auto const* const text :
         {"long_name", "units", "kind", "every", "dimensions", "measures", "ratios", "scenario", "scenario_file",
          "version", "compiler", "base", "start", "end", "population_hash", "parameters_hash"})
        if (has(text)) hash.add_word(text).add_word(file.text(name, text));
    for (auto const* const number : {"suppress_below", "round_to", "seed", "weight"})
        if (has(number)) hash.add_word(number).add(static_cast<std::uint64_t>(file.number(name, number)));
}

void add_dataset(hdf5::File const& file, std::string const& name, Hash& hash)
{
    add_attributes(file, name, hash);
    for (auto const extent : file.shape(name)) hash.add(std::uint64_t{extent});
    if (file.is_text(name)) {
        for (auto const& text : file.read_strings(name)) hash.add_word(text);
        return;
    }
    auto const type = file.type(name);
    hash.add(static_cast<std::uint64_t>(type));
    if (type == hdf5::Type::f32 || type == hdf5::Type::f64)
        for (auto const value : file.read<double>(name)) hash.add(value);
    else
        for (auto const value : file.read<std::int64_t>(name)) hash.add(static_cast<std::uint64_t>(value));
}

/// Groups within groups; a group may be made to hold itself, which has no end.
constexpr int deepest = 8;

void add_group(hdf5::File const& file, std::string const& group, Hash& hash, int depth = 0)
{
    if (depth == deepest) throw std::runtime_error{group + " lies deeper than anything that is written here"};
    add_attributes(file, group, hash);
    auto members = file.members(group);
    std::sort(members.begin(), members.end());
    for (auto const& member : members) {
        auto const name = group + "/" + member;
        hash.add_word(member);
        if (file.is_group(name)) add_group(file, name, hash, depth + 1);
        else add_dataset(file, name, hash);
    }
}

}  // namespace

std::string digest_of(hdf5::File const& file, std::string const& group)
{
    Hash hash;
    add_group(file, group, hash);
    return hash.text();
}

}  // namespace foresight
