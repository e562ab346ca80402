#pragma once

#include "app/sandbox/runtime.h"
#include "app/sandbox/volume_files.h"
#include "models/core/result.h"

#include <set>

namespace podwright::sandbox {

// The volumes of one pod as folders of this machine. Removed with this object.
class PodVolumes
{
public:
    explicit PodVolumes(std::string folder); // created on first use, private
    ~PodVolumes();
    Q_DISABLE_COPY_MOVE(PodVolumes)

    // Error: the message of a FailedMount event; worth trying again, since objects may still come.
    core::Result<void> prepare(const VolumeSources &sources);
    // The mounts of one container; `expand` resolves subPathExpr.
    core::Result<std::vector<Mount>> mounts(const Json &container,
                                            const std::function<std::string(const std::string &)> &expand) const;
    const std::string &folder() const { return m_folder; } // for other files of the pod
    // An empty file for a container's last words.
    std::string terminationLog(const std::string &containerId) const;

private:
    core::Result<void> prepareVolume(const VolumeSources &sources, const Json &volume, const std::string &folder);

    const std::string m_folder;
    std::set<std::string> m_writable; // volumes that containers may write to
};

} // namespace podwright::sandbox
