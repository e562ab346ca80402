// Whoever hears the window instead of seeing it, and whoever writes a test of it, finds each control by a name.

#include "models/core/files.h"
#include "models/runs/history.h"
#include "models/session/run_center.h"
#include "tests/support/private_home.h"
#include "ui/designer/designer_page.h"
#include "ui/runs/pod_terminal_pane.h"
#include "ui/runs/runs_page.h"
#include "ui/shell/main_window.h"
#include "ui/style/theme.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTabBar>
#include <QTest>
#include <QTextEdit>

using namespace podwright;
using ui::shell::MainWindow;

namespace {

constexpr const char *knownToHaveNames = "knownToHaveNames"; // asking each of thousands again takes its time

// Parts of Qt's own controls speak for the whole.
bool isPartOfAnother(const QWidget *widget)
{
    const QWidget *parent = widget->parentWidget();
    const bool isOfCombo = qobject_cast<const QComboBox *>(parent) ||
                           widget->window()->inherits("QComboBoxPrivateContainer") ||
                           (parent && parent->inherits("QComboBoxPrivateContainer"));
    return isOfCombo || qobject_cast<const QHeaderView *>(widget) || qobject_cast<const QAbstractSpinBox *>(parent) ||
           qobject_cast<const QLineEdit *>(parent) || qobject_cast<const QAbstractItemView *>(parent) ||
           qobject_cast<const QTabBar *>(parent) || widget->testAttribute(Qt::WA_TransparentForMouseEvents) ||
           widget->objectName().startsWith(QStringLiteral("qt_"));
}

bool isInteractive(const QWidget *widget)
{
    const bool isControl = qobject_cast<const QAbstractButton *>(widget) || qobject_cast<const QLineEdit *>(widget) ||
                           qobject_cast<const QComboBox *>(widget) || qobject_cast<const QAbstractSpinBox *>(widget) ||
                           qobject_cast<const QAbstractItemView *>(widget) ||
                           qobject_cast<const QPlainTextEdit *>(widget) || qobject_cast<const QTextEdit *>(widget) ||
                           qobject_cast<const QTabBar *>(widget);
    const bool takesKeys = (widget->focusPolicy() & Qt::TabFocus) != 0 && !widget->focusProxy();
    return (isControl || takesKeys) && !isPartOfAnother(widget);
}

QString heardName(QWidget *widget)
{
    QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(widget);
    return interface ? interface->text(QAccessible::Name) : QString();
}

QString pathOf(const QWidget *widget)
{
    QStringList names;
    for (; widget; widget = widget->parentWidget())
        names.prepend(widget->objectName().isEmpty() ? QLatin1StringView(widget->metaObject()->className())
                                                     : widget->objectName());
    return names.join(u'/');
}

QStringList nameless(const QWidget &root)
{
    QStringList found;
    for (QWidget *widget : root.findChildren<QWidget *>()) {
        if (widget->property(knownToHaveNames).toBool() || !isInteractive(widget))
            continue;
        if (widget->objectName().isEmpty())
            found += QStringLiteral("no objectName: ") + pathOf(widget);
        const bool isHeard = !heardName(widget).trimmed().isEmpty();
        if (!isHeard)
            found += QStringLiteral("no accessible name: ") + pathOf(widget);
        widget->setProperty(knownToHaveNames, isHeard && !widget->objectName().isEmpty());
    }
    found.removeDuplicates();
    return found;
}

bool allHaveNames(const QWidget &root)
{
    const QStringList found = nameless(root);
    for (const QString &one : found)
        qWarning("%s", qPrintable(one));
    return found.isEmpty();
}

// Those open a dialog of the desktop, or end the program.
bool mayBeTriggered(const QAction *action)
{
    static const QStringList others{
        QStringLiteral("quit"),       QStringLiteral("openTask"),      QStringLiteral("importTasks"),
        QStringLiteral("saveTask"),   QStringLiteral("saveTaskAs"),    QStringLiteral("chooseLibrary"),
        QStringLiteral("exportTask"), QStringLiteral("saveLogs"),      QStringLiteral("openPalette"),
        QStringLiteral("closeTask"),  QStringLiteral("chooseContext"), QStringLiteral("launch")};
    const bool isTheme = action->objectName().startsWith(QStringLiteral("theme")); // new colours, no new controls
    return action->isEnabled() && !action->isSeparator() && !isTheme && !others.contains(action->objectName());
}

} // namespace

