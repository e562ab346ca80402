#pragma once

#include "models/core/clock.h"
#include "models/core/throttle.h"
#include "models/kube/api_client.h"
#include "models/kube/object_store.h"
#include "models/kube/watch_decoder.h"
#include "models/kube/watch_frames.h"
#include "models/kube/watch_requests.h"

#include <QRandomGenerator>
#include <QTimer>

#include <any>
#include <functional>
#include <memory>

namespace podwright::kube {

// What can be done with a watch whatever is kept of its objects.
class AnyWatchEngine
{
public:
    AnyWatchEngine() = default;
    virtual ~AnyWatchEngine() = default;
    Q_DISABLE_COPY_MOVE(AnyWatchEngine)

    virtual void start() = 0;
    virtual void stop() = 0;
    virtual WatchState phase() const = 0;
    virtual bool isSynced() const = 0;
    virtual const core::Error &lastError() const = 0;
};

// List+watch of one collection, whatever is kept of its objects: the reflector decides, the network thread decodes, the
// store tells what really changed, and batches (at most one per 50 ms) go to the owner. Owner's thread.
template<class Object>
class WatchEngine final : public AnyWatchEngine
{
public:
    using Batch = BatchOf<Object>;

    WatchEngine(ApiClient &client, WatchSpec spec, const core::Clock &clock,
                std::function<void(const std::shared_ptr<const Batch> &)> tell,
                std::function<void(WatchState)> tellState)
        : m_client(client)
        , m_spec(std::move(spec))
        , m_clock(clock)
        , m_tell(std::move(tell))
        , m_tellState(std::move(tellState))
        , m_batches(batchInterval, batchInterval)
    {
        m_timer.setSingleShot(true);
        QObject::connect(&m_timer, &QTimer::timeout, &m_context, [this] { feed(reflector::Timer{}); });
        QObject::connect(&m_batches, &core::Throttle::fired, &m_context, [this] { deliver(); });
    }
    ~WatchEngine() override { m_handle.cancel(); }
    Q_DISABLE_COPY_MOVE(WatchEngine)

    void start() override
    {
        feed(m_spec.mayStream ? reflector::Input(reflector::StartStreaming{}) : reflector::Start{});
    }
    void stop() override
    {
        feed(reflector::Stop{});
        m_batches.cancel();
    }
    WatchState phase() const override { return m_state.phase; }
    bool isSynced() const override { return m_isSynced; }
    const core::Error &lastError() const override { return m_state.lastError; }
    const ObjectStore<Object> &store() const { return m_store; }

    // The reflector's commands.
    void operator()(const reflector::RequestPage &page)
    {
        DeliveryHandlers handlers;
        handlers.decode = [wire = m_wire](core::Result<Response> answer) { return wire->readPage(std::move(answer)); };
        handlers.ended = [this, request = ++m_request](const std::any &decoded) { take(request, decoded); };
        m_handle = m_client.start(pageRequest(m_spec, page), &m_context, std::move(handlers));
    }

    void operator()(const reflector::OpenWatch &watch)
    {
        m_wire = std::make_shared<Wire>();
        const int request = ++m_request;
        DeliveryHandlers handlers;
        handlers.read = [wire = m_wire](std::string_view bytes) { return wire->readFrames(bytes); };
        handlers.decode = [wire = m_wire](const core::Result<Response> &answer) { return wire->readEnd(answer); };
        handlers.parts = [this, request](const std::vector<std::any> &parts) {
            for (const std::any &part : parts)
                take(request, part);
        };
        handlers.ended = [this, request](const std::any &decoded) { take(request, decoded); };
        m_handle = m_client.start(watchRequest(m_spec, watch), &m_context, std::move(handlers));
    }

    void operator()(const reflector::StartTimer &timer) { m_timer.start(timer.wait); }
    void operator()(const reflector::BeginList &) { m_store.beginList(); }

