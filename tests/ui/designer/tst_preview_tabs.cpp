// The preview's tabs: none is out of reach, the connection keeps credentials to itself, the diff tells the last run.

#include "ui/designer/code_view.h"
#include "ui/designer/connection_panel.h"
#include "ui/designer/designer_page.h"
#include "ui/style/theme.h"
#include "ui/widgets/message_bar.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QFileDialog>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace podwright;
using namespace podwright::ui;
using core::Json;
using designer::DesignerPage;
using designer::LastRunPods;

namespace {

constexpr int patience = 30000;

airflow::ClusterAccess access(bool withSecrets)
{
    airflow::ClusterAccess access;
    access.context = "prod";
    access.kubeconfigPath = "/home/me/.kube/config";
    if (withSecrets)
        access.kubeconfig = {{"users", "s3cret"}};
    return access;
}

Json pod(const char *image)
{
    return {{"metadata", {{"name", "p"}}}, {"spec", {{"containers", {{{"name", "base"}, {"image", image}}}}}}};
}

// The page with the example task in view, and a tab of its preview.
struct Open
{
    explicit Open(const char *command)
    {
        page.resize(1300, 800);
        (void)page.openExample(QStringLiteral("KPO_bash_command"));
        page.show();
        trigger(command);
    }
    void trigger(const char *command) { page.findChild<QAction *>(QLatin1StringView(command))->trigger(); }
    template<class Widget>
    Widget *find(const char *name)
    {
        return page.findChild<Widget *>(QLatin1StringView(name));
    }
    QString code(const char *name) { return find<designer::CodeView>(name)->text(); }

    DesignerPage page;
};

} // namespace

