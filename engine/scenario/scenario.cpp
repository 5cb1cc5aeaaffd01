#include "engine/scenario/scenario.hpp"

#include <algorithm>
#include <deque>
#include <filesystem>
#include <set>
#include <tuple>
#include <utility>

#include "engine/io/literal.hpp"
#include "engine/io/yaml.hpp"
#include "engine/scenario/changes.hpp"
#include "engine/scenario/choice.hpp"
#include "engine/scenario/grammar.hpp"
#include "engine/scenario/inputs.hpp"
#include "engine/scenario/key_advice.hpp"
#include "engine/scenario/misplaced_keys.hpp"
#include "engine/scenario/parameter_book.hpp"
#include "engine/scenario/population_base.hpp"
#include "engine/scenario/replicates_said.hpp"
#include "engine/scenario/schema_said.hpp"
#include "engine/scenario/setting.hpp"
#include "engine/scenario/synonyms.hpp"

namespace foresight {
namespace {

constexpr std::size_t chain_at_most = 16;  ///< scenarios that extend one another

constexpr char const* of_a_sample = "one household in so many is taken, and counts for all of them";

/// Reads a scenario and all that it extends, each over the one before.
class ScenarioReader {
public:
    ScenarioReader(Vocabulary const& vocabulary, Overrides const& overrides, Mistakes& mistakes)
        : vocabulary_{vocabulary},
          overrides_{overrides},
          mistakes_{mistakes},
          inputs_{vocabulary.library, vocabulary.locate}
    {
    }

    Scenario read(std::string const& path)
    {
        auto source = TextFile::read(path, yaml_bytes_at_most);
        inputs_.keep(source);
        scenario_.file = path;
        scenario_.text = source.text();
        try {
            read_layer(std::move(source));
        } catch (InputError const& error) {
            mistakes_.add(error);
            return std::move(scenario_);
        }
        override_settings();
        set_clock();
        read_books();
        for (auto& said : changes_) {
            apply_change(said, shelf_, inputs_, vocabulary_.dimensions, mistakes_);
            if (auto warning = warning_of(said)) scenario_.warnings.push_back(*std::move(warning));
        }
        check_base();
        warn_of_books();
        find_population_tables();
        for (auto& said : changes_)
            if (!said.setting) scenario_.changes.push_back(said.change);
        scenario_.books_whole = shelf_.complete && shelf_.broken.empty();
        scenario_.parameters = std::move(shelf_.parameters);
        scenario_.replicates = replicates_.settled(scenario_.parameters.uncertain(), mistakes_);
        scenario_.inputs = inputs_.take();
        return std::move(scenario_);
    }

private:
    /// A setting with the place where it was said.
    template <class T>
    struct Said {
        T value{};
        Inputs::Refuse refuse{};
        int layer = 0;
    };

    Inputs::Refuse refuse_at(YamlReader const& reader, YamlValue const& value) const
    {
        return [reader, value](std::string problem, std::string reason, std::string suggestion) {
            reader.refuse(value, std::move(problem), std::move(reason), std::move(suggestion));
        };
    }

    /// One file: first what it extends, then what it says itself.
    void read_layer(TextFile source)
    {
        files_.push_back(read_yaml(std::move(source), mistakes_));
        auto& file = files_.back();
        YamlReader const reader{file.source, mistakes_, advice_on_scenario};
        if (refuse_other_file(reader, file.root)) {
            extended_unread_ = true;
            shelf_.complete = false;
            return;
        }
        put_back_what_left_its_change(reader, file.root);
        chain_.insert(canonical(file.source.path()));
        if (!reader.check_map(file.root, keys_of("scenario"), "a scenario", synonyms_of("scenario"))) return;
        check_schema(reader, file.root);
        if (auto const* extends = file.root.find("extends")) extend(reader, *extends);
        ++layer_;
        read_names(reader, file.root);
        if (auto const* clock = file.root.find("clock")) read_clock(reader, *clock);
        if (auto const* seed = file.root.find("seed"))
            if (auto const number = reader.integer(*seed, "`seed`", 0, 4294967295))
                scenario_.seed = static_cast<std::uint32_t>(*number);
        if (auto const* replicates = file.root.find("replicates")) replicates_.read(reader, *replicates);
        if (auto const* books = file.root.find("parameters"))
            for (auto const* book : reader.words(*books, "`parameters`"))
                books_.emplace_back(inputs_.path_named(folder_of(file.source.path()), book->text),
                                    refuse_at(reader, *book));
        auto const first = changes_.size();
        if (auto const* population = file.root.find("population")) read_population(reader, *population);
        if (auto const* changes = file.root.find("changes")) read_changes(reader, *changes);
        // Dates are checked against the clock of the file that says them, not of one that extends it.
        auto const [start, end] = clock();
        for (auto i = first; i != changes_.size(); ++i) {
            changes_[i].start = start;
            changes_[i].end = end;
            changes_[i].layer = layer_;
        }
    }

