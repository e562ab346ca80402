#include "models/logs/matcher.h"

#include "models/logs/ansi.h"
#include "models/logs/ascii.h"
#include "models/logs/plain_text.h"
#include "models/logs/required_literal.h"
#include "models/logs/stamp.h"

#include <re2/re2.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace podwright::logs {
namespace {

re2::StringPiece piece(QByteArrayView text)
{
    return {text.data(), static_cast<size_t>(text.size())};
}

bool isAscii(const QByteArray &text)
{
    return std::ranges::all_of(text, [](char c) { return static_cast<signed char>(c) >= 0; });
}

// Whether a line matches alone as it does among others, once ^ and $ are told to hold at each line.
bool meansTheSameInLines(QByteArray pattern)
{
    for (const char *harmless : {"(?:", "(?P<", "(?i)", "(?i:"})
        pattern.replace(harmless, "");
    return !pattern.contains("(?") && !pattern.contains("\\A") && !pattern.contains("\\z") && !pattern.contains("\\Q");
}

// Places where the text or an escape sequence begins: only lines with one of them may match.
class Candidates
{
public:
    // `isAll`: a line matches if the text is in it.
    Candidates(const LiteralFinder &finder, bool isAll, QByteArrayView bytes)
        : m_finder(finder)
        , m_isAll(isAll)
        , m_bytes(bytes)
    {}

    // The next one at or after `from`; -1 if there is none. `from` never falls.
    qsizetype next(qsizetype from)
    {
        if (m_text < from)
            m_text = orEnd(m_finder.find(m_bytes, from));
        if (m_escape < from) {
            const auto *found = static_cast<const char *>(
                std::memchr(m_bytes.data() + from, escape, static_cast<size_t>(m_bytes.size() - from)));
            m_escape = orEnd(found ? found - m_bytes.data() : -1);
        }
        const qsizetype first = std::min(m_text, m_escape);
        return first < m_bytes.size() ? first : -1;
    }

    // Whether the text itself is there, behind the stamp, in a line without escape sequences.
    bool isSure(qsizetype at, const LineWalker &walker)
    {
        return m_isAll && at == m_text && m_escape >= walker.end() && at - walker.begin() >= longestStamp &&
               !hasSources();
    }

private:
    bool hasSources()
    {
        if (!std::exchange(m_knowsSources, true))
            m_hasSources = m_bytes.contains(sourceMark);
        return m_hasSources;
    }
    qsizetype orEnd(qsizetype place) const { return place < 0 ? m_bytes.size() : place; }
    const LiteralFinder &m_finder;
    const bool m_isAll;
    QByteArrayView m_bytes;
    qsizetype m_text = -1, m_escape = -1;
    bool m_knowsSources = false, m_hasSources = false;
};

} // namespace

struct Matcher::Pattern
{
    Pattern(const std::string &line, const re2::RE2::Options &options)
        : expression(line, options)
        , inLines("(?m)" + line, options)
    {}
    bool isLiteral = false; // the finder says it all
    LiteralFinder finder;   // empty: no text that must be there is known
    re2::RE2 expression;    // for one line
    re2::RE2 inLines;       // for many
    bool worksInLines = true;
};

core::Result<Matcher> Matcher::compile(const SearchQuery &query)
{
    if (query.text.isEmpty())
        return Matcher();
    const QByteArray text = query.text.toUtf8();
    const bool anyCase = !query.isCaseSensitive;
    re2::RE2::Options options;
    options.set_literal(!query.isRegex);
    options.set_case_sensitive(query.isCaseSensitive);
    options.set_log_errors(false);
    options.set_never_nl(true);
    auto pattern = std::make_shared<Pattern>(text.toStdString(), options);
    if (!pattern->expression.ok())
        return core::Error{.kind = core::Error::Kind::Invalid,
                           .message = QStringLiteral("This is not a regular expression: %1")
                                          .arg(QString::fromStdString(pattern->expression.error()))};
    pattern->isLiteral = !query.isRegex && (query.isCaseSensitive || isAscii(text));
    if (pattern->isLiteral)
        pattern->finder = LiteralFinder(text, anyCase);
    else if (query.isRegex)
        pattern->finder = LiteralFinder(requiredLiteral(text, anyCase), anyCase);
    pattern->worksInLines = pattern->inLines.ok() && meansTheSameInLines(text);
    Matcher matcher;
    matcher.m_pattern = std::move(pattern);
    return matcher;
}

