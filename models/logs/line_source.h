#pragma once

#include <QByteArray>

namespace podwright::logs {

// The beginning of a line, and how long the whole is.
struct LineStart
{
    QByteArray bytes;
    qint64 length = 0;
};

// Lines that can be looked at by absolute number. Line numbers never change while a line exists: dropping old lines
// raises firstLine(). Implemented by LogStore and FilteredLines; LogView draws either. One thread.
class LineSource
{
public:
    virtual ~LineSource() = default;
    virtual qint64 firstLine() const = 0;
    virtual qint64 lineCount() const = 0; // from firstLine() on, with the unfinished last line
    // Whether the beginning of the line can be had without waiting for the disk. If not it is fetched, which
    // LogStore::fetched() tells.
    virtual bool isAtHand(qint64 number) const = 0;
    virtual LineStart lineStart(qint64 number, qsizetype most) const = 0; // without newline; empty outside the range
    virtual QByteArray line(qint64 number) const = 0;                     // the whole of it
    // The same line's number in the store.
    virtual qint64 originOf(qint64 number) const { return number; }
    // The number here of the store's line, or of the next one that is here.
    virtual qint64 numberOf(qint64 origin) const { return origin; }

    qint64 endLine() const { return firstLine() + lineCount(); } // one past the last
};

} // namespace podwright::logs
