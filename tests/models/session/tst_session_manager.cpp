// Which context a run uses, and that contexts live independently of each other.

#include "models/session/session_manager.h"
#include "tests/models/session/fake_cluster.h"
#include "tests/support/private_home.h"

#include <QDir>
#include <QSignalSpy>
#include <QTest>

using namespace podwright;
using namespace podwright::session;

namespace {

constexpr auto deadServer = "https://127.0.0.1:1";

// A kubeconfig text with a context (and a cluster) for each name.
QByteArray kubeconfigOf(const std::vector<std::pair<QByteArray, std::string>> &servers, const QByteArray &current = {})
{
    QByteArray clusters = "clusters:\n", contexts = "contexts:\n";
    for (const auto &[name, server] : servers) {
        clusters += "- {name: " + name + ", cluster: {server: '" + server.c_str() + "'}}\n";
        contexts += "- {name: " + name + ", context: {cluster: " + name + ", user: u, namespace: ns-" + name + "}}\n";
    }
    return clusters + contexts + "users: [{name: u, user: {token: t}}]\ncurrent-context: '" + current + "'\n";
}

} // namespace

class TestSessionManager : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_home = std::make_unique<support::PrivateHome>(QStringLiteral("/nowhere")); }
    void cleanup() { m_home.reset(); }

    void contextOfARun_data()
    {
        QTest::addColumn<QString>("named");
        QTest::addColumn<QString>("ofTask");
        QTest::addColumn<QString>("picked");
        QTest::addColumn<QByteArray>("current");
        QTest::addColumn<QString>("expected"); // empty: an error
        const QString a = QStringLiteral("a"), b = QStringLiteral("b"), c = QStringLiteral("c"),
                      gone = QStringLiteral("gone"), none;
        QTest::newRow("the one named") << a << b << c << QByteArray("d") << a;
        QTest::newRow("the task's") << none << b << c << QByteArray("d") << b;
        QTest::newRow("the picker's") << none << none << c << QByteArray("d") << c;
        QTest::newRow("the kubeconfig's") << none << none << none << QByteArray("d") << QStringLiteral("d");
        QTest::newRow("the sandbox") << none << none << none << QByteArray() << sandboxContext;
        QTest::newRow("the sandbox, named") << sandboxContext << b << c << QByteArray("d") << sandboxContext;
        QTest::newRow("a wrong name is no wish") << gone << b << c << QByteArray("d") << none;
        QTest::newRow("nor is a task's") << none << gone << c << QByteArray("d") << none;
        QTest::newRow("a name over a wrong task's") << a << gone << c << QByteArray("d") << a;
        QTest::newRow("a picked one that went") << none << none << gone << QByteArray("d") << QStringLiteral("d");
        QTest::newRow("a current one that is not there")
            << none << none << none << QByteArray("gone") << sandboxContext;
    }
    void contextOfARun()
    {
        QFETCH(QString, named);
        QFETCH(QString, ofTask);
        QFETCH(QString, picked);
        QFETCH(QByteArray, current);
        QFETCH(QString, expected);
        SessionManager sessions(core::systemClock());
        sessions.pick(picked);
        load(sessions,
             kubeconfigOf({{"a", deadServer}, {"b", deadServer}, {"c", deadServer}, {"d", deadServer}}, current));
        task::Task task;
        if (!ofTask.isEmpty())
            task.arguments["cluster_context"] = ofTask.toStdString();
        const auto choice = sessions.contextFor(task, named);
        QCOMPARE(choice.ok(), !expected.isEmpty());
        if (choice)
            QCOMPARE(choice->context, expected);
        else
            QVERIFY2(choice.error().text().contains(QStringLiteral("gone")), qPrintable(choice.error().text()));
        if (choice)
            QVERIFY(choice->notice.isEmpty());
    }

    void workersArgumentsAreTold_data()
    {
        QTest::addColumn<QByteArray>("argument");
        QTest::addColumn<QByteArray>("value"); // JSON
        QTest::addColumn<bool>("isTold");
        QTest::newRow("config_file") << QByteArray("config_file") << QByteArray(R"("/opt/kube/config")") << true;
        QTest::newRow("in_cluster") << QByteArray("in_cluster") << QByteArray("true") << true;
        QTest::newRow("not in_cluster") << QByteArray("in_cluster") << QByteArray("false") << false;
    }
    void workersArgumentsAreTold()
    {
        QFETCH(QByteArray, argument);
        QFETCH(QByteArray, value);
        QFETCH(bool, isTold);
        const SessionManager sessions(core::systemClock());
        task::Task task;
        task.arguments[argument.toStdString()] = core::parseJson(value.toStdString());
        const auto choice = sessions.contextFor(task);
        QVERIFY(choice.ok());
        QCOMPARE(choice->notice.contains(QString::fromLatin1(argument)), isTold);
        QCOMPARE(choice->notice.contains(sandboxContext), isTold);
    }

    void theSandboxIsAlwaysThere()
    {
        SessionManager sessions(core::systemClock());
        QVERIFY(sessions.hasContext(sandboxContext));
        load(sessions, kubeconfigOf({{"a", deadServer}}, "a"));
        QCOMPARE(sessions.contexts().size(), size_t(2));
        QCOMPARE(sessions.contexts().back().name, sandboxContext);
        QCOMPARE(sessions.namespaceOf(QStringLiteral("a")), std::string("ns-a"));
        QCOMPARE(sessions.namespaceOf(sandboxContext), std::string("default"));
        load(sessions, kubeconfigOf({{"sandbox", deadServer}}, "sandbox"));
        QCOMPARE(sessions.contexts().size(), size_t(1)); // the user's own
        QCOMPARE(sessions.namespaceOf(sandboxContext), std::string("ns-sandbox"));
    }

    void aBrokenKubeconfigIsTrouble()
    {
        SessionManager sessions(core::systemClock());
        load(sessions, "clusters: [\n");
        QVERIFY2(sessions.trouble().contains(QStringLiteral("config")), qPrintable(sessions.trouble()));
        QCOMPARE(sessions.currentContext(), sandboxContext);
        write(kubeconfigOf({{"mended", deadServer}}, "mended"));
        QTRY_COMPARE_WITH_TIMEOUT(sessions.currentContext(), QStringLiteral("mended"), 30000);
        QVERIFY(sessions.trouble().isEmpty());
    }

    void changesOfTheFileAreSeen()
    {
        SessionManager sessions(core::systemClock());
        load(sessions, kubeconfigOf({{"a", deadServer}}, "a"));
        QFile::remove(path()); // as editors do: another file takes the name
        write(kubeconfigOf({{"b", deadServer}}, "b"));
        QTRY_VERIFY_WITH_TIMEOUT(sessions.hasContext(QStringLiteral("b")), 30000);
        QVERIFY(!sessions.hasContext(QStringLiteral("a")));
        write(kubeconfigOf({{"c", deadServer}}, "c"));
        QTRY_COMPARE_WITH_TIMEOUT(sessions.currentContext(), QStringLiteral("c"), 30000);
    }

    void oneThatDoesNotAnswerDelaysNoOther()
    {
        test::FakeCluster silent, alive;
        silent.holdVersion();
        SessionManager sessions(core::systemClock());
        ClusterSession *waits = sessions.session(QStringLiteral("silent")); // before anything is loaded
        ClusterSession *dead = sessions.session(QStringLiteral("dead"));
        ClusterSession *other = sessions.session(QStringLiteral("alive"));
        ClusterSession *unknown = sessions.session(QStringLiteral("unknown"));
        load(sessions, kubeconfigOf({{"silent", silent.url()}, {"dead", deadServer}, {"alive", alive.url()}}));
        QTRY_COMPARE_WITH_TIMEOUT(other->state(), ConnectionState::Connected, 30000);
        QTRY_COMPARE_WITH_TIMEOUT(dead->state(), ConnectionState::Unreachable, 30000);
        QVERIFY2(dead->stateText().contains(QStringLiteral("127.0.0.1:1")), qPrintable(dead->stateText()));
        QTRY_COMPARE_WITH_TIMEOUT(unknown->state(), ConnectionState::Unreachable, 30000);
        QVERIFY2(unknown->reason().contains(QStringLiteral("unknown")), qPrintable(unknown->reason()));
        QCOMPARE(waits->state(), ConnectionState::Connecting);
        silent.answerVersion();
        QTRY_COMPARE_WITH_TIMEOUT(waits->state(), ConnectionState::Connected, 30000);
        QCOMPARE(sessions.sessions().size(), size_t(4));
        QCOMPARE(sessions.session(QStringLiteral("alive")), other);
    }

    void aMendedContextConnects()
    {
        test::FakeCluster cluster;
        SessionManager sessions(core::systemClock());
        load(sessions, kubeconfigOf({{"a", deadServer}}));
        ClusterSession *session = sessions.session(QStringLiteral("a"));
        QTRY_COMPARE_WITH_TIMEOUT(session->state(), ConnectionState::Unreachable, 30000);
        load(sessions, kubeconfigOf({{"a", cluster.url()}}));
        QTRY_COMPARE_WITH_TIMEOUT(session->state(), ConnectionState::Connected, 30000);
    }

    void accessToAClusterIsReadWithoutWaiting()
    {
        SessionManager sessions(core::systemClock());
        load(sessions, kubeconfigOf({{"a", deadServer}, {"b", deadServer}}));
        std::optional<core::Result<airflow::ClusterAccess>> bare, whole;
        QObject receiver;
        sessions.readAccess(QStringLiteral("a"), false, &receiver, [&bare](const auto &access) { bare = access; });
        QVERIFY(!bare);
        QTRY_VERIFY_WITH_TIMEOUT(bare, 30000);
        QVERIFY(bare->ok());
        QCOMPARE((*bare)->context, "a");
        QCOMPARE((*bare)->defaultNamespace, "ns-a");
        QCOMPARE(QString::fromStdString((*bare)->kubeconfigPath), path());
        QVERIFY((*bare)->kubeconfig.is_null()); // no credentials unless asked for
        sessions.readAccess(QStringLiteral("b"), true, &receiver, [&whole](const auto &access) { whole = access; });
        QTRY_VERIFY_WITH_TIMEOUT(whole, 30000);
        QCOMPARE((*whole)->kubeconfig["users"][0]["user"]["token"].get<std::string>(), "t");
        whole.reset();
        sessions.readAccess(sandboxContext, false, &receiver, [&whole](const auto &access) { whole = access; });
        QTRY_VERIFY_WITH_TIMEOUT(whole, 30000);
        QVERIFY(!whole->ok()); // it has not been started yet
    }

private:
    QString path() const { return m_home->path(QStringLiteral(".kube/config")); }

    void write(const QByteArray &text) const
    {
        QDir().mkpath(m_home->path(QStringLiteral(".kube")));
        QFile file(path());
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write the kubeconfig");
    }

    void load(SessionManager &sessions, const QByteArray &text) const
    {
        write(text);
        QSignalSpy loaded(&sessions, &SessionManager::contextsChanged);
        sessions.load();
        QVERIFY(loaded.wait(30000));
    }

    std::unique_ptr<support::PrivateHome> m_home;
};

QTEST_GUILESS_MAIN(TestSessionManager)
#include "tst_session_manager.moc"