    void operator()(const reflector::FinishList &)
    {
        for (const Change<Object> &change : m_store.finishList())
            m_changes.add(change);
        m_isListEnd = true;
        m_batches.request();
    }

    void operator()(const reflector::Cancel &)
    {
        ++m_request;
        m_handle.cancel();
        m_timer.stop();
    }

private:
    using Texts = std::shared_ptr<std::vector<Decoded<Object>>>; // in std::any

    // Reads what comes; on the network thread, one request after the other.
    struct Wire
    {
        WatchFrames frames;
        WatchDecoder<Object> decoder;

        std::any readPage(core::Result<Response> answer)
        {
            auto texts = std::make_shared<std::vector<Decoded<Object>>>();
            texts->push_back(answer ? decoder.page(answer->body) : Decoded<Object>{failureOf(answer.error())});
            return texts;
        }
        std::any readFrames(std::string_view bytes)
        {
            auto texts = std::make_shared<std::vector<Decoded<Object>>>();
            const bool wasBroken = frames.isBroken();
            for (const std::string &frame : frames.feed(bytes)) {
                if (auto decoded = decoder.event(frame))
                    texts->push_back(std::move(*decoded));
            }
            if (frames.isBroken() && !wasBroken)
                texts->push_back({cutStream()});
            return texts;
        }
        std::any readEnd(const core::Result<Response> &answer) const
        {
            reflector::Input end = reflector::StreamEnd{};
            if (!answer)
                end = failureOf(answer.error());
            else if (frames.hasPartial())
                end = cutStream();
            return std::make_shared<std::vector<Decoded<Object>>>(1, Decoded<Object>{end});
        }
    };

    static constexpr std::chrono::milliseconds batchInterval{50};

    void feed(const reflector::Input &input)
    {
        const WatchState before = m_state.phase;
        auto step = reflector::next(
            m_state, input, {m_clock.now(), QRandomGenerator::global()->generateDouble(), m_client.retryScale()});
        m_state = std::move(step.state);
        for (const reflector::Command &command : step.commands)
            std::visit(*this, command);
        if (m_state.phase != before)
            m_tellState(m_state.phase);
    }

    // A text may make the reflector cancel the request that it came with; what followed it is then nobody's.
    void take(int request, const std::any &decoded)
    {
        const auto texts = std::any_cast<Texts>(decoded);
        for (Decoded<Object> &text : *texts) {
            if (request != m_request)
                return;
            for (auto &object : text.objects)
                note(text.areDeleted ? m_store.remove(std::move(object)) : m_store.upsert(std::move(object)));
            feed(text.input);
        }
    }

    void note(const std::optional<Change<Object>> &change)
    {
        if (!change)
            return;
        m_changes.add(*change);
        if (!m_batches.isPending())
            m_batches.request();
    }

    void deliver()
    {
        auto batch = std::make_shared<Batch>(m_changes.take());
        batch->isListEnd = std::exchange(m_isListEnd, false);
        batch->known = m_store.size();
        m_isSynced = m_isSynced || batch->isListEnd;
        if (batch->isListEnd || !batch->upserted.empty() || !batch->deleted.empty())
            m_tell(std::move(batch));
    }

    ApiClient &m_client;
    const WatchSpec m_spec;
    const core::Clock &m_clock;
    const std::function<void(const std::shared_ptr<const Batch> &)> m_tell;
    const std::function<void(WatchState)> m_tellState;
    reflector::State m_state;
    std::shared_ptr<Wire> m_wire = std::make_shared<Wire>();
    ObjectStore<Object> m_store;
    ChangeBatch<Object> m_changes;
    bool m_isListEnd = false;
    bool m_isSynced = false;
    core::Throttle m_batches;
    QTimer m_timer;
    RequestHandle m_handle;
    int m_request = 0; // the one under way; what comes from others is too late
    QObject m_context; // first to go: nothing calls back after it
};

} // namespace podwright::kube
