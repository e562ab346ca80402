#pragma once

#include "app/sandbox/node.h"
#include "app/sandbox/process.h"

#include <array>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace podwright::sandbox {

// The log of one container instance in a file, in the form container runtimes write it: a line is
// "2006-01-02T15:04:05.000000000Z stdout F text". Lines longer than 16 KiB are stored as several records (P, the last
// F). One thread appends, any number read. The file is removed at the end of this object; readers keep the object.
class LogFile
{
public:
    enum class Stream { Output, Error };
    using Time = std::chrono::time_point<std::chrono::system_clock, std::chrono::nanoseconds>;

    // `capacity`: bytes to keep; beyond it the older half is given back to the disk.
    explicit LogFile(const std::string &path, std::int64_t capacity = std::int64_t(1) << 30);
    ~LogFile();
    Q_DISABLE_COPY_MOVE(LogFile)

    // Lines of one call get stamps a nanosecond apart.
    void append(Stream stream, std::string_view bytes, Time now);
    void finish(Time now); // stores what had no newline yet; followers end
    // Last bytes of the text, at most `lines` lines and `bytes` bytes; for termination messages.
    std::string tail(size_t lines, size_t bytes) const;

    // Emits what `options` asks for; see Node::readLog.
    void read(const LogOptions &options, Time now, const std::function<bool(std::string_view)> &write,
              std::stop_token stop) const;

private:
    struct Carry
    {
        std::string text;
        bool partial = false; // earlier records of this line are stored
    };

    void addRecord(Stream stream, std::string_view text, bool complete, Time now);
    void addLines(Stream stream, std::string_view bytes, Time now);
    void commit(bool finished);
    void forgetOldHalf();
    std::int64_t startOfTail(long long records, std::int64_t end) const;
    std::string bytesAt(std::int64_t offset, size_t count) const;

    const std::string m_path;
    const std::int64_t m_capacity;
    Descriptor m_file;
    std::array<Carry, 2> m_carry;
    std::string m_pending;           // records of the present call
    std::int64_t m_stampSecond = -1; // of m_stampText
    std::string m_stampText;         // "2006-01-02T15:04:05."
    Time m_lastStamp{};

    mutable std::mutex m_mutex;
    mutable std::condition_variable_any m_grown;
    std::int64_t m_start = 0, m_size = 0; // the readable part of the file
    bool m_finished = false;
};

} // namespace podwright::sandbox
