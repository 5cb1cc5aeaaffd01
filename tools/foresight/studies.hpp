#pragma once

#include <functional>
#include <string>
#include <vector>

#include "outputs/answers/study.hpp"
#include "outputs/run_file/run_reader.hpp"
#include "tools/foresight/projection.hpp"
#include "tools/foresight/questions.hpp"
#include "tools/foresight/stored_inputs.hpp"

namespace foresight {

/// The options that every study has: its results, its file, its sample and replicates.
void add_study_options(po::options_description_easy_init options);

/// The results that a study is of: those of --result, or one of each domain.
std::vector<std::string> results_asked(Arguments const& arguments);

/// What of the command line can change a number of a study. Where nothing else is said a study is lived on one household
/// in ten, with eight replicates.
std::vector<std::string> study_settings_said(Arguments const& arguments);

/// Where a study finds its scenarios: on the disk, or in the file of one that is lived again.
struct ScenarioSource {
    Library library;
    std::function<std::string(std::string const& word)> find;  ///< the path of a scenario
    std::function<Vocabulary(std::string const& path)> vocabulary;
};

/// A scenario as a study lives it.
Scenario scenario_of_study(Arguments const& arguments, ScenarioSource const& source, std::string const& word);

/// A study before it is lived.
struct StudyPlan {
    Scenario scenario;
    Study study;
    std::vector<Parameters> variants;  ///< the first being that with which the others are compared
    std::string spoken;                ///< how their number comes about, for the budget that is told before it begins
};

/// What the variants are that a command line asks for.
using PlanStudy = StudyPlan (*)(Arguments const&, ScenarioSource const&);
StudyPlan plan_sensitivity(Arguments const& arguments, ScenarioSource const& source);
StudyPlan plan_sweep(Arguments const& arguments, ScenarioSource const& source);
StudyPlan plan_attribution(Arguments const& arguments, ScenarioSource const& source);

/// Keeps with a study by which command it was made, and with which of its options, so that it can be planned again.
void keep_what_was_asked(Study& study, std::string const& command, Arguments const& arguments,
                         std::vector<char const*> const& options);

/// Lives the variants of a study, and says what came out.
int live_study(Arguments const& arguments, PlanStudy plan_study);

/// A study from its file alone, with its people, ready to be lived again. Throws an InputError where the file does not keep
/// what was asked.
Projection study_again(RunReader const& run, StoredInputs const& inputs, bool quiet);

/// The answers of a study to its results.
std::string answers_of(RunReader const& run, Format format);

/// A parameter that a study may vary. Throws an InputError where there is none of that name, or where it says who there
/// is: variants share their people.
Parameter const& parameter_to_vary(Parameters const& parameters, std::string const& name);

}  // namespace foresight
