// The concrete models with rows as they come and go, all of them under the model tester, bare and behind the proxy.

#include "models/tables/container_table_model.h"
#include "models/tables/event_table_model.h"
#include "models/tables/simple_models.h"
#include "tests/support/manual_clock.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QSortFilterProxyModel>
#include <QTest>

using namespace podwright;
using namespace podwright::tables;

namespace {

using kube::ContainerSummary;

// A model under the tester, with a proxy over it that is under the tester too.
struct Watched
{
    explicit Watched(QAbstractItemModel &model)
        : tester(&model, fatal)
    {
        proxy.setSourceModel(&model);
        proxy.setSortRole(SortRole);
        proxy.setFilterKeyColumn(-1);
        proxy.setDynamicSortFilter(true);
        proxyTester = std::make_unique<QAbstractItemModelTester>(&proxy, fatal);
    }

    // The texts of a column in the proxy's order.
    QStringList sortedBy(int column, int shown, Qt::SortOrder order = Qt::AscendingOrder)
    {
        proxy.sort(column, order);
        QStringList texts;
        for (int row = 0; row < proxy.rowCount(); ++row)
            texts += proxy.index(row, shown).data().toString();
        return texts;
    }

    static constexpr auto fatal = QAbstractItemModelTester::FailureReportingMode::Fatal;
    QAbstractItemModelTester tester;
    QSortFilterProxyModel proxy;
    std::unique_ptr<QAbstractItemModelTester> proxyTester;
};

QStringList textsOf(const QAbstractItemModel &model, int row)
{
    QStringList texts;
    for (int column = 0; column < model.columnCount(); ++column)
        texts += model.index(row, column).data().toString();
    return texts;
}

Tone toneAt(const QAbstractItemModel &model, int row, int column)
{
    return Tone(model.index(row, column).data(ToneRole).toInt());
}

void everyColumnHasATitle(const QAbstractItemModel &model)
{
    for (int column = 0; column < model.columnCount(); ++column)
        QVERIFY(!model.headerData(column, Qt::Horizontal).toString().isEmpty());
    QVERIFY(!model.headerData(model.columnCount(), Qt::Horizontal).isValid());
    QVERIFY(!model.headerData(0, Qt::Vertical).isValid());
}

ContainerSummary container(const char *name)
{
    ContainerSummary summary;
    summary.name = name;
    return summary;
}

ContextRow context(const char *name, Tone tone)
{
    ContextRow row;
    row.key = QString::fromLatin1(name);
    row.tone = tone;
    return row;
}

kube::EventSummary anEvent(const char *uid, const char *type, const QDateTime &first, const QDateTime &last, int count)
{
    return {.uid = uid,
            .type = type,
            .reason = std::string("Reason-") + uid,
            .message = "message",
            .source = "kubelet",
            .object = "pod",
            .count = count,
            .first = first,
            .last = last};
}

} // namespace

