#include "app/sandbox/volume_files.h"

#include "app/sandbox/container_env.h"
#include "app/sandbox/node_errors.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>

namespace podwright::sandbox {
namespace {

namespace fs = std::filesystem;
using core::at;
using core::textAt;
using Files = core::Result<std::vector<VolumeFile>>;

mode_t modeOf(const Json &item, mode_t fallback)
{
    return static_cast<mode_t>(core::intAt(item, {"mode"}, fallback));
}

Files objectFiles(const VolumeSources &sources, const std::string &resource, const Json &source, mode_t mode)
{
    const std::string kind = resource.substr(0, resource.size() - 1);
    const std::string name = textAt(source, {"name"}, textAt(source, {"secretName"}));
    const auto entries = objectEntries(sources.store, resource, textAt(sources.pod, {"metadata", "namespace"}), name);
    const bool optional = core::boolAt(source, {"optional"});
    std::vector<VolumeFile> files;
    if (!entries && !optional)
        return missing(kind + " \"" + name + "\" not found");
    if (!entries)
        return files;
    const Json &items = at(source, {"items"});
    if (!items.is_array()) {
        for (const auto &[key, value] : *entries)
            files.push_back({key, value, mode});
        return files;
    }
    for (const Json &item : items) {
        const std::string key = textAt(item, {"key"});
        if (entries->contains(key))
            files.push_back({textAt(item, {"path"}), entries->at(key), modeOf(item, mode)});
        else if (!optional)
            return missing("references non-existent " + (kind == "configmap" ? "config" : kind) + " key: " + key);
    }
    return files;
}

const Json &containerNamed(const Json &pod, const std::string &name)
{
    for (const char *list : {"containers", "initContainers"}) {
        for (const Json &container : at(pod, {"spec", list})) {
            if (textAt(container, {"name"}) == name)
                return container;
        }
    }
    return at(pod, {"no such container"});
}

Files downwardFiles(const VolumeSources &sources, const Json &source, mode_t mode)
{
    std::vector<VolumeFile> files;
    for (const Json &item : at(source, {"items"})) {
        const Json &resource = at(item, {"resourceFieldRef"});
        const Json &container = containerNamed(sources.pod, textAt(resource, {"containerName"}));
        std::string content =
            resource.is_object()
                ? resourceField(container, sources.node, textAt(resource, {"resource"}), textAt(resource, {"divisor"}))
                : podField(sources.pod, textAt(item, {"fieldRef", "fieldPath"}));
        files.push_back({textAt(item, {"path"}), std::move(content), modeOf(item, mode)});
    }
    return files;
}

// The API extends the life of tokens that were asked for with the usual one, so that clients which never read the file
// again go on working.
VolumeFile tokenFile(const VolumeSources &sources, const Json &source, mode_t mode)
{
    constexpr long long usual = 3607, extended = 365LL * 24 * 3600;
    const Json &metadata = at(sources.pod, {"metadata"});
    TokenWish wish{.ns = textAt(metadata, {"namespace"}),
                   .account = textAt(sources.pod, {"spec", "serviceAccountName"}, "default"),
                   .podName = textAt(metadata, {"name"}),
                   .podUid = textAt(metadata, {"uid"}),
                   .seconds = core::intAt(source, {"expirationSeconds"}, 3600)};
    if (wish.seconds == usual)
        wish.seconds = extended;
    if (const std::string audience = textAt(source, {"audience"}); !audience.empty())
        wish.audiences = {audience};
    return {textAt(source, {"path"}), sources.tokens.issue(wish).text, mode};
}

Files tokenFiles(const VolumeSources &sources, const Json &source, mode_t mode)
{
    try {
        return std::vector{tokenFile(sources, source, mode)};
    } catch (const ApiError &error) {
        return missing("failed to fetch token: " + error.message);
    }
}

Files projectedFiles(const VolumeSources &sources, const Json &source, mode_t mode)
{
    std::vector<VolumeFile> all;
    for (const Json &part : at(source, {"sources"})) {
        Files files = std::vector<VolumeFile>();
        if (at(part, {"configMap"}).is_object())
            files = objectFiles(sources, "configmaps", at(part, {"configMap"}), mode);
        else if (at(part, {"secret"}).is_object())
            files = objectFiles(sources, "secrets", at(part, {"secret"}), mode);
        else if (at(part, {"downwardAPI"}).is_object())
            files = downwardFiles(sources, at(part, {"downwardAPI"}), mode);
        else if (at(part, {"serviceAccountToken"}).is_object())
            files = tokenFiles(sources, at(part, {"serviceAccountToken"}), mode);
        else
            return missing("the sandbox projects config maps, secrets, the downward API and tokens only");
        if (!files)
            return files;
        all.insert(all.end(), files->begin(), files->end());
    }
    return all;
}

bool isInside(const std::string &path)
{
    const fs::path relative(path);
    return !path.empty() && !relative.is_absolute() &&
           std::find(relative.begin(), relative.end(), "..") == relative.end();
}

} // namespace

Files volumeFiles(const VolumeSources &sources, const std::string &kind, const Json &source)
{
    const auto mode = static_cast<mode_t>(core::intAt(source, {"defaultMode"}, 0644));
    if (kind == "configMap")
        return objectFiles(sources, "configmaps", source, mode);
    if (kind == "secret")
        return objectFiles(sources, "secrets", source, mode);
    return kind == "downwardAPI" ? downwardFiles(sources, source, mode) : projectedFiles(sources, source, mode);
}

core::Result<void> writeVolumeFiles(const std::string &folder, const std::vector<VolumeFile> &files)
{
    for (const VolumeFile &file : files) {
        if (!isInside(file.path))
            return missing("path \"" + file.path + "\" must stay inside the volume");
        const fs::path path = fs::path(folder) / file.path;
        std::error_code error;
        fs::create_directories(path.parent_path(), error);
        fs::remove(path, error);
        std::ofstream stream(path, std::ios::binary);
        stream << file.content;
        if (!stream.flush())
            return missing("cannot write \"" + file.path + '"');
        ::chmod(path.c_str(), file.mode & 07777U);
    }
    return {};
}

} // namespace podwright::sandbox
