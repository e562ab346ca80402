#include "app/sandbox/store.h"

#include <QTest>

#include <thread>

using namespace podwright::sandbox;
using namespace std::chrono_literals;

namespace {

Json pod(const char *ns, const char *name)
{
    return {{"metadata", {{"namespace", ns}, {"name", name}}}};
}

std::string versionOf(const ObjectPtr &object)
{
    return (*object)["metadata"]["resourceVersion"].get<std::string>();
}

int codeOf(const std::function<void()> &action)
{
    try {
        action();
    } catch (const ApiError &error) {
        return error.code;
    }
    return 0;
}

void refuse()
{
    ApiError error;
    error.code = 418;
    throw error;
}

std::vector<Change> changes(const Store &store, std::uint64_t version, const char *resource = "pods")
{
    return store.changesAfter(resource, version, std::chrono::steady_clock::now(), {}, nullptr);
}

} // namespace

class TestStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void createStampsAndRefusesASecond();
    void listIsSortedAndOfOneNamespace();
    void updateWithoutChangeKeepsTheVersion();
    void historyTellsEveryChangeInOrder();
    void oldVersionsExpire();
    void waitingEndsAtAChangeAStopAndADeadline();
};

void TestStore::createStampsAndRefusesASecond()
{
    Store store;
    const ObjectPtr first = store.create("pods", pod("a", "x"));
    QCOMPARE((*first)["metadata"]["uid"].get<std::string>().size(), size_t(36));
    QCOMPARE((*first)["metadata"]["creationTimestamp"].get<std::string>().size(), size_t(20));
    QCOMPARE(versionOf(first), std::to_string(store.version()));
    QCOMPARE(codeOf([&] { store.create("pods", pod("a", "x")); }), 409);
    QCOMPARE(codeOf([&] { store.create("pods", pod("b", "x")); }), 0);
    QCOMPARE(codeOf([&] { store.remove("pods", "c", "x"); }), 404);
    QCOMPARE(store.get("pods", "c", "x"), ObjectPtr());
}

void TestStore::listIsSortedAndOfOneNamespace()
{
    Store store;
    for (const auto &[ns, name] : {std::pair("b", "y"), {"a", "z"}, {"ab", "q"}, {"a", "k"}})
        store.create("pods", pod(ns, name));
    std::uint64_t version = 0;
    const auto inA = store.list("pods", "a", &version);
    QCOMPARE(inA.size(), size_t(2));
    QCOMPARE((*inA[0])["metadata"]["name"].get<std::string>(), std::string("k"));
    QCOMPARE((*inA[1])["metadata"]["name"].get<std::string>(), std::string("z"));
    QCOMPARE(version, store.version());
    QCOMPARE(store.list("pods", "").size(), size_t(4));
    QVERIFY(store.list("nodes", "").empty());
}

void TestStore::updateWithoutChangeKeepsTheVersion()
{
    Store store;
    const ObjectPtr first = store.create("pods", pod("a", "x"));
    const ObjectPtr same = store.update("pods", "a", "x", [](Json &) {});
    QCOMPARE(same, first);
    const ObjectPtr next = store.update("pods", "a", "x", [](Json &object) { object["spec"] = 1; });
    QVERIFY(versionOf(next) != versionOf(first));
    QVERIFY(!first->contains("spec"));
    QCOMPARE(codeOf([&] { store.update("pods", "a", "x", [](Json &) { refuse(); }); }), 418);
    QCOMPARE(store.get("pods", "a", "x"), next);
}

void TestStore::historyTellsEveryChangeInOrder()
{
    Store store;
    const std::uint64_t start = store.version();
    store.create("pods", pod("a", "x"));
    store.create("nodes", pod("", "n"));
    const ObjectPtr changed = store.update("pods", "a", "x", [](Json &object) { object["spec"] = 1; });
    const ObjectPtr last = store.remove("pods", "a", "x");
    const auto all = changes(store, start);
    QCOMPARE(all.size(), size_t(3));
    QCOMPARE(all[0].type, Change::Type::Added);
    QCOMPARE(all[1].type, Change::Type::Modified);
    QVERIFY(!all[1].previous->contains("spec"));
    QCOMPARE(all[2].type, Change::Type::Deleted);
    QCOMPARE(all[2].object, last);
    QCOMPARE(versionOf(last), std::to_string(store.version()));
    QVERIFY(versionOf(last) != versionOf(changed));
    QCOMPARE(changes(store, all[1].version).size(), size_t(1));
    QVERIFY(changes(store, store.version()).empty());
}

void TestStore::oldVersionsExpire()
{
    Store store(2);
    const std::uint64_t start = store.version();
    for (const char *name : {"a", "b", "c"})
        store.create("pods", pod("n", name));
    QCOMPARE(codeOf([&] { changes(store, start); }), 410);
    QCOMPARE(changes(store, start + 1).size(), size_t(2));
    store.compact();
    QCOMPARE(codeOf([&] { changes(store, start + 2); }), 410);
    QCOMPARE(codeOf([&] { changes(store, store.version()); }), 0);
}

void TestStore::waitingEndsAtAChangeAStopAndADeadline()
{
    Store store;
    const auto far = std::chrono::steady_clock::now() + 60s;
    const std::uint64_t start = store.version();
    std::jthread writer([&] { store.create("pods", pod("a", "x")); });
    std::uint64_t scanned = 0;
    QCOMPARE(store.changesAfter("pods", start, far, {}, &scanned).size(), size_t(1));
    QCOMPARE(scanned, store.version());
    std::stop_source stop;
    std::jthread stopper([&] { stop.request_stop(); });
    QVERIFY(store.changesAfter("pods", scanned, far, stop.get_token(), nullptr).empty());
    const auto soon = std::chrono::steady_clock::now() + 20ms;
    QVERIFY(store.changesAfter("pods", scanned, soon, {}, nullptr).empty());
    QVERIFY(std::chrono::steady_clock::now() >= soon);
    QVERIFY(std::chrono::steady_clock::now() < far - 30s);
}

QTEST_GUILESS_MAIN(TestStore)
#include "tst_store.moc"
