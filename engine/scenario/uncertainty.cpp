#include <algorithm>
#include <cmath>

#include "engine/random/elementary.hpp"
#include "engine/random/philox.hpp"
#include "engine/scenario/parameters.hpp"

namespace foresight {
namespace {

/// The logarithm of the gamma function, x > 0: Lanczos (1964) with g = 7 and nine terms, relative error below 1e-14.
double logarithm_of_gamma(double x)
{
    constexpr double terms[]{0.99999999999980993,  676.5203681218851,     -1259.1392167224028,
                             771.32342877765313,   -176.61502916214059,   12.507343278686905,
                             -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7};
    if (x < 0.5) return logarithm_of_gamma(x + 1) - logarithm(x);
    x -= 1;
    double sum = terms[0];
    for (int i = 1; i < 9; ++i) sum += terms[i] / (x + i);
    double const t = x + 7.5;
    return 0.91893853320467274 + (x + 0.5) * logarithm(t) - t + logarithm(sum);
}

/// The continued fraction of the incomplete beta function, by Lentz's method (Press et al., Numerical Recipes, 6.4).
double beta_fraction(double a, double b, double x)
{
    constexpr double least = 1e-300;
    auto const guard = [](double d) { return d < least && d > -least ? least : d; };
    double c = 1, d = 1 / guard(1 - (a + b) * x / (a + 1)), h = d;
    for (int m = 1; m <= 300; ++m) {
        double const even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1 / guard(1 + even * d);
        c = guard(1 + even / c);
        h *= d * c;
        double const odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / guard(1 + odd * d);
        c = guard(1 + odd / c);
        double const step = d * c;
        h *= step;
        if (step - 1 < 1e-15 && 1 - step < 1e-15) break;
    }
    return h;
}

double beta_cdf(double a, double b, double x)
{
    if (x <= 0) return 0;
    if (x >= 1) return 1;
    double const front = exponential_of(logarithm_of_gamma(a + b) - logarithm_of_gamma(a) - logarithm_of_gamma(b)
                                        + a * logarithm(x) + b * logarithm(1 - x));
    return x < (a + 1) / (a + b + 2) ? front * beta_fraction(a, b, x) / a : 1 - front * beta_fraction(b, a, 1 - x) / b;
}

/// By bisection: slow, and the same everywhere.
double beta_quantile(double a, double b, double u)
{
    double low = 0, high = 1;
    for (int i = 0; i != 60; ++i) {
        double const middle = 0.5 * (low + high);
        (beta_cdf(a, b, middle) < u ? low : high) = middle;
    }
    return 0.5 * (low + high);
}

/// FNV-1a with 64 bits.
std::uint64_t key_of(std::string_view name)
{
    std::uint64_t h = 14695981039346656037ull;
    for (char const c : name) h = (h ^ static_cast<unsigned char>(c)) * 1099511628211ull;
    return h;
}

}  // namespace

double quantile_of(Uncertainty const& uncertainty, double u)
{
    auto const [first, second] = std::pair{uncertainty.first, uncertainty.second};
    switch (uncertainty.shape) {
    case Uncertainty::Shape::normal: return first + second * normal_quantile(u);
    case Uncertainty::Shape::lognormal: return first * exponential_of(second * normal_quantile(u));
    case Uncertainty::Shape::beta: return beta_quantile(first, second, u);
    case Uncertainty::Shape::uniform: return first + (second - first) * u;
    }
    return first;
}

double mean_of(Uncertainty const& uncertainty)
{
    auto const [first, second] = std::pair{uncertainty.first, uncertainty.second};
    switch (uncertainty.shape) {
    case Uncertainty::Shape::normal: return first;
    case Uncertainty::Shape::lognormal: return first * exponential_of(second * second / 2);
    case Uncertainty::Shape::beta: return first / (first + second);
    case Uncertainty::Shape::uniform: return 0.5 * (first + second);
    }
    return first;
}

std::pair<double, double> one_deviation_around(Uncertainty const& uncertainty)
{
    auto const [first, second] = std::pair{uncertainty.first, uncertainty.second};
    auto const around = [&](double deviation, double least, double greatest) {
        auto const mean = mean_of(uncertainty);
        return std::pair{std::max(least, mean - deviation), std::min(greatest, mean + deviation)};
    };
    constexpr double below = 0.15865525393145707;  // of a normal distribution, one standard deviation below its mean
    switch (uncertainty.shape) {
    case Uncertainty::Shape::uniform: return around((second - first) / std::sqrt(12.0), first, second);
    case Uncertainty::Shape::beta: {
        auto const sum = first + second;
        return around(std::sqrt(first * second / (sum + 1)) / sum, 0, 1);
    }
    case Uncertainty::Shape::normal:
    case Uncertainty::Shape::lognormal: break;
    }
    return {quantile_of(uncertainty, below), quantile_of(uncertainty, 1 - below)};
}

double draw_of(Uncertainty const& uncertainty, std::uint32_t seed, std::uint32_t point, std::string_view name)
{
    // A second key of its own keeps these draws apart from those of lives, where it is the luck of a replicate.
    constexpr std::uint32_t of_parameters = 0xF0E51D17u;
    auto const key = key_of(name);
    auto const words = philox({static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32), point, 0},
                              {seed, of_parameters});
    double const u = ((static_cast<double>(words[0]) * 0x1p21) + static_cast<double>(words[1] >> 11) + 0.5) * 0x1p-53;
    return quantile_of(uncertainty, u);
}

}  // namespace foresight
