#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/clock.hpp"
#include "engine/core/error.hpp"
#include "engine/io/text_file.hpp"

namespace foresight {

/// A value of a YAML file, which remembers its place.
struct YamlValue {
    enum class Kind : std::uint8_t { nothing, word, list, map, refused };
    struct Entry;

    Kind kind = Kind::nothing;
    std::string text{};  ///< of a word
    bool plain = true;   ///< the word stands without quotes
    int line = 0;
    int column = 0;  ///< in characters
    int width = 1;
    std::vector<YamlValue> items;  ///< of a list
    std::vector<Entry> entries;    ///< of a map, in the order of the file

    bool is_word() const { return kind == Kind::word; }
    bool is_list() const { return kind == Kind::list; }
    bool is_map() const { return kind == Kind::map; }
    /// The value under a key; nothing if there is none.
    YamlValue const* find(std::string_view key) const;
    Entry const* entry(std::string_view key) const;
};

struct YamlValue::Entry {
    YamlValue key;
    YamlValue value;
};

/// A YAML file, read and found to be sound: one document, no duplicate keys, anchors, aliases, tags or merges.
struct YamlFile {
    TextFile source;
    YamlValue root;
};

/// Reads a file. What is unsound in it is added to `mistakes`; what cannot be read at all is thrown as an InputError.
YamlFile read_yaml(std::string const& path, Mistakes& mistakes);
YamlFile read_yaml(TextFile source, Mistakes& mistakes);

/// Another word for a key.
struct Synonym {
    std::string_view word;
    std::string_view key;
};

/// What a key means, and how it is written: told of a value that is none for it.
struct Advice {
    std::string reason;      ///< "`years`: how many years"
    std::string suggestion;  ///< "years: 10"
};

/// What is known of the key that a sentence begins with; of one that it does not know, nothing.
using Adviser = Advice (*)(std::string_view what);

/// Takes values out of a YAML file, and notes every mistake with its place.
class YamlReader {
public:
    YamlReader(TextFile const& source, Mistakes& mistakes, Adviser adviser = nullptr)
        : source_{source}, mistakes_{mistakes}, adviser_{adviser}
    {
    }

    void refuse(YamlValue const& at, std::string problem, std::string reason = {}, std::string suggestion = {}) const;
    Mistake place(YamlValue const& at) const;

    /// Notes every key of `map` that is not known, with the one that is meant. False if it is no map at all.
    bool check_map(YamlValue const& map, std::vector<std::string> const& keys, std::string const& what,
                   std::span<Synonym const> synonyms = {}) const;

    // Nothing where the value is of another kind; then the mistake has been noted. `what` begins the sentence.
    std::optional<std::string> word(YamlValue const& value, std::string const& what) const;
    std::optional<double> number(YamlValue const& value, std::string const& what) const;
    std::optional<std::int64_t> integer(YamlValue const& value, std::string const& what, std::int64_t low,
                                        std::int64_t high) const;
    std::optional<Month> month(YamlValue const& value, std::string const& what) const;
    /// A list of words; a single word is not one.
    std::vector<YamlValue const*> words(YamlValue const& value, std::string const& what) const;

    TextFile const& source() const { return source_; }

private:
    void refuse_key(YamlValue::Entry const& entry, std::vector<std::string> const& keys, std::string const& what,
                    std::span<Synonym const> synonyms) const;
    void refuse_kind(YamlValue const& value, std::string const& what, std::string const& wanted,
                     Advice const& otherwise) const;
    /// Why `what` is wrong, and what to write: what is meant, if that is seen, else as the key's example has it.
    void refuse_value(YamlValue const& value, std::string const& what, std::string const& problem,
                      std::string const& meant, Advice const& otherwise) const;

    TextFile const& source_;
    Mistakes& mistakes_;
    Adviser adviser_ = nullptr;
};

}  // namespace foresight
