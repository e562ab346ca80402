#include "app/sandbox/runtime_root.h"

#include <algorithm>
#include <filesystem>
#include <unistd.h>

namespace podwright::sandbox {
namespace {

namespace fs = std::filesystem;

constexpr const char *programFolders[] = {"/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"};
constexpr const char *settings[] = {
    "alternatives", "bash.bashrc", "ca-certificates", "debian_version",  "fonts",       "gai.conf",    "group",
    "host.conf",    "hosts",       "inputrc",         "java-17-openjdk", "ld.so.cache", "ld.so.conf",  "ld.so.conf.d",
    "localtime",    "magic",       "mime.types",      "nsswitch.conf",   "os-release",  "passwd",      "perl",
    "pki",          "profile",     "profile.d",       "protocols",       "python3",     "resolv.conf", "rpc",
    "services",     "shells",      "ssl/certs",       "ssl/openssl.cnf", "terminfo",    "timezone"};
constexpr const char *ownFolders[] = {"/home", "/mnt", "/opt", "/root", "/run", "/srv", "/var/lib", "/var/log"};

bool isBelow(const std::string &path, const std::string &folder)
{
    return path.starts_with(folder + '/');
}

class Builder
{
public:
    explicit Builder(const std::vector<Mount> &mounts)
    {
        std::error_code error;
        for (const Mount &mount : mounts) {
            if (!fs::exists(mount.target, error))
                m_missing.push_back(throughRootLinks(mount.target));
        }
    }

    void add(std::initializer_list<std::string> words) { m_arguments.insert(m_arguments.end(), words); }

    void bindReadOnly(const std::string &path)
    {
        std::error_code error;
        if (fs::is_symlink(path, error)) {
            add({"--symlink", fs::read_symlink(path, error).string(), path});
            return;
        }
        const bool rebuilt = std::any_of(m_missing.begin(), m_missing.end(),
                                         [&](const std::string &target) { return isBelow(target, path); });
        if (!rebuilt) {
            add({"--ro-bind-try", path, path});
            return;
        }
        add({"--dir", path});
        for (const fs::directory_entry &entry : fs::directory_iterator(path, error))
            bindReadOnly(entry.path().string());
    }

    std::vector<std::string> take() { return std::move(m_arguments); }

private:
    std::vector<std::string> m_arguments, m_missing;
};

} // namespace

std::string throughRootLinks(const std::string &path)
{
    const size_t end = std::min(path.find('/', 1), path.size());
    const fs::path top = path.substr(0, end);
    std::error_code error;
    if (!fs::is_symlink(top, error))
        return path;
    return (fs::path("/") / fs::read_symlink(top, error)).lexically_normal().string() + path.substr(end);
}

std::vector<std::string> rootArguments(const std::vector<Mount> &mounts, bool isReadOnly)
{
    Builder builder(mounts);
    std::error_code error;
    for (const char *folder : programFolders) {
        if (fs::exists(folder, error))
            builder.bindReadOnly(folder);
    }
    builder.add({"--perms", "0755", "--dir", "/etc"});
    for (const char *name : settings) {
        const std::string path = std::string("/etc/") + name;
        builder.add({"--ro-bind-try", path, path});
    }
    for (const char *folder : ownFolders)
        builder.add({"--perms", "0755", "--dir", folder});
    builder.add({"--proc", "/proc", "--dev", "/dev"});
    if (::geteuid() == 0) { // its files belong to this user and may be written even without capabilities
        for (const char *path : {"/proc/sys", "/proc/sysrq-trigger", "/proc/irq", "/proc/bus"})
            builder.add({"--ro-bind-try", path, path});
    }
    for (const char *folder : {"/tmp", "/var/tmp"})
        builder.add({"--perms", "1777", isReadOnly ? "--dir" : "--tmpfs", folder});
    builder.add({"--perms", "1777", "--tmpfs", "/dev/shm"});

    std::vector<Mount> sorted = mounts; // a mount inside another one comes after it
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const Mount &a, const Mount &b) { return a.target.size() < b.target.size(); });
    for (const Mount &mount : sorted)
        builder.add({mount.readOnly ? "--ro-bind" : "--bind", mount.source, throughRootLinks(mount.target)});
    return builder.take();
}

} // namespace podwright::sandbox
