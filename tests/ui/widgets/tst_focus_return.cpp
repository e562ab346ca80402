#include "ui/style/theme.h"
#include "ui/widgets/focus_return.h"
#include "ui/widgets/message_bar.h"

#include <QApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <QVBoxLayout>

using namespace podwright::ui;
using widgets::FocusReturn;

// A page of three lines with a panel between the first and the second: without help the focus would go to the second.
class TestFocusReturn : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { style::install(*qApp, style::Theme::Light); }

    void init()
    {
        m_page = std::make_unique<QWidget>();
        auto *layout = new QVBoxLayout(m_page.get());
        m_first = new QLineEdit;
        m_panel = new QFrame;
        m_field = new QLineEdit(m_panel);
        m_second = new QLineEdit;
        m_third = new QLineEdit;
        for (QWidget *widget : std::initializer_list<QWidget *>{m_first, m_panel, m_second, m_third})
            layout->addWidget(widget);
        m_return = new FocusReturn(m_panel);
        m_panel->hide();
        m_page->show();
        m_page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    }
    void cleanup() { m_page.reset(); }

    void hidingGivesTheFocusBack()
    {
        enter(m_third);
        m_panel->hide();
        QCOMPARE(QApplication::focusWidget(), m_third);
    }

    void theFocusElsewhereStays()
    {
        enter(m_third);
        m_first->setFocus();
        m_panel->hide();
        QCOMPARE(QApplication::focusWidget(), m_first);
    }

    void theLastOneBeforeCounts()
    {
        enter(m_third);
        m_first->setFocus();
        m_field->setFocus();
        m_panel->hide();
        QCOMPARE(QApplication::focusWidget(), m_first);
    }

    void aVisiblePanelGivesItBackWhenAsked()
    {
        enter(m_third);
        m_return->giveBack();
        QVERIFY(m_panel->isVisible());
        QCOMPARE(QApplication::focusWidget(), m_third);
    }

    void whatIsGoneIsNotAsked_data()
    {
        QTest::addColumn<bool>("isDeleted");
        QTest::newRow("hidden") << false;
        QTest::newRow("deleted") << true;
    }
    void whatIsGoneIsNotAsked()
    {
        QFETCH(bool, isDeleted);
        m_page->setFocusProxy(m_first); // what the page is about
        enter(m_third);
        if (isDeleted)
            delete m_third;
        else
            m_third->hide();
        m_panel->hide();
        QCOMPARE(QApplication::focusWidget(), m_first);
    }

    void anAnsweredMessageReturnsToWhereOneWas()
    {
        auto *bar = new widgets::MessageBar;
        qobject_cast<QVBoxLayout *>(m_page->layout())->insertWidget(0, bar);
        m_third->setFocus();
        bar->showMessage({.text = QStringLiteral("Sure?"),
                          .actions = {{.text = QStringLiteral("Yes"), .run = [] {}},
                                      {.text = QStringLiteral("No"), .run = [] {}, .isPrimary = true}}});
        const auto *no = qobject_cast<QPushButton *>(QApplication::focusWidget());
        QVERIFY(no);
        QCOMPARE(no->text(), QStringLiteral("No"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(!bar->isVisible());
        QCOMPARE(QApplication::focusWidget(), m_third);
    }

private:
    void enter(QWidget *from)
    {
        from->setFocus();
        m_panel->show();
        m_field->setFocus();
        QCOMPARE(QApplication::focusWidget(), m_field);
    }

    std::unique_ptr<QWidget> m_page;
    QWidget *m_first = nullptr, *m_second = nullptr, *m_third = nullptr, *m_field = nullptr;
    QFrame *m_panel = nullptr;
    FocusReturn *m_return = nullptr;
};

QTEST_MAIN(TestFocusReturn)
#include "tst_focus_return.moc"
