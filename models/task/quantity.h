#pragma once

#include "models/core/json.h"
#include "models/core/result.h"

#include <compare>
#include <string>
#include <string_view>

namespace podwright::task {

// An amount as Kubernetes writes it: "500m", "1.5Gi", "1e3". Kept exactly in billionths, as the API server does; finer
// amounts round away from zero. Amounts of 10^28 and more count as 10^28.
class Quantity
{
public:
    Quantity() = default; // 0

    // Errors: Invalid with what to write instead. Stricter than the server, which takes "." and "Gi" for 0.
    static core::Result<Quantity> parse(std::string_view text);
    // A JSON text or number.
    static core::Result<Quantity> fromJson(const core::Json &value);

    // As the server gives it back: no fraction, the largest suffix of the same family that keeps a whole number.
    std::string canonical() const;

    long long value() const;      // in whole units, rounded up; at most the largest long long
    long long milliValue() const; // in thousandths, rounded up
    bool isNegative() const { return m_nano < 0; }
    bool isZero() const { return m_nano == 0; }
    bool isWhole() const;

    // By amount: 1000m equals 1. Sums keep the left side's way of writing.
    bool operator==(const Quantity &other) const { return m_nano == other.m_nano; }
    std::strong_ordering operator<=>(const Quantity &other) const { return m_nano <=> other.m_nano; }
    Quantity operator+(const Quantity &other) const;
    Quantity operator-(const Quantity &other) const;

private:
    __extension__ using Nano = __int128;
    enum class Family { Decimal, Binary, Exponent };

    struct Parts;
    static bool split(std::string_view text, Parts &parts);
    static bool readSuffix(std::string_view suffix, Parts &parts);
    static Nano scaled(const Parts &parts);
    static Nano bounded(Nano nano);
    std::string canonicalDecimal(bool asExponent) const;
    std::string canonicalBinary() const;

    Nano m_nano = 0;
    Family m_family = Family::Decimal;
    std::string m_canonical; // the typed text where it is canonical already
};

} // namespace podwright::task
