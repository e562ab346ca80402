#include "models/core/files.h"
#include "models/task/library.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace podwright::task;
using podwright::core::writeFileAtomically;

class TestLibrary : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        write("b", "podtask: 1\ntask: {task_id: train}\nairflow: {dag_id: etl}\n");
        write("a", "podtask: 1\ntask: {task_id: extract}\nairflow: {dag_id: etl}\n");
        write("c", "podtask: 1\ntask: {}\n");
        write("broken", "podtask: 1\ntask: {iamge: x}\n");
        QVERIFY(writeFileAtomically(m_folder->filePath(QStringLiteral("other.yaml")), "a: 1\n"));
    }

    void groupsByDag()
    {
        LibraryModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        open(model);
        QCOMPARE(texts(model, {}), QStringList({"etl", "Without a DAG", "Files with errors"}));
        QCOMPARE(texts(model, model.index(0, 0)), QStringList({"extract", "train"}));
        QCOMPARE(texts(model, model.index(1, 0)), QStringList({"c"}));
        QCOMPARE(texts(model, model.index(2, 0)), QStringList({"broken"}));
    }

    void rolesOfATask()
    {
        LibraryModel model;
        open(model);
        const QModelIndex good = model.indexOfPath(path("b"));
        QCOMPARE(good.data(LibraryModel::TaskIdRole).toString(), QStringLiteral("train"));
        QCOMPARE(good.data(LibraryModel::PathRole).toString(), path("b"));
        QVERIFY(good.data(LibraryModel::ErrorRole).toString().isEmpty());
        QCOMPARE(good.parent().data().toString(), QStringLiteral("etl"));
        const QModelIndex broken = model.indexOfPath(path("broken"));
        QVERIFY(broken.data(LibraryModel::ErrorRole).toString().contains(QLatin1String("image")));
        QVERIFY(!model.indexOfPath(QStringLiteral("/nowhere")).isValid());
        QVERIFY(!(good.parent().flags() & Qt::ItemIsSelectable));
        QVERIFY(good.flags() & Qt::ItemIsSelectable);
    }

    void followsTheFolder()
    {
        LibraryModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        open(model);
        write("d", "podtask: 1\ntask: {task_id: publish}\nairflow: {dag_id: etl}\n");
        QTRY_COMPARE_WITH_TIMEOUT(texts(model, model.index(0, 0)), QStringList({"extract", "publish", "train"}), 30000);
        QFile file(path("a")); // written in place, as simple editors do
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("podtask: 1\ntask: {task_id: zebra}\nairflow: {dag_id: etl}\n");
        file.close();
        QTRY_COMPARE_WITH_TIMEOUT(texts(model, model.index(0, 0)), QStringList({"publish", "train", "zebra"}), 30000);
        QVERIFY(QFile::remove(path("c")));
        QTRY_COMPARE_WITH_TIMEOUT(texts(model, {}), QStringList({"etl", "Files with errors"}), 30000);
    }

    void unchangedFolderSaysNothing()
    {
        LibraryModel model;
        open(model);
        QSignalSpy inserted(&model, &LibraryModel::rowsInserted);
        QSignalSpy removed(&model, &LibraryModel::rowsRemoved);
        QSignalSpy changed(&model, &LibraryModel::dataChanged);
        refresh(model);
        QCOMPARE(inserted.size() + removed.size() + changed.size(), 0);
    }

    // A view keeps its selection as persistent indexes.
    void rowsThatStayKeepTheirIndexes()
    {
        LibraryModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        open(model);
        const QPersistentModelIndex train = model.indexOfPath(path("b"));
        const QPersistentModelIndex alone = model.indexOfPath(path("c"));
        write("d", "podtask: 1\ntask: {task_id: before}\nairflow: {dag_id: another}\n");
        QVERIFY(QFile::remove(path("a")));
        refresh(model);
        QCOMPARE(texts(model, {}), QStringList({"another", "etl", "Without a DAG", "Files with errors"}));
        QVERIFY(train.isValid());
        QCOMPARE(train.row(), 0);
        QCOMPARE(train.parent().row(), 1);
        QCOMPARE(train.data(LibraryModel::PathRole).toString(), path("b"));
        QVERIFY(QFile::remove(path("b")));
        QVERIFY(QFile::remove(path("d")));
        refresh(model);
        QVERIFY(!train.isValid());
        QCOMPARE(alone.parent().data().toString(), QStringLiteral("Without a DAG"));
        QCOMPARE(alone.data(LibraryModel::PathRole).toString(), path("c"));
    }

    void anotherFaultIsShown()
    {
        LibraryModel model;
        open(model);
        const QPersistentModelIndex broken = model.indexOfPath(path("broken"));
        QSignalSpy changed(&model, &LibraryModel::dataChanged);
        write("broken", "podtask: 1\ntask: {cmd: x}\n");
        refresh(model);
        QCOMPARE(changed.size(), 1);
        QVERIFY(broken.data(LibraryModel::ErrorRole).toString().contains(QLatin1String("cmds")));
    }

    void noFolderIsEmpty()
    {
        LibraryModel model;
        open(model);
        model.setFolder({});
        QCOMPARE(model.rowCount(), 0);
    }

private:
    QString path(const char *name) const
    {
        return m_folder->filePath(QString::fromUtf8(name) + QStringLiteral(".podtask.yaml"));
    }
    void write(const char *name, const char *text) { QVERIFY(writeFileAtomically(path(name), text)); }

    void open(LibraryModel &model)
    {
        QSignalSpy scanned(&model, &LibraryModel::scanned);
        model.setFolder(m_folder->path());
        QVERIFY(scanned.wait(30000));
    }

    static void refresh(LibraryModel &model)
    {
        QSignalSpy scanned(&model, &LibraryModel::scanned);
        model.refresh();
        QVERIFY(scanned.wait(30000));
    }

    static QStringList texts(const LibraryModel &model, const QModelIndex &parent)
    {
        QStringList texts;
        for (int row = 0; row < model.rowCount(parent); ++row)
            texts << model.index(row, 0, parent).data().toString();
        return texts;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestLibrary)
#include "tst_library.moc"
