#pragma once

#include <QByteArray>

#include <vector>

namespace podwright::logs {

// About a mebibyte of whole lines. Immutable once it is handed out in a snapshot.
struct LogChunk
{
    static constexpr qsizetype size = 1 << 20;

    qint64 firstLine = 0;         // absolute number of line 0
    QByteArray bytes;             // every line with its newline
    std::vector<quint32> ends;    // one past each line's newline
    std::vector<quint32> notices; // rising indexes of the lines that are ours

    qint64 lineCount() const { return static_cast<qint64>(ends.size()); }
    qint64 endLine() const { return firstLine + lineCount(); }
    // Without newline; `index` from 0.
    QByteArrayView line(qint64 index) const;
    bool isNotice(qint64 index) const;
    // `wholeLines` ends with a newline.
    void append(QByteArrayView wholeLines);
};

} // namespace podwright::logs
