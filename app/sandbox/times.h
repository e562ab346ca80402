#pragma once

#include <chrono>
#include <string>

namespace podwright::sandbox {

// RFC 3339 in UTC as the API writes it: "2006-01-02T15:04:05Z" and with microseconds for MicroTime fields.
std::string timeText(std::chrono::system_clock::time_point time);
std::string microTimeText(std::chrono::system_clock::time_point time);
std::string nowText();

// Seconds since 1970; -1 when the text is no such time.
long long secondsOf(const std::string &time);

} // namespace podwright::sandbox
