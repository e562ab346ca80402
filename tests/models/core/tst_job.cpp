#include "models/core/job.h"

#include <QSemaphore>
#include <QTest>

using namespace podwright::core;

class TestJob : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void deliversOnTheOwnersThread()
    {
        Job job;
        int got = 0;
        QThread *deliveredOn = nullptr;
        job.start([](std::stop_token) { return 42; },
                  [&](int value) {
                      got = value;
                      deliveredOn = QThread::currentThread();
                  });
        QVERIFY(job.isRunning());
        QTRY_COMPARE_WITH_TIMEOUT(got, 42, 30000);
        QCOMPARE(deliveredOn, QThread::currentThread());
        QVERIFY(!job.isRunning());
    }

    void aNewerStartDropsTheFormer()
    {
        Job job;
        QSemaphore gate;
        std::vector<int> got;
        job.start(
            [&gate](std::stop_token) {
                gate.acquire();
                return 1;
            },
            [&](int value) { got.push_back(value); });
        job.start([](std::stop_token) { return 2; }, [&](int value) { got.push_back(value); });
        gate.release();
        QTRY_COMPARE_WITH_TIMEOUT(got.size(), size_t(1), 30000);
        QVERIFY(QThreadPool::globalInstance()->waitForDone(5000));
        QCoreApplication::processEvents();
        QCOMPARE(got, std::vector<int>{2});
    }

    void nothingComesAfterDestruction()
    {
        QSemaphore gate;
        bool delivered = false;
        {
            Job job;
            job.start(
                [&gate](std::stop_token token) {
                    gate.acquire();
                    return token.stop_requested();
                },
                [&](bool) { delivered = true; });
        }
        gate.release();
        QVERIFY(QThreadPool::globalInstance()->waitForDone(5000));
        QCoreApplication::processEvents();
        QVERIFY(!delivered);
    }
};

QTEST_GUILESS_MAIN(TestJob)
#include "tst_job.moc"
