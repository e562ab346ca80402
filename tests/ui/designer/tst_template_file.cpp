// A task's pod_template_file in the page: preview, exports, problems, and what is said when it cannot be read.

#include "models/manifest/template_file.h"
#include "models/task/python_source.h"
#include "ui/designer/code_view.h"
#include "ui/designer/designer_page.h"
#include "ui/designer/task_form.h"
#include "ui/designer/yaml_view.h"
#include "ui/style/theme.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/validation_note.h"

#include <QAction>
#include <QApplication>
#include <QFile>
#include <QListView>
#include <QTemporaryDir>
#include <QTest>

using namespace podwright;
using namespace podwright::ui;
using designer::DesignerPage;

namespace {

constexpr int patience = 30000;
constexpr auto pointer = "/task/pod_template_file";
constexpr auto podTemplate = R"(apiVersion: v1
kind: Pod
metadata: {labels: {team: blue}}
spec:
  nodeSelector: {disk: ssd}
  containers:
    - name: base
      image: from-template:1
)";

void write(const QString &path, const QByteArray &text)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
}

struct Open
{
    explicit Open(const core::Json &path)
    {
        page.resize(1400, 900);
        page.newTask();
        document = page.currentDocument();
        document->edit("/task/task_id", "t");
        document->edit("/task/image", "mine:2");
        document->edit(pointer, path);
        page.show();
    }
    void trigger(const char *command) { page.findChild<QAction *>(QLatin1StringView(command))->trigger(); }
    QString code(const char *name) { return page.findChild<designer::CodeView *>(QLatin1StringView(name))->text(); }
    bool hasCode(const char *name, const char *text) { return code(name).contains(QLatin1StringView(text)); }
    QString gap()
    {
        auto *bar = page.findChild<widgets::MessageBar *>(QStringLiteral("templateGap"));
        return bar->isVisible() ? bar->text() : QString();
    }
    const task::Problem *problem()
    {
        for (const task::Problem &problem : document->problems())
            if (problem.pointer == pointer && problem.id.starts_with("template-"))
                return &problem;
        return nullptr;
    }
    QString besideTheField()
    {
        return page.findChild<designer::TaskForm *>()->row(pointer)->findChild<widgets::ValidationNote *>()->text();
    }

    DesignerPage page;
    task::TaskDocument *document;
};

} // namespace

