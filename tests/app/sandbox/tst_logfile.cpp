#include "app/sandbox/logfile.h"

#include <QTemporaryDir>
#include <QTest>

#include <thread>

namespace podwright::sandbox {

// What a log request answers, from records with known stamps.
class TestLogFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_log = std::make_unique<LogFile>(m_folder.filePath("log").toStdString());
        for (int second = 0; second < 3; ++second)
            m_log->append(LogFile::Stream::Output, "line " + std::to_string(second) + "\n", at(second));
    }

    void options_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("expected");
        for (const auto &[name, expected] : std::initializer_list<std::pair<const char *, const char *>>{
                 {"all", "line 0\nline 1\nline 2\n"},
                 {"tail 1", "line 2\n"},
                 {"tail 0", ""},
                 {"limit 9", "line 0\nli"},
                 {"since time", "line 1\nline 2\n"},
                 {"since seconds", "line 2\n"},
                 {"future", ""},
                 {"stamps", "2026-01-01T00:00:02.000000005Z line 2\n"}})
            QTest::newRow(name) << name << expected;
    }
    void options()
    {
        QFETCH(QString, name);
        QFETCH(QString, expected);
        static const std::map<QString, LogOptions> all = {{"all", {}},
                                                          {"tail 1", {.tailLines = 1}},
                                                          {"tail 0", {.tailLines = 0}},
                                                          {"limit 9", {.limitBytes = 9}},
                                                          {"since time", {.sinceTime = "2026-01-01T01:00:01.9+01:00"}},
                                                          {"since seconds", {.sinceSeconds = 1}},
                                                          {"future", {.sinceTime = "2030-01-01T00:00:00Z"}},
                                                          {"stamps", {.timestamps = true, .tailLines = 1}}};
        QCOMPARE(QString::fromStdString(read(all.at(name))), expected);
    }

    void streamsApart()
    {
        m_log->append(LogFile::Stream::Error, "trouble\n", at(3));
        m_log->append(LogFile::Stream::Output, "line 4\n", at(4));
        QCOMPARE(read({.stream = "Stderr"}), "trouble\n");
        QCOMPARE(read({.sinceSeconds = 1, .stream = "Stdout"}), "line 2\nline 4\n");
        QCOMPARE(read({.stream = "All"}), "line 0\nline 1\nline 2\ntrouble\nline 4\n");
    }

    void longLinesAreGluedTogether()
    {
        const std::string line = std::string(40000, 'x') + "\r\n";
        m_log->append(LogFile::Stream::Error, std::string_view(line).substr(0, 20000), at(3));
        m_log->append(LogFile::Stream::Error, std::string_view(line).substr(20000), at(4));
        QCOMPARE(read({.tailLines = 4}), "line 2\n" + std::string(40000, 'x') + "\n");
        QCOMPARE(read({.tailLines = 1}), std::string(40000 - 2 * 16384, 'x') + "\n");
        const std::string stamped = read({.timestamps = true, .tailLines = 3});
        QCOMPARE(std::count(stamped.begin(), stamped.end(), 'Z'), 1);
    }

    void promptAppearsAtTheEnd()
    {
        m_log->append(LogFile::Stream::Output, "prompt> ", at(3));
        QCOMPARE(read({.tailLines = 1}), "line 2\n");
        m_log->finish(at(4));
        QCOMPARE(read({.tailLines = 1}), "prompt> ");
    }

    void followersSeeEverythingOnce()
    {
        std::string text;
        std::thread follower([&] { text = read({.follow = true}); });
        std::string expected = "line 0\nline 1\nline 2\n";
        for (int i = 0; i < 20000; ++i) {
            const std::string line = std::to_string(i) + '\n';
            expected += line;
            m_log->append(LogFile::Stream::Output, line, at(5));
        }
        m_log->finish(at(6));
        follower.join();
        QVERIFY(text == expected);
    }

    void keepsAtMostItsCapacity()
    {
        LogFile log(m_folder.filePath("small").toStdString(), 10000);
        for (int i = 1000; i < 3000; ++i)
            log.append(LogFile::Stream::Output, std::to_string(i) + '\n', at(1));
        std::string text;
        log.read({}, at(9),
                 [&](std::string_view part) {
                     text += part;
                     return true;
                 },
                 {});
        QVERIFY(text.ends_with("2998\n2999\n"));
        QVERIFY(text.size() < 10000 && !text.starts_with("1000"));
        QCOMPARE(text.size() % 5, size_t(0)); // whole lines only
    }

private:
    static LogFile::Time at(int seconds)
    {
        return LogFile::Time(std::chrono::seconds(1767225600 + seconds) + std::chrono::nanoseconds(5));
    }
    std::string read(const LogOptions &options)
    {
        std::string text;
        m_log->read(options, at(3),
                    [&](std::string_view part) {
                        text += part;
                        return true;
                    },
                    {});
        return text;
    }

    QTemporaryDir m_folder;
    std::unique_ptr<LogFile> m_log;
};

} // namespace podwright::sandbox

QTEST_GUILESS_MAIN(podwright::sandbox::TestLogFile)
#include "tst_logfile.moc"
