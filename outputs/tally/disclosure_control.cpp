#include "outputs/tally/disclosure_control.hpp"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <numeric>

#include "engine/core/error.hpp"

namespace foresight {
namespace {

using Counts = std::vector<std::int64_t>;

/// Whatever has to be enough: counts, who is left of a whole beside its part, and who is behind an amount.
std::vector<Counts> heads_of(TableValues const& table)
{
    auto const& measures = table.schema.measures;
    std::vector<Counts> all;
    for (std::size_t m = 0; m != measures.size(); ++m) {
        if (measures[m].kind == MeasureKind::ratio) continue;
        bool const told = m < table.behind.size() && table.behind[m].size() == table.values[m].size();
        EXPECTS(told || !measures[m].amount);
        all.push_back(told ? table.behind[m] : table.values[m]);
        auto const whole = table.schema.measure(measures[m].part_of);
        if (whole == measures.size()) continue;
        Counts rest = table.values[whole];
        for (std::size_t i = 0; i != rest.size(); ++i) rest[i] -= table.values[m][i];
        all.push_back(std::move(rest));
    }
    return all;
}

/// Calls `visit` with every combination of one number of each list, the last varying fastest.
template <class Visit>
void each_combination(std::vector<std::vector<std::size_t>> const& lists, Visit const& visit)
{
    std::vector<std::size_t> at(lists.size(), 0);
    std::vector<std::size_t> chosen(lists.size());
    for (;;) {
        for (std::size_t d = 0; d != lists.size(); ++d) chosen[d] = lists[d][at[d]];
        visit(chosen);
        auto d = lists.size();
        while (d != 0 && ++at[d - 1] == lists[d - 1].size()) at[--d] = 0;
        if (d == 0) return;
    }
}

/// Neighbours that are hidden together: by twos, and the last three of an odd number. They are the same in every run.
std::vector<std::vector<std::size_t>> neighbours_among(std::vector<std::size_t> const& codes)
{
    std::vector<std::vector<std::size_t>> groups;
    for (std::size_t i = 0; i != codes.size(); ++i) {
        if (i % 2 == 0 && (i == 0 || i + 1 != codes.size())) groups.emplace_back();
        groups.back().push_back(codes[i]);
    }
    return groups;
}

/// The codes of a dimension whose cells add up to totals that others know: of one district, or all of them.
std::vector<std::vector<std::size_t>> lines_of(TableDimension const& dimension)
{
    std::vector<std::vector<std::size_t>> lines;
    for (std::size_t c = 0; c != dimension.codes.size(); ++c) {
        std::size_t const line = dimension.name == variant_dimension                    ? c
                                 : dimension.districts.size() == dimension.codes.size() ? dimension.districts[c]
                                                                                        : 0;
        if (line >= lines.size()) lines.resize(line + 1);
        lines[line].push_back(c);
    }
    std::erase_if(lines, [](auto const& codes) { return codes.empty(); });
    return lines;
}

/// The cells of one district, or whatever else adds up to a total.
class Neighbourhood {
public:
    Neighbourhood(TableSchema const& schema, std::vector<Counts> const& heads,
                  std::vector<std::vector<std::size_t>> codes, std::vector<std::uint8_t>& hidden)
        : control_{schema.disclosure},
          cells_{schema.cells()},
          strides_(schema.dimensions.size(), 1),
          codes_{std::move(codes)},
          hidden_{hidden}
    {
        for (auto d = strides_.size(); d-- > 1;) strides_[d - 1] = strides_[d] * schema.dimensions[d].codes.size();
        for (auto const& line : codes_) groups_.push_back(neighbours_among(line));
        for (auto const& counts : heads)
            for (std::size_t first = 0; first != counts.size(); first += cells_) {
                std::int64_t total = 0;
                each_combination(codes_, [&](auto const& at) { total += counts[first + cell(at)]; });
                // Where there is nobody at all the total says so, of every cell.
                if (total != 0) counted_.push_back(counts.data() + first);
            }
    }

