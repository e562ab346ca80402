#include "http_fixture.h"
#include "tests/support/relay_proxy.h"

#include <QElapsedTimer>
#include <QSemaphore>
#include <QTest>

#include <algorithm>
#include <atomic>

using namespace podwright::kube;
using namespace podwright::support;
using namespace std::chrono_literals;
using podwright::core::Error;
using podwright::core::Result;

class TestHttpThread : public QObject
{
    Q_OBJECT

    const HttpFixture m_fixture;

private Q_SLOTS:
    void sendsAndReceives()
    {
        FakeApiServer server(m_fixture.tls(), [](const FakeRequest &, FakeAnswer &answer) {
            answer.reply(201, "body", {{"X-Thing", " a "}, {"Warning", "299 - \"careful\""}});
        });
        ApiClient client(m_fixture.connectionTo(server));
        Request request;
        request.method = "PATCH";
        request.path = "/a%20b";
        request.query = {{"q", "1 2"}};
        request.body = "{}";
        request.contentType = "application/merge-patch+json";
        const auto response = get(client, request);
        QVERIFY2(response.ok(), response.ok() ? "" : qPrintable(response.error().text()));
        QCOMPARE(response.value().status, 201);
        QCOMPARE(response.value().body, std::string("body"));
        QCOMPARE(response.value().header("x-thing"), std::string("a"));
        QCOMPARE(response.value().warnings, std::vector<QString>{QStringLiteral("careful")});
        const FakeRequest seen = server.requests().at(0);
        QCOMPARE(seen.method, std::string("PATCH"));
        QCOMPARE(seen.target, std::string("/a%20b?q=1%202"));
        QCOMPARE(seen.body, std::string("{}"));
        QCOMPARE(seen.header("content-type"), std::string("application/merge-patch+json"));
        QCOMPARE(seen.header("accept"), std::string("application/json"));
        QCOMPARE(seen.header("authorization"), "Bearer " + secret.toStdString());
        QVERIFY(seen.header("user-agent").starts_with("podwright/"));
        QCOMPARE(seen.header("expect"), std::string());
    }

    void keepsThePathOfTheServer()
    {
        FakeApiServer server(m_fixture.tls(), replying("ok"));
        Connection connection = m_fixture.connectionTo(server);
        connection.server += "/prefix/?query#fragment";
        ApiClient client(connection);
        QVERIFY(get(client).ok());
        QCOMPARE(server.requests().at(0).target, std::string("/prefix/x"));
    }

    void reusesItsConnection()
    {
        FakeApiServer server(m_fixture.tls(), replying("ok"));
        ApiClient client(m_fixture.connectionTo(server));
        QVERIFY(get(client).ok());
        QVERIFY(get(client).ok());
        QCOMPARE(server.connections(), 1);
    }

    void tellsTlsProblems_data()
    {
        QTest::addColumn<int>("wrong");
        QTest::addColumn<QString>("message");
        QTest::newRow("other authority") << 0 << "not signed by a trusted authority";
        QTest::newRow("expired") << 1 << "has expired";
        QTest::newRow("not yet valid") << 2 << "is not valid yet";
        QTest::newRow("other name") << 3 << "was not issued for \"127.0.0.1\"";
        QTest::newRow("system authorities") << 4 << "not signed by a trusted authority";
    }

    void tellsTlsProblems()
    {
        QFETCH(int, wrong);
        QFETCH(QString, message);
        CertificateWish wish;
        if (wrong == 1)
            wish.validFor = -1min;
        if (wrong == 2)
            wish.validFrom = 10min;
        if (wrong == 3)
            wish = {.name = "kube.test", .dns = {"kube.test"}, .addresses = {}};
        FakeApiServer server(m_fixture.tls(wish), replying("ok"));
        Connection connection = m_fixture.connectionTo(server);
        if (wrong == 0)
            connection.certificateAuthorityData = CertificateAuthority("Another").pem();
        if (wrong == 4)
            connection.certificateAuthorityData.clear();
        ApiClient client(connection);
        const auto response = get(client);
        QVERIFY(!response.ok());
        QVERIFY2(response.error().message.contains(message), qPrintable(response.error().text()));
        QCOMPARE(response.error().kind, Error::Kind::Network);
        QVERIFY(!response.error().transient);
        QVERIFY(response.error().where.contains(QString::number(server.port())));
        QVERIFY(server.requests().empty());
    }

