#include "ui/logs/container_choice.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QComboBox>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using podwright::ui::logs::ContainerChoice;

class TestContainerChoice : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { podwright::ui::style::install(*qApp, podwright::ui::style::Theme::Light); }

    void init()
    {
        m_choice = std::make_unique<ContainerChoice>();
        m_choice->setContainers({QStringLiteral("base"), QStringLiteral("a-rather-long-sidecar"), QStringLiteral("*")},
                                QStringLiteral("base"));
        m_choice->show();
        m_choice->resize(m_choice->sizeHint());
    }
    void cleanup() { m_choice.reset(); }

    void buttonsWhereThereIsRoomElseAList()
    {
        QVERIFY(button("base")->isVisible());
        QVERIFY(button("*")->geometry().right() <= m_choice->width()); // none is cut off
        QVERIFY(!list()->isVisible());
        m_choice->resize(m_choice->sizeHint().width() - 1, m_choice->height());
        QVERIFY(!button("base")->isVisible());
        QVERIFY(list()->isVisible());
        QCOMPARE(list()->width(), m_choice->width());
        QCOMPARE(list()->currentText(), QStringLiteral("base"));
        QCOMPARE(list()->itemText(2), QStringLiteral("all"));
        QVERIFY(m_choice->minimumSizeHint().width() < m_choice->sizeHint().width() / 2);
    }

    void bothChoose()
    {
        QSignalSpy chosen(m_choice.get(), &ContainerChoice::chosen);
        button("*")->click();
        QCOMPARE(m_choice->current(), QStringLiteral("*"));
        m_choice->resize(80, m_choice->height());
        list()->setFocus();
        QTest::keyClick(list(), Qt::Key_Down);
        QCOMPARE(chosen.size(), 2);
        QCOMPARE(m_choice->current(), QStringLiteral("a-rather-long-sidecar"));
    }

    void withoutNamesThereIsNothingToChoose()
    {
        m_choice->setContainers({}, {});
        QVERIFY(!m_choice->isVisible());
    }

private:
    QToolButton *button(const char *name) const
    {
        return m_choice->findChild<QToolButton *>(QStringLiteral("logContainer_") + QLatin1StringView(name));
    }
    QComboBox *list() const { return m_choice->findChild<QComboBox *>(); }

    std::unique_ptr<ContainerChoice> m_choice;
};

QTEST_MAIN(TestContainerChoice)
#include "tst_container_choice.moc"
