#include "models/logs/log_store.h"
#include "tests/support/busy_pool.h"

#include <QDir>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace podwright::logs;

namespace {

QList<QByteArray> allLines(const LogStore &store)
{
    QList<QByteArray> lines;
    for (qint64 n = store.firstLine(); n < store.endLine(); ++n)
        lines.append(store.line(n));
    return lines;
}

qint64 inMemory(const LogStore &store)
{
    return std::ranges::count_if(store.snapshot(), [](const auto &chunk) { return !chunk->file; });
}

QByteArray randomLog(QRandomGenerator &random, int lines)
{
    QByteArray log;
    for (int i = 0; i < lines; ++i)
        log += QByteArray(random.bounded(200), 'x') + QByteArray::number(i) + "\xc3\xa9\r\n";
    return log;
}

} // namespace

class TestLogStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void atOnceEqualsPieces()
    {
        QRandomGenerator random(7);
        const QByteArray log = randomLog(random, 20000) + "the end has no newline";
        LogStore whole;
        whole.append(log);
        QCOMPARE(allLines(whole), log.split('\n'));

        LogStore pieces;
        pieces.setSpillFolder(m_folder.path());
        for (qsizetype at = 0; at < log.size();) {
            const qsizetype length = std::min<qsizetype>(log.size() - at, random.bounded(1, 9000));
            pieces.append(QByteArrayView(log).sliced(at, length));
            at += length;
        }
        QCOMPARE(pieces.byteCount(), log.size());
        QCOMPARE(allLines(pieces), allLines(whole));
    }

    void anUnfinishedLineIsShownButNotInASnapshot()
    {
        LogStore store;
        store.append("one\ntw");
        QCOMPARE(store.lineCount(), 2);
        QCOMPARE(store.line(1), QByteArray("tw"));
        QCOMPARE(store.snapshot().back()->lineCount(), 1);
        store.append("o");
        QCOMPARE(store.line(1), QByteArray("two"));
        store.append("\n");
        QCOMPARE(store.lineCount(), 2);
        QCOMPARE(store.wholeLineEnd(), 2);
    }

    void whatIsOnDiskReadsAsItWas()
    {
        QRandomGenerator random(3);
        const QByteArray log = randomLog(random, 250000);
        LogStore store;
        store.setSpillFolder(m_folder.path());
        store.append(log);
        QTRY_COMPARE_WITH_TIMEOUT(inMemory(store), LogStore::chunksInMemory + 1, 30000);
        QVERIFY(store.snapshot().size() > 80);
        const QList<QByteArray> expected = log.split('\n');
        for (int i = 0; i < 20000; ++i) {
            const qint64 n = random.bounded(250000);
            QCOMPARE(store.line(n), expected[n]);
            QTRY_VERIFY_WITH_TIMEOUT(store.isAtHand(n), 30000);
            const LineStart start = store.lineStart(n, 20);
            QCOMPARE(start.bytes, expected[n].first(std::min<qsizetype>(20, expected[n].size())));
            QCOMPARE(start.length, expected[n].size());
        }
        QByteArray buffer, whole;
        for (const auto &chunk : store.snapshot())
            whole += *chunk->load(buffer);
        QCOMPARE(whole, log);
        QVERIFY2(QDir(m_folder.path()).isEmpty(QDir::Files), "the file has no name");
    }

    void longLinesAmongOthersKeepTheirLengths()
    {
        LogStore store;
        store.setSpillFolder(m_folder.path());
        QList<qsizetype> lengths;
        for (int i = 0; i < 1000; ++i) {
            lengths.append(i % 7 == 0 ? 200000 + i : i);
            store.append(QByteArray(lengths.last(), static_cast<char>('a' + i % 26)) + '\n');
        }
        QTRY_COMPARE_WITH_TIMEOUT(inMemory(store), LogStore::chunksInMemory + 1, 30000);
        for (int i = 0; i < 1000; ++i) {
            const LineStart start = store.lineStart(i, 100);
            QCOMPARE(start.length, lengths[i]);
            QCOMPARE(start.bytes, QByteArray(std::min<qsizetype>(100, lengths[i]), static_cast<char>('a' + i % 26)));
            QCOMPARE(store.line(i).size(), lengths[i]);
        }
    }

    void oldLinesGoAndNumbersStay_data()
    {
        QTest::addColumn<int>("chunks");
        QTest::newRow("in memory") << 3;
        QTest::newRow("from disk") << 80;
    }

    void oldLinesGoAndNumbersStay()
    {
        QFETCH(int, chunks);
        LogStore store(chunks * LogChunk::size);
        store.setSpillFolder(m_folder.path());
        QSignalSpy dropped(&store, &LogStore::dropped);
        const QByteArray line(1023, 'a');
        for (int i = 0; i < 40 * 1024; ++i) {
            store.append(line + '\n');
            if (i % 1024 == 0)
                QCoreApplication::processEvents();
        }
        QVERIFY(!dropped.isEmpty());
        QCOMPARE(dropped.last().at(0).toLongLong(), store.firstLine());
        QCOMPARE(store.endLine(), 40 * 1024);
        QVERIFY(store.byteCount() <= chunks * LogChunk::size);
        QVERIFY(store.line(store.firstLine() - 1).isEmpty());
        QCOMPARE(store.line(store.firstLine()), line);
        QCOMPARE(store.line(store.endLine() - 1), line);
        store.setMaximumBytes(2 * LogChunk::size);
        QVERIFY(store.byteCount() <= 2 * LogChunk::size);
    }

    void aDiskThatTakesNothingIsToldAndTheNewestLinesStay()
    {
        LogStore store;
        store.setSpillFolder(QStringLiteral("/proc/nowhere"));
        QSignalSpy trouble(&store, &LogStore::trouble);
        const QByteArray lines = QByteArray(1023, 'a') + '\n';
        store.append(lines.repeated(12 * 1024));
        QTRY_COMPARE_WITH_TIMEOUT(trouble.size(), 1, 30000);
        QCOMPARE(std::ranges::count(allLines(store), trouble.first().first().toString().toUtf8()), 1);
        for (int i = 0; i < 100; ++i) {
            store.append(lines.repeated(1024));
            QCoreApplication::processEvents();
        }
        QCOMPARE(trouble.size(), 1);
        QVERIFY(store.byteCount() <= 80 * 1024 * 1024);
        QVERIFY(store.firstLine() > 0);
        QCOMPARE(store.line(store.endLine() - 1), lines.chopped(1));
    }

    void aDiskThatIsSlowerThanTheLogIsTold()
    {
        LogStore store;
        QSignalSpy behind(&store, &LogStore::behindChanged);
        const QByteArray megabyte = (QByteArray(1023, 'a') + '\n').repeated(1024);
        podwright::support::BusyPool disk; // nothing is written
        for (int i = 0; i < 16; ++i)
            store.append(megabyte);
        QVERIFY(!store.isBehind());
        for (int i = 0; i < 48; ++i)
            store.append(megabyte);
        QVERIFY(store.isBehind());
        disk.release();
        QTRY_VERIFY_WITH_TIMEOUT(!store.isBehind(), 30000);
        QCOMPARE(behind.size(), 2);
        QCOMPARE(behind[0][0].toBool(), true);
        QCOMPARE(store.lineCount(), 64 * 1024);
        QVERIFY(store.firstLine() == 0);
    }

    void aLineLongerThanAChunkStaysWhole()
    {
        LogStore store;
        const QByteArray longLine(3 * LogChunk::size, 'z');
        store.append("short\n" + longLine + "\nafter\n");
        QCOMPARE(store.lineCount(), 3);
        QCOMPARE(store.line(1), longLine);
        QCOMPARE(store.line(2), QByteArray("after"));
    }

    void snapshotsDoNotChange()
    {
        LogStore store;
        store.append("one\n");
        const Snapshot before = store.snapshot();
        store.append("two\n");
        store.clear();
        QCOMPARE(before.size(), size_t(1));
        QCOMPARE(before.front()->lineCount(), 1);
        QByteArray buffer;
        QCOMPARE(before.front()->load(buffer)->toByteArray(), QByteArray("one\n"));
    }

    void noticesAreLinesOfTheirOwn()
    {
        LogStore store;
        store.append("log without newline");
        store.appendNotice(QStringLiteral("connection lost\nresumed"));
        store.append("more\n");
        QCOMPARE(allLines(store), (QList<QByteArray>{"log without newline", "connection lost resumed", "more"}));
        QCOMPARE(store.isNotice(0), false);
        QCOMPARE(store.isNotice(1), true);
        QCOMPARE(store.isNotice(2), false);
    }

    void manyAppendsTellOnce()
    {
        LogStore store;
        QSignalSpy appended(&store, &LogStore::appended);
        for (int i = 0; i < 1000; ++i)
            store.append("x\n");
        QVERIFY(appended.isEmpty());
        QVERIFY(appended.wait(2000));
        QCOMPARE(appended.size(), 1);
    }

    void clearingKeepsNumbersRising()
    {
        LogStore store;
        store.append("one\ntwo\n");
        store.clear();
        QCOMPARE(store.lineCount(), 0);
        QCOMPARE(store.firstLine(), 2);
        store.append("three\n");
        QCOMPARE(store.line(2), QByteArray("three"));
    }

private:
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestLogStore)
#include "tst_log_store.moc"
