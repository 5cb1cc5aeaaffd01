#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/error.hpp"

namespace foresight {

/// Larger files are refused before they are read.
inline constexpr std::size_t yaml_bytes_at_most = 1'000'000;
inline constexpr std::size_t csv_bytes_at_most = 20'000'000;

/// A text in UTF-8, free of what no editor shows, that knows its lines.
class TextFile {
public:
    /// Throws an InputError where there is no such file, or it is a folder, a device, too large, empty, not UTF-8, or
    /// holds a NUL or another control character.
    static TextFile read(std::string const& path, std::size_t bytes_at_most);
    /// A text that is not in a file. The same checks.
    TextFile(std::string path, std::string text);

    std::string const& path() const { return path_; }
    /// As in the file, without a byte order mark.
    std::string const& text() const { return text_; }
    int lines() const { return static_cast<int>(starts_.size()); }
    /// The line of that number, from 1, without its end.
    std::string_view line(int number) const;

    /// A mistake in this file. `column` is counted in characters from 1.
    Mistake mistake(int line, int column, int width, std::string problem, std::string reason = {},
                    std::string suggestion = {}) const;
    /// The column in characters of the byte `offset` of a line, both from 0; the column from 1.
    int column_of(int line, std::size_t offset) const;

    /// From now on mistakes show no line: the file may be something private that was named by mistake.
    void hide_lines() { hidden_ = true; }

private:
    void find_lines();
    void check() const;

    std::string path_;
    std::string text_;
    std::vector<std::size_t> starts_;
    bool hidden_ = false;
};

/// How many characters there are in a piece of UTF-8.
int characters(std::string_view utf8);

/// Whether it is an address of a network, "https://...": nothing is fetched from there.
bool is_address(std::string_view path);

/// A word of the user's as it may be shown: in quotes, shortened, without control characters.
std::string in_quotes(std::string_view word);

}  // namespace foresight
