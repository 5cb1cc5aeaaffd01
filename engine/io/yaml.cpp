#include "engine/io/yaml.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>

#include "engine/core/plain_text.hpp"
#include "engine/io/literal.hpp"
#include "engine/io/yaml_syntax.hpp"

namespace foresight {
namespace {

constexpr std::size_t levels_at_most = 16;

Advice const a_number{"it is to be calculated with", "write a number of digits and at most one point: 1.2"};
Advice const a_month{"a month is written as its year and its number", "write a month: 2024-04"};

std::string listed(std::vector<std::string> const& keys)
{
    std::string all;
    for (auto const& name : keys) all += (all.empty() ? "" : ", ") + name;
    return all;
}

/// Thrown through the parser when there is no point in reading on.
struct Stop {};

/// Builds our values from the parser's events, so that nothing is expanded and nothing recurses.
class Builder final : public YAML::EventHandler {
public:
    Builder(TextFile const& source, Mistakes& mistakes) : source_{source}, mistakes_{mistakes} {}

    YamlValue take_root() { return std::move(root_); }
    /// The list or map that was being read when the parser gave up.
    YamlValue const* innermost() const { return stack_.empty() ? nullptr : &stack_.back().value; }

    void OnDocumentStart(YAML::Mark const& mark) override
    {
        if (documents_++ == 0) return;
        refuse(at(mark), "a second document begins here", "a file holds one",
               "delete the line '---' and what follows, or make it a file of its own");
        throw Stop{};
    }
    void OnDocumentEnd() override {}
    void OnAnchor(YAML::Mark const&, std::string const&) override {}

    void OnNull(YAML::Mark const& mark, YAML::anchor_t anchor) override
    {
        auto value = at(mark);
        if (anchor != 0) refuse_anchor(value);
        put(std::move(value));
    }
    void OnAlias(YAML::Mark const& mark, YAML::anchor_t) override
    {
        auto value = at(mark);
        value.width = word_width(value);
        refuse(value, "an alias (*)", "values are not shared between places, so that each says what it is",
               "write the value out");
        value.kind = YamlValue::Kind::refused;
        count_reference();
        put(std::move(value));
    }
    void OnScalar(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                  std::string const& text) override
    {
        auto value = at(mark);
        value.kind = YamlValue::Kind::word;
        value.text = text;
        value.plain = tag != "!";
        value.width = word_width(value);
        check(value, tag, anchor);
        if (!value.plain && !closed(value)) {
            refuse(value, "a quotation is not closed", "it would swallow the rest of the file",
                   "close it with the same quotation mark");
            throw Stop{};
        }
        put(std::move(value));
    }
    void OnSequenceStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override
    {
        open(mark, YamlValue::Kind::list, tag, anchor);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override
    {
        open(mark, YamlValue::Kind::map, tag, anchor);
    }
    void OnMapEnd() override { close(); }

private:
    static YamlValue first_place()
    {
        YamlValue value;
        value.line = value.column = 1;
        return value;
    }

    struct Container {
        YamlValue value;
        std::optional<YamlValue> key{};  ///< of a map: read, its value is yet to come
    };

    YamlValue at(YAML::Mark const& mark) const
    {
        YamlValue value;
        value.line = std::clamp(mark.line + 1, 1, std::max(1, source_.lines()));
        value.column =
            mark.line < 0 ? 1 : source_.column_of(value.line, static_cast<std::size_t>(std::max(0, mark.column)));
        return value;
    }

    /// As many characters as stand there up to the end of the word, in this line.
    int word_width(YamlValue const& value) const
    {
        if (value.kind == YamlValue::Kind::word) {
            auto const end = value.text.find('\n');
            auto const shown = characters(std::string_view{value.text}.substr(0, end));
            return std::max(1, shown + (value.plain ? 0 : 2));
        }
        auto const line = source_.line(value.line);
        auto const start = std::min(line.size(), static_cast<std::size_t>(value.column - 1));
        auto const end = line.find_first_of(" ,]}\t", start);
        return std::max(1, static_cast<int>(std::min(end, line.size()) - start));
    }

    /// Whether the quotation that begins at this word ends; yaml-cpp lets the file's end do.
    bool closed(YamlValue const& word) const
    {
        auto const line = source_.line(word.line);
        auto const& text = source_.text();
        auto at = static_cast<std::size_t>(line.data() - text.data());
        for (int column = 1; column < word.column && at < text.size(); ++column) do
                ++at;
            while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0u) == 0x80u);
        if (at >= text.size() || (text[at] != '"' && text[at] != '\'')) return true;  // a block of text
        auto const mark = text[at++];
        for (; at < text.size(); ++at) {
            bool const escapes = mark == '"' && text[at] == '\\';
            bool const doubled = mark == '\'' && text[at] == mark && at + 1 < text.size() && text[at + 1] == mark;
            if (escapes || doubled) ++at;
            else if (text[at] == mark) return true;
        }
        return false;
    }

