#pragma once

#include <string>
#include <vector>

#include "outputs/answers/study.hpp"
#include "outputs/run_file/run_reader.hpp"
#include "tools/foresight/projection.hpp"
#include "tools/foresight/questions.hpp"

namespace foresight {

/// The options that every study has: its results, its file, its sample and replicates.
void add_study_options(po::options_description_easy_init options);

/// The results that a study is of: those of --result, or one of each domain.
std::vector<std::string> results_asked(Arguments const& arguments);

/// What of the command line can change a number of a study. Where nothing else is said a study is lived on one household
/// in ten, with eight replicates.
std::vector<std::string> study_settings_said(Arguments const& arguments);
/// A scenario as a study lives it.
Scenario scenario_of_study(Arguments const& arguments, std::string const& word);

/// Lives the variants of a study, the first being that with which the others are compared, and says what came out.
/// `spoken`: how the number of variants comes about, for the budget that is told before it begins.
int live_study(Arguments const& arguments, Scenario scenario, Study study, std::vector<Parameters> variants,
               std::string const& spoken);

/// The answers of a study to its results.
std::string answers_of(RunReader const& run, Format format);

/// A parameter that a study may vary. Throws an InputError where there is none of that name, or where it says who there
/// is: variants share their people.
Parameter const& parameter_to_vary(Parameters const& parameters, std::string const& name);

}  // namespace foresight
