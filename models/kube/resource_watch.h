#pragma once

#include "models/core/clock.h"
#include "models/core/json.h"
#include "models/core/result.h"

#include <QObject>

#include <memory>
#include <string>
#include <vector>

namespace podwright::kube {

class ApiClient;
using core::Json;

struct WatchSpec
{
    std::string path = "/api/v1/pods"; // the collection; with a namespace "/api/v1/namespaces/NS/pods"
    std::string labelSelector = {};
    std::string fieldSelector = {};
    bool operator==(const WatchSpec &) const = default;
};

enum class WatchState { Listing, Watching, BackingOff, Forbidden, Stopped };

using ObjectPtr = std::shared_ptr<const Json>;

// What changed since the last batch, one entry an object (namespace and name). Deleted objects carry their last known
// state. An object deleted and created anew between two batches comes as upserted, with another uid.
struct WatchBatch
{
    std::vector<ObjectPtr> upserted;
    std::vector<ObjectPtr> deleted;
    bool isReplacement = false; // after a list: `upserted` is everything there is
};

// List+watch of one collection: reflector, store and delivery in batches (at most one per 50 ms) on the owner's thread.
// 410, 429, resets, time-outs and bookmarks are handled in here; see reference kubernetes-api §4.
class ResourceWatch : public QObject
{
    Q_OBJECT
public:
    ResourceWatch(ApiClient &client, WatchSpec spec, const core::Clock &clock, QObject *parent = nullptr);
    ~ResourceWatch() override;

    // `client` and `clock` must outlive the watch. Starting again after a stop lists anew and tells what went
    // meanwhile.
    void start();
    void stop();
    WatchState state() const;
    bool isSynced() const;         // the first list has been delivered
    core::Error lastError() const; // why it backs off or is forbidden; an empty message if all is well

Q_SIGNALS:
    void batch(const std::shared_ptr<const podwright::kube::WatchBatch> &batch);
    void stateChanged(podwright::kube::WatchState state);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace podwright::kube
