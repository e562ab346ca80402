#pragma once

#include <QByteArray>

#include <deque>

namespace podwright::kube {

// The last lines of a log, in the blocks they came in.
class LogWindow
{
public:
    // Whole lines (the last one of all may lack its newline).
    void append(const QByteArray &lines);
    // Gives up what is older than `second`, but for the line before; blocks are given up whole, so more may stay.
    void trim(qint64 second);
    void clear() { *this = {}; }

    bool isEmpty() const { return m_blocks.empty(); }
    // Of the last line that has a stamp; 0 if none has. See LogStamp.
    qint64 lastSecond() const { return m_blocks.empty() ? 0 : m_blocks.back().lastSecond; }
    qsizetype length() const { return m_bytes; }
    QByteArray text() const;

private:
    struct Block
    {
        QByteArray lines;
        qint64 firstSecond = 0;
        qint64 lastSecond = 0;
    };
    std::deque<Block> m_blocks;
    qsizetype m_bytes = 0;
};

} // namespace podwright::kube
