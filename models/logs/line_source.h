#pragma once

#include <QByteArray>

namespace podwright::logs {

// Lines that can be looked at by absolute number. Line numbers never change while a line exists: dropping old lines
// raises firstLine(). Implemented by LogStore and FilteredLines; LogView draws either. One thread.
class LineSource
{
public:
    virtual ~LineSource() = default;
    virtual qint64 firstLine() const = 0;
    virtual qint64 lineCount() const = 0;             // from firstLine() on, with the unfinished last line
    virtual QByteArray line(qint64 number) const = 0; // without newline; empty outside the range
    // The same line's number in the store.
    virtual qint64 originOf(qint64 number) const { return number; }

    qint64 endLine() const { return firstLine() + lineCount(); } // one past the last
};

} // namespace podwright::logs
