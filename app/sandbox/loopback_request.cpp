#include "app/sandbox/loopback_request.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <curl/curl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <system_error>

namespace podwright::sandbox {
namespace {

using Outcome = ActionResult::Outcome;

constexpr const char *podAddress = "127.0.0.1";
constexpr int stopCheckMilliseconds = 25;
constexpr long firstRefused = 400;

ActionResult failed(const std::string &text)
{
    return {Outcome::Failure, text, text};
}

bool isLoopback(const std::string &host)
{
    return host.empty() || host == podAddress || host == "localhost";
}

ActionResult refusedHost(const std::string &host)
{
    const std::string text = "the sandbox connects to " + std::string(podAddress) + " only, not to " + host;
    return {Outcome::Impossible, text, text};
}

std::string addressText(const LoopbackRequest &request)
{
    return std::string(podAddress) + ':' + std::to_string(request.port);
}

std::string dialText(const LoopbackRequest &request, int error)
{
    std::string reason = std::generic_category().message(error);
    std::transform(reason.begin(), reason.begin() + 1, reason.begin(), [](unsigned char c) { return std::tolower(c); });
    return "dial tcp " + addressText(request) + ": connect: " + reason;
}

struct Transfer
{
    explicit Transfer(const LoopbackRequest &request)
        : url((request.scheme == "HTTPS" ? "https://" : "http://") + addressText(request) +
              (request.path.starts_with('/') ? "" : "/") + request.path)
    {
        for (const std::string &header : request.headers)
            headers = curl_slist_append(headers, header.c_str());
    }
    ~Transfer()
    {
        curl_multi_remove_handle(multi, easy);
        curl_easy_cleanup(easy);
        curl_multi_cleanup(multi);
        curl_slist_free_all(headers);
    }
    Q_DISABLE_COPY_MOVE(Transfer)

    void prepare(std::chrono::milliseconds timeout)
    {
        curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
        curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
        curl_easy_setopt(easy, CURLOPT_PROXY, "");
        curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(timeout.count()));
        curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L); // a kubelet does not either
        curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
        curl_easy_setopt(easy, CURLOPT_USERAGENT, "kube-probe/1.35");
        curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
        const auto discard = +[](char *, size_t size, size_t count, void *) { return size * count; };
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, discard);
        curl_multi_add_handle(multi, easy);
    }

    CURLcode run(const std::stop_token &stop)
    {
        int running = 1;
        while (running > 0 && !stop.stop_requested()) {
            if (curl_multi_perform(multi, &running) != CURLM_OK)
                return CURLE_FAILED_INIT;
            if (running > 0)
                curl_multi_poll(multi, nullptr, 0, stopCheckMilliseconds, nullptr);
        }
        int left = 0;
        const CURLMsg *message = curl_multi_info_read(multi, &left);
        return message ? message->data.result : CURLE_ABORTED_BY_CALLBACK;
    }

    const std::string url;
    CURL *easy = curl_easy_init();
    CURLM *multi = curl_multi_init();
    curl_slist *headers = nullptr;
};

std::string transferProblem(const LoopbackRequest &request, const Transfer &transfer, CURLcode code)
{
    std::string reason = curl_easy_strerror(code);
    long error = 0;
    curl_easy_getinfo(transfer.easy, CURLINFO_OS_ERRNO, &error);
    if (code == CURLE_COULDNT_CONNECT)
        reason = dialText(request, static_cast<int>(error));
    else if (code == CURLE_OPERATION_TIMEDOUT)
        reason = "context deadline exceeded (Client.Timeout exceeded while awaiting headers)";
    else if (code == CURLE_GOT_NOTHING)
        reason = "EOF";
    return "Get \"" + transfer.url + "\": " + reason;
}

// The error of a connection that is on its way, or 0.
int awaitConnection(const Descriptor &socket, std::chrono::milliseconds timeout, const std::stop_token &stop)
{
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    while (!stop.stop_requested()) {
        pollfd watched{socket.get(), POLLOUT, 0};
        if (::poll(&watched, 1, stopCheckMilliseconds) > 0) {
            int error = 0;
            socklen_t size = sizeof error;
            ::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &error, &size);
            return error;
        }
        if (std::chrono::steady_clock::now() > deadline)
            return ETIMEDOUT;
    }
    return ECANCELED;
}

} // namespace

ActionResult requestHttp(const LoopbackRequest &request, std::chrono::milliseconds timeout, const std::stop_token &stop)
{
    if (!isLoopback(request.host))
        return refusedHost(request.host);
    Transfer transfer(request);
    transfer.prepare(timeout);
    if (const CURLcode code = transfer.run(stop); code != CURLE_OK)
        return failed(transferProblem(request, transfer, code));
    long status = 0;
    curl_easy_getinfo(transfer.easy, CURLINFO_RESPONSE_CODE, &status);
    if (status < firstRefused)
        return {};
    return {Outcome::Failure, "HTTP probe failed with statuscode: " + std::to_string(status), {}};
}

ActionResult connectTcp(const LoopbackRequest &request, std::chrono::milliseconds timeout, const std::stop_token &stop)
{
    if (!isLoopback(request.host))
        return refusedHost(request.host);
    const Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(request.port));
    ::inet_pton(AF_INET, podAddress, &address.sin_addr);
    int error = ::connect(socket.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0 ? 0 : errno;
    if (error == EINPROGRESS)
        error = awaitConnection(socket, timeout, stop);
    if (error == ETIMEDOUT)
        return failed("dial tcp " + addressText(request) + ": i/o timeout");
    return error == 0 ? ActionResult() : failed(dialText(request, error));
}

} // namespace podwright::sandbox
