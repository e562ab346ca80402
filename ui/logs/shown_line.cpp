#include "ui/logs/shown_line.h"

#include "models/logs/stamp.h"
#include "ui/logs/ansi_palette.h"
#include "ui/style/tokens.h"

#include <QTextOption>

namespace podwright::ui::logs {
namespace {

QList<QTextLayout::FormatRange> formatsOf(const ShownText &shown, bool isNotice,
                                          const podwright::logs::Matcher &matcher)
{
    QList<QTextLayout::FormatRange> formats;
    const auto add = [&formats](qsizetype start, qsizetype length, const QTextCharFormat &format) {
        formats.append({static_cast<int>(start), static_cast<int>(length), format});
    };
    QTextCharFormat muted;
    muted.setForeground(style::color(style::Token::Muted));
    if (isNotice)
        add(0, shown.text.size(), muted);
    else if (shown.stampLength > 0)
        add(0, shown.stampLength, muted);
    for (const podwright::logs::AnsiSpan &span : shown.spans)
        add(span.start, span.length, formatOf(span.style));
    QTextCharFormat hit;
    hit.setBackground(style::color(style::Token::FocusLine));
    hit.setForeground(style::color(style::Token::Text));
    hit.setFontUnderline(true);
    for (const auto &[start, length] : matcher.hits(shown.text.mid(shown.stampLength)))
        add(shown.stampLength + start, length, hit);
    return formats;
}

} // namespace

ShownText showText(QByteArrayView storedLine, bool showsStamps, qint64 length)
{
    const podwright::logs::StampedLine line = podwright::logs::splitStamp(storedLine);
    ShownText shown;
    const qint64 beyond =
        std::max<qint64>(length - storedLine.size(), 0) + std::max<qsizetype>(line.text.size() - longestShown, 0);
    shown.isCut = beyond > 0;
    podwright::logs::AnsiLine rendered =
        podwright::logs::renderAnsi(line.text.first(std::min(line.text.size(), longestShown)));
    if (shown.isCut)
        rendered.text += QStringLiteral(" … %L1 more bytes").arg(beyond);
    if (showsStamps && !line.stamp.isEmpty()) {
        const QString stamp = QString::fromLatin1(podwright::logs::shortStamp(line.stamp)) + QStringLiteral("  ");
        shown.stampLength = stamp.size();
        rendered.text.prepend(stamp);
        for (podwright::logs::AnsiSpan &span : rendered.spans)
            span.start += shown.stampLength;
    }
    shown.text = std::move(rendered.text);
    shown.spans = std::move(rendered.spans);
    return shown;
}

std::unique_ptr<QTextLayout> layOut(const ShownText &shown, bool isNotice, const podwright::logs::Matcher &matcher,
                                    const LineOptions &options)
{
    const QString text = isNotice ? QStringLiteral("— %1 —").arg(shown.text) : shown.text;
    auto layout = std::make_unique<QTextLayout>(text, options.font);
    QTextOption option;
    option.setWrapMode(options.wraps ? QTextOption::WrapAtWordBoundaryOrAnywhere : QTextOption::NoWrap);
    option.setTextDirection(Qt::LeftToRight);
    layout->setTextOption(option);
    layout->setCacheEnabled(true);
    ShownText formatted = shown;
    formatted.text = text;
    layout->setFormats(formatsOf(formatted, isNotice, isNotice ? podwright::logs::Matcher() : matcher));
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
