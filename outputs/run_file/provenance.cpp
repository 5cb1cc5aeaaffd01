#include "outputs/run_file/provenance.hpp"

#include <algorithm>
#include <map>

#include "engine/io/hash.hpp"
#include "engine/io/literal.hpp"

namespace foresight {
namespace {

std::string const origin = "/provenance";

std::string joined(std::vector<std::string> const& words, std::string const& between)
{
    std::string text;
    for (auto const& word : words) text += (text.empty() ? "" : between) + word;
    return text;
}

std::vector<std::string> split(std::string const& text, std::string const& between)
{
    std::vector<std::string> words;
    if (text.empty()) return words;
    for (std::size_t first = 0;;) {
        auto const end = text.find(between, first);
        words.push_back(text.substr(first, end - first));
        if (end == std::string::npos) return words;
        first = end + between.size();
    }
}

std::string compiler_used()
{
#ifdef __clang__
    return std::string{"Clang "} + __clang_version__;
#else
    return std::string{"GCC "} + __VERSION__;
#endif
}

constexpr char const* shapes[]{"normal", "lognormal", "beta", "uniform"};
constexpr char const* readings[]{"", ", a multiplier", ", an exponent"};

std::string text_of(Uncertainty const& uncertainty)
{
    return std::string{shapes[static_cast<int>(uncertainty.shape)]} + " [" + number_text(uncertainty.first) + ", "
           + number_text(uncertainty.second) + "]" + readings[static_cast<int>(uncertainty.as)];
}

/// What `text_of` has written; nothing of any other text.
std::optional<Uncertainty> uncertainty_in(std::string const& text)
{
    auto const open = text.find(" ["), comma = text.find(", ", open), close = text.find(']', open);
    if (open == std::string::npos || comma == std::string::npos || close == std::string::npos || comma > close)
        return {};
    auto const shape = std::find(std::begin(shapes), std::end(shapes), text.substr(0, open));
    auto const first = read_number(text.substr(open + 2, comma - open - 2));
    auto const second = read_number(text.substr(comma + 2, close - comma - 2));
    auto const reading = std::find(std::begin(readings), std::end(readings), text.substr(close + 1));
    if (shape == std::end(shapes) || reading == std::end(readings) || !first.value || !second.value) return {};
    return Uncertainty{static_cast<Uncertainty::Shape>(shape - std::begin(shapes)), *first.value, *second.value,
                       static_cast<Uncertainty::As>(reading - std::begin(readings))};
}

/// One text column a property, one row a parameter; their values in one long column, which the slices cut up.
void write_parameters(hdf5::File& file, Parameters const& parameters)
{
    std::map<std::string, std::vector<std::string>> columns;
    std::map<std::string, std::vector<std::string>> codes;
    std::vector<std::uint32_t> owner;
    std::vector<std::string> from;
    std::vector<std::uint64_t> first;
    std::vector<std::uint64_t> count;
    std::vector<double> values;
    std::uint32_t number = 0;
    for (auto const& [name, parameter] : parameters.all()) {
        columns["name"].push_back(name);
        columns["label"].push_back(parameter.label);
        columns["unit"].push_back(parameter.unit);
        columns["source"].push_back(parameter.source);
        columns["certainty"].push_back(parameter.certainty);
        columns["set_by"].push_back(joined(parameter.set_by, "; "));
        columns["dimensions"].push_back(joined(parameter.dimensions, ","));
        columns["uncertain"].push_back(parameter.uncertain ? text_of(*parameter.uncertain) : std::string{});
        for (std::size_t d = 0; d != parameter.codes.size() && d != parameter.dimensions.size(); ++d)
            codes.emplace(parameter.dimensions[d], parameter.codes[d]);
        for (auto const& slice : parameter.slices) {
            owner.push_back(number);
            from.push_back(to_string(slice.from));
            first.push_back(values.size());
            count.push_back(slice.values.size());
            values.insert(values.end(), slice.values.begin(), slice.values.end());
        }
        ++number;
    }
    auto const group = origin + "/parameters";
    file.make_group(group);
    for (auto const* const column :
         {"name", "label", "unit", "source", "certainty", "set_by", "dimensions", "uncertain"})
        file.write_strings(group + "/" + column, columns[column]);
    file.write_strings(group + "/slice_from", from);
    file.write(group + "/slice_parameter", owner);
    file.write(group + "/slice_first", first);
    file.write(group + "/slice_count", count);
    file.write(group + "/values", values);
    file.make_group(origin + "/codes");
    for (auto const& [dimension, keys] : codes) file.write_strings(origin + "/codes/" + dimension, keys);
}

Parameters read_parameters(hdf5::File const& file)
{
    auto const group = origin + "/parameters/";
    auto const column = [&](std::string const& name) { return file.read_strings(group + name); };
    auto const names = column("name"), labels = column("label"), units = column("unit"), sources = column("source");
    auto const certainties = column("certainty"), set_by = column("set_by"), dimensions = column("dimensions");
    auto const uncertain = column("uncertain");
    std::vector<Parameter> all(names.size());
    for (std::size_t i = 0; i != names.size(); ++i) {
        all[i].label = labels.at(i);
        all[i].unit = units.at(i);
        all[i].source = sources.at(i);
        all[i].certainty = certainties.at(i);
        all[i].set_by = split(set_by.at(i), "; ");
        all[i].uncertain = uncertainty_in(uncertain.at(i));
        all[i].dimensions = split(dimensions.at(i), ",");
        for (auto const& dimension : all[i].dimensions) {
            auto const kept = origin + "/codes/" + dimension;
            all[i].codes.push_back(file.has(kept) ? file.read_strings(kept) : std::vector<std::string>{});
            all[i].sizes.push_back(all[i].codes.back().size());
        }
    }
    auto const from = column("slice_from");
    auto const owner = file.read<std::uint32_t>(group + "slice_parameter");
    auto const first = file.read<std::uint64_t>(group + "slice_first");
    auto const count = file.read<std::uint64_t>(group + "slice_count");
    auto const values = file.read<double>(group + "values");
    for (std::size_t s = 0; s != owner.size(); ++s) {
        auto const month = read_month(from.at(s)).value.value_or(Month{});
        if (first.at(s) + count.at(s) > values.size() || owner[s] >= all.size())
            throw std::runtime_error{"the parameters are damaged"};
        auto const begin = values.begin() + static_cast<std::ptrdiff_t>(first[s]);
        all[owner[s]].slices.push_back({month, {begin, begin + static_cast<std::ptrdiff_t>(count[s])}});
    }
    Parameters parameters;
    for (std::size_t i = 0; i != names.size(); ++i) parameters.add(names[i], std::move(all[i]));
    return parameters;
}

std::vector<Drawn> drawn_at(std::vector<ReplicateAddress> const& replicates, Scenario const& scenario)
{
    std::vector<Drawn> all;
    if (std::any_of(replicates.begin(), replicates.end(), [](auto const& one) { return one.point == 0; })) return all;
    Points const points{scenario.parameters, scenario.seed, scenario.replicates.design};
    for (auto const& uncertain : scenario.parameters.uncertain_values()) {
        all.push_back({uncertain.parameter, uncertain.address});
        for (auto const& replicate : replicates) all.back().values.push_back(points.draw(uncertain, replicate.point));
    }
    return all;
}

std::vector<ChangeMade> changes_of(Scenario const& scenario)
{
    std::vector<ChangeMade> all;
    for (auto const& change : scenario.changes) {
        auto const label =
            scenario.parameters.has(change.parameter) ? scenario.parameters.at(change.parameter).label : std::string{};
        auto const& place = change.place.place;
        all.push_back({change.parameter, label, change.in_words(), change.source,
                       place.file.empty() ? std::string{} : place.file + ":" + std::to_string(place.line)});
    }
    return all;
}

/// The columns of a list of changes, by their names in the file.
constexpr std::pair<char const*, std::string ChangeMade::*> change_columns[]{{"parameter", &ChangeMade::parameter},
                                                                             {"label", &ChangeMade::label},
                                                                             {"said", &ChangeMade::said},
                                                                             {"source", &ChangeMade::source},
                                                                             {"place", &ChangeMade::place}};

void write_changes(hdf5::File& file, std::vector<ChangeMade> const& changes)
{
    for (auto const& [name, member] : change_columns) {
        std::vector<std::string> column;
        for (auto const& change : changes) column.push_back(change.*member);
        file.write_strings(origin + "/changes/" + name, column);
    }
}

std::vector<ChangeMade> read_changes(hdf5::File const& file)
{
    std::vector<ChangeMade> all;
    if (!file.has(origin + "/changes/place")) return all;
    for (auto const& [name, member] : change_columns) {
        auto const column = file.read_strings(origin + "/changes/" + name);
        if (all.empty()) all.resize(column.size());
        for (std::size_t i = 0; i != all.size(); ++i) all[i].*member = column.at(i);
    }
    return all;
}

/// As a table: a row a replicate, a column an uncertain value.
void write_drawn(hdf5::File& file, std::vector<Drawn> const& drawn, std::size_t replicates)
{
    std::vector<std::string> parameters;
    std::vector<std::string> addresses;
    std::vector<double> values;
    for (auto const& one : drawn) {
        parameters.push_back(one.parameter);
        addresses.push_back(one.address);
    }
    for (std::size_t r = 0; r != replicates; ++r)
        for (auto const& one : drawn) values.push_back(one.values[r]);
    auto const group = origin + "/drawn/";
    file.write_strings(group + "parameter", parameters);
    file.write_strings(group + "address", addresses);
    if (std::all_of(drawn.begin(), drawn.end(), [](auto const& one) { return one.tables.has_value(); })) {
        std::vector<std::string> tables;
        for (auto const& one : drawn) tables.push_back(joined(*one.tables, " "));
        file.write_strings(group + "tables", tables);
    }
    file.write(group + "value", values, {replicates, drawn.size()});
}

std::vector<Drawn> read_drawn(hdf5::File const& file)
{
    std::vector<Drawn> all;
    auto const group = origin + "/drawn/";
    if (!file.has(group + "value")) return all;
    auto const parameters = file.read_strings(group + "parameter");
    auto const addresses = file.read_strings(group + "address");
    auto const values = file.read<double>(group + "value");
    auto const says_tables = file.has(group + "tables");
    auto const tables = says_tables ? file.read_strings(group + "tables") : std::vector<std::string>{};
    for (std::size_t i = 0; i != parameters.size(); ++i) {
        all.push_back({parameters[i], addresses.at(i)});
        if (says_tables) all.back().tables = split(tables.at(i), " ");
        for (auto at = i; at < values.size(); at += parameters.size()) all.back().values.push_back(values[at]);
    }
    return all;
}

/// All texts behind one another as bytes, which compress; `first` and `length` cut them out.
void write_inputs(hdf5::File& file, std::vector<InputFile> const& inputs)
{
    std::vector<std::string> paths;
    std::vector<std::string> hashes;
    std::vector<std::uint64_t> first;
    std::vector<std::uint64_t> length;
    std::vector<std::uint8_t> bytes;
    for (auto const& input : inputs) {
        paths.push_back(input.path);
        hashes.push_back(input.hash);
        first.push_back(bytes.size());
        length.push_back(input.contents.size());
        bytes.insert(bytes.end(), input.contents.begin(), input.contents.end());
    }
    auto const group = origin + "/inputs/";
    file.write_strings(group + "path", paths);
    file.write_strings(group + "hash", hashes);
    file.write(group + "first", first);
    file.write(group + "length", length);
    file.write(group + "contents", bytes);
}

std::vector<InputFile> read_inputs(hdf5::File const& file)
{
    auto const group = origin + "/inputs/";
    auto const paths = file.read_strings(group + "path");
    auto const hashes = file.read_strings(group + "hash");
    auto const first = file.read<std::uint64_t>(group + "first");
    auto const length = file.read<std::uint64_t>(group + "length");
    auto const bytes = file.read<std::uint8_t>(group + "contents");
    std::vector<InputFile> inputs;
    for (std::size_t i = 0; i != paths.size(); ++i) {
        if (first.at(i) + length.at(i) > bytes.size()) throw std::runtime_error{"the inputs are damaged"};
        auto const begin = bytes.begin() + static_cast<std::ptrdiff_t>(first[i]);
        inputs.push_back({paths[i], {begin, begin + static_cast<std::ptrdiff_t>(length[i])}, hashes.at(i)});
    }
    return inputs;
}

/// A scenario's text without what it says of replicates: the key at the margin, and what is indented behind it.
std::string without_replicates(std::string const& text)
{
    std::string rest;
    bool within = false;
    for (std::size_t at = 0; at < text.size();) {
        auto const end = std::min(text.find('\n', at), text.size() - 1) + 1;
        auto const line = text.substr(at, end - at);
        within = line.starts_with("replicates:") || (within && (line[0] == ' ' || line[0] == '}'));
        if (!within) rest += line;
        at = end;
    }
    return rest;
}

/// Whether the same was drawn for the replicates that both have.
bool draw_alike(Provenance const& a, Provenance const& b)
{
    return std::equal(a.drawn.begin(), a.drawn.end(), b.drawn.begin(), b.drawn.end(),
                      [&](Drawn const& one, Drawn const& other) {
                          auto const shared = std::min(std::ssize(one.values), std::ssize(other.values));
                          return one.address == other.address
                                 && std::equal(one.values.begin(), one.values.begin() + shared, other.values.begin());
                      });
}

/// Whether two scenarios ask the same of another number of replicates, which are compared by themselves.
bool ask_for_other_replicates(InputFile const& one, InputFile const& other)
{
    bool const scenario = one.contents.find("foresight-scenario/") != std::string::npos;
    return scenario && without_replicates(one.contents) == without_replicates(other.contents);
}

}  // namespace

bool Drawn::can_reach(std::string_view table) const
{
    return !tables || std::find(tables->begin(), tables->end(), table) != tables->end();
}

Provenance provenance_of(Scenario const& scenario, Population const& population,
                         std::vector<TableDefinition> const& tables, std::vector<ReplicateAddress> replicates,
                         std::vector<std::string> command_line)
{
    Provenance made;
    made.name = scenario.name;
    made.question = scenario.question;
    made.caveat = scenario.caveat;
    made.changes = changes_of(scenario);
    made.scenario_file = scenario.inputs.empty() ? scenario.file : scenario.inputs.front().path;
    made.scenario_text = scenario.text;
    made.command_line = std::move(command_line);
    made.version = FORESIGHT_VERSION;
    made.compiler = compiler_used();
    made.base = population.base;
    made.start = scenario.start;
    made.end = scenario.end;
    made.seed = scenario.seed;
    made.weight = population.weight;
    made.population_hash = population.inputs_hash;
    made.schedule = scenario.schedule;
    made.replicates = std::move(replicates);
    made.drawn = drawn_at(made.replicates, scenario);
    made.inputs = scenario.inputs;
    for (auto const& table : tables)
        made.inputs.push_back({"tables/" + table.name + ".yaml", table.text, hash_of(table.text)});
    made.parameters = scenario.parameters;
    made.parameters_hash = scenario.parameters.hash();
    return made;
}

void write_provenance(hdf5::File& file, Provenance const& provenance)
{
    file.make_group(origin);
    file.set(origin, "scenario", provenance.name);
    file.set(origin, "scenario_file", provenance.scenario_file);
    file.set(origin, "version", provenance.version);
    file.set(origin, "compiler", provenance.compiler);
    file.set(origin, "base", to_string(provenance.base));
    file.set(origin, "start", to_string(provenance.start));
    file.set(origin, "end", to_string(provenance.end));
    file.set(origin, "seed", std::int64_t{provenance.seed});
    file.set(origin, "weight", std::int64_t{provenance.weight});
    file.set(origin, "population_hash", provenance.population_hash);
    file.set(origin, "parameters_hash", provenance.parameters_hash);
    file.write_text(origin + "/scenario_yaml", provenance.scenario_text);
    file.write_text(origin + "/question", provenance.question);
    if (!provenance.caveat.empty()) file.write_text(origin + "/caveat", provenance.caveat);
    if (!provenance.changes.empty()) write_changes(file, provenance.changes);
    file.write_strings(origin + "/command_line", provenance.command_line);
    file.write_strings(origin + "/schedule", provenance.schedule);
    if (!provenance.processes.empty()) file.write_strings(origin + "/processes", provenance.processes);
    if (!provenance.study.empty()) file.write_text(origin + "/study", provenance.study);
    std::vector<std::uint32_t> luck;
    std::vector<std::uint32_t> point;
    for (auto const& replicate : provenance.replicates) {
        luck.push_back(replicate.luck);
        point.push_back(replicate.point);
    }
    file.write(origin + "/replicates/luck", luck);
    file.write(origin + "/replicates/point", point);
    if (!provenance.drawn.empty()) write_drawn(file, provenance.drawn, provenance.replicates.size());
    write_parameters(file, provenance.parameters);
    write_inputs(file, provenance.inputs);
}

Provenance read_provenance(hdf5::File const& file)
{
    auto const month = [&](std::string const& name) {
        return read_month(file.text(origin, name)).value.value_or(Month{});
    };
    Provenance read;
    read.name = file.text(origin, "scenario");
    read.scenario_file = file.text(origin, "scenario_file");
    read.version = file.text(origin, "version");
    read.compiler = file.text(origin, "compiler");
    read.base = month("base");
    read.start = month("start");
    read.end = month("end");
    read.seed = static_cast<std::uint32_t>(file.number(origin, "seed"));
    read.weight = static_cast<std::uint32_t>(file.number(origin, "weight"));
    read.population_hash = file.text(origin, "population_hash");
    read.parameters_hash = file.text(origin, "parameters_hash");
    read.scenario_text = file.read_text(origin + "/scenario_yaml");
    read.question = file.read_text(origin + "/question");
    if (file.has(origin + "/caveat")) read.caveat = file.read_text(origin + "/caveat");
    read.changes = read_changes(file);
    read.command_line = file.read_strings(origin + "/command_line");
    read.schedule = file.read_strings(origin + "/schedule");
    if (file.has(origin + "/processes")) read.processes = file.read_strings(origin + "/processes");
    auto const luck = file.read<std::uint32_t>(origin + "/replicates/luck");
    auto const point = file.read<std::uint32_t>(origin + "/replicates/point");
    for (std::size_t i = 0; i != luck.size(); ++i) read.replicates.push_back({luck[i], point.at(i)});
    read.drawn = read_drawn(file);
    read.parameters = read_parameters(file);
    read.inputs = read_inputs(file);
    if (file.has(origin + "/study")) read.study = file.read_text(origin + "/study");
    return read;
}

std::vector<std::string> differences_of_origin(Provenance const& now, Provenance const& then)
{
    std::vector<std::string> all;
    auto const differs = [&](bool same, std::string const& what, std::string const& before, std::string const& after) {
        if (!same) all.push_back(what + " was " + before + " and is " + after);
    };
    differs(now.version == then.version, "the version", then.version, now.version);
    differs(now.seed == then.seed, "the seed", std::to_string(then.seed), std::to_string(now.seed));
    differs(now.weight == then.weight, "the sample", "1 in " + std::to_string(then.weight),
            "1 in " + std::to_string(now.weight));
    differs(now.start == then.start, "the first month", to_string(then.start), to_string(now.start));
    differs(now.end == then.end, "the month after the last", to_string(then.end), to_string(now.end));
    differs(now.replicates == then.replicates, "the set of replicates",
            std::to_string(then.replicates.size()) + " of them", std::to_string(now.replicates.size()));
    differs(now.schedule == then.schedule, "the schedule", joined(then.schedule, ", "), joined(now.schedule, ", "));
    differs(now.population_hash == then.population_hash, "the population", then.population_hash, now.population_hash);
    auto const find = [](std::vector<InputFile> const& inputs, std::string const& path) {
        return std::find_if(inputs.begin(), inputs.end(), [&](auto const& input) { return input.path == path; });
    };
    for (auto const& input : then.inputs) {
        auto const found = find(now.inputs, input.path);
        if (found == now.inputs.end()) all.push_back(input.path + " is no longer read");
        else if (found->hash != input.hash && !(ask_for_other_replicates(*found, input) && draw_alike(now, then)))
            all.push_back(input.path + " has changed");
    }
    for (auto const& input : now.inputs)
        if (find(then.inputs, input.path) == then.inputs.end()) all.push_back(input.path + " is new");
    if (now.study != then.study) all.push_back("the variants of the study are others");
    if (all.empty() && now.parameters_hash != then.parameters_hash)
        all.push_back("the parameters were set otherwise (--set?)");
    return all;
}

}  // namespace foresight
