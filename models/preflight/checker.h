#pragma once

#include "models/core/clock.h"
#include "models/kube/api_client.h"
#include "models/preflight/checks.h"
#include "models/preflight/place_reader.h"

#include <QObject>

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

namespace podwright::preflight {

// Asks a cluster all that bears on one pod, everything at once, and reports. Belongs to the client's thread and never
// waits; answers are read on the network thread, where secrets lose their values. Asks for nothing but reads, reviews
// of the user's own rights, and a dry run.
class Checker : public QObject
{
    Q_OBJECT
public:
    // `client` outlives it.
    Checker(kube::ApiClient &client, const core::Clock &clock, QObject *parent = nullptr);
    ~Checker() override;

    void start(Subject subject); // drops what is under way
    void cancel();
    bool isRunning() const { return m_open > 0; }

Q_SIGNALS:
    void done(const podwright::preflight::Report &report);

private:
    template<class T>
    void ask(kube::Request request, std::function<core::Result<T>(const kube::Response &)> read,
             std::function<void(core::Result<T>)> put);
    template<class T>
    void get(std::string path, T (*read)(const Json &), std::function<void(core::Result<T>)> put);
    void answered();

    void askPlace();
    void takePlace(const Place &place);
    void askNamespace();
    void askRights();
    void askDryRun();
    void askAccount();
    void askClasses();
    void askReferences();
    void askSecret(const std::string &name);
    void askPullSecretNames();
    void askClaims();
    void askStorageClass(const std::string &claim, const std::string &storageClass);

    kube::ApiClient &m_client;
    const core::Clock &m_clock;
    PlaceReader m_place;
    Subject m_subject;
    ClusterFacts m_facts;
    std::optional<std::chrono::steady_clock::time_point> m_placeKnownAt; // nodes and what they hold
    std::vector<kube::RequestHandle> m_requests;
    int m_open = 0; // answers to come
};

} // namespace podwright::preflight
