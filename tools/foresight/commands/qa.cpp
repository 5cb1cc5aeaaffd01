#include <iostream>

#include "engine/io/whole_file.hpp"
#include "outputs/answers/study.hpp"
#include "outputs/run_file/run_reader.hpp"
#include "tools/foresight/assurance.hpp"
#include "tools/foresight/commands.hpp"
#include "tools/foresight/place_to_write.hpp"

namespace foresight {
namespace {

int qa(Arguments const& arguments)
{
    auto const file = arguments.value<std::string>("output");
    if (arguments.has("output")) {
        refuse_if_there(file, arguments.has("force"));
        refuse_if_read(file, arguments.words);
    }
    RunReader const run{arguments.words.front()};
    if (is_study(run))
        refuse(run.path() + " is a study", "it has many scenarios, and tables of neither places nor people",
               "ask for the log of a run of one of them");
    auto const text = assurance_of(run);
    if (!arguments.has("output")) {
        std::cout << text;
        return exit_code::done;
    }
    make_folder_of(file);
    write_whole(file, text);
    std::cout << "wrote " << file << "\n";
    return exit_code::done;
}

}  // namespace

Command qa_command()
{
    Command command;
    command.name = "qa";
    command.summary = "write an assumptions log and validation summary of a run, as the Aqua Book asks for";
    command.words = "RUN";
    command.least = command.most = 1;
    command.word = Command::Word::run;
    command.example = "foresight qa runs/baseline.h5 -o runs/baseline_qa.md";
    command.options = [](po::options_description_easy_init add) {
        add("output,o", po::value<std::string>(), "the Markdown file; to the terminal if not said")("force",
                                                                                                    "overwrite it");
    };
    command.run = qa;
    return command;
}

}  // namespace foresight
