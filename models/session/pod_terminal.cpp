#include "models/session/pod_terminal.h"

#include "models/core/strings.h"
#include "models/kube/exec_channel.h"
#include "models/session/session_manager.h"

#include <QStringList>

#include <algorithm>

namespace podwright::session {

using core::Error;
using core::qt;
using core::Result;

namespace {

// A container runtime names no terminal of this age by itself.
constexpr auto findShell = "TERM=xterm-256color; export TERM; command -v bash >/dev/null 2>&1 && exec bash; exec sh";

bool isMissingProgram(const Error &error)
{
    static const QStringList signs{QStringLiteral("executable file not found"),
                                   QStringLiteral("no such file or directory")};
    return std::ranges::any_of(signs, [&](const QString &sign) { return error.message.contains(sign); });
}

// The runtime's words about a container without a shell say nothing of what to do.
Error shellTrouble(Error error, const TerminalTarget &target)
{
    if (!isMissingProgram(error))
        return error;
    error.message =
        PodTerminal::tr("container %1 has no shell (sh is not among its programs)").arg(qt(target.container));
    error.hint = PodTerminal::tr("run one of its own programs below, or put a container with tools beside it: "
                                 "kubectl debug -n %1 -it %2 --image=busybox --target=%3")
                     .arg(qt(target.ns), qt(target.pod), qt(target.container));
    return error;
}

} // namespace

PodTerminal::PodTerminal(SessionManager &sessions, QObject *parent)
    : QObject(parent)
    , m_sessions(sessions)
{}

PodTerminal::~PodTerminal() = default;

void PodTerminal::openShell(const TerminalTarget &target, Consent consent)
{
    const kube::ExecWish shell{.command = {"sh", "-c", findShell}, .hasInput = true, .isTerminal = true};
    if (consent == Consent::Given)
        start(target, shell);
    else
        askToStart(target, shell);
}

void PodTerminal::run(const TerminalTarget &target, const std::vector<std::string> &command)
{
    askToStart(target, {.command = command});
}

void PodTerminal::askToStart(const TerminalTarget &target, const kube::ExecWish &wish)
{
    const QString what = wish.isTerminal ? tr("open a terminal in %1") : tr("run a command in %1");
    m_sessions.guard().pass({target.context}, what.arg(qt(target.pod)), this,
                            [this, target, wish] { start(target, wish); });
}

void PodTerminal::start(const TerminalTarget &target, kube::ExecWish wish)
{
    wish.ns = target.ns;
    wish.pod = target.pod;
    wish.container = target.container;
    m_channel.reset();
    m_attempt = std::make_unique<QObject>();
    m_target = target;
    m_isShell = wish.isTerminal;
    m_outcome.reset();
    setState(State::Connecting);
    m_sessions.session(target.context)->whenReady(m_attempt.get(), [this, wish](Result<kube::ApiClient *> client) {
        if (client)
            connectTo(**client, wish);
        else
            end(client.error());
    });
}

void PodTerminal::connectTo(kube::ApiClient &client, const kube::ExecWish &wish)
{
    m_channel = std::make_unique<kube::ExecChannel>(client, wish);
    if (wish.isTerminal)
        m_channel->resize(m_columns, m_rows);
    connect(m_channel.get(), &kube::ExecChannel::opened, this, [this] { setState(State::Open); });
    connect(m_channel.get(), &kube::ExecChannel::output, this, &PodTerminal::output);
    connect(m_channel.get(), &kube::ExecChannel::errorOutput, this, &PodTerminal::errorOutput);
    connect(m_channel.get(), &kube::ExecChannel::ended, this, [this](const Result<int> &exitCode) {
        if (exitCode || !m_isShell)
            end(exitCode);
        else
            end(shellTrouble(exitCode.error(), m_target));
    });
}

void PodTerminal::close()
{
    if (isActive())
        end({});
}

void PodTerminal::end(const std::optional<Result<int>> &outcome)
{
    m_attempt.reset();
    if (m_channel) {
        m_channel->disconnect(this);
        m_channel.release()->deleteLater(); // it may be what tells us
    }
    m_outcome = outcome;
    setState(State::Ended);
}

bool PodTerminal::write(QByteArrayView input)
{
    if (m_state != State::Open || !m_isShell || m_channel->unsent() + input.size() > mostUnsent)
        return false;
    m_channel->write(input);
    return true;
}

void PodTerminal::resize(int columns, int rows)
{
    m_columns = columns;
    m_rows = rows;
    if (m_channel && m_isShell)
        m_channel->resize(columns, rows);
}

void PodTerminal::setState(State state)
{
    m_state = state;
    Q_EMIT stateChanged();
}

QString PodTerminal::stateText() const
{
    const QString container = qt(m_target.container);
    switch (m_state) {
    case State::Idle:
        return {};
    case State::Connecting:
        return tr("Connecting to %1 …").arg(container);
    case State::Open:
        return m_isShell ? tr("Shell in %1").arg(container) : tr("Running in %1 …").arg(container);
    case State::Ended:
        break;
    }
    if (!m_outcome)
        return tr("Closed");
    return *m_outcome ? tr("Ended with exit code %1").arg(**m_outcome)
                      : tr("Ended: %1").arg(m_outcome->error().message);
}

} // namespace podwright::session
