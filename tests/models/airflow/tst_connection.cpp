// Airflow connections.

#include "models/airflow/connection.h"

#include <QTest>
#include <QUrl>
#include <QUrlQuery>

using namespace podwright;
using namespace podwright::airflow;

namespace {

// The words of the line that begins with `start`, without quotes.
QString lineAfter(const Exported &exported, const QString &start)
{
    for (const QString &line : QString::fromStdString(exported.text).split(QLatin1Char('\n'))) {
        if (!line.startsWith(start))
            continue;
        QString rest = line.mid(start.size());
        if (rest.startsWith(QLatin1Char('\'')))
            rest = rest.mid(1, rest.size() - 2);
        return rest.replace(QStringLiteral("'\\''"), QStringLiteral("'"));
    }
    return {};
}

ClusterAccess access()
{
    return {.connectionId = "k8s-prod",
            .context = "prod",
            .defaultNamespace = "data",
            .kubeconfigPath = "/etc/kube config",
            .kubeconfig = core::Json{{"users", {{{"name", "it's me"}, {"user", {{"token", "secret-token"}}}}}}}};
}

} // namespace

class TestConnection : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void withoutSecrets()
    {
        const auto exported = exportConnection(access());
        QVERIFY(exported.ok());
        QVERIFY(exported->text.find("secret-token") == std::string::npos);
        QVERIFY(exported->language == Language::Shell);
        const auto json =
            core::parseJson(lineAfter(*exported, QStringLiteral("export AIRFLOW_CONN_K8S_PROD=")).toStdString());
        QCOMPARE(core::textAt(json, {"conn_type"}), std::string("kubernetes"));
        QCOMPARE(core::textAt(json, {"extra", "kube_config_path"}), std::string("/etc/kube config"));
        QCOMPARE(core::textAt(json, {"extra", "cluster_context"}), std::string("prod"));
        QCOMPARE(core::textAt(json, {"extra", "namespace"}), std::string("data"));
        QVERIFY(exported->notes.at(0).contains(QStringLiteral("/etc/kube config")));
    }

    void uriSaysTheSame()
    {
        const auto exported = exportConnection(access());
        const std::string text = exported->text;
        const size_t start = text.find("'kubernetes://");
        const size_t bare = text.find("=kubernetes://");
        QVERIFY(start != std::string::npos || bare != std::string::npos);
        const size_t from = std::min(start, bare) + 1;
        const QUrlQuery query(QUrl(QString::fromStdString(text.substr(from, text.find_first_of("'\n", from) - from))));
        QCOMPARE(query.queryItemValue(QStringLiteral("kube_config_path"), QUrl::FullyDecoded),
                 QStringLiteral("/etc/kube config"));
        QCOMPARE(query.queryItemValue(QStringLiteral("namespace")), QStringLiteral("data"));
    }

    void secretsOnlyWhenAskedFor()
    {
        const auto exported = exportConnection(access(), true);
        QVERIFY(exported.ok());
        const auto json =
            core::parseJson(lineAfter(*exported, QStringLiteral("export AIRFLOW_CONN_K8S_PROD=")).toStdString());
        QVERIFY(core::parseJson(core::textAt(json, {"extra", "kube_config"})) == access().kubeconfig);
        QVERIFY(core::at(json, {"extra", "kube_config_path"}).is_null());
        QVERIFY(exported->notes.at(0).contains(QStringLiteral("credentials")));
    }

    void flagsNeedJson()
    {
        ClusterAccess inCluster{.isInCluster = true, .skipsTlsVerify = true};
        const auto exported = exportConnection(inCluster);
        QVERIFY(exported.ok());
        QVERIFY(exported->text.find("AIRFLOW_CONN_KUBERNETES_DEFAULT=") != std::string::npos);
        QVERIFY(exported->text.find("kubernetes://?__extra__=%7B%22in_cluster%22%3Atrue") != std::string::npos);
    }

    void nothingToConnectTo()
    {
        ClusterAccess bare{.context = "lost"};
        QVERIFY(exportConnection(bare).error().message.contains(QStringLiteral("lost")));
        bare.kubeconfigPath = "/x";
        QVERIFY(exportConnection(bare).ok());
        QVERIFY(!exportConnection(bare, true).ok());
    }
};

QTEST_GUILESS_MAIN(TestConnection)
#include "tst_connection.moc"
