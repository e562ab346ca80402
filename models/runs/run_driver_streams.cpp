#include "models/kube/log_stream.h"
#include "models/kube/resource_watch.h"
#include "models/runs/pod_facts.h"
#include "models/runs/run_driver.h"

#include <algorithm>
#include <utility>

namespace podwright::runs {
namespace {

const std::vector<std::string> readXcomCommand{
    "/bin/sh", "-c",
    "if [ -s /airflow/xcom/return.json ]; then cat /airflow/xcom/return.json; "
    "else echo __airflow_xcom_result_empty__; fi"};

// Interrupts the sidecar's own loop and nothing else: it is told by its command line, whatever its process id is.
const std::vector<std::string> stopSidecarCommand{
    "/bin/sh", "-c",
    "for p in /proc/[0-9]*; do [ \"$p\" = /proc/$$ ] && continue; line=; "
    "{ read -r line < \"$p/cmdline\"; } 2>/dev/null; "
    "case \"$line\" in *'trap \"exit 0\" INT; while true'*) kill -2 \"${p#/proc/}\";; esac; done; true"};

} // namespace

void RunDriver::carryOut(const act::ReadXcom &)
{
    m_client.exec(
        m_state.plan.ns, m_state.plan.podName, facts::xcomSidecar, readXcomCommand, {}, this,
        [this](core::Result<kube::ExecOutput> answer) {
            if (!answer)
                return observe(seen::XcomFailed{answer.error()});
            if (answer->exitCode == 0)
                return observe(seen::Xcom{std::move(answer->standardOutput)});
            observe(seen::XcomFailed{{.kind = core::Error::Kind::Invalid,
                                      .message = QStringLiteral("reading the XCom file ended with exit code %1: %2")
                                                     .arg(answer->exitCode)
                                                     .arg(QString::fromStdString(answer->standardError).trimmed())}});
        });
}

void RunDriver::carryOut(const act::StopSidecar &)
{
    m_client.exec(m_state.plan.ns, m_state.plan.podName, facts::xcomSidecar, stopSidecarCommand, {}, this,
                  [this](core::Result<kube::ExecOutput> answer) {
                      if (!answer)
                          observe(seen::SidecarStopped{answer.error().text()});
                      else
                          observe(seen::SidecarStopped{QString::fromStdString(answer->standardError).trimmed()});
                  });
}

void RunDriver::carryOut(const act::FollowLog &command)
{
    Log &log = m_logs[command.container];
    log.stream.reset();
    log.hasEnded = false;
    Q_EMIT logOpened(QString::fromStdString(command.container));
    m_history.openLog(m_state.id(), command.container, this,
                      [this, container = command.container](const LogPosition &position) {
                          if (!m_state.isDone())
                              openStream(container, position);
                      });
}

void RunDriver::openStream(const std::string &container, const LogPosition &position)
{
    kube::LogRequest request;
    request.ns = m_state.plan.ns;
    request.pod = m_state.plan.podName;
    request.container = container;
    request.podUid = m_state.podUid;
    request.sinceTime = position.resumeTime;
    request.window = position.window;
    Log &log = m_logs[container];
    log.stream = std::make_unique<kube::LogStream>(m_client, std::move(request), m_clock);
    kube::LogStream *stream = log.stream.get();
    const QString name = QString::fromStdString(container);
    connect(stream, &kube::LogStream::lines, this, [this, container, name, stream](const QByteArray &lines) {
        m_haveLinesCome = true;
        m_history.appendLog(m_state.id(), container, lines, stream->resumeTime(), stream->window());
        Q_EMIT logLines(name, lines);
    });
    connect(stream, &kube::LogStream::notice, this,
            [this, name](const QString &text) { Q_EMIT logNotice(name, text); });
    connect(stream, &kube::LogStream::finished, this, [this, container](const core::Result<void> &result) {
        closeLog(m_logs[container]);
        observe(seen::LogEnded{container, result});
    });
    holdLogs();
    stream->start();
    if (log.hasEnded)
        stream->containerEnded();
}

void RunDriver::carryOut(const act::EndLog &command)
{
    Log &log = m_logs[command.container];
    log.hasEnded = true;
    if (log.stream)
        log.stream->containerEnded();
}

void RunDriver::setLogHeld(const std::string &container, bool isHeld)
{
    m_logs[container].isHeld = isHeld;
    holdLogs();
}

void RunDriver::holdLogs()
{
    for (const auto &[container, log] : m_logs) {
        if (log.stream)
            log.stream->setHeld(log.isHeld || m_history.isBehind());
    }
}

bool RunDriver::areLogsComing()
{
    const bool areHeld = std::ranges::any_of(m_logs, [this](const auto &entry) {
        return entry.second.stream && (entry.second.isHeld || m_history.isBehind());
    });
    return std::exchange(m_haveLinesCome, false) || areHeld;
}

// We may be inside a signal of the stream.
void RunDriver::closeLog(Log &log)
{
    if (!log.stream)
        return;
    log.stream->disconnect(this);
    log.stream->stop();
    log.stream.release()->deleteLater();
}

} // namespace podwright::runs
