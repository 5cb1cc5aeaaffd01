#include "engine/io/yaml_syntax.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace foresight {
namespace {

/// What the parser says, in other words.
struct Saying {
    std::string_view parser;
    char const* problem;
    char const* suggestion;
};
constexpr Saying sayings[]{
    {"end of sequence not found", "a list in brackets is not closed", "close it with ']'"},
    {"end of map not found", "a map in braces is not closed", "close it with '}'"},
    {"end of sequence flow not found", "a list in brackets is not closed", "close it with ']'"},
    {"end of map flow not found", "a map in braces is not closed", "close it with '}'"},
    {"illegal EOF in scalar", "a quotation is not closed", "close it with the same quotation mark"},
    {"illegal document indicator in scalar", "a quotation is not closed", "close it with the same quotation mark"},
    {"illegal map value", "a colon where no value can stand",
     "put text that holds ': ' into quotation marks, and check the indentation"},
    {"illegal block entry", "a dash where no item of a list can stand", "check the indentation"},
    {"illegal map key", "a key where none can stand", "check the indentation"},
    {"illegal flow end", "a closing bracket without its opening one", "delete it"},
    {"unknown token", "a sign that cannot begin a word", "put the text into quotation marks"},
    {"unknown escape character", "an escape (\\) that YAML does not know",
     "use single quotation marks, in which a backslash is a backslash"},
    {"the referenced anchor is not defined", "an alias (*)", "write the value out"},
};

/// A line as people see it: dashes of a list, then a word, then what follows it.
struct WrittenLine {
    int number = 0;
    std::size_t begins = 0;  ///< where the first sign stands that is no blank
    std::size_t key = 0;     ///< where the first word stands, behind the dashes of a list
    std::string_view word;   ///< up to a blank or a colon
    std::string_view rest;   ///< behind the word and its colon
    bool colon = false;      ///< there is one behind the word
    bool blank = false;      ///< and a blank, or nothing, behind the colon

