// The table of nodes and reasons, and the fields that they lead to.

#include "models/core/yaml.h"
#include "models/task/pointers.h"
#include "tests/support/fake_api_server.h"
#include "ui/runs/nodes_panel.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace podwright;
using core::Json;
using preflight::Misfit;
using preflight::NodeFit;
using Model = ui::runs::NodeReasonModel;

namespace {

constexpr int patient = 30000;

QString lineOf(const QAbstractItemModel &model, int row)
{
    QStringList cells;
    for (int column = 0; column < model.columnCount(); ++column)
        cells += model.index(row, column).data().toString();
    return cells.join(u'|');
}

} // namespace

class TestNodesPanel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void reasonsLeadToFields()
    {
        Model model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        const NodeFit roomy{.node = "a", .misfits = {}, .free = {{"cpu", *task::Quantity::parse("2")}}};
        const NodeFit small{.node = "b",
                            .misfits = {{.text = QStringLiteral("memory: asks for 2Gi; 1Gi of 4Gi free"),
                                         .resource = "memory",
                                         .podPointer = "/spec/containers/0/resources"},
                                        {.kind = Misfit::Kind::Taint,
                                         .text = QStringLiteral("taint x:NoSchedule is not tolerated"),
                                         .podPointer = "/spec/tolerations",
                                         .isForEver = true}},
                            .free = {}};
        const NodeFit closed{
            .node = "c",
            .misfits = {{.kind = Misfit::Kind::Unschedulable, .text = QStringLiteral("the node is cordoned")}},
            .free = {}};
        model.setFits({roomy, small, closed}, {});
        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(lineOf(model, 0), QStringLiteral("a|now|2 CPU and 0B memory free|"));
        QCOMPARE(lineOf(model, 1), QStringLiteral("b|never|memory: asks for 2Gi; 1Gi of 4Gi free|") +
                                       task::pointerLabel("/task/container_resources/requests/memory"));
        QCOMPARE(model.row(2).pointer, std::string("/task/tolerations"));
        QCOMPARE(lineOf(model, 3), QStringLiteral("c|not now|the node is cordoned|"));
        QCOMPARE(model.index(3, Model::Takes).data(tables::ToneRole).toInt(), int(tables::Tone::Waiting));
        model.setFits({roomy}, {}, false); // what others hold there may not be seen
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(lineOf(model, 0), QStringLiteral("a|perhaps|2 CPU and 0B memory free, if nothing else runs there|"));
        model.setFits({}, {});
        QCOMPARE(model.rowCount(), 0);
    }

    void aWaitingPodShowsItsNodes()
    {
        support::FakeApiServer server(support::FakeServerOptions{.isTls = false},
                                      [](const support::FakeRequest &request, support::FakeAnswer &answer) {
                                          const bool isNodes = request.target.starts_with("/api/v1/nodes");
                                          answer.replyJson(200, isNodes ? nodes().dump() : R"({"items": []})");
                                      });
        kube::Connection connection;
        connection.server = server.url();
        session::ClusterSession session(QStringLiteral("x"), core::systemClock());
        session.connectTo(connection);
        ui::runs::NodesPanel panel;
        auto *view = panel.findChild<QTableView *>(QStringLiteral("nodeTable"));
        auto *summary = panel.findChild<QLabel *>(QStringLiteral("nodesSummary"));
        new QAbstractItemModelTester(view->model(), QAbstractItemModelTester::FailureReportingMode::Fatal, &panel);
        QSignalSpy needed(&panel, &ui::runs::NodesPanel::needed);
        QSignalSpy chosen(&panel, &ui::runs::NodesPanel::fieldChosen);
        Json pod = core::readYaml("{metadata: {name: p, namespace: team, uid: u}, spec: {nodeSelector: {disk: ssd}}, "
                                  "status: {phase: Pending}}")
                       ->value;
        panel.watch(&session, pod,
                    {.task = {}, .pod = {}, .origins = {{"/spec/nodeSelector", "/task/node_selector"}}, .ns = {}});
        QVERIFY(needed.takeLast().at(0).toBool());
        QTRY_COMPARE_WITH_TIMEOUT(view->model()->rowCount(), 1, patient);
        QVERIFY2(summary->text().startsWith(QStringLiteral("The only node does not take this pod")),
                 qPrintable(summary->text()));
        Q_EMIT view->activated(view->model()->index(0, 0));
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen[0].at(0).value<std::string>(), std::string("/task/node_selector"));
        pod["spec"]["nodeName"] = "a";
        panel.watch(&session, pod, {});
        QVERIFY(!needed.takeLast().at(0).toBool());
        QCOMPARE(view->model()->rowCount(), 0);
    }

private:
    static Json nodes()
    {
        return core::readYaml("{items: [{metadata: {name: a}, status: {allocatable: {cpu: 4, memory: 8Gi, pods: 110}}}"
                              "]}")
            ->value;
    }
};

QTEST_MAIN(TestNodesPanel)
#include "tst_nodes_panel.moc"
