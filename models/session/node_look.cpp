#include "models/session/node_look.h"

#include "models/kube/paths.h"
#include "models/preflight/questions.h"

namespace podwright::session {

NodeLook::NodeLook(std::chrono::milliseconds pace, QObject *parent)
    : QObject(parent)
{
    m_again.setSingleShot(true);
    m_again.setInterval(pace);
    connect(&m_again, &QTimer::timeout, this, &NodeLook::ask);
}

void NodeLook::watch(ClusterSession *session, const std::string &node)
{
    if (session == m_session && node == m_node)
        return;
    stop();
    if (!session || node.empty())
        return;
    m_session = session;
    m_node = node;
    ask();
}

void NodeLook::stop()
{
    m_asking.cancel();
    m_again.stop();
    m_session.clear();
    m_node.clear();
    m_answer.reset();
}

preflight::Answer<preflight::NodeFacts> NodeLook::answer(const ClusterSession *session, std::string_view node) const
{
    return session == m_session && node == m_node ? m_answer : std::nullopt;
}

void NodeLook::ask()
{
    kube::ApiClient *client = m_session ? m_session->client() : nullptr;
    if (!client)
        return m_again.start();
    const auto put = [this](core::Result<preflight::NodeFacts> node) {
        m_answer = std::move(node);
        m_again.start();
        Q_EMIT changed();
    };
    m_asking = preflight::get<preflight::NodeFacts>(*client, this, "/api/v1/nodes/" + kube::escape(m_node), {},
                                                    preflight::readNode, put);
}

} // namespace podwright::session
