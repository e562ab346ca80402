// What a task needs is made by keyboard; the server's errors stand at their fields and nothing typed stays.

#include "tests/support/fake_api_server.h"
#include "ui/clusters/create_panel.h"
#include "ui/style/theme.h"
#include "ui/widgets/validation_note.h"

#include <QApplication>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace podwright;
using namespace podwright::session;
using ui::clusters::CreatePanel;
using ui::widgets::ValidationNote;

namespace {

constexpr int patient = 30000;

} // namespace

class TestCreatePanel : public QObject
{
    Q_OBJECT
    std::atomic<int> m_status = 201;
    std::string m_message; // of a refusal
    std::unique_ptr<support::FakeApiServer> m_server;
    std::unique_ptr<ClusterSession> m_session;
    std::unique_ptr<CreatePanel> m_panel;

    template<class Widget>
    Widget *widget(const char *name) const
    {
        return m_panel->findChild<Widget *>(QLatin1String(name));
    }
    QLineEdit *line(const char *name) const { return widget<QLineEdit>(name); }
    QString note(const char *name) const { return widget<ValidationNote>(name)->text(); }
    QString preview() const { return widget<QPlainTextEdit>("newPreview")->toPlainText(); }

    std::vector<support::FakeRequest> posts() const
    {
        std::vector<support::FakeRequest> found;
        for (const support::FakeRequest &request : m_server->requests()) {
            if (request.method == "POST")
                found.push_back(request);
        }
        return found;
    }

    void open(CreatePanel::Kind kind) { m_panel->open(kind, m_session.get(), QStringLiteral("team")); }

private Q_SLOTS:
    void initTestCase() { ui::style::install(*qApp, ui::style::Theme::Light); }

    void init()
    {
        m_status = 201;
        m_server = std::make_unique<support::FakeApiServer>(
            support::FakeServerOptions{.isTls = false},
            [this](const support::FakeRequest &request, support::FakeAnswer &answer) {
                if (request.method != "POST")
                    return answer.replyJson(200, R"({"gitVersion": "v1.35.2", "items": []})");
                const core::Json refusal{{"kind", "Status"}, {"code", m_status.load()}, {"message", m_message}};
                answer.replyJson(m_status, m_status == 201 ? request.body : refusal.dump());
            });
        m_session = std::make_unique<ClusterSession>(QStringLiteral("x"), core::systemClock());
        kube::Connection connection;
        connection.server = m_server->url();
        m_session->connectTo(connection);
        QTRY_VERIFY_WITH_TIMEOUT(m_session->state() == ConnectionState::Connected, patient);
        m_panel = std::make_unique<CreatePanel>();
        m_panel->resize(900, 400);
    }

    void cleanup()
    {
        m_panel.reset();
        m_session.reset();
        m_server.reset();
    }

    void aRoleIsShownBeforeItIsMade()
    {
        open(CreatePanel::Worker);
        QVERIFY(!widget<QPushButton>("createObject")->isEnabled()); // no name yet
        QTest::keyClicks(line("newName"), QStringLiteral("etl-kpo"));
        for (const char *part :
             {"kind: ServiceAccount", "kind: Role\n", "kind: RoleBinding", "pods/exec", "name: etl-kpo"})
            QVERIFY2(preview().contains(QLatin1String(part)), part);
        QVERIFY(posts().empty());
        QSignalSpy created(m_panel.get(), &CreatePanel::created);
        QTest::keyClick(line("newName"), Qt::Key_Return);
        QVERIFY(created.wait(patient));
        QCOMPARE(created.front().value(1).toString(), QStringLiteral("etl-kpo"));
        QCOMPARE(posts().size(), size_t(3));
        QVERIFY(m_panel->isHidden());
    }

