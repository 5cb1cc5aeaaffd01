#include "engine/io/text_file.hpp"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "engine/core/plain_text.hpp"

namespace foresight {
namespace {

[[noreturn]] void refuse_file(std::string const& path, std::string problem, std::string reason = {},
                              std::string suggestion = {})
{
    throw InputError{{Mistake{std::move(problem), std::move(reason), std::move(suggestion), {path, 0, 0}, {}, 1}}};
}

/// Why there is no such file: where it would be.
std::string what_is_there_instead(std::string const& path)
{
    auto const folder = std::filesystem::path{path}.parent_path().string();
    std::error_code ignored;
    if (folder.empty()) return "this folder has none of that name";
    return std::filesystem::is_directory(folder, ignored) ? "the folder " + in_quotes(folder) + " has none of that name"
                                                          : "there is no folder " + in_quotes(folder);
}

std::string size_text(std::uintmax_t bytes)
{
    char text[40];
    std::snprintf(text, sizeof text, "%.1f MB", static_cast<double>(bytes) / 1e6);
    return text;
}

/// "U+202E": a character of two or three bytes.
std::string number_of_character(std::string_view bytes)
{
    unsigned number = static_cast<unsigned char>(bytes[0]) & (bytes.size() == 2 ? 0x1Fu : 0x0Fu);
    for (auto const byte : bytes.substr(1)) number = number << 6 | (static_cast<unsigned char>(byte) & 0x3Fu);
    char text[16];
    std::snprintf(text, sizeof text, "U+%04X", number);
    return text;
}

/// The byte at which the character `number` (from 0) of a line begins.
std::size_t byte_of(std::string_view line, int number)
{
    std::size_t at = 0;
    while (number-- > 0 && at < line.size()) at += std::max<std::size_t>(1, character_bytes(line, at));
    return std::min(at, line.size());
}

constexpr int shown_at_most = 140;  ///< characters of a line in a message

}  // namespace

int characters(std::string_view utf8)
{
    return static_cast<int>(std::count_if(utf8.begin(), utf8.end(),
                                          [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }));
}

bool is_address(std::string_view path)
{
    auto const scheme = path.substr(0, path.find("://"));
    return scheme.size() > 1 && scheme.size() != path.size()
           && std::all_of(scheme.begin(), scheme.end(), [](unsigned char c) { return std::isalnum(c) != 0; });
}

std::string in_quotes(std::string_view word)
{
    auto const whole = characters(word) <= 60;
    auto text = made_plain(whole ? word : word.substr(0, byte_of(word, 57)));
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '\n' || c == '\t'; }, '?');
    return "'" + text + (whole ? "'" : "...'");
}

