#include "models/core/strings.h"
#include "models/preflight/checks.h"

#include <QStringList>

#include <algorithm>

namespace podwright::preflight {
namespace {

using core::qt;
using core::textAt;

QString kindText(const Reference &reference)
{
    return reference.kind == Reference::Kind::Secret ? QStringLiteral("Secret") : QStringLiteral("Config map");
}

QString consequence(const Reference &reference)
{
    return reference.container.empty()
               ? QStringLiteral("the pod would stay in ContainerCreating")
               : QStringLiteral("container %1 would stay in CreateContainerConfigError").arg(qt(reference.container));
}

QString idOf(const Reference &reference)
{
    return reference.kind == Reference::Kind::Secret ? QStringLiteral("secret") : QStringLiteral("config-map");
}

Finding missingObject(const Subject &subject, const Reference &reference)
{
    return {.gate = Gate::Start,
            .id = idOf(reference).toStdString(),
            .sentence = QStringLiteral("%1 %2 is not in namespace %3: %4")
                            .arg(kindText(reference), qt(reference.name), qt(subject.ns), consequence(reference)),
            .pointer = subject.pointerFor(reference.podPointer),
            .fix = QStringLiteral("Create it there, or name another one")};
}

Finding missingKey(const Subject &subject, const Reference &reference, const std::string &key,
                   const std::set<std::string> &keys)
{
    QStringList has;
    for (const std::string &name : keys)
        has.append(qt(name));
    return {.gate = Gate::Start,
            .id = idOf(reference).toStdString(),
            .sentence = QStringLiteral("%1 %2 has no key %3: %4")
                            .arg(kindText(reference), qt(reference.name), qt(key), consequence(reference)),
            .evidence = QStringLiteral("Its keys: %1")
                            .arg(has.isEmpty() ? QStringLiteral("none") : has.mid(0, 20).join(QStringLiteral(", "))),
            .pointer = subject.pointerFor(reference.podPointer),
            .fix = QStringLiteral("Name a key that it has, or add this one to it")};
}

// Nothing: it is not known.
std::optional<std::set<std::string>> keysOf(const Reference &reference, const ClusterFacts &facts)
{
    if (reference.kind == Reference::Kind::Secret) {
        const auto found = facts.secrets.find(reference.name);
        const SecretFacts *secret = found == facts.secrets.end() ? nullptr : known(found->second);
        return secret ? std::optional(secret->keys) : std::nullopt;
    }
    const auto found = facts.configMaps.find(reference.name);
    const auto *keys = found == facts.configMaps.end() ? nullptr : known(found->second);
    return keys ? std::optional(*keys) : std::nullopt;
}

const core::Error *troubleOf(const Reference &reference, const ClusterFacts &facts)
{
    const auto errorIn = [&](const auto &answers) -> const core::Error * {
        const auto found = answers.find(reference.name);
        const bool isError = found != answers.end() && found->second && !found->second->ok();
        return isError ? &found->second->error() : nullptr;
    };
    return reference.kind == Reference::Kind::Secret ? errorIn(facts.secrets) : errorIn(facts.configMaps);
}

Findings checkReference(const Subject &subject, const ClusterFacts &facts, const Reference &reference)
{
    const core::Error *trouble = troubleOf(reference, facts);
    if (reference.isOptional && (!trouble || trouble->kind == core::Error::Kind::NotFound))
        return {};
    if (trouble && trouble->kind == core::Error::Kind::NotFound)
        return {missingObject(subject, reference)};
    if (trouble)
        return {notChecked(Gate::Start, idOf(reference).toStdString(),
                           QStringLiteral("%1 %2").arg(kindText(reference), qt(reference.name)), *trouble)};
    const auto keys = keysOf(reference, facts);
    Findings findings;
    for (const std::string &key : reference.keys) {
        if (keys && !keys->contains(key))
            findings.push_back(missingKey(subject, reference, key, *keys));
    }
    return findings;
}

} // namespace

Findings checkReferences(const Subject &subject, const ClusterFacts &facts)
{
    Findings findings;
    QStringList sound;
    for (const Reference &reference : referencesOf(subject.pod)) {
        Findings found = checkReference(subject, facts, reference);
        const QString name = QStringLiteral("%1 %2").arg(kindText(reference).toLower(), qt(reference.name));
        if (found.empty() && keysOf(reference, facts) && !sound.contains(name))
            sound.append(name);
        for (Finding &finding : found) {
            if (std::ranges::find(findings, finding) == findings.end())
                findings.push_back(std::move(finding));
        }
    }
    if (!sound.isEmpty())
        findings.push_back(
            {.severity = Severity::Passed,
             .gate = Gate::Start,
             .id = "references",
             .sentence = QStringLiteral("Found with the keys they need: %1").arg(sound.join(QStringLiteral(", ")))});
    return findings;
}

} // namespace podwright::preflight
