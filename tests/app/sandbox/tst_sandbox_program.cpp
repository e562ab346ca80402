#include "models/core/json.h"
#include "tests/kube/sandbox_process.h"
#include "tests/support/places.h"

#include <QFile>
#include <QFileInfo>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTest>
#include <QUrl>

#include <csignal>

namespace podwright::sandbox {
namespace {

constexpr int patience = 30000;

// What a client learns from the kubeconfig.
struct Access
{
    QUrl url;
    QByteArray token;
    QSslConfiguration tls;
};

Access accessOf(const QString &kubeconfig)
{
    QFile file(kubeconfig);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const core::Json config = core::parseJson(file.readAll().toStdString());
    const core::Json &cluster = config["clusters"][0]["cluster"];
    const auto ca = QByteArray::fromStdString(cluster["certificate-authority-data"].get<std::string>());
    Access access{QUrl(QString::fromStdString(cluster["server"].get<std::string>())),
                  QByteArray::fromStdString(config["users"][0]["user"]["token"].get<std::string>()),
                  QSslConfiguration::defaultConfiguration()};
    access.tls.setCaCertificates(QSslCertificate::fromData(QByteArray::fromBase64(ca)));
    return access;
}

int createPod(const Access &access, const QByteArray &script)
{
    QNetworkAccessManager network;
    QUrl url = access.url;
    url.setPath(QStringLiteral("/api/v1/namespaces/default/pods"));
    QNetworkRequest request(url);
    request.setSslConfiguration(access.tls);
    request.setRawHeader("Authorization", "Bearer " + access.token);
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    QNetworkReply *reply = network.post(
        request,
        R"({"metadata":{"name":"p"},"spec":{"containers":[{"name":"main","image":"ubuntu","command":["bash","-c",")" +
            script + R"("]}]}})");
    QSignalSpy finished(reply, &QNetworkReply::finished);
    finished.wait(patience);
    return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

int processesOf(const QByteArray &commandLine)
{
    QProcess pgrep;
    pgrep.start(QStringLiteral("pgrep"), {QStringLiteral("-xfc"), QString::fromLatin1(commandLine)});
    pgrep.waitForFinished();
    return pgrep.readAllStandardOutput().trimmed().toInt();
}

bool endsWith(QProcess &process, int code)
{
    const bool hasEnded = process.state() == QProcess::NotRunning || process.waitForFinished(patience);
    return hasEnded && process.exitStatus() == QProcess::NormalExit && process.exitCode() == code;
}

} // namespace

// The program as its users meet it: files, ends, and what an attacker on the same machine sees.
class TestSandboxProgram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void kubeconfigIsPrivateAndGoesWithTheProgram();
    void runsOnce();
    void refusesWrongUsage();
    void endsWhenIdle();
    void killedServerLeavesNoProcess();
    void strangersAreCutOff();
};

void TestSandboxProgram::kubeconfigIsPrivateAndGoesWithTheProgram()
{
    support::SandboxProcess sandbox;
    QVERIFY2(sandbox.start(), qPrintable(sandbox.errors()));
    QTRY_VERIFY_WITH_TIMEOUT(sandbox.errors().startsWith(QLatin1String("This is a sandbox, not Kubernetes.")),
                             patience);
    constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QVERIFY(!(QFile::permissions(sandbox.kubeconfig()) & others));
    QCOMPARE(accessOf(sandbox.kubeconfig()).url.host(), QStringLiteral("127.0.0.1"));
    sandbox.process().terminate();
    QVERIFY(endsWith(sandbox.process(), 0));
    QVERIFY(!QFileInfo::exists(sandbox.kubeconfig()));
}

void TestSandboxProgram::runsOnce()
{
    support::SandboxProcess sandbox;
    QVERIFY2(sandbox.start(), qPrintable(sandbox.errors()));
    QProcess second;
    second.start(sandbox.process().program(), sandbox.process().arguments());
    QVERIFY(endsWith(second, 0));
    const QString expected = QStringLiteral("already running: %1 kubeconfig %2\n")
                                 .arg(accessOf(sandbox.kubeconfig()).url.toString(), sandbox.kubeconfig());
    QCOMPARE(QString::fromUtf8(second.readAllStandardOutput()), expected);
}

void TestSandboxProgram::refusesWrongUsage()
{
    QProcess process;
    process.start(support::programPath(QStringLiteral("podwright-sandbox")),
                  {QStringLiteral("--runtime"), QStringLiteral("magic")});
    QVERIFY(endsWith(process, 2));
    QVERIFY(process.readAllStandardError().contains("--runtime"));
}

void TestSandboxProgram::endsWhenIdle()
{
    support::SandboxProcess sandbox;
    QVERIFY2(sandbox.start({QStringLiteral("--idle-exit"), QStringLiteral("1")}), qPrintable(sandbox.errors()));
    QVERIFY(endsWith(sandbox.process(), 0));
    QVERIFY(!QFileInfo::exists(sandbox.kubeconfig()));
}

void TestSandboxProgram::killedServerLeavesNoProcess()
{
    const QByteArray commandLine = "sleep 7" + QByteArray::number(QCoreApplication::applicationPid()); // nobody else's
    support::SandboxProcess sandbox;
    QVERIFY2(sandbox.start(), qPrintable(sandbox.errors()));
    QCOMPARE(createPod(accessOf(sandbox.kubeconfig()), "(setsid " + commandLine + " &); " + commandLine + "; true"),
             201);
    QTRY_COMPARE_WITH_TIMEOUT(processesOf(commandLine), 2, patience);
    ::kill(static_cast<pid_t>(sandbox.process().processId()), SIGKILL);
    QTRY_COMPARE_WITH_TIMEOUT(processesOf(commandLine), 0, patience);
}

void TestSandboxProgram::strangersAreCutOff()
{
    support::SandboxProcess sandbox;
    QVERIFY2(sandbox.start(), qPrintable(sandbox.errors()));
    const Access access = accessOf(sandbox.kubeconfig());
    QSslSocket stranger;
    stranger.setSslConfiguration(access.tls);
    stranger.connectToHostEncrypted(access.url.host(), static_cast<quint16>(access.url.port()));
    QVERIFY2(stranger.waitForEncrypted(patience), qPrintable(stranger.errorString()));
    stranger.write("GET /version HTTP/1.1\r\nHost: localhost\r\n");
    QVERIFY(stranger.waitForDisconnected(patience));
    QCOMPARE(stranger.readAll(), QByteArray());
}

} // namespace podwright::sandbox

QTEST_GUILESS_MAIN(podwright::sandbox::TestSandboxProgram)
#include "tst_sandbox_program.moc"