    static std::string canonical(std::string const& path)
    {
        std::error_code error;
        return std::filesystem::weakly_canonical(path, error).string();
    }

    void extend(YamlReader const& reader, YamlValue const& extends)
    {
        auto const name = reader.word(extends, "`extends`");
        if (!name) return;
        auto const path = find_scenario(reader, *name);
        auto const before = mistakes_.count();
        read_extended(reader, extends, *name, path);
        extended_unread_ = extended_unread_ || mistakes_.count() != before;
    }

    void read_extended(YamlReader const& reader, YamlValue const& extends, std::string const& name,
                       std::string const& path)
    {
        if (chain_.count(canonical(path)) != 0) {
            reader.refuse(extends, "circular extends", in_quotes(name) + " is this file, or extends it in the end",
                          "let one of them extend nothing");
            return;
        }
        if (chain_.size() >= chain_at_most) {
            reader.refuse(extends, "too long a chain of extends",
                          "at most " + std::to_string(chain_at_most) + " scenarios extend one another",
                          "extend one that is nearer to the first of them");
            return;
        }
        auto text = inputs_.read(path, yaml_bytes_at_most,
                                 [&](std::string problem, std::string reason, std::string suggestion) {
                                     std::error_code ignored;
                                     auto const near = std::filesystem::exists(path, ignored)
                                                           ? std::string{}
                                                           : shipped_scenario_meant(name, vocabulary_.library);
                                     reader.refuse(extends, std::move(problem), std::move(reason),
                                                   did_you_mean(near, std::move(suggestion)));
                                 });
        if (!text) {
            shelf_.complete = false;
            return;
        }
        auto const refuse = [&] {
            shelf_.complete = false;
            reader.refuse(extends, in_quotes(name) + " is not a scenario",
                          "its first line is not `schema: " + std::string{scenario_schema} + "`",
                          "name a scenario: a file, or one of `foresight list scenarios`");
        };
        if (!declares_schema(*text)) {
            refuse();
            return;
        }
        try {
            read_layer(std::move(*text));
        } catch (InputError const& error) {
            mistakes_.add(error);
        }
    }

    std::string find_scenario(YamlReader const& reader, std::string const& name) const
    {
        auto const near = inputs_.path_named(folder_of(reader.source().path()), name);
        std::error_code error;
        if (std::filesystem::exists(near, error) || vocabulary_.library.empty()) return near;
        for (auto const* ending : {"", ".yaml"})
            if (auto const shipped = inputs_.path_named(vocabulary_.library, name + ending);
                std::filesystem::is_regular_file(shipped, error))
                return shipped;
        return near;
    }

