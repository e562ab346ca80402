#include "models/core/pseudo_terminal.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace podwright::core {
namespace {

constexpr qsizetype mostAtOnce = 64 * 1024;

Error noTerminal(int code)
{
    return Error{.kind = Error::Kind::Io,
                 .message =
                     QStringLiteral("this machine gives no terminal: %1").arg(QString::fromLocal8Bit(strerror(code)))};
}

// Erasing a character takes all of its bytes.
void expectUtf8(int terminal)
{
    termios mode{};
    if (::tcgetattr(terminal, &mode) != 0)
        return;
    mode.c_iflag |= IUTF8;
    ::tcsetattr(terminal, TCSANOW, &mode);
}

} // namespace

Result<std::unique_ptr<PseudoTerminal>> PseudoTerminal::open(int columns, int rows)
{
    const int ours = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (ours < 0)
        return noTerminal(errno);
    std::array<char, 64> path{};
    const bool isReady =
        ::grantpt(ours) == 0 && ::unlockpt(ours) == 0 && ::ptsname_r(ours, path.data(), path.size()) == 0;
    const int theirs = isReady ? ::open(path.data(), O_RDWR | O_NOCTTY | O_CLOEXEC) : -1;
    if (theirs < 0) {
        const int code = errno;
        ::close(ours);
        return noTerminal(code);
    }
    expectUtf8(theirs);
    std::unique_ptr<PseudoTerminal> made(new PseudoTerminal(ours, theirs, path.data()));
    made->resize(columns, rows);
    return made;
}

PseudoTerminal::PseudoTerminal(int ours, int theirs, std::string path)
    : m_ours(ours)
    , m_theirs(theirs)
    , m_path(std::move(path))
    , m_readable(ours, QSocketNotifier::Read)
    , m_writable(ours, QSocketNotifier::Write)
{
    m_writable.setEnabled(false);
    connect(&m_readable, &QSocketNotifier::activated, this, &PseudoTerminal::read);
    connect(&m_writable, &QSocketNotifier::activated, this, &PseudoTerminal::send);
}

PseudoTerminal::~PseudoTerminal()
{
    m_readable.setEnabled(false);
    m_writable.setEnabled(false);
    ::close(m_theirs);
    ::close(m_ours);
}

void PseudoTerminal::read()
{
    QByteArray text;
    std::array<char, 4096> part;
    ssize_t count = 1;
    while (count > 0 && text.size() < mostAtOnce) {
        count = ::read(m_ours, part.data(), part.size());
        text.append(part.data(), std::max<ssize_t>(count, 0));
    }
    if (count < 0 && errno != EAGAIN && errno != EINTR)
        m_readable.setEnabled(false);
    if (!text.isEmpty())
        Q_EMIT output(text);
}

bool PseudoTerminal::write(QByteArrayView input)
{
    if (m_unsent.size() + input.size() > mostUnsent)
        return false;
    m_unsent += input;
    send();
    return true;
}

void PseudoTerminal::send()
{
    const ssize_t count = ::write(m_ours, m_unsent.constData(), static_cast<size_t>(m_unsent.size()));
    m_unsent.remove(0, std::max<ssize_t>(count, 0));
    m_writable.setEnabled(!m_unsent.isEmpty());
}

void PseudoTerminal::resize(int columns, int rows)
{
    winsize size{};
    size.ws_col = static_cast<unsigned short>(std::clamp(columns, 1, 1000));
    size.ws_row = static_cast<unsigned short>(std::clamp(rows, 1, 1000));
    ::ioctl(m_ours, TIOCSWINSZ, &size);
}

} // namespace podwright::core
