// A login that needs the person: said where it is so, answered in the real terminal, and never brought up unasked.

#include "tests/support/fake_api_server.h"
#include "tests/support/private_home.h"
#include "ui/shell/sign_in_panel.h"
#include "ui/style/theme.h"
#include "ui/terminal/terminal_view.h"

#include <QApplication>
#include <QDesktopServices>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

#include <signal.h>

using namespace podwright;
using session::ConnectionState;
using session::SignIn;
using ui::shell::SignInPanel;
using ui::terminal::TerminalView;

namespace {

constexpr int patient = 30000;

} // namespace

class TestSignInPanel : public QObject
{
    Q_OBJECT
    const support::CertificateAuthority m_authority;
    std::unique_ptr<support::PrivateHome> m_home;
    std::unique_ptr<support::FakeApiServer> m_server;
    std::unique_ptr<session::SessionManager> m_sessions;
    std::unique_ptr<QWidget> m_window;
    SignInPanel *m_panel = nullptr;
    QWidget *m_page = nullptr;
    QUrl m_opened;

    void write(const QString &name, const QByteArray &text) const
    {
        QFile file(m_home->path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    QByteArray content(const char *name) const
    {
        QFile file(m_home->path(QLatin1StringView(name)));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    qsizetype runs() const { return content("runs").count('\n'); }

    // A server that knows one token, and a plugin of that mode that asks for it (or has it, without a word).
    void begin(const char *mode, const char *script)
    {
        m_server = std::make_unique<support::FakeApiServer>(
            support::FakeServerOptions{.certificate = m_authority.issue()},
            [](const support::FakeRequest &request, support::FakeAnswer &answer) {
                if (request.header("authorization") != "Bearer opensesame")
                    answer.replyJson(401, R"({"kind": "Status", "code": 401, "message": "Unauthorized"})");
                else
                    answer.replyJson(200, R"({"major": "1", "minor": "35", "gitVersion": "v1.35.2", "items": []})");
            });
        if (script) // null: there is no such command
            write(QStringLiteral("plugin"),
                  "#!/bin/sh\ncd '" + m_home->path().toUtf8() + "'\necho run >> runs\necho $$ > pid\n" + script + "\n");
        QDir().mkpath(m_home->path(QStringLiteral(".kube")));
        write(QStringLiteral(".kube/config"),
              "clusters: [{name: c, cluster: {server: '" + QByteArray::fromStdString(m_server->url()) +
                  "', certificate-authority-data: " + QByteArray::fromStdString(m_authority.pem()).toBase64() +
                  "}}]\nusers: [{name: u, user: {exec: {command: '" + m_home->path(QStringLiteral("plugin")).toUtf8() +
                  "', apiVersion: client.authentication.k8s.io/v1, interactiveMode: " + mode +
                  "}}}]\ncontexts: [{name: team, context: {cluster: c, user: u}}]\ncurrent-context: team\n");
        m_sessions = std::make_unique<session::SessionManager>(core::systemClock());
        m_window = std::make_unique<QWidget>();
        m_panel = new SignInPanel(*m_sessions);
        m_page = new QWidget;
        m_page->setFocusPolicy(Qt::StrongFocus);
        auto *layout = new QVBoxLayout(m_window.get());
        layout->addWidget(m_panel);
        layout->addWidget(m_page, 1);
        m_window->resize(900, 600);
        m_window->show();
        m_page->setFocus();
        m_sessions->load();
        m_sessions->session(QStringLiteral("team"));
    }

    session::ClusterSession *session() const { return m_sessions->session(QStringLiteral("team")); }
    SignIn &signIn() const { return m_sessions->signIn(); }
    QPushButton *button(const char *name) const { return m_panel->findChild<QPushButton *>(QLatin1StringView(name)); }
    QString text() const { return m_panel->findChild<QLabel *>(QStringLiteral("signInText"))->text(); }
    QString detail() const { return m_panel->findChild<QLabel *>(QStringLiteral("signInDetail"))->text(); }
    TerminalView *view() const { return m_panel->findChild<TerminalView *>(); }
    bool says(const char *words) const { return view() && view()->text().contains(QLatin1StringView(words)); }

    static constexpr const char *asking =
        "exec 3<>/dev/tty || exit 5\nprintf 'Password: ' >&3\nread word <&3\nprintf '{\"kind\":\"ExecCredential\","
        "\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{\"token\":\"%s\"}}' \"$word\"";
    static constexpr const char *silent =
        "printf '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":"
        "{\"token\":\"opensesame\"}}'";

public:
    Q_INVOKABLE void openLink(const QUrl &url) { m_opened = url; }

private Q_SLOTS:
    void initTestCase() { ui::style::install(*qApp, ui::style::Theme::Light); }
    void init()
    {
        m_opened.clear();
        m_home = std::make_unique<support::PrivateHome>(QStringLiteral("/nowhere"));
    }
    void cleanup()
    {
        m_window.reset();
        m_sessions.reset();
        m_server.reset();
        m_home.reset();
    }

    void whoWantsNothingBringsNothingUp()
    {
        begin("IfAvailable", silent);
        bool wasSeen = false;
        connect(m_sessions.get(), &session::SessionManager::sessionChanged, m_panel,
                [&] { wasSeen |= m_panel->isVisible(); });
        QTRY_COMPARE_WITH_TIMEOUT(session()->state(), ConnectionState::Connected, patient);
        QVERIFY(!wasSeen && !m_panel->isVisible());
        QCOMPARE(signIn().state(), SignIn::State::Idle);
        QCOMPARE(runs(), 1);
    }

    void thePersonAnswersInTheTerminal_data()
    {
        QTest::addColumn<QByteArray>("mode");
        QTest::addColumn<int>("runsBefore");
        QTest::newRow("Always") << QByteArray("Always") << 0;
        QTest::newRow("IfAvailable") << QByteArray("IfAvailable") << 1;
    }
    void thePersonAnswersInTheTerminal()
    {
        QFETCH(QByteArray, mode);
        QFETCH(int, runsBefore);
        begin(mode.constData(), asking);
        QSignalSpy signedIn(m_panel, &SignInPanel::signedIn);
        QTRY_COMPARE_WITH_TIMEOUT(session()->state(), ConnectionState::NeedsPerson, patient);
        QVERIFY(session()->stateText().startsWith(QStringLiteral("Needs you to sign in: ")));
        QTRY_VERIFY_WITH_TIMEOUT(m_panel->isVisible(), patient);
        QCOMPARE(text(), QStringLiteral("team needs you to sign in"));
        QVERIFY(!view()); // nothing runs yet
        QCOMPARE(runs(), runsBefore);

        button("signInGo")->click();
        QTRY_VERIFY_WITH_TIMEOUT(says("Password:"), patient);
        QCOMPARE(text(), QStringLiteral("Signing in to team with plugin"));
        QVERIFY(view()->isLive());
        QVERIFY(!button("signInGo")->isVisible());
        QTest::keyClicks(view(), QStringLiteral("opensesame"));
        QTest::keyClick(view(), Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(session()->state(), ConnectionState::Connected, patient);
        QTRY_VERIFY_WITH_TIMEOUT(!m_panel->isVisible(), patient);
        QTRY_VERIFY_WITH_TIMEOUT(!view(), patient); // with all that was said
        QCOMPARE(signedIn.size(), 1);
        QCOMPARE(runs(), runsBefore + 1);
    }

    void cancelEndsThePlugin()
    {
        begin("Always", asking);
        QTRY_VERIFY_WITH_TIMEOUT(m_panel->isVisible(), patient);
        button("signInGo")->click();
        QTRY_VERIFY_WITH_TIMEOUT(says("Password:"), patient);
        QCOMPARE(button("signInLeave")->text(), QStringLiteral("Cancel"));
        button("signInLeave")->click();
        QVERIFY(!m_panel->isVisible());
        QCOMPARE(signIn().state(), SignIn::State::Idle);
        QTRY_VERIFY_WITH_TIMEOUT(::kill(content("pid").toInt(), 0) != 0, patient);
        QVERIFY(session()->state() != ConnectionState::Connected);
        QTRY_VERIFY_WITH_TIMEOUT(m_panel->canStart() && !view(), patient);
        m_panel->start(); // of the palette
        QTRY_VERIFY_WITH_TIMEOUT(says("Password:"), patient);
        QCOMPARE(runs(), 2);
    }

    void whatFailedCanBeTriedAgain()
    {
        begin("Always", "echo 'wrong code 4711' >&2; exit 3");
        QTRY_VERIFY_WITH_TIMEOUT(m_panel->isVisible(), patient);
        button("signInGo")->click();
        QTRY_COMPARE_WITH_TIMEOUT(text(), QStringLiteral("Not signed in to team"), patient);
        QVERIFY2(detail().contains(QStringLiteral("ended with exit code 3")), qPrintable(detail()));
        QVERIFY2(!detail().contains(QStringLiteral("4711")), qPrintable(detail()));
        QVERIFY(says("wrong code 4711")); // still to be read
        QVERIFY(!view()->isLive());
        write(QStringLiteral("plugin"), QByteArray("#!/bin/sh\n") + silent);
        QCOMPARE(button("signInGo")->text(), QStringLiteral("Try again"));
        button("signInGo")->click();
        QTRY_COMPARE_WITH_TIMEOUT(session()->state(), ConnectionState::Connected, patient);
        QTRY_VERIFY_WITH_TIMEOUT(!m_panel->isVisible(), patient);
    }

    void theLastLinkOfAText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("link"); // empty: none
        const auto row = [](const char *name, const char *text, const char *link) {
            QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(link);
        };
        row("none", "Password: ", "");
        row("in a sentence", "open the page https://microsoft.com/devicelogin.", "https://microsoft.com/devicelogin");
        row("in brackets", "(see <https://a.example/x?code=1&y=2>)", "https://a.example/x?code=1&y=2");
        row("the last", "https://a.example/ or https://b.example/", "https://b.example/");
        row("on this machine", "visit http://localhost:8000", "http://localhost:8000");
        row("no web", "file:///etc/passwd ftp://x/y javascript:alert(1)", "");
        row("no host", "https:///x", "");
    }
    void theLastLinkOfAText()
    {
        QFETCH(QString, text);
        QFETCH(QString, link);
        QCOMPARE(ui::shell::lastLink(text).toString(), link);
    }

    void aLinkIsOpenedOnlyWhenAsked()
    {
        begin("Always", "echo 'Open https://sign.example/device?code=77' >&2\nread word < /dev/tty");
        QDesktopServices::setUrlHandler(QStringLiteral("https"), this, "openLink");
        QTRY_VERIFY_WITH_TIMEOUT(m_panel->isVisible(), patient);
        QVERIFY(!button("signInLink")->isVisible());
        button("signInGo")->click();
        QTRY_VERIFY_WITH_TIMEOUT(button("signInLink")->isVisible(), patient);
        QCOMPARE(button("signInLink")->text(), QStringLiteral("Open sign.example"));
        QVERIFY(m_opened.isEmpty());
        button("signInLink")->click();
        QCOMPARE(m_opened, QUrl(QStringLiteral("https://sign.example/device?code=77")));
        button("signInLeave")->click();
        QVERIFY(!button("signInLink")->isVisible());
        QDesktopServices::unsetUrlHandler(QStringLiteral("https"));
    }

    void neverMeansNever()
    {
        begin("Never", asking);
        QTRY_COMPARE_WITH_TIMEOUT(session()->state(), ConnectionState::Unauthorised, patient);
        QVERIFY(!m_panel->isVisible());
        QVERIFY(!m_panel->canStart());
    }

    void aMissingCommandNeedsNoTerminal()
    {
        begin("IfAvailable", nullptr);
        QTRY_COMPARE_WITH_TIMEOUT(session()->state(), ConnectionState::Unauthorised, patient);
        QVERIFY2(session()->reason().contains(QStringLiteral("is not installed")), qPrintable(session()->reason()));
        QVERIFY(!m_panel->isVisible());
    }

    void notNowIsHeard()
    {
        begin("Always", asking);
        QTRY_VERIFY_WITH_TIMEOUT(m_panel->isVisible(), patient);
        QTest::keyClick(m_panel, Qt::Key_Escape);
        QVERIFY(!m_panel->isVisible());
        m_sessions->reconnect(QStringLiteral("team"));
        QTRY_COMPARE_WITH_TIMEOUT(session()->state(), ConnectionState::NeedsPerson, patient);
        QVERIFY(!m_panel->isVisible());
        m_sessions->pick(session::sandboxContext);
        m_sessions->pick(QStringLiteral("team"));
        QVERIFY(m_panel->isVisible()); // who comes back is told again
    }

    void theProgramCanEndWhileItAsks()
    {
        begin("Always", asking);
        QTRY_VERIFY_WITH_TIMEOUT(m_panel->isVisible(), patient);
        button("signInGo")->click();
        QTRY_VERIFY_WITH_TIMEOUT(says("Password:"), patient);
        m_window.reset();
        m_sessions.reset();
        QTRY_VERIFY_WITH_TIMEOUT(::kill(content("pid").toInt(), 0) != 0, patient);
    }
};

QTEST_MAIN(TestSignInPanel)
#include "tst_sign_in_panel.moc"
