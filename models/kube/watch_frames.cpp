#include "models/kube/watch_frames.h"

#include <utility>

namespace podwright::kube {

size_t WatchFrames::skipSpace(std::string_view bytes, size_t from)
{
    const size_t next = bytes.find_first_not_of(" \t\r\n", from);
    if (next == std::string_view::npos)
        return bytes.size();
    m_isBroken = bytes[next] != '{';
    return next;
}

bool WatchFrames::closesWith(char byte)
{
    if (m_inString) {
        if (m_escaped)
            m_escaped = false;
        else if (byte == '\\')
            m_escaped = true;
        else if (byte == '"')
            m_inString = false;
        return false;
    }
    if (byte == '"')
        m_inString = true;
    else if (byte == '{' || byte == '[')
        ++m_depth;
    else if (byte == '}' || byte == ']')
        return --m_depth == 0;
    return false;
}

std::vector<std::string> WatchFrames::feed(std::string_view bytes)
{
    std::vector<std::string> frames;
    size_t begin = 0;
    for (size_t i = 0; i < bytes.size() && !m_isBroken; ++i) {
        if (m_depth == 0) {
            i = begin = skipSpace(bytes, i);
            if (m_isBroken || i == bytes.size())
                break;
        }
        if (closesWith(bytes[i])) {
            m_partial.append(bytes, begin, i + 1 - begin);
            frames.push_back(std::exchange(m_partial, {}));
            begin = i + 1;
        }
    }
    if (!m_isBroken && m_depth > 0)
        m_partial.append(bytes, begin);
    m_isBroken = m_isBroken || m_partial.size() > maximumFrame;
    return frames;
}

} // namespace podwright::kube
