#include "models/core/yaml.h"
#include "models/manifest/pod_builder.h"
#include "tests/support/places.h"
#include "tests/support/yaml_file.h"

#include <QDir>
#include <QtTest>

using namespace podwright;
using core::Json;

// Every file of golden/ is a list of cases: the arguments (`task`), `template` and `options` of a task, and what the
// pod must be. `pod` maps JSON pointers to values ("" is the whole pod), `absent` lists pointers that must not be
// there, `notes` a part of each note; `error` is the place of the error instead, and `message` a part of it.
class TestPodGolden : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void cases_data();
    void cases();
    void minimalTaskByteForByte();
};

namespace {

const QString folder = support::sourcePath(QStringLiteral("tests/models/manifest/golden/"));

task::Task taskOf(const Json &given)
{
    task::Task task;
    if (given.contains("task"))
        task.arguments = given["task"];
    if (given.contains("template"))
        task.podTemplate = given["template"];
    return task;
}

manifest::BuildOptions optionsOf(const Json &given)
{
    const Json options = core::at(given, {"options"});
    manifest::BuildOptions result;
    result.nameSuffix = core::textAt(options, {"nameSuffix"}, "XXXXXXXX");
    result.connectionNamespace = core::textAt(options, {"connectionNamespace"});
    if (const Json &identity = core::at(options, {"identity"}); identity.is_object())
        result.identity =
            manifest::AirflowIdentity{.dagId = core::textAt(identity, {"dagId"}),
                                      .taskId = core::textAt(identity, {"taskId"}),
                                      .runId = core::textAt(identity, {"runId"}),
                                      .tryNumber = static_cast<int>(core::intAt(identity, {"tryNumber"}, 1)),
                                      .mapIndex = static_cast<int>(core::intAt(identity, {"mapIndex"}, -1))};
    result.airflowVersion = core::textAt(options, {"airflowVersion"});
    if (core::at(options, {"inCluster"}).is_boolean())
        result.inCluster = core::boolAt(options, {"inCluster"});
    result.secretVolumeUuid = "UUID";
    result.templateFileText = core::textAt(options, {"templateFileText"});
    result.xcomSidecarImage = core::textAt(options, {"xcomSidecarImage"});
    result.xcomSidecarResources = core::at(options, {"xcomSidecarResources"});
    return result;
}

// Key order does not count.
QByteArray shown(const Json &value)
{
    return QByteArray::fromStdString(nlohmann::json(value).dump(2));
}

void compareNotes(const Json &wanted, const std::vector<QString> &notes)
{
    QCOMPARE(notes.size(), wanted.size());
    for (size_t i = 0; i < notes.size(); ++i)
        QVERIFY2(notes[i].contains(QString::fromStdString(wanted[i].get<std::string>())), qPrintable(notes[i]));
}

void compareError(const Json &given, const core::Error &error)
{
    QCOMPARE(error.where.toStdString(), core::textAt(given, {"error"}));
    QVERIFY(!error.message.isEmpty());
    QVERIFY2(error.message.contains(QString::fromStdString(core::textAt(given, {"message"}))),
             qPrintable(error.message));
}

} // namespace

void TestPodGolden::cases_data()
{
    QTest::addColumn<Json>("given");
    for (const QString &name : QDir(folder).entryList({QStringLiteral("*.yaml")}))
        for (const Json &given : support::readYamlFile(folder + name))
            QTest::addRow("%s: %s", qPrintable(name), core::textAt(given, {"case"}).c_str()) << given;
}

void TestPodGolden::cases()
{
    QFETCH(const Json, given);
    const auto built = manifest::buildPod(taskOf(given), optionsOf(given));
    if (given.contains("error")) {
        QVERIFY(!built.ok());
        return compareError(given, built.error());
    }
    QVERIFY2(built.ok(), built.ok() ? "" : qPrintable(built.error().text()));
    QVERIFY(given.contains("pod") || given.contains("absent"));
    for (const auto &[pointer, wanted] : core::at(given, {"pod"}).items()) {
        const Json::json_pointer place(pointer);
        QVERIFY2(built->pod.contains(place), pointer.c_str());
        QCOMPARE(shown(built->pod.at(place)), shown(wanted));
    }
    for (const Json &pointer : core::at(given, {"absent"}))
        QVERIFY2(!built->pod.contains(Json::json_pointer(pointer.get<std::string>())), pointer.dump().c_str());
    compareNotes(core::at(given, {"notes"}), built->notes);
}

void TestPodGolden::minimalTaskByteForByte()
{
    const Json cases = support::readYamlFile(folder + QStringLiteral("minimal.yaml"));
    const Json given = cases.at(0);
    const auto built = manifest::buildPod(taskOf(given), optionsOf(given));
    QVERIFY(built.ok());
    QCOMPARE(built->pod.dump(2), given.at("pod").at("").dump(2));
}

QTEST_GUILESS_MAIN(TestPodGolden)
#include "tst_pod_golden.moc"
