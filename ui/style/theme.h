#pragma once

#include <QObject>

class QApplication;
class QWidget;

namespace podwright::ui::style {

enum class Theme { Light, Dark, Desktop };

// Once, before the first window: resources, fonts, palette, style, style sheet.
void install(QApplication &application, Theme theme = Theme::Desktop);
// Repaints every window at once.
void setTheme(Theme theme);
Theme theme();
bool isDark();

// Tells who paints with colours of its own that the shown theme has changed. Lives as long as the program.
class ThemeNotifier : public QObject
{
    Q_OBJECT
Q_SIGNALS:
    void changed();
};
ThemeNotifier *themeNotifier();

// Sets a dynamic property that the style sheet asks for ("tone", "kind", "state") and repaints.
void setProperty(QWidget *widget, const char *name, const QVariant &value);

} // namespace podwright::ui::style
