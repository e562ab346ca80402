#include "tests/faults/faulty_server.h"

#include <QByteArray>

namespace podwright::support {
namespace {

constexpr std::array faultNames{"none",         "500",        "429",   "410",  "reset",
                                "close",        "half chunk", "stall", "slow", "truncated gzip",
                                "wrong length", "duplicate",  "drop"};
static_assert(faultNames.size() == size_t(Fault::Count_));
constexpr std::chrono::milliseconds stallTime{400}, slowPause{1};
constexpr size_t slowBytes = 3, slowPieces = 100;

std::string status(int code, const char *reason)
{
    return R"({"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"a fault of the test","reason":")" +
           std::string(reason) + R"(","code":)" + std::to_string(code) + "}";
}

bool has(const std::string &text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

// All faults that such a request may meet.
std::vector<Fault> faultsOf(const FakeRequest &request)
{
    std::vector<Fault> faults{Fault::ServerError, Fault::TooManyRequests, Fault::Reset, Fault::Close,
                              Fault::HalfChunk,   Fault::Stall,           Fault::Slow};
    const bool isWatch = has(request.target, "watch="), isLog = has(request.target, "/log");
    if (isWatch)
        faults.insert(faults.end(), {Fault::Expired, Fault::Duplicate, Fault::Drop});
    else if (!isLog)
        faults.insert(faults.end(), {Fault::WrongLength, Fault::TruncatedGzip});
    if (has(request.target, "continue="))
        faults.push_back(Fault::Expired);
    return faults;
}

std::string gzipHead(std::string_view body)
{
    const QByteArray deflated = qCompress(reinterpret_cast<const uchar *>(body.data()), int(body.size()));
    const std::string raw = deflated.sliced(6).chopped(4).toStdString(); // without the size, zlib's head and its sum
    return std::string("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10) + raw;
}

} // namespace

const char *faultName(Fault fault)
{
    return faultNames[size_t(fault)];
}

sandbox::Credentials testCredentials()
{
    return {.caCertificate = {},
            .serverCertificate = {},
            .serverKey = {},
            .adminToken = "admin",
            .restrictedToken = "restricted"};
}

void addNamespace(sandbox::Store &store, const char *name)
{
    store.create("namespaces", {{"metadata", {{"name", name}}}, {"status", {{"phase", "Active"}}}});
}

// The sandbox's answer on its way through the fault.
class FaultyReply final : public sandbox::Reply
{
public:
    FaultyReply(FaultyServer &server, const FakeRequest &request, FakeAnswer &answer, FaultyServer::Plan plan)
        : m_server(server)
        , m_request(request)
        , m_answer(answer)
        , m_plan(plan)
    {}

    void send(int code, const std::string &type, std::string body, const sandbox::Headers &headers) override
    {
        sandbox::Headers all = headers;
        all.emplace_back("Content-Type", type);
        if (code != 200 || m_plan.fault == Fault::None || m_plan.fault == Fault::Duplicate ||
            m_plan.fault == Fault::Drop)
            return m_answer.reply(code, body, all);
        m_server.count(m_plan.fault);
        sendFaulty(type, body);
    }

    void stream(const std::string &type, const sandbox::Headers &headers) override
    {
        sandbox::Headers all = headers;
        all.emplace_back("Content-Type", type);
        m_answer.beginChunked(200, all);
        m_isStream = true;
    }

    bool write(std::string_view chunk) override
    {
        if (m_isOver || m_answer.isClosed())
            return false;
        if (m_plan.fault == Fault::None || m_plan.after-- > 0)
            return m_answer.chunk(chunk);
        return writeFaulty(chunk);
    }

    bool clientIsHere() override { return !m_isOver && !m_answer.isClosed(); }
    std::unique_ptr<sandbox::WebSocket> upgrade(const std::string &) override { return nullptr; }
    std::stop_token stopToken() const override { return m_server.m_stop.get_token(); }
    void finish()
    {
        if (m_isStream && !m_isOver && !m_answer.isClosed())
            m_answer.endChunked();
    }

private:
    void sendFaulty(const std::string &type, const std::string &body)
    {
        const std::string part = body.substr(0, size_t(double(body.size()) * m_plan.part));
        const std::string head = "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\n";
        const std::string length = "Content-Length: " + std::to_string(body.size()) + "\r\n";
        switch (m_plan.fault) {
        case Fault::Slow:
            m_answer.beginChunked(200, {{"Content-Type", type}});
            writeSlowly(body);
            return m_answer.endChunked();
        case Fault::HalfChunk:
            m_answer.raw(head + "Transfer-Encoding: chunked\r\n\r\n" + hex(body.size() + 1) + "\r\n" + part);
            break;
        case Fault::TruncatedGzip: {
            const std::string packed = gzipHead(body);
            m_answer.raw(head + "Content-Encoding: gzip\r\nConnection: close\r\n\r\n" +
                         packed.substr(0, size_t(double(packed.size()) * m_plan.part)));
            break;
        }
        case Fault::Stall:
        case Fault::Reset:
            m_answer.raw(head + length + "\r\n" + part);
            return end();
        default: // Close, WrongLength
            m_answer.raw(head + length + "\r\n" + part);
        }
        m_answer.close();
    }

    bool writeFaulty(std::string_view chunk)
    {
        if (m_plan.fault == Fault::Drop && m_dropped == 0)
            m_server.count(Fault::Drop);
        if (m_plan.fault == Fault::Drop && ++m_dropped < 3)
            return true;
        const Fault fault = std::exchange(m_plan.fault, Fault::None);
        if (fault != Fault::Drop)
            m_server.count(fault);
        switch (fault) {
        case Fault::Duplicate: // the stream goes on, to another fault
            m_plan = m_server.plan(m_request, true);
            return m_answer.chunk(chunk) && m_answer.chunk(chunk);
        case Fault::Slow:
            m_plan = m_server.plan(m_request, true);
            writeSlowly(chunk);
            return !m_answer.isClosed();
        case Fault::Expired:
            m_answer.chunk(R"({"type":"ERROR","object":)" + status(410, "Expired") + "}\n");
            m_answer.endChunked();
            m_isOver = true;
            return false;
        default:
            break;
        }
        if (fault == Fault::HalfChunk)
            m_answer.raw(hex(chunk.size()) + "\r\n" +
                         std::string(chunk.substr(0, size_t(double(chunk.size()) * m_plan.part))));
        else if (fault != Fault::Drop)
            m_answer.chunk(chunk.substr(0, size_t(double(chunk.size()) * m_plan.part)));
        m_plan.fault = fault;
        end();
        return false;
    }

    void end()
    {
        m_isOver = true;
        if (m_plan.fault == Fault::Stall)
            m_server.pause(stallTime);
        if (m_plan.fault == Fault::Reset || m_plan.fault == Fault::Stall)
            m_answer.reset();
        else
            m_answer.close();
    }

    void writeSlowly(std::string_view bytes)
    {
        for (size_t i = 0; i < slowPieces && !bytes.empty(); ++i) {
            m_answer.chunk(bytes.substr(0, slowBytes));
            bytes.remove_prefix(std::min(slowBytes, bytes.size()));
            m_server.pause(slowPause);
        }
        if (!bytes.empty())
            m_answer.chunk(bytes);
    }

    static std::string hex(size_t number) { return QByteArray::number(qulonglong(number), 16).toStdString(); }

    FaultyServer &m_server;
    const FakeRequest &m_request;
    FakeAnswer &m_answer;
    FaultyServer::Plan m_plan;
    bool m_isStream = false, m_isOver = false;
    int m_dropped = 0;
};

FaultyServer::FaultyServer(sandbox::ApiServer &api, unsigned seed)
    : m_api(api)
    , m_random(seed)
    , m_server(std::make_unique<FakeApiServer>(
          FakeServerOptions{.isTls = false},
          [this](const FakeRequest &request, FakeAnswer &answer) { serve(request, answer); }))
{}

FaultyServer::~FaultyServer()
{
    m_stop.request_stop();
    m_server.reset();
}

kube::Connection FaultyServer::connection() const
{
    kube::Connection connection;
    connection.server = m_server->url();
    return connection;
}

void FaultyServer::setFaulty(bool isFaulty)
{
    const std::scoped_lock lock(m_mutex);
    m_isFaulty = isFaulty;
}

int FaultyServer::faults() const
{
    const std::scoped_lock lock(m_mutex);
    int sum = 0;
    for (const int number : m_counts)
        sum += number;
    return sum;
}

std::string FaultyServer::report() const
{
    const std::scoped_lock lock(m_mutex);
    std::string text;
    for (size_t i = 1; i < m_counts.size(); ++i)
        text += (i > 1 ? ", " : "") + std::string(faultNames[i]) + ": " + std::to_string(m_counts[i]);
    return text;
}

void FaultyServer::count(Fault fault)
{
    const std::scoped_lock lock(m_mutex);
    ++m_counts[size_t(fault)];
}

void FaultyServer::pause(std::chrono::milliseconds time)
{
    std::unique_lock lock(m_mutex);
    m_ended.wait_for(lock, m_stop.get_token(), time, [] { return false; });
}

// A stream without a fault would never meet one.
FaultyServer::Plan FaultyServer::plan(const FakeRequest &request, bool isUnderWay)
{
    const std::scoped_lock lock(m_mutex);
    const bool isStream = has(request.target, "watch=") || has(request.target, "follow=");
    if (!m_isFaulty || request.method != "GET" || (!isStream && std::uniform_int_distribution(0, 9)(m_random) == 0))
        return {};
    std::vector<Fault> faults = faultsOf(request);
    if (isUnderWay)
        std::erase_if(faults,
                      [](Fault fault) { return fault == Fault::ServerError || fault == Fault::TooManyRequests; });
    return {.fault = faults[std::uniform_int_distribution<size_t>(0, faults.size() - 1)(m_random)],
            .after = std::uniform_int_distribution(0, 4)(m_random),
            .part = std::uniform_real_distribution(0.0, 0.99)(m_random)};
}

void FaultyServer::serve(const FakeRequest &request, FakeAnswer &answer)
{
    Plan planned = plan(request);
    const bool isWatch = has(request.target, "watch=");
    const bool isRefused = planned.fault == Fault::ServerError || planned.fault == Fault::TooManyRequests ||
                           (planned.fault == Fault::Expired && !isWatch);
    if (isRefused) {
        count(planned.fault);
        if (planned.fault == Fault::TooManyRequests)
            return answer.reply(429, status(429, "TooManyRequests"),
                                {{"Content-Type", "application/json"}, {"Retry-After", "1"}});
        const bool isExpired = planned.fault == Fault::Expired;
        return answer.replyJson(isExpired ? 410 : 500,
                                status(isExpired ? 410 : 500, isExpired ? "Expired" : "InternalError"));
    }
    sandbox::Request asked;
    asked.method = request.method;
    sandbox::setTarget(asked, request.target);
    for (const auto &[name, value] : request.headers)
        asked.headers[name] = value;
    asked.headers.erase("accept-encoding");
    asked.headers["authorization"] = "Bearer " + m_api.credentials().adminToken; // never sent over plain HTTP
    asked.body = request.body;
    FaultyReply reply(*this, request, answer, planned);
    m_api.handle(asked, reply);
    reply.finish();
}

} // namespace podwright::support