TextFile TextFile::read(std::string const& path, std::size_t bytes_at_most)
{
    std::error_code error;
    auto const status = std::filesystem::status(path, error);
    if (is_address(path))
        refuse_file(path, in_quotes(path) + " is an address, not a file", "nothing is fetched from a network",
                    "download it, and write the path of the file");
    if (error == std::errc::permission_denied)
        refuse_file(path, in_quotes(path) + " may not be read", "permission denied", "check the rights to its folder");
    if (!std::filesystem::exists(status))
        refuse_file(path, "there is no file " + in_quotes(path), what_is_there_instead(path),
                    "check the path; it is relative to the file that names it, or to this folder");
    if (std::filesystem::is_directory(status))
        refuse_file(path, in_quotes(path) + " is a folder", "a file was expected", "name a file in it");
    if (!std::filesystem::is_regular_file(status))
        refuse_file(path, in_quotes(path) + " is not an ordinary file", "devices and pipes are not read",
                    "name an ordinary file: copy into one what is to be read");
    auto const size = std::filesystem::file_size(path, error);
    if (error) throw std::system_error{error, path};
    auto const limit = size_text(bytes_at_most);
    if (size > bytes_at_most)
        refuse_file(path, "the file is too large: " + size_text(size),
                    "it was not read; at most " + limit + " are taken",
                    "is this the right file? Long tables belong in CSV files");
    std::ifstream file{path, std::ios::binary};
    if (!file) {
        if (errno == EACCES)
            refuse_file(path, "the file cannot be read", "permission denied", "check its owner and permissions");
        throw std::system_error{errno, std::generic_category(), path};
    }
    // One byte more than allowed: some files, such as those of /proc, do not tell their size.
    std::string text(std::min<std::size_t>(bytes_at_most, std::max<std::size_t>(size, 65536)) + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (file.bad()) throw std::system_error{EIO, std::generic_category(), path};
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (text.size() > bytes_at_most)
        refuse_file(path, "the file is too large", "at most " + limit + " are taken",
                    "is this the right file? Long tables belong in CSV files");
    return {path, std::move(text)};
}

TextFile::TextFile(std::string path, std::string text) : path_{std::move(path)}, text_{std::move(text)}
{
    if (text_.starts_with("\xEF\xBB\xBF")) text_.erase(0, 3);
    find_lines();
    check();
}

void TextFile::find_lines()
{
    for (std::size_t start = 0; start < text_.size();) {
        starts_.push_back(start);
        auto const end = text_.find('\n', start);
        if (end == std::string::npos) break;
        start = end + 1;
    }
}

void TextFile::check() const
{
    if (text_.starts_with("\xFF\xFE") || text_.starts_with("\xFE\xFF"))
        refuse_file(path_, "the file is not UTF-8", "it begins as a UTF-16 file does", "save it again as UTF-8");
    for (int number = 1; number <= lines(); ++number) {
        auto const text = line(number);
        for (std::size_t at = 0; at < text.size();) {
            auto const byte = static_cast<unsigned char>(text[at]);
            auto const here = [&](std::string problem, std::string reason, std::string suggestion) {
                auto const column = characters(text.substr(0, at)) + 1;
                throw InputError{{Mistake{
                    std::move(problem), std::move(reason), std::move(suggestion), {path_, number, column}, {}, 1}}};
            };
            if (byte == 0)
                here("a NUL byte", "text has none: the file is damaged, or not a text", "save it again as UTF-8 text");
            auto const acting = byte == '\t' ? 0 : bytes_that_act(text.substr(at));
            if (acting != 0)
                here(acting == 1 ? "a control character (number " + std::to_string(byte) + ")"
                                 : "a control character (" + number_of_character(text.substr(at, acting)) + ")",
                     "it cannot be seen, so it cannot be meant", "delete it");
            // A long run of ASCII is passed over quickly.
            if (byte < 0x80) {
                do ++at;
                while (at < text.size() && text[at] >= 0x20 && text[at] != 0x7F);
                continue;
            }
            auto const bytes = character_bytes(text, at);
            if (bytes == 0)
                here("the file is not UTF-8", "a byte (number " + std::to_string(byte) + ") is no part of a character",
                     "save it again as UTF-8");
            at += bytes;
        }
    }
    if (text_.find_first_not_of(" \t\r\n") == std::string::npos)
        refuse_file(path_, "the file is empty", "nothing but blanks stands in it",
                    "name another file, or write into this one; `foresight init` makes some to begin with");
}

std::string_view TextFile::line(int number) const
{
    if (number < 1 || number > lines()) return {};
    auto const start = starts_[static_cast<std::size_t>(number) - 1];
    auto const next = number < lines() ? starts_[static_cast<std::size_t>(number)] : text_.size();
    auto text = std::string_view{text_}.substr(start, next - start);
    if (text.ends_with('\n')) text.remove_suffix(1);
    if (text.ends_with('\r')) text.remove_suffix(1);
    return text;
}

int TextFile::column_of(int number, std::size_t offset) const { return characters(line(number).substr(0, offset)) + 1; }

Mistake TextFile::mistake(int number, int column, int width, std::string problem, std::string reason,
                          std::string suggestion) const
{
    Mistake made{std::move(problem), std::move(reason), std::move(suggestion), {path_, number, column}, {}, width};
    if (hidden_) return made;
    auto const whole = line(number);
    auto const length = characters(whole);
    auto const first = length <= shown_at_most || column < shown_at_most - 20 ? 0 : column - shown_at_most / 2;
    auto const begin = byte_of(whole, first);
    auto const end = byte_of(whole, first + shown_at_most);
    made.line_text = std::string{whole.substr(begin, end - begin)};
    std::replace(made.line_text.begin(), made.line_text.end(), '\t', ' ');
    if (first > 0) {
        made.line_text = "..." + made.line_text;
        made.caret = column - first + 3;
    }
    if (first + shown_at_most < length) made.line_text += "...";
    made.width = std::clamp(width, 1, std::max(1, std::min(length, first + shown_at_most) - column + 1));
    return made;
}

}  // namespace foresight
