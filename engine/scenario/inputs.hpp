#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/io/text_file.hpp"
#include "engine/scenario/scenario.hpp"

namespace foresight {

/// The files that a scenario is made of, each kept whole.
class Inputs {
public:
    /// `library` is the folder of the shipped scenarios; files in it are recorded by their path in it.
    /// `locate`: where the file of a path is, if it is not there itself.
    using Locate = std::function<std::string(std::string const&)>;
    explicit Inputs(std::string library, Locate locate = {}) : library_{std::move(library)}, locate_{std::move(locate)}
    {
    }

    /// The path of a file that another one in `folder` names.
    std::string path_named(std::string const& folder, std::string const& name) const;

    /// Takes a note of what is wrong: problem, reason, suggestion.
    using Refuse = std::function<void(std::string, std::string, std::string)>;

    /// Reads a file that another names. If that fails, the mistake is noted where it was named, and nothing of the
    /// file's content is told.
    std::optional<TextFile> read(std::string const& path, std::size_t bytes_at_most, Refuse const& refuse);
    /// Keeps a file that has been read.
    void keep(TextFile const& file);

    std::vector<InputFile> take() { return std::move(files_); }
    std::string const& library() const { return library_; }

private:
    std::string library_;
    Locate locate_;
    std::vector<InputFile> files_;
};

/// The path from the library's folder where it is below it, else as it is: runs of two clones are alike.
std::string path_in_library(std::string const& path, std::string const& library);

/// The scenario of a library that is meant by a name that is no file: "essex/baseline" by "baseline". Else empty.
std::string shipped_scenario_meant(std::string const& name, std::string const& library);

/// `path` as said in a file of `folder`.
std::string beside(std::string const& folder, std::string const& path);
std::string folder_of(std::string const& path);

/// Whether a text says, in its first line that is no comment, that it is one of our YAML files. Of others no line is shown.
bool declares_schema(TextFile const& file);

}  // namespace foresight
