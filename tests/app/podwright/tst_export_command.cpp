// podwright export: exit codes, where the text goes, and the connection of a kubeconfig's context.

#include "app/podwright/command_line.h"
#include "models/core/files.h"
#include "models/session/cluster_access.h"
#include "tests/support/private_home.h"

#include <QTest>

#include <sstream>

using namespace podwright;
using namespace podwright::cli;

namespace {

constexpr auto kubeconfigText =
    "apiVersion: v1\n"
    "kind: Config\n"
    "current-context: prod\n"
    "contexts:\n"
    "- {name: prod, context: {cluster: c, user: u, namespace: data}}\n"
    "- {name: test, context: {cluster: c, user: keys}}\n"
    "clusters:\n"
    "- {name: c, cluster: {server: 'https://example.com:6443', insecure-skip-tls-verify: true}}\n"
    "users:\n"
    "- {name: u, user: {token: s3cret}}\n"
    "- {name: keys, user: {client-certificate: gone.crt, client-key: gone.key}}\n";

struct Answer
{
    int exitCode = 0;
    std::string output, messages;
};

Answer answerTo(const QByteArrayList &arguments)
{
    QByteArrayList all{QByteArray("podwright"), QByteArray("export")};
    all += arguments;
    std::vector<char *> pointers;
    for (QByteArray &argument : all)
        pointers.push_back(argument.data());
    std::ostringstream output, messages;
    auto *const outputBefore = std::cout.rdbuf(output.rdbuf());
    auto *const messagesBefore = std::cerr.rdbuf(messages.rdbuf());
    const Parsed parsed = parse(int(pointers.size()), pointers.data());
    const int exitCode = parsed.isOver ? parsed.exitCode : parsed.action();
    std::cout.rdbuf(outputBefore);
    std::cerr.rdbuf(messagesBefore);
    return {exitCode, output.str(), messages.str()};
}

} // namespace

class TestExportCommand : public QObject
{
    Q_OBJECT
private:
    QByteArray file(const char *name) const { return m_home.path(QString::fromLatin1(name)).toUtf8(); }

    void write(const char *name, const QByteArray &text)
    {
        QVERIFY(core::writeFileAtomically(m_home.path(QString::fromLatin1(name)), text).ok());
    }

    support::PrivateHome m_home;

private Q_SLOTS:
    void initTestCase()
    {
        write("one.podtask.yaml", "podtask: 1\ntask: {task_id: one, image: 'i:1'}\n");
        write("two.podtask.yaml", "podtask: 1\ntask: {task_id: two, image: 'i:1'}\nairflow: {upstream: [one], "
                                  "airflow_version: '2.11'}\n");
        write("bad.podtask.yaml", "podtask: 1\ntask: {task_id: bad}\n");
        write("config", kubeconfigText);
        qputenv("KUBECONFIG", file("config"));
    }

    void textGoesToStandardOutput()
    {
        const Answer answer = answerTo({file("one.podtask.yaml"), "--as", "dag"});
        QCOMPARE(answer.exitCode, int(Done));
        QVERIFY(answer.output.starts_with("from airflow."));
        QVERIFY(answer.messages.find("No dag_id") != std::string::npos);
    }

    void severalFilesBecomeOneDag()
    {
        const Answer answer = answerTo({file("two.podtask.yaml"), file("one.podtask.yaml"), "--as", "dag"});
        QVERIFY(answer.output.find("    one >> two\n") != std::string::npos);
        QVERIFY(answer.output.find("from airflow import DAG\n") != std::string::npos); // as the first task says
        const Answer newer =
            answerTo({file("two.podtask.yaml"), file("one.podtask.yaml"), "--as", "dag", "--airflow", "3"});
        QVERIFY(newer.output.find("from airflow.sdk import DAG\n") != std::string::npos);
    }