class TestNames : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_home = std::make_unique<support::PrivateHome>(QStringLiteral("/nowhere")); // no sandbox is found there
        QCoreApplication::setOrganizationName(QStringLiteral("podwright"));
        QCoreApplication::setApplicationName(QStringLiteral("podwright"));
        QApplication::setQuitOnLastWindowClosed(false);
        ui::style::install(*qApp, ui::style::Theme::Light);
        m_history = std::make_unique<podwright::runs::History>(core::stateFolder());
        m_sessions = std::make_unique<session::SessionManager>(core::systemClock());
        m_center = std::make_unique<session::RunCenter>(*m_sessions, *m_history, core::systemClock());
        m_window = std::make_unique<MainWindow>(*m_sessions, *m_center, core::systemClock());
        m_window->open({});
        m_window->show();
    }
    void cleanupTestCase()
    {
        m_window.reset();
        m_center.reset();
        m_sessions.reset();
        m_history.reset();
        m_home.reset();
    }

    void eachViewAfterEachOfItsCommands_data()
    {
        QTest::addColumn<int>("mode");
        QTest::newRow("design") << int(MainWindow::Design);
        QTest::newRow("runs") << int(MainWindow::Runs);
        QTest::newRow("clusters") << int(MainWindow::Clusters);
    }
    void eachViewAfterEachOfItsCommands()
    {
        QFETCH(int, mode);
        const auto view = static_cast<MainWindow::Mode>(mode);
        m_window->setMode(view);
        QVERIFY(allHaveNames(*m_window));
        for (QAction *action : m_window->commands()) {
            if (!mayBeTriggered(action))
                continue;
            action->trigger();
            QCoreApplication::processEvents();
            QVERIFY2(allHaveNames(*m_window), qPrintable(action->objectName()));
            m_window->setMode(view);
        }
    }

    void commandsHaveNamesToo()
    {
        for (const auto mode : {MainWindow::Design, MainWindow::Runs, MainWindow::Clusters}) {
            m_window->setMode(mode);
            QStringList seen;
            for (const QAction *action : m_window->commands()) {
                if (action->isSeparator())
                    continue;
                QVERIFY2(!action->objectName().isEmpty(), qPrintable(action->text()));
                QVERIFY2(!action->text().isEmpty(), qPrintable(action->objectName()));
                QVERIFY2(!seen.contains(action->objectName()), qPrintable(action->objectName())); // the palette's key
                seen += action->objectName();
            }
        }
    }

    void aTerminal()
    {
        const ui::runs::PodTerminalPane pane(*m_sessions, {});
        QVERIFY(allHaveNames(pane));
    }

    void theTestSeesWhatHasNoName()
    {
        QWidget page;
        auto *line = new QLineEdit(&page);
        QCOMPARE(nameless(page).size(), 2);
        line->setObjectName(QStringLiteral("line"));
        QCOMPARE(nameless(page).size(), 1);
        line->setAccessibleName(QStringLiteral("Line"));
        QCOMPARE(nameless(page), QStringList());
    }

private:
    std::unique_ptr<support::PrivateHome> m_home;
    std::unique_ptr<podwright::runs::History> m_history;
    std::unique_ptr<session::SessionManager> m_sessions;
    std::unique_ptr<session::RunCenter> m_center;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(TestNames)
#include "tst_names.moc"
