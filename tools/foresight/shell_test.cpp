#include <doctest/doctest.h>

#include "tools/foresight/shell.hpp"

namespace foresight {

TEST_CASE("a command that is advised can be typed as it stands")
{
    CHECK(shell_command("show", {"runs/a.h5", "my run.h5"}) == "foresight show runs/a.h5 'my run.h5'");
    CHECK(shell_quoted("it's") == "'it'\\''s'");
    CHECK(shell_quoted("care/price=*1.1") == "'care/price=*1.1'");
    CHECK(shell_quoted("") == "''");
    CHECK(shell_quoted("$(rm -r ~)") == "'$(rm -r ~)'");
}

}  // namespace foresight
