#include "models/airflow/python_names.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace podwright::airflow {

namespace {

using namespace std::string_view_literals;

// Sorted.
constexpr std::array pythonWords{
    "Exception"sv, "False"sv,  "None"sv,      "True"sv,    "abs"sv,    "all"sv,      "and"sv,   "any"sv,
    "as"sv,        "assert"sv, "async"sv,     "await"sv,   "bool"sv,   "break"sv,    "bytes"sv, "callable"sv,
    "chr"sv,       "class"sv,  "continue"sv,  "def"sv,     "del"sv,    "dict"sv,     "dir"sv,   "divmod"sv,
    "elif"sv,      "else"sv,   "enumerate"sv, "except"sv,  "filter"sv, "finally"sv,  "float"sv, "for"sv,
    "format"sv,    "from"sv,   "frozenset"sv, "getattr"sv, "global"sv, "hasattr"sv,  "hash"sv,  "hex"sv,
    "id"sv,        "if"sv,     "import"sv,    "in"sv,      "input"sv,  "int"sv,      "is"sv,    "isinstance"sv,
    "iter"sv,      "lambda"sv, "len"sv,       "list"sv,    "map"sv,    "max"sv,      "min"sv,   "next"sv,
    "nonlocal"sv,  "not"sv,    "object"sv,    "open"sv,    "or"sv,     "ord"sv,      "pass"sv,  "pow"sv,
    "print"sv,     "raise"sv,  "range"sv,     "repr"sv,    "return"sv, "reversed"sv, "round"sv, "set"sv,
    "slice"sv,     "sorted"sv, "str"sv,       "sum"sv,     "super"sv,  "try"sv,      "tuple"sv, "type"sv,
    "while"sv,     "with"sv,   "yield"sv,     "zip"sv};

bool isNameStart(char c)
{
    return std::isalpha(static_cast<unsigned char>(c)) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool isNamePart(char c)
{
    return isNameStart(c) || std::isdigit(static_cast<unsigned char>(c));
}

class NameScanner
{
public:
    explicit NameScanner(std::string_view source)
        : m_source(source)
    {}

    std::set<std::string> scan()
    {
        while (m_at < m_source.size()) {
            const char c = m_source[m_at];
            if (c == '"' || c == '\'')
                skipString();
            else if (c == '#')
                m_at = std::min(m_source.find('\n', m_at), m_source.size());
            else if (isNameStart(c))
                takeWord();
            else
                takeSign(c);
        }
        for (const std::string &name : m_bound)
            m_used.erase(name);
        return m_used;
    }

private:
    void skipString()
    {
        const char quote = m_source[m_at];
        const std::string triple(3, quote);
        const std::string end = m_source.substr(m_at, 3) == triple ? triple : std::string(1, quote);
        m_at += end.size();
        while (m_at < m_source.size() && m_source.substr(m_at, end.size()) != end)
            m_at += m_source[m_at] == '\\' ? 2 : 1;
        m_at += end.size();
        m_before = quote;
    }

    void takeSign(char c)
    {
        if (c == '(' || c == '[' || c == '{')
            ++m_depth;
        if (c == ')' || c == ']' || c == '}')
            --m_depth;
        if (c == ':')
            m_isBinding = false;
        if (!std::isspace(static_cast<unsigned char>(c)))
            m_before = c;
        ++m_at;
    }

    void takeWord()
    {
        const size_t start = m_at;
        while (m_at < m_source.size() && isNamePart(m_source[m_at]))
            ++m_at;
        const std::string word(m_source.substr(start, m_at - start));
        const bool isPrefix = m_at < m_source.size() && (m_source[m_at] == '"' || m_source[m_at] == '\'');
        const bool isPart = m_before == '.' || std::isdigit(static_cast<unsigned char>(m_before));
        if (word == "lambda" || word == "for")
            m_isBinding = true;
        else if (word == "in")
            m_isBinding = false;
        else if (m_isBinding)
            m_bound.insert(word);
        else if (!isPrefix && !isPart && !isPythonWord(word) && !isKeyword())
            m_used.insert(word);
        m_before = 'a';
    }

    // Is the word just read the name of a keyword argument?
    bool isKeyword() const
    {
        const size_t next = m_source.find_first_not_of(" \t\n", m_at);
        return m_depth > 0 && next != std::string_view::npos && m_source[next] == '=' &&
               m_source.substr(next, 2) != "==";
    }

    std::string_view m_source;
    size_t m_at = 0;
    int m_depth = 0;
    char m_before = ' ';
    bool m_isBinding = false; // between "lambda" and ":", or "for" and "in"
    std::set<std::string> m_used, m_bound;
};

} // namespace

bool isPythonWord(std::string_view name)
{
    return std::ranges::binary_search(pythonWords, name);
}

std::set<std::string> namesUsedBy(std::string_view source)
{
    return NameScanner(source).scan();
}

} // namespace podwright::airflow
