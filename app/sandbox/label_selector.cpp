#include "app/sandbox/label_selector.h"

#include "app/sandbox/api_errors.h"
#include "app/sandbox/names.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

namespace podwright::sandbox {
namespace {

using Operator = LabelSelector::Operator;
using Requirement = LabelSelector::Requirement;

constexpr std::string_view special = "=!(),<>";

std::optional<long long> integer(const std::string &text)
{
    long long number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional(number)
                                                                                     : std::nullopt;
}

[[noreturn]] void refuse(const std::string &why)
{
    throw badRequest("unable to parse requirement: " + why);
}

class Parser
{
public:
    explicit Parser(std::string_view text)
        : m_rest(text)
    {
        next();
    }

    std::vector<Requirement> all()
    {
        std::vector<Requirement> requirements;
        while (!m_token.empty()) {
            if (!isIdentifier() && m_token != "!")
                throw badRequest("found '" + m_token + "', expected: !, identifier, or 'end of string'");
            requirements.push_back(requirement());
            if (m_token.empty())
                break;
            if (m_token != ",")
                throw badRequest("found '" + m_token + "', expected: ',' or 'end of string'");
            next();
            if (!isIdentifier() && m_token != "!")
                throw badRequest("found '" + m_token + "', expected: identifier after ','");
        }
        return requirements;
    }

private:
    bool isIdentifier() const { return !m_token.empty() && special.find(m_token.front()) == special.npos; }

    void next()
    {
        const auto isBlank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
        while (!m_rest.empty() && isBlank(m_rest.front()))
            m_rest.remove_prefix(1);
        size_t length = 0;
        if (m_rest.starts_with("==") || m_rest.starts_with("!="))
            length = 2;
        else if (!m_rest.empty() && special.find(m_rest.front()) != special.npos)
            length = 1;
        else
            while (length < m_rest.size() && special.find(m_rest[length]) == special.npos && !isBlank(m_rest[length]))
                ++length;
        m_token = std::string(m_rest.substr(0, length));
        m_rest.remove_prefix(length);
    }

    std::string key()
    {
        const std::string name = m_token;
        const Complaints complaints = qualifiedName(name);
        if (!complaints.empty())
            refuse("invalid label key \"" + name + "\": " + complaints.front());
        next();
        return name;
    }

    Requirement requirement()
    {
        if (m_token == "!") {
            next();
            return {key(), Operator::Missing};
        }
        const std::string name = key();
        if (m_token.empty() || m_token == ",")
            return {name, Operator::Exists};
        const std::string symbol = m_token;
        next();
        if (symbol == "in" || symbol == "notin")
            return checked({name, symbol == "in" ? Operator::In : Operator::NotIn, valueSet()});
        if (symbol == "=" || symbol == "==")
            return checked({name, Operator::In, {exactValue()}});
        if (symbol == "!=")
            return checked({name, Operator::NotIn, {exactValue()}});
        if (symbol == ">" || symbol == "<")
            return checked({name, symbol == ">" ? Operator::Greater : Operator::Less, {exactValue()}});
        refuse("found '" + symbol + "', expected: '=', '!=', '==', 'in', notin'");
    }

    std::string exactValue()
    {
        if (m_token.empty() || m_token == ",")
            return {};
        if (!isIdentifier())
            refuse("found '" + m_token + "', expected: identifier");
        const std::string value = m_token;
        next();
        return value;
    }

    std::vector<std::string> valueSet()
    {
        if (m_token != "(")
            refuse("found '" + m_token + "' expected: '('");
        next();
        std::vector<std::string> values = {exactValueInSet()};
        while (m_token == ",") {
            next();
            values.push_back(exactValueInSet());
        }
        if (m_token != ")")
            refuse("found '" + m_token + "', expected: ',', ')' or identifier");
        next();
        return values;
    }

    std::string exactValueInSet()
    {
        if (!isIdentifier())
            return {};
        const std::string value = m_token;
        next();
        return value;
    }

    static Requirement checked(Requirement requirement)
    {
        const bool isOrder = requirement.op == Operator::Greater || requirement.op == Operator::Less;
        for (const std::string &value : requirement.values) {
            if (isOrder && !integer(value))
                refuse("for 'Gt', 'Lt' operators, the value must be an integer");
            const Complaints complaints = labelValue(value);
            if (!complaints.empty())
                refuse("invalid label value: \"" + value + "\": at key: \"" + requirement.key +
                       "\": " + complaints.front());
        }
        return requirement;
    }

    std::string_view m_rest;
    std::string m_token; // empty at the end
};

bool holds(const Requirement &requirement, const Json &labels)
{
    const bool has = labels.is_object() && labels.contains(requirement.key);
    if (requirement.op == Operator::Exists || requirement.op == Operator::Missing)
        return has == (requirement.op == Operator::Exists);
    if (!has)
        return requirement.op == Operator::NotIn;
    const std::string value = core::textAt(labels, {requirement.key});
    const auto &values = requirement.values;
    if (requirement.op == Operator::In || requirement.op == Operator::NotIn) {
        const bool isListed = std::find(values.begin(), values.end(), value) != values.end();
        return isListed == (requirement.op == Operator::In);
    }
    const auto number = integer(value);
    const auto limit = integer(values.front());
    return number && (requirement.op == Operator::Greater ? *number > *limit : *number < *limit);
}

} // namespace

LabelSelector::LabelSelector(const std::string &text)
    : m_requirements(Parser(text).all())
{}

bool LabelSelector::matches(const Json &object) const
{
    const Json &labels = core::at(object, {"metadata", "labels"});
    return std::all_of(m_requirements.begin(), m_requirements.end(),
                       [&labels](const Requirement &requirement) { return holds(requirement, labels); });
}

LabelSelector LabelSelector::of(const Json &selector)
{
    LabelSelector result;
    for (const auto &[key, value] : core::at(selector, {"matchLabels"}).items())
        result.m_requirements.push_back({key, Operator::In, {value.is_string() ? value.get<std::string>() : ""}});
    for (const Json &entry : core::at(selector, {"matchExpressions"})) {
        const std::string op = core::textAt(entry, {"operator"});
        Requirement requirement{core::textAt(entry, {"key"}), op == "In"       ? Operator::In
                                                              : op == "NotIn"  ? Operator::NotIn
                                                              : op == "Exists" ? Operator::Exists
                                                                               : Operator::Missing};
        for (const Json &value : core::at(entry, {"values"}))
            requirement.values.push_back(value.is_string() ? value.get<std::string>() : "");
        result.m_requirements.push_back(std::move(requirement));
    }
    return result;
}

} // namespace podwright::sandbox
