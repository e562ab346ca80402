#include "models/core/strings.h"
#include "models/preflight/checks.h"

#include <QStringList>

#include <algorithm>
#include <array>

namespace podwright::preflight {
namespace {

using core::at;
using core::boolAt;
using core::qt;
using core::textAt;

constexpr std::array<std::string_view, 13> harmlessCapabilities{
    "AUDIT_WRITE",      "CHOWN",   "DAC_OVERRIDE", "FOWNER",  "FSETID", "KILL",      "MKNOD",
    "NET_BIND_SERVICE", "SETFCAP", "SETGID",       "SETPCAP", "SETUID", "SYS_CHROOT"};
constexpr std::array<std::string_view, 8> restrictedVolumes{"configMap", "csi",   "downwardAPI",           "emptyDir",
                                                            "ephemeral", "image", "persistentVolumeClaim", "projected"};

// One breach of a Pod Security level.
struct Breach
{
    QString text;           // "base must set allowPrivilegeEscalation: false"
    std::string podPointer; // of what is to change
    Json value = {};        // that would do; null: nothing can be said in general
};

using Breaches = std::vector<Breach>;

struct Visited
{
    QString name;
    std::string place; // "/spec/containers/0/securityContext"
    const Json &container;
    const Json &context() const { return at(container, {"securityContext"}); }
};

template<class List>
bool holds(const List &list, std::string_view value)
{
    return std::ranges::find(list, value) != list.end();
}

bool listHolds(const Json &list, std::string_view value)
{
    return list.is_array() && std::find(list.begin(), list.end(), Json(value)) != list.end();
}

void addCapabilities(Breaches &found, const Visited &visited, bool isRestricted)
{
    for (const Json &capability : Json(at(visited.context(), {"capabilities", "add"}))) {
        const std::string name = capability.is_string() ? capability.get<std::string>() : std::string();
        if (isRestricted ? name != "NET_BIND_SERVICE" : !holds(harmlessCapabilities, name))
            found.push_back({QStringLiteral("%1 must not add capability %2").arg(visited.name, qt(name)),
                             visited.place + "/capabilities/add"});
    }
    if (isRestricted && !listHolds(at(visited.context(), {"capabilities", "drop"}), "ALL"))
        found.push_back({QStringLiteral("%1 must drop capabilities [ALL]").arg(visited.name),
                         visited.place + "/capabilities/drop", Json::array({"ALL"})});
}

void addContainer(Breaches &found, const Visited &visited, bool isRestricted)
{
    if (boolAt(visited.context(), {"privileged"}))
        found.push_back({QStringLiteral("%1 must not be privileged").arg(visited.name), visited.place + "/privileged",
                         Json(false)});
    if (textAt(visited.context(), {"procMount"}, "Default") != "Default")
        found.push_back(
            {QStringLiteral("%1 must not change procMount").arg(visited.name), visited.place + "/procMount"});
    if (textAt(visited.context(), {"seccompProfile", "type"}) == "Unconfined")
        found.push_back({QStringLiteral("%1 must not be without seccomp").arg(visited.name),
                         visited.place + "/seccompProfile",
                         {{"type", "RuntimeDefault"}}});
    addCapabilities(found, visited, isRestricted);
    if (isRestricted && boolAt(visited.context(), {"allowPrivilegeEscalation"}, true))
        found.push_back({QStringLiteral("%1 must set allowPrivilegeEscalation: false").arg(visited.name),
                         visited.place + "/allowPrivilegeEscalation", Json(false)});
    for (const Json &port : Json(at(visited.container, {"ports"}))) {
        if (core::intAt(port, {"hostPort"}) != 0)
            found.push_back({QStringLiteral("%1 must not take a port of the node").arg(visited.name),
                             visited.place.substr(0, visited.place.rfind('/')) + "/ports"});
    }
}

void addHost(Breaches &found, const Json &pod)
{
    for (const char *flag : {"hostNetwork", "hostPID", "hostIPC"}) {
        if (boolAt(pod, {"spec", flag}))
            found.push_back({QStringLiteral("%1 must not be set").arg(QLatin1String(flag)),
                             std::string("/spec/") + flag, Json(false)});
    }
}

void addVolumes(Breaches &found, const Json &pod, bool isRestricted)
{
    const Json &volumes = at(pod, {"spec", "volumes"});
    for (size_t i = 0; volumes.is_array() && i < volumes.size(); ++i) {
        for (const auto &[kind, source] : volumes[i].items()) {
            const bool isFine = kind == "name" || kind == "secret" || holds(restrictedVolumes, kind) ||
                                (!isRestricted && kind != "hostPath") || source.is_null();
            if (!isFine)
                found.push_back(
                    {QStringLiteral("volume %1 must not be of type %2").arg(qt(textAt(volumes[i], {"name"})), qt(kind)),
                     "/spec/volumes/" + std::to_string(i)});
        }
    }
}

// Rules that the pod's own context can keep for all its containers.
void addShared(Breaches &found, const Json &pod)
{
    const Json &own = at(pod, {"spec", "securityContext"});
    bool isRootFine = true, isSeccompFine = true;
    eachContainer(pod, [&](const std::string &, size_t, const Json &container) {
        const Json &context = at(container, {"securityContext"});
        isRootFine = isRootFine && boolAt(context, {"runAsNonRoot"}, boolAt(own, {"runAsNonRoot"}));
        const std::string profile =
            textAt(context, {"seccompProfile", "type"}, textAt(own, {"seccompProfile", "type"}));
        isSeccompFine = isSeccompFine && (profile == "RuntimeDefault" || profile == "Localhost");
    });
    if (!isRootFine)
        found.push_back(
            {QStringLiteral("runAsNonRoot: true must be set"), "/spec/securityContext/runAsNonRoot", Json(true)});
    if (!isSeccompFine)
        found.push_back({QStringLiteral("seccompProfile must be RuntimeDefault or Localhost"),
                         "/spec/securityContext/seccompProfile",
                         {{"type", "RuntimeDefault"}}});
    if (core::intAt(own, {"runAsUser"}, 1) == 0)
        found.push_back({QStringLiteral("runAsUser must not be 0"), "/spec/securityContext/runAsUser"});
}

Breaches breachesOf(const Json &pod, bool isRestricted)
{
    Breaches found;
    addHost(found, pod);
    addVolumes(found, pod, isRestricted);
    if (textAt(pod, {"spec", "securityContext", "seccompProfile", "type"}) == "Unconfined")
        found.push_back({QStringLiteral("the pod must not be without seccomp"),
                         "/spec/securityContext/seccompProfile",
                         {{"type", "RuntimeDefault"}}});
    eachContainer(pod, [&](const std::string &list, size_t index, const Json &container) {
        const std::string place = "/spec/" + list + '/' + std::to_string(index) + "/securityContext";
        addContainer(found, {qt(textAt(container, {"name"})), place, container}, isRestricted);
    });
    if (isRestricted)
        addShared(found, pod);
    return found;
}

// Where the task says it: below the argument that sets this part of the pod.
std::string taskPlace(const Subject &subject, const std::string &podPointer)
{
    const std::string pod = "/spec/securityContext/", main = "/spec/containers/0/securityContext/";
    if (podPointer.starts_with(pod))
        return "/task/security_context/" + podPointer.substr(pod.size());
    const bool isBase = textAt(at(subject.pod, {"spec", "containers"}).at(0), {"name"}) == subject.baseContainer;
    if (isBase && podPointer.starts_with(main))
        return "/task/container_security_context/" + podPointer.substr(main.size());
    return {};
}

Finding findingOf(const Subject &subject, const Breach &breach, const QString &level)
{
    Finding finding{.id = "pod-security"};
    finding.sentence =
        QStringLiteral("Pod Security \"%1\" of namespace %2: %3").arg(level, qt(subject.ns), breach.text);
    finding.pointer = subject.pointerFor(breach.podPointer);
    finding.fix = QStringLiteral("Change the security settings, or use a namespace of another level");
    const std::string place = taskPlace(subject, breach.podPointer);
    if (!place.empty() && !breach.value.is_null()) {
        finding.editText = QStringLiteral("Set it");
        finding.edits = {{place, breach.value}};
    }
    return finding;
}

} // namespace

Findings checkPodSecurity(const Subject &subject, const ClusterFacts &facts)
{
    Findings findings;
    const Labels *labels = known(facts.ns);
    const auto enforced = labels ? labels->find("pod-security.kubernetes.io/enforce") : Labels::const_iterator();
    if (!labels || enforced == labels->end() || (enforced->second != "baseline" && enforced->second != "restricted"))
        return findings;
    const QString level = qt(enforced->second);
    for (const Breach &breach : breachesOf(subject.pod, enforced->second == "restricted"))
        findings.push_back(findingOf(subject, breach, level));
    if (findings.empty())
        findings.push_back({.severity = Severity::Passed,
                            .id = "pod-security",
                            .sentence = QStringLiteral("Keeps Pod Security \"%1\"").arg(level)});
    return findings;
}

} // namespace podwright::preflight
