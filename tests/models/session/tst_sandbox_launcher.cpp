// The sandbox is found or started, once, and what goes wrong is said.

#include "models/session/sandbox_launcher.h"
#include "tests/models/session/fake_cluster.h"
#include "tests/support/private_home.h"

#include <QDir>
#include <QFileInfo>
#include <QTest>

using namespace podwright;
using namespace podwright::session;

class TestSandboxLauncher : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_path = qgetenv("PATH");
        m_home = std::make_unique<support::PrivateHome>(QStringLiteral("/nowhere"));
        qputenv("PATH", m_home->path(QStringLiteral("bin")).toUtf8());
        QDir().mkpath(m_home->path(QStringLiteral("bin")));
    }
    void cleanup()
    {
        m_home.reset();
        qputenv("PATH", m_path);
    }

    void notInstalled()
    {
        SandboxLauncher launcher;
        const auto answer = ensure(launcher);
        QVERIFY(answer && !answer->ok());
        QCOMPARE(answer->error().kind, core::Error::Kind::NotFound);
        QVERIFY(answer->error().text().contains(QStringLiteral("podwright-sandbox")));
    }

    void whatRunsIsUsed()
    {
        const test::FakeCluster cluster;
        writeKubeconfig(SandboxLauncher::kubeconfigPath(), cluster.url());
        SandboxLauncher launcher; // and no program to start
        const auto answer = ensure(launcher);
        QVERIFY2(answer && answer->ok(), answer && !answer->ok() ? qPrintable(answer->error().text()) : "");
        QCOMPARE((*answer)->server, cluster.url());
        QCOMPARE((*answer)->context, sandboxContext);
    }

    void whatIsDeadIsStartedOnce()
    {
        const test::FakeCluster cluster;
        writeKubeconfig(SandboxLauncher::kubeconfigPath(), "https://127.0.0.1:1"); // of one that has ended
        writeKubeconfig(m_home->path(QStringLiteral("prepared")), cluster.url());
        writeProgram();
        SandboxLauncher launcher;
        int told = 0;
        const auto count = [&told](const core::Result<kube::Connection> &connection) { told += connection ? 1 : 100; };
        auto goes = std::make_unique<QObject>();
        launcher.ensure(goes.get(), count);
        launcher.ensure(this, count);
        launcher.ensure(this, count);
        goes.reset();
        QTRY_COMPARE_WITH_TIMEOUT(told, 2, 30000);
        QCOMPARE(starts(), QByteArray("started\n"));
        QVERIFY(ensure(launcher)->ok());
        QCOMPARE(starts(), QByteArray("started\n"));
    }

private:
    static std::optional<core::Result<kube::Connection>> ensure(SandboxLauncher &launcher)
    {
        std::optional<core::Result<kube::Connection>> answer;
        QObject context;
        launcher.ensure(&context, [&answer](const core::Result<kube::Connection> &connection) { answer = connection; });
        if (!QTest::qWaitFor([&answer] { return answer.has_value(); }, 10000))
            qWarning("no answer");
        return answer;
    }

    static void write(const QString &path, const QByteArray &text)
    {
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write %s", qPrintable(path));
    }

    static void writeKubeconfig(const QString &path, const std::string &server)
    {
        write(path, "clusters: [{name: c, cluster: {server: '" + QByteArray::fromStdString(server) +
                        "'}}]\nusers: [{name: u, user: {token: t}}]\n"
                        "contexts: [{name: admin, context: {cluster: c, user: u}}]\ncurrent-context: admin\n");
    }

    // "--kubeconfig PATH": puts the prepared one there, as the real one does when it listens.
    void writeProgram() const
    {
        const QString program = m_home->path(QStringLiteral("bin/podwright-sandbox"));
        write(program, "#!/bin/sh\necho started >> \"$HOME/starts\"\n/bin/cp \"$HOME/prepared\" \"$2\"\n");
        QFile::setPermissions(program, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

    QByteArray starts() const
    {
        QFile file(m_home->path(QStringLiteral("starts")));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QByteArray m_path;
    std::unique_ptr<support::PrivateHome> m_home;
};

QTEST_GUILESS_MAIN(TestSandboxLauncher)
#include "tst_sandbox_launcher.moc"
