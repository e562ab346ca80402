// Secrets are planted wherever this program meets them, everything is made to happen and to fail, and then they are
// searched for in all that it wrote and said.

#include "models/airflow/connection.h"
#include "models/core/files.h"
#include "models/session/cluster_facts.h"
#include "models/session/needed_objects.h"
#include "models/session/run_center.h"
#include "tests/models/session/fake_cluster.h"
#include "tests/support/private_home.h"

#include <QDir>
#include <QDirIterator>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>

using namespace podwright;
using namespace podwright::session;

namespace {

constexpr int patient = 30000;
QStringList said; // by every logging category

void listen(QtMsgType, const QMessageLogContext &, const QString &text)
{
    said += text;
}

// A word nobody else writes; base64 has no form of it that looks like it, so that is searched for too.
std::string planted(const std::string &where)
{
    return "PLANTED-" + where + "-8675309";
}

} // namespace

class TestSecretsStay : public QObject
{
    Q_OBJECT
    std::unique_ptr<support::PrivateHome> m_home;
    const support::CertificateAuthority m_authority;
    const support::IssuedCertificate m_client = m_authority.issue({.name = "dana"});
    QStringList m_told; // error texts, states, exports

    QString path(const QString &name) const { return m_home->path(name); }

    static QByteArray base64(const std::string &text) { return QByteArray::fromStdString(text).toBase64(); }

    void write(const QString &name, const QByteArray &text) const
    {
        QDir().mkpath(QFileInfo(path(name)).path());
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }

