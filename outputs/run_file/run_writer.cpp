#include "outputs/run_file/run_writer.hpp"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <set>
#include <system_error>
#include <type_traits>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/core/error.hpp"
#include "engine/io/hash.hpp"
#include "engine/io/whole_file.hpp"
#include "outputs/run_file/child_process.hpp"
#include "outputs/run_file/run_digest.hpp"
#include "outputs/run_file/run_layout.hpp"
#include "outputs/run_file/run_reader.hpp"
#include "outputs/run_file/run_seal.hpp"
#include "outputs/tally/disclosure_control.hpp"

namespace foresight {
namespace {

[[noreturn]] void machine_failed(std::string const& what)
{
    throw std::system_error{errno, std::generic_category(), what};
}

std::string folder_of(std::string const& path)
{
    auto const folder = std::filesystem::path{path}.parent_path();
    return folder.empty() ? "." : folder.string();
}

/// Brings a file or a folder to the disk.
void sync(std::string const& path)
{
    int const descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    bool const synced = descriptor >= 0 && ::fsync(descriptor) == 0;
    int const reason = errno;
    if (descriptor >= 0) ::close(descriptor);
    if (synced) return;
    errno = reason;
    machine_failed(path + " cannot be brought to the disk");
}

/// Whether reading a file does no harm, as what a power cut has left may do.
bool can_be_read(std::string const& path)
{
    constexpr unsigned seconds = 30;
    auto const ended = in_child_process(
        [&](std::string&) {
            try {
                RunReader const unfinished{path, RunReader::Trust::unfinished};
                return 0;
            } catch (std::exception const&) {
                return 1;
            }
        },
        seconds);
    return ended.by_itself && ended.code == 0;
}

/// Visits the numbers of one replicate as a file has them, measure by measure: int64 as they were summed up, or doubles.
template <class Visit>
void each_slice(hdf5::File const& file, TableSchema const& schema, std::uint32_t replicate, Visit const& visit)
{
    auto const slice = [&]<class Number>(std::string const& name, Number) {
        std::vector<Number> values(schema.periods.size() * schema.cells());
        if (!values.empty()) file.read_slice(name, replicate, hdf5::type_of<Number>(), values.data());
        visit(name, values);
    };
    for (auto const& measure : schema.measures) {
        if (measure.kind == MeasureKind::ratio) continue;
        auto const name = path_of(schema, measure.name);
        if (stored_whole(schema, measure)) slice(name, std::int64_t{});
        else slice(name, double{});
    }
}

void add_to(Hash& hash, std::vector<double> const& values)
{
    for (auto const value : values) hash.add(value);
}

void add_to(Hash& hash, std::vector<std::int64_t> const& values)
{
    for (auto const value : values) hash.add(static_cast<std::uint64_t>(value));
}

template <class Number>
void write_slice(hdf5::File& file, std::string const& name, std::uint32_t replicate, std::vector<Number> const& values)
{
    if (!values.empty()) file.write_slice(name, replicate, hdf5::type_of<Number>(), values.data());
}

/// Which cells of a table any of the replicates hides: what the others show of such a cell would tell what it is about in
/// that one. All measures of a replicate hide the same.
std::vector<std::uint8_t> hidden_in_any(hdf5::File const& file, TableSchema const& schema, std::size_t replicates)
{
    std::vector<std::uint8_t> hidden(schema.cells(), 0);
    for (std::uint32_t r = 0; schema.disclosure.hides() && r != replicates; ++r)
        each_slice(file, schema, r, [&](std::string const&, auto const& values) {
            for (std::size_t i = 0; i != values.size(); ++i)
                hidden[i % hidden.size()] |= static_cast<std::uint8_t>(std::isnan(static_cast<double>(values[i])));
        });
    return hidden;
}

/// Copies one replicate of a table, but for the cells that are to be hidden. Gives the hash of what the copy says.
std::uint64_t copy_replicate(hdf5::File const& from, hdf5::File& to, TableSchema const& schema, std::uint32_t replicate,
                             std::vector<std::uint8_t> const& hidden)
{
    Hash hash;
    each_slice(from, schema, replicate, [&](std::string const& name, auto& values) {
        for (std::size_t i = 0; schema.disclosure.hides() && i != values.size(); ++i)
            if (hidden[i % hidden.size()])
                values[i] = std::numeric_limits<typename std::decay_t<decltype(values)>::value_type>::quiet_NaN();
        write_slice(to, name, replicate, values);
        add_to(hash, values);
    });
    return hash.value();
}

std::string counted(std::size_t number, std::string const& what)
{
    return std::to_string(number) + " " + what + (number == 1 ? "" : "s");
}

/// "20 points with 2 lucks each", "8 lucks at the central point"
std::string design_of(std::vector<ReplicateAddress> const& replicates)
{
    std::set<std::uint32_t> points;
    for (auto const& one : replicates) points.insert(one.point);
    if (points == std::set<std::uint32_t>{0}) return counted(replicates.size(), "luck") + " at the central point";
    auto const lucks = replicates.size() / std::max<std::size_t>(1, points.size());
    return counted(points.size(), "point") + " with " + counted(lucks, "luck") + " each";
}

}  // namespace

/// The lock on an unfinished file. Another writer of the same name is refused.
namespace {

[[noreturn]] void refuse_to_resume(std::string const& partial, std::vector<std::string> const& changes)
{
    std::vector<Mistake> mistakes;
    for (auto const& change : changes)
        mistakes.push_back({"cannot resume: " + change,
                            "the replicates in " + partial + " were lived with other inputs",
                            "use --force and no --resume to begin again, or restore what changed",
                            {},
                            {}});
    throw InputError{std::move(mistakes)};
}

/// Unless a finished run is of these inputs, and its replicates are the first of those wanted.
void refuse_to_add(RunReader const& finished, Provenance const& wanted)
{
    auto then = finished.provenance();
    auto const& replicates = wanted.replicates;
    auto const begins_alike = then.replicates.size() <= replicates.size()
                              && std::equal(then.replicates.begin(), then.replicates.end(), replicates.begin());
    then.replicates = replicates;
    Mistakes mistakes;
    if (!begins_alike)
        mistakes.add(
            {"cannot add replicates to " + finished.path()
                 + ": its replicates are not the first of those that are wanted",
             "it has " + design_of(finished.provenance().replicates) + ", and " + design_of(replicates) + " are wanted",
             "ask for more of the same kind with --replicates, or write to another file with -o",
             {},
             {}});
    for (auto const& change : differences_of_origin(wanted, then))
        mistakes.add({"cannot add replicates to " + finished.path() + ": " + change,
                      "the replicates in it were lived with other inputs",
                      "write to another file with -o, or use --force to live all of them again",
                      {},
                      {}});
    mistakes.refuse_if_any();
}

}  // namespace

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
      place_{behind_links(path_)},
      partial_{partial_of(path_)},
      if_there_{if_there},
      replicates_{provenance.replicates},
      done_(provenance.replicates.size())
{
    bool const whole_there = std::filesystem::exists(path_);
    if (whole_there && !std::filesystem::is_regular_file(path_))
        refuse(path_ + " is not a file that could be replaced", "it is a folder, a device or the like", "name a file");
    if (whole_there && if_there_ == IfThere::refuse)
        refuse(path_ + " is there already", "a run file is never overwritten unasked",
               "use --force, or write to another file with -o");
    bool const begun = has_begun(path_);
    if (whole_there && !begun && if_there_ == IfThere::resume)
        refuse(path_ + " is whole: there is nothing to resume", {},
               "use --force to live it again, or ask for more replicates with --replicates");
    if (auto const folder = folder_of(place_); !std::filesystem::exists(folder))
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
    if (lock_ && !finished_ && nothing) std::remove(partial().c_str());
}

std::string RunWriter::partial_of(std::string const& path) { return behind_links(path) + ".partial"; }

bool RunWriter::has_begun(std::string const& path)
{
    std::error_code none;
    auto const bytes = std::filesystem::file_size(partial_of(path), none);
    return !none && bytes > 0;
}

std::size_t RunWriter::replicates_begun(std::string const& path)
{
    if (!has_begun(path) || !can_be_read(partial_of(path))) return 0;
    return RunReader{partial_of(path), RunReader::Trust::unfinished}.replicates();
}

void RunWriter::begin(Provenance const& provenance)
{
    done_.assign(replicates_.size(), 0);
    file_ = std::make_unique<hdf5::File>(partial(), hdf5::File::Mode::create);
    make_head(*file_, provenance, hdf5::Packing::reserved);
    file_->flush();
}

/// True if what was found can be gone on with: a run that was killed before it had anything to lose is begun again.
bool RunWriter::go_on(Provenance const& provenance)
{
    std::vector<std::string> changes;
    try {
        if (!can_be_read(partial())) throw std::runtime_error{"it was broken off while its tables were being made"};
        RunReader const unfinished{partial(), RunReader::Trust::unfinished};
        changes = differences_of_origin(provenance, unfinished.provenance());
        if (changes.empty()) {
            auto const& file = unfinished.file();
            auto const told = file.read<std::uint8_t>(replicates_done);
            auto const digests = file.read<std::uint64_t>(replicate_digests);
            if (told.size() != done_.size() || digests.size() != done_.size())
                throw std::runtime_error{"the list of replicates is damaged"};
            for (std::uint32_t r = 0; r != done_.size(); ++r)
                done_[r] = told[r] == 1 && digest_of_replicate(unfinished, r) == digests[r];
        }
    } catch (std::runtime_error const&) {
        note_ = partial() + " was broken off before its first replicate, or is damaged: every replicate is lived again";
        return false;
    }
    if (changes.empty()) {
        bool const any = std::find(done_.begin(), done_.end(), 1) != done_.end();
        if (any) file_ = std::make_unique<hdf5::File>(partial(), hdf5::File::Mode::change);
        return any;
    }
    refuse_to_resume(partial(), changes);
}

void RunWriter::refuse_if_of_others(std::string const& path, Provenance const& wanted)
{
    if (has_begun(path)) {
        auto const partial = partial_of(path);
        if (!can_be_read(partial)) return;
        RunReader const unfinished{partial, RunReader::Trust::unfinished};
        if (auto const changes = differences_of_origin(wanted, unfinished.provenance()); !changes.empty())
            refuse_to_resume(partial, changes);
    } else if (std::filesystem::exists(path)) refuse_to_add(RunReader{path}, wanted);
}

std::vector<std::uint32_t> RunWriter::missing() const
{
    std::vector<std::uint32_t> numbers;
    for (std::uint32_t r = 0; r != done_.size(); ++r)
        if (!done_[r]) numbers.push_back(r);
    return numbers;
}

std::uint64_t RunWriter::write_replicate(std::uint32_t replicate, TableValues const& table)
{
    Hash hash;
    auto const hidden = hidden_cells(table);
    auto const put = [&](std::string const& name, auto const& values) {
        write_slice(*file_, name, replicate, values);
        add_to(hash, values);
    };
    for (std::size_t m = 0; m != table.schema.measures.size(); ++m) {
        auto const& measure = table.schema.measures[m];
        if (measure.kind == MeasureKind::ratio) continue;
        auto const name = path_of(table.schema, measure.name);
        if (stored_whole(table.schema, measure)) put(name, table.values[m]);
        else put(name, disclosed(table, m, hidden));
    }
    return hash.value();
}

/// One hash of all that an unfinished file holds of a replicate.
std::uint64_t RunWriter::digest_of_replicate(RunReader const& unfinished, std::uint32_t replicate)
{
    std::uint64_t all = 0;
    for (auto const& schema : unfinished.tables()) {
        Hash hash;
        each_slice(unfinished.file(), schema, replicate,
                   [&](std::string const&, auto const& values) { add_to(hash, values); });
        all += hash.value();
    }
    return all;
}

void RunWriter::commit(std::uint32_t replicate, std::vector<TableValues> const& tables)
{
    EXPECTS(replicate < done_.size());
    std::uint64_t digest = 0;
    for (auto const& table : tables) {
        if (!file_->has("/tables/" + table.schema.name))
            make_table(*file_, table.schema, replicates_, hdf5::Packing::reserved);
        digest += write_replicate(replicate, table);
    }
    mark_done(replicate, digest);
}

void RunWriter::mark_done(std::uint32_t replicate, std::uint64_t digest)
{
    file_->flush();
    std::uint8_t const yes = 1;
    file_->write_slice(replicate_digests, replicate, hdf5::Type::u64, &digest);
    file_->write_slice(replicates_done, replicate, hdf5::Type::u8, &yes);
    file_->flush();
    done_[replicate] = 1;
}

void RunWriter::take_over(RunReader const& finished, Provenance const& wanted)
{
    refuse_to_add(finished, wanted);
    auto const shared = finished.provenance().replicates.size();
    for (auto const& schema : finished.tables()) make_table(*file_, schema, replicates_, hdf5::Packing::reserved);
    for (std::uint32_t r = 0; r != shared; ++r) {
        std::uint64_t digest = 0;
        for (auto const& schema : finished.tables())
            digest += copy_replicate(finished.file(), *file_, schema, r, std::vector<std::uint8_t>(schema.cells(), 0));
        mark_done(r, digest);
    }
}

void RunWriter::pack(std::string const& whole) const
{
    RunReader const lived{partial(), RunReader::Trust::unfinished};
    hdf5::File file{whole, hdf5::File::Mode::create};
    make_head(file, lived.provenance(), hdf5::Packing::compressed);
    std::vector<std::uint64_t> digests(replicates_.size(), 0);
    for (auto const& schema : lived.tables()) {
        make_table(file, schema, replicates_, hdf5::Packing::compressed);
        auto const hidden = hidden_in_any(lived.file(), schema, replicates_.size());
        for (std::uint32_t r = 0; r != replicates_.size(); ++r)
            digests[r] += copy_replicate(lived.file(), file, schema, r, hidden);
    }
    for (std::uint32_t r = 0; r != replicates_.size(); ++r) {
        file.write_slice(replicates_done, r, hdf5::Type::u8, &done_[r]);
        file.write_slice(replicate_digests, r, hdf5::Type::u64, &digests[r]);
    }
    file.set("/provenance", "tables_digest", digest_of(file, "/tables"));
    file.set("/provenance", "digest", digest_of(file, "/provenance"));
    if (!log_.empty()) file.write_strings("/log/lines", log_);
    file.flush();
}

void RunWriter::finish()
{
    EXPECTS(missing().empty());
    file_.reset();
    WholeFile whole{path_};
    pack(whole.partial());
    set_seal(whole.partial());
    if (if_there_ == IfThere::refuse && std::filesystem::exists(path_))
        refuse(path_ + " has appeared meanwhile", "a run file is never overwritten unasked",
               "the finished run is " + partial());
    whole.keep();
    finished_ = true;
    std::remove(partial().c_str());
    sync(folder_of(place_));
}

}  // namespace foresight
