// The corpus of kubeconfigs and the changes made here, as the real kubectl sees them.

#include "models/kube/kubeconfig.h"
#include "models/kube/kubeconfig_edit.h"
#include "tests/support/kubeconfig_corpus.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace podwright;
using kube::Kubeconfig;

class TestKubectlConfig : public QObject
{
    Q_OBJECT

    struct Answer
    {
        int code = -1;
        QString out, err;
    };

    const support::CertificateAuthority m_authority;
    const support::IssuedCertificate m_client = m_authority.issue({.name = "dana"});
    const support::IssuedCertificate m_other = m_authority.issue({.name = "other"});
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_program;

    QString path(const QString &name) const { return m_folder->filePath(name); }

    void write(const QString &name, const QString &text) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(
            support::filledKubeconfig(text, m_authority.pem(), m_client, m_other, QStringLiteral("secret-1")).toUtf8());
    }

    Answer kubectl(const QStringList &files, const QStringList &arguments) const
    {
        QStringList paths;
        for (const QString &file : files)
            paths += path(file);
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("KUBECONFIG"), paths.join(QDir::listSeparator()));
        environment.insert(QStringLiteral("HOME"), m_folder->path());
        process.setProcessEnvironment(environment);
        process.setStandardInputFile(QProcess::nullDevice());
        process.start(m_program, arguments);
        Answer answer;
        if (process.waitForFinished(60000))
            answer.code = process.exitCode();
        answer.out = QString::fromUtf8(process.readAllStandardOutput());
        answer.err = QString::fromUtf8(process.readAllStandardError());
        return answer;
    }

    kube::Surroundings surroundings(const QStringList &files) const
    {
        kube::Surroundings result{.home = m_folder->path()};
        QStringList paths;
        for (const QString &file : files)
            paths += path(file);
        result.environment.insert(QStringLiteral("KUBECONFIG"), paths.join(QDir::listSeparator()));
        return result;
    }

