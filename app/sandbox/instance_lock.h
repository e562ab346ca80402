#pragma once

#include <string>

namespace podwright::sandbox {

// One running instance for each kubeconfig: a lock on a file beside it, which the system drops when the process ends.
class InstanceLock
{
public:
    explicit InstanceLock(const std::string &path); // throws std::runtime_error when the file cannot be made
    ~InstanceLock();
    InstanceLock(const InstanceLock &) = delete;
    InstanceLock &operator=(const InstanceLock &) = delete;

    bool isHeld() const { return m_isHeld; }
    void write(const std::string &text); // what others may read: where this instance is
    std::string read() const;

private:
    std::string m_path;
    int m_file = -1;
    bool m_isHeld = false;
};

} // namespace podwright::sandbox
