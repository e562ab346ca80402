// Changes of files and folders are told, also when a file is replaced as editors do it.

#include "models/core/file_watch.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using podwright::core::FileWatch;

class TestFileWatch : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void changesAreTold_data()
    {
        QTest::addColumn<bool>("ofFolder");
        QTest::addColumn<bool>("isReplaced"); // by another file that takes its name
        QTest::newRow("written in place") << false << false;
        QTest::newRow("replaced") << false << true;
        QTest::newRow("folder") << true << true;
    }
    void changesAreTold()
    {
        QFETCH(bool, ofFolder);
        QFETCH(bool, isReplaced);
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("f"));
        write(file, "a");
        const QString watched = ofFolder ? folder.path() : file;
        FileWatch watch;
        QSignalSpy changed(&watch, &FileWatch::changed);
        watch.setPaths({watched, folder.filePath(QStringLiteral("missing"))});
        QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 1, 30000); // it is watched from now on
        QCOMPARE(changed.takeFirst().first().toString(), watched);
        if (isReplaced)
            QFile::remove(file);
        write(file, "b");
        QTRY_VERIFY_WITH_TIMEOUT(!changed.empty(), 30000);
        QCOMPARE(changed.first().first().toString(), watched);
    }

    void formerPathsAreForgotten()
    {
        const QTemporaryDir folder;
        const QString first = folder.filePath(QStringLiteral("1")), second = folder.filePath(QStringLiteral("2"));
        write(first, "a");
        write(second, "a");
        FileWatch watch;
        QSignalSpy changed(&watch, &FileWatch::changed);
        watch.setPaths({first});
        QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 1, 30000);
        watch.setPaths({second});
        QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 2, 30000);
        changed.clear();
        write(first, "b");
        write(second, "b");
        QTRY_VERIFY_WITH_TIMEOUT(!changed.empty(), 30000);
        for (const auto &call : changed)
            QCOMPARE(call.first().toString(), second);
    }

    // Nobody waits for the thread of a watch that goes, and yet it ends.
    void threadsOfFormerWatchesEnd()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("f"));
        write(file, "a");
        const QStringList many(2000, folder.filePath(QStringLiteral("missing")));
        for (int i = 0; i < 30; ++i) {
            FileWatch watch;
            watch.setPaths(many + QStringList{file, folder.path()});
        }
        QTRY_COMPARE_WITH_TIMEOUT(watchThreads(), 0, 30000);
        FileWatch watch;
        QTRY_COMPARE_WITH_TIMEOUT(watchThreads(), 1, 30000);
        QSignalSpy changed(&watch, &FileWatch::changed);
        watch.setPaths({file});
        QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 1, 30000);
    }

private:
    static int watchThreads()
    {
        int found = 0;
        const QDir tasks(QStringLiteral("/proc/self/task"));
        for (const QString &task : tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            QFile name(tasks.filePath(task + QStringLiteral("/comm")));
            found += name.open(QIODevice::ReadOnly) && name.readAll().startsWith("file watch") ? 1 : 0;
        }
        return found;
    }
    static void write(const QString &path, const QByteArray &text)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(text), text.size());
    }
};

QTEST_GUILESS_MAIN(TestFileWatch)
#include "tst_file_watch.moc"
