// Search over a gigabyte of log that is on disk, beside ripgrep over the same bytes in a file, and the memory that ten
// million lines take. Prints; asserts only that both found the same.

#include "models/logs/log_levels.h"
#include "models/logs/log_search.h"
#include "tests/bench/rivals.h"
#include "tests/bench/turn_until.h"

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <malloc.h>

using namespace podwright;
using namespace podwright::logs;

namespace {

constexpr int linesAtOnce = 10000;
constexpr int patience = 60000; // milliseconds

int lineTotal()
{
    constexpr int linesInMegabyte = 8700;
    return std::max(1, support::benchMegabytes() * linesInMegabyte / linesAtOnce) * linesAtOnce;
}

qint64 residentBytes()
{
    malloc_trim(0);
    QFile file(QStringLiteral("/proc/self/statm"));
    return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').at(1).toLongLong() * 4096 : 0;
}

double seconds(const QElapsedTimer &timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e9;
}

QByteArray lines(int first, int count)
{
    QByteArray text;
    text.reserve(count * 116);
    for (int i = first; i < first + count; ++i) {
        text += "2026-01-01T00:00:00.000000000Z ";
        text += i % 1000 == 999 ? "ERROR" : "INFO";
        text += " step " + QByteArray::number(i) + "/10000000 loss=0." + QByteArray::number(1000 + i % 8999) +
                " lr=2.4e-05 312 images/s on worker " + QByteArray::number(i % 7) + "\n";
    }
    return text;
}

} // namespace

class TestLogSearchBench : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_store.setSpillFolder(m_folder.path());
        m_file.setFileName(m_folder.filePath(QStringLiteral("same.log")));
        QVERIFY(m_file.open(QIODevice::WriteOnly));
        const qint64 before = residentBytes();
        for (int first = 0; first < lineTotal(); first += linesAtOnce) {
            const QByteArray more = lines(first, linesAtOnce);
            m_store.append(more);
            m_file.write(more);
            QCoreApplication::processEvents();
        }
        m_file.close();
        LogLevels levels(m_store);
        QElapsedTimer timer;
        timer.start();
        QTRY_VERIFY_WITH_TIMEOUT(levels.isComplete(), patience);
        qInfo("levels of all lines, one thread: %.2f s", seconds(timer));
        QCOMPARE(m_store.lineCount(), lineTotal());
        QCOMPARE(levels.lines(Level::Error).count(), lineTotal() / 1000);
        qInfo("%.2f GB in %d lines take %.0f MiB of memory, levels included", double(m_store.byteCount()) / 1e9,
              lineTotal(), double(residentBytes() - before) / 1048576.0);
    }

    void search_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isRegex");
        QTest::addColumn<bool>("isCaseSensitive");
        QTest::newRow("literal, rare") << "step 1234567/" << false << true;
        QTest::newRow("literal, one in a thousand") << "ERROR" << false << true;
        QTest::newRow("literal, any case") << "error" << false << false;
        QTest::newRow("literal, every line") << "worker" << false << true;
        QTest::newRow("regex with a literal") << "loss=0\\.12\\d4" << true << true;
        QTest::newRow("regex with a rare literal") << "ERROR step \\d*7\\d{2}9/" << true << true;
        QTest::newRow("regex without a literal") << "[1-3]{3}9[a-f/][01]{2}" << true << true;
        QTest::newRow("regex, any case") << "error.*worker [25]" << true << false;
    }

    void search()
    {
        QFETCH(QString, text);
        QFETCH(bool, isRegex);
        QFETCH(bool, isCaseSensitive);
        double ours = 1e9, firstHit = 0;
        LogSearch search(m_store);
        for (int i = 0; i < 3; ++i) {
            QElapsedTimer timer;
            timer.start();
            QVERIFY(search.setQuery(SearchQuery{text, isRegex, isCaseSensitive}));
            support::turnUntil([&] { return search.isComplete() || !search.lines().isEmpty(); }, patience);
            firstHit = seconds(timer);
            QVERIFY(support::turnUntil([&] { return search.isComplete(); }, patience));
            ours = std::min(ours, seconds(timer));
        }
        qInfo("%s: %lld lines in %.3f s, first hit after %.3f s", qPrintable(text),
              static_cast<long long>(search.lines().count()), ours, firstHit);
        const QString rival = QStandardPaths::findExecutable(QStringLiteral("rg"));
        if (rival.isEmpty()) {
            qInfo("no ripgrep on this machine to compare with");
            return;
        }
        QStringList arguments{QStringLiteral("-c"), isCaseSensitive ? QStringLiteral("-s") : QStringLiteral("-i")};
        if (!isRegex)
            arguments += QStringLiteral("-F");
        arguments += {QStringLiteral("--"), text, m_file.fileName()};
        double theirs = 1e9;
        for (int i = 0; i < 3; ++i) {
            QProcess process;
            QElapsedTimer timer;
            timer.start();
            process.start(rival, arguments);
            QVERIFY(process.waitForFinished(patience));
            theirs = std::min(theirs, seconds(timer));
            QCOMPARE(process.readAllStandardOutput().trimmed().toLongLong(), search.lines().count());
        }
        qInfo("ripgrep: %.3f s; ratio ours to theirs %.2f", theirs, ours / theirs);
    }

private:
    QTemporaryDir m_folder{QDir::homePath() + QStringLiteral("/.cache/podwright-bench-XXXXXX")};
    QFile m_file;
    LogStore m_store;
};

QTEST_GUILESS_MAIN(TestLogSearchBench)
#include "tst_log_search_bench.moc"
