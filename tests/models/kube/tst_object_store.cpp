#include "models/kube/object_store.h"

#include <QTest>

#include <algorithm>

using namespace podwright::kube;
using ObjectPtr = std::shared_ptr<const Json>;
using Store = ObjectStore<Json>;
using Batch = ChangeBatch<Json>;
using Kind = Change<Json>::Kind;

namespace {

ObjectPtr pod(const std::string &name, const std::string &uid, const std::string &version)
{
    return std::make_shared<const Json>(
        Json{{"metadata", {{"namespace", "ns"}, {"name", name}, {"uid", uid}, {"resourceVersion", version}}}});
}

QString describe(const std::vector<ObjectPtr> &objects)
{
    QStringList texts;
    for (const ObjectPtr &object : objects) {
        texts << QString::fromStdString((*object)["metadata"]["name"].get<std::string>() + ":" + objectUid(*object) +
                                        "@" + (*object)["metadata"]["resourceVersion"].get<std::string>());
    }
    texts.sort();
    return texts.join(QLatin1Char(' '));
}

std::vector<ObjectPtr> all(const Store &store)
{
    std::vector<ObjectPtr> objects;
    store.forEach([&](const ObjectPtr &object) { objects.push_back(object); });
    return objects;
}

QString describe(const BatchOf<Json> &batch)
{
    return describe(batch.upserted) + QStringLiteral(" | ") + describe(batch.deleted);
}

} // namespace

class TestObjectStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void knowsAddedFromUpdatedAndUnchanged()
    {
        Store store;
        QCOMPARE(store.upsert(pod("a", "1", "5"))->kind, Kind::Added);
        QVERIFY(!store.upsert(pod("a", "1", "5")));
        QCOMPARE(store.upsert(pod("a", "1", "6"))->kind, Kind::Updated);
        QCOMPARE(store.upsert(pod("a", "2", "6"))->kind, Kind::Updated);
        QCOMPARE(describe(all(store)), "a:2@6");
    }

    void objectsWithoutVersionAlwaysChange()
    {
        Store store;
        store.upsert(pod("a", "1", ""));
        QCOMPARE(store.upsert(pod("a", "1", ""))->kind, Kind::Updated);
    }

    void removesOnlyTheOneThatIsMeant()
    {
        Store store;
        store.upsert(pod("a", "2", "5"));
        QVERIFY(!store.remove(pod("b", "1", "6")));
        QVERIFY(!store.remove(pod("a", "1", "6")));
        QCOMPARE(store.size(), size_t(1));
        const auto change = store.remove(pod("a", "2", "7"));
        QCOMPARE(change->kind, Kind::Deleted);
        QCOMPARE(describe({change->object}), "a:2@7");
        QCOMPARE(store.size(), size_t(0));
    }

    void aListTellsWhatIsGone()
    {
        Store store;
        for (const auto &known : {pod("gone", "1", "1"), pod("same", "2", "2"), pod("changed", "3", "3"),
                                  pod("reborn", "4", "4"), pod("gone too", "7", "5")})
            store.upsert(known);
        store.beginList();
        store.upsert(pod("gone too", "7", "6")); // of a list that was begun once more
        store.beginList();
        Batch batch;
        for (const auto &listed :
             {pod("same", "2", "2"), pod("changed", "3", "9"), pod("reborn", "5", "9"), pod("new", "6", "9")}) {
            if (const auto change = store.upsert(listed))
                batch.add(*change);
        }
        QCOMPARE(store.size(), size_t(6)); // nothing goes before the list is complete
        for (const auto &change : store.finishList())
            batch.add(change);
        QCOMPARE(describe(batch.take()), "changed:3@9 new:6@9 reborn:5@9 | gone too:7@6 gone:1@1");
        QCOMPARE(describe(all(store)), "changed:3@9 new:6@9 reborn:5@9 same:2@2");
    }

    void oneNameInTwoNamespaces()
    {
        Store store;
        const Json other = {{"metadata", {{"namespace", "other"}, {"name", "a"}, {"uid", "2"}}}};
        store.upsert(pod("a", "1", "5"));
        QCOMPARE(store.upsert(std::make_shared<const Json>(other))->kind, Kind::Added);
        QCOMPARE(store.size(), size_t(2));
    }

    void changesOfABatchFold_data()
    {
        QTest::addColumn<QString>("changes"); // + add, ~ update, - delete, then uid and version
        QTest::addColumn<QString>("batch");
        QTest::newRow("last wins") << "~11 ~12 ~13"
                                   << "a:1@3 | ";
        QTest::newRow("came and went") << "+11 ~12 -13"
                                       << " | ";
        QTest::newRow("came, went, came") << "+11 -12 +23"
                                          << "a:2@3 | ";
        QTest::newRow("went and came") << "-11 +22"
                                       << "a:2@2 | ";
        QTest::newRow("went, came, went") << "-11 +22 -23"
                                          << " | a:2@3";
        QTest::newRow("changed and went") << "~11 -12"
                                          << " | a:1@2";
        QTest::newRow("created anew, then gone") << "~21 -22"
                                                 << " | a:2@2";
    }
    void changesOfABatchFold()
    {
        QFETCH(QString, changes);
        Batch batch;
        for (const QString &text : changes.split(QLatin1Char(' '))) {
            const Kind kind = text[0] == QLatin1Char('+')   ? Kind::Added
                              : text[0] == QLatin1Char('~') ? Kind::Updated
                                                            : Kind::Deleted;
            batch.add({kind, pod("a", text.mid(1, 1).toStdString(), text.mid(2).toStdString())});
        }
        QTEST(describe(batch.take()), "batch");
        QVERIFY(batch.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestObjectStore)
#include "tst_object_store.moc"
