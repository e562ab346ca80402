#include "models/logs/required_literal.h"

#include "models/logs/ascii.h"

#include <algorithm>
#include <string_view>

namespace podwright::logs {
namespace {

// Reads only what it is sure of; at anything else it gives up, and nothing is required.
class LiteralReader
{
public:
    LiteralReader(QByteArrayView pattern, bool anyCase)
        : m_rest(pattern.data(), static_cast<size_t>(pattern.size()))
        , m_anyCase(anyCase)
    {}

    QByteArray read()
    {
        while (!m_rest.empty() && !m_isUnsure)
            takeOne();
        endRun();
        return m_isUnsure ? QByteArray() : m_best;
    }

private:
    void takeOne()
    {
        const char c = m_rest.front();
        m_rest.remove_prefix(1);
        if (c == '|' || c == ')')
            m_isUnsure = true;
        else if (c == '\\')
            takeEscape();
        else if (c == '[')
            skipClass();
        else if (c == '(')
            skipGroup();
        else if (c == '*' || c == '?')
            loseLast();
        else if (c == '{' && skipCount())
            loseLast();
        else if (c == '+' || c == '.' || c == '^' || c == '$')
            endRun();
        else
            addByte(c);
    }

    void addByte(char c)
    {
        const bool foldsWidely = c == 'k' || c == 'K' || c == 's' || c == 'S' || static_cast<signed char>(c) < 0;
        if (m_anyCase && foldsWidely)
            endRun();
        else
            m_run += c;
    }

    void endRun()
    {
        if (m_run.size() > m_best.size())
            m_best = m_run;
        m_run.clear();
    }

    // What stood before the quantifier may be missing. A character of several bytes loses them all.
    void loseLast()
    {
        while (!m_run.isEmpty() && (m_run.back() & 0xc0) == 0x80)
            m_run.chop(1);
        if (!m_run.isEmpty())
            m_run.chop(1);
        endRun();
    }

    void takeEscape()
    {
        const char c = m_rest.empty() ? 'Q' : m_rest.front();
        m_rest.remove_prefix(m_rest.empty() ? 0 : 1);
        if (std::string_view("dDwWsSbB").find(c) != std::string_view::npos)
            endRun();
        else if (isLetter(c) || isDigit(c) || static_cast<signed char>(c) < 0)
            m_isUnsure = true;
        else
            addByte(c);
    }

    void skipClass()
    {
        endRun();
        if (m_rest.starts_with('^'))
            m_rest.remove_prefix(1);
        for (bool isFirst = true; !m_rest.empty(); isFirst = false) {
            const char c = m_rest.front();
            m_rest.remove_prefix(1);
            if (c == '\\' && !m_rest.empty())
                m_rest.remove_prefix(1);
            else if (c == '[' && m_rest.starts_with(':'))
                m_rest.remove_prefix(std::min(m_rest.size(), m_rest.find(":]") + 2));
            else if (c == ']' && !isFirst)
                return;
        }
        m_isUnsure = true;
    }

    void skipGroup()
    {
        endRun();
        if (m_rest.starts_with('?') && !m_rest.starts_with("?:") && !m_rest.starts_with("?P<"))
            m_isUnsure = true; // flags
        while (!m_rest.empty() && !m_isUnsure) {
            const char c = m_rest.front();
            m_rest.remove_prefix(1);
            if (c == ')')
                return endRun();
            if (c == '\\')
                takeEscape();
            else if (c == '[')
                skipClass();
            else if (c == '(')
                skipGroup();
            m_run.clear();
        }
        m_isUnsure = true;
    }

    // "{2,3}" after its brace; any other brace is a character.
    bool skipCount()
    {
        const size_t end = m_rest.find('}');
        if (end == std::string_view::npos || end == 0 ||
            !std::ranges::all_of(m_rest.substr(0, end), [](char c) { return isDigit(c) || c == ','; }))
            return false;
        m_rest.remove_prefix(end + 1);
        return true;
    }

    std::string_view m_rest;
    QByteArray m_run, m_best;
    bool m_anyCase;
    bool m_isUnsure = false;
};

} // namespace

QByteArray requiredLiteral(QByteArrayView pattern, bool anyCase)
{
    return LiteralReader(pattern, anyCase).read();
}

} // namespace podwright::logs
