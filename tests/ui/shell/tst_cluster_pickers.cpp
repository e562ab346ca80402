// What stands in view about the context in use, whatever page is shown.

#include "tests/models/session/loaded_sessions.h"
#include "ui/shell/cluster_pickers.h"
#include "ui/shell/picker.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QTest>

using namespace podwright;
using session::ConnectionState;
using ui::shell::ClusterPickers;

class TestClusterPickers : public QObject
{
    Q_OBJECT
    support::PrivateHome m_home{QStringLiteral("/nowhere")};
    std::unique_ptr<session::SessionManager> m_sessions;
    std::unique_ptr<ClusterPickers> m_pickers;

    bool isSeen(const char *name) const
    {
        return m_pickers->findChild<QWidget *>(QLatin1StringView(name))->isVisible();
    }

private Q_SLOTS:
    void initTestCase()
    {
        ui::style::install(*qApp, ui::style::Theme::Light);
        m_sessions = session::test::loadSessions(
            m_home, "clusters:\n- {name: checked, cluster: {server: 'https://127.0.0.1:1'}}\n- {name: open, cluster: "
                    "{server: 'https://127.0.0.1:1', insecure-skip-tls-verify: true}}\nusers: [{name: u, user: {token: "
                    "t}}]\ncontexts:\n- {name: checked, context: {cluster: checked, user: u}}\n- {name: open, context: "
                    "{cluster: open, user: u}}\ncurrent-context: checked\n");
        m_pickers = std::make_unique<ClusterPickers>(*m_sessions);
        m_pickers->show();
    }
    void cleanupTestCase()
    {
        m_pickers.reset();
        m_sessions.reset();
    }

    void aConnectionThatIsNotCheckedIsMarkedForAsLongAsItIsUsed()
    {
        QVERIFY(!isSeen("insecureMark"));
        m_sessions->pick(QStringLiteral("open"));
        QVERIFY(isSeen("insecureMark"));
        QTRY_COMPARE_WITH_TIMEOUT(m_sessions->session(QStringLiteral("open"))->state(), ConnectionState::Unreachable,
                                  30000);
        QVERIFY(isSeen("insecureMark")); // connected or not
        m_sessions->pick(QStringLiteral("checked"));
        QVERIFY(!isSeen("insecureMark"));
    }

    void aProtectedContextIsMarked()
    {
        QVERIFY(!isSeen("protectedMark"));
        m_sessions->marks().setProtected(*m_sessions->find(QStringLiteral("checked")), true);
        QVERIFY(isSeen("protectedMark"));
        m_sessions->pick(QStringLiteral("open"));
        QVERIFY(!isSeen("protectedMark"));
        m_sessions->pick(QStringLiteral("checked"));
        m_sessions->marks().setProtected(*m_sessions->find(QStringLiteral("checked")), false);
        QVERIFY(!isSeen("protectedMark"));
    }

    void whatNeedsThePersonIsNoFailure()
    {
        using ui::style::Tone;
        QCOMPARE(ui::shell::toneOf(ConnectionState::NeedsPerson), Tone::Waiting);
        QCOMPARE(ui::shell::toneOf(ConnectionState::Unauthorised), Tone::Bad);
        QVERIFY(session::hasFailed(ConnectionState::NeedsPerson)); // there is something to try again
    }
};

QTEST_MAIN(TestClusterPickers)
#include "tst_cluster_pickers.moc"
