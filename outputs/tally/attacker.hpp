#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

// For tests: somebody who wants to know what is hidden.

namespace foresight {

/// Reckons what hidden counts can be. Counts are flows from nodes to nodes, and what comes into a node goes out of it: a
/// cell is a flow from its row to its column, a total one from the outside to a row or from a column to the outside.
///
/// It is exact: a value is possible if and only if some choice of all others fits. Only what is known limits it, though
/// it begins with the truth, from which it pushes one person after the other round the net.
class Attacker {
public:
    static constexpr std::size_t outside = 0;

    std::size_t add_node() { return nodes_++; }
    /// A flow that is known, or may be anything from nought on.
    std::size_t add_flow(std::size_t from, std::size_t to, std::int64_t truth, bool known)
    {
        flows_.push_back({from, to, truth, known});
        return flows_.size() - 1;
    }

    bool can_be(std::size_t flow, std::int64_t value) const
    {
        auto trial = *this;
        auto& one = trial.flows_[flow];
        bool const locked = one.known;
        one.known = true;
        while (one.count != value) {
            bool const more = one.count < value;
            if (locked || !trial.push(more ? one.to : one.from, more ? one.from : one.to)) return false;
            one.count += more ? 1 : -1;
        }
        return true;
    }

    /// Whether it can be any of so many values, all of them at most `up_to`.
    bool can_be_one_of(std::size_t flow, std::int64_t values, std::int64_t up_to) const
    {
        for (std::int64_t value = 0; value <= up_to && values > 0; ++value) values -= can_be(flow, value);
        return values == 0;
    }

private:
    struct Flow {
        std::size_t from;
        std::size_t to;
        std::int64_t count;
        bool known;
    };

    /// Takes one person from a node to another along flows that are not known; false if there is no way.
    bool push(std::size_t from, std::size_t to)
    {
        std::vector<std::optional<std::size_t>> came_by(nodes_);
        std::deque<std::size_t> open{from};
        while (!open.empty() && !came_by[to]) {
            auto const node = open.front();
            open.pop_front();
            for (std::size_t f = 0; f != flows_.size(); ++f) {
                auto const& flow = flows_[f];
                bool const leads_on = flow.from == node || (flow.to == node && flow.count > 0);
                auto const next = flow.from == node ? flow.to : flow.from;
                if (flow.known || !leads_on || next == from || came_by[next]) continue;
                came_by[next] = f;
                open.push_back(next);
            }
        }
        if (from != to && !came_by[to]) return false;
        for (auto node = to; node != from;) {
            auto& flow = flows_[*came_by[node]];
            bool const along = flow.to == node;
            flow.count += along ? 1 : -1;
            node = along ? flow.from : flow.to;
        }
        return true;
    }

    std::size_t nodes_ = 1;  ///< the outside is one
    std::vector<Flow> flows_;
};

}  // namespace foresight
