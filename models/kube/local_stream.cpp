#include "models/kube/local_stream.h"

#include <QFile>

#include <arpa/inet.h>
#include <cerrno>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace podwright::kube {
namespace {

sockaddr_in addressBy(int (*ask)(int, sockaddr *, socklen_t *), int file)
{
    sockaddr_in address{};
    socklen_t size = sizeof address;
    ask(file, reinterpret_cast<sockaddr *>(&address), &size);
    return address;
}

// "0100007F:1F90", as the kernel's table of sockets has it.
QByteArray tableForm(const sockaddr_in &address)
{
    return QByteArray::number(address.sin_addr.s_addr, 16).toUpper().rightJustified(8, '0') + ':' +
           QByteArray::number(ntohs(address.sin_port), 16).toUpper().rightJustified(4, '0');
}

} // namespace

LocalStream::LocalStream(qintptr descriptor, QObject *parent)
    : QObject(parent)
    , m_file(static_cast<int>(descriptor))
    , m_canRead(descriptor, QSocketNotifier::Read, this)
    , m_canWrite(descriptor, QSocketNotifier::Write, this)
{
    fcntl(m_file, F_SETFL, fcntl(m_file, F_GETFL) | O_NONBLOCK);
    const int on = 1;
    setsockopt(m_file, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    m_canRead.setEnabled(false);
    m_canWrite.setEnabled(false);
    connect(&m_canRead, &QSocketNotifier::activated, this, &LocalStream::readable);
    connect(&m_canWrite, &QSocketNotifier::activated, this, &LocalStream::flush);
}

LocalStream::~LocalStream()
{
    m_canRead.setEnabled(false);
    m_canWrite.setEnabled(false);
    close(m_file);
}

void LocalStream::setReading(bool isReading)
{
    m_canRead.setEnabled(isReading && !m_isBroken);
}

QByteArray LocalStream::read(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    const ssize_t got = recv(m_file, bytes.data(), static_cast<size_t>(size), 0);
    bytes.truncate(std::max<ssize_t>(got, 0));
    if (got == 0) {
        setReading(false);
        Q_EMIT readingEnded();
    } else if (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) {
        breakOff();
    }
    return bytes;
}

void LocalStream::write(QByteArrayView bytes)
{
    if (m_isBroken)
        return;
    m_unwritten.append(bytes.data(), bytes.size());
    flush();
}

void LocalStream::flush()
{
    const bool hadSome = !m_unwritten.isEmpty();
    while (!m_unwritten.isEmpty() && !m_isBroken) {
        const ssize_t put =
            ::send(m_file, m_unwritten.constData(), static_cast<size_t>(m_unwritten.size()), MSG_NOSIGNAL);
        if (put > 0)
            m_unwritten.remove(0, put);
        else if (errno == EAGAIN || errno == EWOULDBLOCK)
            break;
        else if (errno != EINTR)
            return breakOff();
    }
    m_canWrite.setEnabled(!m_unwritten.isEmpty());
    if (!m_unwritten.isEmpty())
        return;
    if (std::exchange(m_endsWriting, false))
        shutdown(m_file, SHUT_WR);
    if (hadSome)
        Q_EMIT flushed();
}

void LocalStream::endWriting()
{
    m_endsWriting = true;
    flush();
}

void LocalStream::reset()
{
    const linger atOnce{.l_onoff = 1, .l_linger = 0};
    setsockopt(m_file, SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
}

void LocalStream::breakOff()
{
    if (std::exchange(m_isBroken, true))
        return;
    m_unwritten.clear();
    m_canRead.setEnabled(false);
    m_canWrite.setEnabled(false);
    Q_EMIT broken();
}

// Its line carries no inode once no program holds the socket; soon after there is no line.
bool LocalStream::isPeerGone() const
{
    constexpr int inodeColumn = 9;
    QFile table(QStringLiteral("/proc/self/net/tcp"));
    if (!table.open(QIODevice::ReadOnly))
        return false;
    const QByteArray peer = tableForm(addressBy(&getpeername, m_file)),
                     own = tableForm(addressBy(&getsockname, m_file));
    for (const QByteArray &line : table.readAll().split('\n')) {
        const QList<QByteArray> columns = line.simplified().split(' ');
        if (columns.size() > inodeColumn && columns[1] == peer && columns[2] == own)
            return columns[inodeColumn] == "0";
    }
    return true;
}

} // namespace podwright::kube
