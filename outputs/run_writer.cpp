#include "outputs/run_writer.hpp"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <limits>
#include <numeric>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/core/error.hpp"
#include "engine/io/hash.hpp"
#include "outputs/disclosure_control.hpp"
#include "outputs/run_digest.hpp"
#include "outputs/run_reader.hpp"
#include "outputs/run_seal.hpp"

namespace foresight {
namespace {

std::string const progress_group = "/provenance/replicates";

[[noreturn]] void machine_failed(std::string const& what)
{
    throw std::system_error{errno, std::generic_category(), what};
}

std::string folder_of(std::string const& path)
{
    auto const folder = std::filesystem::path{path}.parent_path();
    return folder.empty() ? "." : folder.string();
}

std::string table_path(std::string const& table, std::string const& member)
{
    return "/tables/" + table + "/" + member;
}

/// The sums before anything is done to them, of one cell after another, period by period.
bool stored_whole(TableSchema const& schema, Measure const& measure)
{
    return measure.whole() && !schema.disclosure.any();
}

}  // namespace

/// The lock on an unfinished file. Another writer of the same name is refused.
class RunWriter::Lock {
public:
    explicit Lock(std::string const& path)
    {
        for (;;) {
            descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
            if (descriptor_ < 0)
                machine_failed(path + " cannot be written (is the folder there, and may you write in it?)");
            if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
                ::close(descriptor_);
                refuse(path + " is being written by another run", {}, "wait for it, or write to another file with -o");
            }
            // Between opening and locking, whoever held the lock may have finished and given the file its name.
            struct stat held {};
            struct stat named {};
            if (::fstat(descriptor_, &held) == 0 && ::stat(path.c_str(), &named) == 0 && held.st_ino == named.st_ino)
                return;
            ::close(descriptor_);
        }
    }
    ~Lock() { ::close(descriptor_); }
    Lock(Lock const&) = delete;
    Lock& operator=(Lock const&) = delete;

    void sync() const
    {
        if (::fsync(descriptor_) != 0) machine_failed("the run file cannot be brought to the disk");
    }
    bool empty() const
    {
        struct stat held {};
        return ::fstat(descriptor_, &held) != 0 || held.st_size == 0;
    }

private:
    int descriptor_ = -1;
};

RunWriter::RunWriter(std::string path, Provenance const& provenance, IfThere if_there)
    : path_{std::move(path)},
      if_there_{if_there},
      replicates_{provenance.replicates},
      done_(provenance.replicates.size())
{
    bool const whole_there = std::filesystem::exists(path_);
    if (whole_there && std::filesystem::is_directory(path_)) refuse(path_ + " is a folder", {}, "name a file");
    if (whole_there && if_there_ == IfThere::refuse)
        refuse(path_ + " is there already", "a run file is never overwritten unasked",
               "use --force, or write to another file with -o");
    bool const begun = std::filesystem::exists(partial()) && std::filesystem::file_size(partial()) > 0;
    if (whole_there && !begun && if_there_ == IfThere::resume)
        refuse(path_ + " is whole: there is nothing to resume", {},
               "use --force to live it again, or ask for more replicates with --replicates");
    if (auto const folder = folder_of(path_); !std::filesystem::exists(folder))
        std::filesystem::create_directories(folder);
    lock_ = std::make_unique<Lock>(partial());
    if (begun && if_there_ == IfThere::refuse)
        refuse("an unfinished run is there: " + partial(), {}, "use --resume to finish it, or --force to begin again");
    if (if_there_ == IfThere::resume && !lock_->empty() && go_on(provenance)) return;
    begin(provenance);
}

RunWriter::~RunWriter()
{
    file_.reset();
    bool const nothing = std::find(done_.begin(), done_.end(), 1) == done_.end();
    if (lock_ && !finished_ && nothing && if_there_ != IfThere::resume) std::remove(partial().c_str());
}

void RunWriter::begin(Provenance const& provenance)
{
    done_.assign(replicates_.size(), 0);
    file_ = std::make_unique<hdf5::File>(partial(), hdf5::File::Mode::create);
    file_->set("/", "Conventions", "CF-1.10");
    file_->set("/", "schema", "foresight-run/" + std::to_string(run_schema));
    file_->set("/", "title", provenance.name);
    file_->set("/", "history", "Foresight " + provenance.version);
    write_provenance(*file_, provenance);
    file_->make_array(progress_group + "/done", hdf5::Type::u8, {replicates_.size()});
    file_->make_array(progress_group + "/digest", hdf5::Type::u64, {replicates_.size()});
    file_->make_group("/tables");
    file_->flush();
}

