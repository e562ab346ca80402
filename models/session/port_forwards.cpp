#include "models/session/port_forwards.h"

#include "models/core/strings.h"
#include "models/kube/paths.h"

#include <QLocale>
#include <QUrl>

#include <algorithm>
#include <array>
#include <chrono>

namespace podwright::session {

using core::Error;
using core::qt;
using core::Result;

namespace {

constexpr std::chrono::milliseconds trafficQuiet{250}, trafficMost{500};

bool hasEnded(const core::Json &pod)
{
    const std::string phase = core::textAt(pod, {"status", "phase"});
    return phase == "Succeeded" || phase == "Failed";
}

QString stateText(ForwardState state)
{
    switch (state) {
    case ForwardState::Open:
        return PortForwards::tr("Open");
    case ForwardState::Waiting:
        return PortForwards::tr("Waiting for the cluster");
    case ForwardState::Ended:
        break;
    }
    return PortForwards::tr("Ended");
}

} // namespace

struct PortForwards::Entry
{
    ForwardWish wish;
    QString reason = {}; // why it ended, or what went wrong last
    bool isOver = false;
    std::unique_ptr<kube::PortForward> forward = {};
    std::unique_ptr<kube::ResourceWatch> watch = {};                // of its pod
    std::unique_ptr<QObject> context = std::make_unique<QObject>(); // of its callbacks

    bool isAbout(const core::Json &pod) const
    {
        return wish.uid.empty() || core::textAt(pod, {"metadata", "uid"}) == wish.uid;
    }
    QString address() const { return QStringLiteral("127.0.0.1:%1").arg(forward->localPort()); }
};

PortForwards::PortForwards(SessionManager &sessions, const core::Clock &clock, QObject *parent)
    : QAbstractTableModel(parent)
    , m_sessions(sessions)
    , m_clock(clock)
    , m_traffic(trafficQuiet, trafficMost)
{
    connect(&m_traffic, &core::Throttle::fired, this, &PortForwards::refreshAll);
    connect(&sessions, &SessionManager::sessionChanged, this, &PortForwards::refreshAll);
}

PortForwards::~PortForwards() = default;

void PortForwards::start(const ForwardWish &wish, QObject *receiver, std::function<void(const Result<int> &)> done)
{
    const QString what = tr("forward port %1 of %2").arg(wish.remotePort).arg(qt(wish.pod));
    m_sessions.guard().pass({wish.context}, what, receiver, [this, wish, done = std::move(done)] { done(open(wish)); });
}

Result<int> PortForwards::open(const ForwardWish &wish)
{
    auto entry = std::make_unique<Entry>(Entry{.wish = wish});
    const auto client = [this, context = wish.context] { return m_sessions.session(context)->client(); };
    entry->forward = std::make_unique<kube::PortForward>(
        kube::ForwardTarget{.ns = wish.ns, .pod = wish.pod, .port = wish.remotePort}, client);
    if (const auto listening = entry->forward->listen(wish.localPort); !listening)
        return listening.error();
    Entry &made = *entry;
    connect(made.forward.get(), &kube::PortForward::connectionsChanged, &m_traffic, &core::Throttle::request);
    connect(made.forward.get(), &kube::PortForward::failed, this,
            [this, &made](const Error &error) { takeFailure(made, error); });
    connect(made.forward.get(), &kube::PortForward::succeeded, this, [&made] { made.reason.clear(); });
    const int row = rowCount();
    beginInsertRows({}, row, row);
    m_entries.push_back(std::move(entry));
    endInsertRows();
    watchPod(made);
    Q_EMIT openCountChanged();
    return made.forward->localPort();
}

// Where pods cannot be watched, the first connection that is refused tells.
void PortForwards::watchPod(Entry &entry)
{
    m_sessions.session(entry.wish.context)
        ->whenReady(entry.context.get(), [this, &entry](const Result<kube::ApiClient *> &client) {
            if (!client)
                return;
            entry.watch = std::make_unique<kube::ResourceWatch>(
                **client,
                kube::WatchSpec{.path = kube::podsPath(entry.wish.ns),
                                .fieldSelector = "metadata.name=" + entry.wish.pod},
                m_clock);
            connect(entry.watch.get(), &kube::ResourceWatch::batch, this,
                    [this, &entry](const std::shared_ptr<const kube::WatchBatch> &batch) { takePods(entry, *batch); });
            connect(entry.watch.get(), &kube::CollectionWatch::stateChanged, &m_traffic, &core::Throttle::request);
            entry.watch->start();
        });
}

void PortForwards::takePods(Entry &entry, const kube::WatchBatch &batch)
{
    bool isGone = batch.isListEnd && batch.known == 0;
    for (const kube::ObjectPtr &pod : batch.upserted)
        isGone = isGone || hasEnded(*pod) || !entry.isAbout(*pod);
    for (const kube::ObjectPtr &pod : batch.deleted)
        isGone = isGone || entry.isAbout(*pod);
    if (isGone)
        end(entry, tr("the pod has ended"));
}

void PortForwards::takeFailure(Entry &entry, const Error &error)
{
    if (error.kind == Error::Kind::NotFound)
        return end(entry, tr("the pod is gone"));
    entry.reason = error.text();
    refresh(entry);
}

// False: it was over.
bool PortForwards::close(Entry &entry, const QString &why)
{
    if (std::exchange(entry.isOver, true))
        return false;
    entry.reason = why;
    entry.forward->stop();
    if (entry.watch)
        entry.watch->stop();
    refresh(entry);
    Q_EMIT openCountChanged();
    return true;
}

void PortForwards::end(Entry &entry, const QString &why)
{
    if (close(entry, why))
        Q_EMIT ended(
            tr("The forward of port %1 of %2 has ended: %3.").arg(entry.wish.remotePort).arg(qt(entry.wish.pod), why));
}

void PortForwards::stop(int row)
{
    close(*m_entries.at(static_cast<size_t>(row)), tr("stopped"));
}

void PortForwards::remove(int row)
{
    stop(row);
    beginRemoveRows({}, row, row);
    m_entries.erase(m_entries.begin() + row);
    endRemoveRows();
}

int PortForwards::openCount() const
{
    return static_cast<int>(std::ranges::count_if(m_entries, [](const auto &entry) { return !entry->isOver; }));
}

int PortForwards::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

int PortForwards::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant PortForwards::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Entry &entry = *m_entries[static_cast<size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return textOf(entry, index.column());
    case Qt::ToolTipRole:
        return index.column() == Pod
                   ? QStringLiteral("%1/%2/%3").arg(entry.wish.context, qt(entry.wish.ns), qt(entry.wish.pod))
                   : textOf(entry, index.column());
    case AddressRole:
        return entry.address();
    case UrlRole:
        return QUrl(QStringLiteral("http://%1/").arg(entry.address()));
    case StateRole:
        return static_cast<int>(stateOf(entry));
    default:
        return {};
    }
}

