#include "app/sandbox/field_sets.h"
#include "tests/app/sandbox/fake_exchange.h"

#include <QTest>

#include <algorithm>

namespace podwright::sandbox {
namespace {

using core::at;
using core::textAt;
using support::FakeReply;
using support::FakeServer;

constexpr const char *maps = "/api/v1/namespaces/default/configmaps";

Json map(const Json &data)
{
    return {{"apiVersion", "v1"}, {"kind", "ConfigMap"}, {"metadata", {{"name", "c"}}}, {"data", data}};
}

FakeReply apply(FakeServer &server, const std::string &manager, const Json &body, bool force = false,
                const std::string &target = std::string(maps) + "/c")
{
    const std::string query = "?fieldManager=" + manager + (force ? "&force=true" : "&force=false");
    return server.ask("PATCH", target + query, body, {{"content-type", "application/apply-patch+yaml"}});
}

FakeReply merge(FakeServer &server, const std::string &manager, const Json &body)
{
    return server.ask("PATCH", std::string(maps) + "/c?fieldManager=" + manager, body,
                      {{"content-type", "application/merge-patch+json"}});
}

Json fieldsOfManager(const Json &object, const std::string &manager)
{
    for (const Json &entry : at(object, {"metadata", "managedFields"})) {
        if (textAt(entry, {"manager"}) == manager)
            return at(entry, {"fieldsV1"});
    }
    return nullptr;
}

} // namespace

// Server-side apply: who owns which field, what goes, what conflicts.
class TestFieldManagers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sets();
    void leftOutFieldsGo();
    void fieldsOfOthersStay();
    void conflicts();
    void updatesTakeOver();
    void listEntries();
    void sameApplyChangesNothing();
};

void TestFieldManagers::sets()
{
    const Json object = {{"kind", "Pod"},
                         {"metadata", {{"name", "p"}, {"labels", {{"a", "1"}}}}},
                         {"spec", {{"containers", Json::array({{{"name", "m"}, {"args", {"x"}}}})}}},
                         {"status", {{"phase", "Pending"}}}};
    const Json fields = core::parseJson(
        R"({"f:spec": {"f:containers": {"k:{\"name\":\"m\"}": {"f:name": {}, "f:args": {}, ".": {}}}},
            "f:metadata": {"f:labels": {"f:a": {}}}})");
    QVERIFY(fieldsOf(object) == fields);
    Json other = object;
    other["spec"]["containers"][0]["args"] = {"y"};
    const Json changed = core::parseJson(R"({"f:spec": {"f:containers": {"k:{\"name\":\"m\"}": {"f:args": {}}}}})");
    QVERIFY(changedFields(object, other) == changed);
    const Json rest = core::parseJson(
        R"({"f:spec": {"f:containers": {"k:{\"name\":\"m\"}": {"f:name": {}, ".": {}}}},
            "f:metadata": {"f:labels": {"f:a": {}}}})");
    QVERIFY(without(fields, changed) == rest);
    QCOMPARE(differingFields(united(rest, changed), changed, object, other).size(), 1u);
    QVERIFY(without(changed, fields).empty());
    const std::vector<std::string> places = {".spec.containers[name=\"m\"].args"};
    QVERIFY(differingFields(fields, fields, object, other) == places);
    QVERIFY(changedFields({{"data", {{"a", "1"}, {"b", "2"}}}}, {{"data", {{"b", "2"}}}}).empty()); // nothing new
}

void TestFieldManagers::leftOutFieldsGo()
{
    FakeServer server;
    QCOMPARE(apply(server, "kubectl", map({{"a", "1"}, {"b", "2"}})).code, 201);
    const FakeReply second = apply(server, "kubectl", map({{"a", "1"}}));
    QCOMPARE(second.code, 200);
    QCOMPARE(second.json()["data"].dump(), R"({"a":"1"})");
    QCOMPARE(fieldsOfManager(second.json(), "kubectl").dump(), R"({"f:data":{"f:a":{}}})");
}

