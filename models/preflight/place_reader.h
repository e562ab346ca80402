#pragma once

#include "models/kube/api_client.h"
#include "models/preflight/facts.h"

#include <QObject>

namespace podwright::preflight {

// The nodes of a cluster and what they hold.
struct Place
{
    Answer<std::vector<NodeFacts>> nodes;
    Answer<Loads> loads;
};

// Reads a place: all nodes, and the pods that hold or want something of them, in pages up to a bound. Belongs to the
// client's thread.
class PlaceReader : public QObject
{
    Q_OBJECT
public:
    // `client` outlives it.
    explicit PlaceReader(kube::ApiClient &client, QObject *parent = nullptr);
    ~PlaceReader() override;

    void start(); // drops what is under way
    void cancel();

Q_SIGNALS:
    void done(const podwright::preflight::Place &place); // both are answered

private:
    void askLoads(const std::string &from);
    void answered();

    kube::ApiClient &m_client;
    Place m_place;
    kube::RequestHandle m_nodes, m_loads;
    int m_open = 0;
};

} // namespace podwright::preflight
