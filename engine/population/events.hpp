#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/population/field.hpp"

namespace foresight {

/// Something that happened to somebody in a month, as tallies, traces and bridges read it.
struct EventRecord {
    Id<Person> who{};
    Row<Person> row{};          ///< where the person sits this month, leaver or not
    std::uint8_t district = 0;  ///< where it counts: of a move out the origin, of a move in the destination
    std::uint8_t age = 0;
    std::uint8_t sex = 0;
    std::array<std::uint8_t, 3> codes{};  ///< of the event's own dimensions, in their order
    std::int64_t amount = 0;              ///< pence or another whole measure; 0 where the event has none
};

/// A dimension that an event records besides district, age and sex.
struct EventDimension {
    std::string name;
    std::vector<std::pair<std::string, std::string>> codes;  ///< {key, label}
    bool kinds = false;  ///< its codes are kinds of happenings, which nobody adds up: a request and the end of support
};

/// All events of one type in the current month.
class EventLog {
public:
    std::string name;  ///< "social_care.flow"
    std::string label;
    std::vector<EventDimension> dimensions;

    /// From a loop over chunks: no two threads are at one chunk.
    void record(std::uint32_t chunk, EventRecord const& event) { by_chunk_[chunk].push_back(event); }
    /// From settling, where one thread at a time records: the order is part of a result.
    void record(EventRecord const& event) { settled_.push_back(event); }

    void resize(std::uint32_t chunks)
    {
        if (by_chunk_.size() < chunks) by_chunk_.resize(chunks);
    }
    void clear()
    {
        for (auto& chunk : by_chunk_) chunk.clear();
        settled_.clear();
    }

    /// Calls `body(event)` for every event of the month, in row order, then those of settling in theirs.
    template <class Body>
    void each(Body const& body) const
    {
        for (auto const& chunk : by_chunk_)
            for (auto const& event : chunk) body(event);
        for (auto const& event : settled_) body(event);
    }

private:
    std::vector<std::vector<EventRecord>> by_chunk_;
    std::vector<EventRecord> settled_;
};

/// A type of event: its name, and the fields whose codes it records.
template <auto const&... fields>
struct Event {
    static_assert(sizeof...(fields) <= 3, "an event records at most three codes of its own");
    std::string_view name;
    std::string_view label;
    std::string_view kinds{};  ///< the dimension that tells its kinds apart, if it has several

    std::vector<EventDimension> dimensions() const
    {
        std::vector<EventDimension> all;
        auto const add = [&](auto const& field) {
            EventDimension dimension{std::string{field.dimension()}, {}, field.dimension() == kinds};
            for (auto const& code : field.names) dimension.codes.emplace_back(code.key, code.label);
            if (field.names.empty())
                for (std::uint32_t code = 0; code != field.codes; ++code)
                    dimension.codes.emplace_back(std::to_string(code), std::to_string(code));
            all.push_back(std::move(dimension));
        };
        (add(fields), ...);
        return all;
    }
};

}  // namespace foresight
