#include "ui/style/desktop_scheme.h"
#include "ui/style/icons.h"
#include "ui/style/status.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QDir>
#include <QLineEdit>
#include <QPainter>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTableView>
#include <QTest>

using namespace podwright::ui;
using style::Token;

namespace {

bool hasColor(const QImage &image, const QColor &wanted)
{
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if (image.pixelColor(x, y).rgb() == wanted.rgb())
                return true;
    return false;
}

} // namespace

class TestTheme : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { style::install(*qApp, style::Theme::Light); }
    void init() { style::setTheme(style::Theme::Light); }

    void switchingRepaintsWindows()
    {
        QSignalSpy changed(style::themeNotifier(), &style::ThemeNotifier::changed);
        QWidget window;
        style::setProperty(&window, "surface", "panel");
        QVERIFY(hasColor(window.grab().toImage(), style::color(Token::Panel, false)));
        style::setTheme(style::Theme::Dark);
        QCOMPARE(changed.size(), 1);
        QVERIFY(style::isDark());
        QVERIFY(hasColor(window.grab().toImage(), style::color(Token::Panel, true)));
        QCOMPARE(QApplication::palette().color(QPalette::Text), style::color(Token::Text, true));
    }

    void desktopWithoutPortalFollowsThePalette()
    {
        QCOMPARE(style::DesktopScheme(QPalette(Qt::black)).isDark(), true);
        QCOMPARE(style::DesktopScheme(QPalette(Qt::white)).isDark(), false);
    }

    void everyDrawingIsDrawnInTheTokensColour()
    {
        const QStringList drawings = QDir(QStringLiteral(":/icons")).entryList({QStringLiteral("*.svg")}, QDir::Files);
        QVERIFY(drawings.contains(QStringLiteral("play.svg")));
        for (const QString &drawing : drawings) {
            const QIcon icon = style::icon(drawing.chopped(4), Token::Bad);
            QVERIFY2(!icon.isNull(), qPrintable(drawing));
            const QImage image = icon.pixmap(64, 64).toImage();
            const Token expected = drawing == u"podwright.svg" ? Token::Accent : Token::Bad;
            QVERIFY2(hasColor(image, style::color(expected, false)), qPrintable(drawing));
        }
        QVERIFY(style::icon(QStringLiteral("no such drawing")).isNull());
    }

    void iconsFollowTheTheme()
    {
        const QIcon icon = style::icon(QStringLiteral("plus"), Token::Accent);
        style::setTheme(style::Theme::Dark);
        QVERIFY(hasColor(icon.pixmap(64, 64).toImage(), style::color(Token::Accent, true)));
    }

    void hintsInFieldsCanBeRead_data()
    {
        QTest::addColumn<bool>("isDark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void hintsInFieldsCanBeRead() // as text: 4.5 to 1
    {
        QFETCH(bool, isDark);
        style::setTheme(isDark ? style::Theme::Dark : style::Theme::Light);
        QLineEdit line;
        line.setPlaceholderText(QStringLiteral("hint"));
        line.ensurePolished();
        const QColor hint = line.palette().color(QPalette::PlaceholderText);
        QCOMPARE(hint.alpha(), 255);
        QVERIFY(style::contrast(hint, style::color(Token::Panel)) >= 4.5);
    }

    void statusColumnsShowChips()
    {
        QStandardItemModel model(1, 1);
        model.setItem(0, 0, new QStandardItem(QStringLiteral("OOMKilled")));
        model.item(0, 0)->setData(static_cast<int>(style::Tone::Bad), Qt::UserRole);
        QTableView view;
        view.setModel(&model);
        view.setItemDelegate(new style::StatusDelegate(Qt::UserRole, &view));
        view.resizeColumnsToContents();
        QVERIFY(view.columnWidth(0) >= style::chipSize(QStringLiteral("OOMKilled")).width());
        const QImage image = view.grab().toImage();
        QVERIFY(hasColor(image, style::color(Token::BadSoft, false)));
        QVERIFY(!hasColor(image, style::color(Token::OkSoft, false)));
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
