#pragma once

#include "models/logs/ansi.h"
#include "models/logs/level.h"
#include "models/logs/matcher.h"

#include <QColor>
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
    QFont plainFont; // the same for ASCII alone, whose letters need no shaping
};

// What is picked out in them.
struct LineDecor
{
    struct Highlight
    {
        podwright::logs::Matcher matcher;
        QColor colour;
    };
    podwright::logs::Matcher search;
    std::vector<Highlight> highlights;
};

// A stored line as it stands in the view, and as copying gives it.
struct ShownText
{
    QString text;               // the stamp's time of day first, when stamps are shown; several lines for unfolded JSON
    qsizetype stampLength = 0;  // with the source
    qsizetype sourceLength = 0; // where the line came from, at the end of that
    int sourceColour = 0;       // 0 to 5
    std::vector<podwright::logs::AnsiSpan> spans; // of `text`
    bool isCut = false;                           // the line is longer than what a view can hold
    bool isJson = false;                          // may be unfolded
    podwright::logs::Level level = podwright::logs::Level::None;
};

// A view shows this many bytes of a line; the whole of it is copied and saved from the store.
constexpr qsizetype longestShown = 16 * 1024;

// `length`: of the whole line, if `storedLine` is only its beginning. `unfolds`: a JSON object on several lines.
ShownText showText(QByteArrayView storedLine, bool showsStamps, qint64 length = -1, bool unfolds = false);

// Laid out: one QTextLayout line for each row that the line takes. Colours of the theme shown now.
std::unique_ptr<QTextLayout> layOut(const ShownText &shown, bool isNotice, const LineDecor &decor,
                                    const LineOptions &options);

} // namespace podwright::ui::logs
