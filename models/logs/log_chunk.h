#pragma once

#include "models/logs/spill_file.h"

#include <QByteArray>

#include <memory>
#include <vector>

namespace podwright::logs {

// Where lines begin in a chunk: not every line, but so many that any line is found by looking at a few kilobytes.
class ChunkIndex
{
public:
    struct Entry
    {
        quint32 line = 0;
        quint32 offset = 0;
    };
    static constexpr quint32 mostLines = 64;        // between two entries
    static constexpr quint32 mostBytes = 16 * 1024; // then the next line has an entry

    void addLine(quint32 begin);
    void addNotice() { m_notices.push_back(m_lines); } // the next line is ours
    void finish();                                     // gives back room that is not needed

    qint64 lineCount() const { return m_lines; }
    bool isNotice(qint64 line) const;
    bool hasNotices() const { return !m_notices.empty(); }
    size_t entryOf(qint64 line) const;
    size_t entryAt(qsizetype offset) const;
    const Entry &entry(size_t number) const { return m_entries[number]; }
    size_t entryCount() const { return m_entries.size(); }

private:
    std::vector<Entry> m_entries;
    std::vector<quint32> m_notices; // rising
    quint32 m_lines = 0;
};

// About a quarter of a mebibyte of whole lines, which a processor has near at hand, in memory or in a file. Immutable;
// any thread.
struct LogChunk
{
    static constexpr qsizetype size = 256 * 1024;

    qint64 firstLine = 0; // absolute number of line 0
    std::shared_ptr<const ChunkIndex> index;
    qsizetype length = 0;
    QByteArray bytes;                      // every line with its newline; empty if they are in the file
    std::shared_ptr<const SpillFile> file; // null: in memory
    qint64 offset = 0;                     // in the file

    qint64 lineCount() const { return index->lineCount(); }
    qint64 endLine() const { return firstLine + lineCount(); }
    bool isNotice(qint64 line) const { return index->isNotice(line); }
    // All bytes. May wait for the disk; `buffer` keeps what was read, to be used again for the next chunk. Errors: Io.
    core::Result<QByteArrayView> load(QByteArray &buffer) const;
};

// Goes through the lines of a chunk's bytes, forwards only.
class LineWalker
{
public:
    // At line `line`, which exists.
    LineWalker(const ChunkIndex &index, QByteArrayView bytes, qint64 line);

    qint64 index() const { return m_line; }
    qsizetype begin() const { return m_begin; }
    qsizetype end() const { return m_end; } // past the newline
    QByteArrayView line() const { return m_bytes.sliced(m_begin, m_end - m_begin - 1); }
    bool next(); // false at the end
    // To the line that holds the byte at `offset`, which is not before the present line.
    void goTo(qsizetype offset);
    void goToLine(qint64 line); // not before the present one

private:
    void jump(const ChunkIndex::Entry &entry);
    void findEnd();

    const ChunkIndex &m_index;
    QByteArrayView m_bytes;
    qint64 m_line = 0;
    qsizetype m_begin = 0, m_end = 0;
};

} // namespace podwright::logs
