#include "outputs/tally/tally.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>

#include "engine/parallel/parallel.hpp"
#include "outputs/tally/tally_selection.hpp"

namespace foresight {
namespace tallying {

struct Sum {
    std::optional<Source> of{};     ///< none: a count
    std::optional<Source> minus{};  ///< taken off it
    bool by_days = false;
    std::vector<Test> where;
};

/// The cells of one period, of every measure.
struct Cells {
    std::vector<std::int64_t> values;
    Cells& operator+=(Cells const& other)
    {
        for (std::size_t i = 0; i != values.size(); ++i) values[i] += other.values[i];
        return *this;
    }
};

/// Rows of those whom a table counts, chunk by chunk; and those of a month that several tables share, each made when it
/// is first asked for.
using Selection = std::vector<std::vector<std::uint32_t>>;
using SharedSelections = std::vector<Selection>;

/// So many rows are counted at once that what is read of them stays in the nearest cache.
constexpr std::uint32_t rows_in_cache = 512;

/// One table being filled.
class TallyTable {
public:
    /// Throws an InputError with every mistake. There are no cells before `make_cells`.
    TallyTable(TableDefinition const& definition, Population const& population, Month start, Month end)
        : population_{population}, weight_{population.weight}, of_{definition.of}, event_{definition.event}
    {
        schema_.name = definition.name;
        schema_.label = definition.label;
        schema_.note = definition.note;
        schema_.every = definition.every;
        schema_.periods = definition.periods(start, end);
        if (definition.disclosure)
            schema_.disclosure = {definition.disclosure->suppress_below * weight_,
                                  definition.disclosure->round_to * weight_};
        Mistakes mistakes;
        auto const attempt = [&](auto const& step) {
            try {
                step();
            } catch (InputError const& error) {
                mistakes.add(error);
            }
        };
        check_event(definition);
        for (auto const& condition : definition.where)
            attempt([&] { where_.push_back(test_of(definition, condition)); });
        for (auto const& dimension : definition.by) attempt([&] { add_axis(definition, dimension); });
        for (auto const& measure : definition.measures) attempt([&] { add_measure(definition, measure); });
        mistakes.refuse_if_any();
        check_size(definition);
        cells_ = schema_.cells();
    }

    void make_cells()
    {
        values_.assign(schema_.measures.size(), {});
        if (schema_.disclosure.hides()) behind_.assign(schema_.measures.size(), {});
        for (std::size_t m = 0; m != sums_.size(); ++m) {
            if (schema_.measures[m].kind == MeasureKind::ratio) continue;
            values_[m].assign(schema_.periods.size() * cells_, 0);
            if (asks_who_is_behind(m)) behind_[m].assign(schema_.periods.size() * cells_, 0);
        }
    }

    bool selects_as(TallyTable const& other) const
    {
        auto const same = [](Test const& one, Test const& two) { return one.asked.same_as(two.asked); };
        return of_ != TableDefinition::Of::event && of_ == other.of_ && !where_.empty()
               && std::equal(where_.begin(), where_.end(), other.where_.begin(), other.where_.end(), same);
    }
    /// From now on the selection of this place among the shared ones is its own.
    void share(std::size_t place) { shared_ = place; }

    void base(Month month, SharedSelections& shared)
    {
        if (of_ != TableDefinition::Of::event) look(month, true, shared);
    }

    void month_end(Month month, SharedSelections& shared)
    {
        if (of_ == TableDefinition::Of::event) add_events(month);
        else look(month, false, shared);
    }

    TableValues values() const { return {schema_, values_, behind_}; }
    TableSchema const& schema() const { return schema_; }

