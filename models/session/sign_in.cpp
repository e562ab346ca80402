#include "models/session/sign_in.h"

#include "models/core/strings.h"
#include "models/session/cluster_session.h"

#include <QFileInfo>

#include <utility>

namespace podwright::session {

using core::Result;

SignIn::SignIn(FindSession find, QObject *parent)
    : QObject(parent)
    , m_find(std::move(find))
{}

SignIn::~SignIn()
{
    m_stop.request_stop();
}

void SignIn::start(const QString &context)
{
    if (isRunning())
        return Q_EMIT stateChanged();
    m_context = context;
    m_plugin.clear();
    m_error.reset();
    m_stop = {};
    m_attempt = std::make_unique<QObject>();
    ClusterSession *session = m_find(context);
    setState(State::Running);
    session->whenReady(m_attempt.get(), [this, session](const Result<kube::ApiClient *> &client) {
        if (client)
            begin(*session);
        else
            end(client.error());
    });
}

void SignIn::begin(ClusterSession &session)
{
    auto terminal = core::PseudoTerminal::open(m_columns, m_rows);
    if (!terminal)
        return end(terminal.error());
    m_terminal = std::move(*terminal);
    connect(m_terminal.get(), &core::PseudoTerminal::output, this, &SignIn::output);
    kube::ApiClient *client = session.client();
    m_plugin = QFileInfo(core::qt(core::textAt(client->connection().exec, {"command"}))).fileName();
    Q_EMIT stateChanged();
    client->signIn({.path = m_terminal->path(), .stop = m_stop.get_token()}, m_attempt.get(),
                   [this](const Result<void> &outcome) { end(outcome); });
}

void SignIn::end(const Result<void> &outcome)
{
    if (m_terminal)
        m_terminal->read(); // its last words
    m_terminal.reset();
    m_attempt.release()->deleteLater(); // it may be what tells us
    if (!outcome)
        m_error = outcome.error();
    setState(outcome ? State::Done : State::Failed);
}

void SignIn::cancel()
{
    if (!isRunning())
        return;
    m_stop.request_stop();
    m_attempt.reset();
    m_terminal.reset();
    setState(State::Idle);
}

void SignIn::dismiss()
{
    if (!isRunning())
        setState(State::Idle);
}

bool SignIn::write(QByteArrayView input)
{
    return m_terminal && m_terminal->write(input);
}

void SignIn::resize(int columns, int rows)
{
    m_columns = columns;
    m_rows = rows;
    if (m_terminal)
        m_terminal->resize(columns, rows);
}

void SignIn::setState(State state)
{
    m_state = state;
    Q_EMIT stateChanged();
}

} // namespace podwright::session