class TestTableModels : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void events()
    {
        support::ManualClock clock;
        const QDateTime now = clock.wall();
        EventTableModel model(clock);
        Watched watched(model);
        everyColumnHasATitle(model);
        const auto early = anEvent("z", "Normal", now.addSecs(-100), now.addSecs(-30), 3);
        const auto late = anEvent("a", "Warning", now.addSecs(-50), now.addSecs(-50), 12);
        model.setEvents({late, early});
        const QStringList first{QStringLiteral("30s"),    QStringLiteral("Normal"),  QStringLiteral("Reason-z"),
                                QStringLiteral("pod"),    QStringLiteral("message"), QStringLiteral("3"),
                                QStringLiteral("kubelet")};
        QCOMPARE(textsOf(model, 0), first); // in the order of the story, whatever order they came in
        QCOMPARE(toneAt(model, 1, EventTableModel::Type), Tone::Bad);
        const QStringList byCount{QStringLiteral("3"), QStringLiteral("12")};
        QCOMPARE(watched.sortedBy(EventTableModel::Count, EventTableModel::Count), byCount);
        QCOMPARE(watched.sortedBy(EventTableModel::LastSeen, EventTableModel::Count),
                 (QStringList{QStringLiteral("12"), QStringLiteral("3")}));

        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        model.setEvents({late, early, anEvent("m", "Normal", now.addSecs(-70), now, 1)});
        QCOMPARE(inserted.size(), 1);
        QCOMPARE(model.index(1, EventTableModel::Reason).data().toString(), QStringLiteral("Reason-m"));
    }

    void containers()
    {
        support::ManualClock clock;
        const QDateTime now = clock.wall();
        ContainerTableModel model(clock);
        Watched watched(model);
        everyColumnHasATitle(model);
        ContainerSummary prepared = container("prepare");
        prepared.kind = ContainerSummary::Kind::Init;
        prepared.state = ContainerSummary::State::Terminated;
        prepared.started = now.addSecs(-100);
        prepared.finished = now.addSecs(-95);
        ContainerSummary base = container("base");
        base.image = "ubuntu";
        base.state = ContainerSummary::State::Running;
        base.ready = true;
        base.restarts = 2;
        base.started = now.addSecs(-7);
        ContainerSummary broken = container("broken");
        broken.reason = "ImagePullBackOff";
        broken.message = "no such image";
        model.setContainers({prepared, base, broken});
        QCOMPARE(textsOf(model, 0).mid(0, 6),
                 (QStringList{QStringLiteral("prepare"), QStringLiteral("init"), QStringLiteral("Completed"),
                              QStringLiteral("no"), QStringLiteral("0"), QStringLiteral("0")}));
        QCOMPARE(model.index(0, ContainerTableModel::Duration).data().toString(), QStringLiteral("5s"));
        QCOMPARE(textsOf(model, 1).mid(0, 7),
                 (QStringList{QStringLiteral("base"), QStringLiteral("container"), QStringLiteral("Running"),
                              QStringLiteral("yes"), QStringLiteral("2"), QString(), QStringLiteral("ubuntu")}));
        QCOMPARE(model.index(2, ContainerTableModel::State).data(Qt::ToolTipRole).toString(),
                 QStringLiteral("no such image"));
        QCOMPARE(toneAt(model, 2, ContainerTableModel::State), Tone::Bad);

        clock.advance(std::chrono::seconds(3));
        model.refreshTimes();
        QCOMPARE(model.index(1, ContainerTableModel::Duration).data().toString(), QStringLiteral("10s"));
        base.state = ContainerSummary::State::Terminated;
        base.exitCode = 3;
        base.finished = clock.wall();
        model.setContainers({prepared, base});
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.index(1, ContainerTableModel::State).data().toString(), QStringLiteral("Error"));
        QCOMPARE(model.index(1, ContainerTableModel::ExitCode).data().toString(), QStringLiteral("3"));
        QCOMPARE(watched.sortedBy(ContainerTableModel::ExitCode, ContainerTableModel::Name).last(),
                 QStringLiteral("base"));
    }

    void contexts()
    {
        ContextTableModel model;
        Watched watched(model);
        everyColumnHasATitle(model);
        ContextRow near = context("near", Tone::Good), dead = context("dead", Tone::Bad);
        near.cluster = QStringLiteral("c");
        near.user = QStringLiteral("u");
        near.state = QStringLiteral("Connected, v1.35.2, 12 ms");
        near.isCurrent = true;
        dead.ns = QStringLiteral("team-a");
        model.setRows({near, dead});
        QCOMPARE(textsOf(model, 1).mid(0, 4), (QStringList{near.key, near.state, near.cluster, near.user}));
        QCOMPARE(model.index(1, 0).data(Qt::CheckStateRole).toInt(), int(Qt::Checked));
        QCOMPARE(model.index(0, 0).data(Qt::CheckStateRole).toInt(), int(Qt::Unchecked));
        QCOMPARE(toneAt(model, 0, ContextTableModel::State), Tone::Bad);
        QCOMPARE(toneAt(model, 0, ContextTableModel::Name), Tone::Neutral);
        watched.proxy.setFilterFixedString(QStringLiteral("team"));
        QCOMPARE(watched.proxy.rowCount(), 1);
        model.setRows({near});
        QCOMPARE(watched.proxy.rowCount(), 0);
    }

    void contextsKeepTheOrderOfTheirFiles()
    {
        ContextTableModel model;
        Watched watched(model);
        ContextRow second = context("a", Tone::Good), first = context("b", Tone::Bad);
        second.order = 1;
        second.group = QStringLiteral("~/.kube/config");
        second.note = QStringLiteral("local · kind");
        second.color = QStringLiteral("blue");
        second.isProtected = true;
        second.state = QStringLiteral("v1.35.2");
        model.setRows({second, first});
        QCOMPARE(watched.sortedBy(ContextTableModel::Name, ContextTableModel::Name),
                 (QStringList{QStringLiteral("b"), QStringLiteral("a")}));
        const QModelIndex index = model.index(0, 0);
        QCOMPARE(index.data(ContextTableModel::StateRole).toString(), second.state);
        QCOMPARE(index.data(ContextTableModel::StateToneRole).toInt(), int(Tone::Good));
        QCOMPARE(index.data(ContextTableModel::GroupRole).toString(), second.group);
        QCOMPARE(index.data(ContextTableModel::NoteRole).toString(), second.note);
        QCOMPARE(index.data(ContextTableModel::ColorRole).toString(), second.color);
        QVERIFY(index.data(ContextTableModel::ProtectedRole).toBool());
        first.isProtected = false;
        QVERIFY(!model.index(1, 0).data(ContextTableModel::ProtectedRole).toBool());
    }

    void facts()
    {
        FactTableModel model;
        Watched watched(model);
        everyColumnHasATitle(model);
        const auto fact = [](int key, const char *title, const char *detail, Tone tone) {
            return FactRow{key, QString::fromLatin1(title), QStringLiteral("n"), QString::fromLatin1(detail), tone};
        };
        model.setRows({fact(10, "Secret", "2 keys", Tone::Neutral), fact(9, "Service account", "no", Tone::Bad)});
        QCOMPARE(textsOf(model, 0),
                 (QStringList{QStringLiteral("Service account"), QStringLiteral("n"), QStringLiteral("no")}));
        QCOMPARE(toneAt(model, 0, FactTableModel::Detail), Tone::Bad);
        QCOMPARE(toneAt(model, 0, FactTableModel::Title), Tone::Neutral);
        QCOMPARE(watched.sortedBy(FactTableModel::Title, FactTableModel::Title).last(), QStringLiteral("Secret"));
        model.setRows({fact(10, "Secret", "3 keys", Tone::Neutral)});
        QCOMPARE(model.rowCount(), 1);
    }

    void problems()
    {
        ProblemTableModel model;
        Watched watched(model);
        everyColumnHasATitle(model);
        const auto problem = [](int key, Tone tone, const char *severity) {
            return ProblemRow{.key = key,
                              .tone = tone,
                              .severity = QString::fromLatin1(severity),
                              .field = QStringLiteral("image"),
                              .message = QStringLiteral("no image"),
                              .fix = QStringLiteral("name one"),
                              .pointer = QStringLiteral("/task/image")};
        };
        model.setRows({problem(0, Tone::Neutral, "advice"), problem(1, Tone::Bad, "error"),
                       problem(2, Tone::Waiting, "warning")});
        QCOMPARE(textsOf(model, 1),
                 (QStringList{QStringLiteral("error"), QStringLiteral("image"), QStringLiteral("no image")}));
        QCOMPARE(model.index(1, 0).data(ProblemTableModel::PointerRole).toString(), QStringLiteral("/task/image"));
        QVERIFY(model.index(1, 2).data(Qt::ToolTipRole).toString().endsWith(QStringLiteral("\nname one")));
        QCOMPARE(watched.sortedBy(ProblemTableModel::Severity, ProblemTableModel::Severity),
                 (QStringList{QStringLiteral("error"), QStringLiteral("warning"), QStringLiteral("advice")}));
    }

    void timeline()
    {
        TimelineModel model;
        Watched watched(model);
        everyColumnHasATitle(model);
        const QDateTime at(QDate(2026, 1, 1), QTime(12, 0, 5), Qt::LocalTime);
        std::vector<TimelineRow> rows{{.key = 0, .at = at, .text = QStringLiteral("Creating"), .isStage = true}};
        model.setRows(rows);
        QCOMPARE(textsOf(model, 0), (QStringList{QStringLiteral("12:00:05"), QStringLiteral("Creating")}));
        QVERIFY(model.index(0, 0).data(TimelineModel::StageRole).toBool());
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted), reset(&model, &QAbstractItemModel::modelReset);
        rows.push_back({.key = 1, .at = at.addSecs(1), .tone = Tone::Bad, .text = QStringLiteral("Failed")});
        model.setRows(rows);
        QCOMPARE(inserted.size() + reset.size(), 1);
        QCOMPARE(inserted.size(), 1);
        QCOMPARE(toneAt(model, 1, TimelineModel::Text), Tone::Bad);
        QVERIFY(!model.index(1, 0).data(TimelineModel::StageRole).toBool());
    }
};

QTEST_GUILESS_MAIN(TestTableModels)
#include "tst_table_models.moc"
