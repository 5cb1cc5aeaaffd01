#include "tools/foresight/whole_file.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include <sys/stat.h>
#include <unistd.h>

#include "engine/core/error.hpp"

namespace foresight {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void cannot_write(std::string const& file, int error)
{
    throw std::system_error{error, std::generic_category(), file + " cannot be written"};
}

bool wrote_all(int descriptor, std::string const& content)
{
    for (std::size_t at = 0; at != content.size();) {
        auto const written = ::write(descriptor, content.data() + at, content.size() - at);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        at += static_cast<std::size_t>(written);
    }
    return ::fsync(descriptor) == 0;
}

}  // namespace

void refuse_if_there(std::string const& file, bool replace)
{
    std::error_code error;
    auto const there = fs::status(file, error);
    if (fs::exists(there) && !fs::is_regular_file(there))
        refuse(file + " is not a file that could be replaced", {}, "name another with -o");
    if (fs::exists(there) && !replace)
        refuse(file + " is there already", "it is left alone", "add --force to overwrite it, or name another with -o");
    auto const folder = fs::path{file}.parent_path();
    if (!folder.empty() && !fs::is_directory(folder, error))
        refuse("there is no folder " + folder.string(), {}, "make it first, or name another with -o");
}

void write_whole(std::string const& file, std::string const& content)
{
    // A name of its own, so that two programs at once do not write into each other's.
    auto partial = file + ".partial-XXXXXX";
    int const descriptor = ::mkstemp(partial.data());
    if (descriptor < 0) cannot_write(file, errno);
    auto const mask = ::umask(0);
    ::umask(mask);
    ::fchmod(descriptor, 0666 & ~mask);
    bool const whole = wrote_all(descriptor, content);
    int const error = errno;
    ::close(descriptor);
    if (whole && std::rename(partial.c_str(), file.c_str()) == 0) return;
    int const reason = whole ? errno : error;
    ::unlink(partial.c_str());
    cannot_write(file, reason);
}

}  // namespace foresight
