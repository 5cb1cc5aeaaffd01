#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/io/hash.hpp"
#include "outputs/run_file/run_digest.hpp"
#include "outputs/run_file/run_seal.hpp"
#include "outputs/view/comparison.hpp"
#include "tests/small_tables.hpp"

namespace foresight {
namespace {

constexpr Month first = Month::of(2023, 7);
constexpr Month end = Month::of(2025, 7);

/// A folder that goes when the test ends.
struct Folder {
    Folder()
    {
        std::string pattern = (std::filesystem::temp_directory_path() / "foresight-test-XXXXXX").string();
        path = ::mkdtemp(pattern.data());
    }
    ~Folder() { std::filesystem::remove_all(path); }
    std::string operator/(std::string const& name) const { return path + "/" + name; }
    std::string path;
};

std::vector<TableDefinition> two_tables()
{
    return {small_table("table: people\nlabel: People\nof: person\nevery: month\nby: [district, {age_group: {field: "
                        "person.age, bins: [0, 16, 65]}}]\n"
                        "measures:\n  people: count\n  old: {count: true, where: person.age >= 65}\n  share_old: "
                        "{ratio: [old, people]}\n"),
            small_table("table: changes\nlabel: Changes\nevent: population.changed\nevery: month\nby: [district]\n"
                        "measures:\n  people: count\n  money: {sum: amount, per: 100, unit: GBP}\n")};
}

/// Replicate `number` of a run in which as many are born each month as its number says, and each costs 7 pence more.
std::vector<TableValues> replicate_of(std::uint32_t number, std::uint32_t extra = 0)
{
    auto county = small_county(50);
    auto& log = county.log(population_changed.name, population_changed.label, population_changed.dimensions());
    return lived(county, two_tables(), first, end, [&](Month) {
        for (std::uint32_t i = 0; i != number + 1 + extra; ++i) log.record({{1}, {0}, 0, 0, 0, {0, 0, 0}, 7});
    });
}

Provenance origin_of(std::uint32_t replicates, double price = 1)
{
    Scenario scenario;
    scenario.name = "A small county";
    scenario.start = first;
    scenario.end = end;
    scenario.text = "scenario: A small county\n";
    scenario.inputs.push_back({"small.yaml", scenario.text, hash_of(scenario.text)});
    Parameter parameter = constant(price);
    parameter.slices.push_back({Month::of(2024, 4), {2 * price}});
    scenario.parameters.add("care/price", parameter);
    scenario.caveat = "Nobody pays a charge.";
    scenario.changes.push_back({Change::Kind::scale, "care/price", 2});
    scenario.changes.back().source = "Assumed";
    std::vector<ReplicateAddress> addresses;
    for (std::uint32_t r = 0; r != replicates; ++r) addresses.push_back({r, 0});
    return provenance_of(scenario, small_county(1), two_tables(), addresses);
}

std::string written(std::string const& path, std::uint32_t replicates, std::uint32_t extra = 0, double price = 1)
{
    RunWriter writer{path, origin_of(replicates, price)};
    for (auto const number : writer.missing()) writer.commit(number, replicate_of(number, extra));
    writer.finish();
    return path;
}

std::string bytes_of(std::string const& path)
{
    std::ifstream file{path, std::ios::binary};
    std::ostringstream all;
    all << file.rdbuf();
    return all.str();
}

void write_bytes(std::string const& path, std::string const& bytes) { std::ofstream{path, std::ios::binary} << bytes; }

std::string refusal_of(std::string const& path)
{
    try {
        RunReader const run{path};
    } catch (InputError const& error) {
        return error.what();
    }
    return "none";
}

}  // namespace

TEST_CASE("a run that is made twice is the same file, byte for byte")
{
    Folder const folder;
    CHECK(bytes_of(written(folder / "a.h5", 2)) == bytes_of(written(folder / "b.h5", 2)));
}

TEST_CASE("a run tells what its scenario changes and leaves out")
{
    Folder const folder;
    auto const origin = RunReader{written(folder / "a.h5", 1)}.provenance();
    CHECK(origin.caveat == "Nobody pays a charge.");
    REQUIRE(origin.changes.size() == 1);
    CHECK(origin.changes[0].parameter == "care/price");
    CHECK(origin.changes[0].said == "x 2");
    CHECK(origin.changes[0].source == "Assumed");
}

TEST_CASE("what is told in the log is in no digest, and is no fault of the file")
{
    Folder const folder;
    auto const silent = written(folder / "silent.h5", 2);
    auto const telling = folder / "telling.h5";
    {
        RunWriter writer{telling, origin_of(2)};
        for (auto const number : writer.missing()) writer.commit(number, replicate_of(number, 0));
        writer.log("two replicates were lived");
        writer.finish();
    }
    RunReader const one{silent}, other{telling};
    CHECK(other.file().read_strings("/log/lines") == std::vector<std::string>{"two replicates were lived"});
    CHECK(other.faults().empty());
    for (auto const* const group : {"/tables", "/provenance"})
        CHECK(digest_of(one.file(), group) == digest_of(other.file(), group));
}

TEST_CASE("what was written is read again by name, and it is sound")
{
    Folder const folder;
    RunReader const run{written(folder / "run.h5", 2)};
    CHECK(run.faults().empty());
    auto const& table = run.table("changes");
    CHECK(table.periods.front().label == "2023-07");
    CHECK(table.dimensions[0].codes[0].official == "E07000066");
    auto const money = run.values(table, table.measure("money"));
    CHECK(money[0] == 0.07);
    CHECK(money[table.periods.size() * table.cells()] == 0.14);  // the second replicate
    CHECK(run.provenance().parameters.at("care/price").at(Month::of(2024, 5))[0] == 2);
    CHECK(run.provenance().inputs.size() == 3);
    CHECK(run.provenance().scenario_text == "scenario: A small county\n");
}

TEST_CASE("a run that was broken off is resumed to the same digest")
{
    Folder const folder;
    auto const whole = RunReader{written(folder / "whole.h5", 3)}.digest();
    {
        RunWriter writer{folder / "broken.h5", origin_of(3)};
        writer.commit(0, replicate_of(0));
    }
    CHECK(!std::filesystem::exists(folder / "broken.h5"));
    CHECK_THROWS_WITH_AS((RunWriter{folder / "broken.h5", origin_of(3)}), doctest::Contains("--resume"), InputError);
    CHECK_THROWS_WITH_AS((RunWriter{folder / "broken.h5", origin_of(3, 5), RunWriter::IfThere::resume}),
                         doctest::Contains("parameters"), InputError);
    RunWriter writer{folder / "broken.h5", origin_of(3), RunWriter::IfThere::resume};
    CHECK(writer.missing() == std::vector<std::uint32_t>{1, 2});
    for (auto const number : writer.missing()) writer.commit(number, replicate_of(number));
    writer.finish();
    CHECK(RunReader{folder / "broken.h5"}.digest() == whole);
    CHECK(!std::filesystem::exists(writer.partial()));
}

TEST_CASE("a run that was broken off beside a finished one is gone on with, and replaces it only when it is whole")
{
    Folder const folder;
    auto const path = written(folder / "run.h5", 1);
    auto const finished = bytes_of(path);
    auto const whole = bytes_of(written(folder / "whole.h5", 3));
    {
        RunWriter writer{path, origin_of(3), RunWriter::IfThere::replace};
        writer.take_over(RunReader{path}, origin_of(3));
        writer.commit(1, replicate_of(1));
    }
    CHECK(RunWriter::replicates_begun(path) == 3);
    CHECK_THROWS_AS((RunWriter{path, origin_of(4), RunWriter::IfThere::resume}), InputError);
    CHECK(bytes_of(path) == finished);
    RunWriter writer{path, origin_of(3), RunWriter::IfThere::resume};
    CHECK(writer.missing() == std::vector<std::uint32_t>{2});
    writer.commit(2, replicate_of(2));
    CHECK(bytes_of(path) == finished);
    writer.finish();
    CHECK(bytes_of(path) == whole);
    CHECK(RunWriter::replicates_begun(path) == 0);
}

TEST_CASE("a run to a link is written beside what it points to, and the link stays")
{
    Folder const folder;
    std::filesystem::create_directory(folder / "far");
    written(folder / "far/run.h5", 1);
    std::filesystem::create_symlink("far/run.h5", folder / "run.h5");
    {
        RunWriter writer{folder / "run.h5", origin_of(2), RunWriter::IfThere::replace};
        CHECK(writer.partial() == folder / "far/run.h5.partial");
        for (auto const number : writer.missing()) writer.commit(number, replicate_of(number));
        writer.finish();
    }
    CHECK(std::filesystem::is_symlink(folder / "run.h5"));
    CHECK(RunReader{folder / "far/run.h5"}.replicates() == 2);
}

TEST_CASE("a run that was broken off in the middle of a write is lived again from the first replicate")
{
    Folder const folder;
    auto const whole = RunReader{written(folder / "whole.h5", 2)}.digest();
    {
        RunWriter writer{folder / "broken.h5", origin_of(2)};
        writer.commit(0, replicate_of(0));
    }
    auto const bytes = bytes_of(folder / "broken.h5.partial");
    write_bytes(folder / "broken.h5.partial", bytes.substr(0, bytes.size() / 2));
    RunWriter writer{folder / "broken.h5", origin_of(2), RunWriter::IfThere::resume};
    CHECK(!writer.note().empty());
    CHECK(writer.missing().size() == 2);
    for (auto const number : writer.missing()) writer.commit(number, replicate_of(number));
    writer.finish();
    CHECK(RunReader{folder / "broken.h5"}.digest() == whole);
}

TEST_CASE("whatever part of a write has reached the disk, no replicate from before it is lived again")
{
    Folder const folder;
    auto const path = folder / "broken.h5";
    auto const whole = RunReader{written(folder / "whole.h5", 3)}.digest();
    std::string before, after;
    {
        RunWriter writer{path, origin_of(3)};
        writer.commit(0, replicate_of(0));
        before = bytes_of(writer.partial());
        writer.commit(1, replicate_of(1));
        after = bytes_of(writer.partial());
    }
    REQUIRE(before.size() == after.size());
    std::vector<std::size_t> changed;
    for (std::size_t i = 0; i != before.size(); ++i)
        if (before[i] != after[i]) changed.push_back(i);
    REQUIRE(changed.size() > 100);
    auto const missing_after = [&](std::string const& bytes) {
        write_bytes(path + ".partial", bytes);
        RunWriter writer{path, origin_of(3), RunWriter::IfThere::resume};
        auto const missing = writer.missing();
        if (missing.size() == 3) return std::size_t{0};
        for (auto const number : missing) writer.commit(number, replicate_of(number));
        writer.finish();
        CHECK(RunReader{path}.digest() == whole);
        std::filesystem::remove(path);
        return 3 - missing.size();
    };
    for (std::size_t i = 0; i < changed.size(); i += changed.size() / 8) {
        auto const at = changed[i];
        CHECK(missing_after(after.substr(0, at) + before.substr(at)) == 1);          // written from the front
        CHECK(missing_after(before.substr(0, at + 1) + after.substr(at + 1)) == 1);  // or from the back
    }
    CHECK(missing_after(after) == 2);
}

TEST_CASE("a file is not overwritten unasked, nor while another run writes it")
{
    Folder const folder;
    written(folder / "run.h5", 1);
    CHECK_THROWS_WITH_AS((RunWriter{folder / "run.h5", origin_of(1)}), doctest::Contains("--force"), InputError);
    CHECK_THROWS_WITH_AS((RunWriter{folder / "run.h5", origin_of(1), RunWriter::IfThere::resume}),
                         doctest::Contains("nothing to resume"), InputError);
    RunWriter const one{folder / "new.h5", origin_of(1)};
    CHECK_THROWS_WITH_AS((RunWriter{folder / "new.h5", origin_of(1), RunWriter::IfThere::replace}),
                         doctest::Contains("another run"), InputError);
}

TEST_CASE("a file that is damaged, cut short, foreign or newer is refused with its reason")
{
    Folder const folder;
    auto const bytes = bytes_of(written(folder / "run.h5", 1));
    write_bytes(folder / "short.h5", bytes.substr(0, bytes.size() * 2 / 3));
    write_bytes(folder / "text.h5", "scenario: not HDF5\n");
    write_bytes(folder / "empty.h5", "");
    {
        hdf5::File{folder / "foreign.h5", hdf5::File::Mode::create}.write_text("/hello", "world");
    }
    std::filesystem::copy_file(folder / "run.h5", folder / "newer.h5");
    {
        hdf5::File{folder / "newer.h5", hdf5::File::Mode::change}.set("/", "schema", "foresight-run/9");
    }
    CHECK(refusal_of(folder / "short.h5").find("damaged") != std::string::npos);
    CHECK(refusal_of(folder / "text.h5").find("not HDF5") != std::string::npos);
    CHECK(refusal_of(folder / "empty.h5").find("empty") != std::string::npos);
    CHECK(refusal_of(folder / "foreign.h5").find("another program") != std::string::npos);
    CHECK(refusal_of(folder / "newer.h5").find("newer Foresight") != std::string::npos);
    CHECK(refusal_of(folder / "none.h5").find("there is no run") != std::string::npos);
    {
        hdf5::File file{folder / "run.h5", hdf5::File::Mode::change};
        std::vector<double> const forged(48, 1e9);
        file.write_slice("/tables/changes/money", 0, hdf5::Type::f64, forged.data());
    }
    CHECK(RunReader{folder / "run.h5", RunReader::Trust::whatever_there_is}.faults().size() == 2);
    CHECK(refusal_of(folder / "run.h5").find("/tables is not what was written") != std::string::npos);
}

TEST_CASE("a run file says of itself which program, which seed and which inputs made it")
{
    Folder const folder;
    hdf5::File const file{written(folder / "run.h5", 1), hdf5::File::Mode::read};
    auto const origin = origin_of(1);
    CHECK(file.text("/", "engine_version") == origin.version);
    CHECK(file.text("/", "scenario_hash") == hash_of(origin.scenario_text));
    CHECK(file.text("/", "data_hash").size() == 16);
    CHECK(file.number("/", "seed") == origin.seed);
}

TEST_CASE("a seal that fits makes no file believed that is newer, claims too much or acts on a terminal")
{
    Folder const folder;
    auto const bytes = bytes_of(written(folder / "run.h5", 1));
    auto const forged = [&](std::string const& name, auto const& change) {
        auto const path = folder / name;
        write_bytes(path, bytes.substr(0, bytes.rfind("\nforesight-seal/1 ")));
        {
            hdf5::File file{path, hdf5::File::Mode::change};
            change(file);
        }
        set_seal(path);
        REQUIRE(seal_of(path) == Seal::intact);
        return path;
    };
    auto const newer = forged("newer.h5", [](auto& file) { file.set("/", "schema", "foresight-run/9"); });
    CHECK(refusal_of(newer).find("newer Foresight") != std::string::npos);
    auto const acting = forged("acting.h5", [](auto& file) { file.set("/tables/people", "label", "\x1b]0;evil\a"); });
    CHECK(refusal_of(acting).find("act on a terminal") != std::string::npos);
    CHECK(refusal_of(acting).find('\x1b') == std::string::npos);
    RunReader const run{forged("huge.h5", [](auto& file) {
        file.make_array("/tables/people/huge", hdf5::Type::f64, {1, 24, std::size_t{1} << 40});
        file.set("/tables/people/huge", "kind", "stock");
        file.set("/tables/people/huge", "long_name", "Huge");
        file.set("/tables/people/huge", "units", "persons");
        file.set("/tables/people", "measures", "people,old,huge");
    })};
    CHECK_THROWS_AS(run.values(run.table("people"), 2), InputError);
    CHECK_THROWS_WITH_AS(run.digest(), doctest::Contains("larger than the file can hold"), InputError);
}

TEST_CASE("one byte that differs anywhere is told, even where no hash of the tables looks")
{
    Folder const folder;
    auto const bytes = bytes_of(written(folder / "run.h5", 1));
    auto const title = bytes.find("A small county");
    REQUIRE(title != std::string::npos);
    auto forged = bytes;
    forged[title] = 'B';
    write_bytes(folder / "forged.h5", forged);
    CHECK(refusal_of(folder / "forged.h5").find("damaged") != std::string::npos);
    for (auto const& other : {bytes.substr(0, bytes.size() - 1), bytes + "\n", bytes + bytes.back(),
                              bytes.substr(0, bytes.rfind("\nforesight-seal/1 "))}) {
        write_bytes(folder / "other.h5", other);
        CHECK(refusal_of(folder / "other.h5").find("the seal, is missing") != std::string::npos);
    }
}

namespace {

/// Eight places of a district with as many people as their numbers say, but few in the first of them in one replicate.
TableValues eight_places(std::uint32_t replicate, std::uint32_t few_in)
{
    TableValues table;
    table.schema.name = "places";
    table.schema.label = "Places";
    table.schema.every = Every::month;
    table.schema.periods = {{first, first + 1, "2023-07"}};
    TableDimension places{"lsoa", "Places", {}, std::vector<std::uint32_t>(8, 0)};
    for (std::uint32_t i = 0; i != 8; ++i) places.codes.push_back({std::to_string(i), std::to_string(i)});
    table.schema.dimensions = {places};
    table.schema.measures = {{"people", "People", "persons"}};
    table.schema.disclosure = {5, 5};
    table.values = {{replicate == few_in ? 3 : 123'455, 55, 65, 75, 85, 95, 105, 115}};
    return table;
}

std::string with_places(std::string const& path, std::uint32_t replicates, std::uint32_t few_in)
{
    RunWriter writer{path, origin_of(replicates)};
    for (auto const number : writer.missing()) writer.commit(number, {eight_places(number, few_in)});
    writer.finish();
    return path;
}

}  // namespace

TEST_CASE("what one replicate hides is hidden in all of them, and leaves no trace in the file")
{
    Folder const folder;
    RunReader const run{with_places(folder / "run.h5", 3, 2)};
    CHECK(run.faults().empty());
    auto const people = run.values(run.table("places"), 0);
    for (std::size_t r = 0; r != 3; ++r) {
        CHECK(std::isnan(people[r * 8]));
        CHECK(std::isnan(people[r * 8 + 1]));
        CHECK(people[r * 8 + 2] == 65);
    }
    double const told_before = 123'455;
    std::string const trace{reinterpret_cast<char const*>(&told_before), sizeof told_before};
    CHECK(bytes_of(folder / "run.h5").find(trace) == std::string::npos);
    CHECK(bytes_of(with_places(folder / "nothing.h5", 3, 9)).find(trace) != std::string::npos);
}

TEST_CASE("a run to which replicates are added hides what it would have hidden with all of them from the beginning")
{
    Folder const folder;
    auto const whole = RunReader{with_places(folder / "whole.h5", 3, 2)}.digest();
    for (std::uint32_t const had : {1u, 2u}) {
        RunReader const begun{with_places(folder / ("begun" + std::to_string(had) + ".h5"), had, 2)};
        RunWriter writer{folder / ("more" + std::to_string(had) + ".h5"), origin_of(3)};
        writer.take_over(begun, origin_of(3));
        for (auto const number : writer.missing()) writer.commit(number, {eight_places(number, 2)});
        writer.finish();
        RunReader const more{writer.path()};
        CHECK(more.digest() == whole);
        CHECK(more.faults().empty());
        CHECK(bytes_of(writer.path()) == bytes_of(folder / "whole.h5"));
    }
}

TEST_CASE(
    "sums leave hidden cells out and say so, what is all hidden is no nought, and a comparison hides on both sides")
{
    Folder const folder;
    RunReader const hiding{with_places(folder / "hiding.h5", 1, 0)};
    RunReader const showing{with_places(folder / "showing.h5", 1, 9)};
    auto const sum = view_of(hiding, hiding.table("places"), {{"month"}, {}});
    CHECK(sum.cell(0, 0)[0] == 65 + 75 + 85 + 95 + 105 + 115);
    REQUIRE(sum.notes.size() == 1);
    CHECK(sum.notes[0]
          == "2 of 8 cells are hidden by disclosure control, and missing in the sums, which are too low by them");
    auto const one = view_of(hiding, hiding.table("places"), {{"month"}, {{"lsoa", "0"}}});
    CHECK(std::isnan(one.cell(0, 0)[0]));
    auto const both = compare_views(hiding, showing, hiding.table("places"), {{"month"}, {}});
    CHECK(both.difference(0, 0).mean == 0);
    CHECK(both.base.notes.size() == 1);
}

TEST_CASE("a stock is never added up over time, a flow is, and a ratio is divided last")
{
    Folder const folder;
    RunReader const run{written(folder / "run.h5", 1)};
    auto const stocks = view_of(run, run.table("people"), {{"district"}, {}});
    REQUIRE(stocks.dimensions.size() == 2);  // the months stay
    CHECK(stocks.notes.size() == 1);
    CHECK(stocks.cell(0, 0)[0] + stocks.cell(0, 1)[0] == 200);
    auto const years = view_of(run, run.table("people"), {{"financial_year"}, {}});
    REQUIRE(years.rows() == 2);
    CHECK(years.cell(0, 0)[0] == 200);
    CHECK(years.cell(2, 0)[0] == doctest::Approx(years.cell(1, 0)[0] / 200));
    auto const flows = view_of(run, run.table("changes"), {{"financial_year"}, {}});
    REQUIRE(flows.rows() == 1);  // 2023-24 is not whole
    CHECK(flows.cell(0, 0)[0] == 12);
    CHECK(view_of(run, run.table("changes"), {{"district"}, {{"district", "E07000066"}}}).cell(0, 0)[0] == 24);
    CHECK_THROWS_WITH_AS(view_of(run, run.table("changes"), {{"distric"}, {}}), doctest::Contains("district"),
                         InputError);
    CHECK_THROWS_AS(view_of(run, run.table("changes"), {{}, {{"month", "2099-01"}}}), InputError);
}

TEST_CASE("a run file says which processes were lived, and an older one that does not is no other run")
{
    Folder const folder;
    auto const older = origin_of(1, 1);
    auto newer = older;
    newer.processes = {"demography/ageing", "demography/mortality"};
    auto const read_back = [&](std::string const& name, Provenance const& origin) {
        RunWriter writer{folder / name, origin};
        for (auto const number : writer.missing()) writer.commit(number, replicate_of(number, 0));
        writer.finish();
        return RunReader{folder / name}.provenance();
    };
    auto const then = read_back("older.h5", older), now = read_back("newer.h5", newer);
    CHECK(then.processes.empty());
    CHECK(now.processes == newer.processes);
    CHECK(differences_of_origin(now, then).empty());
    CHECK(cautions(RunReader{folder / "older.h5"}, RunReader{folder / "newer.h5"}).empty());
}

TEST_CASE("runs that differ in nothing differ by exactly nothing, and pairs by their change alone")
{
    Folder const folder;
    RunReader const a{written(folder / "a.h5", 3)};
    RunReader const same{written(folder / "same.h5", 3)};
    RunReader const more{written(folder / "more.h5", 3, 10, 1.52)};
    CHECK(exact_differences(a, same).empty());
    CHECK(cautions(a, more).empty());
    auto elsewhere = origin_of(3, 1);
    for (auto& address : elsewhere.replicates) address.point += 7;
    RunWriter writer{folder / "elsewhere.h5", elsewhere};
    for (auto const number : writer.missing()) writer.commit(number, replicate_of(number, 0));
    writer.finish();
    auto const unpaired = cautions(a, RunReader{folder / "elsewhere.h5"});
    REQUIRE(unpaired.size() == 1);
    CHECK(unpaired[0].find("other values of what is uncertain") != std::string::npos);
    auto edited = origin_of(3, 1);
    edited.inputs.push_back({"care/prices.csv", "2", hash_of("2")});
    auto before = edited;
    before.inputs.back() = {"care/prices.csv", "1", hash_of("1")};
    for (auto const& [name, origin] : {std::pair{"before.h5", before}, std::pair{"edited.h5", edited}}) {
        RunWriter made{folder / name, origin};
        for (auto const number : made.missing()) made.commit(number, replicate_of(number, 0));
        made.finish();
    }
    auto const of_files = cautions(RunReader{folder / "before.h5"}, RunReader{folder / "edited.h5"});
    REQUIRE(of_files.size() == 1);
    CHECK(of_files[0].find("not the same in both (care/prices.csv)") != std::string::npos);
    auto otherwise = origin_of(3, 1);
    otherwise.seed += 1;
    otherwise.weight = 10;
    otherwise.version = "0.0.0";
    otherwise.end = otherwise.end - 12;
    RunWriter fourfold{folder / "otherwise.h5", otherwise};
    for (auto const number : fourfold.missing()) fourfold.commit(number, replicate_of(number, 0));
    fourfold.finish();
    auto const told = cautions(a, RunReader{folder / "otherwise.h5"});
    for (std::string const word :
         {"the samples differ (one household in 1, and in 10)", "shared luck cancels only", "the clocks differ",
          "the seeds differ", "the variance of an effect on care", "the runs are of Foresight"})
        CHECK_MESSAGE(
            std::any_of(told.begin(), told.end(), [&](auto const& one) { return one.find(word) != std::string::npos; }),
            word);
    auto const alone = compare_views(RunReader{written(folder / "alone.h5", 1)}, RunReader{folder / "elsewhere.h5"},
                                     a.table("changes"), {{"financial_year"}, {}});
    CHECK(!alone.paired);
    CHECK(alone.other.replicates() == 3);  // the mean of all of them, not the first alone
    CHECK(!alone.difference(0, 0).has_bands);
    auto const nothing = compare_views(a, same, a.table("changes"), {{"financial_year"}, {}});
    CHECK(nothing.difference(0, 0).mean == 0);
    CHECK(nothing.difference(0, 0).ninety_five.high == 0);
    auto const change = compare_views(a, more, a.table("changes"), {{"financial_year"}, {}});
    CHECK(change.difference(0, 0).mean == 120);
    CHECK(change.difference(0, 0).ninety_five.low == 120);  // the luck is the same on both sides
    auto const exact = exact_differences(a, more);
    REQUIRE(exact.size() == 1);
    CHECK(exact[0].table == "changes");
    CHECK(exact[0].what.find("month=2023-07, district=Basildon") != std::string::npos);
    auto const parameters = parameter_differences(a.provenance().parameters, more.provenance().parameters);
    REQUIRE(parameters.size() == 1);
    CHECK(parameters[0].what == "2 of 2 values times 1.52");
}

}  // namespace foresight
