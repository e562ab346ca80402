#include "ui/logs/highlight_rules.h"
#include "ui/logs/log_pane.h"
#include "ui/logs/log_tools.h"
#include "ui/logs/log_view.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using podwright::logs::LogStore;
using podwright::ui::logs::LogPane;
using podwright::ui::logs::LogView;

class TestLogPane : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_folder.path());
        QCoreApplication::setOrganizationName(QStringLiteral("podwright-test"));
        podwright::ui::style::install(*qApp, podwright::ui::style::Theme::Light);
    }

    void init()
    {
        m_pane = std::make_unique<LogPane>();
        m_pane->resize(900, 400);
        m_pane->setContainers({QStringLiteral("base"), QStringLiteral("xcom")}, QStringLiteral("base"));
        m_pane->setLog(&m_store);
        m_pane->show();
        QVERIFY(QTest::qWaitForWindowActive(m_pane.get()));
    }

    void cleanup()
    {
        m_pane.reset();
        m_store.clear();
    }

    void searchCountsAndJumps()
    {
        fill("apple\nbanana\napricot\ncherry\n");
        type(QStringLiteral("ap"));
        QTRY_COMPARE_WITH_TIMEOUT(state(), QStringLiteral("2 of 4 lines"), 30000);
        QTest::keyClick(search(), Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(state(), QStringLiteral("1 / 2"), 30000);
        QTest::keyClick(search(), Qt::Key_Return);
        QCOMPARE(state(), QStringLiteral("2 / 2"));
        QTest::keyClick(search(), Qt::Key_Return);
        QCOMPARE(state(), QStringLiteral("1 / 2"));
        QTest::keyClick(search(), Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(state(), QStringLiteral("2 / 2"));
        m_store.append("grape\n");
        QTRY_COMPARE_WITH_TIMEOUT(state(), QStringLiteral("2 / 3"), 30000);
    }

    void aBadPatternIsSaidAndMended()
    {
        fill("a(b\n");
        m_pane->tools()->regex->setChecked(true);
        type(QStringLiteral("a("));
        QVERIFY2(state().contains(QStringLiteral("missing )")), qPrintable(state()));
        m_pane->tools()->regex->setChecked(false);
        QTRY_COMPARE_WITH_TIMEOUT(state(), QStringLiteral("1 of 1 lines"), 30000);
    }

    void filterShowsMatchesOnly()
    {
        fill("one\ntwo\nthree\ntwenty\n");
        type(QStringLiteral("tw"));
        QTRY_COMPARE_WITH_TIMEOUT(state(), QStringLiteral("2 of 4 lines"), 30000);
        m_pane->tools()->filter->click();
        QTRY_COMPARE_WITH_TIMEOUT(shown(), QStringLiteral("two\ntwenty"), 30000);
        m_store.append("twelve\n");
        QTRY_COMPARE_WITH_TIMEOUT(state(), QStringLiteral("3 of 5 lines"), 30000);
        QTRY_COMPARE_WITH_TIMEOUT(shown(), QStringLiteral("two\ntwenty\ntwelve"), 30000);
        m_pane->tools()->filter->click();
        QCOMPARE(shown().count(QLatin1Char('\n')), 4);
    }

    void levelsAndKeptFiltersCombine()
    {
        fill("ERROR one\nINFO one\nERROR two\nplain\n");
        auto *errors = m_pane->findChild<QToolButton *>(QStringLiteral("logLevelError"));
        QTRY_COMPARE_WITH_TIMEOUT(errors->text(), QStringLiteral("Error 2"), 30000);
        QVERIFY(errors->isVisible());
        QVERIFY(!m_pane->findChild<QToolButton *>(QStringLiteral("logLevelDebug"))->isVisible());
        errors->click();
        QTRY_COMPARE_WITH_TIMEOUT(shown(), QStringLiteral("ERROR one\nERROR two"), 30000);
        type(QStringLiteral("one"));
        QTest::keyClick(search(), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(search()->text().isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(shown(), QStringLiteral("ERROR one"), 30000);
        m_pane->findChild<QToolButton *>(QStringLiteral("logFilterTerm0"))->click();
        QTRY_COMPARE_WITH_TIMEOUT(shown(), QStringLiteral("ERROR two"), 30000);
        QTRY_COMPARE_WITH_TIMEOUT(m_pane->findChildren<QToolButton *>(QStringLiteral("logFilterRemove0")).size(), 1,
                                  30000);
        m_pane->findChild<QToolButton *>(QStringLiteral("logFilterRemove0"))->click();
        errors->click();
        QTRY_COMPARE_WITH_TIMEOUT(shown().count(u'\n'), 3, 30000);
    }

    void marksAndTimes()
    {
        fill("2026-01-01T10:00:00.000000000Z a\n2026-01-01T10:00:05.000000000Z b\n2026-01-01T10:01:00.000000000Z c\n");
        LogView *view = m_pane->view();
        const qint64 first = m_store.firstLine();
        view->goTo(first + 1);
        QTest::keyClick(view, Qt::Key_M);
        view->goTo(first + 0);
        QTest::keyClick(view, Qt::Key_M);
        QTest::keyClick(view, Qt::Key_BracketRight);
        QCOMPARE(view->currentLine(), first + 1);
        QTest::keyClick(view, Qt::Key_BracketRight);
        QCOMPARE(view->currentLine(), first + 0);
        QTest::keyClick(view, Qt::Key_M);
        QTest::keyClick(view, Qt::Key_BracketLeft);
        QCOMPARE(view->currentLine(), first + 1);
        m_pane->goToTime(QStringLiteral("10:00:30"));
        QTRY_COMPARE_WITH_TIMEOUT(view->currentLine(), first + 2, 30000);
    }

    void highlightsBelongToATask()
    {
        m_pane->setTask(QStringLiteral("train"));
        m_pane->findChild<QPushButton *>(QStringLiteral("logHighlightAdd"))->click();
        QTest::keyClicks(m_pane->findChild<QLineEdit *>(QStringLiteral("logHighlightText0")), QStringLiteral("loss"));
        m_pane->setTask(QStringLiteral("other"));
        const auto rules = [](const char *task) {
            return podwright::ui::logs::loadHighlights(QString::fromLatin1(task));
        };
        QCOMPARE(rules("train").size(), size_t(1));
        QCOMPARE(rules("train").front().query.text, QStringLiteral("loss"));
        QVERIFY(rules("other").empty());
        QCOMPARE(podwright::ui::logs::compileHighlights({{{QStringLiteral("a("), true, false}, 0}}).size(), size_t(0));
    }

    void savedSelectionHoldsItsLines()
    {
        fill("ERROR a\nb\nERROR c\nd\n");
        auto *errors = m_pane->findChild<QToolButton *>(QStringLiteral("logLevelError"));
        QTRY_COMPARE_WITH_TIMEOUT(errors->text(), QStringLiteral("Error 2"), 30000);
        errors->click();
        QTRY_COMPARE_WITH_TIMEOUT(shown(), QStringLiteral("ERROR a\nERROR c"), 30000);
        QSignalSpy saved(m_pane.get(), &LogPane::saved);
        const QString path = m_folder.filePath(QStringLiteral("part.log"));
        m_pane->saveTo(path, LogPane::SaveWhat::Selected);
        QVERIFY(saved.wait(30000));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("ERROR a\nERROR c\n"));
    }

    void keysOfLogReaders()
    {
        fill("x\ny\nx\n");
        m_pane->view()->setFocus();
        QTest::keyClick(m_pane->view(), Qt::Key_Slash);
        QVERIFY(search()->hasFocus());
        type(QStringLiteral("x"));
        QTRY_COMPARE_WITH_TIMEOUT(state(), QStringLiteral("2 of 3 lines"), 30000);
        QTest::keyClick(search(), Qt::Key_Escape);
        QVERIFY(m_pane->view()->hasFocus());
        QTest::keyClick(m_pane->view(), Qt::Key_N);
        QTRY_COMPARE_WITH_TIMEOUT(state(), QStringLiteral("1 / 2"), 30000);
        QTest::keyClick(m_pane->view(), Qt::Key_N, Qt::ShiftModifier);
        QCOMPARE(state(), QStringLiteral("2 / 2"));
        const bool wrapped = m_pane->tools()->wrap->isChecked();
        QTest::keyClick(m_pane->view(), Qt::Key_W);
        QCOMPARE(m_pane->tools()->wrap->isChecked(), !wrapped);
        QTest::keyClick(m_pane->view(), Qt::Key_T);
        QTest::keyClick(m_pane->view(), Qt::Key_W);
    }

    void choicesAreRemembered()
    {
        const bool wrapped = m_pane->tools()->wrap->isChecked();
        m_pane->tools()->wrap->click();
        QCOMPARE(LogPane().tools()->wrap->isChecked(), !wrapped);
        m_pane->tools()->wrap->click();
    }

    void savedFileHoldsEveryByte_data()
    {
        QTest::addColumn<bool>("withStamps");
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("stamps") << true << QByteArray("2026-01-01T00:00:00.000000000Z a\xff\nno stamp\n");
        QTest::newRow("plain") << false << QByteArray("a\xff\nno stamp\n");
    }

    void savedFileHoldsEveryByte()
    {
        QFETCH(bool, withStamps);
        fill("2026-01-01T00:00:00.000000000Z a\xff\nno stamp");
        m_pane->tools()->stamps->setChecked(withStamps);
        QSignalSpy saved(m_pane.get(), &LogPane::saved);
        const QString path = m_folder.filePath(QStringLiteral("base.log"));
        m_pane->saveTo(path);
        QVERIFY(saved.wait(30000));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QTEST(file.readAll(), "content");
    }

    void savingTroubleIsSaid()
    {
        fill("x\n");
        QSignalSpy trouble(m_pane.get(), &LogPane::trouble);
        m_pane->saveTo(QStringLiteral("/proc/nowhere/x.log"));
        QVERIFY(trouble.wait(30000));
        QVERIFY(trouble.first().first().toString().contains(QStringLiteral("/proc/nowhere/x.log")));
    }

    void anEmptyLogSaysWhy()
    {
        m_pane->setLog(nullptr, QStringLiteral("The pod has not started yet."));
        const auto *label = m_pane->findChild<QLabel *>(QStringLiteral("logEmpty"));
        QVERIFY(label->isVisible());
        QCOMPARE(label->text(), QStringLiteral("The pod has not started yet."));
    }

    void containersAreChosen()
    {
        QSignalSpy chosen(m_pane.get(), &LogPane::containerChosen);
        m_pane->findChild<QToolButton *>(QStringLiteral("logContainer_xcom"))->click();
        QCOMPARE(chosen.first().first().toString(), QStringLiteral("xcom"));
    }

    void theStoreMayGoAway()
    {
        auto store = std::make_unique<LogStore>();
        store->append("x\n");
        m_pane->setLog(store.get());
        store.reset();
        QVERIFY(!m_pane->grab().isNull());
        QVERIFY(!m_pane->tools()->save->isEnabled());
    }

private:
    QLineEdit *search() const { return m_pane->findChild<QLineEdit *>(QStringLiteral("logSearch")); }
    QString shown() const
    {
        m_pane->view()->selectAll();
        return m_pane->view()->selectedText();
    }
    QString state() const { return m_pane->findChild<QLabel *>(QStringLiteral("logSearchState"))->text(); }
    void type(const QString &text) const
    {
        search()->clear();
        QTest::keyClicks(search(), text);
    }
    void fill(const QByteArray &bytes)
    {
        QSignalSpy appended(&m_store, &LogStore::appended);
        m_store.append(bytes);
        QVERIFY(appended.wait(3000));
    }

    QTemporaryDir m_folder;
    LogStore m_store;
    std::unique_ptr<LogPane> m_pane;
};

QTEST_MAIN(TestLogPane)
#include "tst_log_pane.moc"
