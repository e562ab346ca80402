#include "app/sandbox/instance_lock.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace podwright::sandbox {

InstanceLock::InstanceLock(const std::string &path)
    : m_path(path)
    , m_file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600))
{
    if (m_file < 0)
        throw std::runtime_error("cannot open " + path + ": " + std::strerror(errno));
    m_isHeld = ::flock(m_file, LOCK_EX | LOCK_NB) == 0;
}

InstanceLock::~InstanceLock()
{
    ::close(m_file);
}

void InstanceLock::write(const std::string &text)
{
    const bool isWritten = ::ftruncate(m_file, 0) == 0 &&
                           ::pwrite(m_file, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size());
    if (!isWritten)
        throw std::runtime_error("cannot write " + m_path + ": " + std::strerror(errno));
}

std::string InstanceLock::read() const
{
    std::array<char, 4096> buffer{};
    const ssize_t size = ::pread(m_file, buffer.data(), buffer.size(), 0);
    return size > 0 ? std::string(buffer.data(), static_cast<size_t>(size)) : std::string();
}

} // namespace podwright::sandbox
