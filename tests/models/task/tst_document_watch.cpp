// What somebody else does to the file of an open document is told, once, and what the document then can do about it.

#include "models/task/document_watch.h"
#include "models/task/task_document.h"

#include <QSaveFile>
#include <QTemporaryDir>
#include <QTest>

using namespace podwright;
using namespace podwright::task;

class TestDocumentWatch : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(QStringLiteral("t.podtask.yaml"));
        write("image: ubuntu");
        auto opened = TaskDocument::open(m_path);
        QVERIFY(opened.ok());
        m_document = std::move(*opened);
        m_watch = std::make_unique<DocumentWatch>();
        m_differs.clear();
        m_otherDiffers = 0;
        connect(m_watch.get(), &DocumentWatch::differs, this,
                [this](TaskDocument *document, const DocumentWatch::Content &content) {
                    if (document == m_document.get())
                        m_differs.push_back(content);
                    else
                        ++m_otherDiffers;
                });
        m_agrees = 0;
        connect(m_watch.get(), &DocumentWatch::agrees, this, [this] { ++m_agrees; });
        m_watch->setDocuments({m_document.get()});
    }
    void cleanup()
    {
        m_watch.reset();
        m_document.reset();
    }

    void ourOwnSavingIsNoNews()
    {
        const QString path = m_folder->filePath(QStringLiteral("other.podtask.yaml"));
        write("image: ubuntu", path);
        const auto other = TaskDocument::open(path);
        QVERIFY(other.ok());
        m_document->edit("/task/image", "alpine");
        QVERIFY(m_document->save().ok());
        m_watch->setDocuments({m_document.get(), other->get()});
        write("image: busybox", path); // when this is told, both files have been looked at
        QTRY_COMPARE_WITH_TIMEOUT(m_otherDiffers, 1, 30000);
        QVERIFY(m_differs.empty());
        m_watch->setDocuments({m_document.get()});
    }

    void aChangeAndItsReload()
    {
        m_document->edit("/task/image", "alpine");
        write("image: busybox");
        QTRY_COMPARE_WITH_TIMEOUT(m_differs.size(), size_t(1), 30000);
        QVERIFY(m_differs.front() && m_differs.front()->find("busybox") != std::string::npos);
        QVERIFY(!m_document->save().ok());
        QVERIFY(m_document->reload().ok());
        QVERIFY(m_document->task().argument("image") == core::Json("busybox"));
        QVERIFY(!m_document->isDirty());
        QVERIFY(!m_document->undoStack()->canUndo());
        QVERIFY(m_document->save().ok());
    }

    void aBrokenFileIsNotTakenOver()
    {
        write("image: [");
        QTRY_COMPARE_WITH_TIMEOUT(m_differs.size(), size_t(1), 30000);
        QVERIFY(!m_document->reload().ok());
        QVERIFY(m_document->task().argument("image") == core::Json("ubuntu"));
    }

    void keepingOurs()
    {
        write("image: busybox");
        QTRY_COMPARE_WITH_TIMEOUT(m_differs.size(), size_t(1), 30000);
        QVERIFY(!m_document->isDirty());
        m_document->keep(m_differs.front());
        QVERIFY(m_document->isDirty());
        QVERIFY(m_document->save().ok());
        QVERIFY(!m_document->isDirty());
        QVERIFY(read().contains("image: ubuntu"));
        write("image: other"); // the next change is one again
        QVERIFY(!m_document->save().ok());
    }

    void aDeletedFileComesBack()
    {
        QFile::remove(m_path);
        QTRY_COMPARE_WITH_TIMEOUT(m_differs.size(), size_t(1), 30000);
        QVERIFY(!m_differs.front());
        write("image: ubuntu"); // the same
        QTRY_COMPARE_WITH_TIMEOUT(m_agrees, 1, 30000);
        QFile::remove(m_path);
        QTRY_COMPARE_WITH_TIMEOUT(m_differs.size(), size_t(2), 30000);
        m_document->keep(std::nullopt);
        QVERIFY(m_document->isDirty());
        QVERIFY(m_document->save().ok());
        QVERIFY(read().contains("image: ubuntu"));
    }

private:
    void write(const QByteArray &line) const { write(line, m_path); }
    static void write(const QByteArray &line, const QString &path)
    {
        QSaveFile file(path); // a half-written file would be told of too
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("podtask: 1\ntask:\n  task_id: t\n  " + line + "\n");
        QVERIFY(file.commit());
    }
    QByteArray read() const
    {
        QFile file(m_path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
    std::unique_ptr<TaskDocument> m_document;
    std::unique_ptr<DocumentWatch> m_watch;
    std::vector<DocumentWatch::Content> m_differs;
    int m_otherDiffers = 0;
    int m_agrees = 0;
};

QTEST_GUILESS_MAIN(TestDocumentWatch)
#include "tst_document_watch.moc"
