#include "models/kube/credentials.h"

#include "models/core/files.h"
#include "models/kube/paths.h"
#include "models/kube/tls.h"

#include <QByteArray>

#include <algorithm>
#include <mutex>
#include <stop_token>
#include <thread>

namespace podwright::kube {
namespace {

using core::Error;
using core::Result;
using namespace std::chrono_literals;
using Time = std::chrono::steady_clock::time_point;

constexpr auto tokenFileAge = 50s;
constexpr auto certificateFileAge = 5min;
constexpr auto outcomeAge = 1s;  // a failure or an expired credential serves those who waited for it
constexpr auto quietAge = 10min; // of what may have troubled the person
constexpr qint64 largestSecret = 1024 * 1024;

Error unusable(const QString &message)
{
    return Error{.kind = Error::Kind::Unauthorized, .message = message};
}

bool fitsInHeader(const std::string &text)
{
    return std::ranges::none_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

Result<std::string> bearer(const std::string &token)
{
    if (!fitsInHeader(token))
        return unusable(QStringLiteral("the token holds a line break or another control character"));
    return "Bearer " + token;
}

std::string basic(const std::string &user, const std::string &password)
{
    return "Basic " + QByteArray::fromStdString(user + ":" + password).toBase64().toStdString();
}

Result<std::string> readSecret(const std::string &path, const QString &what)
{
    auto content = core::readFile(QString::fromStdString(path), largestSecret);
    if (content)
        return content->toStdString();
    Error error = content.error();
    error.message = QStringLiteral("%1 cannot be read: %2").arg(what, error.message);
    return error;
}

std::vector<std::pair<std::string, std::string>> identityOf(const Connection &connection)
{
    std::vector<std::pair<std::string, std::string>> result;
    if (connection.impersonateUser.empty())
        return result;
    result.emplace_back("Impersonate-User", connection.impersonateUser);
    if (!connection.impersonateUid.empty())
        result.emplace_back("Impersonate-Uid", connection.impersonateUid);
    for (const std::string &group : connection.impersonateGroups)
        result.emplace_back("Impersonate-Group", group);
    for (const auto &[key, values] : connection.impersonateExtra) {
        for (const std::string &value : values)
            result.emplace_back("Impersonate-Extra-" + escape(key), value);
    }
    std::erase_if(result, [](const auto &header) { return !fitsInHeader(header.second); });
    return result;
}

// The plugin's last outcome, and the worker that gets the next one.
class ExecSource
{
public:
    using Outcome = Result<ExecCredential>;

    ExecSource(const Connection &connection, const ClientOptions &options, std::function<void()> arrived)
        : m_connection(connection)
        , m_options(options)
        , m_arrived(std::move(arrived))
    {}

    // Null while the plugin runs.
    const Outcome *current()
    {
        takeArrival();
        if (m_outcome && isUsable())
            return &*m_outcome;
        if (!m_isRunning)
            run(m_options.pluginTalk == PluginTalk::OurTerminal ? std::optional(PluginTerminal()) : std::nullopt);
        return nullptr;
    }
    void drop() { m_outcome.reset(); }
    void dropFailure()
    {
        takeArrival();
        if (m_outcome && !m_outcome->ok())
            m_outcome.reset();
    }
    void run(const std::optional<PluginTerminal> &terminal)
    {
        m_outcome.reset();
        m_isRunning = true;
        const quint64 number = ++m_runs;
        m_worker = std::jthread([this, number, terminal, former = std::move(m_worker)](std::stop_token stop) mutable {
            former = {}; // one at a time; this waits for its end
            const Time began = std::chrono::steady_clock::now();
            Arrival arrival{number, terminal.has_value(), runExecPlugin(m_connection, timeout(), stop, terminal)};
            arrival.mayHaveAsked |= std::chrono::steady_clock::now() - began >= timeout();
            if (stop.stop_requested())
                return;
            {
                const std::scoped_lock lock(m_mutex);
                m_arrival = std::move(arrival);
            }
            m_arrived();
        });
    }
    quint64 generation() const { return m_generation; }

private:
    struct Arrival
    {
        quint64 run;
        bool mayHaveAsked;
        Outcome outcome;
    };

    std::chrono::milliseconds timeout() const
    {
        const bool isWorthAsking = m_options.pluginTalk == PluginTalk::OnRequest && mayAskPerson(m_connection);
        return isWorthAsking ? std::min(m_options.execTimeout, m_options.silentExecTimeout) : m_options.execTimeout;
    }

    bool isUsable() const
    {
        const auto age = m_options.clock->now() - m_outcomeAt;
        if (age < outcomeAge)
            return true;
        if (!m_outcome->ok())
            return m_mayHaveAsked && age < quietAge;
        const auto &expires = m_outcome->value().expires;
        return !expires || m_options.clock->wall() < *expires;
    }

    void takeArrival()
    {
        const std::scoped_lock lock(m_mutex);
        const std::optional<Arrival> arrival = std::exchange(m_arrival, std::nullopt);
        if (!arrival || arrival->run != m_runs)
            return;
        m_outcome = arrival->outcome;
        m_mayHaveAsked = arrival->mayHaveAsked && mayAskPerson(m_connection);
        m_outcomeAt = m_options.clock->now();
        m_isRunning = false;
        ++m_generation;
    }

    const Connection &m_connection;
    const ClientOptions m_options;
    const std::function<void()> m_arrived;
    std::optional<Outcome> m_outcome;
    Time m_outcomeAt{};
    quint64 m_generation = 0, m_runs = 0;
    bool m_isRunning = false, m_mayHaveAsked = false;
    std::mutex m_mutex; // guards m_arrival
    std::optional<Arrival> m_arrival;
    std::jthread m_worker; // last: ends before what it uses
};

} // namespace

class CredentialProvider::Private
{
public:
    Private(const Connection &target, const ClientOptions &options, std::function<void()> arrived)
        : connection(target)
        , clock(*options.clock)
        , exec(connection, options, std::move(arrived))
    {
        value.identity = identityOf(connection);
        value.generation = 1;
    }