/// True if what was found can be gone on with. What was broken by a power cut is lived again from the first replicate.
bool RunWriter::go_on(Provenance const& provenance)
{
    std::vector<std::string> changes;
    try {
        file_ = std::make_unique<hdf5::File>(partial(), hdf5::File::Mode::change);
        changes = differences_of_origin(provenance, read_provenance(*file_));
        if (changes.empty()) {
            auto const told = file_->read<std::uint8_t>(progress_group + "/done");
            if (told.size() != done_.size()) throw std::runtime_error{"the list of replicates is damaged"};
            for (std::uint32_t r = 0; r != done_.size(); ++r) done_[r] = told[r] == 1 && replicate_is_sound(r);
            if (std::find(done_.begin(), done_.end(), 1) != done_.end()) return true;
            file_.reset();  // nothing to keep: its tables may be half made
            return false;
        }
    } catch (std::runtime_error const&) {
        file_.reset();
        note_ =
            partial() + " was broken off while it was being written and cannot be read: every replicate is lived again";
        return false;
    }
    std::vector<Mistake> mistakes;
    for (auto const& change : changes)
        mistakes.push_back({"cannot resume: " + change,
                            "the replicates in " + partial() + " were lived with other inputs",
                            "use --force to begin again, or restore what changed",
                            {},
                            {}});
    throw InputError{std::move(mistakes)};
}

std::vector<std::uint32_t> RunWriter::missing() const
{
    std::vector<std::uint32_t> numbers;
    for (std::uint32_t r = 0; r != done_.size(); ++r)
        if (!done_[r]) numbers.push_back(r);
    return numbers;
}

void RunWriter::make_table(TableSchema const& schema)
{
    auto const at = [&](std::string const& member) { return table_path(schema.name, member); };
    auto const group = "/tables/" + schema.name;
    file_->make_group(group);
    std::vector<std::size_t> shape{replicates_.size(), schema.periods.size()};
    std::vector<std::string> scales{"replicate", std::string{name_of(schema.every)}};

    std::vector<std::uint32_t> numbers;
    std::vector<std::uint32_t> lucks;
    std::vector<std::uint32_t> points;
    for (auto const& replicate : replicates_) {
        numbers.push_back(static_cast<std::uint32_t>(numbers.size()));
        lucks.push_back(replicate.luck);
        points.push_back(replicate.point);
    }
    auto const scale = [&](std::string const& name, std::string const& label) {
        file_->make_scale(at(name), name);
        file_->set(at(name), "long_name", label);
    };
    auto const beside = [&](std::string const& name, std::string const& of, std::string const& label) {
        file_->attach_scale(at(name), 0, at(of));
        file_->set(at(name), "long_name", label);
    };
    file_->write(at("replicate"), numbers);
    scale("replicate", "Replicate");
    file_->write(at("luck"), lucks);
    beside("luck", "replicate", "Which random numbers");
    file_->write(at("point"), points);
    beside("point", "replicate", "Which point of the uncertain parameters; 0 is the central one");

    std::vector<std::string> labels;
    std::vector<std::string> starts;
    std::vector<std::uint32_t> months;
    for (auto const& period : schema.periods) {
        labels.push_back(period.label);
        starts.push_back(to_string(period.first));
        months.push_back(static_cast<std::uint32_t>(period.last - period.first));
    }
    auto const time = scales[1];
    file_->write_strings(at(time), labels);
    scale(time, std::string{label_of(schema.every)});
    file_->write_strings(at(time + "_start"), starts);
    beside(time + "_start", time, "First month");
    file_->write(at(time + "_months"), months);
    beside(time + "_months", time, "Months covered");

    std::string dimensions;
    for (auto const& dimension : schema.dimensions) {
        dimensions += (dimensions.empty() ? "" : ",") + dimension.name;
        shape.push_back(dimension.codes.size());
        scales.push_back(dimension.name);
        std::vector<std::string> keys;
        std::vector<std::string> texts;
        std::vector<std::string> official;
        for (auto const& code : dimension.codes) {
            keys.push_back(code.key);
            texts.push_back(code.label);
            official.push_back(code.official);
        }
        file_->write_strings(at(dimension.name), keys);
        scale(dimension.name, dimension.label);
        file_->write_strings(at(dimension.name + "_label"), texts);
        beside(dimension.name + "_label", dimension.name, dimension.label + ", in words");
        if (std::any_of(official.begin(), official.end(), [](auto const& code) { return !code.empty(); })) {
            file_->write_strings(at(dimension.name + "_code"), official);
            beside(dimension.name + "_code", dimension.name, dimension.label + ", official code");
        }
    }

    std::string measures;
    std::string ratios;
    for (auto const& measure : schema.measures) {
        if (measure.kind == MeasureKind::ratio) {
            ratios += (ratios.empty() ? "" : ",") + measure.name;
            file_->set(group, "ratio_" + measure.name, measure.numerator + "/" + measure.denominator);
            file_->set(group, "ratio_" + measure.name + "_label", measure.label);
            file_->set(group, "ratio_" + measure.name + "_units", measure.unit);
            continue;
        }
        measures += (measures.empty() ? "" : ",") + measure.name;
        // What a later replicate asks to hide is overwritten where it stands, so that no trace of it is left in the file.
        file_->make_array(at(measure.name), stored_whole(schema, measure) ? hdf5::Type::i64 : hdf5::Type::f64, shape,
                          schema.disclosure.hides() ? hdf5::Packing::in_place : hdf5::Packing::compressed);
        for (std::size_t d = 0; d != scales.size(); ++d) file_->attach_scale(at(measure.name), d, at(scales[d]));
        file_->set(at(measure.name), "long_name", measure.label);
        file_->set(at(measure.name), "units", measure.unit);
        file_->set(at(measure.name), "kind", std::string{name_of(measure.kind)});
    }
    file_->set(group, "label", schema.label);
    file_->set(group, "note", schema.note);
    file_->set(group, "every", time);
    file_->set(group, "dimensions", dimensions);
    file_->set(group, "measures", measures);
    file_->set(group, "ratios", ratios);
    file_->set(group, "suppress_below", schema.disclosure.suppress_below);
    file_->set(group, "round_to", schema.disclosure.round_to);
}

