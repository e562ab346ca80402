#include "models/core/strings.h"
#include "models/kube/paths.h"
#include "models/session/bulk_action.h"

#include <QDir>
#include <QFile>
#include <QPointer>
#include <QThreadPool>

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace podwright::session {

using core::qt;

namespace {

// A file that is written on the thread pool, in order; what is appended waits its turn.
class LogFile : public std::enable_shared_from_this<LogFile>
{
public:
    using Done = std::function<void(const QString &trouble)>;

    explicit LogFile(const QString &path)
        : m_file(path)
        , m_home(new QObject, [](QObject *object) { object->deleteLater(); })
    {}

    void append(const QByteArray &bytes) { put({bytes, {}}); }
    // Calls `done` on this thread when all is written.
    void close(Done done) { put({{}, std::move(done)}); }

private:
    struct Piece
    {
        QByteArray bytes;
        Done done; // the last piece
    };

    void put(Piece piece)
    {
        const std::scoped_lock lock(m_mutex);
        m_waiting.push_back(std::move(piece));
        if (!std::exchange(m_isWriting, true))
            QThreadPool::globalInstance()->start([self = shared_from_this()] { self->write(); });
    }

    std::optional<Piece> next()
    {
        const std::scoped_lock lock(m_mutex);
        m_isWriting = !m_waiting.empty();
        if (!m_isWriting)
            return {};
        Piece piece = std::move(m_waiting.front());
        m_waiting.pop_front();
        return piece;
    }

    void write()
    {
        while (auto piece = next()) {
            const bool isOpen = m_file.isOpen() || m_file.open(QIODevice::WriteOnly);
            if (!isOpen || m_file.write(piece->bytes) != piece->bytes.size() || (piece->done && !m_file.flush()))
                m_trouble = QStringLiteral("%1: %2").arg(m_file.fileName(), m_file.errorString());
            if (piece->done)
                QMetaObject::invokeMethod(m_home.get(),
                                          [done = std::move(piece->done), trouble = m_trouble] { done(trouble); });
        }
    }

    QFile m_file;                    // of the writing job, like the next one
    QString m_trouble;               // the last one
    std::shared_ptr<QObject> m_home; // lives on the thread that made the file
    std::mutex m_mutex;
    std::deque<Piece> m_waiting;
    bool m_isWriting = false;
};

} // namespace

// One pod: its containers, one after the other.
struct BulkSaveLogs::Saving
{
    BulkTarget target;
    kube::ApiClient *client = nullptr;
    std::deque<std::string> containers;
};

BulkSaveLogs::BulkSaveLogs(std::vector<BulkTarget> targets, SessionManager &sessions, QString folder, QObject *parent)
    : BulkAction(std::move(targets), parent)
    , m_sessions(sessions)
    , m_folder(std::move(folder))
{}

void BulkSaveLogs::carryOut(const BulkTarget &target)
{
    m_sessions.session(target.context)->whenReady(this, [this, target](const core::Result<kube::ApiClient *> &client) {
        if (!client)
            return end(target, client.error());
        auto saving = std::make_shared<Saving>(Saving{target, *client, {}});
        (*client)->getPod(target.ns, target.pod, this, [this, saving](const core::Result<core::Json> &pod) {
            if (!pod)
                return end(saving->target, pod.error());
            for (const kube::ContainerSummary &container : kube::summariseContainers(*pod)) {
                if (container.state != kube::ContainerSummary::State::Waiting)
                    saving->containers.push_back(container.name);
            }
            saveNext(saving);
        });
    });
}

void BulkSaveLogs::saveNext(const std::shared_ptr<Saving> &saving)
{
    if (saving->containers.empty())
        return end(saving->target, {});
    const std::string container = std::move(saving->containers.front());
    saving->containers.pop_front();
    const QString name = QStringLiteral("%1.%2.log").arg(saving->target.name().replace(u'/', u'.'), qt(container));
    const auto file = std::make_shared<LogFile>(QDir(m_folder).filePath(name));
    kube::Request request;
    request.path = kube::podsPath(saving->target.ns, saving->target.pod, "log");
    request.query = {{"container", container}};
    request.accept = "*/*";
    request.timeout = std::chrono::milliseconds(0);
    kube::StreamHandlers handlers;
    handlers.data = [file](const QByteArray &bytes) { file->append(bytes); };
    handlers.ended = [this, saving, file](const core::Result<void> &result) {
        if (!result)
            return end(saving->target, result);
        file->close([self = QPointer<BulkSaveLogs>(this), saving](const QString &trouble) {
            if (self && trouble.isEmpty())
                self->saveNext(saving);
            else if (self)
                self->end(saving->target, core::Error{.message = trouble});
        });
    };
    saving->client->stream(std::move(request), this, std::move(handlers));
}

} // namespace podwright::session
