#include <doctest/doctest.h>

#include <stdexcept>

#include "tests/lives.hpp"

namespace foresight {
namespace {

class ReadsOthersAndWrites final : public Process {
public:
    explicit ReadsOthersAndWrites(Setup& setup) : anyone_{setup}, own_{setup} {}
    void step(Step const&) override {}

private:
    ReadsAnyone<person::age> anyone_;
    Writes<person::age> own_;
};

TEST_CASE("a process that asks for a field by two rights is refused in every build: the wiring would show one of them")
{
    auto const county = small_county(10);
    std::vector<NamedProcess> const catalogue{{"test/both", "", [](Setup& setup) -> std::unique_ptr<Process> {
                                                   return std::make_unique<ReadsOthersAndWrites>(setup);
                                               }}};
    Parameters const none;
    CHECK_THROWS_AS((Simulation{lives::scenario({}), none, catalogue, county, {42, 0}}), std::logic_error);
}

}  // namespace
}  // namespace foresight
