#pragma once

#include "models/core/pseudo_terminal.h"
#include "models/core/result.h"

#include <QObject>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

namespace podwright::session {

class ClusterSession;

// Runs the exec plugin of one context where the person can answer it: on a terminal, without a limit of time. One at a
// time. What is said there is only told by output(), kept nowhere. GUI thread; nothing in here waits.
class SignIn : public QObject
{
    Q_OBJECT
public:
    enum class State { Idle, Running, Failed, Done };
    using FindSession = std::function<ClusterSession *(const QString &context)>;

    explicit SignIn(FindSession find, QObject *parent = nullptr);
    ~SignIn() override; // gives up

    void start(const QString &context); // nothing but stateChanged() while one runs
    void cancel();                      // ends the plugin; then Idle
    void dismiss();                     // what has failed; then Idle
    bool write(QByteArrayView input);   // false: nothing is taken
    void resize(int columns, int rows);

    State state() const { return m_state; }
    bool isRunning() const { return m_state == State::Running; }
    const QString &context() const { return m_context; }                // of the last one
    const QString &plugin() const { return m_plugin; }                  // its command's name
    const std::optional<core::Error> &error() const { return m_error; } // why it failed

Q_SIGNALS:
    void stateChanged();
    void output(const QByteArray &text);

private:
    void begin(ClusterSession &session);
    void end(const core::Result<void> &outcome);
    void setState(State state);

    FindSession m_find;
    QString m_context, m_plugin;
    State m_state = State::Idle;
    std::optional<core::Error> m_error;
    int m_columns = 80, m_rows = 24;
    std::stop_source m_stop;
    std::unique_ptr<QObject> m_attempt; // what answers are waited for with
    std::unique_ptr<core::PseudoTerminal> m_terminal;
};

} // namespace podwright::session