    bool item() const { return key != begins; }
};

std::optional<WrittenLine> written_line(TextFile const& source, int number)
{
    auto const text = source.line(number);
    WrittenLine line;
    line.number = number;
    line.begins = text.find_first_not_of(' ');
    if (line.begins == std::string_view::npos || text[line.begins] == '#') return {};
    line.key = line.begins;
    while (text.substr(line.key).starts_with("- "))
        line.key = std::min(text.find_first_not_of(' ', line.key + 1), text.size());
    auto const end = std::min(text.find_first_of(": ", line.key), text.size());
    line.word = text.substr(line.key, end - line.key);
    line.colon = end != text.size() && text[end] == ':';
    line.blank = line.colon && (end + 1 == text.size() || text[end + 1] == ' ');
    auto const rest = text.find_first_not_of(": ", end);
    if (rest != std::string_view::npos) line.rest = text.substr(rest);
    return line;
}

/// The last line before this one that says anything.
std::optional<WrittenLine> line_before(TextFile const& source, int number)
{
    while (--number > 0)
        if (auto line = written_line(source, number)) return line;
    return {};
}

Mistake at_key(TextFile const& source, WrittenLine const& line, std::string problem, std::string reason,
               std::string suggestion)
{
    return source.mistake(line.number, source.column_of(line.number, line.key), std::max(1, characters(line.word)),
                          std::move(problem), std::move(reason), std::move(suggestion));
}

/// The line before, if a colon or the blank behind it is missing there.
std::optional<Mistake> missing_colon(TextFile const& source, WrittenLine const& here)
{
    auto const before = line_before(source, here.number);
    if (!before || before->blank || before->word.empty()
        || std::string_view{"\"'[{|>&*!"}.find(before->word[0]) != std::string_view::npos)
        return {};
    auto const rest = before->rest.empty() ? std::string{} : " " + std::string{before->rest};
    return at_key(source, *before, before->colon ? "a blank is missing behind the colon" : "a colon is missing",
                  "a colon and a blank stand between a key and its value",
                  "write " + std::string{before->word} + ":" + rest);
}

/// The nearest line above that begins the item to which this line must belong, or the key beside which it must stand.
std::optional<WrittenLine> neighbour_above(TextFile const& source, WrittenLine const& here)
{
    auto above = line_before(source, here.number);
    for (auto line = above; line; line = line_before(source, line->number)) {
        if (line->item() && line->key > here.key) return line;
        if (line->begins < here.begins) break;
    }
    return above;
}

Mistake wrong_indentation(TextFile const& source, WrittenLine const& here)
{
    auto const above = neighbour_above(source, here);
    auto const word = in_quotes(here.word);
    if (!above || above->word.empty() || above->key == here.key)
        return at_key(source, here, word + " is indented as nothing above it is", "this is not YAML as we read it",
                      "begin it in the column of what it belongs to");
    return at_key(source, here, word + (here.key < above->key ? " is indented too little" : " is indented too far"),
                  "what belongs together begins in one column: " + in_quotes(above->word) + " in line "
                      + std::to_string(above->number) + " begins in column "
                      + std::to_string(source.column_of(above->number, above->key)),
                  "begin it in column " + std::to_string(source.column_of(above->number, above->key)) + ", below "
                      + in_quotes(above->word));
}

/// Where a quotation of this line has ended and text goes on behind it, if that is so.
std::optional<Mistake> text_after_quotation(TextFile const& source, int number)
{
    auto const line = source.line(number);
    bool begins = true;  // a value may begin here; elsewhere a quotation mark is a letter as others are
    bool in_brackets = false;
    for (std::size_t at = 0; at < line.size(); ++at) {
        char const mark = line[at];
        if (mark == ' ') continue;
        if (mark == '#' && (at == 0 || line[at - 1] == ' ')) return {};
        if (!begins || (mark != '"' && mark != '\'')) {
            in_brackets = in_brackets || (begins && (mark == '[' || mark == '{'));
            bool const dash = mark == '-' && line.find_first_not_of("- ") == line.find_first_not_of("- ", at);
            begins =
                mark == ':' || dash || (in_brackets && std::string_view{"[{,"}.find(mark) != std::string_view::npos);
            continue;
        }
        for (++at; at < line.size() && line[at] != mark; ++at)
            if (mark == '"' && line[at] == '\\') ++at;
        while (mark == '\'' && at + 1 < line.size() && line[at + 1] == mark)
            for (at += 2; at < line.size() && line[at] != mark;) ++at;
        if (at >= line.size()) return {};
        auto const next = line.find_first_not_of(' ', at + 1);
        if (next == std::string_view::npos || std::string_view{",:]}#"}.find(line[next]) != std::string_view::npos) {
            begins = false;
            continue;
        }
        auto const end = std::min(line.find_first_of(",]}#", next), line.size());
        auto const text = line.substr(next, end - next);
        return source.mistake(number, source.column_of(number, next),
                              std::max(1, characters(text.substr(0, text.find_last_not_of(' ') + 1))),
                              "text after a quotation", "the closing quotation mark ends the text",
                              std::string{"move it before the mark; a mark within the text is written "}
                                  + (mark == '"' ? "\\\"" : "''"));
    }
    return {};
}

bool begins_in_brackets(TextFile const& source, YamlValue const& value)
{
    auto const text = source.line(value.line);
    for (std::size_t at = 0; at != text.size(); ++at)
        if (source.column_of(value.line, at) == value.column) return text[at] == '[' || text[at] == '{';
    return false;
}

/// What can be told of a block: of keys and dashes under each other, without brackets.
std::optional<Mistake> mistake_of_block(TextFile const& source, std::string_view said, int line, std::size_t offset)
{
    auto const here = written_line(source, line);
    if (!here) return {};
    // Where a dash comes as a surprise, the line before it has left the list.
    auto const before = line_before(source, line);
    if (here->item() && before && !before->item() && before->key <= here->begins
        && !said.starts_with("illegal map value"))
        return wrong_indentation(source, *before);
    if (said.starts_with("end of map") || said.starts_with("end of sequence")) return wrong_indentation(source, *here);
    // The colon that the parser stumbles over is the first of its line: the line before it is to blame.
    bool const first = offset == here->key + here->word.size();
    if (!said.starts_with("illegal map value") || !first) return {};
    if (auto missing = missing_colon(source, *here)) return missing;
    return before && before->key < here->key ? std::optional{wrong_indentation(source, *here)} : std::nullopt;
}

/// Where a bracket is opened that is closed by one of the other kind, if a line has such a pair.
std::optional<Mistake> closed_otherwise(TextFile const& source)
{
    for (int number = 1; number <= source.lines(); ++number) {
        auto const line = source.line(number);
        std::vector<std::size_t> open;
        char quotation = 0, before = ':';  // the last sign that is no blank
        for (std::size_t at = 0; at < line.size(); ++at) {
            char const sign = line[at];
            if (quotation != 0) {
                if (sign == quotation) quotation = 0;
                continue;
            }
            if (sign == '#' && (at == 0 || line[at - 1] == ' ')) break;
            bool const begins = std::string_view{":-,[{"}.find(before) != std::string_view::npos;
            if ((sign == '"' || sign == '\'') && begins) quotation = sign;
            if ((sign == '[' || sign == '{') && begins) open.push_back(at);
            if ((sign == ']' || sign == '}') && !open.empty()) {
                bool const list = line[open.back()] == '[';
                if (sign != (list ? ']' : '}'))
                    return source.mistake(number, source.column_of(number, open.back()), 1,
                                          list ? "a list in brackets is not closed" : "a map in braces is not closed",
                                          "this is not YAML as we read it",
                                          list ? "close it with ']'" : "close it with '}'");
                open.pop_back();
            }
            if (sign != ' ') before = sign;
        }
    }
    return {};
}

}  // namespace

Mistake syntax_mistake(TextFile const& source, std::string const& said, int line, int column,
                       YamlValue const* innermost)
{
    auto const says = [&](std::string_view words) { return std::string_view{said}.starts_with(words); };
    auto const offset = static_cast<std::size_t>(std::max(0, column));
    auto number = std::clamp(line + 1, 1, std::max(1, source.lines()));
    auto place = source.column_of(number, offset);
    if (auto mistake = text_after_quotation(source, number)) return *std::move(mistake);
    if (auto const before = line_before(source, number))
        if (auto mistake = text_after_quotation(source, before->number)) return *std::move(mistake);
    if (says("illegal flow end") || says("end of sequence") || says("end of map"))
        if (auto mistake = closed_otherwise(source)) return *std::move(mistake);
    bool const in_brackets = innermost && begins_in_brackets(source, *innermost);
    if (!in_brackets)
        if (auto mistake = mistake_of_block(source, said, number, offset)) return *std::move(mistake);
    if (innermost && (says("end of sequence") || says("end of map"))) {
        number = innermost->line;
        place = innermost->column;
    }
    if (says("unknown escape character")) place = std::max(1, place - 2);
    for (auto const& saying : sayings)
        if (says(saying.parser))
            return source.mistake(number, place, 1, saying.problem, "this is not YAML as we read it",
                                  saying.suggestion);
    return source.mistake(number, place, 1, "this is not YAML", said,
                          "check the indentation, the colons and the quotation marks");
}

}  // namespace foresight
