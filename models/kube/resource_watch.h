#pragma once

#include "models/core/clock.h"
#include "models/core/result.h"
#include "models/kube/object_store.h"
#include "models/kube/watch_spec.h"

#include <QObject>

#include <memory>

namespace podwright::kube {

class AnyWatchEngine;
class ApiClient;
template<class Object>
class WatchEngine;

using ObjectPtr = std::shared_ptr<const Json>;
using WatchBatch = BatchOf<Json>;
using PodBatch = BatchOf<PodSummary>;

// List+watch of one collection: reflector, store and delivery in batches (at most one per 50 ms) on the owner's thread.
// What a list brings is told as it comes; the last of its batches says so. 410, 429, resets, time-outs and bookmarks
// are handled in here; see reference kubernetes-api §4.
class CollectionWatch : public QObject
{
    Q_OBJECT
public:
    ~CollectionWatch() override;

    // Starting again after a stop lists anew and tells what went meanwhile.
    void start();
    void stop();
    WatchState state() const;
    bool isSynced() const;         // the first list has been delivered
    core::Error lastError() const; // why it backs off or is forbidden; an empty message if all is well

Q_SIGNALS:
    void stateChanged(podwright::kube::WatchState state);

protected:
    explicit CollectionWatch(QObject *parent);
    virtual AnyWatchEngine &engine() const = 0;
};

// Of whole objects, for few of them. `client` and `clock` must outlive the watch.
class ResourceWatch : public CollectionWatch
{
    Q_OBJECT
public:
    ResourceWatch(ApiClient &client, WatchSpec spec, const core::Clock &clock, QObject *parent = nullptr);
    ~ResourceWatch() override;

Q_SIGNALS:
    void batch(const std::shared_ptr<const podwright::kube::WatchBatch> &batch);

protected:
    AnyWatchEngine &engine() const override;

private:
    std::unique_ptr<WatchEngine<Json>> m_engine;
};

// Of pods, for a hundred thousand of them: of each only its record is kept.
class PodWatch : public CollectionWatch
{
    Q_OBJECT
public:
    PodWatch(ApiClient &client, WatchSpec spec, const core::Clock &clock, QObject *parent = nullptr);
    ~PodWatch() override;

    const ObjectStore<PodSummary> &pods() const;

Q_SIGNALS:
    void batch(const std::shared_ptr<const podwright::kube::PodBatch> &batch);

protected:
    AnyWatchEngine &engine() const override;

private:
    std::unique_ptr<WatchEngine<PodSummary>> m_engine;
};

} // namespace podwright::kube