    void read_names(YamlReader const& reader, YamlValue const& root)
    {
        if (auto const* name = root.find("scenario")) scenario_.name = reader.word(*name, "`scenario`").value_or("");
        else reader.refuse(root, "`scenario` is missing", "a scenario needs a name", "write scenario: and a name");
        constexpr int letters_of_a_name = 200;
        if (characters(scenario_.name) > letters_of_a_name || scenario_.name.find('\n') != std::string::npos)
            reader.refuse(*root.find("scenario"), "the name of the scenario is too long",
                          "it is shown with every result; at most " + std::to_string(letters_of_a_name)
                              + " characters in a line",
                          "say more in `question:`");
        scenario_.question.clear();  // an answer to another question is what a scenario is made for
        if (auto const* question = root.find("question"))
            scenario_.question = reader.word(*question, "`question`").value_or("");
        scenario_.caveat.clear();
        if (auto const* caveat = root.find("caveat")) scenario_.caveat = reader.word(*caveat, "`caveat`").value_or("");
        if (auto const* beside = root.find("beside"))
            if (auto const name = reader.word(*beside, "`beside`")) {
                scenario_.beside = *name == "none" ? std::string{} : find_scenario(reader, *name);
                scenario_.beside_said = reader.place(*beside);
            }
        if (auto const* schedule = root.find("schedule")) {
            auto chosen = read_choice(reader, *schedule, of_processes, vocabulary_.processes);
            scenario_.schedule = std::move(chosen.names);
            scenario_.schedule_said = std::move(chosen.said);
        }
        if (auto const* tables = root.find("tables")) {
            auto chosen = read_choice(reader, *tables, of_tables, vocabulary_.tables);
            scenario_.tables = std::move(chosen.names);
            scenario_.tables_said = std::move(chosen.said);
        }
    }

    void read_clock(YamlReader const& reader, YamlValue const& clock)
    {
        if (!reader.check_map(clock, keys_of("clock"), "`clock`", synonyms_of("clock"))) return;
        clock_said_ = refuse_at(reader, clock);
        auto const* years = clock.find("years");
        auto const* end = clock.find("end");
        if (years && end)
            reader.refuse(clock.entry("end")->key, "`end` beside `years`", "each says how long the projection lasts",
                          "delete one of the two");
        if (auto const* start = clock.find("start"))
            if (auto const month = reader.month(*start, "`start`"))
                start_ = {*month, refuse_at(reader, *start), layer_};
        if (years)
            if (auto const number = reader.integer(*years, "`years`", 1, 100)) {
                years_ = static_cast<int>(*number);
                end_ = {};
            }
        if (end)
            if (auto const month = reader.month(*end, "`end`")) {
                end_ = {*month, refuse_at(reader, *end), layer_};
                years_ = 0;
            }
    }

    /// The first month, and the one after the last; nought where it has not been said.
    std::pair<Month, Month> clock() const
    {
        if (start_.value.value == 0) return {};
        return {start_.value, years_ > 0 ? start_.value + 12 * years_ : end_.value};
    }

    void set_clock()
    {
        auto const [start, end] = clock();
        scenario_.start = start;
        scenario_.end = end;
        if (!clock_said_) {
            // What is extended would perhaps have said it.
            if (!extended_unread_ && !files_.empty() && files_.front().root.is_map())
                YamlReader{files_.front().source, mistakes_}.refuse(
                    files_.front().root, "`clock` is missing",
                    "neither this file nor what it extends says when to begin",
                    "write clock: {start: 2023-07, years: 10}");
        } else if (start.value == 0) {
            if (mistakes_.none())
                clock_said_("`clock` has no `start`", "the first month simulated is not known",
                            "write clock: {start: 2023-07, years: 10}");
        } else if (end.value == 0) {
            if (mistakes_.none())
                clock_said_("`clock` has neither `years` nor `end`", "how long the projection lasts is not known",
                            "write clock: {start: 2023-07, years: 10}");
        } else if (end <= start)
            (end_.refuse ? end_.refuse : clock_said_)("the clock ends before it begins",
                                                      "it begins in " + to_string(start),
                                                      "`end` is the month after the last one");
        else if (end - start > 1200)
            clock_said_("the clock runs for more than 100 years", "at most 1200 months are simulated",
                        "write an `end` up to " + to_string(start + 1200));
    }

