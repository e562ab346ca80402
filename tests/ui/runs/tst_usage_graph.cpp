// The graph of one figure: what it says, what it tells under the mouse, and that it draws whatever comes.

#include "ui/runs/grace_choice.h"
#include "ui/runs/usage_graph.h"
#include "ui/style/theme.h"

#include <QComboBox>
#include <QImage>
#include <QSpinBox>
#include <QTest>

#include <limits>

using namespace podwright;
using ui::runs::GraceChoice;
using ui::runs::UsageGraph;

namespace {

constexpr qint64 mebi = 1024 * 1024;

} // namespace

class TestUsageGraph : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { ui::style::install(*qApp, ui::style::Theme::Light); }

    void saysWhatItShows()
    {
        UsageGraph graph(UsageGraph::Figure::Memory);
        QCOMPARE(graph.accessibleDescription(), QString());
        graph.setBounds({.bytesRequest = 1024 * mebi, .bytesLimit = 2048 * mebi});
        graph.setPoints({{0, 10, 100 * mebi}, {15'000, 20, 210 * mebi}});
        QCOMPARE(graph.accessibleDescription(), QStringLiteral("now 210 MiB, requested 1 GiB, limit 2 GiB"));
        graph.setPoints({});
        QCOMPARE(graph.accessibleDescription(), QStringLiteral("no figures, requested 1 GiB, limit 2 GiB"));
    }

    void tellsTheNearestFigure()
    {
        UsageGraph graph(UsageGraph::Figure::Processor);
        graph.resize(600, 300);
        graph.setPoints({{0, 100, 0}, {60'000, 200, 0}, {120'000, 1500, 0}});
        QVERIFY(graph.readOutAt(graph.width() - 30).endsWith(QStringLiteral("· 1.5")));
        QVERIFY(graph.readOutAt(graph.width() / 2 + 20).endsWith(QStringLiteral("· 200m")));
        QVERIFY(graph.readOutAt(80).endsWith(QStringLiteral("· 100m")));
        QCOMPARE(graph.readOutAt(0), QString()); // the axis
    }

    void drawsWhatComes_data()
    {
        QTest::addColumn<QList<qint64>>("values");
        QTest::addColumn<qint64>("limit");
        QTest::newRow("nothing") << QList<qint64>() << qint64(5);
        QTest::newRow("one") << QList<qint64>{7} << qint64(0);
        QTest::newRow("all zero") << QList<qint64>{0, 0, 0} << qint64(0);
        QTest::newRow("far below the limit") << QList<qint64>{1, 2, 3} << qint64(1'000'000);
        QTest::newRow("huge") << QList<qint64>{1, std::numeric_limits<qint64>::max() / 4} << qint64(1);
    }

    void drawsWhatComes()
    {
        QFETCH(QList<qint64>, values);
        QFETCH(qint64, limit);
        for (const auto figure : {UsageGraph::Figure::Processor, UsageGraph::Figure::Memory}) {
            UsageGraph graph(figure);
            graph.resize(400, 200);
            std::vector<session::UsagePoint> points;
            for (const qint64 value : values)
                points.push_back({qint64(points.size()) * 15'000, value, value});
            graph.setBounds({.milliCoresLimit = limit, .bytesLimit = limit});
            graph.setPoints(points);
            const QImage empty = UsageGraph(figure).grab().toImage();
            const QImage image = graph.grab().toImage();
            QCOMPARE(image.size(), QSize(400, 200) * image.devicePixelRatio());
            QVERIFY(image != empty);
        }
    }

    void theCurveIsWhereItsFiguresAre()
    {
        UsageGraph graph(UsageGraph::Figure::Processor);
        graph.resize(600, 300);
        const auto picture = [&graph](qint64 last) {
            graph.setPoints({{0, 100, 0}, {60'000, last, 0}});
            return graph.grab().toImage();
        };
        QVERIFY(picture(90) != picture(10)); // within one scale
        QCOMPARE(picture(90), picture(90));
    }

    void graceInSeconds()
    {
        GraceChoice grace;
        auto *choice = grace.findChild<QComboBox *>();
        auto *seconds = grace.findChild<QSpinBox *>();
        QCOMPARE(grace.seconds(), std::optional<int>());
        choice->setCurrentIndex(1);
        QCOMPARE(grace.seconds(), std::optional(1));
        choice->setCurrentIndex(2);
        seconds->setValue(90);
        QCOMPARE(grace.seconds(), std::optional(90));
        QVERIFY(grace.explanation().contains(QStringLiteral("90 seconds")));
        choice->setCurrentIndex(3);
        QCOMPARE(grace.seconds(), std::optional(0));
        QVERIFY(grace.explanation().startsWith(QStringLiteral("Warning")));
    }
};

QTEST_MAIN(TestUsageGraph)
#include "tst_usage_graph.moc"
