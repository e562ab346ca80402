#pragma once

#include "app/sandbox/logfile.h"

namespace podwright::sandbox {

// Turns stored records into what a log request answers: parts of a line glued together, stamps only at line starts,
// records before a point in time left out, all cut at a number of bytes. ApiError 400 for a sinceTime that is none.
class LogRecordFilter
{
public:
    LogRecordFilter(const LogOptions &options, LogFile::Time now);

    std::string take(std::string_view records); // whole records only
    bool isFull() const { return m_left == 0; }

private:
    void add(std::string_view record, std::string &text);

    const bool m_timestamps;
    const std::string m_stream; // as records name it; empty: both
    std::string m_since;        // compared as text with the stamps
    bool m_insideLine = false;
    long long m_left = -1; // bytes; -1: any number
};

} // namespace podwright::sandbox
