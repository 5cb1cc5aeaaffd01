#include "engine/ensemble.hpp"

#include <algorithm>
#include <chrono>

#include "engine/parallel/parallel.hpp"

namespace foresight {
namespace {

double seconds_now()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// How many times an ensemble is asked to stop before it breaks off within a replicate.
constexpr int at_once_please = 2;

}  // namespace

Replicate replicate(Replicates const& ensemble, std::uint32_t number)
{
    auto const lucks = std::max(1u, ensemble.lucks);
    auto const point = number / lucks;
    return {number, number, ensemble.central ? 0 : point + 1};
}

Ensemble::Ensemble(Scenario const& scenario, std::vector<NamedProcess> const& catalogue, Population const& base)
    : scenario_{scenario}, catalogue_{catalogue}, base_{base}, variants_{&scenario.parameters}
{
}

Ensemble::Ensemble(Scenario const& scenario, std::vector<NamedProcess> const& catalogue, Population const& base,
                   std::vector<Parameters> const& variants)
    : Ensemble{scenario, catalogue, base}
{
    if (variants.empty()) return;
    variants_.clear();
    for (auto const& parameters : variants) variants_.push_back(&parameters);
}

std::uint64_t Ensemble::bytes_a_replicate() const
{
    // Modules' columns, growth over the years and the copies that compaction makes: half as much again.
    auto const persons = std::uint64_t{base_.persons.rows()} * std::max<std::size_t>(96, base_.bytes_a_person());
    auto const homes = std::uint64_t{base_.households.rows()} * std::max<std::size_t>(64, base_.bytes_a_home());
    return (persons + homes) * 3 / 2;
}

std::uint32_t Ensemble::at_once(std::size_t replicates, std::uint64_t memory_free, std::uint64_t bytes_observed) const
{
    auto const fits = memory_free / std::max<std::uint64_t>(1, bytes_a_replicate() + bytes_observed);
    auto const wanted = std::min<std::uint64_t>({Threads::in_use(), replicates * variants_.size(), fits});
    return static_cast<std::uint32_t>(std::max<std::uint64_t>(1, wanted));
}

bool Ensemble::run(std::vector<std::uint32_t> const& numbers, std::uint32_t at_once, MakeObserver const& make_observer,
                   Commit const& commit, Progress const& progress, std::atomic<int> const& stop)
{
    auto const months = static_cast<std::uint64_t>(scenario_.end - scenario_.start);
    std::vector<Points> points;
    for (auto const* parameters : variants_)
        points.emplace_back(*parameters, scenario_.seed, scenario_.replicates.design);
    auto const lives = numbers.size() * variants_.size();
    auto const life = [&](std::size_t i) {
        auto which = replicate(scenario_.replicates, numbers[i / variants_.size()]);
        which.variant = static_cast<std::uint32_t>(i % variants_.size());
        return which;
    };
    std::atomic<std::uint64_t> lived{0};
    auto const begin = seconds_now();
    for (std::size_t first = 0; first < lives && stop == 0; first += at_once) {
        auto const count = static_cast<std::uint32_t>(std::min<std::size_t>(at_once, lives - first));
        std::vector<std::unique_ptr<Simulation>> simulations(count);
        std::vector<std::unique_ptr<Observer>> observers(count);
        std::vector<Parameters> parameters(count);
        std::vector<std::uint8_t> finished(count);
        parallel_for(count, [&](std::uint32_t i) {
            auto const which = life(first + i);
            parameters[i] = points[which.variant].at(which.point);
            simulations[i] = std::make_unique<Simulation>(scenario_, parameters[i], catalogue_, base_,
                                                          RunKey{scenario_.seed, which.luck});
            observers[i] = make_observer(which);
            finished[i] = simulations[i]->run(*observers[i], [&](Month) {
                if (progress) progress(lived++, months * lives);
                return stop < at_once_please;
            });
        });
        for (std::uint32_t i = 0; i != count; ++i) {
            if (!finished[i]) return false;
            add(*simulations[i]);
            commit(life(first + i), *observers[i]);
        }
        timing_.seconds = seconds_now() - begin;
        if (stop > 0) return first + count == lives;
    }
    if (progress) progress(months * lives, months * lives);
    return stop == 0;
}

void Ensemble::add(Simulation const& simulation)
{
    auto const add_part = [&](std::string const& name, double seconds) {
        auto const found = std::find_if(timing_.parts.begin(), timing_.parts.end(),
                                        [&](auto const& part) { return part.first == name; });
        if (found == timing_.parts.end()) timing_.parts.emplace_back(name, seconds);
        else found->second += seconds;
    };
    auto const& wiring = simulation.schedule().wiring();
    for (std::size_t i = 0; i != wiring.size(); ++i) add_part(wiring[i].process, simulation.schedule().seconds()[i]);
    add_part("settling", simulation.seconds_settling());
    add_part("observing", simulation.seconds_observing());
}

}  // namespace foresight