    void hide()
    {
        std::vector<std::vector<std::size_t>> firsts;
        for (auto const& groups : groups_) {
            firsts.emplace_back(groups.size());
            std::iota(firsts.back().begin(), firsts.back().end(), std::size_t{0});
        }
        bool all = false;
        each_combination(firsts, [&](std::vector<std::size_t> const& first) {
            if (all) return;
            Block block{first, std::vector<std::size_t>(first.size(), 1)};
            if (!has_few(block)) return;
            while (grow(block)) {}
            all = is_whole(block);
            each_combination(codes_of(block), [&](auto const& at) { hidden_[cell(at)] = 1; });
        });
    }

private:
    /// Groups of neighbours side by side: in each dimension the first of them, and how many.
    struct Block {
        std::vector<std::size_t> first;
        std::vector<std::size_t> groups;
    };

    std::size_t cell(std::vector<std::size_t> const& at) const
    {
        return std::inner_product(at.begin(), at.end(), strides_.begin(), std::size_t{0});
    }

    std::vector<std::vector<std::size_t>> codes_of(Block const& block) const
    {
        std::vector<std::vector<std::size_t>> codes(groups_.size());
        for (std::size_t d = 0; d != groups_.size(); ++d)
            for (std::size_t g = 0; g != block.groups[d]; ++g) {
                auto const& group = groups_[d][(block.first[d] + g) % groups_[d].size()];
                codes[d].insert(codes[d].end(), group.begin(), group.end());
            }
        return codes;
    }

    bool can_grow(Block const& block, std::size_t d) const { return block.groups[d] != groups_[d].size(); }
    bool is_whole(Block const& block) const
    {
        for (std::size_t d = 0; d != groups_.size(); ++d)
            if (can_grow(block, d)) return false;
        return true;
    }

    bool has_few(Block const& block) const
    {
        bool few = false;
        auto const codes = codes_of(block);
        for (auto const* const counts : counted_)
            each_combination(codes, [&](auto const& at) { few = few || counts[cell(at)] < control_.shown_from(); });
        return few;
    }

    /// Takes one more group of neighbours in, in a dimension along which what is hidden would be betrayed by a total.
    bool grow(Block& block) const
    {
        for (std::size_t d = 0; d != groups_.size(); ++d)
            if (can_grow(block, d) && has_thin_line(block, d)) return ++block.groups[d], true;
        if (every_count_can_be_another(block)) return false;
        for (std::size_t d = 0; d != groups_.size(); ++d)
            if (can_grow(block, d)) return ++block.groups[d], true;
        return false;
    }

    /// Whether the hidden cells of a line add up to few: their sum is known where the line's total is.
    bool has_thin_line(Block const& block, std::size_t along) const
    {
        auto starts = codes_of(block);
        auto const line = starts[along];
        starts[along] = {0};
        bool thin = false;
        for (auto const* const counts : counted_)
            each_combination(starts, [&](std::vector<std::size_t> const& at) {
                if (thin) return;
                auto const* const start = counts + cell(at);
                std::int64_t sum = 0;
                for (auto const code : line) sum += start[code * strides_[along]];
                thin = sum < control_.shown_from();
            });
        return thin;
    }

    /// Whether each small count could be any other small count while all totals are as they are. It is enough to move
    /// people round the corners of a box: what one corner gains the next one loses.
    bool every_count_can_be_another(Block const& block) const
    {
        auto const codes = codes_of(block);
        std::vector<std::size_t> open;
        for (std::size_t d = 0; d != codes.size(); ++d)
            if (codes[d].size() > 1) open.push_back(d);
        if (open.size() < 2) return true;  // a line that is not thin is enough
        bool good = true;
        for (auto const* const counts : counted_)
            each_combination(codes, [&](std::vector<std::size_t> const& at) {
                auto const count = counts[cell(at)];
                if (!good || count < 1 || count >= control_.suppress_below) return;
                bool found = false;
                each_combination(codes, [&](std::vector<std::size_t> const& opposite) {
                    found = found || corners_give(counts, open, at, opposite);
                });
                good = found;
            });
        return good;
    }

