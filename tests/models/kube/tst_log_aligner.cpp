#include "models/kube/log_aligner.h"

#include <QTest>

#include <map>
#include <random>

using namespace podwright::kube;

namespace {

constexpr qint64 epoch = 1767225600; // 2026-01-01T00:00:00Z
constexpr qint64 billion = 1'000'000'000;

QByteArray stampOf(qint64 nanoseconds, const QByteArray &zone = "Z")
{
    static std::map<qint64, QByteArray> seconds; // formatting them anew is what would take the time
    QByteArray &second = seconds[nanoseconds / billion];
    if (second.isEmpty()) {
        const QDateTime time = QDateTime::fromSecsSinceEpoch(epoch + nanoseconds / billion, Qt::UTC);
        second = time.toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss")).toLatin1();
    }
    return second + '.' + QByteArray::number(nanoseconds % billion).rightJustified(9, '0') + zone + ' ';
}

QByteArray at(double seconds, const QByteArray &text)
{
    return stampOf(static_cast<qint64>(seconds * 1e9)) + text + '\n';
}

// What a node keeps of a container: records, of which several may make up a line.
struct Record
{
    qint64 time = 0;
    QByteArray text;
    bool endsLine = true;
};

// The node's file and how it is served: stamps at each record (old nodes) or only where a line begins.
struct Node
{
    std::vector<Record> records;
    bool stampsEachRecord = false;

