#include "ui/logs/log_part_bar.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QMenu>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using podwright::logs::LogPart;
using podwright::ui::logs::LogPartBar;
using Streams = LogPart::Streams;

class TestLogPartBar : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_folder.path());
        QCoreApplication::setOrganizationName(QStringLiteral("podwright-test"));
        podwright::ui::style::install(*qApp, podwright::ui::style::Theme::Light);
    }
    void init() { m_bar = std::make_unique<LogPartBar>(); }
    void cleanup() { m_bar.reset(); }

    void choices_data()
    {
        QTest::addColumn<LogPart>("before");
        QTest::addColumn<QString>("choice");
        QTest::addColumn<LogPart>("after");
        QTest::newRow("since") << LogPart{} << "Last 5 minutes" << LogPart{.sinceSeconds = 300};
        QTest::newRow("an hour") << LogPart{.sinceSeconds = 300} << "Last hour" << LogPart{.sinceSeconds = 3600};
        QTest::newRow("lines after since")
            << LogPart{.sinceSeconds = 300} << "Last 1,000 lines" << LogPart{.lastLines = 1000};
        QTest::newRow("everything") << LogPart{.lastLines = 1000} << "Everything" << LogPart{};
        QTest::newRow("former") << LogPart{.lastLines = 1000} << "Former instance of the container"
                                << LogPart{.lastLines = 1000, .isPrevious = true};
        QTest::newRow("not former") << LogPart{.isPrevious = true} << "Former instance of the container" << LogPart{};
        QTest::newRow("error since") << LogPart{.sinceSeconds = 300} << "Standard error only"
                                     << LogPart{.sinceSeconds = 300, .streams = Streams::Error};
        QTest::newRow("one stream has no number of lines")
            << LogPart{.lastLines = 1000} << "Both, told apart" << LogPart{.streams = Streams::Apart};
        QTest::newRow("and the other way round")
            << LogPart{.streams = Streams::Error} << "Last 1,000 lines" << LogPart{.lastLines = 1000};
    }
    void choices()
    {
        QFETCH(LogPart, before);
        QFETCH(QString, choice);
        QFETCH(LogPart, after);
        m_bar->setPart(before);
        QSignalSpy changed(m_bar.get(), &LogPartBar::changed);
        action(choice)->trigger();
        QCOMPARE(m_bar->part(), after);
        QCOMPARE(changed.size(), 1);
        QVERIFY(button("logPart")->text().startsWith(podwright::ui::logs::partText(after)));
    }

    void whatCannotBeHadSaysWhy()
    {
        const QString gone = QStringLiteral("the pod is gone"), old = QStringLiteral("too old");
        m_bar->setLimits({.onlyTogether = old});
        QVERIFY(action(QStringLiteral("Last hour"))->isEnabled());
        QVERIFY(!action(QStringLiteral("Standard error only"))->isEnabled());
        QCOMPARE(action(QStringLiteral("Standard error only"))->toolTip(), old);
        QVERIFY(action(old)); // for who has no mouse
        m_bar->setLimits({.onlyWhole = gone});
        for (const char *text :
             {"Last hour", "Last 1,000 lines", "Former instance of the container", "Both, told apart"})
            QVERIFY2(!action(QLatin1StringView(text))->isEnabled(), text);
        QVERIFY(action(QStringLiteral("Everything"))->isEnabled());
    }

    void wordsGoWhereThereIsNoRoom()
    {
        m_bar->setPart({.lastLines = 10'000});
        m_bar->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_bar.get()));
        const int wide = m_bar->sizeHint().width();
        m_bar->fitInto(wide);
        QCOMPARE(button("logEvents")->text(), QStringLiteral("With events"));
        m_bar->fitInto(wide - 1);
        QCOMPARE(button("logEvents")->text(), QStringLiteral("Events"));
        QVERIFY(button("logPart")->text().startsWith(QStringLiteral("Last 10,000 lines")));
        QVERIFY(m_bar->sizeHint().width() < wide);
        m_bar->fitInto(0);
        QCOMPARE(button("logPart")->text(), QStringLiteral("▾"));
        QVERIFY(button("logPart")->toolTip().contains(QStringLiteral("Last 10,000 lines")));
        m_bar->fitInto(wide);
        QCOMPARE(m_bar->sizeHint().width(), wide);
    }

    void eventsAreRemembered()
    {
        QVERIFY(!m_bar->hasEvents());
        QSignalSpy changed(m_bar.get(), &LogPartBar::changed);
        m_bar->toggleEvents();
        QCOMPARE(changed.size(), 1);
        const LogPartBar other;
        QVERIFY(other.hasEvents());
        m_bar->toggleEvents();
        QVERIFY(!LogPartBar().hasEvents());
    }

private:
    QToolButton *button(const char *name) { return m_bar->findChild<QToolButton *>(QLatin1StringView(name)); }
    QAction *action(const QString &text)
    {
        QMenu *menu = button("logPart")->menu();
        Q_EMIT menu->aboutToShow();
        for (QAction *action : menu->actions()) {
            if (action->text() == text)
                return action;
        }
        return nullptr;
    }

    QTemporaryDir m_folder;
    std::unique_ptr<LogPartBar> m_bar;
};

QTEST_MAIN(TestLogPartBar)
#include "tst_log_part_bar.moc"
