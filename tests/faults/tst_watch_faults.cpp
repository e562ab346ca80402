// Watches of a busy cluster over a network that fails: each knows at the end what the server knows.

#include "models/kube/api_client.h"
#include "models/kube/resource_watch.h"
#include "tests/faults/fault_setup.h"
#include "tests/faults/faulty_server.h"

#include <QTest>

#include <thread>

using namespace podwright;
using core::Json;

namespace {

constexpr int podCount = 60;
constexpr int faultsOfAWatch = 30;
constexpr int patience = 240000;
constexpr auto resource = "pods";

using Versions = std::map<std::string, std::string>; // name -> "uid version"

Json aPod(int number)
{
    return {{"apiVersion", "v1"},
            {"kind", "Pod"},
            {"metadata", {{"name", "p" + std::to_string(number)}, {"namespace", "default"}}},
            {"spec", {{"containers", {{{"name", "base"}, {"image", "ubuntu"}}}}}},
            {"status", {{"phase", "Pending"}}}};
}

// Pods that come, change and go, a hundred times a second, until it is destroyed.
class Churn
{
public:
    Churn(sandbox::Store &store, unsigned seed)
        : m_thread([&store, random = std::mt19937(seed)](const std::stop_token &stop) mutable {
            std::mutex mutex;
            std::condition_variable_any ended;
            std::unique_lock lock(mutex);
            while (!ended.wait_for(lock, stop, std::chrono::milliseconds(10), [] { return false; }) &&
                   !stop.stop_requested())
                step(store, random);
        })
    {}

private:
    static void step(sandbox::Store &store, std::mt19937 &random)
    {
        const int number = std::uniform_int_distribution(0, podCount - 1)(random);
        const std::string name = "p" + std::to_string(number);
        if (!store.get(resource, "default", name))
            store.create(resource, aPod(number));
        else if (random() % 4 == 0)
            store.remove(resource, "default", name);
        else
            store.update(resource, "default", name,
                         [&random](Json &pod) { pod["metadata"]["annotations"]["turn"] = std::to_string(random()); });
        if (random() % 200 == 0)
            store.compact(); // whoever is behind gets 410
    }

    std::jthread m_thread;
};

struct Watcher
{
    virtual ~Watcher() = default;
    virtual std::string state() const = 0;
    Versions known;
};

// Each watch that knows something else, with what it is at.
std::string describe(const std::vector<std::unique_ptr<Watcher>> &watchers, const Versions &expected)
{
    std::string text;
    for (size_t i = 0; i < watchers.size(); ++i) {
        if (watchers[i]->known != expected)
            text += "watch " + std::to_string(i) + " knows " + std::to_string(watchers[i]->known.size()) + " of " +
                    std::to_string(expected.size()) + ", " + watchers[i]->state() + "; ";
    }
    return text;
}

// Of records or of whole objects.
template<class Watch, class Batch>
struct WatcherOf final : Watcher
{
    explicit WatcherOf(kube::ApiClient &client, bool mayStream)
        : watch(client, {.path = "/api/v1/namespaces/default/pods", .mayStream = mayStream}, core::systemClock())
    {
        QObject::connect(&watch, &Watch::batch, &watch, [this](const std::shared_ptr<const Batch> &batch) {
            for (const auto &object : batch->upserted)
                known[nameOf(*object)] = versionOf(*object);
            for (const auto &object : batch->deleted)
                known.erase(nameOf(*object));
        });
        watch.start();
    }

    std::string state() const override
    {
        constexpr std::array names{"listing", "watching", "backing off", "forbidden", "stopped"};
        return names[size_t(watch.state())] + (": " + watch.lastError().text().toStdString());
    }

    static std::string nameOf(const kube::PodSummary &pod) { return pod.name; }
    static std::string versionOf(const kube::PodSummary &pod) { return pod.uid + " " + pod.version; }
    static std::string nameOf(const Json &object) { return core::textAt(object, {"metadata", "name"}); }
    static std::string versionOf(const Json &object)
    {
        return core::textAt(object, {"metadata", "uid"}) + " " + core::textAt(object, {"metadata", "resourceVersion"});
    }

    Watch watch;
};

Versions truth(const sandbox::Store &store)
{
    Versions versions;
    for (const sandbox::ObjectPtr &pod : store.list(resource, "default"))
        versions[core::textAt(*pod, {"metadata", "name"})] =
            WatcherOf<kube::ResourceWatch, kube::WatchBatch>::versionOf(*pod);
    return versions;
}

} // namespace

class TestWatchFaults : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyWatchKnowsTheTruthAtTheEnd()
    {
        const unsigned seed = support::seed();
        const int wanted = support::wanted("PODWRIGHT_FAULTS", 150);
        sandbox::Store store;
        support::addNamespace(store, "default");
        sandbox::Services services{store};
        sandbox::ApiServer api(services, support::testCredentials());
        support::FaultyServer server(api, seed);
        kube::ApiClient client(server.connection(), nullptr,
                               {.resetRetryDelay = std::chrono::milliseconds(20), .retryScale = 0.02});
        auto churn = std::make_unique<Churn>(store, seed);
        server.setFaulty(true);
        std::vector<std::unique_ptr<Watcher>> watchers;
        for (int i = 0; i * faultsOfAWatch < wanted; ++i) {
            if (i % 3 == 0)
                watchers.push_back(std::make_unique<WatcherOf<kube::ResourceWatch, kube::WatchBatch>>(client, false));
            else
                watchers.push_back(std::make_unique<WatcherOf<kube::PodWatch, kube::PodBatch>>(client, i % 3 == 1));
        }
        QTRY_VERIFY2_WITH_TIMEOUT(server.faults() >= wanted, server.report().c_str(), patience);
        server.setFaulty(false);
        churn.reset();
        const Versions expected = truth(store);
        const auto behind = [&] {
            return std::ranges::count_if(watchers, [&](const auto &watcher) { return watcher->known != expected; });
        };
        QTRY_VERIFY2_WITH_TIMEOUT(behind() == 0, describe(watchers, expected).c_str(), patience);
        qInfo("%d faults in %zu watches (%s)", server.faults(), watchers.size(), server.report().c_str());
    }
};

QTEST_GUILESS_MAIN(TestWatchFaults)
#include "tst_watch_faults.moc"
