#include "outputs/run_file/run_reader.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <stdexcept>

#include <unistd.h>

#include "engine/core/error.hpp"
#include "engine/core/plain_text.hpp"
#include "engine/io/hash.hpp"
#include "engine/io/literal.hpp"
#include "outputs/run_file/child_process.hpp"
#include "outputs/run_file/run_digest.hpp"
#include "outputs/run_file/run_layout.hpp"
#include "outputs/run_file/run_seal.hpp"
#include "outputs/run_file/unfinished_run.hpp"

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

std::string const make_it_again = "copy it again, or run the scenario again";

std::string_view said_of(Seal seal)
{
    if (seal == Seal::intact) return {};
    return seal == Seal::broken ? "it is not byte for byte what was written: its seal is broken"
                                : "its last line, the seal, is missing: it was cut, or something was written into it";
}

[[noreturn]] void refuse_as_damaged(std::string const& path, std::string_view detail = {})
{
    auto const how = detail.empty() ? "" : ": " + std::string{detail};
    throw DamagedRun{{Mistake{path + " cannot be read", looks_damaged + how, make_it_again, {}, {}}}};
}

[[noreturn]] void refuse_to_read(std::string const& path, char const* why)
{
    refuse(path + " may not be read", std::string{"permission denied: "} + why,
           "ask whose it is for the right to read it");
}

/// Says what is the matter with a file before anything reads what is in it.
void check_kind(std::string const& path)
{
    if (!is_plain(path))
        refuse("the name " + escaped(path) + " has characters that act on a terminal", {},
               "give the file another name");
    std::error_code unknown;
    bool const there = std::filesystem::exists(path, unknown);
    if (unknown == std::errc::permission_denied) refuse_to_read(path, "the folder that it is in may not be entered");
    if (!there) {
        bool const unfinished = std::filesystem::exists(path + ".partial", unknown);
        refuse("there is no run " + path, unfinished ? "only an unfinished one" : "",
               unfinished ? how_to_finish(path + ".partial") : "make one with 'foresight run'");
    }
    if (!std::filesystem::is_regular_file(path, unknown))
        refuse(path + " is no file", {}, "name a run file, such as runs/baseline.h5");
    if (::access(path.c_str(), R_OK) != 0 && errno == EACCES) refuse_to_read(path, "it is closed to you");
    if (!has_signature(path))
        refuse(path + " is no run file", std::filesystem::file_size(path) == 0 ? "it is empty" : "it is not HDF5",
               "name a run file, such as runs/baseline.h5");
}

constexpr unsigned seconds_of_a_look = 5;
constexpr int unsound = 0;
constexpr int refused = 1;

/// Says why a file is refused that is not byte for byte what was written. It is read for that where it can do no harm.
[[noreturn]] void refuse_unsealed(std::string const& path, Seal seal)
{
    auto const ended = in_child_process(
        [&](std::string& said) {
            try {
                said = RunReader{path, RunReader::Trust::whatever_there_is}.faults().back();
            } catch (DamagedRun const&) {
                said = said_of(seal);
            } catch (InputError const& error) {
                auto const& mistake = error.mistakes().front();
                said = mistake.problem + "\n" + mistake.reason + "\n" + mistake.suggestion;
                return refused;
            } catch (std::exception const&) {
                said = said_of(seal);
            }
            return unsound;
        },
        seconds_of_a_look);
    if (!ended.by_itself) refuse_as_damaged(path, said_of(seal));
    auto const first = ended.said.find('\n');
    auto const last = ended.said.rfind('\n');
    if (ended.code != refused || first == last) refuse_as_damaged(path, ended.said);
    refuse(ended.said.substr(0, first), ended.said.substr(first + 1, last - first - 1), ended.said.substr(last + 1));
}

std::string const& checked(std::string const& path, RunReader::Trust trust)
{
    check_kind(path);
    if (trust == RunReader::Trust::sound)
        if (auto const seal = seal_of(path); seal != Seal::intact) refuse_unsealed(path, seal);
    return path;
}

hdf5::File open_run(std::string const& path, RunReader::Trust trust)
{
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
        if (trust != RunReader::Trust::unfinished && !file.has("/provenance", "digest")) {
            if (!path.ends_with(".partial")) refuse_as_damaged(path);
            refuse(path + " is not whole", "its run was broken off", how_to_finish(path));
        }
        return file;
    } catch (InputError const&) {
        throw;
    } catch (std::exception const&) {
        refuse_as_damaged(path);
    }
}

}  // namespace

