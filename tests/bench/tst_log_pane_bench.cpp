// Memory and speed of the log pane against QPlainTextEdit on the same million lines. Prints; asserts only that all
// lines arrived.

#include "models/logs/log_store.h"
#include "ui/logs/log_view.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QTest>

#include <algorithm>
#include <malloc.h>

namespace {

constexpr int lineTotal = 1000000;
constexpr int linesAtOnce = 1000;

qint64 residentBytes()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').at(1).toLongLong() * 4096 : 0;
}

QByteArray batch(int first)
{
    QByteArray lines;
    for (int i = first; i < first + linesAtOnce; ++i)
        lines += "2026-01-01T00:00:00.000000000Z step " + QByteArray::number(i) + " loss=0.1234 " +
                 QByteArray(80, 'x') + '\n';
    return lines;
}

struct Cost
{
    double seconds = 0;
    double mebibytes = 0;
    double worstFrame = 0; // ms
};

template<class Append>
Cost measure(Append append)
{
    malloc_trim(0);
    const qint64 before = residentBytes();
    double worst = 0;
    QElapsedTimer all;
    all.start();
    for (int first = 0; first < lineTotal; first += linesAtOnce) {
        QElapsedTimer frame;
        frame.start();
        append(batch(first));
        QApplication::processEvents();
        worst = std::max(worst, static_cast<double>(frame.nsecsElapsed()) / 1e6);
    }
    return {static_cast<double>(all.nsecsElapsed()) / 1e9, static_cast<double>(residentBytes() - before) / 1048576.0,
            worst};
}

} // namespace

class TestLogPaneBench : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { podwright::ui::style::install(*qApp, podwright::ui::style::Theme::Dark); }

    void aMillionLines()
    {
        podwright::logs::LogStore store;
        podwright::ui::logs::LogView view;
        connect(&store, &podwright::logs::LogStore::appended, &view, &podwright::ui::logs::LogView::linesChanged);
        view.show(&store, &store);
        view.resize(1200, 900);
        view.QWidget::show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const Cost ours = measure([&store](const QByteArray &lines) { store.append(lines); });
        QCOMPARE(store.lineCount(), lineTotal);

        QList<double> frames;
        for (int i = 0; i < 500; ++i) {
            QElapsedTimer timer;
            timer.start();
            view.verticalScrollBar()->setValue(i * (lineTotal / 500));
            view.viewport()->repaint();
            frames.append(static_cast<double>(timer.nsecsElapsed()) / 1e6);
        }
        std::sort(frames.begin(), frames.end());

        QPlainTextEdit edit;
        edit.setUndoRedoEnabled(false);
        edit.setLineWrapMode(QPlainTextEdit::NoWrap);
        edit.resize(1200, 900);
        edit.show();
        QVERIFY(QTest::qWaitForWindowExposed(&edit));
        const Cost theirs = measure([&edit](const QByteArray &lines) {
            edit.appendPlainText(QString::fromUtf8(lines.first(lines.size() - 1)));
            edit.verticalScrollBar()->setValue(edit.verticalScrollBar()->maximum());
        });
        QCOMPARE(edit.blockCount(), lineTotal);

        qInfo("a million lines of 130 bytes, visible: log pane %.2f s, %.0f MiB, worst batch %.1f ms", ours.seconds,
              ours.mebibytes, ours.worstFrame);
        qInfo("the same in QPlainTextEdit:            %.2f s, %.0f MiB, worst batch %.1f ms", theirs.seconds,
              theirs.mebibytes, theirs.worstFrame);
        qInfo("ratio: %.1f times as fast, %.2f of the memory", theirs.seconds / ours.seconds,
              ours.mebibytes / theirs.mebibytes);
        qInfo("scrolling anywhere in it: median %.2f ms, 99th percentile %.2f ms a frame", frames[250], frames[495]);
    }
};

QTEST_MAIN(TestLogPaneBench)
#include "tst_log_pane_bench.moc"