private Q_SLOTS:
    void initTestCase_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::newRow("1.20") << QStringLiteral("1.20");
        QTest::newRow("current") << QStringLiteral("current");
    }

    void init()
    {
        QFETCH_GLOBAL(QString, kind);
        m_folder = std::make_unique<QTemporaryDir>();
        m_program = QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) +
                    QStringLiteral("/podwright/kubectl-%1/kubectl").arg(kind);
        QVERIFY2(
            QFileInfo(m_program).isExecutable(),
            qPrintable(m_program + QStringLiteral(" is not there: run tests/kube/fetch_kubectl (needs a network)")));
    }

    void theCorpusIsLargeEnough()
    {
        QVERIFY(support::damagedKubeconfigs().size() + support::validKubeconfigs().size() >= 80);
    }

    void takesTheSameFiles()
    {
        for (const support::ValidKubeconfig &valid : support::validKubeconfigs()) {
            write(QStringLiteral("config"), valid.text);
            const Answer view = kubectl(
                {QStringLiteral("config")},
                {QStringLiteral("config"), QStringLiteral("view"), QStringLiteral("--minify"), QStringLiteral("-o"),
                 QStringLiteral("jsonpath={.clusters[0].cluster.server} {.contexts[0].context.namespace}")});
            QVERIFY2(view.code == 0, qPrintable(QLatin1String(valid.name) + QStringLiteral(": ") + view.err));
            QCOMPARE(view.out.section(u' ', 0, 0), valid.server);
            const QString ns = view.out.section(u' ', 1).trimmed();
            QCOMPARE(ns.isEmpty() ? QStringLiteral("default") : ns, valid.ns);
        }
    }

    // Where kubectl refuses a file outright, or will not connect, so do we; the rest of ours it turns into a wrong
    // address, which is what a person at a screen should be spared.
    void whatItRefusesIsDamaged()
    {
        static const QRegularExpression wentOn(
            QStringLiteral("localhost:8080|dial tcp|no such host|Username:|lookup|"
                           "was refused|TLS handshake|executable|getting credentials"));
        int refused = 0, wentOnAnyway = 0;
        for (const support::DamagedKubeconfig &damaged : support::damagedKubeconfigs()) {
            write(QStringLiteral("config"), damaged.text);
            QStringList arguments{QStringLiteral("get"), QStringLiteral("--raw"), QStringLiteral("/healthz"),
                                  QStringLiteral("--request-timeout=2s")};
            if (!damaged.context.isEmpty())
                arguments += {QStringLiteral("--context"), damaged.context};
            const Answer answer = kubectl({QStringLiteral("config")}, arguments);
            QVERIFY2(answer.code != 0, damaged.name);
            (wentOn.match(answer.err + answer.out).hasMatch() ? wentOnAnyway : refused) += 1;
        }
        qInfo("of %d damaged kubeconfigs kubectl refuses %d and goes on with %d", refused + wentOnAnyway, refused,
              wentOnAnyway);
        QVERIFY(refused > wentOnAnyway);
    }

    void readsWhatWasWritten()
    {
        write(QStringLiteral("first"),
              QStringLiteral("# kept\nclusters: [{name: c, cluster: {server: 'https://h'}}]\n"));
        write(
            QStringLiteral("second"),
            QStringLiteral("contexts:\n- {name: a, context: {cluster: c}}\n- name: 'yes' # b\n  context: {cluster: c, "
                           "namespace: old}\ncurrent-context: a\n"));
        const QStringList files{QStringLiteral("none"), QStringLiteral("first"), QStringLiteral("second")};
        const auto asks = [&](const char *what) {
            return kubectl(files, {QStringLiteral("config"), QStringLiteral("view"), QStringLiteral("--minify"),
                                   QStringLiteral("-o"), QLatin1String(what)})
                .out;
        };
        QVERIFY(kube::writeCurrentContext(QStringLiteral("yes"), surroundings(files)).ok());
        QCOMPARE(kubectl(files, {QStringLiteral("config"), QStringLiteral("current-context")}).out.trimmed(),
                 QStringLiteral("yes"));
        QVERIFY(kube::writeContextNamespace(QStringLiteral("yes"), "123", surroundings(files)).ok());
        QCOMPARE(asks("jsonpath={.contexts[0].context.namespace}"), QStringLiteral("123"));
        QCOMPARE(asks("jsonpath={.clusters[0].cluster.server}"), QStringLiteral("https://h"));
        QVERIFY(kube::writeContextNamespace(QStringLiteral("yes"), {}, surroundings(files)).ok());
        QCOMPARE(asks("jsonpath={.contexts[0].context.namespace}"), QString());
    }

    // The same wish, carried out by both, lands in the same file.
    void writesIntoTheSameFile()
    {
        const QString one =
            QStringLiteral("clusters: [{name: c, cluster: {server: 'https://h'}}]\ncontexts: [{name: a, "
                           "context: {cluster: c}}]\n");
        const QString two = QStringLiteral("contexts: [{name: b, context: {cluster: c}}]\ncurrent-context: b\n");
        for (const bool isOurs : {true, false}) {
            const QString prefix = isOurs ? QStringLiteral("ours-") : QStringLiteral("theirs-");
            const QStringList files{prefix + QStringLiteral("none"), prefix + QStringLiteral("one"),
                                    prefix + QStringLiteral("two")};
            write(files[1], one);
            write(files[2], two);
            if (isOurs) {
                QVERIFY(kube::writeCurrentContext(QStringLiteral("a"), surroundings(files)).ok());
                QVERIFY(kube::writeContextNamespace(QStringLiteral("b"), "n", surroundings(files)).ok());
            } else {
                kubectl(files, {QStringLiteral("config"), QStringLiteral("use-context"), QStringLiteral("a")});
                kubectl(files, {QStringLiteral("config"), QStringLiteral("set-context"), QStringLiteral("b"),
                                QStringLiteral("--namespace=n")});
            }
            QVERIFY(!QFileInfo::exists(path(files[0])));
            const auto first = Kubeconfig::load({path(files[1])}), second = Kubeconfig::load({path(files[2])});
            QCOMPARE(first.value().currentContext(), QStringLiteral("a"));
            QCOMPARE(second.value().currentContext(), QStringLiteral("b"));
            QCOMPARE(second.value().contexts().front().ns, std::string("n"));
        }
    }

    void respectsItsLock()
    {
        write(QStringLiteral("config"), QStringLiteral("contexts: [{name: a, context: {cluster: c}}]\n"));
        QFile lock(path(QStringLiteral("config.lock")));
        QVERIFY(lock.open(QIODevice::WriteOnly));
        QVERIFY(kubectl({QStringLiteral("config")},
                        {QStringLiteral("config"), QStringLiteral("use-context"), QStringLiteral("a")})
                    .code != 0);
        QVERIFY(!kube::writeCurrentContext(QStringLiteral("a"), surroundings({QStringLiteral("config")})).ok());
    }
};

QTEST_GUILESS_MAIN(TestKubectlConfig)
#include "tst_kubectl_config.moc"