    /// Bytes that its cells take, and beside them those of the lanes while a month is counted.
    std::uint64_t bytes() const { return kept_measures() * schema_.periods.size() * cells_ * sizeof(std::int64_t); }
    std::uint64_t bytes_while_counting() const
    {
        return of_ == TableDefinition::Of::event ? 0 : (lanes + 2) * kept_measures() * cells_ * sizeof(std::int64_t);
    }

private:
    std::uint64_t kept_measures() const
    {
        std::uint64_t kept = 0;
        for (std::size_t m = 0; m != schema_.measures.size(); ++m)
            kept += static_cast<std::uint64_t>(schema_.measures[m].kind != MeasureKind::ratio)
                    + static_cast<std::uint64_t>(asks_who_is_behind(m));
        return kept;
    }

    void check_event(TableDefinition const& table) const
    {
        if (of_ == TableDefinition::Of::event && !population_.find_log(table.event))
            refuse_at(table.place, "table '" + table.name + "': no process of this run records '" + table.event + "'",
                      "a table of events counts what a process records",
                      did_you_mean(nearest(table.event, names_of_logs(population_)), logs_that_there_are()));
    }

    std::string logs_that_there_are() const
    {
        std::string all;
        for (auto const& name : names_of_logs(population_)) all += (all.empty() ? "write " : ", or ") + name;
        return all.empty() ? "count persons or households: nothing is recorded here" : all;
    }

    /// A table of more cells than this is a mistake on any machine, and would overflow their numbers.
    void check_size(TableDefinition const& table) const
    {
        auto const numbers_at_most = 1e9;
        double numbers = static_cast<double>(kept_measures() * schema_.periods.size());
        std::string factors = std::to_string(schema_.periods.size()) + " " + std::string{name_of(schema_.every)};
        for (auto const& dimension : schema_.dimensions) {
            numbers *= static_cast<double>(dimension.codes.size());
            factors += " x " + std::to_string(dimension.codes.size()) + " " + dimension.name;
        }
        if (numbers <= numbers_at_most) return;
        char text[40];
        std::snprintf(text, sizeof text, "%.3g", numbers / 1e9);
        refuse_at(table.place, "table '" + table.name + "' would have " + text + " thousand million numbers",
                  factors + ", " + std::to_string(kept_measures()) + (kept_measures() == 1 ? " measure" : " measures")
                      + "; a table has at most one thousand million",
                  "take fewer dimensions, bins in place of single codes, or longer periods");
    }

    Test test_of(TableDefinition const& table, Condition const& condition)
    {
        Test test;
        test.source = find_source(population_, table, condition.field, condition.place);
        test.asked = condition;
        for (auto const& word : condition.values) {
            std::int64_t value = 0;
            if (!test.source.value_of(word, value))
                refuse_code(condition.place, table, word, condition.field, test.source.codes);
            test.values.push_back(value);
        }
        test.prepare();
        return test;
    }

    void add_axis(TableDefinition const& table, DimensionDefinition const& definition)
    {
        Axis axis{find_source(population_, table, definition.field, definition.place), definition.bins, {}, 0, {}};
        TableDimension dimension{definition.name, definition.label.empty() ? axis.source.label : definition.label, {}};
        dimension.kinds = axis.source.kinds;
        for (auto const& out : definition.except)
            if (TableDimension{{}, {}, axis.source.codes}.find(out) == axis.source.codes.size())
                refuse_code(definition.place, table, out, definition.field, axis.source.codes);
        if (!axis.bins.empty()) dimension.codes = codes_of_bins(axis.bins);
        else
            for (auto const& code : axis.source.codes) {
                bool const out =
                    std::find(definition.except.begin(), definition.except.end(), code.key) != definition.except.end();
                axis.position.push_back(out ? no_cell : static_cast<std::uint32_t>(dimension.codes.size()));
                if (!out) dimension.codes.push_back(code);
            }
        if (axis.bins.empty() && is_below_district(definition.field)) dimension.districts = districts_of(axis);
        if (dimension.codes.empty())
            refuse_at(definition.place, "table '" + table.name + "': " + definition.field + " is no dimension",
                      "it has no codes of its own",
                      "give it bins: {" + definition.name + ": {field: " + definition.field + ", bins: [0, 10, 20]}}");
        axis.size = static_cast<std::uint32_t>(dimension.codes.size());
        axis.prepare();
        axes_.push_back(std::move(axis));
        schema_.dimensions.push_back(std::move(dimension));
    }