void TestFieldManagers::fieldsOfOthersStay()
{
    FakeServer server;
    apply(server, "one", map({{"a", "1"}, {"shared", "s"}}));
    QCOMPARE(apply(server, "two", map({{"b", "2"}, {"shared", "s"}})).code, 200); // the same value is no conflict
    const Json result = apply(server, "one", map({{"a", "1"}})).json();
    QCOMPARE(result["data"].dump(), R"({"a":"1","shared":"s","b":"2"})");
}

void TestFieldManagers::conflicts()
{
    FakeServer server;
    apply(server, "one", map({{"a", "1"}}));
    const FakeReply refused = apply(server, "two", map({{"a", "2"}}));
    QCOMPARE(refused.code, 409);
    QCOMPARE(textAt(refused.json(), {"message"}),
             "Apply failed with 1 conflict: conflict with \"one\" using v1: .data.a");
    const Json cause = refused.json()["details"]["causes"][0];
    QCOMPARE(textAt(cause, {"reason"}), "FieldManagerConflict");
    QCOMPARE(textAt(cause, {"field"}), ".data.a");
    const Json forced = apply(server, "two", map({{"a", "2"}}), true).json();
    QCOMPARE(textAt(forced, {"data", "a"}), "2");
    QVERIFY(fieldsOfManager(forced, "one").is_null()); // it lost its only field
}

void TestFieldManagers::updatesTakeOver()
{
    FakeServer server;
    apply(server, "one", map({{"a", "1"}, {"b", "1"}}));
    const Json edited = merge(server, "editor", {{"data", {{"a", "9"}}}}).json();
    QCOMPARE(fieldsOfManager(edited, "editor").dump(), R"({"f:data":{"f:a":{}}})");
    QCOMPARE(fieldsOfManager(edited, "one").dump(), R"({"f:data":{"f:b":{}}})");
    QCOMPARE(apply(server, "one", map({{"a", "1"}, {"b", "1"}})).code, 409);
    const Json left = apply(server, "one", map({{"b", "1"}})).json(); // not its own any more: stays
    QCOMPARE(left["data"].dump(), R"({"a":"9","b":"1"})");
    const Json removed = merge(server, "editor", {{"data", {{"b", nullptr}}}}).json();
    QVERIFY(fieldsOfManager(removed, "one").is_null());
}

void TestFieldManagers::listEntries()
{
    FakeServer server;
    const std::string target = "/api/v1/namespaces/default/serviceaccounts/s";
    const auto account = [](std::vector<std::string> names) {
        Json secrets = Json::array();
        for (const std::string &name : names)
            secrets.push_back({{"name", name}});
        return Json{{"apiVersion", "v1"},
                    {"kind", "ServiceAccount"},
                    {"metadata", {{"name", "s"}}},
                    {"imagePullSecrets", std::move(secrets)}};
    };
    QCOMPARE(apply(server, "one", account({"a", "b"}), false, target).code, 201);
    QCOMPARE(apply(server, "two", account({"c"}), false, target).code, 200);
    const Json result = apply(server, "one", account({"a"}), false, target).json();
    std::vector<std::string> names;
    for (const Json &entry : result["imagePullSecrets"])
        names.push_back(textAt(entry, {"name"}));
    std::sort(names.begin(), names.end());
    const std::vector<std::string> expected = {"a", "c"};
    QVERIFY(names == expected);
}

void TestFieldManagers::sameApplyChangesNothing()
{
    FakeServer server;
    apply(server, "one", map({{"a", "1"}}));
    const Json first = apply(server, "one", map({{"a", "1"}})).json();
    const Json second = apply(server, "one", map({{"a", "1"}})).json();
    QCOMPARE(textAt(second, {"metadata", "resourceVersion"}), textAt(first, {"metadata", "resourceVersion"}));
}

} // namespace podwright::sandbox

QTEST_GUILESS_MAIN(podwright::sandbox::TestFieldManagers)
#include "tst_field_managers.moc"
