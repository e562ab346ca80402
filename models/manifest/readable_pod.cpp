#include "models/manifest/pod_parts.h"
#include "models/manifest/pod_schema.h"

#include <algorithm>

namespace podwright::manifest {

namespace {

constexpr size_t mostUnknownFields = 20;

core::Error unfit(const char *where, const QString &message)
{
    return core::Error{.message = message, .where = QString::fromLatin1(where)};
}

core::Result<void> checkForm(const Json &pod)
{
    const std::string kind = core::textAt(pod, {"kind"}, "Pod");
    if (!pod.is_object() || kind != "Pod")
        return unfit("", pod.is_object() ? QStringLiteral("this is a %1, not a Pod").arg(QString::fromStdString(kind))
                                         : QStringLiteral("this is no Pod: it has no keys"));
    if (!pod.contains("spec") || !pod.at("spec").is_object())
        return unfit("/spec", QStringLiteral("the pod has no spec"));
    const Json &containers = core::at(pod, {"spec", "containers"});
    const bool isList = containers.is_array() && !containers.empty() &&
                        std::ranges::all_of(containers, [](const Json &container) { return container.is_object(); });
    if (!isList)
        return unfit("/spec/containers", QStringLiteral("a pod needs a list of at least one container"));
    if (const Json &metadata = core::at(pod, {"metadata"}); !metadata.is_null() && !metadata.is_object())
        return unfit("/metadata", QStringLiteral("metadata must hold keys with values"));
    return {};
}

// Pointers of what `raw` has and the client did not take over.
void collectUnknown(const Json &raw, const Json &read, const std::string &pointer, std::vector<std::string> &found)
{
    if (!raw.is_structured() || raw.type() != read.type())
        return;
    size_t index = 0;
    for (const auto &[key, value] : raw.items()) {
        const bool isKnown = raw.is_array() ? index < read.size() : read.contains(key);
        const std::string place = pointer + (raw.is_array() ? "[" + key + "]" : "." + key);
        if (isKnown)
            collectUnknown(value, raw.is_array() ? read[index] : read.at(key), place, found);
        else if (!value.is_null())
            found.push_back(place.substr(1));
        ++index;
    }
}

void tellUnknown(const Json &raw, const Json &read, std::vector<QString> &notes)
{
    std::vector<std::string> unknown;
    collectUnknown(raw, read, "", unknown);
    for (const std::string &place : unknown) {
        if (notes.size() == mostUnknownFields)
            return;
        notes.push_back(
            QStringLiteral("%1 is unknown to Kubernetes' client and was left out").arg(QString::fromStdString(place)));
    }
}

} // namespace

core::Result<Json> readablePod(const Json &pod, std::vector<QString> &notes)
{
    if (const auto checked = checkForm(pod); !checked)
        return checked.error();
    Json read = podModel(pod, "Pod", ModelSource::Manifest);
    tellUnknown(pod, read, notes);
    if (read.contains("status") && !read["status"].empty())
        notes.push_back(QStringLiteral("status belongs to the cluster and was left out"));
    read.erase("status");
    return readable(read);
}

} // namespace podwright::manifest
