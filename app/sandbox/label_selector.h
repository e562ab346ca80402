#pragma once

#include "app/sandbox/store.h"

#include <string>
#include <vector>

namespace podwright::sandbox {

// "a=b,!c,d in (e,f)": all requirements must hold.
class LabelSelector
{
public:
    LabelSelector() = default;
    explicit LabelSelector(const std::string &text); // ApiError 400 with the server's texts
    static LabelSelector of(const Json &selector);   // {"matchLabels": …, "matchExpressions": …}

    bool isEmpty() const { return m_requirements.empty(); }
    bool matches(const Json &object) const;

    enum class Operator { Exists, Missing, In, NotIn, Greater, Less };
    struct Requirement
    {
        std::string key;
        Operator op = Operator::Exists;
        std::vector<std::string> values = {};
    };

private:
    std::vector<Requirement> m_requirements;
};

} // namespace podwright::sandbox
