// Kubeconfigs change only where the user asked for it.

#include "models/kube/kubeconfig_edit.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace podwright::kube;
using podwright::core::Error;

namespace {

constexpr const char *rich = R"(# made by hand
apiVersion: v1
kind: Config
x-company: {owner: "data team"}   # nobody knows this key
current-context: a # the usual one

users:
- user: {token: "0123"}
  name: u
contexts:
- name: a
  context:
    cluster: c
    namespace: "old"   # to be changed
    user: u
    extensions: [{name: e, extension: {z: 1, y: 2}}]
- context: {cluster: c, user: u}
  name: b
clusters:
- {name: c, cluster: {server: 'https://h:6443'}}
)";

} // namespace

class TestKubeconfigEdit : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;

    QString path(const QString &name) const { return m_folder->filePath(name); }
    QString home() const { return path(QStringLiteral(".kube/config")); }

    static void write(const QString &file, const QByteArray &text)
    {
        QDir().mkpath(QFileInfo(file).path());
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(text);
    }

    static QByteArray read(const QString &file)
    {
        QFile in(file);
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray("nothing there");
    }

    Surroundings surroundings(const QStringList &files = {}) const
    {
        Surroundings result{.home = m_folder->path()};
        if (!files.isEmpty())
            result.environment.insert(QStringLiteral("KUBECONFIG"), files.join(QDir::listSeparator()));
        return result;
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void onlyTheValueChanges()
    {
        write(home(), rich);
        QVERIFY(writeContextNamespace(QStringLiteral("a"), "team-b", surroundings()).ok());
        QCOMPARE(read(home()), QByteArray(rich).replace("old", "team-b"));
        QVERIFY(writeCurrentContext(QStringLiteral("b"), surroundings()).ok());
        QCOMPARE(read(home()),
                 QByteArray(rich).replace("old", "team-b").replace("current-context: a", "current-context: b"));
        QVERIFY(!QFile::exists(home() + QStringLiteral(".lock")));
        QVERIFY(writeContextNamespace(QStringLiteral("a"), {}, surroundings()).ok());
        QCOMPARE(Kubeconfig::load({home()}).value().contexts().front().ns, std::string());
        QVERIFY(read(home()).contains("# nobody knows this key"));
    }

    void keysAreMadeWhereThereAreNone()
    {
        write(home(), rich);
        QVERIFY(writeContextNamespace(QStringLiteral("b"), "new", surroundings()).ok());
        const QByteArray expected = QByteArray(rich).replace("context: {cluster: c, user: u}",
                                                             "context: {cluster: c, user: u, namespace: new}");
        QCOMPARE(read(home()), expected);
        write(home(), "contexts: [{name: b, context: {cluster: c}}]\n# the end\n");
        QVERIFY(writeCurrentContext(QStringLiteral("b"), surroundings()).ok());
        QCOMPARE(Kubeconfig::load({home()}).value().currentContext(), QStringLiteral("b"));
        QVERIFY(read(home()).contains("# the end"));
    }

    void namesThatLookLikeOtherThingsStayNames()
    {
        write(home(), "contexts:\n- {name: 'yes', context: {cluster: c}}\n- {name: '12', context: {cluster: c}}\n");
        for (const char *name : {"yes", "12"}) {
            QVERIFY(writeCurrentContext(QLatin1String(name), surroundings()).ok());
            QCOMPARE(Kubeconfig::load({home()}).value().currentContext(), QLatin1String(name));
            QVERIFY(writeContextNamespace(QLatin1String(name), "8080", surroundings()).ok());
            QCOMPARE(Kubeconfig::load({home()}).value().resolve(QLatin1String(name)).ok(), false); // no cluster, still
        }
        QCOMPARE(Kubeconfig::load({home()}).value().contexts().back().ns, std::string("8080"));
    }

    void jsonStaysJson()
    {
        write(home(), R"({"kind":"Config","contexts":[{"name":"a","context":{"cluster":"c"}}],"z":[1]})");
        QVERIFY(writeContextNamespace(QStringLiteral("a"), "team", surroundings()).ok());
        QVERIFY(writeCurrentContext(QStringLiteral("a"), surroundings()).ok());
        const Json json = podwright::core::parseJson(read(home()).toStdString());
        QVERIFY2(!json.is_discarded(), read(home()).constData());
        QVERIFY(json["contexts"][0]["context"]["namespace"] == Json("team"));
        QVERIFY(json["current-context"] == Json("a"));
        QVERIFY(json["z"] == Json::array({1}));
    }

    void modeAndLinkAreKept()
    {
        const QString real = path(QStringLiteral("dotfiles/kube"));
        write(real, rich);
        constexpr auto mode = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup;
        QVERIFY(QFile::setPermissions(real, mode));
        QDir().mkpath(path(QStringLiteral(".kube")));
        QVERIFY(QFile::link(real, home()));
        QVERIFY(writeCurrentContext(QStringLiteral("b"), surroundings()).ok());
        QVERIFY(QFileInfo(home()).isSymLink());
        QVERIFY(read(real).contains("current-context: b"));
        QCOMPARE(QFile::permissions(real) & ~(QFile::ReadUser | QFile::WriteUser), mode);
    }

    void writesWhereKubectlWould()
    {
        const QString first = path(QStringLiteral("first")), second = path(QStringLiteral("second")),
                      missing = path(QStringLiteral("missing"));
        write(first, "clusters: [{name: c, cluster: {server: 'https://h'}}]\n");
        write(second, rich);
        const Surroundings several = surroundings({missing, first, second, first});
        QVERIFY(writeContextNamespace(QStringLiteral("b"), "there", several).ok());
        QVERIFY(read(second).contains("namespace: there"));
        QVERIFY(!read(first).contains("there"));
        QVERIFY(writeCurrentContext(QStringLiteral("b"), several).ok()); // the first that exists
        QVERIFY(read(first).contains("current-context: b"));
        QVERIFY(read(second).contains("current-context: a"));
        QVERIFY(!QFile::exists(missing));
        QCOMPARE(Kubeconfig::load({missing, first, second}).value().currentContext(), QStringLiteral("b"));
    }

    void nothingIsWrittenWhileSomebodyElseDoes()
    {
        write(home(), rich);
        const QString lock = home() + QStringLiteral(".lock");
        write(lock, {});
        const auto refused = writeCurrentContext(QStringLiteral("b"), surroundings());
        QVERIFY(!refused.ok());
        QCOMPARE(refused.error().kind, Error::Kind::Conflict);
        QCOMPARE(refused.error().where, lock);
        QVERIFY(QFile::exists(lock)); // it is not ours
        QCOMPARE(read(home()), QByteArray(rich));
        QVERIFY(QFile::remove(lock));
        QVERIFY(writeCurrentContext(QStringLiteral("b"), surroundings()).ok());
    }

    void whatCannotBeIsRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("context");
        QTest::addColumn<QString>("ns");
        QTest::addColumn<QString>("message");
        const auto a = QStringLiteral("a");
        QTest::newRow("no such context") << QByteArray(rich) << QStringLiteral("z") << QStringLiteral("n")
                                         << QStringLiteral("\"z\"");
        QTest::newRow("no such file") << QByteArray() << a << QStringLiteral("n") << QStringLiteral("\"a\"");
        QTest::newRow("a broken file") << QByteArray("contexts: [") << a << QStringLiteral("n")
                                       << QStringLiteral(".kube/config");
        QTest::newRow("no name") << QByteArray(rich) << a << QStringLiteral("Team_A") << QStringLiteral("Team_A");
        QTest::newRow("a name with a line break")
            << QByteArray(rich) << a << QStringLiteral("n\nm") << QStringLiteral("namespace");
        QTest::newRow("too long") << QByteArray(rich) << a << QString(64, u'a') << QStringLiteral("63");
    }
    void whatCannotBeIsRefused()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, context);
        QFETCH(QString, ns);
        QFETCH(QString, message);
        if (!text.isEmpty())
            write(home(), text);
        const auto result = writeContextNamespace(context, ns.toStdString(), surroundings());
        QVERIFY(!result.ok());
        QVERIFY2(result.error().text().contains(message), qPrintable(result.error().text()));
        QCOMPARE(QFile::exists(home()), !text.isEmpty());
        if (!text.isEmpty())
            QCOMPARE(read(home()), text);
        QVERIFY(!QFile::exists(home() + QStringLiteral(".lock")));
    }
};

QTEST_GUILESS_MAIN(TestKubeconfigEdit)
#include "tst_kubeconfig_edit.moc"
