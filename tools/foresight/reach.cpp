#include "tools/foresight/reach.hpp"

#include <algorithm>

#include "outputs/view/named_result.hpp"
#include "tools/foresight/sound_scenario.hpp"

namespace foresight {
namespace {

bool changes_who_is_there(Right right)
{
    return right == Right::exits || right == Right::enters || right == Right::requests;
}

std::vector<std::string> names_in(TableDefinition const& table)
{
    std::vector<std::string> names;
    auto const add_conditions = [&](std::vector<Condition> const& conditions) {
        for (auto const& condition : conditions) names.push_back(condition.field);
    };
    if (!table.event.empty()) names.push_back(table.event);
    add_conditions(table.where);
    for (auto const& dimension : table.by) names.push_back(dimension.field);
    for (auto const& measure : table.measures) {
        names.push_back(measure.sum);
        names.push_back(measure.minus);
        add_conditions(measure.where);
    }
    std::erase(names, std::string{});
    return names;
}

}  // namespace

Reach::Reach(std::set<std::string> const& parameters, std::vector<Wiring> const& wiring)
{
    for (auto before = processes_.size();; before = processes_.size()) {
        for (auto const& line : wiring) {
            auto const holds = std::any_of(line.parameters.begin(), line.parameters.end(),
                                           [&](auto const& name) { return parameters.contains(name); });
            auto const reads = std::any_of(line.rights.begin(), line.rights.end(), [&](auto const& right) {
                return right.second != Right::emits && written_.contains(right.first);
            });
            if (!holds && !reads && !everything_) continue;
            processes_.insert(line.process);
            for (auto const& [what, right] : line.rights) {
                if (right == Right::writes || right == Right::emits) written_.insert(what);
                everything_ = everything_ || changes_who_is_there(right);
            }
        }
        if (processes_.size() == before) return;
    }
}

bool Reach::includes(TableDefinition const& table) const
{
    if (everything_) return true;
    auto const names = names_in(table);
    return std::any_of(names.begin(), names.end(), [&](auto const& name) {
        return std::any_of(written_.begin(), written_.end(), [&](auto const& written) {
            return written == name || written.ends_with("." + name) || name.ends_with("." + written);
        });
    });
}

bool Reach::meets(Reach const& other, std::vector<TableDefinition> const& tables) const
{
    auto const shared = std::any_of(processes_.begin(), processes_.end(),
                                    [&](auto const& process) { return other.processes_.contains(process); });
    return shared || std::any_of(tables.begin(), tables.end(), [&](auto const& table) {
               return includes(table) && other.includes(table);
           });
}

std::vector<TableDefinition> tables_of_results(Scenario const& scenario, Library const& library,
                                               std::vector<std::string> const& results)
{
    Mistakes mistakes;
    auto tables = tables_of(scenario, library, mistakes);
    mistakes.refuse_if_any();
    std::set<std::string> wanted;
    for (auto const& result : results) wanted.insert(table_of_result(tables, result));
    std::erase_if(tables, [&](auto const& table) { return !wanted.contains(table.name); });
    return tables;
}

}  // namespace foresight
