#include "app/sandbox/volume.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>

namespace podwright::sandbox {
namespace {

namespace fs = std::filesystem;
using core::at;
using core::textAt;

constexpr mode_t shared = 0777;

core::Error refused(const std::string &text)
{
    return {.kind = core::Error::Kind::Unsupported, .message = QString::fromStdString(text)};
}

void makeFolder(const std::string &path, mode_t mode)
{
    std::error_code error;
    fs::create_directories(path, error);
    ::chmod(path.c_str(), mode);
}

bool leavesFolder(const std::string &path)
{
    const fs::path relative(path);
    return relative.is_absolute() || std::find(relative.begin(), relative.end(), "..") != relative.end();
}

} // namespace

PodVolumes::PodVolumes(std::string folder)
    : m_folder(std::move(folder))
{}

PodVolumes::~PodVolumes()
{
    std::error_code error;
    fs::remove_all(m_folder, error);
}

core::Result<void> PodVolumes::prepareVolume(const VolumeSources &sources, const Json &volume,
                                             const std::string &folder)
{
    if (at(volume, {"emptyDir"}).is_object()) {
        makeFolder(folder, shared);
        m_writable.insert(textAt(volume, {"name"}));
        return {};
    }
    for (const char *kind : {"configMap", "secret", "downwardAPI", "projected"}) {
        if (!at(volume, {kind}).is_object())
            continue;
        const auto files = volumeFiles(sources, kind, at(volume, {kind}));
        if (!files)
            return files.error();
        makeFolder(folder, 0755);
        return writeVolumeFiles(folder, *files);
    }
    const std::string kind = volume.size() > 1 ? std::next(volume.begin()).key() : "unknown";
    return refused(kind +
                   " volumes are not available in the sandbox: its containers never see this machine's own data");
}

core::Result<void> PodVolumes::prepare(const VolumeSources &sources)
{
    makeFolder(m_folder, 0700);
    for (const Json &volume : at(sources.pod, {"spec", "volumes"})) {
        const std::string name = textAt(volume, {"name"});
        if (const auto done = prepareVolume(sources, volume, m_folder + "/volumes/" + name); !done)
            return refused("MountVolume.SetUp failed for volume \"" + name +
                           "\" : " + done.error().message.toStdString());
    }
    return {};
}

core::Result<std::vector<Mount>> PodVolumes::mounts(const Json &container,
                                                    const std::function<std::string(const std::string &)> &expand) const
{
    std::vector<Mount> result;
    for (const Json &mount : at(container, {"volumeMounts"})) {
        const std::string target = textAt(mount, {"mountPath"}), volume = textAt(mount, {"name"});
        std::string source = m_folder + "/volumes/" + volume;
        const std::string subPath = at(mount, {"subPathExpr"}).is_string() ? expand(textAt(mount, {"subPathExpr"}))
                                                                           : textAt(mount, {"subPath"});
        std::error_code error;
        if (!fs::exists(source, error))
            return refused("volume \"" + volume + "\" of mount " + target + " does not exist");
        if (leavesFolder(subPath) || !target.starts_with('/') || leavesFolder(target.substr(1)))
            return refused("mount path " + target + ' ' + subPath + " must not leave its folder");
        if (!subPath.empty()) {
            source += '/' + subPath;
            if (!fs::exists(source, error))
                makeFolder(source, shared);
            const fs::path real = fs::canonical(source, error);
            if (error || !real.string().starts_with(fs::canonical(m_folder, error).string() + '/'))
                return refused("subPath " + subPath + " leaves its volume");
            source = real.string(); // links are followed now, not again by the runtime
        }
        result.push_back({source, target, core::boolAt(mount, {"readOnly"}) || !m_writable.contains(volume)});
    }
    return result;
}

std::string PodVolumes::terminationLog(const std::string &containerId) const
{
    std::string path = m_folder + "/termination-" + containerId;
    std::ofstream file(path);
    ::chmod(path.c_str(), 0666);
    return path;
}

} // namespace podwright::sandbox