    void refuse(YamlValue const& value, std::string problem, std::string reason, std::string suggestion = {})
    {
        mistakes_.add(source_.mistake(value.line, value.column, value.width, std::move(problem), std::move(reason),
                                      std::move(suggestion)));
    }
    void count_reference()
    {
        if (++references_ >= 8) throw Stop{};  // enough has been said
    }
    void refuse_anchor(YamlValue const& value)
    {
        refuse(value, "an anchor (&)", "values are not shared between places, so that each says what it is",
               "delete it and write the value out where it is wanted");
        count_reference();
    }
    void check(YamlValue const& value, std::string const& tag, YAML::anchor_t anchor)
    {
        if (anchor != 0) refuse_anchor(value);
        if (!tag.empty() && tag != "?" && tag != "!")
            refuse(value, "a tag (!)", "what kind a value is follows from its key", "delete the tag");
    }

    void open(YAML::Mark const& mark, YamlValue::Kind kind, std::string const& tag, YAML::anchor_t anchor)
    {
        auto value = at(mark);
        value.kind = kind;
        check(value, tag, anchor);
        if (stack_.size() == levels_at_most) {
            refuse(value, "nested too deeply", "at most " + std::to_string(levels_at_most) + " levels are read",
                   "is a bracket or an indentation wrong?");
            throw Stop{};
        }
        stack_.push_back({std::move(value), {}});
    }
    void close()
    {
        auto value = std::move(stack_.back().value);
        stack_.pop_back();
        put(std::move(value));
    }

    void put(YamlValue value)
    {
        if (stack_.empty()) {
            root_ = std::move(value);
            return;
        }
        auto& [into, key] = stack_.back();
        if (into.is_list()) into.items.push_back(std::move(value));
        else if (!key) key = std::move(value);
        else {
            add(into, std::move(*key), std::move(value));
            key.reset();
        }
    }

    void add(YamlValue& map, YamlValue key, YamlValue value)
    {
        if (key.kind == YamlValue::Kind::refused) return;
        if (!key.is_word()) {
            refuse(key, "a key is not a word", "a key is a name, followed by a colon", "write a name, then ': '");
            return;
        }
        if (key.text == "<<") {
            refuse(key, "a merge key '<<'", "maps are not merged, so that each says all that it holds",
                   "write the keys out, or use `extends`");
            return;
        }
        if (auto const* first = map.entry(key.text)) {
            refuse(key, "duplicate key " + in_quotes(key.text),
                   "it is first given in line " + std::to_string(first->key.line), "delete one of the two");
            return;
        }
        map.entries.push_back({std::move(key), std::move(value)});
    }

    TextFile const& source_;
    Mistakes& mistakes_;
    YamlValue root_ = first_place();
    std::vector<Container> stack_{};
    int documents_ = 0;
    int references_ = 0;
};

/// Tabs may not indent, whatever the parser makes of them.
void refuse_tabs(TextFile const& source, Mistakes& mistakes)
{
    for (int number = 1; number <= source.lines(); ++number) {
        auto const line = source.line(number);
        auto const text = line.find_first_not_of(" \t");
        auto const tab = line.find('\t');
        if (tab < std::min(text, line.size()) && text != std::string_view::npos && line[text] != '#') {
            mistakes.add(source.mistake(number, static_cast<int>(tab) + 1, 1, "a tab indents this line",
                                        "editors show tabs differently, and YAML forbids them here",
                                        "indent with spaces"));
            return;
        }
    }
}

}  // namespace