    void checksTheConfiguredName()
    {
        FakeApiServer server(m_fixture.tls({.name = "kube.test", .dns = {"kube.test"}, .addresses = {}}),
                             replying("ok"));
        Connection connection = m_fixture.connectionTo(server);
        connection.tlsServerName = "kube.test";
        ApiClient client(connection);
        const auto response = get(client);
        QVERIFY2(response.ok(), response.ok() ? "" : qPrintable(response.error().text()));
        QCOMPARE(server.requests().at(0).header("host"), "127.0.0.1:" + std::to_string(server.port()));
        connection.tlsServerName = "other.test";
        ApiClient refusing(connection);
        QVERIFY(get(refusing).error().message.contains(QLatin1String("not issued for \"other.test\"")));
    }

    void checksNothingWhenToldSo()
    {
        FakeApiServer server(m_fixture.tls({.validFor = -1min}), replying("ok"));
        Connection connection = m_fixture.connectionTo(server);
        connection.certificateAuthorityData.clear();
        connection.insecureSkipTlsVerify = true;
        ApiClient client(connection);
        QVERIFY(get(client).ok());
    }

    void tellsWhatDoesNotAnswer()
    {
        int port = 0;
        {
            FakeApiServer server({.isTls = false}, replying(""));
            port = server.port();
        }
        Connection connection;
        connection.server = "http://127.0.0.1:" + std::to_string(port);
        ApiClient refused(connection);
        const Error refusal = get(refused).error();
        QCOMPARE(refusal.kind, Error::Kind::Network);
        QVERIFY2(refusal.message.contains(QLatin1String("refused")), qPrintable(refusal.text()));
        QVERIFY(refusal.transient);
        connection.server = "http://no-such-host.invalid";
        ApiClient unknown(connection);
        const Error dns = get(unknown).error();
        QVERIFY2(dns.message.contains(QLatin1String("no-such-host.invalid\" is not known to DNS")),
                 qPrintable(dns.text()));
    }

    void aDeadClusterHoldsUpNobody()
    {
        FakeServerOptions options = m_fixture.tls();
        options.stallsHandshake = true;
        FakeApiServer dead(options, replying(""));
        FakeApiServer alive(m_fixture.tls(), replying("ok"));
        auto deadClient = std::make_unique<ApiClient>(m_fixture.connectionTo(dead));
        ApiClient client(m_fixture.connectionTo(alive));
        bool came = false;
        for (int i = 0; i < 5; ++i)
            deadClient->send({.path = "/"}, nullptr, [&](const Result<Response> &) { came = true; });
        QVERIFY(waitUntil([&] { return dead.connections() > 0; }));
        QVERIFY(get(client).ok());
        QVERIFY(!came);
        QElapsedTimer timer;
        timer.start();
        deadClient.reset();
        QVERIFY2(timer.elapsed() < 2000, "the destructor waits for the network");
    }

    void nothingReachesADeadContext()
    {
        std::atomic<bool> hasGone = false;
        FakeApiServer server(m_fixture.tls(), [&](const FakeRequest &, FakeAnswer &answer) {
            answer.stall();
            hasGone = true;
        });
        ApiClient client(m_fixture.connectionTo(server));
        auto context = std::make_unique<QObject>();
        bool came = false;
        const RequestHandle handle =
            client.send({.path = "/"}, context.get(), [&](const Result<Response> &) { came = true; });
        QVERIFY(waitUntil([&] { return !server.requests().empty(); }));
        context.reset();
        QVERIFY(!handle.isActive());
        QVERIFY(waitUntil([&] { return hasGone.load(); }));
        QVERIFY(!came);
    }

    void nothingComesFromADeadClient()
    {
        FakeApiServer server(m_fixture.tls(), [](const FakeRequest &, FakeAnswer &answer) { answer.stall(); });
        bool came = false;
        RequestHandle handle;
        {
            ApiClient client(m_fixture.connectionTo(server));
            handle = client.send({.path = "/"}, nullptr, [&](const Result<Response> &) { came = true; });
            QVERIFY(waitUntil([&] { return !server.requests().empty(); }));
        }
        QVERIFY(!handle.isActive());
        handle.cancel();
        QCoreApplication::processEvents();
        QVERIFY(!came);
    }

