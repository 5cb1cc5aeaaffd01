#pragma once

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace foresight {

/// A spot in a file: 1-based line and column, columns counted in characters. Line 0 means the file as a whole.
struct Place {
    std::string file;
    int line = 0;
    int column = 0;
};

/// One thing that the analyst can mend.
struct Mistake {
    std::string problem;     ///< what is wrong, lower case: "unknown key 'form'"
    std::string reason;      ///< why it is a problem; may be empty
    std::string suggestion;  ///< what to try: "did you mean 'from'?"; may be empty
    Place place;             ///< empty file where the command line is meant
    std::string line_text;   ///< the line itself, without its end; shown with a caret
    int width = 1;           ///< how many characters the caret underlines
    int caret = 0;           ///< where the caret stands if `line_text` was shortened; 0: at the column

    /// Another mistake at the same place.
    Mistake saying(std::string what, std::string why = {}, std::string help = {}) const
    {
        return {std::move(what), std::move(why), std::move(help), place, line_text, width, caret};
    }
};

/// The user can mend this: a scenario, a parameter file, a command line. Exit code 2.
///
/// Carries every mistake that was found at once. `what()` is the first in the
/// form "problem (reason) suggestion"; `render` prints them all with carets.
class InputError : public std::runtime_error {
public:
    explicit InputError(std::string const& message);
    explicit InputError(std::vector<Mistake> mistakes);

    std::vector<Mistake> const& mistakes() const { return mistakes_; }

private:
    std::vector<Mistake> mistakes_;
};

/// Refuses what is in no file: a word of the command line, a run, the machine.
[[noreturn]] void refuse(std::string problem, std::string reason = {}, std::string suggestion = {});

/// Gathers mistakes, so that all of a file are told at once.
class Mistakes {
public:
    void add(Mistake mistake) { all_.push_back(std::move(mistake)); }
    void add(InputError const& error) { all_.insert(all_.end(), error.mistakes().begin(), error.mistakes().end()); }
    bool none() const { return all_.empty(); }
    std::size_t count() const { return all_.size(); }
    std::vector<Mistake> const& all() const { return all_; }
    /// Throws an InputError with all of them, if there are any.
    void refuse_if_any() const
    {
        if (!all_.empty()) throw InputError{all_};
    }

private:
    std::vector<Mistake> all_;
};

/// The mistakes of an error, ready for a terminal: "error: ...", " --> file:line:column", the line, a caret, "= help: ...".
/// Of one file the first twenty for each reason, and how many more there are.
std::string render(InputError const& error);

/// The same of what is no error: "warning: ...".
std::string render_warnings(std::vector<Mistake> const& warnings);

/// The word of `known` nearest to `word`, if it is near enough to be meant: at most max(1, length / 3) letters left out,
/// added, exchanged or swapped, and whatever their case. Else empty.
std::string nearest(std::string_view word, std::vector<std::string> const& known);

/// What a user may write, and what people call it.
struct Labelled {
    std::string key;
    std::string label;
};

/// The key that is meant by a word which is near to it, or to its label, or with which one label alone begins. Else empty.
std::string nearest_by_label(std::string_view word, std::vector<Labelled> const& known);

/// "did you mean 'key'?", or `otherwise` where there is nothing near.
std::string did_you_mean(std::string const& near, std::string otherwise = {});

[[noreturn]] inline void broken(char const* promise, char const* text, char const* file, int line)
{
    std::fprintf(stderr, "%s:%d: %s broken: %s\n", file, line, promise, text);
    std::abort();
}

}  // namespace foresight

// Promises between programmers. They are checked in the debug, audit and sanitizer presets.
#ifdef FORESIGHT_CONTRACTS
#    define FORESIGHT_CHECK_(promise, condition) \
        ((condition) ? (void)0 : ::foresight::broken(promise, #condition, __FILE__, __LINE__))
#else
#    define FORESIGHT_CHECK_(promise, condition) ((void)0)
#endif
#define EXPECTS(condition) FORESIGHT_CHECK_("precondition", condition)
#define ENSURES(condition) FORESIGHT_CHECK_("postcondition", condition)
