#include "models/manifest/pod_builder.h"
#include "models/task/arguments.h"
#include "tests/models/manifest/random_task.h"

#include <QRegularExpression>
#include <QtTest>

#include <algorithm>

using namespace podwright;
using core::Json;

class TestPodBuilder : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyArgumentReachesItsPlace_data();
    void everyArgumentReachesItsPlace();
    void suffixIsRandomWhereNoneIsGiven();
    void secretVolumesHaveDifferentNames();
    void buildingTwiceGivesTheSame();
    void longListsOfSecretsKeepTheirOrigins();
    void nothingThrows();
};

namespace {

Json sampleFor(const task::Argument &argument)
{
    if (argument.name == "name" || argument.name == "namespace")
        return "other";
    switch (argument.type) {
    case task::ArgumentType::Text:
        return "a-text";
    case task::ArgumentType::Integer:
        return 77;
    case task::ArgumentType::Flag:
        return argument.defaultJson != "true";
    case task::ArgumentType::Choice:
        return std::string(*std::ranges::find_if(argument.choices, [&argument](std::string_view choice) {
            return argument.defaultJson.find(choice) == std::string_view::npos;
        }));
    case task::ArgumentType::StringList:
        return Json::array({"one", "two"});
    case task::ArgumentType::KeyValue:
    case task::ArgumentType::EnvVars:
        return {{"KEY", "value"}};
    case task::ArgumentType::Resources:
        return {{"limits", {{"cpu", "1"}}}};
    case task::ArgumentType::Secrets:
        return Json::array({{{"deploy_type", "env"}, {"deploy_target", "T"}, {"secret", "s"}, {"key", "k"}}});
    case task::ArgumentType::Object: // one of these keys belongs to the type
        return {{"nodeAffinity", Json::object()}, {"nameservers", Json::array({"1.1.1.1"})}, {"runAsUser", 1}};
    case task::ArgumentType::ObjectList:
        return Json::array({{{"name", "x"},
                             {"key", "x"},
                             {"ip", "1.1.1.1"},
                             {"prefix", "x"},
                             {"containerPort", 1},
                             {"mountPath", "/x"}}});
    default:
        return {};
    }
}

Json podOf(const task::Task &task)
{
    const auto built = manifest::buildPod(task, {.nameSuffix = "XXXXXXXX"});
    return built ? built->pod : Json();
}

Json valueAt(const Json &pod, const Json::json_pointer &place)
{
    return pod.contains(place) ? pod.at(place) : Json();
}

Json without(Json pod, const Json::json_pointer &place)
{
    if (pod.contains(place))
        pod.at(place.parent_pointer()).erase(place.back());
    return pod;
}

bool isPointerInto(const std::string &pointer, const std::string &argument)
{
    const std::string own = "/task/" + argument;
    return pointer == own || pointer.starts_with(own + "/");
}

} // namespace

void TestPodBuilder::everyArgumentReachesItsPlace_data()
{
    QTest::addColumn<QString>("name");
    for (const task::Argument &argument : task::arguments())
        if (!argument.podPath.empty())
            QTest::newRow(std::string(argument.name).c_str())
                << QString::fromUtf8(argument.name.data(), qsizetype(argument.name.size()));
}

void TestPodBuilder::everyArgumentReachesItsPlace()
{
    QFETCH(const QString, name);
    const task::Argument *argument = task::findArgument(name.toStdString());
    QVERIFY(argument);
    task::Task task;
    task.arguments = {{"task_id", "task"}};
    if (name == QStringLiteral("xcom_sidecar_container_security_context"))
        task.arguments["do_xcom_push"] = true;
    const Json before = podOf(task);
    task.arguments[name.toStdString()] = sampleFor(*argument);
    const auto built = manifest::buildPod(task, {.nameSuffix = "XXXXXXXX"});
    QVERIFY2(built.ok(), built.ok() ? "" : qPrintable(built.error().text()));

    const Json::json_pointer place{std::string(argument->podPath)};
    QVERIFY2(valueAt(before, place) != valueAt(built->pod, place), built->pod.dump(2).c_str());
    if (argument->type != task::ArgumentType::Flag || !built->pod.contains("/spec/containers/1"_json_pointer))
        QCOMPARE(without(built->pod, place).dump(2), without(before, place).dump(2));
    if (name != QStringLiteral("random_name_suffix"))
        QVERIFY(std::ranges::any_of(built->origins, [&argument](const auto &origin) {
            return isPointerInto(origin.second, std::string(argument->name));
        }));
}

void TestPodBuilder::suffixIsRandomWhereNoneIsGiven()
{
    task::Task task;
    task.arguments = {{"task_id", "t"}};
    const auto first = manifest::buildPod(task);
    const auto second = manifest::buildPod(task);
    QVERIFY(first.ok() && second.ok());
    const std::string name = core::textAt(first->pod, {"metadata", "name"});
    QVERIFY(name != core::textAt(second->pod, {"metadata", "name"}));
    const QRegularExpression form(QStringLiteral("^t-[a-z0-9]{8}$"));
    QVERIFY2(form.match(QString::fromStdString(name)).hasMatch(), name.c_str());
}

