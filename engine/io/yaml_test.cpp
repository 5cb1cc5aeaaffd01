#include <doctest/doctest.h>

#include "engine/io/literal.hpp"
#include "engine/io/yaml.hpp"

namespace foresight {
namespace {

YamlFile yaml(std::string text)
{
    Mistakes mistakes;
    auto file = read_yaml(TextFile{"test.yaml", std::move(text)}, mistakes);
    CHECK(mistakes.none());
    return file;
}

TEST_CASE("a value knows its place, in characters and not in bytes")
{
    auto const file = yaml("a: \xC2\xA3\xC2\xA3\xC2\xA3\nb: {\xC3\xA9t\xC3\xA9: 1, c: [x, yy]}\n");
    auto const* c = file.root.find("b")->find("c");
    REQUIRE(c);
    CHECK(c->items[1].text == "yy");
    CHECK(c->items[1].line == 2);
    CHECK(c->items[1].column == 20);
    CHECK(c->items[1].width == 2);
}

TEST_CASE("quotations, blocks, carriage returns and a byte order mark are read as YAML means them")
{
    auto const file = yaml("\xEF\xBB\xBF"
                           "a: 'it''s'\r\nb: \"x\\ty\"\r\nc: |\r\n  one\r\n  two\r\nd:\r\n");
    CHECK(file.root.find("a")->text == "it's");
    CHECK(file.root.find("b")->text == "x\ty");
    CHECK(file.root.find("c")->text == "one\ntwo\n");
    CHECK(file.root.find("d")->kind == YamlValue::Kind::nothing);
    CHECK(file.root.find("e") == nullptr);
}

TEST_CASE("a number is one only if it is written as one")
{
    CHECK(*read_number("-3.25e2").value == -325);
    CHECK(*read_number("+0.5").value == 0.5);
    CHECK(*read_number("1e-400").value == 0);
    for (auto const* text :
         {"", "007", "1,000", "1_000", "no", "0x1F", "1.", ".5", "1e", "--1", "1 2", "inf", "nan", "1e400"}) {
        CAPTURE(text);
        CHECK_FALSE(read_number(text));
    }
    CHECK(read_number("1,234").suggestion == "write 1234");
    CHECK(read_number("\xC2\xA3"
                      "21")
              .suggestion
          == "write 21");
    CHECK(read_number("52%").suggestion == "write 0.52");
    CHECK(read_integer("0777").suggestion == "write 777");
}

TEST_CASE("a sample is one household in a whole number")
{
    CHECK(*read_sample("1/100").value == 100);
    CHECK(*read_sample("0.01").value == 100);
    CHECK(*read_sample("1").value == 1);
    CHECK_FALSE(read_sample("0.3"));
    CHECK_FALSE(read_sample("0"));
}

TEST_CASE("a number is written in the fewest digits that read back")
{
    CHECK(number_text(0.1) == "0.1");
    CHECK(*read_number(number_text(1.0 / 3)).value == 1.0 / 3);
}

}  // namespace
}  // namespace foresight
