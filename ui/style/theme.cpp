#include "ui/style/theme.h"

#include "ui/style/desktop_scheme.h"
#include "ui/style/fonts.h"
#include "ui/style/podwright_style.h"
#include "ui/style/sheet.h"
#include "ui/style/tokens.h"

#include <QApplication>
#include <QStyle>
#include <QVariant>
#include <QWidget>

#include <array>

static void initResources()
{
    Q_INIT_RESOURCE(resources);
}

namespace podwright::ui::style {

namespace {

struct State
{
    Theme theme = Theme::Light;
    bool isDark = false;
    DesktopScheme *desktop = nullptr; // owned by the application
};

State &state()
{
    static State value;
    return value;
}

QPalette palette(bool dark)
{
    using Role = std::pair<QPalette::ColorRole, Token>;
    static constexpr auto roles = std::to_array<Role>({
        {QPalette::Window, Token::Background},
        {QPalette::WindowText, Token::Text},
        {QPalette::Base, Token::Panel},
        {QPalette::AlternateBase, Token::Hover},
        {QPalette::Text, Token::Text},
        {QPalette::Button, Token::Panel},
        {QPalette::ButtonText, Token::Text},
        {QPalette::BrightText, Token::Bad},
        {QPalette::Highlight, Token::Accent},
        {QPalette::HighlightedText, Token::OnAccent},
        {QPalette::Link, Token::Accent},
        {QPalette::LinkVisited, Token::Accent},
        {QPalette::ToolTipBase, Token::Panel},
        {QPalette::ToolTipText, Token::Text},
        {QPalette::PlaceholderText, Token::Muted},
        {QPalette::Mid, Token::Line},
        {QPalette::Midlight, Token::Line},
        {QPalette::Light, Token::Panel},
        {QPalette::Dark, Token::Border},
        {QPalette::Shadow, Token::Border},
    });
    QPalette result;
    for (const auto &[role, token] : roles)
        result.setColor(role, color(token, dark));
    for (QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        result.setColor(QPalette::Disabled, role, color(Token::Muted, dark));
    return result;
}

void show(bool dark)
{
    state().isDark = dark;
    QApplication::setPalette(palette(dark));
    qApp->setStyleSheet(styleSheet(dark));
    Q_EMIT themeNotifier()->changed();
}

} // namespace

void install(QApplication &application, Theme theme)
{
    initResources();
    state().desktop = new DesktopScheme(QApplication::palette(), &application);
    QObject::connect(state().desktop, &DesktopScheme::changed, &application, [] {
        if (state().theme == Theme::Desktop && state().isDark != state().desktop->isDark())
            show(state().desktop->isDark());
    });
    QApplication::setStyle(new PodwrightStyle);
    QApplication::setFont(interfaceFont());
    setTheme(theme);
}

void setTheme(Theme theme)
{
    state().theme = theme;
    if (theme == Theme::Desktop)
        state().desktop->follow();
    show(theme == Theme::Dark || (theme == Theme::Desktop && state().desktop->isDark()));
}

Theme theme()
{
    return state().theme;
}

bool isDark()
{
    return state().isDark;
}

ThemeNotifier *themeNotifier()
{
    static ThemeNotifier notifier;
    return &notifier;
}

void setProperty(QWidget *widget, const char *name, const QVariant &value)
{
    if (widget->property(name) == value)
        return;
    widget->setProperty(name, value);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
    widget->update();
}

} // namespace podwright::ui::style
