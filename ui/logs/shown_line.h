#pragma once

#include "models/logs/ansi.h"
#include "models/logs/matcher.h"

#include <QFont>
#include <QTextLayout>

#include <memory>
#include <vector>

namespace podwright::ui::logs {

// How lines are shown.
struct LineOptions
{
    bool showsStamps = false;
    bool wraps = false;
    qreal width = 0; // for wrapping
    QFont font;
};

// A stored line as it stands in the view, and as copying gives it.
struct ShownText
{
    QString text; // the stamp's time of day first, when stamps are shown
    qsizetype stampLength = 0;
    std::vector<podwright::logs::AnsiSpan> spans; // of `text`
    bool isCut = false;                           // the line is longer than what a view can hold
};

// `length`: of the whole line, if `storedLine` is only its beginning.
ShownText showText(QByteArrayView storedLine, bool showsStamps, qint64 length = -1);
// A view shows this many bytes of a line; the whole of it is copied and saved from the store.
constexpr qsizetype longestShown = 16 * 1024;

// Laid out: one QTextLayout line for each row that the line takes. Colours of the theme shown now.
std::unique_ptr<QTextLayout> layOut(const ShownText &shown, bool isNotice, const podwright::logs::Matcher &matcher,
                                    const LineOptions &options);

} // namespace podwright::ui::logs
