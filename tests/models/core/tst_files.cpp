#include "models/core/files.h"

#include <QTemporaryDir>
#include <QTest>

using namespace podwright::core;

class TestFiles : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void writeThenRead()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("a/b.txt"));
        QVERIFY(writeFileAtomically(path, "one", true));
        QCOMPARE(readFile(path).value(), QByteArray("one"));
        QCOMPARE(QFileInfo(path).permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        QVERIFY(writeFileAtomically(path, "two"));
        QCOMPARE(readFile(path).value(), QByteArray("two"));
    }

    void missingAndTooLarge()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("x"));
        QCOMPARE(readFile(path).error().kind, Error::Kind::NotFound);
        QVERIFY(writeFileAtomically(path, QByteArray(100, 'x')));
        QCOMPARE(readFile(path, 99).error().kind, Error::Kind::Invalid);
        QCOMPARE(readFile(folder.path()).error().kind, Error::Kind::Io);
    }

    void failedWriteKeepsTheOldContent()
    {
        const auto result = writeFileAtomically(QStringLiteral("/proc/no/such"), "x");
        QVERIFY(!result);
        QCOMPARE(result.error().kind, Error::Kind::Io);
    }
};

QTEST_GUILESS_MAIN(TestFiles)
#include "tst_files.moc"