    void unpacksGzip()
    {
        const QByteArray packed =
            QByteArray::fromHex("1f8b0800000000000203ab564a54b232ac0500afac1b5607000000"); // {"a":1}
        FakeApiServer server(m_fixture.tls(), [&](const FakeRequest &, FakeAnswer &answer) {
            answer.reply(200, {packed.constData(), static_cast<size_t>(packed.size())}, {{"Content-Encoding", "gzip"}});
        });
        ApiClient client(m_fixture.connectionTo(server));
        const auto response = get(client);
        QVERIFY2(response.ok(), response.ok() ? "" : qPrintable(response.error().text()));
        QCOMPARE(response.value().body, std::string(R"({"a":1})"));
        QCOMPARE(server.requests().at(0).header("accept-encoding"), std::string("gzip"));
        Connection plain = m_fixture.connectionTo(server);
        plain.disableCompression = true;
        ApiClient plainClient(plain);
        (void)get(plainClient);
        QCOMPARE(server.requests().at(1).header("accept-encoding"), std::string());
    }

    void boundsAnAnswer()
    {
        FakeApiServer server(m_fixture.tls(), replying(std::string(2048, 'x')));
        ApiClient client(m_fixture.connectionTo(server), nullptr, {.maximumBody = 2047});
        QCOMPARE(get(client).error().kind, Error::Kind::Invalid);
        ApiClient enough(m_fixture.connectionTo(server), nullptr, {.maximumBody = 2048});
        QVERIFY(get(enough).ok());
    }

    void repeatsAReadThatBroke_data()
    {
        QTest::addColumn<std::string>("part");
        QTest::newRow("before its answer") << std::string();
        QTest::newRow("in its answer") << std::string("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nha");
    }
    void repeatsAReadThatBroke()
    {
        QFETCH(std::string, part);
        std::atomic<int> calls = 0;
        FakeApiServer server(m_fixture.tls(), [&](const FakeRequest &, FakeAnswer &answer) {
            if (++calls > 1)
                return answer.reply(200, "ok");
            answer.raw(part);
            answer.reset();
        });
        ApiClient client(m_fixture.connectionTo(server), nullptr, {.resetRetryDelay = 10ms});
        const auto response = get(client);
        QVERIFY2(response.ok(), response.ok() ? "" : qPrintable(response.error().text()));
        QCOMPARE(response->body, std::string("ok"));
        QCOMPARE(calls.load(), 2);
        calls = 0;
        const auto written = get(client, Request{.method = "POST", .path = "/", .body = "{}"});
        QCOMPARE(written.error().kind, Error::Kind::Network);
        QCOMPARE(calls.load(), 1);
    }

    void waitsAsTold()
    {
        std::atomic<int> calls = 0;
        FakeApiServer server(m_fixture.tls(), [&](const FakeRequest &request, FakeAnswer &answer) {
            if (++calls == 1)
                return answer.reply(429, "", {{"Retry-After", request.target == "/long" ? "60" : "1"}});
            answer.reply(200, "ok");
        });
        ApiClient client(m_fixture.connectionTo(server));
        QVERIFY(get(client).ok());
        QCOMPARE(calls.load(), 2);
        calls = 0; // nobody waits beyond the request's own time
        const Error late = get(client, "/long").error();
        QCOMPARE(late.kind, Error::Kind::Throttled);
        QCOMPARE(late.retryAfterSeconds, 60);
        QCOMPARE(calls.load(), 1);
        calls = 0; // a body is not sent twice
        const auto written = get(client, Request{.method = "POST", .path = "/", .body = "{}"});
        QCOMPARE(written.error().kind, Error::Kind::Throttled);
        QCOMPARE(calls.load(), 1);
    }

