#include "engine/scenario/setting.hpp"

#include <algorithm>

#include "engine/io/literal.hpp"

namespace foresight {
namespace {

/// Takes the month in brackets off a name. Whether there is none, or a right one.
bool take_month(std::string& name, Month& month, std::string const& option, Inputs::Refuse const& refuse)
{
    auto const bracket = name.find('[');
    if (bracket == std::string::npos || !name.ends_with(']')) return true;
    auto const said = std::string_view{name}.substr(bracket + 1, name.size() - bracket - 2);
    auto const date = read_month(said);
    if (!date && said.find('=') != std::string_view::npos)
        refuse(in_quotes(said) + " is not a month", option + " takes only a month in brackets",
               "for one district, or another part, use `where` in a scenario");
    else if (!date) refuse(date.problem, form_of_a_month, date.suggestion);
    if (!date) return false;
    month = *date.value;
    name.resize(bracket);
    return true;
}

/// The number behind * and +. Whether it is one.
bool read_amount(SaidChange& said, std::string const& value, Inputs::Refuse const& refuse)
{
    bool const scales = said.change.kind == Change::Kind::scale;
    auto const number = read_number(value);
    if (number) {
        said.change.amount = *number.value;
        return true;
    }
    auto advice = number.suggestion;
    if (advice.starts_with("write ")) advice.insert(6, scales ? "*" : "+");
    if (scales && read_per_cent(value)) advice = factor_meant(value, said.factor_sign);
    if (advice.empty()) advice = scales ? "write *1.1 for a tenth more" : "write +10 for ten more";
    refuse(number.problem, "a number stands behind * and +", advice);
    return false;
}

}  // namespace

Inputs::Refuse refuse_setting(Mistakes& mistakes, std::string const& option, std::string const& setting)
{
    return [&mistakes, words = option + " " + in_quotes(setting)](std::string const& problem, std::string reason,
                                                                  std::string suggestion) {
        mistakes.add(Mistake{words + ": " + problem, std::move(reason), std::move(suggestion), {}, {}, 1});
    };
}

std::optional<std::pair<std::string, std::string>> parts_of_setting(std::string const& setting)
{
    auto equals = setting.find('=');
    auto const closing = setting.find(']', std::min(setting.find('['), setting.size()));
    bool const in_brackets = setting.find('[') < equals && closing != std::string::npos && closing > equals;
    if (in_brackets) equals = setting.find('=', closing);
    if (equals == std::string::npos || equals == 0 || equals + 1 == setting.size()) return {};
    return std::pair{setting.substr(0, equals), setting.substr(equals + 1)};
}

std::optional<SaidChange> change_of_setting(std::string const& option, std::string const& setting, std::string name,
                                            std::string value, Mistakes& mistakes)
{
    auto const refuse = refuse_setting(mistakes, option, setting);
    SaidChange made;
    if (!take_month(name, made.change.from, option, refuse)) return {};
    if (value.front() == '*') made.change.kind = Change::Kind::scale;
    else if (value.front() == '+') made.change.kind = Change::Kind::add;
    made.factor_sign = "*";
    if (made.change.kind != Change::Kind::value) value.erase(0, 1);
    // Of a value, and of what is added in per cent, the parameter's words and unit say what is meant.
    bool const adds_number = made.change.kind == Change::Kind::add && !read_per_cent(value);
    if ((made.change.kind == Change::Kind::scale || adds_number) && !read_amount(made, value, refuse)) return {};
    made.change.parameter = std::move(name);
    made.change.source = "the command line";
    made.amount_text = std::move(value);
    made.spot = option + " " + setting;
    made.place = [words = option + " " + in_quotes(setting)](std::string_view) {
        return Mistake{words + ": ", {}, {}, {}, {}};
    };
    made.refuse = [refuse](std::string_view, std::string problem, std::string reason, std::string suggestion) {
        refuse(std::move(problem), std::move(reason), std::move(suggestion));
    };
    return made;
}

}  // namespace foresight