    void secretsAreNotShownAndNotKept()
    {
        const QString secret = QStringLiteral("planted-2357111");
        open(CreatePanel::PullSecret);
        QTest::keyClicks(line("newName"), QStringLiteral("regcred"));
        QTest::keyClicks(line("newRegistry"), QStringLiteral("ghcr.io"));
        QTest::keyClicks(line("newUser"), QStringLiteral("me"));
        QTest::keyClicks(line("newPassword"), secret);
        QCOMPARE(line("newPassword")->echoMode(), QLineEdit::Password);
        QVERIFY(preview().contains(QStringLiteral("(hidden)")));
        QVERIFY(!preview().contains(secret));
        QTest::keyClick(line("newPassword"), Qt::Key_Escape);
        QVERIFY(m_panel->isHidden());
        QVERIFY(line("newPassword")->text().isEmpty());
        open(CreatePanel::Secret);
        QTest::keyClicks(line("newName"), QStringLiteral("warehouse"));
        QTest::keyClicks(line("key0"), QStringLiteral("password"));
        QTest::keyClicks(line("value0"), secret);
        QCOMPARE(line("value0")->echoMode(), QLineEdit::Password);
        QVERIFY(line("key1")); // room for another
        QVERIFY(preview().contains(QStringLiteral("password")) && !preview().contains(secret));
        QSignalSpy created(m_panel.get(), &CreatePanel::created);
        widget<QPushButton>("createObject")->click();
        QVERIFY(created.wait(patient));
        const core::Json sent = core::parseJson(posts().front().body);
        QCOMPARE(QByteArray::fromBase64(QByteArray::fromStdString(sent["data"]["password"].get<std::string>())),
                 secret.toUtf8());
        QVERIFY(line("value0")->text().isEmpty());
        open(CreatePanel::ConfigMap);
        QCOMPARE(line("value0")->echoMode(), QLineEdit::Normal);
    }

    void errorsStandAtTheirFields_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("message");
        QTest::addColumn<QByteArray>("note");
        QTest::newRow("name taken") << 409 << QStringLiteral("configmaps \"a\" already exists")
                                    << QByteArray("newNameNote");
        QTest::newRow("name refused") << 422 << QStringLiteral("metadata.name: Invalid value: \"A\": a lowercase")
                                      << QByteArray("newNameNote");
        QTest::newRow("key refused") << 422 << QStringLiteral("data[a b]: Invalid value: \"a b\": no")
                                     << QByteArray("newDataNote");
        QTest::newRow("forbidden") << 403 << QStringLiteral("configmaps is forbidden: you cannot")
                                   << QByteArray("newNote");
    }
    void errorsStandAtTheirFields()
    {
        QFETCH(int, status);
        QFETCH(QString, message);
        QFETCH(QByteArray, note);
        m_message = message.toStdString();
        m_status = status;
        open(CreatePanel::ConfigMap);
        QTest::keyClicks(line("newName"), QStringLiteral("a"));
        widget<QPushButton>("createObject")->click();
        QTRY_VERIFY_WITH_TIMEOUT(!this->note(note.constData()).isEmpty(), patient);
        QVERIFY(this->note(note.constData()).contains(message.left(10)));
        for (const char *other : {"newNameNote", "newDataNote", "newNote"})
            QCOMPARE(this->note(other).isEmpty(), note != other);
        QVERIFY(!m_panel->isHidden());
        QTest::keyClicks(line("newName"), QStringLiteral("b"));
        QVERIFY(this->note(note.constData()).isEmpty());
    }

    void aDockerConfigIsTakenOver()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("config.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(R"({"auths": {"ghcr.io": {"auth": "bWU6eA=="}}})");
        file.close();
        open(CreatePanel::PullSecretOfFile);
        line("newDockerConfig")->setText(folder.filePath(QStringLiteral("none")));
        Q_EMIT line("newDockerConfig")->editingFinished();
        QTRY_VERIFY_WITH_TIMEOUT(note("newNote").contains(QStringLiteral("does not exist")), patient);
        line("newDockerConfig")->setText(file.fileName());
        Q_EMIT line("newDockerConfig")->editingFinished();
        QTRY_VERIFY_WITH_TIMEOUT(preview().contains(QStringLiteral("dockerconfigjson")), patient);
        QVERIFY(!preview().contains(QStringLiteral("bWU6eA")));
    }

    void aGuardIsAskedFirst()
    {
        QString asked;
        std::function<void()> go;
        m_panel->setPass([&](const QString &what, std::function<void()> action) {
            asked = what;
            go = std::move(action);
        });
        open(CreatePanel::Namespace);
        QTest::keyClicks(line("newName"), QStringLiteral("team-b"));
        widget<QPushButton>("createObject")->click();
        QVERIFY(asked.contains(QStringLiteral("team-b")));
        QVERIFY(posts().empty());
        QSignalSpy created(m_panel.get(), &CreatePanel::created);
        go();
        QVERIFY(created.wait(patient));
        QCOMPARE(posts().front().target, std::string("/api/v1/namespaces"));
    }
};

QTEST_MAIN(TestCreatePanel)
#include "tst_create_panel.moc"
