#include "models/session/cluster_room.h"

#include "models/core/strings.h"
#include "models/preflight/room.h"

#include <chrono>

namespace podwright::session {
namespace {

constexpr std::chrono::seconds roomPace{20};

QString nodeByNode(const std::vector<preflight::NodeFit> &fits)
{
    QStringList lines;
    for (const preflight::NodeFit &fit : fits)
        lines.append(QStringLiteral("%1: %2").arg(core::qt(fit.node), preflight::roomOf(fit)));
    return lines.join(u'\n');
}

} // namespace

ClusterRoom::ClusterRoom(QObject *parent)
    : QObject(parent)
    , m_text(tr("not connected"))
{
    m_again.setSingleShot(true);
    m_again.setInterval(roomPace);
    connect(&m_again, &QTimer::timeout, this, &ClusterRoom::ask);
}

ClusterRoom::~ClusterRoom() = default;

void ClusterRoom::show(ClusterSession *session)
{
    const bool isConnected = session && session->state() == ConnectionState::Connected;
    if (session == m_session && isConnected == (m_reader != nullptr) && (!isConnected || session->client() == m_client))
        return;
    m_session = session;
    m_again.stop();
    m_reader.reset();
    m_client = isConnected ? session->client() : nullptr;
    tell(isConnected ? tr("asking…") : tr("not connected"));
    if (!m_client)
        return;
    m_reader = std::make_unique<preflight::PlaceReader>(*m_client);
    connect(m_reader.get(), &preflight::PlaceReader::done, this, &ClusterRoom::take);
    ask();
}

void ClusterRoom::ask()
{
    if (m_client && m_reader)
        m_reader->start();
}

void ClusterRoom::take(const preflight::Place &place)
{
    m_again.start();
    if (!place.nodes->ok())
        return tell(tr("cannot be told: %1").arg(place.nodes->error().message));
    const auto &nodes = place.nodes->value();
    const preflight::Loads *loads = known(place.loads);
    const auto fits =
        preflight::fitOf(core::Json::object(), nodes, loads ? loads->pods : std::vector<preflight::PodLoad>());
    const auto rooms = preflight::largestNow(fits);
    if (nodes.empty())
        return tell(tr("none: the cluster has no node"));
    if (rooms.empty())
        return tell(tr("none: no node takes a pod now"), nodeByNode(fits));
    const QString room = preflight::roomText(rooms);
    tell(loads ? room : tr("%1, if nothing else runs there (%2)").arg(room, place.loads->error().message),
         nodeByNode(fits));
}

void ClusterRoom::tell(const QString &text, const QString &help)
{
    if (text == m_text && help == m_help)
        return;
    m_text = text;
    m_help = help;
    Q_EMIT changed();
}

} // namespace podwright::session
