#pragma once

#include "models/session/run_center.h"

#include <QTimer>

#include <memory>

namespace podwright::cli {

struct RunOptions
{
    session::LaunchOptions launch;
    QString xcomFile;     // empty: nowhere
    double timeLimit = 0; // seconds; 0: none
};

// One run on a terminal: log lines on standard output without stamps, its story on standard error.
class RunConsole : public QObject
{
    Q_OBJECT
public:
    explicit RunConsole(RunOptions options);
    ~RunConsole() override;

    using Begin =
        std::function<core::Result<QString>(session::RunCenter &center, const session::LaunchOptions &options)>;
    // The whole life of the run, with an event loop; the program's exit code.
    int exec(const Begin &begin);

private:
    void begin(const Begin &begin);
    void tellNews();
    void printLines(const QString &container, const QByteArray &lines);
    void stop(runs::Outcome as);
    void conclude();

    RunOptions m_options;
    runs::History m_history;
    session::SessionManager m_sessions;
    session::RunCenter m_center;
    QString m_runId;
    session::RunItem *m_item = nullptr;
    size_t m_told = 0; // entries of the timeline
    bool m_hasBegun = false, m_isStopping = false;
};

// Log lines without the kubelet's stamps.
QByteArray withoutStamps(const QByteArray &lines, const QByteArray &prefix);

} // namespace podwright::cli
