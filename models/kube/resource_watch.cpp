#include "models/kube/resource_watch.h"

#include "models/core/throttle.h"
#include "models/kube/api_client.h"
#include "models/kube/object_store.h"
#include "models/kube/reflector.h"
#include "models/kube/watch_decoder.h"
#include "models/kube/watch_frames.h"

#include <QRandomGenerator>
#include <QThreadPool>
#include <QTimer>

#include <chrono>

namespace podwright::kube {

using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr milliseconds batchInterval{50};
constexpr milliseconds pageTimeout{60000};
constexpr seconds overdueStream{30}; // a watch that lasts so much longer than it should hangs on a dead connection

reflector::Failure failureOf(const core::Error &error)
{
    reflector::Failure failure{.error = error};
    failure.versionIsTooLarge = error.message.contains(QStringLiteral("Too large resource version"));
    return failure;
}

reflector::Failure cutStream()
{
    return {.error = core::Error{.kind = core::Error::Kind::Network,
                                 .message = QStringLiteral("The watch was cut in the middle of an event."),
                                 .transient = true}};
}

// Frees objects away from the owner's thread: a long list takes a while.
void dispose(std::vector<ObjectPtr> objects)
{
    QThreadPool::globalInstance()->start([garbage = std::move(objects)] { Q_UNUSED(garbage) });
}

} // namespace

class ResourceWatch::Private
{
public:
    Private(ResourceWatch *owner, ApiClient &api, WatchSpec what, const core::Clock &time)
        : q(owner)
        , client(api)
        , spec(std::move(what))
        , clock(time)
        , decoder([this](std::vector<Decoded> decoded) { take(std::move(decoded)); })
        , batches(batchInterval, batchInterval)
    {
        retry.setSingleShot(true);
        connect(&retry, &QTimer::timeout, q, [this] { feed(reflector::Timer{}); });
        connect(&batches, &core::Throttle::fired, q, [this] { deliver(); });
    }
    ~Private() { handle.cancel(); }
    Q_DISABLE_COPY_MOVE(Private)

    void feed(const reflector::Input &input)
    {
        const WatchState before = state.phase;
        auto step = reflector::next(state, input, {clock.now(), QRandomGenerator::global()->generateDouble()});
        state = std::move(step.state);
        for (const reflector::Command &command : step.commands)
            std::visit(*this, command);
        if (state.phase != before)
            Q_EMIT q->stateChanged(state.phase);
    }

    void operator()(const reflector::RequestPage &page)
    {
        Request request = baseRequest();
        request.timeout = pageTimeout;
        request.query.emplace_back("limit", std::to_string(page.limit));
        if (!page.continueToken.empty())
            request.query.emplace_back("continue", page.continueToken);
        if (page.version)
            request.query.emplace_back("resourceVersion", *page.version);
        if (page.notOlderThan)
            request.query.emplace_back("resourceVersionMatch", "NotOlderThan");
        handle = client.send(std::move(request), q, [this](core::Result<Response> answer) {
            if (answer)
                decoder.page(std::move(answer->body));
            else
                feed(failureOf(answer.error()));
        });
    }

    void operator()(const reflector::OpenWatch &watch)
    {
        Request request = baseRequest();
        request.timeout = watch.timeout + overdueStream;
        request.query.emplace_back("watch", "true");
        request.query.emplace_back("resourceVersion", watch.version);
        request.query.emplace_back("allowWatchBookmarks", "true");
        request.query.emplace_back("timeoutSeconds", std::to_string(watch.timeout.count()));
        frames = {};
        StreamHandlers handlers;
        handlers.data = [this](const QByteArray &bytes) { readFrames(bytes); };
        handlers.ended = [this](const core::Result<void> &result) { endStream(result); };
        handle = client.stream(std::move(request), q, std::move(handlers));
    }

    void operator()(const reflector::StartTimer &timer) { retry.start(timer.wait); }

