#include "models/core/strings.h"
#include "models/preflight/why_parts.h"

#include <algorithm>
#include <array>

namespace podwright::preflight {
namespace {

using core::qt;
using core::textAt;

// What a runtime says, and what it means.
struct PullTrouble
{
    const char *words;
    const char *id;
    const char *meaning; // %1: the image, %2: its registry
    const char *argument;
};
constexpr std::array pullTroubles{
    PullTrouble{"couldn't parse image", "image-name", "%1 is not the name of an image", "/task/image"},
    PullTrouble{"invalid reference format", "image-name", "%1 is not the name of an image", "/task/image"},
    PullTrouble{"toomanyrequests", "image-rate", "%2 has had too many requests from this node",
                "/task/image_pull_secrets"},
    PullTrouble{"pull QPS exceeded", "image-rate", "its node pulls too many images at once", ""},
    PullTrouble{"unauthorized", "image-login", "%2 wants a login for %1", "/task/image_pull_secrets"},
    PullTrouble{"Unauthorized", "image-login", "%2 wants a login for %1", "/task/image_pull_secrets"},
    PullTrouble{"authorization failed", "image-login", "%2 wants a login for %1", "/task/image_pull_secrets"},
    PullTrouble{"access denied", "image-login", "%2 has no %1, or wants a login for it", "/task/image_pull_secrets"},
    PullTrouble{"403 Forbidden", "image-login", "%2 does not give %1 to this login", "/task/image_pull_secrets"},
    PullTrouble{"no such host", "image-registry", "there is no host %2", "/task/image"},
    PullTrouble{"connection refused", "image-registry", "%2 does not answer", "/task/image"},
    PullTrouble{"i/o timeout", "image-registry", "%2 does not answer", "/task/image"},
    PullTrouble{"x509", "image-registry", "the certificate of %2 is not trusted by the node", "/task/image"},
    PullTrouble{"not present with pull policy of Never", "image-policy",
                "the node does not have %1, and the policy forbids to pull it", "/task/image_pull_policy"},
    PullTrouble{"not found", "image-missing", "%2 has no %1", "/task/image"},
    PullTrouble{"manifest unknown", "image-missing", "%2 has no %1", "/task/image"},
};

bool isPullReason(const std::string &reason)
{
    static constexpr std::array reasons{"ErrImagePull",      "ImagePullBackOff",    "InvalidImageName",
                                        "ErrImageNeverPull", "RegistryUnavailable", "ImageInspectError"};
    return std::ranges::find(reasons, reason) != reasons.end();
}

// The cause is in the container's message, or, while it waits, only in the event of the last try.
QString causeOf(const Observation &seen, const Suspect &suspect)
{
    const QString message = qt(textAt(suspect.waiting(), {"message"}));
    if (!message.startsWith(QLatin1String("Back-off")) || message.contains(QLatin1String("ErrImagePull: ")))
        return message;
    const auto *event = findEvent(seen, "Failed", "Failed to pull image");
    return event ? qt(event->message) : message;
}

} // namespace

std::optional<Explanation> explainImage(const Observation &seen, const Suspect &suspect)
{
    const std::string reason = textAt(suspect.waiting(), {"reason"});
    if (!isPullReason(reason))
        return std::nullopt;
    const std::string image = textAt(suspect.spec, {"image"});
    const QString cause = causeOf(seen, suspect);
    const auto found = std::ranges::find_if(
        pullTroubles, [&](const PullTrouble &trouble) { return cause.contains(QLatin1String(trouble.words)); });
    const bool isKnown = found != pullTroubles.end();
    Explanation why{.id = isKnown ? found->id : "image", .pointer = isKnown ? found->argument : "/task/image"};
    QString meaning = isKnown ? QString::fromUtf8(found->meaning) : QStringLiteral("%1 cannot be pulled");
    meaning.replace(QLatin1String("%1"), qt(image)).replace(QLatin1String("%2"), qt(registryOf(image)));
    why.sentence = QStringLiteral("%1 waits for its image: %2.").arg(qt(suspect.name), meaning);
    if (!suspect.isBase && why.pointer == "/task/image")
        why.pointer = fieldOf(seen, suspect.podPointer);
    why.evidence.append(QStringLiteral("%1: %2").arg(qt(reason), cause));
    if (why.id == "image-policy") {
        why.editText = QStringLiteral("Rerun with IfNotPresent");
        why.edits = {{"/task/image_pull_policy", "IfNotPresent"}};
    }
    return why;
}

} // namespace podwright::preflight
