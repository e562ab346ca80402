#include "models/kube/paths.h"
#include "models/kube/status.h"

#include <QTest>

using namespace podwright::kube;
using podwright::core::Error;
using podwright::core::Json;

namespace {

using Causes = std::vector<std::pair<std::string, std::string>>; // field and message

std::string statusOf(const std::string &message, const Causes &causes = {})
{
    Json status{{"kind", "Status"}, {"message", message}};
    for (const auto &[field, text] : causes)
        status["details"]["causes"].push_back({{"field", field}, {"message", text}});
    return status.dump();
}

// As Go prints a struct.
const std::string dump = "Invalid value: v1.X{Y:(*bool)(0xc010aef6b0), Z:\"a: b\"}";

} // namespace

class TestStatus : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void mapsStatus_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("kind");
        QTest::addColumn<bool>("transient");
        QTest::addColumn<QString>("message");
        using Kind = Error::Kind;
        const auto row = [](const char *name, int code, const std::string &body, Kind kind, bool transient,
                            const char *text) {
            QTest::newRow(name) << code << QByteArray::fromStdString(body) << static_cast<int>(kind) << transient
                                << QString::fromUtf8(text);
        };
        row("not found", 404, statusOf("pods \"p\" not found"), Kind::NotFound, false, "pods \"p\" not found");
        row("forbidden", 403, statusOf("pods is forbidden: User \"u\" cannot list"), Kind::Forbidden, false,
            "pods is forbidden: User \"u\" cannot list");
        row("no reason, judged by code", 500, statusOf("resourceVersion should not be set"), Kind::Server, true,
            "resourceVersion should not be set");
        row("conflict", 409, statusOf("pods \"p\" already exists"), Kind::Conflict, false, "pods \"p\" already exists");
        row("expired", 410, statusOf("too old resource version: 1 (2)"), Kind::Expired, false,
            "too old resource version: 1 (2)");
        row("invalid with causes", 422,
            statusOf("Pod \"p\" is invalid: [spec.a: Required value, spec.b: " + dump + ": must be c]",
                     {{"spec.a", "Required value"}, {"spec.b", dump + ": must be c"}}),
            Kind::Invalid, false, "Pod \"p\" is invalid: spec.a: Required value; spec.b: Invalid value: must be c");
        row("cause adds to the message", 403,
            statusOf("unable to create", {{"metadata.namespace", "namespace ns is being terminated"}}), Kind::Forbidden,
            false, "unable to create: metadata.namespace: namespace ns is being terminated");
        row("quoted values stay", 422, statusOf("a: Invalid value: \"x: {y\": no; b: Invalid value: -3: no"),
            Kind::Invalid, false, "a: Invalid value: \"x: {y\": no; b: Invalid value: -3: no");
        row("no Status, 404", 404, R"({"paths":["/api"]})", Kind::NotFound, false,
            "the server does not know what was asked for");
        row("no Status, 401", 401, "", Kind::Unauthorized, false, "the server wants credentials that are valid");
        row("no Status, HTML", 502, "<html>secret</html>", Kind::Server, true,
            "the gateway before the server got no answer from it");
        row("throttled", 429, "", Kind::Throttled, true, "the server has too many requests");
        row("gateway timeout", 504, "", Kind::Timeout, true, "the server did not answer in time");
        row("method", 405, "", Kind::Unsupported, false, "the server answered with code 405");
        row("broken JSON", 400, "{", Kind::Invalid, false, "the server answered with code 400");
        row("redirect", 302, "", Kind::Invalid, false,
            "the server redirects to another address, which API servers do not do (code 302)");
    }

    void mapsStatus()
    {
        QFETCH(int, code);
        QFETCH(QByteArray, body);
        QFETCH(int, kind);
        QFETCH(bool, transient);
        QFETCH(QString, message);
        Response response;
        response.status = code;
        response.body = body.toStdString();
        const Error error = errorOfResponse(response, QStringLiteral("/api/v1/x"));
        QCOMPARE(error.message, message);
        QCOMPARE(static_cast<int>(error.kind), kind);
        QCOMPARE(error.transient, transient);
        QCOMPARE(error.where, QStringLiteral("/api/v1/x"));
        QCOMPARE(error.retryAfterSeconds, 0);
    }

    void keepsTheWait()
    {
        Response response;
        response.status = 429;
        response.body = R"({"kind":"Status","details":{"retryAfterSeconds":3}})";
        QCOMPARE(errorOfResponse(response, {}).retryAfterSeconds, 3);
        response.headers.emplace_back("retry-after", "7");
        QCOMPARE(errorOfResponse(response, {}).retryAfterSeconds, 7);
        response.headers.front().second = "soon";
        QCOMPARE(errorOfResponse(response, {}).retryAfterSeconds, 3);
    }

    void showsPlainTextOnly()
    {
        Response response;
        response.status = 404;
        response.headers.emplace_back("content-type", "text/plain; charset=utf-8");
        response.body = "404 page not found\nmore";
        QCOMPARE(errorOfResponse(response, {}).message,
                 QStringLiteral("the server does not know what was asked for: \"404 page not found\""));
        response.body = "a\x1b[31m";
        QCOMPARE(errorOfResponse(response, {}).message, QStringLiteral("the server does not know what was asked for"));
    }

    void readsWarnings()
    {
        const auto warnings = warningsOf({{"warning", "299 - \"unknown field \\\"spec.foo\\\"\""},
                                          {"warning", "199 - \"other\""},
                                          {"warning", "299 - broken"},
                                          {"x", "299 - \"y\""}});
        QCOMPARE(warnings, std::vector<QString>{QStringLiteral("unknown field \"spec.foo\"")});
    }

    void escapesPaths()
    {
        QCOMPARE(podsPath({}), std::string("/api/v1/pods"));
        QCOMPARE(podsPath("ns", "a/b", "log"), std::string("/api/v1/namespaces/ns/pods/a%2Fb/log"));
        QCOMPARE(eventsPath("n s"), std::string("/api/v1/namespaces/n%20s/events"));
        QCOMPARE(queryString({{"a", "1=2&3"}, {"b", "\xc3\xa4"}}), std::string("?a=1%3D2%263&b=%C3%A4"));
        QCOMPARE(queryString({}), std::string());
    }
};

QTEST_GUILESS_MAIN(TestStatus)
#include "tst_status.moc"