class TestPreviewTabs : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { style::install(*qApp, style::Theme::Light); }

    void everyTabIsInReach_data()
    {
        QTest::addColumn<int>("width");
        for (const int width : {960, 1100, 1386, 2000})
            QTest::addRow("%d px", width) << width;
    }
    void everyTabIsInReach()
    {
        QFETCH(int, width);
        Open open("showPodYaml");
        open.page.resize(width, 700);
        auto *bar = open.find<QTabBar>("previewKinds");
        auto *more = open.find<QToolButton>("previewKinds.more");
        for (int tab = 0; tab < bar->count(); ++tab) {
            const QString meaning = bar->tabToolTip(tab);
            if (bar->isTabVisible(tab)) {
                bar->setCurrentIndex(tab);
            } else {
                QVERIFY(more->isVisible() && more->focusPolicy() == Qt::StrongFocus);
                QAction *entry = nullptr;
                for (QAction *action : more->menu()->actions())
                    entry = action->text() == meaning ? action : entry;
                QVERIFY2(entry, qPrintable(meaning));
                entry->trigger();
            }
            QCOMPARE(bar->currentIndex(), tab);
            QVERIFY(bar->isTabVisible(tab));
            QVERIFY(bar->isTabVisible(0)); // the pod never leaves the row
            QCoreApplication::processEvents();
            QVERIFY2(bar->rect().contains(bar->tabRect(tab)), qPrintable(meaning));
        }
        if (width == 2000)
            QVERIFY(!more->isVisible());
    }

    void credentialsComeOnlyWhenAskedFor()
    {
        Open open("showPodYaml");
        QSignalSpy asked(&open.page, &DesignerPage::clusterAccessRequested);
        open.trigger("showConnection");
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked.last().at(1).toBool(), false);
        open.page.showClusterAccess(access(false), false);
        QVERIFY2(open.code("connectionCode").contains(QStringLiteral("/home/me/.kube/config")),
                 qPrintable(open.code("connectionCode")));
        auto *secrets = open.find<QCheckBox>("withCredentials");
        secrets->click();
        QCOMPARE(asked.last().at(1).toBool(), true);
        open.page.showClusterAccess(access(false), false); // late
        open.page.showClusterAccess(access(true), true);
        QVERIFY(open.code("connectionCode").contains(QStringLiteral("s3cret")));
        secrets->click();
        QVERIFY(!open.code("connectionCode").contains(QStringLiteral("s3cret")));
        open.page.showClusterAccess(access(true), true); // late, too
        QVERIFY(!open.code("connectionCode").contains(QStringLiteral("s3cret")));
    }

    void credentialsGoWithTheView_data()
    {
        QTest::addColumn<QByteArray>("command");
        for (const char *command : {"showDag", "newTask", "closeTask"})
            QTest::newRow(command) << QByteArray(command);
    }
    void credentialsGoWithTheView()
    {
        QFETCH(QByteArray, command);
        Open open("showConnection");
        open.find<QCheckBox>("withCredentials")->click();
        open.page.showClusterAccess(access(true), true);
        QVERIFY(open.code("connectionCode").contains(QStringLiteral("s3cret")));
        open.trigger(command.constData());
        QVERIFY(!open.code("connectionCode").contains(QStringLiteral("s3cret")));
        QVERIFY(!open.find<QCheckBox>("withCredentials")->isChecked());
    }

    void aFileWithCredentialsIsForItsOwner()
    {
        QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
        QTemporaryDir folder;
        Open open("showConnection");
        open.find<QCheckBox>("withCredentials")->click();
        open.page.showClusterAccess(access(true), true);
        open.trigger("exportTask");
        auto *dialog = open.find<QFileDialog>("exportDialog");
        QVERIFY(dialog);
        const QString path = folder.filePath(QStringLiteral("connection.sh"));
        Q_EMIT dialog->fileSelected(path);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path), patience);
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QCOMPARE(QFile::permissions(path) & others, QFile::Permissions());
        dialog->close();
    }

    void theTaskNamesItsConnection()
    {
        Open open("showConnection");
        open.page.currentDocument()->edit("/task/kubernetes_conn_id", "team-cluster");
        open.page.currentDocument()->edit("/airflow/kubeconfig", "/opt/kube");
        open.page.showClusterAccess(access(false), false);
        QVERIFY(open.code("connectionCode").contains(QStringLiteral("AIRFLOW_CONN_TEAM_CLUSTER")));
        QVERIFY(open.code("connectionCode").contains(QStringLiteral("/opt/kube")));
    }

    void whyThereIsNoConnectionIsSaid()
    {
        Open open("showConnection");
        open.page.showClusterAccess(core::Error{.message = QStringLiteral("there is no context x")}, false);
        QCOMPARE(open.code("connectionCode"), QString());
        const auto *message = open.page.findChild<designer::ConnectionPanel *>()->findChild<widgets::MessageBar *>();
        QCOMPARE(message->text(), QStringLiteral("there is no context x"));
    }

    void withoutARunThereIsHelp()
    {
        Open open("showPodYaml");
        QSignalSpy asked(&open.page, &DesignerPage::lastRunRequested);
        open.trigger("showLastRunDiff");
        QCOMPARE(asked.size(), 1);
        open.page.showLastRun(std::optional<LastRunPods>());
        QVERIFY(open.find<QWidget>("noLastRun")->isVisible());
    }

    void changesSinceTheLastRunAreShown()
    {
        Open open("showLastRunDiff");
        open.page.showLastRun(std::optional(LastRunPods{QStringLiteral("noon"), pod("a:1"), pod("a:2")}));
        QVERIFY(open.find<designer::CodeView>("lastRunDiff")->isVisible());
        const QString diff = open.code("lastRunDiff");
        QVERIFY2(diff.contains(QStringLiteral("-     image: a:1\n+     image: a:2\n")) &&
                     diff.contains(QStringLiteral("\n    - name: base\n")),
                 qPrintable(diff));
        QCOMPARE(open.find<QLabel>("lastRunSummary")->text(), QStringLiteral("−1 +1 lines since the last run, noon"));
        open.page.showLastRun(std::optional(LastRunPods{QStringLiteral("noon"), pod("a:1"), pod("a:1")}));
        QCOMPARE(open.find<QLabel>("lastRunSummary")->text(),
                 QStringLiteral("Nothing has changed since the last run, noon"));
        QSignalSpy asked(&open.page, &DesignerPage::lastRunRequested);
        open.page.currentDocument()->edit("/task/image", "a:3");
        QTRY_COMPARE_WITH_TIMEOUT(asked.size(), 1, patience);
        QCOMPARE(asked.last().first().value<task::Task>().argument("image").get<std::string>(), std::string("a:3"));
    }

    void whyThereIsNoPodOfNowIsSaid()
    {
        Open open("showLastRunDiff");
        core::Error error{.message = QStringLiteral("'x' is undefined")};
        error.where = QStringLiteral("/task/arguments/0");
        open.page.showLastRun(error);
        auto *jump = open.find<QPushButton>("message.Go to the field");
        QVERIFY(jump);
        QTRY_VERIFY_WITH_TIMEOUT(jump->isVisible(), patience);
    }
};

QTEST_MAIN(TestPreviewTabs)
#include "tst_preview_tabs.moc"