    /// Where the places of a dimension lie; nothing if its codes are no areas.
    std::vector<std::uint32_t> districts_of(Axis const& axis) const
    {
        auto const& areas = population_.areas.all;
        std::vector<std::uint32_t> districts;
        if (axis.position.size() != areas.size()) return districts;
        for (std::size_t area = 0; area != areas.size(); ++area)
            if (axis.position[area] != no_cell) districts.push_back(areas[area].district);
        return districts;
    }

    /// The narrowest count of the table that counts all whom this one counts, and others.
    static std::string whole_of(TableDefinition const& table, MeasureDefinition const& part)
    {
        MeasureDefinition const* whole = nullptr;
        auto const has = [&](Condition const& wanted) {
            return std::any_of(part.where.begin(), part.where.end(),
                               [&](Condition const& one) { return one.same_as(wanted); });
        };
        for (auto const& other : table.measures) {
            bool const wider = other.measure.kind == part.measure.kind && other.sum.empty() && !other.by_days
                               && other.where.size() < part.where.size()
                               && std::all_of(other.where.begin(), other.where.end(), has);
            if (wider && (!whole || whole->where.size() < other.where.size())) whole = &other;
        }
        return whole ? whole->measure.name : std::string{};
    }

    void add_measure(TableDefinition const& table, MeasureDefinition const& definition)
    {
        Sum sum;
        auto measure = definition.measure;
        if (measure.kind != MeasureKind::ratio && !definition.sum.empty())
            sum.of = find_source(population_, table, definition.sum, definition.place);
        if (sum.of && !definition.minus.empty())
            sum.minus = find_source(population_, table, definition.minus, definition.place);
        sum.by_days = definition.by_days;
        if (sum.by_days) measure.per *= 7;
        measure.amount = measure.kind != MeasureKind::ratio && (sum.of || sum.by_days);
        if (measure.kind != MeasureKind::ratio && !measure.amount) measure.part_of = whole_of(table, definition);
        for (auto const& condition : definition.where) sum.where.push_back(test_of(table, condition));
        schema_.measures.push_back(std::move(measure));
        sums_.push_back(std::move(sum));
    }

    /// The period to which a month adds its flow, or whose end it is; none if it is left out.
    std::optional<std::size_t> period(Month month, MeasureKind kind) const
    {
        for (std::size_t p = 0; p != schema_.periods.size(); ++p) {
            auto const& one = schema_.periods[p];
            if (kind == MeasureKind::stock ? month == one.last - 1 : month >= one.first && month < one.last) return p;
        }
        return {};
    }

    /// Which measures this month belongs to, and where its cells begin.
    struct Target {
        std::size_t measure;
        std::size_t offset;
        std::int64_t times;
        bool behind = false;  ///< those are counted who have a part in it
    };
    std::vector<Target> targets(Month month, bool base) const
    {
        std::vector<Target> all;
        for (std::size_t m = 0; m != sums_.size(); ++m) {
            auto const kind = schema_.measures[m].kind;
            if (kind == MeasureKind::ratio || (base && kind == MeasureKind::flow)) continue;
            if (auto const p = period(month, kind)) {
                all.push_back({m, *p * cells_, sums_[m].by_days ? weight_ * days_of(month) : weight_});
                if (asks_who_is_behind(m)) all.push_back({m, *p * cells_, weight_, true});
            }
        }
        return all;
    }

    /// Twelve months of one client are a flow of twelve, and one client.
    bool asks_who_is_behind(std::size_t m) const
    {
        auto const& measure = schema_.measures[m];
        return schema_.disclosure.hides() && measure.kind != MeasureKind::ratio
               && (measure.amount || (measure.kind == MeasureKind::flow && of_ != TableDefinition::Of::event));
    }

