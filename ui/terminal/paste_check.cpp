#include "ui/terminal/paste_check.h"

#include <QStringList>

#include <algorithm>

namespace podwright::ui::terminal {

namespace {

constexpr qsizetype previewLines = 4;
constexpr qsizetype previewColumns = 100;

bool isControl(QChar character)
{
    return (character.unicode() < 0x20 && character != u'\t' && character != u'\n' && character != u'\r') ||
           (character.unicode() >= 0x7f && character.unicode() < 0xa0);
}

QString visible(const QString &line)
{
    QString shown;
    for (const QChar character : line.left(previewColumns))
        shown += isControl(character) ? QStringLiteral("\\x%1").arg(character.unicode(), 2, 16, QChar(u'0'))
                                      : QString(character);
    return line.size() > previewColumns ? shown + u'…' : shown;
}

QString withOneBreak(QString text)
{
    return text.replace(QStringLiteral("\r\n"), QStringLiteral("\n")).replace(u'\r', u'\n');
}

} // namespace

PasteCheck checkPaste(const QString &text)
{
    PasteCheck check{.isTooLong = text.size() > PasteCheck::longest};
    if (check.isTooLong)
        return check;
    const QStringList lines = withOneBreak(text).split(u'\n');
    check.lines = lines.size();
    check.controls = std::count_if(text.begin(), text.end(), isControl);
    QStringList shown;
    for (const QString &line : lines.first(std::min(lines.size(), previewLines)))
        shown += visible(line);
    if (lines.size() > previewLines)
        shown += QStringLiteral("…");
    check.preview = shown.join(u'\n');
    return check;
}

QByteArray typedText(const QString &text)
{
    QString typed;
    typed.reserve(text.size());
    for (const QChar character : withOneBreak(text)) {
        if (!isControl(character))
            typed += character == u'\n' ? u'\r' : character;
    }
    return typed.toUtf8();
}

} // namespace podwright::ui::terminal
