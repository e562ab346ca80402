#include "models/kube/exec_plugin.h"

#include "models/core/process.h"
#include "models/kube/exec_advice.h"
#include "models/kube/http_endpoint.h"
#include "models/kube/tls.h"

#include <QByteArray>
#include <QRegularExpression>

#include <unistd.h>

#include <algorithm>
#include <vector>

namespace podwright::kube {
namespace {

using core::at;
using core::boolAt;
using core::Error;
using core::Result;
using core::textAt;

Error refusal(const QString &message, const QString &hint = {})
{
    return Error{.kind = Error::Kind::Unauthorized, .message = message, .hint = hint};
}

Result<Json> clusterInfo(const Connection &connection)
{
    auto authority = authorityPem(connection);
    if (!authority)
        return authority.error();
    Json info{{"server", connection.server}};
    if (!connection.tlsServerName.empty())
        info["tls-server-name"] = connection.tlsServerName;
    if (connection.insecureSkipTlsVerify)
        info["insecure-skip-tls-verify"] = true;
    if (!authority->empty())
        info["certificate-authority-data"] = QByteArray::fromStdString(*authority).toBase64().toStdString();
    if (!connection.proxyUrl.empty())
        info["proxy-url"] = connection.proxyUrl;
    if (connection.disableCompression)
        info["disable-compression"] = true;
    if (!connection.execClusterConfig.is_null())
        info["config"] = connection.execClusterConfig;
    return info;
}

std::vector<std::string> commandLine(const Json &exec)
{
    std::vector<std::string> result{textAt(exec, {"command"})};
    for (const Json &argument : at(exec, {"args"})) {
        if (argument.is_string())
            result.push_back(argument.get<std::string>());
    }
    return result;
}

void setVariable(std::vector<std::string> &environment, const std::string &name, const std::string &value)
{
    const std::string prefix = name + '=';
    std::erase_if(environment, [&](const std::string &entry) { return entry.starts_with(prefix); });
    environment.push_back(prefix + value);
}

std::vector<std::string> environmentFor(const Json &exec, const std::string &info, bool inOurTerminal)
{
    std::vector<std::string> result;
    for (char **entry = environ; entry && *entry; ++entry)
        result.emplace_back(*entry);
    for (const Json &entry : at(exec, {"env"}))
        setVariable(result, textAt(entry, {"name"}), textAt(entry, {"value"}));
    setVariable(result, "KUBERNETES_EXEC_INFO", info);
    if (inOurTerminal)
        setVariable(result, "TERM", "xterm-256color");
    return result;
}

// What the configuration hands to the plugin and what looks like a token must not come back in an error text.
QString withoutSecrets(QString text, const Json &exec)
{
    static const QRegularExpression webToken(QStringLiteral("eyJ[\\w-]{8,}(\\.[\\w-]*)*"));
    static const QRegularExpression bearer(QStringLiteral("(bearer|token|password|secret)([\"']?\\s*[:= ]\\s*)\\S+"),
                                           QRegularExpression::CaseInsensitiveOption);
    static const QString hidden = QStringLiteral("[hidden]");
    for (const Json &entry : at(exec, {"env"})) {
        const QString value = QString::fromStdString(textAt(entry, {"value"}));
        if (value.size() >= 6)
            text.replace(value, hidden);
    }
    for (const Json &argument : at(exec, {"args"})) {
        const QString value = argument.is_string() ? QString::fromStdString(argument.get<std::string>()) : QString();
        if (value.section(QLatin1Char('='), 1).size() >= 6)
            text.replace(value.section(QLatin1Char('='), 1), hidden);
    }
    text.replace(webToken, hidden);
    return text.replace(bearer, QStringLiteral("\\1\\2") + hidden);
}

QString tailOf(const std::string &errors, const Json &exec)
{
    const QString text = QString::fromUtf8(errors.data(), static_cast<qsizetype>(errors.size())).trimmed();
    return escapeControls(withoutSecrets(text, exec)).right(600);
}

QString installHint(const Json &exec)
{
    return escapeControls(QString::fromStdString(textAt(exec, {"installHint"})).trimmed()).left(600);
}

QString loginHint(const Connection &connection, const QString &name)
{
    return QStringLiteral("sign in with this in a terminal: %1").arg(loginAdvice(name, connection.context));
}

Error couldNotRun(const Error &reason, const QString &name, const Connection &connection)
{
    if (reason.kind == Error::Kind::NotFound) {
        const QString own = installHint(connection.exec);
        return Error{.kind = Error::Kind::Io,
                     .message =
                         QStringLiteral("the credential plugin \"%1\" is not installed or not on the PATH").arg(name),
                     .hint = own.isEmpty() ? installAdvice(name) : own};
    }
    if (reason.kind == Error::Kind::Cancelled)
        return refusal(QStringLiteral("the sign-in with the credential plugin \"%1\" was given up").arg(name));
    Error error = refusal(QStringLiteral("the credential plugin \"%1\" failed: %2").arg(name, reason.message));
    if (reason.kind == Error::Kind::Timeout)
        error.hint = QStringLiteral("it may be waiting for a login: ") + loginHint(connection, name);
    return error;
}

std::optional<Error> endedBadly(const core::ProcessOutput &process, const QString &name, const Connection &connection,
                                bool wasAsking)
{
    if (process.exitCode == 0 && process.signal == 0)
        return {};
    const QString how = process.signal ? QStringLiteral("was ended by signal %1").arg(process.signal)
                                       : QStringLiteral("ended with exit code %1").arg(process.exitCode);
    QString message = QStringLiteral("the credential plugin \"%1\" %2").arg(name, how);
    if (const QString tail = tailOf(process.errorTail, connection.exec); !tail.isEmpty())
        message += QStringLiteral(": ") + tail;
    const QString own = installHint(connection.exec);
    if (own.isEmpty() && wasAsking)
        return refusal(message, QStringLiteral("what it said about it stands in the terminal"));
    return refusal(message, own.isEmpty() ? loginHint(connection, name) : own);
}

std::optional<Error> cannotBeAsked(const Connection &connection, const QString &name)
{
    if (textAt(connection.exec, {"interactiveMode"}) != "Always")
        return {};
    return Error{
        .kind = Error::Kind::Unsupported,
        .message =
            QStringLiteral("the credential plugin \"%1\" demands a terminal (interactiveMode: Always)").arg(name),
        .hint = QStringLiteral("run this in a terminal, or use Podwright's window; where the plugin keeps its "
                               "sign-in, IfAvailable is enough: %1")
                    .arg(loginHint(connection, name))};
}

// For as long as the person takes.
Result<core::ProcessOutput> askPerson(const Connection &connection, const std::string &info,
                                      const PluginTerminal &terminal, const std::stop_token &stop)
{
    std::stop_source either;
    const auto end = [&either] { either.request_stop(); };
    const std::stop_callback ofProgram(stop, end), ofPerson(terminal.stop, end);
    return core::runOnTerminal(commandLine(connection.exec),
                               environmentFor(connection.exec, info, !terminal.path.empty()), terminal.path,
                               {.timeout = std::chrono::milliseconds::zero()}, either.get_token());
}

std::optional<Error> checkStatus(const Json &status)
{
    if (!status.is_object())
        return refusal(QStringLiteral("its answer has no status"));
    const bool hasCertificate = !textAt(status, {"clientCertificateData"}).empty();
    const bool hasKey = !textAt(status, {"clientKeyData"}).empty();
    if (hasCertificate != hasKey)
        return refusal(QStringLiteral("its answer has only one of client certificate and key"));
    if (!hasCertificate && textAt(status, {"token"}).empty())
        return refusal(QStringLiteral("its answer has neither a token nor a client certificate"));
    return {};
}

std::optional<Error> checkVersion(const Json &answer, std::string_view apiVersion)
{
    if (textAt(answer, {"kind"}) != "ExecCredential")
        return refusal(QStringLiteral("its answer is not an ExecCredential"));
    if (textAt(answer, {"apiVersion"}) != apiVersion)
        return refusal(QStringLiteral("it answers in another version than the configured %1")
                           .arg(QString::fromUtf8(apiVersion.data(), static_cast<qsizetype>(apiVersion.size()))),
                       QStringLiteral("set apiVersion of the user's exec entry to the version the plugin speaks"));
    return {};
}

} // namespace

QString escapeControls(const QString &text)
{
    QString result;
    for (const QChar c : text) {
        if (c == QLatin1Char('\n') || c.isPrint())
            result += c;
        else
            result += QStringLiteral("\\x%1").arg(static_cast<int>(c.unicode()), 2, 16, QLatin1Char('0'));
    }
    return result;
}

bool usesExecPlugin(const Connection &connection)
{
    return connection.server.starts_with("https:") && connection.exec.is_object() && connection.token.empty() &&
           connection.tokenFile.empty() && connection.username.empty() && connection.clientCertificate.empty() &&
           connection.clientCertificateData.empty();
}

bool mayAskPerson(const Connection &connection)
{
    return usesExecPlugin(connection) && textAt(connection.exec, {"interactiveMode"}) != "Never";
}

Result<std::string> execInfo(const Connection &connection, bool isInteractive)
{
    Json spec{{"interactive", isInteractive}};
    if (boolAt(connection.exec, {"provideClusterInfo"})) {
        auto cluster = clusterInfo(connection);
        if (!cluster)
            return cluster.error();
        spec["cluster"] = std::move(*cluster);
    }
    const Json info{
        {"kind", "ExecCredential"}, {"apiVersion", textAt(connection.exec, {"apiVersion"})}, {"spec", spec}};
    return info.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<ExecCredential> parseExecCredential(std::string_view output, std::string_view apiVersion)
{
    const Json answer = core::parseJson(output);
    if (!answer.is_object())
        return refusal(QStringLiteral("its answer is not one JSON object"));
    if (auto error = checkVersion(answer, apiVersion))
        return *error;
    if (auto error = checkStatus(at(answer, {"status"})))
        return *error;
    ExecCredential result;
    result.token = textAt(answer, {"status", "token"});
    result.certificate = textAt(answer, {"status", "clientCertificateData"});
    result.key = textAt(answer, {"status", "clientKeyData"});
    if (!result.certificate.empty()) {
        if (auto checked = checkKeyPair(result.certificate, result.key, QStringLiteral("its answer")); !checked)
            return refusal(checked.error().message, checked.error().hint);
    }
    const Json &expires = at(answer, {"status", "expirationTimestamp"});
    if (expires.is_null())
        return result;
    result.expires =
        QDateTime::fromString(QString::fromStdString(textAt(answer, {"status", "expirationTimestamp"})), Qt::ISODate);
    if (!result.expires->isValid())
        return refusal(QStringLiteral("the expirationTimestamp of its answer is not a time"));
    return result;
}

Result<ExecCredential> runExecPlugin(const Connection &connection, std::chrono::milliseconds timeout,
                                     const std::stop_token &stop, const std::optional<PluginTerminal> &terminal)
{
    const Json &exec = connection.exec;
    const QString name = QString::fromStdString(textAt(exec, {"command"}));
    const bool isAsking = terminal && mayAskPerson(connection);
    if (auto error = isAsking ? std::nullopt : cannotBeAsked(connection, name))
        return *error;
    auto info = execInfo(connection, isAsking);
    if (!info)
        return info.error();
    auto process =
        isAsking ? askPerson(connection, *info, *terminal, stop)
                 : core::runProcess(commandLine(exec), environmentFor(exec, *info, false), {.timeout = timeout}, stop);
    if (!process)
        return couldNotRun(process.error(), name, connection);
    if (auto error = endedBadly(*process, name, connection, isAsking))
        return *error;
    auto credential = parseExecCredential(process->output, textAt(exec, {"apiVersion"}));
    if (!credential) {
        Error error = credential.error();
        error.message = QStringLiteral("the credential plugin \"%1\" cannot be used: %2").arg(name, error.message);
        return error;
    }
    return credential;
}

} // namespace podwright::kube