void TestPodBuilder::secretVolumesHaveDifferentNames()
{
    task::Task task;
    const Json secret = {{"deploy_type", "volume"}, {"deploy_target", "/s"}, {"secret", "s"}};
    task.arguments = {{"task_id", "t"}, {"secrets", Json::array({secret, secret})}};
    const Json pod = podOf(task);
    const Json &volumes = core::at(pod, {"spec", "volumes"});
    QCOMPARE(volumes.size(), 2U);
    const QRegularExpression form(QStringLiteral("^secretvol[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"));
    QVERIFY(form.match(QString::fromStdString(core::textAt(volumes[0], {"name"}))).hasMatch());
    QVERIFY(volumes[0]["name"] != volumes[1]["name"]);
    const Json &mounts = core::at(pod["spec"]["containers"][0], {"volumeMounts"});
    QCOMPARE(mounts[0]["name"].dump(), volumes[0]["name"].dump());
    QCOMPARE(mounts[1]["name"].dump(), volumes[1]["name"].dump());
}

void TestPodBuilder::buildingTwiceGivesTheSame()
{
    task::Task task;
    task.arguments = {{"task_id", "t"},
                      {"do_xcom_push", true},
                      {"env_vars", {{"A", "1"}}},
                      {"configmaps", Json::array({"c"})},
                      {"env_from", Json::array({{{"prefix", "p"}}})},
                      {"pod_runtime_info_envs", Json::array({{{"name", "IP"}}})},
                      {"volumes", Json::array({{{"name", "v"}}})}};
    const task::Task given = task;
    const Json first = podOf(task);
    QCOMPARE(podOf(task).dump(), first.dump());
    QVERIFY(task == given);
}

void TestPodBuilder::longListsOfSecretsKeepTheirOrigins()
{
    task::Task task;
    task.arguments = {
        {"task_id", "t"}, {"do_xcom_push", true}, {"env_vars", {{"A/B", "1"}}}, {"secrets", Json::array()}};
    for (int i = 0; i < 12; ++i)
        task.arguments["secrets"].push_back({{"deploy_type", "volume"}, {"deploy_target", "/s"}, {"secret", "s"}});
    const auto built = manifest::buildPod(task, {.nameSuffix = "XXXXXXXX"});
    QVERIFY(built.ok());
    const auto origin = [&built](const char *pointer) {
        const auto found = built->origins.find(pointer);
        return QByteArray::fromStdString(found == built->origins.end() ? std::string() : found->second);
    };
    QCOMPARE(origin("/spec/volumes/0"), QByteArray("/task/do_xcom_push"));
    QCOMPARE(origin("/spec/volumes/12"), QByteArray("/task/secrets/11"));
    QCOMPARE(origin("/spec/containers/0/volumeMounts/11"), QByteArray("/task/secrets/10"));
    QCOMPARE(origin("/spec/volumes"), QByteArray());
    QCOMPARE(origin("/spec/containers/0/env/0"), QByteArray("/task/env_vars/A~1B"));
    QCOMPARE(origin("/spec/containers/0/env"), QByteArray("/task/env_vars"));
    QCOMPARE(origin("/spec/containers/1"), QByteArray("/task/do_xcom_push"));
}

void TestPodBuilder::nothingThrows()
{
    const unsigned seed = qEnvironmentVariableIsSet("PODWRIGHT_SEED") ? qEnvironmentVariable("PODWRIGHT_SEED").toUInt()
                                                                      : std::random_device()();
    qInfo("PODWRIGHT_SEED=%u", seed);
    RandomTask random(seed);
    int built = 0;
    for (int i = 0; i < 2000; ++i) {
        const task::Task task = random.task();
        const manifest::BuildOptions options = random.options();
        try {
            const auto result = manifest::buildPod(task, options);
            if (!result) {
                QVERIFY(!result.error().message.isEmpty());
                QVERIFY2(result.error().where.startsWith(QLatin1String("/t")), qPrintable(result.error().text()));
                continue;
            }
            ++built;
            QVERIFY(core::at(result->pod, {"metadata", "name"}).is_string());
            QVERIFY(core::at(result->pod, {"spec", "containers"}).is_array());
            QVERIFY(core::at(manifest::readable(result->pod), {"spec", "containers"}).is_array());
            for (const auto &[podPointer, taskPointer] : result->origins) {
                QVERIFY2(result->pod.contains(Json::json_pointer(podPointer)), podPointer.c_str());
                QVERIFY2(taskPointer.starts_with("/task/") || taskPointer.starts_with("/template/"),
                         taskPointer.c_str());
            }
        } catch (const std::exception &exception) {
            QFAIL(qPrintable(QStringLiteral("task %1: %2").arg(i).arg(QString::fromUtf8(exception.what()))));
        }
    }
    QVERIFY2(built > 200, qPrintable(QString::number(built)));
}

QTEST_GUILESS_MAIN(TestPodBuilder)
#include "tst_pod_builder.moc"