    void look(Month month, bool base, SharedSelections& shared)
    {
        auto const now = targets(month, base);
        if (now.empty()) return;
        auto const rows =
            of_ == TableDefinition::Of::person ? population_.persons.rows() : population_.households.rows();
        auto const chunks = (rows + chunk_rows - 1) / chunk_rows;
        auto* const selection = shared_ ? &shared[*shared_] : nullptr;
        if (selection && selection->empty()) *selection = select_all(chunks, rows);
        Cells const zero{std::vector<std::int64_t>(now.size() * cells_, 0)};
        auto const seen = ordered_sum(chunks, zero, [&](std::uint32_t chunk, Cells& sum) {
            std::array<std::uint32_t, chunk_rows> row;
            auto const count =
                selection ? static_cast<std::uint32_t>(
                    std::copy((*selection)[chunk].begin(), (*selection)[chunk].end(), row.begin()) - row.begin())
                          : select(chunk, rows, row.data());
            for (std::uint32_t first = 0; first < count; first += rows_in_cache)
                add_rows(row.data() + first, std::min(rows_in_cache, count - first), now, sum);
        });
        for (std::size_t t = 0; t != now.size(); ++t)
            for (std::size_t cell = 0; cell != cells_; ++cell) {
                auto const one = seen.values[t * cells_ + cell];
                auto& all = (now[t].behind ? behind_ : values_)[now[t].measure][now[t].offset + cell];
                all = now[t].behind ? std::max(all, one) : all + one;
            }
    }

    std::uint32_t select(std::uint32_t chunk, std::uint32_t rows, std::uint32_t* out) const
    {
        auto const first = chunk * chunk_rows;
        auto const last = std::min(rows, first + chunk_rows);
        auto const& left =
            of_ == TableDefinition::Of::person ? population_.persons.left() : population_.households.left();
        std::uint32_t count = 0;
        std::size_t tested = 0;
        if (auto const* const bytes = where_.empty() ? nullptr : where_[0].source.path->bytes()) {
            count = select_bytes(bytes, left.data(), where_[0].of_byte, first, last, out);
            tested = 1;
        } else {
            for (auto row = first; row != last; ++row) {
                out[count] = row;
                count += left[row] == 0;
            }
        }
        std::array<std::int64_t, chunk_rows> value;
        for (; tested < where_.size(); ++tested) {
            where_[tested].source.path->read(out, count, value.data());
            std::uint32_t kept = 0;
            for (std::uint32_t i = 0; i != count; ++i)
                if (where_[tested].holds(value[i])) out[kept++] = out[i];
            count = kept;
        }
        return count;
    }

    Selection select_all(std::uint32_t chunks, std::uint32_t rows) const
    {
        Selection selection(chunks);
        parallel_for(chunks, [&](std::uint32_t chunk) {
            std::array<std::uint32_t, chunk_rows> row;
            selection[chunk].assign(row.data(), row.data() + select(chunk, rows, row.data()));
        });
        return selection;
    }

    void add_rows(std::uint32_t* row, std::uint32_t count, std::vector<Target> const& now, Cells& sum) const
    {
        std::array<std::uint32_t, rows_in_cache> cell;
        std::array<std::int64_t, rows_in_cache> value;
        std::fill_n(cell.begin(), count, 0u);
        FieldPath::Followed followed;
        for (auto const& axis : axes_) {
            std::uint32_t kept = 0;
            auto const place = [&](std::uint32_t i, std::uint32_t position) {
                row[kept] = row[i];
                cell[kept] = cell[i] * axis.size + position;
                kept += position != no_cell;
            };
            if (auto const* const bytes = axis.source.path->bytes()) {
                for (std::uint32_t i = 0; i != count; ++i) place(i, axis.of_byte[bytes[row[i]]]);
            } else {
                axis.source.path->read(row, count, value.data(), followed);
                for (std::uint32_t i = 0; i != count; ++i) place(i, axis.of(value[i]));
            }
            if (kept != count) followed.forget();
            count = kept;
        }
        Reading reading;
        reading.row = row;
        reading.count = count;
        reading.of = nullptr;
        for (std::size_t t = 0; t != now.size(); ++t)
            add_measure_of(sums_[now[t].measure], now[t], reading, cell.data(), sum.values.data() + t * cells_);
    }

