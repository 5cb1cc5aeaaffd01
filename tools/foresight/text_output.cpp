#include "tools/foresight/text_output.hpp"

#include <filesystem>
#include <fstream>
#include <system_error>

#include "engine/core/error.hpp"

namespace foresight {

void write_text(std::string const& path, std::string const& text, bool replace)
{
    if (std::filesystem::exists(path) && !replace)
        refuse(path + " is there already", "nothing is overwritten by accident",
               "give another name with -o, or --force");
    auto const partial = path + ".partial";
    std::error_code error;
    {
        std::ofstream out{partial, std::ios::binary};
        out << text;
        if (!out.flush()) error = std::make_error_code(std::errc::io_error);
    }
    if (!error) std::filesystem::rename(partial, path, error);
    if (!error) return;
    std::error_code ignored;
    std::filesystem::remove(partial, ignored);
    refuse(path + " cannot be written", error.message(), "is the folder there, and may you write to it?");
}

}  // namespace foresight
