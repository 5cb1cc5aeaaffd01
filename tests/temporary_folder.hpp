#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

#include <unistd.h>

namespace foresight {

/// A folder of this test's own, gone when it ends.
struct TemporaryFolder {
    TemporaryFolder()
    {
        std::filesystem::remove_all(path);
        std::filesystem::create_directories(path);
    }
    ~TemporaryFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    TemporaryFolder(TemporaryFolder const&) = delete;
    TemporaryFolder& operator=(TemporaryFolder const&) = delete;
    std::string write(std::string const& name, std::string const& text) const
    {
        auto const file = (path / name).string();
        std::ofstream{file, std::ios::binary} << text;
        return file;
    }
    std::filesystem::path path = std::filesystem::temp_directory_path()
                                 / ("foresight_test_" + std::to_string(::getpid()) + "_"
                                    + std::to_string(reinterpret_cast<std::uintptr_t>(this)));
};

}  // namespace foresight
