#include "models/core/utf8.h"

#include <QTest>

#include <string>

using namespace podwright::core;

class TestUtf8 : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsOneCharacter_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<uint>("value");
        QTest::addColumn<int>("size");
        const auto row = [](const char *name, const QByteArray &text, uint value, int size) {
            QTest::newRow(name) << text << value << size;
        };
        row("ASCII", "ab", 'a', 1);
        row("zero", QByteArray(1, '\0'), 0, 1);
        row("smallest of two", "\xc2\x80", 0x80, 2);
        row("largest of two", "\xdf\xbf", 0x7ff, 2);
        row("smallest of three", "\xe0\xa0\x80", 0x800, 3);
        row("before the surrogates", "\xed\x9f\xbf", 0xd7ff, 3);
        row("after the surrogates", "\xee\x80\x80", 0xe000, 3);
        row("smallest of four", "\xf0\x90\x80\x80", 0x10000, 4);
        row("largest of all", "\xf4\x8f\xbf\xbf", 0x10ffff, 4);
        row("with a rest", "\xc3\xa4zzz", 0xe4, 2);
        row("continuation alone", "\x80", 0, 0);
        row("slash in two bytes", "\xc0\xaf", 0, 0);
        row("slash in three bytes", "\xe0\x80\xaf", 0, 0);
        row("slash in four bytes", "\xf0\x80\x80\xaf", 0, 0);
        row("surrogate", "\xed\xa0\x80", 0, 0);
        row("beyond Unicode", "\xf4\x90\x80\x80", 0, 0);
        row("five bytes", "\xf8\x88\x80\x80\x80", 0, 0);
        row("never in UTF-8", "\xff", 0, 0);
        row("cut off", "\xe2\x82", 0, 0);
        row("cut by a letter", "\xe2\x82zz", 0, 0);
    }

    void readsOneCharacter()
    {
        QFETCH(QByteArray, text);
        QFETCH(uint, value);
        QFETCH(int, size);
        const CodePoint point = firstCodePoint(text.toStdString());
        QCOMPARE(uint(point.value), value);
        QCOMPARE(int(point.size), size);
    }

    void findsWhatYamlMustEscape_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("offset");
        const auto row = [](const char *name, const QByteArray &text, int offset = -1) {
            QTest::newRow(name) << text << offset;
        };
        row("nothing", "");
        row("letters, tab and line ends", "a\tb\r\nc");
        row("other scripts", "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80");
        row("separators", "\xc2\x85\xe2\x80\xa8\xe2\x80\xa9\xef\xbb\xbf");
        row("bell", "ab\x07", 2);
        row("escape", "\x1b[0m", 0);
        row("zero", QByteArray("a\0b", 3), 1);
        row("delete", "a\x7f", 1);
        row("C1", "a\xc2\x9f", 1);
        row("no character", "ab\xef\xbf\xbe", 2);
        row("no UTF-8 behind a long one", "\xe2\x82\xac\xff", 3);
    }

    void findsWhatYamlMustEscape()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, offset);
        const size_t found = firstUnprintable(text.toStdString());
        QCOMPARE(found == std::string_view::npos ? -1 : int(found), offset);
    }

    void separatorsAndMarksAreNotPrintable()
    {
        for (const char32_t character :
             {U'\u0085', U'\u2028', U'\u2029', U'\ufeff', U'\n', U'\t', U'\u007f', U'\uffff'})
            QVERIFY(!isPrintable(character));
        for (const char32_t character : {U' ', U'~', U'\u00a0', U'\u20ac', U'\ufffd', U'\U0001f600'})
            QVERIFY(isPrintable(character));
    }
};

QTEST_GUILESS_MAIN(TestUtf8)
#include "tst_utf8.moc"
