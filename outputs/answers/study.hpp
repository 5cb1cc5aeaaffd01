#pragma once

#include <string>
#include <vector>

#include "outputs/run_file/run_reader.hpp"
#include "outputs/tally/table.hpp"

namespace foresight {

/// What differs between the variants of a study: a parameter, or a change.
struct StudyAxis {
    std::string name;
    std::string label;
    std::string unit = {};
    std::size_t group = 0;   ///< of an attribution: changes of different groups do not touch, and their effects add up
    std::string place = {};  ///< where it was said: "file:line"
};

/// One alternative of a study.
struct Variant {
    std::string key;
    std::string label;
    std::vector<double> settings;  ///< where it stands on each axis
};

/// Many variants of one scenario, lived with the same people and the same luck.
///
/// A study is a run file whose tables have one dimension, `variant`, and nothing else but time: whatever reads a run reads
/// a study. The first variant is that with which the others are compared.
struct Study {
    enum class Kind : std::uint8_t { sensitivity, sweep, attribution };
    Kind kind = Kind::sweep;
    std::vector<StudyAxis> axes;
    std::vector<Variant> variants;
    std::vector<std::string> results;  ///< what was asked: social_care.gross_cost/2029-30
    std::vector<std::size_t> order{};  ///< of an attribution in a given order: the axes, one after the other
    std::vector<std::string>
        asked{};  ///< the command that made the variants, and its options: "sweep", "--vary name=1,2"

    /// The variant with these settings; the number of variants if there is none.
    std::size_t find(std::vector<double> const& settings) const;
};

std::string_view name_of(Study::Kind kind);

/// As it is kept in the file.
std::string json_text_of(Study const& study);
bool is_study(RunReader const& run);
/// Throws an InputError where the run is none, or what it keeps is damaged.
Study study_of(RunReader const& run);

/// Gathers the tables of all variants of one replicate.
class VariantTables {
public:
    explicit VariantTables(Study const& study) : study_{study} {}

    /// Those of the next variant, added up over all dimensions but time.
    void add(std::vector<TableValues> const& tables);
    bool complete() const { return added_ == study_.variants.size(); }
    /// All of them side by side; then it begins again.
    std::vector<TableValues> take();

private:
    Study const& study_;
    std::vector<TableValues> gathered_{};
    std::size_t added_ = 0;
};

}  // namespace foresight
