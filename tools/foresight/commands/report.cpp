#include "outputs/report/report.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <system_error>

#include "engine/core/error.hpp"
#include "engine/io/whole_file.hpp"
#include "outputs/answers/study.hpp"
#include "outputs/report/page.hpp"
#include "outputs/view/comparison.hpp"
#include "tools/foresight/budget_files.hpp"
#include "tools/foresight/commands.hpp"
#include "tools/foresight/place_to_write.hpp"
#include "tools/foresight/shell.hpp"
#include "tools/foresight/shipped.hpp"

namespace foresight {
namespace {

constexpr std::size_t page_bytes_at_most = 1'000'000;

/// The districts of a run, by any of its tables; none if no table has any.
std::vector<TableCode> districts_of(RunReader const& run)
{
    for (auto const& table : run.tables())
        for (auto const& dimension : table.dimensions)
            if (dimension.name == "district") return dimension.codes;
    refuse(run.path() + " has no table by district", "there is nothing to draw within boundaries",
           "leave --boundaries out");
}

int report(Arguments const& arguments)
{
    auto const file = arguments.value<std::string>("output", "report.html");
    refuse_if_there(file, arguments.has("force"));
    auto read = arguments.words;
    for (auto const* const option : {"budget", "boundaries"}) read.push_back(arguments.value<std::string>(option));
    refuse_if_read(file, read);
    RunReader const run{arguments.words[0]};
    if (is_study(run))
        refuse(run.path() + " is a study", "a report is about a run, and a study goes beside it",
               "name the run first: " + shell_command("report", {"runs/baseline.h5", run.path()}));
    std::vector<std::unique_ptr<RunReader>> others;
    ReportQuestion question;
    for (std::size_t i = 1; i != arguments.words.size(); ++i) {
        others.push_back(std::make_unique<RunReader>(arguments.words[i]));
        (is_study(*others.back()) ? question.studies : question.others).push_back(others.back().get());
    }
    question.budget_file = arguments.value<std::string>("budget");
    question.boundaries_file = arguments.value<std::string>("boundaries");
    question.modules = shipped_folder("engine/modules");
    question.targets = shipped_library().targets;
    question.budget = budget_of(arguments);
    if (arguments.has("boundaries"))
        question.boundaries = read_boundaries(arguments.value<std::string>("boundaries"), districts_of(run));
    if (auto const caution = caution_of_order(run, question.others); !caution.empty())
        std::cerr << "caution: " << caution << "\n";
    for (auto const* const other : question.others)
        for (auto const& caution : cautions(run, *other))
            std::cerr << "caution: " << other->path() << ": " << caution << "\n";
    auto const page = page_of(report_of(run, question));
    if (page.size() > page_bytes_at_most)
        refuse("the page would be larger than 1 MB", "it could not be mailed",
               "simplify the boundaries, or set fewer runs against the first");
    make_folder_of(file);
    write_whole(file, page);
    std::cout << "wrote " << file << " (" << page.size() / 1000
              << " KB)\nnext  open it in a browser, and print it from there as a PDF\n";
    return exit_code::done;
}

}  // namespace

Command report_command()
{
    Command command;
    command.name = "report";
    command.summary =
        "write a run as one page for people: headline, charts, tables, sources; other runs and studies beside it";
    command.words = "RUN [OTHER...]";
    command.least = 1;
    command.most = 8;
    command.word = Command::Word::run;
    command.example =
        "foresight report runs/baseline.h5 -o report.html\n"
        "foresight report runs/baseline.h5 runs/more_reablement.h5 runs/shares.h5 runs/tornado.h5 -o reablement.html";
    command.options = [](po::options_description_easy_init add) {
        add("output,o", po::value<std::string>(), "the page; report.html if not said");
        add("force", "overwrite it");
        add("budget", po::value<std::string>()->value_name("FILE"),
            "what is set aside for each year (schema foresight-budget/1)");
        add("boundaries", po::value<std::string>()->value_name("FILE"),
            "shapes of the districts, as GeoJSON in longitude and latitude; else a map of squares");
    };
    command.run = report;
    return command;
}

}  // namespace foresight
