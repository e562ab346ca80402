#pragma once

#include <QByteArray>
#include <QFile>
#include <QObject>
#include <QString>

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace podwright::session {

// A file that is written on the thread pool, in order; what is appended waits its turn. All calls come from the thread
// that made it, and so are answered.
class FileWriter : public std::enable_shared_from_this<FileWriter>
{
public:
    using Done = std::function<void(const QString &trouble)>; // empty: all is well

    explicit FileWriter(const QString &path);

    void append(const QByteArray &bytes) { put({.bytes = bytes, .done = {}}); }
    // Calls `ready` at once while little waits for the disk, else as soon as that is so.
    void whenReady(std::function<void()> ready);
    void close(Done done);
    void discard(); // what was written is removed, nothing more is

private:
    struct Piece
    {
        QByteArray bytes;
        Done done; // the last piece
    };

    void put(Piece piece);
    std::optional<Piece> next();
    void write();
    void settle(qsizetype bytes);

    QFile m_file;                    // of the writing job, like the next one
    QString m_trouble;               // the last one
    std::shared_ptr<QObject> m_home; // lives on the thread that made the file
    std::function<void()> m_ready;
    qsizetype m_unwritten = 0; // of the owner's thread
    std::mutex m_mutex;        // guards the rest
    std::deque<Piece> m_waiting;
    bool m_isWriting = false, m_isDiscarded = false;
};

} // namespace podwright::session
