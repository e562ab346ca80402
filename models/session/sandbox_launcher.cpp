#include "models/session/sandbox_launcher.h"

#include "models/core/files.h"
#include "models/kube/api_client.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>

#include <utility>

namespace podwright::session {
namespace {

constexpr int retryInterval = 150; // milliseconds
constexpr qint64 startLimit = 20000;

QString logPath()
{
    return QFileInfo(SandboxLauncher::kubeconfigPath()).path() + QStringLiteral("/sandbox.log");
}

core::Result<kube::Connection> readConnection()
{
    const auto kubeconfig = kube::Kubeconfig::load({SandboxLauncher::kubeconfigPath()});
    if (!kubeconfig)
        return kubeconfig.error();
    auto connection = kubeconfig->resolve();
    if (connection)
        connection->context = sandboxContext;
    return connection;
}

core::Result<void> startProgram()
{
    const QString path = SandboxLauncher::program();
    if (path.isEmpty())
        return core::Error{.kind = core::Error::Kind::NotFound,
                           .message = QStringLiteral("the program podwright-sandbox is not installed"),
                           .hint = QStringLiteral("install it beside podwright or in PATH")};
    QDir().mkpath(QFileInfo(logPath()).path());
    QProcess process;
    process.setProgram(path);
    process.setArguments({QStringLiteral("--kubeconfig"), SandboxLauncher::kubeconfigPath()});
    process.setWorkingDirectory(QDir::homePath());
    process.setStandardInputFile(QProcess::nullDevice());
    process.setStandardOutputFile(logPath());
    process.setStandardErrorFile(logPath(), QIODevice::Append);
    if (process.startDetached())
        return {};
    return core::Error{.kind = core::Error::Kind::Io,
                       .message = QStringLiteral("%1 cannot be started: %2").arg(path, process.errorString())};
}

QString lastMessages()
{
    const auto log = core::readFile(logPath());
    return log ? QString::fromUtf8(log->trimmed().right(500)) : QString();
}

} // namespace

SandboxLauncher::SandboxLauncher(QObject *parent)
    : QObject(parent)
{
    m_retry.setSingleShot(true);
    m_retry.setInterval(retryInterval);
    connect(&m_retry, &QTimer::timeout, this, &SandboxLauncher::check);
}

SandboxLauncher::~SandboxLauncher() = default;

QString SandboxLauncher::kubeconfigPath()
{
    return core::runtimeFolder() + QStringLiteral("/sandbox/kubeconfig");
}

QString SandboxLauncher::program()
{
    const QString name = QStringLiteral("podwright-sandbox");
    const QString beside = QStandardPaths::findExecutable(name, {QCoreApplication::applicationDirPath()});
    return beside.isEmpty() ? QStandardPaths::findExecutable(name) : beside;
}

void SandboxLauncher::ensure(QObject *context, Done done)
{
    m_waiting.emplace_back(context, std::move(done));
    if (m_waiting.size() > 1)
        return;
    m_isStarted = false;
    m_elapsed.start();
    check();
}

void SandboxLauncher::check()
{
    m_job.start([](std::stop_token) { return readConnection(); },
                [this](const core::Result<kube::Connection> &connection) {
                    if (connection)
                        probe(*connection);
                    else
                        startOrWait(connection.error());
                });
}

void SandboxLauncher::probe(const kube::Connection &connection)
{
    m_probe = std::make_unique<kube::ApiClient>(connection);
    m_probe->version(this, [this, connection](core::Result<kube::ServerVersion> answer) {
        m_probe.release()->deleteLater(); // we are inside its callback
        if (answer)
            finish(connection);
        else
            startOrWait(answer.error());
    });
}

void SandboxLauncher::startOrWait(const core::Error &reason)
{
    if (m_elapsed.elapsed() > startLimit)
        return giveUp(reason);
    if (m_isStarted)
        return m_retry.start();
    m_isStarted = true;
    m_job.start([](std::stop_token) { return startProgram(); },
                [this](const core::Result<void> &started) {
                    if (started)
                        m_retry.start();
                    else
                        finish(started.error());
                });
}

void SandboxLauncher::giveUp(const core::Error &reason)
{
    m_job.start(
        [](std::stop_token) { return lastMessages(); },
        [this, reason](const QString &messages) {
            finish(core::Error{.kind = core::Error::Kind::Timeout,
                               .message = QStringLiteral("the sandbox cluster does not answer: %1").arg(reason.text()),
                               .hint = messages});
        });
}

void SandboxLauncher::finish(const core::Result<kube::Connection> &result)
{
    for (const auto &[context, done] : std::exchange(m_waiting, {})) {
        if (context)
            done(result);
    }
}

} // namespace podwright::session
