#include "ui/designer/designer_page.h"
#include "ui/designer/preflight_panel.h"
#include "ui/designer/task_form.h"
#include "ui/style/theme.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTest>

using namespace podwright;
using namespace podwright::ui;
using designer::DesignerPage;
using preflight::Finding;
using preflight::Severity;

namespace {

preflight::Report reportWithAFix()
{
    return {.findings = {{.severity = Severity::Blocks,
                          .id = "service-account",
                          .sentence = QStringLiteral("Service account nobody is not in namespace default"),
                          .evidence = QStringLiteral("The server says: no"),
                          .pointer = "/task/service_account_name",
                          .fix = QStringLiteral("Use the default one"),
                          .editText = QStringLiteral("Use the default one"),
                          .edits = {{"/task/service_account_name", core::Json(core::Json::value_t::discarded)},
                                    {"/task/automount_service_account_token", false}}},
                         {.severity = Severity::Unchecked, .id = "nodes", .sentence = QStringLiteral("Nodes")},
                         {.severity = Severity::Passed, .id = "quota", .sentence = QStringLiteral("Quota")}},
            .nodes = {}};
}

QListView *listOf(DesignerPage &page)
{
    return page.findChild<QListView *>(QStringLiteral("preflight"));
}

void open(DesignerPage &page)
{
    QVERIFY(page.openExample(QStringLiteral("KPO_bash_command")));
    page.resize(1400, 800);
    page.show();
    page.showPreflight();
}

} // namespace

class TestPreflightPanel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { style::install(*qApp, style::Theme::Light); }

    void asksOnlyWhenItIsLookedAt()
    {
        DesignerPage page;
        QVERIFY(page.openExample(QStringLiteral("KPO_bash_command")));
        QSignalSpy asked(&page, &DesignerPage::preflightRequested);
        page.currentDocument()->edit("/task/image", "alpine");
        QCOMPARE(asked.count(), 0);
        page.showPreflight();
        QCOMPARE(asked.count(), 1);
        QVERIFY(asked.last().at(1).toBool());
        page.currentDocument()->edit("/task/image", "busybox");
        QCOMPARE(asked.count(), 2);
        QVERIFY(!asked.last().at(1).toBool()); // once the edits pause
        QVERIFY(asked.last().at(0).value<task::Task>().argument("image") == core::Json("busybox"));
        page.findChild<QPushButton *>(QStringLiteral("preflightCheck"))->click();
        QVERIFY(asked.last().at(1).toBool());
    }

    void enterLeadsToTheField()
    {
        DesignerPage page;
        open(page);
        const QAbstractItemModelTester tester(listOf(page)->model(),
                                              QAbstractItemModelTester::FailureReportingMode::Fatal);
        page.preflight()->showReport(reportWithAFix());
        QCOMPARE(listOf(page)->model()->rowCount(), 3);
        QSignalSpy activated(page.preflight(), &designer::PreflightPanel::activated);
        listOf(page)->setCurrentIndex(listOf(page)->model()->index(0, listOf(page)->modelColumn()));
        QTest::keyClick(listOf(page), Qt::Key_Return);
        QCOMPARE(activated.count(), 1);
        QCOMPARE(activated[0][0].value<std::string>(), std::string("/task/service_account_name"));
        listOf(page)->setCurrentIndex(listOf(page)->model()->index(2, listOf(page)->modelColumn()));
        QTest::keyClick(listOf(page), Qt::Key_Return); // it passed, and belongs to no field
        QCOMPARE(activated.count(), 1);
    }

    void oneStepMendsAndOneTakesItBack()
    {
        DesignerPage page;
        open(page);
        task::TaskDocument *document = page.currentDocument();
        document->edit("/task/service_account_name", "nobody");
        const task::Task before = document->task();
        page.preflight()->showReport(reportWithAFix());
        auto *mend = page.findChild<QPushButton *>(QStringLiteral("preflightMend"));
        QVERIFY(!mend->isVisible());
        listOf(page)->setCurrentIndex(listOf(page)->model()->index(0, listOf(page)->modelColumn()));
        QVERIFY(mend->isVisible());
        QCOMPARE(mend->text(), QStringLiteral("Use the default one"));
        QTest::keyClick(listOf(page), Qt::Key_F);
        QVERIFY(document->task().argument("service_account_name").is_null());
        QVERIFY(document->task().argument("automount_service_account_token") == core::Json(false));
        document->undoStack()->undo();
        QCOMPARE(document->task(), before);
    }

    void whatCannotBeAskedIsSaid()
    {
        DesignerPage page;
        open(page);
        page.preflight()->showReport(reportWithAFix());
        preflight::Report report;
        report.trouble = core::Error{.kind = core::Error::Kind::Network, .message = QStringLiteral("no answer from a")};
        page.preflight()->showReport(report);
        QCOMPARE(listOf(page)->model()->rowCount(), 0);
        QCOMPARE(page.findChild<QLabel *>(QStringLiteral("preflightState"))->text(),
                 QStringLiteral("no answer from a"));
    }

    void aRunsTaskIsOpenedOnce()
    {
        DesignerPage page;
        QVERIFY(page.openExample(QStringLiteral("KPO_bash_command")));
        task::Task task = page.currentDocument()->task();
        page.openTask(task);
        QCOMPARE(page.documents().size(), size_t(1));
        task.arguments["task_id"] = "another";
        page.openTask(task);
        QCOMPARE(page.documents().size(), size_t(2));
        QCOMPARE(page.currentDocument()->task(), task);
    }
};

QTEST_MAIN(TestPreflightPanel)
#include "tst_preflight_panel.moc"
