// Nothing is done to a protected context before its name was typed.

#include "models/session/protection_guard.h"

#include <QSignalSpy>
#include <QTest>

using podwright::session::ProtectionGuard;

class TestProtectionGuard : public QObject
{
    Q_OBJECT
    int m_done = 0;
    ProtectionGuard m_guard{[](const QString &context) { return context.startsWith(QStringLiteral("prod")); }};

    void pass(const QStringList &contexts, QObject *receiver = nullptr)
    {
        m_guard.pass(contexts, QStringLiteral("launch"), receiver ? receiver : this, [this] { ++m_done; });
    }

private Q_SLOTS:
    void init()
    {
        m_guard.dismiss();
        m_done = 0;
    }

    void othersPassAtOnce()
    {
        const QSignalSpy asked(&m_guard, &ProtectionGuard::questionChanged);
        pass({QStringLiteral("dev"), QStringLiteral("test")});
        QCOMPARE(m_done, 1);
        QVERIFY(asked.isEmpty());
    }

    void onlyTheWholeNamePasses()
    {
        pass({QStringLiteral("prod-eu")});
        QCOMPARE(m_guard.context(), QStringLiteral("prod-eu"));
        for (const char *wrong : {"", "prod", "PROD-EU", "prod-eu ", "yes"})
            QVERIFY(!m_guard.answer(QLatin1String(wrong)));
        QCOMPARE(m_done, 0);
        QVERIFY(m_guard.answer(QStringLiteral("prod-eu")));
        QCOMPARE(m_done, 1);
        QVERIFY(m_guard.context().isEmpty());
        QVERIFY(!m_guard.answer(QStringLiteral("prod-eu"))); // not twice
        QCOMPARE(m_done, 1);
    }

    void eachOfSeveralIsAskedFor()
    {
        pass({QStringLiteral("dev"), QStringLiteral("prod-a"), QStringLiteral("prod-b"), QStringLiteral("prod-a")});
        QVERIFY(m_guard.answer(QStringLiteral("prod-a")));
        QCOMPARE(m_done, 0);
        QCOMPARE(m_guard.context(), QStringLiteral("prod-b"));
        QVERIFY(!m_guard.answer(QStringLiteral("prod-a")));
        QVERIFY(m_guard.answer(QStringLiteral("prod-b")));
        QCOMPARE(m_done, 1);
    }

    void dismissedIsNotDone()
    {
        pass({QStringLiteral("prod")});
        m_guard.dismiss();
        QVERIFY(m_guard.context().isEmpty());
        QVERIFY(!m_guard.answer(QStringLiteral("prod")));
        QCOMPARE(m_done, 0);
    }

    void aNewWishDropsTheFormer()
    {
        pass({QStringLiteral("prod-a")});
        pass({QStringLiteral("prod-b")});
        QVERIFY(!m_guard.answer(QStringLiteral("prod-a")));
        QVERIFY(m_guard.answer(QStringLiteral("prod-b")));
        QCOMPARE(m_done, 1);
    }

    void nothingIsDoneForWhoHasGone()
    {
        auto receiver = std::make_unique<QObject>();
        pass({QStringLiteral("prod")}, receiver.get());
        receiver.reset();
        QVERIFY(m_guard.answer(QStringLiteral("prod")));
        QCOMPARE(m_done, 0);
    }
};

QTEST_GUILESS_MAIN(TestProtectionGuard)
#include "tst_protection_guard.moc"
