#include "models/logs/matcher.h"

#include "models/logs/ansi.h"
#include "models/logs/stamp.h"

#include <re2/re2.h>

namespace podwright::logs {

struct Matcher::Pattern
{
    Pattern(const std::string &text, const re2::RE2::Options &options)
        : expression(text, options)
    {}
    re2::RE2 expression;
};

core::Result<Matcher> Matcher::compile(const SearchQuery &query)
{
    if (query.text.isEmpty())
        return Matcher();
    re2::RE2::Options options;
    options.set_literal(!query.isRegex);
    options.set_case_sensitive(query.isCaseSensitive);
    options.set_log_errors(false);
    options.set_never_nl(true);
    auto pattern = std::make_shared<const Pattern>(query.text.toStdString(), options);
    if (!pattern->expression.ok())
        return core::Error{.kind = core::Error::Kind::Invalid,
                           .message = QStringLiteral("This is not a regular expression: %1")
                                          .arg(QString::fromStdString(pattern->expression.error()))};
    Matcher matcher;
    matcher.m_pattern = std::move(pattern);
    return matcher;
}

bool Matcher::matches(QByteArrayView storedLine) const
{
    if (!m_pattern)
        return false;
    const QByteArrayView text = splitStamp(storedLine).text;
    const auto found = [this](const auto &bytes) {
        return re2::RE2::PartialMatch(re2::StringPiece(bytes.data(), static_cast<size_t>(bytes.size())),
                                      m_pattern->expression);
    };
    return text.contains('\x1b') ? found(stripAnsi(text)) : found(text);
}

std::vector<std::pair<qsizetype, qsizetype>> Matcher::hits(const QString &shownText) const
{
    std::vector<std::pair<qsizetype, qsizetype>> found;
    if (!m_pattern)
        return found;
    const QByteArray utf8 = shownText.toUtf8();
    const re2::StringPiece text(utf8.data(), static_cast<size_t>(utf8.size()));
    re2::StringPiece hit;
    qsizetype bytes = 0; // of `units`
    qsizetype units = 0; // UTF-16 units before `bytes`
    for (size_t at = 0;
         at <= text.size() && m_pattern->expression.Match(text, at, text.size(), re2::RE2::UNANCHORED, &hit, 1);) {
        const auto begin = static_cast<qsizetype>(hit.data() - text.data());
        const auto length = static_cast<qsizetype>(hit.size());
        units += QString::fromUtf8(utf8.constData() + bytes, begin - bytes).size();
        bytes = begin;
        if (length > 0)
            found.emplace_back(units, QString::fromUtf8(hit.data(), length).size());
        at = static_cast<size_t>(begin + std::max<qsizetype>(length, 1));
        while (at < text.size() && (text[at] & 0xc0) == 0x80) // an empty hit may not stop inside a character
            ++at;
    }
    return found;
}

} // namespace podwright::logs
