// A program that ends while its threads do must not fail over what OpenSSL kept for them.

#include "models/kube/tls.h"

#include <QProcess>
#include <QTest>

#include <latch>
#include <string_view>
#include <thread>

using namespace podwright;

namespace {

constexpr std::string_view endWithThreads = "--end-with-threads";

// Each thread has used OpenSSL; all end at the same time as the program.
int endAsTheyEnd()
{
    constexpr int threads = 60;
    static std::latch used(threads), goOn(1);
    for (int i = 0; i < threads; ++i) {
        std::thread([] {
            (void)kube::checkCertificates("no certificate", QStringLiteral("this"));
            used.count_down();
            goOn.wait();
        }).detach();
    }
    used.wait();
    goOn.count_down();
    return 0;
}

} // namespace

class TestTlsExit : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aProgramEndsWithItsThreads()
    {
        for (int i = 0; i < 60; ++i) {
            QProcess program;
            program.start(QCoreApplication::applicationFilePath(), {QString::fromLatin1(endWithThreads)});
            QVERIFY(program.waitForFinished());
            QVERIFY2(program.exitStatus() == QProcess::NormalExit && program.exitCode() == 0,
                     program.readAllStandardError().constData());
        }
    }
};

int main(int argc, char **argv)
{
    if (argc == 2 && argv[1] == endWithThreads)
        return endAsTheyEnd();
    QCoreApplication application(argc, argv);
    TestTlsExit test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_tls_exit.moc"
