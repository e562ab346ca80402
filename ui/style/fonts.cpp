#include "ui/style/fonts.h"

#include <QFontDatabase>
#include <QStringList>

namespace podwright::ui::style {

namespace {

QFont sized(QFont font, int pixels, QFont::Weight weight = QFont::Normal)
{
    font.setPixelSize(pixels);
    font.setWeight(weight);
    return font;
}

QFont family(const QStringList &names, QFontDatabase::SystemFont fallback)
{
    QFont font = QFontDatabase::systemFont(fallback);
    QStringList families = names;
    families += font.family();
    font.setFamilies(families);
    return font;
}

QFont base()
{
    return family({QStringLiteral("Inter")}, QFontDatabase::GeneralFont);
}

} // namespace

QFont interfaceFont()
{
    return sized(base(), 13);
}

QFont smallFont()
{
    return sized(base(), 11);
}

QFont strongFont()
{
    return sized(base(), 13, QFont::DemiBold);
}

QFont codeFont()
{
    QFont font =
        family({QStringLiteral("JetBrains Mono"), QStringLiteral("DejaVu Sans Mono")}, QFontDatabase::FixedFont);
    font.setStyleHint(QFont::Monospace);
    font.setFixedPitch(true);
    return sized(font, 12);
}

} // namespace podwright::ui::style
