#include "models/session/bulk_action.h"

#include "models/core/strings.h"
#include "models/kube/eviction.h"

#include <utility>

namespace podwright::session {

using core::qt;

namespace {

constexpr int mostAtOnce = 8;

core::Error noPod()
{
    return {.message = QStringLiteral("it has no pod")};
}

core::Result<void> unlessGone(const core::Result<core::Json> &answer)
{
    const bool isGone = answer || answer.error().kind == core::Error::Kind::NotFound;
    return isGone ? core::Result<void>() : core::Result<void>(answer.error());
}

} // namespace

BulkTarget BulkTarget::of(const tables::RunRow &row)
{
    return {.context = qt(row.context.text()),
            .runId = qt(row.runId()),
            .ns = row.ns().text(),
            .pod = std::string(row.podName()),
            .uid = std::string(row.uid())};
}

QString BulkTarget::name() const
{
    return QStringLiteral("%1/%2/%3").arg(context, qt(ns), qt(pod));
}

BulkAction::BulkAction(std::vector<BulkTarget> targets, QObject *parent)
    : QObject(parent)
    , m_waiting(std::make_move_iterator(targets.begin()), std::make_move_iterator(targets.end()))
    , m_total(static_cast<int>(m_waiting.size()))
{}

void BulkAction::start()
{
    m_isRunning = true;
    goOn();
}

void BulkAction::cancel()
{
    m_waiting.clear();
    goOn();
}

// Targets that end at once do not nest.
void BulkAction::goOn()
{
    if (!m_isRunning || std::exchange(m_isGoingOn, true))
        return;
    while (!m_waiting.empty() && m_underWay < mostAtOnce) {
        const BulkTarget target = std::move(m_waiting.front());
        m_waiting.pop_front();
        ++m_underWay;
        carryOut(target);
    }
    m_isGoingOn = false;
    if (!m_waiting.empty() || m_underWay > 0)
        return;
    m_isRunning = false;
    Q_EMIT finished();
}

void BulkAction::end(const BulkTarget &target, const core::Result<void> &result)
{
    --m_underWay;
    ++m_done;
    if (!result)
        m_failures.push_back({target.name(), result.error().text()});
    Q_EMIT progressed();
    goOn();
}

BulkDelete::BulkDelete(std::vector<BulkTarget> targets, SessionManager &sessions, std::optional<int> graceSeconds,
                       QObject *parent)
    : BulkAction(std::move(targets), parent)
    , m_sessions(sessions)
    , m_graceSeconds(graceSeconds)
{}

void BulkDelete::carryOut(const BulkTarget &target)
{
    if (target.uid.empty())
        return end(target, noPod());
    const auto send = [this, target](const core::Result<kube::ApiClient *> &client) {
        if (!client)
            return end(target, client.error());
        (*client)->deletePod(
            target.ns, target.pod, {.gracePeriodSeconds = m_graceSeconds, .uid = target.uid}, this,
            [this, target](const core::Result<core::Json> &answer) { end(target, unlessGone(answer)); });
    };
    m_sessions.session(target.context)->whenReady(this, send);
}

BulkEvict::BulkEvict(std::vector<BulkTarget> targets, SessionManager &sessions, QObject *parent)
    : BulkAction(std::move(targets), parent)
    , m_sessions(sessions)
{}

void BulkEvict::carryOut(const BulkTarget &target)
{
    if (target.uid.empty())
        return end(target, noPod());
    ClusterSession *session = m_sessions.session(target.context);
    const auto send = [this, session, target](const core::Result<kube::ApiClient *> &client) {
        if (!client)
            return end(target, client.error());
        kube::evictPod(**client, session->version(), target.ns, target.pod, {.uid = target.uid}, this,
                       [this, target](const core::Result<core::Json> &answer) { end(target, unlessGone(answer)); });
    };
    session->whenReady(this, send);
}

BulkRerun::BulkRerun(std::vector<BulkTarget> targets, RunCenter &center, QObject *parent)
    : BulkAction(std::move(targets), parent)
    , m_center(center)
{}

void BulkRerun::carryOut(const BulkTarget &target)
{
    if (target.runId.isEmpty())
        return end(target, core::Error{.message = QStringLiteral("this pod was not launched by Podwright")});
    m_center.rerun(target.runId, {}, this, [this, target](const core::Result<QString> &launched) {
        end(target, launched ? core::Result<void>() : core::Result<void>(launched.error()));
    });
}

} // namespace podwright::session
