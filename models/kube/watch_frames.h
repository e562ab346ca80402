#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace podwright::kube {

// Cuts a stream of JSON objects into its values, however the bytes are chunked and whatever white space is between
// them. It only counts brackets; whether a value is JSON its parser finds out.
class WatchFrames
{
public:
    static constexpr size_t maximumFrame = 64 * 1024 * 1024;

    // The values that became complete. Empty once the stream is broken.
    std::vector<std::string> feed(std::string_view bytes);
    // Something other than objects came, or one longer than the maximum.
    bool isBroken() const { return m_isBroken; }
    // Inside a value: the stream was cut if it ends now.
    bool hasPartial() const { return m_depth > 0; }

private:
    bool closesWith(char byte);
    size_t skipSpace(std::string_view bytes, size_t from);

    std::string m_partial;
    int m_depth = 0;
    bool m_inString = false;
    bool m_escaped = false;
    bool m_isBroken = false;
};

} // namespace podwright::kube
