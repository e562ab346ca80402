#include "tests/support/fake_api_server.h"

#include "tests/support/fake_socket.h"

#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <arpa/inet.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <QtGlobal>

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>

namespace podwright::support {
namespace {

using Bio = std::unique_ptr<BIO, decltype(&BIO_free_all)>;

Bio bioOf(const std::string &text)
{
    return {BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), &BIO_free_all};
}

X509 *readCertificate(const std::string &pem)
{
    return PEM_read_bio_X509(bioOf(pem).get(), nullptr, nullptr, nullptr);
}

int acceptAnyCertificate(int, X509_STORE_CTX *)
{
    return 1;
}

void askForCertificate(SSL_CTX *context, const FakeServerOptions &options)
{
    const int mode = SSL_VERIFY_PEER | (options.demandsCertificate ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0);
    if (options.clientAuthority.empty())
        return SSL_CTX_set_verify(context, mode, &acceptAnyCertificate);
    X509 *authority = readCertificate(options.clientAuthority);
    X509_STORE_add_cert(SSL_CTX_get_cert_store(context), authority);
    SSL_CTX_add_client_CA(context, authority);
    X509_free(authority);
    SSL_CTX_set_verify(context, mode, nullptr);
}

std::shared_ptr<void> makeTls(const FakeServerOptions &options)
{
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    X509 *certificate = readCertificate(options.certificate.certificate);
    EVP_PKEY *key = PEM_read_bio_PrivateKey(bioOf(options.certificate.key).get(), nullptr, nullptr, nullptr);
    SSL_CTX_set_options(context, SSL_OP_NO_TICKET);
    SSL_CTX_set_options(context, SSL_OP_CIPHER_SERVER_PREFERENCE); // AES-128 first, as API servers do
    SSL_CTX_set_ciphersuites(context, "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256");
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_use_certificate(context, certificate);
    SSL_CTX_use_PrivateKey(context, key);
    X509_free(certificate);
    EVP_PKEY_free(key);
    if (!options.clientAuthority.empty() || options.demandsCertificate)
        askForCertificate(context, options);
    return {context, [](void *tls) { SSL_CTX_free(static_cast<SSL_CTX *>(tls)); }};
}

std::string lower(std::string text)
{
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

// The lines before the empty one.
FakeRequest parseHead(std::string_view head)
{
    FakeRequest request;
    const std::string_view first = head.substr(0, head.find("\r\n"));
    const size_t space = first.find(' ');
    request.method = first.substr(0, space);
    request.target = first.substr(space + 1, first.rfind(' ') - space - 1);
    for (size_t at = first.size() + 2; at < head.size();) {
        const size_t end = std::min(head.find("\r\n", at), head.size());
        const std::string_view line = head.substr(at, end - at);
        const size_t colon = std::min(line.find(": "), line.size() - 2);
        request.headers.emplace_back(lower(std::string(line.substr(0, colon))), line.substr(colon + 2));
        at = end + 2;
    }
    return request;
}

std::optional<FakeRequest> readRequest(FakeSocket &socket, std::string &buffer)
{
    size_t end = buffer.find("\r\n\r\n");
    while (end == std::string::npos) {
        if (!socket.readSome(buffer))
            return {};
        end = buffer.find("\r\n\r\n");
    }
    FakeRequest request = parseHead(std::string_view(buffer).substr(0, end));
    const std::string length = request.header("content-length");
    const size_t size = length.empty() ? 0 : std::stoul(length);
    while (buffer.size() < end + 4 + size) {
        if (!socket.readSome(buffer))
            return {};
    }
    request.body = buffer.substr(end + 4, size);
    buffer.erase(0, end + 4 + size);
    return request;
}

} // namespace

std::string FakeRequest::header(std::string_view name) const
{
    std::string result;
    for (const auto &[key, value] : headers) {
        if (key == name)
            result += (result.empty() ? "" : ", ") + value;
    }
    return result;
}

FakeAnswer::FakeAnswer(FakeSocket &socket, const std::atomic<bool> &isStopping)
    : m_socket(socket)
    , m_isStopping(isStopping)
{}

std::string FakeAnswer::head(int status, const Headers &headers) const
{
    std::string text = "HTTP/1.1 " + std::to_string(status) + " Text\r\n";
    for (const auto &[name, value] : headers)
        text += name + ": " + value + "\r\n";
    return text;
}

void FakeAnswer::reply(int status, std::string_view body, const Headers &headers)
{
    std::string text = head(status, headers) + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
    raw(text.append(body));
}

void FakeAnswer::beginChunked(int status, const Headers &headers)
{
    raw(head(status, headers) + "Transfer-Encoding: chunked\r\n\r\n");
}

bool FakeAnswer::chunk(std::string_view data)
{
    std::array<char, 32> size{};
    std::snprintf(size.data(), size.size(), "%zx\r\n", data.size());
    raw(std::string(size.data()).append(data) + "\r\n");
    return !m_isClosed;
}

void FakeAnswer::endChunked()
{
    raw("0\r\n\r\n");
}

void FakeAnswer::whenHeldBack(std::function<void()> call)
{
    m_socket.whenHeldBack(std::move(call));
}

void FakeAnswer::raw(std::string_view bytes)
{
    if (!m_isClosed && !m_socket.write(bytes))
        m_isClosed = true;
}

void FakeAnswer::close()
{
    m_isClosed = true;
    m_socket.close();
}

void FakeAnswer::reset()
{
    m_socket.resetOnClose();
    close();
}

void FakeAnswer::stall()
{
    while (!m_isStopping && m_socket.waitForPeer()) {
    }
    m_isClosed = true;
}

void FakeAnswer::waitUntil(const std::atomic<bool> &condition)
{
    while (!condition && !m_isClosed) {
        if (m_isStopping || !m_socket.waitForPeer())
            m_isClosed = true;
    }
}

FakeApiServer::FakeApiServer(FakeServerOptions options, FakeHandler handler)
    : m_options(std::move(options))
    , m_handler(std::move(handler))
    , m_tls(m_options.isTls ? makeTls(m_options) : nullptr)
{
    ::signal(SIGPIPE, SIG_IGN);
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    const bool isBound = ::bind(m_listener, reinterpret_cast<sockaddr *>(&address), size) == 0 &&
                         ::listen(m_listener, 64) == 0 &&
                         ::getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &size) == 0;
    if (!isBound)
        qFatal("the fake server cannot listen");
    m_port = ntohs(address.sin_port);
    m_acceptor = std::jthread([this] { accept(); });
}

