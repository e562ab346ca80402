#include "app/podwright/interrupt.h"

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace podwright::cli {
namespace {

int pipeEnds[2] = {-1, -1};

void wake(int)
{
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(pipeEnds[1], &byte, 1);
}

void setHandlers(void (*handler)(int))
{
    std::signal(SIGINT, handler);
    std::signal(SIGTERM, handler);
}

} // namespace

Interrupt::Interrupt()
{
    if (::pipe2(pipeEnds, O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    m_notifier = std::make_unique<QSocketNotifier>(pipeEnds[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        char bytes[16];
        if (::read(pipeEnds[0], bytes, sizeof bytes) > 0)
            Q_EMIT happened();
    });
    setHandlers(wake);
}

Interrupt::~Interrupt()
{
    setHandlers(SIG_DFL);
    m_notifier.reset();
    for (int &end : pipeEnds) {
        ::close(end);
        end = -1;
    }
}

} // namespace podwright::cli
