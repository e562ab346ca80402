#include "ui/logs/shown_line.h"

#include "models/logs/json_lines.h"
#include "models/logs/line_filter.h"
#include "models/logs/stamp.h"
#include "ui/logs/ansi_palette.h"
#include "ui/style/terminal_colors.h"
#include "ui/style/tokens.h"

#include <QTextOption>

#include <algorithm>

namespace podwright::ui::logs {
namespace {

using Formats = QList<QTextLayout::FormatRange>;

void add(Formats &formats, qsizetype start, qsizetype length, const QTextCharFormat &format)
{
    formats.append({static_cast<int>(start), static_cast<int>(length), format});
}

QTextCharFormat coloured(const QColor &colour)
{
    QTextCharFormat format;
    format.setForeground(colour);
    return format;
}

void addHits(Formats &formats, const ShownText &shown, const podwright::logs::Matcher &matcher,
             const QTextCharFormat &format)
{
    for (const auto &[start, length] : matcher.hits(shown.text.mid(shown.stampLength)))
        add(formats, shown.stampLength + start, length, format);
}

Formats formatsOf(const ShownText &shown, const LineDecor &decor)
{
    Formats formats;
    if (shown.stampLength > 0)
        add(formats, 0, shown.stampLength, coloured(style::color(style::Token::Muted)));
    if (shown.sourceLength > 0)
        add(formats, shown.stampLength - shown.sourceLength, shown.sourceLength,
            coloured(style::terminalColor(1 + shown.sourceColour)));
    for (const podwright::logs::AnsiSpan &span : shown.spans)
        add(formats, span.start, span.length, formatOf(span.style));
    for (const LineDecor::Highlight &highlight : decor.highlights) {
        QTextCharFormat format = coloured(highlight.colour);
        format.setFontWeight(QFont::DemiBold);
        addHits(formats, shown, highlight.matcher, format);
    }
    QTextCharFormat hit = coloured(style::color(style::Token::Text));
    hit.setBackground(style::color(style::Token::FocusLine));
    hit.setFontUnderline(true);
    addHits(formats, shown, decor.search, hit);
    return formats;
}

void unfold(ShownText &shown, QByteArrayView text)
{
    const QString unfolded = podwright::logs::unfoldJson(podwright::logs::stripAnsi(text));
    if (unfolded.isEmpty())
        return;
    // Control characters inside strings are escaped in JSON; bidirectional ones are not.
    const QStringList lines = unfolded.split(u'\n');
    shown.text.clear();
    for (const QString &line : lines) {
        const QString safe = podwright::logs::renderAnsi(line.toUtf8()).text;
        shown.text += (shown.text.isEmpty() ? QString() : QString(QChar::LineSeparator)) + safe;
    }
    shown.spans.clear();
}

void prepend(ShownText &shown, const QString &text)
{
    shown.text.prepend(text);
    shown.stampLength += text.size();
    for (podwright::logs::AnsiSpan &span : shown.spans)
        span.start += text.size();
}

// Each source in a colour of its own, as far as they go.
void prependSource(ShownText &shown, QByteArrayView source)
{
    prepend(shown, podwright::logs::renderAnsi(source).text + QStringLiteral("  "));
    shown.sourceLength = shown.stampLength;
    constexpr size_t colours = 6;
    shown.sourceColour = static_cast<int>(qHash(source, 7) % colours);
}

} // namespace

ShownText showText(QByteArrayView storedLine, bool showsStamps, qint64 length, bool unfolds)
{
    const podwright::logs::StampedLine line = podwright::logs::splitStamp(storedLine);
    ShownText shown;
    const qint64 beyond =
        std::max<qint64>(length - storedLine.size(), 0) + std::max<qsizetype>(line.text.size() - longestShown, 0);
    shown.isCut = beyond > 0;
    shown.level = podwright::logs::storedLevel(storedLine);
    shown.isJson = podwright::logs::looksLikeJson(line.text) && !shown.isCut;
    podwright::logs::AnsiLine rendered =
        podwright::logs::renderAnsi(line.text.first(std::min(line.text.size(), longestShown)));
    if (shown.isCut)
        rendered.text += QStringLiteral(" … %L1 more bytes").arg(beyond);
    shown.text = std::move(rendered.text);
    shown.spans = std::move(rendered.spans);
    if (unfolds && shown.isJson)
        unfold(shown, line.text);
    if (!line.source.isEmpty())
        prependSource(shown, line.source);
    if (showsStamps && !line.stamp.isEmpty())
        prepend(shown, QString::fromLatin1(podwright::logs::shortStamp(line.stamp)) + QStringLiteral("  "));
    return shown;
}

std::unique_ptr<QTextLayout> layOut(const ShownText &shown, bool isNotice, const LineDecor &decor,
                                    const LineOptions &options)
{
    const QString text = isNotice ? QStringLiteral("— %1 —").arg(shown.text) : shown.text;
    const bool isPlain = std::ranges::all_of(text, [](QChar c) { return c.unicode() < 0x80; });
    auto layout = std::make_unique<QTextLayout>(text, isPlain ? options.plainFont : options.font);
    QTextOption option;
    option.setWrapMode(options.wraps ? QTextOption::WrapAtWordBoundaryOrAnywhere : QTextOption::NoWrap);
    option.setTextDirection(Qt::LeftToRight);
    layout->setTextOption(option);
    layout->setCacheEnabled(true);
    Formats formats;
    if (isNotice)
        add(formats, 0, text.size(), coloured(style::color(style::Token::Muted)));
    layout->setFormats(isNotice ? formats : formatsOf(shown, decor));
    layout->beginLayout();
    qreal y = 0;
    for (QTextLine line = layout->createLine(); line.isValid(); line = layout->createLine()) {
        line.setLineWidth(options.wraps ? options.width : 1e6);
        line.setPosition({0, y});
        y += line.height();
    }
    layout->endLayout();
    return layout;
}

} // namespace podwright::ui::logs
