// The client against a server of HTTP/2, which is not of our own making: python3-h2.

#include "http_fixture.h"

#include "tests/support/places.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <set>

using namespace podwright::kube;
using namespace podwright::support;
using namespace std::chrono_literals;
using podwright::core::Json;
using podwright::core::Result;

class TestHttp2 : public QObject
{
    Q_OBJECT

    const HttpFixture m_fixture;
    QTemporaryDir m_folder;
    std::unique_ptr<QProcess> m_server;
    std::unique_ptr<ApiClient> m_client;

    QString save(const char *name, const std::string &content) const
    {
        QFile file(m_folder.filePath(QLatin1String(name)));
        const bool isSaved = file.open(QIODevice::WriteOnly) &&
                             file.write(content.data(), qint64(content.size())) == qint64(content.size());
        return isSaved ? file.fileName() : QString();
    }

    Json ask(const std::string &path)
    {
        const auto response = get(*m_client, path);
        if (!response)
            qWarning("%s", qPrintable(response.error().text()));
        return response ? podwright::core::parseJson(response->body) : Json();
    }

private Q_SLOTS:
    void init()
    {
        const IssuedCertificate certificate = m_fixture.authority.issue();
        m_server = std::make_unique<QProcess>();
        m_server->setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_server->start(sourcePath(QStringLiteral("tests/support/http2_server.py")),
                        {save("certificate", certificate.certificate), save("key", certificate.key)});
        QVERIFY2(waitUntil([&] { return m_server->canReadLine(); }), qPrintable(m_server->errorString()));
        const std::string url = "https://127.0.0.1:" + m_server->readLine().trimmed().toStdString();
        m_client =
            std::make_unique<ApiClient>(m_fixture.connectionTo(url), nullptr, ClientOptions{.resetRetryDelay = 10ms});
    }

    void cleanup()
    {
        m_client.reset();
        m_server->kill();
        m_server->waitForFinished();
    }

    void manyRequestsShareOneConnection()
    {
        constexpr int total = 20;
        QList<Json> answers;
        for (int i = 0; i < total; ++i)
            m_client->send({.path = "/held/" + std::to_string(total)}, nullptr, [&](const Result<Response> &response) {
                answers.append(response ? podwright::core::parseJson(response->body) : Json());
            });
        // No answer comes before all have been asked for on the same connection.
        QVERIFY(waitUntil([&] { return answers.size() == total; }));
        std::set<long long> streams;
        for (const Json &answer : answers) {
            QCOMPARE(podwright::core::textAt(answer, {"protocol"}), std::string("h2"));
            QCOMPARE(podwright::core::intAt(answer, {"connection"}), 1);
            streams.insert(podwright::core::intAt(answer, {"stream"}));
        }
        QCOMPARE(int(streams.size()), total);
    }

    void anAnswerLargerThanAnyWindowArrives()
    {
        const auto response = get(*m_client, "/large/50000000");
        QVERIFY2(response.ok(), response.ok() ? "" : qPrintable(response.error().text()));
        QVERIFY(response->body.size() > 50000000);
        QCOMPARE(podwright::core::intAt(ask("/x"), {"connection"}), 1);
    }

    void aWatchDoesNotHoldUpRequests()
    {
        Streamed watch;
        Request request = streamRequest();
        request.path = "/watch";
        m_client->stream(request, nullptr, watch.handlers());
        QVERIFY(waitUntil([&] { return watch.data.endsWith('\n'); }));
        const Json head = podwright::core::parseJson(watch.data.toStdString());
        QCOMPARE(podwright::core::textAt(head, {"protocol"}), std::string("http/1.1")); // a connection of its own
        const Json answer = ask("/x");
        QCOMPARE(podwright::core::textAt(answer, {"protocol"}), std::string("h2"));
        QVERIFY(podwright::core::intAt(answer, {"connection"}) != podwright::core::intAt(head, {"connection"}));
        QVERIFY(!watch.end);
        QVERIFY(ask("/release").is_object());
        QVERIFY(waitUntil([&] { return watch.end.has_value(); }));
        QVERIFY2(watch.end->ok(), watch.end->ok() ? "" : qPrintable(watch.end->error().text()));
        QVERIFY(watch.data.endsWith("\nreleased\n"));
    }

    void aBrokenStreamIsReadAgain()
    {
        QCOMPARE(podwright::core::intAt(ask("/reset-once"), {"stream"}), 3);
        QCOMPARE(podwright::core::intAt(ask("/x"), {"connection"}), 1); // the connection was not to blame
    }

    void goesOnAfterTheServerHasSaidGoodbye()
    {
        QCOMPARE(podwright::core::intAt(ask("/last"), {"connection"}), 1);
        QCOMPARE(podwright::core::intAt(ask("/x"), {"connection"}), 2);
    }

    void sendsABody()
    {
        Request request;
        request.method = "POST";
        request.path = "/x";
        request.body = std::string(300000, 'b');
        const auto response = get(*m_client, request);
        QVERIFY2(response.ok(), response.ok() ? "" : qPrintable(response.error().text()));
        const Json answer = podwright::core::parseJson(response->body);
        QCOMPARE(podwright::core::textAt(answer, {"protocol"}), std::string("h2"));
        QCOMPARE(podwright::core::intAt(answer, {"sent"}), 300000);
    }
};

QTEST_GUILESS_MAIN(TestHttp2)
#include "tst_http2.moc"
