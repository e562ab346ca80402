// What programs write, hostile ones included, and what they are told.

#include "ui/terminal/paste_check.h"
#include "ui/terminal/terminal_keys.h"
#include "ui/terminal/terminal_screen.h"

#include <QKeyEvent>
#include <QSignalSpy>
#include <QTest>

using namespace podwright::ui::terminal;

namespace {

// A screen of 6 rows and 20 columns and what it says.
struct Screen
{
    Screen()
    {
        QObject::connect(&screen, &TerminalScreen::input, &screen, [this](const QByteArray &bytes) { said += bytes; });
    }
    QString row(int number) const { return screen.text(screen.screenLine() + number, 0, screen.columns()); }

    TerminalScreen screen{6, 20};
    QByteArray said;
};

QByteArray numbered(int count)
{
    QByteArray lines;
    for (int i = 0; i < count; ++i)
        lines += "line " + QByteArray::number(i) + "\r\n";
    return lines;
}

} // namespace

class TestTerminalScreen : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keysAreSentAsTerminalsSendThem_data()
    {
        QTest::addColumn<int>("key");
        QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("bytes");
        const auto row = [](const char *name, int key, Qt::KeyboardModifiers modifiers, const char *text,
                            const QByteArray &bytes) {
            QTest::newRow(name) << key << modifiers << QString::fromUtf8(text) << bytes;
        };
        row("letter", Qt::Key_A, Qt::NoModifier, "a", "a");
        row("capital", Qt::Key_A, Qt::ShiftModifier, "A", "A");
        row("umlaut", Qt::Key_Udiaeresis, Qt::NoModifier, "ü", "ü");
        row("Alt", Qt::Key_B, Qt::AltModifier, "b",
            "\x1b"
            "b");
        row("Ctrl+C", Qt::Key_C, Qt::ControlModifier, "\x03", "\x03");
        row("Ctrl+M", Qt::Key_M, Qt::ControlModifier, "\r", "\r");
        row("Ctrl+[", Qt::Key_BracketLeft, Qt::ControlModifier, "\x1b", "\x1b");
        row("Ctrl+Space", Qt::Key_Space, Qt::ControlModifier, " ", QByteArray("\0", 1));
        row("Return", Qt::Key_Return, Qt::NoModifier, "\r", "\r");
        row("Shift+Return", Qt::Key_Return, Qt::ShiftModifier, "\r", "\r");
        row("Backspace", Qt::Key_Backspace, Qt::NoModifier, "\b", "\x7f");
        row("Alt+Backspace", Qt::Key_Backspace, Qt::AltModifier, "\b", "\x1b\x7f");
        row("Tab", Qt::Key_Tab, Qt::NoModifier, "\t", "\t");
        row("Shift+Tab", Qt::Key_Backtab, Qt::ShiftModifier, "", "\x1b[Z");
        row("Escape", Qt::Key_Escape, Qt::NoModifier, "\x1b", "\x1b");
        row("up", Qt::Key_Up, Qt::NoModifier, "", "\x1b[A");
        row("Ctrl+right", Qt::Key_Right, Qt::ControlModifier, "", "\x1b[1;5C");
        row("Home", Qt::Key_Home, Qt::NoModifier, "", "\x1b[H");
        row("Delete", Qt::Key_Delete, Qt::NoModifier, "\x7f", "\x1b[3~");
        row("page down", Qt::Key_PageDown, Qt::NoModifier, "", "\x1b[6~");
        row("F1", Qt::Key_F1, Qt::NoModifier, "", "\x1bOP");
        row("F5", Qt::Key_F5, Qt::NoModifier, "", "\x1b[15~");
        row("F12", Qt::Key_F12, Qt::NoModifier, "", "\x1b[24~");
        row("only Shift", Qt::Key_Shift, Qt::ShiftModifier, "", "");
    }
    void keysAreSentAsTerminalsSendThem()
    {
        QFETCH(int, key);
        QFETCH(Qt::KeyboardModifiers, modifiers);
        QFETCH(QString, text);
        Screen terminal;
        const QKeyEvent event(QEvent::KeyPress, key, modifiers, text);
        const bool isSent = sendKey(terminal.screen, event);
        QTEST(terminal.said, "bytes");
        QCOMPARE(isSent, !terminal.said.isEmpty());
        QVERIFY(!belongsToProgram(event));
    }

    void applicationModeChangesTheCursorKeys()
    {
        Screen terminal;
        terminal.screen.feed("\x1b[?1h");
        terminal.screen.key(VTERM_KEY_UP);
        QCOMPARE(terminal.said, "\x1bOA");
        terminal.screen.startAnew();
        terminal.screen.key(VTERM_KEY_UP);
        QCOMPARE(terminal.said, "\x1bOA\x1b[A");
    }

    void whatLeadsOutBelongsToTheProgram_data()
    {
        QTest::addColumn<int>("key");
        QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
        QTest::addColumn<bool>("isPrograms");
        const Qt::KeyboardModifiers both = Qt::ControlModifier | Qt::ShiftModifier;
        QTest::newRow("Ctrl+Shift+T") << int(Qt::Key_T) << both << true;
        QTest::newRow("Ctrl+Tab") << int(Qt::Key_Tab) << Qt::KeyboardModifiers(Qt::ControlModifier) << true;
        QTest::newRow("Ctrl+3") << int(Qt::Key_3) << Qt::KeyboardModifiers(Qt::ControlModifier) << true;
        QTest::newRow("Ctrl+R") << int(Qt::Key_R) << Qt::KeyboardModifiers(Qt::ControlModifier) << false;
        QTest::newRow("F5") << int(Qt::Key_F5) << Qt::KeyboardModifiers() << false;
    }
    void whatLeadsOutBelongsToTheProgram()
    {
        QFETCH(int, key);
        QFETCH(Qt::KeyboardModifiers, modifiers);
        QTEST(belongsToProgram(QKeyEvent(QEvent::KeyPress, key, modifiers)), "isPrograms");
    }

    void coloursAndStyles()
    {
        Screen terminal;
        terminal.screen.feed("\x1b[1;3;4;7;31;48;5;200mA\x1b[0;38;2;1;2;3mB\x1b[0mC");
        const VTermScreenCell first = terminal.screen.cell(0, 0);
        QVERIFY(first.attrs.bold && first.attrs.italic && first.attrs.underline && first.attrs.reverse);
        QVERIFY(VTERM_COLOR_IS_INDEXED(&first.fg) && first.fg.indexed.idx == 1);
        QVERIFY(VTERM_COLOR_IS_INDEXED(&first.bg) && first.bg.indexed.idx == 200);
        const VTermScreenCell second = terminal.screen.cell(0, 1);
        QVERIFY(VTERM_COLOR_IS_RGB(&second.fg) && second.fg.rgb.blue == 3);
        QVERIFY(!second.attrs.bold && VTERM_COLOR_IS_DEFAULT_BG(&second.bg));
        const VTermScreenCell third = terminal.screen.cell(0, 2);
        QVERIFY(VTERM_COLOR_IS_DEFAULT_FG(&third.fg));
    }

    void wideAndCombinedCharacters()
    {
        Screen terminal;
        const QByteArray words = "漢字e\xcc\x81|"; // the accent is a character of its own
        for (const char byte : words)              // however they are cut
            terminal.screen.feed({&byte, 1});
        QCOMPARE(terminal.row(0), QString::fromUtf8(words));
        QCOMPARE(int(terminal.screen.cell(0, 0).width), 2);
        QCOMPARE(terminal.screen.cursorColumn(), 6);
    }

    void whatLeavesTheScreenIsKeptUpToABound()
    {
        Screen terminal;
        terminal.screen.feed(numbered(100));
        QCOMPARE(terminal.screen.screenLine(), 95);
        QCOMPARE(terminal.screen.text(7, 0, 20), QStringLiteral("line 7"));
        QCOMPARE(terminal.row(0), QStringLiteral("line 95"));
        terminal.screen.feed(numbered(TerminalScreen::mostHistoryLines));
        QCOMPARE(terminal.screen.screenLine() - terminal.screen.firstLine(), TerminalScreen::mostHistoryLines);
        QCOMPARE(terminal.screen.firstLine(), 95);
        QCOMPARE(terminal.screen.text(99, 0, 20), QStringLiteral("line 99"));
        terminal.screen.clearHistory();
        QCOMPARE(terminal.screen.firstLine(), terminal.screen.screenLine());
    }

    void theOtherScreenLeavesNoHistory()
    {
        Screen terminal;
        terminal.screen.feed("shell\r\n\x1b[?1049h\x1b[2J\x1b[Hfull" + numbered(50));
        QVERIFY(terminal.screen.isAlternate());
        QCOMPARE(terminal.screen.screenLine(), 0);
        terminal.screen.feed("\x1b[?1049l");
        QVERIFY(!terminal.screen.isAlternate());
        QCOMPARE(terminal.row(0), QStringLiteral("shell"));
    }

    void growingBringsLinesBack()
    {
        Screen terminal;
        terminal.screen.feed(numbered(20) + "$ ");
        QCOMPARE(terminal.row(5), QStringLiteral("$"));
        terminal.screen.resize(10, 30);
        QCOMPARE(terminal.screen.rows(), 10);
        QCOMPARE(terminal.screen.columns(), 30);
        QCOMPARE(terminal.screen.text(terminal.screen.cursorLine(), 0, 30), QStringLiteral("$"));
        QCOMPARE(terminal.screen.text(0, 0, 30), QStringLiteral("line 0"));
        for (int size = 2; size < 60; size += 7) { // back and forth
            terminal.screen.resize(size, 10 + size);
            terminal.screen.feed("x");
            terminal.screen.resize(62 - size, 72 - size);
        }
        QCOMPARE(terminal.screen.text(0, 0, 6), QStringLiteral("line 0"));
    }

    void questionsAreAnsweredAndNothingElse_data()
    {
        QTest::addColumn<QByteArray>("written");
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("kind") << QByteArray("\x1b[c") << QByteArray("\x1b[?1;2c");
        QTest::newRow("state") << QByteArray("\x1b[5n") << QByteArray("\x1b[0n");
        QTest::newRow("cursor") << QByteArray("ab\x1b[6n") << QByteArray("\x1b[1;3R");
        QTest::newRow("title") << QByteArray("\x1b]0;rm -rf /\x07\x1b[21t") << QByteArray();
        QTest::newRow("icon name") << QByteArray("\x1b]1;id\r\x07\x1b[20t") << QByteArray();
        QTest::newRow("settings") << QByteArray("\x1bP$qrm -rf\r\x1b\\") << QByteArray();
        QTest::newRow("pen") << QByteArray("\x1bP$qm\x1b\\") << QByteArray();
        QTest::newRow("clipboard") << QByteArray("\x1b]52;c;ZXZpbA==\x07\x1b]52;c;?\x07") << QByteArray();
        QTest::newRow("colours") << QByteArray("\x1b]4;1;?\x07\x1b]10;?\x07") << QByteArray();
        QTest::newRow("answerback") << QByteArray("\x05") << QByteArray();
        QTest::newRow("8-bit answers") << QByteArray("\x1b G\x1b[c") << QByteArray("\x1b[?1;2c");
    }
    void questionsAreAnsweredAndNothingElse()
    {
        QFETCH(QByteArray, written);
        Screen terminal;
        terminal.screen.feed(written);
        QTEST(terminal.said, "answer");
    }

    void answersAreSifted_data()
    {
        QTest::addColumn<QByteArray>("said");
        QTest::addColumn<QByteArray>("passed");
        QTest::newRow("words between") << QByteArray("ls\r\x1b[1;1Rrm\r") << QByteArray("\x1b[1;1R");
        QTest::newRow("words within") << QByteArray("\x1b[1;rm\rR") << QByteArray();
        QTest::newRow("two") << QByteArray("\x1b[0n\x1b[?1;2c") << QByteArray("\x1b[0n\x1b[?1;2c");
        QTest::newRow("cut") << QByteArray("\x1b[12;") << QByteArray();
        QTest::newRow("a key") << QByteArray("\x1b[A\x1bOA\x1b[3~") << QByteArray();
    }
    void answersAreSifted()
    {
        QFETCH(QByteArray, said);
        QTEST(deviceAnswers(said), "passed");
    }

    void questionsByTheThousandGetFewAnswers()
    {
        Screen terminal;
        QByteArray questions;
        for (int i = 0; i < 100'000; ++i)
            questions += "\x1b[6n";
        terminal.screen.feed(questions);
        QVERIFY(!terminal.said.isEmpty());
        QVERIFY2(terminal.said.size() <= 4096, qPrintable(QString::number(terminal.said.size())));
    }

    // Whatever comes: no crash, no hang, and what comes after it is shown.
    void hostileOutput_data()
    {
        QTest::addColumn<QByteArray>("written");
        QTest::newRow("endless title") << "\x1b]0;" + QByteArray(20'000'000, 'x') + "\x07";
        QTest::newRow("endless parameters") << "\x1b[" + QByteArray("1;").repeated(100'000) + "m";
        QTest::newRow("huge numbers") << QByteArray(
            "\x1b[99999999999999999999B\x1b[4294967295C\x1b[2147483647S"
            "\x1b[2147483647L\x1b[2147483647@\x1b[2147483647P\x1b[2147483647b"
            "\x1b[2147483647;2147483647H\x1b[2147483647;1r\x1b[r\x1b[8;9999;9999t");
        QTest::newRow("endless device string") << "\x1bP" + QByteArray(1'000'000, 'q') + "\x1b\\";
        QTest::newRow("accents without end") << "a" + QByteArray("\xcc\x81").repeated(100'000);
        QTest::newRow("broken UTF-8") << QByteArray("\xff\xfe\xc0\x80\xed\xa0\x80\xf4\x90\x80\x80\xe2\x82");
        QTest::newRow("double height") << QByteArray("\x1b#3\x1b#4\x1b#6wide\x1b#8");
        QTest::newRow("margins") << QByteArray("\x1b[?69h\x1b[5;3s\x1b[3;5s\x1b[?6h\x1b[100;100Hx\x1b[?69l");
        QTest::newRow("many tabs") << QByteArray("\x1bH\t").repeated(10'000);
    }
    void hostileOutput()
    {
        QFETCH(QByteArray, written);
        Screen terminal;
        terminal.screen.feed(written);
        terminal.screen.feed("\x1b\\");
        terminal.screen.resize(3, 11);
        terminal.screen.startAnew();
        terminal.screen.feed("\x1b[H\x1b[2Jstill here");
        QCOMPARE(terminal.row(0), QStringLiteral("still here"));
        QCOMPARE(terminal.screen.rows(), 3);
    }

    void sequencesAreSifted_data()
    {
        QTest::addColumn<QByteArray>("written");
        QTest::addColumn<QByteArray>("passed");
        const auto row = [](const char *name, const QByteArray &written, const QByteArray &passed) {
            QTest::newRow(name) << written << passed;
        };
        row("text", "grüße\r\n\t", "grüße\r\n\t");
        row("colour", "\x1b[38;2;255;0;10;1mx\x1b[0m", "\x1b[38;2;255;0;10;1mx\x1b[0m");
        row("mode", "\x1b[?1049h\x1b[4 q", "\x1b[?1049h\x1b[4 q");
        row("two characters",
            "\x1b"
            "7\x1b(B\x1bM\x1b#8",
            "\x1b"
            "7\x1b(B\x1bM\x1b#8");
        row("title",
            "a\x1b]0;evil\x07"
            "b",
            "ab");
        row("title, ended otherwise", "a\x1b]0;evil\x1b\\b", "ab");
        row("a string ended by a sequence", "\x1bPevil\x1b[1mb", "\x1b[1mb");
        row("all strings", "\x1bXa\x07\x1b^b\x07\x1b_c\x07.", ".");
        row("a string that is given up", "\x1b]52;c;\x18.", ".");
        row("long numbers", "\x1b[2147483647;12345H", "\x1b[2147;1234H");
        row("many parameters", "\x1b[" + QByteArray("1;").repeated(16) + "1mx", "x");
        row("a long sequence", "\x1b[" + QByteArray("1").repeated(1000) + "mx", "x");
        row("repeat", "ü\x1b[3b.", "üüüü.");
        row("repeat far", "=\x1b[99999999b", QByteArray("=").repeated(21));
        row("restored cursor",
            "\x1b"
            "8x",
            "\x1b"
            "8\x1b[99lx");
        row("8-bit answers", "\x1b G.", ".");
        row("a control inside", "\x1b[1\n2mx", "\n\x1b[12mx");
        row("begun anew", "\x1b[1\x1b[2mx", "\x1b[2mx");
    }
    void sequencesAreSifted()
    {
        QFETCH(QByteArray, written);
        OutputFilter whole, cut;
        QTEST(whole.pass(written, 20), "passed");
        QByteArray pieces;
        for (const char byte : written)
            pieces += cut.pass({&byte, 1}, 20);
        QTEST(pieces, "passed");
    }

    void noiseIsSurvived()
    {
        quint32 state = 12345;
        Screen terminal;
        for (int round = 0; round < 3000; ++round) {
            QByteArray noise;
            for (int i = 0; i < 500; ++i) {
                state = state * 1664525 + 1013904223;
                static const QByteArray favourites = "\x1b[]P0123456789;?$mHJKLMSTrhlnqX@";
                noise += state & 0x100 ? favourites[int(state >> 16) % favourites.size()] : char(state >> 24);
            }
            terminal.screen.feed(noise);
            terminal.screen.resize(2 + int(state >> 8) % 40, 10 + int(state >> 20) % 90);
        }
        QVERIFY(terminal.screen.endLine() > 0);
        for (int line = terminal.screen.firstLine(); line < terminal.screen.endLine(); ++line)
            (void)terminal.screen.text(line, 0, terminal.screen.columns());
    }

    void aFeedIsToldOnce()
    {
        Screen terminal;
        QSignalSpy changed(&terminal.screen, &TerminalScreen::changed);
        terminal.screen.feed(numbered(1000));
        QCOMPARE(changed.size(), 1);
    }

    void pasteIsBracketedWhereAskedFor()
    {
        Screen terminal;
        terminal.screen.paste(QStringLiteral("a\r\nb\x1b[201~c\nd"));
        QCOMPARE(terminal.said, "a\rb[201~c\rd");
        terminal.said.clear();
        terminal.screen.feed("\x1b[?2004h");
        terminal.screen.paste(QStringLiteral("a\nb\x1b[201~rm"));
        QCOMPARE(terminal.said, "\x1b[200~a\rb[201~rm\x1b[201~");
    }

    void pastesAreChecked_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("asks");
        QTest::addColumn<QString>("preview");
        QTest::newRow("a word") << "ls" << false << "ls";
        QTest::newRow("tab") << "a\tb" << false << "a\tb";
        QTest::newRow("a line with its end") << "rm\n" << true << "rm\n";
        QTest::newRow("carriage return") << "rm\rls" << true << "rm\nls";
        QTest::newRow("escape") << "a\x1b[A" << true << "a\\x1b[A";
        QTest::newRow("C1") << QStringLiteral("a") + QChar(0x9b) << true << "a\\x9b";
        QTest::newRow("many lines") << "1\n2\n3\n4\n5" << true << QStringLiteral("1\n2\n3\n4\n…");
    }
    void pastesAreChecked()
    {
        QFETCH(QString, text);
        const PasteCheck check = checkPaste(text);
        QTEST(check.needsAnswer(), "asks");
        QTEST(check.preview, "preview");
        QVERIFY(!check.isTooLong);
    }

    void aBookIsTooLong() { QVERIFY(checkPaste(QString(PasteCheck::longest + 1, u'x')).isTooLong); }

    void theMouseIsToldWhoAsksForIt()
    {
        Screen terminal;
        terminal.screen.mouse(1, 2, 1, true, VTERM_MOD_NONE);
        QVERIFY(terminal.said.isEmpty());
        terminal.screen.feed("\x1b[?1000h\x1b[?1006h");
        QVERIFY(terminal.screen.wantsMouse());
        terminal.screen.mouse(2, 3, 1, true, VTERM_MOD_NONE);
        terminal.screen.mouse(2, 3, 1, false, VTERM_MOD_NONE);
        QCOMPARE(terminal.said, "\x1b[<0;4;3M\x1b[<0;4;3m");
        terminal.screen.startAnew();
        QVERIFY(!terminal.screen.wantsMouse());
    }
};

QTEST_GUILESS_MAIN(TestTerminalScreen)
#include "tst_terminal_screen.moc"
