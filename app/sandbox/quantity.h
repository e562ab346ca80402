#pragma once

#include "models/core/json.h"

#include <optional>
#include <string>

namespace podwright::sandbox {

__extension__ typedef __int128 Wide;

// A resource quantity, exact to a billionth, with the family of suffixes it was written in.
class Quantity
{
public:
    enum class Family { Decimal, Binary, Exponent };

    Quantity() = default;
    static std::optional<Quantity> parse(const std::string &text, std::string *complaint = nullptr);
    static Quantity of(const core::Json &value); // a string or a number; 0 when it is neither

    Wide billionths() const { return m_billionths; }
    long long thousandths() const; // rounded up
    std::string text() const;      // canonical form

    Quantity &operator+=(const Quantity &other);
    Quantity &operator-=(const Quantity &other);
    bool operator==(const Quantity &other) const { return m_billionths == other.m_billionths; }
    bool operator<(const Quantity &other) const { return m_billionths < other.m_billionths; }

private:
    Wide m_billionths = 0;
    Family m_family = Family::Decimal;
};

} // namespace podwright::sandbox
