// A user who may read one namespace and change nothing: what is missing is said in words, and what is allowed works. As
// the context that PODWRIGHT_TEST_CONTEXT names of KUBECONFIG, whose administrator is `admin`; or on the sandbox.

#include "tests/e2e/program.h"
#include "ui/clusters/clusters_page.h"
#include "ui/clusters/create_panel.h"
#include "ui/runs/runs_page.h"
#include "ui/widgets/validation_note.h"

#include "models/kube/paths.h"
#include "models/session/preflight.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace podwright;
using core::Json;
using e2e::patience;
using e2e::Program;
using preflight::Severity;

namespace {

constexpr auto ns = "team-a"; // the one that may be read

task::Task taskIn(const char *place)
{
    task::Task task;
    task.arguments = {{"task_id", "t"},         {"namespace", place},
                      {"image", "ubuntu"},      {"image_pull_policy", "IfNotPresent"},
                      {"cmds", {"bash", "-c"}}, {"arguments", {"echo to be read; sleep 600"}}};
    return task;
}

} // namespace

class TestRestricted : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_machine = std::make_unique<e2e::Machine>();
        m_isKubernetes = m_machine->context() != session::sandboxContext;
        m_context = m_isKubernetes ? m_machine->context() : QStringLiteral("sandbox-restricted");
        m_admin = m_isKubernetes ? QStringLiteral("admin") : session::sandboxContext;
        m_sessions = std::make_unique<session::SessionManager>(core::systemClock());
        m_sessions->load();
        QTRY_VERIFY_WITH_TIMEOUT(m_sessions->isLoaded(), patience);
        const auto *admin = m_sessions->session(m_admin);
        QTRY_VERIFY_WITH_TIMEOUT(admin->state() == session::ConnectionState::Connected, patience);
        if (!m_isKubernetes) // from now on as a cluster like any other, with both of its users
            qputenv("KUBECONFIG", m_machine->path(QStringLiteral("runtime/podwright/sandbox/kubeconfig")).toUtf8());
        makePod();
        m_program = std::make_unique<Program>(m_context);
        QTRY_VERIFY_WITH_TIMEOUT(m_program->sessions.isLoaded(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(session().state() == session::ConnectionState::Connected, patience);
    }

    void cleanupTestCase()
    {
        m_program.reset();
        send("DELETE", kube::podsPath(ns, m_pod), R"({"gracePeriodSeconds":0})");
        m_sessions.reset();
        m_machine.reset();
    }

    void theTableTellsWhatItMayNotAndShowsWhatItMay()
    {
        auto &watched = m_program->window->findChild<ui::runs::RunsPage *>()->watched();
        watched.setPickedNamespaces(m_context, {QStringLiteral("default")});
        QTRY_VERIFY2_WITH_TIMEOUT(session().podsTrouble().contains(QStringLiteral("pods is forbidden: User ")),
                                  qPrintable(session().podsTrouble()), patience);
        watched.setPickedNamespaces(m_context, {QString::fromLatin1(ns)});
        const QAbstractItemModel *rows = m_program->table("runTable")->model();
        const auto isThere = [&] {
            return !rows->match(rows->index(0, tables::RunTableModel::Pod), Qt::DisplayRole,
                                QString::fromStdString(m_pod), 1, Qt::MatchExactly)
                        .isEmpty();
        };
        QTRY_VERIFY_WITH_TIMEOUT(isThere(), patience);
        QVERIFY(session().podsTrouble().isEmpty());
    }

    void theLogOfAPodIsRead()
    {
        kube::Request request;
        request.path = kube::podsPath(ns, m_pod, "log");
        request.query = {{"container", "base"}};
        QByteArray log;
        bool isAsking = false;
        QObject receiver; // whose end is the end of what is under way
        const auto isRead = [&] {
            if (!std::exchange(isAsking, true))
                session().client()->send(request, &receiver, [&](const core::Result<kube::Response> &answer) {
                    log = answer ? QByteArray::fromStdString(answer->body) : answer.error().text().toUtf8();
                    isAsking = false;
                });
            return log.contains("to be read");
        };
        QTRY_VERIFY2_WITH_TIMEOUT(isRead(), log, patience);
    }

    void theClusterTellsWhatItIs()
    {
        ui::shell::MainWindow &window = *m_program->window;
        window.setMode(ui::shell::MainWindow::Clusters);
        const auto card = [&window](const char *name) {
            return window.findChild<QWidget *>(QLatin1String(name))->accessibleDescription();
        };
        QTRY_VERIFY2_WITH_TIMEOUT(card("roomCard").startsWith(QStringLiteral("cannot be told: nodes is forbidden")),
                                  qPrintable(card("roomCard")), patience);
        QTRY_VERIFY2_WITH_TIMEOUT(
            card("identityCard")
                .contains(m_isKubernetes ? QStringLiteral("dana") : QStringLiteral("sandbox-restricted")),
            qPrintable(card("identityCard")), patience);
        auto *place = window.findChild<QComboBox *>(QStringLiteral("clusterNamespace"));
        QTRY_VERIFY_WITH_TIMEOUT(session().areNamespacesForbidden(), patience);
        QTRY_VERIFY2_WITH_TIMEOUT(place->toolTip().contains(QStringLiteral("may not list namespaces")),
                                  qPrintable(place->toolTip()), patience);
        const auto *rights = window.findChild<QAbstractItemView *>(QStringLiteral("rightFactsView"))->model();
        const auto answers = [rights] {
            QStringList all;
            for (int row = 0; row < rights->rowCount(); ++row)
                all += rights->index(row, 0).data(tables::FactTableModel::DetailRole).toString();
            return all;
        };
        QTRY_VERIFY2_WITH_TIMEOUT(answers().contains(QStringLiteral("yes")) &&
                                      answers().filter(QStringLiteral("no")).size() > 0,
                                  qPrintable(answers().join(u' ')), patience);
    }

    void whatIsMadeIsRefusedInWords()
    {
        auto *panel = m_program->window->findChild<ui::clusters::CreatePanel *>();
        QSignalSpy created(panel, &ui::clusters::CreatePanel::created);
        panel->open(ui::clusters::CreatePanel::Worker, &session(), QString::fromLatin1(ns));
        QTest::keyClicks(panel->findChild<QLineEdit *>(QStringLiteral("newName")), QStringLiteral("etl-kpo"));
        panel->findChild<QPushButton *>(QStringLiteral("createObject"))->click();
        const auto note = [panel] {
            return panel->findChild<ui::widgets::ValidationNote *>(QStringLiteral("newNote"))->text();
        };
        QTRY_VERIFY2_WITH_TIMEOUT(note().contains(QStringLiteral("cannot create resource")), qPrintable(note()),
                                  patience);
        QCOMPARE(created.count(), 0);
        panel->close();
    }

    // `pods is forbidden: User ... cannot create resource "pods" ... in the namespace "team-a"`
    void aLaunchIsRefusedInWords()
    {
        const auto run = m_program->center.launch(taskIn(ns), {.context = m_context});
        QVERIFY2(run, qPrintable(run ? QString() : run.error().text()));
        const session::RunItem *item = m_program->center.item(*run);
        QTRY_VERIFY_WITH_TIMEOUT(item->state().isDone(), patience);
        const QString &message = item->state().message;
        QVERIFY2(message.contains(QStringLiteral("cannot create resource \"pods\"")) &&
                     message.contains(QLatin1String(ns)),
                 qPrintable(message));
    }

    void thePreflightTellsWhatIsMissingAndWhatItCouldNotSee()
    {
        session::Preflight preflight(m_program->sessions, core::systemClock());
        std::optional<preflight::Report> report;
        connect(&preflight, &session::Preflight::reported, this,
                [&report](const preflight::Report &told) { report = told; });
        preflight.check(taskIn(ns), {.context = m_context});
        QTRY_VERIFY_WITH_TIMEOUT(report, patience);
        QVERIFY(!report->willRun() && !report->trouble);
        const auto says = [&report](Severity severity, const char *words) {
            return std::ranges::any_of(report->findings, [&](const preflight::Finding &finding) {
                return finding.severity == severity && finding.sentence.contains(QLatin1String(words));
            });
        };
        QVERIFY(says(Severity::Blocks, "You cannot create pods in the namespace team-a"));
        QVERIFY(says(Severity::Unchecked, "Whether a node takes the pod could not be checked"));
        QVERIFY(says(Severity::Passed, "You may get pods, list pods, watch pods"));
        for (const preflight::Finding &finding : report->findings)
            QVERIFY2(finding.severity != Severity::Unchecked || !finding.evidence.isEmpty(),
                     qPrintable(finding.sentence));
    }

private:
    session::ClusterSession &session() { return *m_program->sessions.session(m_context); }

    Json send(const char *method, const std::string &path, const std::string &body)
    {
        kube::Request request;
        request.method = method;
        request.path = path;
        request.body = body;
        std::optional<core::Result<Json>> answer;
        m_sessions->session(m_admin)->client()->sendForJson(
            request, this, [&answer](core::Result<Json> json) { answer = std::move(json); });
        if (!QTest::qWaitFor([&answer] { return answer.has_value(); }, patience) || !answer->ok())
            qFatal("%s %s: %s", method, path.c_str(), answer ? qPrintable(answer->error().text()) : "no answer");
        return **answer;
    }

    // By the administrator, for the restricted user to look at.
    void makePod()
    {
        Json pod = manifest::buildPod(taskIn(ns))->pod;
        pod["metadata"]["namespace"] = ns;
        m_pod = core::textAt(send("POST", kube::podsPath(ns), pod.dump()), {"metadata", "name"});
    }

    std::unique_ptr<e2e::Machine> m_machine;
    std::unique_ptr<session::SessionManager> m_sessions; // of the administrator
    std::unique_ptr<Program> m_program;
    bool m_isKubernetes = false;
    QString m_context, m_admin;
    std::string m_pod;
};

QTEST_MAIN(TestRestricted)
#include "tst_restricted.moc"
