// Contexts are looked at without connecting, used by a key, and marked; what is written to a kubeconfig is asked for.

#include "models/session/run_center.h"
#include "tests/models/session/fake_cluster.h"
#include "tests/support/private_home.h"
#include "ui/clusters/clusters_page.h"
#include "ui/clusters/context_list.h"
#include "ui/style/theme.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace podwright;
using namespace podwright::session;
using ui::clusters::ClustersPage;
using ui::clusters::ContextList;
using Model = tables::ContextTableModel;

namespace {

constexpr int patient = 30000;

} // namespace

class TestClustersPage : public QObject
{
    Q_OBJECT
    std::unique_ptr<support::PrivateHome> m_home;
    std::unique_ptr<test::FakeCluster> m_cluster;
    std::unique_ptr<SessionManager> m_sessions;
    std::unique_ptr<ClustersPage> m_page;

    QString path() const { return m_home->path(QStringLiteral(".kube/config")); }

    QByteArray read() const
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    void write() const
    {
        QDir().mkpath(m_home->path(QStringLiteral(".kube")));
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(
            "# mine\nclusters:\n- {name: live, cluster: {server: '" + QByteArray::fromStdString(m_cluster->url()) +
            "'}}\n- {name: kind-dev, cluster: {server: 'https://127.0.0.1:1', insecure-skip-tls-verify: true}}\n"
            "users:\n- {name: u, user: {token: planted-token-9}}\n- {name: p, user: {exec: {command: no-such-plugin, "
            "apiVersion: client.authentication.k8s.io/v1beta1}}}\ncontexts:\n"
            "- {name: live, context: {cluster: live, user: u, namespace: team}}\n"
            "- {name: kind-dev, context: {cluster: kind-dev, user: p}}\ncurrent-context: live\n");
    }

    template<class Widget>
    Widget *widget(const char *name) const
    {
        return m_page->findChild<Widget *>(QLatin1String(name));
    }
    ContextList *list() const { return widget<ContextList>("contextList"); }
    bool isSeen(const char *name) const { return widget<QWidget>(name)->isVisible(); }

    QString stateOf(const QString &context) const
    {
        for (int row = 0; row < list()->model()->rowCount(); ++row) {
            const QModelIndex index = list()->model()->index(row, 0);
            if (index.data().toString() == context)
                return index.data(Model::StateRole).toString();
        }
        return QStringLiteral("not there");
    }

    bool isInUse(const QString &context) const
    {
        const auto sessions = m_sessions->sessions();
        return std::ranges::any_of(sessions, [&](const ClusterSession *known) { return known->context() == context; });
    }

private Q_SLOTS:
    void initTestCase()
    {
        QCoreApplication::setOrganizationName(QStringLiteral("podwright"));
        QCoreApplication::setApplicationName(QStringLiteral("podwright"));
        ui::style::install(*qApp, ui::style::Theme::Light);
    }

