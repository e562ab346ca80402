// Against a notification service of our own on a bus of our own.

#include "models/core/files.h"
#include "tests/support/private_home.h"
#include "ui/shell/desktop_notices.h"

#include <QDBusMessage>
#include <QProcess>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>

using namespace podwright;
using namespace podwright::ui::shell;

class FakeNotifications : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
public:
    struct Shown
    {
        quint32 replaced;
        QString title, text;
        QVariantMap hints;
    };
    std::vector<Shown> shown;

public Q_SLOTS:
    quint32 Notify(const QString &, quint32 replaced, const QString &, const QString &title, const QString &text,
                   const QStringList &, const QVariantMap &hints, int)
    {
        shown.push_back({replaced, title, text, hints});
        return replaced == 0 ? 7 : replaced;
    }

Q_SIGNALS:
    void ActionInvoked(quint32 id, const QString &action);
};

class TestDesktopNotices : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_daemon.start(QStringLiteral("dbus-daemon"),
                       {QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--print-address")});
        QVERIFY2(m_daemon.waitForReadyRead(30000), qPrintable(m_daemon.errorString()));
        m_address = QString::fromLocal8Bit(m_daemon.readLine()).trimmed();
        QDBusConnection bus = QDBusConnection::connectToBus(m_address, QStringLiteral("service"));
        QVERIFY(bus.registerService(QStringLiteral("org.freedesktop.Notifications")));
        QVERIFY(bus.registerObject(QStringLiteral("/org/freedesktop/Notifications"), &m_service,
                                   QDBusConnection::ExportAllContents));
    }
    void cleanupTestCase()
    {
        for (const char *name : {"service", "client"})
            QDBusConnection::disconnectFromBus(QLatin1StringView(name));
        m_daemon.terminate();
        QVERIFY(m_daemon.waitForFinished(30000));
    }

    void aNoticeReplacesTheOneBefore()
    {
        QSignalSpy activated(m_desktop.get(), &DesktopNotices::activated);
        Q_EMIT m_notices->notice({.title = QStringLiteral("a: failed"),
                                  .text = QStringLiteral("<b> & co"),
                                  .isFailure = true,
                                  .runId = QStringLiteral("r1")});
        QTRY_COMPARE_WITH_TIMEOUT(m_service.shown.size(), size_t(1), 30000);
        QCOMPARE(m_service.shown[0].replaced, 0U);
        QCOMPARE(m_service.shown[0].title, QStringLiteral("a: failed"));
        QCOMPARE(m_service.shown[0].text, QStringLiteral("&lt;b&gt; &amp; co"));
        QCOMPARE(m_service.shown[0].hints[QStringLiteral("urgency")].toInt(), 2);
        answered();
        Q_EMIT m_notices->notice(
            {.title = QStringLiteral("b: succeeded"), .text = {}, .isFailure = false, .runId = QStringLiteral("r2")});
        QTRY_COMPARE_WITH_TIMEOUT(m_service.shown.size(), size_t(2), 30000);
        QCOMPARE(m_service.shown[1].replaced, 7U);
        QCOMPARE(m_service.shown[1].hints[QStringLiteral("urgency")].toInt(), 1);
        Q_EMIT m_service.ActionInvoked(6, QStringLiteral("default")); // another program's
        Q_EMIT m_service.ActionInvoked(7, QStringLiteral("default"));
        QTRY_COMPARE_WITH_TIMEOUT(activated.size(), 1, 30000);
        QCOMPARE(activated[0][0].toString(), QStringLiteral("r2"));
    }

    void switchedOffItIsSilent()
    {
        DesktopNotices::setOn(false);
        Q_EMIT m_notices->notice({.title = QStringLiteral("off"), .text = {}, .isFailure = false, .runId = {}});
        DesktopNotices::setOn(true);
        Q_EMIT m_notices->notice({.title = QStringLiteral("on"), .text = {}, .isFailure = false, .runId = {}});
        QTRY_VERIFY_WITH_TIMEOUT(!m_service.shown.empty(), 30000);
        QCOMPARE(m_service.shown[0].title, QStringLiteral("on"));
    }

    void withoutABusNothingHappens()
    {
        DesktopNotices lonely(*m_notices, QDBusConnection(QStringLiteral("none")));
        Q_EMIT m_notices->notice({.title = QStringLiteral("x"), .text = {}, .isFailure = false, .runId = {}});
        QTRY_COMPARE_WITH_TIMEOUT(m_service.shown.size(), size_t(1), 30000); // the other one's
    }

    void init()
    {
        QCoreApplication::setOrganizationName(QStringLiteral("podwright"));
        m_home = std::make_unique<support::PrivateHome>(QStringLiteral("/nowhere"));
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_home->path());
        m_history = std::make_unique<runs::History>(core::stateFolder());
        m_sessions = std::make_unique<session::SessionManager>(core::systemClock());
        m_center = std::make_unique<session::RunCenter>(*m_sessions, *m_history, core::systemClock());
        m_notices = std::make_unique<session::RunNotices>(*m_center);
        m_desktop = std::make_unique<DesktopNotices>(
            *m_notices, QDBusConnection::connectToBus(m_address, QStringLiteral("client")));
        m_service.shown.clear();
    }
    void cleanup()
    {
        m_desktop.reset();
        m_notices.reset();
        m_center.reset();
        m_sessions.reset();
        m_history.reset();
        m_home.reset();
    }

private:
    // Until the client has the answer to its last call: answers come in order.
    void answered()
    {
        QDBusConnection client(QStringLiteral("client"));
        client.call(QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.DBus"), QStringLiteral("/"),
                                                   QStringLiteral("org.freedesktop.DBus"), QStringLiteral("GetId")),
                    QDBus::BlockWithGui);
        QCoreApplication::processEvents();
    }

    QProcess m_daemon;
    QString m_address;
    FakeNotifications m_service;
    std::unique_ptr<support::PrivateHome> m_home;
    std::unique_ptr<runs::History> m_history;
    std::unique_ptr<session::SessionManager> m_sessions;
    std::unique_ptr<session::RunCenter> m_center;
    std::unique_ptr<session::RunNotices> m_notices;
    std::unique_ptr<DesktopNotices> m_desktop;
};

QTEST_MAIN(TestDesktopNotices)
#include "tst_desktop_notices.moc"
