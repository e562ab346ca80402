// Pods read by simdjson straight into their records are what the slow way through a whole document makes of them.

#include "models/core/yaml.h"
#include "models/kube/watch_decoder.h"
#include "tests/support/places.h"

#include <QDirIterator>
#include <QFile>
#include <QRandomGenerator>
#include <QTest>

using namespace podwright;
using namespace podwright::kube;

namespace {

std::string listOf(const std::vector<std::string> &pods)
{
    std::string list = R"({"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"9"},"items":[)";
    for (const std::string &pod : pods)
        list += (list.back() == '[' ? "" : ",") + pod;
    return list + "]}";
}

// Strings, numbers and shapes that a reader may stumble over.
class RandomPods
{
public:
    explicit RandomPods(quint32 seed)
        : m_random(seed)
    {}

    Json pod()
    {
        Json pod = {{"metadata", metadata()}, {"spec", Json::object()}, {"status", Json::object()}};
        if (any(2))
            pod["spec"]["nodeName"] = text();
        pod["spec"]["initContainers"] = containers();
        pod["spec"]["containers"] = containers();
        pod["status"]["phase"] = pick({"Pending", "Running", "Succeeded", "Failed", "Unknown"});
        if (any(6))
            pod["status"]["reason"] = pick({"Evicted", "NodeLost", ""});
        pod["status"]["startTime"] = time();
        pod["status"]["podIP"] = text();
        pod["status"]["conditions"] = conditions();
        for (const char *list : {"initContainerStatuses", "containerStatuses"})
            pod["status"][list] = statuses();
        return any(8) ? damaged(std::move(pod)) : pod;
    }

private:
    bool any(int outOf) { return m_random.bounded(outOf) == 0; }

    std::string pick(std::initializer_list<const char *> texts)
    {
        return *(texts.begin() + m_random.bounded(int(texts.size())));
    }

    std::string text()
    {
        static const std::vector<std::string> parts{"a",  "Z",  "0", "-",  ".", "\"", "\\",
                                                    "\n", "\t", "é", "日", "😀", "/"};
        std::string result;
        for (int n = m_random.bounded(12); n > 0; --n)
            result += parts[size_t(m_random.bounded(int(parts.size())))];
        return result;
    }

    Json time()
    {
        switch (m_random.bounded(8)) {
        case 0:
            return nullptr;
        case 1:
            return text();
        case 2:
            return "2026-01-0" + std::to_string(m_random.bounded(10)) + "T10:11:12.345678Z";
        case 3:
            return "2026-02-30T25:61:00Z";
        default:
            return "2026-01-1" + std::to_string(m_random.bounded(10)) + "T0" + std::to_string(m_random.bounded(10)) +
                   ":11:12Z";
        }
    }

    Json metadata()
    {
        Json metadata = {{"name", "p" + text()}, {"namespace", text()}, {"uid", text()}, {"resourceVersion", text()}};
        metadata["creationTimestamp"] = time();
        if (any(4))
            metadata["deletionTimestamp"] = time();
        for (int n = m_random.bounded(5); n > 0; --n)
            metadata["labels"][text()] = any(10) ? Json(7) : Json(text());
        metadata["managedFields"] = {{{"manager", text()}}};
        return metadata;
    }

    Json containers()
    {
        Json list = Json::array();
        for (const char *name : {"a", "b", "c"}) {
            if (any(2))
                list.push_back({{"name", name}, {"restartPolicy", pick({"Always", "Never"})}});
        }
        return list;
    }

    Json conditions()
    {
        Json list = Json::array();
        for (const char *type : {"PodScheduled", "Initialized", "Ready"}) {
            if (any(2))
                list.push_back({{"type", type},
                                {"status", pick({"True", "False"})},
                                {"reason", pick({"SchedulingGated", "", "x"})}});
        }
        return list;
    }

    Json statuses()
    {
        Json list = Json::array();
        for (const char *name : {"a", "b", "c"}) {
            if (any(2))
                continue;
            Json status = {{"name", name}, {"restartCount", m_random.bounded(5)}};
            status["ready"] = any(2);
            status["started"] = any(2);
            status["state"] = state();
            status["lastState"] = state();
            list.push_back(std::move(status));
        }
        return list;
    }

