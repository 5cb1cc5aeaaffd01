#pragma once

#include <bit>
#include <cstdint>

// Exponential, logarithm and what is made of them, alike to the last bit on
// every processor and from every compiler: glibc's differ with and without
// fused multiplication, which would move a draw across its threshold.

namespace foresight {

/// e to the power x. Relative error below 1e-15; 0 below -708, the greatest double above 709.
constexpr double exponential_of(double x)
{
    if (x < -708.0) return 0.0;
    if (x > 709.0) x = 709.0;
    constexpr double log2_e = 1.4426950408889634074, ln2_high = 0x1.62e42fefa38p-1, ln2_low = 0x1.ef35793c7673p-45;
    auto const n = static_cast<std::int64_t>(x * log2_e + (x < 0 ? -0.5 : 0.5));
    auto const k = static_cast<double>(n);
    double const r = (x - k * ln2_high) - k * ln2_low;
    double sum = 1.0 / 6227020800.0;
    constexpr double inverse_factorials[]{1.0 / 479001600.0,
                                          1.0 / 39916800.0,
                                          1.0 / 3628800.0,
                                          1.0 / 362880.0,
                                          1.0 / 40320.0,
                                          1.0 / 5040.0,
                                          1.0 / 720.0,
                                          1.0 / 120.0,
                                          1.0 / 24.0,
                                          1.0 / 6.0,
                                          0.5,
                                          1.0,
                                          1.0};
    for (double const coefficient : inverse_factorials) sum = sum * r + coefficient;
    return sum * std::bit_cast<double>(static_cast<std::uint64_t>(n + 1023) << 52);
}

/// The natural logarithm of x > 0. Relative error below 1e-15 but near 1, where it is absolute.
constexpr double logarithm(double x)
{
    auto bits = std::bit_cast<std::uint64_t>(x);
    auto exponent = static_cast<std::int64_t>(bits >> 52) - 1023;
    bits = (bits & 0x000fffffffffffffull) | 0x3ff0000000000000ull;
    double m = std::bit_cast<double>(bits);
    if (m > 1.4142135623730951) {
        m *= 0.5;
        ++exponent;
    }
    double const s = (m - 1.0) / (m + 1.0);
    double const z = s * s;
    double sum = 1.0 / 23.0;
    for (int odd = 21; odd >= 1; odd -= 2) sum = sum * z + 1.0 / odd;
    constexpr double ln2_high = 0x1.62e42fefa38p-1, ln2_low = 0x1.ef35793c7673p-45;
    auto const k = static_cast<double>(exponent);
    return k * ln2_high + (2.0 * s * sum + k * ln2_low);
}

/// The probability whose log odds are x.
constexpr double logistic(double x) { return 1.0 / (1.0 + exponential_of(-x)); }

/// The log odds of probability p, 0 < p < 1.
constexpr double log_odds(double p) { return logarithm(p / (1.0 - p)); }

/// x to the power y, x > 0.
constexpr double power(double x, double y) { return exponential_of(y * logarithm(x)); }

/// The standard normal distribution function. Hart et al. (1968), algorithm 5666, as given by West (2005),
/// "Better approximations to cumulative normal functions", Wilmott; absolute error below 1e-15.
constexpr double normal_cdf(double x)
{
    double const z = x < 0 ? -x : x;
    double tail = 0;
    if (z <= 37) {
        double const e = exponential_of(-z * z / 2);
        if (z < 7.07106781186547) {
            double const up =
                (((((3.52624965998911e-02 * z + 0.700383064443688) * z + 6.37396220353165) * z + 33.912866078383) * z
                  + 112.079291497871)
                     * z
                 + 221.213596169931)
                    * z
                + 220.206867912376;
            double const down =
                ((((((8.83883476483184e-02 * z + 1.75566716318264) * z + 16.064177579207) * z + 86.7807322029461) * z
                   + 296.564248779674)
                      * z
                  + 637.333633378831)
                     * z
                 + 793.826512519948)
                    * z
                + 440.413735824752;
            tail = e * up / down;
        } else {
            tail = e / (z + 1 / (z + 2 / (z + 3 / (z + 4 / (z + 0.65))))) / 2.506628274631;
        }
    }
    return x > 0 ? 1 - tail : tail;
}

/// The standard normal quantile of 0 < p < 1. Acklam's rational approximation, relative error below 1.2e-9.
constexpr double normal_quantile(double p)
{
    constexpr double a[]{-3.969683028665376e+01, 2.209460984245205e+02,  -2.759285104469687e+02,
                         1.383577518672690e+02,  -3.066479806614716e+01, 2.506628277459239e+00};
    constexpr double b[]{-5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01,
                         -1.328068155288572e+01};
    constexpr double c[]{-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
                         -2.549732539343734e+00, 4.374664141464968e+00,  2.938163982698783e+00};
    constexpr double d[]{7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00};
    if (p > 0.5) return -normal_quantile(1 - p);
    if (p < 0.02425) {
        double root = -2 * logarithm(p), q = root;
        for (int i = 0; i < 60; ++i) q = 0.5 * (q + root / q);  // a square root, the same everywhere
        return (((((c[0] * q + c[1]) * q + c[2]) * q + c[3]) * q + c[4]) * q + c[5])
               / ((((d[0] * q + d[1]) * q + d[2]) * q + d[3]) * q + 1);
    }
    double const q = p - 0.5, r = q * q;
    return (((((a[0] * r + a[1]) * r + a[2]) * r + a[3]) * r + a[4]) * r + a[5]) * q
           / (((((b[0] * r + b[1]) * r + b[2]) * r + b[3]) * r + b[4]) * r + 1);
}

}  // namespace foresight
