#include "app/sandbox/runtime.h"

#include "app/sandbox/podman.h"
#include "app/sandbox/runtime_bwrap.h"
#include "app/sandbox/runtime_process.h"

#include <algorithm>

namespace podwright::sandbox {
namespace {

// "docker.io/library/ubuntu:22.04@sha256:…" → "ubuntu"
std::string baseName(const std::string &image)
{
    std::string name = image.substr(0, image.find('@'));
    if (const size_t slash = name.rfind('/'); slash != std::string::npos)
        name.erase(0, slash + 1);
    return name.substr(0, name.find(':'));
}

} // namespace

std::unique_ptr<Runtime> Runtime::make(RuntimeKind kind, const std::string &stateFolder)
{
    switch (kind) {
    case RuntimeKind::Bubblewrap:
        return std::make_unique<BwrapRuntime>(stateFolder);
    case RuntimeKind::Podman:
        return std::make_unique<PodmanRuntime>();
    case RuntimeKind::Process:
        break;
    }
    return std::make_unique<ProcessRuntime>();
}

core::Result<std::vector<std::string>> commandWithoutImage(const ContainerPlan &plan)
{
    static const std::vector<std::string> shells = {"ubuntu", "debian", "alpine", "busybox", "fedora", "bash"};
    std::vector<std::string> command = plan.command;
    const std::string base = baseName(plan.image);
    const bool isShell = std::find(shells.begin(), shells.end(), base) != shells.end();
    if (command.empty() && !isShell && base != "python") {
        return core::Error{.kind = core::Error::Kind::Unsupported,
                           .message = QString::fromStdString(
                               "the sandbox runs programs of this machine and does not know what image \"" +
                               plan.image + "\" would start: give the container a command")};
    }
    command.insert(command.end(), plan.args.begin(), plan.args.end());
    if (command.empty())
        command = {isShell ? "/bin/sh" : "python3"};
    return command;
}

} // namespace podwright::sandbox
