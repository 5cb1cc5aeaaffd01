#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "engine/process/setup.hpp"
#include "engine/random/random_stream.hpp"

// Parameters as processes see them: tables whose dimensions are fields. All of
// them follow the clock where the parameter is dated.

namespace foresight {

/// Where the codes of these fields lie in a table that has them as dimensions. The first may be one whose number of
/// codes is known at run time only, such as a district.
template <auto const&... fields>
struct Cell {
    static std::size_t of(ValueOf<fields>... code)
    {
        std::size_t cell = 0;
        ((cell = cell * fields.codes + static_cast<std::size_t>(code)), ...);
        return cell;
    }
    static constexpr std::size_t count = (std::size_t{1} * ... * fields.codes);

    static void check(std::string_view name, Parameter const& parameter, std::size_t outcomes = 1)
    {
        std::vector<std::string> wanted{std::string{fields.dimension()}...};
        if (outcomes != 1) wanted.emplace_back("outcome");
        if (parameter.dimensions != wanted)
            throw InputError{{parameter.said.saying(
                "parameter '" + std::string{name} + "' has the wrong dimensions",
                "the process that holds it wants " + join(wanted) + ", and it has " + join(parameter.dimensions),
                wanted.empty() ? "delete its `dimensions`" : "write dimensions: [" + join(wanted, ", ") + "]")}};
        // A table that was read says how large it is; the first dimension may be one whose size is known at run time only.
        std::vector<std::size_t> const sizes{static_cast<std::size_t>(fields.codes)...};
        for (std::size_t i = 1; i < sizes.size() && i < parameter.sizes.size(); ++i)
            if (parameter.sizes[i] != sizes[i])
                throw InputError{
                    {parameter.said.saying("parameter '" + std::string{name} + "' has the wrong codes of " + wanted[i],
                                           "the process that holds it wants " + std::to_string(sizes[i])
                                               + ", and it has " + std::to_string(parameter.sizes[i]),
                                           "name the dimension alone: its codes are known")}};
    }

private:
    static std::string join(std::vector<std::string> const& words, char const* between = " x ")
    {
        std::string text;
        for (auto const& word : words) text += (text.empty() ? "" : between) + word;
        return text.empty() ? "a single number" : text;
    }
};

/// Where the values of a dated parameter lie, this month and in those ahead: what is swept for once a year is reckoned with
/// the rates of the months in which it may happen.
class ValuesAhead {
public:
    static constexpr int months = 12;

    void look(Parameter const& parameter, Month month)
    {
        for (int ahead = 0; ahead != months; ++ahead)
            values_[static_cast<std::size_t>(ahead)] = parameter.at(month + ahead).data();
    }
    double const* now() const { return values_[0]; }
    double const* in(int ahead) const { return values_[static_cast<std::size_t>(ahead)]; }
    bool change_in(int ahead) const { return in(ahead) != in(ahead - 1); }

private:
    std::array<double const*, months> values_{};
};

/// A parameter that is one number.
class Scalar final : public FollowsTheClock {
public:
    Scalar(Setup& setup, std::string_view name) : parameter_{setup.use(name, *this)}
    {
        Cell<>::check(name, parameter_);
        advance(setup.start());
    }
    Scalar(Scalar const&) = delete;
    double operator()() const { return *values_.now(); }
    /// So many months ahead, eleven at most.
    double in(int ahead) const { return *values_.in(ahead); }
    bool changes_in(int ahead) const { return values_.change_in(ahead); }
    void advance(Month month) override { values_.look(parameter_, month); }

private:
    Parameter const& parameter_;
    ValuesAhead values_;
};

/// A parameter with one dimension for each of the fields named.
template <auto const&... fields>
class Rates : public FollowsTheClock {
public:
    Rates(Setup& setup, std::string_view name) : parameter_{setup.use(name, *this)}
    {
        Cell<fields...>::check(name, parameter_);
        advance(setup.start());
    }
    Rates(Rates const&) = delete;
    double operator()(ValueOf<fields>... code) const
    {
        EXPECTS(Cell<fields...>::of(code...) < size_);
        return values_.now()[Cell<fields...>::of(code...)];
    }
    /// So many months ahead, eleven at most.
    double in(int ahead, ValueOf<fields>... code) const
    {
        EXPECTS(Cell<fields...>::of(code...) < size_);
        return values_.in(ahead)[Cell<fields...>::of(code...)];
    }
    bool changes_in(int ahead) const { return values_.change_in(ahead); }
    void advance(Month month) final
    {
        values_.look(parameter_, month);
        size_ = parameter_.at(month).size();
    }

private:
    Parameter const& parameter_;
    ValuesAhead values_;
    std::size_t size_ = 0;
};

/// A price, a charge, a tariff: only ledger processes may hold one, so that a change of price lives no life again.
template <auto const&... fields>
class Prices final : public Rates<fields...> {
public:
    Prices(Setup& setup, std::string_view name) : Rates<fields...>{setup, name} { setup.grant(Right::prices, name); }
};

/// Probabilities, ready to be compared with a draw.
template <auto const&... fields>
class Chances final : public FollowsTheClock {
public:
    Chances(Setup& setup, std::string_view name) : parameter_{setup.use(name, *this)}
    {
        Cell<fields...>::check(name, parameter_);
        advance(setup.start());
    }
    Chances(Chances const&) = delete;
    Chance operator()(ValueOf<fields>... code) const { return chances_[Cell<fields...>::of(code...)]; }
    void advance(Month month) override
    {
        auto const& values = parameter_.at(month);
        if (&values == current_) return;
        current_ = &values;
        chances_.resize(values.size());
        for (std::size_t i = 0; i != values.size(); ++i) chances_[i] = Chance::of(values[i]);
    }

private:
    Parameter const& parameter_;
    std::vector<double> const* current_ = nullptr;
    std::vector<Chance> chances_;
};

/// The chances of each value of `outcome`, cumulated, by the fields named.
template <auto const& outcome, auto const&... fields>
class Choices final : public FollowsTheClock {
public:
    using Cumulated = std::array<Chance, outcome.codes - 1>;

    Choices(Setup& setup, std::string_view name) : parameter_{setup.use(name, *this)}
    {
        Cell<fields...>::check(name, parameter_, outcome.codes);
        advance(setup.start());
    }
    Choices(Choices const&) = delete;
    Cumulated const& operator()(ValueOf<fields>... code) const { return choices_[Cell<fields...>::of(code...)]; }
    void advance(Month month) override
    {
        auto const& values = parameter_.at(month);
        if (&values == current_) return;
        current_ = &values;
        choices_.resize(values.size() / outcome.codes);
        for (std::size_t i = 0; i != choices_.size(); ++i) {
            double sum = 0;
            for (std::size_t j = 0; j != outcome.codes - 1; ++j)
                choices_[i][j] = Chance::of(sum += values[i * outcome.codes + j]);
        }
    }

private:
    Parameter const& parameter_;
    std::vector<double> const* current_ = nullptr;
    std::vector<Cumulated> choices_;
};

}  // namespace foresight