    /// The values of the field that was read last: several measures often ask the same field.
    struct Reading {
        std::uint32_t const* row;
        std::uint32_t count;
        std::array<std::int64_t, rows_in_cache> value;
        AnyColumn const* of;

        std::int64_t const* read(FieldPath const& path)
        {
            if (!of || path.own_column() != of) path.read(row, count, value.data());
            of = path.own_column();
            return value.data();
        }
    };

    static void add_measure_of(Sum const& sum, Target const& target, Reading& reading, std::uint32_t const* cell,
                               std::int64_t* out)
    {
        auto const count = reading.count;
        auto const times = target.times;
        if (sum.where.empty() && !sum.of) {
            for (std::uint32_t i = 0; i != count; ++i) out[cell[i]] += times;
            return;
        }
        std::array<std::uint32_t, rows_in_cache> counted;
        std::uint32_t const* among = nullptr;  // all
        auto in = count;
        for (auto const& test : sum.where) {
            if (auto const* const bytes = test.source.path->bytes())
                in = keep(among, in, counted, [&](std::uint32_t i) { return test.of_byte[bytes[reading.row[i]]]; });
            else {
                auto const* const value = reading.read(*test.source.path);
                in = keep(among, in, counted, [&](std::uint32_t i) { return test.holds(value[i]); });
            }
            among = counted.data();
        }
        if (!sum.of) {
            for (std::uint32_t k = 0; k != in; ++k) out[cell[counted[k]]] += times;
            return;
        }
        auto const add = [&](Source const& source, auto const& amount_of) {
            auto const* const value = reading.read(*source.path);
            std::array<std::uint32_t, rows_in_cache> having;
            auto const have =
                keep(among, in, having, [&](std::uint32_t i) { return value[i] != not_there && value[i] != 0; });
            for (std::uint32_t k = 0; k != have; ++k) out[cell[having[k]]] += amount_of(value[having[k]]);
        };
        if (target.behind) {
            add(*sum.of, [&](std::int64_t) { return times; });
            return;
        }
        add(*sum.of, [&](std::int64_t value) { return value * times; });
        if (sum.minus) add(*sum.minus, [&](std::int64_t value) { return -value * times; });
    }

    /// Keeps those of whom something holds, in their order, and says how many; `among` nobody in particular, the first
    /// `count` of all. Neighbours fall into the same few cells: adding nought for each who does not count would wait for
    /// what was added to the cell last.
    template <class Holds>
    static std::uint32_t keep(std::uint32_t const* among, std::uint32_t count,
                              std::array<std::uint32_t, rows_in_cache>& who, Holds const& holds)
    {
        std::uint32_t kept = 0;
        auto const look_at = [&](std::uint32_t i) {
            who[kept] = i;
            kept += static_cast<std::uint32_t>(holds(i));
        };
        if (among)
            for (std::uint32_t k = 0; k != count; ++k) look_at(among[k]);
        else
            for (std::uint32_t i = 0; i != count; ++i) look_at(i);
        return kept;
    }

