// The window may be open all day: when nothing happens and nobody touches it, it does nothing, whatever it shows.

#include "tests/e2e/program.h"

#include <QAbstractEventDispatcher>
#include <QTabBar>
#include <QTest>

using namespace podwright;
using e2e::patience;
using e2e::Program;
using ui::shell::MainWindow;

namespace {

// What was begun is done after some turns of the event loop; what begins itself again never is.
bool comesToRest()
{
    constexpr int mostTurns = 3000;
    QAbstractEventDispatcher *dispatcher = QAbstractEventDispatcher::instance();
    for (int turn = 0; turn < mostTurns; ++turn) {
        if (!dispatcher->processEvents(QEventLoop::AllEvents))
            return true;
    }
    return false;
}

// Goes through all tabs that are to be seen and names those that do not come to rest.
QStringList restless(const MainWindow &window)
{
    QStringList found;
    for (QTabBar *tabs : window.findChildren<QTabBar *>()) {
        for (int i = 0; tabs->isVisible() && i < tabs->count(); ++i) {
            if (!tabs->isTabVisible(i))
                continue;
            tabs->setCurrentIndex(i);
            if (!comesToRest())
                found += tabs->accessibleName() + QStringLiteral(": ") + tabs->tabText(i);
        }
    }
    return found;
}

} // namespace

class TestRest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_machine = std::make_unique<e2e::Machine>();
        m_program = std::make_unique<Program>(m_machine->context());
        session::ClusterSession *cluster = m_program->sessions.session(m_machine->context());
        QTRY_COMPARE_WITH_TIMEOUT(cluster->state(), session::ConnectionState::Connected, patience);
        m_program->window->launch();
        QTRY_VERIFY_WITH_TIMEOUT(m_program->isRunDone(), patience);
        m_program->window->setMode(MainWindow::Runs);
        m_program->window->findChild<QTableView *>(QStringLiteral("runTable"))->selectRow(m_program->runRow());
    }
    void cleanupTestCase()
    {
        m_program.reset();
        m_machine.reset();
    }

    void allViews_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::newRow("large") << QSize(1440, 900);
        QTest::newRow("small") << QSize(1024, 700);
    }
    void allViews()
    {
        QFETCH(QSize, size);
        m_program->window->resize(size);
        for (const auto mode : {MainWindow::Design, MainWindow::Runs, MainWindow::Clusters}) {
            m_program->window->setMode(mode);
            QVERIFY2(comesToRest(), qPrintable(QString::number(mode)));
            const QStringList found = restless(*m_program->window);
            QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
        }
    }

private:
    std::unique_ptr<e2e::Machine> m_machine;
    std::unique_ptr<Program> m_program;
};

QTEST_MAIN(TestRest)
#include "tst_rest.moc"
