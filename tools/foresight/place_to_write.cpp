#include "tools/foresight/place_to_write.hpp"

#include <filesystem>
#include <system_error>

#include "engine/core/error.hpp"
#include "tools/foresight/machine.hpp"

namespace foresight {

namespace fs = std::filesystem;

void refuse_if_there(std::string const& file, bool replace)
{
    refuse_if_unwritable(file);
    if (fs::exists(file) && !replace)
        refuse(file + " is there already", "it is never overwritten by accident", "give another name, or --force");
}

void refuse_if_read(std::string const& file, std::vector<std::string> const& inputs)
{
    for (auto const& input : inputs) {
        std::error_code unknown;
        if (fs::equivalent(file, input, unknown))
            refuse(file + " is read for what is to be written", "it would be lost", "give another name");
    }
}

void make_folder_of(std::string const& path)
{
    if (auto const folder = folder_to_make(path); !folder.empty()) fs::create_directories(folder);
}

}  // namespace foresight
