#include <doctest/doctest.h>

#include "engine/core/plain_text.hpp"

namespace foresight {

TEST_CASE("what acts on a terminal is not plain, and accents, pounds and lines of a note are")
{
    CHECK(is_plain("Harwich & Clacton-on-Sea, \u00a312 \u2014 caf\u00e9"));
    CHECK(is_plain("a note\nof two lines", Lines::many));
    CHECK(!is_plain("two\nlines"));
    for (auto const* const acting :
         {"\x1b[31m", "\a", "\x7f", "\u009b31m", "\u202e", "\u2066", "\u2069", "\u2028", "\u2029"}) {
        CHECK(!is_plain(acting, Lines::many));
        CHECK(is_plain(made_plain(acting)));
    }
    CHECK(made_plain("a\x1b[31mb\n") == "a?[31mb\n");
    CHECK(escaped("caf\u00e9\x1b[31m\n\u202e") == "caf\u00e9\\x1b[31m\\x0a\\xe2\\x80\\xae");
}

TEST_CASE("bytes that are no characters are told")
{
    CHECK(is_utf8("caf\u00e9"));
    CHECK(!is_utf8("caf\xe9"));
    CHECK(!is_utf8("\xc0\xaf"));  // an overlong slash
}

}  // namespace foresight
