#include "models/kube/log_window.h"

#include "models/kube/log_stamp.h"

#include <algorithm>

namespace podwright::kube {

namespace {

constexpr qsizetype maximumWindow = 64 * 1024 * 1024; // beyond it a reconnect may repeat lines after a gap mark

qint64 lastStampOf(QByteArrayView lines, qint64 before)
{
    for (qsizetype end = lines.size() - 1; end >= 0;) { // of the line that is looked at: its newline or last byte
        const qsizetype begin = lines.first(end).lastIndexOf('\n') + 1;
        if (const auto stamp = readLogStamp(lines.sliced(begin)))
            return stamp->second;
        end = begin - 1;
    }
    return before;
}

} // namespace

void LogWindow::append(const QByteArray &lines)
{
    const qint64 before = lastSecond();
    const auto first = readLogStamp(lines);
    m_bytes += lines.size();
    m_blocks.push_back({lines, first ? first->second : before, lastStampOf(lines, before)});
}

// Blocks may be a little out of order where two streams meet; the caller's margin covers that.
void LogWindow::trim(qint64 second)
{
    const auto isOld = [&] { return m_blocks[0].lastSecond < second && m_blocks[1].firstSecond < second; };
    while (m_blocks.size() > 1 && (isOld() || m_bytes > maximumWindow)) {
        m_bytes -= m_blocks.front().lines.size();
        m_blocks.pop_front();
    }
}

QByteArray LogWindow::text() const
{
    QByteArray text;
    text.reserve(m_bytes);
    for (const Block &block : m_blocks)
        text += block.lines;
    return text;
}

} // namespace podwright::kube