    bool corners_give(std::int64_t const* counts, std::vector<std::size_t> const& open,
                      std::vector<std::size_t> const& at, std::vector<std::size_t> const& opposite) const
    {
        for (auto const d : open)
            if (at[d] == opposite[d]) return false;
        auto const count = counts[cell(at)];
        auto const down = count - 1;
        auto const up = control_.suppress_below - 1 - count;
        for (std::size_t corner = 1; corner != std::size_t{1} << open.size(); ++corner) {
            auto place = at;
            bool against = false;
            for (std::size_t i = 0; i != open.size(); ++i) {
                if (!(corner >> i & 1)) continue;
                place[open[i]] = opposite[open[i]];
                against = !against;
            }
            if (counts[cell(place)] < (against ? up : down)) return false;
        }
        return true;
    }

    Disclosure const control_;
    std::size_t const cells_;
    std::vector<std::size_t> strides_;             ///< of each dimension, between the cells of one code and of the next
    std::vector<std::vector<std::size_t>> codes_;  ///< of each dimension
    std::vector<std::vector<std::vector<std::size_t>>> groups_;  ///< of each dimension, neighbours that hide together
    std::vector<std::int64_t const*> counted_;                   ///< the cells of each count in each period
    std::vector<std::uint8_t>& hidden_;
};

std::int64_t nearest_multiple(std::int64_t value, std::int64_t of)
{
    if (of <= 1) return value;
    return (value < 0 ? value - of / 2 : value + of / 2) / of * of;
}

/// 1, 2 or 5 times a power of ten: at most what as many bring in as counts are rounded to.
std::int64_t coarseness(std::int64_t amount, std::int64_t behind, std::int64_t round_to)
{
    if (behind <= 0 || round_to <= 1) return 1;
    auto const share =
        static_cast<double>(std::abs(amount)) / static_cast<double>(behind) * static_cast<double>(round_to);
    std::int64_t step = 1;
    for (std::int64_t power = 1; power <= std::numeric_limits<std::int64_t>::max() / 100; power *= 10)
        for (auto const times : {1, 2, 5})
            if (static_cast<double>(times * power) <= share) step = times * power;
    return step;
}

}  // namespace

std::vector<std::uint8_t> hidden_cells(TableValues const& table)
{
    auto const& schema = table.schema;
    std::vector<std::uint8_t> hidden(schema.cells(), 0);
    if (!schema.disclosure.hides() || hidden.empty()) return hidden;
    auto const heads = heads_of(table);
    std::vector<std::vector<std::vector<std::size_t>>> lines;
    std::vector<std::vector<std::size_t>> choices;
    for (auto const& dimension : schema.dimensions) {
        lines.push_back(lines_of(dimension));
        choices.emplace_back(lines.back().size());
        std::iota(choices.back().begin(), choices.back().end(), std::size_t{0});
    }
    each_combination(choices, [&](std::vector<std::size_t> const& choice) {
        std::vector<std::vector<std::size_t>> codes;
        for (std::size_t d = 0; d != choice.size(); ++d) codes.push_back(lines[d][choice[d]]);
        Neighbourhood{schema, heads, std::move(codes), hidden}.hide();
    });
    return hidden;
}

std::vector<double> disclosed(TableValues const& table, std::size_t m, std::vector<std::uint8_t> const& hidden)
{
    auto const& measure = table.schema.measures[m];
    auto const& control = table.schema.disclosure;
    auto const& sums = table.values[m];
    bool const amount = measure.amount && m < table.behind.size() && !table.behind[m].empty();
    std::vector<double> out(sums.size());
    for (std::size_t i = 0; i != sums.size(); ++i) {
        if (hidden[i % hidden.size()]) {
            out[i] = std::numeric_limits<double>::quiet_NaN();
            continue;
        }
        auto shown = sums[i];
        if (amount) shown = nearest_multiple(shown, coarseness(shown, table.behind[m][i], control.round_to));
        else if (!measure.amount) shown = nearest_multiple(shown, control.round_to);
        out[i] = static_cast<double>(shown * measure.times) / static_cast<double>(measure.per);
    }
    return out;
}

}  // namespace foresight
