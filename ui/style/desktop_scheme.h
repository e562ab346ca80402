#pragma once

#include <QObject>
#include <QPalette>

class QDBusVariant;

namespace podwright::ui::style {

// Whether the desktop wants dark windows: the settings portal (org.freedesktop.appearance color-scheme: 1 dark,
// 2 light, else no preference); without portal or preference, whether the platform's own palette is dark.
class DesktopScheme : public QObject
{
    Q_OBJECT
public:
    explicit DesktopScheme(const QPalette &platformPalette, QObject *parent = nullptr);
    bool isDark() const { return m_isDark; }
    void follow(); // asks the portal, without waiting, and listens from then on

Q_SIGNALS:
    void changed();

private Q_SLOTS:
    void settingChanged(const QString &group, const QString &key, const QDBusVariant &value);

private:
    void take(const QVariant &scheme);

    bool m_isPaletteDark;
    bool m_isDark;
    bool m_isFollowing = false;
};

} // namespace podwright::ui::style
