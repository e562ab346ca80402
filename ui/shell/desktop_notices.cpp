#include "ui/shell/desktop_notices.h"

#include "ui/style/tokens.h"

#include <QApplication>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QPainter>
#include <QSettings>

namespace podwright::ui::shell {
namespace {

const QString service = QStringLiteral("org.freedesktop.Notifications");
const QString path = QStringLiteral("/org/freedesktop/Notifications");
const QString settingsKey = QStringLiteral("notices");
constexpr int badgeSize = 64;

QIcon badge(int failures)
{
    QPixmap pixmap = QApplication::windowIcon().pixmap(badgeSize, badgeSize);
    if (pixmap.isNull())
        pixmap = QPixmap(badgeSize, badgeSize);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF circle(badgeSize * 0.4, badgeSize * 0.4, badgeSize * 0.6, badgeSize * 0.6);
    painter.setPen(Qt::NoPen);
    painter.setBrush(style::color(style::Token::Bad));
    painter.drawEllipse(circle);
    QFont font = painter.font();
    font.setPixelSize(failures > 9 ? 20 : 28);
    font.setBold(true);
    painter.setFont(font);
    painter.setPen(style::color(style::Token::Panel));
    painter.drawText(circle, Qt::AlignCenter, failures > 99 ? QStringLiteral("99+") : QString::number(failures));
    return pixmap;
}

bool isLookedAt()
{
    return QGuiApplication::applicationState() == Qt::ApplicationActive;
}

QDBusMessage notification(const session::RunNotice &notice, quint32 replaced)
{
    QDBusMessage call = QDBusMessage::createMethodCall(service, path, service, QStringLiteral("Notify"));
    const QVariantMap hints{{QStringLiteral("desktop-entry"), QGuiApplication::desktopFileName()},
                            {QStringLiteral("urgency"), QVariant::fromValue(uchar(notice.isFailure ? 2 : 1))}};
    // The text may be read as markup: https://specifications.freedesktop.org/notification-spec
    call.setArguments({QStringLiteral("Podwright"), replaced, QStringLiteral("podwright"), notice.title,
                       notice.text.toHtmlEscaped(),
                       QStringList{QStringLiteral("default"), DesktopNotices::tr("Show the run")}, hints, -1});
    return call;
}

} // namespace

DesktopNotices::DesktopNotices(session::RunNotices &notices, const QDBusConnection &bus, QObject *parent)
    : QObject(parent)
    , m_notices(notices)
    , m_bus(bus)
{
    m_tray.setObjectName(QStringLiteral("tray"));
    connect(&notices, &session::RunNotices::notice, this, &DesktopNotices::tell);
    connect(&notices, &session::RunNotices::unseenFailuresChanged, this, &DesktopNotices::showBadge);
    connect(&m_tray, &QSystemTrayIcon::activated, this, [this] { Q_EMIT activated({}); });
    connect(qApp, &QGuiApplication::applicationStateChanged, this, [this](Qt::ApplicationState state) {
        if (state == Qt::ApplicationActive)
            m_notices.markSeen();
    });
    m_bus.connect(service, path, service, QStringLiteral("ActionInvoked"), this, SLOT(actionInvoked(quint32, QString)));
}

DesktopNotices::~DesktopNotices() = default;

bool DesktopNotices::areOn()
{
    return QSettings().value(settingsKey, true).toBool();
}

void DesktopNotices::setOn(bool on)
{
    QSettings().setValue(settingsKey, on);
}

void DesktopNotices::tell(const session::RunNotice &notice)
{
    if (isLookedAt())
        m_notices.markSeen();
    if (isLookedAt() || !areOn() || !m_bus.isConnected())
        return;
    m_shownRun = notice.runId;
    auto *reply = new QDBusPendingCallWatcher(m_bus.asyncCall(notification(notice, m_shown)), this);
    connect(reply, &QDBusPendingCallWatcher::finished, this, [this, reply] {
        reply->deleteLater();
        if (const QDBusPendingReply<quint32> number = *reply; number.isValid())
            m_shown = number.value();
    });
}

void DesktopNotices::actionInvoked(quint32 id, const QString &action)
{
    if (id == m_shown && action == QLatin1String("default"))
        Q_EMIT activated(m_shownRun);
}

void DesktopNotices::showBadge(int failures)
{
    if (failures == 0 || !areOn() || isLookedAt())
        return m_tray.hide();
    m_tray.setIcon(badge(failures));
    m_tray.setToolTip(tr("Podwright: %n run(s) failed", nullptr, failures));
    m_tray.setVisible(QSystemTrayIcon::isSystemTrayAvailable());
}

} // namespace podwright::ui::shell
