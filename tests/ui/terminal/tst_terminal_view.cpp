#include "ui/style/fonts.h"
#include "ui/style/terminal_colors.h"
#include "ui/style/theme.h"
#include "ui/style/tokens.h"
#include "ui/terminal/terminal_pane.h"
#include "ui/terminal/terminal_view.h"
#include "ui/widgets/message_bar.h"

#include <QApplication>
#include <QClipboard>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace podwright::ui;
using terminal::TerminalPane;
using terminal::TerminalView;

class TestTerminalView : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { style::install(*qApp, style::Theme::Light); }

    void init()
    {
        m_pane = std::make_unique<TerminalPane>();
        m_pane->resize(600, 300);
        m_pane->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_pane.get()));
        m_view = m_pane->view();
        m_view->setLive(true);
        connect(m_view, &TerminalView::input, this, [this](const QByteArray &bytes) { m_said += bytes; });
    }
    void cleanup()
    {
        m_pane.reset();
        m_said.clear();
    }

    void keysReachTheProgramOnlyWhileItReads()
    {
        QTest::keyClicks(m_view, QStringLiteral("ls"));
        QTest::keyClick(m_view, Qt::Key_Return);
        QTest::keyClick(m_view, Qt::Key_Tab);
        QTest::keyClick(m_view, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(m_said, "ls\r\t\x03");
        m_view->setLive(false);
        QTest::keyClicks(m_view, QStringLiteral("more"));
        m_view->feed("\x1b[c"); // nobody is there to be answered
        QCOMPARE(m_said, "ls\r\t\x03");
    }

    void shortcutsOfTheProgramWait()
    {
        const auto isTaken = [this](int key, Qt::KeyboardModifiers modifiers) {
            QKeyEvent event(QEvent::ShortcutOverride, key, modifiers);
            event.ignore();
            QApplication::sendEvent(m_view, &event);
            return event.isAccepted();
        };
        QVERIFY(isTaken(Qt::Key_R, Qt::ControlModifier));
        QVERIFY(isTaken(Qt::Key_F5, Qt::NoModifier));
        QVERIFY(!isTaken(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier));
        QVERIFY(!isTaken(Qt::Key_Tab, Qt::ControlModifier));
        m_view->setLive(false);
        QVERIFY(!isTaken(Qt::Key_R, Qt::ControlModifier));
    }

    void aNewSizeIsTold()
    {
        QSignalSpy sizes(m_view, &TerminalView::sizeChanged);
        const int columns = m_view->columns(), rows = m_view->rows();
        m_pane->resize(900, 500);
        QTRY_VERIFY_WITH_TIMEOUT(!sizes.isEmpty(), 30000);
        QVERIFY(m_view->columns() > columns && m_view->rows() > rows);
        QCOMPARE(sizes.last(), (QVariantList{m_view->columns(), m_view->rows()}));
        sizes.clear();
        m_pane->resize(901, 500);
        m_pane->resize(1, 1);
        QTRY_VERIFY_WITH_TIMEOUT(!sizes.isEmpty(), 30000);
        QVERIFY(m_view->columns() >= 10 && m_view->rows() >= 2);
    }

    void coloursAreTheThemes_data()
    {
        QTest::addColumn<bool>("isDark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void coloursAreTheThemes()
    {
        QFETCH(bool, isDark);
        style::setTheme(isDark ? style::Theme::Dark : style::Theme::Light);
        m_view->setLive(false); // no cursor
        m_view->feed("\x1b[41m  \x1b[48;2;1;2;3m  \x1b[48;5;196m  \x1b[7;49;32m  \x1b[m  ");
        const QImage image = shot();
        const auto colourAt = [&](int cell) {
            const double width = cellSize().width();
            return image.pixelColor(int(width * (cell + 1)), int(cellSize().height() / 2));
        };
        QCOMPARE(colourAt(0), style::terminalColor(1));
        QCOMPARE(colourAt(2), QColor(1, 2, 3));
        QCOMPARE(colourAt(4), QColor(255, 0, 0));
        QCOMPARE(colourAt(6), style::terminalColor(2));
        QCOMPARE(colourAt(8), style::color(style::Token::Sunken));
        style::setTheme(style::Theme::Light);
    }

    void wordsAreDrawnInTheirColour()
    {
        m_view->setLive(false);
        m_view->feed("\x1b[38;2;255;0;0mHHHH");
        const QImage image = shot();
        bool hasInk = false;
        for (int y = 0; y < int(cellSize().height()); ++y)
            for (int x = 0; x < int(cellSize().width() * 4); ++x)
                hasInk = hasInk || image.pixelColor(x, y).red() > image.pixelColor(x, y).green() + 100;
        QVERIFY(hasInk);
    }

    void theMouseSelectsAndTheKeyCopies()
    {
        m_view->feed("one two\r\nthree\r\n");
        drag({0, 4}, {1, 5});
        QCOMPARE(m_view->selectedText(), QStringLiteral("two\nthree"));
        QTest::keyClick(m_view, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("two\nthree"));
        drag({1, 5}, {0, 4}); // backwards
        QCOMPARE(m_view->selectedText(), QStringLiteral("two\nthree"));
        QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, pointAt({0, 1}));
        QCOMPARE(m_view->selectedText(), QStringLiteral("one"));
        QVERIFY(m_said.isEmpty());
        QTest::keyClick(m_view, Qt::Key_X);
        QVERIFY(m_view->selectedText().isEmpty());
    }

    void aWrappedLineIsCopiedAsOne()
    {
        const QByteArray longLine = QByteArray("0123456789").repeated(m_view->columns() / 10 + 2);
        m_view->feed(longLine + "\r\nnext");
        m_view->selectAll();
        QCOMPARE(m_view->selectedText(), QString::fromLatin1(longLine) + QStringLiteral("\nnext"));
    }

    void nothingReachesTheClipboardOrTheTitle()
    {
        QApplication::clipboard()->setText(QStringLiteral("mine"));
        m_pane->setWindowTitle(QStringLiteral("ours"));
        m_view->feed("\x1b]52;c;ZXZpbA==\x07\x1b]0;theirs\x07\x1b]2;theirs\x1b\\\x07");
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("mine"));
        QCOMPARE(m_pane->windowTitle(), QStringLiteral("ours"));
        QVERIFY(m_said.isEmpty());
    }

    void oneLineIsPastedAtOnce()
    {
        QApplication::clipboard()->setText(QStringLiteral("ls -l"));
        QTest::keyClick(m_view, Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(m_said, "ls -l");
        QTest::mouseClick(m_view->viewport(), Qt::MiddleButton);
        QCOMPARE(m_said, "ls -lls -l");
    }

    void moreIsAskedForFirst()
    {
        QApplication::clipboard()->setText(QStringLiteral("cd /\nrm x\x1b\n"));
        m_view->askToPaste();
        QVERIFY(m_said.isEmpty());
        auto *bar = m_pane->findChild<widgets::MessageBar *>();
        QVERIFY(bar->isVisible());
        QVERIFY2(bar->accessibleDescription().contains(QStringLiteral("rm x\\x1b")),
                 qPrintable(bar->accessibleDescription()));
        bar->findChild<QPushButton *>(QStringLiteral("message.Do not paste"))->click();
        QVERIFY(m_said.isEmpty() && !bar->isVisible());
        m_view->askToPaste();
        bar->findChild<QPushButton *>(QStringLiteral("message.Paste"))->click();
        QCOMPARE(m_said, "cd /\rrm x\r");
    }

    void aBookIsNotPasted()
    {
        QApplication::clipboard()->setText(QString(2'000'000, u'x'));
        m_view->askToPaste();
        QVERIFY(m_said.isEmpty());
        QVERIFY(m_pane->findChild<widgets::MessageBar *>()->isVisible());
    }

    void followsTheEndUntilTheReaderScrolls()
    {
        QByteArray lines;
        for (int i = 0; i < 500; ++i)
            lines += QByteArray::number(i) + "\r\n";
        m_view->feed(lines);
        QScrollBar *bar = m_view->verticalScrollBar();
        QTRY_VERIFY_WITH_TIMEOUT(bar->maximum() > 400, 30000);
        QCOMPARE(bar->value(), bar->maximum());
        QTest::keyClick(m_view, Qt::Key_PageUp, Qt::ShiftModifier);
        const int top = bar->value();
        QVERIFY(top < bar->maximum());
        const int before = bar->maximum();
        m_view->feed(lines);
        QTRY_VERIFY_WITH_TIMEOUT(bar->maximum() > before, 30000);
        QCOMPARE(bar->value(), top);
        QTest::keyClick(m_view, Qt::Key_A);
        QTRY_COMPARE_WITH_TIMEOUT(bar->value(), bar->maximum(), 30000);
    }

    void burstsArePaintedOnceAFrame()
    {
        struct Counter : QObject
        {
            int paints = 0;
            bool eventFilter(QObject *, QEvent *event) override
            {
                paints += event->type() == QEvent::Paint;
                return false;
            }
        } counter;
        QCoreApplication::processEvents();
        m_view->viewport()->installEventFilter(&counter);
        QElapsedTimer time;
        time.start();
        for (int i = 0; i < 2000; ++i) {
            m_view->feed("some output that comes in many pieces\r\n");
            QCoreApplication::processEvents();
        }
        QTRY_VERIFY_WITH_TIMEOUT(counter.paints > 0, 30000);
        QVERIFY2(counter.paints <= time.elapsed() / 16 + 2, qPrintable(QString::number(counter.paints)));
        m_view->viewport()->removeEventFilter(&counter);
    }

    void notesCannotBeForged()
    {
        m_view->feed("half");
        m_pane->note(QStringLiteral("Ended\x1b[31m: \nwhy"));
        QCOMPARE(m_view->text(), QStringLiteral("half\nEnded[31m: why"));
    }

    void theWheelScrollsWhatIsOnTheWholeScreen()
    {
        m_view->feed("\x1b[?1049h");
        wheel(120);
        QCOMPARE(m_said, "\x1b[A\x1b[A\x1b[A");
        m_said.clear();
        m_view->feed("\x1b[?1000h\x1b[?1006h");
        wheel(-120);
        QVERIFY2(m_said.startsWith("\x1b[<65;"), m_said.constData());
    }

private:
    QSizeF cellSize() const { return terminal::TerminalPainter(style::codeFont()).cellSize(); }
    QImage shot() const
    {
        QCoreApplication::processEvents();
        return m_view->viewport()->grab().toImage();
    }
    QPoint pointAt(terminal::TerminalPlace place) const
    {
        const QSizeF cell = cellSize();
        return {int(place.column * cell.width() + 1), int((place.line + 0.5) * cell.height())};
    }
    void drag(terminal::TerminalPlace from, terminal::TerminalPlace to)
    {
        QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, pointAt(from));
        QTest::mouseMove(m_view->viewport(), pointAt(to));
        QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, pointAt(to));
    }
    void wheel(int delta)
    {
        QWheelEvent event({20, 20}, m_view->viewport()->mapToGlobal(QPointF(20, 20)), {}, {0, delta}, {}, {},
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(m_view->viewport(), &event);
    }

    std::unique_ptr<TerminalPane> m_pane;
    TerminalView *m_view = nullptr;
    QByteArray m_said;
};

QTEST_MAIN(TestTerminalView)
#include "tst_terminal_view.moc"
