#include "engine/io/literal.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "engine/io/date_meant.hpp"
#include "engine/io/text_file.hpp"

namespace foresight {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t digits(std::string_view text, std::size_t at)
{
    while (at < text.size() && is_digit(text[at])) ++at;
    return at;
}

/// Whether all of it is a decimal number as we take it.
bool well_formed(std::string_view text)
{
    std::size_t at = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    auto const whole = digits(text, at);
    if (whole == at || (text[at] == '0' && whole - at > 1)) return false;
    at = whole;
    if (at < text.size() && text[at] == '.') {
        auto const fraction = digits(text, at + 1);
        if (fraction == at + 1) return false;
        at = fraction;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
        auto const exponent = digits(text, at);
        if (exponent == at) return false;
        at = exponent;
    }
    return at == text.size();
}

std::string without(std::string_view text, std::string_view unwanted)
{
    std::string kept;
    for (char const c : text)
        if (unwanted.find(c) == std::string_view::npos) kept += c;
    return kept;
}

/// Whether its only comma parts a fraction off, as on the continent: of thousands three digits follow it, and no nought
/// stands alone before it.
bool has_decimal_comma(std::string_view text)
{
    auto const comma = text.find(',');
    if (comma == std::string_view::npos || text.find_first_of(",.", comma + 1) != std::string_view::npos
        || text.substr(0, comma).find('.') != std::string_view::npos)
        return false;
    auto const fraction = digits(text, comma + 1) - comma - 1;
    bool const of_nought = comma > 0 && text[comma - 1] == '0' && (comma == 1 || !is_digit(text[comma - 2]));
    return fraction > 0 && (fraction != 3 || of_nought);
}

/// Without what people put between digits to read them more easily; a decimal comma is a point.
std::string without_separators(std::string_view text)
{
    auto bare = without(text, "_ ");
    if (has_decimal_comma(bare)) bare[bare.find(',')] = '.';
    return without(bare, ",");
}

constexpr std::array<std::string_view, 3> per_cent_signs{"%", "percent", "pc"};

/// The number that was probably meant, or nothing.
std::string meant(std::string_view text)
{
    auto bare = without_separators(text);
    if (bare.starts_with("\xC2\xA3")) bare.erase(0, 2);  // a pound sign
    auto const signs = bare.starts_with('-') || bare.starts_with('+') ? std::size_t{1} : std::size_t{0};
    while (bare.size() > signs + 1 && bare[signs] == '0' && is_digit(bare[signs + 1])) bare.erase(signs, 1);
    if (bare.size() > signs && bare[signs] == '.') bare.insert(signs, "0");
    if (bare.ends_with('.')) bare.pop_back();
    if (auto const per_cent = read_per_cent(text)) return number_text(*per_cent / 100);
    return well_formed(bare) && bare != text ? bare : std::string{};
}

/// The whole number that was probably meant, or nothing: "1,050", and of "50%" what stands before the sign.
std::string whole_meant(std::string_view text)
{
    auto const per_cent = read_per_cent(text);
    auto const better = per_cent ? number_text(*per_cent) : meant(text);
    return better.find_first_not_of("+-0123456789") == std::string::npos ? better : std::string{};
}

template <class T>
Reading<T> failed(std::string problem, std::string suggestion = {})
{
    return {{}, std::move(problem), std::move(suggestion)};
}

std::string write(std::string const& better) { return better.empty() ? std::string{} : "write " + better; }

}  // namespace

std::string number_text(double number)
{
    char text[40];
    auto const end = std::to_chars(text, text + sizeof text, number).ptr;
    return {text, end};
}

std::optional<double> read_per_cent(std::string_view text)
{
    auto bare = without_separators(text);
    auto const sign = std::find_if(per_cent_signs.begin(), per_cent_signs.end(),
                                   [&](std::string_view one) { return bare.ends_with(one); });
    if (sign == per_cent_signs.end()) return {};
    bare.resize(bare.size() - sign->size());
    if (!well_formed(bare)) return {};
    double number = 0;
    std::from_chars(bare.data() + (bare[0] == '+' ? 1 : 0), bare.data() + bare.size(), number);
    return number;
}

Reading<double> read_number(std::string_view text)
{
    if (text.empty()) return failed<double>("a number is missing");
    if (!well_formed(text)) return failed<double>(in_quotes(text) + " is not a number", write(meant(text)));
    double number = 0;
    auto const first = text.data() + (text[0] == '+' ? 1 : 0);
    auto const [end, error] = std::from_chars(first, text.data() + text.size(), number);
    auto const tiny = text.find("e-") != std::string_view::npos || text.find("E-") != std::string_view::npos;
    if (error == std::errc::result_out_of_range && tiny) return {0.0, {}, {}};
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(number) || std::abs(number) > 1e300)
        return failed<double>("the number " + in_quotes(text) + " is too large");
    return {number, {}, {}};
}

Reading<std::int64_t> read_integer(std::string_view text)
{
    if (text.empty()) return failed<std::int64_t>("a whole number is missing");
    std::int64_t number = 0;
    auto const first = text.data() + (text[0] == '+' ? 1 : 0);
    auto const [end, error] = std::from_chars(first, text.data() + text.size(), number);
    auto const all = end == text.data() + text.size();
    if (well_formed(text) && error == std::errc::result_out_of_range)
        return failed<std::int64_t>("the number " + in_quotes(text) + " is too large");
    if (!well_formed(text) || error != std::errc{} || !all)
        return failed<std::int64_t>(in_quotes(text) + " is not a whole number",
                                    write(well_formed(text) ? std::string{} : whole_meant(text)));
    return {number, {}, {}};
}

Reading<Month> read_month(std::string_view text)
{
    constexpr std::size_t letters_at_most = 40;
    auto const meant_month = text.size() <= letters_at_most ? month_meant(text) : std::optional<Month>{};
    if (meant_month && to_string(*meant_month) == text) return {*meant_month, {}, {}};
    auto const bad = in_quotes(text) + " is not a month";
    if (meant_month) return failed<Month>(bad, "write " + to_string(*meant_month));
    int year = -1;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), year);
    bool const begins_with_year = error == std::errc{} && year >= 1900 && year <= 2200;
    if (begins_with_year && end == text.data() + text.size())
        return failed<Month>(bad, "write year and month: " + std::string{text} + "-04");
    if (begins_with_year && *end == '-') return failed<Month>(bad, "the month is from 01 to 12");
    return failed<Month>(bad, "write year and month: 2024-04");
}

Reading<std::uint32_t> read_sample(std::string_view text)
{
    auto const refuse = [&] {
        return failed<std::uint32_t>(in_quotes(text) + " is not a sample",
                                     "write one in how many, from 1/1 to 1/10000: 1/100");
    };
    if (text.starts_with("1/")) {
        auto const of = read_integer(text.substr(2));
        if (!of || *of.value < 1 || *of.value > 10000) return refuse();
        return {static_cast<std::uint32_t>(*of.value), {}, {}};
    }
    auto const share = read_number(text);
    if (!share || *share.value > 1 || *share.value < 1e-4) return refuse();
    auto const of = std::round(1 / *share.value);
    if (std::abs(1 / *share.value - of) > 1e-6 * of)
        return failed<std::uint32_t>(in_quotes(text) + " is not one in a whole number",
                                     "write 1/" + number_text(of) + ", so that every household counts for "
                                         + number_text(of));
    return {static_cast<std::uint32_t>(of), {}, {}};
}

}  // namespace foresight
