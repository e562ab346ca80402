#include "models/kube/http_transfer.h"

#include "models/kube/http_failure.h"
#include "models/kube/paths.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace podwright::kube {
namespace {

using core::Error;
using namespace std::chrono_literals;

curl_blob blobOf(const std::string &text)
{
    // libcurl copies nothing and changes nothing; the text outlives the handle.
    return {const_cast<char *>(text.data()), text.size(), CURL_BLOB_NOCOPY};
}

std::string_view trimmed(std::string_view text)
{
    static constexpr std::string_view blanks = " \t\r\n";
    const size_t first = text.find_first_not_of(blanks);
    return first == std::string_view::npos ? std::string_view()
                                           : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string lower(std::string_view text)
{
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

Error timeout(const QString &message, const QString &hint = {})
{
    return Error{.kind = Error::Kind::Timeout, .message = message, .hint = hint, .transient = true};
}

QString seconds(std::chrono::milliseconds time)
{
    return QString::number(static_cast<double>(time.count()) / 1000.0, 'g', 3);
}

} // namespace

Transfer::Transfer(const Request &request, const Endpoint &endpoint, Credential credential, Delivery &delivery,
                   const ClientOptions &options, Time now)
    : m_endpoint(endpoint)
    , m_credential(std::move(credential))
    , m_delivery(delivery)
    , m_options(options)
    , m_idleTimeout(request.idleTimeout)
    , m_started(now)
    , m_body(request.body)
    , m_easy(curl_easy_init())
    , m_lastByte(now)
{
    setUp(request);
    setUpBody(request);
    setUpHeaders(request);
    setUpProxy();
    if (endpoint.isTls())
        setUpTls();
}

Transfer::~Transfer()
{
    curl_easy_cleanup(m_easy);
    curl_slist_free_all(m_headers);
    curl_slist_free_all(m_connectTo);
}

void Transfer::setUp(const Request &request)
{
    const std::string url = m_endpoint.baseUrl + request.path + queryString(request.query);
    curl_easy_setopt(m_easy, CURLOPT_PRIVATE, this);
    curl_easy_setopt(m_easy, CURLOPT_URL, url.c_str());
    curl_easy_setopt(m_easy, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(m_easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(m_easy, CURLOPT_QUICK_EXIT, 1L); // a hanging DNS answer holds nobody up
    curl_easy_setopt(m_easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(m_easy, CURLOPT_ERRORBUFFER, m_errorText);
    curl_easy_setopt(m_easy, CURLOPT_HEADERFUNCTION, &Transfer::onHeader);
    curl_easy_setopt(m_easy, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(m_easy, CURLOPT_WRITEFUNCTION, &Transfer::onBody);
    curl_easy_setopt(m_easy, CURLOPT_WRITEDATA, this);
    curl_easy_setopt(m_easy, CURLOPT_PREREQFUNCTION, &Transfer::onReady);
    curl_easy_setopt(m_easy, CURLOPT_PREREQDATA, this);
    curl_easy_setopt(m_easy, CURLOPT_CONNECTTIMEOUT_MS, 0x7fffffffL); // overdue() watches
    curl_easy_setopt(m_easy, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(m_easy, CURLOPT_TCP_KEEPIDLE, 30L);
    curl_easy_setopt(m_easy, CURLOPT_TCP_KEEPINTVL, 15L);
    if (m_delivery.isStream())
        curl_easy_setopt(m_easy, CURLOPT_BUFFERSIZE, 128L * 1024);
    // A stream has a connection of its own: over a shared one a slow reader would hold up the others.
    curl_easy_setopt(m_easy, CURLOPT_HTTP_VERSION,
                     m_delivery.isStream() ? CURL_HTTP_VERSION_1_1 : CURL_HTTP_VERSION_2TLS);
    curl_easy_setopt(m_easy, CURLOPT_PIPEWAIT, m_delivery.isStream() ? 0L : 1L);
    if (m_endpoint.compresses && !m_delivery.isStream())
        curl_easy_setopt(m_easy, CURLOPT_ACCEPT_ENCODING, "gzip");
    if (m_endpoint.connectTo.empty())
        return;
    m_connectTo = curl_slist_append(m_connectTo, m_endpoint.connectTo.c_str());
    curl_easy_setopt(m_easy, CURLOPT_CONNECT_TO, m_connectTo);
}

void Transfer::setUpBody(const Request &request)
{
    if (request.method == "GET")
        return;
    // libcurl sends again what fails on a connection that was used before; a write must not go out twice.
    curl_easy_setopt(m_easy, CURLOPT_FRESH_CONNECT, request.method == "HEAD" ? 0L : 1L);
    if (request.method == "HEAD") {
        curl_easy_setopt(m_easy, CURLOPT_NOBODY, 1L);
        return;
    }
    if (!m_body.empty() || request.method == "POST") {
        curl_easy_setopt(m_easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(m_body.size()));
        curl_easy_setopt(m_easy, CURLOPT_POSTFIELDS, m_body.data());
    }
    curl_easy_setopt(m_easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
}

void Transfer::setUpHeaders(const Request &request)
{
    addHeader("Accept: " + request.accept);
    addHeader("User-Agent: podwright/" PODWRIGHT_VERSION);
    addHeader("Expect:");
    addHeader(m_body.empty() ? "Content-Type:" : "Content-Type: " + request.contentType);
    if (!m_endpoint.hostHeader.empty())
        addHeader("Host: " + m_endpoint.hostHeader);
    if (!m_credential.authorization.empty())
        addHeader("Authorization: " + m_credential.authorization);
    for (const auto &[name, value] : m_credential.identity)
        addHeader(name + ": " + value);
    curl_easy_setopt(m_easy, CURLOPT_HTTPHEADER, m_headers);
}

void Transfer::addHeader(const std::string &line)
{
    m_headers = curl_slist_append(m_headers, line.c_str());
}

void Transfer::setUpTls()
{
    curl_easy_setopt(m_easy, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(m_easy, CURLOPT_SSL_VERIFYPEER, m_endpoint.isInsecure ? 0L : 1L);
    curl_easy_setopt(m_easy, CURLOPT_SSL_VERIFYHOST, m_endpoint.isInsecure ? 0L : 2L);
    if (!m_endpoint.authority.empty()) {
        const curl_blob authority = blobOf(m_endpoint.authority);
        curl_easy_setopt(m_easy, CURLOPT_CAINFO_BLOB, &authority);
        curl_easy_setopt(m_easy, CURLOPT_CAPATH, nullptr); // instead of the system's, not beside them
    }
    if (m_credential.certificate.empty())
        return;
    const curl_blob certificate = blobOf(m_credential.certificate);
    const curl_blob key = blobOf(m_credential.key);
    curl_easy_setopt(m_easy, CURLOPT_SSLCERT_BLOB, &certificate);
    curl_easy_setopt(m_easy, CURLOPT_SSLKEY_BLOB, &key);
}

void Transfer::setUpProxy()
{
    if (!m_endpoint.proxy.empty()) {
        curl_easy_setopt(m_easy, CURLOPT_PROXY, m_endpoint.proxy.c_str());
        curl_easy_setopt(m_easy, CURLOPT_NOPROXY, "");
    } else if (!m_endpoint.usesProxyVariables) {
        curl_easy_setopt(m_easy, CURLOPT_PROXY, "");
    } else if (!m_endpoint.variableProxy.empty()) {
        curl_easy_setopt(m_easy, CURLOPT_PROXY, m_endpoint.variableProxy.c_str());
    }
    curl_easy_setopt(m_easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
}

size_t Transfer::onHeader(char *data, size_t size, size_t count, void *self)
{
    return static_cast<Transfer *>(self)->takeHeader({data, size * count});
}

size_t Transfer::onBody(char *data, size_t size, size_t count, void *self)
{
    return static_cast<Transfer *>(self)->takeBody({data, size * count});
}

int Transfer::onReady(void *self, char *, char *, int, int)
{
    static_cast<Transfer *>(self)->m_isReady = true;
    return CURL_PREREQFUNC_OK;
}

size_t Transfer::takeHeader(std::string_view line)
{
    static constexpr size_t mostHeaders = 200;
    m_lastByte = std::chrono::steady_clock::now();
    const std::string_view content = trimmed(line);
    if (content.starts_with("HTTP/") && (m_isHeadDone || m_response.headers.empty())) { // also after 100 Continue
        m_response = {};
        m_isHeadDone = false;
        return line.size();
    }
    if (content.empty()) {
        beginAnswer();
        return line.size();
    }
    const size_t colon = content.find(':');
    if (colon != std::string_view::npos && m_response.headers.size() < mostHeaders)
        m_response.headers.emplace_back(lower(content.substr(0, colon)), trimmed(content.substr(colon + 1)));
    return line.size();
}

void Transfer::beginAnswer()
{
    if (std::exchange(m_isHeadDone, true))
        return; // the end of trailers
    long status = 0;
    curl_easy_getinfo(m_easy, CURLINFO_RESPONSE_CODE, &status);
    m_response.status = static_cast<int>(status);
    if (!m_delivery.isStream() || status < 200 || status > 299)
        return;
    m_isDelivering = true;
    m_delivery.start(m_response);
}

size_t Transfer::takeBody(std::string_view bytes)
{
    m_lastByte = std::chrono::steady_clock::now();
    if (m_isDelivering) {
        m_isPaused = !m_delivery.append(bytes);
        return m_isPaused ? CURL_WRITEFUNC_PAUSE : bytes.size();
    }
    m_isTooLarge = m_response.body.size() + bytes.size() > m_options.maximumBody;
    if (m_isTooLarge)
        return 0;
    m_response.body.append(bytes);
    return bytes.size();
}

void Transfer::resume()
{
    if (!std::exchange(m_isPaused, false))
        return;
    m_lastByte = std::chrono::steady_clock::now();
    curl_easy_pause(m_easy, CURLPAUSE_CONT);
}

bool Transfer::isConnected() const
{
    curl_off_t time = 0;
    curl_easy_getinfo(m_easy, CURLINFO_CONNECT_TIME_T, &time);
    return m_isReady || time > 0;
}

std::optional<Error> Transfer::overdue(Time now) const
{
    if (m_isReady) {
        if (m_idleTimeout == 0ms || m_isPaused || now < m_lastByte + m_idleTimeout)
            return {};
        return timeout(QStringLiteral("nothing came from the server for %1 s").arg(seconds(m_idleTimeout)));
    }
    Error error;
    if (now >= m_started + m_options.handshakeTimeout)
        error = timeout(
            QStringLiteral("the TLS handshake was not done within %1 s").arg(seconds(m_options.handshakeTimeout)));
    else if (!isConnected() && now >= m_started + m_options.connectTimeout)
        error =
            timeout(QStringLiteral("no connection to the server within %1 s").arg(seconds(m_options.connectTimeout)),
                    QStringLiteral("check the address, the network connection, VPN, firewall and proxy"));
    else
        return {};
    error.where = QString::fromStdString(m_endpoint.baseUrl);
    return error;
}

Transfer::Time Transfer::nextCheck() const
{
    if (m_isReady)
        return m_idleTimeout == 0ms || m_isPaused ? Time::max() : m_lastByte + m_idleTimeout;
    return m_started + (isConnected() ? m_options.handshakeTimeout : m_options.connectTimeout);
}

// A body that ends with the connection cannot be told from one that was cut off.
bool Transfer::endsWithMark() const
{
    return m_response.status == 204 || !m_response.header("transfer-encoding").empty() ||
           !m_response.header("content-length").empty();
}

std::optional<Error> Transfer::failure(CURLcode code) const
{
    if (m_isTooLarge)
        return Error{.kind = Error::Kind::Invalid,
                     .message = QStringLiteral("the answer is larger than %1 MiB").arg(m_options.maximumBody >> 20),
                     .hint = QStringLiteral("ask for less, for example one namespace or a label")};
    if (code == CURLE_OK && m_isDelivering && !endsWithMark())
        code = CURLE_PARTIAL_FILE;
    if (code == CURLE_OK)
        return {};
    FailureFacts facts;
    facts.code = code;
    facts.detail = m_errorText;
    curl_easy_getinfo(m_easy, CURLINFO_SSL_VERIFYRESULT, &facts.verifyResult);
    curl_easy_getinfo(m_easy, CURLINFO_OS_ERRNO, &facts.systemError);
    facts.server = QString::fromStdString(m_endpoint.baseUrl);
    facts.tlsName = QString::fromStdString(m_endpoint.tlsName);
    facts.hasClientCertificate = !m_credential.certificate.empty();
    return describeFailure(facts);
}

} // namespace podwright::kube
