#include "models/transfer/packer.h"
#include "models/transfer/progress.h"
#include "models/transfer/unpacker.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <archive.h>
#include <archive_entry.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace podwright::transfer;
using podwright::core::Error;
using podwright::core::Result;

namespace {

struct Member
{
    std::string name;
    unsigned type = AE_IFREG, mode = 0644;
    std::string data = {}; // or what a link leads to
    bool isHardLink = false;
};

QByteArray archiveOf(const std::vector<Member> &members)
{
    QByteArray bytes(1 << 20, '\0');
    size_t used = 0;
    archive *to = archive_write_new();
    archive_write_set_format_pax_restricted(to);
    archive_write_open_memory(to, bytes.data(), static_cast<size_t>(bytes.size()), &used);
    for (const Member &member : members) {
        archive_entry *entry = archive_entry_new();
        archive_entry_set_pathname(entry, member.name.c_str());
        archive_entry_set_filetype(entry, member.type);
        archive_entry_set_perm(entry, static_cast<mode_t>(member.mode));
        if (member.isHardLink)
            archive_entry_set_hardlink(entry, member.data.c_str());
        else if (member.type == AE_IFLNK)
            archive_entry_set_symlink(entry, member.data.c_str());
        else if (member.type == AE_IFREG)
            archive_entry_set_size(entry, static_cast<la_int64_t>(member.data.size()));
        archive_write_header(to, entry);
        if (member.type == AE_IFREG && !member.isHardLink)
            archive_write_data(to, member.data.data(), member.data.size());
        archive_entry_free(entry);
    }
    archive_write_free(to);
    bytes.truncate(static_cast<qsizetype>(used));
    return bytes;
}

// In pieces of this size, as a network gives it.
Unpacker::Read piecesOf(const QByteArray &bytes, qsizetype size)
{
    return [bytes, size, done = qsizetype(0)]() mutable -> Result<QByteArray> {
        const QByteArray piece = bytes.mid(done, size);
        done += piece.size();
        return piece;
    };
}

} // namespace

