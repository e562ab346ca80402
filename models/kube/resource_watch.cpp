#include "models/kube/resource_watch.h"

#include "models/kube/watch_engine.h"

namespace podwright::kube {

CollectionWatch::CollectionWatch(QObject *parent)
    : QObject(parent)
{}

CollectionWatch::~CollectionWatch() = default;

void CollectionWatch::start()
{
    engine().start();
}

void CollectionWatch::stop()
{
    engine().stop();
}

WatchState CollectionWatch::state() const
{
    return engine().phase();
}

bool CollectionWatch::isSynced() const
{
    return engine().isSynced();
}

core::Error CollectionWatch::lastError() const
{
    return engine().lastError();
}

ResourceWatch::ResourceWatch(ApiClient &client, WatchSpec spec, const core::Clock &clock, QObject *parent)
    : CollectionWatch(parent)
    , m_engine(std::make_unique<WatchEngine<Json>>(
          client, std::move(spec), clock, [this](const auto &told) { Q_EMIT batch(told); },
          [this](WatchState state) { Q_EMIT stateChanged(state); }))
{}

ResourceWatch::~ResourceWatch() = default;

AnyWatchEngine &ResourceWatch::engine() const
{
    return *m_engine;
}

PodWatch::PodWatch(ApiClient &client, WatchSpec spec, const core::Clock &clock, QObject *parent)
    : CollectionWatch(parent)
    , m_engine(std::make_unique<WatchEngine<PodSummary>>(
          client, std::move(spec), clock, [this](const auto &told) { Q_EMIT batch(told); },
          [this](WatchState state) { Q_EMIT stateChanged(state); }))
{}

PodWatch::~PodWatch() = default;

AnyWatchEngine &PodWatch::engine() const
{
    return *m_engine;
}

const ObjectStore<PodSummary> &PodWatch::pods() const
{
    return m_engine->store();
}

} // namespace podwright::kube
