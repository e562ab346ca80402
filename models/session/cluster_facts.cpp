#include "models/session/cluster_facts.h"

#include "models/core/strings.h"
#include "models/kube/paths.h"
#include "models/session/namespace_objects.h"

#include <array>
#include <memory>

namespace podwright::session {

using core::Error;
using core::Json;
using core::qt;
using tables::FactRow;
using tables::Tone;

namespace {

constexpr std::array reviewVersions{"v1", "v1beta1", "v1alpha1"};

struct Question
{
    const char *verb, *resource, *subresource;
};

struct Right
{
    const char *title;
    std::vector<Question> questions;
    bool isClusterWide = false;
    const char *instead = ""; // what to do without it
};

const std::vector<Right> &rightsOfInterest()
{
    static const std::vector<Right> all{
        {"Create, watch and delete pods", {{"create", "pods", ""}, {"watch", "pods", ""}, {"delete", "pods", ""}}},
        {"Read logs and events", {{"get", "pods", "log"}, {"list", "events", ""}}},
        {"Exec (needed for XCom)", {{"create", "pods", "exec"}}},
        {"Read secrets", {{"get", "secrets", ""}, {"list", "secrets", ""}}},
        {"Create secrets", {{"create", "secrets", ""}}},
        {"Create config maps", {{"create", "configmaps", ""}}},
        {"Create service accounts", {{"create", "serviceaccounts", ""}}},
        {"List namespaces", {{"list", "namespaces", ""}}, true, "type a name"},
        {"List nodes", {{"list", "nodes", ""}}, true},
    };
    return all;
}

QString nameOf(const Question &question)
{
    const QString resource = QLatin1StringView(question.resource);
    const QString whole = *question.subresource ? resource + u'/' + QLatin1StringView(question.subresource) : resource;
    return QLatin1StringView(question.verb) + QStringLiteral(" ") + whole;
}

Json attributesOf(const Question &question, const std::string &ns)
{
    Json attributes{{"verb", question.verb}, {"group", ""}, {"resource", question.resource}};
    if (*question.subresource)
        attributes["subresource"] = question.subresource;
    if (!ns.empty())
        attributes["namespace"] = ns;
    return attributes;
}

} // namespace

ClusterFacts::ClusterFacts(QObject *parent)
    : QObject(parent)
{}

void ClusterFacts::show(ClusterSession *session, const QString &ns)
{
    if (session == m_session && ns == m_namespace)
        return;
    const bool isOther = session != m_session;
    if (m_session && isOther)
        m_session->disconnect(this);
    m_session = session;
    m_namespace = ns;
    if (session && isOther)
        connect(session, &ClusterSession::stateChanged, this, [this] {
            const bool isConnected = m_session->state() == ConnectionState::Connected;
            if (isConnected != std::exchange(m_wasConnected, isConnected))
                refresh();
        });
    refresh();
}

void ClusterFacts::forget()
{
    m_asker = std::make_unique<QObject>();
    m_reading.cancel();
    m_identity = {};
    m_isIdentityKnown = false;
    m_rightStates.clear();
    m_found.clear();
    m_rights.setRows({});
    m_objects.setRows({});
}

void ClusterFacts::refresh()
{
    m_wasConnected = m_session && m_session->state() == ConnectionState::Connected;
    forget();
    if (m_wasConnected && m_session->client()) {
        askIdentity(0);
        askRights();
        askObjects();
    }
    Q_EMIT changed();
}

// Servers before 1.28 know older forms of the review, or none.
void ClusterFacts::askIdentity(size_t version)
{
    if (version == reviewVersions.size())
        return readIdentity();
    const std::string group = std::string("authentication.k8s.io/") + reviewVersions[version];
    kube::Request request;
    request.method = "POST";
    request.path = "/apis/" + group + "/selfsubjectreviews";
    request.body = Json{{"apiVersion", group}, {"kind", "SelfSubjectReview"}}.dump();
    m_session->client()->sendForJson(
        std::move(request), m_asker.get(), [this, version](const core::Result<Json> &answer) {
            const kube::Identity found = answer ? kube::identityOfReview(answer.value()) : kube::Identity();
            if (!found.user.isEmpty())
                setIdentity(found);
            else if (!answer && answer.error().kind == Error::Kind::NotFound && m_session && m_session->client())
                askIdentity(version + 1);
            else
                readIdentity();
        });
}

void ClusterFacts::readIdentity()
{
    if (!m_session || !m_session->client())
        return;
    m_reading.start([connection = m_session->client()->connection()](
                        std::stop_token) { return kube::identityOfCredentials(connection); },
                    [this](const kube::Identity &identity) { setIdentity(identity); });
}

void ClusterFacts::setIdentity(const kube::Identity &identity)
{
    m_identity = identity;
    m_isIdentityKnown = true;
    Q_EMIT changed();
}

void ClusterFacts::askRights()
{
    const auto &rights = rightsOfInterest();
    m_rightStates.resize(rights.size());
    for (size_t number = 0; number < rights.size(); ++number) {
        m_rightStates[number].open = int(rights[number].questions.size());
        const std::string ns = rights[number].isClusterWide ? std::string() : m_namespace.toStdString();
        for (const Question &question : rights[number].questions)
            m_session->client()->mayI(attributesOf(question, ns), m_asker.get(),
                                      [this, number, asked = nameOf(question)](const core::Result<bool> &answer) {
                                          RightState &state = m_rightStates[number];
                                          --state.open;
                                          if (!answer)
                                              state.trouble = answer.error().message;
                                          else if (!answer.value())
                                              state.missing += asked;
                                          showRight(number);
                                      });
        showRight(number);
    }
}

void ClusterFacts::showRight(size_t number)
{
    const Right &right = rightsOfInterest()[number];
    const RightState &state = m_rightStates[number];
    FactRow row{.key = int(number), .title = QLatin1StringView(right.title), .name = {}, .detail = tr("asking…")};
    if (!state.missing.isEmpty()) {
        row.tone = Tone::Bad;
        row.detail = tr("no");
        if (*right.instead)
            row.detail += QStringLiteral(" · ") + QLatin1StringView(right.instead);
        else if (right.questions.size() > 1)
            row.detail += QStringLiteral(" · ") + state.missing.join(QStringLiteral(", "));
    } else if (!state.trouble.isEmpty()) {
        row.tone = Tone::Waiting;
        row.detail = tr("not known: %1").arg(state.trouble);
    } else if (state.open == 0) {
        row.tone = Tone::Good;
        row.detail = tr("yes");
    }
    m_rights.apply<int>({row}, {});
}

void ClusterFacts::askObjects()
{
    const auto &kinds = namespaceKinds();
    m_found.resize(kinds.size());
    for (size_t number = 0; number < kinds.size(); ++number) {
        m_session->client()->sendForJson(listRequest(kinds[number], m_namespace.toStdString()), m_asker.get(),
                                         [this, number](const core::Result<Json> &answer) {
                                             m_found[number] =
                                                 answer
                                                     ? factsOf(namespaceKinds()[number], answer.value())
                                                     : std::vector{troubleOf(namespaceKinds()[number], answer.error())};
                                             showObjects();
                                         });
    }
}

void ClusterFacts::showObjects()
{
    std::vector<FactRow> rows;
    for (const std::vector<FactRow> &found : m_found) {
        for (FactRow row : found) {
            row.key = int(rows.size());
            rows.push_back(std::move(row));
        }
    }
    m_objects.setRows(std::move(rows));
}

} // namespace podwright::session
