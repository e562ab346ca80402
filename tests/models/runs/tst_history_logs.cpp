// The logs that the history keeps: written, read, cut off, packed.

#include "models/runs/log_archive.h"
#include "tests/models/runs/history_bench.h"

#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace podwright;
using namespace podwright::runs;
using test::aRun;
using test::logText;

namespace {

QByteArray fileText(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool isPacked(const QString &path)
{
    return QFile::exists(packedLogPath(path)) && !QFile::exists(path);
}

void openLog(History &history, LogPosition &position)
{
    bool isThere = false;
    QObject context;
    history.openLog("r", "base", &context, [&](const LogPosition &found) {
        position = found;
        isThere = true;
    });
    QTRY_VERIFY_WITH_TIMEOUT(isThere, 30000);
}

} // namespace

class TestHistoryLogs : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void moreLogThanTheDiskTakesIsTold()
    {
        QTemporaryDir folder;
        History history(folder.path());
        QSignalSpy behind(&history, &History::behindChanged);
        const QByteArray megabyte = (QByteArray(1023, 'a') + '\n').repeated(1024);
        for (int i = 0; i < 60; ++i)
            history.appendLog("r", "base", megabyte, "t", {});
        QVERIFY(!history.isBehind());
        for (int i = 0; i < 10; ++i)
            history.appendLog("r", "base", megabyte, "t", {});
        QVERIFY(history.isBehind());
        QTRY_VERIFY_WITH_TIMEOUT(!history.isBehind(), 60000);
        QCOMPARE(behind.size(), 2);
    }

    void aReaderSetsThePace()
    {
        QTemporaryDir folder;
        History history(folder.path());
        history.appendLog("r", "base", QByteArray(10 * 1024 * 1024, 'a'), "t", {});
        QObject context;
        std::vector<qsizetype> sizes;
        History::GoOn next;
        history.readLog("r", "base", &context, [&](const core::Result<QByteArray> &piece, const History::GoOn &goOn) {
            sizes.push_back(piece ? piece->size() : -1);
            next = goOn;
        });
        constexpr qsizetype whole = 4 * 1024 * 1024;
        const std::vector<std::vector<qsizetype>> expected{
            {whole}, {whole, whole}, {whole, whole, whole / 2}, {whole, whole, whole / 2, 0}};
        for (const auto &sizesSoFar : expected) {
            QTRY_COMPARE_WITH_TIMEOUT(sizes, sizesSoFar, 30000);
            bool isWritten = false;
            history.whenWritten(&context, [&isWritten] { isWritten = true; });
            QTRY_VERIFY_WITH_TIMEOUT(isWritten, 30000); // whatever was asked has been done
            QCOMPARE(sizes, sizesSoFar);
            next();
        }
    }

    void aLogIsWholeAfterAKill()
    {
        QTemporaryDir folder;
        QString path;
        {
            History history(folder.path());
            history.appendLog("r", "base", "one\n", "t1", "w1");
            history.appendLog("r", "base", "two\n", "t2", "w2");
            path = history.logPath("r", "base");
        }
        QCOMPARE(fileText(path), QByteArray("one\ntwo\n"));
        // Killed between the file and the database: bytes that nobody knows of.
        QFile file(path);
        QVERIFY(file.open(QIODevice::Append) && file.write("thr") == 3);
        file.close();
        History history(folder.path());
        LogPosition position;
        openLog(history, position);
        QCOMPARE(position, (LogPosition{8, "t2", "w2"}));
        history.appendLog("r", "base", "three\n", "t3", "w3");
        QCOMPARE(logText(history), QByteArray("one\ntwo\nthree\n"));
    }

    void aLogThatLostBytesBeginsAnew()
    {
        QTemporaryDir folder;
        QString path;
        {
            History history(folder.path());
            history.appendLog("r", "base", "one\ntwo\n", "t2", "w2");
            path = history.logPath("r", "base");
        }
        QVERIFY(QFile::resize(path, 3));
        History history(folder.path());
        LogPosition position{1, "x", "x"};
        openLog(history, position);
        QCOMPARE(position.length, 0);
        QVERIFY(position.resumeTime.empty());
        QCOMPARE(fileText(path), QByteArray());
    }

    void logsOfFinishedRunsArePacked()
    {
        QTemporaryDir folder;
        History history(folder.path());
        QByteArray log;
        for (int i = 0; log.size() < 9'000'000; ++i) // more than two pieces
            log += "2026-01-01T00:00:00Z line " + QByteArray::number(i * 7919) + '\n';
        history.appendLog("r", "base", log, "t", "w");
        history.save(aRun("r", Stage::Done));
        const QString path = history.logPath("r", "base");
        QTRY_VERIFY_WITH_TIMEOUT(isPacked(path), 30000);
        QVERIFY(QFileInfo(path + QStringLiteral(".zst")).size() * 4 < log.size());
        QVERIFY(logText(history) == log);
        history.appendLog("r", "base", "late\n", "t", "w"); // goes on
        QVERIFY(logText(history) == log + "late\n");
        QVERIFY(!QFile::exists(path + QStringLiteral(".zst")));
    }

    void whatAKilledProcessLeftIsPackedByTheNext()
    {
        QTemporaryDir folder;
        QString path;
        {
            History history(folder.path());
            history.appendLog("r", "base", "one\n", "t", "w");
            history.save(aRun("r", Stage::Done));
            path = history.logPath("r", "base");
            QTRY_VERIFY_WITH_TIMEOUT(isPacked(path), 30000);
        }
        QVERIFY(unpackLogFile(path).ok());
        QFile torn(path + QStringLiteral(".zst"));
        QVERIFY(torn.open(QIODevice::WriteOnly));
        torn.write("half");
        torn.close();
        History history(folder.path());
        QTRY_VERIFY_WITH_TIMEOUT(isPacked(path), 30000);
        QCOMPARE(logText(history), QByteArray("one\n"));
    }

    void aDamagedPackIsTold_data()
    {
        QTest::addColumn<int>("kept");
        QTest::newRow("empty") << 0;
        QTest::newRow("head only") << 6;
        QTest::newRow("cut") << -3;
        QTest::newRow("a byte is wrong") << 0x1000;
    }
    void aDamagedPackIsTold()
    {
        QFETCH(int, kept);
        QTemporaryDir folder;
        History history(folder.path());
        history.appendLog("r", "base", QByteArray("a line of it\n").repeated(1000), "t", "w");
        history.save(aRun("r", Stage::Done));
        const QString path = history.logPath("r", "base");
        QTRY_VERIFY_WITH_TIMEOUT(isPacked(path), 30000);
        QFile packed(packedLogPath(path));
        QVERIFY(packed.open(QIODevice::ReadWrite));
        QByteArray bytes = packed.readAll();
        if (kept == 0x1000)
            bytes[bytes.size() / 2] = char(bytes[bytes.size() / 2] ^ 0x55);
        else
            bytes = kept < 0 ? bytes.chopped(-kept) : bytes.first(kept);
        QVERIFY(packed.resize(0) && packed.seek(0) && packed.write(bytes) == bytes.size());
        packed.close();
        QVERIFY2(logText(history).contains("damaged"), logText(history).constData());
    }

    void namesStayInTheFolder()
    {
        QTemporaryDir folder;
        History history(folder.path());
        QVERIFY(!history.logPath("../../x", "../y").contains(QStringLiteral("/../")));
    }
};

QTEST_GUILESS_MAIN(TestHistoryLogs)
#include "tst_history_logs.moc"
