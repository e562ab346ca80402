#include "models/core/throttle.h"

#include <QSignalSpy>
#include <QTest>

using podwright::core::Throttle;
using namespace std::chrono_literals;

// Orders are compared, never durations: a slow machine must not fail it.
class TestThrottle : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void manyRequestsAreOneCall()
    {
        Throttle throttle(10ms, 1h);
        QSignalSpy fired(&throttle, &Throttle::fired);
        for (int i = 0; i < 100; ++i)
            throttle.request();
        QVERIFY(throttle.isPending());
        QCOMPARE(fired.size(), 0); // never at once
        QVERIFY(fired.wait(30000));
        QVERIFY(!throttle.isPending());
        waitFor(50ms);
        QCOMPARE(fired.size(), 1);
    }

    void eachRequestBeginsTheQuietAgain()
    {
        Throttle early(300ms, 1h);
        Throttle late(300ms, 1h);
        QStringList order;
        connect(&early, &Throttle::fired, this, [&] { order.append(QStringLiteral("requested before")); });
        connect(&late, &Throttle::fired, this, [&] { order.append(QStringLiteral("requested again")); });
        late.request();
        QTimer::singleShot(100ms, Qt::PreciseTimer, this, [&] {
            early.request();
            late.request();
        });
        QTRY_COMPARE_WITH_TIMEOUT(
            order, (QStringList{QStringLiteral("requested before"), QStringLiteral("requested again")}), 30000);
    }

    void requestsWithoutEndAreServedAllTheSame()
    {
        Throttle throttle(1h, 20ms);
        QSignalSpy fired(&throttle, &Throttle::fired);
        QTimer requests;
        connect(&requests, &QTimer::timeout, &throttle, &Throttle::request);
        requests.start(0ms);
        QTRY_VERIFY_WITH_TIMEOUT(fired.size() >= 3, 30000);
    }

    void cancelMeansSilence()
    {
        Throttle throttle(10ms, 20ms);
        QSignalSpy fired(&throttle, &Throttle::fired);
        throttle.request();
        throttle.cancel();
        QVERIFY(!throttle.isPending());
        waitFor(100ms);
        QCOMPARE(fired.size(), 0);
        throttle.request();
        QVERIFY(fired.wait(30000));
        QCOMPARE(fired.size(), 1);
    }

    void mayBeRequestedFromItsCall()
    {
        Throttle throttle(1ms, 1h);
        int calls = 0;
        connect(&throttle, &Throttle::fired, this, [&] {
            if (++calls < 3)
                throttle.request();
        });
        throttle.request();
        QTRY_COMPARE_WITH_TIMEOUT(calls, 3, 30000);
        QVERIFY(!throttle.isPending());
    }

private:
    // Another timer that was begun later and is longer: what was due before it has come.
    static void waitFor(std::chrono::milliseconds time)
    {
        Throttle fence(time, 1h);
        QSignalSpy fired(&fence, &Throttle::fired);
        fence.request();
        QVERIFY(fired.wait(30000));
    }
};

QTEST_GUILESS_MAIN(TestThrottle)
#include "tst_throttle.moc"
