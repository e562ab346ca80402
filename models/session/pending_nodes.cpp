#include "models/session/pending_nodes.h"

#include "models/core/strings.h"

namespace podwright::session {
namespace {

using core::textAt;

std::string uidOf(const core::Json &pod)
{
    return textAt(pod, {"metadata", "uid"});
}

} // namespace

PendingNodes::PendingNodes(std::chrono::milliseconds pace, QObject *parent)
    : QObject(parent)
{
    m_again.setSingleShot(true);
    m_again.setInterval(pace);
    connect(&m_again, &QTimer::timeout, this, &PendingNodes::ask);
}

PendingNodes::~PendingNodes() = default;

bool PendingNodes::isWithoutNode(const core::Json &pod)
{
    return !uidOf(pod).empty() && textAt(pod, {"status", "phase"}) == "Pending" &&
           textAt(pod, {"spec", "nodeName"}).empty() && core::at(pod, {"metadata", "deletionTimestamp"}).is_null();
}

void PendingNodes::watch(ClusterSession *session, const core::Json &pod)
{
    if (!session || !isWithoutNode(pod))
        return stop();
    const bool isSame = session == m_session && uidOf(pod) == uidOf(m_pod);
    if (isSame) {
        m_pod = pod;
        return;
    }
    stop();
    m_session = session;
    m_pod = pod;
    begin();
    Q_EMIT changed();
}

void PendingNodes::stop()
{
    if (!isWatching())
        return;
    m_again.stop();
    m_reader.reset();
    m_pod = nullptr;
    m_session.clear();
    m_fits.clear();
    m_note.clear();
    m_isKnown = false;
    Q_EMIT changed();
}

void PendingNodes::begin()
{
    m_session->whenReady(this, [this, uid = uidOf(m_pod)](const core::Result<kube::ApiClient *> &client) {
        if (uid != uidOf(m_pod))
            return;
        if (!client) {
            m_isKnown = true;
            m_note = client.error().text();
            Q_EMIT changed();
            return;
        }
        m_client = *client;
        m_reader = std::make_unique<preflight::PlaceReader>(**client);
        connect(m_reader.get(), &preflight::PlaceReader::done, this, &PendingNodes::takePlace);
        m_reader->start();
    });
}

// The pod too: a table's row does not tell when it has got its node.
void PendingNodes::ask()
{
    if (!m_client || !m_reader)
        return;
    m_reader->start();
    m_client->getPod(textAt(m_pod, {"metadata", "namespace"}), textAt(m_pod, {"metadata", "name"}), m_reader.get(),
                     [this](const core::Result<core::Json> &answer) { takePod(answer); });
}

void PendingNodes::takePod(const core::Result<core::Json> &answer)
{
    const bool isGone = !answer && answer.error().kind == core::Error::Kind::NotFound;
    if (isGone || (answer && (!isWithoutNode(*answer) || uidOf(*answer) != uidOf(m_pod))))
        QMetaObject::invokeMethod(this, &PendingNodes::stop, Qt::QueuedConnection); // the reader is its context
}

void PendingNodes::takePlace(const preflight::Place &place)
{
    const auto *nodes = known(place.nodes);
    const preflight::Loads *loads = known(place.loads);
    m_fits = nodes ? preflight::fitOf(m_pod, *nodes, loads ? loads->pods : std::vector<preflight::PodLoad>())
                   : std::vector<preflight::NodeFit>();
    m_areLoadsKnown = loads && loads->isWhole;
    m_note.clear();
    if (!nodes)
        m_note = tr("The nodes cannot be seen: %1").arg(place.nodes->error().message);
    else if (!loads)
        m_note = tr("What the nodes hold already cannot be seen: %1").arg(place.loads->error().message);
    else if (!loads->isWhole)
        m_note = tr("The cluster has more pods than were counted; there may be less room than it seems.");
    else if (nodes->empty())
        m_note = tr("The cluster has no node.");
    m_isKnown = true;
    m_again.start();
    Q_EMIT changed();
}

} // namespace podwright::session