class TestTemplateFile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        style::install(*qApp, style::Theme::Light);
        QVERIFY(m_folder.isValid());
    }
    void init()
    {
        m_path = m_folder.filePath(QStringLiteral("pod.yaml"));
        write(m_path, podTemplate);
    }

    void everyViewHasIt()
    {
        Open open(m_path.toStdString());
        QTRY_VERIFY_WITH_TIMEOUT(open.hasCode("podYaml", "disk: ssd"), patience);
        QVERIFY(open.hasCode("podYaml", "mine:2") && !open.hasCode("podYaml", "from-template:1"));
        QCOMPARE(open.gap(), QString());
        QVERIFY(!open.problem());
        open.trigger("showTemplate");
        QTRY_VERIFY_WITH_TIMEOUT(open.hasCode("templateCode", "disk: ssd"), patience);
        open.trigger("showKubectl");
        QTRY_VERIFY_WITH_TIMEOUT(open.hasCode("kubectlCode", "disk: ssd"), patience);
    }

    void changesOfTheFileAreFollowed()
    {
        Open open(m_path.toStdString());
        QTRY_VERIFY_WITH_TIMEOUT(open.hasCode("podYaml", "disk: ssd"), patience);
        write(m_path, QByteArray(podTemplate).replace("ssd", "tape"));
        QTRY_VERIFY_WITH_TIMEOUT(open.hasCode("podYaml", "disk: tape"), patience);
        open.trigger("showKubectl");
        QTRY_VERIFY_WITH_TIMEOUT(open.hasCode("kubectlCode", "disk: tape"), patience);
    }

    void aMissingFileIsToldEverywhere()
    {
        QVERIFY(QFile::remove(m_path));
        Open open(m_path.toStdString());
        QTRY_VERIFY_WITH_TIMEOUT(open.problem(), patience);
        QCOMPARE(open.problem()->severity, task::Problem::Severity::Warning);
        QVERIFY2(open.problem()->message.contains(m_path), qPrintable(open.problem()->message));
        QVERIFY2(open.besideTheField().contains(m_path), qPrintable(open.besideTheField()));
        QVERIFY2(open.gap().contains(m_path), qPrintable(open.gap()));
        QVERIFY(inTheList(open, m_path));
        QVERIFY(open.hasCode("podYaml", "mine:2")); // what can be shown
        write(m_path, podTemplate);
        QTRY_VERIFY_WITH_TIMEOUT(open.hasCode("podYaml", "disk: ssd"), patience);
        QVERIFY(!open.problem());
        QCOMPARE(open.gap(), QString());
    }

    void brokenYamlIsToldWithItsPlace()
    {
        write(m_path, "spec:\n  a: [1\n  b: 2\n");
        Open open(m_path.toStdString());
        QTRY_VERIFY_WITH_TIMEOUT(open.problem(), patience);
        const QString place = m_path + QStringLiteral(":3:");
        QCOMPARE(open.problem()->severity, task::Problem::Severity::Error); // so no launch begins
        QVERIFY2(open.problem()->message.contains(place), qPrintable(open.problem()->message));
        QVERIFY2(open.besideTheField().contains(place), qPrintable(open.besideTheField()));
        QVERIFY(inTheList(open, place));
        open.trigger("showKubectl");
        QTRY_COMPARE_WITH_TIMEOUT(open.code("kubectlCode"), QString(), patience);
        write(m_path, podTemplate);
        QTRY_VERIFY_WITH_TIMEOUT(open.hasCode("kubectlCode", "disk: ssd"), patience);
        QVERIFY(!open.problem());
    }

    void aPathWithJinjaIsShownOnceRendered()
    {
        Open open(m_folder.filePath(QStringLiteral("{{ params.size }}.yaml")).toStdString());
        write(m_folder.filePath(QStringLiteral("big.yaml")), podTemplate);
        open.document->edit("/sample/params.size", "big");
        QTRY_VERIFY_WITH_TIMEOUT(open.gap().contains(QStringLiteral("Jinja")), patience);
        QVERIFY(!open.hasCode("podYaml", "disk: ssd"));
        open.trigger("renderJinja");
        QTRY_VERIFY_WITH_TIMEOUT(open.hasCode("podYaml", "disk: ssd"), patience);
        QCOMPARE(open.gap(), QString());
    }

    void whatPythonKnowsIsSaid()
    {
        Open open(task::pythonValue("template_path()"));
        QTRY_VERIFY_WITH_TIMEOUT(open.gap().contains(QStringLiteral("template_path()")), patience);
        QVERIFY(open.hasCode("podYaml", "mine:2"));
    }

    void aClosedMessageStaysClosed()
    {
        Open open(task::pythonValue("template_path()"));
        QTRY_VERIFY_WITH_TIMEOUT(!open.gap().isEmpty(), patience);
        open.page.findChild<widgets::MessageBar *>(QStringLiteral("templateGap"))->dismiss();
        open.document->edit("/task/image", "other:3");
        QTRY_VERIFY_WITH_TIMEOUT(open.hasCode("podYaml", "other:3"), patience);
        QCOMPARE(open.gap(), QString());
    }

    // What the template gives stays the template's when the text is edited.
    void typingKeepsTheTemplate()
    {
        Open open(m_path.toStdString());
        QTRY_VERIFY_WITH_TIMEOUT(open.hasCode("podYaml", "disk: ssd"), patience);
        auto *view = open.page.findChild<designer::YamlView *>();
        view->setFocus();
        int line = 0, column = 0;
        const QString image = QStringLiteral("mine:2");
        view->lineIndexFromPosition(int(view->text().indexOf(image) + image.size()), &line, &column);
        view->setCursorPosition(line, column);
        QTest::keyClick(view, Qt::Key_Backspace);
        QTest::keyClick(view, '3');
        QTRY_VERIFY_WITH_TIMEOUT(open.document->task().argument("image") == core::Json("mine:3"), patience);
        QVERIFY(open.document->task().argument(pointer + 6) == core::Json(m_path.toStdString()));
        QVERIFY(open.document->task().argument("node_selector").is_null());
        QVERIFY(open.document->task().podTemplate.empty());
    }

private:
    bool inTheList(Open &open, const QString &text)
    {
        const QAbstractItemModel *rows = open.page.findChild<QListView *>(QStringLiteral("problems"))->model();
        for (int row = 0; row < rows->rowCount(); ++row)
            for (int column = 0; column < rows->columnCount(); ++column)
                if (rows->index(row, column).data().toString().contains(text))
                    return true;
        return false;
    }

    QTemporaryDir m_folder;
    QString m_path;
};

QTEST_MAIN(TestTemplateFile)
#include "tst_template_file.moc"
