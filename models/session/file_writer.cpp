#include "models/session/file_writer.h"

#include <QThreadPool>

#include <utility>

namespace podwright::session {
namespace {

constexpr qsizetype mostUnwritten = 8 * 1024 * 1024;

} // namespace

FileWriter::FileWriter(const QString &path)
    : m_file(path)
    , m_home(new QObject, [](QObject *object) { object->deleteLater(); })
{}

void FileWriter::whenReady(std::function<void()> ready)
{
    if (m_unwritten < mostUnwritten)
        return ready();
    m_ready = std::move(ready);
}

void FileWriter::close(Done done)
{
    put({.bytes = {}, .done = std::move(done)});
}

void FileWriter::discard()
{
    m_ready = {};
    {
        const std::scoped_lock lock(m_mutex);
        m_isDiscarded = true;
    }
    put({});
}

void FileWriter::put(Piece piece)
{
    m_unwritten += piece.bytes.size();
    const std::scoped_lock lock(m_mutex);
    m_waiting.push_back(std::move(piece));
    if (!std::exchange(m_isWriting, true))
        QThreadPool::globalInstance()->start([self = shared_from_this()] { self->write(); });
}

std::optional<FileWriter::Piece> FileWriter::next()
{
    const std::scoped_lock lock(m_mutex);
    if (m_isDiscarded) {
        m_waiting.clear();
        if (m_file.isOpen())
            m_file.remove();
    }
    m_isWriting = !m_waiting.empty();
    if (!m_isWriting)
        return {};
    Piece piece = std::move(m_waiting.front());
    m_waiting.pop_front();
    return piece;
}

void FileWriter::write()
{
    while (auto piece = next()) {
        const bool isOpen = m_file.isOpen() || m_file.open(QIODevice::WriteOnly);
        if (!isOpen || m_file.write(piece->bytes) != piece->bytes.size() || (piece->done && !m_file.flush()))
            m_trouble = QStringLiteral("%1: %2").arg(m_file.fileName(), m_file.errorString());
        QMetaObject::invokeMethod(m_home.get(), [self = shared_from_this(), size = piece->bytes.size(),
                                                 done = std::move(piece->done), trouble = m_trouble] {
            self->settle(size);
            if (done)
                done(trouble);
        });
    }
}

void FileWriter::settle(qsizetype bytes)
{
    m_unwritten -= bytes;
    if (m_ready && m_unwritten < mostUnwritten)
        std::exchange(m_ready, {})();
}

} // namespace podwright::session