    // Records [first, last) at or after whole second `since` (0 = all).
    QByteArray serve(size_t first, size_t last, qint64 since) const
    {
        QByteArray body;
        for (size_t i = first; i < last; ++i) {
            const Record &record = records[i];
            const bool isFirst = i == 0 || records[i - 1].endsLine;
            if (record.time / billion >= since) {
                if (stampsEachRecord || isFirst)
                    body += stampOf(record.time);
                body += record.text;
                if (record.endsLine)
                    body += '\n';
            }
        }
        return body;
    }
};

qint64 secondsOf(const std::string &resumeTime)
{
    return resumeTime.empty()
               ? 0
               : QDateTime::fromString(QString::fromStdString(resumeTime), Qt::ISODate).toSecsSinceEpoch() - epoch;
}

struct Shape
{
    bool equalStamps = false, disorder = false, twoStreams = false, longLines = false;
};

Node randomNode(std::mt19937 &random, const Shape &shape, int lines)
{
    Node node;
    node.stampsEachRecord = random() % 2 != 0;
    qint64 now = static_cast<qint64>(random() % billion);
    for (int i = 0; i < lines; ++i) {
        if (!shape.equalStamps || random() % 3 != 0)
            now += 1 + static_cast<qint64>(random() % (random() % 20 == 0 ? 1'500'000'000 : 40'000'000));
        qint64 time = now;
        if (shape.disorder && now > 2000)
            time -= static_cast<qint64>(random() % 2000);
        if (shape.twoStreams && random() % 10 == 0)
            time = std::max<qint64>(0, time - 400'000'000);
        QByteArray text = random() % 5 == 0 ? QByteArray("dup") : QByteArray("line ") + QByteArray::number(i);
        if (random() % 17 == 0)
            text.clear();
        const int parts = shape.longLines && random() % 8 == 0 ? 2 + static_cast<int>(random() % 3) : 1;
        for (int part = 0; part < parts; ++part) {
            node.records.push_back(
                {time, part == 0 ? text : QByteArray(40, static_cast<char>('a' + part)) + QByteArray::number(i),
                 part == parts - 1});
            if (parts > 1)
                time += static_cast<qint64>(random() % 700'000'000);
        }
        now = std::max(now, parts > 1 ? time : now);
    }
    return node;
}

struct Reading
{
    QByteArray text;
    int gaps = 0;
    QByteArray messages;
    void add(const LogAligner::Output &output)
    {
        if (output.gap) {
            ++gaps;
            text += "<gap>\n";
        }
        text += output.lines;
        messages += output.message;
    }
};

} // namespace

class TestLogAligner : public QObject
{
    Q_OBJECT
private:
    // Reads a node's log over many connections that break anywhere, while it is written and perhaps rotated.
    static Reading readBrokenly(const Node &node, std::mt19937 &random, bool rotates, LogAligner &aligner)
    {
        Reading reading;
        size_t written = 0;
        size_t begin = 0;
        const size_t total = node.records.size();
        while (true) {
            written = std::min(total, written + random() % 30);
            const bool isLast = written == total;
            if (rotates && random() % 6 == 0) {
                const size_t former = begin;
                begin = written - std::min<size_t>(written, 1 + random() % 10);
                while (begin < written && begin > 0 && !node.records[begin - 1].endsLine)
                    ++begin;
                begin = std::max(begin, former);
            }
            const QByteArray body = node.serve(begin, written, secondsOf(aligner.resumeTime()));
            aligner.begin(LogAligner::Gaps::Accept);
            const auto size = static_cast<size_t>(body.size());
            const qsizetype end = isLast ? body.size() : static_cast<qsizetype>(random() % (size + 1));
            for (qsizetype i = 0; i < end;) {
                const qsizetype step = std::min<qsizetype>(end - i, 1 + static_cast<qsizetype>(random() % 200));
                reading.add(aligner.feed(QByteArrayView(body).sliced(i, step)));
                i += step;
            }
            if (isLast)
                break;
            aligner.abandon();
            if (random() % 8 == 0)
                aligner = LogAligner(aligner.resumeTime(), aligner.window());
        }
        reading.add(aligner.finish());
        return reading;
    }

    // Every line is as printed and in its order, and only after a gap mark some may be missing.
    static bool isPrintedWithMarkedLosses(const QByteArray &text, const QByteArray &printed)
    {
        qsizetype position = 0;
        bool mayLose = true; // what was rotated away before the first line came, nobody can know
        for (const QByteArray &line : text.split('\n')) {
            if (line == "<gap>") {
                mayLose = true;
                continue;
            }
            if (line.isEmpty())
                continue;
            const qsizetype found = printed.indexOf(line + '\n', position);
            if (found < 0 || (!mayLose && found != position))
                return false;
            mayLose = false;
            position = found + line.size() + 1;
        }
        return mayLose || position == printed.size();
    }

private Q_SLOTS:
    void firstConnectionIsAllNew()
    {
        LogAligner aligner;
        aligner.begin(LogAligner::Gaps::Ask);
        QVERIFY(aligner.resumeTime().empty());
        const auto output = aligner.feed(at(5.5, "one") + at(6.1, "two") + "2026-01-01T00:00:06.2000");
        QCOMPARE(output.lines, at(5.5, "one") + at(6.1, "two"));
        QVERIFY(!output.gap);
        QCOMPARE(aligner.resumeTime(), "2026-01-01T00:00:05Z");
    }

    void zoneOfTheNodeIsKept()
    {
        LogAligner aligner;
        aligner.begin(LogAligner::Gaps::Ask);
        aligner.feed(stampOf(0, "+08:00") + "x\n");
        QCOMPARE(aligner.resumeTime(), "2025-12-31T23:59:59+08:00");
        LogAligner resumed(aligner.resumeTime(), aligner.window());
        QCOMPARE(resumed.resumeTime(), aligner.resumeTime());
    }

    void repeatsAreDroppedAndTheCutLineComesOnce()
    {
        LogAligner aligner;
        aligner.begin(LogAligner::Gaps::Ask);
        aligner.feed(at(5.5, "one") + at(6.1, "two") + at(6.2, "thr").chopped(1));
        aligner.abandon();
        aligner.begin(LogAligner::Gaps::Ask);
        QCOMPARE(aligner.feed(at(5.5, "one")).lines, "");
        QVERIFY(!aligner.isAligned());
        QCOMPARE(aligner.feed(at(6.1, "two") + at(6.2, "three")).lines, at(6.2, "three"));
        QVERIFY(aligner.isAligned());
    }

    void equalLinesAreCounted()
    {
        const QByteArray same = at(5.5, "same");
        LogAligner aligner;
        aligner.begin(LogAligner::Gaps::Ask);
        aligner.feed(same + same);
        aligner.abandon();
        aligner.begin(LogAligner::Gaps::Ask);
        QCOMPARE(aligner.feed(same + same + same).lines, same);
    }

    void aForeignLogIsAskedAboutThenAccepted()
    {
        LogAligner aligner;
        aligner.begin(LogAligner::Gaps::Ask);
        aligner.feed(at(5, "one"));
        aligner.abandon();
        aligner.begin(LogAligner::Gaps::Ask);
        const auto asked = aligner.feed(at(9, "other") + at(9, "more"));
        QVERIFY(asked.isForeign);
        QVERIFY(!asked.gap);
        QCOMPARE(asked.lines, "");
        aligner.begin(LogAligner::Gaps::Accept);
        const auto accepted = aligner.feed(at(9, "other") + at(9, "more"));
        QVERIFY(accepted.gap);
        QVERIFY(!accepted.isForeign);
        QCOMPARE(accepted.lines, at(9, "other") + at(9, "more"));
    }

    void rotationWithinTheWindowIsNoGap()
    {
        LogAligner aligner;
        aligner.begin(LogAligner::Gaps::Ask);
        aligner.feed(at(5.1, "a") + at(5.2, "b") + at(5.3, "c"));
        aligner.abandon();
        aligner.begin(LogAligner::Gaps::Ask);
        const auto output = aligner.feed(at(5.3, "c") + at(5.4, "d"));
        QVERIFY(!output.gap && !output.isForeign);
        QCOMPARE(output.lines, at(5.4, "d"));
    }

    void theRestOfACutLongLineIsARepeat()
    {
        LogAligner aligner;
        aligner.begin(LogAligner::Gaps::Ask);
        const QByteArray rest = stampOf(6 * billion) + "part2\n"; // an old node stamps each record
        aligner.feed(stampOf(5 * billion) + "part1" + rest + at(7.2, "end"));
        aligner.abandon();
        QCOMPARE(aligner.resumeTime(), "2026-01-01T00:00:06Z");
        aligner.begin(LogAligner::Gaps::Ask);
        QCOMPARE(aligner.feed(rest + at(7.2, "end") + at(7.3, "new")).lines, at(7.3, "new"));
    }

    void lastLineWithoutNewlineComesAtTheEnd()
    {
        LogAligner aligner;
        aligner.begin(LogAligner::Gaps::Ask);
        QCOMPARE(aligner.feed(at(5, "one") + at(6, "prompt").chopped(1)).lines, at(5, "one"));
        QCOMPARE(aligner.pause().message, "");
        aligner.begin(LogAligner::Gaps::Ask); // the confirming read brings it again
        aligner.feed(at(5, "one") + at(6, "prompt").chopped(1));
        QCOMPARE(aligner.finish().lines, at(6, "prompt").chopped(1));
        QCOMPARE(aligner.finish().lines, "");
    }

    void lastLineSurvivesAConfirmingReadThatFails()
    {
        LogAligner aligner;
        aligner.begin(LogAligner::Gaps::Ask);
        aligner.feed(at(6, "prompt").chopped(1));
        aligner.pause();
        aligner.begin(LogAligner::Gaps::Ask);
        aligner.feed("unable to retrieve container logs for containerd://abc");
        const auto output = aligner.finish();
        QCOMPARE(output.lines, at(6, "prompt").chopped(1));
        QCOMPARE(output.message, "unable to retrieve container logs for containerd://abc");
    }

    void sentencesOfTheNodeAreNotLog_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("lines");
        QTest::addColumn<QByteArray>("message");
        const QByteArray sentence = "rpc error: code = NotFound desc = not found";
        QTest::newRow("after the log") << at(5, "one") + sentence << at(5, "one") << sentence;
        QTest::newRow("instead of it") << sentence << QByteArray() << sentence;
        QTest::newRow("instead of it, with newline") << sentence + '\n' << QByteArray() << sentence;
        QTest::newRow("a cut stamp") << at(5, "one") + stampOf(billion).first(12) << at(5, "one") << QByteArray();
        QTest::newRow("a line without stamp within")
            << at(5, "one") + "odd\n" + at(6, "two") << at(5, "one") + "odd\n" + at(6, "two") << QByteArray();
    }
    void sentencesOfTheNodeAreNotLog()
    {
        QFETCH(QByteArray, body);
        LogAligner aligner;
        Reading reading;
        aligner.begin(LogAligner::Gaps::Ask);
        reading.add(aligner.feed(body));
        reading.add(aligner.pause());
        QTEST(reading.text, "lines");
        QTEST(reading.messages, "message");
    }

    void windowStaysSmall()
    {
        LogAligner aligner;
        aligner.begin(LogAligner::Gaps::Ask);
        for (int i = 0; i < 10000; ++i)
            aligner.feed(at(i * 0.1, "text"));
        const auto kept = aligner.window().count('\n');
        QVERIFY2(kept >= 30 && kept <= 50, qPrintable(QString::number(kept)));
    }

    void brokenReadingIsExact_data()
    {
        QTest::addColumn<bool>("equalStamps");
        QTest::addColumn<bool>("disorder");
        QTest::addColumn<bool>("twoStreams");
        QTest::addColumn<bool>("longLines");
        QTest::newRow("plain") << false << false << false << false;
        QTest::newRow("equal stamps") << true << false << false << false;
        QTest::newRow("stamps out of order") << true << true << false << false;
        QTest::newRow("two streams") << true << false << true << false;
        QTest::newRow("long lines") << false << false << false << true;
        QTest::newRow("long lines, out of order") << true << true << false << true;
    }
    void brokenReadingIsExact()
    {
        QFETCH(bool, equalStamps);
        QFETCH(bool, disorder);
        QFETCH(bool, twoStreams);
        QFETCH(bool, longLines);
        for (unsigned seed = 1; seed <= 80; ++seed) {
            std::mt19937 random(seed);
            const Node node = randomNode(random, {equalStamps, disorder, twoStreams, longLines}, 150);
            LogAligner aligner;
            const Reading reading = readBrokenly(node, random, false, aligner);
            QVERIFY2(reading.gaps == 0 && reading.text == node.serve(0, node.records.size(), 0),
                     qPrintable(QStringLiteral("seed %1, %2 gaps").arg(seed).arg(reading.gaps)));
        }
    }

    void rotationLosesNothingUnmarked()
    {
        int gaps = 0;
        for (unsigned seed = 1; seed <= 200; ++seed) {
            std::mt19937 random(seed);
            const Node node = randomNode(random, {}, 150);
            LogAligner aligner;
            const Reading reading = readBrokenly(node, random, true, aligner);
            gaps += reading.gaps;
            QVERIFY2(isPrintedWithMarkedLosses(reading.text, node.serve(0, node.records.size(), 0)),
                     qPrintable(QStringLiteral("seed %1").arg(seed)));
        }
        QVERIFY(gaps > 0);
    }
};

QTEST_GUILESS_MAIN(TestLogAligner)
#include "tst_log_aligner.moc"
