#include "models/core/strings.h"
#include "models/preflight/checks.h"

#include <QStringList>

#include <algorithm>
#include <array>

namespace podwright::preflight {
namespace {

using core::qt;
using core::textAt;

// Registries that give most of what they hold to anybody.
constexpr std::array<std::string_view, 8> openRegistries{"docker.io", "registry.k8s.io",           "quay.io",
                                                         "ghcr.io",   "mcr.microsoft.com",         "public.ecr.aws",
                                                         "gcr.io",    "registry.fedoraproject.org"};

bool isRegistry(const std::string &host, const std::string &registry)
{
    return host == registry || (registry == "docker.io" && host.ends_with("docker.io"));
}

struct PullSecrets
{
    std::vector<std::string> names; // that the pod would use
    std::vector<std::string> matching, unread;
};

PullSecrets secretsFor(const std::string &registry, const Subject &subject, const ClusterFacts &facts)
{
    PullSecrets result{.names = pullSecretsOf(subject.pod), .matching = {}, .unread = {}};
    const auto *accounts = known(facts.accountPullSecrets);
    if (result.names.empty() && accounts)
        result.names.assign(accounts->begin(), accounts->end());
    for (const std::string &name : result.names) {
        const auto found = facts.secrets.find(name);
        const SecretFacts *secret = found == facts.secrets.end() ? nullptr : known(found->second);
        if (!secret)
            result.unread.push_back(name);
        else if (std::ranges::any_of(secret->registries, [&](const auto &host) { return isRegistry(host, registry); }))
            result.matching.push_back(name);
    }
    return result;
}

// A secret that is there, is for this registry, and is not used.
std::string candidateFor(const std::string &registry, const ClusterFacts &facts)
{
    for (const auto &[name, answer] : facts.secrets) {
        const SecretFacts *secret = known(answer);
        if (secret &&
            std::ranges::any_of(secret->registries, [&](const auto &host) { return isRegistry(host, registry); }))
            return name;
    }
    return {};
}

void offerCandidate(Finding &finding, const std::string &candidate)
{
    if (candidate.empty())
        return;
    finding.evidence = QStringLiteral("Secret %1 of this namespace is for that registry").arg(qt(candidate));
    finding.editText = QStringLiteral("Use %1").arg(qt(candidate));
    finding.edits = {{"/task/image_pull_secrets", Json::array({{{"name", candidate}}})}};
}

Finding noMatch(const Subject &subject, const ClusterFacts &facts, const std::string &image, const PullSecrets &secrets)
{
    const std::string registry = registryOf(image);
    Finding finding{.severity = secrets.names.empty() ? Severity::Advice : Severity::MayFail,
                    .gate = Gate::Start,
                    .id = "pull-secret",
                    .pointer = "/task/image_pull_secrets",
                    .fix = QStringLiteral("Name a pull secret for %1 if it wants a login").arg(qt(registry))};
    QStringList names;
    for (const std::string &name : secrets.names)
        names.append(qt(name));
    finding.sentence =
        names.isEmpty()
            ? QStringLiteral("Image %1 comes from %2 and the pod has no pull secret").arg(qt(image), qt(registry))
            : QStringLiteral("No pull secret of the pod (%1) is for %2, where image %3 comes from")
                  .arg(names.join(QStringLiteral(", ")), qt(registry), qt(image));
    offerCandidate(finding, candidateFor(registry, facts));
    if (!finding.edits.empty())
        finding.severity = Severity::MayFail;
    if (subject.pointerFor("/spec/imagePullSecrets").starts_with("/template"))
        finding.pointer = subject.pointerFor("/spec/imagePullSecrets");
    return finding;
}

Findings checkNames(const Subject &subject, const ClusterFacts &facts)
{
    Findings findings;
    for (const std::string &name : pullSecretsOf(subject.pod)) {
        const auto found = facts.secrets.find(name);
        if (found == facts.secrets.end() || !found->second || found->second->ok())
            continue;
        if (!isMissing(found->second)) {
            findings.push_back(notChecked(Gate::Start, "pull-secret", QStringLiteral("Pull secret %1").arg(qt(name)),
                                          found->second->error()));
            continue;
        }
        findings.push_back(
            {.severity = Severity::MayFail,
             .gate = Gate::Start,
             .id = "pull-secret",
             .sentence = QStringLiteral("Pull secret %1 is not in namespace %2: an image that wants a login "
                                        "is not pulled")
                             .arg(qt(name), qt(subject.ns)),
             .pointer = subject.pointerFor("/spec/imagePullSecrets"),
             .fix = QStringLiteral("Create it there, or name another one")});
    }
    return findings;
}

} // namespace

bool isOpenRegistry(std::string_view registry)
{
    return std::ranges::find(openRegistries, registry) != openRegistries.end();
}

Findings checkPullSecrets(const Subject &subject, const ClusterFacts &facts)
{
    Findings findings = checkNames(subject, facts);
    std::set<std::string> seen;
    eachContainer(subject.pod, [&](const std::string &, size_t, const Json &container) {
        const std::string image = textAt(container, {"image"}), registry = registryOf(image);
        if (image.empty() || !seen.insert(registry).second)
            return;
        const PullSecrets secrets = secretsFor(registry, subject, facts);
        if (!secrets.matching.empty())
            findings.push_back(
                {.severity = Severity::Passed,
                 .gate = Gate::Start,
                 .id = "pull-secret",
                 .sentence =
                     QStringLiteral("Pull secret %1 is for %2").arg(qt(secrets.matching.front()), qt(registry))});
        else if (!isOpenRegistry(registry) && secrets.unread.empty())
            findings.push_back(noMatch(subject, facts, image, secrets));
    });
    return findings;
}

} // namespace podwright::preflight