std::uint64_t RunWriter::write_replicate(std::uint32_t replicate, TableValues const& table)
{
    Hash hash;
    auto const hidden = hidden_cells(table);
    for (std::size_t m = 0; m != table.schema.measures.size(); ++m) {
        auto const& measure = table.schema.measures[m];
        if (measure.kind == MeasureKind::ratio || table.values[m].empty()) continue;
        auto const name = table_path(table.schema.name, measure.name);
        if (stored_whole(table.schema, measure)) {
            file_->write_slice(name, replicate, hdf5::Type::i64, table.values[m].data());
            for (auto const value : table.values[m]) hash.add(static_cast<std::uint64_t>(value));
        } else {
            auto const values = published(table, m, hidden);
            file_->write_slice(name, replicate, hdf5::Type::f64, values.data());
            for (auto const value : values) hash.add(value);
        }
    }
    return hash.value();
}

/// One hash of what an unfinished file holds of a replicate.
std::uint64_t RunWriter::digest_of_replicate(std::uint32_t replicate) const
{
    std::uint64_t all = 0;
    for (auto const& table : file_->members("/tables")) {
        Hash hash;
        for (auto const& member : file_->members("/tables/" + table)) {
            auto const name = table_path(table, member);
            if (!file_->has(name, "kind")) continue;
            auto const cells = file_->size(name) / std::max<std::size_t>(1, replicates_.size());
            if (cells == 0) continue;
            if (file_->type(name) == hdf5::Type::i64) {
                std::vector<std::int64_t> values(cells);
                file_->read_slice(name, replicate, hdf5::Type::i64, values.data());
                for (auto const value : values) hash.add(static_cast<std::uint64_t>(value));
            } else {
                std::vector<double> values(cells);
                file_->read_slice(name, replicate, hdf5::Type::f64, values.data());
                for (auto const value : values) hash.add(value);
            }
        }
        all += hash.value();
    }
    return all;
}

bool RunWriter::replicate_is_sound(std::uint32_t replicate) const
{
    std::uint64_t told = 0;
    file_->read_slice(progress_group + "/digest", replicate, hdf5::Type::u64, &told);
    return digest_of_replicate(replicate) == told;
}

