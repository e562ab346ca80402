#include "models/session/run_item.h"

namespace podwright::session {

// While the file is read, the stream is held and what comes of it all the same waits.
struct RunItem::Log
{
    logs::LogStore store;
    bool isRead = false;
    QByteArray waiting;
};

RunItem::RunItem(runs::RunState state, runs::History &history, QObject *parent)
    : QObject(parent)
    , m_state(std::move(state))
    , m_history(history)
{}

RunItem::~RunItem() = default;

std::vector<kube::ContainerSummary> RunItem::containers() const
{
    const runs::Json &shown = m_state.pod.is_null() ? m_state.plan.manifest : m_state.pod;
    return shown.is_null() ? std::vector<kube::ContainerSummary>() : kube::summariseContainers(shown);
}

QStringList RunItem::logContainers() const
{
    QStringList names = m_onDisk;
    const QString base = QString::fromStdString(m_state.plan.baseContainer);
    if (names.removeAll(base) > 0)
        names.prepend(base);
    return names;
}

logs::LogStore *RunItem::log(const QString &container)
{
    auto &log = m_logs[container];
    if (!log) {
        log = std::make_unique<Log>();
        const auto hold = [this, container, held = log.get()] {
            holdLog(container, held, !held->isRead || held->store.isBehind());
        };
        connect(&log->store, &logs::LogStore::behindChanged, this, hold);
        hold();
        readLog(container, log->store, this, [held = log.get(), hold](const core::Result<QByteArray> &piece) {
            if (piece && !piece->isEmpty())
                return held->store.append(*piece);
            if (!piece && piece.error().kind != core::Error::Kind::NotFound)
                held->store.appendNotice(piece.error().text());
            held->store.append(std::exchange(held->waiting, {}));
            held->isRead = true;
            hold();
        });
    }
    return &log->store;
}

void RunItem::readLog(const QString &container, const logs::LogStore &store, QObject *receiver,
                      std::function<void(const core::Result<QByteArray> &piece)> take)
{
    const auto takePiece = [&store, receiver, take = std::move(take)](const core::Result<QByteArray> &piece,
                                                                      const runs::History::GoOn &goOn) {
        take(piece);
        if (store.isBehind())
            connect(&store, &logs::LogStore::behindChanged, receiver, goOn, Qt::SingleShotConnection);
        else
            goOn();
    };
    m_history.readLog(m_state.id(), container.toStdString(), receiver, takePiece);
}

void RunItem::holdLog(const QString &container, const void *who, bool isHeld)
{
    std::set<const void *> &holders = m_holders[container];
    if (isHeld)
        holders.insert(who);
    else
        holders.erase(who);
    if (m_driver)
        m_driver->setLogHeld(container.toStdString(), !holders.empty());
}

void RunItem::takeLines(const QString &container, const QByteArray &lines)
{
    if (const auto found = m_logs.find(container); found != m_logs.end()) {
        Log &log = *found->second;
        if (log.isRead)
            log.store.append(lines);
        else
            log.waiting += lines;
    }
    Q_EMIT logLines(container, lines);
}

void RunItem::addLogName(const QString &container)
{
    if (m_onDisk.contains(container))
        return;
    m_onDisk += container;
    Q_EMIT logAdded(container);
}

void RunItem::await()
{
    m_isWaiting = true;
    m_history.save(m_state); // a launch is known even if its cluster never answers
}

void RunItem::follow(std::unique_ptr<runs::RunDriver> driver)
{
    m_isWaiting = false;
    m_driver = std::move(driver);
    runs::RunDriver *source = m_driver.get();
    connect(source, &runs::RunDriver::changed, this, [this, source] {
        m_state = source->state();
        Q_EMIT changed();
    });
    connect(source, &runs::RunDriver::eventsChanged, this, [this, source] {
        m_events = source->events();
        Q_EMIT eventsChanged();
    });
    connect(source, &runs::RunDriver::logOpened, this, &RunItem::addLogName);
    connect(source, &runs::RunDriver::logLines, this, &RunItem::takeLines);
    connect(source, &runs::RunDriver::logNotice, this, [this](const QString &container, const QString &text) {
        if (const auto found = m_logs.find(container); found != m_logs.end())
            found->second->store.appendNotice(text);
        Q_EMIT logNotice(container, text);
    });
    connect(source, &runs::RunDriver::finished, this, [this] {
        m_driver.release()->deleteLater(); // we are inside its signal
        Q_EMIT finished();
    });
    for (const auto &[container, holders] : m_holders)
        source->setLogHeld(container.toStdString(), !holders.empty());
    if (m_cancelAs != runs::Outcome::None)
        source->cancel(m_cancelAs);
    source->start();
    Q_EMIT changed();
}

void RunItem::refuse(const core::Error &error, const QDateTime &now)
{
    core::Error final = error;
    final.kind = core::Error::Kind::NotFound; // nothing to try again
    end({runs::seen::Started{}, runs::seen::FindFailed{final}}, now);
}

// Before anything was sent to the cluster.
void RunItem::end(const std::vector<runs::Observation> &observations, const QDateTime &now)
{
    m_isWaiting = false;
    for (const runs::Observation &observation : observations)
        runs::reconcile(m_state, observation, now);
    m_history.save(m_state);
    Q_EMIT changed();
    Q_EMIT finished();
}

void RunItem::load()
{
    m_history.load(m_state.id(), this, [this](const core::Result<runs::RunRecord> &record) {
        if (!record)
            return;
        if (!m_driver)
            m_state = record->state;
        if (m_events.empty())
            m_events = record->events;
        for (const std::string &container : record->containers)
            addLogName(QString::fromStdString(container));
        Q_EMIT changed();
        Q_EMIT eventsChanged();
    });
}

void RunItem::cancel(runs::Outcome as, const QDateTime &now)
{
    m_cancelAs = as;
    if (m_driver)
        m_driver->cancel(as);
    else if (m_isWaiting)
        end({runs::seen::CancelRequested{as}}, now);
}

} // namespace podwright::session
