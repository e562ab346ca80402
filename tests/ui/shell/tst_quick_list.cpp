#include "ui/shell/picker.h"
#include "ui/shell/quick_list.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QSignalSpy>
#include <QTest>

using namespace podwright::ui;
using shell::QuickList;

class TestQuickList : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { style::install(*qApp, style::Theme::Light); }

    void init()
    {
        m_window = std::make_unique<QWidget>();
        m_list = new QuickList(QStringLiteral("Find"), m_window.get());
        m_list->setItems({{.value = QStringLiteral("1"), .text = QStringLiteral("Save the log")},
                          {.value = QStringLiteral("2"), .text = QStringLiteral("Save task")},
                          {.value = QStringLiteral("3"), .text = QStringLiteral("Launch")}});
        m_window->show();
        m_list->open({}, {300, 300}, QStringLiteral("2"));
    }

    void cleanup() { m_window.reset(); }

    void opensOnTheCurrentOne() { QCOMPARE(shown(), QStringLiteral("Save task")); }

    void wordsInAnyOrderNarrow()
    {
        QTest::keyClicks(search(), QStringLiteral("LOG sav"));
        QCOMPARE(items()->model()->rowCount(), 1);
        QCOMPARE(shown(), QStringLiteral("Save the log"));
    }

    void arrowsStayInsideAndEnterChooses()
    {
        QSignalSpy chosen(m_list, &QuickList::chosen);
        for (int i = 0; i < 5; ++i)
            QTest::keyClick(search(), Qt::Key_Down);
        QTest::keyClick(search(), Qt::Key_Return);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.first().first().toString(), QStringLiteral("3"));
        QVERIFY(!m_list->isVisible());
    }

    void typedTextIsChosenOnlyWhereItMay()
    {
        QSignalSpy chosen(m_list, &QuickList::chosen);
        QTest::keyClicks(search(), QStringLiteral("team-z"));
        QTest::keyClick(search(), Qt::Key_Return);
        QVERIFY(chosen.isEmpty());
        m_list->setAcceptsTyped(true);
        QTest::keyClick(search(), Qt::Key_Return);
        QCOMPARE(chosen.first().first().toString(), QStringLiteral("team-z"));
    }

    void whereNothingMatchesStandsWhatIsSearched()
    {
        const auto *none = m_list->findChild<QLabel *>(QStringLiteral("quickNone"));
        m_list->setSearched(QStringLiteral("Names are searched."));
        QVERIFY(!none->isVisible());
        QVERIFY(items()->isVisible());
        QTest::keyClicks(search(), QStringLiteral("zzz"));
        QVERIFY(none->isVisible());
        QCOMPARE(none->text(), QStringLiteral("Nothing matches. Names are searched."));
        QCOMPARE(search()->accessibleDescription(), none->text());
        QVERIFY(!items()->isVisible());
        m_list->setAcceptsTyped(true);
        QTest::keyClick(search(), Qt::Key_X);
        QVERIFY2(none->text().contains(QStringLiteral("Enter takes zzzx")), qPrintable(none->text()));
        search()->clear();
        QVERIFY(!none->isVisible());
        QVERIFY(items()->isVisible());
    }

    void escapeLeavesWithoutAChoice()
    {
        QSignalSpy chosen(m_list, &QuickList::chosen);
        QTest::keyClick(search(), Qt::Key_Escape);
        QVERIFY(!m_list->isVisible());
        QVERIFY(chosen.isEmpty());
    }

    void newItemsKeepTheCurrentOne()
    {
        m_list->setItems({{.value = QStringLiteral("0"), .text = QStringLiteral("New")},
                          {.value = QStringLiteral("2"), .text = QStringLiteral("Save task, later")}});
        QCOMPARE(shown(), QStringLiteral("Save task, later"));
    }

    void aPickerTellsWhatItShows()
    {
        shell::Picker picker(QStringLiteral("namespace"), QStringLiteral("Find"));
        picker.setCurrent(QStringLiteral("a"), QStringLiteral("team-a"), style::Tone::Bad, QStringLiteral("no answer"));
        QCOMPARE(picker.accessibleName(), QStringLiteral("namespace team-a"));
        QCOMPARE(picker.accessibleDescription(), QStringLiteral("no answer"));
        QVERIFY(!picker.grab().isNull());
    }

private:
    QLineEdit *search() const { return m_list->findChild<QLineEdit *>(QStringLiteral("quickSearch")); }
    QListView *items() const { return m_list->findChild<QListView *>(QStringLiteral("quickItems")); }
    QString shown() const { return items()->currentIndex().data().toString(); }

    std::unique_ptr<QWidget> m_window;
    QuickList *m_list = nullptr;
};

QTEST_MAIN(TestQuickList)
#include "tst_quick_list.moc"
