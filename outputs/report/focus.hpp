#pragma once

#include <string>
#include <vector>

#include "outputs/report/domains.hpp"
#include "outputs/report/outlook.hpp"

namespace foresight {

/// What the page is about: where other runs change something that can be measured, the domains in which they do; else all.
class Focus {
public:
    explicit Focus(RunsOfReport const& runs);

    /// Whether the page shows a domain.
    bool shows(Domain domain) const;
    /// Whether it shows what other runs change in it, and not only where it stands.
    bool on_effects(Domain domain) const;
    /// The measure of a domain that the other runs change most; its first where they change none.
    std::string const& measure(Domain domain) const;
    /// A sentence for each other run that leaves something as it is, or cannot be compared.
    std::vector<std::string> const& left_out() const { return left_out_; }

private:
    struct Found {
        bool there = false;    ///< in the first run
        bool changed = false;  ///< by another one
        std::string measure{};
        double greatest = 0;  ///< change of a mean, in the measure's own unit
    };
    Found& of(Domain domain) { return found_[static_cast<std::size_t>(domain)]; }
    Found const& of(Domain domain) const { return found_[static_cast<std::size_t>(domain)]; }
    bool any_changed() const;

    Found found_[std::size(all_domains)]{};
    std::vector<std::string> left_out_{};
};

}  // namespace foresight
