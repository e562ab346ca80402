// Every control of the designer can be reached by Tab, in every tab of the preview.

#include "ui/designer/designer_page.h"
#include "ui/designer/diff_panel.h"
#include "ui/style/theme.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QSet>
#include <QTabBar>
#include <QTest>

using namespace podwright;
using namespace podwright::ui;
using designer::DesignerPage;

namespace {

bool isControl(const QWidget *widget)
{
    const bool canFocus = (widget->focusPolicy() & Qt::TabFocus) != 0 && !widget->focusProxy();
    return widget->isVisible() && widget->isEnabled() && canFocus;
}

// Buttons that only repeat what a key does where they stand.
bool isRepeated(const QWidget *button)
{
    const bool isInTab = qobject_cast<const QTabBar *>(button->parentWidget()); // closing: Ctrl+W
    return isInTab || button->objectName() == QLatin1String("remove") ||        // of a list's entry: Delete
           button->testAttribute(Qt::WA_TransparentForMouseEvents);
}

QString nameOf(const QWidget *widget)
{
    return QStringLiteral("%1 %2").arg(QLatin1StringView(widget->metaObject()->className()), widget->objectName());
}

} // namespace

class TestReach : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { style::install(*qApp, style::Theme::Light); }

    void byTab_data()
    {
        QTest::addColumn<QByteArray>("command");
        QTest::addColumn<int>("width");
        for (const char *command : {"showPodYaml", "sampleValues", "showDag", "showTemplate", "showKubectl",
                                    "showLastRunDiff", "showConnection", "preflight", "closeTask"})
            for (const int width : {960, 1386})
                QTest::addRow("%s, %d px", command, width) << QByteArray(command) << width;
    }
    void byTab()
    {
        QFETCH(QByteArray, command);
        QFETCH(int, width);
        DesignerPage page;
        page.resize(width, 800);
        QVERIFY(page.openExample(QStringLiteral("KPO_bash_command")));
        page.show();
        page.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        page.findChild<QAction *>(QLatin1StringView(command))->trigger();
        page.showLastRun(
            std::optional(designer::LastRunPods{QStringLiteral("noon"), core::Json::object(), core::Json::object()}));
        QCoreApplication::processEvents();
        QTest::keyClick(&page, Qt::Key_Tab);
        QSet<const QWidget *> reached;
        for (const QWidget *now = QApplication::focusWidget(); now && !reached.contains(now);
             now = QApplication::focusWidget()) {
            reached.insert(now);
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        }
        for (const QWidget *widget : page.findChildren<QWidget *>()) {
            if (isControl(widget))
                QVERIFY2(reached.contains(widget), qPrintable(nameOf(widget)));
            if (widget->isVisible() && qobject_cast<const QAbstractButton *>(widget) && !isRepeated(widget))
                QVERIFY2(widget->focusPolicy() != Qt::NoFocus, qPrintable(nameOf(widget)));
        }
    }
};

QTEST_MAIN(TestReach)
#include "tst_reach.moc"
