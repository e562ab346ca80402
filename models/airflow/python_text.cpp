#include "models/airflow/python_text.h"

#include "models/airflow/python_names.h"
#include "models/core/strings.h"

#include <QList>
#include <QString>

#include <algorithm>
#include <array>

namespace podwright::airflow {

namespace {

bool isVisible(char32_t c)
{
    return QChar::isPrint(c) && (c == U' ' || !QChar::isSpace(c));
}

std::string hexEscape(char32_t c)
{
    const char *prefix = c < 0x100 ? "\\x" : c < 0x10000 ? "\\u" : "\\U";
    const int digits = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
    return prefix + QStringLiteral("%1").arg(uint(c), digits, 16, QLatin1Char('0')).toStdString();
}

std::string escaped(char32_t c, char32_t quote)
{
    switch (c) {
    case U'\n':
        return "\\n";
    case U'\t':
        return "\\t";
    case U'\r':
        return "\\r";
    case U'\\':
        return "\\\\";
    default:
        if (c == quote)
            return std::string("\\") + char(c);
        return isVisible(c) ? QString::fromUcs4(&c, 1).toStdString() : hexEscape(c);
    }
}

struct WideRange
{
    char32_t first, last;
};

// East Asian wide and full-width characters, and emoji.
constexpr std::array wideRanges{WideRange{0x1100, 0x115f},   WideRange{0x231a, 0x231b},   WideRange{0x23e9, 0x23ec},
                                WideRange{0x25fd, 0x25fe},   WideRange{0x2614, 0x2615},   WideRange{0x26a1, 0x26a1},
                                WideRange{0x2705, 0x2705},   WideRange{0x270a, 0x270b},   WideRange{0x2728, 0x2728},
                                WideRange{0x2753, 0x2755},   WideRange{0x2e80, 0x303e},   WideRange{0x3041, 0xa4cf},
                                WideRange{0xac00, 0xd7a3},   WideRange{0xf900, 0xfaff},   WideRange{0xfe30, 0xfe6f},
                                WideRange{0xff00, 0xff60},   WideRange{0xffe0, 0xffe6},   WideRange{0x1f300, 0x1f64f},
                                WideRange{0x1f680, 0x1f6ff}, WideRange{0x1f900, 0x1f9ff}, WideRange{0x20000, 0x3fffd}};

size_t columnsOf(char32_t c)
{
    const auto category = QChar::category(c);
    if (category == QChar::Mark_NonSpacing || category == QChar::Mark_Enclosing)
        return 0;
    const bool isWide =
        std::ranges::any_of(wideRanges, [c](const WideRange &range) { return c >= range.first && c <= range.last; });
    return isWide ? 2 : 1;
}

bool isPlainBlock(const QString &text)
{
    const qsizetype newline = text.indexOf(QLatin1Char('\n'));
    if (newline < 0 || newline == text.size() - 1)
        return false;
    if (text.contains(QStringLiteral("\"\"\"")) || text.endsWith(QLatin1Char('"')))
        return false;
    const QList<uint> characters = text.toUcs4();
    return std::ranges::all_of(characters, [](uint c) { return c == U'\n' || isVisible(c); });
}

} // namespace

std::string pythonString(std::string_view text)
{
    const QList<uint> characters = core::qt(text).toUcs4();
    const auto doubles = std::ranges::count(characters, uint(U'"'));
    const auto singles = std::ranges::count(characters, uint(U'\''));
    const char quote = doubles > singles ? '\'' : '"';
    std::string result(1, quote);
    for (const uint c : characters)
        result += escaped(c, char32_t(quote));
    return result + quote;
}

std::string pythonBlock(std::string_view text)
{
    QString content = core::qt(text);
    if (!isPlainBlock(content))
        return pythonString(text);
    content.replace(QLatin1Char('\\'), QStringLiteral("\\\\"));
    return "\"\"\"\\\n" + content.toStdString() + "\"\"\"";
}

size_t pythonWidth(std::string_view line)
{
    size_t width = 0;
    const QList<uint> characters = core::qt(line).toUcs4();
    for (const uint c : characters)
        width += columnsOf(c);
    return width;
}

std::string pythonName(std::string_view text)
{
    std::string name;
    for (const char c : text) {
        const bool isPlain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (isPlain)
            name += c;
        else if (!name.empty() && name.back() != '_')
            name += '_';
    }
    if (name.empty() || (name[0] >= '0' && name[0] <= '9'))
        name.insert(0, "task_");
    name.resize(std::min(name.size(), longestPythonName));
    while (name.back() == '_')
        name.pop_back();
    return isPythonWord(name) ? name + '_' : name;
}

std::string uniqueName(const std::string &name, std::set<std::string> &taken)
{
    std::string result = name;
    for (int i = 2; !taken.insert(result).second; ++i)
        result = name + "_" + std::to_string(i);
    return result;
}

std::set<std::string> importedNames()
{
    return {"DAG", "dag", "task", "k8s", "pendulum", "datetime", "timedelta", "Secret", "json", "os", "re", "sys"};
}

} // namespace podwright::airflow
