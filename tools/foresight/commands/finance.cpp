#include <iostream>
#include <memory>

#include "engine/core/error.hpp"
#include "engine/io/whole_file.hpp"
#include "outputs/answers/finance.hpp"
#include "outputs/answers/finance_notes.hpp"
#include "outputs/answers/study.hpp"
#include "tools/foresight/against.hpp"
#include "tools/foresight/budget_files.hpp"
#include "tools/foresight/commands.hpp"
#include "tools/foresight/finance_format.hpp"
#include "tools/foresight/known_limits.hpp"
#include "tools/foresight/machine.hpp"
#include "tools/foresight/place_to_write.hpp"
#include "tools/foresight/questions.hpp"

namespace foresight {
namespace {

void refuse_studies(RunReader const& run)
{
    if (is_study(run))
        refuse(run.path() + " is a study", "a budget is bridged month by month, and a study keeps results only",
               "ask for the budget of a run of one of its scenarios");
}

int write_template(RunReader const& run, std::string const& file)
{
    refuse_if_there(file, false);
    make_folder_of(file);
    write_whole(file, budget_template(run));
    std::cout << "wrote " << file << "\n";
    return exit_code::done;
}

int finance(Arguments const& arguments)
{
    FinanceParts const parts{arguments.has("real"), arguments.has("reserves")};
    if (parts.real && parts.reserves_alone)
        refuse("--reserves are not shown in real terms", "a budget is set in cash", "leave --real out");
    auto const words = words_with_baseline(arguments);
    if (words.size() > 2)
        refuse(words[2] + " is a second baseline", "a policy is set against one run", "leave one of them out");
    RunReader const run{words[0]};
    refuse_studies(run);
    if (arguments.has("budget-template")) return write_template(run, arguments.value<std::string>("budget-template"));
    FinanceQuestion question;
    question.base_year = arguments.value<std::string>("base-year");
    question.years = arguments.value<std::uint32_t>("years", 5);
    question.budget = budget_of(arguments);
    question.limits = first_limit_of("social_care", "social care");
    std::unique_ptr<RunReader> baseline;
    if (words.size() > 1) baseline = std::make_unique<RunReader>(words[1]);
    if (baseline) refuse_studies(*baseline);
    question.baseline = baseline.get();
    auto const view = finance_of(run, question);
    if (auto const note = baseline ? note_of_a_swap(run, *baseline) : "";
        format_of(arguments) == Format::csv && !note.empty())
        std::cerr << note << "\n";
    if (baseline)
        for (auto const& caution : view.cautions)
            std::cerr << "caution: " << baseline->path() << ": " << caution << "\n";
    switch (format_of(arguments)) {
    case Format::text: std::cout << text_of(view, run.provenance().name, parts); break;
    case Format::csv: std::cout << csv_of(view, parts); break;
    case Format::json: std::cout << json_of(view, parts).dump(2) << "\n"; break;
    }
    return exit_code::done;
}

}  // namespace

Command finance_command()
{
    Command command;
    command.name = "finance";
    command.summary = "show a run as a medium-term budget, with full-year effects, risk and reserves";
    command.words = "RUN [BASELINE]";
    command.least = 1;
    command.most = 2;
    command.word = Command::Word::run;
    command.example = "foresight finance runs/baseline.h5 --budget-template my_budget.yaml\n"
                      "foresight finance runs/policy.h5 --against runs/baseline.h5 --budget my_budget.yaml\n"
                      "foresight finance runs/baseline.h5 --budget my_budget.yaml --reserves --format csv";
    command.options = [](po::options_description_easy_init options) {
        add_against_option(options);
        add_budget_option(options);
        options("budget-template", po::value<std::string>()->value_name("FILE"),
                "write a budget file with a line for each year of the run, to be filled in, and no more")(
            "base-year", po::value<std::string>()->value_name("2024-25"),
            "the year to begin with; the first if not said")("years", po::value<std::uint32_t>()->value_name("N"),
                                                             "how many years after it (5)")(
            "real", "at the prices of the base year, instead of cash")(
            "reserves", "the chance of overspending, reserves and headroom alone; with csv a table of them")(
            "format", po::value<std::string>()->value_name("F"), "text, csv or json");
    };
    command.run = finance;
    return command;
}

}  // namespace foresight
