// Problems of a task in the problem list, at its field and in the pod's YAML, those of the merged pod among them.

#include "ui/designer/designer_page.h"
#include "ui/designer/pod_editor.h"
#include "ui/designer/task_form.h"
#include "ui/designer/yaml_view.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QLabel>
#include <QListView>
#include <QTest>

using namespace podwright;
using namespace podwright::ui;
using core::Json;
using designer::DesignerPage;
using designer::ProblemMark;

namespace {

QStringList problemList(DesignerPage &page)
{
    const auto *list = page.findChild<QListView *>(QStringLiteral("problems"));
    QStringList texts;
    for (int row = 0; row < list->model()->rowCount(); ++row)
        texts += list->model()->index(row, list->modelColumn()).data().toString();
    return texts;
}

// What of the text is underlined for a message that holds these words.
QString underlined(DesignerPage &page, const QString &words)
{
    const auto *view = page.findChild<designer::YamlView *>();
    for (const ProblemMark &mark : view->problems())
        if (mark.message.contains(words))
            return view->text(mark.position.line - 1).mid(mark.position.column - 1, mark.length);
    return {};
}

// A template with a variable and a volume.
Json podTemplate()
{
    return {{"spec",
             {{"containers", {{{"name", "base"}, {"env", {{{"name", "A"}, {"value", "1"}}}}}}},
              {"volumes", {{{"name", "v"}, {"emptyDir", Json::object()}}}}}}};
}

} // namespace

class TestProblemMarks : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { style::install(*qApp, style::Theme::Light); }

    void adviceOnTheMergedPodIsToldAndSilenced()
    {
        DesignerPage page;
        QVERIFY(page.openExample(QStringLiteral("KPO_bash_command")));
        page.resize(1200, 800);
        page.show();
        page.currentDocument()->edit("/template", podTemplate());
        const QString words = QStringLiteral("Variable A is also in the template");
        QVERIFY(problemList(page).filter(words).isEmpty());
        page.currentDocument()->edit("/task/env_vars", {{"A", "2"}});
        QCOMPARE(problemList(page).filter(words).size(), 1);
        QCOMPARE(underlined(page, words), QStringLiteral("name: A"));
        const auto *row = page.findChild<designer::TaskForm *>()->row("/task/env_vars");
        bool isAtTheField = false;
        for (const QLabel *label : row->findChildren<QLabel *>())
            isAtTheField = isAtTheField || label->text().contains(words);
        QVERIFY(isAtTheField);
        page.currentDocument()->edit("/silence", Json::array({"variable-overridden"}));
        QVERIFY(problemList(page).filter(words).isEmpty());
        QCOMPARE(underlined(page, words), QString());
    }

    void pythonSourceIsNoFaultAndHidesNoAdvice()
    {
        DesignerPage page;
        QVERIFY(page.openExample(QStringLiteral("KPO_bash_command")));
        page.currentDocument()->edit("/template", podTemplate());
        page.currentDocument()->edit("/task/env_vars", {{"A", "2"}, {"H", {{"!python", "host()"}}}});
        page.currentDocument()->edit("/task/container_resources", {{"requests", {{"cpu", {{"!python", "cpus()"}}}}}});
        QCOMPARE(problemList(page).filter(QStringLiteral("Variable A is also in the template")).size(), 1);
        const auto *view = page.findChild<designer::YamlView *>();
        QVERIFY(view->text().contains(QStringLiteral("cpu: !python cpus()")));
        QVERIFY2(view->findings().empty(), view->findings().empty() ? "" : qPrintable(view->findings()[0].message));
    }

    void errorsOfTheMergedPodKeepFromLaunching()
    {
        DesignerPage page;
        QVERIFY(page.openExample(QStringLiteral("KPO_bash_command")));
        page.currentDocument()->edit("/template", podTemplate());
        page.currentDocument()->edit("/task/volumes", Json::array({{{"name", "v"}, {"emptyDir", Json::object()}}}));
        const auto isError = [](const task::Problem &problem) {
            return problem.severity == task::Problem::Severity::Error && problem.id == "volume-merged-twice";
        };
        QVERIFY(std::ranges::any_of(page.currentDocument()->problems(), isError));
        const auto &marks = page.findChild<designer::YamlView *>()->problems();
        QVERIFY(std::ranges::any_of(marks, &ProblemMark::isError));
    }

    void adviceOnAFieldIsUnderlinedAndExplained()
    {
        DesignerPage page;
        QVERIFY(page.openExample(QStringLiteral("KPO_bash_command")));
        page.resize(1200, 800);
        page.show();
        QCOMPARE(underlined(page, QStringLiteral("without a tag")), QStringLiteral("image: ubuntu"));
        auto *view = page.findChild<designer::YamlView *>();
        auto *pod = page.findChild<designer::PodEditor *>();
        const int offset = int(view->text().indexOf(QStringLiteral("image: ubuntu")));
        QVERIFY2(view->noteAt(size_t(offset) + 3).contains(QStringLiteral("without a tag")),
                 qPrintable(view->noteAt(size_t(offset) + 3)));
        int line = 0;
        int column = 0;
        view->lineIndexFromPosition(offset, &line, &column);
        view->setCursorPosition(line, column);
        QTRY_VERIFY2_WITH_TIMEOUT(pod->note().contains(QStringLiteral("without a tag")), qPrintable(pod->note()),
                                  30000);
        view->setCursorPosition(0, 0);
        QTRY_VERIFY_WITH_TIMEOUT(!pod->note().contains(QStringLiteral("without a tag")), 30000);
        page.currentDocument()->edit("/task/image", "ubuntu:24.04");
        QCOMPARE(underlined(page, QStringLiteral("without a tag")), QString());
    }
};

QTEST_MAIN(TestProblemMarks)
#include "tst_problem_marks.moc"