ForwardState PortForwards::stateOf(const Entry &entry) const
{
    if (entry.isOver)
        return ForwardState::Ended;
    const bool isConnected = m_sessions.session(entry.wish.context)->state() == ConnectionState::Connected;
    return isConnected ? ForwardState::Open : ForwardState::Waiting;
}

QVariant PortForwards::textOf(const Entry &entry, int column) const
{
    switch (column) {
    case Pod:
        return QStringLiteral("%1 · %2/%3").arg(entry.wish.context, qt(entry.wish.ns), qt(entry.wish.pod));
    case Remote:
        return QString::number(entry.wish.remotePort);
    case Address:
        return entry.address();
    case Connections:
        return tr("%1 of %2").arg(entry.forward->openConnections()).arg(entry.forward->connectionsSoFar());
    case Bytes:
        return tr("%1 in, %2 out")
            .arg(QLocale::c().formattedDataSize(entry.forward->bytesFromPod(), 1),
                 QLocale::c().formattedDataSize(entry.forward->bytesToPod(), 1));
    default: {
        const QString state = stateText(stateOf(entry));
        return entry.reason.isEmpty() ? state : QStringLiteral("%1: %2").arg(state, entry.reason);
    }
    }
}

QVariant PortForwards::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const std::array titles{tr("Pod"), tr("Port"), tr("On this machine"), tr("Connections"), tr("Bytes"), tr("State")};
    return titles.at(static_cast<size_t>(section));
}

void PortForwards::refresh(const Entry &entry)
{
    const auto place = std::ranges::find_if(m_entries, [&](const auto &known) { return known.get() == &entry; });
    if (place == m_entries.end())
        return;
    const int row = static_cast<int>(place - m_entries.begin());
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

// Goes on while bytes may flow.
void PortForwards::refreshAll()
{
    if (m_entries.empty())
        return;
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    if (std::ranges::any_of(m_entries, [](const auto &entry) { return entry->forward->openConnections() > 0; }))
        m_traffic.request();
}

} // namespace podwright::session
