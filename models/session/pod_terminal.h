#pragma once

#include "models/core/result.h"

#include <QByteArray>
#include <QObject>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace podwright::kube {
class ApiClient;
class ExecChannel;
struct ExecWish;
} // namespace podwright::kube

namespace podwright::session {

class SessionManager;

struct TerminalTarget
{
    QString context;
    std::string ns, pod, container;
};

// A shell or one command in a container. What it says is for a terminal; what it is doing is in `state()`. Asks first
// where the context is protected, unless that is the rest of what was asked for. Can be opened again when it has ended.
// GUI thread.
class PodTerminal : public QObject
{
    Q_OBJECT
public:
    enum class State { Idle, Connecting, Open, Ended };
    enum class Consent { Needed, Given };
    static constexpr qint64 mostUnsent = 4 * 1024 * 1024; // bytes of input that the container has not taken

    explicit PodTerminal(SessionManager &sessions, QObject *parent = nullptr);
    ~PodTerminal() override;

    // bash if the container has it, else sh; in a terminal of the size told by resize().
    void openShell(const TerminalTarget &target, Consent consent = Consent::Needed);
    // Without input; its errors come apart from its output.
    void run(const TerminalTarget &target, const std::vector<std::string> &command);
    void close(); // lets go of what runs; the container may go on with it

    bool write(QByteArrayView input); // false: nothing is taken, too much waits already or nothing is open
    void resize(int columns, int rows);

    State state() const { return m_state; }
    bool isActive() const { return m_state == State::Connecting || m_state == State::Open; }
    bool isShell() const { return m_isShell; } // or one command
    const TerminalTarget &target() const { return m_target; }
    // How it ended; nothing if it was closed here or did not end yet.
    const std::optional<core::Result<int>> &outcome() const { return m_outcome; }
    QString stateText() const; // one sentence

Q_SIGNALS:
    void stateChanged();
    // Nothing more comes while these are handled.
    void output(const QByteArray &text);
    void errorOutput(const QByteArray &text);

private:
    void askToStart(const TerminalTarget &target, const kube::ExecWish &wish);
    void start(const TerminalTarget &target, kube::ExecWish wish);
    void connectTo(kube::ApiClient &client, const kube::ExecWish &wish);
    void end(const std::optional<core::Result<int>> &outcome);
    void setState(State state);

    SessionManager &m_sessions;
    TerminalTarget m_target;
    bool m_isShell = true;
    State m_state = State::Idle;
    int m_columns = 80, m_rows = 24;
    std::optional<core::Result<int>> m_outcome;
    std::unique_ptr<QObject> m_attempt; // what answers are waited for with
    std::unique_ptr<kube::ExecChannel> m_channel;
};

} // namespace podwright::session
