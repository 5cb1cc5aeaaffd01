#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace foresight::hdf5 {

/// An open HDF5 object, closed when it goes. The type of the library's handles is hidden: this is its only header.
class Handle {
public:
    using Close = int (*)(std::int64_t);
    Handle() = default;
    Handle(std::int64_t id, Close close) : id_{id}, close_{close} {}
    Handle(Handle&& other) noexcept : id_{other.id_}, close_{other.close_} { other.id_ = -1; }
    Handle& operator=(Handle&& other) noexcept;
    ~Handle();
    std::int64_t id() const { return id_; }

private:
    std::int64_t id_ = -1;
    Close close_ = nullptr;
};

/// How a value is stored.
enum class Type : std::uint8_t { u8, u16, u32, u64, i32, i64, f32, f64 };

template <class T>
constexpr Type type_of()
{
    if constexpr (std::is_same_v<T, float>) return Type::f32;
    else if constexpr (std::is_same_v<T, double>) return Type::f64;
    else if constexpr (sizeof(T) == 1) return Type::u8;
    else if constexpr (sizeof(T) == 2) return Type::u16;
    else if constexpr (sizeof(T) == 4 && std::is_signed_v<T>) return Type::i32;
    else if constexpr (sizeof(T) == 4) return Type::u32;
    else if constexpr (std::is_signed_v<T>) return Type::i64;
    else return Type::u64;
}

/// The type of that name: "u8", "u16", "u32", "u64", "i32", "i64", "f32", "f64".
Type type_named(std::string_view name);

/// Whether an array is compressed, or has all its room from the beginning. Numbers that are written into such room change
/// nothing else in the file: whatever breaks the writing off, what was there before can be read.
enum class Packing : std::uint8_t { compressed, reserved };

/// A file of groups, datasets and attributes. Nothing in it tells the time, so that equal contents are equal bytes.
/// Failures throw std::runtime_error naming the file and the object.
///
/// What is read may be anybody's: nothing is followed out of the file, and nothing is believed to be larger than the file
/// could hold.
class File {
public:
    enum class Mode : std::uint8_t { read, create, change };
    File(std::string path, Mode mode);

    std::string const& path() const { return path_; }
    void flush();

    bool has(std::string const& name) const;
    /// Names of a group's members, in the order in which they were made.
    std::vector<std::string> members(std::string const& group) const;
    bool is_group(std::string const& name) const;

    /// Makes a group, and those above it.
    void make_group(std::string const& name);

    /// Writes a whole column or array, shuffled and compressed if it is large.
    template <class T>
    void write(std::string const& name, std::span<T const> values, std::vector<std::size_t> const& shape = {})
    {
        write_raw(name, type_of<T>(), values.data(), shape.empty() ? std::vector<std::size_t>{values.size()} : shape);
    }
    template <class T>
    void write(std::string const& name, std::vector<T> const& values, std::vector<std::size_t> const& shape = {})
    {
        write(name, std::span<T const>{values}, shape);
    }
    void write_raw(std::string const& name, Type type, void const* data, std::vector<std::size_t> const& shape);
    void write_strings(std::string const& name, std::vector<std::string> const& values);
    void write_text(std::string const& name, std::string const& text) { write_strings(name, {text}); }

    /// An array that is filled slice by slice along its first dimension; until then NaN or nought, or anything if reserved.
    void make_array(std::string const& name, Type type, std::vector<std::size_t> const& shape,
                    Packing packing = Packing::compressed);
    void write_slice(std::string const& name, std::size_t index, Type type, void const* data);
    void read_slice(std::string const& name, std::size_t index, Type type, void* data) const;

    template <class T>
    std::vector<T> read(std::string const& name) const
    {
        std::vector<T> values(size(name));
        read_raw(name, type_of<T>(), values.data());
        return values;
    }
    void read_raw(std::string const& name, Type type, void* data) const;
    std::vector<std::string> read_strings(std::string const& name) const;
    std::string read_text(std::string const& name) const;
    bool is_text(std::string const& name) const;
    /// How the numbers of a dataset are stored.
    Type type(std::string const& name) const;
    std::vector<std::size_t> shape(std::string const& name) const;
    std::size_t size(std::string const& name) const;

    /// Attributes of the file ("/"), a group or a dataset.
    void set(std::string const& object, std::string const& attribute, std::string const& value);
    void set(std::string const& object, std::string const& attribute, std::int64_t value);
    void set(std::string const& object, std::string const& attribute, double value);
    std::string text(std::string const& object, std::string const& attribute) const;
    std::int64_t number(std::string const& object, std::string const& attribute) const;
    bool has(std::string const& object, std::string const& attribute) const;
    std::vector<std::string> attributes(std::string const& object) const;  ///< their names, sorted

    /// Declares a one-dimensional dataset the scale of a dimension of that name.
    void make_scale(std::string const& name, std::string const& dimension);
    void attach_scale(std::string const& dataset, std::size_t dimension, std::string const& scale);

private:
    Handle open(std::string const& name) const;
    Handle open_numbers(std::string const& name) const;
    void check_way(std::string const& name) const;
    void set_number(std::string const& object, std::string const& attribute, Type type, void const* value);
    [[noreturn]] void fail(std::string const& what, std::string const& name) const;

    std::string path_;
    std::size_t bytes_at_most_ = static_cast<std::size_t>(-1);  ///< that a dataset may unfold to
    Handle file_;
};

}  // namespace foresight::hdf5
