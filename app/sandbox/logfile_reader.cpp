#include "app/sandbox/logfile_reader.h"

#include "app/sandbox/api_errors.h"
#include "app/sandbox/times.h"

namespace podwright::sandbox {
namespace {

constexpr size_t stampLength = 30;         // "2006-01-02T15:04:05.000000000Z"
constexpr size_t flagAt = stampLength + 8; // after " stdout "
constexpr size_t textStart = flagAt + 2;

// Without its zone mark, so that a stamp of the same second with any fraction is not smaller.
std::string stampPrefix(long long seconds)
{
    std::string text = timeText(std::chrono::system_clock::time_point(std::chrono::seconds(seconds)));
    text.pop_back();
    return text;
}

std::string recordName(const std::string &stream)
{
    return stream == "Stdout" ? "stdout" : stream == "Stderr" ? "stderr" : "";
}

} // namespace

LogRecordFilter::LogRecordFilter(const LogOptions &options, LogFile::Time now)
    : m_timestamps(options.timestamps)
    , m_stream(recordName(options.stream))
    , m_left(options.limitBytes.value_or(-1))
{
    if (!options.sinceTime.empty()) {
        const long long seconds = secondsOf(options.sinceTime);
        if (seconds < 0)
            throw badRequest("sinceTime: \"" + options.sinceTime + "\" is not a time");
        m_since = stampPrefix(seconds);
    } else if (options.sinceSeconds) {
        const auto since = now - std::chrono::seconds(*options.sinceSeconds);
        const auto second = std::chrono::floor<std::chrono::seconds>(since);
        const std::string fraction = std::to_string((since - second).count());
        m_since =
            stampPrefix(second.time_since_epoch().count()) + '.' + std::string(9 - fraction.size(), '0') + fraction;
    }
}

std::string LogRecordFilter::take(std::string_view records)
{
    std::string text;
    text.reserve(records.size());
    while (!records.empty()) {
        const size_t end = records.find('\n');
        add(records.substr(0, end), text);
        records.remove_prefix(end == std::string_view::npos ? records.size() : end + 1);
    }
    if (m_left >= 0) {
        text.resize(std::min(text.size(), static_cast<size_t>(m_left)));
        m_left -= static_cast<long long>(text.size());
    }
    return text;
}

void LogRecordFilter::add(std::string_view record, std::string &text)
{
    if (record.size() < textStart || record.substr(0, m_since.size()) < m_since)
        return;
    if (record.substr(stampLength + 1, m_stream.size()) != m_stream)
        return;
    if (m_timestamps && !m_insideLine) {
        text += record.substr(0, stampLength);
        text += ' ';
    }
    text += record.substr(textStart);
    m_insideLine = record[flagAt] == 'P';
    if (!m_insideLine)
        text += '\n';
}

} // namespace podwright::sandbox
