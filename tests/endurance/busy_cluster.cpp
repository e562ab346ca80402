#include "tests/endurance/busy_cluster.h"

#include "app/sandbox/api_server.h"
#include "app/sandbox/housekeeper.h"
#include "app/sandbox/preparation.h"
#include "tests/app/sandbox/node_bench.h"
#include "tests/faults/faulty_server.h"

#include <QCoreApplication>

#include <cstdio>
#include <deque>

namespace podwright::support {
namespace {

using core::Json;
using namespace std::chrono_literals;

constexpr size_t crowdSize = 1000;
constexpr auto crowdNamespace = "crowd", taskNamespace = "default", resource = "pods";
constexpr std::chrono::milliseconds stepPause = 100ms, faultEvery = 60s, faultFor = 5s, sweepEvery = 60s;
constexpr unsigned comingAndGoing = 10; // one step of so many; the others are changes
constexpr int startPatience = 30000;

Json aPod(long number)
{
    const std::string task = "task-" + std::to_string(number % 50);
    return {{"apiVersion", "v1"},
            {"kind", "Pod"},
            {"metadata",
             {{"name", task + "-" + std::to_string(number)},
              {"namespace", crowdNamespace},
              {"labels", {{"dag_id", "dag-" + std::to_string(number % 7)}, {"task_id", task}}}}},
            {"spec", {{"schedulerName", "of-others"}, {"containers", {{{"name", "base"}, {"image", "ubuntu"}}}}}},
            {"status", {{"phase", "Pending"}}}};
}

void change(Json &pod, unsigned random)
{
    constexpr std::array phases{"Running", "Running", "Running", "Succeeded", "Failed"};
    pod["metadata"]["annotations"]["turn"] = std::to_string(random);
    pod["status"] = {{"phase", phases[random % phases.size()]},
                     {"containerStatuses",
                      {{{"name", "base"},
                        {"ready", random % 2 == 0},
                        {"restartCount", random % 9},
                        {"state", {{"running", {{"startedAt", "2026-01-01T00:00:00Z"}}}}}}}}};
}

// All that happens in the cluster by itself, on a thread of its own.
class Life
{
public:
    Life(sandbox::Store &store, FaultyServer &network)
        : m_store(store)
        , m_network(network)
        , m_thread([this](const std::stop_token &stop) { live(stop); })
    {}

private:
    using Clock = std::chrono::steady_clock;

    void live(const std::stop_token &stop)
    {
        std::mutex mutex;
        std::condition_variable_any ended;
        std::unique_lock lock(mutex);
        while (!ended.wait_for(lock, stop, stepPause, [] { return false; }) && !stop.stop_requested()) {
            step();
            const auto now = Clock::now();
            m_network.setFaulty((now - m_began) % faultEvery > faultEvery - faultFor);
            if (now - m_swept > sweepEvery) {
                m_swept = now;
                sweep();
            }
        }
    }

    void step()
    {
        const bool isTurn = m_crowd.size() < crowdSize || m_random() % comingAndGoing == 0;
        if (!isTurn) {
            const std::string &name = m_crowd[m_random() % m_crowd.size()];
            m_store.update(resource, crowdNamespace, name, [this](Json &pod) { change(pod, unsigned(m_random())); });
            return;
        }
        if (m_crowd.size() == crowdSize) {
            m_store.remove(resource, crowdNamespace, m_crowd.front());
            m_crowd.pop_front();
        }
        const auto made = m_store.create(resource, aPod(m_number++));
        m_crowd.push_back(core::textAt(*made, {"metadata", "name"}));
    }

    // What had ended by the last time.
    void sweep()
    {
        std::set<std::string> ended;
        for (const sandbox::ObjectPtr &pod : m_store.list(resource, taskNamespace)) {
            const std::string name = core::textAt(*pod, {"metadata", "name"});
            const std::string phase = core::textAt(*pod, {"status", "phase"});
            if (phase != "Succeeded" && phase != "Failed")
                continue;
            if (m_ended.contains(name))
                m_store.remove(resource, taskNamespace, name);
            else
                ended.insert(name);
        }
        m_ended = std::move(ended);
    }

    sandbox::Store &m_store;
    FaultyServer &m_network;
    const Clock::time_point m_began = Clock::now();
    Clock::time_point m_swept = m_began;
    std::mt19937 m_random{1};
    std::deque<std::string> m_crowd;
    std::set<std::string> m_ended;
    long m_number = 0;
    std::jthread m_thread; // last: it uses the rest
};

void addReadyNamespace(sandbox::Services &services, const char *name)
{
    addNamespace(services.store, name);
    sandbox::afterCreate(services, sandbox::coreResource("namespaces"), *services.store.get("namespaces", {}, name));
}

} // namespace

BusyCluster::BusyCluster()
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(QCoreApplication::applicationFilePath(), {QString::fromLatin1(argument)});
}

BusyCluster::~BusyCluster()
{
    m_process.closeWriteChannel();
    if (!m_process.waitForFinished())
        qWarning("the cluster did not end");
}

QByteArray BusyCluster::waitForUrl()
{
    while (!m_process.canReadLine()) {
        if (!m_process.waitForReadyRead(startPatience))
            return {};
    }
    return m_process.readLine().trimmed();
}

int BusyCluster::serve()
{
    sandbox::NodeBench bench(sandbox::RuntimeKind::Process);
    sandbox::Services services{bench.store, &bench.node};
    for (const char *name : {crowdNamespace, taskNamespace})
        addReadyNamespace(services, name);
    sandbox::ApiServer api(services, testCredentials());
    sandbox::Housekeeper housekeeper(bench.store);
    housekeeper.start();
    FaultyServer network(api, 1);
    const Life life(bench.store, network);
    std::puts(network.connection().server.c_str());
    std::fflush(stdout);
    while (std::getchar() != EOF) {
    }
    housekeeper.stop();
    return 0;
}

} // namespace podwright::support