    void add_events(Month month)
    {
        auto const now = targets(month, false);
        auto const* const log = population_.find_log(event_);
        if (now.empty() || !log) return;
        auto const all_hold = [](std::vector<Test> const& tests, EventRecord const& event) {
            return std::all_of(tests.begin(), tests.end(),
                               [&](Test const& test) { return test.holds(test.source.of_event(event)); });
        };
        log->each([&](EventRecord const& event) {
            if (!all_hold(where_, event)) return;
            std::size_t cell = 0;
            for (auto const& axis : axes_) {
                auto const position = axis.of(axis.source.of_event(event));
                if (position == no_cell) return;
                cell = cell * axis.size + position;
            }
            for (auto const& target : now) {
                auto const& sum = sums_[target.measure];
                if (!all_hold(sum.where, event)) continue;
                auto const of = sum.of ? sum.of->of_event(event) : 1;
                auto const minus = sum.minus ? sum.minus->of_event(event) : 0;
                if (of == not_there || minus == not_there) continue;
                if (!target.behind) values_[target.measure][target.offset + cell] += (of - minus) * target.times;
                else if (of != 0 || minus != 0) behind_[target.measure][target.offset + cell] += target.times;
            }
        });
    }

    Population const& population_;
    std::int64_t weight_;
    TableDefinition::Of of_;
    std::string event_;
    TableSchema schema_;
    std::vector<Test> where_;
    std::optional<std::size_t> shared_;  ///< where its selection lies, if other tables have the same
    std::vector<Axis> axes_;
    std::vector<Sum> sums_;
    std::vector<std::vector<std::int64_t>> values_;
    std::vector<std::vector<std::int64_t>> behind_;
    std::size_t cells_ = 0;
};

}  // namespace tallying

Tally::Tally(std::vector<TableDefinition> definitions, Month start, Month end, IfMissing missing)
    : definitions_{std::move(definitions)}, start_{start}, end_{end}, missing_{missing}
{
}

Tally::~Tally() = default;

void Tally::begin(Month base, Population const& population)
{
    Mistakes mistakes;
    for (auto const& definition : definitions_) {
        try {
            tables_.push_back(std::make_unique<tallying::TallyTable>(definition, population, start_, end_));
        } catch (InputError const& error) {
            if (missing_ == IfMissing::refuse) mistakes.add(error);
        }
    }
    mistakes.refuse_if_any();
    share_selections();
    tallying::SharedSelections shared(tables_.size());
    for (auto const& table : tables_) {
        table->make_cells();
        table->base(base, shared);
    }
}

/// Tables that count the same people in different cells, as those of care do, look for them once a month.
void Tally::share_selections()
{
    for (std::size_t i = 0; i != tables_.size(); ++i)
        for (std::size_t j = 0; j != i; ++j)
            if (tables_[i]->selects_as(*tables_[j])) {
                tables_[i]->share(j);
                tables_[j]->share(j);
                break;
            }
}

void Tally::month_end(Month month, Population const&)
{
    tallying::SharedSelections shared(tables_.size());
    for (auto const& table : tables_) table->month_end(month, shared);
}

std::vector<TableValues> Tally::tables() const
{
    std::vector<TableValues> all;
    for (auto const& table : tables_) all.push_back(table->values());
    return all;
}

std::uint64_t bytes_of(std::vector<TableSize> const& sizes)
{
    std::uint64_t all = 0;
    for (auto const& table : sizes) all += table.bytes;
    return all;
}

std::uint64_t bytes_at_most(std::vector<TableSize> const& sizes)
{
    std::uint64_t counting = 0;
    for (auto const& table : sizes) counting = std::max(counting, table.bytes_while_counting);
    return 3 * bytes_of(sizes) + counting;  // the writer is given a copy, and makes one of each measure
}

std::vector<TableSize> sizes_of(std::vector<TableDefinition> const& definitions, Population const& population,
                                Month start, Month end, Tally::IfMissing missing, Mistakes& mistakes)
{
    std::vector<TableSize> sizes;
    for (auto const& definition : definitions) {
        try {
            tallying::TallyTable const table{definition, population, start, end};
            sizes.push_back({table.schema(), table.bytes(), table.bytes_while_counting()});
        } catch (InputError const& error) {
            if (missing == Tally::IfMissing::refuse) mistakes.add(error);
        }
    }
    return sizes;
}

}  // namespace foresight
