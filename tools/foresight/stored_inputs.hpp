#pragma once

#include <string>

#include "outputs/run_file/provenance.hpp"
#include "tools/foresight/shipped.hpp"

namespace foresight {

/// The inputs of a run, taken out of its file into a folder of their own, which goes when this does.
class StoredInputs {
public:
    /// Throws an InputError where the file keeps too little to live the run again, naming what is missing, or where a
    /// path in it leads out of the folder.
    explicit StoredInputs(Provenance const& provenance);
    ~StoredInputs();
    StoredInputs(StoredInputs const&) = delete;
    StoredInputs& operator=(StoredInputs const&) = delete;

    std::string const& folder() const { return folder_; }
    Library library() const { return {work_, folder_ + "/tables"}; }
    /// The scenario as it was read then, with what was set on the command line.
    Scenario scenario() const;
    /// How many replicates of which kind there were, whatever an option for them meant then; `design` is of their points.
    Replicates ensemble(Design design) const;

    /// Where the file of an input is now. Throws an InputError where its path leads out of the folder.
    std::string place(std::string const& path) const;
    /// What a file that lies in the folder was called then; any other path is as it was.
    std::string called_then(std::string const& path) const;
    /// What its scenarios may speak of. A file that one of them names is looked for here, wherever on a disk it was.
    Vocabulary vocabulary(std::string const& path) const;

private:
    std::string located(std::string const& path) const;
    void write(InputFile const& input) const;

    Provenance const& provenance_;
    std::string folder_;
    std::string work_;  ///< deep enough below `folder_` for paths that begin with ../
};

}  // namespace foresight
