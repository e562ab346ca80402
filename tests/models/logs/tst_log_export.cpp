#include "models/logs/find_time.h"
#include "models/logs/json_lines.h"
#include "models/logs/log_export.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace podwright::logs;

namespace {

constexpr int lineTotal = 60000;

QByteArray lineAt(int number)
{
    return QStringLiteral("2026-01-01T%1:%2:%3.500000000Z \x1b[31mline %4\x1b[0m")
        .arg(number / 3600, 2, 10, QLatin1Char('0'))
        .arg(number / 60 % 60, 2, 10, QLatin1Char('0'))
        .arg(number % 60, 2, 10, QLatin1Char('0'))
        .arg(number)
        .toUtf8();
}

} // namespace

class TestLogExport : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_store.setSpillFolder(m_folder.path());
        for (int i = 0; i < lineTotal; ++i)
            m_store.append(lineAt(i) + '\n');
    }

    void everythingIsWrittenByteForByte()
    {
        const QString path = m_folder.filePath(QStringLiteral("all.log"));
        const auto progress = std::make_shared<std::atomic<int>>(0);
        QVERIFY(exportLines({.chunks = m_store.snapshot(), .from = 0, .to = lineTotal}, path, progress, {}));
        QCOMPARE(progress->load(), 1000);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        for (int i = 0; i < lineTotal; ++i)
            QCOMPARE(file.readLine(), lineAt(i) + '\n');
        QVERIFY(file.atEnd());
    }

    void aRangeOfChosenLines()
    {
        LineSet odd;
        for (int i = 1; i < lineTotal; i += 2)
            odd.append(i);
        const auto text = copyLines({.chunks = m_store.snapshot(),
                                     .from = 20000,
                                     .to = 20005,
                                     .only = odd,
                                     .withStamps = false,
                                     .withEscapes = false},
                                    1000, {});
        QVERIFY(text);
        QCOMPARE(*text, QByteArray("line 20001\nline 20003\n"));
    }

    void tooMuchToCopyIsSaid()
    {
        const auto text = copyLines({.chunks = m_store.snapshot(), .from = 0, .to = lineTotal}, 1000, {});
        QVERIFY(!text);
        QVERIFY(!text.error().hint.isEmpty());
    }

    void stoppingLeavesNoFile()
    {
        std::stop_source stop;
        stop.request_stop();
        const QString path = m_folder.filePath(QStringLiteral("stopped.log"));
        const auto result =
            exportLines({.chunks = m_store.snapshot(), .from = 0, .to = lineTotal}, path, {}, stop.get_token());
        QCOMPARE(result.error().kind, podwright::core::Error::Kind::Cancelled);
        QVERIFY(!QFile::exists(path));
    }

    void times_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("line");
        QTest::newRow("time of day") << QStringLiteral("02:00") << qint64(7200);
        QTest::newRow("seconds") << QStringLiteral("02:00:07") << qint64(7207);
        QTest::newRow("after the half second") << QStringLiteral("02:00:07.6") << qint64(7208);
        QTest::newRow("date") << QStringLiteral("2026-01-01 16:00") << qint64(57600);
        QTest::newRow("before all") << QStringLiteral("2025-12-31T10:00:00Z") << qint64(0);
        QTest::newRow("after all") << QStringLiteral("23:00") << qint64(lineTotal - 1);
        QTest::newRow("no time") << QStringLiteral("noon") << qint64(-1);
    }

    void times()
    {
        QFETCH(QString, text);
        QFETCH(qint64, line);
        QCOMPARE(isTime(text), line >= 0);
        QCOMPARE(lineAtTime(m_store.snapshot(), text), line);
    }

    void linesWithoutStampsHaveNoTime()
    {
        LogStore store;
        store.append("a\nb\n");
        QCOMPARE(lineAtTime(store.snapshot(), QStringLiteral("10:00")), -1);
        QCOMPARE(lineAtTime({}, QStringLiteral("10:00")), -1);
    }

    void jsonUnfolds()
    {
        QCOMPARE(unfoldJson("{\"b\":1,\"a\":{\"x\":[true]}}"),
                 QStringLiteral("{\n  \"b\": 1,\n  \"a\": {\n    \"x\": [\n      true\n    ]\n  }\n}"));
        QVERIFY(unfoldJson("{no json}").isEmpty());
        QVERIFY(unfoldJson("[1]").isEmpty());
        QVERIFY(unfoldJson("{\"a\":\"" + QByteArray(300 * 1024, 'x') + "\"}").isEmpty());
        QVERIFY(unfoldJson(QByteArray("{\"a\":").repeated(5000) + "1" + QByteArray(5000, '}')).isEmpty());
        QVERIFY(!unfoldJson("{\"a\":\"\xff\"}").contains(QStringLiteral("\n\n")));
    }

private:
    QTemporaryDir m_folder;
    LogStore m_store;
};

QTEST_GUILESS_MAIN(TestLogExport)
#include "tst_log_export.moc"