YamlValue::Entry const* YamlValue::entry(std::string_view key) const
{
    auto const found =
        std::find_if(entries.begin(), entries.end(), [&](Entry const& entry) { return entry.key.text == key; });
    return found == entries.end() ? nullptr : &*found;
}

YamlValue const* YamlValue::find(std::string_view key) const
{
    auto const* found = entry(key);
    return found ? &found->value : nullptr;
}

YamlFile read_yaml(std::string const& path, Mistakes& mistakes)
{
    return read_yaml(TextFile::read(path, yaml_bytes_at_most), mistakes);
}

YamlFile read_yaml(TextFile source, Mistakes& mistakes)
{
    Mistakes found;
    refuse_tabs(source, found);
    found.refuse_if_any();
    Builder builder{source, found};
    std::istringstream text{source.text()};
    try {
        YAML::Parser parser{text};
        while (parser.HandleNextDocument(builder)) {}
    } catch (Stop const&) {
        found.refuse_if_any();
    } catch (YAML::Exception const& error) {
        found.add(syntax_mistake(source, error.msg, error.mark.line, error.mark.column, builder.innermost()));
        found.refuse_if_any();
    }
    for (auto const& mistake : found.all()) mistakes.add(mistake);
    auto root = builder.take_root();
    return {std::move(source), std::move(root)};
}

void YamlReader::refuse(YamlValue const& at, std::string problem, std::string reason, std::string suggestion) const
{
    mistakes_.add(
        source_.mistake(at.line, at.column, at.width, std::move(problem), std::move(reason), std::move(suggestion)));
}

Mistake YamlReader::place(YamlValue const& at) const { return source_.mistake(at.line, at.column, at.width, {}); }

bool YamlReader::check_map(YamlValue const& map, std::vector<std::string> const& keys, std::string const& what,
                           std::span<Synonym const> synonyms) const
{
    if (!map.is_map()) {
        refuse_kind(map, what, "keys and values",
                    {"what it says is told by its keys",
                     "write keys and values" + (adviser_ || keys.empty() ? std::string{} : ": " + listed(keys))});
        return false;
    }
    for (auto const& entry : map.entries)
        if (std::find(keys.begin(), keys.end(), entry.key.text) == keys.end()) refuse_key(entry, keys, what, synonyms);
    return true;
}

void YamlReader::refuse_key(YamlValue::Entry const& entry, std::vector<std::string> const& keys,
                            std::string const& what, std::span<Synonym const> synonyms) const
{
    auto const meant = [&](std::string const& word) {
        if (std::find(keys.begin(), keys.end(), word) != keys.end()) return word;
        auto const same =
            std::find_if(synonyms.begin(), synonyms.end(), [&](auto const& one) { return one.word == word; });
        return same == synonyms.end() ? nearest(word, keys) : std::string{same->key};
    };
    auto const& [key, value] = entry;
    // "from 2025-04" and "scale:1.03" are read as keys without a value.
    auto const end = key.text.find_first_of(": ");
    if (auto const word = meant(key.text.substr(0, end));
        value.kind == YamlValue::Kind::nothing && end != std::string::npos && !word.empty()) {
        auto const rest = key.text.find_first_not_of(": ", end);
        refuse(key, key.text[end] == ':' ? "a blank is missing behind the colon" : "a colon is missing",
               "a colon and a blank stand between a key and its value",
               "write " + word + ": " + (rest == std::string::npos ? std::string{} : key.text.substr(rest)));
        return;
    }
    bool const number = key.text.find_first_not_of("0123456789%") == std::string::npos;
    if (number && value.kind == YamlValue::Kind::nothing) {
        refuse(key, "a comma within a number", "in braces a comma ends the value", "write a point: 1.2");
        return;
    }
    refuse(key, "unknown key " + in_quotes(key.text), what + " has the keys " + listed(keys),
           did_you_mean(meant(key.text), "write one of these keys, or delete it"));
}