    void goesThroughTheProxy()
    {
        FakeApiServer proxy({.isTls = false}, [](const FakeRequest &, FakeAnswer &answer) { answer.reply(502, ""); });
        FakeApiServer server(m_fixture.tls(), replying("ok"));
        Connection connection = m_fixture.connectionTo(server);
        connection.proxyUrl = "http://me:" + secret.toStdString() + "@127.0.0.1:" + std::to_string(proxy.port());
        ApiClient client(connection);
        const auto response = get(client);
        QVERIFY(!response.ok());
        QVERIFY2(!response.error().text().contains(secret), qPrintable(response.error().text()));
        QCOMPARE(proxy.requests().at(0).method, std::string("CONNECT"));
        QCOMPARE(proxy.requests().at(0).target, "127.0.0.1:" + std::to_string(server.port()));
        QVERIFY(!proxy.requests().at(0).header("proxy-authorization").empty());
        QVERIFY(proxy.requests().at(0).header("authorization").empty());
        QCOMPARE(server.connections(), 0);
    }

    void arrivesThroughAProxyThatForwards_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("scheme");
        QTest::addColumn<bool>("isVariable");
        const int socks = int(RelayProxy::Kind::Socks5), http = int(RelayProxy::Kind::HttpConnect);
        QTest::newRow("SOCKS5") << socks << QStringLiteral("socks5") << false;
        QTest::newRow("HTTP") << http << QStringLiteral("http") << false;
        QTest::newRow("SOCKS5 by variable") << socks << QStringLiteral("socks5") << true;
        QTest::newRow("HTTP by variable") << http << QStringLiteral("http") << true;
    }
    void arrivesThroughAProxyThatForwards()
    {
        QFETCH(int, kind);
        QFETCH(QString, scheme);
        QFETCH(bool, isVariable);
        const RelayProxy proxy(static_cast<RelayProxy::Kind>(kind));
        const std::string url = scheme.toStdString() + "://127.0.0.1:" + std::to_string(proxy.port());
        const FakeApiServer server(m_fixture.tls({.dns = {"cluster.invalid"}, .addresses = {}}), replying("ok"));
        // A name nobody has: only through the proxy is there anybody.
        Connection connection = m_fixture.connectionTo("https://cluster.invalid:" + std::to_string(server.port()));
        if (isVariable)
            qputenv("HTTPS_PROXY", QByteArray::fromStdString(url));
        else
            connection.proxyUrl = url;
        ApiClient client(connection);
        const auto response = get(client);
        qunsetenv("HTTPS_PROXY");
        QVERIFY2(response.ok(), response.ok() ? "" : qPrintable(response.error().text()));
        QCOMPARE(response.value().body, std::string("ok"));
        QCOMPARE(proxy.targets(), std::vector{"cluster.invalid:" + std::to_string(server.port())});
        QCOMPARE(server.requests().at(0).header("authorization"), "Bearer " + secret.toStdString());
    }

    void variablesNameTheProxyOfAPlainServer_data()
    {
        QTest::addColumn<QByteArray>("variable");
        QTest::addColumn<QByteArray>("more"); // another variable that is set, or one that excepts the host
        QTest::addColumn<bool>("isUsed");
        QTest::newRow("lower case") << QByteArray("http_proxy") << QByteArray() << true;
        QTest::newRow("upper case") << QByteArray("HTTP_PROXY") << QByteArray() << true;
        QTest::newRow("upper case in a CGI program")
            << QByteArray("HTTP_PROXY") << QByteArray("REQUEST_METHOD") << false;
        QTest::newRow("excepted") << QByteArray("HTTP_PROXY") << QByteArray("NO_PROXY") << false;
    }
    void variablesNameTheProxyOfAPlainServer()
    {
        QFETCH(QByteArray, variable);
        QFETCH(QByteArray, more);
        QFETCH(bool, isUsed);
        FakeApiServer proxy({.isTls = false}, replying("from the proxy"));
        qputenv(variable.constData(), "http://127.0.0.1:" + QByteArray::number(proxy.port()));
        if (!more.isEmpty())
            qputenv(more.constData(), "cluster.invalid");
        Connection connection;
        connection.server = "http://cluster.invalid:8080"; // a name nobody has: only a proxy can answer
        ApiClient client(connection);
        const auto response = get(client);
        qunsetenv(variable.constData());
        qunsetenv(more.constData());
        QCOMPARE(response.ok(), isUsed);
        QCOMPARE(proxy.requests().size(), size_t(isUsed));
        if (isUsed)
            QVERIFY(proxy.requests().at(0).target.starts_with("http://cluster.invalid:8080/"));
    }
};

QTEST_GUILESS_MAIN(TestHttpThread)
#include "tst_http_thread.moc"