    void read_population(YamlReader const& reader, YamlValue const& population)
    {
        if (!population.is_map()) {
            reader.check_map(population, {}, "`population`");
            return;
        }
        for (auto const& entry : population.entries) {
            auto const& [key, value] = entry;
            if (key.text == "sample") {
                auto const word = reader.word(value, "`sample`");
                auto const sample = read_sample(word.value_or(""));
                if (sample) scenario_.sample = *sample.value;
                else if (word) reader.refuse(value, sample.problem, of_a_sample, sample.suggestion);
            } else if (key.text == "tables") {
                if (auto const folder = reader.word(value, "the folder of `tables`"))
                    people_of_ = {{folder_of(reader.source().path()), *folder}, refuse_at(reader, value)};
            } else if (auto const word = reader.word(value, "`" + key.text + "`"))
                changes_.push_back(population_change(key.text, *word, reader, entry));
        }
    }

    /// The tables of whoever names them last, beside its file or in the library.
    void find_population_tables()
    {
        auto const& [said, refuse, layer] = people_of_;
        if (!refuse) return;
        std::error_code error;
        for (auto const& folder : {said.first, vocabulary_.library}) {
            auto const areas = inputs_.path_named(folder, said.second + "/areas.csv");
            if (!std::filesystem::is_regular_file(areas, error)) continue;
            scenario_.population_tables = folder_of(areas);
            return;
        }
        refuse("no tables in " + in_quotes(beside(said.first, said.second)),
               "people are made of a folder of tables, areas.csv among them",
               "name such a folder, relative to this file: that of Essex is essex/population");
    }

    SaidChange population_change(std::string const& key, std::string const& amount, YamlReader const& reader,
                                 YamlValue::Entry const& entry)
    {
        SaidChange made;
        made.setting = true;
        made.change.parameter = "population/" + key;
        made.change.place = reader.place(entry.key);
        made.amount_text = amount;
        made.spot = reader.source().path() + ":" + std::to_string(entry.key.line);
        made.refuse = [this, reader, entry](std::string_view what, std::string problem, std::string reason,
                                            std::string suggestion) {
            if (what != "parameter")
                reader.refuse(entry.value, std::move(problem), std::move(reason), std::move(suggestion));
            else refuse_population_key(reader, entry.key);
        };
        made.place = [reader, entry](std::string_view) { return reader.place(entry.value); };
        return made;
    }

    void refuse_population_key(YamlReader const& reader, YamlValue const& key) const
    {
        std::vector<std::string> known{"sample", "tables"};
        for (auto const& [name, parameter] : shelf_.parameters.all())
            if (name.starts_with("population/") && parameter.dimensions.empty()) known.push_back(name.substr(11));
        auto const near = nearest(key.text, known);
        reader.refuse(
            key, "unknown key " + in_quotes(key.text), "no parameter is called population/" + key.text,
            did_you_mean(near,
                         "write `sample`, `tables`, or a parameter's name behind population/: see `foresight list "
                         "parameters population`"));
    }

    void read_changes(YamlReader const& reader, YamlValue const& changes)
    {
        if (changes.kind == YamlValue::Kind::nothing) return;
        if (changes.is_map() && !changes.entries.empty()) {
            auto const& first = changes.entries.front().key;
            reader.refuse(changes, "`changes` must be a list, not a map", "each item of it is a change",
                          "begin each change with a dash: - " + first.text + ": ...");
            return;
        }
        if (!changes.is_list()) {
            reader.words(changes, "`changes`");
            return;
        }
        for (auto const& item : changes.items)
            if (auto change = read_change(reader, item)) changes_.push_back(std::move(*change));
    }

    void read_books()
    {
        std::set<std::string> read;
        for (auto const& [path, refuse] : books_)
            if (read.insert(canonical(path)).second)
                read_parameter_book(path, inputs_, vocabulary_.dimensions, shelf_, mistakes_, refuse);
    }

    /// There are people of that year, and the projection begins where they stand.
    /// Who said last what a parameter is to be, if anybody did.
    SaidChange const* last_change_of(std::string_view parameter) const
    {
        auto const is_of_it = [&](SaidChange const& one) { return one.change.parameter == parameter; };
        auto const said = std::find_if(changes_.rbegin(), changes_.rend(), is_of_it);
        return said == changes_.rend() ? nullptr : &*said;
    }

