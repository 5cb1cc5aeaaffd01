#pragma once

#include <string>

namespace foresight {

/// Where a file is when all links to it have been followed. What is not there yet is where it will be.
std::string behind_links(std::string const& path);

/// What is written whole or not at all.
///
/// It is made beside its place, under a hidden name that no other program writes to, and takes its place at once when it
/// is kept. If it is not, it goes. What programs that were killed have left of the same file goes with the next one.
class Unfinished {
public:
    Unfinished(Unfinished const&) = delete;
    Unfinished& operator=(Unfinished const&) = delete;

    /// Where it is to be written.
    std::string const& partial() const { return partial_; }

protected:
    enum class Kind { file, folder };
    Unfinished(std::string const& path, Kind kind);
    ~Unfinished();

    std::string place_;
    std::string partial_;
    int lock_ = -1;  ///< held for as long as it is being written
};

/// A file. Where a link stands, what it points to is replaced, and not the link.
class WholeFile : public Unfinished {
public:
    explicit WholeFile(std::string const& path) : Unfinished{path, Kind::file} {}
    /// Every byte is brought to the disk, and the file takes its place; what stood there is gone.
    void keep();
};

/// A folder with what is in it.
class WholeFolder : public Unfinished {
public:
    explicit WholeFolder(std::string const& path) : Unfinished{path, Kind::folder} {}
    /// The folder takes its place; what stood there is gone once it is there.
    void keep();
};

/// Writes a file of that content, whole or not at all.
void write_whole(std::string const& path, std::string const& content);

}  // namespace foresight
