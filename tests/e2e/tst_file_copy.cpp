// Files into a pod that really runs and out of it again: on the sandbox, or on the context that PODWRIGHT_TEST_CONTEXT
// names of KUBECONFIG.

#include "models/transfer/file_copy.h"
#include "tests/e2e/test_cluster.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTest>

using namespace podwright;
using namespace podwright::transfer;
using core::Error;
using core::Json;
using core::Result;

namespace {

constexpr int patience = 120000;

QByteArray pattern(qint64 size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    for (qint64 i = 0; i < size; ++i)
        bytes[i] = static_cast<char>(i * 31 + i / 257);
    return bytes;
}

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
}

QByteArray read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("missing");
}

// "path kind size" of all there is.
QStringList listing(const QString &folder)
{
    QStringList lines;
    QDirIterator it(folder, QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                    QDirIterator::Subdirectories);
    while (it.hasNext()) {
        const QFileInfo info(it.next());
        const QString kind = info.isSymLink() ? QStringLiteral("link")
                             : info.isDir()   ? QStringLiteral("dir")
                                              : QString::number(info.size());
        lines << QDir(folder).relativeFilePath(info.filePath()) + ' ' + kind;
    }
    lines.sort();
    return lines;
}

} // namespace

class TestFileCopy : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = std::make_unique<e2e::TestCluster>();
        makePod();
    }

    void cleanupTestCase()
    {
        if (m_cluster) {
            bool isDone = false;
            m_cluster->client->deletePod("default", m_pod, {.gracePeriodSeconds = 0}, this,
                                         [&](const Result<Json> &) { isDone = true; });
            QTRY_VERIFY_WITH_TIMEOUT(isDone, patience);
        }
        m_cluster.reset();
    }

    void aTreeGoesInAndComesOutAgain()
    {
        const QString tree = m_cluster->home.path(QStringLiteral("tree"));
        QVERIFY(QDir().mkpath(tree + QStringLiteral("/sub/deeper")) && QDir().mkpath(tree + QStringLiteral("/empty")));
        for (const char *name : {"plain", "-rf", "with space", "$(touch x)", "sub/quote'\"", "sub/deeper/\xc3\xbc"})
            write(tree + '/' + QString::fromUtf8(name), name);
        write(tree + QStringLiteral("/nothing"), {});
        QVERIFY(QFile::link(QStringLiteral("../plain"), tree + QStringLiteral("/sub/link")));
        QFile::setPermissions(tree + QStringLiteral("/plain"), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        const auto in = copy(CopyWish::Direction::IntoPod, "/data/a tree", tree);
        QVERIFY2(in.ok(), in.ok() ? "" : qPrintable(in.error().text()));
        QCOMPARE(in->files, 8);
        const QString back = m_cluster->home.path(QStringLiteral("back"));
        const auto out = copy(CopyWish::Direction::OutOfPod, "/data/a tree", back);
        QVERIFY2(out.ok(), out.ok() ? "" : qPrintable(out.error().text()));
        QCOMPARE(out->leftOut.count, 0);
        QCOMPARE(out->files, 8);
        QCOMPARE(listing(back), listing(tree));
        QCOMPARE(read(back + QStringLiteral("/sub/link")), QByteArray("plain"));
        QVERIFY(QFileInfo(back + QStringLiteral("/plain")).isExecutable());
        QVERIFY(!QFileInfo(back + QStringLiteral("/-rf")).isExecutable());
        const auto again = copy(CopyWish::Direction::OutOfPod, "/data/a tree", back);
        QVERIFY(!again);
        QCOMPARE(again.error().kind, Error::Kind::Conflict);
    }

    void fiftyMegabytesByteForByte()
    {
        const QByteArray content = pattern(50 * 1024 * 1024);
        const QString file = m_cluster->home.path(QStringLiteral("big")),
                      back = m_cluster->home.path(QStringLiteral("big.back"));
        write(file, content);
        const auto in = copy(CopyWish::Direction::IntoPod, "/data/big", file);
        QVERIFY2(in.ok(), in.ok() ? "" : qPrintable(in.error().text()));
        QCOMPARE(in->bytes, content.size());
        const auto out = copy(CopyWish::Direction::OutOfPod, "/data/big", back);
        QVERIFY2(out.ok(), out.ok() ? "" : qPrintable(out.error().text()));
        QCOMPARE(out->bytes, content.size());
        QVERIFY(read(back) == content);
    }

    void whatCannotBeIsTold_data()
    {
        QTest::addColumn<bool>("isIn");
        QTest::addColumn<QString>("remote");
        QTest::addColumn<int>("kind");
        QTest::newRow("not there") << false << "/data/nowhere" << int(Error::Kind::NotFound);
        QTest::newRow("no such folder") << true << "/nowhere/at/all" << int(Error::Kind::NotFound);
        QTest::newRow("relative") << false << "data" << int(Error::Kind::Invalid);
        QTest::newRow("the root") << false << "/" << int(Error::Kind::Invalid);
        QTest::newRow("upwards") << false << "/data/../.." << int(Error::Kind::Invalid);
    }
    void whatCannotBeIsTold()
    {
        QFETCH(bool, isIn);
        QFETCH(QString, remote);
        const QString local = m_cluster->home.path(isIn ? QStringLiteral("small") : QStringLiteral("never"));
        if (isIn)
            write(local, "small");
        const auto result =
            copy(isIn ? CopyWish::Direction::IntoPod : CopyWish::Direction::OutOfPod, remote.toStdString(), local);
        QVERIFY(!result);
        QTEST(int(result.error().kind), "kind");
        QCOMPARE(QFileInfo::exists(local), isIn);
        noneIsHalfWritten();
    }

    void anUnknownContainerIsTold()
    {
        const auto result =
            copy(CopyWish::Direction::OutOfPod, "/data/big", m_cluster->home.path(QStringLiteral("never")), "other");
        QVERIFY(!result);
        QVERIFY2(result.error().message.contains(QStringLiteral("other")), qPrintable(result.error().text()));
        noneIsHalfWritten();
    }

    void aCancelledCopyLeavesNothing()
    {
        FileCopy copying(*m_cluster->client, {.ns = "default",
                                              .pod = m_pod,
                                              .container = "main",
                                              .remotePath = "/dev/shm",
                                              .localPath = m_cluster->home.path(QStringLiteral("never"))});
        std::optional<Result<CopyReport>> result;
        connect(&copying, &FileCopy::finished, this, [&](const Result<CopyReport> &outcome) { result = outcome; });
        copying.start();
        copying.cancel();
        QTRY_VERIFY_WITH_TIMEOUT(result, patience);
        QVERIFY(!*result);
        QCOMPARE(result->error().kind, Error::Kind::Cancelled);
        noneIsHalfWritten();
    }

private:
    Result<CopyReport> copy(CopyWish::Direction direction, const std::string &remote, const QString &local,
                            const std::string &container = "main")
    {
        FileCopy copying(*m_cluster->client, {direction, "default", m_pod, container, remote, local});
        std::optional<Result<CopyReport>> result;
        connect(&copying, &FileCopy::finished, this, [&](const Result<CopyReport> &outcome) { result = outcome; });
        copying.start();
        if (!QTest::qWaitFor([&] { return result.has_value(); }, patience))
            return Error{.message = QStringLiteral("it does not end")};
        return *result;
    }

    void noneIsHalfWritten() const
    {
        QVERIFY(!QFileInfo::exists(m_cluster->home.path(QStringLiteral("never"))));
        QCOMPARE(QDir(m_cluster->home.path())
                     .entryList({QStringLiteral(".podwright-copy*")}, QDir::AllEntries | QDir::Hidden),
                 QStringList());
    }

    void makePod()
    {
        const Json pod{{"apiVersion", "v1"},
                       {"kind", "Pod"},
                       {"metadata", {{"name", m_pod}}},
                       {"spec",
                        {{"restartPolicy", "Never"},
                         {"volumes", {{{"name", "data"}, {"emptyDir", Json::object()}}}},
                         {"containers",
                          {{{"name", "main"},
                            {"image", "ubuntu"},
                            {"imagePullPolicy", "IfNotPresent"},
                            {"volumeMounts", {{{"name", "data"}, {"mountPath", "/data"}}}},
                            {"command", {"sleep", "3600"}}}}}}}};
        QString trouble;
        m_cluster->client->createPod(
            "default", pod, this, [&](const Result<Json> &made) { trouble = made ? QString() : made.error().text(); });
        QTRY_VERIFY2_WITH_TIMEOUT(isRunning(), qPrintable(trouble), patience);
    }

    bool isRunning()
    {
        if (!m_asking.isActive())
            m_asking = m_cluster->client->getPod("default", m_pod, this, [this](const Result<Json> &pod) {
                m_isRunning = pod && core::textAt(*pod, {"status", "phase"}) == "Running";
            });
        return m_isRunning;
    }

    const std::string m_pod = "copy-" + std::to_string(QCoreApplication::applicationPid());
    bool m_isRunning = false;
    kube::RequestHandle m_asking;
    std::unique_ptr<e2e::TestCluster> m_cluster;
};

QTEST_GUILESS_MAIN(TestFileCopy)
#include "tst_file_copy.moc"
