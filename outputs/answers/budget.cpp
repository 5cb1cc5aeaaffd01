#include "outputs/answers/budget.hpp"

#include "engine/core/clock.hpp"
#include "engine/io/literal.hpp"
#include "engine/io/yaml.hpp"
#include "engine/scenario/grammar.hpp"

namespace foresight {
namespace {

constexpr double beyond_any_budget = 1e11;  // GBP

class BudgetFile {
public:
    BudgetFile(YamlFile const& file, Mistakes& mistakes) : reader_{file.source, mistakes}, root_{file.root} {}

    Budget budget(Deflator const& otherwise)
    {
        budget_.deflator = otherwise;
        if (!reader_.check_map(root_, {"schema", "budget", "lines", "deflator"}, "a budget")) return budget_;
        check_schema("a budget", std::string{budget_schema});
        if (auto const* const label = root_.find("budget"))
            budget_.label = reader_.word(*label, "'budget'").value_or("");
        // Of a template that nobody has filled in yet there are none.
        if (auto const* const lines = root_.find("lines"); lines && lines->kind != YamlValue::Kind::nothing)
            read_lines(*lines);
        if (auto const* const deflator = root_.find("deflator"))
            if (reader_.check_map(*deflator, {"name", "years", "later", "source"}, "a deflator"))
                budget_.deflator = deflator_in(*deflator, "name");
        return budget_;
    }

    Deflator deflator()
    {
        if (!reader_.check_map(root_, {"schema", "deflator", "years", "later", "source", "certainty"}, "a deflator"))
            return {};
        check_schema("a deflator", std::string{deflator_schema});
        return deflator_in(root_, "deflator");
    }

private:
    void check_schema(std::string const& what, std::string const& name) const
    {
        auto const* const schema = root_.find("schema");
        if (!schema || schema->text != name)
            reader_.refuse(schema ? *schema : root_, what + " begins with 'schema: " + name + "'",
                           "it says which version of the grammar is meant", "write schema: " + name);
    }

    std::string year_of(YamlValue const& value) const
    {
        auto const word = reader_.word(value, "a financial year").value_or("");
        auto const meant = financial_year_meant(word);
        if (!word.empty() && meant != word)
            reader_.refuse(value, "'" + word + "' is no financial year", "it begins in April",
                           "write " + (meant.empty() ? "2024-25" : meant));
        return word;
    }

    void read_lines(YamlValue const& lines)
    {
        if (!lines.is_map())
            return reader_.refuse(lines, "'lines' is a map of financial years",
                                  "each year has what is set aside for it",
                                  "write '2024-25: {gross: 560000000, source: \"...\"}'");
        for (auto const& [key, value] : lines.entries) {
            auto const year = year_of(key);
            if (!reader_.check_map(value, {"gross", "net", "source"}, "a budget line")) continue;
            Budget::Line line;
            if (auto const* const gross = value.find("gross"))
                line.gross = amount_of(*gross, "'gross'"), line.gross_place = reader_.place(*gross);
            if (auto const* const net = value.find("net"))
                line.net = amount_of(*net, "'net'"), line.net_place = reader_.place(*net);
            if (!line.gross && !line.net)
                reader_.refuse(key, "a budget line needs 'gross' or 'net', in pounds", "it says what is set aside",
                               "write gross: 560000000, or take the year out");
            if (auto const* const source = value.find("source"))
                line.source = reader_.word(*source, "the source").value_or("");
            else
                reader_.refuse(key, "a budget line needs a 'source'", "every number has one",
                               "write source: and where it is from");
            budget_.lines.emplace(year, std::move(line));
        }
    }

    double amount_of(YamlValue const& value, std::string const& name) const
    {
        auto const pounds = reader_.number(value, name);
        if (pounds && !(*pounds > 0 && *pounds < beyond_any_budget))
            reader_.refuse(value, name + " is to be above nought and below a hundred thousand million pounds",
                           "risk and reconciliation are against it",
                           "write it in pounds, such as 560000000, or leave the year out");
        return pounds.value_or(0);
    }

    Deflator deflator_in(YamlValue const& value, char const* name_key) const
    {
        Deflator made;
        auto const* const name = value.find(name_key);
        made.name = name ? reader_.word(*name, "the name").value_or("") : "the budget file's deflator";
        if (auto const* const source = value.find("source"))
            made.source = reader_.word(*source, "the source").value_or("");
        else
            reader_.refuse(value, "a deflator needs a 'source'", "every number has one",
                           "write source: and where it is from");
        auto const growth = [&](YamlValue const& of) {
            auto const read = reader_.number(of, "growth in per cent").value_or(0);
            if (read <= -50 || read >= 100)
                reader_.refuse(of, "growth is in per cent a year, between -50 and 100",
                               "prices hardly halve or double in a year", "write 2.7 for 2.7 per cent");
            return read;
        };
        if (auto const* const later = value.find("later")) made.later = growth(*later);
        else
            reader_.refuse(value, "a deflator needs 'later'", "a run goes on beyond the years that are listed",
                           "write 'later: 2.0', the growth in per cent of all later years");
        auto const* const years = value.find("years");
        if (!years) return made;
        if (!years->is_map()) {
            reader_.refuse(*years, "'years' is a map", "each financial year has its growth", "write '2025-26: 2.4'");
            return made;
        }
        for (auto const& [key, of] : years->entries) made.growth.emplace(year_of(key), growth(of));
        return made;
    }

    YamlReader reader_;
    YamlValue const& root_;
    Budget budget_;
};

}  // namespace

std::string_view name_of(Budget::Basis basis) { return basis == Budget::Basis::gross ? "gross" : "net"; }

std::string financial_year_meant(std::string const& word)
{
    auto const year = read_integer(std::string_view{word}.substr(0, word.find_first_of("-/")));
    if (!year || *year.value < 1900 || *year.value > 2200) return {};
    return period_of(Every::financial_year, Month::of(static_cast<int>(*year.value), 4)).label;
}

std::string Deflator::called() const
{
    if (name.starts_with("the ")) return name;
    return name.ends_with("deflator") ? "the " + name : "the deflator '" + name + "'";
}

std::string Deflator::with_source() const { return called() + (source == name ? "" : " (" + source + ")"); }

double Deflator::growth_in(std::string const& financial_year) const
{
    auto const found = growth.find(financial_year);
    return found == growth.end() ? later : found->second;
}

Budget read_budget(std::string const& path, Deflator const& otherwise)
{
    Mistakes mistakes;
    auto const file = read_yaml(path, mistakes);
    auto budget = BudgetFile{file, mistakes}.budget(otherwise);
    mistakes.refuse_if_any();
    budget.file = path;
    return budget;
}

Deflator read_deflator(std::string const& path)
{
    Mistakes mistakes;
    auto const file = read_yaml(path, mistakes);
    auto deflator = BudgetFile{file, mistakes}.deflator();
    mistakes.refuse_if_any();
    return deflator;
}

}  // namespace foresight
