#include "models/logs/log_store.h"

#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace podwright::logs;

namespace {

QList<QByteArray> allLines(const LogStore &store)
{
    QList<QByteArray> lines;
    for (qint64 n = store.firstLine(); n < store.endLine(); ++n)
        lines.append(store.line(n));
    return lines;
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

    void oldLinesGoAndNumbersStay()
    {
        LogStore store(3 * LogChunk::size);
        QSignalSpy dropped(&store, &LogStore::dropped);
        const QByteArray line(1023, 'a');
        for (int i = 0; i < 10 * 1024; ++i)
            store.append(line + '\n');
        QVERIFY(!dropped.isEmpty());
        QCOMPARE(dropped.last().at(0).toLongLong(), store.firstLine());
        QCOMPARE(store.endLine(), 10 * 1024);
        QVERIFY(store.byteCount() <= 3 * LogChunk::size);
        QVERIFY(store.line(store.firstLine() - 1).isEmpty());
        QCOMPARE(store.line(store.endLine() - 1), line);
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
        QCOMPARE(before.front()->line(0).toByteArray(), QByteArray("one"));
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
};

QTEST_GUILESS_MAIN(TestLogStore)
#include "tst_log_store.moc"