    void eachTaskHasItsTemplateFile()
    {
        for (const char *name : {"a", "b"}) {
            const QByteArray text = QByteArray("podtask: 1\ntask: {task_id: of-") + name +
                                    ", image: 'i:1', pod_template_file: " + file(name) + ".yaml}\n";
            write((QByteArray(name) + ".podtask.yaml").constData(), text);
            write((QByteArray(name) + ".yaml").constData(), QByteArray("metadata: {namespace: space-") + name + "}\n");
        }
        const Answer answer =
            answerTo({file("a.podtask.yaml"), file("b.podtask.yaml"), file("one.podtask.yaml"), "--as", "manifest"});
        QCOMPARE(answer.exitCode, int(Done));
        const size_t first = answer.output.find("namespace: space-a\n");
        const size_t second = answer.output.find("namespace: space-b\n");
        QVERIFY(first < second && second != std::string::npos);
    }

    void intoFilesAndFolders()
    {
        QCOMPARE(answerTo({file("one.podtask.yaml"), "--as", "manifest", "-o", file("pod.yaml")}).exitCode, int(Done));
        QVERIFY(core::readFile(m_home.path(QStringLiteral("pod.yaml")))->startsWith("apiVersion: v1\n"));
        const Answer answer = answerTo({file("one.podtask.yaml"), "--as", "dag", "-o", m_home.path().toUtf8()});
        QCOMPARE(answer.exitCode, int(Done));
        QVERIFY(answer.output.empty());
        QVERIFY(core::readFile(m_home.path(QStringLiteral("one.py"))).ok());
    }

    void exitCodes_data()
    {
        QTest::addColumn<QByteArrayList>("arguments");
        QTest::addColumn<int>("exitCode");
        QTest::newRow("no form") << QByteArrayList{file("one.podtask.yaml")} << int(Usage);
        QTest::newRow("unknown form") << QByteArrayList{file("one.podtask.yaml"), "--as", "argo"} << int(Usage);
        QTest::newRow("unknown Airflow") << QByteArrayList{file("one.podtask.yaml"), "--as", "dag", "--airflow", "1"}
                                         << int(Usage);
        QTest::newRow("no file") << QByteArrayList{"--as", "dag"} << int(Usage);
        QTest::newRow("invalid") << QByteArrayList{file("bad.podtask.yaml"), "--as", "dag"} << int(InvalidTask);
        QTest::newRow("refused") << QByteArrayList{file("one.podtask.yaml"), "--as", "eks"} << int(InvalidTask);
        QTest::newRow("unknown context") << QByteArrayList{"--as", "connection", "--context", "none"}
                                         << int(ClusterTrouble);
        QTest::newRow("lost files") << QByteArrayList{"--as", "connection", "--context", "test", "--with-secrets"}
                                    << int(ClusterTrouble);
    }
    void exitCodes()
    {
        QFETCH(QByteArrayList, arguments);
        QFETCH(int, exitCode);
        const Answer answer = answerTo(arguments);
        QCOMPARE(answer.exitCode, exitCode);
        QVERIFY(answer.output.empty());
        QVERIFY(!answer.messages.empty());
    }

    void connectionsAreWithoutSecrets()
    {
        const Answer answer = answerTo({"--as", "connection"});
        QCOMPARE(answer.exitCode, int(Done));
        QVERIFY(answer.output.find("\"cluster_context\":\"prod\"") != std::string::npos);
        QVERIFY(answer.output.find(file("config").toStdString()) != std::string::npos);
        QVERIFY((answer.output + answer.messages).find("s3cret") == std::string::npos);
    }

    void secretsWhenAskedFor()
    {
        const auto kubeconfig = kube::Kubeconfig::loadDefault();
        const auto access = session::clusterAccess(*kubeconfig, {}, true);
        QVERIFY(access.ok());
        const core::Json &cluster = core::at(access->kubeconfig, {"clusters"})[0]["cluster"];
        QVERIFY(access->skipsTlsVerify && core::boolAt(cluster, {"insecure-skip-tls-verify"}));
        QCOMPARE(core::textAt(cluster, {"server"}), std::string("https://example.com:6443"));
        QCOMPARE(core::textAt(access->kubeconfig["users"][0], {"user", "token"}), std::string("s3cret"));
        QCOMPARE(core::textAt(access->kubeconfig["contexts"][0], {"context", "namespace"}), std::string("data"));
        const Answer answer = answerTo({"--as", "connection", "--with-secrets"});
        QVERIFY(answer.output.find("s3cret") != std::string::npos);
        QVERIFY(answer.messages.find("s3cret") == std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestExportCommand)
#include "tst_export_command.moc"
