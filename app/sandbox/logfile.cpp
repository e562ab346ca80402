#include "app/sandbox/logfile.h"

#include "app/sandbox/container_streams.h"
#include "app/sandbox/logfile_reader.h"
#include "app/sandbox/times.h"

#include <algorithm>
#include <fcntl.h>
#include <unistd.h>

namespace podwright::sandbox {
namespace {

constexpr size_t longestRecord = 16 * 1024;
constexpr size_t blockSize = 64 * 1024;

std::string_view nameOf(LogFile::Stream stream)
{
    return stream == LogFile::Stream::Output ? " stdout " : " stderr ";
}

} // namespace

LogFile::LogFile(const std::string &path, std::int64_t capacity)
    : m_path(path)
    , m_capacity(capacity)
    , m_file(::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600))
{}

LogFile::~LogFile()
{
    ::unlink(m_path.c_str());
}

void LogFile::append(Stream stream, std::string_view bytes, Time now)
{
    addLines(stream, bytes, now);
    commit(false);
}

void LogFile::finish(Time now)
{
    for (const Stream stream : {Stream::Output, Stream::Error}) {
        Carry &carry = m_carry[static_cast<size_t>(stream)];
        if (!carry.text.empty())
            addRecord(stream, std::exchange(carry.text, {}), false, now);
    }
    commit(true);
}

void LogFile::addLines(Stream stream, std::string_view bytes, Time now)
{
    Carry &carry = m_carry[static_cast<size_t>(stream)];
    while (!bytes.empty()) {
        const size_t room = longestRecord - carry.text.size();
        const size_t newline = bytes.substr(0, room + 1).find('\n');
        if (newline == std::string_view::npos) {
            const std::string_view part = bytes.substr(0, room);
            carry.text += part;
            bytes.remove_prefix(part.size());
            if (bytes.empty())
                return;
            addRecord(stream, std::exchange(carry.text, {}), false, now);
            continue;
        }
        std::string_view line = bytes.substr(0, newline);
        if (!carry.text.empty())
            line = carry.text += line;
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        addRecord(stream, line, true, now);
        carry.text.clear();
        bytes.remove_prefix(newline + 1);
    }
}

void LogFile::addRecord(Stream stream, std::string_view text, bool complete, Time now)
{
    m_lastStamp = std::max(now, m_lastStamp + std::chrono::nanoseconds(1));
    const auto second = std::chrono::floor<std::chrono::seconds>(m_lastStamp);
    const std::int64_t seconds = second.time_since_epoch().count();
    if (seconds != m_stampSecond) {
        m_stampSecond = seconds;
        m_stampText = timeText(std::chrono::system_clock::time_point(second.time_since_epoch()));
        m_stampText.back() = '.';
    }
    std::array<char, 10> fraction{};
    auto rest = (m_lastStamp - second).count();
    for (size_t digit = 9; digit-- > 0; rest /= 10)
        fraction[digit] = static_cast<char>('0' + rest % 10);
    fraction[9] = 'Z';
    m_pending += m_stampText;
    m_pending.append(fraction.data(), fraction.size());
    m_pending += nameOf(stream);
    m_pending += complete ? "F " : "P ";
    m_pending += text;
    m_pending += '\n';
}

void LogFile::commit(bool finished)
{
    writeAll(m_file.get(), m_pending); // a full disk loses log lines, not the container
    {
        const std::scoped_lock lock(m_mutex);
        m_size = std::max<std::int64_t>(::lseek(m_file.get(), 0, SEEK_END), m_size);
        m_finished = m_finished || finished;
    }
    m_pending.clear();
    m_grown.notify_all();
    if (m_size - m_start > m_capacity)
        forgetOldHalf();
}

void LogFile::forgetOldHalf()
{
    std::int64_t start = m_size - m_capacity / 2;
    for (std::string block = bytesAt(start, blockSize); !block.empty(); block = bytesAt(start, blockSize)) {
        const size_t newline = block.find('\n');
        start += static_cast<std::int64_t>(newline == std::string::npos ? block.size() : newline + 1);
        if (newline != std::string::npos)
            break;
    }
    const std::scoped_lock lock(m_mutex);
    ::fallocate(m_file.get(), FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, start);
    m_start = start;
}

std::string LogFile::bytesAt(std::int64_t offset, size_t count) const
{
    std::string bytes(count, '\0');
    const ssize_t got = ::pread(m_file.get(), bytes.data(), count, offset);
    bytes.resize(got > 0 ? static_cast<size_t>(got) : 0);
    return bytes;
}

// Where the last `records` records before `end` begin.
std::int64_t LogFile::startOfTail(long long records, std::int64_t end) const
{
    if (records <= 0)
        return end;
    for (std::int64_t to = end - 1; to > m_start;) { // the newline of the last record does not count
        const std::int64_t from = std::max(m_start, to - static_cast<std::int64_t>(blockSize));
        const std::string block = bytesAt(from, static_cast<size_t>(to - from));
        for (size_t position = block.size(); position-- > 0;) {
            if (block[position] == '\n' && --records == 0)
                return from + static_cast<std::int64_t>(position) + 1;
        }
        to = from;
    }
    return m_start;
}

void LogFile::read(const LogOptions &options, Time now, const std::function<bool(std::string_view)> &write,
                   std::stop_token stop) const
{
    LogRecordFilter filter(options, now);
    std::unique_lock lock(m_mutex);
    std::int64_t end = m_size;
    std::int64_t offset = options.tailLines ? startOfTail(*options.tailLines, end) : m_start;
    while (!stop.stop_requested()) {
        offset = std::max(offset, m_start);
        end = m_size;
        if (offset >= end) {
            if (m_finished || !options.follow)
                break;
            m_grown.wait(lock, stop, [&] { return m_size > offset || m_finished; });
            continue;
        }
        lock.unlock();
        const std::string block = bytesAt(offset, std::min<size_t>(4 * blockSize, static_cast<size_t>(end - offset)));
        const size_t used = block.rfind('\n') + 1; // records are shorter than a block
        offset += static_cast<std::int64_t>(std::max<size_t>(used, 1));
        const std::string text = filter.take(std::string_view(block).substr(0, used));
        if ((!text.empty() && !write(text)) || filter.isFull())
            return;
        lock.lock();
    }
}

std::string LogFile::tail(size_t lines, size_t bytes) const
{
    std::string text;
    read({.tailLines = static_cast<long long>(lines)}, {},
         [&](std::string_view part) {
             text += part;
             return true;
         },
         {});
    return text.size() > bytes ? text.substr(text.size() - bytes) : text;
}

} // namespace podwright::sandbox
