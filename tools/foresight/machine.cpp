#include "tools/foresight/machine.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>

#include <sys/resource.h>
#include <unistd.h>

#include "engine/core/error.hpp"
#include "engine/core/plain_text.hpp"
#include "engine/io/whole_file.hpp"

namespace foresight {
namespace {

namespace fs = std::filesystem;

constexpr auto no_limit = std::numeric_limits<std::uint64_t>::max();

std::uint64_t free_of_machine()
{
    std::ifstream in{"/proc/meminfo"};
    std::string word;
    std::uint64_t kilobytes = 0;
    while (in >> word)
        if (word == "MemAvailable:" && in >> kilobytes) return kilobytes * 1024;
    return no_limit;
}

/// A number that stands alone in a file; `otherwise` where there is no file, or the word "max".
std::uint64_t number_in(fs::path const& file, std::uint64_t otherwise)
{
    std::ifstream in{file};
    std::uint64_t number = 0;
    return in >> number ? number : otherwise;
}

/// What the control group leaves, version 2: of this one and of all above it.
std::uint64_t free_of_container()
{
    std::ifstream in{"/proc/self/cgroup"};
    std::string line;
    while (std::getline(in, line) && !line.starts_with("0::")) {}
    if (!line.starts_with("0::/")) return no_limit;
    auto least = no_limit;
    fs::path const top{"/sys/fs/cgroup"};
    for (auto group = fs::path{line.substr(4)};; group = group.parent_path()) {
        auto const limit = number_in(top / group / "memory.max", no_limit);
        auto const used = number_in(top / group / "memory.current", 0);
        if (limit != no_limit) least = std::min(least, limit - std::min(limit, used));
        if (group.empty()) return least;
    }
}

std::uint64_t free_of_process()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return no_limit;
    auto const used = number_in("/proc/self/statm", 0) * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    return limit.rlim_cur - std::min<std::uint64_t>(limit.rlim_cur, used);
}

/// The nearest folder above a file that is there, or what else is there in its place.
fs::path nearest_folder(std::string const& file)
{
    std::error_code error;
    auto folder = fs::absolute(file, error).lexically_normal().parent_path();
    while (folder.has_relative_path() && !fs::exists(folder, error)) folder = folder.parent_path();
    return folder;
}

[[noreturn]] void refuse_place(std::string const& file, std::string const& why)
{
    refuse(file + " cannot be written", why, "name a place where you may write");
}

}  // namespace

std::uint64_t memory_free() { return std::min({free_of_machine(), free_of_container(), free_of_process()}); }

std::uint64_t disk_free(std::string const& file)
{
    std::error_code error;
    auto const space = fs::space(nearest_folder(file), error);
    return error ? no_limit : space.available;
}

std::string folder_to_make(std::string const& file)
{
    std::error_code error;
    auto const folder = fs::path{file}.parent_path();
    return folder.empty() || fs::exists(folder, error) ? std::string{} : folder.string();
}

void refuse_if_unwritable(std::string const& file)
{
    if (file.empty()) refuse("the name of the file to write is empty", {}, "name one");
    if (!is_plain(file))
        refuse("the name " + escaped(file) + " has characters that act on a terminal", {}, "give another name");
    std::error_code error;
    auto const there = fs::status(file, error);
    if (fs::is_directory(there)) refuse(file + " is a folder", {}, "name a file in it");
    if (fs::exists(there) && !fs::is_regular_file(there))
        refuse(file + " is not a file that could be replaced", "it is a device, a pipe or the like", "name another");
    auto const folder = nearest_folder(behind_links(file));
    if (!fs::is_directory(folder, error)) refuse_place(file, folder.string() + " is not a folder");
    // Rights are one thing, a disk that is mounted for reading another: only trying tells.
    auto trial = (folder / ".foresight-XXXXXX").string();
    int const descriptor = ::mkstemp(trial.data());
    if (descriptor < 0) refuse_place(file, folder.string() + ": " + std::strerror(errno));
    ::close(descriptor);
    ::unlink(trial.c_str());
}

}  // namespace foresight
