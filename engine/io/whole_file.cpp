#include "engine/io/whole_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace foresight {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t letters_of_chance = 6;
constexpr int links_at_most = 40;

[[noreturn]] void cannot_write(std::string const& path, int error)
{
    throw std::system_error{error, std::generic_category(), path + " cannot be written"};
}

/// The hidden names beside a place, but for their last letters, which chance makes.
fs::path names_beside(fs::path const& place)
{
    return place.parent_path() / ("." + place.filename().string() + ".foresight-");
}

/// Whether a program is still writing what lies at `path`, or it is not there any more.
bool in_use(fs::path const& path)
{
    int const descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    bool const locked = descriptor < 0 || ::flock(descriptor, LOCK_EX | LOCK_NB) != 0;
    if (descriptor >= 0) ::close(descriptor);
    return locked;
}

void remove_what_was_left(fs::path const& place)
{
    auto const beside = names_beside(place);
    auto const beginning = beside.filename().string();
    std::error_code ignored;
    for (auto const& entry :
         fs::directory_iterator{beside.parent_path().empty() ? "." : beside.parent_path(), ignored}) {
        auto const name = entry.path().filename().string();
        if (name.size() == beginning.size() + letters_of_chance && name.starts_with(beginning) && !in_use(entry.path()))
            fs::remove_all(entry.path(), ignored);
    }
}

/// The rights that a new file or folder has, which those of a name by chance have not.
void give_rights(int descriptor, mode_t rights)
{
    auto const mask = ::umask(0);
    ::umask(mask);
    ::fchmod(descriptor, rights & ~mask);
}

/// Whether `path` is what `descriptor` holds: before it was locked, another program may have taken it for left behind.
bool is_held(int descriptor, std::string const& path)
{
    struct stat held {};
    struct stat named {};
    return ::fstat(descriptor, &held) == 0 && ::stat(path.c_str(), &named) == 0 && held.st_ino == named.st_ino;
}

}  // namespace

std::string behind_links(std::string const& path)
{
    fs::path place{path};
    std::error_code error;
    for (int links = 0; fs::is_symlink(fs::symlink_status(place, error)); ++links) {
        if (links == links_at_most)
            throw fs::filesystem_error{"links that go in circles", path,
                                       std::make_error_code(std::errc::too_many_symbolic_link_levels)};
        place = place.parent_path() / fs::read_symlink(place);
    }
    return place.string();
}

Unfinished::Unfinished(std::string const& path, Kind kind) : place_{behind_links(path)}
{
    remove_what_was_left(place_);
    do {
        if (lock_ >= 0) ::close(lock_);
        partial_ = names_beside(place_).string() + std::string(letters_of_chance, 'X');
        if (kind == Kind::file) lock_ = ::mkostemp(partial_.data(), O_CLOEXEC);
        else lock_ = ::mkdtemp(partial_.data()) ? ::open(partial_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
        if (lock_ < 0) cannot_write(path, errno);
        ::flock(lock_, LOCK_EX);
    } while (!is_held(lock_, partial_));
    give_rights(lock_, kind == Kind::file ? 0666 : 0777);
}

Unfinished::~Unfinished()
{
    std::error_code ignored;
    fs::remove_all(partial_, ignored);
    ::close(lock_);
}

void WholeFile::keep()
{
    if (::fsync(lock_) != 0 || std::rename(partial_.c_str(), place_.c_str()) != 0) cannot_write(place_, errno);
    partial_.clear();
}

void WholeFolder::keep()
{
    for (;;) {
        // Where nothing was, or nothing in it.
        if (std::rename(partial_.c_str(), place_.c_str()) == 0) return partial_.clear();
        if (errno != ENOTEMPTY && errno != EEXIST) cannot_write(place_, errno);
        // What stood there then has the hidden name, and goes.
        if (::renameat2(AT_FDCWD, partial_.c_str(), AT_FDCWD, place_.c_str(), RENAME_EXCHANGE) == 0) return;
        // Another has just moved it away; or the disk cannot exchange two folders, as some on a network cannot.
        if (errno == ENOENT) continue;
        if (errno != EINVAL && errno != ENOSYS) cannot_write(place_, errno);
        WholeFolder const aside{place_};
        if (std::rename(place_.c_str(), aside.partial().c_str()) != 0 && errno != ENOENT) cannot_write(place_, errno);
    }
}

void write_whole(std::string const& path, std::string const& content)
{
    WholeFile file{path};
    std::ofstream out{file.partial(), std::ios::binary};
    out << content;
    errno = 0;
    out.close();
    if (!out) cannot_write(path, errno);
    file.keep();
}

}  // namespace foresight
