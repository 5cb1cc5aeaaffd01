#include "outputs/assurance/target_table.hpp"

#include <filesystem>

#include "engine/io/literal.hpp"
#include "engine/io/yaml.hpp"

namespace foresight {
namespace {

CsvFile read_table(std::string const& path)
{
    Mistakes mistakes;
    auto file = read_csv(path, mistakes);
    mistakes.refuse_if_any();
    return file;
}

std::string source_in(std::string const& path)
{
    Mistakes mistakes;
    auto const file = read_yaml(path, mistakes);
    mistakes.refuse_if_any();
    auto const* const source = file.root.find("source");
    if (!source || !source->is_word()) refuse(path + " names no source", "its key 'source' is missing");
    return source->text;
}

}  // namespace

TargetTable::TargetTable(std::string const& folder, std::string const& name)
    : file_{read_table(folder + "/" + name + ".csv")}
{
    auto const beside = folder + "/" + name + ".source.yaml";
    if (std::filesystem::exists(beside)) source_ = source_in(beside);
}

std::string const& TargetTable::text(std::size_t row, std::string_view column) const
{
    auto const at = file_.column(column);
    if (at < 0) refuse(file_.source.path() + " has no column '" + std::string{column} + "'");
    return file_.rows[row].cells[static_cast<std::size_t>(at)].text;
}

double TargetTable::number(std::size_t row, std::string_view column) const
{
    auto const read = read_number(text(row, column));
    if (!read.value) refuse(file_.source.path() + ": '" + text(row, column) + "' is no number", read.problem);
    return *read.value;
}

}  // namespace foresight
