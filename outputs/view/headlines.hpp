#pragma once

#include <string>
#include <vector>

#include "outputs/view/view.hpp"

namespace foresight {

/// One line of the summary of a run: the first numbers that anybody asks for.
struct Headline {
    std::string section;
    std::string label;
    std::string table;
    std::string measure;
    Every by = Every::year;
    double times = 1;  ///< what is shown is the number times this
    int decimals = 0;
    std::string unit = {};  ///< behind the number: "%"
    std::string name = {};  ///< by which it is asked for: social_care.gross_cost
};

/// All that there are.
std::vector<Headline> const& all_headlines();
/// Those whose tables a run has.
std::vector<Headline> headlines_of(RunReader const& run);

/// At most `most` of `count` positions: the first, the last, and the others evenly between.
std::vector<std::size_t> picked(std::size_t count, std::size_t most);

/// "1,540,123", "-12.5", "hidden" for what disclosure control hides.
std::string shown(double number, int decimals);
/// Decimals that suit a measure: none of counts and money, one of a share that is shown in per cent.
std::string shown(double number, Measure const& measure);

/// "1,540 to 1,620"; "-" of what has none.
std::string shown(Band band, int decimals, double times = 1);
std::string shown(Band band, Measure const& measure);

/// Columns of text, numbers to the right, under a heading; two blanks between.
std::string aligned(std::vector<std::vector<std::string>> const& rows, std::size_t left_columns);

}  // namespace foresight
