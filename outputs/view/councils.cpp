#include "outputs/view/councils.hpp"

namespace foresight {

DistrictsByCouncil districts_by_council(RunReader const& run)
{
    DistrictsByCouncil found;
    for (auto const& table : run.tables())
        for (auto const& dimension : table.dimensions) {
            if (dimension.name != "district") continue;
            for (auto const& code : dimension.codes)
                (code.official.starts_with("E07") ? found.of_the_county : found.unitary).push_back(code.key);
            return found;
        }
    return found;
}

}  // namespace foresight