/// What one replicate hides, all hide: what the others show of a cell would tell what it is about in that one.
void RunWriter::hide_alike()
{
    auto const count = static_cast<std::uint32_t>(replicates_.size());
    bool rewritten = false;
    for (auto const& table : file_->members("/tables")) {
        if (file_->number("/tables/" + table, "suppress_below") <= 1) continue;
        std::vector<std::string> measures;
        for (auto const& member : file_->members("/tables/" + table))
            if (file_->has(table_path(table, member), "kind")) measures.push_back(table_path(table, member));
        auto const shape = file_->shape(measures.at(0));
        auto const cells = std::accumulate(shape.begin() + 2, shape.end(), std::size_t{1}, std::multiplies<>{});
        std::vector<double> values(shape.at(1) * cells);
        std::vector<std::uint8_t> hidden(cells, 0);
        auto const each_replicate = [&](std::string const& measure, auto const& visit) {
            for (std::uint32_t r = 0; r != count && !values.empty(); ++r) {
                file_->read_slice(measure, r, hdf5::Type::f64, values.data());
                visit(r);
            }
        };
        // All measures of a replicate hide the same cells.
        each_replicate(measures[0], [&](std::uint32_t) {
            for (std::size_t i = 0; i != values.size(); ++i)
                hidden[i % cells] |= static_cast<std::uint8_t>(std::isnan(values[i]));
        });
        for (auto const& measure : measures)
            each_replicate(measure, [&](std::uint32_t r) {
                bool changed = false;
                for (std::size_t i = 0; i != values.size(); ++i) {
                    if (!hidden[i % cells] || std::isnan(values[i])) continue;
                    values[i] = std::numeric_limits<double>::quiet_NaN();
                    changed = true;
                }
                if (changed) file_->write_slice(measure, r, hdf5::Type::f64, values.data());
                rewritten = rewritten || changed;
            });
    }
    for (std::uint32_t r = 0; rewritten && r != count; ++r) {
        auto const digest = digest_of_replicate(r);
        file_->write_slice(progress_group + "/digest", r, hdf5::Type::u64, &digest);
    }
}

void RunWriter::commit(std::uint32_t replicate, std::vector<TableValues> const& tables)
{
    EXPECTS(replicate < done_.size());
    std::uint64_t digest = 0;
    for (auto const& table : tables) {
        if (!file_->has("/tables/" + table.schema.name)) make_table(table.schema);
        digest += write_replicate(replicate, table);
    }
    mark_done(replicate, digest);
}

void RunWriter::mark_done(std::uint32_t replicate, std::uint64_t digest)
{
    file_->flush();
    std::uint8_t const yes = 1;
    file_->write_slice(progress_group + "/digest", replicate, hdf5::Type::u64, &digest);
    file_->write_slice(progress_group + "/done", replicate, hdf5::Type::u8, &yes);
    file_->flush();
    done_[replicate] = 1;
}

void RunWriter::copy_replicate(RunReader const& from, std::uint32_t replicate)
{
    for (auto const& schema : from.tables()) {
        if (!file_->has("/tables/" + schema.name)) make_table(schema);
        for (auto const& measure : schema.measures) {
            if (measure.kind == MeasureKind::ratio) continue;
            auto const name = table_path(schema.name, measure.name);
            auto const type = from.file().type(name);
            std::vector<std::uint64_t> raw(schema.periods.size()
                                           * schema.cells());  // eight bytes a number, of either type
            from.file().read_slice(name, replicate, type, raw.data());
            file_->write_slice(name, replicate, type, raw.data());
        }
    }
    std::uint64_t digest = 0;
    from.file().read_slice(progress_group + "/digest", replicate, hdf5::Type::u64, &digest);
    mark_done(replicate, digest);
}

void RunWriter::take_over(RunReader const& finished, Provenance const& origin)
{
    auto then = finished.provenance();
    auto const shared = then.replicates.size();
    auto const begins_alike =
        shared <= replicates_.size() && std::equal(then.replicates.begin(), then.replicates.end(), replicates_.begin());
    then.replicates = replicates_;
    auto changes = differences_of_origin(origin, then);
    if (!begins_alike) changes.push_back("its replicates are not the first of those that are wanted");
    Mistakes mistakes;
    for (auto const& change : changes)
        mistakes.add({"cannot add replicates to " + finished.path() + ": " + change,
                      "the replicates in it were lived with other inputs",
                      "write to another file with -o, or use --force to live all of them again",
                      {},
                      {}});
    mistakes.refuse_if_any();
    for (std::uint32_t r = 0; r != shared; ++r) copy_replicate(finished, r);
}

void RunWriter::finish()
{
    EXPECTS(missing().empty());
    hide_alike();
    file_->set("/provenance", "tables_digest", digest_of(*file_, "/tables"));
    file_->set("/provenance", "digest", digest_of(*file_, "/provenance"));
    if (!log_.empty() && !file_->has("/log/lines")) file_->write_strings("/log/lines", log_);
    file_->flush();
    file_.reset();
    set_seal(partial());
    lock_->sync();
    if (if_there_ == IfThere::refuse && std::filesystem::exists(path_))
        refuse(path_ + " has appeared meanwhile", "a run file is never overwritten unasked",
               "the finished run is " + partial());
    if (std::rename(partial().c_str(), path_.c_str()) != 0) machine_failed(path_ + " cannot be given its name");
    finished_ = true;
    if (int const folder = ::open(folder_of(path_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); folder >= 0) {
        ::fsync(folder);
        ::close(folder);
    }
}

}  // namespace foresight