    /// Rates that were made for other people than those who live, or that are not to be read alone, are hardly meant.
    void warn_of_books()
    {
        if (!mistakes_.none()) return;
        if (scenario_.beside.empty())
            scenario_.warnings.insert(scenario_.warnings.end(), shelf_.cautions.begin(), shelf_.cautions.end());
        for (auto const& [parameter, people] : shelf_.people)
            if (auto warning = warning_of_other_people(people, shelf_.parameters, last_change_of(parameter)))
                scenario_.warnings.push_back(*std::move(warning));
    }

    void check_base()
    {
        if (!shelf_.parameters.has(population_base) || scenario_.start.value == 0) return;
        auto const* const change = last_change_of(population_base);
        auto const year = shelf_.parameters.at(population_base).at(Month{0})[0];
        if (!is_population_base(year)) {
            auto problem = "there are no people of " + number_text(year);
            std::string const reason =
                "the districts' persons by single year of age are those of 30 June " + population_bases_in_words("and");
            auto suggestion = "write " + population_bases_in_words("or");
            if (change) change->refuse("value", problem, reason, suggestion);
            else if (start_.refuse) start_.refuse(problem, reason, suggestion + " as population/base of the book");
            return;
        }
        auto const begins = Month::of(static_cast<int>(year), 7);
        if (scenario_.start == begins) return;
        if (overrides_.nobody_lives) {
            auto const months = scenario_.end - scenario_.start;
            scenario_.start = begins;
            scenario_.end = begins + months;
        } else refuse_clock_off_base(begins, change);
    }

    /// It is told to who came last, the base or the clock: what is extended was sound before.
    void refuse_clock_off_base(Month begins, SaidChange const* base) const
    {
        if (!start_.refuse) return;
        auto const year = std::to_string(begins.year());
        auto const problem =
            "the clock starts in " + to_string(scenario_.start) + ", but the population is that of 30 June " + year;
        std::string const reason = "the first month is the one after the population's date";
        auto const start = to_string(begins);
        if (base && base->layer > start_.layer) {
            auto const setting = "--set clock.start=" + start;
            if (base->layer == command_line_) return base->refuse("value", problem, reason, "add " + setting);
            bool const has_clock = std::any_of(files_.begin(), files_.end(), [&](YamlFile const& file) {
                return file.source.path() == base->change.place.place.file && file.root.find("clock");
            });
            auto const addition = has_clock ? "start: " + start + " to the clock of this file"
                                            : "clock: {start: " + start + "} to this file";
            return base->refuse("value", problem, reason, "add " + addition + ", or say " + setting);
        }
        auto const clocks_year = scenario_.start.year();
        bool const has_people = is_population_base(clocks_year) && scenario_.start == Month::of(clocks_year, 7);
        if (start_.layer == command_line_)
            start_.refuse(problem, reason,
                          "write clock.start=" + start
                              + (has_people ? ", or add --set population.base=" + std::to_string(clocks_year) : ""));
        else
            start_.refuse(problem, reason,
                          "write start: " + start + ", or change population: {base: "
                              + (has_people ? std::to_string(clocks_year) : "...") + "}");
    }

    // -- the command line --------------------------------------------------------------------------------------------

    void override_settings()
    {
        command_line_ = ++layer_;
        for (auto const& setting : overrides_.set) set("--set", setting);
        for (auto const& setting : overrides_.vary) set("--vary", setting);
        if (overrides_.seed != 0) scenario_.seed = overrides_.seed;
        if (overrides_.sample != 0) scenario_.sample = overrides_.sample;
        if (overrides_.replicates != 0) replicates_.say_plainly(overrides_.replicates);
    }

    void set(std::string const& option, std::string const& setting)
    {
        auto const refuse = refuse_setting(mistakes_, option, setting);
        auto const parts = parts_of_setting(setting);
        if (!parts) {
            refuse("it is not of the form path=value", "what is set stands before the sign, what it becomes behind it",
                   "write " + option + " fuel_poverty/tariffs/cap=*1.1, or " + option + " clock.years=2");
            return;
        }
        auto const& [path, value] = *parts;
        if (path.find('/') != std::string::npos) set_parameter(option, setting, path, value);
        else if (path.starts_with("population.") && path != "population.sample")
            set_parameter(option, setting, "population/" + path.substr(11), value);
        else set_plain(path, value, refuse);
    }

