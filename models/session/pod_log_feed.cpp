#include "models/session/pod_log_feed.h"

#include "models/core/strings.h"
#include "models/kube/paths.h"

#include <utility>

namespace podwright::session {

using core::qt;
using Streams = logs::LogPart::Streams;

PodLogFeed::PodLogFeed(logs::LogMerger &merger, const core::Clock &clock, SessionManager &sessions, BulkTarget pod,
                       LogWish wish)
    : LogFeed(merger, clock, std::move(wish))
    , m_clock(clock)
    , m_pod(std::move(pod))
{
    sessions.session(m_pod.context)->whenReady(this, [this](const core::Result<kube::ApiClient *> &client) {
        if (client)
            begin(**client);
        else
            say(client.error().text());
    });
}

PodLogFeed::~PodLogFeed() = default;

void PodLogFeed::begin(kube::ApiClient &client)
{
    client.getPod(m_pod.ns, m_pod.pod, this, [this, &client](const core::Result<core::Json> &pod) {
        if (pod)
            takePod(client, *pod);
        else
            say(pod.error().text());
    });
}

void PodLogFeed::takePod(kube::ApiClient &client, const core::Json &pod)
{
    bool isAny = false;
    for (const kube::ContainerSummary &container : kube::summariseContainers(pod)) {
        if (!wants(container.name) || (wish().part.isPrevious && container.restarts == 0))
            continue;
        isAny = true;
        open(client, container.name);
    }
    if (!isAny)
        say(wish().part.isPrevious ? tr("no container was restarted: there is no former log")
                                   : tr("the pod has no such container"));
    if (!wish().withEvents)
        return;
    takeStates(kube::summariseContainers(pod));
    watch(client);
}

void PodLogFeed::open(kube::ApiClient &client, const std::string &container)
{
    kube::LogRequest request{.ns = m_pod.ns, .pod = m_pod.pod, .container = container, .podUid = m_pod.uid};
    const logs::LogPart &part = wish().part;
    request.tailLines = part.lastLines;
    request.sinceSeconds = part.sinceSeconds;
    request.isPrevious = part.isPrevious;
    if (part.streams == Streams::Together)
        return openStream(client, std::move(request), {});
    const bool areApart = part.streams == Streams::Apart;
    if (part.streams != Streams::Error) {
        request.stream = "Stdout";
        openStream(client, request, areApart ? QStringLiteral("out") : QString());
    }
    if (part.streams != Streams::Output) {
        request.stream = "Stderr";
        openStream(client, request, areApart ? QStringLiteral("err") : QString());
    }
}

void PodLogFeed::openStream(kube::ApiClient &client, kube::LogRequest request, const QString &mark)
{
    const size_t source = addSource(request.container, mark);
    const QString name = qt(request.container);
    kube::LogStream *stream =
        m_streams.emplace_back(std::make_unique<kube::LogStream>(client, std::move(request), m_clock)).get();
    connect(stream, &kube::LogStream::lines, this, [this, source](const QByteArray &lines) { append(source, lines); });
    connect(stream, &kube::LogStream::notice, this, &PodLogFeed::say);
    connect(stream, &kube::LogStream::finished, this, [this, source, name](const core::Result<void> &result) {
        if (!result)
            say(name + QStringLiteral(": ") + result.error().text());
        finish(source);
    });
    stream->setHeld(m_isHeld);
    stream->start();
}

void PodLogFeed::watch(kube::ApiClient &client)
{
    const auto watchOver = [&](std::string path, std::string fields) {
        return std::make_unique<kube::ResourceWatch>(
            client, kube::WatchSpec{.path = std::move(path), .labelSelector = {}, .fieldSelector = std::move(fields)},
            m_clock);
    };
    m_podWatch = watchOver(kube::podsPath(m_pod.ns), "metadata.name=" + m_pod.pod);
    connect(m_podWatch.get(), &kube::ResourceWatch::batch, this,
            [this](const std::shared_ptr<const kube::WatchBatch> &batch) {
                for (const auto &pod : batch->upserted)
                    takeStates(kube::summariseContainers(*pod));
            });
    m_eventWatch =
        watchOver(kube::eventsPath(m_pod.ns), "involvedObject.name=" + m_pod.pod + ",involvedObject.uid=" + m_pod.uid);
    connect(m_eventWatch.get(), &kube::ResourceWatch::batch, this,
            [this](const std::shared_ptr<const kube::WatchBatch> &batch) {
                for (const auto &event : batch->upserted)
                    takeEvents({kube::summariseEvent(*event)});
            });
    m_podWatch->start();
    m_eventWatch->start();
}

void PodLogFeed::setHeld(bool isHeld)
{
    m_isHeld = isHeld;
    for (const auto &stream : m_streams)
        stream->setHeld(isHeld);
}

} // namespace podwright::session