bool Matcher::isIn(QByteArrayView text) const
{
    return m_pattern->isLiteral ? m_pattern->finder.find(text) >= 0
                                : re2::RE2::PartialMatch(piece(text), m_pattern->expression);
}

bool Matcher::matches(QByteArrayView storedLine) const
{
    if (!m_pattern)
        return false;
    const QByteArrayView text = splitStamp(storedLine).text;
    return text.contains(escape) ? isIn(stripAnsi(text)) : isIn(text);
}

std::vector<quint32> Matcher::matchingLines(const ChunkIndex &index, QByteArrayView bytes, qint64 from) const
{
    if (!m_pattern || from >= index.lineCount())
        return {};
    return m_pattern->finder.isEmpty() ? byExpression(index, bytes, from) : byLiteral(index, bytes, from);
}

std::vector<quint32> Matcher::byLiteral(const ChunkIndex &index, QByteArrayView bytes, qint64 from) const
{
    std::vector<quint32> found;
    LineWalker walker(index, bytes, from);
    Candidates candidates(m_pattern->finder, m_pattern->isLiteral, bytes);
    for (qsizetype at = candidates.next(walker.begin()); at >= 0; at = candidates.next(walker.end())) {
        walker.goTo(at);
        if (candidates.isSure(at, walker) || matches(walker.line()))
            found.push_back(static_cast<quint32>(walker.index()));
    }
    return found;
}

// Over all lines at once: the expression's machine is set up once and not for each of them. A hit that only two lines
// together make is told apart by looking at the line alone.
std::vector<quint32> Matcher::byExpression(const ChunkIndex &index, QByteArrayView bytes, qint64 from) const
{
    std::vector<quint32> found;
    const PlainText plain(index, bytes, from);
    if (!m_pattern->worksInLines) {
        for (size_t i = 0; i < plain.lineCount(); ++i)
            if (isIn(plain.line(i)))
                found.push_back(static_cast<quint32>(from + static_cast<qint64>(i)));
        return found;
    }
    const re2::StringPiece text = piece(plain.text());
    re2::StringPiece hit;
    for (size_t at = 0;
         at < text.size() && m_pattern->inLines.Match(text, at, text.size(), re2::RE2::UNANCHORED, &hit, 1);) {
        const auto begin = static_cast<size_t>(hit.data() - text.data());
        if (begin >= text.size())
            break;
        const size_t line = plain.lineAt(begin);
        if (isIn(plain.line(line)))
            found.push_back(static_cast<quint32>(from + static_cast<qint64>(line)));
        at = plain.endOf(line);
    }
    return found;
}

std::pair<qsizetype, qsizetype> Matcher::nextHit(QByteArrayView text, qsizetype from) const
{
    if (m_pattern->isLiteral)
        return {m_pattern->finder.find(text, from), m_pattern->finder.length()};
    re2::StringPiece hit;
    const re2::StringPiece all = piece(text);
    if (!m_pattern->expression.Match(all, static_cast<size_t>(from), all.size(), re2::RE2::UNANCHORED, &hit, 1))
        return {-1, 0};
    return {hit.data() - all.data(), static_cast<qsizetype>(hit.size())};
}

std::vector<std::pair<qsizetype, qsizetype>> Matcher::hits(const QString &shownText) const
{
    std::vector<std::pair<qsizetype, qsizetype>> found;
    if (!m_pattern)
        return found;
    const QByteArray utf8 = shownText.toUtf8();
    qsizetype bytes = 0; // of `units`
    qsizetype units = 0; // UTF-16 units before `bytes`
    for (qsizetype at = 0; at <= utf8.size();) {
        const auto [begin, length] = nextHit(utf8, at);
        if (begin < 0)
            break;
        units += QString::fromUtf8(utf8.constData() + bytes, begin - bytes).size();
        bytes = begin;
        if (length > 0)
            found.emplace_back(units, QString::fromUtf8(utf8.constData() + begin, length).size());
        at = begin + std::max<qsizetype>(length, 1);
        while (at < utf8.size() && (utf8[at] & 0xc0) == 0x80) // an empty hit may not stop inside a character
            ++at;
    }
    return found;
}

} // namespace podwright::logs