    void plant(const std::string &refusing, const std::string &plain) const
    {
        const auto word = [](const char *where) { return QByteArray::fromStdString(planted(where)); };
        write(QStringLiteral("bin/plugin"), "#!/bin/sh\necho '" + word("stdout") + "'\necho \"cannot sign in, token=" +
                                                word("stderr") + " $SECRET_OF_ENV $*\" >&2\nexit 7\n");
        QFile::setPermissions(path(QStringLiteral("bin/plugin")),
                              QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        write(QStringLiteral("token"), word("file"));
        const QByteArray tls = ", certificate-authority-data: " + base64(m_authority.pem());
        const QByteArray plugin = path(QStringLiteral("bin/plugin")).toUtf8();
        QByteArray text = "clusters:\n- {name: refusing, cluster: {server: '" + QByteArray::fromStdString(refusing) +
                          "'" + tls + "}}\n- {name: plain, cluster: {server: '" + QByteArray::fromStdString(plain) +
                          "'}}\n- {name: proxied, cluster: {server: 'https://nowhere.invalid', proxy-url: 'http://me:" +
                          word("proxy") + "@127.0.0.1:1'}}\nusers:\n- {name: token, user: {token: " + word("token") +
                          "}}\n- {name: file, user: {tokenFile: ../token}}\n- {name: password, user: {username: dana, "
                          "password: " +
                          word("password") + "}}\n- {name: exec, user: {exec: {command: " + plugin +
                          ", args: ['--client-secret=" + word("argument") +
                          "'], env: [{name: SECRET_OF_ENV, value: " + word("environment") +
                          "}], apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never}}}\n"
                          "- {name: key, user: {client-certificate-data: " +
                          base64(m_client.certificate) + ", client-key-data: " + base64(m_client.key) +
                          "}}\n- {name: badkey, user: {client-certificate-data: " + base64(m_client.certificate) +
                          ", client-key-data: " + base64(planted("key")) +
                          "}}\n- {name: both, user: {token: " + word("both") +
                          ", username: a, password: " + word("both") + "}}\ncontexts:\n";
        for (const char *user : {"token", "file", "password", "exec", "key", "badkey", "both"})
            text += QByteArray("- {name: ") + user + ", context: {cluster: refusing, user: " + user + "}}\n";
        text +=
            "- {name: proxied, context: {cluster: proxied, user: token}}\n- {name: works, context: {cluster: plain, "
            "user: token, namespace: default}}\ncurrent-context: works\n";
        write(QStringLiteral(".kube/config"), text);
    }

    std::vector<QByteArray> words() const
    {
        std::vector<QByteArray> all{base64("dana:" + planted("password"))};
        for (const char *where : {"stdout", "stderr", "file", "proxy", "token", "password", "argument", "environment",
                                  "key", "both", "registry", "secret"}) {
            all.push_back(QByteArray::fromStdString(planted(where)));
            all.push_back(base64(planted(where)).chopped(4));
        }
        all.push_back(QByteArray::fromStdString(m_client.key).split('\n').value(1)); // the key itself
        all.push_back(base64(m_client.key).left(120).right(40));
        return all;
    }

    void search(const QByteArray &text, const QString &where) const
    {
        for (const QByteArray &word : words())
            QVERIFY2(!text.contains(word), qPrintable(where + QStringLiteral(": ") + QString::fromUtf8(word)));
    }

    void tell(const core::Error &error) { m_told += error.text(); }

    void failEverywhere(SessionManager &sessions)
    {
        for (const char *name : {"token", "file", "password", "exec", "key", "badkey", "both", "proxied", "works"}) {
            ClusterSession *session = sessions.session(QString::fromLatin1(name));
            const auto expected =
                name == std::string_view("works") ? ConnectionState::Connected : ConnectionState::Unreachable;
            QTRY_VERIFY_WITH_TIMEOUT(session->state() != ConnectionState::Connecting, patient);
            QVERIFY2(session->state() == expected || session->state() == ConnectionState::Unauthorised, name);
            m_told += session->stateText() + session->reason() + session->podsTrouble();
        }
    }

    void makeObjects(SessionManager &sessions)
    {
        namespace needed = session::needed;
        const std::vector<core::Json> objects{
            needed::pullSecret("default", "regcred", "ghcr.io", "me", planted("registry")),
            needed::secret("default", "warehouse", {{"password", planted("secret")}})};
        m_told += QString::fromStdString(needed::shown(objects));
        std::optional<core::Result<QString>> made;
        createAll(*sessions.session(QStringLiteral("works"))->client(), objects, this,
                  [&made](const core::Result<QString> &result) { made = result; });
        QTRY_VERIFY_WITH_TIMEOUT(made, patient);
        m_told += made->ok() ? made->value() : made->error().text();
        const auto refused = needed::pullSecretOf("default", "x", planted("registry"));
        tell(refused.error());
    }

    void exportAccess(SessionManager &sessions)
    {
        for (const char *name : {"token", "password", "exec", "key"}) {
            std::optional<core::Result<airflow::ClusterAccess>> access;
            sessions.readAccess(QString::fromLatin1(name), false, this, [&access](const auto &read) { access = read; });
            QTRY_VERIFY_WITH_TIMEOUT(access, patient);
            QVERIFY(access->ok());
            const auto exported = airflow::exportConnection(access->value());
            QVERIFY(exported.ok());
            m_told += QString::fromStdString(exported.value().text);
        }
    }

    void run(SessionManager &sessions)
    {
        runs::History history(core::stateFolder());
        RunCenter center(sessions, history, core::systemClock());
        QSignalSpy finished(&center, &RunCenter::runFinished);
        task::Task task;
        task.arguments = {{"task_id", "t"}, {"image", "ubuntu"}, {"namespace", "default"}};
        QVERIFY(center.launch(task, {.context = QStringLiteral("works")}).ok());
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, patient);
        const auto dead = center.launch(task, {.context = QStringLiteral("exec")});
        QVERIFY(dead.ok()); // it goes wrong later
        const auto broken = center.launch(task, {.context = QStringLiteral("both")});
        QTRY_VERIFY_WITH_TIMEOUT(!center.item(*dead)->state().message.isEmpty() || finished.size() >= 2, patient);
        m_told += center.item(*dead)->state().message;
        if (broken)
            m_told += center.item(*broken)->state().message;
        else
            tell(broken.error());
    }

private Q_SLOTS:
    void nothingPlantedIsFoundAnywhere()
    {
        QCoreApplication::setOrganizationName(QStringLiteral("podwright"));
        QCoreApplication::setApplicationName(QStringLiteral("podwright"));
        m_home = std::make_unique<support::PrivateHome>(QStringLiteral("/nowhere"));
        const support::FakeApiServer refusing({.certificate = m_authority.issue()},
                                              [](const support::FakeRequest &, support::FakeAnswer &answer) {
                                                  answer.replyJson(401, R"({"kind": "Status", "code": 401,
                                                      "reason": "Unauthorized", "message": "Unauthorized"})");
                                              });
        const test::FakeCluster works;
        plant(refusing.url(), works.url());
        const auto former = qInstallMessageHandler(listen);
        {
            SessionManager sessions(core::systemClock());
            QSignalSpy loaded(&sessions, &SessionManager::contextsChanged);
            sessions.load();
            QVERIFY(loaded.wait(patient));
            for (const kube::ContextInfo &context : sessions.contexts())
                m_told += context.signIn + context.file + QString::fromStdString(context.server);
            failEverywhere(sessions);
            makeObjects(sessions);
            exportAccess(sessions);
            run(sessions);
            sessions.marks().setProtected(*sessions.find(QStringLiteral("token")), true);
            sessions.marks().rememberNamespace(*sessions.find(QStringLiteral("exec")), QStringLiteral("team"));
            QSettings().sync();
        }
        qInstallMessageHandler(former);
        QVERIFY(refusing.requests().size() > 3); // the tokens were sent: they had their chance
        search(m_told.join(u'\n').toUtf8(), QStringLiteral("what was told"));
        search(said.join(u'\n').toUtf8(), QStringLiteral("log"));
        const QStringList sources{path(QStringLiteral(".kube/config")), path(QStringLiteral("bin/plugin")),
                                  path(QStringLiteral("token"))};
        int files = 0;
        QDirIterator all(m_home->path({}), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (all.hasNext()) {
            QFile file(all.next());
            if (sources.contains(file.fileName()))
                continue;
            QVERIFY(file.open(QIODevice::ReadOnly));
            search(file.readAll(), file.fileName());
            ++files;
        }
        QVERIFY(files >= 2); // history and settings at least
    }
};

QTEST_GUILESS_MAIN(TestSecretsStay)
#include "tst_secrets_stay.moc"
