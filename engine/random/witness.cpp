#include "engine/random/witness.hpp"

#include <algorithm>

#include "engine/random/random_stream.hpp"

namespace foresight {

bool RandomStream::watches_any(std::uint32_t kind, std::uint64_t const* id, std::uint32_t count) const
{
    if (kind != entity_kind<Person>) return false;
    auto const who = witness_->who();
    return !who || std::find(id, id + count, who->value) != id + count;
}

void RandomStream::tell(std::uint32_t kind, std::uint64_t id, Testimony testimony) const
{
    if (!witness_ || !watches_any(kind, &id, 1)) return;
    testimony.process = process_name_;
    testimony.month = Month{static_cast<std::int32_t>(month_)};
    testimony.who = {id};
    if (testimony.when) testimony.when = testimony.month + testimony.when->value;
    witness_->hear(testimony);
}

}  // namespace foresight
