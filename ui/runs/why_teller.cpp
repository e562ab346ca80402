#include "ui/runs/why_teller.h"

#include "models/core/strings.h"
#include "models/task/pointers.h"
#include "ui/runs/nodes_panel.h"
#include "ui/runs/run_details.h"
#include "ui/runs/run_list.h"
#include "ui/runs/run_story.h"
#include "ui/runs/run_why.h"
#include "ui/widgets/message_bar.h"

#include <set>
#include <utility>

namespace podwright::ui::runs {

using core::textAt;
using podwright::runs::Outcome;
using podwright::runs::RunState;

namespace {

constexpr std::chrono::seconds tellingPace{5};

// "Memory limit" as it stands inside a sentence; "DAG id" stays.
QString inSentence(QString label)
{
    if (label.size() > 1 && label[1].isLower())
        label[0] = label[0].toLower();
    return label;
}

widgets::Message messageOf(const preflight::Explanation &why, bool isOver)
{
    return {.tone = isOver ? style::Tone::Bad : style::Tone::Waiting,
            .text = why.sentence,
            .detail = why.evidence.join(QStringLiteral(" · "))};
}

widgets::Message messageOf(const RunState &state)
{
    return {.tone = style::Tone::Bad,
            .text = state.message.isEmpty() ? podwright::runs::outcomeText(state.outcome) : state.message,
            .detail = failureDetail(state)};
}

bool hasFailed(const RunState &state)
{
    return state.isDone() && state.outcome != Outcome::Succeeded && state.outcome != Outcome::Skipped;
}

core::Symbol reasonsOf(const std::vector<kube::EventSummary> &events)
{
    std::set<std::string> reasons;
    for (const kube::EventSummary &event : events)
        reasons.insert(event.reason);
    std::string text;
    for (const std::string &reason : reasons)
        text.append(text.empty() ? "" : " ").append(reason);
    return core::Symbol(text);
}

} // namespace

WhyTeller::WhyTeller(session::RunCenter &center, session::SessionManager &sessions, const core::Clock &clock,
                     RunList &list, RunDetails &details, widgets::MessageBar &message)
    : QObject(&details)
    , m_center(center)
    , m_sessions(sessions)
    , m_clock(clock)
    , m_list(list)
    , m_details(details)
    , m_message(message)
    , m_nodes(details.nodes()->pending())
    , m_look(sessions)
{
    m_later.setSingleShot(true);
    m_later.setInterval(tellingPace);
    connect(&m_later, &QTimer::timeout, this, &WhyTeller::tell);
    connect(&m_nodes, &session::PendingNodes::changed, this, &WhyTeller::tell);
    connect(&m_node, &session::NodeLook::changed, this, &WhyTeller::tell);
    connect(&m_look, &session::PodLook::podTaken, this, &WhyTeller::takePod);
    connect(&m_look, &session::PodLook::eventsTaken, this, &WhyTeller::takeEvents);
    connect(&m_look, &session::PodLook::lineTaken, this, &WhyTeller::tell);
    connect(&m_look, &session::PodLook::trouble, this, &WhyTeller::notice);
    connect(center.table(), &tables::RunTableModel::shown, this, &WhyTeller::watchRow);
}

void WhyTeller::showRun(session::RunItem &item)
{
    if (m_item != &item) {
        stop();
        m_item = &item;
        connect(&item, &session::RunItem::eventsChanged, this, &WhyTeller::tell);
    }
    tell();
}

void WhyTeller::showPod(const session::BulkTarget &pod)
{
    stop();
    if (const tables::RunRow *row = m_list.current(); row && row->pod)
        m_version = row->pod->version;
    m_details.showPod(pod);
    m_look.show(pod);
}

void WhyTeller::stop()
{
    if (m_item)
        m_item->disconnect(this);
    m_item.clear();
    m_look.stop();
    m_node.stop();
    m_later.stop();
    m_places = {};
    m_version.clear();
    m_topic.clear();
    m_told.clear();
    m_message.dismiss();
}

// The watch tells of every change; what the table does not keep is asked for then.
void WhyTeller::watchRow()
{
    const tables::RunRow *row = m_list.current();
    const bool isShown = row && row->pod && m_look.isShown(row->uid());
    if (isShown && std::exchange(m_version, row->pod->version) != row->pod->version)
        m_look.lookAgain();
}

void WhyTeller::takePod()
{
    m_details.takePod(m_look.seen().pod);
    tell();
}

void WhyTeller::takeEvents()
{
    const session::BulkTarget &pod = m_look.target();
    m_details.takeEvents(m_look.seen().events);
    m_center.table()->setEventReasons(core::Symbol(pod.context.toStdString()), pod.uid,
                                      reasonsOf(m_look.seen().events));
    tell();
}

void WhyTeller::tell()
{
    if (m_item)
        tellRun();
    else if (!m_look.seen().pod.is_null())
        tellPod();
}

void WhyTeller::tellRun()
{
    const RunState &state = m_item->state();
    if (m_item->isUnderWay())
        m_later.start();
    const auto seen = observationOf(*m_item, m_clock.wall());
    session::ClusterSession *session = seen && !state.isDone() ? m_sessions.session(state.plan.context) : nullptr;
    const auto why = seen ? explain(*seen, session) : std::nullopt;
    if (!why && !hasFailed(state))
        return showNothing();
    widgets::Message message = why ? messageOf(*why, state.isDone()) : messageOf(state);
    if (why)
        addRemedies(message, *why);
    const std::string about = why ? why->id : std::string();
    show(QStringLiteral("%1 %2").arg(core::qt(about)).arg(int(state.isDone())), message);
}

void WhyTeller::tellPod()
{
    preflight::Observation seen = m_look.seen();
    seen.now = m_clock.wall();
    const bool isOver = textAt(seen.pod, {"status", "phase"}) == "Failed";
    const auto why = explain(std::move(seen), m_sessions.session(m_look.target().context));
    if (!why)
        return showNothing();
    widgets::Message message = messageOf(*why, isOver);
    addRemedies(message, *why);
    show(QStringLiteral("%1 %2").arg(core::qt(why->id)).arg(int(isOver)), message);
}

// With all that is known of nodes. More is asked for where it would tell.
std::optional<preflight::Explanation> WhyTeller::explain(preflight::Observation seen, session::ClusterSession *session)
{
    const std::string node = textAt(seen.pod, {"spec", "nodeName"});
    addPlaces(seen);
    if (session)
        seen.node = m_node.answer(session, node);
    auto why = preflight::explain(seen);
    if (why && preflight::isAboutNode(*why))
        m_node.watch(session, node);
    else
        m_node.stop();
    return why;
}

// A run that ends without ever having had a node keeps what the nodes were like.
void WhyTeller::addPlaces(preflight::Observation &seen)
{
    const std::string uid = textAt(seen.pod, {"metadata", "uid"});
    if (m_nodes.isKnown() && textAt(m_nodes.pod(), {"metadata", "uid"}) == uid)
        m_places = {.uid = uid, .fits = m_nodes.fits(), .areLoadsKnown = m_nodes.areLoadsKnown()};
    if (uid != m_places.uid || !textAt(seen.pod, {"spec", "nodeName"}).empty())
        return;
    seen.nodes = m_places.fits;
    seen.areLoadsKnown = m_places.areLoadsKnown;
}

void WhyTeller::addRemedies(widgets::Message &message, const preflight::Explanation &why)
{
    const bool isOwn = m_item && m_item->state().plan.mode != podwright::runs::Mode::Attach; // or somebody else's task
    if (isOwn && !why.pointer.empty())
        message.actions.push_back({.text = tr("Open %1").arg(inSentence(task::pointerLabel(why.pointer))),
                                   .run = [this, pointer = why.pointer] { Q_EMIT fieldChosen(pointer); }});
    if (why.id == "unschedulable" && m_nodes.isWatching())
        message.actions.push_back({.text = tr("Show nodes"), .run = [this] { m_details.showNodes(); }});
    if (isOwn && m_item->state().isDone() && !why.edits.empty())
        message.actions.push_back(
            {.text = why.editText, .run = [this, edits = why.edits] { Q_EMIT rerunChosen(edits); }});
}

// The same in new words stands where it stood, unless the user has closed it or reads something else there.
void WhyTeller::show(const QString &topic, const widgets::Message &message)
{
    QStringList actions;
    for (const widgets::MessageAction &action : message.actions)
        actions += action.text;
    const bool isNew = topic != std::exchange(m_topic, topic);
    if (!isNew && m_message.text() != m_told)
        return;
    m_told = message.text;
    if (!isNew && actions == m_actions)
        return m_message.retell(message);
    m_actions = actions;
    m_message.showMessage(message);
}

void WhyTeller::showNothing()
{
    const bool isOurs = !m_topic.isEmpty() && m_message.text() == m_told;
    m_topic.clear();
    if (isOurs)
        m_message.dismiss();
}

} // namespace podwright::ui::runs
