#pragma once

#include "models/logs/line_source.h"

#include <QByteArray>
#include <QObject>
#include <QString>

#include <memory>
#include <vector>

namespace podwright::logs {

struct LogChunk;

// Append-only chunks of log bytes with line ends per chunk; the oldest chunks go when `maximumBytes` is exceeded, or,
// with a spill file, leave memory and are read back when looked at. Lines may begin with the kubelet's time stamp,
// which views show or hide. Lives on the GUI thread; snapshots are immutable and may go anywhere.
class LogStore : public QObject, public LineSource
{
    Q_OBJECT
public:
    explicit LogStore(qint64 maximumBytes = 256 * 1024 * 1024, QObject *parent = nullptr);
    ~LogStore() override;

    void append(QByteArrayView bytes);      // any cut, also inside a line or a character
    void appendNotice(const QString &text); // a line of ours, drawn as a marker, never mistaken for log
    void clear();

    qint64 firstLine() const override;
    qint64 lineCount() const override;
    QByteArray line(qint64 number) const override;
    bool isNotice(qint64 number) const;
    qint64 byteCount() const;

    // Closed chunks are shared, the open one is copied.
    std::vector<std::shared_ptr<const LogChunk>> snapshot() const;

Q_SIGNALS:
    void appended(); // throttled: after 10 ms of quiet, at latest 40 ms after the first byte
    void dropped(qint64 newFirstLine);
    void cleared();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace podwright::logs