    void init()
    {
        m_home = std::make_unique<support::PrivateHome>(QStringLiteral("/nowhere"));
        m_cluster = std::make_unique<test::FakeCluster>();
        write();
        m_sessions = std::make_unique<SessionManager>(core::systemClock());
        m_page = std::make_unique<ClustersPage>(*m_sessions);
        new QAbstractItemModelTester(list()->model(), QAbstractItemModelTester::FailureReportingMode::Fatal,
                                     m_page.get());
        QSignalSpy loaded(m_sessions.get(), &SessionManager::contextsChanged);
        m_sessions->load();
        QVERIFY(loaded.wait(patient));
        m_page->resize(1100, 700);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get(), patient));
    }

    void cleanup()
    {
        m_page.reset();
        m_sessions.reset();
        m_cluster.reset();
        m_home.reset();
    }

    void lookingConnectsNothing()
    {
        QCOMPARE(list()->model()->rowCount(), 3);
        for (const char *context : {"live", "kind-dev", "sandbox"})
            m_page->showContext(QLatin1String(context));
        QCOMPARE(list()->current(), sandboxContext);
        QVERIFY(m_sessions->sessions().empty());
        QCOMPARE(stateOf(QStringLiteral("live")), QStringLiteral("Not connected"));
        QCOMPARE(m_cluster->created(), 0);
    }

    void contextsAreTold()
    {
        const QModelIndex live = list()->model()->index(0, 0), kind = list()->model()->index(1, 0),
                          sandbox = list()->model()->index(2, 0);
        QCOMPARE(live.data().toString(), QStringLiteral("live"));
        QCOMPARE(live.data(Model::GroupRole).toString(), QStringLiteral("~/.kube/config"));
        QCOMPARE(kind.data(Model::NoteRole).toString(), QStringLiteral("local · kind"));
        QCOMPARE(sandbox.data(Model::GroupRole).toString(), QStringLiteral("Built in"));
        m_page->showContext(QStringLiteral("kind-dev"));
        QVERIFY(isSeen("insecureBanner"));
        QVERIFY(isSeen("stateBanner"));
        QVERIFY(widget<QLabel>("clusterStateText")->text().contains(QStringLiteral("\"no-such-plugin\"")));
        QVERIFY(!isSeen("protectedBanner"));
        m_page->showContext(QStringLiteral("live"));
        QVERIFY(!isSeen("insecureBanner"));
    }

    void localClustersThatRunAreKnown()
    {
        m_page->show();
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(QStringLiteral("kind-dev")), QStringLiteral("Does not run · not connected"),
                                  patient);
        QTcpServer runs;
        QVERIFY(runs.listen(QHostAddress::LocalHost));
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Append));
        file.write("- {name: training, context: {cluster: mini, user: u, extensions: [{name: context_info, extension: "
                   "{provider: minikube.sigs.k8s.io}}]}}\n");
        file.close();
        QByteArray text = read();
        text.replace("clusters:\n", "clusters:\n- {name: mini, cluster: {server: 'https://127.0.0.1:" +
                                        QByteArray::number(runs.serverPort()) + "'}}\n");
        text.replace("current-context: live\n", "");
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
        file.close();
        m_sessions->load();
        QTRY_VERIFY_WITH_TIMEOUT(m_sessions->hasContext(QStringLiteral("training")), patient);
        m_page->hide();
        m_page->show();
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(QStringLiteral("training")),
                                  QStringLiteral("Runs on this machine · not connected"), patient);
        QVERIFY(m_sessions->sessions().empty());
        QTRY_VERIFY_WITH_TIMEOUT(runs.hasPendingConnections(), patient);
        QCOMPARE(runs.nextPendingConnection()->bytesAvailable(), qint64(0)); // nothing was said
    }

    void enterUsesAContext()
    {
        m_page->showContext(QStringLiteral("live"));
        m_sessions->pick(sandboxContext);
        list()->setFocus();
        QTest::keyClick(list(), Qt::Key_Return);
        QCOMPARE(m_sessions->currentContext(), QStringLiteral("live"));
        QTest::keyClick(list(), Qt::Key_Down);
        QCOMPARE(list()->current(), QStringLiteral("kind-dev"));
        QCOMPARE(m_sessions->currentContext(), QStringLiteral("live"));
    }

    void connectingTellsVersionAndIdentity()
    {
        m_page->showContext(QStringLiteral("live"));
        QVERIFY(isSeen("connectContext"));
        widget<QPushButton>("connectContext")->click();
        QTRY_VERIFY_WITH_TIMEOUT(stateOf(QStringLiteral("live")).startsWith(QStringLiteral("v1.35.2 · ")), patient);
        QTRY_VERIFY_WITH_TIMEOUT(!isSeen("stateBanner"), patient);
        QTRY_VERIFY_WITH_TIMEOUT(widget<QComboBox>("clusterNamespace")->findText(QStringLiteral("zoo")) >= 0, patient);
        QCOMPARE(widget<QComboBox>("clusterNamespace")->currentText(), QStringLiteral("team"));
        QVERIFY(!isInUse(QStringLiteral("kind-dev")));
    }

    void aDeadContextSaysWhyAndDisturbsNobody()
    {
        m_page->showContext(QStringLiteral("kind-dev"));
        m_page->connectAction->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(stateOf(QStringLiteral("kind-dev")).startsWith(QStringLiteral("Not signed in: ")),
                                 patient);
        QTRY_COMPARE_WITH_TIMEOUT(widget<QPushButton>("connectContext")->text(), QStringLiteral("Retry"), patient);
        QVERIFY(isSeen("copyLogin"));
        widget<QPushButton>("copyLogin")->click();
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("kubectl --context kind-dev version"));
        m_page->showContext(QStringLiteral("live"));
        m_page->connectAction->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(stateOf(QStringLiteral("live")).startsWith(QStringLiteral("v1.35.2")), patient);
    }

    void marksAreKeptOutsideOfTheKubeconfig()
    {
        const QByteArray before = read();
        m_page->showContext(QStringLiteral("live"));
        widget<QPushButton>("protect")->click();
        QVERIFY(isSeen("protectedBanner"));
        QVERIFY(m_sessions->markOf(QStringLiteral("live")).isProtected);
        auto *colors = widget<QComboBox>("clusterColor");
        colors->setCurrentIndex(colors->findData(QStringLiteral("amber")));
        Q_EMIT colors->activated(colors->currentIndex());
        const QModelIndex live = list()->model()->index(0, 0);
        QCOMPARE(live.data(Model::ColorRole).toString(), QStringLiteral("amber"));
        QVERIFY(live.data(Model::ProtectedRole).toBool());
        QVERIFY(live.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("protected")));
        QVERIFY(!m_sessions->markOf(QStringLiteral("kind-dev")).isProtected);
        SessionManager later(core::systemClock());
        QVERIFY(later.marks().of(*m_sessions->find(QStringLiteral("live"))).isProtected);
        kube::ContextInfo elsewhere = *m_sessions->find(QStringLiteral("live"));
        elsewhere.server = "https://another";
        QVERIFY(!later.marks().of(elsewhere).isProtected); // that is another cluster
        QCOMPARE(read(), before);
        widget<QPushButton>("unprotect")->click();
        QVERIFY(!isSeen("protectedBanner"));
    }

    void theKubeconfigIsWrittenWhenAsked()
    {
        m_page->showContext(QStringLiteral("kind-dev"));
        auto *ns = widget<QLineEdit>("kubeconfigNamespace");
        ns->setText(QStringLiteral("Not A Name"));
        QTest::keyClick(ns, Qt::Key_Return);
        const QByteArray before = read();
        QTRY_VERIFY_WITH_TIMEOUT(noteText().contains(QStringLiteral("Not A Name")), patient);
        QCOMPARE(read(), before);
        ns->setText(QStringLiteral("team-b"));
        QTest::keyClick(ns, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(read().contains("namespace: team-b"), patient);
        QVERIFY(read().startsWith("# mine\n"));
        widget<QPushButton>("writeCurrentContext")->click();
        QTRY_VERIFY_WITH_TIMEOUT(read().contains("current-context: kind-dev"), patient);
        QTRY_COMPARE_WITH_TIMEOUT(m_sessions->currentContext(), QStringLiteral("kind-dev"), patient);
        QTRY_COMPARE_WITH_TIMEOUT(m_sessions->namespaceOf(QStringLiteral("kind-dev")), std::string("team-b"), patient);
    }

    void aNamespaceThatCannotBeListedIsRemembered()
    {
        m_cluster->forbidNamespaces();
        m_page->showContext(QStringLiteral("live"));
        m_page->connectAction->trigger();
        ClusterSession *session = m_sessions->session(QStringLiteral("live"));
        QTRY_VERIFY_WITH_TIMEOUT(session->areNamespacesForbidden(), patient);
        auto *combo = widget<QComboBox>("clusterNamespace");
        combo->setCurrentText(QStringLiteral("hidden"));
        QTest::keyClick(combo->lineEdit(), Qt::Key_Return);
        QCOMPARE(m_sessions->markOf(QStringLiteral("live")).namespaces, QStringList{QStringLiteral("hidden")});
        QVERIFY(combo->findText(QStringLiteral("hidden")) >= 0);
        QCOMPARE(combo->currentText(), QStringLiteral("hidden"));
    }

private:
    QString noteText() const
    {
        QString text;
        for (const QLabel *label : widget<QWidget>("kubeconfigCard")->findChildren<QLabel *>())
            text += label->text() + u'\n';
        return text;
    }
};

QTEST_MAIN(TestClustersPage)
#include "tst_clusters_page.moc"
