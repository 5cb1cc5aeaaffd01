#include "outputs/run_file/run_layout.hpp"

#include <algorithm>
#include <numeric>

#include "engine/io/hash.hpp"

namespace foresight {

std::string path_of(TableSchema const& schema, std::string const& member)
{
    return "/tables/" + schema.name + "/" + member;
}

bool stored_whole(TableSchema const& schema, Measure const& measure)
{
    return measure.whole() && !schema.disclosure.any();
}

namespace {

/// One hash of all files that were read, by their names and contents.
std::string data_hash_of(std::vector<InputFile> const& inputs)
{
    Hash hash;
    for (auto const& input : inputs) hash.add_word(input.path).add_word(input.hash);
    return hash.text();
}

}  // namespace

void make_head(hdf5::File& file, Provenance const& provenance, hdf5::Packing packing)
{
    file.set("/", "Conventions", "CF-1.10");
    file.set("/", "schema", "foresight-run/" + std::to_string(run_schema));
    file.set("/", "title", provenance.name);
    file.set("/", "history", "Foresight " + provenance.version);
    file.set("/", "engine_version", provenance.version);
    file.set("/", "scenario_hash", hash_of(provenance.scenario_text));
    file.set("/", "data_hash", data_hash_of(provenance.inputs));
    file.set("/", "seed", std::int64_t{provenance.seed});
    write_provenance(file, provenance);
    file.make_array(replicates_done, hdf5::Type::u8, {provenance.replicates.size()}, packing);
    file.make_array(replicate_digests, hdf5::Type::u64, {provenance.replicates.size()}, packing);
    file.make_group("/tables");
}

void make_table(hdf5::File& file, TableSchema const& schema, std::vector<ReplicateAddress> const& replicates,
                hdf5::Packing packing)
{
    auto const at = [&](std::string const& member) { return path_of(schema, member); };
    auto const group = "/tables/" + schema.name;
    file.make_group(group);
    std::vector<std::size_t> shape{replicates.size(), schema.periods.size()};
    std::vector<std::string> scales{"replicate", std::string{name_of(schema.every)}};

    std::vector<std::uint32_t> numbers;
    std::vector<std::uint32_t> lucks;
    std::vector<std::uint32_t> points;
    for (auto const& replicate : replicates) {
        numbers.push_back(static_cast<std::uint32_t>(numbers.size()));
        lucks.push_back(replicate.luck);
        points.push_back(replicate.point);
    }
    auto const scale = [&](std::string const& name, std::string const& label) {
        file.make_scale(at(name), name);
        file.set(at(name), "long_name", label);
    };
    auto const beside = [&](std::string const& name, std::string const& of, std::string const& label) {
        file.attach_scale(at(name), 0, at(of));
        file.set(at(name), "long_name", label);
    };
    file.write(at("replicate"), numbers);
    scale("replicate", "Replicate");
    file.write(at("luck"), lucks);
    beside("luck", "replicate", "Which random numbers");
    file.write(at("point"), points);
    beside("point", "replicate", "Which point of the uncertain parameters; 0 is the central one");

    std::vector<std::string> labels;
    std::vector<std::string> starts;
    std::vector<std::uint32_t> months;
    for (auto const& period : schema.periods) {
        labels.push_back(period.label);
        starts.push_back(to_string(period.first));
        months.push_back(static_cast<std::uint32_t>(period.last - period.first));
    }
    auto const time = scales[1];
    file.write_strings(at(time), labels);
    scale(time, std::string{label_of(schema.every)});
    file.write_strings(at(time + "_start"), starts);
    beside(time + "_start", time, "First month");
    file.write(at(time + "_months"), months);
    beside(time + "_months", time, "Months covered");

    std::string dimensions;
    for (auto const& dimension : schema.dimensions) {
        dimensions += (dimensions.empty() ? "" : ",") + dimension.name;
        shape.push_back(dimension.codes.size());
        scales.push_back(dimension.name);
        std::vector<std::string> keys;
        std::vector<std::string> texts;
        std::vector<std::string> official;
        for (auto const& code : dimension.codes) {
            keys.push_back(code.key);
            texts.push_back(code.label);
            official.push_back(code.official);
        }
        file.write_strings(at(dimension.name), keys);
        scale(dimension.name, dimension.label);
        if (dimension.kinds) file.set(at(dimension.name), "adds_up", "no");
        file.write_strings(at(dimension.name + "_label"), texts);
        beside(dimension.name + "_label", dimension.name, dimension.label + ", in words");
        if (std::any_of(official.begin(), official.end(), [](auto const& code) { return !code.empty(); })) {
            file.write_strings(at(dimension.name + "_code"), official);
            beside(dimension.name + "_code", dimension.name, dimension.label + ", official code");
        }
    }

    std::string measures;
    std::string ratios;
    for (auto const& measure : schema.measures) {
        if (measure.kind == MeasureKind::ratio) {
            ratios += (ratios.empty() ? "" : ",") + measure.name;
            file.set(group, "ratio_" + measure.name, measure.numerator + "/" + measure.denominator);
            file.set(group, "ratio_" + measure.name + "_label", measure.label);
            file.set(group, "ratio_" + measure.name + "_units", measure.unit);
            continue;
        }
        measures += (measures.empty() ? "" : ",") + measure.name;
        file.make_array(at(measure.name), stored_whole(schema, measure) ? hdf5::Type::i64 : hdf5::Type::f64, shape,
                        packing);
        for (std::size_t d = 0; d != scales.size(); ++d) file.attach_scale(at(measure.name), d, at(scales[d]));
        file.set(at(measure.name), "long_name", measure.label);
        file.set(at(measure.name), "units", measure.unit);
        file.set(at(measure.name), "kind", std::string{name_of(measure.kind)});
    }
    file.set(group, "label", schema.label);
    file.set(group, "note", schema.note);
    file.set(group, "every", time);
    file.set(group, "dimensions", dimensions);
    file.set(group, "measures", measures);
    file.set(group, "ratios", ratios);
    file.set(group, "suppress_below", schema.disclosure.suppress_below);
    file.set(group, "round_to", schema.disclosure.round_to);
}

}  // namespace foresight
