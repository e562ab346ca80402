#include "models/kube/http_endpoint.h"

#include "models/core/files.h"
#include "models/kube/tls.h"

#include <curl/curl.h>

#include <QHostAddress>

#include <memory>
#include <utility>

namespace podwright::kube {
namespace {

using core::Error;
using core::Result;

class Url
{
public:
    explicit Url(const std::string &text)
        : m_url(curl_url(), &curl_url_cleanup)
        , m_isValid(curl_url_set(m_url.get(), CURLUPART_URL, text.c_str(), CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK)
    {}
    bool isValid() const { return m_isValid; }
    std::string part(CURLUPart which) const
    {
        char *text = nullptr;
        if (curl_url_get(m_url.get(), which, &text, CURLU_DEFAULT_PORT) != CURLUE_OK)
            return {};
        std::string result = text;
        curl_free(text);
        return result;
    }
    void set(CURLUPart which, const std::string &value) { curl_url_set(m_url.get(), which, value.c_str(), 0); }
    void drop(CURLUPart which) { curl_url_set(m_url.get(), which, nullptr, 0); }

private:
    std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> m_url;
    bool m_isValid;
};

bool isLoopback(const std::string &host)
{
    QString name = QString::fromStdString(host);
    if (name.startsWith(QLatin1Char('[')) && name.endsWith(QLatin1Char(']')))
        name = name.mid(1, name.size() - 2);
    return name.compare(QLatin1String("localhost"), Qt::CaseInsensitive) == 0 || QHostAddress(name).isLoopback();
}

// A SOCKS proxy resolves the name, as client-go has it.
std::string proxyFor(std::string url)
{
    static constexpr std::string_view socks = "socks5://";
    if (url.starts_with(socks))
        url.replace(0, socks.size(), "socks5h://");
    return url;
}

// libcurl reads http_proxy in lower case only. As client-go has it, HTTP_PROXY comes first; but not in CGI programs,
// where a request's header can set it.
std::string upperCaseProxy()
{
    return qEnvironmentVariableIsSet("REQUEST_METHOD") ? std::string() : proxyFor(qgetenv("HTTP_PROXY").toStdString());
}

// libcurl would let a SOCKS proxy of these have an address instead of the name.
std::string tlsProxy()
{
    const QByteArray upper = qgetenv("HTTPS_PROXY");
    return proxyFor((upper.isEmpty() ? qgetenv("https_proxy") : upper).toStdString());
}

// The certificate is checked against the URL's host: the wanted name goes there, the connection elsewhere.
void useServerName(Endpoint &endpoint, Url &url, const std::string &name)
{
    const std::string host = url.part(CURLUPART_HOST);
    const std::string port = url.part(CURLUPART_PORT);
    endpoint.hostHeader = host + ":" + port;
    endpoint.connectTo = name + ":" + port + ":" + host + ":" + port;
    endpoint.tlsName = name;
    url.set(CURLUPART_HOST, name);
}

std::string withoutSlash(std::string text)
{
    while (text.ends_with('/'))
        text.pop_back();
    return text;
}

} // namespace

Result<std::string> authorityPem(const Connection &connection)
{
    if (!connection.certificateAuthorityData.empty() || connection.certificateAuthority.empty())
        return connection.certificateAuthorityData;
    auto content = core::readFile(QString::fromStdString(connection.certificateAuthority), 16 * 1024 * 1024);
    if (!content) {
        Error error = content.error();
        error.message = QStringLiteral("the certificate authority cannot be read: ") + error.message;
        return error;
    }
    return content->toStdString();
}

Result<Endpoint> endpointOf(const Connection &connection)
{
    Url url(connection.server);
    const QString server = QString::fromStdString(connection.server);
    if (!url.isValid())
        return Error{.kind = Error::Kind::Invalid, .message = QStringLiteral("\"%1\" is not a URL").arg(server)};
    auto authority = authorityPem(connection);
    if (!authority)
        return authority.error();
    if (!authority->empty()) {
        if (auto checked = checkCertificates(*authority, QStringLiteral("the certificate authority")); !checked)
            return checked.error();
    }
    Endpoint endpoint;
    endpoint.tlsName = url.part(CURLUPART_HOST);
    endpoint.authority = std::move(*authority);
    endpoint.proxy = proxyFor(connection.proxyUrl);
    endpoint.usesProxyVariables = connection.proxyUrl.empty() && !isLoopback(endpoint.tlsName);
    if (endpoint.usesProxyVariables)
        endpoint.variableProxy = connection.server.starts_with("http:") ? upperCaseProxy() : tlsProxy();
    endpoint.isInsecure = connection.insecureSkipTlsVerify;
    endpoint.compresses = !connection.disableCompression;
    url.drop(CURLUPART_QUERY);
    url.drop(CURLUPART_FRAGMENT);
    if (!connection.tlsServerName.empty() && connection.server.starts_with("https:"))
        useServerName(endpoint, url, connection.tlsServerName);
    endpoint.baseUrl = withoutSlash(url.part(CURLUPART_URL));
    return endpoint;
}

} // namespace podwright::kube
