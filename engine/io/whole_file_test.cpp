#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <system_error>

#include <stdlib.h>

#include "engine/io/whole_file.hpp"

namespace foresight {
namespace {

namespace fs = std::filesystem;

/// A folder of this test's own, gone when it ends.
struct Desk {
    Desk()
    {
        auto pattern = (fs::temp_directory_path() / "foresight-desk-XXXXXX").string();
        REQUIRE(::mkdtemp(pattern.data()));
        folder = pattern;
    }
    ~Desk() { fs::remove_all(folder); }
    Desk(Desk const&) = delete;
    Desk& operator=(Desk const&) = delete;

    std::string operator/(std::string const& name) const { return (folder / name).string(); }
    std::set<std::string> names() const
    {
        std::set<std::string> all;
        for (auto const& entry : fs::directory_iterator{folder}) all.insert(entry.path().filename().string());
        return all;
    }
    std::string text(std::string const& name) const
    {
        std::ifstream file{folder / name};
        return {std::istreambuf_iterator<char>{file}, {}};
    }

    fs::path folder;
};

using Names = std::set<std::string>;

void put(std::string const& path, std::string const& text) { std::ofstream{path} << text; }

}  // namespace

TEST_CASE("a file that is not kept leaves what was there, and nothing else")
{
    Desk const desk;
    put(desk / "page", "old");
    put(desk / "page.partial", "somebody else's");
    {
        WholeFile const file{desk / "page"};
        put(file.partial(), "half of the n");
    }
    CHECK(desk.text("page") == "old");
    write_whole(desk / "page", "new");
    CHECK(desk.text("page") == "new");
    CHECK(desk.text("page.partial") == "somebody else's");
    CHECK(desk.names() == Names{"page", "page.partial"});
}

TEST_CASE("two that write one file at once do not write into each other's, and the last one stays")
{
    Desk const desk;
    WholeFile one{desk / "page"};
    WholeFile other{desk / "page"};
    put(one.partial(), "one");
    put(other.partial(), "other");
    one.keep();
    CHECK(desk.text("page") == "one");
    other.keep();
    CHECK(desk.text("page") == "other");
    CHECK(desk.names() == Names{"page"});
}

TEST_CASE("what a program that was killed has left goes with the next one, and what is being written stays")
{
    Desk const desk;
    put(desk / ".page.foresight-killed", "");
    put(desk / ".page.foresight-not one of ours", "");
    WholeFile const being_written{desk / "page"};
    WholeFile const next{desk / "page"};
    CHECK(!fs::exists(desk / ".page.foresight-killed"));
    CHECK(fs::exists(desk / ".page.foresight-not one of ours"));
    CHECK(fs::exists(being_written.partial()));
}

TEST_CASE("a link stays a link, and what it points to is replaced")
{
    Desk const desk;
    fs::create_directory(desk / "far");
    put(desk / "far/page", "old");
    fs::create_symlink("far/page", desk / "page");
    fs::create_symlink("page", desk / "page_too");
    write_whole(desk / "page_too", "new");
    CHECK(fs::is_symlink(desk / "page"));
    CHECK(desk.text("far/page") == "new");
    CHECK(behind_links(desk / "page_too") == desk / "far/page");
    fs::create_symlink("round", desk / "round");
    CHECK_THROWS_AS(behind_links(desk / "round"), fs::filesystem_error);
}

TEST_CASE("a folder takes its place as a whole, and what stood there goes")
{
    Desk const desk;
    for (auto const* const round : {"first", "second"}) {
        WholeFolder folder{desk / "tables"};
        write_whole(folder.partial() + "/" + round, round);
        CHECK(!fs::exists(desk / (std::string{"tables/"} + round)));
        folder.keep();
        CHECK(desk.text(std::string{"tables/"} + round) == round);
    }
    CHECK(!fs::exists(desk / "tables/first"));
    CHECK(desk.names() == Names{"tables"});
    {
        WholeFolder const not_kept{desk / "tables"};
    }
    CHECK(desk.names() == Names{"tables"});
}

}  // namespace foresight
