#include "outputs/run_reader.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <numeric>

#include "engine/core/error.hpp"
#include "engine/io/hash.hpp"
#include "engine/io/literal.hpp"
#include "outputs/run_digest.hpp"

namespace foresight {
namespace {

std::vector<std::string> words_of(std::string const& text)
{
    std::vector<std::string> words;
    for (std::size_t first = 0; first < text.size();) {
        auto const end = std::min(text.find(',', first), text.size());
        words.push_back(text.substr(first, end - first));
        first = end + 1;
    }
    return words;
}

bool has_signature(std::string const& path)
{
    constexpr std::array<char, 8> signature{'\x89', 'H', 'D', 'F', '\r', '\n', '\x1a', '\n'};
    std::array<char, 8> first{};
    std::ifstream file{path, std::ios::binary};
    file.read(first.data(), first.size());
    return file && first == signature;
}

std::string const looks_damaged = "it is damaged, or was cut short when it was copied";

/// Says what is the matter with a file before the library does.
hdf5::File open_run(std::string const& path)
{
    if (!std::filesystem::exists(path)) {
        bool const unfinished = std::filesystem::exists(path + ".partial");
        refuse("there is no run " + path, unfinished ? "only an unfinished one" : "",
               unfinished ? "finish it with 'foresight run ... --resume'" : "make one with 'foresight run'");
    }
    if (!std::filesystem::is_regular_file(path))
        refuse(path + " is no file", {}, "name a run file, such as runs/baseline.h5");
    if (!has_signature(path))
        refuse(path + " is no run file", std::filesystem::file_size(path) == 0 ? "it is empty" : "it is not HDF5",
               "name a run file, such as runs/baseline.h5");
    try {
        hdf5::File file{path, hdf5::File::Mode::read};
        auto const schema = file.has("/", "schema") ? file.text("/", "schema") : std::string{};
        std::string const ours = "foresight-run/";
        if (!schema.starts_with(ours))
            refuse(path + " is no run of Foresight", schema.empty() ? "another program wrote it" : "it is a " + schema,
                   "name a run file, such as runs/baseline.h5");
        int number = 0;
        std::from_chars(schema.data() + ours.size(), schema.data() + schema.size(), number);
        if (number > run_schema)
            refuse(path + " was written by a newer Foresight",
                   "its layout is " + schema + ", and this program knows " + ours + std::to_string(run_schema),
                   "use the newer program");
        if (number < 1)
            refuse(path + " cannot be read", "its layout '" + schema + "' is unknown", "run the scenario again");
        if (!file.has("/provenance", "digest"))
            refuse(path + " is not whole", "its run was broken off", "finish it with 'foresight run ... --resume'");
        return file;
    } catch (InputError const&) {
        throw;
    } catch (std::runtime_error const&) {
        refuse(path + " cannot be read", looks_damaged, "copy it again, or run the scenario again");
    }
}

}  // namespace

RunReader::RunReader(std::string const& path) : file_{open_run(path)}
{
    try {
        provenance_ = read_provenance(file_);
        for (auto const& name : file_.members("/tables")) read_table(name);
    } catch (InputError const&) {
        throw;
    } catch (std::exception const& error) {
        refuse(path + " cannot be read", looks_damaged + std::string{": "} + error.what(),
               "copy it again, or run the scenario again");
    }
}

void RunReader::read_table(std::string const& name)
{
    auto const group = "/tables/" + name;
    TableSchema schema;
    schema.name = name;
    schema.label = file_.text(group, "label");
    schema.note = file_.text(group, "note");
    if (!every_named(file_.text(group, "every"), schema.every))
        throw std::runtime_error{"the table " + name + " has an unknown cadence"};
    schema.disclosure = {file_.number(group, "suppress_below"), file_.number(group, "round_to")};
    auto const time = group + "/" + std::string{name_of(schema.every)};
    auto const labels = file_.read_strings(time);
    auto const starts = file_.read_strings(time + "_start");
    auto const months = file_.read<std::uint32_t>(time + "_months");
    for (std::size_t p = 0; p != labels.size(); ++p) {
        auto const first = read_month(starts.at(p)).value.value_or(Month{});
        schema.periods.push_back({first, first + static_cast<int>(months.at(p)), labels[p]});
    }
    for (auto const& dimension : words_of(file_.text(group, "dimensions"))) {
        auto const at = group + "/" + dimension;
        TableDimension read{dimension, file_.text(at, "long_name"), {}};
        auto const keys = file_.read_strings(at);
        auto const texts = file_.read_strings(at + "_label");
        auto const official =
            file_.has(at + "_code") ? file_.read_strings(at + "_code") : std::vector<std::string>(keys.size());
        for (std::size_t c = 0; c != keys.size(); ++c) read.codes.push_back({keys[c], texts.at(c), official.at(c)});
        schema.dimensions.push_back(std::move(read));
    }
    for (auto const& measure : words_of(file_.text(group, "measures"))) {
        auto const at = group + "/" + measure;
        auto const kind = file_.text(at, "kind") == "flow" ? MeasureKind::flow : MeasureKind::stock;
        Measure read{measure, file_.text(at, "long_name"), file_.text(at, "units"), kind};
        if (file_.type(at) == hdf5::Type::f64) read.per = 100;  // not shown as a whole number
        schema.measures.push_back(std::move(read));
    }
    for (auto const& ratio : words_of(file_.text(group, "ratios"))) {
        auto const parts = file_.text(group, "ratio_" + ratio);
        auto const slash = parts.find('/');
        schema.measures.push_back({ratio, file_.text(group, "ratio_" + ratio + "_label"),
                                   file_.text(group, "ratio_" + ratio + "_units"), MeasureKind::ratio, 1, 1,
                                   parts.substr(0, slash), parts.substr(slash + 1)});
    }
    tables_.push_back(std::move(schema));
}

bool RunReader::has(std::string_view table) const
{
    return std::any_of(tables_.begin(), tables_.end(), [&](auto const& schema) { return schema.name == table; });
}

TableSchema const& RunReader::table(std::string_view name) const
{
    auto const found =
        std::find_if(tables_.begin(), tables_.end(), [&](auto const& schema) { return schema.name == name; });
    if (found != tables_.end()) return *found;
    std::vector<Labelled> known;
    std::string all;
    for (auto const& schema : tables_) {
        known.push_back({schema.name, schema.label});
        all += (all.empty() ? "" : ", ") + schema.name;
    }
    auto const near = nearest_by_label(name, known);
    refuse("no table '" + std::string{name} + "' in " + path(), {},
           near.empty() ? "it has " + all : "did you mean '" + near + "'?");
}

std::vector<double> RunReader::values(TableSchema const& table, std::size_t measure) const
{
    auto const name = "/tables/" + table.name + "/" + table.measures[measure].name;
    auto values = file_.read<double>(name);
    if (values.size() != replicates() * table.periods.size() * table.cells())
        refuse(path() + " cannot be read", name + " has another shape than its dimensions", "run the scenario again");
    return values;
}

std::string RunReader::digest() const { return digest_of(file_, "/tables"); }

std::vector<std::string> RunReader::faults() const
{
    std::vector<std::string> all;
    auto const digest_is = [&](std::string const& what, auto const& computed, std::string const& told) {
        try {
            if (computed() != told) all.push_back(what + " is not what was written (its hash is another)");
        } catch (std::runtime_error const& error) {
            all.push_back(what + " cannot be read: " + error.what());
        }
    };
    digest_is(
        "/tables", [&] { return digest(); }, file_.text("/provenance", "tables_digest"));
    digest_is(
        "/provenance", [&] { return digest_of(file_, "/provenance"); }, file_.text("/provenance", "digest"));
    for (auto const& input : provenance_.inputs)
        if (hash_of(input.contents) != input.hash)
            all.push_back("the input " + input.path + " is not what was read (its hash is another)");
    for (auto const& schema : tables_) {
        std::vector<std::size_t> shape{replicates(), schema.periods.size()};
        for (auto const& dimension : schema.dimensions) shape.push_back(dimension.codes.size());
        for (auto const& measure : schema.measures) {
            auto const name = "/tables/" + schema.name + "/" + measure.name;
            if (measure.kind != MeasureKind::ratio && file_.shape(name) != shape)
                all.push_back(name + " has another shape than its dimensions");
        }
    }
    auto const done = file_.read<std::uint8_t>("/provenance/replicates/done");
    if (std::find(done.begin(), done.end(), 0) != done.end()) all.push_back("not every replicate was written");
    return all;
}

}  // namespace foresight