class TestUnpacker : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_outer = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir(m_outer->path()).mkdir(QStringLiteral("in")));
        m_folder = m_outer->filePath(QStringLiteral("in"));
    }

    void namesThatLeadElsewhereEndIt_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("absolute") << "/etc/evil";
        QTest::newRow("upwards") << "../evil";
        QTest::newRow("upwards inside") << "a/../../evil";
        QTest::newRow("upwards at the end") << "a/..";
        QTest::newRow("a name that is too long") << QString(300, QLatin1Char('x'));
        QTest::newRow("a path that is too long") << QStringLiteral("abcdefgh/").repeated(400) + "x";
    }
    void namesThatLeadElsewhereEndIt()
    {
        QFETCH(QString, name);
        const auto result =
            unpack(archiveOf({{.name = "good", .data = "1"}, {.name = name.toStdString(), .data = "2"}}));
        QVERIFY(!result);
        QCOMPARE(result.error().kind, Error::Kind::Invalid);
        QVERIFY(!QFile::exists(m_outer->filePath(QStringLiteral("evil"))));
        QCOMPARE(QDir(m_outer->path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden).size(), 1);
    }

    void linksThatLeadElsewhereAreLeftOut_data()
    {
        QTest::addColumn<QString>("link");
        QTest::addColumn<QString>("target");
        QTest::addColumn<bool>("isMade");
        QTest::newRow("beside") << "t/link"
                                << "file" << true;
        QTest::newRow("into a folder") << "t/link"
                                       << "sub/deep" << true;
        QTest::newRow("up and down") << "t/sub/link"
                                     << "../file" << true;
        QTest::newRow("nowhere yet") << "t/link"
                                     << "later" << true;
        QTest::newRow("absolute") << "t/link"
                                  << "/etc/passwd" << false;
        QTest::newRow("up") << "t/link"
                            << "../file" << false;
        QTest::newRow("up and back") << "t/link"
                                     << "../t/file" << false;
        QTest::newRow("far up") << "t/sub/link"
                                << "../../../x" << false;
        QTest::newRow("up after a name") << "t/sub/link"
                                         << "other/../../../x" << false;
        QTest::newRow("the whole") << "t"
                                   << "x" << false;
    }
    void linksThatLeadElsewhereAreLeftOut()
    {
        QFETCH(QString, link);
        QFETCH(QString, target);
        QFETCH(bool, isMade);
        QVERIFY(unpack(archiveOf({{.name = link.toStdString(), .type = AE_IFLNK, .data = target.toStdString()}})));
        QCOMPARE(QFileInfo(m_folder + '/' + link).isSymLink(), isMade);
        QCOMPARE(m_leftOut.count, isMade ? 0 : 1);
    }

    // The classic: a link that leads out, and a file written through it.
    void nothingIsWrittenThroughALink()
    {
        const QByteArray outside = QFile::encodeName(m_outer->path());
        const auto result = unpack(archiveOf({{.name = "t/l", .type = AE_IFLNK, .data = outside.toStdString()},
                                              {.name = "t/up", .type = AE_IFLNK, .data = "../.."},
                                              {.name = "t/l/evil", .data = "x"},
                                              {.name = "t/up/evil", .data = "x"}}));
        QVERIFY(result);
        QVERIFY(!QFile::exists(m_outer->filePath(QStringLiteral("evil"))));
        QCOMPARE(read(QStringLiteral("t/l/evil")), QByteArray("x"));
        QVERIFY(!QFileInfo(m_folder + QStringLiteral("/t/l")).isSymLink());
    }

    void hardLinksStayInside()
    {
        const std::string outside = QFile::encodeName(m_outer->path()).toStdString() + "/secret";
        QFile secret(QString::fromStdString(outside));
        QVERIFY(secret.open(QIODevice::WriteOnly) && secret.write("secret") == 6);
        secret.close();
        QVERIFY(unpack(archiveOf({{.name = "t/a", .data = "1"},
                                  {.name = "t/b", .data = "t/a", .isHardLink = true},
                                  {.name = "t/c", .data = outside, .isHardLink = true},
                                  {.name = "t/d", .data = "../secret", .isHardLink = true}})));
        QCOMPARE(read(QStringLiteral("t/b")), QByteArray("1"));
        QVERIFY(!QFile::exists(m_folder + QStringLiteral("/t/c")));
        QVERIFY(!QFile::exists(m_folder + QStringLiteral("/t/d")));
        QCOMPARE(m_leftOut.count, 2);
    }

    void devicesAndSetUidBitsAreNotTakenOver()
    {
        QVERIFY(unpack(archiveOf({{.name = "t/null", .type = AE_IFCHR, .mode = 0666},
                                  {.name = "t/pipe", .type = AE_IFIFO},
                                  {.name = "t/root", .mode = 06755, .data = "#!"},
                                  {.name = "t/mute", .mode = 0, .data = "x"}})));
        QCOMPARE(m_leftOut.count, 2);
        struct stat about = {};
        QCOMPARE(::stat(QFile::encodeName(m_folder + QStringLiteral("/t/root")).constData(), &about), 0);
        QCOMPARE(about.st_mode & 06000, 0u);
        QVERIFY(about.st_mode & 0100);
        QCOMPARE(read(QStringLiteral("t/mute")), QByteArray("x"));
        QVERIFY(!QFile::exists(m_folder + QStringLiteral("/t/null")));
    }

    void whatIsCutOffIsAnError_data()
    {
        QTest::addColumn<int>("size");
        const int whole = int(archiveOf({{.name = "t", .data = std::string(5000, 'x')}}).size());
        QTest::newRow("nothing") << 0;
        QTest::newRow("half a header") << 300;
        QTest::newRow("half a file") << 3000;
        QTest::newRow("no end") << (whole - 1024) / 512 * 512;
        QTest::newRow("half an end") << whole - 512;
    }
    void whatIsCutOffIsAnError()
    {
        QFETCH(int, size);
        QByteArray bytes = archiveOf({{.name = "t", .data = std::string(5000, 'x')}});
        const qsizetype end = bytes.lastIndexOf('x') + 1;
        bytes.truncate((end + 511) / 512 * 512 + 1024); // without the padding of its last block
        QVERIFY(unpack(bytes));
        const auto result = unpack(bytes.left(std::min<qsizetype>(size, bytes.size() - 512)));
        QVERIFY(!result);
        QCOMPARE(result.error().kind, Error::Kind::Invalid);
    }

    void noArchiveIsAnError()
    {
        QVERIFY(!unpack(QByteArray(20000, 'x')));
        QVERIFY(!unpack("sh: tar: not found\n"));
    }

    void anErrorOfTheConnectionIsTold()
    {
        Progress progress;
        Unpacker unpacker(QFile::encodeName(m_folder), progress);
        const QByteArray bytes = archiveOf({{.name = "t", .data = std::string(50000, 'x')}});
        const auto result = unpacker.unpack([&, isFirst = true]() mutable -> Result<QByteArray> {
            if (std::exchange(isFirst, false))
                return bytes.left(20000);
            return Error{.kind = Error::Kind::Network, .message = QStringLiteral("cut")};
        });
        QVERIFY(!result);
        QCOMPARE(result.error().message, QStringLiteral("cut"));
    }

    void aTreeGoesInAndComesOutAgain()
    {
        const QString tree = m_outer->filePath(QStringLiteral("tree"));
        QVERIFY(QDir().mkpath(tree + QStringLiteral("/sub/deeper")) && QDir().mkpath(tree + QStringLiteral("/empty")));
        const QByteArray big(3'000'001, 'b');
        const QStringList names{
            QStringLiteral("plain"),       QStringLiteral("-rf"),
            QStringLiteral("with space"),  QStringLiteral("sub/new\nline"),
            QStringLiteral("sub/ünïcödé"), QStringLiteral("sub/deeper/") + QString(200, QLatin1Char('n'))};
        for (const QString &name : names)
            write(tree + '/' + name, name == names[0] ? big : name.toUtf8());
        write(tree + QStringLiteral("/nothing"), {});
        QVERIFY(QFile::link(QStringLiteral("../plain"), tree + QStringLiteral("/sub/link")));
        Progress packing, unpacking;
        LeftOut leftOut;
        Packer packer(QFile::encodeName(tree).toStdString(), "renamed", packing, leftOut);
        const auto size = packer.measure();
        QVERIFY2(size.ok(), size.ok() ? "" : qPrintable(size.error().text()));
        QByteArray bytes;
        const auto packed = packer.pack([&](QByteArrayView piece) {
            bytes.append(piece.data(), piece.size());
            return Result<void>();
        });
        QVERIFY2(packed.ok(), packed.ok() ? "" : qPrintable(packed.error().text()));
        QCOMPARE(bytes.size(), *size);
        QCOMPARE(packing.bytes.load(), packing.totalBytes.load());
        QVERIFY(unpack(bytes));
        for (const QString &name : names)
            QVERIFY2(read(QStringLiteral("renamed/") + name) == (name == names[0] ? big : name.toUtf8()),
                     qPrintable(name));
        QCOMPARE(QFileInfo(m_folder + QStringLiteral("/renamed/nothing")).size(), 0);
        QVERIFY(QFileInfo(m_folder + QStringLiteral("/renamed/empty")).isDir());
        QVERIFY(QFileInfo(m_folder + QStringLiteral("/renamed/sub/link")).isSymLink());
        QCOMPARE(read(QStringLiteral("renamed/sub/link")), big);
    }

    void whatIsNotThereCannotBePacked()
    {
        Progress progress;
        LeftOut leftOut;
        Packer packer("/nowhere/at/all", "x", progress, leftOut);
        const auto size = packer.measure();
        QVERIFY(!size);
        QCOMPARE(size.error().kind, Error::Kind::NotFound);
    }

private:
    Result<void> unpack(const QByteArray &bytes)
    {
        for (const qsizetype piece : {qsizetype(700), qsizetype(1) << 20}) {
            QDir(m_folder).removeRecursively();
            QDir().mkdir(m_folder);
            Progress progress;
            Unpacker unpacker(QFile::encodeName(m_folder), progress);
            const auto result = unpacker.unpack(piecesOf(bytes, piece));
            m_leftOut = unpacker.leftOut();
            if (!result || piece > 1000)
                return result;
        }
        return {};
    }
    QByteArray read(const QString &name) const
    {
        QFile file(m_folder + '/' + name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("missing");
    }
    static void write(const QString &path, const QByteArray &content)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
    }

    std::unique_ptr<QTemporaryDir> m_outer;
    QString m_folder;
    LeftOut m_leftOut;
};

QTEST_GUILESS_MAIN(TestUnpacker)
#include "tst_unpacker.moc"