    void operator()(const reflector::DropPages &) { dispose(std::exchange(listed, {})); }

    void operator()(const reflector::Replace &)
    {
        for (const Change &change : store.replace(listed))
            changes.add(change);
        dispose(std::exchange(listed, {}));
        isReplaced = true;
        batches.request();
    }

    void operator()(const reflector::Cancel &)
    {
        handle.cancel();
        decoder.cancel();
        retry.stop();
    }

    void stop()
    {
        feed(reflector::Stop{});
        batches.cancel();
    }

    ResourceWatch *q;
    ApiClient &client;
    const WatchSpec spec;
    const core::Clock &clock;
    reflector::State state;
    bool isSynced = false;

private:
    Request baseRequest() const
    {
        Request request;
        request.path = spec.path;
        if (!spec.labelSelector.empty())
            request.query.emplace_back("labelSelector", spec.labelSelector);
        if (!spec.fieldSelector.empty())
            request.query.emplace_back("fieldSelector", spec.fieldSelector);
        return request;
    }

    void readFrames(const QByteArray &bytes)
    {
        decoder.frames(frames.feed({bytes.constData(), static_cast<size_t>(bytes.size())}));
        if (frames.isBroken())
            decoder.then([this] { feed(cutStream()); });
    }

    void endStream(const core::Result<void> &result)
    {
        decoder.then([this, result] {
            if (!result)
                feed(failureOf(result.error()));
            else if (frames.hasPartial())
                feed(cutStream());
            else
                feed(reflector::StreamEnd{});
        });
    }

    void take(std::vector<Decoded> decoded)
    {
        for (Decoded &one : decoded) {
            if (auto *page = std::get_if<DecodedPage>(&one))
                takePage(std::move(*page));
            else if (auto *event = std::get_if<DecodedEvent>(&one))
                takeEvent(std::move(*event));
            else
                feed(std::get<reflector::Failure>(one));
        }
    }

    void takePage(DecodedPage page)
    {
        listed.insert(listed.end(), std::make_move_iterator(page.items.begin()),
                      std::make_move_iterator(page.items.end()));
        feed(reflector::Page{page.version, page.continueToken});
    }

    void takeEvent(DecodedEvent event)
    {
        if (state.phase != WatchState::Watching)
            return;
        if (event.object)
            note(event.type == DecodedEvent::Type::Delete ? store.remove(event.object) : store.upsert(event.object));
        feed(reflector::Event{event.version});
    }

    void note(const std::optional<Change> &change)
    {
        if (!change)
            return;
        changes.add(*change);
        batches.request();
    }

    void deliver()
    {
        auto batch = std::make_shared<WatchBatch>(changes.take());
        batch->isReplacement = std::exchange(isReplaced, false);
        if (batch->isReplacement) {
            batch->upserted = store.all();
            isSynced = true;
        }
        if (batch->isReplacement || !batch->upserted.empty() || !batch->deleted.empty())
            Q_EMIT q->batch(std::move(batch));
    }

    WatchDecoder decoder;
    WatchFrames frames;
    std::vector<ObjectPtr> listed; // the pages of the list under way
    ObjectStore store;
    ChangeBatch changes;
    bool isReplaced = false;
    core::Throttle batches;
    QTimer retry;
    RequestHandle handle;
};

ResourceWatch::ResourceWatch(ApiClient &client, WatchSpec spec, const core::Clock &clock, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, client, std::move(spec), clock))
{}

ResourceWatch::~ResourceWatch() = default;

void ResourceWatch::start()
{
    d->feed(reflector::Start{});
}

void ResourceWatch::stop()
{
    d->stop();
}

WatchState ResourceWatch::state() const
{
    return d->state.phase;
}

bool ResourceWatch::isSynced() const
{
    return d->isSynced;
}

core::Error ResourceWatch::lastError() const
{
    return d->state.lastError;
}

} // namespace podwright::kube
