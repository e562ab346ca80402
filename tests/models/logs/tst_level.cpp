#include "models/logs/level.h"
#include "models/logs/log_levels.h"

#include <QTest>

using namespace podwright::logs;

class TestLevel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void levels_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<int>("level");
        const auto row = [](Level level, const char *line) { QTest::newRow(line) << QByteArray(line) << int(level); };
        row(Level::Error, "E0102 15:04:05.678901       1 reflector.go:138] failed to list");
        row(Level::Warning, "W0102 15:04:05.678901 1 x.go:1] slow");
        row(Level::Info, "I0102 15:04:05.678901 1 x.go:1] error is only a word here");
        row(Level::Error, "F0102 15:04:05.678901 1 x.go:1] gone");
        row(Level::Warning, "time=\"2026-01-02T15:04:05Z\" level=warning msg=\"an error\"");
        row(Level::Error, "ts=2026 caller=x.go lvl=eror level=error err=null");
        row(Level::Error, "{\"ts\":1,\"level\":\"error\",\"msg\":\"x\"}");
        row(Level::Info, "{\"severity\": \"INFO\", \"message\": \"error\"}");
        row(Level::Warning, "{\"level\":40,\"msg\":\"x\"}");
        row(Level::None, "{\"msg\":\"ERROR\"}");
        row(Level::Error, "ERROR:root:it broke");
        row(Level::Warning, "2026-01-02 15:04:05,678 WARNING pkg.mod: slow");
        row(Level::Info, "2026-01-02 15:04:05,678 - my.logger - INFO - started");
        row(Level::Info, "[2026-01-02T15:04:05.678+0000] {taskinstance.py:1157} INFO - Dependencies all met");
        row(Level::Error, "[2026-01-02, 15:04:05 UTC] {logging_mixin.py:109} ERROR - gone");
        row(Level::Info, "[2026-01-02 15:04:05] [info] nginx is up");
        row(Level::Error, "26/01/02 15:04:05 ERROR Executor: Exception in task 0.0");
        row(Level::Debug, "2026-01-02 15:04:05,678 [main] DEBUG c.a.B - x");
        row(Level::Warning, "WARN dataloader: worker 3 is slow (1.9 s)");
        row(Level::Error, "error: could not resolve host");
        row(Level::Warning, "warning: unused variable");
        row(Level::Error, "[ERROR] x");
        row(Level::Error, "Traceback (most recent call last):");
        row(Level::Error, "ValueError: invalid literal for int()");
        row(Level::Error, "java.lang.IllegalStateException: closed");
        row(Level::None, "  File \"x.py\", line 3, in error");
        row(Level::None, "no error was found");
        row(Level::None, "step 41230/50000 loss=0.1866 lr=2.4e-05 311 img/s");
        row(Level::None, "errors=0 warnings=0");
        row(Level::None, "");
        row(Level::None, "the INFORMATIONAL board");
    }

    void levels()
    {
        QFETCH(QByteArray, line);
        QFETCH(int, level);
        QCOMPARE(int(levelOf(line)), level);
    }

    void ofAWholeLogAsItComes()
    {
        LogStore store;
        const LogLevels levels(store);
        store.append("2026-01-01T00:00:00.123456789Z \x1b[31mERROR\x1b[0m x\nplain\nWARN y\nINFO z\n");
        store.appendNotice(QStringLiteral("ERROR is a word of ours"));
        QTRY_VERIFY_WITH_TIMEOUT(levels.isComplete() && !levels.lines(Level::Error).isEmpty(), 30000);
        QCOMPARE(levels.lines(Level::Error).count(), 1);
        QVERIFY(levels.lines(Level::Error).contains(0));
        QVERIFY(levels.lines(Level::Warning).contains(2));
        QCOMPARE(levels.worst(1, 4), Level::Warning);
        QCOMPARE(levels.worst(1, 2), Level::None);
        QCOMPARE(levels.worst(0, 4), Level::Error);
        store.append("ERROR again\n");
        QTRY_COMPARE_WITH_TIMEOUT(levels.lines(Level::Error).count(), 2, 30000);
    }
};

QTEST_GUILESS_MAIN(TestLevel)
#include "tst_level.moc"