void YamlReader::refuse_value(YamlValue const& value, std::string const& what, std::string const& problem,
                              std::string const& meant, Advice const& otherwise) const
{
    auto const advice = adviser_ ? adviser_(what) : Advice{};
    auto suggestion = meant;
    if (suggestion.empty()) {
        suggestion = otherwise.suggestion;
        if (!advice.suggestion.empty()) suggestion += ", as " + advice.suggestion;
    }
    refuse(value, what + problem, advice.reason.empty() ? otherwise.reason : advice.reason, suggestion);
}

void YamlReader::refuse_kind(YamlValue const& value, std::string const& what, std::string const& wanted,
                             Advice const& otherwise) const
{
    if (value.kind == YamlValue::Kind::refused) return;
    char const* const have = value.is_map()    ? "a map"
                             : value.is_list() ? "a list"
                             : value.is_word() ? "a single word"
                                               : "nothing";
    refuse_value(value, what, " must be " + wanted + ", not " + have, {}, otherwise);
}

std::optional<std::string> YamlReader::word(YamlValue const& value, std::string const& what) const
{
    if (value.is_word() && !is_plain(value.text, Lines::many)) {
        refuse(value, what + " holds a control character", "it cannot be seen, so it cannot be meant",
               "delete the escape (\\) that stands for it");
        return {};
    }
    if (value.is_word() && !value.text.empty()) return value.text;
    Advice const advice{"it is a single text", "write a text"};
    if (value.is_word()) refuse_value(value, what, " is empty", {}, {"there is nothing in it to read", "write a text"});
    else refuse_kind(value, what, "a text", advice);
    return {};
}

std::optional<double> YamlReader::number(YamlValue const& value, std::string const& what) const
{
    if (!value.is_word()) {
        refuse_kind(value, what, "a number", a_number);
        return {};
    }
    auto const reading = read_number(value.text);
    if (reading && !value.plain) {
        refuse(value, what + " must be a number, not a text", "it stands in quotation marks", "write " + value.text);
        return {};
    }
    if (!reading) refuse_value(value, what, " must be a number: " + reading.problem, reading.suggestion, a_number);
    return reading.value;
}

std::optional<std::int64_t> YamlReader::integer(YamlValue const& value, std::string const& what, std::int64_t low,
                                                std::int64_t high) const
{
    auto const range = "from " + std::to_string(low) + " to " + std::to_string(high);
    Advice const within{"other numbers mean nothing here", "write a whole number " + range};
    if (!value.is_word()) {
        refuse_kind(value, what, "a whole number", within);
        return {};
    }
    auto const reading = read_integer(value.text);
    if (!reading)
        refuse_value(value, what, " must be a whole number " + range + ": " + reading.problem, reading.suggestion,
                     within);
    else if (!value.plain)
        refuse(value, what + " must be a number, not a text", "it stands in quotation marks", "write " + value.text);
    else if (*reading.value < low || *reading.value > high)
        refuse_value(value, what, " must be a whole number " + range + ", not " + value.text, {}, within);
    else return reading.value;
    return {};
}

std::optional<Month> YamlReader::month(YamlValue const& value, std::string const& what) const
{
    if (!value.is_word()) {
        refuse_kind(value, what, "a month", a_month);
        return {};
    }
    auto const reading = read_month(value.text);
    if (!reading) refuse_value(value, what, " must be a month: " + reading.problem, reading.suggestion, a_month);
    return reading.value;
}

std::vector<YamlValue const*> YamlReader::words(YamlValue const& value, std::string const& what) const
{
    std::vector<YamlValue const*> found;
    if (!value.is_list()) {
        refuse_kind(value, what, "a list", {"there may be several", "write a list"});
        return found;
    }
    for (auto const& item : value.items)
        if (word(item, "each of " + what)) found.push_back(&item);
    return found;
}

}  // namespace foresight
