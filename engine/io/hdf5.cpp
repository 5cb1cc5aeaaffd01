#include "engine/io/hdf5.hpp"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <utility>

#include <hdf5.h>
#include <hdf5_hl.h>

namespace foresight::hdf5 {
namespace {

hid_t native(Type type)
{
    switch (type) {
    case Type::u8: return H5T_NATIVE_UINT8;
    case Type::u16: return H5T_NATIVE_UINT16;
    case Type::u32: return H5T_NATIVE_UINT32;
    case Type::u64: return H5T_NATIVE_UINT64;
    case Type::i32: return H5T_NATIVE_INT32;
    case Type::i64: return H5T_NATIVE_INT64;
    case Type::f32: return H5T_NATIVE_FLOAT;
    case Type::f64: return H5T_NATIVE_DOUBLE;
    }
    return H5T_NATIVE_DOUBLE;
}

std::size_t width(Type type) { return H5Tget_size(native(type)); }

template <herr_t (*close)(hid_t)>
Handle hold(hid_t id)
{
    return {id, [](std::int64_t handle) { return static_cast<int>(close(handle)); }};
}

Handle group_properties()
{
    auto list = hold<H5Pclose>(H5Pcreate(H5P_GROUP_CREATE));
    H5Pset_link_creation_order(list.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
    H5Pset_obj_track_times(list.id(), false);
    return list;
}

Handle dataset_properties(Type type, std::vector<std::size_t> const& shape, bool slices, Packing packing)
{
    auto list = hold<H5Pclose>(H5Pcreate(H5P_DATASET_CREATE));
    H5Pset_obj_track_times(list.id(), false);
    H5Pset_attr_creation_order(list.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
    if (packing == Packing::reserved) {
        H5Pset_alloc_time(list.id(), H5D_ALLOC_TIME_EARLY);
        H5Pset_fill_time(list.id(), H5D_FILL_TIME_NEVER);
        return list;
    }
    auto const cells = std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>{});
    if (cells * width(type) < 4096 || shape.empty() || cells == 0) return list;
    std::vector<hsize_t> chunk(shape.begin(), shape.end());
    if (slices) chunk[0] = 1;
    std::size_t constexpr most = std::size_t{1} << 18;  // values in a chunk
    for (std::size_t i = 0; i != chunk.size(); ++i) {
        auto const rest = std::accumulate(chunk.begin(), chunk.end(), hsize_t{1}, std::multiplies<>{}) / chunk[i];
        if (rest * chunk[i] > most) chunk[i] = std::max<hsize_t>(1, most / rest);
    }
    H5Pset_chunk(list.id(), static_cast<int>(chunk.size()), chunk.data());
    H5Pset_shuffle(list.id());
    H5Pset_deflate(list.id(), 1);
    H5Pset_fletcher32(list.id());
    return list;
}

/// How so many values are handed over. HDF5 takes a megabyte of room, and clears it, for every transfer whose values it
/// has to turn into others, unless it is told that less will do; a run file is hundreds of short lists.
Handle transfer_of(std::size_t values)
{
    std::size_t constexpr widest = 16;  // bytes, of a text's address in the file
    auto list = hold<H5Pclose>(H5Pcreate(H5P_DATASET_XFER));
    H5Pset_buffer(list.id(), std::clamp<std::size_t>(values * widest, 4096, std::size_t{1} << 20), nullptr, nullptr);
    return list;
}

std::size_t values_in(Handle const& space)
{
    return static_cast<std::size_t>(std::max<hssize_t>(0, H5Sget_simple_extent_npoints(space.id())));
}

Handle space_of(std::vector<std::size_t> const& shape)
{
    if (shape.empty()) return hold<H5Sclose>(H5Screate(H5S_SCALAR));
    std::vector<hsize_t> const sizes(shape.begin(), shape.end());
    return hold<H5Sclose>(H5Screate_simple(static_cast<int>(sizes.size()), sizes.data(), nullptr));
}

/// Text of a fixed length, ended by a nought: what attributes are made of.
Handle fixed_text(std::size_t length)
{
    auto type = hold<H5Tclose>(H5Tcopy(H5T_C_S1));
    H5Tset_size(type.id(), length + 1);
    H5Tset_strpad(type.id(), H5T_STR_NULLTERM);
    H5Tset_cset(type.id(), H5T_CSET_UTF8);
    return type;
}

Handle variable_text()
{
    auto type = hold<H5Tclose>(H5Tcopy(H5T_C_S1));
    H5Tset_size(type.id(), H5T_VARIABLE);
    H5Tset_cset(type.id(), H5T_CSET_UTF8);
    return type;
}

/// Deflate packs at most 1032 bytes into one.
std::size_t bytes_that_fit(std::uintmax_t bytes_of_file)
{
    return static_cast<std::size_t>(std::min<std::uintmax_t>(bytes_of_file, std::uintmax_t{1} << 50)) * 1032;
}

constexpr std::size_t bytes_of_an_attribute = std::size_t{1} << 20;

}  // namespace

Handle& Handle::operator=(Handle&& other) noexcept
{
    std::swap(id_, other.id_);
    std::swap(close_, other.close_);
    return *this;
}

Handle::~Handle()
{
    if (id_ >= 0 && close_) close_(id_);
}

Type type_named(std::string_view name)
{
    constexpr std::string_view names[]{"u8", "u16", "u32", "u64", "i32", "i64", "f32", "f64"};
    auto const found = std::find(std::begin(names), std::end(names), name);
    if (found == std::end(names)) throw std::runtime_error{"unknown type of values '" + std::string{name} + "'"};
    return static_cast<Type>(found - std::begin(names));
}

File::File(std::string path, Mode mode) : path_{std::move(path)}
{
    // Every file is closed by its handle; what the library would do at the exit after a disk was full is to crash.
    static bool const closed_by_us = H5dont_atexit() >= 0;
    static_cast<void>(closed_by_us);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);  // failures are thrown, not printed
    std::error_code error;
    if (auto const there = std::filesystem::status(path_, error);
        mode != Mode::create && std::filesystem::exists(there) && !std::filesystem::is_regular_file(there))
        throw std::runtime_error{path_ + " cannot be opened as HDF5 (it is a folder, a pipe or a device)"};
    auto const access = hold<H5Pclose>(H5Pcreate(H5P_FILE_ACCESS));
    H5Pset_libver_bounds(access.id(), H5F_LIBVER_V18, H5F_LIBVER_V110);
    H5Pset_fclose_degree(access.id(), H5F_CLOSE_STRONG);
    H5Pset_file_locking(access.id(), false,
                        true);  // who writes a file holds a lock of its own, which this would run into
    auto const creation = hold<H5Pclose>(H5Pcreate(H5P_FILE_CREATE));
    H5Pset_link_creation_order(creation.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
    H5Pset_obj_track_times(creation.id(), false);
    auto const id = mode == Mode::create
                        ? H5Fcreate(path_.c_str(), H5F_ACC_TRUNC, creation.id(), access.id())
                        : H5Fopen(path_.c_str(), mode == Mode::read ? H5F_ACC_RDONLY : H5F_ACC_RDWR, access.id());
    if (id < 0)
        throw std::runtime_error{path_
                                 + (mode == Mode::create
                                        ? " cannot be written (is the folder there, and may you write in it?)"
                                        : " cannot be opened as HDF5 (it is missing, damaged or of another kind)")};
    file_ = hold<H5Fclose>(id);
    if (mode == Mode::read) bytes_at_most_ = bytes_that_fit(std::filesystem::file_size(path_));
}

void File::fail(std::string const& what, std::string const& name) const
{
    throw std::runtime_error{path_ + ": " + name + " cannot be " + what};
}

void File::flush()
{
    if (H5Fflush(file_.id(), H5F_SCOPE_GLOBAL) < 0) fail("flushed (is the disk full?)", "the file");
}

/// Refuses a way that leads out of the file, or round in it: only the file's own groups are gone through.
void File::check_way(std::string const& name) const
{
    for (auto end = name.find('/', 1); name.size() > 1; end = name.find('/', end + 1)) {
        H5L_info_t info{};
        if (H5Lget_info(file_.id(), name.substr(0, end).c_str(), &info, H5P_DEFAULT) < 0) fail("found", name);
        if (info.type != H5L_TYPE_HARD) fail("followed: it is a link", name);
        if (end == std::string::npos) return;
    }
}

/// A dataset whose numbers are in this file, and not taken from another.
Handle File::open_numbers(std::string const& name) const
{
    auto set = open(name);
    if (H5Iget_type(set.id()) != H5I_DATASET) fail("read: it is no dataset", name);
    auto const list = hold<H5Pclose>(H5Dget_create_plist(set.id()));
    if (H5Pget_layout(list.id()) == H5D_VIRTUAL || H5Pget_external_count(list.id()) != 0)
        fail("read: its numbers are in another file", name);
    return set;
}

Handle File::open(std::string const& name) const
{
    check_way(name);
    auto object = hold<H5Oclose>(H5Oopen(file_.id(), name.c_str(), H5P_DEFAULT));
    if (object.id() < 0) fail("found", name);
    return object;
}

bool File::has(std::string const& name) const
{
    if (name == "/") return true;
    for (std::size_t end = name.find('/', 1);; end = name.find('/', end + 1)) {
        if (H5Lexists(file_.id(), name.substr(0, end).c_str(), H5P_DEFAULT) <= 0) return false;
        if (end == std::string::npos) return true;
    }
}

bool File::is_group(std::string const& name) const { return H5Iget_type(open(name).id()) == H5I_GROUP; }

std::vector<std::string> File::members(std::string const& group) const
{
    auto const opened = open(group);
    std::vector<std::string> names;
    H5G_info_t info{};
    if (H5Gget_info(opened.id(), &info) < 0) fail("listed", group);
    for (hsize_t i = 0; i != info.nlinks; ++i) {
        auto index = H5_INDEX_CRT_ORDER;
        auto length = H5Lget_name_by_idx(opened.id(), ".", index, H5_ITER_INC, i, nullptr, 0, H5P_DEFAULT);
        if (length < 0) {
            index = H5_INDEX_NAME;
            length = H5Lget_name_by_idx(opened.id(), ".", index, H5_ITER_INC, i, nullptr, 0, H5P_DEFAULT);
        }
        if (length < 0) fail("listed", group);
        std::string name(static_cast<std::size_t>(length), '\0');
        H5Lget_name_by_idx(opened.id(), ".", index, H5_ITER_INC, i, name.data(), name.size() + 1, H5P_DEFAULT);
        names.push_back(std::move(name));
    }
    return names;
}

void File::make_group(std::string const& name)
{
    if (has(name)) return;
    if (auto const slash = name.rfind('/'); slash != std::string::npos && slash > 0) make_group(name.substr(0, slash));
    auto const made =
        hold<H5Gclose>(H5Gcreate2(file_.id(), name.c_str(), H5P_DEFAULT, group_properties().id(), H5P_DEFAULT));
    if (made.id() < 0) fail("made", name);
}

void File::write_raw(std::string const& name, Type type, void const* data, std::vector<std::size_t> const& shape)
{
    if (auto const slash = name.rfind('/'); slash != std::string::npos && slash > 0) make_group(name.substr(0, slash));
    auto const space = space_of(shape);
    auto const set =
        hold<H5Dclose>(H5Dcreate2(file_.id(), name.c_str(), native(type), space.id(), H5P_DEFAULT,
                                  dataset_properties(type, shape, false, Packing::compressed).id(), H5P_DEFAULT));
    if (set.id() < 0) fail("made", name);
    if (H5Sget_simple_extent_npoints(space.id()) > 0
        && H5Dwrite(set.id(), native(type), H5S_ALL, H5S_ALL, H5P_DEFAULT, data) < 0)
        fail("written (is the disk full?)", name);
}

void File::write_strings(std::string const& name, std::vector<std::string> const& values)
{
    if (auto const slash = name.rfind('/'); slash != std::string::npos && slash > 0) make_group(name.substr(0, slash));
    std::vector<char const*> pointers;
    pointers.reserve(values.size());
    for (auto const& value : values) pointers.push_back(value.c_str());
    auto const list = hold<H5Pclose>(H5Pcreate(H5P_DATASET_CREATE));
    H5Pset_obj_track_times(list.id(), false);
    H5Pset_attr_creation_order(list.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
    auto const type = variable_text();
    auto const space = space_of({values.size()});
    auto const set = hold<H5Dclose>(
        H5Dcreate2(file_.id(), name.c_str(), type.id(), space.id(), H5P_DEFAULT, list.id(), H5P_DEFAULT));
    if (set.id() < 0) fail("made", name);
    if (!values.empty()
        && H5Dwrite(set.id(), type.id(), H5S_ALL, H5S_ALL, transfer_of(values.size()).id(), pointers.data()) < 0)
        fail("written (is the disk full?)", name);
}

void File::make_array(std::string const& name, Type type, std::vector<std::size_t> const& shape, Packing packing)
{
    if (auto const slash = name.rfind('/'); slash != std::string::npos && slash > 0) make_group(name.substr(0, slash));
    auto const list = dataset_properties(type, shape, true, packing);
    double const missing = std::numeric_limits<double>::quiet_NaN();
    if (type == Type::f64 && packing == Packing::compressed) H5Pset_fill_value(list.id(), H5T_NATIVE_DOUBLE, &missing);
    auto const set = hold<H5Dclose>(
        H5Dcreate2(file_.id(), name.c_str(), native(type), space_of(shape).id(), H5P_DEFAULT, list.id(), H5P_DEFAULT));
    if (set.id() < 0) fail("made", name);
    if (type == Type::f64) this->set(name, "_FillValue", missing);  // what netCDF readers look for
}

namespace {

/// The dataspace of a dataset with one slice of its first dimension chosen, and one of the slice alone.
std::pair<Handle, Handle> slice_of(hid_t set, std::size_t index)
{
    auto whole = hold<H5Sclose>(H5Dget_space(set));
    std::vector<hsize_t> count(static_cast<std::size_t>(std::max(1, H5Sget_simple_extent_ndims(whole.id()))));
    H5Sget_simple_extent_dims(whole.id(), count.data(), nullptr);
    std::vector<hsize_t> start(count.size(), 0);
    start[0] = index;
    count[0] = 1;
    H5Sselect_hyperslab(whole.id(), H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr);
    return {std::move(whole), hold<H5Sclose>(H5Screate_simple(static_cast<int>(count.size()), count.data(), nullptr))};
}

}  // namespace

void File::write_slice(std::string const& name, std::size_t index, Type type, void const* data)
{
    auto const set = open(name);
    auto const [there, here] = slice_of(set.id(), index);
    if (H5Dwrite(set.id(), native(type), here.id(), there.id(), transfer_of(values_in(here)).id(), data) < 0)
        fail("written (is the disk full?)", name);
}

void File::read_slice(std::string const& name, std::size_t index, Type type, void* data) const
{
    auto const set = open_numbers(name);
    auto const [there, here] = slice_of(set.id(), index);
    if (H5Dread(set.id(), native(type), here.id(), there.id(), transfer_of(values_in(here)).id(), data) < 0)
        fail("read (the file is damaged)", name);
}

bool File::is_text(std::string const& name) const
{
    auto const set = open_numbers(name);
    auto const stored = hold<H5Tclose>(H5Dget_type(set.id()));
    return H5Tget_class(stored.id()) == H5T_STRING;
}

Type File::type(std::string const& name) const
{
    auto const set = open_numbers(name);
    auto const stored = hold<H5Tclose>(H5Dget_type(set.id()));
    for (auto const type : {Type::u8, Type::u16, Type::u32, Type::u64, Type::i32, Type::i64, Type::f32, Type::f64})
        if (H5Tequal(stored.id(), native(type)) > 0) return type;
    fail("read: its numbers are of a type that is not written here", name);
}

std::vector<std::size_t> File::shape(std::string const& name) const
{
    auto const set = open_numbers(name);
    auto const space = hold<H5Sclose>(H5Dget_space(set.id()));
    std::vector<hsize_t> sizes(static_cast<std::size_t>(std::max(0, H5Sget_simple_extent_ndims(space.id()))));
    if (!sizes.empty()) H5Sget_simple_extent_dims(space.id(), sizes.data(), nullptr);
    return {sizes.begin(), sizes.end()};
}

std::size_t File::size(std::string const& name) const
{
    std::size_t numbers = 1;
    for (auto const extent : shape(name)) {
        if (extent != 0 && numbers > bytes_at_most_ / extent)
            fail("read: it claims to be larger than the file can hold", name);
        numbers *= extent;
    }
    return numbers;
}

void File::read_raw(std::string const& name, Type type, void* data) const
{
    auto const set = open_numbers(name);
    auto const values = values_in(hold<H5Sclose>(H5Dget_space(set.id())));
    if (H5Dread(set.id(), native(type), H5S_ALL, H5S_ALL, transfer_of(values).id(), data) < 0)
        fail("read (the file is damaged)", name);
}

std::vector<std::string> File::read_strings(std::string const& name) const
{
    auto const set = open_numbers(name);
    auto const stored = hold<H5Tclose>(H5Dget_type(set.id()));
    if (H5Tis_variable_str(stored.id()) <= 0) fail("read: it is no text", name);
    std::vector<char*> pointers(size(name));
    auto const type = variable_text();
    if (!pointers.empty()
        && H5Dread(set.id(), type.id(), H5S_ALL, H5S_ALL, transfer_of(pointers.size()).id(), pointers.data()) < 0)
        fail("read (the file is damaged)", name);
    std::vector<std::string> values;
    values.reserve(pointers.size());
    for (auto const* pointer : pointers) values.emplace_back(pointer ? pointer : "");
    auto const space = hold<H5Sclose>(H5Dget_space(set.id()));
    H5Dvlen_reclaim(type.id(), space.id(), H5P_DEFAULT, pointers.data());
    return values;
}

std::string File::read_text(std::string const& name) const
{
    auto const all = read_strings(name);
    return all.empty() ? std::string{} : all.front();
}

void File::set(std::string const& object, std::string const& attribute, std::string const& value)
{
    auto const opened = open(object);
    if (H5Aexists(opened.id(), attribute.c_str()) > 0) H5Adelete(opened.id(), attribute.c_str());
    auto const type = fixed_text(value.size());
    auto const made = hold<H5Aclose>(
        H5Acreate2(opened.id(), attribute.c_str(), type.id(), space_of({}).id(), H5P_DEFAULT, H5P_DEFAULT));
    if (made.id() < 0 || H5Awrite(made.id(), type.id(), value.c_str()) < 0)
        fail("given the attribute '" + attribute + "'", object);
}

void File::set(std::string const& object, std::string const& attribute, std::int64_t value)
{
    set_number(object, attribute, Type::i64, &value);
}

void File::set(std::string const& object, std::string const& attribute, double value)
{
    set_number(object, attribute, Type::f64, &value);
}

void File::set_number(std::string const& object, std::string const& attribute, Type type, void const* value)
{
    auto const opened = open(object);
    if (H5Aexists(opened.id(), attribute.c_str()) > 0) H5Adelete(opened.id(), attribute.c_str());
    auto const made = hold<H5Aclose>(
        H5Acreate2(opened.id(), attribute.c_str(), native(type), space_of({}).id(), H5P_DEFAULT, H5P_DEFAULT));
    if (made.id() < 0 || H5Awrite(made.id(), native(type), value) < 0)
        fail("given the attribute '" + attribute + "'", object);
}

std::vector<std::string> File::attributes(std::string const& object) const
{
    auto const add = [](hid_t, char const* name, H5A_info_t const*, void* names) -> herr_t {
        static_cast<std::vector<std::string>*>(names)->emplace_back(name);
        return 0;
    };
    std::vector<std::string> names;
    if (H5Aiterate2(open(object).id(), H5_INDEX_NAME, H5_ITER_INC, nullptr, add, &names) < 0)
        fail("asked for its attributes", object);
    return names;
}

bool File::has(std::string const& object, std::string const& attribute) const
{
    return has(object) && H5Aexists(open(object).id(), attribute.c_str()) > 0;
}

std::string File::text(std::string const& object, std::string const& attribute) const
{
    auto const opened = open(object);
    auto const read = hold<H5Aclose>(H5Aopen(opened.id(), attribute.c_str(), H5P_DEFAULT));
    if (read.id() < 0) fail("asked for the attribute '" + attribute + "', which it has not", object);
    auto const type = hold<H5Tclose>(H5Aget_type(read.id()));
    if (H5Tget_class(type.id()) != H5T_STRING || H5Tis_variable_str(type.id()) > 0)
        fail("asked for the text '" + attribute + "'", object);
    auto const space = hold<H5Sclose>(H5Aget_space(read.id()));
    if (H5Sget_simple_extent_npoints(space.id()) != 1 || H5Tget_size(type.id()) > bytes_of_an_attribute)
        fail("asked for the text '" + attribute + "', which is longer than any that is written here", object);
    std::string value(H5Tget_size(type.id()), '\0');
    if (H5Aread(read.id(), type.id(), value.data()) < 0) fail("asked for the attribute '" + attribute + "'", object);
    return value.substr(0, value.find('\0'));
}

std::int64_t File::number(std::string const& object, std::string const& attribute) const
{
    auto const opened = open(object);
    auto const read = hold<H5Aclose>(H5Aopen(opened.id(), attribute.c_str(), H5P_DEFAULT));
    std::int64_t value = 0;
    auto const space = hold<H5Sclose>(H5Aget_space(read.id()));
    if (read.id() < 0 || H5Sget_simple_extent_npoints(space.id()) != 1
        || H5Aread(read.id(), H5T_NATIVE_INT64, &value) < 0)
        fail("asked for the number '" + attribute + "', which it has not", object);
    return value;
}

void File::make_scale(std::string const& name, std::string const& dimension)
{
    if (H5DSset_scale(open(name).id(), dimension.c_str()) < 0) fail("made a scale", name);
}

void File::attach_scale(std::string const& dataset, std::size_t dimension, std::string const& scale)
{
    if (H5DSattach_scale(open(dataset).id(), open(scale).id(), static_cast<unsigned>(dimension)) < 0)
        fail("attached to " + scale, dataset);
}

}  // namespace foresight::hdf5