    Json state()
    {
        switch (m_random.bounded(4)) {
        case 0:
            return {{"running", {{"startedAt", time()}}}};
        case 1:
            return {{"waiting", {{"reason", pick({"PodInitializing", "ImagePullBackOff", ""})}}}};
        case 2:
            return {{"terminated",
                     {{"exitCode", m_random.bounded(3)},
                      {"signal", m_random.bounded(2)},
                      {"reason", pick({"", "Completed", "OOMKilled"})},
                      {"finishedAt", time()}}}};
        default:
            return Json::object();
        }
    }

    // Some member is of another type than it should be.
    Json damaged(Json pod)
    {
        static const std::vector<Json> strange{
            nullptr, 1.5,    18446744073709551615ULL, -1,
            true,    "text", Json::array({1}),        {{"a", Json::array({Json::object()})}}};
        const Json &other = strange[size_t(m_random.bounded(int(strange.size())))];
        Json &part = pod[pick({"spec", "status"})];
        if (part.empty() || any(5))
            part = other;
        else
            std::next(part.begin(), m_random.bounded(int(part.size()))).value() = other;
        return pod;
    }

    QRandomGenerator m_random;
};

} // namespace

class TestPodRecords : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void randomPodsAreReadAlike_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 5; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void randomPodsAreReadAlike()
    {
        QFETCH(quint32, seed);
        RandomPods random(seed);
        for (int round = 0; round < 40; ++round) {
            std::vector<Json> pods;
            std::vector<std::string> texts;
            for (int n = 0; n < 20; ++n) {
                pods.push_back(random.pod());
                texts.push_back(pods.back().dump());
            }
            readsAs(listOf(texts), pods);
            const auto event = m_decoder.event(R"({"type":"ADDED","object":)" + texts[0] + "}");
            QVERIFY(event);
            QCOMPARE(*event->objects.front(), summarisePod(pods[0]));
        }
    }

    void podsOfTheOperatorAreReadAlike()
    {
        QFile file(support::sourcePath(QStringLiteral("tests/models/manifest/golden/operator.jsonl")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        std::vector<Json> pods;
        std::vector<std::string> texts;
        while (!file.atEnd()) {
            Json pod = core::at(core::parseJson(file.readLine().toStdString()), {"pod"});
            if (core::textAt(pod, {"metadata", "name"}).empty())
                continue; // an error of the operator
            pods.push_back(std::move(pod));
            texts.push_back(pods.back().dump());
        }
        QVERIFY(pods.size() > 200);
        readsAs(listOf(texts), pods);
    }

    void podsOfTheManifestsAreReadAlike()
    {
        std::vector<Json> pods;
        std::vector<std::string> texts;
        QDirIterator files(support::sourcePath(QStringLiteral("tests/models/manifest/manifests")), {"*.yaml"});
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const auto pod = core::readYaml(file.readAll().toStdString());
            QVERIFY2(pod, qPrintable(files.fileName()));
            if (core::textAt(pod->value, {"metadata", "name"}).empty())
                continue;
            pods.push_back(pod->value);
            texts.push_back(pods.back().dump());
        }
        QVERIFY(pods.size() > 20);
        readsAs(listOf(texts), pods);
    }

    void everyCutIsAFailureAndNoCrash()
    {
        RandomPods random(77);
        const std::string whole = listOf({random.pod().dump(), random.pod().dump()});
        for (size_t size = 0; size < whole.size(); size += 1 + size / 40) {
            const auto page = m_decoder.page(whole.substr(0, size));
            QVERIFY(std::holds_alternative<reflector::Failure>(page.input));
            QVERIFY(page.objects.empty());
        }
    }

    void garbageIsReadAsTheSlowWayReadsIt()
    {
        QRandomGenerator random(9);
        RandomPods pods(10);
        for (int round = 0; round < 500; ++round) {
            std::string text = listOf({pods.pod().dump()});
            for (int n = 1 + random.bounded(3); n > 0; --n)
                text[size_t(random.bounded(int(text.size())))] = char(random.bounded(256));
            const Json list = core::parseJson(text);
            const auto page = m_decoder.page(text);
            QCOMPARE(std::holds_alternative<reflector::Page>(page.input), core::at(list, {"metadata"}).is_object());
            for (const PodPtr &pod : page.objects)
                QCOMPARE(*pod, summarisePod(core::at(list, {"items"})[0]));
        }
    }

    void numbersBeyondTheFastParserAreReadAllTheSame()
    {
        const std::string pod =
            R"({"metadata":{"name":"a"},"spec":{"x":123456789012345678901234567890},"status":{"phase":"Running"}})";
        readsAs(listOf({pod}), {core::parseJson(pod)});
    }

    void ofMembersWithOneNameTheLastCounts()
    {
        const std::string pod = R"({"metadata":{"name":"a","name":"b"},"status":{"phase":"Failed","phase":"Running"}})";
        readsAs(listOf({pod}), {core::parseJson(pod)});
        QCOMPARE(m_decoder.page(listOf({pod})).objects[0]->name, std::string("b"));
    }

    void hugeTextsAreRead()
    {
        const Json pod = {{"metadata",
                           {{"name", "a"},
                            {"annotations", {{"a", std::string(8'000'000, 'x')}}},
                            {"labels", {{"l", std::string(1'000'000, 'y')}}}}}};
        readsAs(listOf({pod.dump()}), {pod});
    }

    void deepNestingHasOneLimit()
    {
        const auto nested = [](int depth) {
            return listOf({R"({"metadata":{"name":"a"},"spec":)" + std::string(size_t(depth), '[') +
                           std::string(size_t(depth), ']') + "}"});
        };
        QCOMPARE(m_decoder.page(nested(400)).objects.size(), size_t(1));
        for (const int depth : {600, 100'000})
            QVERIFY(std::holds_alternative<reflector::Failure>(m_decoder.page(nested(depth)).input));
    }

    void invalidUtf8IsRefused()
    {
        const auto named = [](const std::string &name) {
            return listOf({"{\"metadata\":{\"name\":\"" + name + "\"}}"});
        };
        QCOMPARE(m_decoder.page(named("a")).objects.size(), size_t(1));
        for (const char *name : {"\xff", "\xc3", "\xed\xa0\x80", "\\ud800"})
            QVERIFY(std::holds_alternative<reflector::Failure>(m_decoder.page(named(name)).input));
    }

    void stampsAreThoseOfQt_data()
    {
        QTest::addColumn<QString>("stamp");
        for (const char *stamp :
             {"2026-01-01T00:00:00Z", "2024-02-29T23:59:59Z", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
              "2026-01-01T24:00:00Z", "2026-01-01T00:00:60Z", "0000-00-00T00:00:00Z", "2026-01-01T00:00:0xZ",
              "2026-01-01T00:00:00.123456789Z", "2026-01-01T01:00:00+01:00", "1969-12-31T23:59:59Z", "x", ""})
            QTest::newRow(stamp) << stamp;
    }
    void stampsAreThoseOfQt()
    {
        QFETCH(QString, stamp);
        const Json pod = {{"metadata", {{"name", "a"}, {"creationTimestamp", stamp.toStdString()}}}};
        const QDateTime created = m_decoder.page(listOf({pod.dump()})).objects[0]->created;
        QCOMPARE(created, QDateTime::fromString(stamp, Qt::ISODateWithMs).toUTC());
    }

private:
    void readsAs(const std::string &text, const std::vector<Json> &pods)
    {
        const auto page = m_decoder.page(text);
        QVERIFY(std::holds_alternative<reflector::Page>(page.input));
        QCOMPARE(page.objects.size(), pods.size());
        for (size_t i = 0; i < pods.size(); ++i)
            QVERIFY2(*page.objects[i] == summarisePod(pods[i]), pods[i].dump(1).c_str());
    }

    WatchDecoder<PodSummary> m_decoder;
};

QTEST_GUILESS_MAIN(TestPodRecords)
#include "tst_pod_records.moc"
