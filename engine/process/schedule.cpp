#include "engine/process/schedule.hpp"

#include <algorithm>
#include <chrono>
#include <numeric>

namespace foresight {
namespace {

double now_in_seconds()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

void Schedule::add(std::string name, Maker const& make)
{
    Setup setup{name, population_, base_, parameters_, key_, start_};
    auto process = make(setup);
    wiring_.push_back({name, process->cadence(), process->ledger(), process->when_settled(), setup.rights(),
                       setup.used(), setup.needed()});
    seconds_.push_back(0);
    bool const exits = setup.rights().contains("person") && setup.rights().at("person") == Right::exits;
    Entry entry{wiring_.size() - 1, std::move(name), std::move(process), setup.rights(), setup.followers(), exits};
    if (groups_.empty() || !fits(groups_.back(), entry)) groups_.emplace_back();
    groups_.back().push_back(std::move(entry));
}

bool Schedule::fits(Group const& group, Entry const& next)
{
    if (!next.process->by_chunk() || !group.front().process->by_chunk()) return false;
    if (next.process->when_settled() != group.front().process->when_settled()) return false;
    for (auto const& entry : group)
        for (auto const& [field, held] : entry.rights)
            if (auto const mine = next.rights.find(field); mine != next.rights.end())
                if ((held == Right::writes && mine->second == Right::reads_anyone)
                    || (held == Right::reads_anyone && mine->second == Right::writes))
                    return false;
    return true;
}

void Schedule::check(std::vector<std::string> const& provided, std::map<std::string, Mistake> const& said,
                     Mistakes& mistakes) const
{
    Wiring const* about = nullptr;
    auto const mistake = [&](std::string problem, std::string reason, std::string suggestion) {
        auto const place = said.find(about->process);
        mistakes.add((place == said.end() ? Mistake{} : place->second)
                         .saying(std::move(problem), std::move(reason), std::move(suggestion)));
    };
    std::map<std::uint32_t, std::string> keys;
    std::vector<std::string> fields = provided;
    for (auto const& line : wiring_)
        for (auto const& [field, right] : line.rights)
            if (right == Right::writes) fields.push_back(field);
    for (auto const& line : wiring_) {
        about = &line;
        if (auto const [other, first] = keys.emplace(name_key(line.process), line.process); !first)
            mistake("processes '" + other->second + "' and '" + line.process + "' would share their random numbers",
                    "their names hash alike", "rename one of them");
        for (auto const& needed : line.needed)
            if (std::none_of(wiring_.begin(), wiring_.end(), [&](auto const& one) { return one.process == needed; }))
                mistake("process '" + line.process + "' needs '" + needed + "', which is not in the schedule",
                        "without it what it counts would not add up", "add " + needed + " to the schedule");
        for (auto const& [what, right] : line.rights) {
            bool const reads = right == Right::reads_own || right == Right::reads_anyone;
            if (reads && std::find(fields.begin(), fields.end(), what) == fields.end())
                mistake("process '" + line.process + "' reads field '" + what + "', which nobody provides",
                        "the population has it not, and no process of the schedule writes it",
                        "add the process that writes it to the schedule");
            bool const settling_decides = right == Right::requests || right == Right::exits || right == Right::enters;
            if (line.when_settled && settling_decides)
                mistake("process '" + line.process + "' acts when the month is settled, and asks for '" + what + "'",
                        "settling decides that, and is done", "leave out when_settled() in the process");
            if (right == Right::prices && !line.ledger)
                mistake("process '" + line.process + "' holds the price '" + what + "' but is no ledger",
                        "a change of price must not live lives again", "reckon the money in a ledger process");
        }
    }
}

void Schedule::begin()
{
    for (auto const& group : groups_)
        for (auto const& entry : group) {
            auto const begin = now_in_seconds();
            for (auto* follower : entry.followers) follower->advance(start_);
            RandomStream const random{key_, entry.name, start_ - 1, witness_};
            entry.process->begin({start_ - 1, start_, random, population_});
            seconds_[entry.number] += now_in_seconds() - begin;
        }
}

void Schedule::step(Month month)
{
    for (auto const& group : groups_)
        if (!group.front().process->when_settled()) run(group, month);
}

void Schedule::step_settled(Month month)
{
    for (auto const& group : groups_)
        if (group.front().process->when_settled()) run(group, month);
}

void Schedule::run(Group const& group, Month month)
{
    if (!group.front().process->by_chunk()) {
        run_alone(group.front(), month);
        return;
    }
    std::vector<RandomStream> random;
    std::vector<Entry const*> due;
    for (auto const& entry : group) {
        if (!entry.process->cadence().due(month)) continue;
        for (auto* follower : entry.followers) follower->advance(month);
        random.emplace_back(key_, entry.name, month, witness_);
        due.push_back(&entry);
    }
    if (due.empty()) return;
    auto const chunks = population_.persons.chunks();
    std::vector<double> spent(due.size() * chunks);  // of each chunk by each process
    auto const begin = now_in_seconds();
    parallel_for(chunks, [&](std::uint32_t chunk) {
        Visit<Person> visit{population_.persons, chunk};
        auto before = now_in_seconds();
        for (std::size_t i = 0; i != due.size(); ++i) {
            due[i]->process->step({month, start_, random[i], population_, &visit});
            if (due[i]->exits) visit.select();
            auto const after = now_in_seconds();
            spent[chunk * due.size() + i] = after - before;
            before = after;
        }
    });
    share_out(now_in_seconds() - begin, due, spent);
}

/// Threads overlap: the time that went by is shared as their own times are.
void Schedule::share_out(double seconds, std::vector<Entry const*> const& due, std::vector<double> const& spent)
{
    auto const all = std::accumulate(spent.begin(), spent.end(), 0.0);
    if (all <= 0) return;
    for (std::size_t i = 0; i != spent.size(); ++i) seconds_[due[i % due.size()]->number] += seconds * spent[i] / all;
}

void Schedule::run_alone(Entry const& entry, Month month)
{
    if (!entry.process->cadence().due(month)) return;
    auto const begin = now_in_seconds();
    for (auto* follower : entry.followers) follower->advance(month);
    RandomStream const random{key_, entry.name, month, witness_};
    entry.process->step({month, start_, random, population_});
    seconds_[entry.number] += now_in_seconds() - begin;
}

}  // namespace foresight
