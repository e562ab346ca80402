// Which pods of which clusters are watched, as they are chosen, and what of that is remembered.

#include "models/session/watched_clusters.h"
#include "tests/support/private_home.h"

#include <QCoreApplication>
#include <QDir>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>

using namespace podwright;
using namespace podwright::session;

namespace {

const QString a = QStringLiteral("a"), b = QStringLiteral("b"), c = QStringLiteral("c");

} // namespace

class TestWatchedClusters : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<support::PrivateHome>(QStringLiteral("/nowhere"));
        QCoreApplication::setOrganizationName(QStringLiteral("podwright"));
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_home->path());
        m_sessions = std::make_unique<SessionManager>(core::systemClock());
        load({"a", "b", "c"});
        m_watched = std::make_unique<WatchedClusters>(*m_sessions);
    }
    void cleanup()
    {
        m_watched.reset();
        m_sessions.reset();
        QSettings().clear();
        m_home.reset();
    }

    void thePickedOneAlwaysIs()
    {
        QCOMPARE(m_watched->contexts(), QStringList{a});
        QCOMPARE(scope(a), PodScope());
        QVERIFY(!scope(b));
        m_watched->setWatched(a, false);
        QVERIFY(m_watched->isWatched(a));
        m_sessions->pick(b);
        QCOMPARE(m_watched->contexts(), QStringList{b});
        QVERIFY(!scope(a)); // nobody looks at it any more
        QVERIFY(scope(b));
    }

    void othersComeAndGo()
    {
        QSignalSpy changed(m_watched.get(), &WatchedClusters::changed);
        m_watched->setWatched(c, true);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(m_watched->contexts(), (QStringList{a, c}));
        QVERIFY(scope(c));
        m_sessions->pick(c);
        QCOMPARE(m_watched->contexts(), QStringList{c}); // not twice
        m_sessions->pick(a);
        QVERIFY(scope(c)); // still wished for
        m_watched->setWatched(c, false);
        QCOMPARE(m_watched->contexts(), QStringList{a});
        QVERIFY(!scope(c));
    }

    void namespacesAndLabels()
    {
        m_watched->setWatched(b, true);
        m_watched->setPickedNamespaces(a, {QStringLiteral("mine")});
        m_watched->setOtherNamespaces({QStringLiteral("x"), QStringLiteral("y")});
        m_watched->setLabelSelector(QStringLiteral("  app=web "));
        QCOMPARE(scope(a), (PodScope{{QStringLiteral("mine")}, QStringLiteral("app=web")}));
        QCOMPARE(scope(b), (PodScope{{QStringLiteral("x"), QStringLiteral("y")}, QStringLiteral("app=web")}));
        m_sessions->pick(b); // whose namespaces nobody has picked yet
        QCOMPARE(scope(b), (PodScope{{}, QStringLiteral("app=web")}));
        QVERIFY(!scope(a));
        m_sessions->pick(a);
        QCOMPARE(scope(a)->namespaces, QStringList{QStringLiteral("mine")}); // as it was picked there
    }

    void aContextThatComesBackIsWatchedAgain()
    {
        m_watched->setWatched(c, true);
        load({"a", "b"});
        QCOMPARE(m_watched->contexts(), QStringList{a});
        QVERIFY(m_watched->isWatched(c));
        load({"a", "b", "c"});
        QCOMPARE(m_watched->contexts(), (QStringList{a, c}));
        QVERIFY(scope(c));
    }

    void theWishesAreRemembered()
    {
        m_watched->setWatched(c, true);
        m_watched->setOtherNamespaces({QStringLiteral("x")});
        m_watched->setLabelSelector(QStringLiteral("app=web"));
        m_watched->setPickedNamespaces(a, {QStringLiteral("mine")});
        m_watched.reset();
        SessionManager sessions(core::systemClock()); // not loaded yet: nothing is watched
        const WatchedClusters again(sessions);
        QVERIFY(sessions.sessions().empty());
        QSignalSpy loaded(&sessions, &SessionManager::contextsChanged);
        sessions.load();
        QVERIFY(loaded.wait(30000));
        QCOMPARE(again.contexts(), (QStringList{a, c}));
        QCOMPARE(sessions.session(c)->watched(), (PodScope{{QStringLiteral("x")}, QStringLiteral("app=web")}));
        QCOMPARE(sessions.session(a)->watched(),
                 (PodScope{{}, QStringLiteral("app=web")})); // the picker's own business
    }

private:
    std::optional<PodScope> scope(const QString &context) { return m_sessions->session(context)->watched(); }
    void load(const std::vector<QByteArray> &names)
    {
        QByteArray text = "clusters: [{name: dead, cluster: {server: 'https://127.0.0.1:1'}}]\n"
                          "users: [{name: u, user: {token: t}}]\ncurrent-context: a\ncontexts:\n";
        for (const QByteArray &name : names)
            text += "- {name: " + name + ", context: {cluster: dead, user: u}}\n";
        QVERIFY(QDir().mkpath(m_home->path(QStringLiteral(".kube"))));
        QFile file(m_home->path(QStringLiteral(".kube/config")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
        file.close();
        const auto count = [this] { return m_sessions->contexts().size(); };
        m_sessions->load();
        QTRY_COMPARE_WITH_TIMEOUT(count(), names.size() + 1, 30000); // with the sandbox
    }

    std::unique_ptr<support::PrivateHome> m_home;
    std::unique_ptr<SessionManager> m_sessions;
    std::unique_ptr<WatchedClusters> m_watched;
};

QTEST_GUILESS_MAIN(TestWatchedClusters)
#include "tst_watched_clusters.moc"