RunReader::RunReader(std::string const& path, Trust trust) : file_{open_run(checked(path, trust), trust)}
{
    try {
        provenance_ = read_provenance(file_);
        for (auto const& name : file_.members("/tables")) read_table(name);
        refuse_what_acts_on_terminals();
    } catch (InputError const&) {
        throw;
    } catch (std::exception const& error) {
        refuse_as_damaged(path, error.what());
    }
}

void RunReader::refuse_what_acts_on_terminals() const
{
    auto const need = [](bool good, char const* what) {
        if (!good) throw std::runtime_error{what};
    };
    // Names of files may be in any encoding.
    auto const file = [&](std::string const& name) {
        need(is_plain(name), "the name of a file in it has characters that act on a terminal");
    };
    auto const text = [&](std::string const& lines) {
        need(is_plain(lines, Lines::many), "a text in it has characters that act on a terminal");
        need(is_utf8(lines), "a text in it is not UTF-8");
    };
    for (auto const& table : tables_) {
        text(table.name);
        text(table.label);
        text(table.note);
        for (auto const& period : table.periods) text(period.label);
        for (auto const& dimension : table.dimensions) {
            text(dimension.name);
            text(dimension.label);
            for (auto const& code : dimension.codes)
                for (auto const* const part : {&code.key, &code.label, &code.official}) text(*part);
        }
        for (auto const& measure : table.measures)
            for (auto const* const part : {&measure.name, &measure.label, &measure.unit}) text(*part);
    }
    for (auto const* const part : {&provenance_.name, &provenance_.version, &provenance_.compiler,
                                   &provenance_.population_hash, &provenance_.parameters_hash})
        text(*part);
    file(provenance_.scenario_file);
    text(provenance_.question);
    text(provenance_.caveat);
    for (auto const& change : provenance_.changes) {
        for (auto const* const part : {&change.parameter, &change.label, &change.said, &change.source}) text(*part);
        file(change.place);
    }
    for (auto const* const words : {&provenance_.command_line, &provenance_.schedule, &provenance_.processes})
        for (auto const& one : *words) text(one);
    for (auto const& input : provenance_.inputs) file(input.path);
    for (auto const& drawn : provenance_.drawn)
        for (auto const* const part : {&drawn.parameter, &drawn.address}) text(*part);
    for (auto const& [name, parameter] : provenance_.parameters.all()) {
        text(name);
        for (auto const* const part : {&parameter.label, &parameter.unit, &parameter.source, &parameter.certainty})
            text(*part);
        for (auto const& place : parameter.set_by) file(place);
        for (auto const& codes : parameter.codes)
            for (auto const& code : codes) text(code);
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
        read.kinds = file_.has(at, "adds_up");
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
    std::vector<std::size_t> wanted{replicates(), table.periods.size()};
    for (auto const& dimension : table.dimensions) wanted.push_back(dimension.codes.size());
    try {
        if (file_.shape(name) != wanted) throw std::runtime_error{name + " has another shape than its dimensions"};
        return file_.read<double>(name);
    } catch (std::exception const& error) {
        refuse_as_damaged(path(), error.what());
    }
}

std::string const& RunReader::digest_as_it_is() const
{
    if (digest_.empty()) digest_ = digest_of(file_, "/tables");
    return digest_;
}

std::string RunReader::digest() const
{
    try {
        return digest_as_it_is();
    } catch (std::exception const& error) {
        refuse_as_damaged(path(), error.what());
    }
}

std::vector<std::string> RunReader::faults() const
{
    std::vector<std::string> all;
    if (auto const said = said_of(seal_of(path())); !said.empty()) all.emplace_back(said);
    auto const digest_is = [&](std::string const& what, auto const& computed, std::string const& told) {
        try {
            if (computed() != told) all.push_back(what + " is not what was written (its hash is another)");
        } catch (std::runtime_error const& error) {
            all.push_back(what + " cannot be read: " + error.what());
        }
    };
    digest_is(
        "/tables", [&] { return digest_as_it_is(); }, file_.text("/provenance", "tables_digest"));
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
