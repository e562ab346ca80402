#include "ui/style/desktop_scheme.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>

namespace podwright::ui::style {

namespace {

constexpr QLatin1StringView service{"org.freedesktop.portal.Desktop"};
constexpr QLatin1StringView path{"/org/freedesktop/portal/desktop"};
constexpr QLatin1StringView interface {
    "org.freedesktop.portal.Settings"
};
constexpr QLatin1StringView appearance{"org.freedesktop.appearance"};
constexpr QLatin1StringView schemeKey{"color-scheme"};

QVariant unwrapped(QVariant value)
{
    while (value.metaType() == QMetaType::fromType<QDBusVariant>()) // Read answers a variant in a variant
        value = value.value<QDBusVariant>().variant();
    return value;
}

} // namespace

DesktopScheme::DesktopScheme(const QPalette &platformPalette, QObject *parent)
    : QObject(parent)
    , m_isPaletteDark(platformPalette.color(QPalette::Window).lightnessF() < 0.5f)
    , m_isDark(m_isPaletteDark)
{}

void DesktopScheme::follow()
{
    if (m_isFollowing || qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS"))
        return;
    m_isFollowing = true;
    QDBusConnection bus = QDBusConnection::sessionBus();
    bus.connect(service, path, interface, QStringLiteral("SettingChanged"), this,
                SLOT(settingChanged(QString, QString, QDBusVariant)));
    QDBusMessage question = QDBusMessage::createMethodCall(service, path, interface, QStringLiteral("Read"));
    question << QString(appearance) << QString(schemeKey);
    auto *watcher = new QDBusPendingCallWatcher(bus.asyncCall(question), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        const QDBusPendingReply<QDBusVariant> answer = *watcher;
        watcher->deleteLater();
        if (!answer.isError())
            take(answer.value().variant());
    });
}

void DesktopScheme::settingChanged(const QString &group, const QString &key, const QDBusVariant &value)
{
    if (group == appearance && key == schemeKey)
        take(value.variant());
}

void DesktopScheme::take(const QVariant &scheme)
{
    const uint preference = unwrapped(scheme).toUInt();
    const bool dark = preference == 0 || preference > 2 ? m_isPaletteDark : preference == 1;
    if (dark == m_isDark)
        return;
    m_isDark = dark;
    Q_EMIT changed();
}

} // namespace podwright::ui::style