    void set_parameter(std::string const& option, std::string const& setting, std::string name, std::string value)
    {
        auto change = change_of_setting(option, setting, std::move(name), std::move(value), mistakes_);
        if (!change) return;
        std::tie(change->start, change->end) = clock();
        change->layer = layer_;
        changes_.push_back(std::move(*change));
    }

    void set_plain(std::string const& path, std::string const& value, Inputs::Refuse const& refuse)
    {
        auto const whole = [&](std::int64_t low, std::int64_t high) {
            auto const number = read_integer(value);
            if (number && *number.value >= low && *number.value <= high) return *number.value;
            auto const range = "a whole number from " + std::to_string(low) + " to " + std::to_string(high);
            refuse("it must be " + range, number ? in_quotes(value) + " is not" : number.problem,
                   number.suggestion.empty() ? "write " + range : number.suggestion);
            return std::int64_t{-1};
        };
        auto const month = [&](Said<Month>& into) {
            auto const date = read_month(value);
            if (date) into = {*date.value, refuse, layer_};
            else refuse(date.problem, form_of_a_month, date.suggestion);
            return bool{date};
        };
        if (path == "clock.years") {
            if (auto const years = whole(1, 100); years > 0) years_ = static_cast<int>(years);
            if (!clock_said_) clock_said_ = refuse;
        } else if (path == "clock.start") month(start_);
        else if (path == "clock.end") {
            if (month(end_)) years_ = 0;
        } else if (path == "seed") {
            if (auto const seed = whole(0, 4294967295); seed >= 0) scenario_.seed = static_cast<std::uint32_t>(seed);
        } else if (path == "replicates") {
            if (auto const count = whole(1, most_replicates); count > 0)
                replicates_.ask_for(static_cast<std::uint32_t>(count));
        } else if (path == "replicates.points") {
            if (auto const count = whole(1, most_replicates / replicates_.lucks()); count > 0)
                replicates_.ask_for_points(static_cast<std::uint32_t>(count));
        } else if (path == "population.sample") {
            auto const sample = read_sample(value);
            if (sample) scenario_.sample = *sample.value;
            else refuse(sample.problem, of_a_sample, sample.suggestion);
        } else {
            std::vector<std::string> const known{"clock.years", "clock.start",       "clock.end",        "seed",
                                                 "replicates",  "replicates.points", "population.sample"};
            std::string all;
            for (auto const& one : known) all += (all.empty() ? "" : ", ") + one;
            refuse("nothing is called " + in_quotes(path), "a parameter's name is module/process/name",
                   did_you_mean(nearest(path, known),
                                "write a parameter of `foresight list parameters`, or one of " + all));
        }
    }

    Vocabulary const& vocabulary_;
    Overrides const& overrides_;
    Mistakes& mistakes_;
    Inputs inputs_;
    Scenario scenario_{};
    std::deque<YamlFile> files_{};  ///< a deque, since readers hold on to them
    std::set<std::string> chain_{};
    int layer_ = 0;  ///< how many files, or the command line after them, have said something
    int command_line_ = 0;
    bool extended_unread_ = false;
    Said<Month> start_{};
    Said<Month> end_{};
    int years_ = 0;
    Inputs::Refuse clock_said_{};
    ReplicatesSaid replicates_{};
    Said<std::pair<std::string, std::string>> people_of_{};  ///< the file's folder, and the tables' as it names it
    std::vector<std::pair<std::string, Inputs::Refuse>> books_{};
    std::vector<SaidChange> changes_{};
    Shelf shelf_{};
};

}  // namespace

Scenario read_scenario(std::string const& path, Vocabulary const& vocabulary, Overrides const& overrides,
                       Mistakes& mistakes)
{
    return ScenarioReader{vocabulary, overrides, mistakes}.read(path);
}

Scenario read_scenario(std::string const& path, Vocabulary const& vocabulary, Overrides const& overrides)
{
    Mistakes mistakes;
    auto scenario = read_scenario(path, vocabulary, overrides, mistakes);
    mistakes.refuse_if_any();
    return scenario;
}

}  // namespace foresight
