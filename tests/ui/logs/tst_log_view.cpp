#include "models/logs/log_store.h"
#include "ui/logs/log_view.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QRandomGenerator>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using podwright::logs::LogStore;
using podwright::ui::logs::LogView;

namespace {

QByteArray numbered(int from, int count)
{
    QByteArray text;
    for (int i = from; i < from + count; ++i)
        text += "2026-01-01T00:00:00.000000000Z line " + QByteArray::number(i) + '\n';
    return text;
}

} // namespace

class TestLogView : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { podwright::ui::style::install(*qApp, podwright::ui::style::Theme::Light); }

    void init()
    {
        m_store = std::make_unique<LogStore>();
        m_view = std::make_unique<LogView>();
        connect(m_store.get(), &LogStore::appended, m_view.get(), &LogView::linesChanged);
        m_view->resize(600, 300);
        m_view->show(m_store.get(), m_store.get());
        m_view->QWidget::show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }

    void cleanup()
    {
        m_view.reset();
        m_store.reset();
    }

    void theFocusIsSeen()
    {
        append(numbered(0, 1000));
        m_view->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
        const auto edge = [this] { return m_view->viewport()->grab().toImage().pixelColor(0, 150); };
        m_view->clearFocus();
        const QColor without = edge();
        m_view->setFocus();
        QVERIFY(m_view->hasFocus());
        QVERIFY(edge() != without);
        m_view->clearFocus();
        QCOMPARE(edge(), without);
    }

    void followsUntilTheReaderScrollsAwayAndAgainAtTheEnd()
    {
        append(numbered(0, 1000));
        QCOMPARE(m_view->bottomLine(), 999);
        QVERIFY(m_view->isFollowing());

        QTest::keyClick(m_view.get(), Qt::Key_PageUp);
        QVERIFY(!m_view->isFollowing());
        const qint64 top = m_view->topLine();
        append(numbered(1000, 500));
        QCOMPARE(m_view->topLine(), top);

        QTest::keyClick(m_view.get(), Qt::Key_End);
        QVERIFY(m_view->isFollowing());
        QCOMPARE(m_view->bottomLine(), 1499);
        append(numbered(1500, 10));
        QCOMPARE(m_view->bottomLine(), 1509);
    }

    void theScrollBarCountsLines()
    {
        append(numbered(0, 1000));
        m_view->verticalScrollBar()->setValue(100);
        QCOMPARE(m_view->topLine(), 100);
        QVERIFY(!m_view->isFollowing());
        m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->maximum());
        QVERIFY(m_view->isFollowing());
    }

    void homeGoesToTheFirstLineAtOnce()
    {
        append(numbered(0, 200000));
        m_view->setWrapping(true);
        QTest::keyClick(m_view.get(), Qt::Key_Home);
        QCOMPARE(m_view->topLine(), 0);
        QVERIFY(!m_view->isFollowing());
    }

    void wrappedLinesAreAllReachable()
    {
        m_view->setWrapping(true);
        append(numbered(0, 50) + QByteArray(5000, 'w') + "\nlast\n");
        QCOMPARE(m_view->bottomLine(), 51);
        QCOMPARE(m_view->horizontalScrollBar()->maximum(), 0);
        QTest::keyClick(m_view.get(), Qt::Key_Up);
        QVERIFY(!m_view->isFollowing());
        for (int i = 0; i < 3; ++i)
            QTest::keyClick(m_view.get(), Qt::Key_Down);
        QVERIFY(m_view->isFollowing());
    }

    void copyGivesWhatIsShown()
    {
        append("2026-01-01T00:00:00.000000000Z \x1b[31mred\x1b[0m\n2026-01-01T00:00:01.500000000Z b\n");
        QTest::keyClick(m_view.get(), Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(m_view->selectedText(), QStringLiteral("red\nb"));
        m_view->setShowingStamps(true);
        m_view->selectAll();
        QCOMPARE(m_view->selectedText(), QStringLiteral("00:00:00.000  red\n00:00:01.500  b"));
    }

    void draggingSelects()
    {
        append("first line\nsecond /tmp/file.txt here\n");
        const int height = QFontMetrics(m_view->fontMetrics()).height();
        QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, QPoint(0, height / 2));
        QMouseEvent move(QEvent::MouseMove, QPointF(590, height / 2), QPointF(590, height / 2), Qt::NoButton,
                         Qt::LeftButton, {});
        QApplication::sendEvent(m_view->viewport(), &move);
        QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, QPoint(590, height / 2));
        QCOMPARE(m_view->selectedText(), QStringLiteral("first line"));
    }

    void aWordIsWhatPathsAndNamesAreMadeOf()
    {
        const QString text = QStringLiteral("open /tmp/file-1.txt, please");
        const auto word = podwright::ui::logs::wordAt(3, text, 8);
        QCOMPARE(word.first().line, 3);
        QCOMPARE(text.mid(word.first().column, word.last().column - word.first().column),
                 QStringLiteral("/tmp/file-1.txt"));
    }

    void droppedLinesDoNotMoveTheReader()
    {
        LogStore small(8 * podwright::logs::LogChunk::size);
        connect(&small, &LogStore::appended, m_view.get(), &LogView::linesChanged);
        m_view->show(&small, &small);
        QSignalSpy appended(&small, &LogStore::appended);
        small.append(numbered(0, 40000));
        QVERIFY(appended.wait(30000));
        m_view->goTo(small.endLine() - 20000);
        const QByteArray before = small.line(m_view->topLine());
        small.append(numbered(40000, 5000));
        QVERIFY(appended.wait(30000));
        QCOMPARE(small.line(m_view->topLine()), before);
        m_view->show(nullptr, nullptr);
    }

    void unfoldedJsonTakesRowsAndFoldsAgain()
    {
        append("before\n{\"level\":\"error\",\"msg\":{\"a\":1}}\nafter\n");
        QVERIFY(!m_view->toggleUnfolded(0));
        QVERIFY(m_view->toggleUnfolded(1));
        m_view->selectAll();
        QCOMPARE(m_view->selectedText(),
                 QStringLiteral("before\n{\n  \"level\": \"error\",\n  \"msg\": {\n    \"a\": 1\n  }\n}\nafter"));
        const int height = QFontMetrics(m_view->viewport()->font()).height();
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, QPoint(4, height + height / 2)); // the arrow
        m_view->selectAll();
        QCOMPARE(m_view->selectedText().count(u'\n'), 2);
    }

    void sourcesOfMergedLogsStandBeforeTheText()
    {
        append("2026-01-01T00:00:00.000000000Z \x1e"
               "base\x1ehello\n");
        m_view->selectAll();
        QCOMPARE(m_view->selectedText(), QStringLiteral("base  hello"));
    }

    void aLineOfTenMegabytesIsShownInPart()
    {
        append(QByteArray(10 * 1024 * 1024, 'x') + "\nlast\n");
        QVERIFY(!m_view->grab().isNull());
        QTest::keyClick(m_view.get(), Qt::Key_Home);
        QVERIFY(!m_view->grab().isNull());
        m_view->setWrapping(true);
        QVERIFY(!m_view->grab().isNull());
        QTest::keyClick(m_view.get(), Qt::Key_End);
        QCOMPARE(m_view->bottomLine(), 1);
    }

    void randomBytesNeitherBreakNorColourTheNextLine()
    {
        QRandomGenerator random(17);
        const QByteArray evil("\x1b[]P_^;:mhlABCHJK0123456789\r\b\t\a\\\"{}\x1e\x00\x7f\xe2\x80\xae\xff\xc3", 46);
        for (int round = 0; round < 60; ++round) {
            QByteArray bytes;
            for (int n = random.bounded(4000); n > 0; --n)
                bytes +=
                    random.bounded(3) == 0 ? evil[random.bounded(evil.size())] : static_cast<char>(random.bounded(256));
            append(bytes + "\nplain\n");
            m_view->setWrapping(round % 2 == 1);
            m_view->setShowingStamps(round % 3 == 1);
            m_view->toggleUnfolded(m_view->topLine());
            QVERIFY(!m_view->grab().isNull());
            m_view->selectAll();
            const QString text = m_view->selectedText();
            QVERIFY(text.endsWith(QStringLiteral("\nplain")));
            for (const QChar c : text)
                QVERIFY2(c == u'\n' || (c.unicode() >= 0x20 && c.unicode() != 0x7f && c.unicode() != 0x202e),
                         qPrintable(QString::number(c.unicode(), 16)));
        }
    }

    void anyBytesPaint()
    {
        QByteArray bytes;
        for (int i = 0; i < 256; ++i)
            bytes += static_cast<char>(i);
        append(bytes + "\n" + QByteArray(200000, '\xff') + "\n\x1b[38;2;1;2;3m\x1b[48;5;300mx\n");
        QVERIFY(!m_view->grab().isNull());
        m_view->setWrapping(true);
        QVERIFY(!m_view->grab().isNull());
    }

private:
    void append(const QByteArray &bytes)
    {
        QSignalSpy appended(m_store.get(), &LogStore::appended);
        m_store->append(bytes);
        QVERIFY(appended.wait(3000));
        QApplication::processEvents();
    }

    std::unique_ptr<LogStore> m_store;
    std::unique_ptr<LogView> m_view;
};

QTEST_MAIN(TestLogView)
#include "tst_log_view.moc"
