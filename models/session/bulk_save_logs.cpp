#include "models/session/bulk_save_logs.h"

#include "models/core/strings.h"
#include "models/kube/paths.h"
#include "models/logs/stamp.h"
#include "models/session/file_writer.h"

#include <QDir>
#include <QPointer>

#include <algorithm>
#include <deque>

namespace podwright::session {

using core::qt;

namespace {

constexpr qint64 progressStep = 1024 * 1024; // bytes

// What is kept has the time before each line; the cluster's own text has not.
class StampRemover
{
public:
    QByteArray feed(const QByteArray &bytes)
    {
        m_rest += bytes;
        QByteArray text;
        qsizetype begin = 0;
        for (qsizetype end = m_rest.indexOf('\n'); end >= 0; end = m_rest.indexOf('\n', begin)) {
            text += textOf(QByteArrayView(m_rest).sliced(begin, end - begin)) + '\n';
            begin = end + 1;
        }
        m_rest.remove(0, begin);
        return text;
    }
    QByteArray finish() { return textOf(std::exchange(m_rest, {})); }

private:
    static QByteArray textOf(QByteArrayView line) { return logs::splitStamp(line).text.toByteArray(); }

    QByteArray m_rest;
};

} // namespace

// One pod: its containers, one after the other.
class BulkSaveLogs::Saving : public QObject // what it waits for ends with it
{
public:
    explicit Saving(BulkTarget what)
        : target(std::move(what))
    {}
    ~Saving() override
    {
        if (file)
            file->discard();
    }

    const BulkTarget target;
    kube::ApiClient *client = nullptr; // null: from the history
    std::deque<std::string> containers;
    std::shared_ptr<FileWriter> file;
    kube::RequestHandle request;
    StampRemover stamps;
};

BulkSaveLogs::BulkSaveLogs(std::vector<BulkTarget> targets, RunCenter &center, SessionManager &sessions, QString folder,
                           QObject *parent)
    : BulkAction(std::move(targets), parent)
    , m_center(center)
    , m_sessions(sessions)
    , m_folder(std::move(folder))
{}

BulkSaveLogs::~BulkSaveLogs() = default;

void BulkSaveLogs::carryOut(const BulkTarget &target)
{
    Saving &saving = m_savings.emplace_back(target);
    if (target.runId.isEmpty())
        return askCluster(saving);
    m_center.history().load(target.runId.toStdString(), &saving,
                            [this, &saving](const core::Result<runs::RunRecord> &run) {
                                if (!run || run->containers.empty())
                                    return askCluster(saving);
                                saving.containers.assign(run->containers.begin(), run->containers.end());
                                saveNext(saving);
                            });
}

void BulkSaveLogs::askCluster(Saving &saving)
{
    const auto takePod = [this, &saving](const core::Result<core::Json> &pod) {
        if (!pod)
            return endSaving(saving, pod.error());
        for (const kube::ContainerSummary &container : kube::summariseContainers(*pod)) {
            if (container.state != kube::ContainerSummary::State::Waiting)
                saving.containers.push_back(container.name);
        }
        saveNext(saving);
    };
    m_sessions.session(saving.target.context)
        ->whenReady(&saving, [this, &saving, takePod](const core::Result<kube::ApiClient *> &client) {
            if (!client)
                return endSaving(saving, client.error());
            saving.client = *client;
            saving.client->getPod(saving.target.ns, saving.target.pod, &saving, takePod);
        });
}

void BulkSaveLogs::saveNext(Saving &saving)
{
    saving.file.reset();
    if (saving.containers.empty())
        return endSaving(saving, {});
    const std::string container = std::move(saving.containers.front());
    saving.containers.pop_front();
    const QString name = QStringLiteral("%1.%2.log").arg(saving.target.name().replace(u'/', u'.'), qt(container));
    saving.file = std::make_shared<FileWriter>(QDir(m_folder).filePath(name));
    saving.client ? saveStreamed(saving, container) : saveKept(saving, container);
}

void BulkSaveLogs::saveKept(Saving &saving, const std::string &container)
{
    const auto take = [this, &saving](const core::Result<QByteArray> &piece, const runs::History::GoOn &goOn) {
        const bool isEmpty = !piece && piece.error().kind == core::Error::Kind::NotFound; // nothing was ever printed
        if (!piece && !isEmpty)
            return endSaving(saving, piece.error());
        append(saving, isEmpty || piece->isEmpty() ? saving.stamps.finish() : saving.stamps.feed(*piece));
        if (isEmpty || piece->isEmpty())
            return finishFile(saving);
        saving.file->whenReady(goOn);
    };
    m_center.history().readLog(saving.target.runId.toStdString(), container, &saving, take);
}

void BulkSaveLogs::saveStreamed(Saving &saving, const std::string &container)
{
    kube::Request request;
    request.path = kube::podsPath(saving.target.ns, saving.target.pod, "log");
    request.query = {{"container", container}};
    request.accept = "*/*";
    request.timeout = std::chrono::milliseconds(0);
    kube::StreamHandlers handlers;
    handlers.data = [this, &saving](const QByteArray &bytes) {
        append(saving, bytes);
        saving.request.setHeld(true);
        saving.file->whenReady([&saving] { saving.request.setHeld(false); });
    };
    handlers.ended = [this, &saving](const core::Result<void> &result) {
        if (result)
            finishFile(saving);
        else
            endSaving(saving, result);
    };
    saving.request = saving.client->stream(std::move(request), &saving, std::move(handlers));
}

void BulkSaveLogs::append(Saving &saving, const QByteArray &bytes)
{
    saving.file->append(bytes);
    const qint64 before = std::exchange(m_bytes, m_bytes + bytes.size());
    if (before / progressStep != m_bytes / progressStep)
        Q_EMIT progressed();
}

void BulkSaveLogs::finishFile(Saving &saving)
{
    saving.file->close([this, guard = QPointer<Saving>(&saving)](const QString &trouble) {
        if (!guard)
            return;
        if (trouble.isEmpty())
            saveNext(*guard);
        else
            endSaving(*guard, core::Error{.message = trouble});
    });
}

void BulkSaveLogs::endSaving(Saving &saving, const core::Result<void> &result)
{
    const auto place = std::ranges::find_if(m_savings, [&saving](const Saving &one) { return &one == &saving; });
    std::list<Saving> ended; // we may be inside a call of it
    ended.splice(ended.end(), m_savings, place);
    const BulkTarget target = saving.target;
    end(target, result);
}

void BulkSaveLogs::cancel()
{
    BulkAction::cancel();
    while (!m_savings.empty()) {
        m_savings.front().request.cancel();
        endSaving(m_savings.front(), core::Error{.message = QStringLiteral("stopped; no file was written")});
    }
}

} // namespace podwright::session
