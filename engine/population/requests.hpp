#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/entity.hpp"
#include "engine/population/fields.hpp"

namespace foresight {

/// What touches more than one household, in the order in which it is granted within a month.
enum class RequestKind : std::uint8_t {
    leave_county,           ///< a person alone
    leave_county_together,  ///< a household
    enter_establishment,    ///< a person, of the kind given, in the home's district if it has one
    separate,               ///< a person leaves the partner for a dwelling in the same district; children stay
    move_in_with,           ///< a person, with the children in his or her care, joins another's household as partner
    leave_home,    ///< a person, with partner and children, leaves others for a vacant dwelling of the district
    move_together  ///< a household moves into a vacant dwelling of the district given
};

struct Request {
    RequestKind kind{};
    Id<Person> who{};
    Row<Person> row{};
    Row<Person> other = nobody<Person>;  ///< the partner
    std::uint8_t district = 0;           ///< the destination
    EstablishmentKind establishment{};
    bool abroad = false;
    bool shares = false;  ///< of one who would have a home alone: would rather share one with another of about that age
};

/// Somebody who comes to live in the county, modelled on a household, or on a
/// resident of an establishment, of the frozen base population.
struct Arrival {
    Id<Household> id{};         ///< a hash of district, month, origin and slot: the same people in every scenario
    std::uint8_t district = 0;  ///< the destination
    bool abroad = false;        ///< where from
    Row<Household> donor = nobody<Household>;  ///< in the base population
    std::uint32_t members = 0xffffffffu;       ///< which of its members come, a bit for each in member order
    Row<Person> resident = nobody<Person>;     ///< instead of a household: one resident of an establishment
    bool alone = false;                        ///< others who come alone may share the household
    bool with_previous = false;                ///< shares the household of the last who came alone to that district
};

/// A new dwelling, modelled on an existing one of the same district.
struct Build {
    Id<Dwelling> id{};
    Row<Dwelling> like = nobody<Dwelling>;
};

/// What waits to be granted when the month is settled.
class RequestBook {
public:
    void resize(std::uint32_t chunks)
    {
        if (by_chunk.size() < chunks) by_chunk.resize(chunks);
    }
    void clear()
    {
        for (auto& chunk : by_chunk) chunk.clear();
        arrivals.clear();
        builds.clear();
    }

    std::vector<std::vector<Request>> by_chunk;  ///< of the chunk of the person who asks
    std::vector<Arrival> arrivals;
    std::vector<Build> builds;
};

}  // namespace foresight
