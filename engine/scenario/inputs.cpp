#include "engine/scenario/inputs.hpp"

#include <algorithm>
#include <filesystem>

#include "engine/io/hash.hpp"

namespace foresight {
namespace {

/// The files of a folder that might have been meant.
std::string nearest_file(std::string const& path)
{
    std::vector<std::string> names;
    std::error_code error;
    for (std::filesystem::directory_iterator it{folder_of(path).empty() ? "." : folder_of(path), error}, end;
         !error && it != end && names.size() < 1000; it.increment(error))
        names.push_back(it->path().filename().string());
    std::sort(names.begin(), names.end());
    return nearest(std::filesystem::path{path}.filename().string(), names);
}

}  // namespace

std::string path_in_library(std::string const& path, std::string const& library)
{
    if (library.empty()) return path;
    std::error_code error;
    auto const whole = std::filesystem::weakly_canonical(path, error);
    auto const folder = std::filesystem::weakly_canonical(library, error);
    auto const relative = whole.lexically_relative(folder).generic_string();
    return error || relative.empty() || relative.starts_with("..") ? path : relative;
}

std::string shipped_scenario_meant(std::string const& name, std::string const& library)
{
    std::vector<Labelled> known;
    std::error_code error;
    for (std::filesystem::recursive_directory_iterator it{library, error}, end; !library.empty() && !error && it != end;
         it.increment(error)) {
        if (it.depth() > 1) it.disable_recursion_pending();
        else if (it.depth() == 1 && it->path().extension() == ".yaml")
            known.push_back({it->path().parent_path().filename().string() + "/" + it->path().stem().string(),
                             it->path().stem().string()});
    }
    std::sort(known.begin(), known.end(), [](auto const& a, auto const& b) { return a.key < b.key; });
    return nearest_by_label(name.ends_with(".yaml") ? name.substr(0, name.size() - 5) : name, known);
}

std::string folder_of(std::string const& path) { return std::filesystem::path{path}.parent_path().string(); }

std::string beside(std::string const& folder, std::string const& path)
{
    if (is_address(path)) return path;
    return (std::filesystem::path{folder} / path).lexically_normal().generic_string();
}

std::string Inputs::path_named(std::string const& folder, std::string const& name) const
{
    auto path = beside(folder, name);
    return locate_ ? locate_(path) : path;
}

std::optional<TextFile> Inputs::read(std::string const& path, std::size_t bytes_at_most, Refuse const& refuse)
{
    try {
        auto file = TextFile::read(path, bytes_at_most);
        keep(file);
        return file;
    } catch (InputError const& error) {
        auto const& mistake = error.mistakes().front();
        auto problem = mistake.problem;
        if (mistake.place.line > 0)
            problem += " in line " + std::to_string(mistake.place.line) + " of " + in_quotes(path);
        else if (problem.find(path) == std::string::npos) problem = in_quotes(path) + ": " + problem;
        std::error_code ignored;
        auto const near = std::filesystem::exists(path, ignored) ? std::string{} : nearest_file(path);
        refuse(problem, mistake.reason, near.empty() ? mistake.suggestion : "did you mean '" + near + "'?");
    } catch (std::system_error const& error) {
        refuse(in_quotes(path) + " cannot be read", error.code().message(), "check the disk, or name a copy of it");
    }
    return {};
}

void Inputs::keep(TextFile const& file)
{
    auto const path = path_in_library(file.path(), library_);
    auto const known =
        std::any_of(files_.begin(), files_.end(), [&](InputFile const& input) { return input.path == path; });
    if (!known) files_.push_back({path, file.text(), hash_of(file.text())});
}

bool declares_schema(TextFile const& file)
{
    for (int number = 1; number <= file.lines(); ++number) {
        auto const line = file.line(number);
        if (line.empty() || line.starts_with('#') || line == "---"
            || line.find_first_not_of(' ') == std::string_view::npos)
            continue;
        return line.starts_with("schema: foresight-");
    }
    return false;
}

}  // namespace foresight