FakeApiServer::~FakeApiServer()
{
    m_isStopping = true;
    m_acceptor.join();
    m_workers.clear();
    ::close(m_listener);
}

std::string FakeApiServer::url(const std::string &host) const
{
    return (m_options.isTls ? "https://" : "http://") + host + ":" + std::to_string(m_port);
}

std::vector<FakeRequest> FakeApiServer::requests() const
{
    const std::scoped_lock lock(m_mutex);
    return m_requests;
}

void FakeApiServer::accept()
{
    while (!m_isStopping) {
        pollfd file{m_listener, POLLIN, 0};
        if (::poll(&file, 1, 20) <= 0)
            continue;
        const int client = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        m_workers.remove_if([](const Worker &worker) { return worker.hasEnded.load(); });
        if (client < 0)
            continue;
        Worker &worker = m_workers.emplace_back();
        worker.thread = std::jthread([this, client, number = ++m_connections, &worker] {
            serve(client, number);
            worker.hasEnded = true;
        });
    }
}

void FakeApiServer::serve(int file, int number)
{
    FakeSocket socket(file, m_isStopping);
    while (m_options.stallsHandshake && socket.waitForPeer()) {
    }
    if (m_options.isTls && !socket.startTls(static_cast<SSL_CTX *>(m_tls.get())))
        return;
    std::string buffer;
    FakeAnswer answer(socket, m_isStopping);
    while (!answer.isClosed()) {
        auto request = readRequest(socket, buffer);
        if (!request)
            return;
        request->clientName = socket.clientName();
        request->connection = number;
        {
            const std::scoped_lock lock(m_mutex);
            m_requests.push_back(*request);
        }
        m_handler(*request, answer);
    }
}

} // namespace podwright::support
