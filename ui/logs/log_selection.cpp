#include "ui/logs/log_selection.h"

#include <algorithm>

namespace podwright::ui::logs {
namespace {

bool isWordCharacter(QChar c)
{
    return c.isLetterOrNumber() || QStringView(u"_-./:@").contains(c);
}

} // namespace

std::pair<qsizetype, qsizetype> LogSelection::rangeIn(qint64 line, qsizetype length) const
{
    if (!touches(line))
        return {0, 0};
    const qsizetype begin = line == first().line ? std::min(first().column, length) : 0;
    const qsizetype end = line == last().line ? std::min(last().column, length) : length;
    return {begin, std::max<qsizetype>(end - begin, 0)};
}

LogSelection wordAt(qint64 line, const QString &text, qsizetype column)
{
    qsizetype begin = std::clamp<qsizetype>(column, 0, text.size());
    qsizetype end = begin;
    while (begin > 0 && isWordCharacter(text[begin - 1]))
        --begin;
    while (end < text.size() && isWordCharacter(text[end]))
        ++end;
    return {{line, begin}, {line, end}};
}

QString selectedText(const LogSelection &selection, qint64 firstLine, qint64 endLine,
                     const std::function<QString(qint64)> &textOf)
{
    QString text;
    if (selection.isEmpty())
        return text;
    const qint64 begin = std::max(selection.first().line, firstLine);
    const qint64 end = std::min(selection.last().line, endLine - 1);
    for (qint64 n = begin; n <= end; ++n) {
        const QString line = textOf(n);
        const auto [start, length] = selection.rangeIn(n, line.size());
        if (n > begin)
            text += u'\n';
        text += QStringView(line).mid(start, length);
    }
    return text.replace(QChar(QChar::LineSeparator), u'\n');
}

} // namespace podwright::ui::logs
