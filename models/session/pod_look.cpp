#include "models/session/pod_look.h"

#include "models/core/strings.h"
#include "models/kube/paths.h"

#include <algorithm>
#include <utility>

namespace podwright::session {
namespace {

using core::at;
using core::textAt;

constexpr std::chrono::seconds haste{1};
constexpr auto mostOfALine = "4096"; // bytes

bool isOver(const core::Json &pod)
{
    const std::string phase = textAt(pod, {"status", "phase"});
    return phase == "Succeeded" || phase == "Failed";
}

// Another one for each end of the container.
std::string endOf(const core::Json &pod, const std::string &container)
{
    const core::Json &statuses = at(pod, {"status", "containerStatuses"});
    for (size_t i = 0; statuses.is_array() && i < statuses.size(); ++i) {
        if (textAt(statuses[i], {"name"}) == container)
            return textAt(pod, {"metadata", "uid"}) + '/' + std::to_string(core::intAt(statuses[i], {"restartCount"})) +
                   '/' + textAt(statuses[i], {"state", "terminated", "finishedAt"});
    }
    return {};
}

kube::Request lineRequest(const BulkTarget &pod, const std::string &container)
{
    kube::Request request;
    request.path = kube::podsPath(pod.ns, pod.pod, "log");
    request.query = {{"container", container}, {"tailLines", "1"}, {"limitBytes", mostOfALine}};
    return request;
}

} // namespace

std::string workContainer(const core::Json &pod)
{
    std::string first, named = textAt(pod, {"metadata", "annotations", "kubectl.kubernetes.io/default-container"});
    bool isNamedThere = false;
    const core::Json &containers = at(pod, {"spec", "containers"});
    for (size_t i = 0; containers.is_array() && i < containers.size(); ++i) {
        const std::string name = textAt(containers[i], {"name"});
        if (name == "base")
            return name;
        first = first.empty() ? name : first;
        isNamedThere = isNamedThere || name == named;
    }
    return isNamedThere ? named : first;
}

PodLook::PodLook(SessionManager &sessions, std::chrono::milliseconds pace, QObject *parent)
    : QObject(parent)
    , m_sessions(sessions)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(std::min<std::chrono::milliseconds>(haste, pace));
    m_again.setSingleShot(true);
    m_again.setInterval(pace);
    connect(&m_soon, &QTimer::timeout, this, &PodLook::ask);
    connect(&m_again, &QTimer::timeout, this, &PodLook::ask);
}

PodLook::~PodLook() = default;

void PodLook::show(const BulkTarget &pod)
{
    stop();
    m_pod = pod;
    m_reading = std::make_unique<QObject>();
    m_sessions.session(pod.context)->whenReady(m_reading.get(), [this](const core::Result<kube::ApiClient *> &client) {
        if (client)
            ask();
    });
}

void PodLook::stop()
{
    m_reading.reset();
    m_soon.stop();
    m_again.stop();
    m_seen = {};
    m_lineOf.clear();
    m_isTroubleTold = false;
}

void PodLook::lookAgain()
{
    if (m_reading && !m_soon.isActive())
        m_soon.start();
}

void PodLook::ask()
{
    m_again.start();
    if (kube::ApiClient *client = m_sessions.session(m_pod.context)->client()) {
        askForPod(*client);
        askForEvents(*client);
    }
}

void PodLook::askForPod(kube::ApiClient &client)
{
    client.getPod(m_pod.ns, m_pod.pod, m_reading.get(), [this](core::Result<core::Json> answer) {
        const bool isGone = !answer && answer.error().kind == core::Error::Kind::NotFound;
        if (isGone || (answer && textAt(*answer, {"metadata", "uid"}) != m_pod.uid))
            m_again.stop();
        else if (!answer && !std::exchange(m_isTroubleTold, true))
            Q_EMIT trouble(answer.error().text());
        else if (answer)
            takePod(std::move(*answer));
    });
}

void PodLook::takePod(core::Json pod)
{
    m_seen.pod = std::move(pod);
    m_seen.baseContainer = workContainer(m_seen.pod);
    if (isOver(m_seen.pod))
        m_again.stop();
    askForLine();
    Q_EMIT podTaken();
}

void PodLook::askForEvents(kube::ApiClient &client)
{
    client.listEvents(m_pod.ns, m_pod.pod, m_pod.uid, m_reading.get(), [this](const core::Result<core::Json> &answer) {
        if (!answer || !at(*answer, {"items"}).is_array())
            return;
        m_seen.events.clear();
        for (const core::Json &event : at(*answer, {"items"}))
            m_seen.events.push_back(kube::summariseEvent(event));
        Q_EMIT eventsTaken();
    });
}

void PodLook::askForLine()
{
    const auto why = preflight::explain(m_seen);
    kube::ApiClient *client = m_sessions.session(m_pod.context)->client();
    const std::string end = endOf(m_seen.pod, m_seen.baseContainer);
    if (!client || !why || !preflight::isAboutProgram(*why) || end.empty() || end == m_lineOf)
        return;
    m_lineOf = end;
    m_seen.lastLine.clear();
    client->send(lineRequest(m_pod, m_seen.baseContainer), m_reading.get(),
                 [this](core::Result<kube::Response> answer) {
                     if (!answer)
                         return; // it may not be read, or is gone with its container
                     m_seen.lastLine = core::qt(answer->body).trimmed();
                     Q_EMIT lineTaken();
                 });
}

} // namespace podwright::session
