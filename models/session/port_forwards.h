#pragma once

#include "models/core/throttle.h"
#include "models/kube/port_forward.h"
#include "models/kube/resource_watch.h"
#include "models/session/session_manager.h"

#include <QAbstractTableModel>

namespace podwright::session {

// What is to be forwarded.
struct ForwardWish
{
    QString context;
    std::string ns, pod, uid; // uid: may be empty; else another pod of that name is not meant
    int remotePort = 0;
    int localPort = 0; // 0: any free one
};

enum class ForwardState {
    Open,    // connections are taken
    Waiting, // taken, but the cluster is not connected: they fail until it is back
    Ended,   // the pod is gone, or it was stopped
};

// The port-forwards of the whole program, one a row, in the order in which they were begun. One ends when its pod does,
// and says so; it stays in the list until it is removed. GUI thread.
class PortForwards : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Pod, Remote, Address, Connections, Bytes, State, ColumnCount };
    enum Role { AddressRole = Qt::UserRole, UrlRole, StateRole };

    PortForwards(SessionManager &sessions, const core::Clock &clock, QObject *parent = nullptr);
    ~PortForwards() override; // ends all

    // Asks first where the context is protected. `done` gets the local port or why there is none, and is not called
    // after `receiver` is gone or when the user changed their mind. Errors: those of PortForward::listen().
    void start(const ForwardWish &wish, QObject *receiver, std::function<void(const core::Result<int> &port)> done);
    void stop(int row);   // an open one; it stays in the list
    void remove(int row); // from the list; stopped first
    int openCount() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    void openCountChanged();
    void ended(const QString &text); // "The forward of port 8080 of my-pod has ended: the pod is gone."

private:
    struct Entry;
    core::Result<int> open(const ForwardWish &wish);
    void watchPod(Entry &entry);
    void takePods(Entry &entry, const kube::WatchBatch &batch);
    void takeFailure(Entry &entry, const core::Error &error);
    bool close(Entry &entry, const QString &why);
    void end(Entry &entry, const QString &why);
    void refresh(const Entry &entry);
    void refreshAll();
    ForwardState stateOf(const Entry &entry) const;
    QVariant textOf(const Entry &entry, int column) const;

    SessionManager &m_sessions;
    const core::Clock &m_clock;
    core::Throttle m_traffic;
    std::vector<std::unique_ptr<Entry>> m_entries;
};

} // namespace podwright::session
