#include "ui/style/sheet.h"
#include "ui/style/theme.h"
#include "ui/style/tokens.h"

#include <QApplication>
#include <QTest>

using namespace podwright::ui;

class TestTokens : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { style::install(*qApp, style::Theme::Light); }

    void contrastIsThatOfWcag()
    {
        QCOMPARE(style::contrast(Qt::black, Qt::white), 21.0);
        QCOMPARE(style::contrast(Qt::white, Qt::white), 1.0);
        QVERIFY(std::abs(style::contrast(QColor(0x77, 0x77, 0x77), Qt::white) - 4.48) < 0.005);
    }

    void everyTokenHasItsRow()
    {
        QCOMPARE(style::tokenValues().size(), static_cast<size_t>(style::Token::Count_));
        for (size_t i = 0; i < style::tokenValues().size(); ++i)
            QCOMPARE(static_cast<size_t>(style::tokenValues()[i].token), i);
    }

    void textIsReadable_data()
    {
        QTest::addColumn<bool>("isDark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    void textIsReadable()
    {
        QFETCH(bool, isDark);
        for (const auto &[text, ground] : style::textPairs()) {
            const double ratio = style::contrast(style::color(text, isDark), style::color(ground, isDark));
            const QString names = style::tokenValues()[static_cast<size_t>(text)].name.toString() +
                                  QStringLiteral(" on ") +
                                  style::tokenValues()[static_cast<size_t>(ground)].name.toString();
            QVERIFY2(ratio >= 4.5, qPrintable(QStringLiteral("%1: %2").arg(names).arg(ratio)));
        }
    }

    void sheetHasNoUnknownName()
    {
        for (bool isDark : {false, true}) {
            QString sheet = style::styleSheet(isDark);
            QVERIFY(sheet.size() > 1000);
            sheet.remove(0, sheet.indexOf(QStringLiteral("*/")));
            QVERIFY2(!sheet.contains(u'@'), qPrintable(sheet.mid(sheet.indexOf(u'@') - 40, 80)));
            QVERIFY(sheet.contains(style::color(style::Token::Accent, isDark).name()));
        }
    }
};

QTEST_MAIN(TestTokens)
#include "tst_tokens.moc"
