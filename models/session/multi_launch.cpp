#include "models/session/multi_launch.h"

namespace podwright::session {

MultiLaunch::MultiLaunch(SessionManager &sessions, RunCenter &center, QObject *parent)
    : QObject(parent)
    , m_sessions(sessions)
    , m_center(center)
{}

void MultiLaunch::start(const task::Task &task, const QString &title, const QStringList &contexts)
{
    m_sessions.guard().pass(contexts, QStringLiteral("launch %1").arg(title), this,
                            [this, task, contexts] { launchAll(task, contexts); });
}

void MultiLaunch::launchAll(const task::Task &task, const QStringList &contexts)
{
    struct Round
    {
        std::vector<LaunchedOn> results;
        size_t left;
    };
    auto round = std::make_shared<Round>(Round{{}, static_cast<size_t>(contexts.size())});
    for (const QString &context : contexts)
        round->results.push_back({.context = context, .runId = {}, .error = {}});
    for (size_t i = 0; i < round->results.size(); ++i) {
        m_center.renderAndLaunch(task, {.context = contexts[static_cast<qsizetype>(i)]}, this,
                                 [this, round, i](const core::Result<QString> &run) {
                                     if (run)
                                         round->results[i].runId = *run;
                                     else
                                         round->results[i].error = run.error().text();
                                     if (--round->left == 0)
                                         Q_EMIT finished(round->results);
                                 });
    }
}

} // namespace podwright::session
