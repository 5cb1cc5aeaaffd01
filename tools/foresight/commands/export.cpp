#include <filesystem>
#include <iostream>
#include <memory>

#include "outputs/answers/finance_notes.hpp"
#include "outputs/answers/study.hpp"
#include "outputs/view/comparison.hpp"
#include "outputs/view/tidy_tables.hpp"
#include "outputs/workbook/workbook.hpp"
#include "tools/foresight/against.hpp"
#include "tools/foresight/budget_files.hpp"
#include "tools/foresight/commands.hpp"
#include "tools/foresight/known_limits.hpp"
#include "tools/foresight/machine.hpp"
#include "tools/foresight/place_to_write.hpp"
#include "tools/foresight/shipped.hpp"

namespace foresight {
namespace {

namespace fs = std::filesystem;

fs::path without_slash(std::string const& name)
{
    fs::path path{name};
    return path.has_filename() ? path : path.parent_path();
}

void refuse_workbook(std::string const& file, bool force)
{
    if (fs::path{file}.extension() != ".xlsx")
        refuse("--xlsx writes a file that ends in .xlsx, not '" + file + "'", "programs go by the ending", {});
    refuse_if_there(file, force);
}

/// A folder is replaced only if nothing is lost that we did not write.
void refuse_folder(fs::path const& folder, bool force)
{
    refuse_if_unwritable((folder.parent_path() / tidy_metadata).string());  // it is made beside its place
    if (!fs::exists(folder)) return refuse_if_unwritable(folder.string());
    if (!fs::is_directory(folder)) refuse(folder.string() + " is no folder", {}, "name another");
    if (fs::is_empty(folder)) return;
    if (!holds_tidy_tables(folder.string()))
        refuse(folder.string() + " holds other files", "they would be lost", "name a folder that is not there yet");
    if (!force)
        refuse(folder.string() + " is there already", "it is never overwritten by accident",
               "give another name, or --force");
}

/// "export" is a word of the language.
int export_run(Arguments const& arguments)
{
    if (!arguments.has("xlsx") && !arguments.has("csv"))
        refuse("nothing is to be written", {}, "add --xlsx FILE, --csv FOLDER, or both");
    auto const force = arguments.has("force");
    auto const workbook = arguments.value<std::string>("xlsx");
    auto const folder = without_slash(arguments.value<std::string>("csv"));
    auto const words = words_with_baseline(arguments);
    if (!arguments.has("xlsx") && words.size() > 1)
        refuse("tidy tables are of one run", "nothing of " + words[1] + " would be in them",
               "export each into a folder of its own, or add --xlsx FILE, which sets them side by side");
    if (arguments.has("xlsx")) {
        refuse_workbook(workbook, force);
        auto read = words;
        read.push_back(arguments.value<std::string>("budget"));
        refuse_if_read(workbook, read);
    }
    if (arguments.has("csv")) refuse_folder(folder, force);
    RunReader const run{words[0]};
    if (is_study(run) && arguments.has("xlsx"))
        refuse(run.path() + " is a study", "a workbook is of a run, and a study goes beside it", "name the run first");
    std::vector<std::unique_ptr<RunReader>> beside;
    workbook::Request request;
    request.targets = shipped_library().targets;
    for (std::size_t i = 1; i != words.size(); ++i) {
        beside.push_back(std::make_unique<RunReader>(words[i]));
        auto const* const other = beside.back().get();
        if (is_study(*other)) request.studies.push_back(other);
        else if (!request.baseline) request.baseline = other;
        else refuse(other->path() + " is a second baseline", "differences are to one run", "leave one of them out");
    }
    auto const* const baseline = request.baseline;
    request.budget = budget_of(arguments);
    request.limits = first_limit_of("social_care", "social care");
    if (baseline) {
        if (auto const note = note_of_a_swap(run, *baseline); !note.empty()) std::cerr << note << "\n";
        for (auto const& caution : cautions(*baseline, run)) std::cerr << "caution: " << caution << "\n";
    }
    if (arguments.has("xlsx")) {
        make_folder_of(workbook);
        spreadsheet::write(workbook::workbook_of(run, request), workbook);
        std::cout << "wrote " << workbook << "\n";
    }
    if (arguments.has("csv")) {
        make_folder_of(folder.string());
        write_tidy_tables(run, folder.string());
        std::cout << "wrote " << folder.string() << ", " << run.tables().size() << " tables and " << tidy_metadata
                  << "\n";
    }
    return exit_code::done;
}

}  // namespace

Command export_command()
{
    Command command;
    command.name = "export";
    command.summary = "write a run as a workbook, or as tidy tables";
    command.words = "RUN [BASELINE] [STUDY...]";
    command.least = 1;
    command.most = 8;
    command.word = Command::Word::run;
    command.example = "foresight export runs/policy.h5 --against runs/baseline.h5 --xlsx policy.xlsx\n"
                      "foresight export runs/baseline.h5 --csv baseline_tables";
    command.options = [](po::options_description_easy_init options) {
        add_against_option(options);
        add_budget_option(options);
        options("xlsx", po::value<std::string>()->value_name("FILE"),
                "a workbook: cover, contents and twelve sheets with live totals")(
            "csv", po::value<std::string>()->value_name("FOLDER"),
            "each table as a CSV, with CSVW metadata beside")("force", "overwrite it");
    };
    command.run = export_run;
    return command;
}

}  // namespace foresight
