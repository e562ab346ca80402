#pragma once

#include "models/core/files.h"
#include "models/session/run_center.h"
#include "tests/models/session/fake_cluster.h"
#include "tests/support/private_home.h"

#include <QAbstractItemModelTester>
#include <QDir>
#include <QSignalSpy>
#include <QTest>

namespace podwright::session::test {

// A home whose kubeconfig has three contexts: "here" is `cluster`, "dead" answers nobody, "broken" names no cluster.
class RunBench
{
public:
    RunBench()
    {
        QDir().mkpath(home.path(QStringLiteral(".kube")));
        write(home.path(QStringLiteral(".kube/config")),
              "clusters: [{name: c, cluster: {server: '" + QByteArray::fromStdString(cluster.url()) +
                  "'}}, {name: d, cluster: {server: 'https://127.0.0.1:1'}}]\n"
                  "users: [{name: u, user: {token: t}}]\n"
                  "contexts: [{name: here, context: {cluster: c, user: u}}, {name: dead, context: {cluster: d, user: "
                  "u}}, {name: broken, context: {cluster: none, user: u}}]\n");
    }

    static void write(const QString &path, const QByteArray &content)
    {
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("%s: %s", qPrintable(path), qPrintable(file.errorString()));
    }

    support::PrivateHome home{QStringLiteral("/nowhere")};
    FakeCluster cluster;
};

// One start of the program.
struct Program
{
    Program()
        : history(core::stateFolder())
        , sessions(core::systemClock())
        , center(sessions, history, core::systemClock())
        , tester(center.table(), QAbstractItemModelTester::FailureReportingMode::Fatal)
    {
        QSignalSpy loaded(&sessions, &SessionManager::contextsChanged);
        sessions.load();
        if (!loaded.wait(30000))
            qFatal("the kubeconfig was not loaded");
    }

    QString launch(const task::Task &task, const char *context)
    {
        const auto run = center.launch(task, {.context = QString::fromLatin1(context)});
        if (!run)
            qFatal("%s", qPrintable(run.error().text()));
        return *run;
    }
    const podwright::runs::RunState &state(const QString &run) { return center.item(run)->state(); }
    QString cell(int row, int column) { return center.table()->index(row, column).data().toString(); }

    podwright::runs::History history;
    SessionManager sessions;
    RunCenter center;
    QAbstractItemModelTester tester;
};

inline task::Task aTask(const char *onFinish = "delete_pod")
{
    task::Task task;
    task.arguments = {{"task_id", "t"}, {"image", "ubuntu"}, {"namespace", "default"}, {"on_finish_action", onFinish}};
    return task;
}

} // namespace podwright::session::test
