#include "app/sandbox/process_namespaces.h"

#include <fcntl.h>
#include <linux/nsfs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

namespace podwright::sandbox {
namespace {

using Shared = std::shared_ptr<Descriptor>;

bool isSame(const Descriptor &a, const Descriptor &b)
{
    struct stat first
    {
    }, second{};
    return ::fstat(a.get(), &first) == 0 && ::fstat(b.get(), &second) == 0 && first.st_ino == second.st_ino &&
           first.st_dev == second.st_dev;
}

Shared openNamespace(const std::string &process, const char *name)
{
    return std::make_shared<Descriptor>(::open(("/proc/" + process + "/ns/" + name).c_str(), O_RDONLY | O_CLOEXEC));
}

} // namespace

// The user namespace that owns the mounts comes first: inside it this user may enter the others. The process itself may
// live in a user namespace below that one.
core::Result<std::vector<Shared>> namespacesOf(pid_t pid)
{
    const std::string process = std::to_string(pid);
    const Shared mounts = openNamespace(process, "mnt");
    const Shared user = openNamespace(process, "user");
    if (pid <= 0 || !*mounts || !*user)
        return core::Error{.kind = core::Error::Kind::NotFound, .message = QStringLiteral("the container has ended")};
    const auto owner = std::make_shared<Descriptor>(::ioctl(mounts->get(), NS_GET_USERNS));
    const Shared own = openNamespace("self", "user");
    std::vector<Shared> result;
    if (*owner && !isSame(*owner, *own))
        result.push_back(owner);
    for (const Shared &entry :
         {mounts, openNamespace(process, "ipc"), openNamespace(process, "uts"), openNamespace(process, "pid")})
        result.push_back(entry);
    if (!isSame(*user, *own) && !(*owner && isSame(*user, *owner)))
        result.push_back(user);
    return result;
}

} // namespace podwright::sandbox