    bool isTls() const { return connection.server.starts_with("https:"); }
    std::optional<Result<Credential>> fromExec();
    Result<void> refreshAuthorization(bool isForced);
    Result<void> refreshTokenFile(bool isForced);
    Result<void> refreshCertificates();
    Result<void> readPair(std::string &certificate, std::string &key) const;
    void setAuthorization(std::string header);

    const Connection connection;
    const core::Clock &clock;
    ExecSource exec;
    Credential value; // of everything but exec
    std::optional<Time> tokenReadAt, certificateReadAt;
};

std::optional<Result<Credential>> CredentialProvider::Private::fromExec()
{
    const auto *outcome = exec.current();
    if (!outcome)
        return {};
    if (!*outcome)
        return outcome->error();
    Credential result = value;
    result.generation = exec.generation();
    const ExecCredential &answer = outcome->value();
    result.certificate = answer.certificate;
    result.key = answer.key;
    if (!answer.token.empty()) {
        auto header = bearer(answer.token);
        if (!header)
            return header.error();
        result.authorization = std::move(*header);
    }
    return result;
}

void CredentialProvider::Private::setAuthorization(std::string header)
{
    if (header == value.authorization)
        return;
    value.authorization = std::move(header);
    ++value.generation;
}

Result<void> CredentialProvider::Private::refreshAuthorization(bool isForced)
{
    if (!connection.tokenFile.empty())
        return refreshTokenFile(isForced);
    if (!connection.token.empty()) {
        auto header = bearer(connection.token);
        if (!header)
            return header.error();
        setAuthorization(std::move(*header));
    } else if (!connection.username.empty() || !connection.password.empty()) {
        setAuthorization(basic(connection.username, connection.password));
    }
    return {};
}

// A file that cannot be read leaves the last good token; at first the token beside it.
Result<void> CredentialProvider::Private::refreshTokenFile(bool isForced)
{
    if (tokenReadAt && !isForced && clock.now() - *tokenReadAt < tokenFileAge)
        return {};
    auto content = readSecret(connection.tokenFile, QStringLiteral("the token file"));
    const QByteArray token = content ? QByteArray::fromStdString(*content).trimmed() : QByteArray();
    const std::string chosen = token.isEmpty() ? connection.token : token.toStdString();
    if (token.isEmpty() && !value.authorization.empty())
        return {};
    if (chosen.empty())
        return content
                   ? unusable(
                         QStringLiteral("the token file %1 is empty").arg(QString::fromStdString(connection.tokenFile)))
                   : content.error();
    auto header = bearer(chosen);
    if (!header)
        return header.error();
    tokenReadAt = clock.now();
    setAuthorization(std::move(*header));
    return {};
}

Result<void> CredentialProvider::Private::readPair(std::string &certificate, std::string &key) const
{
    if (!connection.clientCertificate.empty()) {
        auto content = readSecret(connection.clientCertificate, QStringLiteral("the client certificate"));
        if (!content)
            return content.error();
        certificate = std::move(*content);
    }
    if (!connection.clientKey.empty()) {
        auto content = readSecret(connection.clientKey, QStringLiteral("the client key"));
        if (!content)
            return content.error();
        key = std::move(*content);
    }
    return {};
}

Result<void> CredentialProvider::Private::refreshCertificates()
{
    const bool hasFiles = !connection.clientCertificate.empty() || !connection.clientKey.empty();
    if (certificateReadAt && (!hasFiles || clock.now() - *certificateReadAt < certificateFileAge))
        return {};
    std::string certificate = connection.clientCertificateData;
    std::string key = connection.clientKeyData;
    Result<void> read = readPair(certificate, key);
    if (read && !certificate.empty())
        read = checkKeyPair(certificate, key, QStringLiteral("context ") + connection.context);
    if (!read)
        return certificateReadAt ? Result<void>() : read; // the last good pair stays
    certificateReadAt = clock.now();
    if (certificate == value.certificate && key == value.key)
        return {};
    value.certificate = std::move(certificate);
    value.key = std::move(key);
    ++value.generation;
    return {};
}

CredentialProvider::CredentialProvider(const Connection &connection, const ClientOptions &options,
                                       std::function<void()> arrived)
    : d(std::make_unique<Private>(connection, options, std::move(arrived)))
{}

CredentialProvider::~CredentialProvider() = default;

std::optional<Result<Credential>> CredentialProvider::current()
{
    if (!d->isTls())
        return Credential(d->value);
    if (usesExecPlugin(d->connection))
        return d->fromExec();
    if (auto refreshed = d->refreshAuthorization(false); !refreshed)
        return refreshed.error();
    if (auto refreshed = d->refreshCertificates(); !refreshed)
        return refreshed.error();
    return Credential(d->value);
}

void CredentialProvider::signIn(const PluginTerminal &terminal)
{
    if (usesExecPlugin(d->connection))
        d->exec.run(terminal);
}

void CredentialProvider::forgetFailure()
{
    d->exec.dropFailure();
}

bool CredentialProvider::refuse(const Credential &refused)
{
    if (!d->isTls())
        return false;
    if (usesExecPlugin(d->connection)) {
        if (refused.generation == d->exec.generation())
            d->exec.drop();
        return true;
    }
    if (refused.generation == d->value.generation)
        (void)d->refreshAuthorization(true); // a failure leaves the credential as it is
    return refused.generation != d->value.generation;
}

} // namespace podwright::kube
