// A process on a terminal of this machine: it reads what is typed, knows the terminal as its own, and ends with it.

#include "models/core/job.h"
#include "models/core/process.h"
#include "models/core/pseudo_terminal.h"

#include <QTest>

#include <signal.h>

#include <optional>

using namespace podwright::core;

namespace {

constexpr int patient = 30000;

} // namespace

class TestPseudoTerminal : public QObject
{
    Q_OBJECT
    std::unique_ptr<PseudoTerminal> m_terminal;
    QByteArray m_said;
    std::optional<Result<ProcessOutput>> m_ended;
    std::stop_source m_stop;
    Job m_job; // last: ends before what it uses

    void run(const std::string &script, ProcessLimits limits = {})
    {
        m_job.start(
            [script, limits, path = m_terminal->path(), stop = m_stop.get_token()](std::stop_token) {
                return runOnTerminal({"sh", "-c", script}, {"PATH=/usr/bin:/bin"}, path, limits, stop);
            },
            [this](const Result<ProcessOutput> &output) { m_ended = output; });
    }

private Q_SLOTS:
    void init()
    {
        m_said.clear();
        m_ended.reset();
        m_stop = {};
        auto opened = PseudoTerminal::open(90, 33);
        QVERIFY(opened.ok());
        m_terminal = std::move(*opened);
        connect(m_terminal.get(), &PseudoTerminal::output, this, [this](const QByteArray &text) { m_said += text; });
    }
    void cleanup()
    {
        m_stop.request_stop();
        QTRY_VERIFY_WITH_TIMEOUT(m_ended, patient);
        m_terminal.reset();
    }

    void whatIsTypedIsReadAndTheAnswerComesApart()
    {
        run("printf 'Name: ' >&2; read name; echo \"hello $name\"; echo done >&2; exit 3");
        QTRY_VERIFY2_WITH_TIMEOUT(m_said.contains("Name: "), m_said.constData(), patient);
        QVERIFY(!m_ended);
        QVERIFY(m_terminal->write("dana\n"));
        QTRY_VERIFY_WITH_TIMEOUT(m_ended, patient);
        QVERIFY(m_ended->ok());
        QCOMPARE(m_ended->value().output, std::string("hello dana\n"));
        QCOMPARE(m_ended->value().exitCode, 3);
        QCOMPARE(m_ended->value().errorTail, std::string());
        m_terminal->read();
        QVERIFY2(m_said.contains("done\r\n"), m_said.constData());
        QVERIFY2(!m_said.contains("hello"), m_said.constData());
    }

    void itIsTheTerminalOfTheProcess()
    {
        run("exec 3<>/dev/tty || exit 9; stty size <&3; test -t 0 && test -t 2 && ! test -t 1 && echo fits");
        QTRY_VERIFY_WITH_TIMEOUT(m_ended, patient);
        QVERIFY(m_ended->ok());
        QCOMPARE(m_ended->value().output, std::string("33 90\nfits\n"));
    }

    void theSizeCanChange()
    {
        run("trap 'stty size; exit' WINCH; echo ready >&2; while :; do read line; done");
        QTRY_VERIFY_WITH_TIMEOUT(m_said.contains("ready"), patient);
        m_terminal->resize(100, 40);
        QTRY_VERIFY_WITH_TIMEOUT(m_ended, patient);
        QCOMPARE(m_ended->value().output, std::string("40 100\n"));
    }

    void ctrlCReachesIt()
    {
        run("trap 'echo caught; exit 4' INT; echo ready >&2; while :; do read line; done");
        QTRY_VERIFY_WITH_TIMEOUT(m_said.contains("ready"), patient);
        QVERIFY(m_terminal->write("\x03"));
        QTRY_VERIFY_WITH_TIMEOUT(m_ended, patient);
        QCOMPARE(m_ended->value().exitCode, 4);
        QCOMPARE(m_ended->value().output, std::string("caught\n"));
    }

    void stoppingEndsAllOfIt()
    {
        run("sleep 1000 & echo pid $! >&2; wait");
        QTRY_VERIFY_WITH_TIMEOUT(m_said.contains("pid") && m_said.endsWith('\n'), patient);
        const int child = m_said.mid(m_said.indexOf("pid") + 4).trimmed().toInt();
        QVERIFY(child > 1);
        m_stop.request_stop();
        QTRY_VERIFY_WITH_TIMEOUT(m_ended, patient);
        QVERIFY(!m_ended->ok());
        QCOMPARE(m_ended->error().kind, Error::Kind::Cancelled);
        QTRY_VERIFY_WITH_TIMEOUT(::kill(child, 0) != 0, patient);
    }

    void itTakesOnlySoMuchThatNobodyReads()
    {
        run("stty raw; echo ready >&2; sleep 1000");
        QTRY_VERIFY_WITH_TIMEOUT(m_said.contains("ready"), patient);
        const QByteArray much(PseudoTerminal::mostUnsent / 2, 'x');
        int taken = 0;
        while (taken < 100 && m_terminal->write(much))
            ++taken;
        QVERIFY(taken >= 1);
        QVERIFY(taken < 100);
    }

    void aLimitOfTimeHolds()
    {
        run("sleep 1000", {.timeout = std::chrono::milliseconds(300)});
        QTRY_VERIFY_WITH_TIMEOUT(m_ended, patient);
        QCOMPARE(m_ended->error().kind, Error::Kind::Timeout);
    }
};

QTEST_GUILESS_MAIN(TestPseudoTerminal)
#include "tst_pseudo_terminal.moc"
